"""One job done: find the take or make it. Runs inside a worker process and is safe to run twice."""

from __future__ import annotations

import logging
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from memory.errors import FilmError, TakeError
from memory.files import disk_sentence
from memory.lending import lent_take
from memory.masks import is_mask, mask_take
from memory.store import TakeStore
from memory.takes import Take
from tools import keeping, studio
from tools.callsheet import Job

log = logging.getLogger(__name__)

_LITTLE_DISK = 20_000_000


@dataclass(frozen=True)
class Task:
    """A job and the takes folder it belongs to: the whole take, or, ahead of it, its first or second half (0, 1)."""

    takes: Path
    job: Job
    half: int | None = None
    spent: float = 0.0
    """Seconds that its halves took."""


@dataclass(frozen=True)
class Outcome:
    """How a task went: whether the take was there already, its notes, and the seconds it took now, halves counted in."""

    key: str
    status: Literal["made", "reused"]
    seconds: float
    notes: tuple[str, ...] = ()


def perform(task: Task) -> Outcome:
    """Reuse the take when it is there and whole, else make it; FilmError says what could not be made and why.

    An engine stands on libraries that may fail in any way, so whatever else it raises becomes a TakeError here.
    """
    store, job = TakeStore(task.takes), task.job
    began = time.monotonic() - task.spent
    there = store.find(job.key)
    if there is not None:
        return Outcome(job.key, "reused", 0.0, tuple(there.manifest.notes))
    try:
        notes = _make(store, job, began) if task.half is None else _make_half(store, job, task.half)
    except OSError as error:
        raise TakeError(disk_sentence(error, f"Making {describe(job).lower()}")) from error
    except FilmError as error:
        raise type(error)(f"{describe(job)} could not be made: {error}") from error
    except Exception as error:
        log.debug("a library failed", exc_info=True)
        raise TakeError(_surprise(task, error)) from error
    return Outcome(job.key, "made", time.monotonic() - began, notes)


def describe(job: Job) -> str:
    """The job in words, for progress and errors."""
    where = f" of {job.scene}" if job.scene else ""
    return f"The {job.role}{where} ({job.engine})"


def _make(store: TakeStore, job: Job, began: float) -> tuple[str, ...]:
    inputs = input_takes(store, job)
    spec = studio.spec_of(job.department, job.engine)
    with store.workspace(job.key) as folder:
        with keeping.kept_in(store.root / ".kept"):
            made = studio.synthesise(job.department, job.engine, job.request, inputs, folder, store.root.parent)
        store.commit(
            job.key, folder, role=job.role, engine=spec.name, version=spec.version, licence=spec.licence,
            request=job.request.model_dump(mode="json"), inputs=dict(job.inputs), main=made.main, notes=made.notes,
            data=dict(made.data), seconds=round(time.monotonic() - began, 3),
        )  # fmt: skip
    return made.notes


def _make_half(store: TakeStore, job: Job, number: int) -> tuple[str, ...]:
    """Make half of what will be a take; it is kept for whoever makes the whole."""
    inputs = input_takes(store, job)
    with store.workspace(job.key) as folder, keeping.kept_in(store.root / ".kept"):
        studio.half(job.department, job.engine, job.request, inputs, number, folder, store.root.parent)
    return ()


def input_takes(store: TakeStore, job: Job) -> dict[str, Take]:
    """All that a job's engine is given, by name: the takes it is made from and what was lent; TakeError when one is gone."""
    return {name: _input(store, job, key) for name, key in job.inputs} | _lent(store, job)


def _input(store: TakeStore, job: Job, key: str) -> Take:
    take = store.find(key)
    if take is None:
        raise TakeError(f"a take it is made from ({key[:12]}) is missing or damaged. Run the render again to make it anew.")
    return take


def _lent(store: TakeStore, job: Job) -> dict[str, Take]:
    """What a request names as lent to the film: a sound, a picture, painted masks. The project holds them beside the takes."""
    root, name = store.root.parent, str(getattr(job.request, "file", ""))
    targets = {stroke.target for stroke in getattr(job.request, "strokes", ())} | {str(getattr(job.request, "target", ""))}
    lent = {"lent": (mask_take if is_mask(name) else lent_take)(root, name)} if name else {}
    return lent | {mask: mask_take(root, mask) for mask in targets if is_mask(mask)}


def _surprise(task: Task, error: Exception) -> str:
    full = shutil.disk_usage(task.takes).free < _LITTLE_DISK
    why = "the disk is full. Free some space, then render again" if full else f"{type(error).__name__}: {error}"
    return f"{describe(task.job)} could not be made: {why}. Earlier takes are kept."
