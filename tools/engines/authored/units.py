"""Which beats a film is told in: the arc that fits the premise, and as many of its stages as the film has room for."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from tools.engines.authored.premise import Premise
from tools.engines.authored.words import is_plural, table, verbs

BY_KIND = {
    "learn": ("learning",), "seek": ("quest",), "make": ("making",), "protect": ("guarding",), "return": ("homecoming",),
    "discover": ("wonder",), "meet": ("friendship",), "lose": ("loss",), "warn": ("warning",),
    "state": ("friendship", "keeping"), "": ("wonder", "friendship"),
}  # fmt: skip
SHORT = {
    1: ("open",), 2: ("open", "close"), 3: ("open", "want", "after"), 4: ("open", "want", "act", "close"),
    5: ("open", "want", "fail", "act", "close"), 6: ("open", "want", "try", "fail", "act", "close"),
    7: ("open", "want", "try", "fail", "act", "after", "close"),
}  # fmt: skip
"""The stages of a film with that many beats."""


@dataclass(frozen=True)
class Unit:
    """One beat: its stage and the wordings to choose from; `chain` ties the lines of one episode together."""

    stage: str
    wordings: tuple[str, ...]
    title: str = ""
    chain: int = -1
    hour: str = ""
    """The hour that the words need, when they need one."""


def choose_arc(premise: Premise, second: bool, rng: random.Random) -> str:
    """The name of the arc; `second` says whether there are two figures, without whom there is no friendship to tell of."""
    if premise.topic:
        return "reflection" if premise.view == "essay" else premise.view
    if premise.kind in {"discover", "lose", "meet", "warn"} and premise.event and _turns(premise, second):
        return "change"
    if premise.kind == "state" and premise.told and not premise.other:
        return "wonder"
    if premise.kind == "seek" and _tried(premise.goal):
        return "learning"
    arcs = [a for a in BY_KIND[premise.kind] if a != "friendship" or second] or ["wonder"]
    if premise.kind == "state" and (premise.other or len(premise.heroes) > 1) and second:
        return "friendship"
    return rng.choice(arcs)


def _turns(premise: Premise, second: bool) -> bool:
    """Whether the event simply changes everything, rather than being a find, a loss, a meeting or a bargain."""
    if premise.kind == "discover":
        return not (premise.thing and _came_upon(premise.event))
    return not second if premise.kind == "meet" else not premise.thing


def _tried(goal: str) -> bool:
    """Whether a goal is something to manage rather than somewhere or something to reach."""
    verb, _, rest = goal.partition(" ")
    return (
        not rest
        or goal.startswith("go on ")
        or rest.startswith("out ")
        or (verbs().get(verb) != "seek" and verb not in {"find", "see", "discover", "return"})
    )


def _came_upon(event: str) -> bool:
    """Whether the event is that of meeting with something unknown, which is what a story of wonder tells."""
    first = event.removeprefix("finally ").removeprefix("suddenly ").split(" ", 1)[0]
    return first in {
        "found",
        "discovered",
        "saw",
        "heard",
        "caught",
        "uncovered",
        "noticed",
        "dug",
        "unearthed",
        "spotted",
        "came",
        "received",
    }


def units_for(premise: Premise, arc: str, count: int, brought: bool, rng: random.Random) -> list[Unit]:
    """About `count` beats in the order of telling, from the frame's opening to the ending that answers it."""
    data = table("arcs")[arc]
    frame = _frame(premise, rng)
    want = tuple(table("arcs")["events"]["lines"]) if premise.event else tuple(data["want"])
    stages = list(SHORT.get(count, ("open", "want", "try", "aid", "fail", "act", "after", "close")))
    tries = _shuffled(data["try"], rng)
    units = [_stage(stage, data, frame, want, tries) for stage in stages]
    told = [Unit("told", (line,)) for line in premise.told][: max(0, count - 2) if count < 8 else 12]
    replaced = bool(told and premise.state and len(units) > 1 and (premise.other or arc == "wonder"))
    if premise.before:
        units[1:1] = [Unit("told", (line,)) for line in premise.before]
    if replaced:
        units[1:2] = []
    added = told + ([Unit("companion", tuple(table("arcs")["companions"]["lines"]))] if brought else [])
    at = 1 if replaced or (arc == "friendship" and brought) else min(2, len(units))
    if premise.kind == "return" and told and "act" in [u.stage for u in units]:
        late = next(i for i, u in enumerate(units) if u.stage == "act") + 1
        units[late:late], added = told, added[len(told) :]
    at += len(premise.before) if len(units) > at + len(premise.before) else 0
    units[at:at] = added
    if premise.event and arc in {"friendship", "warning", "loss"} and count >= 8:
        units.insert(min(2, len(units)) + len(added), Unit("try", tuple(data["want"])))
    for stage in ("after", "act", "aid", "fail"):
        if len(units) > count and len(stages) > 5:
            units = [u for u in units if u.stage != stage] if stage in {"after", "aid"} else units
    if len(units) < count:
        _lengthen(units, tries, data, count, rng, premise)
    return units


