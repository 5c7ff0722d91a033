"""Where jobs run: one small seam. Worker processes on this machine by default; another executor needs only these two calls."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing.connection import Connection, wait
from types import FrameType, TracebackType
from typing import Protocol

from tools import progress
from tools.crew import fork_server, own_environment, take_environment, trim_heap
from tools.engines import Role
from tools.studio import alone, warm
from tools.work import Outcome, Task, perform


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
        self._server = fork_server()
        heard, self._told = multiprocessing.Pipe(duplex=False)
        threading.Thread(target=_listen, args=(heard,), daemon=True).start()
        self._pool = self._crew(workers)
        self._alone: ProcessPoolExecutor | None = None
        self._closing = threading.Lock()

    def _crew(self, workers: int) -> ProcessPoolExecutor:
        given = (own_environment(), self._told)
        return ProcessPoolExecutor(workers, mp_context=self._server, initializer=_begin_worker, initargs=given)

    def wake(self, *engines: tuple[Role, str]) -> None:
        """Start all workers now and let each load these engines (role, name), so that they are ready for the first task."""
        for _ in range(self.workers):
            self._pool.submit(_ready, engines)

    def submit(self, task: Task) -> Future[Outcome]:
        """Hand a task to the next free worker; takes that fill the machine's memory all go to one worker of their own."""
        if not alone(task.job.department, task.job.engine):
            return self._pool.submit(_performed, task)
        if self._alone is None:
            self._alone = self._crew(1)
        return self._alone.submit(_performed, task)

    def _pools(self) -> list[ProcessPoolExecutor]:
        return [self._pool, *([self._alone] if self._alone else [])]

    def close(self) -> None:
        """End the workers, whatever they are doing; also while another thread is at it."""
        # Python 3.14 has terminate_workers() for this; before it, the pool's own table is the only way to its workers.
        with self._closing:
            for pool in self._pools():
                for worker in dict(getattr(pool, "_processes", None) or {}).values():
                    worker.terminate()
                with contextlib.suppress(OSError):  # a pool whose workers died may have closed its pipes itself just now
                    pool.shutdown(wait=True, cancel_futures=True)
            self._told.close()

    def __enter__(self) -> LocalExecutor:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


_line: list[Connection] = []
"""The way from this worker to the process that renders."""


def _performed(task: Task) -> Outcome:
    """Do a task, say of every step how far it is, and give its memory back.

    A message is smaller than what a pipe takes whole, so that none mix.
    """

    def say(step: int, steps: int) -> None:
        with contextlib.suppress(OSError):  # who renders may be gone; _watch ends this worker then
            _line[0].send((task.job.key, step, steps))

    try:
        with progress.heard_by(say):
            return perform(task)
    finally:
        trim_heap()


def _listen(line: Connection) -> None:
    """Pass on what workers say of their steps, until all of them and the one who holds the line are gone."""
    with contextlib.suppress(EOFError, OSError):
        while True:
            told = line.recv()
            with contextlib.suppress(Exception):  # a display that fails must not stop the line: workers would wait on it
                progress.pass_on(*told)


def _begin_worker(environment: Mapping[str, str], told: Connection) -> None:
    """Make the worker the head of a process group of its own, so that it can be ended together with its ffmpeg."""
    _line[:] = [told]
    take_environment(environment)
    os.setpgid(0, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _end)
    threading.Thread(target=_watch, daemon=True).start()


def _ready(engines: Sequence[tuple[Role, str]]) -> None:
    """Load engines; for all else the worker has what tasks need once it has this module."""
    for role, name in engines:
        warm(role, name)


def _end(number: int = 0, frame: FrameType | None = None) -> None:
    """End this worker and what it started, at once; its workspace is swept by the render that follows.

    Leaving by an exception would not do: the pool catches every exception of a task and goes on.
    """
    os.killpg(0, signal.SIGKILL)


def _watch() -> None:
    """A worker whose parent was killed must not go on for nobody."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        _end()
