"""What reading comes to: calls of tools, or one question with the likely readings, or words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Call:
    """One call of a tool of the vocabulary."""

    tool: str
    args: Mapping[str, Any] = field(default_factory=dict)

    @property
    def scenes(self) -> str:
        """The scenes it is about, "" when it is about none."""
        return str(self.args.get("scenes", ""))

    def within(self, scenes: str) -> Call:
        """The same call for other scenes."""
        return Call(self.tool, {**self.args, "scenes": scenes})


@dataclass(frozen=True)
class Choice:
    """One likely reading, as the person sees it and as the call it would be."""

    label: str
    call: Call


@dataclass(frozen=True)
class Question:
    """One short question; nothing is changed until it is answered."""

    text: str
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Past:
    """An earlier turn: what was said, which calls it made, or what it asked. `done` are the calls that succeeded."""

    utterance: str
    calls: tuple[Call, ...] = ()
    question: Question | None = None


@dataclass(frozen=True)
class Reading:
    """What an utterance was read as. Exactly one of `calls`, `question` and `words` is not empty.

    `confidence` 0..1: above about 0.6 the director acts; `changes` says whether any call would change the film.
    """

    calls: tuple[Call, ...] = ()
    question: Question | None = None
    words: str = ""
    confidence: float = 1.0


class Unclear(Exception):  # noqa: N818 - it is no error: it is a question to the person
    """Reading came to a question; raised by whatever misses a slot."""

    def __init__(self, question: Question) -> None:
        super().__init__(question.text)
        self.question = question


class Impossible(Exception):  # noqa: N818 - it is no error: it is an answer
    """Reading came to an answer in words: a scene that is not there, a wish no tool can fulfil."""


def ask(text: str, *choices: Choice) -> Unclear:
    """A question to raise."""
    return Unclear(Question(text, choices))
