"""The clock of a score: when each beat falls, so that every span keeps its cue's tempo and yet ends with its picture."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import numpy as np

from tools.engines.score.form import Span

LINGERING = 4
"""Beats before the ending that are drawn out, each more than the one before: a ritardando."""


class Clock:
    """Turns a run's beats into seconds from its beginning."""

    def __init__(self, spans: Sequence[Span]) -> None:
        lengths = list(itertools.chain.from_iterable(_lengths(span) for span in spans))
        self._seconds = np.concatenate([[0.0], np.cumsum(lengths)])
        self._beats = np.arange(len(self._seconds))
        self.total = spans[-1].end - spans[0].start

    def seconds(self, beat: float) -> float:
        """Seconds at which a beat falls; before the first at the first one's pace."""
        if beat < 0:
            return float(beat * self._seconds[1])
        return float(min(np.interp(beat, self._beats, self._seconds), self.total))


def _lengths(span: Span) -> list[float]:
    """Seconds of each beat: all at the span's pace, but for those that take up what is left of its time.

    That is the title's first beat and the ending's last one, which are held, the last beats before the ending, which slow
    down, and the last bar of any other scene, which hurries or waits a little for the next one.
    """
    beats = np.full(span.beats, span.pace)
    left = (span.end - span.start) - span.pace * span.beats
    if span.role == "title":
        beats[0] += left
    elif span.role == "ending":
        beats[-1] += left
    elif span.slows:
        beats[-LINGERING:] += left * np.arange(1, 2 * LINGERING, 2) / LINGERING**2
    else:
        beats[-span.units[-1] :] += left / span.units[-1]
    return [float(length) for length in beats]
