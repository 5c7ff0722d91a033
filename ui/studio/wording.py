"""The page's words for what the studio does, as data in words.toml; numbers and lengths as people write them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from memory.tables import read_table
from tools.build import Planned


@cache
def words() -> dict[str, Any]:
    """The tables of words.toml."""
    return read_table(Path(__file__).with_name("words.toml"))


def doing(tool: str) -> str:
    """What a tool is doing, as a title."""
    return str(words()["doing"].get(tool, tool.replace("_", " ").capitalize()))


def counted(roles: Iterable[str]) -> list[str]:
    """How many takes of which role, in words: "3 pictures", "1 mix"."""
    table = words()["takes"]
    return [f"{count} {table.get(role, [role, role])[count != 1]}" for role, count in Counter(roles).items()]


def to_make(planned: Iterable[Planned]) -> list[Planned]:
    """The takes that a render would make."""
    return [each for each in planned if each.status == "made"]


def length(seconds: float) -> str:
    """A length as people read it: "8 s", "1:05"."""
    whole = round(seconds)
    return f"{whole} s" if whole < 60 else f"{whole // 60}:{whole % 60:02d}"


def duration(seconds: float) -> str:
    """How long something takes, roughly: "half a minute", "about 4 minutes"."""
    if seconds < 20:
        return "some seconds"
    if seconds < 45:
        return "about half a minute"
    minutes = max(round(seconds / 60), 1)
    return f"about {minutes} minute{'s' * (minutes != 1)}"
