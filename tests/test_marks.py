"""A call done twice acts once: edits, undo and redo carry the call's mark, wherever a process died between the writes."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from memory import edits, files
from memory.errors import FilmError
from memory.film import Film
from memory.marks import KEPT, Deed, Marks
from memory.project import Project
from tests.at_hand import by_hand, leftovers, titled
from tests.processes import killed_at_every_step


def louder(film: Film) -> Film:
    """An edit that shows how often it was made: each adds one "!"."""
    return titled(film, film.title + "!")


@pytest.fixture
def project(quick: Path, small_film: Film) -> Project:
    """A film at its third version, "C", with "D" ahead to be redone."""
    made = Project.create(quick / "film", titled(small_film, "A"), "A")
    for title in "BCD":
        made.save(titled(small_film, title), title)
    made.undo()
    return made


ACTS: dict[str, tuple[Callable[[Project], Film], str]] = {
    "an edit": (lambda p: p.edit(louder, "louder", mark="call-1"), "C!"),
    "a save": (lambda p: p.save(titled(p.film, "S"), "saved", mark="call-1"), "S"),
    "an undo": (lambda p: p.undo(mark="call-1"), "B"),
    "two steps of undo": (lambda p: p.undo(2, mark="call-1"), "A"),
    "a redo": (lambda p: p.redo(mark="call-1"), "D"),
    "going back to a version": (lambda p: p.restore(1, mark="call-1"), "A"),
}


@pytest.mark.parametrize("act", ACTS)
def test_the_same_call_twice_acts_once(project: Project, act: str) -> None:
    """The second time nothing happens, and the film comes back as it is by now."""
    do, title = ACTS[act]
    assert do(project).title == title
    versions, version = len(project.history()), project.film.version
    assert (do(project).title, do(Project.open(project.root)).version) == (title, version)
    assert len(project.history()) == versions


@pytest.mark.parametrize("act", ACTS)
def test_a_call_that_was_taken_back_is_not_done_again(project: Project, act: str) -> None:
    """Between the call and its repetition the person undid it: it stays undone."""
    do, _ = ACTS[act]
    do(project)
    project.save(titled(project.film, "later"), "later")
    assert do(project).title == "later"
    project.undo()
    project.save(titled(project.film, "another"), "another")
    assert do(project).title == "another"


@pytest.mark.parametrize("act", ACTS)
def test_killed_anywhere_and_called_again_it_has_acted_once(quick: Path, project: Project, act: str) -> None:
    """Killed before each of its calls to the system, the same call afterwards leaves the film as one call would."""
    do, title = ACTS[act]
    ground = project.root.rename(quick / "ground")

    def prepare() -> Callable[[], object]:
        shutil.rmtree(quick / "film", ignore_errors=True)
        shutil.copytree(ground, quick / "film")
        opened = Project.open(quick / "film")
        return lambda: do(opened)

    def look(_: int) -> None:
        again = Project.open(quick / "film")
        assert again.film.title in {"C", title}
        assert do(again).title == title
        assert do(Project.open(again.root)).title == title
        made = [line.sentence for line in again.history() if line.version > 4]
        assert len(made) == (again.film.version > 4)
        assert leftovers(again.root) == []
        if "redo" not in act and "undo" not in act:
            assert again.undo().title == "C"

    assert killed_at_every_step(prepare, look) > 12


OTHERS: dict[str, tuple[Callable[[Project], object], str]] = {
    "another program edits": (lambda p: p.edit(lambda film: titled(film, film.title + "?"), "asked"), "C!?"),
    "another program undoes": (lambda p: p.undo(), "C"),
    "somebody edits by hand": (lambda p: by_hand(p, logline="By hand"), "C!"),
}


@pytest.mark.parametrize("other", OTHERS)
def test_what_others_do_between_the_death_and_the_repetition_is_kept(quick: Path, project: Project, other: str) -> None:
    """Whoever comes first after a death finds the edit whole or not there at all, and the repetition acts at most once."""
    between, _ = OTHERS[other]
    ground, seen = project.root.rename(quick / "ground"), set()

    def prepare() -> Callable[[], object]:
        shutil.rmtree(quick / "film", ignore_errors=True)
        shutil.copytree(ground, quick / "film")
        opened = Project.open(quick / "film")
        return lambda: opened.edit(louder, "louder", mark="call-1")

    def look(_: int) -> None:
        between(Project.open(quick / "film"))
        found = Project.open(quick / "film")
        before = found.film.title
        after = found.edit(louder, "louder", mark="call-1")
        seen.add((before, after.title))
        assert after.title.count("!") <= 1
        assert found.edit(louder, "louder", mark="call-1") == after
        if "hand" in other:
            assert after.logline == "By hand"

    assert killed_at_every_step(prepare, look) > 12
    assert (
        seen
        == {
            "another program edits": {("C!?", "C!?"), ("C?", "C?!")},
            "another program undoes": {("C", "C"), ("B", "B!")},
            "somebody edits by hand": {("C!", "C!"), ("C", "C!")},
        }[other]
    )


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("when", range(12))
def test_an_edit_that_failed_on_a_full_disk_is_not_made_later_by_itself(
    project: Project, monkeypatch: pytest.MonkeyPatch, call: str, when: int
) -> None:
    """The person was told that it did not work: the next edit stands without it, and the same call may be made again."""
    real, left = getattr(os, call), when

    def full(*given: object) -> object:
        nonlocal left
        left -= 1
        if left < 0:
            raise OSError(28, "No space left on device")
        return real(*given)

    failed = False
    with monkeypatch.context() as patch:
        patch.setattr(os, call, full)
        try:
            project.edit(louder, "louder", mark="call-1")
        except FilmError as error:
            failed = "disk is full" in str(error)
    shown = Project.open(project.root).film.title
    assert shown == "C!" if not failed else shown in {"C", "C!"}
    assert project.edit(lambda film: titled(film, film.title + "?"), "asked").title == shown + "?"
    assert project.edit(louder, "louder", mark="call-1").title.count("!") == 1


@pytest.mark.parametrize("place", ["memory.history", "memory.document", "memory.marks"])
def test_a_write_that_raises_is_like_a_death(project: Project, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    """Each of the writing functions raises in turn, before it writes and after; the same call again acts once."""

    class Died(BaseException):
        pass

    for late in (False, True):
        mark = f"call-{late}"

        def dies(path: Path, content: bytes, late: bool = late) -> None:
            if late:
                files.write_atomically(path, content)
            raise Died

        before = project.film.title
        with monkeypatch.context() as patch, pytest.raises(Died):
            patch.setattr(f"{place}.write_atomically", dies)
            project.edit(louder, "louder", mark=mark)
        again = Project.open(project.root)
        assert again.edit(louder, "louder", mark=mark).title == before + "!"
        assert again.edit(louder, "louder", mark=mark).title == before + "!"
        project = again


def test_an_edit_that_changed_nothing_is_done_too(project: Project) -> None:
    """The title was C already; called again later, when it is not, the call still changes nothing."""
    project.edit(lambda film: titled(film, "C"), "same", mark="call-1")
    assert project.deed("call-1") == Deed("call-1", 3, 3, "done")
    project.save(titled(project.film, "E"), "E")
    assert project.edit(lambda film: titled(film, "C"), "same", mark="call-1").title == "E"


def test_a_refused_edit_leaves_no_mark(project: Project) -> None:
    """What was refused may be called again, and then it acts."""
    with pytest.raises(FilmError, match="There is no scene 9"):
        project.edit(lambda film: edits.set_narration(film, 9, "x"), "x", mark="call-1")
    with pytest.raises(FilmError, match="only 2 steps to undo"):
        project.undo(5, mark="call-1")
    assert project.deed("call-1") is None
    assert project.edit(louder, "louder", mark="call-1").title == "C!"


def test_a_mark_tells_from_which_version_to_which(project: Project) -> None:
    """So that a call made again can say what it did the first time."""
    project.edit(louder, lambda: "louder by one", mark="call-1")
    project.undo(2, mark="call-2")
    assert (project.deed("call-1"), project.deed("call-2")) == (Deed("call-1", 3, 5, "done"), Deed("call-2", 5, 2, "done"))
    assert (project.deed("call-3"), project.deed("")) == (None, None)
    assert project.history()[-1].sentence == "louder by one"
    assert project.at(5).title == "C!"


def test_making_a_project_twice_with_one_mark_makes_one(quick: Path, small_film: Film) -> None:
    """Killed anywhere while making the folder, the same call finds or makes the film; another call is refused."""
    root = quick / "new" / "film"

    def prepare() -> Callable[[], object]:
        shutil.rmtree(quick / "new", ignore_errors=True)
        return lambda: Project.create(root, small_film, "drafted", mark="call-1")

    def look(_: int) -> None:
        for _again in range(2):
            project = Project.create(root, small_film, "drafted", mark="call-1")
            assert [line.sentence for line in project.history()] == ["drafted"]
        with pytest.raises(FilmError, match="There is a film in"):
            Project.create(root, small_film, "drafted", mark="call-2")

    assert killed_at_every_step(prepare, look) > 8


def test_a_torn_or_strange_file_of_marks_loses_no_film(project: Project) -> None:
    """Lines that are no marks are passed over; the newest version knows its own mark even without the file."""
    project.edit(louder, "louder", mark="call-1")
    path = project.root / "history" / "marks.jsonl"
    strange = [
        '{"mark": "call-9", "base"',
        "[]",
        "null",
        '{"mark": 1, "base": 2, "to": "x"}',
        '{"mark": "m", "more": 1}',
        "\x00",
    ]
    path.write_text("\n".join([*strange, *path.read_text().splitlines(), '{"mark": "call-8", "ba']))
    assert project.edit(louder, "louder", mark="call-1").title == "C!"
    path.write_bytes(b"\xff\xfe\x00 not text")
    assert Project.open(project.root).edit(louder, "louder", mark="call-1").title == "C!"
    path.unlink()
    path.mkdir()
    assert Project.open(project.root).edit(louder, "louder", mark="call-1").title == "C!"


def test_the_file_of_marks_does_not_grow_for_ever(tmp_path: Path) -> None:
    """Only the newest lines are kept."""
    (tmp_path / "marks.jsonl").write_text(
        "".join(json.dumps(Deed(f"m{number}", 1, 2, "done")._asdict()) + "\n" for number in range(KEPT + 50))
    )
    marks = Marks(tmp_path)
    marks.write(Deed("new", 2, 3, "done"))
    assert len((tmp_path / "marks.jsonl").read_text().splitlines()) == KEPT
    assert (marks.find("m10"), marks.find(f"m{KEPT + 49}") is not None, marks.pending()) == (None, True, None)
