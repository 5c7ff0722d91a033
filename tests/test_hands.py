"""Many hands for one take: who gets them, and what happens when one of them fails."""

from __future__ import annotations

import os
from concurrent.futures import Future
from functools import partial
from pathlib import Path

import pytest

from memory import edits
from memory.film import Film
from memory.project import Project
from tests.at_work import Here
from tests.conftest import SMALL
from tools import hands
from tools.build import render
from tools.work import Outcome, Task


def _note(path: Path) -> None:
    path.write_text(str(os.getpid()))


def _fails_elsewhere(path: Path, here: int) -> None:
    if os.getpid() != here:
        raise OSError("no room in this process")
    _note(path)


class TestSideBySide:
    def test_parts_run_in_processes_of_their_own_where_hands_are_lent(self, tmp_path: Path) -> None:
        """Two parts are made by two processes with two hands, and by one without."""
        paths = [tmp_path / name for name in "ab"]
        parts = [partial(_note, path) for path in paths]
        with hands.lent(2):
            hands.side_by_side(parts)
        assert len({path.read_text() for path in paths}) == 2
        hands.side_by_side(parts)
        assert {path.read_text() for path in paths} == {str(os.getpid())}

    def test_a_part_that_fails_elsewhere_is_made_here(self, tmp_path: Path) -> None:
        """A helper that dies costs time and nothing else."""
        with hands.lent(2):
            hands.side_by_side([partial(_note, tmp_path / "a"), partial(_fails_elsewhere, tmp_path / "b", os.getpid())])
        assert (tmp_path / "b").read_text() == str(os.getpid())

    def test_a_part_that_cannot_be_made_says_why(self, tmp_path: Path) -> None:
        """The error of the other part is the error of the whole."""
        with hands.lent(2), pytest.raises(FileNotFoundError):
            hands.side_by_side([partial(_note, tmp_path / "a"), partial(_note, tmp_path / "nowhere" / "b")])


def test_a_take_gets_all_hands_when_little_else_is_left(tmp_path: Path) -> None:
    """In a film made whole, most takes have one process each; after an edit of a look, the segment has all."""
    given: dict[str, int] = {}

    class Counting(Here):
        workers = 2

        def submit(self, task: Task) -> Future[Outcome]:
            given[f"{task.job.role}:{task.job.scene}"] = task.hands
            return super().submit(task)

    project = Project.create(tmp_path / "film", Film.model_validate(SMALL), "drafted")
    render(project, 2, lambda step: None, Counting())
    assert given["still:s1"] == given["speech:s1"] == 1
    given.clear()
    project.save(edits.set_look(project.film, "s1", brightness=-0.3), "darker")
    render(project, 2, lambda step: None, Counting())
    assert given == {"segment:s1": 2, "film:None": 2}
