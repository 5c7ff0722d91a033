"""From the words of a stroke to the sheets it moves: articles, plurals and common names are forgiven."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from memory.tables import read_table


class Named(Protocol):
    """Whatever can be named: a layer of a stage."""

    @property
    def name(self) -> str:
        """What the layer itself is called."""
        ...

    @property
    def kind(self) -> str:
        """What sort of layer it is, one of the stage's kinds."""
        ...

    @property
    def elements(self) -> tuple[str, ...]:
        """What a person may call it."""
        ...


@cache
def tables() -> Any:
    """The word tables of targets.toml."""
    return read_table(Path(__file__).with_name("targets.toml"))


def singular(word: str) -> str:
    """The singular of an English noun, by rule and a table of exceptions; other words come back as they are."""
    irregular: dict[str, str] = tables()["irregular"]
    if word in irregular:
        return irregular[word]
    if len(word) < 4 or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses", "zes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") else word


def words(text: str) -> tuple[str, ...]:
    """The bare singular words of a name: no articles, marks or numbers; "the Old Clouds-2" is ("old", "cloud")."""
    found = re.findall(r"[^\W\d_]+", text.lower().replace("'s", ""))
    kept = [w for w in found if w not in tables()["articles"]]
    return tuple(singular(w) for w in kept or found)


def find(target: str, layers: Sequence[Named]) -> list[int]:
    """Indices of the layers a target names, best reading only: the very name, then its noun, then the kind; [] when none."""
    if set(re.findall(r"[^\W\d_]+", target.lower())) & set(tables()["everything"]) and not words(target)[1:]:
        return list(range(len(layers)))
    asked = words(target)
    if not asked:
        return []
    names = [[words(n) for n in (layer.name, *layer.elements)] for layer in layers]
    every = range(len(layers))
    kinds = tables()["kinds"].get(asked[-1], ())
    readings = (
        [i for i in every if asked in names[i]],
        [i for i in every if any(n and (set(asked) <= set(n) or set(n) <= set(asked)) for n in names[i])],
        [i for i in every if any(n and n[-1] == asked[-1] for n in names[i])],
        [i for i in every if layers[i].kind in kinds],
    )
    return next((hits for hits in readings if hits), [])
