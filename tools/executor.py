"""Where jobs run: one small seam. Worker processes on this machine by default; another executor needs only these two calls."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from types import FrameType, TracebackType
from typing import Protocol

from tools.settings import calm_threads
from tools.work import Outcome, Task, perform

_WATCH_SECONDS = 1.0


class Executor(Protocol):
    """Runs tasks somewhere; a task is one take, its inputs and outputs known by hash, so running it twice does no harm."""

    workers: int

    def submit(self, task: Task) -> Future[Outcome]:
        """Begin a task; the future raises FilmError when the take cannot be made."""
        ...

    def close(self) -> None:
        """Stop at once: running tasks are ended, their half-made takes are never known."""
        ...


class LocalExecutor:
    """Worker processes on this machine. They end with their parent, however it ends."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        calm_threads()
        context = multiprocessing.get_context("spawn")
        self._pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin_worker)
        self._processes: dict[int, multiprocessing.process.BaseProcess] = {}

    def submit(self, task: Task) -> Future[Outcome]:
        """Hand a task to the next free worker."""
        return self._pool.submit(perform, task)

    def close(self) -> None:
        """End the workers, whatever they are doing."""
        for child in multiprocessing.active_children():
            child.terminate()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def __enter__(self) -> LocalExecutor:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is None:
            self._pool.shutdown(wait=True)
        else:
            self.close()


def _begin_worker() -> None:
    calm_threads()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _leave)
    _watch(os.getppid(), lambda: os.kill(os.getpid(), signal.SIGTERM))


def _leave(number: int, frame: FrameType | None) -> None:
    """Unwind, so that a child ffmpeg is ended and the half-made take removed."""
    raise SystemExit(128 + number)


def _watch(parent: int, leave: Callable[[], None]) -> None:
    """A worker whose parent was killed must not go on for nobody."""

    def look() -> None:
        while os.getppid() == parent:
            time.sleep(_WATCH_SECONDS)
        leave()

    threading.Thread(target=look, daemon=True).start()
