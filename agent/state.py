"""What a turn is made of: what the graph keeps between steps, and what it works at."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypedDict

from langchain_core.messages import AnyMessage
from langgraph.graph.message import add_messages

from agent.turn import Deed, Tell, ignore
from memory.film import Film
from memory.project import Project
from tools.settings import Settings
from tools.vocabulary import Desk

if TYPE_CHECKING:
    from agent.cost import Meter
    from agent.models import Brain

THOUGHTS = 8
"""Times the model is asked in one turn at most."""


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
