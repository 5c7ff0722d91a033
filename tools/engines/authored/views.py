"""Beats of films in which nobody's story is told: ideas thought about, things looked at, questions answered, letters."""

from __future__ import annotations

import random
import re

from tools.engines.authored.almanac import common_subject
from tools.engines.authored.plots import PLOT, Plot, Unit, plots, themed
from tools.engines.authored.premise import Premise
from tools.engines.authored.words import singular

GROUPS = {"reflection": "essay", "essay": "essay", "portrait": "portrait", "explainer": "explainer", "letter": "letter"}


def view_plot(premise: Premise, rng: random.Random) -> Plot:
    """The theme that a premise without a story is told by."""
    group = GROUPS[premise.view]
    words = tuple(dict.fromkeys([*premise.words, *(singular(w) for w in premise.words)]))
    if group == "portrait":
        known = {p.name: p for p in plots("portrait")}
        city = bool(premise.place and premise.place.named and premise.topic == premise.place.words)
        return known["city"] if city else themed_portrait(known, words)
    if group == "letter":
        return _letter(words)
    return themed(group, words, premise.topics[:1], rng)


def themed_portrait(known: dict[str, Plot], words: tuple[str, ...]) -> Plot:
    """The plot of a history for what is called one, else that of something to look at."""
    return known["history"] if known["history"].words & set(words) else known["any"]


def _letter(words: tuple[str, ...]) -> Plot:
    """A letter to the dead before one to those who are to come before one to somebody far away."""
    known = plots("letter")
    return next((p for p in known if p.words & set(words)), known[-1])


def view_units(premise: Premise, plot: Plot, count: int, rng: random.Random) -> list[Unit]:
    """`count` beats: what is known of the subject, then the theme's beats, then what can be said of anything."""
    known = facts_for(premise)[: max(count, 0)]
    if known:
        return _with_facts(known, plot, count)
    beats = plot.shortened(count)
    if len(beats) < count:
        groups = dict.fromkeys([GROUPS[premise.view], *(["portrait"] if premise.view == "explainer" else [])])
        spare = [b for g in groups for p in plots(g) if p.name == "any" and p is not plot for b in p.beats]
        more = [b for b in spare if b.stage in {"try", "aid"}]
        beats = _between(beats, rng.sample(more, min(len(more), count - len(beats))))
    return _between(beats, [Unit("rest", ())] * (count - len(beats)))


def _with_facts(known: list[Unit], plot: Plot, count: int) -> list[Unit]:
    """Facts in their order, framed by the question and by going back to it; what can be said of anything comes in between."""
    room = count - len(known)
    if room <= 0:
        return known[:count]
    general = {b.stage: b for b in plot.beats if b.stage != "try"}
    ends = [general[s] for s in ("after", "want", "act", "fail", "aid") if s in general][:room]
    first = [b for b in ends if b.stage == "want"]
    last = sorted((b for b in ends if b.stage != "want"), key=lambda b: ("fail", "aid", "act", "after").index(b.stage))
    spare = [b for p in plots("portrait") if p.name == "any" and p is not plot for b in p.beats if b.stage == "try"]
    tries = [b for b in (*plot.beats, *spare) if b.stage == "try"][: room - len(ends)]
    rests = [Unit("rest", ())] * (room - len(ends) - len(tries))
    return first + _between(known, tries + rests) + last


def _between(beats: list[Unit], more: list[Unit]) -> list[Unit]:
    """Further beats spread evenly over those that are there, none of them at the end."""
    if not beats:
        return more
    made: list[Unit] = []
    for i, beat in enumerate(beats):
        made.append(beat)
        if i < len(beats) - 1 or len(beats) == 1:
            n = max(len(beats) - 1, 1)
            made += more[i * len(more) // n : (i + 1) * len(more) // n]
    return made


def facts_for(premise: Premise) -> list[Unit]:
    """What is known of the premise's subject, in order; nothing for ideas, letters, and things of one's own."""
    if premise.view not in {"explainer", "portrait"} or re.match(r"(?:an?|my|our|the (?:last|only))\b", premise.topic):
        return []
    subject = common_subject(premise.topic)
    if subject is None:
        return []
    places = subject["places"]
    return [
        Unit("try", (said,), "", PLOT, "", seen, "", (places[at][0], places[at][1]), n)
        for n, (said, seen, at) in enumerate(subject["facts"])
    ]
