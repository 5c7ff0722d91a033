"""The director's words as data: the lexicon, the labelled phrasings, the tables of other languages."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


@cache
def table(name: str) -> dict[str, Any]:
    """One of the TOML files of this folder by name, read once."""
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


@cache
def ordinary() -> frozenset[str]:
    """Ordinary English words (the model's vocabulary): what stands here is never taken for a typing error."""
    return frozenset((HERE / "ordinary.txt").read_text(encoding="utf-8").split())
