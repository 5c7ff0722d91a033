"""Lips: whose own words are heard when in a scene's narration, and how far the mouth is open while they are.

Words in quotation marks belong to who is said to say them; all others are the narrator's, and move nobody's mouth.
"""

from __future__ import annotations

import re
import wave
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from memory.tables import read_table
from memory.takes import Take
from tools.engines import Speaking

RATE = 12.0
"""Mouths a second: character time."""
LOUD = 0.92
"""Quantile of the loudness of an utterance at which the mouth is wide open."""
REACH = 12
"""Words before or after a quotation among which it is said who speaks."""

Word = Mapping[str, Any]
"""A spoken word: its text as written, start and end in seconds."""


@dataclass(frozen=True)
class Utterance:
    """A stretch of somebody's own words: the lower-case words that may name who speaks, first and last second."""

    names: frozenset[str]
    start: float
    end: float


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in read_table(Path(__file__).with_name("lips.toml")).items()}


def utterances(words: Sequence[Word]) -> list[Utterance]:
    """The quotations in spoken words, each with the words that say whose they are; those that are nobody's are left out."""
    quoted = _quoted([str(word["text"]) for word in words])
    found, i = list[Utterance](), 0
    while i < len(words):
        if not quoted[i]:
            i += 1
            continue
        last = next((k for k in range(i, len(words)) if not quoted[k]), len(words)) - 1
        if names := _sayer([str(word["text"]) for word in words], quoted, i, last):
            found.append(Utterance(names, float(words[i]["start"]), float(words[last]["end"])))
        i = last + 1
    return found


def _quoted(texts: Sequence[str]) -> list[bool]:
    """Whether each word stands in quotation marks; a mark that is never closed opens nothing."""
    result, opened = [False] * len(texts), -1
    for i, text in enumerate(texts):
        if opened < 0 and re.match(r"[(]?[\"“«]", text):
            opened = i
        if opened >= 0 and re.search(r"[\"”»]\W*$", text[1:]):
            result[opened : i + 1] = [True] * (i + 1 - opened)
            opened = -1
    return result


def _bare(text: str) -> str:
    return re.sub(r"'s$", "", re.sub(r"^\W+|\W+$", "", text.lower().replace("’", "'")))


def _sayer(texts: Sequence[str], quoted: Sequence[bool], first: int, last: int) -> frozenset[str]:
    """The words beside a quotation that name who says it; those of the sentence before where only a pronoun does."""
    after = _clause(texts, quoted, range(last + 1, min(last + 1 + REACH, len(texts))))
    before = _clause(texts, quoted, range(first - 1, max(first - 1 - REACH, -1), -1))
    for clause in (after, before):
        if clause & _lists()["verbs"]:
            told = clause | (_sentence(texts, quoted, first) if clause & _lists()["pronouns"] else set())
            return frozenset(told - _lists()["verbs"] - _lists()["pronouns"] - _lists()["common"])
    return frozenset()


def _clause(texts: Sequence[str], quoted: Sequence[bool], places: range) -> set[str]:
    """The bare words of one side of a quotation, up to where its sentence ends or another quotation begins."""
    words = set[str]()
    for i in places:
        if quoted[i] or (places.step < 0 and re.search(r"[.!?]\W*$", texts[i])):
            break
        words.add(_bare(texts[i]))
        if places.step > 0 and re.search(r"[.!?]\W*$", texts[i]):
            break
    return words


def _sentence(texts: Sequence[str], quoted: Sequence[bool], first: int) -> set[str]:
    """The words of the last sentence of the narrator before a quotation."""
    words, ended = set[str](), False
    for i in range(first - 1, -1, -1):
        ends = bool(re.search(r"[.!?]\W*$", texts[i]))
        if quoted[i]:
            continue
        if ends and ended:
            break
        ended = True
        words.add(_bare(texts[i]))
    return words


def speaking(speech: Take) -> tuple[Speaking, ...]:
    """Who speaks when in a speech take, in seconds of its own; nobody where it quotes nobody."""
    said = utterances(speech.data.get("words", ()))
    return tuple(Speaking(one.names, one.start, _openness(speech.main, one), RATE) for one in said)


def _openness(path: Path, said: Utterance) -> tuple[float, ...]:
    """How far the mouth is open at every step of an utterance: the loudness there against its own loudest."""
    with wave.open(str(path)) as file:
        rate, channels = file.getframerate(), file.getnchannels()
        file.setpos(min(round(said.start * rate), file.getnframes()))
        sound = np.frombuffer(file.readframes(round((said.end - said.start) * rate)), "<i2")[::channels]
    step = max(1, round(rate / RATE))
    parts = [sound[i : i + step].astype(np.float64) for i in range(0, len(sound), step)]
    loud = np.array([np.sqrt((part**2).mean()) for part in parts]) if parts else np.zeros(0)
    full = float(np.quantile(loud, LOUD)) if len(loud) else 0.0
    return tuple(round(float(min(1.0, v / full)), 3) if full > 0 else 0.0 for v in loud)


def later(spoken: Sequence[Speaking], seconds: float) -> tuple[Speaking, ...]:
    """The same, begun so many seconds later."""
    return tuple(replace(one, start=one.start + seconds) for one in spoken)
