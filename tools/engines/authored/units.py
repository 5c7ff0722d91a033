"""Which beats a film is told in: the arc that fits the premise, its plot, and as many beats as the film has room for."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace
from itertools import count as numbers

from tools.engines.authored.plots import PLOT, Plot, Unit
from tools.engines.authored.premise import Premise
from tools.engines.authored.views import view_units
from tools.engines.authored.voices import Frame
from tools.engines.authored.words import table, verbs

__all__ = ["Telling", "Unit", "choose_arc", "units_for"]

BY_KIND = {
    "learn": ("learning",), "seek": ("quest",), "make": ("making",), "protect": ("guarding",), "return": ("homecoming",),
    "discover": ("wonder",), "meet": ("friendship",), "lose": ("loss",), "warn": ("warning",),
    "": ("wonder", "friendship"),
}  # fmt: skip
CREATED = frozenset({"write", "paint", "draw", "compose", "record", "film", "photograph", "sing", "tell", "translate"})
EVENT_MOODS = {"lose": "sad", "warn": "tense", "discover": "wonder", "meet": "playful"}


@dataclass(frozen=True)
class Telling:
    """What one film is told by: arc, plot, voice, and the frame that opens and closes it."""

    arc: str
    plot: Plot
    voice: str
    frame: Frame
    brought: bool = False


def choose_arc(premise: Premise, second: bool, voice: str, rng: random.Random) -> str:
    """The name of the arc; `second` says whether there are two figures, without whom there is no friendship to tell of."""
    if premise.topic:
        return "reflection" if premise.view == "essay" else premise.view
    if voice in {"comedy", "scare"}:
        return voice
    if premise.kind == "state" and not (second and (premise.other or len(premise.heroes) > 1)):
        return _of_state(premise)
    return _of_kind(premise, second, rng)


def _of_kind(premise: Premise, second: bool, rng: random.Random) -> str:
    """The arc for what somebody wants or what happens to them."""
    if premise.kind in {"discover", "lose", "meet", "warn"} and premise.event and _turns(premise, second):
        return "change"
    if premise.kind == "make" and premise.goal.split(" ", 1)[0] in CREATED:
        return "creating"
    if premise.kind == "seek" and _tried(premise.goal):
        return "learning"
    if premise.kind == "state":
        return "friendship"
    return rng.choice([a for a in BY_KIND[premise.kind] if a != "friendship" or second] or ["wonder"])


def _of_state(premise: Premise) -> str:
    """The arc for what somebody is or does: a memory, a daily work, or something that one has to live with."""
    if premise.told and not re.match(r"(?:was|were|had|could|did|never|knew) ", premise.state):
        return "wonder"
    if any(h.pronoun == "I" for h in premise.heroes) and re.search(r"\bwhen\b|^(?:was|grew|lived|spent|had)\b", premise.state):
        return "memory"
    deeds = r"^(?:got|stole|sold|lost|found|became|won|took|built|discovered|left|ate|killed|married)\b"
    if re.match(deeds, premise.state):
        return "change"
    once = r"^(?:was|were|had|could|did|would|never|still|knew|loved|hated|feared|forgot|refused|broke|died)\b"
    return "burden" if re.match(once, premise.state) and not premise.state.startswith("was known for") else "keeping"


def _turns(premise: Premise, second: bool) -> bool:
    """Whether the event simply changes everything, rather than being a find, a loss, a meeting or a bargain."""
    if premise.kind == "discover":
        return not (premise.thing and _came_upon(premise.event))
    return not second if premise.kind == "meet" else not premise.thing


def _tried(goal: str) -> bool:
    """Whether a goal is something to manage rather than somewhere or something to reach."""
    verb, _, rest = goal.partition(" ")
    if re.search(r" to (?:find|reach|see|meet|fetch|bring|deliver|return|bury|visit) ", goal):
        return False
    return (
        not rest
        or goal.startswith(("go on ", "run for ", "become ", "win ", "join "))
        or rest.startswith("out ")
        or (verbs().get(verb) != "seek" and verb not in {"find", "see", "discover", "return"})
    )


_FOUND = frozenset(
    "found discovered saw heard caught uncovered noticed dug unearthed spotted came received".split()  # noqa: SIM905
)


def _came_upon(event: str) -> bool:
    """Whether the event is that of meeting with something unknown, which is what a story of wonder tells."""
    return event.removeprefix("finally ").removeprefix("suddenly ").split(" ", 1)[0] in _FOUND


def units_for(premise: Premise, telling: Telling, count: int, rng: random.Random) -> list[Unit]:
    """About `count` beats in the order of telling, from the frame's opening to the ending that answers it."""
    frame = telling.frame
    hour = "night" if telling.voice == "letter" else ""
    opening = Unit(
        "open", (_placed(frame, premise) if count > 4 else frame.open,), see=frame.see[0], place=frame.place, rank=0, hour=hour
    )
    closing = Unit("close", (frame.close,), see=frame.see[1], place=frame.place, rank=0)
    if count < 2:
        return [opening]
    if premise.topic:
        return [opening, *_told(premise.told), *view_units(premise, telling.plot, count - 2 - len(premise.told), rng), closing]
    first = _beginning(premise, telling, count)
    room = count - 2 - len(first)
    body = _body(telling.plot, room) if room > 0 or count > 3 else []
    if not body and len(first) > max(count - 2, 1):
        first = [u for u in first if u.stage != "companion"][: max(count - 2, 1)]
    if premise.kind == "return" and premise.told and body:
        at = next((i for i, u in enumerate(body) if u.stage == "act"), len(body) - 1) + 1
        first, body = [u for u in first if u.stage != "told"], body[:at] + _told(premise.told) + body[at:]
    if (more := count - 2 - len(first) - len(body)) > 0:
        body = _lengthened(body, more, rng)
    return [opening, *first, *body, closing]


