"""Real processes that die at a chosen moment, for the tests of crashes: nothing is cleaned up, as after a power cut."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

KILLED = 9
CHANGING = frozenset({"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate"})
"""What Python's audit calls the steps that change a folder; opening to write and writing are two more.

Between two of them a killed process leaves the same behind wherever it dies: reading and flushing change nothing for others.
"""
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


@contextlib.contextmanager
def quick_folder() -> Iterator[Path]:
    """An empty folder, in memory where the system has such: tests that flush thousands of times need not wear a disk."""
    memory = Path("/dev/shm")
    usable = memory.is_dir() and os.access(memory, os.W_OK)
    with tempfile.TemporaryDirectory(dir=memory if usable else None) as folder:
        yield Path(folder)


def in_child(work: Callable[[], object]) -> int:
    """Run `work` in a process of its own; 0 when it ended well, 1 when it raised, else the status it left with."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            work()
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def dying_at(step: int, work: Callable[[], object]) -> Callable[[], object]:
    """`work`, in a process that is gone before its `step`-th change (from 1) of what is on the disk."""

    def run() -> None:
        left = step

        def count() -> None:
            nonlocal left
            left -= 1
            if left == 0:
                os._exit(KILLED)

        def hear(event: str, given: tuple[Any, ...]) -> None:
            if event in CHANGING or (event == "open" and given[2] & _WRITING):
                count()

        def watch(_: FrameType, event: str, call: Any) -> None:
            if event == "c_call" and getattr(call, "__name__", "") == "write":
                count()

        sys.addaudithook(hear)  # for as long as this process lives, which is not longer than the work
        sys.setprofile(watch)
        work()
        sys.setprofile(None)

    return run


def killed_at_every_step(prepare: Callable[[], Callable[[], object]], look: Callable[[int], None]) -> int:
    """Do the work again and again, each time killed one step later, looking at what is left; returns the steps it has.

    `prepare` sets the ground and gives the work; `look` is told the step at which the process died.
    """
    for step in range(1, 400):
        work = prepare()
        status = in_child(dying_at(step, work))
        assert status in {0, KILLED}, f"step {step} ended with status {status}"
        look(step)
        if status == 0:
            return step - 1
    raise AssertionError("the work never ends")
