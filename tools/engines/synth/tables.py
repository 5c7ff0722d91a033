"""The synth's tables, read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from memory.tables import read_table


@cache
def table(name: str) -> dict[str, Any]:
    """The rows of a table beside this file."""
    return read_table(Path(__file__).parent / f"{name}.toml")
