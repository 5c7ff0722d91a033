"""The book of paid calls: a job's key is written down before a server is asked for it, and what became of it afterwards."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType

from memory.files import plainly

BOOK = "paid.jsonl"


def project_of(folder: Path) -> Path | None:
    """The project that a take's folder lies in, None outside of one."""
    return next((above for above in folder.absolute().parents if (above / "film.json").is_file()), None)


class Paid:
    """A block in which a server is asked for something that costs: a row before it and one after it, on the disk."""

    def __init__(self, root: Path | None, key: str, what: str, cost: float) -> None:
        self._root, self._row = root, {"key": key, "what": what, "cost": round(cost, 6)}

    def __enter__(self) -> None:
        """Write down that the call is about to be made."""
        self._write("asked")

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Write down whether an answer came."""
        self._write("failed" if kind else "answered")

    def _write(self, state: str) -> None:
        if self._root is None:
            return
        row = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "state": state, **self._row}
        with plainly("Writing down a paid call"), (self._root / BOOK).open("a", encoding="utf-8") as book:
            book.write(json.dumps(row) + "\n")
            book.flush()
            os.fsync(book.fileno())


def calls(root: Path) -> list[dict[str, object]]:
    """The rows of a project's book, oldest first; a row cut off by a crash is left out."""
    path = root / BOOK
    rows: list[dict[str, object]] = []
    for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else []:
        try:
            rows.append(json.loads(line))
        except json.JSONDecodeError:
            continue
    return rows
