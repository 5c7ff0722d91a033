"""When the rules are not sure: the bank's nearest phrasings, which confirm, decide, or become the choices of a question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from agent.director import talk
from agent.director.clause import Clause
from agent.director.frames import Call, Question, Reading
from agent.director.meaning import Near, nearest
from agent.director.rules import Found
from agent.director.slots.common import spelled_out, where, which_scene
from agent.director.where import Around, places
from agent.director.wording import offer

DECIDES = 0.72
"""From this likeness on a phrasing's own reading is taken, when nothing else comes near."""
PLAIN = 0.6
"""Likeness from which on a phrasing decides when every other label is far behind."""
ALONE = 0.55
"""Likeness from which on the only reading of an order about a named scene is taken."""
LIKELY = 0.5
"""From this likeness on a reading is offered."""
AGREES = 0.42
"""From this likeness on a phrasing confirms the rules' own reading."""
TOLD = 0.2
"""Share of a chatty clause that its reading must explain when the scene is named and nothing else comes near."""
_NEEDS_SCENES = ("look", "narration", "camera", "motion", "sounds", "transition", "set_scene")
_GRAVE = ("remove_scenes", "add_scene", "render", "export", "versions", "set_scene", "cast", "style", "arrange")
_TOOLS = {
    "title": "film",
    "aspect": "film",
    "captions": "film",
    "length": "film",
    "fps": "film",
    "language": "film",
    "pause": "transition",
    "set_mood": "set_scene",
    "set_title": "set_scene",
    "set_description": "set_scene",
    "plan": "render",
}
UNSURE = "I am not sure what you mean. Say which scene and what should change."


def guessed(clause: Clause, around: Around, found: Found | None, *, alone: bool) -> Reading:
    """A reading by likeness. `found` is what the rules make of it, not surely; `alone`: nothing else was read in this turn."""
    near = nearest(clause)
    top = near[0] if near else None
    if found and top and found.score >= 0.34:
        agreed = max((n.score for n in near if _tool(n) == _TOOLS.get(found.rule, found.rule)), default=0.0)
        off = max((n.score for n in near if n.label.name.startswith("talk.")), default=0.0)
        if agreed >= AGREES and agreed >= off and agreed >= top.score - 0.08:
            return (
                Reading(calls=found.calls, confidence=0.7)
                if found.calls
                else Reading(question=found.question.question if found.question else None)
            )
    if _told(clause, around, found, near):
        return Reading(calls=found.calls if found else (), confidence=0.65)
    if top is None or top.score < LIKELY:
        return _lost(clause, around, found, alone)
    if top.label.name.startswith("talk."):
        return Reading(words=talk.says(top.label.name[5:]), confidence=top.score)
    if (top.score >= DECIDES and _clear(near)) or _plain(clause, around, near):
        return _decided(clause, around, top)
    return _offered(clause, around, near, found)


def _told(clause: Clause, around: Around, found: Found | None, near: Sequence[Near]) -> bool:
    """Whether the reading may be taken though much was chat: it is about a named scene, and nothing else is near."""
    if not found or not found.calls or found.score < TOLD:
        return False
    if near and near[0].label.name == "ask" and found.score >= 0.5:
        return True
    call = found.calls[0]
    if call.tool in _GRAVE or (call.scenes and call.tool != "sounds" and not places(clause, around) and not around.scenes):
        return False
    rival = max((n.score for n in near if _tool(n) != _TOOLS.get(found.rule, found.rule)), default=0.0)
    return rival < LIKELY and bool(call.scenes or found.score >= 0.4)


def _tool(near: Near) -> str:
    return near.label.name


def _clear(near: Sequence[Near]) -> bool:
    """Whether no other label that says something else comes near."""
    return len(near) < 2 or near[0].score - near[1].score > 0.04


def _plain(clause: Clause, around: Around, near: Sequence[Near]) -> bool:
    """Whether the nearest phrasing stands alone, and it is known where it is to be done."""
    top, name = near[0], near[0].label.name
    if name in _GRAVE or name in ("ask", "show", "recall", "remember") or top.score < PLAIN or not top.label.args:
        return False
    rival = max((n.score for n in near[1:]), default=0.0)
    return top.score - rival >= 0.1 and (name not in _NEEDS_SCENES or bool(places(clause, around)))


def _call(clause: Clause, around: Around, near: Near) -> Call:
    args: dict[str, Any] = dict(near.label.args)
    if near.label.name in _NEEDS_SCENES and "scenes" not in args:
        numbers = where(clause, around)
        args = {"scenes": spelled_out(numbers, around), **args}
    return Call(near.label.name, args)


def _decided(clause: Clause, around: Around, near: Near) -> Reading:
    if near.label.name == "ask":
        return Reading(question=Question(str(dict(near.label.args).get("text", UNSURE))))
    if near.label.name == "render" and clause.marks:
        return Reading(question=Question(UNSURE))
    call = _call(clause, around, near)
    if near.label.name in _NEEDS_SCENES and not call.scenes:
        raise which_scene(around, "In which scene?", [call])
    if near.label.name not in ("show", "render", "versions") and not near.label.args:
        return Reading(question=Question(UNSURE))
    return Reading(calls=(call,), confidence=near.score)


def _offered(clause: Clause, around: Around, near: Sequence[Near], found: Found | None) -> Reading:
    options = [found.calls[0]] if found and found.calls else []
    for one in near[:4]:
        if one.score < LIKELY or one.label.name.startswith("talk.") or one.label.name == "ask" or not one.label.args:
            continue
        call = _call(clause, around, one)
        placed = bool(call.scenes) or one.label.name not in _NEEDS_SCENES
        if placed and not any(
            call.tool == other.tool and call.args.keys() & other.args.keys() - {"scenes"} for other in options
        ):
            options.append(call)
    if not options:
        return Reading(question=Question(UNSURE), confidence=0.3)
    if len(options) == 1 and near[0].score >= ALONE and options[0].tool not in _GRAVE and places(clause, around):
        return Reading(calls=tuple(options), confidence=0.6)
    return Reading(question=offer(options), confidence=0.4)


def _lost(clause: Clause, around: Around, found: Found | None, alone: bool) -> Reading:
    """Nothing is near: a question when it speaks of the film, honest words when it does not."""
    speaks = bool(clause.places) or (
        any(clause.first(kind) for kind in ("topic", "sound", "move", "framing", "trans", "noun", "loud"))
        and len(clause.content) < 8
    )
    if found and found.calls and found.score >= 0.3 and speaks:
        return Reading(question=offer(found.calls[:1]), confidence=0.3)
    if found and found.question and found.score >= 0.5:
        return Reading(question=found.question.question)
    if speaks or _begs(clause):
        return Reading(question=Question(UNSURE), confidence=0.2)
    return Reading(
        words=(
            f"I did not understand that; I am the built-in director and know only this film. {UNSURE} The film is unchanged."
        ),
        confidence=0.1,
    )


def _begs(clause: Clause) -> bool:
    """Whether something is asked for, though nobody can tell what."""
    words = " ".join(clause.lower)
    if re.search(
        r"\b(?:wants?|needs?|expects?|asks for|asked for) (?:an? )?(?:different|another|better|new|stronger|nicer) [a-z]+\W*$",
        words,
    ):
        return True
    return (
        bool(
            re.match(
                (
                    r"(?:please |can you |could you )*(?:make|change|fix|improve|do|adjust|redo|give) (?:it|"
                    r"this|that|the|something|me)\b"
                ),
                words,
            )
        )
        and len(clause.content) <= 1
    )
