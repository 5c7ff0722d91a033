"""When a scene is: hour, weather and season from its words, by weighed trigger phrases."""

from __future__ import annotations

from collections.abc import Sequence

from tools.engines.papercut.lexicon import data
from tools.engines.papercut.where import best_of, scores_of


def time_of(toks: Sequence[str], mood: Sequence[str], setting: str) -> str:
    """The hour: what the words say, else what the place or the mood asks for, else day."""
    if hour := _by_the_clock(toks):
        return hour
    scores = {k: v * (0.5 if k == "day" else 1.0) for k, v in scores_of(toks, "times").items()}
    for hour, weight in scores_of(toks, "hints").items():
        scores[hour] = scores.get(hour, 0.0) + 0.3 * min(weight, 2.0)
    if setting == "space":
        return "night"
    return best_of(scores or scores_of(mood, "moods"), "day")


_HOURS = ((4, "night"), (7, "dawn"), (16, "day"), (18, "sunset"), (20, "dusk"), (24, "night"))


def _by_the_clock(toks: Sequence[str]) -> str:
    """The hour that a time of the clock says ("3 a.m.", "11 pm"), else empty."""
    for i, token in enumerate(toks[:-1]):
        near = list(toks[i + 1 : i + 4])
        half = near[0] if near[0] in {"am", "pm"} else f"{near[0]}m" if near[1:] == [".", "m"] else ""
        if token.isdecimal() and int(token) <= 12 and half in {"am", "pm"}:
            return next(name for last, name in _HOURS if int(token) % 12 + 12 * (half == "pm") <= last)
    return ""


def weather_of(toks: Sequence[str], time: str, indoor: bool) -> str:
    """The weather that the words name; a night without weather is starry, a day without weather clear."""
    scores = scores_of(toks, "weather")
    named: list[str] = [name for name in data("places")["weather"] if name in scores]
    if named:
        return named[0]
    return "starry" if time == "night" and not indoor else "clear"


def season_of(toks: Sequence[str], setting: str) -> str:
    """The season that the words name or show; summer when they do not."""
    return best_of(scores_of(toks, "seasons"), "winter" if setting == "snowfield" else "summer")
