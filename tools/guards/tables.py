"""The guards' words and texts: one TOML file a table, read once; an operator's own people are added to ours."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from memory.errors import FilmError
from memory.tables import read_table
from tools.settings import CONFIG_FILE

OWN_PEOPLE = CONFIG_FILE.with_name("people.toml")
"""Where an operator adds to the list of well-known people (`known`) and takes namesakes off it (`allowed`)."""


@cache
def table(name: str) -> dict[str, Any]:
    """One of the tables beside this module, by its file's name without ".toml"."""
    return read_table(Path(__file__).with_name(f"{name}.toml"))


def words(name: str, field: str) -> frozenset[str]:
    """The words of a table's field that is written as one text."""
    return frozenset(str(table(name)[field]).split())


@cache
def own_people() -> dict[str, list[str]]:
    """The operator's `known` and `allowed`; FilmError when the file cannot be read."""
    try:
        own = tomllib.loads(OWN_PEOPLE.read_text(encoding="utf-8"))
    except FileNotFoundError:
        own = {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FilmError(f"{OWN_PEOPLE} cannot be read ({error}). Correct or remove it; no film was touched.") from error
    return {name: [str(each) for each in own.get(name, [])] for name in ("known", "allowed")}
