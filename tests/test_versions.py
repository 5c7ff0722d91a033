"""Versions: undo and redo are exact, hand edits and cut-off versions are kept, whatever the order of things."""

from __future__ import annotations

import contextlib
import json
import logging
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from memory import edits
from memory.canonical import canonical
from memory.compare import same_film
from memory.errors import DocumentError, FilmError
from memory.film import Film
from memory.project import Project
from tests.at_hand import by_hand, leftovers, titled
from tests.film_strategies import films
from tests.processes import quick_folder


@pytest.fixture
def project(quick: Path, small_film: Film) -> Project:
    """A new project with a small film."""
    return Project.create(quick / "film", small_film, "drafted")


class Versions(RuleBasedStateMachine):
    """Saves, undos, redos, hand edits and reopenings in any order, beside a plain dictionary that does the same."""

    @initialize(film=films(2))
    def begin(self, film: Film) -> None:
        self.room = contextlib.ExitStack()
        self.root = self.room.enter_context(quick_folder()) / "film"
        self.project = Project.create(self.root, film, "first")
        self.films = {1: self.project.film}
        self.parents: dict[int, int | None] = {1: None}
        self.at = 1

    def _added(self, film: Film) -> None:
        number = max(self.films) + 1
        self.films[number] = film
        self.parents[number] = self.at
        self.at = number

    @rule(title=st.text("abé灯", min_size=1, max_size=3))
    def save(self, title: str) -> None:
        """Save an edit; the same film again makes no version."""
        saved = self.project.save(titled(self.project.film, title), title)
        if not same_film(saved, self.films[self.at]):
            self._added(saved)
        assert (saved.title, saved.version) == (title, self.at)

    @rule(film=films(2))
    def replace_all(self, film: Film) -> None:
        """Save a film that has nothing to do with the one before."""
        saved = self.project.save(film, "all new")
        assert same_film(saved, film)
        if not same_film(saved, self.films[self.at]):
            self._added(saved)

    @rule(steps=st.integers(1, 3))
    def undo(self, steps: int) -> None:
        """Go back, or be told that there is nothing to go back to."""
        self._walk(self.project.undo, self.parents.get, steps)

    @rule(steps=st.integers(1, 3))
    def redo(self, steps: int) -> None:
        """Go forward to the newest version made from this one."""
        self._walk(self.project.redo, lambda at: max((n for n, p in self.parents.items() if p == at), default=None), steps)

    def _walk(self, move: Callable[[int], Film], step: Callable[[int], int | None], steps: int) -> None:
        at: int | None = self.at
        for _ in range(steps):
            at = step(at) if at is not None else None
        if at is None:
            with pytest.raises(FilmError, match=r"The film is unchanged\."):
                move(steps)
        else:
            assert move(steps) == self.films[at]
            self.at = at

    @rule(number=st.integers(1, 30))
    def restore(self, number: int) -> None:
        """Bring back any version as a new one."""
        if number not in self.films:
            with pytest.raises(DocumentError, match="no version"):
                self.project.restore(number)
        elif not same_film(self.films[number], self.films[self.at]):
            self._added(self.project.restore(number))

    @rule(title=st.text("xyz", min_size=1, max_size=3), version=st.none() | st.integers(1, 9), reopen=st.booleans())
    def change_by_hand(self, title: str, version: int | None, reopen: bool) -> None:
        """Edit film.json behind the project's back, with whatever version number the hand leaves there."""
        by_hand(self.project, title=f"by hand {len(self.films)} {title}", **({"version": version} if version else {}))
        self.project = Project.open(self.root) if reopen else self.project
        self._added(self.project.refresh())
        assert self.project.film.title.endswith(title)

    @precondition(lambda self: hasattr(self, "root"))
    @rule()
    def reopen(self) -> None:
        """Another program opens the folder."""
        self.project = Project.open(self.root)

    @rule()
    def rewrite_in_another_layout(self) -> None:
        """The same film with other spaces and order is no new version."""
        path = self.root / "film.json"
        document = json.loads(path.read_text())
        path.write_text(json.dumps(dict(reversed(document.items())), indent=7))
        self.project.refresh()

    @rule()
    def lose_the_cursor(self) -> None:
        """A project whose cursor file is gone knows where it stands all the same."""
        (self.root / "history" / "cursor.json").unlink()
        self.project = Project.open(self.root)

    @invariant()
    def nothing_is_lost(self) -> None:
        """The film is the one expected, on the disk too, and every version there ever was is in the history."""
        if not hasattr(self, "root"):
            return
        assert self.project.film == self.films[self.at]
        assert json.loads((self.root / "film.json").read_text())["version"] == self.at
        assert [line.version for line in self.project.history()] == sorted(self.films)
        assert leftovers(self.root) == []

    def teardown(self) -> None:
        if hasattr(self, "root"):
            for number, film in self.films.items():
                assert self.project.compare(number, number) == []
                assert canonical(self.project._history.read(number).film) == canonical(film)
            self.room.close()


