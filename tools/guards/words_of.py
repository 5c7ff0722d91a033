"""The audit's findings in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.guards.fairness import ATTRIBUTES


def person_line(found: Mapping[str, Any]) -> str:
    """One line on one person: each attribute, and whether words, the shares or nobody decided it."""
    parts = []
    for name in ATTRIBUTES:
        value, by = found[name], found["by"][name]
        told = f"tone {value}" if name == "tone" and str(value).isdigit() else str(value)
        parts.append({"words": f"{name}: said by the words", "open": f"{name}: left to the painter"}.get(by, f"{told} (drawn)"))
    return f"{found['name']}: {', '.join(parts)}."


def distance_lines(report: Mapping[str, Any]) -> list[str]:
    """How far those whom words leave open are from the shares, before and after; small films are told to be small."""
    lines = []
    for before, after in zip(report["before"], report["after"], strict=True):
        if after["n"]:
            small = " Too few to judge by." if after["n"] < 10 else ""
            between = (
                f"95 % {after['low']:.2f} to {after['high']:.2f}, n = {after['n']}; chance alone up to {after['chance']:.2f}"
            )
            left, drawn = before["distance"], after["distance"]
            lines.append(
                f"{after['attribute']}: distance to the shares {left:.2f} left open, {drawn:.2f} drawn ({between}).{small}"
            )
    return lines
