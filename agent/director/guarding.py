"""What is said of whom the film shows and for whom it is: read by its shape, where the sentence says nothing else."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from agent.director.frames import Call, Reading
from agent.director.words import table


@cache
def _shapes() -> tuple[tuple[re.Pattern[str], str, dict[str, Any]], ...]:
    return tuple(
        (
            re.compile(rf"^(?:{table('guarding')['opening']})?(?:{row['said']})(?:{table('guarding')['end']})$", re.IGNORECASE),
            row["tool"],
            dict(row.get("args", {})),
        )
        for row in table("guarding")["shape"]
    )


def read(text: str) -> Reading | None:
    """The call that the words ask for; None when they are about something else."""
    for shape, tool, args in _shapes():
        if found := shape.match(text.strip()):
            given = {name: _value(value, found) for name, value in args.items()}
            return Reading(calls=(Call(tool, given),))
    return None


def _value(value: Any, found: re.Match[str]) -> Any:
    """An argument as the table has it; "{name}" is what stood there, and a share is read from per cent."""
    if not isinstance(value, str) or not value.startswith("{"):
        return value
    said = found[value.strip("{}")]
    return int(said) / 100 if said.isdigit() else said
