"""The wardrobe: outfits by name, and what the words say somebody wears, carries, or sits in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tools.engines.papercut.lexicon import data

CLOTH = ("#c8553d", "#3f6f8f", "#d9a441", "#5b8c5a", "#7a5a8e", "#b5607c", "#2f6b6b", "#e4d3ae")
"""Colours of a hat, scarf or cape of which none is said."""


def outfit(name: str) -> Mapping[str, Any]:
    """The outfit of that name: kind of cut, colours to choose from, hat, trim; the plain one for a name that is none."""
    found = data("wardrobe")["outfits"].get(name) or data("roles")["outfits"].get(name)
    kept: Mapping[str, Any] = found or data("roles")["outfits"]["plain"]
    return kept


def everyday(gender: str) -> Sequence[str]:
    """Names of outfits that people of whom nothing is said wear; one that stands twice is worn more often."""
    kept: Sequence[str] = data("wardrobe")["everyday"][gender]
    return kept


def hat_shape(hat: str) -> Sequence[tuple[str, float | str]]:
    """The pieces of a hat; none for one that is not known."""
    kept: Sequence[tuple[str, float | str]] = data("wardrobe")["hats"].get(hat) or data("shapes")["hats"].get(hat, [])
    return kept


def worn(toks: Sequence[str]) -> dict[str, str]:
    """What the words put on somebody: outfit, hat, glasses, scarf, cape, stick, wheels; later words over earlier ones."""
    table: Mapping[str, Mapping[str, str]] = data("wardrobe")["worn"]
    result: dict[str, str] = {}
    for i, token in enumerate(toks):
        pair = " ".join(toks[i : i + 2])
        before = " ".join(toks[max(0, i - 1) : i + 1])
        result |= table.get(pair) or ({} if before != token and before in table else table.get(token, {}))
    return result
