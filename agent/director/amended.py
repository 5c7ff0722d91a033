"""A speaker who corrects themselves within one utterance: "less music... no wait, less thunder" is about the thunder alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.director.clause import Clause
from agent.director.clauses import says
from agent.director.context import Again
from agent.director.frames import Call, Past, Reading
from agent.director.sheet import Sheet
from agent.director.things import qualities, wished

_AMENDS = re.compile(
    r"^(?P<first>.{4,}?)\s*(?:\.{2,}|[,;:.!]|\s-)\s*(?:(?:oh|hm+|uh|um|er) ?,? ?)?"
    r"(?:no,? wait|wait,? no|no,? no|no,? sorry|sorry,? no|sorry(?=,? (?:\d|scene))|no,? actually"
    r"|actually,? no|i mean|i meant|or rather|scratch that|correction|"
    r"no,? just|no,? rather|actually|hm+,? no|no(?=,? (?:an?|the|make|in|scene|\d|two|three|four|five|six|more|less|\w+er)\b)"
    r"|sorry,? i mean(?:t)?|oops|or no)\b"
    r"[\s,:.]*(?P<then>.{1,})$",
    re.IGNORECASE,
)
_POINTS = re.compile(r"\b(?:it|them|that|those)\b", re.IGNORECASE)


_NUMBER = re.compile(
    r"\b(?:scenes? )?(?:\d+|two|three|four|five|six|seven)(?:(?:,| and| &) (?:scene )?(?:\d+|two|three|four|five|six|seven))*\b"
    r"(?!\s*(?:db|percent|seconds?|beats))",
    re.IGNORECASE,
)


def _elsewhere(first: str, then: str) -> str:
    """As in "delete scene 4, I mean 5": the first order in the place that comes second; "" where that is no mere place."""
    one = r"(?:\d+|two|three|four|five|six|seven)"
    place = re.fullmatch(rf"(?:in |to |the )?(?:scenes? |number )?({one}(?:(?:,| and| &) {one})*)\W*", then, re.IGNORECASE)
    said = list(_NUMBER.finditer(first))
    scenes = f"scene{'s' * (not place[1].isalnum())} {place[1]}" if place else ""
    return f"{first[: said[-1].start()]}{scenes}{first[said[-1].end() :]}" if place and said else ""


_ANOTHER = re.compile(r"(?:the|an?|some|his|her|my|\d+) (?:[a-z]+ ?){1,4}\W*$", re.IGNORECASE)
"""A thing and nothing else: "put a dog there, no, a cat"."""


def _repainted(text: str, before: Sequence[Past]) -> Reading | None:
    """As in "no, red" after "make the ship blue": the last thing changed again, in the same scenes."""
    last = before[-1].calls[-1] if before and before[-1].calls else None
    how = _QUALITY_ALONE.fullmatch(text)
    if not how or not last or last.tool != "things" or not (last.args.get("change") or last.args.get("add")):
        return None
    what = str(last.args.get("change") or last.args["add"])
    new = re.fullmatch(qualities().pattern, how["how"].strip(), re.IGNORECASE)
    return (
        Reading(calls=(Call("things", {"scenes": last.scenes, "change": what, "into": how["how"].strip()}),)) if new else None
    )


_QUALITY_ALONE = re.compile(
    r"(?:(?:no|nope|nah|actually|sorry|rather|better|i meant?|hm+|or)[,\s]+)*"
    r"(?:(?:make|paint|i want) (?:it|that|them) |(?:it|that|they) (?:should|must|has to|have to|needs to|ought to) be )?"
    r"(?P<how>[a-z ]{3,30})\W*",
    re.IGNORECASE,
)


def _anew(first: str, then: str, clause: Clause) -> str:
    """The first order with what the second thought puts in the place of a part of it; "" where that is an order of its own."""
    first, wish = re.sub(r"[,\s]*\b(?:hm+|er+|uh+|um+)?[,\s]*$", "", first), wished(clause)
    if wish and wish.act != "change" and _ANOTHER.match(then):
        return first.replace(wish.what, then.strip(" .!"))
    return _otherwise(first, then) or _elsewhere(first, then)


_STEP = re.compile(
    r"\b(?!other|her\b|after|over|number|letter|water|river|ever|never|under|corner|paper|cent|narrator|together|rather|summer|winter)"
    r"(?:[a-z]+er|more|less|up|down|left|right)\b",
    re.IGNORECASE,
)
"""A word that says which way."""


def _otherwise(first: str, then: str) -> str:
    """As in "make the lighthouse red, actually green": the first order with the second quality; "" for anything else."""
    alike = qualities() if re.fullmatch(qualities().pattern, then.strip(" .,!"), re.IGNORECASE) else _STEP
    new = re.fullmatch(alike.pattern, then.strip(" .,!"), re.IGNORECASE)
    said = list(alike.finditer(first))
    return f"{first[: said[-1].start()]}{then.strip(' .,!')}{first[said[-1].end() :]}" if new and said else ""


def read(text: str, sheet: Sheet, before: Sequence[Past], again: Again) -> Reading | None:
    """What the second thought comes to, in the scenes and about the things that the first named; None where there is none."""
    found = _AMENDS.match(text)
    if not found:
        return _repainted(text, before)
    from agent.director.reading import marked_text

    marked = marked_text(found["first"], sheet)
    if marked is None:
        return None
    first = Clause(marked.text, marked, sheet)
    if anew := _anew(found["first"], found["then"], first):
        return again(anew, sheet, before)
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
