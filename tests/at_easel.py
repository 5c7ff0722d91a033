"""What the tests of models share: presets of tiny models, takes made as the build makes them, and a small film for them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from memory.film import Film
from memory.store import TakeStore
from memory.takes import Take
from tests.conftest import SMALL
from tests.tiny_models import build, table
from tools.build import Planned, Step, plan, render
from tools.drawn import model_of
from tools.engines import Request, Role, StillRequest
from tools.engines.asked import DrawnRequest, RetouchRequest
from tools.studio import spec_of, synthesise

STILL = StillRequest(width=96, height=64, description="A red boat on the sea under a lamp at night.", seed=5)


def presets(folder: Path, tiny: Path, *kinds: str, more: str = "") -> Path:
    """A models.toml in `folder` that names the tiny models of those kinds, made where they are not there yet."""
    path = folder / "models.toml"
    path.write_text(table({kind: build(kind, tiny) for kind in kinds}, more), encoding="utf-8")
    return path


def drawn(choice: str = "diffusers", **changes: Any) -> DrawnRequest:
    """A picture asked of a model."""
    return DrawnRequest(**{**dict(STILL), "model": model_of(("stills", choice)), **changes})


def retouch(choice: str = "diffusers", **changes: Any) -> RetouchRequest:
    """A part of a picture asked of a model."""
    return RetouchRequest(**{**dict(STILL), "model": model_of(("stills", choice)), **changes})


def make(role: Role, choice: str, request: Request, inputs: Mapping[str, Take], root: Path) -> Take:
    """Make a take the way the build does."""
    store, spec = TakeStore(root), spec_of(role, choice)
    with store.workspace("0" * 64) as folder:
        made = synthesise(role, choice, request, inputs, folder)
        return store.commit(
            "0" * 64, folder, role=role, engine=spec.name, version=spec.version, licence=spec.licence,
            request=request.model_dump(mode="json"), inputs={}, main=made.main, notes=made.notes,
            data=dict(made.data), seconds=0,
        )  # fmt: skip


def pixels(take: Take) -> Any:
    """A still's pixels, height x width x 3."""
    import numpy as np
    from PIL import Image

    with Image.open(take.main) as picture:
        return np.asarray(picture.convert("RGB"), np.int16)


def small(**engines: str) -> Film:
    """The small film of three scenes, with engines of its own."""
    return Film.model_validate({**SMALL, "engines": engines})


def keys(project: Any) -> dict[tuple[str, str | None, str], str]:
    """Keys of a film's takes by role, shot or scene, and engine."""
    return {(p.job.role, p.job.shot or p.job.scene, p.job.engine): p.job.key for p in plan(project.film, project.takes)}


def rendered(project: Any) -> tuple[Path, tuple[Planned, ...]]:
    """Render a project in this process."""
    done = render(project, 1, _quiet)
    return done.film, done.jobs


def _quiet(_: Step) -> None:
    """Nobody looks at the progress."""
