"""Things in the picture: what comes, what goes, and what is to look otherwise."""

from __future__ import annotations

import re
from dataclasses import replace

from agent.director.clause import Clause
from agent.director.frames import Call
from agent.director.likely_things import guessed
from agent.director.slots.common import in_scenes, where
from agent.director.things import Wish, naming, wished
from agent.director.where import Around, places
from tools.vocabulary.phrases import Words


def things(clause: Clause, around: Around) -> list[Call]:
    """What is to be seen besides, no more, or another way, in the scenes that are named or that show the thing."""
    wish = wished(clause)
    return _called(clause, around, wish) if wish else []


def likely(label: str, clause: Clause, around: Around) -> list[Call]:
    """The same for a sentence of no known shape of which the label says what it wants."""
    wish = guessed(label, clause)
    return _called(clause, around, wish) if wish else []


def _called(clause: Clause, around: Around, wish: Wish) -> list[Call]:
    found = _IN_IT.search(wish.what) if wish.act == "add" and not clause.places else None
    there = clause.sheet.find(found["where"]) if found else []
    if found and len(there) == 1:
        wish = replace(wish, what=wish.what[: found.start()])
    numbers = tuple(there) if len(there) == 1 else _scenes(clause, around, wish)
    args = {"change": wish.what, "into": wish.how} if wish.act == "change" else {wish.act: wish.what}
    calls = in_scenes(around, numbers, Call("things", {"scenes": "", **args}), _asks(wish))
    return [*calls, *(Call("sounds", {"scenes": calls[0].scenes, "add": wish.heard}) for _ in [1] if wish.heard)]


_IN_IT = re.compile(
    r",? (?:in|at|into|inside|to|of) (?:the |that |this )?(?P<where>(?:(?!\b(?:in|of|at|to)\b)[a-z' ]){3,30})$", re.IGNORECASE
)
"""A place at the end that may be a scene's: "a cup of tea on the table in the kitchen"."""


def _scenes(clause: Clause, around: Around, wish: Wish) -> tuple[int, ...]:
    """The scenes that are named; of what is there already, those that show it."""
    if named := places(clause, around) or around.given:
        return named
    shown = tuple(naming(clause, wish.what)) if wish.act != "add" else ()
    if shown:
        near = tuple(n for n in shown if n in (around.scenes or around.last_scenes))
        return near or shown
    told = set(Words.of(wish.what).tokens)
    return where(clause, around, [i for i, word in enumerate(clause.lower) if word in told])


def _asks(wish: Wish) -> str:
    if wish.act == "add":
        return f"In which scene should {wish.what} be seen?"
    return f"In which scene should {wish.what} {'go' if wish.act == 'remove' else 'look otherwise'}?"
