"""Plots: whole stories whose later beats answer earlier ones, and the choice of one for a premise."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from tools.engines.authored.words import table

FILES = ("plots_far", "plots_work", "plots_keep", "plots_heart", "plots_self", "plots_ideas", "plots_view")
PLOT = 1000
"""The number of the episode that a plot's own beats belong to, so that they share what was drawn for them."""


@dataclass(frozen=True)
class Unit:
    """One beat: its stage and the wordings to choose from; `chain` ties beats together that speak of the same things."""

    stage: str
    wordings: tuple[str, ...]
    title: str = ""
    chain: int = -1
    hour: str = ""
    """The hour that the beat needs, when it needs one; "night storm" is one with a rough sky."""
    see: str = ""
    """What a painter sees, as in the data; empty where anything will do."""
    where: str = ""
    """"in" or "out" where the beat needs a roof or the sky; empty where either will do."""
    place: tuple[str, str] = ("", "")
    """Where it is, in a painter's words, and the setting; empty where the story's world says it."""
    rank: int = 9
    """How early the beat is kept in a short film: 1 is always there."""
    mood: str = ""
    """The mood where it is not that of the stage."""


@dataclass(frozen=True)
class Plot:
    """A story to tell: its beats in order, its own titles, and the things of its own that it draws one of each of."""

    name: str
    beats: tuple[Unit, ...]
    titles: tuple[str, ...]
    props: dict[str, tuple[str, ...]]
    words: frozenset[str]
    needs: str = ""
    fits: str = ""
    """A pattern of what the premise must say for the plot to suit it; empty where it always does."""

    def shortened(self, count: int) -> list[Unit]:
        """The `count` beats that matter most, in the order of telling."""
        kept = sorted(self.beats, key=lambda b: b.rank)[: max(count, 0)]
        return [b for b in self.beats if b in kept]


@cache
def plots(arc: str) -> tuple[Plot, ...]:
    """Every plot of an arc."""
    return tuple(_plot(p) for name in FILES for p in table(name).get(arc, []))


def _plot(data: dict[str, Any]) -> Plot:
    return Plot(
        data["name"], tuple(_unit(b) for b in data["beats"]), tuple(data.get("titles", ())),
        {k: tuple(v) for k, v in data.get("props", {}).items()}, frozenset(data.get("words", ())), data.get("needs", ""),
        data.get("fits", ""),
    )  # fmt: skip


def _unit(beat: dict[str, Any]) -> Unit:
    hour, sky = beat.get("hour", "") or _hour_in(beat["say"]), beat.get("sky", "")
    place = (beat["place"], beat["setting"]) if "place" in beat else ("", "")
    return Unit(
        beat["stage"], tuple(beat["say"]), "", PLOT, f"{hour} {sky}".strip(), beat.get("see", ""),
        beat.get("at", "") or _roof_in(beat.get("see", "")), place, beat["rank"],
    )  # fmt: skip


def _hour_in(wordings: list[str]) -> str:
    """The hour that a beat's words speak of, when one of them does."""
    said = " ".join(wordings)
    if re.search(r"\b(?:[Ii]n the (?:early )?morning|[Bb]y morning|first light|[Bb]y daylight|One morning)\b", said):
        return "dawn"
    dark = r"\b(?:[Tt]hat night|[Aa]t night|[Aa]ll night|on the same night)\b"
    return "night" if re.search(dark, said) else ""


def _roof_in(see: str) -> str:
    """Whether what is seen needs a roof over it or the sky above."""
    if re.search(
        r"\b(?:bed|blanket|table|desk|floor|stove|candle|bench by lamplight|window at|by a window|out of a window)\b", see
    ):
        return "in"
    words = "paths?|road|gate|field|fence|street|bridge|ridge|grass|garden|stars|sky|horizon|lot|ditch|rain|storm|wall|way|snow"
    acts = r"<(?:climb|march|stride|row|sail|hurry|cross|set)\d?>|towards|crossing|into the distance|along a|home\b"
    return "out" if re.search(rf"\b(?:{words})\b|{acts}", see) else ""


def choose_plot(arc: str, said: str, able: bool, rng: random.Random) -> Plot:
    """One of an arc's plots that suits what the premise said; `able` says whether the heroes have hands."""
    return rng.choice([p for p in plots(arc) if (able or p.needs != "hands") and re.search(p.fits, said)])


def themed(arc: str, words: tuple[str, ...], first: tuple[str, ...], rng: random.Random) -> Plot:
    """The plot of an arc that the premise's words call for, most of all its `first` topic, else one that is for anything."""
    known = plots(arc)
    said = re.findall(r"[a-z]+", " ".join(first).lower())
    early = [next((1.5 / (1 + i) for i, w in enumerate(said) if w in p.words), 0.0) for p in known]
    scores = [sum(w in p.words for w in words) + extra for p, extra in zip(known, early, strict=True)]
    best = max(scores)
    level = [p for p, s in zip(known, scores, strict=True) if s == best and (best or not p.words)]
    return rng.choice(level or list(known))
