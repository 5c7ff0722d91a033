"""The project folder: no crash, full disk, broken file or stranger's link loses a film."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from memory import edits
from memory.compare import same_film, sentence
from memory.errors import DocumentError, FilmError, Refused
from memory.film import Film
from memory.project import Project
from memory.schema import dump_film
from tests.at_hand import by_hand, leftovers, titled
from tests.processes import in_child, killed_at_every_step


@pytest.fixture
def project(quick: Path, small_film: Film) -> Project:
    """A new project with a small film."""
    return Project.create(quick / "film", small_film, "drafted")


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
