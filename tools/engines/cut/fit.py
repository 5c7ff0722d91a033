"""Fitting the score to the film: whole bars, a vamp, repeats of the body, and an ending that ends with the picture."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FADE = 3.5
"""Seconds over which a song that does not end with the film is faded out."""
STRETCH = 0.03
"""The most that the music may be played faster or slower to meet the last frame."""


@dataclass(frozen=True)
class Fit:
    """How to play a score: stretches of it (from, to, in its own seconds) in order, after `head` seconds of silence.

    `speed` is how much faster than composed it is played; `fade_in` seconds soften an entry in the middle of the piece,
    `fade_out` seconds an end that is not its own.
    """

    pieces: tuple[tuple[float, float], ...]
    head: float = 0.0
    speed: float = 1.0
    fade_in: float = 0.0
    fade_out: float = 0.0

    @property
    def seconds(self) -> float:
        """How long it sounds, the silent head included."""
        return self.head + sum(end - start for start, end in self.pieces) / self.speed


def fit_score(data: Mapping[str, Any], seconds: float) -> Fit:
    """Fit a score with the facts of a music take (`sections`, `loop`, `ending`, `unit_seconds`...) to `seconds` of film.

    Takes the number of bars that comes nearest; a difference of up to 3 % is played faster or slower, what is left
    over (less than a bar's unit) is silence before the first note. The last event always falls on the last frame.
    """
    ending = (float(data["ending"][0]), float(data["ending"][1]))
    loop = (float(data["loop"][0]), float(data["loop"][1]))
    unit = float(data.get("unit_seconds") or data["bar_seconds"])
    fixed = loop[0] + ending[1] - ending[0]
    if seconds < fixed * (1 - STRETCH):
        start = max(ending[1] - seconds, 0.0)
        return Fit(((start, ending[1]),), head=max(seconds - ending[1], 0.0), fade_in=min(0.8, seconds / 3))
    units = max(round((seconds - fixed) / unit), 0)
    speed = (fixed + units * unit) / seconds
    if not 1 - STRETCH <= speed <= 1 + STRETCH:
        units = int((seconds - fixed) / unit + 1e-6)
        speed = 1.0
    head = max(seconds - (fixed + units * unit) / speed, 0.0)
    body = [(0.0, loop[0]), *_vamps(data, units % _phrase_units(data, unit), unit), *_phrases(data, loop, units, unit)]
    return Fit(_joined([*body, ending]), head=head, speed=speed)


def fit_song(data: Mapping[str, Any], seconds: float, skipped: float = 0.0, speed: float = 1.0) -> Fit:
    """Fit a lent song: from `skipped` seconds on, round again between its `loop` points while the film lasts, faded out."""
    start, end = (float(point) for point in data["loop"])
    length, wanted = float(data["seconds"]), seconds * speed
    if length - skipped >= wanted:
        return Fit(((skipped, skipped + wanted),), speed=speed, fade_out=min(FADE, seconds / 3))
    pieces, left = [(skipped, end)], wanted - (end - skipped)
    while left > length - start:
        pieces.append((start, end))
        left -= end - start
    pieces.append((start, start + left))
    return Fit(tuple(pieces), speed=speed, fade_out=min(FADE, seconds / 3))


def _phrase_units(data: Mapping[str, Any], unit: float) -> int:
    return max(round(float(data.get("phrase_seconds", unit)) / unit), 1)


def _vamps(data: Mapping[str, Any], count: int, unit: float) -> list[tuple[float, float]]:
    """Bars that make no whole phrase repeat the intro's last bar, before the theme comes in."""
    start, end = data.get("vamp", (data["loop"][0], data["loop"][0] + unit))
    return [(float(start), float(end))] * count


def _phrases(data: Mapping[str, Any], loop: tuple[float, float], units: int, unit: float) -> list[tuple[float, float]]:
    """As many phrases as there is room for: short films keep the first ones and the last, long ones go round again."""
    size = _phrase_units(data, unit) * unit
    all_phrases = [(loop[0] + i * size, loop[0] + (i + 1) * size) for i in range(round((loop[1] - loop[0]) / size))]
    rounds, rest = divmod(units // _phrase_units(data, unit), len(all_phrases))
    if rounds == 0:
        return [*all_phrases[: rest - 1], all_phrases[-1]] if rest else []
    return [*all_phrases[:rest], *all_phrases * rounds]


def _joined(pieces: list[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """Pieces that follow each other in the score become one, so that nothing is spliced that need not be."""
    joined = [pieces[0]]
    for (_, before), (start, end) in itertools.pairwise(pieces):
        if abs(before - start) < 1e-6:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)
