"""The fence beside the act: whatever asks an engine for something, however it got here, meets these rules first.

`tools.studio`, the only object that loads engines, calls `permit` before every act. A rule raises `Refused` with a
sentence: what was refused, why, and what would make it possible. Nothing a model says can wave a rule through.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

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
    check: str
    """module:function, called with the act; raises Refused."""


RULES: tuple[Rule, ...] = (
    Rule(
        name="consent",
        protects="whoever the voice belongs to",
        looks_at="every line of speech in an enrolled voice, or by an engine that could speak in anybody's: the record's "
        "chain, scope, languages and end, and that the recordings are the ones that were agreed to",
        misses="a ledger forged from its first row by whoever may write to it; a voice that a stock voice happens to resemble",
        check="tools.consenting:check",
    ),
)
"""Every rule, in the order in which they are asked."""


def permit(act: Act) -> None:
    """Let the act pass, or raise Refused with the first rule's sentence that forbids it."""
    for rule in RULES:
        _check(rule)(act)


def _check(rule: Rule) -> Callable[[Act], None]:
    module, _, name = rule.check.partition(":")
    check: Callable[[Act], None] = getattr(importlib.import_module(module), name)
    return check
