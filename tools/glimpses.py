"""Glimpses: what a scene looks like now, in a second or two, from the take that is there or from a small quick drawing.

They lie in the project's previews/, a store of takes like any other, which may be deleted at any time. A still that is
drawn small goes through the studio, and so through its fence, as every other.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from memory.canonical import digest
from memory.film import Film, Look
from memory.store import TakeStore
from tools.callsheet import Job, call_sheet
from tools.engines import StillRequest
from tools.studio import spec_of

WIDTH = 640
"""Pixels of a glimpse's longer side."""
_VERSION = 1
_SHRUNK = 0.75
"""A drawing made for a glimpse has this share of its side: drawing is what takes the time."""
_KEPT = 800
"""Previews that are kept; the oldest go first."""


@dataclass(frozen=True)
class Glimpse:
    """A scene's picture as it should be shown: its key, the still it is made from, and the look laid on that.

    `still` is the render's own still when that is there, else a small drawing that has to be made first; None where the
    engine is not a quick one, so that there is nothing to see before the render.
    """

    key: str
    still: Job | None
    rendered: bool
    look: Look
    size: tuple[int, int]


def previews(root: Path) -> TakeStore:
    """The store of a project's previews."""
    return TakeStore(root / "previews")


def glimpses(film: Film, takes: TakeStore) -> dict[str, Glimpse]:
    """The glimpse of every scene, by id, of its first shot; computed from the film alone, nothing is drawn."""
    first = {scene.shots[0].id: scene for scene in film.scenes}
    stills: dict[str | None, Job] = {job.shot: job for job in call_sheet(film) if job.role == "still" and job.shot in first}
    made = {}
    for shot, scene in first.items():
        job = stills.get(shot) or _same_still(film, shot, stills)
        made[scene.id] = _glimpse(film, job, scene.look, takes)
    return made


def _same_still(film: Film, shot: str, stills: dict[str | None, Job]) -> Job | None:
    """Two shots of one picture are one job under the first one's name."""
    alone = film.model_copy(update={"scenes": tuple(s for s in film.scenes if s.shots[0].id == shot)})
    return next((job for job in call_sheet(alone) if job.role == "still" and job.shot == shot), None)


def _glimpse(film: Film, job: Job | None, look: Look, takes: TakeStore) -> Glimpse:
    size = _size(film, WIDTH)
    rendered = job is not None and takes.place(job.key).exists()
    still = job if rendered or job is None else _small(job, film)
    key = digest({"glimpse": _VERSION, "still": still.key if still else "", "look": look, "size": size})
    return Glimpse(key, still, rendered, look, size)


def _size(film: Film, longer: float) -> tuple[int, int]:
    scale = longer / max(film.width, film.height)
    return max(2 * round(film.width * scale / 2), 2), max(2 * round(film.height * scale / 2), 2)


def _small(job: Job, film: Film) -> Job | None:
    """The same still drawn small, where its engine is a quick one."""
    spec = spec_of(job.department, job.engine)
    if not spec.capabilities.get("quick") or not isinstance(job.request, StillRequest):
        return None
    width, height = _size(film, WIDTH * _SHRUNK)
    request = job.request.model_copy(update={"width": width, "height": height})
    key = digest({"preview": _VERSION, "engine": spec.name, "version": spec.version, "request": request})
    return Job("still", job.scene, job.shot, job.department, job.engine, request, (), key)


def wanting(glimpse: Glimpse, root: Path) -> Job | None:
    """The small drawing that has to be made before the glimpse can be developed; None when nothing has."""
    if glimpse.rendered or glimpse.still is None or previews(root).find(glimpse.still.key, verify=False):
        return None
    return glimpse.still


def developed(glimpse: Glimpse, root: Path) -> Path | None:
    """The glimpse's JPEG, developed from its still now if need be; None while there is no still."""
    store = previews(root)
    there = store.find(glimpse.key, verify=False)
    if there or glimpse.still is None:
        return there.main if there else None
    source = TakeStore(root / "takes") if glimpse.rendered else store
    still = source.find(glimpse.still.key, verify=False)
    if still is None:
        return None
    from tools.engines.cut.glimpse import write_glimpse

    with store.workspace(glimpse.key) as folder:
        write_glimpse(still.main, glimpse.look, glimpse.size, folder / "glimpse.jpg")
        take = store.commit(
            glimpse.key, folder, role="glimpse", engine="glimpse", version=str(_VERSION), licence=still.manifest.licence,
            request={"look": glimpse.look.model_dump(mode="json")}, inputs={"still": glimpse.still.key}, main="glimpse.jpg",
        )  # fmt: skip
    return take.main


def tidy(root: Path, kept: int = _KEPT) -> int:
    """Remove the oldest previews beyond a number; returns how many went."""
    store = previews(root)
    folders = list(map(store.place, store.keys()))
    folders.sort(key=lambda folder: folder.stat().st_mtime, reverse=True)
    for folder in folders[kept:]:
        shutil.rmtree(folder, ignore_errors=True)
    return max(len(folders) - kept, 0)
