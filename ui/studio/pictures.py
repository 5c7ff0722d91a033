"""Pictures for the page, drawn when a browser asks for one: small drawings, by a worker that no render uses."""

from __future__ import annotations

import logging
import tempfile
import threading
from collections import OrderedDict
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from memory.canonical import digest
from memory.errors import FilmError, TakeError
from memory.film import Film
from memory.store import TakeStore
from tools.callsheet import Job
from tools.engines import StillRequest
from tools.executor import LocalExecutor
from tools.glimpses import Glimpse, developed, glimpses, previews, tidy, wanting
from tools.work import Outcome, Task

log = logging.getLogger(__name__)

_KNOWN = 20_000
"""Glimpses that are remembered by their key."""
_PATIENCE = 60.0
"""Seconds that a browser waits for one drawing."""


class Pictures:
    """Knows which glimpse a key means, and draws it. Safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: OrderedDict[str, tuple[Path, Glimpse]] = OrderedDict()
        self._versions: dict[tuple[Path, int], dict[str, Glimpse]] = {}
        self._drawing: dict[str, Future[Outcome]] = {}
        self._worker: LocalExecutor | None = None
        self._closed = False

    def of(self, film: Film, root: Path) -> dict[str, Glimpse]:
        """The glimpse of every scene of a film, which may be asked for by its key from now on."""
        made = glimpses(film, TakeStore(root / "takes"))
        with self._lock:
            for glimpse in made.values():
                self._known[glimpse.key] = (root, glimpse)
                self._known.move_to_end(glimpse.key)
            while len(self._known) > _KNOWN:
                self._known.popitem(last=False)
        return made

    def of_version(self, film: Film, root: Path) -> dict[str, Glimpse]:
        """As `of`, for a version of the history: found out once, since versions never change."""
        place = (root, film.version)
        with self._lock:
            there = self._versions.get(place)
        if there is None or any(glimpse.key not in self._known for glimpse in there.values()):
            there = self.of(film, root)
            with self._lock:
                self._versions[place] = there
        return there

    def first(self, film: Film, root: Path) -> dict[str, Glimpse]:
        """The glimpse of a film's first scene alone."""
        return self.of(film.model_copy(update={"scenes": film.scenes[:1]}), root)

    def file(self, root: Path, key: str) -> Path | None:
        """The picture of that key for a film's folder, drawn now if need be; None when there is or can be none.

        FilmError says why a picture could not be drawn.
        """
        with self._lock:
            home, glimpse = self._known.get(key, (root, None))
        if glimpse is None or home != root:
            there = previews(root).find(key, verify=False) if home == root else None
            return there.main if there and there.manifest.role == "glimpse" else None
        drawing = wanting(glimpse, root)
        if drawing:
            self._draw(drawing, root)
        return developed(glimpse, root)

    def wake(self) -> None:
        """Let the worker load what drawing needs, while the page opens."""
        with tempfile.TemporaryDirectory(prefix="onereel-wake-") as folder:
            request = StillRequest(width=96, height=54, description="A lighthouse on a cliff by the sea at dusk.")
            job = Job("still", None, None, "stills", "papercut", request, (), digest({"wake": request}))
            try:
                self._submit(Task(Path(folder) / "takes", job)).result(_PATIENCE)
            except Exception:
                log.debug("waking the pictures' worker failed", exc_info=True)

    def close(self) -> None:
        """End the worker."""
        with self._lock:
            self._closed, worker, self._worker = True, self._worker, None
        if worker is not None:
            worker.close()

    def _draw(self, job: Job, root: Path) -> None:
        """Wait for a drawing; two browsers that want the same one wait for one."""
        with self._lock:
            future = self._drawing.get(job.key)
        if future is None:
            future = self._submit(Task(previews(root).root, job))
            with self._lock:
                self._drawing[job.key] = future
        try:
            future.result(_PATIENCE)
        except (BrokenProcessPool, TimeoutError) as error:
            self._renew()
            raise TakeError("The picture could not be drawn just now. Look again in a moment.") from error
        finally:
            with self._lock:
                self._drawing.pop(job.key, None)
        tidy(root)

    def _submit(self, task: Task) -> Future[Outcome]:
        with self._lock:
            if self._closed:
                raise FilmError("The studio is closing.")
            if self._worker is None:
                self._worker = LocalExecutor(1)
            return self._worker.submit(task)

    def _renew(self) -> None:
        with self._lock:
            worker, self._worker = self._worker, None
        if worker is not None:
            worker.close()
