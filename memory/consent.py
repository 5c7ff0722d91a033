"""The ledger of consent: who let which voice be used for what, in rows that are only added and hold each other's hashes.

One file of the user's, `consent.jsonl`, one row a line. Every row holds the hash of the row before, and a record's id is a
piece of its own hash, so that a film which names an id names everything that was agreed. `consent.head` holds how far the
ledger had come, so that rows cut off its end are missed. One thing it cannot show: whoever may write here can forge all anew.
"""

from __future__ import annotations

import json
import os
import pwd
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from memory.canonical import canonical, digest
from memory.errors import Refused
from memory.files import contained, held, make_folder, plainly, read_bounded, sync_folder, write_atomically

LEDGER, HEAD = "consent.jsonl", "consent.head"
ID_DIGITS = 16
"""Digits of its hash by which a record is called."""
_FIRST = "0" * 64
_LARGEST = 64 * 2**20
_PATIENCE = 20.0
_REMEDY = "Put a copy of both back that you trust, or move the folder away and enroll again. Films and takes are untouched."

Kind = Literal["challenge", "attempt", "consent", "likeness", "revocation"]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Scope(_Data):
    """What a consent covers: these films by id (none: any), one user of this computer, one purpose, some languages."""

    user: str
    purpose: str
    films: tuple[str, ...] = ()
    film_title: str = ""
    """What the one film is called, for sentences."""
    languages: tuple[str, ...] = ("en",)
    expires: str = ""
    """The moment it ends, ISO 8601 in UTC; "" for when it is revoked."""


class Challenge(_Data):
    """A sentence that somebody shall read aloud, with words that were drawn for this once."""

    name: str
    person: str
    scope: Scope
    language: str
    words: tuple[str, ...]
    sentence: str
    until: str
    """ISO 8601 in UTC: read later, it counts for nothing."""


class Attempt(_Data):
    """A recording that was brought for a challenge and not accepted."""

    challenge: str
    recording: str
    """SHA-256 of its sound."""


class Consent(_Data):
    """A record: the person agreed to the scope, and these recordings and scores are why that was believed."""

    name: str
    person: str
    scope: Scope
    challenge: str
    """The id of the challenge that was read aloud."""
    reference: str
    """SHA-256 of the reference as it was given."""
    recording: str
    """SHA-256 of the sound of the consent as it was given."""
    kept: dict[str, str]
    """The files that were kept of both, by name, with their SHA-256."""
    transcript: str
    scores: dict[str, float]
    unchecked: tuple[str, ...] = ()
    """What could not be checked on this computer, in words."""
    program: str = ""


class Likeness(_Data):
    """How somebody looks, so that pictures of them are known; it allows nothing. Its numbers lie elsewhere and can go."""

    person: str
    picture: str
    """SHA-256 of the photograph, which is not kept."""
    face: str
    """SHA-256 of the file with the face's numbers."""


class Revocation(_Data):
    """A record counts no more."""

    record: str
    why: str = ""


D = TypeVar("D", bound=_Data)


class Row(BaseModel):
    """One line of the ledger."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    number: int
    at: str
    kind: Kind
    data: dict[str, Any]
    before: str
    seal: str
    """SHA-256 of all the rest of the row."""

    @property
    def id(self) -> str:
        """What the row is called by."""
        return self.seal[:ID_DIGITS]


def now() -> str:
    """The present moment, ISO 8601 in UTC to the second: such texts compare as the moments do."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def this_user() -> str:
    """The name of the account that runs this program, or its number where it has no name."""
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


