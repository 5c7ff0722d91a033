"""Turns as JSON data, in which they are kept with their run and printed for machines."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from agent.turn import Call, Deed, Question, Turn


def to_data(turn: Turn) -> dict[str, Any]:
    """The turn in JSON types, every field under its name."""
    return asdict(turn)


def from_data(data: dict[str, Any]) -> Turn:
    """The turn that `to_data` made the data of; ValueError when it is none."""
    try:
        question = data.get("question")
        return Turn(
            reply=str(data["reply"]),
            calls=tuple(Call(call["tool"], call["args"]) for call in data["calls"]),
            changed=tuple(data["changed"]),
            version=int(data["version"]),
            began=int(data.get("began", 0)),
            question=Question(**{**question, "choices": tuple(question["choices"])}) if question else None,
            brain=str(data.get("brain", "")),
            tokens=int(data.get("tokens", 0)),
            results=tuple(data.get("results", ())),
            notes=tuple(data.get("notes", ())),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("this is not a turn") from error


def results(deeds: list[Deed]) -> tuple[dict[str, Any], ...]:
    """What became of each call, for machines."""
    return tuple(
        {
            "tool": deed["tool"], "said": deed["said"], "done": not deed["failed"], "changed": deed["changed"],
            "data": deed["data"],
        }
        for deed in deeds
    )  # fmt: skip
