"""A render is a build: make what the call sheet lacks, in the order its inputs allow, on all cores; then publish the film."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Future, ThreadPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import lru_cache
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
from tools.studio import allow, alone, divisible, ready, unfetched
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
    """Make the takes of all jobs, each as soon as what it is made from is there."""
    waiting, running = _tasks(jobs, store, executor.workers), dict[Future[Outcome], Task]()
    begun, halves, made = set[str](), dict[str, list[float]](), dict[str, Outcome]()
    while waiting or running:
        for task in _ready(waiting, running.values())[: executor.workers - len(running)]:
            waiting.remove(task)
            if task.job.key not in begun:
                report(Step(task.job, "began"))
                begun.add(task.job.key)
            with _explained(task.job):
                running[executor.submit(replace(task, spent=sum(halves.get(task.job.key, ()))))] = task
        for future in wait(running, return_when=FIRST_COMPLETED).done:
            task = running.pop(future)
            with _explained(task.job):
                outcome = future.result()
            if task.half is not None:
                halves.setdefault(task.job.key, []).append(outcome.seconds)
                continue
            made[task.job.key] = outcome
            report(Step(task.job, outcome.status, outcome.seconds, outcome.notes))
    return made


def _tasks(jobs: Sequence[Job], store: TakeStore, workers: int) -> list[Task]:
    """A task for every job; before it, where it can be divided and there are many workers, one for each of its halves."""
    tasks = []
    for job in jobs:
        halves = (0, 1) if workers > 1 and divisible(job.department, job.engine) else ()
        tasks += [Task(store.root, job, half) for half in halves] + [Task(store.root, job)]
    return tasks


def _ready(waiting: Sequence[Task], running: Iterable[Task]) -> list[Task]:
    """The tasks that can begin, the most urgent first: whole takes after their halves and after all that they need."""
    unmade = [*waiting, *running]
    keys, divided = {task.job.key for task in unmade}, {task.job.key for task in unmade if task.half is not None}
    able = [
        task
        for task in waiting
        if not keys.intersection(task.job.needs) and (task.half is not None or task.job.key not in divided)
    ]
    able.sort(key=lambda task: (_URGENCY[task.job.role], -_length(task)))
    return _one_model(able, any(alone(task.job.department, task.job.engine) for task in running))


def _one_model(able: Sequence[Task], taken: bool) -> list[Task]:
    """Tasks with at most one that fills the machine's card, and none while another does."""
    chosen: list[Task] = []
    for task in able:
        fills = alone(task.job.department, task.job.engine)
        if not (fills and taken):
            chosen.append(task)
        taken = taken or fills
    return chosen


def _length(task: Task) -> float:
    """Seconds of film to be drawn, 0 for other takes: long ones begin first, so that all cores end together.

    A second of a card takes half as long as one of a scene.
    """
    request, share = task.job.request, 1.0 if task.half is None else 0.5
    if isinstance(request, CardRequest):
        return request.seconds / 2
    if not isinstance(request, SegmentRequest):
        return 0.0
    return share * (request.scene.pause + _spoken(task.takes, dict(task.job.inputs)[f"speech:{request.scene.id}"]))


@lru_cache(maxsize=1024)
def _spoken(takes: Path, key: str) -> float:
    """Seconds of a speech take that is there: they are the same whenever it is made."""
    speech = TakeStore(takes).find(key, verify=False)
    return float(speech.data["seconds"]) if speech else 0.0


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
