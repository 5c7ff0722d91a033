"""Renders in the tests' own process: the same work as in worker processes, but engines and models are loaded once for all."""

from __future__ import annotations

from concurrent.futures import Future
from types import TracebackType

from tools import progress
from tools.engines import Role
from tools.work import Outcome, Task, perform


class Here:
    """An executor that makes takes in this very process, one after another, and says of each step how far it is."""

    workers = 1

    def __init__(self, workers: int = 1) -> None:
        """Take as many workers as asked for, which here are one."""

    def submit(self, task: Task) -> Future[Outcome]:
        """Make the take now."""
        done: Future[Outcome] = Future()
        try:
            with progress.heard_by(lambda step, steps: progress.pass_on(task.job.key, step, steps)):
                done.set_result(perform(task))
        except Exception as error:
            done.set_exception(error)
        return done

    def wake(self, *engines: tuple[Role, str]) -> None:
        """Who works here is awake."""

    def close(self) -> None:
        """Nothing runs elsewhere."""

    def __enter__(self) -> Here:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...
