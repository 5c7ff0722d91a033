"""What is said of things in the picture, by its shape: put in, taken out, or made to look another way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from agent.director.clause import Clause
from agent.director.drawable import drawn_in, is_no_thing, kind_of, known, opens, terse
from agent.director.marks import Mark
from agent.director.words import table
from tools.vocabulary.phrases import colours, core, describing, holds

_PLACE = re.compile(
    r"(?:(?:[,:]\s*)?\b(?:in|on|of|to|into|for|at|within|inside|during|with|by|as for|about|through|throughout|and|but) )*"
    r"(?:the )?⟦s\d+⟧(?: 's)?(?: (?:scene|one|part|bit|please)\b)?\s*[,:-]?",
    re.IGNORECASE,
)
_OUT_OF = re.compile(r"\b(?:out of|off of|away from|from|off) (?:the )?(?:picture (?:in|of) )?(?=⟦s)", re.IGNORECASE)
_NUMBERS = {
    "2": "two", "3": "three", "4": "four", "5": "five", "6": "six", "7": "seven", "8": "eight", "9": "nine", "10": "ten",
    "11": "eleven", "12": "twelve",
}  # fmt: skip
SPOKEN = re.compile(
    r"\b(?:called|named|by the name of|saying|says|that says|which says|sounds?|noise|hears?|heard)\b"
    r"|\bunder(?:neath)? (?:the )?⟦s",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Wish:
    """One wish about the picture: what comes ("add"), what goes ("remove"), or what looks otherwise ("change", and how)."""

    act: str
    what: str
    how: str = ""
    heard: str = ""
    """A sound that was named along with what is to be seen."""


def wished(clause: Clause) -> Wish | None:
    """The wish that the whole clause is; None where it is about something else."""
    if any(mark.kind in ("p", "q") for mark in clause.marks) or SPOKEN.search(clause.text):
        return None
    body = bare(told(clause))
    if not body or "⟦" in body:
        return None
    for act, shape in _shapes():
        if (found := shape.fullmatch(body)) and (wish := _wish(act, found.groupdict(), clause, body)):
            return wish
    return None


def told(clause: Clause) -> str:
    """The clause's text; where it names its scene by number, a title in it is the thing of that name."""
    numbered = any(re.search(r"\d|scene|first|last|second|third|fourth|fifth|sixth", mark.raw) for mark in clause.places)
    if len(clause.places) < 2 or not numbered:
        return clause.text
    held = [token for token in clause.tokens if (mark := clause.marked.mark(token)) and _is_title(mark)]
    return re.sub("|".join(held), lambda m: clause.marked.unmarked(m[0]), clause.text) if held else clause.text


def _is_title(mark: Mark) -> bool:
    return mark.kind == "s" and bool(re.fullmatch(r"(?:the )?[a-z]+", mark.raw.strip(), re.IGNORECASE))


def bare(text: str) -> str:
    """The words of an order without its scenes and its politeness."""
    text = _PLACE.sub(" ", _OUT_OF.sub(" away ", text).replace(" away ⟦", " away in ⟦"))
    text = re.sub(r"\s+", " ", text).strip(" ,:;.!?-+")
    words = table("things")
    for _ in range(4):
        text = re.sub(words["behind"], "", text, flags=re.IGNORECASE).strip(" ,:;.!?-")
        text = re.sub(f"^{words['before']}", "", text, flags=re.IGNORECASE).strip(" ,:;.!?-")
    return text


@cache
def _quality() -> str:
    words = table("things")
    made = sorted(
        {*colours(), *words["qualities"], *describing()} - {"dark", "bright", "warm", "cold", "quiet", "wild", "calm"}
    )
    one = rf"(?:(?:very|really|bright|dark|light|pale|deep|a bit|much|more|all) )*(?:{'|'.join(made)})"
    return rf"{one}(?:(?:,| and|, and) (?:{one}|[a-z]{{3,}}(?:y|ed|en|ing)))*"


@cache
def qualities() -> re.Pattern[str]:
    """How things may look: colours, sizes and the like, one or several."""
    return re.compile(rf"\b{_quality()}\b", re.IGNORECASE)


@cache
def _shapes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    words, quality = table("things"), _quality()
    shapes = [(act, shape.replace("QUALITY", quality)) for act in ("change", "remove", "add") for shape in words[act]]
    return tuple((act, re.compile(shape, re.IGNORECASE)) for act, shape in shapes)


