"""Enrolled likenesses: how somebody looks, as numbers of their face, so that pictures of them are known as theirs.

A likeness is a row in the ledger of consent (`memory.consent`) and one file beside it, `faces/<record>.json`: 128 numbers. The
photograph is not kept. It protects and allows nothing; what allows is the person's consent. Deleted, the file is gone.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from memory.canonical import canonical, digest, file_digest
from memory.consent import Ledger, Likeness, Revocation
from memory.errors import FilmError, Refused
from memory.files import contained, make_folder, plainly, read_bounded, write_atomically

NUMBERS = 128
"""Of one face; two of the same person lie within `tools.guards.drawn_faces.SAME` of each other."""
_LARGEST = 64 * 1024
Face = tuple[float, ...]


@dataclass(frozen=True)
class Known:
    """An enrolled likeness: its record's id, whose it is, and the numbers of the face."""

    record: str
    person: str
    face: Face


def add_likeness(folder: Path, person: str, picture: Path, face: Sequence[float]) -> str:
    """Keep how a person looks and return the record's id; the numbers are on the disk before the ledger names them."""
    numbers = [round(float(each), 5) for each in face]
    content = canonical({"face": numbers}).encode()
    with plainly(f"Keeping the likeness of {person}"):
        make_folder(contained(folder, "faces"))
        kept = digest({"face": numbers})
        write_atomically(contained(folder, f"faces/{kept}.json"), content)
    data = Likeness(person=person, picture=file_digest(picture), face=kept)
    return Ledger(folder).append("likeness", data).id


def likenesses(folder: Path) -> list[Known]:
    """Every enrolled likeness that was not removed, oldest first. Refused when one was changed or lost since."""
    ledger = Ledger(folder)
    gone = ledger.revoked()
    return [_known(folder, record, row) for record, row in ledger.find("likeness", Likeness).items() if record not in gone]


def _known(folder: Path, record: str, row: Likeness) -> Known:
    try:
        found = json.loads(read_bounded(contained(folder, f"faces/{row.face}.json"), _LARGEST))["face"]
        whole = len(found) == NUMBERS and digest({"face": found}) == row.face
    except (OSError, ValueError, KeyError, TypeError, FilmError):
        found, whole = [], False
    if not whole:
        raise Refused(
            f"The likeness of {row.person} is missing or was changed, so that pictures cannot be compared with it. Nothing was "
            f"made. Remove it (onereel likeness remove {row.person!r}) and add it anew."
        )
    return Known(record, row.person, tuple(found))


def remove_likeness(folder: Path, person: str) -> list[str]:
    """Take somebody's likenesses off and delete their numbers; the records' ids. FilmError when there are none."""
    ledger = Ledger(folder)
    gone, rows = ledger.revoked(), ledger.find("likeness", Likeness)
    mine = {key: row for key, row in rows.items() if key not in gone and row.person.casefold() == person.strip().casefold()}
    if not mine:
        raise FilmError(f"No likeness of {person.strip()[:80]!r} is enrolled. `onereel likeness list` shows them.")
    for key in mine:
        ledger.append("revocation", Revocation(record=key, why="likeness removed"))
    others = {row.face for key, row in rows.items() if key not in gone and key not in mine}
    with plainly(f"Deleting the likeness of {person}"):
        for row in mine.values():
            if row.face not in others:
                contained(folder, f"faces/{row.face}.json").unlink(missing_ok=True)
    return list(mine)
