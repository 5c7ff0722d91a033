"""The words of a sentence as written, and when they were spoken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from tools.spoken import has_words

Timed = tuple[str, float, float]
"""A word with its start and end in seconds."""


def word_times(written: Sequence[str], read: Sequence[Timed]) -> list[Timed]:
    """Give written words the times of the words that were read for them ("$5" was read as "five dollars").

    Equal words anchor each other (longest matching blocks, difflib). Where several written words were read as
    something else together ("7:30 pm"), they share that stretch of time by their length in letters.
    """
    ours, theirs = [_bare(word) for word in written], [_bare(word) for word, _, _ in read]
    timed: list[Timed] = []
    clock = read[0][1] if read else 0.0
    for kind, a, b, c, d in SequenceMatcher(a=ours, b=theirs, autojunk=False).get_opcodes():
        if kind == "equal":
            timed += [(text, start, end) for text, (_, start, end) in zip(written[a:b], read[c:d], strict=True)]
        elif kind == "insert" and timed:
            timed[-1] = (timed[-1][0], timed[-1][1], read[d - 1][2])
        elif kind != "insert":
            timed += _shared(written[a:b], read[c][1] if d > c else clock, read[d - 1][2] if d > c else clock)
        clock = read[d - 1][2] if d > c else clock
    return timed


def _bare(word: str) -> str:
    return re.sub(r"\W", "", word).lower() or word


def _shared(words: Sequence[str], start: float, end: float) -> list[Timed]:
    weights = [max(len(word), 1) for word in words]
    step = (end - start) / sum(weights)
    edges = [start + step * sum(weights[:i]) for i in range(len(words))] + [end]
    return [(word, edges[i], edges[i + 1]) for i, word in enumerate(words)]


def written_words(text: str) -> list[str]:
    """The words of a sentence as written; signs that stand alone ("—", "%") stay with the word before them."""
    words: list[str] = []
    for piece in text.split():
        if words and (not has_words(piece) or not has_words(words[-1])):
            words[-1] += " " + piece
        else:
            words.append(piece)
    return words
