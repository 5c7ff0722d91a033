"""A speaker who corrects themselves within one utterance: "less music... no wait, less thunder" is about the thunder alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.director.clause import Clause
from agent.director.clauses import says
from agent.director.context import Again
from agent.director.frames import Past, Reading
from agent.director.sheet import Sheet

_AMENDS = re.compile(
    r"^(?P<first>.{4,}?)\s*(?:\.{2,}|[,;:.!]|\s-)\s*(?:(?:oh|hm+|uh|um|er) ?,? ?)?"
    r"(?:no,? wait|wait,? no|no,? no|no,? sorry|sorry,? no|no,? actually"
    r"|actually,? no|i mean|i meant|or rather|scratch that|correction|"
    r"no,? just|no,? rather)\b[\s,:.]*(?P<then>.{4,})$",
    re.IGNORECASE,
)
_POINTS = re.compile(r"\b(?:it|them|that|those)\b", re.IGNORECASE)


def read(text: str, sheet: Sheet, before: Sequence[Past], again: Again) -> Reading | None:
    """What the second thought comes to, in the scenes and about the things that the first named; None where there is none."""
    found = _AMENDS.match(text)
    if not found:
        return None
    from agent.director.reading import marked_text

    marked = marked_text(found["first"], sheet)
    if marked is None:
        return None
    first = Clause(marked.text, marked, sheet)
    if not says(first):
        return again(found["then"], sheet, before)
    then = marked_text(found["then"], sheet)
    named = " and ".join(marked.unmarked(mark.raw) for mark in first.places if not mark.tied)
    place = (
        f" in {re.sub(r'^(?:in|for|at|on) ', '', named)}"
        if named and not (then and Clause(then.text, then, sheet).places)
        else ""
    )
    thing = next((first.original(h.start, h.end) for h in (*first.all("sound"), *first.all("topic"))), "")
    for words in (found["then"], _POINTS.sub(f"the {thing}", found["then"], count=1) if thing else ""):
        reading = again(f"{words.rstrip(' .!')}{place}", sheet, before) if words else Reading()
        if reading.calls:
            return reading
    return None
