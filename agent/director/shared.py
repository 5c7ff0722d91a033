"""What clauses of one utterance lend each other: a scene named only in the last one, and what an explanation is worth."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.director.clause import Clause
from agent.director.frames import Call, Question
from agent.director.numbering import numbers_in, spelled

_JUDGED = ("set_scene",)


def shared(open_: list[tuple[Clause, Question]], calls: Sequence[Call], clause: Clause, text: str) -> list[Call]:
    """As in "too dark and too cold in scene 2": what waited for its scene takes that of this clause, if it is one sentence."""
    scenes = next((call.scenes for call in calls if call.scenes), "")
    if not scenes:
        return []
    made: list[Call] = []
    for waiting in list(open_):
        between = text[text.find(waiting[0].text) + len(waiting[0].text) : text.find(clause.text)]
        choices = waiting[1].choices
        if not clause.places and not re.fullmatch(r"\s*and\s*", between):
            continue
        if choices and choices[0].label.startswith("Scene ") and choices[0].call.tool and not re.search(r"[.;!?]", between):
            open_.remove(waiting)
            made.append(choices[0].call.within(scenes))
    return made


def narrowed(calls: list[Call], now: Sequence[Call], clause: Clause, before: Clause, text: str) -> list[Call]:
    """As in "louder waves and quieter wind in the opening": a place said at the end holds for both sounds."""
    if not calls or not now or before.places or not clause.places or {calls[-1].tool, now[0].tool} != {"sounds"}:
        return calls
    between = text[text.find(before.text) + len(before.text) : text.find(clause.text)]
    there = [n for n in numbers_in(calls[-1].scenes) if n in numbers_in(now[0].scenes)]
    if not there or not re.fullmatch(r"\s*(?:and|,|&)\s*", between):
        return calls
    return [*calls[:-1], calls[-1].within(spelled(there, 0))]


def explained_by(clause: Clause, now: Sequence[Call], before: Sequence[Call], *, stated: bool = False) -> list[Call]:
    """The calls before, without what was only the reason for this one: "it is not frightening enough, make it darker".

    `stated` says whether the clause before tells how something is.
    """
    if not now or not before or now[0].scenes != before[-1].scenes:
        return list(before)
    judged = before[-1].tool in _JUDGED and now[0].tool not in _JUDGED and bool(before[-1].args.get("mood"))
    if judged and (stated or {"it", "that", "this"} & set(clause.lower)):
        return list(before[:-1])
    same = now[0].tool == before[-1].tool == "sounds" and now[0].args.get("add") == before[-1].args.get("add")
    if same and "by_db" in now[0].args.keys() & before[-1].args.keys() and "it" in clause.lower:
        return list(before[:-1])
    if now[0].tool == before[-1].tool == "look" and "it" in clause.lower:
        turned = any(_turns(before[-1].args.get(name), value) for name, value in now[0].args.items())
        if turned and not {"not", "too"} & set(clause.lower):
            return list(before[:-1])
    return list(before)


def _turns(one: object, other: object) -> bool:
    """Whether two steps go opposite ways: the first was the complaint then ("scene 2 is dull, give it more colour")."""
    return isinstance(one, float) and isinstance(other, float) and one * other < 0


def answered_by(question: Question, calls: Sequence[Call]) -> bool:
    """Whether another clause has said what the question asks: one of its readings goes the way of a call that was read."""
    return any(
        choice.call.tool == call.tool
        and choice.call.scenes == call.scenes
        and choice.call.args.keys() & call.args.keys() - {"scenes"}
        for choice in question.choices
        for call in calls
    )


def opposite(text: str, last: Call) -> bool:
    """Whether a clause that repeats a step turns it round: "lower it in 2 and raise it in 5"."""
    values = [v for v in last.args.values() if isinstance(v, float | int) and not isinstance(v, bool) and v]
    down = bool(values) and values[0] < 0
    if values and re.search(r"\b(?:raise|increase|lift|boost|lower|reduce|decrease|drop)\b", text):
        return down == bool(re.search(r"\b(?:raise|increase|lift|boost)\b", text))
    return (bool(re.search(r"\bmore\b|\btoo little\b|\bnot enough\b", text)) and down) or (
        bool(re.search(r"\bless\b", text)) and bool(values) and not down
    )


def repeatable(last: Call) -> str:
    """The word that asks for the same again for another thing: "louder", "quieter", "remove"; "" when there is none."""
    step = last.args.get("by_db", 0)
    if step:
        return "louder" if step > 0 else "quieter"
    return "remove" if last.args.get("remove") or last.args.get("level_db") == -60 else ""
