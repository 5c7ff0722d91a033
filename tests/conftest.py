"""Shared ground for all tests: small films, and a folder that is never the checkout."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from memory.film import Film
from memory.project import Project
from tests.at_work import Here
from tests.processes import quick_folder
from tools.crew import calm_threads
from tools.executor import LocalExecutor

sys.dont_write_bytecode = False  # where it is off, each of some hundred processes would compile all of Onereel anew
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
calm_threads()  # tests run side by side, one process to a core

STARTERS = ("tools.build", "ui.cli", "ui.studio.renders")
"""The modules that start worker processes for a render."""
SMALL = {
    "title": "The Lamp",
    "width": 160, "height": 90, "fps": 10, "seconds": 12,
    "style": {"palette": ["#101830", "#28406a", "#6a7fa8", "#d8b070", "#f4e6c8"]},
    "cast": [{"id": "c1", "name": "Mara", "description": "an old keeper with white hair"}],
    "scenes": [
        {
            "id": "s1", "title": "Night", "mood": "calm",
            "description": "Mara, an old keeper, stands on a cliff beside a lighthouse at night.",
            "narration": "Mara kept the lamp.", "sounds": [{"kind": "waves", "level_db": -24}],
            "shots": [
                {"id": "s1a", "framing": "wide", "seed": 1, "camera": {"move": "push_in", "amount": 0.3}},
                {"id": "s1b", "framing": "close", "seed": 1, "prompt": "Mara", "camera": {"move": "static"}},
            ],
        },
        {
            "id": "s2", "title": "Sea", "mood": "tense", "description": "A small boat on the sea in a storm.",
            "narration": "A boat came in.", "sounds": [{"kind": "rain", "level_db": -26}],
            "shots": [{"id": "s2a", "seed": 2, "camera": {"move": "pan_left", "amount": 0.4}}],
        },
        {
            "id": "s3", "title": "Morning", "mood": "hopeful", "description": "A meadow with a tree at dawn.",
            "narration": "Then it was day.", "sounds": [],
            "shots": [{"id": "s3a", "seed": 3, "camera": {"move": "pull_out", "amount": 0.2}}],
        },
    ],
}  # fmt: skip


@pytest.fixture
def small_film() -> Film:
    """Three short scenes at 160x90, 10 frames a second: quick to render for real."""
    return Film.model_validate(SMALL)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """The small film in a folder of its own, with nothing made yet."""
    return Project.create(tmp_path / "lamp", Film.model_validate(SMALL), "drafted")


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test runs in a folder of its own, with settings and a memory of its own, and no key of anybody's."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "ONEREEL_MODEL"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def quick() -> Iterator[Path]:
    """An empty folder that is quick to flush, for tests that flush thousands of times."""
    with quick_folder() as folder:
        yield folder


@pytest.fixture(scope="session", autouse=True)
def _at_work_here() -> Iterator[None]:
    """Renders make their takes in this process, but for the tests that ask for a `crew`."""
    with pytest.MonkeyPatch.context() as patched:
        for starter in STARTERS:
            patched.setattr(f"{starter}.LocalExecutor", Here)
        yield


@pytest.fixture
def crew(monkeypatch: pytest.MonkeyPatch) -> None:
    """Renders have worker processes of their own, as everybody's have outside the tests."""
    for starter in STARTERS:
        monkeypatch.setattr(f"{starter}.LocalExecutor", LocalExecutor)
