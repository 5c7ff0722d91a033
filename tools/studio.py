"""The studio: the only door to the engines. Whatever asks for a take - a command, the agent, a script - comes through here."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from memory.film import Film
from memory.takes import Take
from tools.engines import ENGINES, Brief, EngineSpec, Made, Request, Role, load_engine


@cache
def _engine(role: Role, name: str) -> Any:
    return load_engine(role, name)


def spec_of(role: Role, name: str) -> EngineSpec:
    """What an engine says of itself; EngineError with the choices when there is no such engine."""
    spec: EngineSpec = _engine(role, name).spec
    return spec


def all_specs() -> list[EngineSpec]:
    """The specs of every engine that loads here, in the registry's order."""
    return [spec_of(role, name) for role, names in ENGINES.items() for name in names]


def synthesise(role: Role, name: str, request: Request, inputs: Mapping[str, Take], folder: Path) -> Made:
    """Let an engine make a take in `folder`; engines stay loaded for the life of the process."""
    made: Made = _engine(role, name)(request, inputs, folder)
    return made


def draft(brief: Brief, writer: str = "authored") -> Film:
    """Let a writer turn a brief into a film document; nothing is drawn or spoken yet."""
    film: Film = _engine("story", writer)(brief)
    return film
