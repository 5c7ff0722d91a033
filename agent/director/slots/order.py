"""The order of scenes: what goes, moves, changes places, is split or merged."""

from __future__ import annotations

import re

from agent.director.clause import Clause, Hit
from agent.director.frames import Call, Choice, ask
from agent.director.marks import Mark
from agent.director.slots.common import spelled_out
from agent.director.where import Around, places
from agent.director.words import table

_AFTER = r"(?:after|behind|following|right after|once)"
_BEFORE = r"(?:before|in front of|ahead of|prior to|in between|preceding)"


def _pointed(clause: Clause, around: Around) -> tuple[int, ...]:
    """The scenes that a clause names, or those that its pronoun means: "I never liked the storm, take it out".

    A pronoun means a scene only where nothing else has been spoken of that it could mean.
    """
    if clause.places or not clause.first("pronoun"):
        return places(clause, around)
    if around.calls:
        return tuple(around.numbers(around.calls[-1].scenes)) if around.calls[-1].tool == "arrange" else ()
    whole = Clause(clause.marked.text, clause.marked, clause.sheet)
    others = [h for kind in ("sound", "who", "noun", "trans", "style") for h in whole.all(kind)]
    others += [h for h in whole.all("topic") if h.value not in ("scene", "film", "story")]
    return () if others or clause.has("p|q|n") else around.scenes


_DISLIKES = frozenset(["do not like", "hate", "off", "stop", "silence", "no", "clear", "turn off", "switch off", "take off"])
"""Words that take a sound or a quality away, but of a scene only say that something is wrong with it."""


def remove_scenes(clause: Clause, around: Around) -> list[Call]:
    """Whole scenes that go; what goes *from* a scene is not meant here."""
    words = " ".join(clause.lower)
    orders = [h for h in clause.all("op", "remove") if h.phrase not in _DISLIKES and not _goes_on(clause, h)]
    if not orders and not re.search(r"\bonly\b|\bjust\b", words):
        return []
    if re.search(r"\b(?:from|in|of|to|for|at|on|during)\s+(?:the )?⟦s", words) and not re.search(
        r"\b(?:get rid|rid) of\s+(?:the )?⟦s|\btake ⟦s", words
    ):
        return []
    if only := re.search(r"\b(?:only|just)\s+(?:keep|leave)|\bkeep only|\bkeep just", words):
        kept = places(clause, around)
        numbers = tuple(n for n in range(1, around.sheet.count + 1) if n not in kept) if only else kept
    else:
        numbers = _pointed(clause, around)
    if not numbers:
        return []
    if len(numbers) == 1 and (sound := _also_a_sound(clause, around, numbers[0])):
        scenes = str(numbers[0])
        raise ask(
            f"Should scene {scenes} go, or only the sound of the {sound}?",
            Choice("The scene", Call("remove_scenes", {"scenes": scenes})),
            Choice(f"The sound of the {sound}", Call("sounds", {"scenes": scenes, "remove": sound})),
        )
    if len(numbers) == around.sheet.count:
        raise ask("That would remove every scene, and a film has at least one. Which ones should go?")
    return [Call("remove_scenes", {"scenes": spelled_out(numbers, around)})]


def _goes_on(clause: Clause, hit: Hit) -> bool:
    """Whether "go" only tells how something goes ("it goes by too quickly")."""
    return hit.phrase in ("go", "goes") and bool(re.match(r"(?:by|past|on|along|too|so|very)$", " ".join(clause.after(hit, 1))))


def _also_a_sound(clause: Clause, around: Around, number: int) -> str:
    """The sound in a scene that has the very name by which the scene was called; "" for none."""
    raw = clause.places[0].raw.lower() if clause.places else ""
    kinds = [str(s.get("kind", "")) for s in around.sheet.scenes[number - 1].get("sounds", [])]
    return next((kind for kind in kinds if raw.removeprefix("the ") == kind), "")


TERSE = re.compile(
    r"(?:(?:and|then|now|please|we|i|you|should|must|want|would|like|could"
    r"|can|to|see|show|tell|have|hear|let|us) )*⟦s\d+⟧ (?:(?:should "
    r"|must |to |could )?(?:comes? |goes? |be )?(?:right |directly |straight )?)?(?:before|after|"
    r"first|last|at the (?:front|end|beginning|start|top)|to the (?:very )?"
    r"(?:front|end|beginning|start|top)) ?(?:the )?"
    r"(?:⟦s\d+⟧)?(?:,? (?:please|instead|now))?[ .,!]*"
)
"""As in "scene 2 after scene 4, please", "we should see scene 4 before scene 3"."""


