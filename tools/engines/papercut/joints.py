"""The joints of a paper puppet: what each act of acts.toml asks of them, pose by pose."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from tools.engines.papercut.lexicon import data
from tools.engines.papercut.sentence import adjectives, words

IDLE = "stand"
"""What somebody does of whom nothing is said: breathes, blinks, shifts the weight."""


@dataclass(frozen=True)
class Pose:
    """Angles of a figure's joints in degrees, as acts.toml tells; lift in thousandths of its height."""

    near_arm: float = 3
    near_elbow: float = 9
    far_arm: float = -5
    far_elbow: float = 7
    near_leg: float = 1
    near_knee: float = 2
    far_leg: float = -1
    far_knee: float = 2
    lean: float = 0
    head: float = 0
    lift: float = 0
    spin: float = 0
    stance: float = 0.5
    gaze: float = 0
    seat: bool = False
    prop: str = ""
    hand: str = ""
    eyes: Literal["", "closed"] = ""
    mouth: int = 0
    """How far the mouth is open in speech: 0 as the mood has it, then 1 to MOUTHS."""


MOUTHS = 3
"""Shapes of a speaking mouth, from nearly closed to wide open."""

_LIMBS = ("arm", "elbow", "leg", "knee")
_NUMBERS = ("lean", "head", "lift", "spin", "stance", "gaze")


@dataclass(frozen=True)
class Act:
    """An act: its poses, each once, in which order and how fast they follow each other, and where it takes place."""

    name: str
    poses: tuple[Pose, ...]
    order: tuple[int, ...]
    """Indices of poses; -1 is the first one with eyes closed."""
    rate: float
    travels: bool
    place: str
    """"water" or "air" where it asks for one, else empty."""


@cache
def act(name: str) -> Act:
    """The act of that name; standing for a name that is none."""
    table: Mapping[str, Any] = data("acts")
    row = table.get(name, table[IDLE])
    count = max(len(v) for key, v in row.items() if isinstance(v, list) and key not in ("words", "order"))
    told = [_pose(row, i, count) for i in range(count)]
    poses = tuple(dict.fromkeys(told))
    order = tuple(k if k < 0 else poses.index(told[k]) for k in row.get("order", range(count)))
    return Act(name if name in table else IDLE, poses, order, row["rate"], row.get("travels", False), row.get("place", ""))


def _pose(row: Mapping[str, Any], i: int, count: int) -> Pose:
    values: dict[str, Any] = {key: row[key] for key in ("seat", "prop", "hand") if key in row}
    for key in (*(f"near_{limb}" for limb in _LIMBS), *_NUMBERS):
        if key in row:
            values[key] = _at(row[key], i)
    for limb in _LIMBS:
        if f"far_{limb}" in row:
            values[f"far_{limb}"] = _at(row[f"far_{limb}"], i)
        elif "far" in row and f"near_{limb}" in row:
            values[f"far_{limb}"] = _at(row[f"near_{limb}"], (i + row["far"]) % count)
    return Pose(**values)


def _at(values: float | Sequence[float], i: int) -> float:
    return float(values[i % len(values)]) if isinstance(values, Sequence) else float(values)


@cache
def _verbs() -> Mapping[str, str]:
    """Every word of the table, to the act that it says."""
    return {word: name for name, row in data("acts").items() for word in row["words"]}


def act_said(toks: Sequence[str]) -> str:
    """The act that a clause's words say - first what is said of the noun, then what follows it; standing when none does.

    A word after a determiner, an adjective or a preposition is a noun there: "in the waves" is no waving. What follows a comma
    is of something else unless it begins with a verb or goes on speaking of them: ", clouds drifting", ", waves below".
    """
    toks = _own_clause(toks)
    said = next((i for i, t in enumerate(toks) if t not in _describing()), len(toks))
    for i, token in enumerate(toks):
        pair = f"{token} {toks[i + 1]}" if i + 1 < len(toks) else token
        found = _verbs().get(pair) or _verbs().get(token)
        if found and (i <= said or toks[i - 1] not in _describing() | words("prepositions")):
            return found
    return IDLE


def _own_clause(toks: Sequence[str]) -> Sequence[str]:
    """The words up to the first comma after which something else is spoken of."""
    for i in (i for i, token in enumerate(toks[:-1]) if token == ","):
        first, second = toks[i + 1], (*toks[i + 2 : i + 3], "")[0]
        goes_on = first in {"and", "then", "who", "he", "she", "they", "it"} or first.endswith("ly")
        verb = first in _verbs() and not (first.endswith("es") and second in words("prepositions") | {"below", "above", ""})
        if not (goes_on or verb):
            return toks[:i]
    return toks


@cache
def _describing() -> frozenset[str]:
    return adjectives() | words("determiners") | frozenset(data("words")["numbers"])
