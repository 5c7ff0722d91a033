"""The film's record of what was refused: one JSON line a refusal, only ever added to, in the project's folder."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from memory.errors import FilmError
from memory.files import contained, make_folder

RECORD = "refusals.jsonl"
_LARGEST = 4_000_000
"""Bytes of the record beyond which nothing more is added."""


@dataclass(frozen=True)
class Refusal:
    """One refusal: when, by which rule, and the sentence that the person read."""

    when: str
    rule: str
    said: str


def record(root: Path, rule: str, said: str) -> None:
    """Add a refusal to the film's record; the last one again is not written twice. A record that cannot be written is left."""
    try:
        path = contained(root, RECORD)
        last = refusals(root)[-1:]
        full = path.exists() and path.stat().st_size > _LARGEST
        if full or (last and (last[0].rule, last[0].said) == (rule, said)):
            return
        make_folder(root)
        line = json.dumps(asdict(Refusal(datetime.now(UTC).isoformat(timespec="seconds"), rule, said)), ensure_ascii=False)
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")
            file.flush()
            os.fsync(file.fileno())
    except (OSError, FilmError):
        return


def refusals(root: Path) -> tuple[Refusal, ...]:
    """What was refused in a film, oldest first; lines that cannot be read (half-written in a power cut) are passed over."""
    try:
        lines = contained(root, RECORD).read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return ()
    return tuple(each for line in lines if (each := _read(line)))


def _read(line: str) -> Refusal | None:
    try:
        found = json.loads(line)
        return Refusal(str(found["when"]), str(found["rule"]), str(found["said"]))
    except (ValueError, KeyError, TypeError):
        return None
