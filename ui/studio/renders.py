"""The queue of renders and exports: one heavy job at a time, each with its place, its progress and a way to stop it.

Both belong to the server and not to a tab: whoever opens the film sees them, and closing the page stops nothing.
"""

from __future__ import annotations

import contextlib
import itertools
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from memory.errors import FilmError
from memory.project import Project
from tools import exporting
from tools.build import Rendered, Step, plan, render
from tools.executor import Executor, LocalExecutor
from tools.exporting import Exported, Wish
from tools.settings import Settings

log = logging.getLogger(__name__)

State = Literal["waiting", "running", "done", "failed", "stopped"]
STOPPED = "Stopped. Finished takes are kept; the next render goes on from there."
_KEPT = 40
"""Renders that are remembered after they ended."""


@dataclass(eq=False)
class Work:
    """One render or export: of which film, where it stands, and what it said in the end."""

    number: int
    root: Path
    settings: Settings
    wish: Wish | None = None
    """What is to be exported; None for a render of the film."""
    state: State = "waiting"
    total: int = 0
    """Takes that it has to make."""
    made: int = 0
    now: dict[str, Step] = field(default_factory=dict)
    """What is being made, by key."""
    steps: list[Step] = field(default_factory=list)
    """What was made, in order; what was there already is left out."""
    began: float = 0
    ended: float = 0
    said: str = ""
    film: Path | None = None
    exported: Exported | None = None
    over: threading.Event = field(default_factory=threading.Event)
    stopping: bool = False
    executor: Executor | None = None

    @property
    def alive(self) -> bool:
        """Whether it waits or runs."""
        return self.state in ("waiting", "running")

    @property
    def seconds(self) -> float:
        """Wall seconds since it began to run, or that it took."""
        return (self.ended or time.monotonic()) - self.began if self.began else 0.0

    def report(self, step: Step) -> None:
        """Hear of the progress of one take."""
        if step.state == "began":
            self.now[step.job.key] = step
            return
        self.now.pop(step.job.key, None)
        if step.state == "made":
            self.made += 1
            self.steps.append(step)


class Renders:
    """The queue and what became of earlier ones. Safe to use from any thread."""

    def __init__(self, make: Callable[[Work], Rendered] | None = None) -> None:
        """`make` does the work of one render; the studio's own is `make_film`."""
        self._make = make or make_film
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._works: list[Work] = []
        self._more = threading.Condition(self._lock)
        self._closed = False
        self._thread: threading.Thread | None = None

    def begin(self, root: Path, settings: Settings, wish: Wish | None = None) -> Work:
        """Put a render of the film, or an export, in the queue; where one waits or runs already, that one is returned."""
        with self._more:
            there = self._alive_of(root, wish is not None)
            if there:
                return there
            work = Work(next(self._numbers), root, settings, wish)
            self._works.append(work)
            self._forget()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="renders", daemon=True)
                self._thread.start()
            self._more.notify_all()
        return work

    def of(self, root: Path, export: bool = False) -> Work | None:
        """The film's render (or export) that waits or runs, else the one that ended last; None when there was none."""
        with self._lock:
            own = [work for work in self._works if work.root == root and (work.wish is not None) == export]
            return self._alive_of(root, export) or next(reversed(own), None)

    def place(self, work: Work) -> int:
        """How many renders come before this one; 0 for the one that runs."""
        with self._lock:
            return sum(other.alive and other.number < work.number for other in self._works) if work.alive else 0

    def stop(self, work: Work) -> None:
        """End a render at once, or take it out of the queue; takes that are finished stay."""
        with self._lock:
            work.stopping = True
            if work.state == "waiting":
                self._end(work, "stopped", STOPPED)
            executor = work.executor
        if executor is not None:
            executor.close()

    def close(self) -> None:
        """Stop everything, for the end of the server."""
        with self._more:
            self._closed = True
            alive = [work for work in self._works if work.alive]
            self._more.notify_all()
        for work in alive:
            self.stop(work)
        if self._thread is not None:
            self._thread.join(timeout=10)

    def _alive_of(self, root: Path, export: bool) -> Work | None:
        own = (work for work in self._works if work.root == root and (work.wish is not None) == export)
        return next((work for work in own if work.alive), None)

    def _forget(self) -> None:
        ended = [work for work in self._works if not work.alive]
        for work in ended[:-_KEPT]:
            self._works.remove(work)

    def _next(self) -> Work | None:
        with self._more:
            while not self._closed:
                work = next((work for work in self._works if work.state == "waiting"), None)
                if work:
                    work.state, work.began = "running", time.monotonic()
                    return work
                self._more.wait()
        return None

    def _run(self) -> None:
        while work := self._next():
            try:
                done = self._make(work)
            except FilmError as error:
                stopped = work.stopping
                self._over(work, "stopped" if stopped else "failed", STOPPED if stopped else str(error))
            except Exception as error:
                log.exception("a render failed")
                self._over(work, "stopped" if work.stopping else "failed", f"The render failed ({type(error).__name__}).")
            else:
                work.film = done.film
                self._over(work, "done", " ".join(done.notes))

    def _over(self, work: Work, state: State, said: str) -> None:
        with self._lock:
            self._end(work, state, said)

    def _end(self, work: Work, state: State, said: str) -> None:
        work.state, work.said, work.ended = state, said, time.monotonic()
        work.now.clear()
        work.executor = None
        work.over.set()


def make_film(work: Work) -> Rendered:
    """Render or export for real, with workers of its own, so that stopping ends them at once."""
    project, wish = Project.open(work.root), work.wish
    planned = exporting.plan(project, wish) if wish else plan(project.film, project.takes)
    work.total = sum(each.status == "made" for each in planned)
    with contextlib.ExitStack() as stack:
        executor = stack.enter_context(LocalExecutor(max(min(work.settings.workers, work.total), 1)))
        work.executor = executor
        if work.stopping:
            raise FilmError(STOPPED)
        done = _exported(work, project, wish, executor) if wish else render(project, executor.workers, work.report, executor)
    project.takes.sweep()
    return done


def _exported(work: Work, project: Project, wish: Wish, executor: LocalExecutor) -> Rendered:
    done = work.exported = exporting.export(project, wish, work.report, executor.workers, executor)
    return Rendered(done.main, done.jobs, done.notes, done.seconds)
