"""The conversation's own record of turns, one row a run, because LangGraph runs a step at least once and an empty `next` lies.

A run is `open`, then `done`; or `asking`, then `open` again with its answer; `delivered` when the person has what it said.
Killed before the row is written: nothing was done, and the words are new when they are said again.
Killed before the graph stored the words: the graph's state names another run; this one begins, with the same id.
Killed while the model thinks: it is asked again; nothing had been done.
Killed in or after a tool: it runs again under the same mark (run id and place of the call), and a mark acts once.
Killed after the last step: the graph holds the finished reply under this run's id; it becomes the row's.
Killed before the reply was read: the row is done and not delivered; the same words get this reply and do nothing again.
Killed while it asks: the question is in the row; the same words ask it again, a yes or no answers it, other words drop it.
Killed after the yes: the answer is in the row before the graph hears it, and names its call, so it answers no other question.
Stopped or failed: the run is closed with a sentence and never begun again by itself; what was done before stays done.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from memory.errors import FilmError

Phase = Literal["open", "asking", "done"]
_SCHEMA = """CREATE TABLE IF NOT EXISTS runs (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, utterance TEXT NOT NULL, answer TEXT NOT NULL DEFAULT '',
    approved TEXT NOT NULL DEFAULT '{}', state TEXT NOT NULL, reply TEXT NOT NULL DEFAULT '{}',
    delivered INTEGER NOT NULL DEFAULT 0, tries INTEGER NOT NULL DEFAULT 0, began TEXT NOT NULL)"""
_COLUMNS = "id, utterance, answer, approved, state, reply, delivered, tries"
_KEPT = 200
"""Rows that are kept; older ones say nothing that a later turn needs."""


@dataclass(frozen=True)
class Run:
    """One row: `said` by the person last in it, what was `approved` (call id to yes or no), and the `reply` as data."""

    id: str
    utterance: str
    answer: str
    approved: dict[str, bool]
    state: Phase
    reply: dict[str, Any]
    delivered: bool
    tries: int

    @property
    def said(self) -> str:
        """The words that drove it last: the answer to its question, or the utterance that began it."""
        return self.answer or self.utterance


class Runs:
    """The table of runs in one SQLite file; every call is one transaction that is on the disk when it returns."""

    def __init__(self, path: Path) -> None:
        """Open the file, or make it; what cannot be read raises sqlite3.DatabaseError or ValueError."""
        self._base = connect(path)
        try:
            with self._base:
                self._base.execute(_SCHEMA)
            self.last()
        except BaseException:
            self._base.close()
            raise

    def close(self) -> None:
        """Let go of the file."""
        self._base.close()

    def begin(self, utterance: str) -> Run:
        """A new open run under an id that no run ever had."""
        name, now = secrets.token_hex(8), datetime.now(UTC).isoformat(timespec="seconds")
        with self._base:
            self._base.execute(
                "INSERT INTO runs (id, utterance, state, began) VALUES (?, ?, 'open', ?)", (name, utterance, now)
            )
            self._base.execute("DELETE FROM runs WHERE number <= (SELECT max(number) FROM runs) - ?", (_KEPT,))
        return self._one(name)

    def last(self) -> Run | None:
        """The newest run; ValueError when its row is not one of ours."""
        row = self._base.execute(f"SELECT {_COLUMNS} FROM runs ORDER BY number DESC LIMIT 1").fetchone()
        return _run(row) if row else None

    def find(self, name: str) -> Run | None:
        """The run of that id; None when it is forgotten."""
        row = self._base.execute(f"SELECT {_COLUMNS} FROM runs WHERE id = ?", (name,)).fetchone()
        return _run(row) if row else None

    def before(self, run: Run) -> list[str]:
        """Ids of the runs before this one, newest first, twenty at most."""
        number = "(SELECT number FROM runs WHERE id = ?)"
        found = self._base.execute(f"SELECT id FROM runs WHERE number < {number} ORDER BY number DESC LIMIT 20", (run.id,))
        return [str(row[0]) for row in found]

    def try_again(self, run: Run) -> Run:
        """Count one more try of an open run."""
        return self._change(run, tries=run.tries + 1)

    def ask(self, run: Run, reply: dict[str, Any]) -> Run:
        """The run waits for the person's yes or no to what `reply` asks."""
        return self._change(run, state="asking", reply=json.dumps(reply), delivered=0)

    def answer(self, run: Run, words: str, call: str, *, yes: bool) -> Run:
        """The person answered, in these words, the question about this call: the run is open again."""
        approved = json.dumps({**run.approved, call: yes})
        return self._change(run, state="open", answer=words, approved=approved, tries=0)

    def finish(self, run: Run, reply: dict[str, Any]) -> Run:
        """The run is done, and this is what it says."""
        return self._change(run, state="done", reply=json.dumps(reply), delivered=0)

    def deliver(self, run: Run) -> None:
        """The person has what the run says; the same words are new from now on."""
        self._change(run, delivered=1)

    def _change(self, run: Run, **values: Any) -> Run:
        names = ", ".join(f"{name} = ?" for name in values)
        with self._base:
            self._base.execute(f"UPDATE runs SET {names} WHERE id = ?", (*values.values(), run.id))
        return self._one(run.id)

    def _one(self, name: str) -> Run:
        return _run(self._base.execute(f"SELECT {_COLUMNS} FROM runs WHERE id = ?", (name,)).fetchone())


def _run(row: tuple[Any, ...]) -> Run:
    name, utterance, answer, approved, state, reply, delivered, tries = row
    decided, said = json.loads(approved), json.loads(reply)
    if state not in ("open", "asking", "done") or not isinstance(decided, dict) or not isinstance(said, dict):
        raise ValueError("this is not a run")
    return Run(str(name), str(utterance), str(answer), decided, state, said, bool(delivered), int(tries))


def connect(path: Path) -> sqlite3.Connection:
    """A SQLite file that outlasts a crash at any moment; sqlite3.DatabaseError when it is damaged or none."""
    base = sqlite3.connect(path, check_same_thread=False, timeout=5)
    try:
        base.execute("PRAGMA journal_mode=WAL")
        base.execute("PRAGMA synchronous=FULL")
        if (found := base.execute("PRAGMA quick_check(1)").fetchone()) != ("ok",):
            raise sqlite3.DatabaseError(str(found))
    except BaseException:
        base.close()
        raise
    return base


def set_aside(path: Path) -> str:
    """Move a damaged store, with what SQLite keeps beside it, out of the way; returns its new name, or raises FilmError."""
    number = 1
    while os.path.lexists(path.with_name(f"{path.stem}.damaged-{number}")):
        number += 1
    aside = path.with_name(f"{path.stem}.damaged-{number}")
    try:
        path.rename(aside)
        for tail in ("-wal", "-shm"):
            with contextlib.suppress(FileNotFoundError):
                path.with_name(path.name + tail).rename(aside.with_name(aside.name + tail))
    except OSError as error:
        raise FilmError(
            f"{path} is damaged and could not be moved away ({error.strerror}). The film is unchanged. Move it yourself."
        ) from error
    return aside.name
