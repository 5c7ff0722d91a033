"""Things in the picture where the sentence has no known shape, but what is wanted is clear: the thing is looked for in it."""

from __future__ import annotations

import re

from agent.director.clause import Clause
from agent.director.drawable import kind_of, opens
from agent.director.things import SPOKEN, Wish, bare, plain, qualities, told
from agent.director.words import table
from tools.vocabulary.phrases import Words, core, found, holds

_NEW = re.compile(
    r"\b(?P<what>(?:an?|some|another|several|many|more|a few|a couple of|\d+) "
    r"(?!bit\b|little (?:bit|more)\b|lot\b|touch\b|tad\b)[a-z].*)$",
    re.IGNORECASE,
)
_ORDERED = re.compile(
    r"\b(?:put|add|draw|show|place|see|want|need|have|there is|there are|there should be|like|paint|insert|with)"
    r"(?= (?:an?|some|\d+) )",
    re.IGNORECASE,
)
"""What stands before the thing that is wanted, where others are only spoken of."""
_CLOSES = re.compile(
    r"\s+(?:(?:(?:be|being|is|are|to be|was|were) )?(?:added|placed|put|shown|drawn|inserted|included|painted|there|in it"
    r"|visible|missing|needed)|(?:would|could|should|might) (?:be|look|make|help)\b.*|that (?:is|would be) .*|so that .*"
    r"|because .*|since .*|which would .*|if .*|(?:,|and) (?:that|it|this) (?:would|is|will) .*)$",
    re.IGNORECASE,
)


def guessed(label: str, clause: Clause) -> Wish | None:
    """The wish that a label says was meant; None where the sentence names nothing that can be drawn."""
    if any(mark.kind in ("p", "q") for mark in clause.marks) or SPOKEN.search(clause.text):
        return None
    body = bare(told(clause))
    act = label.partition(".")[2]
    if not body or "⟦" in body or set(Words.of(body).tokens) & set(table("things")["from_outside"]):
        return None
    if act == "add":
        return _coming(body, clause)
    named = _named(body, clause)
    if not named:
        return None
    if act == "remove":
        return Wish("remove", named)
    how = [m for m in qualities().finditer(body) if m[0].lower() not in core(named)]
    return Wish("change", named, how[-1][0]) if how else None


def _coming(body: str, clause: Clause) -> Wish | None:
    """What is to come: the last thing that is brought up as somebody new is ("a dog"), else one that stands alone ("owl")."""
    ordered = list(_ORDERED.finditer(body))
    new = _NEW.search(body, ordered[-1].end() if ordered else 0) or _NEW.search(body)
    while new:
        what = plain(_CLOSES.sub("", new["what"]))
        if kind_of(what, "add", clause, True) == "thing" and opens(what):
            return Wish("add", what)
        new = _NEW.search(body, new.start() + 1)
    if re.match(r"(?:[a-z]+ ){1,3}(?:over|on|under|in|behind|beside|above|near|by|at) ", body) and not _orders(clause, body):
        noted = f"{_article(body)} {plain(body)}"
        return Wish("add", noted) if kind_of(noted, "add", clause, True) == "thing" else None
    words, seen = Words.of(body), bool(re.search(str(table("things")["seen"]), body, re.IGNORECASE))
    for at, word in enumerate(words.tokens):
        if len(word) > 2 and kind_of(word, "add", clause, seen) == "thing" and _drawn(word):
            start, _ = found(words, word)[0]
            if words.at(start) in ("the", "that", "this", "those", "these", "his", "her"):
                continue
            said = plain(_CLOSES.sub("", body[words.places[min(start, at)][0] :]))
            return Wish("add", said if opens(said) or _several(word) else f"{_article(said)} {said}")
    return None


def _orders(clause: Clause, body: str) -> bool:
    """Whether the first word is one of an order or a term of the film, and no part of a thing's name."""
    first = body.split(" ", maxsplit=1)[0].lower()
    return any(clause.lower[hit.start] == first for hit in clause.hits if hit.kind not in ("colour", "sound", "worn", "target"))


def _article(said: str) -> str:
    return "an" if said[:1].lower() in "aeiou" else "a"


def _several(word: str) -> bool:
    return word.endswith("s") or word in ("snow", "fog", "mist", "rain", "people", "ivy", "moss", "smoke", "grass", "lightning")


def _drawn(word: str) -> bool:
    from tools.engines.papercut.lexicon import look_up

    return look_up((word,)) is not None or _several(word)


def _named(body: str, clause: Clause) -> str:
    """The first thing in the words that the film's own words name, else the first that can be drawn; "" for none."""
    words, drawn = Words.of(body), ""
    for at, word in enumerate(words.tokens):
        if len(word) < 3 or kind_of(word, "remove", clause, True) != "thing":
            continue
        start, end = next((each for each in found(words, word) if each[0] <= at < each[1]), (at, at + 1))
        phrase = plain(body[words.places[start][0] : words.places[end - 1][1]])
        if any(holds(str(scene.get("description", "")), word) for scene in clause.sheet.scenes) or clause.sheet.member(word):
            return phrase
        drawn = drawn or (phrase if _drawn(word) else "")
    return drawn