def _placed(frame: Frame, premise: Premise) -> str:
    """The beginning, saying where the premise has it where neither it nor the ending does."""
    if premise.topic or premise.place is None or premise.crossing or re.search(r"place\}", frame.open + frame.close):
        return frame.open
    plain = frame.open.removeprefix("(hands) ")
    if plain.startswith("{Intro}"):
        return frame.open.replace("{Intro}", "{At_place}, {intro}", 1)
    return f"{frame.open} That was {{at_place}}."


def hinted(said: str) -> tuple[str, str]:
    """The place that what happens needs, in a painter's words, and its setting: a boat for rowing, a kitchen for an oven."""
    for hint in table("acts")["hints"]:
        if re.search(rf"\b(?:{hint['words']})\b", said):
            return hint["place"], hint["setting"]
    return "", ""


def _told(lines: tuple[str, ...]) -> list[Unit]:
    return [Unit("told", (line,), rank=1) for line in lines[:12]]


def _beginning(premise: Premise, telling: Telling, count: int) -> list[Unit]:
    """What is told before the plot sets in: what came before, the wish or the event, and the premise's further sentences."""
    wish = replace(next(b for b in telling.plot.beats if b.stage == "want"), place=hinted(premise.event or premise.goal))
    if premise.event:
        mood = EVENT_MOODS.get(premise.kind, "")
        wish = replace(wish, wordings=tuple(table("arcs")["events"]["lines"]), see="{event_act}", mood=mood)
    told = _told(premise.told)[: max(0, count - 3)]
    replaced = bool(told and premise.state and (premise.other or telling.arc == "wonder"))
    first = [*_told(premise.before), *([] if replaced else [wish]), *told]
    if telling.brought:
        first.append(Unit("companion", tuple(table("arcs")["companions"]["lines"])))
    return first


def _body(plot: Plot, room: int) -> list[Unit]:
    """The plot's beats after the wish, the `room` of them that matter most; always the one on which the story turns."""
    later = replace(plot, beats=tuple(b for b in plot.beats if b.stage != "want"))
    if room <= 1:
        return [b for b in later.beats if b.stage == "act"][: max(room, 1)]
    return later.shortened(room)


def _lengthened(body: list[Unit], more: int, rng: random.Random) -> list[Unit]:
    """The plot with other things that happen on the way: early ones that matter late, and episodes of cause and effect."""
    number = numbers()
    episodes = table("episodes")
    echoes = rng.sample(episodes["echoes"], min(len(episodes["echoes"]), more // 5)) if more >= 4 else []
    chains = rng.sample(episodes["chains"], len(episodes["chains"]))
    turn = next((i for i, u in enumerate(body) if u.stage == "fail"), len(body))
    early, late = body[:turn], body[turn:]
    middle: list[Unit] = []
    for echo in echoes:
        first, last = _episode(echo, next(number), "chain")
        at = rng.randrange(1, len(early) + 1) if early else 0
        early.insert(at, first)
        late.insert(rng.randrange(1, len(late)) if len(late) > 1 else len(late), last)
    more -= 2 * len(echoes)
    while more > 0:
        if more < 3 or not chains:
            middle += [Unit("rest", ())] * more
            break
        middle += _episode(chains.pop(), next(number), "chain")
        more -= 3
    return _woven(early, middle) + late


def _episode(data: dict[str, list[str]], number: int, stage: str) -> list[Unit]:
    hours = data.get("times", [""] * len(data["lines"]))
    seen = data.get("see", [_seen_in(line) for line in data["lines"]])
    links = zip(data["lines"], data["titles"], hours, seen, strict=True)
    return [Unit(stage, (line,), title, number, hour, see) for line, title, hour, see in links]


def _seen_in(line: str) -> str:
    """What can be seen of an episode's line: those and that of whom it speaks."""
    if "{A_stranger}" in line or "{a_stranger}" in line or "{stranger}" in line:
        return "{a_stranger} <speak1> to {who}"
    return "{who} <find> {a_small}" if "{a_small}" in line else ""


def _woven(early: list[Unit], middle: list[Unit]) -> list[Unit]:
    """Episodes between the attempts, never breaking an episode whose lines follow one another."""
    woven = list(early)
    groups: list[list[Unit]] = []
    for unit in middle:
        if groups and unit.chain >= 0 and groups[-1][-1].chain == unit.chain:
            groups[-1].append(unit)
        else:
            groups.append([unit])
    step = max(1, (len(early) + 1) // (len(groups) + 1))
    for i, group in enumerate(groups):
        at = min(len(woven), (i + 1) * step + sum(len(g) for g in groups[:i]))
        woven[at:at] = group
    return woven


def plotted(units: list[Unit]) -> bool:
    """Whether the plot's setup, its first try, is among these beats."""
    return any(u.chain == PLOT and u.rank == 2 for u in units)
