"""From a label that was understood to the call: slots by the builder that knows them, else what the label itself says."""

from __future__ import annotations

import re

from agent.director import talk
from agent.director.clause import Clause
from agent.director.degrees import step
from agent.director.frames import Call, Choice, Question, Reading, Unclear, ask
from agent.director.labels import fits, rule_of
from agent.director.numbering import spelled
from agent.director.rules import Found
from agent.director.slots import BUILDERS
from agent.director.slots.common import in_scenes, named_else, where
from agent.director.slots.film import lasting
from agent.director.slots.look import size_of
from agent.director.slots.sound import mood_words
from agent.director.slots.sounds import WHICH_SOUND
from agent.director.slots.story import after_of
from agent.director.slots.things import likely
from agent.director.slots.voice import described
from agent.director.where import Around, places
from agent.director.wording import wanted
from agent.director.words import table

_FILM_WIDE = frozenset(["music", "voice", "film", "versions", "render", "export"])
"""Tools that name no scenes."""


def meant(label: str, clause: Clause, around: Around, found: Found | None) -> Reading:
    """What a label comes to here. Raises Unclear for a missing slot, Impossible for what is not there."""
    if label.startswith("talk."):
        return _talk(label, clause, around)
    if label == "show":
        numbers = places(clause, around)
        args = {"scenes": spelled(list(numbers), around.sheet.count) if numbers else "", "what": clause.original()}
        return Reading(calls=(Call("show", args),))
    if found and found.calls and all(fits(label, call) for call in found.calls):
        return Reading(calls=found.calls)
    if label == "things.add" and _TO_HEAR.search(clause.text):
        raise ask(WHICH_SOUND)
    calls, question = _built(label, clause, around)
    calls = calls or _felt(label, clause, around) or _plain(label, clause, around)
    if not calls:
        raise question or ask(str(table("labels")["asks"].get(label, "What should change, and in which scene?")))
    return Reading(calls=tuple(calls))


def _talk(label: str, clause: Clause, around: Around) -> Reading:
    words = table("labels")
    if kind := words["talk"].get(label):
        return Reading(words=talk.says(kind))
    if asked := words["asks"].get(label):
        return Reading(question=Question(asked, _ways(clause, around) if label == "talk.vague" else ()))
    return Reading(words=str(words["says"][label]))


def _ways(clause: Clause, around: Around) -> tuple[Choice, ...]:
    """What may be meant by "make it better", "the storm puts me to sleep": a step of each kind, in the scenes spoken of."""
    numbers = places(clause, around) or around.scenes or around.last_scenes or tuple(range(1, around.sheet.count + 1))
    scenes = {"scenes": spelled(list(numbers), around.sheet.count)}
    steps = (
        Call("look", {**scenes, "contrast": 0.2, "saturation": 0.2}),
        Call("camera", {**scenes, "amount_by": 0.2}),
        Call("narration", {**scenes, "how": "shorter"}),
        Call("music", {"tempo_by": 12}),
    )
    return tuple(Choice(wanted(step), step) for step in steps)


def _built(label: str, clause: Clause, around: Around) -> tuple[list[Call], Unclear | None]:
    """What the label's own builder makes of the clause, if that is what the label asks for; and what it would ask."""
    builder = BUILDERS.get(rule_of(label))
    try:
        calls = builder(clause, around) if builder else []
    except Unclear as unclear:
        return [], unclear
    return (calls if all(fits(label, call) for call in calls) else []), None


def _felt(label: str, clause: Clause, around: Around) -> list[Call]:
    """Labels whose slot is a feeling, a speaker or a share of the film's length, by that word alone."""
    feeling = mood_words(clause)
    match label:
        case "music.mood" | "voice.tone" if feeling:
            return [Call(label.partition(".")[0], {label.partition(".")[2]: feeling})]
        case "narration.tone" | "scene.mood" if feeling:
            told = label == "narration.tone"
            felt = (
                Call("narration", {"scenes": "", "how": "tone", "tone": feeling})
                if told
                else Call("set_scene", {"scenes": "", "mood": feeling})
            )
            return in_scenes(around, where(clause, around, default="all" if told else ""), felt, "In which scene?")
        case "sounds.add" | "sounds.remove" if heard := _heard(clause):
            sound = Call("sounds", {"scenes": "", label.partition(".")[2]: heard})
            used = {i for h in clause.all("sound") for i in h.cover}
            return in_scenes(around, where(clause, around, used), sound, "In which scene?")
        case "things.add" | "things.remove" | "things.change":
            return likely(label, clause, around)
        case "scene.description" if shown := _SEEN.search(clause.text):
            return _shown(shown["what"], clause, around)
    return _of_the_whole(label, clause, around)


_TO_HEAR = re.compile(r"\b(?:hears?|heard|sound of|noise of)\b", re.IGNORECASE)


def _of_the_whole(label: str, clause: Clause, around: Around) -> list[Call]:
    """The same of the film as a whole: who speaks, and how long it lasts."""
    if label == "voice.other" and (speaker := described(clause)):
        return [Call("voice", {"voice": speaker})]
    if label in ("film.shorter", "film.longer"):
        way = 1 if label == "film.longer" else -1
        return [Call("film", {"seconds": max(5.0, round(lasting(around) * (1 + way * step(clause, (0.1, 0.2, 0.4)))))})]
    return []


def _shown(what: str, clause: Clause, around: Around) -> list[Call]:
    """Another picture for a scene, or a new scene where it is to follow one: "after scene 2 I want to see Pip on the roof"."""
    about = clause.marked.unmarked(re.sub(r"\s*\b(?:in|for|at)?\s*⟦s\d+⟧\s*", " ", what).strip(" .,!"))
    if not about:
        return []
    if _FOLLOWS.match(clause.text):
        return [Call("add_scene", {"about": about, **after_of(clause, around)})]
    call = Call("set_scene", {"scenes": "", "description": about})
    return in_scenes(around, where(clause, around), call, "Which scene should show that?")


_SEEN = re.compile(r"\b(?:see|show|shows|watch|meet) (?:us |them )?(?P<what>.{4,})$", re.IGNORECASE)
_FOLLOWS = re.compile(r"(?:and |then )?(?:right |just )?(?:after|before|between) (?:the )?⟦s", re.IGNORECASE)


def _heard(clause: Clause) -> str:
    """The sound that a clause names, by its own word or by what makes it ("owls"); "" for none."""
    from tools.engines.synth.choosing import look_up

    hit = clause.first("sound")
    return hit.value if hit else look_up(" ".join(clause.lower[i] for i in sorted(clause.content)))


def _plain(label: str, clause: Clause, around: Around) -> list[Call]:
    words = table("labels")
    if fixed := words["fixed"].get(label):
        call = Call(fixed["tool"], dict(fixed["args"]))
    elif stepped := words["step"].get(label):
        tool, name, way, *sizes = stepped
        size = step(clause, (sizes[0], sizes[1], sizes[2])) if sizes else size_of(clause)
        call = Call(tool, {name: way * size})
    else:
        return []
    if call.tool == "sounds" and call.args.get("by_db") and not clause.has("sound|topic.sounds") and named_else(clause):
        return []
    if call.tool in _FILM_WIDE:
        return [call]
    numbers = where(clause, around, default="last" if label == "narration.question" else "")
    named = [{"add": hit.value} for hit in clause.all("sound")] if label in ("sounds.louder", "sounds.quieter") else []
    calls = [Call(call.tool, {"scenes": "", **call.args, **name}) for name in named or [{}]]
    return [placed for one in calls for placed in in_scenes(around, numbers, one, "In which scene?")]
