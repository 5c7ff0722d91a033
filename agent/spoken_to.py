"""What a person said, made safe to keep: control characters taken out, too much refused; and whether it is a yes or a no."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from memory.errors import FilmError
from memory.tables import read_table

LONGEST = 10_000
"""Characters of one utterance."""
_UNSEEN = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
_DIRECTIONS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


def cleaned(utterance: str) -> str:
    """The words without what no eye sees. FilmError when nothing is left or there are more than `LONGEST` characters."""
    if len(utterance) > LONGEST:
        raise FilmError(
            f"That is {len(utterance):,} characters; say at most {LONGEST:,} at a time. The film is unchanged. "
            "A whole script goes into a file: onereel new --from FILE."
        )
    text = "".join(_seen(letter) for letter in unicodedata.normalize("NFC", utterance)).strip()
    if not text:
        raise FilmError("There were no words in that. The film is unchanged. Say what you would like.")
    return text


def _seen(letter: str) -> str:
    if letter in "\n\t":
        return letter
    if letter in _DIRECTIONS:
        return ""
    return " " if unicodedata.category(letter) in _UNSEEN else letter


def yes_or_no(words: str) -> bool | None:
    """Whether the words are a plain yes or no, in one of the languages of answers.toml; None for anything else."""
    bare = " ".join(re.findall(r"[^\W_]+", words.casefold()))
    return next((meant == "yes" for meant, said in _answers().items() if bare in said), None)


@cache
def _answers() -> dict[str, frozenset[str]]:
    return {meant: frozenset(said) for meant, said in read_table(Path(__file__).with_name("answers.toml")).items()}
