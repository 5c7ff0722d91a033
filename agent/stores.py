"""Where a conversation is kept: conversation/ in the film's folder, with SQLite files that are set aside when damaged."""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

from agent.runs import set_aside
from memory.errors import FilmError
from memory.files import contained, make_folder, plainly
from memory.project import DOCUMENT

S = TypeVar("S")


def ground(root: Path) -> Path:
    """The folder of the conversation, made if need be. FilmError when `root` is a file or holds other things than a film."""
    with plainly("Beginning the conversation"):
        if os.path.lexists(root) and not root.is_dir():
            raise FilmError(f"{root} is a file, not a film's folder. Name a folder; a new one begins a new film.")
        new = not os.path.lexists(root / DOCUMENT) and not (root / "conversation").is_dir()
        if new and root.is_dir() and any(not path.name.startswith(".") for path in root.iterdir()):
            raise FilmError(f"{root} holds other things and no film. Nothing was changed. Name a film's folder, or a new one.")
        make_folder(root)
        folder = contained(root, "conversation")
        make_folder(folder)
    return folder


@contextlib.contextmanager
def kept() -> Iterator[None]:
    """Turn what SQLite cannot do in the block, for want of room or of rights, into a sentence."""
    try:
        yield
    except sqlite3.Error as error:
        raise FilmError(
            f"The conversation could not be kept ({error}). The film holds every edit that was made. "
            "Free some space, or give yourself the right to write there, then say the same again."
        ) from error


def open_or_set_aside(path: Path, opened: Callable[[Path], S], notes: list[str]) -> S:
    """Open a store; a damaged one is moved aside, noted in a sentence, and begun anew."""
    with plainly("Opening the conversation"):
        try:
            return opened(path)
        except (sqlite3.DatabaseError, ValueError) as error:
            if isinstance(error, sqlite3.OperationalError) and not path.is_file():
                raise FilmError(
                    f"{path} cannot be opened ({error}). The film is unchanged. Mend that, and say it again."
                ) from error
            aside = set_aside(path)
            notes.append(
                f"The conversation's {path.name} was damaged. It was set aside as {aside}; the film is untouched, "
                "but what was said before may be forgotten."
            )
            return opened(path)
