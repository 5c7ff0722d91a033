"""Small talk: recognised by its very words, or by meaning, and answered honestly in a sentence."""

from __future__ import annotations

import re
from functools import cache

from agent.director.words import table


def bare(text: str) -> str:
    """Letters, digits and single spaces of a text, lower case."""
    return " ".join(re.findall(r"[^\W_]+", text.lower()))


@cache
def _phrases() -> dict[str, str]:
    return {bare(phrase): kind for kind, section in table("talk").items() for phrase in section["phrases"]}


@cache
def _openers() -> re.Pattern[str]:
    words = [p for p, kind in _phrases().items() if kind in ("hello", "thanks") and p.isascii()]
    words += [
        "ok",
        "okay",
        "alright",
        "right",
        "so",
        "well",
        "yes",
        "yeah",
        "sure",
        "hmm",
        "hm",
        "mm",
        "um",
        "uh",
        "er",
        "oh",
        "ah",
        "director",
        "listen",
        "look here",
        "good",
    ]
    options = "|".join(re.escape(w).replace(r"\ ", r"[\s,]+") for w in sorted(words, key=len, reverse=True))
    return re.compile(
        rf"^(?:(?:{options})(?:[\s,]+(?:there|director|so far|again|now|mate|everyone|you|so much))*\s*[,.!:;-]+\s*)+(?=\S)",
        re.IGNORECASE,
    )


def kind_of(text: str) -> str:
    """Which small talk a text is, by its very words; "" when it is none."""
    words = bare(text)
    for form in (
        words,
        re.sub(
            (
                r" (?:please|director|mate|then|now|again|so much|everyone|there|too|today|so far|really|"
                r"very much|man|dude|buddy|bro)$"
            ),
            "",
            words,
        ),
        re.sub(r"^(?:oh|ah|well|ok|okay|wow|haha|lol|hmm|so|and|yes|no|hey|hi) ", "", words),
    ):
        if form in _phrases():
            return _phrases()[form]
    return ""


def every_part(text: str) -> str:
    """The kind of small talk when every part of a text is some ("thanks, that looks great"), "" otherwise."""
    parts = [part for part in re.split(r"[,.!?;]+|\s+-\s+|\band\b", text) if bare(part)]
    kinds = [kind_of(part) for part in parts]
    return kinds[-1] if kinds and all(kinds) else ""


def without_opener(text: str) -> str:
    """The text without a greeting or thanks at its beginning; as it was when nothing else is there."""
    return _openers().sub("", text) or text


def says(kind: str) -> str:
    """What is answered to a kind of small talk."""
    return str(table("talk")[kind]["says"])
