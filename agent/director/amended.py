"""A speaker who corrects themselves within one utterance: "less music... no wait, less thunder" is about the thunder alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from agent.director.clause import Clause
from agent.director.clauses import clauses, says
from agent.director.context import Again
from agent.director.frames import Call, Past, Question, Reading
from agent.director.keeping import kept
from agent.director.sheet import Sheet
from agent.director.things import qualities, wished

_SURELY = (
    r"no,? wait|wait,? no|no,? no|no,? sorry|sorry,? no|no,? actually|actually,? no|no,? i (?:mean|meant|said)"
    r"|sorry,? i (?:mean|meant)|scratch that|correction|oops,? no|or rather|hm+,? no"
    r"|actually(?=,? (?:leave|keep|do not|don't|dont|forget|no))|or (?:maybe|perhaps|better)(?: not \w+,?)?"
)
"""Words of a second thought wherever they stand."""
_AMENDS = re.compile(
    r"^(?P<first>.{4,}?)\s*(?:(?:\.{2,}|[,;:.!]|\s-)\s*(?:(?:oh|ah|hm+|uh|um|er|actually(?=,? make that))\b ?,? ?)*"
    rf"(?:{_SURELY}|sorry(?=,? (?:\d|scene))|i mean|i meant|wait|make that"
    r"|no,? just|no,? rather|no(?=,? (?:an?|the|make|in|scene|\d|two|three|four|five|six|more|less|keep|leave|call|\w+er)\b)"
    rf"|oops|or no|er+m?|uh+m?|hm+)\b|\s(?:{_SURELY})\b)"
    r"[\s,:.-]*(?:(?:actually|rather|well)\b[\s,]*)?(?P<then>.{1,})$",
    re.IGNORECASE,
)
_POINTS = re.compile(r"\b(?:it|them|that|those)\b", re.IGNORECASE)
_NUMBER = re.compile(
    r"\b(?:scenes? )?(?:\d+|one|two|three|four|five|six|seven)(?:(?:,| and| &) (?:scene )?(?:\d+|two|three|four"
    r"|five|six|seven))*\b"
    r"(?!\s*(?:db|percent|seconds?|beats))",
    re.IGNORECASE,
)
_ANOTHER = re.compile(r"(?:the|an?|some|his|her|my|\d+) (?:[a-z]+ ?){1,4}\W*$", re.IGNORECASE)
"""A thing and nothing else: "put a dog there, no, a cat"."""
_QUALITY_ALONE = re.compile(
    r"(?:(?:no|nope|nah|actually|sorry|rather|better|i meant?|hm+|or)[,\s]+)*"
    r"(?:(?:make|paint|i want) (?:it|that|them) |(?:it|that|they) (?:should|must|has to|have to|needs to|ought to) be )?"
    r"(?P<how>[a-z ]{3,30})\W*",
    re.IGNORECASE,
)
_STEP = re.compile(
    r"\b(?!other|her\b|after|over|number|letter|water|river|ever|never|under|corner|paper|cent|narrator|together|rather|summer|winter)"
    r"(?:[a-z]+er|more|less|up|down|left|right)\b",
    re.IGNORECASE,
)
"""A word that says which way."""
_SPOT = re.compile(r"\b(?:first|second|third|fourth|last|earlier|later)\b", re.IGNORECASE)
_NAME = re.compile(r"(?P<new>[A-Z][\w'-]*(?: [A-Z][\w'-]*)*)\W*")


def read(text: str, sheet: Sheet, before: Sequence[Past], again: Again) -> Reading | None:
    """What the second thought comes to, in the scenes and about the things that the first named; None where there is none."""
    found = _AMENDS.match(text)
    if not found:
        return _repainted(text, before)
    first = _clause(found["first"], sheet)
    if first is None:
        return None
    if anew := _anew(found["first"], found["then"], first):
        return again(anew, sheet, before)
    if not says(first):
        return again(found["then"], sheet, before)
    return _second(found, first, lambda words: again(words, sheet, before)) or _asked(found, text)


def _clause(text: str, sheet: Sheet) -> Clause | None:
    """A text as one clause; None in a language that is not known."""
    from agent.director.reading import marked_text

    marked = marked_text(text, sheet)
    return Clause(marked.text, marked, sheet) if marked else None


def _second(found: re.Match[str], first: Clause, reads: Callable[[str], Reading]) -> Reading | None:
    """What the second thought comes to as an order: for another place, about the first one's thing, or that all stays."""
    then = _clause(found["then"], first.sheet)
    if then and then.places and not then.content and len(first.places) == 1:
        return reads(first.marked.unmarked(first.text.replace(_token(first), f" {found['then'].strip(' .!')} ")))
    if then and kept(then) and all(kept(piece) for piece in clauses(then.marked, then.sheet)):
        return Reading(words="All right. The film is unchanged.")
    readings = (reads(words) for words in _worded(found["then"], first, named=bool(then and then.places)))
    return next((reading for reading in readings if reading.calls), None)


