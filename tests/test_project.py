"""A project: every version is kept, undo and redo are exact, and no crash or careless hand loses a film."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from memory import edits
from memory.canonical import canonical
from memory.compare import same_film, sentence
from memory.errors import DocumentError, FilmError, Refused
from memory.film import Film
from memory.project import Project
from memory.schema import dump_film
from tests.film_strategies import films
from tests.processes import in_child, killed_at_every_step, quick_folder


@pytest.fixture
def quick() -> Iterator[Path]:
    """An empty folder that is quick to flush."""
    with quick_folder() as folder:
        yield folder


@pytest.fixture
def project(quick: Path, small_film: Film) -> Project:
    """A new project with a small film."""
    return Project.create(quick / "film", small_film, "drafted")


def titled(film: Film, title: str) -> Film:
    """The film under another title."""
    return edits.set_title(film, title)


def by_hand(project: Project, **fields: Any) -> None:
    """Change film.json as somebody with an editor would."""
    path = project.root / "film.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **fields}))


def leftovers(root: Path) -> list[str]:
    """Temporary files that a write left behind."""
    return [path.name for path in root.rglob("*.tmp") if path.is_file()]


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


STEPS: dict[str, tuple[Callable[[Project], object], Callable[[Project], object], set[str]]] = {
    "saving": (Project.refresh, lambda project: project.save(titled(project.film, "new"), "saved"), {"old", "new"}),
    "undoing": (Project.refresh, Project.undo, {"old", "first"}),
    "noticing a hand edit": (lambda project: by_hand(project, title="hand"), Project.refresh, {"hand"}),
}


@pytest.mark.parametrize("doing", STEPS)
def test_a_process_killed_anywhere_leaves_the_old_film_or_the_new(quick: Path, small_film: Film, doing: str) -> None:
    """Killed before each of its calls to the system, the project opens, has lost no version, and goes on."""
    ground = Project.create(quick / "ground", titled(small_film, "first"), "1")
    ground.save(titled(small_film, "old"), "2")
    before, work, expected = STEPS[doing]
    seen = set()

    def prepare() -> Callable[[], object]:
        shutil.rmtree(quick / "film", ignore_errors=True)
        shutil.copytree(ground.root, quick / "film")
        project = Project.open(quick / "film")
        before(project)
        return lambda: work(project)

    def look(step: int) -> None:
        project = Project.open(quick / "film")
        seen.add(project.film.title)
        title = project.film.title
        assert {1, 2} <= {line.version for line in project.history()}
        words = " ".join(line.sentence for line in project.history())
        assert "can no longer be read" not in words and ("by hand" in words) == ("hand" in expected)
        assert project.save(titled(small_film, f"after {step}"), "3").title == f"after {step}"
        assert project.undo().title == title
        assert leftovers(project.root) == []

    assert killed_at_every_step(prepare, look) > 8
    assert seen == expected


def test_making_a_project_can_be_done_again_after_being_killed_anywhere(quick: Path, small_film: Film) -> None:
    """What is left of a killed `create` is a project, or a folder in which it can be made."""
    root = quick / "new" / "film"

    def prepare() -> Callable[[], object]:
        shutil.rmtree(quick / "new", ignore_errors=True)
        return lambda: Project.create(root, small_film, "drafted")

    def look(_: int) -> None:
        there = (root / "film.json").exists()
        project = Project.open(root) if there else Project.create(root, small_film, "drafted")
        assert same_film(project.film, small_film)

    assert killed_at_every_step(prepare, look) > 8


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_full_disk_while_saving_keeps_the_film_and_says_what_to_do(
    project: Project, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    """No space left: a sentence, the old film, and the same command works when there is space again."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, call, full)
        with pytest.raises(FilmError, match=r"disk is full. Everything saved before is kept. Free some space.*same command"):
            project.save(titled(project.film, "B"), "b")
    assert Project.open(project.root).film.title == "The Lamp"
    assert leftovers(project.root) == []
    assert project.save(titled(project.film, "B"), "b").title == "B"


