"""What can be in a picture: whether a phrase names a thing to be seen, a sound, or something else of the film."""

from __future__ import annotations

import re
from functools import cache

from agent.director.clause import Clause, Hit
from agent.director.words import table
from tools.vocabulary.phrases import EVERYBODY, Words, articles, core, counts, describing, grammar, holds

_FREE = frozenset(["colour", "sound", "worn", "target", "who", "filler", "drift", "side", "gender", "spot", "complaint"])
"""Kinds of words that a thing's name may be as well."""
WEATHER = frozenset(
    ["snow", "rain", "fog", "mist", "hail", "clouds", "rainbow", "lightning", "sunshine", "stars", "moonlight", "moon", "sun"]
)
"""What the sky may show, which is no drawing of its own."""
_GIVEN = re.compile(
    r"\b(?:on|to|give|gives|wears?|wearing|dress|has|have|get|gets|needs?|put)\b (?!(?:an?|the|some) )|'s\b", re.IGNORECASE
)
"""What somebody of the cast wears is theirs and no thing beside them."""


def opens(what: str) -> bool:
    """Whether it begins as somebody new does: "a tower", "two boats", "some flowers"."""
    first = Words.of(what).at(0)
    return first in {"a", "an", "some", "another", "several", "many", "more", *counts()} or first.isdigit()


def kind_of(what: str, act: str, clause: Clause, seen: bool) -> str:
    """What a phrase names: a "thing" to be seen, a "sound", or "no" thing.

    act: "add", "remove", "change" for another in its place, "paint" for another look; seen: whether the picture is spoken of.
    """
    words = core(what)
    if not words or not re.search(r"[a-z]{2}", words[-1]) or is_no_thing(words):
        return "no"
    if _is_cast(words[-1], clause):
        free = clause.places and act != "paint" and not clause.all("worn") and not _NEARER.search(what)
        return "thing" if free else "no"
    if clause.all("worn") and clause.all("who") and _GIVEN.search(clause.text):
        return "no"
    hits = _on(clause, words)
    if any(hit.kind == "sound" for hit in hits) and not seen:
        return (
            "thing"
            if words[-1] in ("snow", "lightning") or _counted(what, words) or _not_heard(words, act, what, clause, hits)
            else "sound"
        )
    return "thing" if _is_drawn(words, what, act, clause, seen) else "no"


_NEARER = re.compile(r"\b(?:from|closer|close|nearer|bigger|up|talk|say|speak|move|look|go)\b", re.IGNORECASE)
"""Of somebody in the cast: how near the camera is, or what they are to do."""


def _counted(what: str, words: tuple[str, ...]) -> bool:
    """Whether animals are counted, as only those are that are to be seen ("three seagulls")."""
    from tools.engines.papercut.lexicon import look_up

    drawn = look_up(words[-1:])
    return bool(drawn and drawn[0].section == "animals") and Words.of(what).at(0) in {"a", "an", *counts()} - {"some", "many"}


def is_no_thing(words: tuple[str, ...]) -> bool:
    """Whether the words for it speak of the film's other parts, or of what would have to come from outside."""
    outside = {*table("things")["from_outside"], "music", "noise", "narration", "narrator", "voice", "sound"}
    return words[-1] in {*table("things")["not_things"], *grammar()} or bool(set(words) & outside)


def _is_drawn(words: tuple[str, ...], what: str, act: str, clause: Clause, seen: bool) -> bool:
    """Whether it can be drawn: the painter knows it, the film shows it, or it is new and means nothing else."""
    named, hits = known(words, clause), _on(clause, words)
    barred = {hit.kind for hit in hits} - _FREE
    if "topic" in barred and named and act == "add" and what.split(maxsplit=1)[0] in ("a", "an") and _instrument(hits):
        barred -= {"topic"}
    if any(hit.more for hit in hits):
        return False
    if barred & _TERMS:
        return named and seen and not barred & {"topic", "noun", "framing"}
    if named or words[-1] in EVERYBODY | WEATHER:
        return True
    if barred:
        return False
    new = opens(what) if act == "add" else bool(clause.places)
    return drawn_in(what, clause) or (new and words[-1] not in _abstract())


_TERMS = frozenset(["topic", "noun", "move", "movename", "framing", "trans", "aspect", "style", "out", "tone", "render"])


def _is_cast(word: str, clause: Clause) -> bool:
    """Whether somebody of the cast is named, or called what they are ("the robot")."""
    for member in (clause.sheet.film or {}).get("cast", []):
        what = core(str(member.get("description", "")))
        if word in str(member.get("name", "")).lower().split() or word == (what[-1] if what else ""):
            return True
    return False


def terse(what: str, clause: Clause) -> bool:
    """Whether a note without a verb names a thing and nothing else ("red tower", "low fog over the water")."""
    words = core(what)
    free = bool(words) and all(
        word in describing() or known((word,), clause) or word in WEATHER | {"low", "of"} for word in words
    )
    return free and not any(hit.kind in _TERMS | {"loud", "loudverb", "degree", "mood"} for hit in _on(clause, words))


def drawn_in(what: str, clause: Clause) -> bool:
    """Whether any scene's description names a thing."""
    return any(holds(str(scene.get("description", "")), what) for scene in clause.sheet.scenes)


def _not_heard(words: tuple[str, ...], act: str, what: str, clause: Clause, hits: list[Hit]) -> bool:
    """Whether a word for a sound means the thing: it is described, or goes from where no such sound is."""
    there = any(clause.sheet.sounding(hit.value) for hit in hits if hit.kind == "sound")
    if act == "remove":
        return not there and drawn_in(what, clause)
    drawn = len(words) > 1 and words[0] in describing() and bool(known(words, clause))
    return drawn and not any(hit.kind == "sound" and len(hit.cover) > 1 for hit in hits) and opens(what)


def _instrument(hits: list[Hit]) -> bool:
    return all(hit.value == "music" for hit in hits if hit.kind == "topic")


def _on(clause: Clause, words: tuple[str, ...]) -> list[Hit]:
    """What else the last word of a thing's name is."""
    places = {i for i, token in enumerate(clause.lower) if token == words[-1]}
    return [hit for hit in clause.hits if places & set(hit.cover) and hit.kind != "filler"]


def known(words: tuple[str, ...], clause: Clause) -> bool:
    """Whether the painter has a drawing of that name."""
    from tools.engines.papercut.lexicon import look_up

    return any(look_up(words[at:]) for at in range(len(words))) and words[-1] not in articles()


@cache
def _abstract() -> frozenset[str]:
    from tools.engines.papercut.sentence import words

    return words("heads_flat")
