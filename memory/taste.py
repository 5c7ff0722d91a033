"""What was liked, kept, undone and asked to be remembered, over all films of one user: a log of rows, and the truth.

One SQLite file. Rows are only ever added; forgetting empties a row and keeps its key, so that a call that is
delivered twice cannot bring back what was forgotten in between. Any index over the log can be made again from it.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import secrets
import sqlite3
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from filelock import FileLock, Timeout

from memory.errors import DocumentError, FilmError
from memory.files import make_folder, plainly

log = logging.getLogger(__name__)
T = TypeVar("T")

KINDS = ("liked", "disliked", "kept", "undone", "palette", "voice", "look", "prompt", "note")
LONGEST = 2_000
"""Characters of one row's text; more is cut off."""
NAME = "taste.sqlite"
_LONGEST_DATA = 20_000
_LONGEST_KEY = 200
_PATIENCE = 20.0
"""Seconds to wait for another program that is writing; a row takes some milliseconds."""
_GAP = 1_000
"""Rows in a row that may be unreadable before salvage gives up."""
_JOINERS = "\u200c\u200d"
_SCHEMA = """
CREATE TABLE IF NOT EXISTS rows (
    id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, at TEXT NOT NULL, film TEXT NOT NULL,
    kind TEXT NOT NULL, text TEXT NOT NULL, data TEXT NOT NULL, model TEXT NOT NULL, vector BLOB NOT NULL,
    forgotten INTEGER NOT NULL DEFAULT 0);
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


@dataclass(frozen=True)
class Entry:
    """What is to be remembered: one of KINDS, the words, the film it came from ("" for none), and facts for machines."""

    kind: str
    text: str
    film: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """One thing remembered. `when` is ISO 8601 in UTC; `likeness` (-1..1) is set where the row answers a question."""

    id: int
    key: str
    when: str
    film: str
    kind: str
    text: str
    data: Mapping[str, Any]
    likeness: float = field(default=0.0, compare=False)


@dataclass(frozen=True)
class Vector:
    """The meaning of a row's text: the model that measured it, and its float32 numbers as bytes."""

    model: str = ""
    numbers: bytes = b""


def clean(text: str, longest: int = LONGEST) -> str:
    """Text from anywhere as one bounded line of data: control, direction and unassigned characters become spaces."""
    letters = (c if c in _JOINERS or not unicodedata.category(c).startswith("C") else " " for c in text[: 4 * longest])
    return " ".join("".join(letters).split())[:longest].rstrip()


def add_row(folder: Path, key: str, entry: Entry, vector: Vector | None = None) -> Row:
    """Write a row and return it; when one of that key is there already, that one is returned and nothing is written.

    FilmError when the kind is unknown, when there are no words or too many facts, or when the disk will not.
    """
    if entry.kind not in KINDS:
        raise FilmError(f"There is no kind of memory called {entry.kind[:80]!r}. Choose one of: {', '.join(KINDS)}.")
    key, text, film = clean(key, _LONGEST_KEY), clean(entry.text), clean(entry.film, 300)
    if not text or not key:
        raise FilmError("There are no words to remember. Nothing was written. Say what should be remembered.")
    data = json.dumps(_cleaned(entry.data), ensure_ascii=False, allow_nan=False)
    if len(data) > _LONGEST_DATA:
        raise FilmError("That is too much to remember at once. Nothing was written. Say it in fewer words.")
    vector = vector or Vector()
    now = datetime.now(UTC).isoformat(timespec="milliseconds")
    values = (key, now, film, entry.kind, text, data, vector.model, vector.numbers)

    def write(base: sqlite3.Connection) -> Row:
        base.execute(
            "INSERT INTO rows (key, at, film, kind, text, data, model, vector) VALUES (?,?,?,?,?,?,?,?)"
            " ON CONFLICT (key) DO NOTHING",
            values,
        )
        return _row(base.execute(f"{_SELECT} WHERE key = ?", (key,)).fetchone())

    return _writing(folder, write)


def rows(folder: Path, film: str = "") -> list[Row]:
    """All that is remembered, oldest first, of all films or of one; forgotten rows are left out. Empty when there is no log."""
    where, values = ("AND film = ?", (clean(film, 300),)) if film else ("", ())
    return _reading(
        folder, lambda base: [_row(r) for r in base.execute(f"{_SELECT} WHERE forgotten = 0 {where} ORDER BY id", values)], []
    )


def find_row(folder: Path, key: str) -> tuple[Row, bool] | None:
    """The row of that key and whether it was forgotten; None when there never was one."""

    def look(base: sqlite3.Connection) -> tuple[Row, bool] | None:
        found = base.execute(f"{_SELECT} WHERE key = ?", (clean(key, _LONGEST_KEY),)).fetchone()
        return (_row(found), bool(found[7])) if found else None

    return _reading(folder, look, None)


def vectors(folder: Path, model: str) -> dict[int, bytes]:
    """The numbers of every row by its id, as that model measured them; b"" for rows that it has not measured yet."""
    text = "SELECT id, CASE model WHEN ? THEN vector ELSE x'' END FROM rows WHERE forgotten = 0 ORDER BY id"
    return _reading(folder, lambda base: dict(base.execute(text, (model,)).fetchall()), {})


def keep_vectors(folder: Path, model: str, measured: Mapping[int, bytes]) -> None:
    """Store what a model measured, by row id; FilmError when the disk will not."""
    values = [(model, numbers, row) for row, numbers in measured.items()]
    _writing(folder, lambda base: base.executemany("UPDATE rows SET model = ?, vector = ? WHERE id = ?", values))


