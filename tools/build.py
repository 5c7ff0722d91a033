"""A render is a build: make what the call sheet lacks, in the order its inputs allow, on all cores; then publish the film."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from memory.errors import TakeError
from memory.film import Film
from memory.project import Project
from memory.store import TakeStore
from memory.takes import Take
from tools import consenting
from tools.callsheet import Job, call_sheet
from tools.engines import CardRequest, SegmentRequest
from tools.executor import Executor, LocalExecutor
from tools.guards import drawn_faces, licences
from tools.lent import adopt
from tools.outgoing import publish
from tools.settings import load_settings
from tools.shelf import need
from tools.studio import allow, alone, ready, unfetched
from tools.work import Outcome, Task, describe

Status = Literal["made", "reused"]
_URGENCY = {
    "speech": 0, "music": 1, "sound": 2, "mix": 3, "still": 4, "finish": 5, "clip": 6, "segment": 7, "film": 8, "export": 9,
}  # fmt: skip
"""Sound first: the mix is one long job on one core, so it should run beside the pictures and not after them.

What is finished comes after all that is drawn, so that the model that draws is let go once and not between any two pictures.
"""


_READERS = 2


@dataclass(frozen=True)
class Planned:
    """A job with what a render would do about it now, and the notes of a take that is there."""

    job: Job
    status: Status
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Step:
    """Progress of one job: it begins, or it is done."""

    job: Job
    state: Literal["began", "made", "reused"]
    seconds: float = 0
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rendered:
    """A finished render: the film's file in exports/, what was made and reused, the notes of all takes, wall seconds."""

    film: Path
    jobs: tuple[Planned, ...]
    notes: tuple[str, ...]
    seconds: float


Report = Callable[[Step], None]


def plan(film: Film, store: TakeStore) -> tuple[Planned, ...]:
    """The call sheet with each take's state: "reused" when it is there and whole, "made" when a render would make it."""
    return plan_jobs(call_sheet(film), store)


def plan_jobs(jobs: Iterable[Job], store: TakeStore) -> tuple[Planned, ...]:
    """The jobs, each with its take's state. Takes are read two at a time: most of that is hashing, which runs beside."""
    with ThreadPoolExecutor(_READERS) as readers:
        return tuple(readers.map(lambda job: _planned(job, store), jobs))


def spending(planned: Sequence[Planned]) -> str:
    """What making all that is lacking costs, in a few words ("about $0.25 on 4 pictures by key"); "" when it costs nothing."""
    costs = [cost for p in planned if p.status == "made" for cost in p.job.costs.values()]
    return f"about ${sum(costs):.2f} on {len(costs)} picture{'s' * (len(costs) != 1)} by key" if costs else ""


def _planned(job: Job, store: TakeStore) -> Planned:
    take = store.find(job.key)
    return Planned(job, "reused", tuple(take.manifest.notes)) if take else Planned(job, "made")


def render(project: Project, workers: int, report: Report, executor: Executor | None = None) -> Rendered:
    """Make the project's film. What is there is reused; stopped at any point, the next render goes on from there.

    Raises Refused before anything is made when the fence forbids a take, made now or earlier; FilmError with the first job that
    failed, after jobs already running have been ended; their takes are not lost when they were finished. One render at a
    time works on a project; another is told so. Edits go on meanwhile.
    """
    began = time.monotonic()
    with project.lock():
        lent = adopt(project)
        jobs, notes = make_takes(project, call_sheet(lent), workers, report, executor)
        film = publish(project, lent, *(finished_take(project, jobs, role).folder for role in ("film", "mix")))
    return Rendered(film, jobs, notes, time.monotonic() - began)


def make_takes(
    project: Project, jobs: Sequence[Job], workers: int, report: Report, executor: Executor | None = None
) -> tuple[tuple[Planned, ...], tuple[str, ...]]:
    """Make the takes of `jobs` that are not there; returns the jobs with what became of them, and all takes' notes.

    The caller holds the project's lock. Raises as `render` does.
    """
    store = project.takes
    store.sweep()
    with _crew(jobs, store, workers, executor) as crew:
        planned = plan_jobs(jobs, store)
        for each in planned:
            allow(each.job.department, each.job.engine, each.job.request, project.root)
        _stocked([p.job for p in planned if p.status == "made"], project.root)
        notes = _reuse(planned, report)
        made = _make([p.job for p in planned if p.status == "made"], store, crew, report)
    done = tuple(Planned(p.job, made[p.job.key].status if p.job.key in made else "reused", p.notes) for p in planned)
    notes += [note for outcome in made.values() for note in outcome.notes]
    return done, tuple(dict.fromkeys(notes))


