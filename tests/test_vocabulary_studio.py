"""Versions, answers, the render and what leaves the studio, and what is kept in mind."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from memory.errors import FilmError, Refused
from memory.film import Film
from memory.project import Project
from tests.at_desk import Seat, six_scenes
from tests.processes import quick_folder
from tools.build import Step
from tools.outgoing import leaves_project
from tools.vocabulary import TOOLS, Desk


@pytest.fixture
def seat(quick: Path) -> Seat:
    """A film of six scenes that was made darker in scene 3, then given a title."""
    seat = Seat(quick, six_scenes())
    seat.call("look", scenes="3", brightness=-0.2)
    seat.call("film", title="The Last Light")
    return seat


def test_undo_and_redo_say_what_they_took_back(seat: Seat) -> None:
    """With the sentence of the edit, and the version the film is at."""
    assert seat.call("versions", action="undo").said == 'Undone: Now the title is "The Last Light". The film is at version 2.'
    assert seat.film.title == "The Lamp at Grey Point"
    done = seat.call("versions", action="redo")
    assert (done.said, done.changed, done.version) == (
        'Done again: Now the title is "The Last Light". The film is at version 3.', ("film",), 3,
    )  # fmt: skip
    two = seat.call("versions", action="undo", steps=2)
    assert (two.version, set(two.changed)) == (1, {"s3", "film"})
    assert "The Last Light" in two.said and "Scene 3: brightness -0.2" in two.said


def test_the_same_undo_twice_goes_back_once(seat: Seat) -> None:
    """Repeated after a crash it says the same and goes no further."""
    first = seat.call("versions", mark="u", action="undo")
    again = seat.call("versions", mark="u", action="undo")
    assert (again.said, again.version, seat.film.version) == (first.said, 2, 2)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"action": "undo", "steps": 9}, "There is only 2 steps to undo here. The film is unchanged."),
        ({"action": "undo", "steps": 0}, "Say how many steps to undo: 1 or more."),
        ({"action": "redo"}, "There is nothing to redo here. The film is unchanged."),
        ({"action": "restore", "version": 9}, "There is no version 9; the film has versions 1 to 3. The film is unchanged."),
        ({"action": "restore"}, "There is no version 0; the film has versions 1 to 3. The film is unchanged."),
        ({"action": "compare", "version": 9}, "There is no version 9; the film has versions 1 to 3. The film is unchanged."),
    ],
)
def test_versions_that_are_not_there(seat: Seat, arguments: dict[str, Any], sentence: str) -> None:
    """The very sentence, and the film stays."""
    before = seat.bytes
    with pytest.raises(FilmError) as refused:
        seat.call("versions", **arguments)
    assert (str(refused.value), seat.bytes) == (sentence, before)


def test_any_version_comes_back_as_a_new_one(seat: Seat) -> None:
    """So that undo takes that back too."""
    done = seat.call("versions", action="restore", version=1)
    assert (done.said, done.version) == ("Back to version 1, kept as version 4; undo takes it back.", 4)
    assert seat.film.title == "The Lamp at Grey Point"
    seat.call("versions", action="undo")
    assert seat.film.title == "The Last Light"


def test_versions_are_listed_and_compared_and_nothing_changes(seat: Seat) -> None:
    """What differs from the version before, or from any."""
    before = seat.bytes
    assert seat.call("versions", action="list").said.splitlines() == [
        "The film has 3 versions.", "1: drafted", "2: Scene 3: brightness -0.2, now -0.5.",
        '3 (now): Now the title is "The Last Light".',
    ]  # fmt: skip
    compared = seat.call("versions", action="compare")
    assert compared.said == "Version 3 against version 2:\ntitle: The Lamp at Grey Point -> The Last Light"
    assert [row["path"] for row in compared.data["changes"]] == ["title"]
    both = seat.call("versions", action="compare", version=1)
    assert [row["path"] for row in both.data["changes"]] == ["title", "scenes.s3.look.brightness"]
    assert (both.changed, seat.bytes) == ((), before)


QUESTIONS = {
    "how many scenes are there": "The film has 6 scenes.",
    "who is in it": "In the cast: Mara (an old lighthouse keeper with white hair and a blue coat); "
                    "Pip (a small brass robot with one round green eye).",
    "what music is playing": "The music is calm, 84 beats a minute, at -18 dB.",
    "which voice": "The narrator is heart at pace 1.",
    "the title": 'The film is called "The Last Light".',
    "the aspect": "The picture is 16:9, 1280x720, 30 frames a second.",
    "captions?": "Captions are a file and a track of their own.",
    "which version is this": "This is version 3.",
}  # fmt: skip


@pytest.mark.parametrize("what", QUESTIONS)
def test_a_question_about_the_film_is_answered_and_changes_nothing(seat: Seat, what: str) -> None:
    """From what the film holds."""
    before = seat.bytes
    done = seat.call("show", what=what)
    assert (done.said, done.changed, done.version) == (QUESTIONS[what], (), 3)
    assert seat.bytes == before


def test_a_question_about_a_scene_is_answered(seat: Seat) -> None:
    """The part that was asked for, or all of it."""
    assert (
        seat.call("show", scenes="3", what="sounds").said == 'Scene 3, "The Storm": Sounds: storm at -18 dB, thunder at -24 dB.'
    )
    whole = seat.call("show", scenes="the storm").said
    assert "On the longest night of the year" in whole and "brightness -0.5" in whole and "handheld 0.4" in whole
    summary = seat.call("show").said.splitlines()
    assert len(summary) == 7 and summary[0].startswith('"The Last Light", 6 scenes, about ')


def test_the_call_sheet_is_told_and_nothing_is_made(seat: Seat) -> None:
    """How many takes a render would make, by role."""
    done = seat.call("render", only_plan=True)
    assert done.said.startswith("A render would make 43 takes (6 speech, 8 stills, 8 clips, ") and done.said.endswith(
        "reuse 0."
    )
    assert len(done.data["jobs"]) == 43 and done.data["jobs"][0]["status"] == "made"
    assert not any((seat.root / "takes").rglob("*.json"))


@pytest.fixture(scope="module")
def made() -> Iterator[Seat]:
    """One short scene, rendered for real."""
    shot = {"id": "s1a", "seed": 1, "camera": {"move": "push_in"}}
    scene = {"id": "s1", "title": "Night", "description": "A hill at night.", "narration": "It was night.", "shots": [shot]}
    film = {"title": "The Hill", "width": 160, "height": 90, "fps": 10, "scenes": [scene]}
    with quick_folder() as folder:
        seat, steps = Seat(folder, Film.model_validate(film)), list[Step]()
        done = TOOLS["render"](Desk(seat.root, "r", steps.append, seat.settings))
        assert Path(done.data["film"]).is_file() and done.said.startswith(f"The film is ready: {done.data['film']}. ")
        assert {step.state for step in steps} == {"began", "made"}
        yield seat


def test_a_second_render_makes_nothing(made: Seat) -> None:
    """Everything is there already."""
    assert made.call("render", only_plan=True).said.startswith("A render would make nothing new; all ")
    assert ". 0 takes made, " in made.call("render").said


@pytest.mark.parametrize(("to", "names"), [("mp4", ["the-hill.mp4"]), ("srt", ["the-hill.srt"]), ("vtt", ["the-hill.vtt"])])
def test_an_export_brings_the_file_to_a_folder_once(made: Seat, tmp_path: Path, to: str, names: list[str]) -> None:
    """Called again there is still one copy; another file of that name is left alone."""
    folder = tmp_path / "out"
    first = made.call("export", to=to, folder=str(folder))
    assert made.call("export", to=to, folder=str(folder)).data == first.data
    assert [path.name for path in folder.iterdir()] == names
    assert first.data["path"] == str(folder / names[0]) and str(folder / names[0]) in first.said
    (folder / names[0]).write_text("mine")
    other = made.call("export", to=to, folder=str(folder))
    assert (folder / names[0]).read_text() == "mine"
    assert Path(other.data["path"]).name == f"the-hill-2.{to}"


def test_stems_and_the_project_s_own_folder(made: Seat, tmp_path: Path) -> None:
    """Without a folder the exports are where the project keeps them."""
    stems = made.call("export", to="stems", folder=str(tmp_path))
    assert {path.suffix for path in (tmp_path / "the-hill-stems").iterdir()} == {".flac"}
    assert stems.data["path"] == str(tmp_path / "the-hill-stems")
    assert made.call("export", to="mp4").data["path"] == str(made.root / "exports" / "the-hill.mp4")


def test_exports_never_go_among_the_project_s_own_files(seat: Seat) -> None:
    """Takes and history are the studio's; a link into them is seen through."""
    (seat.root.parent / "link").symlink_to(seat.root)
    for folder in (seat.root, seat.root / "takes", seat.root / "history", seat.root.parent / "link" / "takes"):
        with pytest.raises(Refused, match="is where the project keeps its own files"):
            seat.call("export", to="mp4", folder=str(folder))


