"""A person's own sounds, from the sentence to the take: what the director reads, what the command does, what is rendered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile
from typer.testing import CliRunner

from agent.director import Sheet, read
from agent.prompts import film_sheet
from memory.errors import FilmError, TakeError
from memory.film import Film
from memory.lending import find_file, is_lent, lend, lent_take, sound_kind
from memory.project import Project
from tests.at_desk import six_scenes
from tests.conftest import SMALL
from tools.callsheet import call_sheet
from tools.lent import adopt
from tools.work import Task, perform
from ui.cli import app


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    """The film that people speak about."""
    return Sheet.read(film_sheet(six_scenes()))


@pytest.fixture
def bark(tmp_path: Path) -> Path:
    """A second of something like a bark."""
    time = np.arange(48_000) / 48_000
    soundfile.write(tmp_path / "bark.wav", np.sin(time * 2500) * np.exp(-time * 3) * 0.5, 48_000)
    return tmp_path / "bark.wav"


@pytest.mark.parametrize(
    ("said", "args"),
    [
        ("use barking.wav for scene 2", {"scenes": "2", "add": '"barking.wav"'}),
        ("add ~/sounds/rain.flac to scene 3", {"scenes": "3", "add": '"~/sounds/rain.flac"'}),
        ('put my sound file "my old dog.mp3" under the last scene', {"scenes": "6", "add": '"my old dog.mp3"'}),
        ("add a dog barking to scene 2", {"scenes": "2", "add": "dog"}),
        ("add the sound of a typewriter to scene 3", {"scenes": "3", "add": "typewriter"}),
        ("let me hear a blacksmith in scene 4", {"scenes": "4", "add": "blacksmith"}),
        ("put footsteps in the snow under scene 4", {"scenes": "4", "add": "footsteps on snow"}),
        ("add a door slam 3 seconds into scene 2", {"scenes": "2", "add": "door", "at": 3}),
        ("add seagulls to scene 3", {"scenes": "3", "add": "gulls"}),
    ],
)
def test_the_director_reads_sounds_and_files(sheet: Sheet, said: str, args: dict[str, Any]) -> None:
    """A file's name and a sound that only the engine knows are read in an ordinary sentence."""
    reading = read(said, sheet)
    calls = [
        (call.tool, {name: value.strip('"') if name == "add" else value for name, value in call.args.items()})
        for call in reading.calls
    ]
    assert calls == [("sounds", {**args, "add": args["add"].strip('"')})]


def test_a_file_without_a_scene_is_asked_about_and_music_and_exports_are_left_alone(sheet: Sheet) -> None:
    """The question names the file; what is said of music or of an export is not taken for a sound."""
    asked = read("use bark.wav", sheet).question
    assert asked is not None
    assert "bark.wav" in asked.text
    for said in ("use song.mp3 as the music", "export it as film.wav"):
        assert all(call.tool != "sounds" for call in read(said, sheet).calls)


@pytest.mark.parametrize(
    ("said", "tools"),
    [
        ("use song.mp3 as the music and make scene 3 darker", ["song", "look"]),
        ("make the music sadder and cut the film to the beat", ["song", "music"]),
        ("remove scene 2 and cut the film to the beat", ["song", "remove_scenes"]),
        ("use my friend's song.mp3 as the music of the whole film, please", ["song"]),
        ("use song.mp3 as the music and cut the film to its beat", ["song"]),
        ("the music should no longer follow the story", ["song"]),
    ],
)  # fmt: skip
def test_no_order_beside_the_song_is_dropped(said: str, tools: list[str], sheet: Sheet) -> None:
    """All that is said is done."""
    assert [call.tool for call in read(said, sheet).calls] == tools


def test_what_is_not_understood_beside_the_song_is_asked_about(sheet: Sheet) -> None:
    """Nothing is done then, and no order is dropped."""
    reading = read("use song.mp3 as the music and make it darker", sheet)
    assert reading.question is not None or len(reading.calls) == 2


@pytest.mark.parametrize("said", ["export the soundtrack to music.wav", "save the music as theme.mp3"])
def test_an_export_of_the_music_is_no_loan(said: str, sheet: Sheet) -> None:
    """A file named to be written is not taken as the film's song."""
    assert all(call.tool != "song" for call in read(said, sheet).calls)


