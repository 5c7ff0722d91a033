"""Where a finished film's scenes begin: the same clock by which picture, sound and captions were put together."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import ValidationError

from memory.film import Film
from memory.project import Project
from memory.store import TakeStore
from memory.takes import Take
from tools.callsheet import call_sheet
from tools.engines import FilmRequest
from tools.timing import Timed, clock

LOOKED_BACK = 40
"""Versions that are looked through for a film that was made."""
_MOST = 2_000
"""Takes that are looked through for one that earlier engines made."""


@dataclass(frozen=True)
class Chapter:
    """A scene in a finished film: its id and title, and the seconds at which it begins and that it lasts."""

    scene: str
    title: str
    start: float
    seconds: float


@dataclass(frozen=True)
class Reel:
    """A finished film: its take, the version it shows (0 when that is not known), and its chapters."""

    take: Take
    version: int
    chapters: tuple[Chapter, ...]


_keys: dict[tuple[str, int], str] = {}


def film_key(project: Project, version: int) -> str:
    """The key of the film that a render of that version makes; versions never change, so it is found out once."""
    place = (str(project.root), version)
    if place not in _keys:
        _keys[place] = _key_of(project.at(version))
    return _keys[place]


def _key_of(film: Film) -> str:
    return next(job.key for job in call_sheet(film) if job.role == "film")


def newest_reel(project: Project) -> Reel | None:
    """The finished film of the current version, else of the newest that has one; None when nothing was rendered."""
    now = project.film.version
    store = project.takes
    numbers = [line.version for line in reversed(project.history()) if line.version != now]
    for version in [now, *numbers][:LOOKED_BACK]:
        key = film_key(project, version)
        if store.place(key).exists() and (take := store.find(key, verify=False)):
            return Reel(take, version, chapters(take, store))
    return _left_over(store)


def _left_over(store: TakeStore) -> Reel | None:
    """The film that was made last by engines of another version, whose keys cannot be computed any more."""
    found = [take for key in store.keys()[:_MOST] if (take := store.find(key, verify=False)) and take.manifest.role == "film"]
    newest = max(found, key=lambda take: take.manifest.made_at, default=None)
    return Reel(newest, 0, chapters(newest, store)) if newest else None


def chapters(take: Take, store: TakeStore) -> tuple[Chapter, ...]:
    """The chapters of a film's take; none when what it was made from is gone."""
    try:
        request = FilmRequest.model_validate(take.manifest.request)
    except ValidationError:
        return ()
    timed = []
    for scene in request.scenes:
        speech = store.find(take.manifest.inputs.get(f"speech:{scene.id}", "0" * 64), verify=False)
        if speech is None:
            return ()
        timed.append(Timed(scene.id, float(speech.data["seconds"]), scene.pause, scene.transition, scene.beat))
    slots = clock(timed, request.fps, request.title)
    titles = (*request.scene_titles, *(scene.id for scene in request.scenes[len(request.scene_titles) :]))
    return tuple(
        Chapter(slot.id, title, slot.start / request.fps, slot.frames / request.fps)
        for slot, title in zip(slots, titles, strict=False)
    )
