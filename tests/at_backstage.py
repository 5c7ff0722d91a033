"""The studio's backstage without a browser: a room with the small film, and takes that are there without having been made."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from memory.film import Film
from memory.project import Project
from memory.store import TakeStore
from tests.conftest import SMALL
from tools.callsheet import call_sheet
from tools.settings import Settings
from ui.studio.backstage import Backstage
from ui.studio.house import House
from ui.studio.page import Visit
from ui.studio.renders import Renders


def house(folder: Path, *, signed_in: bool = False) -> House:
    """A house whose films lie in a folder."""
    return House(folder / "films", Settings(memory_dir=folder / "memory", workers=1), signed_in=signed_in)


def lamp(folder: Path, name: str = "lamp") -> Project:
    """The small film on the shelf."""
    return Project.create(folder / "films" / name, Film.model_validate(SMALL), "drafted")


def visit(folder: Path, film: str = "lamp", renders: Renders | None = None) -> Visit:
    """Somebody who looks at a film."""
    return Visit(house(folder).room(None), film, Backstage(renders or Renders()))


def pretend_made(project: Project, roles: Iterable[str] = ()) -> None:
    """Put takes where a render would, all or those of some roles: enough for what only looks whether they are there."""
    wanted = set(roles)
    for job in call_sheet(project.film):
        if not wanted or job.role in wanted:
            put_take(project.takes, job.key, job.role, {"seconds": 2.0} if job.role == "speech" else {}, dict(job.inputs), job)


def put_take(store: TakeStore, key: str, role: str, data: dict[str, float], inputs: dict[str, str], job: object) -> None:
    """One take of a few bytes."""
    request = getattr(job, "request", None)
    with store.workspace(key) as folder:
        (folder / "film.mp4").write_bytes(b"not really a film")
        (folder / "film.vtt").write_text("WEBVTT\n")
        store.commit(
            key, folder, role=role, engine="none", version="1", licence="none", main="film.mp4", data=data, inputs=inputs,
            request=request.model_dump(mode="json") if request else {},
        )  # fmt: skip
