"""Where workers come from, a server process that loads what they all need once and forks them, and how they use the machine."""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import sys
from collections.abc import Iterator, Mapping
from multiprocessing import forkserver
from multiprocessing.context import ForkServerContext

_LOADED = ("tools.work", "cv2", "skia")
"""What the server loads: what every task needs, and the two that most engines draw with. None of them starts a thread."""
_THREAD_VARIABLES = (
    "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "ORT_NUM_THREADS", "VECLIB_MAXIMUM_THREADS",
    "OPENCV_FOR_THREADS_NUM",
)  # fmt: skip


def calm_threads() -> None:
    """One thread for every numerical library in this process and its children: the build uses the cores, by processes."""
    for name in _THREAD_VARIABLES:
        os.environ[name] = "1"


def trim_heap() -> None:
    """Give freed memory back to the system: glibc keeps it, which adds up over the takes of a long film."""
    with contextlib.suppress(OSError, AttributeError):  # another C library has no such call
        ctypes.CDLL(None).malloc_trim(0)


def own_environment() -> dict[str, str]:
    """Return this process's environment for `take_environment` in a worker, which has that of the server's first moment."""
    return dict(os.environ)


def take_environment(environment: Mapping[str, str]) -> None:
    """Take over the environment of the process that asked for this worker."""
    os.environ.clear()
    os.environ.update(environment)


def fork_server() -> ForkServerContext:
    """Start the server, unless it runs, and return the context whose processes it forks; it loads while the caller goes on.

    It ends with the last of this process and its workers.
    """
    calm_threads()
    forkserver.set_forkserver_preload(list(_LOADED))
    with _same_modules():
        forkserver.ensure_running()
    return multiprocessing.get_context("forkserver")


@contextlib.contextmanager
def _same_modules() -> Iterator[None]:
    """The server looks for modules where this process does; Python 3.11 does not see to that itself."""
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, sys.path))
    try:
        yield
    finally:
        del os.environ["PYTHONPATH"]
        if before is not None:
            os.environ["PYTHONPATH"] = before
