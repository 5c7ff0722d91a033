"""What a turn is made of: what the graph keeps between steps, what it works at, and what the person gets to see."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypedDict

from langchain_core.messages import AnyMessage
from langgraph.graph.message import add_messages

from memory.film import Film
from memory.project import Project
from tools.build import Step
from tools.settings import Settings
from tools.vocabulary import Desk

if TYPE_CHECKING:
    from agent.cost import Meter
    from agent.models import Brain

THOUGHTS = 8
"""Times the model is asked in one turn at most."""


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


class State(TypedDict, total=False):
    """What is kept between steps: words and tool calls, and which project they are about; never the film itself."""

    messages: Annotated[list[AnyMessage], add_messages]
    project: str
    run: str
    """The run that this turn belongs to; its id begins the mark of every call."""
    pending: list[str]
    """Ids of the calls that are still to be made, in order."""
    deeds: list[Deed]
    thoughts: int
    tokens: int
    began: int
    """The film's version when the turn began."""
    reply: str
    choices: list[dict[str, Any]]
    finished: str
    """The run whose reply is in `reply`; an empty `next` alone does not say that a run is finished."""


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


@dataclass(frozen=True)
class Stage:
    """What the nodes work at, given afresh to every run of the graph and never stored."""

    root: Path
    settings: Settings
    brain: Brain
    meter: Meter
    tell: Tell = ignore

    def project(self) -> Project | None:
        """The project as it is on the disk now; None while there is no film."""
        desk = Desk(self.root, settings=self.settings)
        return None if desk.empty else desk.project

    def film(self) -> Film | None:
        """The film as it is on the disk now; None while there is none."""
        project = self.project()
        return project.film if project else None
