"""The book of a score: the theme, and for every mood of the story a cue that knows its key, its players and its chords.

The book is the music take. It holds nothing of the film's lengths or order, so that a new sentence or a new order of
scenes leaves it as it is; the mix has it performed to the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

from tools.engines.score.harmony import Chord, Key
from tools.engines.score.melody import Theme, invent
from tools.engines.score.moods import Mood, find_mood, moods

if TYPE_CHECKING:
    import numpy as np

QUICK = 150
"""Beats a minute above which the music is felt in half time: harmony changes every second bar."""
FOLLOWS = 0.7
"""How far a cue's tempo goes from the film's toward its own mood's, as a power of their ratio."""
FEWEST, MOST = 40, 220
"""Beats a minute that can be played."""


class Cue(BaseModel):
    """One mood's music in this film: tonic 0..11, mode, tempo, chords as tokens, players as [program, (pattern,) level]."""

    model_config = ConfigDict(frozen=True)

    mood: str
    tonic: int
    mode: str
    tempo: float
    a: tuple[str, ...]
    b: tuple[str, ...]
    lead: tuple[int, float]
    second: tuple[int, float]
    figure: tuple[int, str, float]
    bass: tuple[int, str, float]
    seed: int

    @property
    def key(self) -> Key:
        """Tonic and mode."""
        return Key(self.tonic, self.mode)

    @property
    def data(self) -> Mood:
        """What the mood says beyond what was chosen."""
        return moods()[self.mood]

    @property
    def beat(self) -> float:
        """Seconds of a felt beat: two beats where the tempo is quick."""
        return 60 / self.tempo / self.pulse

    @property
    def pulse(self) -> float:
        """What part of a felt beat a beat of the tempo is."""
        return 0.5 if self.tempo > QUICK else 1.0

    def chords(self, letter: str) -> list[Chord]:
        """The four chords of a phrase: A the theme's, B the contrast's, C begins as B and comes back to A."""
        tokens = {"A": self.a, "B": self.b, "C": (*self.b[:2], *self.a[2:])}[letter]
        return [self.key.chord(token) for token in tokens]


class Book(BaseModel):
    """The theme, the solo player who sings it alone, the cues by mood, the main mood, and which words mean which mood."""

    model_config = ConfigDict(frozen=True)

    theme: Theme
    solo: tuple[int, float]
    main: str
    cues: dict[str, Cue]
    words: dict[str, str]

    def cue(self, words: str) -> Cue:
        """The cue for a scene's mood in words; the main one where the scene says none."""
        return self.cues[self.words.get(words, self.main)]


def compose(mood: str, tempo: int, seed: int, scenes: Sequence[str]) -> tuple[Book, tuple[str, ...]]:
    """Compose the book for a film's mood and the moods of its scenes, in words; returns it with notes for people.

    All cues share theme and tonic, so that they are one score and can follow each other in any order; each is chosen
    by the seed and its mood alone, so that a mood more or less leaves the others as they are.
    """
    import numpy as np

    main, note = find_mood(mood)
    heard = {words: found for words in sorted(set(scenes)) if not (found := find_mood(words))[1]}
    words = {said: name for said, (name, _) in heard.items()}
    rng = np.random.default_rng([seed, 1])
    theme = invent(rng)
    tonic = int(pick(rng, moods()[main].tonics))
    cues = {name: _cue(name, main, tonic, tempo, seed) for name in sorted({main, *words.values()})}
    return Book(theme=theme, solo=cues[main].lead, main=main, cues=cues, words=words), (note,) if note else ()


def pick(rng: np.random.Generator, options: Sequence[Any]) -> Any:
    """One of the options, by chance."""
    return options[int(rng.integers(len(options)))]


def _cue(name: str, main: str, tonic: int, tempo: int, seed: int) -> Cue:
    import numpy as np

    mood, number = moods()[name], sum(map(ord, name))
    rng = np.random.default_rng([seed, number])
    lead = pick(rng, mood.lead)
    ratio = (mood.tempo / moods()[main].tempo) ** FOLLOWS
    second = pick(rng, [option for option in mood.second if option[0] != lead[0]] or mood.second)
    return Cue(
        mood=name, tonic=tonic, mode=str(pick(rng, mood.modes)), lead=lead, second=second,
        tempo=float(tempo) if name == main else float(min(max(round(tempo * ratio), FEWEST), MOST)),
        a=tuple(pick(rng, mood.a).split()), b=tuple(pick(rng, mood.b).split()),
        figure=pick(rng, mood.figure), bass=pick(rng, mood.bass), seed=seed * 1009 + number,
    )  # fmt: skip
