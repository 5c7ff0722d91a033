"""A render as a command shows it: bars while it goes on, then the film's path alone on standard output."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import typer

from memory.errors import FilmError
from memory.project import Project
from memory.store import TakeStore
from tools.build import Rendered, Report, Step, plan_jobs, render, spending
from tools.callsheet import Job, call_sheet
from tools.executor import LocalExecutor
from tools.settings import load_settings
from tools.studio import unfetched
from ui.progress import bars
from ui.shelf_cli import bring
from ui.terminal import asides, plain, say
from ui.views import counts, job_rows


def render_film(
    project: Project, workers: int | None, *, as_json: bool, yes: bool = False, crew: LocalExecutor | None = None
) -> None:
    """Render the film, with bars or for machines; what costs is asked first; Ctrl-C keeps the finished takes and says so.

    `crew` are workers that wait already; they are ended when the render does not end well.
    """
    jobs = call_sheet(project.film)
    _leave_to_spend(jobs, project.takes, yes=yes)
    try:
        with _ended(crew, project):
            _render_or_stop(project, jobs, (workers or load_settings().workers, crew), as_json=as_json)
    except KeyboardInterrupt as stop:
        raise FilmError("Stopped. Finished takes are kept; the same command goes on from here.") from stop


def _leave_to_spend(jobs: tuple[Job, ...], takes: TakeStore, *, yes: bool) -> None:
    """Ask before money is spent; FilmError with the question where nobody can answer."""
    costs = spending(plan_jobs((job for job in jobs if job.costs), takes))
    if not costs or yes:
        return
    if not asides.is_terminal or not typer.confirm(f"This spends {costs}. Go on?", err=True):
        raise FilmError(f"This spends {costs}. Nothing was made. Say yes to it with --yes.")


@contextlib.contextmanager
def _ended(crew: LocalExecutor | None, project: Project) -> Iterator[None]:
    """End the crew and sweep what it left half-made when something goes wrong."""
    try:
        yield
    except BaseException:
        if crew is not None:
            crew.close()
            project.takes.sweep()
        raise


def _render_or_stop(project: Project, jobs: tuple[Job, ...], hands: tuple[int, LocalExecutor | None], *, as_json: bool) -> None:
    lacking = [job for job in jobs if not project.takes.place(job.key).exists()]
    for name in unfetched((job.department, job.engine) for job in lacking):
        bring(name)
    if as_json:
        done = render(project, hands[0], _lightly(lambda step: None), hands[1])
        say({
            "project": str(project.root), "film": str(done.film), "seconds": round(done.seconds, 2),
            "jobs": job_rows(done.jobs), "notes": list(done.notes),
        })  # fmt: skip
        return
    with bars(asides, jobs) as report:
        done = render(project, hands[0], _lightly(report), hands[1])
    _tell(done)


def _lightly(report: Report) -> Report:
    """The report; before it the model of meaning, with which the fence may have read the film, is let go to make room."""

    def lightly(step: Step) -> None:
        if step.state == "began":
            from tools.engines import meaning

            meaning.forget()
        report(step)

    return lightly


def _tell(done: Rendered) -> None:
    for note in done.notes:
        asides.print(f"  [dim]note: {plain(note)}[/dim]", highlight=False)
    asides.print(f"{counts(done.jobs)}; {done.seconds:.1f} s")
    print(done.film)  # noqa: T201