def _token(clause: Clause) -> str:
    """The mark by which a clause's text names its place."""
    return next(token for token in clause.tokens if clause.marked.mark(token) in clause.places)


def _asked(found: re.Match[str], text: str) -> Reading | None:
    """The question what is wanted instead, where the words of a second thought are sure and what follows is not understood."""
    if not re.search(rf"\b(?:{_SURELY})\b", text[found.end("first") : found.start("then")], re.IGNORECASE):
        return None
    first, then = (found[name].strip(" .,!-") for name in ("first", "then"))
    return Reading(question=Question(f'You said "{first}", then "{then}". What should change?'), confidence=0.5)


def _worded(then: str, first: Clause, *, named: bool) -> list[str]:
    """The second thought as an order of its own: with the first one's place, and about the first one's thing."""
    where = " and ".join(first.marked.unmarked(mark.raw) for mark in first.places if not mark.tied)
    place = f" in {re.sub(r'^(?:in|for|at|on) ', '', where)}" if where and not named else ""
    thing = next((first.original(h.start, h.end) for h in (*first.all("sound"), *first.all("topic"))), "")
    options = [then, _POINTS.sub(f"the {thing}", then, count=1) if thing else ""]
    return [f"{words.rstrip(' .!')}{place}" for words in options if words]


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


def _anew(first: str, then: str, clause: Clause) -> str:
    """The first order with what the second thought puts in the place of a part of it; "" where that is an order of its own."""
    first, wish = re.sub(r"[,\s]*\b(?:hm+|er+|uh+|um+)?[,\s]*$", "", first), wished(clause)
    if wish and wish.act != "change" and _ANOTHER.match(then):
        return first.replace(wish.what, then.strip(" .!"))
    return _otherwise(first, then) or _elsewhere(first, then) or _renamed(first, then, clause) or _another(first, then, clause)


def _elsewhere(first: str, then: str) -> str:
    """As in "delete scene 4, I mean 5": the first order in the place that comes second; "" where that is no mere place."""
    one = r"(?:\d+|one|two|three|four|five|six|seven)"
    place = re.fullmatch(
        rf"(?:the one (?:before|after)[ ,-]+)?(?:only |just )?(?:in |to |the )?(?:scenes? |number"
        rf" )?({one}(?:(?:,| and| &) {one})*)\W*",
        then,
        re.IGNORECASE,
    )
    said = list(_NUMBER.finditer(first))
    scenes = f"scene{'s' * (not place[1].isalnum())} {place[1]}" if place else ""
    return f"{first[: said[-1].start()]}{scenes}{first[said[-1].end() :]}" if place and said else ""


def _otherwise(first: str, then: str) -> str:
    """As in "make the lighthouse red, actually green": the first order with the second quality; "" for anything else."""
    bare = then.strip(" .,!")
    alike = next((one for one in (qualities(), _SPOT) if re.fullmatch(one.pattern, bare, re.IGNORECASE)), _STEP)
    new = re.fullmatch(alike.pattern, bare, re.IGNORECASE)
    said = list(alike.finditer(first))
    return f"{first[: said[-1].start()]}{_placed(bare)}{first[said[-1].end() :]}" if new and said else ""


def _placed(word: str) -> str:
    """A place in the order as it cannot be taken for a time ("scene 6 second")."""
    return f"in {word} place" if _SPOT.fullmatch(word) and word.lower() in ("second", "third", "fourth") else word


def _renamed(first: str, then: str, clause: Clause) -> str:
    """As in "call the robot Pop. No, Pippin": the first order with the second name."""
    new = _NAME.fullmatch(then.strip())
    told = re.search(r"\b(?:call|name|rename|christen|dub|title)\b.* (?P<old>[A-Z][\w'-]*)\W*$", first)
    return f"{first[: told.start('old')]}{new['new']}" if new and told and not clause.sheet.member(new["new"]) else ""


def _another(first: str, then: str, clause: Clause) -> str:
    """As in "the thunder louder, no I mean the storm itself": the first order about the sound that comes second."""
    bare = re.sub(r"\s+(?:itself|themselves|instead|rather|please)\W*$", "", then.strip(" .,!"), flags=re.IGNORECASE)
    old = clause.first("sound")
    new = Clause(bare, clause.marked, clause.sheet)
    if not old or not new.first("sound") or len(re.sub(r"^(?:the|that|those) ", "", bare).split()) > 1:
        return ""
    return re.sub(rf"\b(?:the )?{re.escape(clause.original(old.start, old.end))}\b", bare, first, count=1)
