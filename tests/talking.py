"""Short ways to hold a conversation in a test, and to look at what came of it."""

from __future__ import annotations

from typing import Any

from agent.conversation import Conversation, Turn
from agent.runs import Runs
from memory.film import Film
from memory.project import Project
from tests.scripted import Scripted

DARKER = ("look", {"scenes": "3", "brightness": -0.2})
SWAP = ("arrange", {"action": "swap", "scenes": "1 and 2"})
WARMER = ("look", {"scenes": "1", "warmth": 0.2})


def film(project: Project) -> Film:
    """The film as it is on the disk now."""
    return Project.open(project.root).film


def sentences(project: Project) -> list[str]:
    """What was done, version by version."""
    return [entry.sentence for entry in Project.open(project.root).history()]


def one(project: Project, words: str, *lines: Any) -> Turn:
    """One turn with a scripted model, in a conversation of its own."""
    with Conversation(project.root, Scripted(lines=list(lines))) as talk:
        return talk.say(words)


def away(project: Project) -> tuple[str, dict[str, Any]]:
    """A call that writes outside the film's folder."""
    return "export", {"to": "srt", "folder": str(project.root.parent / "elsewhere")}


def outside(project: Project) -> list[str]:
    """What lies outside the film's folder beside it."""
    ours = {project.root.name, "config", "data"}
    return sorted(path.name for path in project.root.parent.iterdir() if path.name not in ours)


def leave_open(project: Project, words: str) -> None:
    """What a process leaves that died right after it had written down what was said."""
    (project.root / "conversation").mkdir(exist_ok=True)
    runs = Runs(project.root / "conversation" / "runs.sqlite")
    runs.begin(words)
    runs.close()
