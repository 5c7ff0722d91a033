"""The house: whose films lie where. A film is known by an id, the name of its folder, and never by a path from outside."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from memory.errors import FilmError, Refused
from memory.files import contained, make_folder, plainly
from memory.project import DOCUMENT, Project
from tools.publish import slug
from tools.settings import Settings
from tools.vocabulary import Desk
from ui.studio.users import NAME

FILM_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")


@dataclass(frozen=True)
class Shelved:
    """A film on the shelf, as far as its folder tells without making anything."""

    id: str
    title: str
    scenes: int
    version: int
    trouble: str = ""
    """Why it cannot be opened, in a sentence."""


@dataclass(frozen=True)
class Room:
    """One person's films and settings. `only` is the one film that may be opened here, "" for all in the folder."""

    folder: Path
    settings: Settings
    user: str = ""
    only: str = ""

    def root(self, film: str) -> Path:
        """The folder of a film that is here; FilmError when there is none, Refused for what is no film's id."""
        if not FILM_ID.fullmatch(film) or (self.only and film != self.only):
            raise Refused("There is no such film on your shelf. Open one that is.")
        root = contained(self.folder, film)
        if not any((root / name).exists() for name in (DOCUMENT, "history", "conversation")):
            raise FilmError(f"The film {film!r} is not on your shelf any more. Nothing was changed. Open another one.")
        return root

    def project(self, film: str) -> Project:
        """The film's project, read from the disk now."""
        return Project.open(self.root(film))

    def desk(self, film: str, mark: str = "") -> Desk:
        """A desk at which the film's tools work, with this person's settings."""
        return Desk(self.root(film), mark, settings=self.settings)

    def films(self) -> list[Shelved]:
        """The films on the shelf, the one that was worked at last first."""
        if not self.folder.is_dir():
            return []
        found = [path for path in self.folder.iterdir() if FILM_ID.fullmatch(path.name) and (path / DOCUMENT).is_file()]
        found = [path for path in found if not path.is_symlink() and self.only in ("", path.name)]
        found.sort(key=lambda path: (path / DOCUMENT).stat().st_mtime, reverse=True)
        return [_shelved(path) for path in found]

    def new_root(self, title: str) -> Path:
        """A folder that is not there yet, named after a title. FilmError when no film can be added here."""
        if self.only:
            raise FilmError("This studio was opened for one film. Start it without a film's folder to make more.")
        with plainly("Making room for the film"):
            make_folder(self.folder)
        name = slug(title, 40)
        for candidate in (name, *(f"{name}-{number}" for number in range(2, 1000))):
            path = self.folder / candidate
            if not path.exists() and not path.is_symlink():
                return path
        raise FilmError(f"There are already a thousand films called {name}. Use another title.")


def _shelved(path: Path) -> Shelved:
    try:
        film = Project.open(path).film
    except FilmError as error:
        return Shelved(path.name, path.name, 0, 0, str(error))
    return Shelved(path.name, film.title, len(film.scenes), film.version)


@dataclass(frozen=True)
class House:
    """All rooms of a running studio: one for everybody, or one a person when people sign in."""

    folder: Path
    settings: Settings
    only: str = ""
    signed_in: bool = False

    def room(self, user: str | None) -> Room:
        """The room of whoever asks; Refused for nobody where people sign in."""
        if not self.signed_in:
            return Room(self.folder, self.settings, only=self.only)
        if not user or not NAME.fullmatch(user):
            raise Refused("Sign in first; nothing was changed.")
        own = self.folder / user
        theirs = {name: getattr(self.settings, name) / "people" / user for name in ("memory_dir", "voices_dir")}
        return Room(own, self.settings.model_copy(update=theirs), user)


def house_of(folder: Path, settings: Settings, *, signed_in: bool) -> House:
    """The house over a folder of films; a film's own folder is a house of that one film."""
    if (folder / DOCUMENT).is_file():
        if signed_in:
            raise FilmError(f"{folder} is one film. With --auth, name the folder that holds everybody's films.")
        return House(folder.parent, settings, folder.name)
    return House(folder, settings, signed_in=signed_in)
