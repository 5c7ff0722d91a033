"""What is heard: sounds by people's words for them, music by feeling, the narrator's voice."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soundfile

from memory import edits
from memory.errors import FilmError
from memory.film import Sound
from memory.lending import is_lent
from memory.project import Project
from tests.at_desk import Seat, six_scenes
from tools.lent import adopt


@pytest.fixture
def seat(quick: Path) -> Seat:
    """A film of six scenes; under scene 2 lie machine (-26) and clock (-30), under scene 4 crowd (-22)."""
    return Seat(quick, six_scenes())


def heard(seat: Seat, scene: str) -> dict[str, float]:
    """Kinds and levels of the sounds under a scene."""
    return {sound.kind: sound.level_db for sound in seat.film.scene(scene).sounds}


ADDED = {
    "rain": "rain", "thunder": "thunder", "seagulls": "gulls", "the sound of waves": "waves", "ocean": "waves",
    "some wind": "wind", "church bells": "bells", "a crackling fire": "fire", "birdsong": "birds", "traffic noise": "city",
    "people talking": "crowd", "night birds": "birds", "applause": "applause",
    "a barking dog": "dog", "footsteps in the snow": "footsteps on snow",
}  # fmt: skip


@pytest.mark.parametrize("said", ADDED)
def test_a_sound_is_added_by_the_words_people_have_for_it(seat: Seat, said: str) -> None:
    """The nearest kind that can be made, at -24 dB, beside what lay there."""
    seat.call("sounds", scenes="1", remove="all")
    done = seat.call("sounds", scenes="1", add=said)
    assert heard(seat, "s1") == {ADDED[said]: -24}
    assert done.said.startswith(f"Scene 1: {ADDED[said]}")


@pytest.mark.parametrize(
    ("arguments", "after"),
    [
        ({"add": "rain", "level_db": -30}, {"machine": -26, "clock": -30, "rain": -30}),
        ({"add": "rain and thunder"}, {"machine": -26, "clock": -30, "rain": -24, "thunder": -24}),
        ({"add": "clock", "by_db": 4}, {"machine": -26, "clock": -26}),
        ({"add": "the ticking", "level_db": -40}, {"machine": -26, "clock": -40}),
        ({"remove": "clock"}, {"machine": -26}),
        ({"remove": "the ticking clock"}, {"machine": -26}),
        ({"remove": "all"}, {}),
        ({"remove": "all the sounds"}, {}),
        ({"remove": "clock", "add": "rain"}, {"machine": -26, "rain": -24}),
        ({"by_db": -6}, {"machine": -32, "clock": -36}),
        ({"by_db": -50}, {"machine": -60, "clock": -60}),
        ({"level_db": -20}, {"machine": -20, "clock": -20}),
    ],
)
def test_sounds_come_go_and_change_their_level(seat: Seat, arguments: dict[str, Any], after: dict[str, float]) -> None:
    """Under scene 2, and under no other scene."""
    changed = seat.changes("sounds", scenes="2", **arguments)
    assert set(changed) == {"scenes.s2.sounds"}
    assert heard(seat, "s2") == after


def test_a_sound_is_removed_wherever_it_is_heard(seat: Seat) -> None:
    """In all scenes at once; scenes without it stay as they are."""
    done = seat.call("sounds", scenes="all", remove="the sea")
    assert (done.said, done.changed) == ("All 6 scenes: waves removed.", ("s1", "s6"))


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("sounds", {"scenes": "2", "remove": "thunder"},
     "There is no thunder in scene 2; there is machine and clock. The film is unchanged."),
    ("sounds", {"scenes": "2"}, "Say which sound to add or remove, or how loud the sounds should be. The film is unchanged."),
    ("sounds", {"scenes": "2", "by_db": float("nan")},
     "A level goes from -60 (silent) to 12 dB, and nan was asked for. The film is unchanged."),
    ("music", {}, "Say what to change in the music: its mood, its tempo or how loud it is. The film is unchanged."),
    ("voice", {}, "Say what to change in the voice: its pace, its tone, or which voice it is. The film is unchanged."),
]  # fmt: skip


@pytest.mark.parametrize(("tool", "arguments", "sentence"), REFUSED)
def test_what_cannot_be_heard_is_refused(seat: Seat, tool: str, arguments: dict[str, Any], sentence: str) -> None:
    """The very sentence."""
    with pytest.raises(FilmError) as refused:
        seat.call(tool, **arguments)
    assert str(refused.value) == sentence


def test_a_sound_that_cannot_be_made_is_refused_with_those_that_can(seat: Seat) -> None:
    """Near kinds are named; so are all moods of the music, and all tones."""
    with pytest.raises(
        FilmError, match=r"no sound called 'kazoo'.*nearest it makes are: .*among them waves, rain, storm, wind"
    ):
        seat.call("sounds", scenes="2", add="kazoo")
    with pytest.raises(FilmError, match=r"no music that is 'xylqz'.*calm, hopeful, tense"):
        seat.call("music", mood="xylqz")
    with pytest.raises(FilmError, match=r"cannot sound 'xylqz'.*thoughtful, calm, warm"):
        seat.call("voice", tone="xylqz")
    with pytest.raises(FilmError, match=r"no voice called 'James'. Choose one of: heart, .*george, .*The film is unchanged"):
        seat.call("voice", voice="James")


def test_eight_sounds_are_the_most(seat: Seat) -> None:
    """A ninth is refused, and nothing is added."""
    seat.call("sounds", scenes="2", add="rain, wind, birds, waves, fire and bells")
    with pytest.raises(FilmError, match=r"at most 8 items.*The film is unchanged"):
        seat.call("sounds", scenes="2", add="thunder")
    assert len(heard(seat, "s2")) == 8


@pytest.mark.parametrize(
    ("arguments", "changes", "said"),
    [
        ({"mood": "hopeful"}, {"music.mood": "hopeful", "music.follows": "mood"}, "Music: mood hopeful."),
        ({"mood": "happy music"}, {"music.mood": "happy", "music.follows": "mood"}, "Music: mood happy."),
        (
            {"mood": "spooky"},
            {"music.mood": "ghostly", "music.follows": "mood"},
            "Music: mood ghostly (the nearest to spooky).",
        ),
        ({"tempo": 120}, {"music.tempo": 120}, "Music: 120 beats a minute."),
        ({"tempo_by": -12}, {"music.tempo": 72}, "Music: 72 beats a minute."),
        ({"tempo_by": 500}, {"music.tempo": 220}, "Music: 220 beats a minute."),
        ({"by_db": -6}, {"music.level_db": -24}, "Music: -24 dB."),
        ({"level_db": -60}, {"music.level_db": -60}, "Music: silent."),
        ({"mood": "none"}, {"music.level_db": -60}, "Music: silent."),
        (
            {"mood": "tense", "by_db": 2},
            {"music.mood": "tense", "music.follows": "mood", "music.level_db": -16},
            "Music: mood tense, -16 dB.",
        ),
    ],
)
def test_the_music_follows_what_is_asked(seat: Seat, arguments: dict[str, Any], changes: dict[str, Any], said: str) -> None:
    """Only what was named changes; steps stop at the ends of their scales."""
    assert seat.changes("music", **arguments) == changes
    assert seat.call("versions", action="undo").said == f"Undone: {said} The film is at version 1."


@pytest.mark.parametrize(
    ("arguments", "changes"),
    [
        ({"pace_by": -0.1}, {"narrator.pace": 0.9}),
        ({"pace": 1.3}, {"narrator.pace": 1.3}),
        ({"pace_by": -5}, {"narrator.pace": 0.5}),
        ({"tone": "warm and slow"}, {"narrator.tone": "warm and slow"}),
        ({"tone": "whispering"}, {"narrator.tone": "whispering"}),
        ({"pace_by": 0.1, "tone": "urgent"}, {"narrator.pace": 1.1, "narrator.tone": "urgent"}),
        ({"voice": "george"}, {"narrator.voice": "george", "engines.speech": "kokoro"}),
        ({"voice": "a british man"}, {"narrator.voice": "daniel", "engines.speech": "kokoro"}),
        ({"voice": "American female"}, {"narrator.voice": "alloy", "engines.speech": "kokoro"}),
    ],
)
def test_the_narrator_follows_what_is_asked(seat: Seat, arguments: dict[str, Any], changes: dict[str, Any]) -> None:
    """Only what was named changes; a tone the voice does not know becomes the nearest that it does."""
    assert seat.changes("voice", **arguments) == changes


def test_a_film_with_another_sound_engine_keeps_the_words(quick: Path) -> None:
    """Without a list of kinds there is nothing to map to... so an engine that is not there is said so."""
    film = six_scenes()
    seat = Seat(quick, film.model_copy(update={"engines": film.engines.model_copy(update={"sounds": "studio-x"})}))
    with pytest.raises(FilmError, match="There is no sounds engine called 'studio-x'"):
        seat.call("sounds", scenes="2", add="rain")


def test_a_sound_can_be_heard_once_at_its_second(seat: Seat) -> None:
    """A door that slams three seconds in; the words say so."""
    done = seat.call("sounds", scenes="2", add="door slam", at=3)
    sound = next(each for each in seat.film.scene("s2").sounds if each.kind == "door")
    assert sound.at == 3
    assert "once, 3 s into the scene" in done.said


def test_a_person_lends_a_sound_file(seat: Seat, tmp_path: Path) -> None:
    """By a path with spaces or one in the project; it is copied in by its content, and what it is called is its name."""
    tone = np.sin(np.arange(48_000) * 0.05) * 0.3
    soundfile.write(tmp_path / "my dog.wav", tone, 48_000)
    soundfile.write(seat.root / "barking.flac", tone[:24_000], 48_000)
    seat.call("sounds", scenes="2", add=f'"{tmp_path / "my dog.wav"}"', level_db=-20)
    seat.call("sounds", scenes="2", add="barking.flac and rain")
    lent = {sound.kind: sound.file for sound in seat.film.scene("s2").sounds if sound.file}
    assert set(lent) == {"my dog", "barking"}
    assert all((seat.root / name).is_file() for name in lent.values())
    assert heard(seat, "s2")["my dog"] == -20
    assert "rain" in heard(seat, "s2")
    seat.call("sounds", scenes="2", remove="my dog")
    assert set(heard(seat, "s2")) == {"machine", "clock", "barking", "rain"}


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("text.wav", b"hello there", "text.wav is not a sound file that can be used"),
        ("empty.wav", b"", "empty.wav is empty"),
        ("torn.wav", b"RIFF\x10\x00\x00\x00WAVEfmt ", "torn.wav is damaged and cannot be played"),
        ("list.mp3", b"#EXTM3U\nhttp://example.org/a.mp3", "list.mp3 is not a sound file"),
        (None, b"", "There is no file gone.wav"),
    ],
)
def test_a_bad_file_is_refused_with_a_sentence(seat: Seat, name: str | None, content: bytes, sentence: str) -> None:
    """Whatever is called a sound and is none; nothing is copied and nothing changes."""
    if name:
        (seat.root / name).write_bytes(content)
    before = seat.bytes
    with pytest.raises(FilmError, match=sentence):
        seat.call("sounds", scenes="2", add=name or "gone.wav")
    assert seat.bytes == before
    assert not list((seat.root / "lent").glob("*")) if (seat.root / "lent").exists() else True


def test_a_giant_a_pipe_and_a_long_file_are_refused(seat: Seat) -> None:
    """Ten gigabytes of nothing, a pipe that would never end, and a sound of three minutes."""
    with (seat.root / "giant.wav").open("wb") as file:
        file.write(b"RIFF\x00\x00\x00\x00WAVEfmt ")
        file.truncate(10 * 2**30)
    os.mkfifo(seat.root / "pipe.wav")
    soundfile.write(seat.root / "long.wav", np.zeros(8000 * 180), 8000)
    for name, sentence in (
        ("giant.wav", "10,240 MB; at most"),
        ("pipe.wav", "is not a file"),
        ("long.wav", "lasts 3.0 minutes"),
    ):
        with pytest.raises(FilmError, match=sentence):
            seat.call("sounds", scenes="2", add=name)


def test_a_file_named_by_hand_is_taken_in_when_the_film_is_rendered(seat: Seat) -> None:
    """Somebody wrote a path into film.json: the film then names the file by its content, as a version of its own."""
    soundfile.write(seat.root / "own.wav", np.sin(np.arange(48_000) * 0.05) * 0.3, 48_000)
    project = Project.open(seat.root)
    project.save(edits.set_sounds(project.film, "s2", [Sound(kind="mine", file="own.wav")]), "by hand")
    film = adopt(project)
    assert is_lent(film.scene("s2").sounds[0].file)
    assert adopt(project) == film