TestVersions = Versions.TestCase
TestVersions.settings = settings(max_examples=12, stateful_step_count=12, deadline=None)


def test_a_new_project_is_a_folder_with_a_film_and_its_first_version(project: Project, small_film: Film) -> None:
    """The folder has the layout that is promised, and the film in it is the film that was given."""
    assert (project.film.version, project.film.title, same_film(project.film, small_film)) == (1, "The Lamp", True)
    assert sorted(path.name for path in project.root.iterdir()) == ["film.json", "history"]
    assert (project.root / "history" / "000001.json").exists()
    [(version, words, when)] = project.history()
    assert (version, words, when[:2], when[-6:]) == (1, "drafted", "20", "+00:00")


def test_undo_goes_back_to_the_very_bytes(project: Project) -> None:
    """After undo film.json is, byte for byte, what it was; after redo too."""
    path = project.root / "film.json"
    one = path.read_bytes()
    project.edit(lambda film: edits.shift_look(film, 2, brightness=-0.3), "darker")
    two = path.read_bytes()
    project.undo()
    assert path.read_bytes() == one
    project.redo()
    assert path.read_bytes() == two != one


def test_a_new_edit_cuts_redo_off_but_the_cut_off_version_stays(project: Project) -> None:
    """Numbers are never used twice: the version that redo no longer reaches can still be restored."""
    project.save(titled(project.film, "B"), "b")
    project.undo()
    assert project.save(titled(project.film, "C"), "c").version == 3
    with pytest.raises(FilmError, match="nothing to redo"):
        project.redo()
    assert [(line.version, line.sentence) for line in project.history()] == [(1, "drafted"), (2, "b"), (3, "c")]
    assert (project.restore(2).title, project.film.version, project.undo().title) == ("B", 4, "C")


def test_undoing_too_far_changes_nothing(project: Project) -> None:
    """Three steps where there is one: a sentence, and the film stays where it was."""
    project.save(titled(project.film, "B"), "b")
    with pytest.raises(FilmError, match=r"only 1 step to undo here\. The film is unchanged"):
        project.undo(3)
    with pytest.raises(FilmError, match="1 or more"):
        project.undo(0)
    assert Project.open(project.root).film.title == "B"


def test_a_film_by_hand_with_no_history_is_a_film(tmp_path: Path) -> None:
    """A lone film.json opens, keeps its number, can be edited, and undone back to what was written."""
    (tmp_path / "film.json").write_text('{"version": 7, "title": "Mine", "by": "me", "scenes": [{"id": "s1"}]}')
    project = Project.open(tmp_path)
    assert (project.film.version, project.film.title, getattr(project.film, "by", "")) == (7, "Mine", "me")
    assert project.save(titled(project.film, "Ours"), "renamed").version == 8
    assert (project.undo().title, [line.sentence for line in project.history()]) == ("Mine", ["Written by hand.", "renamed"])


def test_a_hand_edit_between_two_edits_is_one_undo_away(project: Project, caplog: pytest.LogCaptureFixture) -> None:
    """Saving a film made from an older one does not swallow what was written by hand in between, and says so."""
    old = project.film
    by_hand(project, title="By hand")
    with caplog.at_level(logging.WARNING):
        project.save(titled(old, "By program"), "renamed")
    assert "kept as version 2, one undo away" in caplog.text
    assert project.undo().title == "By hand"


def test_undo_after_a_hand_edit_goes_to_the_film_that_was_edited(project: Project) -> None:
    """Whatever version number the hand left in film.json, undo takes back that edit and no more."""
    project.save(titled(project.film, "B"), "b")
    project.save(titled(project.film, "C"), "c")
    by_hand(project, title="By hand", version=1)
    assert (project.refresh().version, project.undo().title) == (4, "C")


def test_an_edit_is_made_on_what_is_on_the_disk(project: Project) -> None:
    """`edit` takes a change by hand along instead of stepping over it."""
    by_hand(project, logline="From my editor")
    film = project.edit(lambda film: titled(film, "B"), "renamed")
    assert (film.title, film.logline, film.version) == ("B", "From my editor", 3)


def test_an_edit_that_cannot_be_done_saves_nothing(project: Project) -> None:
    """The sentence comes through and there is no new version."""
    with pytest.raises(FilmError, match="There is no scene 9"):
        project.edit(lambda film: edits.remove_scene(film, 9), "removed")
    assert len(project.history()) == 1


def test_two_programs_that_edit_at_once_both_get_their_version(project: Project) -> None:
    """Four processes of five edits each make twenty versions, none lost, each made from the one before."""
    children = []
    for number in range(4):
        child = os.fork()
        if child == 0:
            status = 1
            try:
                for _ in range(5):
                    Project.open(project.root).edit(lambda film: edits.shift_look(film, 1, warmth=0.04), f"by {number}")
                status = 0
            finally:
                os._exit(status)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * 4
    film = project.refresh()
    assert (film.version, film.scenes[0].look.warmth) == (21, 0.8)
    assert project.undo(20).version == 1
