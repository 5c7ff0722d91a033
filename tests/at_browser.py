"""The studio as people meet it: started by its command over a folder of small films, spoken to over HTTP."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

import pytest

from memory.film import Film
from memory.project import Project

ROOT = Path(__file__).parents[1]
PATIENCE = 120_000
"""Milliseconds that anything may take on a busy machine."""
FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
)  # fmt: skip

_SCENES = (
    ("The Shore", "a lighthouse on a cliff above the sea under clouds", "The lamp had burned for a hundred years."),
    ("The Boat", "a small boat on the sea at night under the moon", "One night a boat came."),
    ("The Door", "a cottage with a door in the snow", "And somebody knocked."),
)


def chromium() -> str:
    """The browser; where it is missing the tests are skipped, and fail in CI, which installs it."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not found:
        if os.environ.get("CI", "").lower() in ("1", "true"):
            pytest.fail("no chromium is installed; .ci/run installs it with apt-get")
        pytest.skip("no chromium is installed: apt-get install chromium")
    return found


def until(found: Callable[[], object], what: str) -> None:
    """Wait until something holds on the disk."""
    end = time.monotonic() + PATIENCE / 1000
    while not found():
        assert time.monotonic() < end, what
        time.sleep(0.1)


def say(page: Any, words: str) -> None:
    """Say something in the conversation."""
    box = page.locator("#say textarea")
    box.fill(words)
    box.press("Enter")


def small_film(title: str = "The Lamp") -> Film:
    """A film of three short scenes whose pictures are small, so that a render takes seconds."""
    scenes = [
        {"id": f"s{n}", "title": name, "description": seen, "narration": said, "pause": 0.3, "mood": "calm"}
        for n, (name, seen, said) in enumerate(_SCENES, 1)
    ]
    about = {
        "title": title,
        "width": 320,
        "height": 180,
        "fps": 10,
        "scenes": scenes,
        "music": {"mood": "calm", "level_db": -60},
    }
    return Film.model_validate(about)


@dataclass
class Studio:
    """A running studio: where it answers, where its films lie, and what it has said."""

    url: str
    films: Path
    process: subprocess.Popen[str]
    said: list[str]

    def project(self, name: str = "film") -> Project:
        """A film of the studio's, read from the disk now."""
        return Project.open(self.films / name)


@contextmanager
def running(
    folder: Path, film: Film | None = None, arguments: Sequence[str] = (), inside: str = "", **environment: str
) -> Iterator[Studio]:
    """The studio over `folder`/films, with `film` in it as "film" where one is given; ended at the end.

    `arguments` go to its command; `inside` names one film's folder, over which it is opened alone.
    """
    films = folder / "films"
    films.mkdir(parents=True, exist_ok=True)
    if film is not None:
        Project.create(films / "film", film, "drafted")
    own = {f"ONEREEL_{name.upper()}": str(folder / name) for name in ("memory_dir", "voices_dir", "signing_dir")}
    process = subprocess.Popen(
        [sys.executable, "-m", "ui", "ui", str(films / inside), "--port", "0", *arguments], cwd=ROOT, text=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1", "COLUMNS": "200", **own, **environment},
    )  # fmt: skip
    with _ended(process):
        said: list[str] = []
        yield Studio(_address(process, said), films, process, said)


def _address(process: subprocess.Popen[str], said: list[str]) -> str:
    assert process.stderr is not None
    for line in process.stderr:
        said.append(line)
        if found := re.search(r"open at (http://127\.0\.0\.1:\d+)", line):
            threading.Thread(target=lambda: said.extend(process.stderr or ()), daemon=True).start()
            return found[1]
    raise AssertionError(f"the studio did not start: {''.join(said)}")


class _ended:  # noqa: N801 - used like a function
    """Ends a process, and waits for it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def __enter__(self) -> None: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.process.terminate()
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