def _wish(act: str, said: dict[str, Any], clause: Clause, body: str) -> Wish | None:
    what, how = plain(said.get("what") or said.get("held") or said.get("terse") or ""), plain(said.get("how") or "")
    with_ = f"with {plain(said['with'])}" if said.get("with") else ""
    if said.get("at"):
        what = f"{what} {plain(said['at'])}"
    if _means_else(act, said, (what, how), clause) or (how and not with_ and not _new(how, clause)):
        return None
    seen = act == "change" or bool(re.search(str(table("things")["seen"]), plain(body), re.IGNORECASE))
    parts = [part for part in re.split(r",? and |, ", what) if part.strip()] or [what]
    how_to = "paint" if act == "change" and not opens(how) else act
    kinds = [kind_of(part, how_to, clause, seen) for part in parts]
    if "thing" not in kinds or "no" in kinds:
        return None
    if act == "remove":
        what = re.sub(r"^(?:all (?:of )?|any |every |more )(?:the )?| (?:away|out|off)$", "", what)
    heard = next((hit.value for hit in clause.all("sound") if "sound" in kinds), "")
    return Wish(act, what, with_ or _based(how), heard if act == "add" else "")


def _means_else(act: str, said: dict[str, Any], named: tuple[str, str], clause: Clause) -> bool:
    """Whether the shape is there, but not what it is about: a note of no thing, nothing to add, one sound for another."""
    what, how = named
    if _ORDERS.search(what):
        return True
    if said.get("terse"):
        return not (clause.places and terse(what, clause))
    if said.get("held"):
        return not (drawn_in(what, clause) and known(core(what), clause))
    if act == "change":
        return {kind_of(part, act, clause, False) for part in (what, how)} == {"sound"}
    dipped = bool(re.match(r"(?:paint|draw|colou?r|wash|dip|bathe|drench|soak|tint)\b.* in ", clause.text, re.IGNORECASE))
    return act == "add" and (dipped or bool(re.match(r"(?:no|not|any|less|fewer) ", what)))


_ORDERS = re.compile(
    r"^(?:like|as|in|with|at) |\b(?:is|are|am|was|were|should|must|would|could|gives?|giving|louder|quieter"
    r"|softer|speaking|talking|me|us)\b"
    r"|^(?:an? )?(?:\w+ )?one\b",
    re.IGNORECASE,
)
"""What is in no thing's name: another sentence begins there, or it is only pointed at."""


def plain(words: str) -> str:
    """A thing's words without politeness, with small numbers written out."""
    words = re.sub(r",? (?:only|just|nothing but|and nothing else)\b.*$", "", words)
    words = re.sub(r" (?:to be|to appear|should be|must be|be|in)$", "", words.strip())
    words = re.sub(
        r" (?:over|under|above|below|behind|beside|near|around|across|on|in|at|by|with|of|to|and|the)$", "", words.strip()
    )
    words = re.sub(str(table("things")["behind"]), "", words.strip(" ,;.!?"), flags=re.IGNORECASE)
    words = re.sub(r"\s+'s\b", "'s", words)
    return re.sub(r"\b(\d+)(?= [a-z])", lambda m: _NUMBERS.get(m[1], m[1]), words).strip(" ,;.!?")


def _based(how: str) -> str:
    """A quality without its step: "big" for "bigger"."""
    return re.sub(r"\b(big|old|tall|larg|small|young|new|wid|fat)(?:g|t)?er\b", lambda m: _BASES.get(m[1], m[1]), how)


_BASES = {"larg": "large", "wid": "wide"}


def _new(how: str, clause: Clause) -> bool:
    """Whether it may stand in a thing's place: a quality, or a thing that is none of the film's terms."""
    quality = set(re.findall(r"[a-z]+", how.lower())) <= {*describing(), *_qualities()}
    return quality or kind_of(how, "change", clause, True) == "thing" or (opens(how) and not is_no_thing(core(how)))


@cache
def _qualities() -> frozenset[str]:
    return frozenset([*table("things")["qualities"], "very", "really", "and", "more", "much", "bright", "dark", "a", "bit"])


def covered(clause: Clause) -> bool:
    """Whether the clause is a wish about the picture and nothing else."""
    return wished(clause) is not None


def naming(clause: Clause, what: str) -> Iterator[int]:
    """Numbers of the scenes whose words name a thing."""
    for number, scene in enumerate(clause.sheet.scenes, 1):
        if holds(str(scene.get("description", "")), what):
            yield number
