"""People's words for what the film calls by closed names: moves, framings, transitions, aspects, colours."""

from __future__ import annotations

import colorsys
import difflib
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from memory.editing import UNCHANGED
from memory.errors import FilmError
from memory.tables import read_table

LONGEST = 400
"""Signs that words for one thing may have."""
_HEX = re.compile(r"#(?:[0-9a-f]{6}|[0-9a-f]{3})\b|(?<![\w#])(?=[0-9a-f]*\d)[0-9a-f]{6}\b")


@cache
def tables() -> dict[str, Any]:
    """The word lists of words.toml."""
    return read_table(Path(__file__).with_name("words.toml"))


def brief(text: str, longest: int = LONGEST) -> str:
    """Words that name something; FilmError when they are too many to be a name, before anything is looked up."""
    if len(text) > longest:
        raise FilmError(f"{text[:30]!r}... is too long to say what is meant ({len(text):,} signs). Say it shortly. {UNCHANGED}")
    return text


def plain(text: str) -> str:
    """Words in small letters with single spaces; underscores and hyphens are spaces."""
    return " ".join(text.casefold().replace("_", " ").replace("-", " ").split()).strip(" .!?\"'")


def meant(table: str, text: str, what: str) -> str:
    """The film's name for what somebody called so ("zoom in" is push_in); FilmError lists the names when it is none."""
    names: dict[str, list[str]] = tables()[table]
    said = plain(brief(str(text)))
    known = {plain(word): name for name, words in reversed(names.items()) for word in words} | {plain(n): n for n in names}
    if said in known:
        return known[said]
    inside = [word for word in known if len(word) > 2 and re.search(rf"\b{re.escape(word)}\b", said)]
    if inside:
        return known[max(inside, key=len)]
    close = difflib.get_close_matches(said, sorted(known), n=1, cutoff=0.8) if len(said) > 3 else []
    if close:
        return known[close[0]]
    raise FilmError(f"There is no {what} called {str(text)[:80]!r}. Choose one of: {', '.join(names)}. {UNCHANGED}")


def is_all(text: str) -> bool:
    """Whether the words mean everything of a kind."""
    return re.sub(r"^(?:all )?(?:of )?the ", "", plain(text)) in tables()["whole"]["words"]


def palette(colours: Sequence[str] | str) -> list[str]:
    """Colours as #rrggbb from hex, colour words ("dark blue, gold") or a palette's name ("autumn"); FilmError for others.

    One colour in words becomes its own scale from dark to light, since a picture cannot be painted with one.
    """
    said = [colours] if isinstance(colours, str) else list(colours)
    joined = brief(",".join(said)).casefold().replace("black and white", "monochrome")
    parts = re.split(r",|;|/|&|\band\b|\bwith\b", joined)
    found = [colour for part in parts if part.strip() for colour in _colours(part)]
    if not found:
        raise FilmError(f"Say the colours of the palette, in words or as #rrggbb. {UNCHANGED}")
    if len(found) == 1 and not _HEX.search(joined):
        found = _scale(found[0])
    return list(dict.fromkeys(found))[:12]


def _colours(part: str) -> list[str]:
    said = plain(re.sub(r"\b(?:colou?rs?|tones?|palette|shades?(?: of)?|hues?|a|the|some|more|of|very)\b", " ", part))
    if _HEX.fullmatch(said):
        digits = said.removeprefix("#")
        return ["#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))]
    palettes, colours = tables()["palettes"], tables()["colours"]
    if said in palettes:
        return list(palettes[said])
    if said in colours:
        return [colours[said]]
    inside = [name for name in colours if re.search(rf"\b{re.escape(name)}(?:s|ish)?\b", said)]
    if inside:
        return [colours[max(inside, key=len)]]
    named = [name for name in palettes if re.search(rf"\b{re.escape(name)}\b", said)]
    if named:
        return list(palettes[max(named, key=len)])
    close = difflib.get_close_matches(said, [*colours, *palettes], n=1, cutoff=0.8)
    if close:
        return [colours[close[0]]] if close[0] in colours else list(palettes[close[0]])
    raise FilmError(
        f"There is no colour called {part.strip()[:60]!r} here. Say it as #rrggbb, or by a commoner name. {UNCHANGED}"
    )


def _scale(colour: str) -> list[str]:
    """Five steps of one hue from dark to light; the colour itself is among them."""
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    hue, light, full = colorsys.rgb_to_hls(red, green, blue)
    steps = sorted({round(light, 3), *(step for step in (0.12, 0.3, 0.5, 0.72, 0.92) if abs(step - light) > 0.09)})
    made = [colorsys.hls_to_rgb(hue, step, full * (0.75 if step > 0.85 else 1)) for step in steps]
    scale = ["#" + "".join(f"{round(255 * part):02x}" for part in each) for each in made]
    return [colour if abs(step - light) < 0.002 else each for step, each in zip(steps, scale, strict=True)]
