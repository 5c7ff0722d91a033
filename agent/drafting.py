"""From what the person gave to a film in a folder: how to read it, where it goes, which engines it names."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import ValidationError

from memory.canonical import digest
from memory.errors import FilmError
from memory.files import read_bounded, whole_path
from memory.film import Film
from memory.project import DOCUMENT, Project
from tools.engines import Brief, Role
from tools.engines.authored import read_brief
from tools.guards.declaring import declare
from tools.guards.fairness import grounding
from tools.publish import slug
from tools.studio import draft, spec_of

LARGEST_SCRIPT = 5_000_000
"""Bytes of text that are read from a file."""
LONGEST_PREMISE = 4_000
"""Characters; what is longer is a script and belongs in a file."""


@dataclass(frozen=True)
class Wish:
    """What the person asked for, before it is read: words or a file, and what was said about the film."""

    premise: str = ""
    file: Path | None = None
    kind: Literal["premise", "outline", "script", "fountain"] | None = None
    scenes: int = 0
    seconds: float = 0
    aspect: str = "16:9"
    seed: int = 0
    fps: int = 30
    engines: dict[Role, str] = field(default_factory=dict)
    fictional: tuple[str, ...] = ()
    """Names in the words that are of nobody real."""
    styles: tuple[str, ...] = ()
    """Artists whose manner the person answers for."""


def brief_of(wish: Wish) -> Brief:
    """How the wish is to be read. FilmError when there is nothing to read, or two things at once."""
    if wish.file is not None and wish.premise.strip():
        raise FilmError("Give a premise or a file, not both: the file's words would stay the narration. Nothing was made.")
    text = _read(wish.file) if wish.file else wish.premise.strip()
    if not text.strip():
        raise FilmError('There are no words to make a film of. Say what it is about: onereel make "a fox who ...".')
    if not wish.file and len(text) > LONGEST_PREMISE:
        raise FilmError(
            f"A premise has at most {LONGEST_PREMISE:,} characters; put a whole script in a file and use --from FILE."
        )
    kind = wish.kind or (read_brief(text, wish.file.suffix) if wish.file else "premise")
    return Brief(
        text=text, kind=kind, scenes=wish.scenes, seconds=wish.seconds, aspect=wish.aspect, seed=wish.seed,
        declared=wish.fictional, answered=wish.styles,
    )  # fmt: skip


def _read(file: Path) -> str:
    try:
        data = read_bounded(file, LARGEST_SCRIPT, "Give a text file with the film's words.")
    except OSError as error:
        raise FilmError(f"{file} cannot be read: {(error.strerror or str(error)).lower()}. Nothing was made.") from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def draft_film(wish: Wish) -> Film:
    """Draft the film document: story by the writer, frame rate and engines as wished."""
    brief = brief_of(wish)
    for role, name in wish.engines.items():
        spec_of(role, name)
    film = _drafted(brief)
    engines: dict[str, str] = film.engines.model_dump() | {str(role): name for role, name in wish.engines.items()}
    marked = {**film.model_dump(), "fps": wish.fps, "engines": engines, "drafted_from": _mark(wish, brief)}
    return declare(grounding(Film.model_validate(marked), brief), fictional=wish.fictional, styles=wish.styles)


def _drafted(brief: Brief) -> Film:
    try:
        return draft(brief)
    except ValidationError as error:
        raise FilmError(
            f"No film could be drafted from these words ({error.errors()[0]['msg'].lower()}). "
            "Nothing was made; say it another way."
        ) from error


def _mark(wish: Wish, brief: Brief) -> str:
    return digest({"brief": brief, "fps": wish.fps, "engines": wish.engines})


def open_or_draft(wish: Wish, out: Path | None) -> tuple[Project, bool]:
    """A project for the wish, and whether it was drafted now.

    The same wish into the same folder opens the film that is there, so that a stopped `make` goes on; another film's folder
    is refused. Without a folder, one is named after the title, in the current directory.
    """
    out = whole_path(out) if out is not None else None
    if out is not None and os.path.lexists(out / DOCUMENT):
        project = Project.open(out)
        if getattr(project.film, "drafted_from", None) == _mark(wish, brief_of(wish)):
            return project, False
        raise FilmError(
            f'{out} already holds the film "{project.film.title}". Choose another folder with --out, or: onereel render {out}'
        )
    film = draft_film(wish)
    if out is not None:
        return Project.create(out, film, "drafted"), True
    return _beside(film)


def _beside(film: Film) -> tuple[Project, bool]:
    """The first folder named after the title that is free, or that holds this very draft."""
    name = slug(film.title)
    for candidate in (name, *(f"{name}-{n}" for n in range(2, 1000))):
        folder = Path(candidate)
        if not folder.exists():
            return Project.create(folder, film, "drafted"), True
        project = _opened(folder)
        if project and getattr(project.film, "drafted_from", None) == getattr(film, "drafted_from", ""):
            return project, False
    raise FilmError(f"There are already a thousand folders called {name}. Choose one with --out.")


def _opened(folder: Path) -> Project | None:
    """The project in a folder that happens to have our name; None when it holds no film, or one that cannot be read."""
    try:
        return Project.open(folder)
    except FilmError:
        return None
