"""One word of the narration for another: "replace the word innocent with quiet in the last scene"."""

from __future__ import annotations

import re

from agent.director.frames import Call, Reading
from agent.director.sheet import Sheet

_WORD = re.compile(
    r"^(?:(?:please|can you|could you|and|so)[, ]+)*(?:replace|change|swap|exchange|substitute) the words?"
    r" [\"“']?(?P<old>[\w' -]{2,40}?)[\"”']? "
    r"(?:with|to|for|by|into) (?:the words? )?[\"“']?(?P<new>[\w' -]{2,40}?)[\"”']?(?: (?:in|of|at)"
    r" (?P<where>.{3,40}?))?[.!]*$",
    re.IGNORECASE,
)


def read(text: str, sheet: Sheet) -> Reading | None:
    """The narration with the other word in it, where it stands; None when no word is to be exchanged."""
    from agent.director.reading import marked_text

    found = _WORD.match(text.strip())
    if not found:
        return None
    place = marked_text(f"in {found['where']}", sheet) if found["where"] else None
    named = [n for mark in place.marks if mark.kind == "s" for n in mark.numbers] if place else []
    old = re.compile(rf"\b{re.escape(found['old'])}\b", re.IGNORECASE)
    calls = []
    for number, scene in enumerate(sheet.scenes, 1):
        said = str(scene.get("narration", ""))
        if old.search(said) and (not named or number in named):
            told = old.sub(found["new"], said)
            calls.append(Call("narration", {"scenes": str(number), "how": "replace", "text": told}))
    if not calls:
        there = f"scene {' and '.join(map(str, named))}" if named else "the narration"
        return Reading(words=f'The word "{found["old"]}" is not said in {there}. The film is unchanged.')
    return Reading(calls=tuple(calls))