def test_a_path_of_another_system_is_no_pattern(sheet: Sheet) -> None:
    """Backslashes in a path are kept as they are."""
    reading = read(r"add C:\sounds\bark.wav to scene 2", sheet)
    assert [call.args["add"] for call in reading.calls] == [r'"C:\sounds\bark.wav"']


def test_a_path_with_an_apostrophe_is_lent_by_the_command(tmp_path: Path, bark: Path) -> None:
    """Names that people have: o'brien's own folder. A second beyond any scene is refused in a sentence."""
    own = tmp_path / "o'brien" / "my bark.wav"
    own.parent.mkdir()
    own.write_bytes(bark.read_bytes())
    project = Project.create(tmp_path / "film", Film.model_validate(SMALL), "drafted")
    command = ["lend", str(project.root), str(own), "--scenes", "2"]
    ran = CliRunner().invoke(app, command)
    assert ran.exit_code == 0, ran.output
    assert project.refresh().scene("s2").sounds[-1].kind == "my bark"
    late = CliRunner().invoke(app, [*command, "--at", "700"])
    assert isinstance(late.exception, FilmError)
    assert "0 to 600 seconds" in str(late.exception)


def test_the_command_lends_a_file_and_a_render_makes_the_take(tmp_path: Path, bark: Path) -> None:
    """Copied by content, named in film.json, made into a take; the copy gone, the sentence says so."""
    project = Project.create(tmp_path / "film", Film.model_validate(SMALL), "drafted")
    ran = CliRunner().invoke(
        app, ["lend", str(project.root), str(bark), "--scenes", "2", "--level", "-20", "--at", "1.5", "--json"]
    )
    assert ran.exit_code == 0, ran.output
    assert json.loads(ran.stdout)["changed"] == ["s2"]
    film = project.refresh()
    sound = film.scene("s2").sounds[-1]
    assert (sound.kind, sound.level_db, sound.at) == ("bark", -20, 1.5)
    assert is_lent(sound.file)
    job = next(job for job in call_sheet(film) if getattr(job.request, "file", ""))
    assert perform(Task(project.takes.root, job)).status == "made"
    take = project.takes.find(job.key)
    assert take is not None
    assert take.data["once"]
    (project.root / sound.file).write_bytes(b"RIFF")
    with pytest.raises(TakeError, match="missing from the project or was changed"):
        lent_take(project.root, sound.file)


def test_the_same_content_is_one_file_and_one_key(tmp_path: Path, bark: Path) -> None:
    """A copy under another name is the same lent file; the key of the take is that of its content."""
    root = tmp_path / "film"
    (tmp_path / "again.mp3").write_bytes(bark.read_bytes())
    assert lend(root, bark) == lend(root, tmp_path / "again.mp3")
    assert [path.suffix for path in (root / "lent").iterdir()] == [".wav"]


@pytest.mark.parametrize("said", ["", "gone.wav", "../gone.wav", "/nowhere/at/all.wav"])
def test_a_file_that_is_not_there(said: str, tmp_path: Path) -> None:
    """A sentence, whatever was typed."""
    with pytest.raises(FilmError, match=r"There is no file|Say which file"):
        find_file(tmp_path, said)


def test_kinds_of_sound_files_are_known_by_their_beginning() -> None:
    """By content and not by name."""
    heads = {
        b"RIFF....WAVE": "wav", b"fLaC": "flac", b"OggS": "ogg", b"ID3\x04": "mp3", b"\xff\xfb\x90\x00": "mp3",
        b"....ftypM4A ": "m4a", b"FORM....AIFF": "aiff", b"#EXTM3U": "", b"hello": "", b"": "",
    }  # fmt: skip
    assert {head: sound_kind(head) for head in heads} == heads


def test_a_film_that_names_nothing_by_hand_is_left_as_it_is(tmp_path: Path) -> None:
    """No version is made for nothing."""
    project = Project.create(tmp_path / "film", Film.model_validate(SMALL), "drafted")
    assert adopt(project).version == 1