def test_what_leaves_the_project_is_known_before(seat: Seat, tmp_path: Path) -> None:
    """So that the person can be asked: outside is outside, also through a link."""
    inside = seat.root / "exports" / "copy"
    assert [leaves_project(seat.root, str(folder)) for folder in ("", inside, tmp_path, "elsewhere", "~")] == [
        False, False, True, True, True,
    ]  # fmt: skip
    (seat.root / "exports").mkdir(exist_ok=True)
    (seat.root / "exports" / "out").symlink_to(tmp_path)
    assert leaves_project(seat.root, str(seat.root / "exports" / "out"))


def test_what_the_person_likes_is_remembered_once_and_found(seat: Seat) -> None:
    """Remembered by the call's mark; found by meaning; the film stays."""
    before = seat.bytes
    for _ in range(2):
        done = seat.call("remember", mark="r1", what="I like slow camera pans and warm light")
    assert done.said.startswith("Remembered: ") and "slow camera pans" in done.said
    found = seat.call("recall", about="how the camera should move")
    assert [row["text"] for row in found.data["rows"]].count(done.data["text"]) == 1
    assert seat.bytes == before
    assert Project.open(seat.root).film.version == 3


def test_nothing_remembered_is_said_so(seat: Seat) -> None:
    """An empty memory gives no rows."""
    assert seat.call("recall", about="palettes").said == "Nothing is remembered about palettes."
