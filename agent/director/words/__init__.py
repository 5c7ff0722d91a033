"""The director's words as data: the lexicon, the labelled phrasings, the tables of other languages."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from memory.tables import read_table

HERE = Path(__file__).parent


@cache
def table(name: str) -> dict[str, Any]:
    """One of the TOML files of this folder by name, read once."""
    return read_table(HERE / f"{name}.toml")


@cache
def ordinary() -> frozenset[str]:
    """Ordinary English words (the model's vocabulary): what stands here is never taken for a typing error."""
    return frozenset((HERE / "ordinary.txt").read_text(encoding="utf-8").split())