@contextlib.contextmanager
def _crew(jobs: Sequence[Job], store: TakeStore, workers: int, executor: Executor | None) -> Iterator[Executor]:
    """The executor given, or as many workers here as there are takes to make; what they leave half-made is swept.

    Workers start, and load the voice where something is to be said, while the takes that are there are being checked.
    """
    lacking = [job for job in jobs if not store.place(job.key).exists()]
    if executor is not None:
        yield executor
        return
    try:
        with LocalExecutor(max(min(workers, len(lacking)), 1)) as local:
            if lacking:
                local.wake(*{(job.department, job.engine) for job in lacking if job.role == "speech"})
            yield local
    finally:
        store.sweep()


def _stocked(jobs: Sequence[Job], root: Path) -> None:
    """Raise FilmError before anything is made when an engine lacks weights or a model may not be used; it says what to do."""
    for name in unfetched((job.department, job.engine) for job in jobs):
        need(name, load_settings().shelf_dir)
    for job in jobs:
        ready(job.department, job.engine, job.request, root)


def finished_take(project: Project, jobs: Sequence[Planned], role: str) -> Take:
    """The take of the first job of a role, whole, that may leave the studio; TakeError when it was damaged meanwhile.

    Refused when it holds speech in a voice that may no longer be used, what its licence keeps from this use, or a model's
    picture of somebody enrolled who has not agreed.
    """
    key = next(p.job.key for p in jobs if p.job.role == role)
    consenting.may_leave(project.takes, key)
    licences.may_leave(project, key)
    drawn_faces.may_leave(project, key)
    take = project.takes.find(key)
    if take is None:
        raise TakeError("The finished film was damaged on disk before it could be copied out. Render again to make it anew.")
    return take


def _reuse(planned: Sequence[Planned], report: Report) -> list[str]:
    reused = [each for each in planned if each.status == "reused"]
    for each in reused:
        report(Step(each.job, "reused", notes=each.notes))
    return [note for each in reused for note in each.notes]


def _make(jobs: Sequence[Job], store: TakeStore, executor: Executor, report: Report) -> dict[str, Outcome]:
    waiting, running, made = {job.key: job for job in jobs}, dict[Future[Outcome], Job](), dict[str, Outcome]()
    while waiting or running:
        for job in _ready(waiting, running, store)[: executor.workers - len(running)]:
            del waiting[job.key]
            report(Step(job, "began"))
            with _explained(job):
                task = Task(store.root, job, _hands(job, [*waiting.values(), *running.values()], executor.workers))
                running[executor.submit(task)] = job
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            job = running.pop(future)
            with _explained(job):
                outcome = future.result()
            made[job.key] = outcome
            report(Step(job, outcome.status, outcome.seconds, outcome.notes))
    return made


def _hands(job: Job, others: Sequence[Job], workers: int) -> int:
    """All hands for a take when fewer takes than workers are left beside it that do not wait for it; else one."""
    return workers if sum(job.key not in other.needs for other in others) < workers else 1


def _ready(waiting: dict[str, Job], running: dict[Future[Outcome], Job], store: TakeStore) -> list[Job]:
    unmade = waiting.keys() | {job.key for job in running.values()}
    able = [job for job in waiting.values() if not unmade.intersection(job.needs)]
    able.sort(key=lambda job: (_URGENCY[job.role], -_length(job, store)))
    taken = any(alone(job.department, job.engine) for job in running.values())
    return _one_model(able, taken)


def _one_model(able: list[Job], taken: bool) -> list[Job]:
    """Jobs with at most one that fills the machine's card, and none while another does."""
    chosen: list[Job] = []
    for job in able:
        fills = alone(job.department, job.engine)
        if not (fills and taken):
            chosen.append(job)
        taken = taken or fills
    return chosen


def _length(job: Job, store: TakeStore) -> float:
    """Seconds of film in a segment, 0 for other jobs: long ones begin first, so that all cores end together."""
    if isinstance(job.request, CardRequest):
        return job.request.seconds
    if not isinstance(job.request, SegmentRequest):
        return 0.0
    speech = store.find(dict(job.inputs)[f"speech:{job.request.scene.id}"], verify=False)
    return job.request.scene.pause + (float(speech.data["seconds"]) if speech else 0.0)


@contextlib.contextmanager
def _explained(job: Job) -> Iterator[None]:
    """A worker that was taken away is a TakeError, noticed when the job is handed over or when it should be done."""
    try:
        yield
    except (BrokenProcessPool, CancelledError) as error:
        raise TakeError(
            f"{describe(job)} could not be made: its worker process was ended from outside, perhaps for lack of memory. "
            "Finished takes are kept; render again to go on, with `--workers 1` if memory is short."
        ) from error