def _frame(premise: Premise, rng: random.Random) -> dict[str, str]:
    view = {"essay": "frames_topic", "portrait": "frames_portrait", "explainer": "frames_explainer"}.get(premise.view)
    frames = table("arcs")[view or ("frames_state" if premise.state else "frames")]
    if premise.place and is_plural(premise.place.words.split()[-1]):
        frames = [f for f in frames if not re.search(r"\{place\} (?:was|is)\b", f["open"] + f["close"])]
    once = r".*\b(?:years|ever|still|always|never|since|sold|cried|stole|lost|found)\b"
    if re.match(rf"^(?:had not|did not|could not|was|were|had)\b|{once}", premise.state):
        frames = frames[1:]
    if re.match(r"^(?:had|did|could) not\b", premise.state):
        frames = table("arcs")["frames_not"]
    if premise.place and premise.place.named and not premise.state:
        frames = [f for f in frames if not f["open"].startswith(("Hardly", "On the map"))]
    if any(h.pronoun in {"I", "you", "we"} for h in premise.heroes):
        frames = [f for f in frames if not re.match(r".*\b(?:lived|seen) \{intro\}|This is where|On the map", f["open"])]
    if any(h.handless for h in premise.heroes):
        frames = [f for f in frames if not f["open"].startswith("(hands)")]
    chosen: dict[str, str] = rng.choice(frames)
    return chosen


def _stage(stage: str, data: dict[str, list[str]], frame: dict[str, str], want: tuple[str, ...], tries: list[str]) -> Unit:
    if stage in {"open", "close"}:
        return Unit(stage, (frame[stage],))
    if stage == "want":
        return Unit(stage, want)
    return Unit(stage, tuple(data[stage])) if stage != "try" else Unit(stage, tuple(tries))


def _shuffled(lines: list[str], rng: random.Random) -> list[str]:
    return rng.sample(lines, len(lines))


def _lengthen(
    units: list[Unit], tries: list[str], data: dict[str, list[str]], count: int, rng: random.Random, premise: Premise
) -> None:
    """Add further attempts, then whole episodes, then scenes of rest, all before the story turns."""
    turn = next((i for i, u in enumerate(units) if u.stage in {"aid", "fail"}), len(units) - 1)
    aid = units[turn].stage == "aid" and count > 12
    more: list[Unit] = [Unit("try", tuple(tries)) for _ in range(min(len(tries) - 1, count - len(units)))]
    number = 0
    chains: list[dict[str, list[str]]] = []
    while len(units) + len(more) < count:
        room = count - len(units) - len(more)
        if premise.topic or room < 3:
            more.insert(rng.randrange(len(more) + 1) if premise.topic else len(more), Unit("rest", ()))
            continue
        chains = chains or rng.sample(table("episodes")["chains"], len(table("episodes")["chains"]))
        chain = chains.pop()
        place = min(len(more), 1 + number * 4)
        hours = chain.get("times", ["", "", ""])
        links = zip(chain["lines"], chain["titles"], hours, strict=True)
        more[place:place] = [Unit("chain", (line,), title, number, hour) for line, title, hour in links]
        number += 1
    half = next((i for i in range(len(more) * 2 // 3, len(more)) if more[i].stage != "chain"), len(more))
    if aid:
        units[turn + 1 : turn + 1] = more[half:]
        more = more[:half]
    units[turn:turn] = more
