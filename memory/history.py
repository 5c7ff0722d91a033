"""Every version a film ever had: one file a version, written once and never changed, plus a note of where we stand."""

from __future__ import annotations

import contextlib
import json
import logging
import os
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from memory.canonical import digest, plain
from memory.compare import same_film
from memory.errors import DocumentError
from memory.files import read_bounded, sweep_temporaries, write_atomically
from memory.film import Film
from memory.schema import LARGEST, load_film, read_document

log = logging.getLogger(__name__)


class Version(NamedTuple):
    """A line of the history: its number, what was done in words, and when (ISO 8601, UTC; "" when unknown)."""

    version: int
    sentence: str
    when: str


class Record(NamedTuple):
    """A version as it was kept: the film, the version it was made from (None for the first), and its line."""

    film: Film
    parent: int | None
    line: Version
    mark: str = ""
    """The call it was made for; "" for none."""


@lru_cache(maxsize=8)
def _record(text: bytes, number: int) -> Record:
    """A version's file as read; DocumentError when it is not what was written. The last few are kept by their very bytes."""
    name = f"history/{number:06d}.json"
    document = read_document(text, name)
    if document.pop("digest", None) != digest(document) or not isinstance(document.get("film"), dict):
        raise DocumentError(f"{name} is not what was written there. The other versions are kept.")
    line = Version(number, str(document.get("sentence", "")), str(document.get("when", "")))
    parent = document.get("parent")
    film, mark = load_film(json.dumps(document["film"]), name), str(document.get("mark", ""))
    return Record(film, parent if isinstance(parent, int) else None, line, mark)


class History:
    """The folder history/: `NNNNNN.json` for each version and `cursor.json` for the version film.json last was.

    The cursor is a hint: film.json itself says which version it is, and the cursor only tells what a change made
    by hand was made from. Redo goes to the newest version made from the present one, so cut-off versions stay.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def numbers(self) -> list[int]:
        """All version numbers there are files for, in order."""
        names = (path.stem for path in self.folder.glob("[0-9]*.json"))
        return sorted(int(name) for name in names if name.isascii() and name.isdigit() and name == f"{int(name):06d}")

    def read(self, number: int) -> Record:
        """That version; DocumentError when it is not there, or is not what was written."""
        try:
            text = read_bounded(self.folder / f"{number:06d}.json", 2 * LARGEST)
        except OSError as error:
            raise DocumentError(f"There is no version {number} of this film that can be read ({error.strerror}).") from error
        return _record(text, number)

    def line(self, number: int) -> Version:
        """That version's line; for a file that cannot be read any more, a line that says so."""
        try:
            return self.read(number).line
        except DocumentError:
            return Version(number, "(this version can no longer be read)", "")

    def which(self, film: Film) -> int | None:
        """The version that `film` is, when it is the one its number says or the one we last wrote; None for another."""
        numbers = self.numbers()
        for number in (film.version, self.cursor):
            if number in numbers:
                with contextlib.suppress(DocumentError):
                    if same_film(self.read(number).film, film):
                        return number
        return None

    def last_readable(self) -> int | None:
        """The version we last wrote when it can be read, else the newest that can; None when there is none."""
        cursor = self.cursor
        for number in [*([cursor] if cursor else []), *reversed(self.numbers())]:
            with contextlib.suppress(DocumentError):
                self.read(number)
                return number
        return None

    def write(self, film: Film, parent: int | None, sentence: str, mark: str = "") -> None:
        """Keep a film under its version number; OSError when the disk will not. The caller holds the lock."""
        document: dict[str, Any] = {
            "version": film.version,
            "parent": parent,
            "sentence": sentence.encode("utf-8", "replace").decode(),
            "when": datetime.now(UTC).isoformat(timespec="seconds"),
            "film": plain(film),
        }
        if mark:
            document["mark"] = mark
        document["digest"] = digest(document)
        self._put(f"{film.version:06d}.json", document)

    def next_number(self) -> int:
        """The number a new version gets: one more than any ever given."""
        return max(self.numbers(), default=0) + 1

    def parent(self, number: int) -> int | None:
        """The version that `number` was made from; where its file is broken, the readable one before it."""
        try:
            parent = self.read(number).parent
        except DocumentError:
            parent = max((earlier for earlier in self.numbers() if earlier < number), default=None)
        return self._readable(parent)

    def _readable(self, number: int | None) -> int | None:
        while number is not None:
            try:
                self.read(number)
                return number
            except DocumentError as error:
                log.warning("%s Going on to the version before it.", error)
                number = max((earlier for earlier in self.numbers() if earlier < number), default=None)
        return None

    def child(self, number: int) -> int | None:
        """The newest readable version made from `number`, which is what redo means; None when there is none."""
        for later in reversed(self.numbers()):
            if later <= number:
                return None
            try:
                if self.read(later).parent == number:
                    return later
            except DocumentError as error:
                log.warning("%s It was passed over.", error)
        return None

    @property
    def cursor(self) -> int | None:
        """The version film.json was when we last wrote it, if that is known."""
        try:
            at = read_document(read_bounded(self.folder / "cursor.json", 2 * LARGEST), "history/cursor.json").get("at")
        except (OSError, DocumentError):
            return None
        return at if isinstance(at, int) and at in self.numbers() else None

    @cursor.setter
    def cursor(self, number: int) -> None:
        self._put("cursor.json", {"at": number})

    def keep_broken(self, document: Path) -> Path:
        """Move a film.json that cannot be read into the history, whatever it is; returns where. OSError if it cannot."""
        number = 1
        while os.path.lexists(self.folder / f"broken-{number}.json"):
            number += 1
        path = self.folder / f"broken-{number}.json"
        os.rename(document, path)  # noqa: PTH104
        return path

    def sweep(self) -> None:
        """Remove what a killed write left behind; the caller holds the lock."""
        sweep_temporaries(self.folder)

    def _put(self, name: str, document: dict[str, Any]) -> None:
        text = json.dumps(document, indent=1, ensure_ascii=False) + "\n"
        write_atomically(self.folder / name, text.encode())
