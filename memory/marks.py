"""What was done for which call: a mark done twice acts once, wherever the process died between the writes.

Before a marked edit, undo or redo anything is written, its line says what is meant (from which version to which); the
line after says that it was done. Whoever next holds the project finishes or drops what was meant and never said to be
done, so that later edits never stand on a half-made one.
"""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Literal, NamedTuple

from memory.errors import DocumentError
from memory.files import read_bounded, write_atomically
from memory.schema import LARGEST

KEPT = 1000
"""Lines that are kept; a mark older than that is forgotten, and no conversation goes back so far."""


class Deed(NamedTuple):
    """What a mark stands for: the version before (None when the film was made) and after, and how far it came.

    `base` and `to` are the same when the edit changed nothing. "dropped" is what never happened, so that it may again.
    """

    mark: str
    base: int | None
    to: int
    state: Literal["meant", "done", "dropped"] = "meant"


class Marks:
    """The file history/marks.jsonl, a line a step, newest last. Lines that cannot be read are passed over."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "marks.jsonl"

    def find(self, mark: str) -> Deed | None:
        """The newest line of a mark; None when it has none, and for the empty mark, which marks nothing."""
        return next((deed for deed in reversed(self._read()) if mark and deed.mark == mark), None)

    def pending(self) -> Deed | None:
        """What was meant last and never said to be done or dropped."""
        newest = self._read()[-1:]
        return newest[0] if newest and newest[0].state == "meant" else None

    def write(self, deed: Deed) -> None:
        """Add a line, flushed to the disk; OSError when the disk will not. The caller holds the project's lock."""
        deeds = [*self._read()[1 - KEPT :], deed]
        text = "".join(json.dumps(each._asdict(), ensure_ascii=True) + "\n" for each in deeds)
        write_atomically(self._path, text.encode())

    def drop(self, deed: Deed) -> None:
        """Say that a deed did not happen. Where the disk is too full for a line, no line is left that says otherwise."""
        try:
            self.write(deed._replace(state="dropped"))
        except OSError:
            with contextlib.suppress(OSError):
                self._path.unlink(missing_ok=True)

    def _read(self) -> list[Deed]:
        try:
            text = read_bounded(self._path, LARGEST).decode("utf-8", "replace")
        except (OSError, DocumentError):
            return []
        return [deed for line in text.splitlines() if (deed := _deed(line))]


def _deed(line: str) -> Deed | None:
    """A line as a deed; None when it is none."""
    try:
        found = Deed(**json.loads(line))
    except (ValueError, TypeError, RecursionError):
        return None
    numbers = isinstance(found.to, int) and (found.base is None or isinstance(found.base, int))
    named = isinstance(found.mark, str) and found.state in ("meant", "done", "dropped")
    return found if named and numbers else None