def test_a_project_that_can_only_be_read_opens_even_after_a_hand_edit(small_film: Film) -> None:
    """Reading asks for no right to write; saving says that there is none."""
    root = Path(os.path.realpath("/tmp")) / f"onereel-test-project-{os.getpid()}"
    project = Project.create(root, small_film, "drafted")
    try:
        by_hand(project, title="By hand")
        for path in [root, *root.rglob("*")]:
            path.chmod(0o555 if path.is_dir() else 0o444)

        def attempt() -> None:
            if os.geteuid() == 0:
                os.setuid(65534)
            opened = Project.open(root)
            assert opened.film.title == "By hand"
            with pytest.raises(FilmError, match="permission was denied"):
                opened.save(titled(opened.film, "B"), "b")
            with pytest.raises(FilmError, match=r"did not work: permission was denied"):
                Project.create(root / "below", small_film)

        assert in_child(attempt) == 0
    finally:
        for path in [root, *root.rglob("*")]:
            path.chmod(0o755)
        shutil.rmtree(root)


BROKEN = {
    "torn": '{"title": "x", "sce',
    "empty": "",
    "wrong": '{"scenes": [{"id": "s1", "look": {"brightness": 7}}]}',
    "later": '{"schema_version": 7, "scenes": [{"id": "s1"}]}',
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_film_json_says_which_version_is_good_and_recover_brings_it_back(project: Project, case: str) -> None:
    """The sentence names the file and the way back; the broken file is kept."""
    project.save(titled(project.film, "B"), "b")
    (project.root / "film.json").write_text(BROKEN[case])
    with pytest.raises(DocumentError, match=r"^film.json .* History holds version 2: `onereel recover .*` brings it back"):
        Project.open(project.root)
    with pytest.raises(DocumentError):
        project.save(titled(project.film, "C"), "c")
    again = Project.recover(project.root)
    assert (again.film.title, again.film.version) == ("B", 2)
    assert (project.root / "history" / "broken-1.json").read_text() == BROKEN[case]
    assert again.undo().title == "The Lamp"


def test_a_lost_film_json_can_be_recovered(project: Project) -> None:
    """Deleted by mistake, the film comes back from its history."""
    (project.root / "film.json").unlink()
    with pytest.raises(DocumentError, match=r"There is no film.json in .* History holds version 1"):
        Project.open(project.root)
    assert Project.recover(project.root).film.title == "The Lamp"


def test_recover_leaves_a_whole_project_alone_and_says_when_there_is_nothing(project: Project, tmp_path: Path) -> None:
    """Nothing to mend: nothing is changed. Nothing to go back to: a sentence."""
    assert Project.recover(project.root).film.version == 1
    assert sorted(path.name for path in (project.root / "history").glob("broken*")) == []
    with pytest.raises(DocumentError, match="no version of a film"):
        Project.recover(tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()


def test_a_changed_byte_in_the_history_is_noticed_and_stepped_over(project: Project, caplog: pytest.LogCaptureFixture) -> None:
    """A version that is not what was written is never shown; undo goes on to the one before, with a sentence."""
    project.save(titled(project.film, "Boat"), "b")
    project.save(titled(project.film, "Cat"), "c")
    path = project.root / "history" / "000002.json"
    path.write_bytes(path.read_bytes().replace(b"Boat", b"Goat"))
    with pytest.raises(DocumentError, match="not what was written"):
        project.compare(1, 2)
    assert project.history()[1].sentence == "(this version can no longer be read)"
    with caplog.at_level(logging.WARNING):
        assert project.undo().title == "The Lamp"
    assert "not what was written" in caplog.text


def test_a_moved_and_copied_project_is_the_same_project(project: Project, tmp_path: Path) -> None:
    """The folder can be moved or zipped: history, undo and all."""
    project.save(titled(project.film, "B"), "b")
    shutil.make_archive(str(tmp_path / "zip"), "zip", project.root)
    shutil.unpack_archive(tmp_path / "zip.zip", tmp_path / "else where 灯")
    moved = Project.open(tmp_path / "else where 灯")
    assert (moved.film.title, moved.undo().title, moved.redo().title) == ("B", "The Lamp", "B")


def test_comparing_versions_speaks_of_scenes_not_of_places(project: Project) -> None:
    """A swap is a change of order alone; an edit is named by scene and field."""
    project.edit(lambda film: edits.swap_scenes(film, 1, 3), "swapped")
    project.edit(lambda film: edits.shift_look(film, "s3", brightness=-0.3), "darker")
    project.edit(lambda film: edits.add_scene(edits.remove_scene(film, "s2"), title="End"), "new end")
    [order] = project.compare(1, 2)
    assert (order.path, order.before, order.after) == ("scenes.order", ["s1", "s2", "s3"], ["s3", "s2", "s1"])
    [look] = project.compare(2, 3)
    assert (look.scene, sentence(look)) == ("s3", "scenes.s3.look.brightness: 0 -> -0.3")
    words = [sentence(change) for change in project.compare(3, 4)]
    assert "scenes.s2: removed" in words and "scenes.s4: added" in words


def test_a_second_render_is_told_that_one_is_at_work(project: Project) -> None:
    """The lock is held against other programs and other objects, edits go on meanwhile, and a killed holder frees it."""
    with project.lock():
        with pytest.raises(FilmError, match="Another program is at work on 'film'"), Project.open(project.root).lock():
            pass
        project.save(titled(project.film, "B"), "b")

    def die() -> None:
        with project.lock():
            os._exit(9)

    assert in_child(die) == 9
    with project.lock(timeout=1):
        pass


def test_a_film_that_is_there_is_not_overwritten(project: Project, small_film: Film) -> None:
    """Making a project where one is says so and changes nothing."""
    with pytest.raises(FilmError, match=r"There is a film in .* already"):
        Project.create(project.root, titled(small_film, "Other"))
    assert Project.open(project.root).film.title == "The Lamp"


@pytest.mark.parametrize(
    ("folder", "words"),
    [
        ("file", "is a file"),
        ("file/below", "file|no folder"),
        ("x" * 300, "too long"),
        ("a\0", "cannot be a path"),
        ("round", "links|folder"),
    ],
)
def test_a_folder_that_cannot_be_is_named_in_a_sentence(tmp_path: Path, small_film: Film, folder: str, words: str) -> None:
    """A file in the way, a path too long, a circle of links: a sentence for making and for opening."""
    (tmp_path / "file").write_text("in the way")
    (tmp_path / "round").symlink_to("round")
    for attempt in (lambda: Project.create(f"{tmp_path}/{folder}", small_film), lambda: Project.open(f"{tmp_path}/{folder}")):
        with pytest.raises(FilmError, match=words) as caught:
            attempt()
        assert str(caught.value).endswith(".")


def test_a_film_json_that_is_no_file_is_not_waited_for(project: Project) -> None:
    """A pipe or a folder in its place gives a sentence at once."""
    path = project.root / "film.json"
    path.unlink()
    os.mkfifo(path)
    with pytest.raises(DocumentError, match="is not a file"):
        Project.open(project.root)
    assert Project.recover(project.root).film.title == "The Lamp"


@pytest.mark.parametrize("name", ["film.json", "history", "takes"])
def test_a_project_from_a_stranger_cannot_reach_out_of_its_folder(project: Project, tmp_path: Path, name: str) -> None:
    """A link in the project that leads elsewhere is refused, and what it points to is not touched."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "film.json").write_text(dump_film(project.film))
    path = project.root / name
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    path.symlink_to(outside / "film.json" if name == "film.json" else outside)
    with pytest.raises(Refused, match="not a path inside"):
        Project.open(project.root).takes.keys()
    assert [path.name for path in outside.iterdir()] == ["film.json"]
