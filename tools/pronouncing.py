"""How words are to be said that a voice would read wrong: "Nguyen" as "win". Captions keep the spelling."""

from __future__ import annotations

import re
from collections.abc import Iterable

from memory.errors import FilmError

LONGEST = 80
"""Letters that a word, or the way it is said, may have."""


def respelled(text: str, said: Iterable[tuple[str, str]]) -> str:
    """The text with those words as they are to be said; capitals do not matter, "'s" stays, longer words come first."""
    pairs = {word.casefold(): say for word, say in said}
    if not pairs:
        return text
    words = "|".join(re.escape(word) for word in sorted(pairs, key=len, reverse=True))
    return re.sub(rf"(?<!\w)(?:{words})(?!\w)", lambda match: pairs[match[0].casefold()], text, flags=re.IGNORECASE)


def found_in(text: str, said: Iterable[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Those of the pairs whose word the text holds, sorted: a line knows only what concerns it."""
    return tuple(sorted(pair for pair in said if re.search(rf"(?<!\w){re.escape(pair[0])}(?!\w)", text, re.IGNORECASE)))


def checked_pair(word: str, say: str) -> tuple[str, str]:
    """A word and how to say it, tidied; FilmError when either cannot be read aloud."""
    pair = tuple(" ".join(text.split()).strip(" .,;:!?\"'“”‘’") for text in (word, say))
    for text in pair:
        if not text or len(text) > LONGEST or not re.fullmatch(r"[\w .'’&-]+", text):
            raise FilmError("Say which word and how it sounds, in letters: say Nguyen as win. The film is unchanged.")
    return pair[0], pair[1]