def arrange(clause: Clause, around: Around) -> list[Call]:
    """Scenes that move, change places, are split or merged."""
    words = " ".join(clause.lower)
    if clause.has("q|p"):
        return []
    numbers = _pointed(clause, around)
    if not any(clause.first("op", verb) for verb in ("move", "swap", "split", "merge")):
        terse = TERSE.fullmatch(words)
        return _moved(clause, around, words) if terse else []
    if clause.first("op", "merge") and len(numbers) > 1 and not re.search(r"\bswap\b", words):
        return [Call("arrange", {"action": "merge", "scenes": spelled_out(numbers, around)})]
    if clause.first("op", "split") and len(numbers) == 1:
        return [Call("arrange", {"action": "split", "scenes": str(numbers[0])})]
    if clause.first("op", "swap") and len(numbers) == 2:
        return [Call("arrange", {"action": "swap", "scenes": spelled_out(numbers, around)})]
    if clause.first("op", "swap") or clause.first("op", "merge"):
        verb = "swap" if clause.first("op", "swap") else "merge"
        if re.search(rf"\b(?:{verb}|exchange|combine|join)\b", words) and len(numbers) == 1:
            raise ask(f"With which scene should I {verb} scene {numbers[0]}?", *_others(around, verb, numbers[0]))
    return _moved(clause, around, words) if clause.first("op", "move") else []


def _others(around: Around, verb: str, number: int) -> list[Choice]:
    near = [n for n in range(1, around.sheet.count + 1) if n != number][:6]
    return [
        Choice(f"Scene {n}", Call("arrange", {"action": verb, "scenes": spelled_out(sorted((number, n)), around)}))
        for n in near
    ]


def _moved(clause: Clause, around: Around, words: str) -> list[Call]:
    to, scenes = _destination(clause, around, words)
    if not scenes:
        return []
    if not to:
        if not re.search(r"\b(?:move|shift|reorder|relocate|reposition|place|put|push)\b", words) or clause.content - {
            i for h in clause.all("op") for i in h.cover
        }:
            return []
        spelled = spelled_out(scenes, around)
        options = [("first", "To the beginning"), ("last", "To the end")]
        raise ask(
            f"Where should scene {spelled} go?",
            *(Choice(label, Call("arrange", {"action": "move", "scenes": spelled, "to": place})) for place, label in options),
        )
    return [Call("arrange", {"action": "move", "scenes": spelled_out(scenes, around), "to": to})]


_INTO = re.compile(
    r"\b(?:to|into|in|at|as|for)\s+(?:be )?(?:the )?(?:very )?(?:position |place |spot |slot |number |no )?⟦s(\d+)"
)
_FIRST = re.compile(
    r"\b(?:(?:start|open|begin|lead|kick off)(?:s|ing)?(?: the (?:film|movie))? (?:with|on)|"
    r"first|front|earliest|beginning|start"
    r"|top)\b"
)
_LAST = re.compile(r"\b(?:(?:end|close|finish)(?:s|ing)?(?: the (?:film|movie))? (?:with|on)|last|end|final|finish|back)\b")
_NTH = re.compile(r"\b(first|second|third|fourth|fifth|sixth|seventh|eighth|last) (?:place|position|spot|slot)\b")
_PLACE = re.compile(r"\b(?:position|place|spot|slot|number|no)\s*(?:number )?(\d+)\b|\b(?:to|into) (\d+)(?:st|nd|rd|th)?\b")
_STEP = re.compile(
    r"\b(?:(\d|one|a) )?(?:places?|spots?|positions?|slots?|scenes?)?\s*(earlier|up|forward|"
    r"later|down|back)\b"
)


def _destination(clause: Clause, around: Around, words: str) -> tuple[str, tuple[int, ...]]:
    """Where to, and which scenes: those named before the word of place, or the only ones named."""
    marks = [m for m in clause.places if not (m.tied and not around.last_scenes and not around.scenes)]
    for shape in (
        rf"\b{_BEFORE}\s+(?:the )?⟦s(\d+)",
        rf"\b{_AFTER}\s+(?:the )?⟦s(\d+)",
        r"\bbetween\s+(?:the )?⟦s(\d+)",
        _INTO,
    ):
        if found := re.search(shape, words):
            mark = clause.marked.marks[int(found[1])]
            pronoun = around.last_scenes if {"it", "that"} & set(clause.lower) else ()
            scenes = tuple(n for m in marks if m is not mark for n in m.numbers) or around.scenes or pronoun
            return (_beside(found[0], mark, around.sheet.count), scenes) if mark.numbers else ("", ())
    scenes = tuple(n for m in marks for n in m.numbers) or (() if clause.places else _pointed(clause, around))
    if nth := _NTH.search(words):
        return ("last" if nth[1] == "last" else str(table("places")["ordinals"][nth[1]])), scenes
    if place := _PLACE.search(words):
        return str(place[1] or place[2]), scenes
    if (step := _STEP.search(words)) and scenes and not re.search(r"\b(?:front|top)\b", words):
        by = int(step[1]) if step[1] and step[1].isdigit() else 1
        shift = -by if step[2] in ("earlier", "up", "forward") else by
        return str(min(max(1, scenes[0] + shift), around.sheet.count)), scenes
    first, last = _FIRST.search(words), _LAST.search(words)
    return ("first" if first and not last else "last" if last and not first else ""), scenes


def _beside(said: str, mark: Mark, count: int) -> str:
    """The place that a word and scenes name: before them, after them, between them, or where they stand."""
    if re.match(_BEFORE, said):
        return f"before {mark.numbers[0]}"
    if re.match(_AFTER, said):
        return f"after {mark.numbers[-1]}"
    if said.startswith("between"):
        return f"after {min(mark.numbers)}"
    return {1: "first", count: "last"}.get(mark.numbers[0], str(mark.numbers[0]))