def forget_row(folder: Path, key: str) -> bool:
    """Empty the row of that key, on the disk too; False when there is none or it was forgotten before."""
    found = find_row(folder, key)
    if found is None or found[1]:
        return False
    text = (
        "UPDATE rows SET forgotten = 1, film = '', kind = 'note', text = '', data = '{}', model = '', vector = x''"
        " WHERE id = ? AND forgotten = 0"
    )
    return _writing(folder, lambda base: base.execute(text, (found[0].id,)).rowcount > 0)


def identity(folder: Path) -> str:
    """The log's own name, 32 hexadecimal digits, by which an index knows that it is this log's; "" when there is no log."""
    return _reading(folder, lambda base: str(base.execute("SELECT value FROM facts WHERE name = 'identity'").fetchone()[0]), "")


_SELECT = "SELECT id, key, at, film, kind, text, data, forgotten FROM rows"


def _row(found: Sequence[Any]) -> Row:
    row, key, when, film, kind, text, data, _ = found
    return Row(row, key, when, film, kind, text, json.loads(data))


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {clean(str(key), _LONGEST_KEY): _cleaned(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(item) for item in value]
    return value


def _reading(folder: Path, look: Callable[[sqlite3.Connection], T], nothing: T) -> T:
    """What `look` finds; `nothing` when there is no log yet. A log that is damaged is mended first."""
    with plainly("Reading the memory"):
        if not (folder / NAME).exists():
            return nothing
    try:
        with _open(folder) as base:
            return look(base)
    except sqlite3.DatabaseError as error:
        if _passing(error):
            raise _sentence(error) from error
    return _writing(folder, look)


def _writing(folder: Path, work: Callable[[sqlite3.Connection], T]) -> T:
    """Do some work as the only writer, in one transaction; the log is made when it is not there, mended when damaged."""
    with plainly("Writing to the memory"):
        make_folder(folder)
        try:
            with FileLock(folder / "taste.lock", timeout=_PATIENCE):
                try:
                    return _transaction(folder, work)
                except sqlite3.DatabaseError as error:
                    if _passing(error):
                        raise
                    _salvage(folder)
                    return _transaction(folder, work)
        except Timeout as error:
            raise FilmError("Another program is writing to the memory. Nothing was written. Try again in a moment.") from error
        except sqlite3.Error as error:
            raise _sentence(error) from error


def _passing(error: sqlite3.Error) -> bool:
    """Whether the trouble lies outside the file: it is locked, full or read-only, or not ours to open."""
    return isinstance(error, sqlite3.OperationalError) and getattr(error, "sqlite_errorcode", 0) != sqlite3.SQLITE_CORRUPT


def _sentence(error: sqlite3.Error) -> FilmError:
    return DocumentError(
        f"The memory cannot be read or written ({error}). What was remembered before is kept, and no film was touched. "
        "Look at the disk and the rights of the memory's folder, then try again."
    )


def _transaction(folder: Path, work: Callable[[sqlite3.Connection], T]) -> T:
    with _open(folder) as base:
        base.execute("BEGIN IMMEDIATE")
        try:
            done = work(base)
            base.execute("COMMIT")
        except BaseException:
            with contextlib.suppress(sqlite3.Error):
                base.execute("ROLLBACK")
            raise
    return done


@contextlib.contextmanager
def _open(folder: Path) -> Iterator[sqlite3.Connection]:
    base = sqlite3.connect(folder / NAME, timeout=_PATIENCE, isolation_level=None)
    try:
        base.execute("PRAGMA journal_mode = WAL")
        base.execute("PRAGMA synchronous = FULL")
        base.execute("PRAGMA secure_delete = ON")
        if base.execute("SELECT count(*) FROM sqlite_master WHERE name = 'facts'").fetchone()[0] == 0:
            begin = f"INSERT OR IGNORE INTO facts VALUES ('identity', '{secrets.token_hex(16)}');"
            base.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} {begin} COMMIT;")
        yield base
    finally:
        base.close()


def _salvage(folder: Path) -> None:
    """Set a damaged log aside and begin a new one with every row that can still be read. The caller holds the lock."""
    number = 1
    while os.path.lexists(folder / f"broken-{number}-{NAME}"):
        number += 1
    aside = folder / f"broken-{number}-{NAME}"
    for ending in ("-wal", "-shm", ""):
        with contextlib.suppress(FileNotFoundError):
            os.rename(folder / f"{NAME}{ending}", f"{aside}{ending}")  # noqa: PTH104
    columns = "id, key, at, film, kind, text, data, model, vector, forgotten"
    saved = list(_legible(aside, columns))
    _transaction(
        folder,
        lambda base: base.executemany(f"INSERT OR IGNORE INTO rows ({columns}) VALUES (?,?,?,?,?,?,?,?,?,?)", saved),
    )
    log.warning(
        "The memory's file was damaged. It was set aside as %s; %d rows could be read and are kept.", aside.name, len(saved)
    )


def _legible(path: Path, columns: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a damaged file that can be read, one by one, past the places that cannot."""
    with contextlib.closing(sqlite3.connect(path)) as base:
        at, missed = 0, 0
        while missed < _GAP:
            try:
                found = base.execute(f"SELECT {columns} FROM rows WHERE id > ? ORDER BY id LIMIT 1", (at,)).fetchone()
            except sqlite3.Error:
                at, missed = at + 1, missed + 1
                continue
            if found is None:
                return
            at, missed = found[0], 0
            with contextlib.suppress(ValueError, TypeError):
                json.loads(found[6])
                yield found
