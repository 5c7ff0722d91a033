"""A turn as the person gets it, and what is told of it while it goes on: plain data, read without the graph's libraries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypedDict

from tools.build import Step


class Deed(TypedDict):
    """What became of one tool call, in JSON types alone, since it is kept in the checkpoint."""

    call: str
    tool: str
    args: dict[str, Any]
    said: str
    changed: list[str]
    version: int
    failed: bool
    data: dict[str, Any]
    choices: list[str]


@dataclass(frozen=True)
class Call:
    """One tool call as it was made."""

    tool: str
    args: dict[str, Any]


@dataclass(frozen=True)
class Question:
    """What the person is asked: to approve one call with these very arguments, or which reading was meant."""

    text: str
    choices: tuple[str, ...] = ()
    approval: bool = False
    call: str = ""
    tool: str = ""
    args: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Turn:
    """One turn as the person gets it; `version` is the film's afterwards, 0 when there is no film."""

    reply: str
    calls: tuple[Call, ...] = ()
    changed: tuple[str, ...] = ()
    """Ids of the scenes that changed, and "film" for what belongs to the whole film."""
    version: int = 0
    began: int = 0
    """The film's version before the turn."""
    question: Question | None = None
    brain: str = ""
    tokens: int = 0
    results: tuple[Mapping[str, Any], ...] = ()
    """One for each call: "tool", "said", "done", "changed" and the tool's "data"."""
    notes: tuple[str, ...] = ()
    """What else the person should know: an earlier turn that was finished now, a store that was set aside."""


@dataclass(frozen=True)
class Event:
    """Something to show while a turn goes on: words as they come, a call that begins or ends, a render's step, a note."""

    kind: Literal["words", "call", "step", "done", "refused", "note"]
    text: str = ""
    call: Call | None = None
    step: Step | None = None


Tell = Callable[[Event], None]


def ignore(_: Event) -> None:
    """Show nothing."""
