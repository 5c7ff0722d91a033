"""The takes that an export needs: the film in its frame, then the file; asked of the fence anew, also where they are there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from memory.errors import FilmError
from memory.film import Film
from memory.project import Project
from memory.store import TakeStore
from memory.takes import Take
from tools.build import Planned, Report, finished_take, make_takes, plan_jobs
from tools.callsheet import TITLE_SECONDS, Job, call_sheet, one_job
from tools.executor import Executor
from tools.exporting.wish import Delivery
from tools.lent import adopt
from tools.policy import Act, permit
from tools.studio import spec_of
from tools.timing import Slot, Timed, clock


@dataclass(frozen=True)
class Crew:
    """Who makes takes: how many side by side, who hears of them, and another executor than worker processes here."""

    workers: int
    report: Report
    executor: Executor | None = None

    def make(self, project: Project, jobs: Sequence[Job]) -> tuple[tuple[Planned, ...], tuple[str, ...]]:
        """Make what is missing, as `tools.build.make_takes` does."""
        return make_takes(project, jobs, self.workers, self.report, self.executor)


@dataclass(frozen=True)
class MadeFilm:
    """A film in some frame with its takes: the file that is delivered, the film as it was joined, its mix."""

    film: Film
    file: Take
    joined: Take
    mix: Take
    jobs: tuple[Planned, ...]
    notes: tuple[str, ...]

    def inputs(self, store: TakeStore) -> dict[str, Take]:
        """What the film was joined from, by name: "segment:<scene>", "speech:<scene>", "card:title" and so on."""
        job = next(p.job for p in self.jobs if p.job.role == "film")
        found = {name: store.find(key) for name, key in job.inputs}
        return {name: take for name, take in found.items() if take is not None}

    def slots(self, store: TakeStore) -> list[Slot]:
        """Where every scene lies on the film's clock."""
        return film_slots(self.film, tuple(p.job for p in self.jobs), store) or []


def jobs_for(film: Film, wanted: Delivery) -> tuple[Job, ...]:
    """The call sheet of the film in its frame, and the delivered file's job at its end; the film as it is needs none."""
    sheet = call_sheet(film, wanted.painted)
    if wanted.plain:
        return sheet
    keys = {job.role: job.key for job in sheet if job.role in ("film", "mix")}
    return (*sheet, one_job("export", ("cut", "deliver"), wanted.request, [("film", keys["film"]), ("mix", keys["mix"])]))


def planned(project: Project, wanted: Delivery) -> tuple[Planned, ...]:
    """What making that delivery would make and reuse; nothing is made."""
    return plan_jobs(jobs_for(wanted.film, wanted), project.takes)


def make(project: Project, wanted: Delivery, crew: Crew) -> MadeFilm:
    """Make the film in its frame and the file; FilmError as a render's, Refused when the fence says no to any of its takes.

    A preset's longest film is kept to: where the length is known it is looked at before anything is made.
    """
    with project.lock():
        adopted = adopt(project)
        film = wanted.film.model_copy(update={"scenes": adopted.scenes, "music": adopted.music})
        jobs = jobs_for(film, wanted)
        still_allowed(project, jobs)
        slots = film_slots(film, jobs, project.takes)
        _fits(wanted, slots[-1].end / film.fps if slots else 0)
        done, notes = crew.make(project, jobs)
        joined = finished_take(project, done, "film")
        _fits(wanted, float(joined.data["seconds"]))
        file = joined if wanted.plain else finished_take(project, done, "export")
    return MadeFilm(film, file, joined, finished_take(project, done, "mix"), done, notes)


def still_allowed(project: Project, jobs: tuple[Job, ...]) -> None:
    """Ask the fence about every take anew, also those that are there: a consent taken back holds for what leaves the studio."""
    for job in jobs:
        inputs = {name: take for name, key in job.inputs if (take := project.takes.find(key, verify=False))}
        permit(Act(spec_of(job.department, job.engine), job.request, project.root, inputs))


def _fits(wanted: Delivery, seconds: float) -> None:
    """FilmError when the film is longer than its preset allows."""
    preset = wanted.preset
    if preset and 0 < preset.longest < seconds:
        raise FilmError(
            f"The film lasts {seconds:.0f} seconds and {preset.title} takes at most {preset.longest}. "
            f'Shorten the film (say "make it {preset.longest} seconds long") or choose another preset. Nothing was written.'
        )


def film_slots(film: Film, jobs: tuple[Job, ...], store: TakeStore) -> list[Slot] | None:
    """Where every scene lies on the film's clock; None as long as not all its words are spoken."""
    keys = dict(next(job.inputs for job in jobs if job.role == "film"))
    timed = []
    for scene in film.scenes:
        take = store.find(keys[f"speech:{scene.id}"], verify=False)
        if take is None:
            return None
        timed.append(Timed(scene.id, float(take.data["seconds"]), scene.pause, scene.transition, film.music.beat))
    return clock(timed, film.fps, TITLE_SECONDS)
