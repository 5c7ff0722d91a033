"""A render's progress in the terminal: one line for the whole, with the takes being made, their steps, and the time left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from tools.build import Report, Step
from tools.callsheet import Job
from tools.progress import watched_by

_WEIGHTS = {
    "speech": 2.0, "still": 3.0, "clip": 1.0, "music": 3.0, "sound": 0.5, "segment": 9.0, "mix": 5.0, "film": 1.0,
    "finish": 1.0, "export": 5.0,
}  # fmt: skip
"""How long takes of a role usually last against each other; only the time left is guessed from them."""


class _Clock:
    """Guesses the time left from the weight of what is done."""

    def __init__(self, jobs: tuple[Job, ...]) -> None:
        self.left = sum(_WEIGHTS[job.role] for job in jobs)
        self.made = 0.0

    def count(self, step: Step) -> None:
        weight = _WEIGHTS[step.job.role]
        self.left -= weight
        self.made += weight if step.state == "made" else 0

    def words(self, elapsed: float) -> str:
        if self.made < 8 or elapsed < 3:
            return ""
        seconds = int(elapsed * self.left / self.made)
        return f"about {seconds // 60}:{seconds % 60:02d} left" if seconds else ""


@contextmanager
def bars(console: Console, jobs: tuple[Job, ...]) -> Iterator[Report]:
    """A live progress display on `console`; yields the function that the build reports to."""
    columns = (
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=28), MofNCompleteColumn(),
        TimeElapsedColumn(), TextColumn("{task.fields[left]}"),
    )  # fmt: skip
    clock, running, steps = _Clock(jobs), dict[str, Job](), dict[str, str]()
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("reading the call sheet", total=len(jobs), left="")

        def report(step: Step) -> None:
            if step.state == "began":
                running[step.job.key] = step.job
            else:
                running.pop(step.job.key, None)
                steps.pop(step.job.key, None)
                clock.count(step)
                console.print(_line(step), highlight=False)
                progress.advance(task)
            words = clock.words(progress.tasks[0].elapsed or 0)
            progress.update(task, description=_now(list(running.values()), steps), left=words)

        def watch(key: str, done: int, whole: int) -> None:
            steps[key] = f" {done}/{whole}"
            progress.update(task, description=_now(list(running.values()), steps))

        with watched_by(watch):
            yield report


def _line(step: Step) -> str:
    job = step.job
    took = f"{step.seconds:5.1f} s" if step.state == "made" else "       "
    place = job.shot or job.scene or ""
    return f"  [dim]{job.role:8}[/dim]{place:10}[dim]{job.engine:10}[/dim]{step.state:7}{took}"


def _now(running: list[Job], steps: Mapping[str, str]) -> str:
    """What is being made, and how far each is whose engine tells its steps."""
    told = (f"{job.role} {job.shot or job.scene or ''}".strip() + steps.get(job.key, "") for job in running)
    return " + ".join(told) or "looking at what is there"
