"""Another scene as the measure: "as dark as scene 3", "brighter than scene 1", "the same camera in 6 as in 1"."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from agent.director.clause import Clause
from agent.director.frames import Call, Choice, Question, Reading
from agent.director.labels import QUALITIES
from agent.director.marks import Mark, Marked
from agent.director.numbering import spelled
from agent.director.sheet import Sheet
from agent.director.where import Around

_THAN = re.compile(r"(?<=[a-z⟧]) than (?:(?:it|that|the one) (?:is )?)?(?:in |of |at )?⟦s\d+⟧(?: is\b)?", re.IGNORECASE)
_AS_MUCH = re.compile(
    r"(?P<before>\b\w+ )?\bas (?P<how>[a-z]+) as (?:it is |that |the one )?(?:in |of |at )?⟦s(?P<mark>\d+)⟧(?: is\b)?",
    re.IGNORECASE,
)
_TWO_PLACES = (
    r"\bsame (?P<what>(?:[a-z]+ ){0,3}?)(?:(?:in|for|to) (?P<to>⟦s\d+⟧) )?(?:as|like|from|of) "
    r"(?:(?:it is|that|the one) )?"
    r"(?:in |of |at |from )?(?P<of>⟦s\d+⟧)",
    r"\b(?:match(?:es|ing)?|copy|borrow|resembles?)\b(?: the)?(?: (?P<what>[a-z]+))?(?: (?:one|that))?(?: (?:of"
    r"|in|from|with))? (?P<of>⟦s\d+⟧)",
    r"(?:\b(?:looks?|sounds?|feels?|be|is|are|exactly|just|more|do it|have it) |, |^|⟧ )(?:like|the way it (?:is"
    r"|looks)) (?:in |the one in )?(?P<of>⟦s\d+⟧)",
)
_ALIKE = tuple(re.compile(shape, re.IGNORECASE) for shape in _TWO_PLACES)
_TERMS = {
    "look": (
        "look", "looks", "grade", "grading", "colour", "colours", "color", "colors", "light", "lighting", "brightness", "tones",
    ),
    "camera": ("camera", "cam", "move", "movement", "framing", "shot"),
    "transition": ("transition", "fade", "ending", "cut"),
    "sounds": ("sound", "sounds", "noises", "ambience"),
    "mood": ("mood", "atmosphere", "feeling", "vibe", "feel"),
}  # fmt: skip


def measured(marked: Marked, sheet: Sheet) -> None:
    """Take scenes that are only a measure out of a text: "than scene 1" goes, "as dark as scene 3" becomes that value."""
    marked.text = _THAN.sub("", marked.text)

    def value(found: re.Match[str]) -> str:
        before = (found["before"] or "").strip().lower()
        before = "not" if re.search(r"\b(?:not|never)\b[^,;.]{0,12}$", marked.text[: found.start("how")]) else before
        hit = Clause(found["how"], marked, sheet).first("adj")
        numbers = marked.marks[int(found["mark"])].numbers
        if before in ("not", "nearly", "half", "twice", "times", "quite") or not hit or len(numbers) != 1:
            return f"{found['before'] or ''}as {found['how']}" if before == "not" and hit else found[0]
        level = sheet.look(numbers[0], hit.value[:-1])
        mark = Mark("n", marked.unmarked(found[0].strip()), value=level, unit="level")
        return f"{found['before'] or ''}{found['how']} {marked.put(mark)}"

    marked.text = _AS_MUCH.sub(value, marked.text)


def read(whole: Clause, around: Around) -> Reading | None:
    """What one scene takes from another; a question where it is not said what; None where no scene is a model."""
    found = next((hit for shape in _ALIKE if (hit := shape.search(whole.text))), None)
    of = whole.marked.mark(found["of"]) if found else None
    if not found or not of or len(of.numbers) != 1:
        return None
    said = found.groupdict()
    others = [n for mark in whole.places if mark is not of for n in mark.numbers]
    targets = list(dict.fromkeys(n for n in others or around.last_scenes if n != of.numbers[0]))
    if not targets:
        return None
    if (quality := str(said.get("what") or "").strip()) in QUALITIES:
        level = around.sheet.look(of.numbers[0], quality)
        return Reading(
            calls=(Call("look", {"scenes": spelled(targets, around.sheet.count), quality: level, "absolute": True}),)
        )
    kinds = _kinds(f"{said.get('what') or ''} {whole.text[: found.start()]}")
    if len(kinds) == 1:
        return Reading(calls=tuple(_copied(kinds[0], of.numbers[0], targets, around.sheet)))
    return Reading(question=_which(of.numbers[0], targets, around.sheet), confidence=0.5)


def _kinds(words: str) -> list[str]:
    said = set(re.findall(r"[a-z]+", words.lower()))
    return [kind for kind, terms in _TERMS.items() if said & set(terms)]


def _copied(kind: str, of: int, targets: Sequence[int], sheet: Sheet) -> list[Call]:
    return _COPIES[kind](sheet.scenes[of - 1], spelled(list(targets), sheet.count))


def _which(of: int, targets: Sequence[int], sheet: Sheet) -> Question:
    there = f"scene {spelled(list(targets), 0)}"
    choices = [
        Choice(f"{label} of scene {of} in {there}", calls[0])
        for kind, label in (("look", "the look"), ("camera", "the camera"), ("mood", "the mood"))
        if (calls := _copied(kind, of, targets, sheet))
    ]
    return Question(f"What should {there} take from {sheet.title(of)}: its look, its camera or its mood?", tuple(choices))


def _look(scene: Mapping[str, Any], scenes: str) -> list[Call]:
    values = {name: float(scene.get("look", {}).get(name, 0)) for name in QUALITIES}
    return [Call("look", {"scenes": scenes, **values, "absolute": True})]


def _camera(scene: Mapping[str, Any], scenes: str) -> list[Call]:
    camera = scene.get("camera", {})
    kept = {name: camera[name] for name in ("move", "amount", "framing") if camera.get(name)}
    return [Call("camera", {"scenes": scenes, **kept})] if kept else []


def _transition(scene: Mapping[str, Any], scenes: str) -> list[Call]:
    how = scene.get("transition", {})
    seconds = {"seconds": how["seconds"]} if how.get("seconds") else {}
    return [Call("transition", {"scenes": scenes, "kind": how.get("kind", "cut"), **seconds})]


def _sounds(scene: Mapping[str, Any], scenes: str) -> list[Call]:
    return [
        Call("sounds", {"scenes": scenes, "add": sound["kind"], "level_db": sound["level_db"]})
        for sound in scene.get("sounds", [])
    ]


def _mood(scene: Mapping[str, Any], scenes: str) -> list[Call]:
    return [Call("set_scene", {"scenes": scenes, "mood": scene["mood"]})] if scene.get("mood") else []


_COPIES: dict[str, Callable[[Mapping[str, Any], str], list[Call]]] = {
    "look": _look, "camera": _camera, "transition": _transition, "sounds": _sounds, "mood": _mood,
}  # fmt: skip
