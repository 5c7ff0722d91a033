"""What is heard: sounds by people's words for them, music by feeling, the narrator's voice."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from memory.errors import FilmError
from tests.at_desk import Seat, six_scenes


@pytest.fixture
def seat(quick: Path) -> Seat:
    """A film of six scenes; under scene 2 lie machine (-26) and clock (-30), under scene 4 crowd (-22)."""
    return Seat(quick, six_scenes())


def heard(seat: Seat, scene: str) -> dict[str, float]:
    """Kinds and levels of the sounds under a scene."""
    return {sound.kind: sound.level_db for sound in seat.film.scene(scene).sounds}


ADDED = {
    "rain": "rain", "thunder": "thunder", "seagulls": "birds", "the sound of waves": "waves", "ocean": "waves",
    "some wind": "wind", "church bells": "bells", "a crackling fire": "fire", "birdsong": "birds", "traffic noise": "city",
    "people talking": "crowd", "night birds": "birds", "applause": "crowd",
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
    ("voice", {"voice": "James"}, "There is no voice called 'James'. Choose one of: heart. The film is unchanged."),
    ("voice", {}, "Say what to change in the voice: its pace, its tone, or which voice it is. The film is unchanged."),
]  # fmt: skip


@pytest.mark.parametrize(("tool", "arguments", "sentence"), REFUSED)
def test_what_cannot_be_heard_is_refused(seat: Seat, tool: str, arguments: dict[str, Any], sentence: str) -> None:
    """The very sentence."""
    with pytest.raises(FilmError) as refused:
        seat.call(tool, **arguments)
    assert str(refused.value) == sentence


def test_a_sound_that_cannot_be_made_is_refused_with_those_that_can(seat: Seat) -> None:
    """All kinds are named; so are all moods of the music, and all tones."""
    with pytest.raises(FilmError, match=r"no sound called 'kazoo'.*waves, rain, storm, wind, .*heartbeat"):
        seat.call("sounds", scenes="2", add="kazoo")
    with pytest.raises(FilmError, match=r"no music that is 'xylqz'.*calm, hopeful, tense"):
        seat.call("music", mood="xylqz")
    with pytest.raises(FilmError, match=r"cannot sound 'xylqz'.*thoughtful, calm, warm"):
        seat.call("voice", tone="xylqz")


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
        ({"tone": "whispering"}, {"narrator.tone": "hushed"}),
        ({"pace_by": 0.1, "tone": "urgent"}, {"narrator.pace": 1.1, "narrator.tone": "urgent"}),
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
