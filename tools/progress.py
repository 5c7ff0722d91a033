"""How far a take is: told by its engine at every step, heard by whoever shows it, here or in the process that renders."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

Hear = Callable[[int, int], None]
"""(steps done, steps in all)."""
_hearing: list[Hear] = []
Watch = Callable[[str, int, int], None]
"""(key of the take, steps done, steps in all)."""
_watching: list[Watch] = []


def tell(step: int, steps: int) -> None:
    """Say that so many steps of so many are done."""
    for hear in _hearing:
        hear(step, steps)


@contextlib.contextmanager
def heard_by(hear: Hear) -> Iterator[None]:
    """Let somebody hear of every step for a block."""
    _hearing.append(hear)
    try:
        yield
    finally:
        _hearing.remove(hear)


def pass_on(key: str, step: int, steps: int) -> None:
    """Say what a worker said of the take that it is making."""
    for watch in list(_watching):
        watch(key, step, steps)


@contextlib.contextmanager
def watched_by(watch: Watch) -> Iterator[None]:
    """Let somebody hear, for a block, of every step of the takes that workers make; called from a thread of its own."""
    _watching.append(watch)
    try:
        yield
    finally:
        _watching.remove(watch)
