"""The fence beside the act: whatever asks an engine for something, however it got here, meets these rules first.

`tools.studio`, the only object that loads engines, calls `permit` before every act and `admit` on what came of it, before
that is kept. A rule raises `Refused` with a sentence: what was refused, why, and what would make it possible. Nothing a
model says can wave a rule through.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from memory.errors import Refused
from memory.refusals import record
from memory.takes import Take
from tools.engines import EngineSpec, Request


@dataclass(frozen=True)
class Act:
    """What is about to happen: an engine is to make something of a request, for the film in `root`."""

    spec: EngineSpec
    request: Request
    root: Path | None = None
    """The project's folder; None while a film is only being drafted."""
    inputs: Mapping[str, Take] = field(default_factory=dict)


@dataclass(frozen=True)
class Rule:
    """One row of the fence's table, in words that a person may read."""

    name: str
    protects: str
    looks_at: str
    misses: str
    """What it does not cover."""
    check: str = ""
    """module:function, called with the act before it; raises Refused."""
    after: str = ""
    """module:function, called with the act and the file that was made, before that is kept; raises Refused."""


RULES: tuple[Rule, ...] = (
    Rule(
        name="consent",
        protects="whoever the voice belongs to",
        looks_at="every line of speech in an enrolled voice, or by an engine that could speak in anybody's: the record's "
        "chain, scope, languages and end, and that the recordings are the ones that were agreed to",
        misses="a ledger forged from its first row by whoever may write to it; a voice that a stock voice happens to resemble",
        check="tools.consenting:check",
    ),
    Rule(
        name="likeness",
        protects="real people from being shown without their consent",
        looks_at="names and descriptions in what is drafted and drawn: a list of well-known people (also misspelt, in other "
        "scripts, with look-alike letters), full names, 'the famous singer who ...', and cast declared real",
        misses="whoever is on no list and is called by a first name or described in a way of their own; faces that a painter "
        "makes by chance; a list is a speed bump",
        check="tools.guards.likeness:check",
    ),
    Rule(
        name="faces",
        protects="whoever is on a picture that is lent to a film",
        looks_at="pictures lent as references for drawing, searched for faces unless the person answers for them",
        misses="profiles, small and drawn faces: a face detector is a speed bump; whose face it is, unless that likeness is "
        "enrolled",
        check="tools.guards.faces:check",
    ),
    Rule(
        name="drawn faces",
        protects="people who enrolled their likeness (`onereel likeness add`)",
        looks_at="faces in what models draw, and in three frames of what they film, before it is kept and again before a film "
        "leaves",
        misses="whoever is not enrolled; profiles, veiled and small faces; paper figures, which have no photographic faces. "
        "People who look alike are taken for each other",
        after="tools.guards.drawn_faces:check",
    ),
    Rule(
        name="content",
        protects="children, groups of people, and viewers who did not choose it",
        looks_at="every text that is drafted, drawn, spoken or put on a card, against tools/guards/content.toml",
        misses="what is hinted at, and other languages than English; painted photographs have a gate of their own",
        check="tools.guards.content:check",
    ),
    Rule(
        name="style",
        protects="living artists, and the person who would answer for the copy",
        looks_at="'in the style of ...' in what is drafted and drawn, against a list of artists",
        misses="a manner described without the name, artists on no list",
        check="tools.guards.styles:check",
    ),
    Rule(
        name="licence",
        protects="makers who do not let their work be used for money",
        looks_at="the licences of engines, models and takes, where the film says that it is commercial",
        misses="licences that do not name it; what the person lends, which is their word",
        check="tools.guards.licences:check",
    ),
    Rule(
        name="model licence",
        protects="the makers of models, and the person from terms they never saw",
        looks_at="every request that names a model: whether its licence was shown and agreed to on this machine",
        misses="whether the person keeps to it; folders of the person's own that name no terms",
        check="tools.licences:check",
    ),
)
"""Every rule, in the order in which they are asked."""


def permit(act: Act) -> None:
    """Let the act pass, or raise Refused with the first rule's sentence that forbids it, kept in the film's record."""
    for rule in RULES:
        if rule.check:
            _ask(rule, rule.check, act)


def admit(act: Act, made: Path) -> None:
    """Let what an act made be kept, or raise Refused as `permit` does; the caller throws it away then."""
    for rule in RULES:
        if rule.after:
            _ask(rule, rule.after, act, made)


def _ask(rule: Rule, named: str, act: Act, *made: Path) -> None:
    module, _, name = named.partition(":")
    check: Callable[..., None] = getattr(importlib.import_module(module), name)
    try:
        check(act, *made)
    except Refused as refused:
        if act.root is not None:
            record(act.root, rule.name, str(refused))
        raise
