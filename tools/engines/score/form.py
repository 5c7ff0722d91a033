"""The form: how many bars, in which sections, so that a piece can be cut to any length on its bar lines."""

from __future__ import annotations

from dataclasses import dataclass

PHRASE = 4
"""Units in a phrase; a unit is one bar, or two where the tempo is quick."""
SHORTEST, LONGEST = 30.0, 75.0
"""Seconds of music composed for the shortest and the longest film; the mix repeats the body for longer ones."""
QUICK = 132
"""Beats a minute above which the music is felt in half time: harmony changes every second bar."""
PHRASES = {
    1: "A", 2: "A A'", 3: "A B A'", 4: "A A' B A'", 5: "A A' B B' A'",
    6: "A A' B B' A A'", 7: "A A' B B' C A A'", 8: "A A' B B' A C A A'",
}  # fmt: skip
"""Order of the phrases by their number: a theme, its answer, a contrast, a quiet bridge, and the theme again."""


@dataclass(frozen=True)
class Section:
    """A stretch of the piece in units: "intro", a phrase named after its theme, or "ending"."""

    name: str
    start: int
    units: int
    intensity: float
    """0 (softest) to 1 (fullest) of the mood's own range."""


@dataclass(frozen=True)
class Form:
    """The plan of a piece: felt beats in a unit, seconds a felt beat, bars in a unit, and the sections in order."""

    beats: int
    beat_seconds: float
    unit_bars: int
    sections: tuple[Section, ...]

    @property
    def unit_seconds(self) -> float:
        """Seconds of one unit."""
        return self.beats * self.beat_seconds

    @property
    def body(self) -> tuple[Section, ...]:
        """The phrases between intro and ending."""
        return self.sections[1:-1]


def plan(tempo: int, metre: int, seconds: float) -> Form:
    """Lay out a piece of about `seconds` (kept within 30 to 75) at `tempo` beats a minute, `metre` beats a bar."""
    unit_bars = 2 if tempo > QUICK else 1
    beat = 60.0 / tempo * unit_bars
    unit = beat * metre
    room = int(min(max(seconds, SHORTEST), LONGEST) / unit + 0.25)
    ending = 3 if unit < 2.5 else 2
    intro = 2 if room >= ending + 2 * PHRASE + 2 and (room - ending - 2) // PHRASE == (room - ending - 1) // PHRASE else 1
    count = min(max((room - intro - ending) // PHRASE, 1), max(PHRASES))
    names = PHRASES[count].split()
    sections = [Section("intro", 0, intro, 0.0)]
    for index, name in enumerate(names):
        sections.append(Section(name, intro + index * PHRASE, PHRASE, _intensity(name, index, len(names))))
    sections.append(Section("ending", intro + len(names) * PHRASE, ending, 0.55))
    return Form(metre, beat, unit_bars, tuple(sections))


def _intensity(name: str, index: int, count: int) -> float:
    """How full a phrase is: the piece grows toward its last phrases, a bridge (C) falls back."""
    if name == "C":
        return 0.15
    arc = 0.3 + 0.55 * index / max(count - 1, 1)
    return min(arc + (0.2 if name.startswith("B") else 0.0), 1.0)
