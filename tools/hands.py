"""Many hands for one take: where a film waits for it alone, parts of it are made side by side, to the same bytes."""

from __future__ import annotations

import contextlib
import multiprocessing
from collections.abc import Callable, Iterator, Sequence

_free: list[int] = []


@contextlib.contextmanager
def lent(count: int) -> Iterator[None]:
    """For a block, let what is made use so many processes."""
    _free.append(count)
    try:
        yield
    finally:
        _free.pop()


def side_by_side(parts: Sequence[Callable[[], None]]) -> None:
    """Do all parts: each in a process of its own where hands are lent, the first always here, else one after another.

    A part leaves its result in files of its own and nothing else. One that failed elsewhere is done again here, so that its
    error is raised where it is understood.
    """
    if len(parts) < 2 or not _free or _free[-1] < len(parts):
        for part in parts:
            part()
        return
    forks = multiprocessing.get_context("fork")
    helpers = [(part, forks.Process(target=part)) for part in parts[1:]]
    try:
        for _, helper in helpers:
            helper.start()
        parts[0]()
        for part, helper in helpers:
            helper.join()
            if helper.exitcode != 0:
                part()
    finally:
        for _, helper in helpers:
            if helper.is_alive():
                helper.kill()
                helper.join()
