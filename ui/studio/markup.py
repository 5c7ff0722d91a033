"""Text of films as markup: every letter that means something to a browser or to Gradio's templates is written as itself."""

from __future__ import annotations

from html import escape

_ALSO = {"{": "&#123;", "}": "&#125;", "$": "&#36;", "`": "&#96;", "\\": "&#92;"}


def text(value: object) -> str:
    """Any value as harmless text, also inside an attribute in quotes."""
    plain = "".join(letter if letter.isprintable() or letter == "\n" else " " for letter in str(value))
    return "".join(_ALSO.get(letter, letter) for letter in escape(plain, quote=True))


def picture(film: str, key: str, alt: str) -> str:
    """A scene's picture; the browser asks for it when it comes into view."""
    source = f"/studio/films/{text(film)}/pictures/{text(key)}.jpg"
    return f'<img src="{source}" alt="{text(alt)}" loading="lazy" decoding="async">'
