"""The phrases of a score: how a span's units fall into phrases, and what each of them sings of the theme."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tools.engines.score.form import PHRASE, Span
from tools.engines.score.melody import Line, Rhythm, Theme
from tools.engines.score.moods import tables

if TYPE_CHECKING:
    from tools.engines.score.book import Cue
    from tools.engines.score.harmony import Chord

CYCLE = ("A", "B", "A", "C")
"""What follows what while a cue goes on: the theme, its contrast, the theme again, and the theme from far away."""


@dataclass(frozen=True)
class Phrase:
    """Some units of a span: which material (A, B or C), the first unit and how many, and where it leads."""

    letter: str
    first: int
    size: int
    leads: bool = False
    """Whether it ends on the dominant, for the cue that follows."""
    closes: bool = False
    """Whether it is the film's last, before the ending."""

    @property
    def sings(self) -> bool:
        """A phrase of one unit only waits; longer ones have a tune."""
        return self.size > 1


def divide(spans: Sequence[Span]) -> list[list[Phrase]]:
    """The phrases of every span; a new cue begins with the theme, and so does the last phrase of the film."""
    singing = [index for index, span in enumerate(spans) if span.role == "scene"]
    divided: list[list[Phrase]] = []
    turn = 0
    for index, span in enumerate(spans):
        if span.role != "scene":
            divided.append([])
            continue
        if index == 0 or spans[index - 1].cue.mood != span.cue.mood or spans[index - 1].role != "scene":
            turn = 0
        sizes, phrases, first = _sizes(len(span.units)), list[Phrase](), 0
        for number, size in enumerate(sizes):
            last = number == len(sizes) - 1
            closes = last and index == singing[-1]
            leads = last and index + 1 < len(spans) and spans[index + 1].cue.mood != span.cue.mood
            letter = "A" if closes and size > 1 else CYCLE[turn % len(CYCLE)]
            phrases.append(Phrase(letter, first, size, leads, closes))
            first, turn = first + size, turn + (size > 1)
        divided.append(phrases)
    return divided


def _sizes(units: int) -> list[int]:
    """Phrases of four units; one that is left over waits before them, two or three make a short phrase at the end."""
    whole, rest = divmod(units, PHRASE)
    if rest == 1 and whole:
        return [1] + [PHRASE] * whole
    return [PHRASE] * whole + ([rest] if rest else [])


def harmony(cue: Cue, phrase: Phrase) -> list[Chord]:
    """The chord of every unit of a phrase; one that leads on ends with the cue's half cadence."""
    four = cue.chords(phrase.letter)
    chords = {1: [four[0]], 2: [four[0], four[3]], 3: [four[0], four[1], four[3]]}.get(phrase.size, four)
    first, last = (cue.key.chord(token) for token in cue.data.cadence.split())
    if phrase.closes and phrase.size > 1:
        return [*chords[:-2], *((first, last) if phrase.size > 2 else (chords[0], last))]
    return [*chords[:-1], last] if phrase.leads else chords


@dataclass(frozen=True)
class Sung:
    """A line and the unit of the phrase in which it begins."""

    line: Line
    unit: int


def lines(theme: Theme, cue: Cue, phrase: Phrase) -> list[Sung]:
    """What a phrase sings before its cadence (the last unit): the head and the tail of the theme, turned for a contrast."""
    slow = cue.data.activity == "slow" or phrase.letter == "C"
    head, tail = rhythm(cue, "slow" if slow and phrase.size > 2 else _pace(cue), theme.gait)
    opening = theme.turned if phrase.letter == "B" else theme.head
    lift = {"A": 0.0, "B": 2.5, "C": -2.0}[phrase.letter]
    if slow and phrase.size > 2:
        sung = [Sung(Line(opening, head, lift), 0)]
        return [*sung, Sung(Line(theme.tail, tail, lift + 1), 2)] if phrase.size > 3 and phrase.letter != "C" else sung
    sung = [Sung(Line(opening, head, lift), 0), Sung(Line(theme.tail, tail, lift + 1), 1)]
    if phrase.size > 3:
        sung.append(Sung(Line(theme.head, head, lift + 2), 2))
    return sung[: phrase.size - 1]


def _pace(cue: Cue) -> str:
    return "medium" if cue.data.activity == "slow" else cue.data.activity


def rhythm(cue: Cue, pace: str, gait: int) -> tuple[Rhythm, Rhythm]:
    """The rhythms of head and tail in the cue's metre: slow, medium or lively, in the theme's gait."""
    found = tables()["rhythms"][str(cue.data.metre)][pace]
    return found["head"][gait], found["tail"][gait]
