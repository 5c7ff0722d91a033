"""How far the take is that is being made in this process: told by an engine at every step, read by whoever shows it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator

Hear = Callable[[int, int], None]
"""(steps done, steps in all)."""
_hearing: list[Hear] = []


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
