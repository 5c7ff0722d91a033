"""Takes made in halves: a film's segments, so that all workers are busy to its end."""

from __future__ import annotations

from concurrent.futures import Future
from pathlib import Path

from memory import edits
from memory.film import Film
from memory.project import Project
from tests.at_work import Here
from tests.conftest import SMALL
from tools.build import Step, render
from tools.work import Outcome, Task


class Pair(Here):
    """Two workers, here, and what they were given."""

    workers = 2

    def __init__(self) -> None:
        """Nothing was given yet."""
        self.given: list[tuple[str, str | None, int | None]] = []

    def submit(self, task: Task) -> Future[Outcome]:
        """Note it and make it now."""
        self.given.append((task.job.role, task.job.scene, task.half))
        return super().submit(task)


def test_two_workers_make_a_segment_in_halves(tmp_path: Path) -> None:
    """After an edit of a look both halves of the scene are given out, then the whole; a person sees one step."""
    project = Project.create(tmp_path / "film", Film.model_validate(SMALL), "drafted")
    render(project, 2, lambda step: None, Pair())
    project.save(edits.set_look(project.film, "s1", brightness=-0.3), "darker")
    kept = set((project.root / "takes/.kept").iterdir())
    crew, steps = Pair(), list[Step]()
    render(project, 2, steps.append, crew)
    segment = [("segment", "s1", half) for half in (0, 1, None)]
    assert crew.given == [*segment, ("film", None, None)]
    assert [(step.job.role, step.state) for step in steps if step.state != "reused"] == [
        ("segment", "began"), ("segment", "made"), ("film", "began"), ("film", "made")
    ]  # fmt: skip
    assert set((project.root / "takes/.kept").iterdir()) == kept, "halves are kept until the whole is there"


def test_one_worker_makes_it_whole(tmp_path: Path) -> None:
    """Halves would cost something and gain nothing."""
    project = Project.create(tmp_path / "film", Film.model_validate(SMALL), "drafted")

    class One(Pair):
        workers = 1

    crew = One()
    render(project, 1, lambda step: None, crew)
    assert {half for _, _, half in crew.given} == {None}


def test_a_segment_says_how_long_it_took_with_its_halves(tmp_path: Path) -> None:
    """The time estimate of later renders rests on it."""
    project = Project.create(tmp_path / "film", Film.model_validate(SMALL), "drafted")
    steps: list[Step] = []

    class Slow(Pair):
        def submit(self, task: Task) -> Future[Outcome]:
            done = super().submit(task)
            if task.half is None:
                return done
            later: Future[Outcome] = Future()
            later.set_result(Outcome(task.job.key, "made", 100.0))
            return later

    render(project, 2, steps.append, Slow())
    segments = [step for step in steps if step.job.role == "segment" and step.state == "made"]
    assert all(step.seconds > 200 for step in segments if step.job.engine == "segment")
