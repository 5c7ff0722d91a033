"""The other process in which Chroma works: started when it is needed, asked with a time limit, ended with ours."""

from __future__ import annotations

import atexit
import contextlib
import os
import pickle
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from memory.errors import EngineError
from memory.files import plainly

INSTALL = "pip install 'chromadb>=1.5,<2'"
SCRIPT = Path(__file__).with_name("chroma_worker.py")
START_SECONDS = 60
_TICK = 0.25
_one_at_a_time = threading.RLock()


@dataclass
class _Worker:
    """The other process, whose child it is (a fork of ours must neither ask nor end it), and whether it has said hello."""

    process: subprocess.Popen[bytes]
    parent: int
    ready: bool = False


_workers: list[_Worker] = []


class Broken(Exception):  # noqa: N818 - it says what the process is
    """The process died, hung or failed; the text says how. `kind` is the name of Chroma's own error, if that was it."""

    def __init__(self, text: str, kind: str = "") -> None:
        super().__init__(text)
        self.kind = kind


def pid() -> int:
    """The id of the process while it runs, else 0; while it runs, asking it costs milliseconds and not seconds."""
    for worker in _workers:
        if worker.parent == os.getpid() and worker.process.poll() is None:
            return worker.process.pid
    return 0


def start() -> None:
    """Start the process, unless it runs, without waiting until it is ready; FilmError when it cannot be started."""
    with _one_at_a_time:
        if pid():
            return
        stop()
        command, pipe, nowhere = [sys.executable, "-P", str(SCRIPT)], subprocess.PIPE, subprocess.DEVNULL
        with plainly("Starting Chroma"):
            process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=nowhere, cwd="/")
        _workers.append(_Worker(process, os.getpid()))


def stop() -> None:
    """End the process, if it runs."""
    with _one_at_a_time:
        while _workers:
            worker = _workers.pop()
            if worker.parent == os.getpid():
                worker.process.kill()
                worker.process.wait()
            for stream in (worker.process.stdin, worker.process.stdout):
                with contextlib.suppress(OSError):
                    stream and stream.close()


def ask(request: dict[str, Any], seconds: int) -> dict[str, Any]:
    """The reply to a request; Broken when none came in time, EngineError when Chroma is not installed."""
    with _one_at_a_time:
        start()
        worker = _workers[0]
        try:
            if not worker.ready:
                _greet(worker)
            reply = _exchange(worker.process, {**request, "seconds": seconds}, seconds)
        except BaseException:
            stop()  # whatever it was doing, its next reply would be to this request
            raise
    if "error" in reply:
        if "path" in request:
            stop()  # Chroma keeps what it opened halfway, by its path
        raise Broken(f"Chroma says: {reply['text'][:200] or reply['error']}", reply["error"])
    return reply


def _greet(worker: _Worker) -> None:
    hello = _exchange(worker.process, None, START_SECONDS)
    if "error" in hello:
        raise EngineError(
            f"Searching the memory needs Chroma, which cannot be loaded ({hello['text'][:200]}). "
            f"What was remembered is kept in the log. Install it with: {INSTALL}"
        )
    worker.ready = True


def _exchange(process: subprocess.Popen[bytes], request: dict[str, Any] | None, seconds: int) -> dict[str, Any]:
    done, late = threading.Event(), threading.Event()

    def watch() -> None:
        # Seconds are counted in ticks, so that being paused (a sleeping machine, a stopped job) does not count.
        for _ in range(round(seconds / _TICK)):
            if done.wait(_TICK):
                return
        late.set()
        process.kill()

    threading.Thread(target=watch, daemon=True).start()
    try:
        assert process.stdin and process.stdout
        if request is not None:
            pickle.dump(request, process.stdin)
            process.stdin.flush()
        reply: dict[str, Any] = pickle.load(process.stdout)
        return reply
    except (OSError, EOFError, pickle.UnpicklingError) as error:
        raise Broken(f"Chroma did not answer within {seconds} seconds" if late.is_set() else "Chroma's process died") from error
    finally:
        done.set()


atexit.register(stop)