class Ledger:
    """The rows in one folder. Reading checks all of them; Refused when any was changed, taken out or cut off."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._path, self._head = folder / LEDGER, folder / HEAD

    def rows(self) -> tuple[Row, ...]:
        """All rows, oldest first; none when there is no ledger. Refused when it is not as it was written."""
        with plainly("Reading the ledger of consent"):
            if not self._path.exists():
                if self._head.exists():
                    raise _broken("the ledger itself is gone")
                return ()
            whole, _ = _lines(read_bounded(self._path, _LARGEST, _REMEDY))
            rows = _chain(whole)
            self._compare_head(rows)
        return rows

    def append(self, kind: Kind, data: _Data) -> Row:
        """Add a row, on the disk before this returns. Refused when the ledger was changed, FilmError when the disk will not."""
        with plainly("Writing to the ledger of consent"), self._writing():
            rows = self.rows()
            content = {
                "number": len(rows) + 1, "at": now(), "kind": kind, "data": data.model_dump(mode="json"),
                "before": rows[-1].seal if rows else _FIRST,
            }  # fmt: skip
            row = Row.model_validate({**content, "seal": digest(content)})
            if rows:
                self._note(rows[-1])
            self._add(_line(row))
            self._note(row)
        return row

    def find(self, kind: Kind, model: type[D]) -> dict[str, D]:
        """The rows of a kind by id, as what they are, oldest first."""
        try:
            return {row.id: model.model_validate(row.data) for row in self.rows() if row.kind == kind}
        except ValidationError as error:
            raise _broken(f"a row of kind {kind} says what no version of this program writes") from error

    def revoked(self) -> dict[str, str]:
        """The ids of records that were revoked, each with the moment of it."""
        return {Revocation.model_validate(row.data).record: row.at for row in self.rows() if row.kind == "revocation"}

    @contextmanager
    def _writing(self) -> Iterator[None]:
        make_folder(self.folder)
        self.folder.chmod(0o700)
        busy = "Another program is writing to the ledger of consent. Nothing was written. Try again in a moment."
        with held(self.folder / ".consent.lock", _PATIENCE, busy, "Writing to the ledger of consent"):
            yield

    def _add(self, line: bytes) -> None:
        """Write behind the last whole row; half a row, left by a power cut before it was known, is taken away first."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            with os.fdopen(descriptor, "r+b") as file:
                _, end = _lines(file.read())
                file.truncate(end)
                file.seek(end)
                file.write(line)
                file.flush()
                os.fsync(file.fileno())
        finally:
            sync_folder(self.folder)

    def _note(self, row: Row) -> None:
        write_atomically(self._head, canonical({"rows": row.number, "seal": row.seal}).encode())

    def _compare_head(self, rows: tuple[Row, ...]) -> None:
        """The head is written after its row, so that it may be one behind and never ahead."""
        try:
            known = json.loads(read_bounded(self._head, 4096)) if self._head.exists() else {"rows": 0}
            count, seal = int(known["rows"]), known.get("seal")
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise _broken("consent.head cannot be read") from error
        if not 0 <= len(rows) - count <= 1:
            raise _broken(f"it should have {count} rows and has {len(rows)}")
        if count and rows[count - 1].seal != seal:
            raise _broken(f"row {count} is another one than was written")


def _line(row: Row) -> bytes:
    return canonical(row).encode() + b"\n"


def _lines(content: bytes) -> tuple[list[bytes], int]:
    """The whole lines of a ledger, and where the last of them ends."""
    end = content.rfind(b"\n") + 1
    return content[:end].splitlines(keepends=True), end


def _chain(lines: list[bytes]) -> tuple[Row, ...]:
    rows: list[Row] = []
    for number, line in enumerate(lines, 1):
        try:
            row = Row.model_validate_json(line)
        except ValidationError as error:
            raise _broken(f"row {number} cannot be read") from error
        content = row.model_dump(mode="json", exclude={"seal"})
        if _line(row) != line or digest(content) != row.seal:
            raise _broken(f"row {number} is not what it was")
        if row.number != number or row.before != (rows[-1].seal if rows else _FIRST):
            raise _broken(f"row {number} does not follow the row before it")
        rows.append(row)
    return tuple(rows)


def _broken(what: str) -> Refused:
    return Refused(
        f"The ledger of consent was changed after it was written: {what}. Nothing is spoken in an enrolled voice until it is "
        f"mended. {_REMEDY}"
    )


FILM_ID = "consent/film-id"


def film_id(root: Path) -> str:
    """The name by which a consent knows the film in a project's folder; "" when none was ever given for it alone."""
    path = contained(root, FILM_ID)
    return path.read_text("ascii", "replace").strip()[:32] if path.is_file() and path.stat().st_size <= 64 else ""


def name_film(root: Path) -> str:
    """The film's name for consents, given now when it has none; it stays with the folder, whatever becomes of the film."""
    found = film_id(root)
    if not found:
        found = secrets.token_hex(8)
        with plainly("Naming the film for a consent"):
            make_folder(contained(root, FILM_ID).parent)
            write_atomically(contained(root, FILM_ID), found.encode())
    return found
