"""What is seen: exactly the values that were asked for change, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from memory.errors import FilmError
from tests.at_desk import Seat, six_scenes
from tools.vocabulary import words as said_as
from tools.vocabulary.words import palette


@pytest.fixture
def seat(quick: Path) -> Seat:
    """A film of six scenes; scene 3 has brightness -0.3, contrast 0.2, saturation -0.2, warmth -0.2, grain 0.1."""
    return Seat(quick, six_scenes())


CHANGES: list[tuple[str, dict[str, Any], dict[str, Any]]] = [
    ("look", {"scenes": "3", "brightness": -0.2}, {"scenes.s3.look.brightness": -0.5}),
    ("look", {"scenes": "the storm", "brightness": -0.9}, {"scenes.s3.look.brightness": -1}),
    ("look", {"scenes": "3", "brightness": 0.1, "absolute": True}, {"scenes.s3.look.brightness": 0.1}),
    ("look", {"scenes": "3 and 5", "warmth": 0.2}, {"scenes.s3.look.warmth": 0, "scenes.s5.look.warmth": 0.4}),
    ("look", {"scenes": "2", "saturation": -1, "absolute": True}, {"scenes.s2.look.saturation": -1}),
    ("look", {"scenes": "3", "reset": True},
     {f"scenes.s3.look.{name}": 0 for name in ("brightness", "contrast", "saturation", "warmth", "grain")}),
    ("look", {"scenes": "3", "reset": True, "contrast": 0.2},
     {f"scenes.s3.look.{name}": 0 for name in ("brightness", "saturation", "warmth", "grain")}),
    ("camera", {"scenes": "3", "move": "zoom in"},
     {"scenes.s3.shots.s3a.camera.move": "push_in", "scenes.s3.shots.s3b.camera.move": "push_in"}),
    ("camera", {"scenes": "3", "move": "pan to the left", "shot": "2"}, {"scenes.s3.shots.s3b.camera.move": "pan_left"}),
    ("camera", {"scenes": "3", "move": "orbit", "shot": "s3a"}, {"scenes.s3.shots.s3a.camera.move": "orbit"}),
    ("camera", {"scenes": "3", "amount_by": 0.2},
     {"scenes.s3.shots.s3a.camera.amount": 0.6, "scenes.s3.shots.s3b.camera.amount": 0.4}),
    ("camera", {"scenes": "3", "amount": 0, "shot": "1"}, {"scenes.s3.shots.s3a.camera.amount": 0}),
    ("camera", {"scenes": "3", "framing": "close-up"}, {"scenes.s3.shots.s3a.framing": "close"}),
    ("camera", {"scenes": "3", "easing": "constant", "shot": "2"}, {"scenes.s3.shots.s3b.camera.easing": "linear"}),
    ("style", {"palette": ["#112233", "gold"]}, {"style.palette": ["#112233", "#d4a531"]}),
    ("style", {"name": "watercolour"}, {"style.name": "watercolour"}),
    ("style", {"words": "soft light"}, {"style.prompt": "soft light"}),
    ("motion", {"scenes": "2", "target": "gears", "horizontal": 0.3}, {"scenes.s2.shots.s2a.strokes": [
        {"target": "gears", "horizontal": 0.3, "vertical": 0, "proximity": 0, "ambient": 0}]}),
    ("motion", {"scenes": "2", "target": "gears"}, {"scenes.s2.shots.s2a.strokes": [
        {"target": "gears", "horizontal": 0, "vertical": 0, "proximity": 0, "ambient": 0.3}]}),
    ("motion", {"scenes": "3", "target": "the cloud", "clear": True}, {"scenes.s3.shots.s3a.strokes": []}),
    ("motion", {"scenes": "3", "clear": True}, {"scenes.s3.shots.s3a.strokes": []}),
]  # fmt: skip


@pytest.mark.parametrize(("tool", "arguments", "expected"), CHANGES)
def test_exactly_what_was_asked_for_changes(seat: Seat, tool: str, arguments: dict[str, Any], expected: dict[str, Any]) -> None:
    """Every changed path with its new value, and no other path."""
    assert seat.changes(tool, **arguments) == expected


SAID: list[tuple[str, dict[str, Any], str]] = [
    ("look", {"scenes": "3", "brightness": -0.2}, "Scene 3: brightness -0.2, now -0.5."),
    ("look", {"scenes": "6", "contrast": -0.2}, "Scene 6: contrast -0.2."),
    ("look", {"scenes": "3", "brightness": -0.9}, "Scene 3: brightness -0.7, now -1."),
    ("look", {"scenes": "every night scene", "grain": 0.3}, "Scenes 3 and 5: grain +0.3."),
    ("look", {"scenes": "all", "saturation": -1, "absolute": True}, "All 6 scenes: saturation -1."),
    ("look", {"scenes": "3", "reset": True}, "Scene 3: the picture as it was made."),
    ("camera", {"scenes": "3", "move": "zoom out", "amount": 0.5}, "Scene 3: camera pull out, movement 0.5."),
    ("camera", {"scenes": "3", "move": "locked off"}, "Scene 3: the camera stands still."),
    ("motion", {"scenes": "2", "target": "gears", "vertical": -0.2}, "Scene 2: motion on gears, vertical -0.2."),
    ("style", {"palette": "navy and gold"}, "Now the palette is #14213d, #d4a531."),
]


@pytest.mark.parametrize(("tool", "arguments", "sentence"), SAID)
def test_what_changed_is_said_in_one_sentence(seat: Seat, tool: str, arguments: dict[str, Any], sentence: str) -> None:
    """The scenes by their numbers, the values as people write them."""
    assert seat.call(tool, **arguments).said == sentence


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("look", {"scenes": "3", "brightness": 20}, "Brightness goes from -1 to 1, and 20 was asked for. The film is unchanged."),
    ("look", {"scenes": "3", "grain": float("nan")}, "Grain goes from -1 to 1, and nan was asked for. The film is unchanged."),
    ("look", {"scenes": "3"}, "Say what to change in the look: brightness, contrast, saturation, warmth, grain, "
     "above 0 for more and below for less. The film is unchanged."),
    ("camera", {"scenes": "3"},
     "Say what the camera should do: a move, how much of it, or how near it is. The film is unchanged."),
    ("camera", {"scenes": "3", "move": "pan_left", "shot": "7"},
     "There is no shot 7 in this scene; its shots are s3a, s3b. The film is unchanged."),
    ("motion", {"scenes": "3", "target": "moon", "clear": True},
     "Nothing was painted on moon in scene 3; there is motion on clouds. The film is unchanged."),
    ("motion", {"scenes": "3"}, 'Say what should move, such as "clouds" or "the boat". The film is unchanged.'),
    ("style", {}, "Say what the style should be: its name, its colours or words for it. The film is unchanged."),
    ("style", {"palette": ["gurgle"]},
     "There is no colour called 'gurgle' here. Say it as #rrggbb, or by a commoner name. The film is unchanged."),
]  # fmt: skip


@pytest.mark.parametrize(("tool", "arguments", "sentence"), REFUSED)
def test_what_cannot_be_meant_is_refused(seat: Seat, tool: str, arguments: dict[str, Any], sentence: str) -> None:
    """The very sentence."""
    with pytest.raises(FilmError) as refused:
        seat.call(tool, **arguments)
    assert str(refused.value) == sentence


def test_a_look_that_is_at_its_end_is_not_made_again(seat: Seat) -> None:
    """As dark as it goes: nothing is saved, and it is said."""
    seat.call("look", scenes="3", brightness=-2)
    done = seat.call("look", scenes="3", brightness=-0.2)
    assert (done.said, done.changed, done.version) == ("That is how it is already. The film is unchanged.", (), 2)


def test_a_camera_that_stood_still_moves_when_it_gets_a_move(seat: Seat) -> None:
    """A move of amount 0 would show nothing, so the amount becomes the usual one."""
    seat.call("camera", scenes="3", move="static", amount=0)
    assert seat.changes("camera", scenes="3", move="push in", shot="1") == {
        "scenes.s3.shots.s3a.camera.move": "push_in", "scenes.s3.shots.s3a.camera.amount": 0.3,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("table", "said", "meant"),
    [
        ("move", "zoom in", "push_in"), ("move", "Dolly-In", "push_in"), ("move", "push_in", "push_in"),
        ("move", "a slow zoom in please", "push_in"), ("move", "zoom out", "pull_out"), ("move", "pan left", "pan_left"),
        ("move", "from left to right", "pan_right"), ("move", "shaky cam", "handheld"), ("move", "vertigo", "dolly_zoom"),
        ("move", "don't move", "static"), ("move", "pul out", "pull_out"), ("move", "circle around her", "orbit"),
        ("framing", "wide shot", "wide"), ("framing", "extreme close-up", "detail"), ("framing", "closeup", "close"),
        ("framing", "establishing shot", "wide"), ("transition", "dissolve", "crossfade"),
        ("transition", "fade to black", "fade_to_black"), ("transition", "hard cut", "cut"),
        ("transition", "fade", "fade_to_black"),
        ("transition", "cross-fade", "crossfade"), ("aspect", "vertical", "9:16"), ("aspect", "for TikTok", "9:16"),
        ("aspect", "16x9", "16:9"), ("aspect", "square", "1:1"), ("aspect", "cinemascope", "21:9"),
        ("captions", "burn them in", "burned"), ("captions", "off", "soft"),
        ("how", "shorten", "shorter"), ("export", "subtitles", "srt"),
    ],
)  # fmt: skip
def test_people_call_things_by_other_names(table: str, said: str, meant: str) -> None:
    """Moves, framings, endings and shapes by the words people have for them."""
    assert said_as.meant(table, said, "thing") == meant


@pytest.mark.parametrize(
    ("said", "colours"),
    [
        ("#123456", ["#123456"]), ("123456", ["#123456"]), ("#abc", ["#aabbcc"]), (["Navy"], None),
        ("dark blue and gold", ["#15284f", "#d4a531"]), (["teal", "teal", "rust"], ["#1e7f80", "#b7410e"]),
        ("autumn", ["#33211a", "#7a3b1d", "#b8622a", "#dd9f3f", "#f3dfb2"]), ("warm autumn colours", None),
        ("black and white", ["#101010", "#3a3a3a", "#707070", "#b0b0b0", "#f0f0f0"]), ("bluish", None),
    ],
)  # fmt: skip
def test_colours_in_words(said: str | list[str], colours: list[str] | None) -> None:
    """Words, hex and names of palettes; a single colour becomes a scale from dark to light with that colour in it."""
    found = palette(said)
    assert found == colours if colours else len(found) >= 4 and all(len(colour) == 7 for colour in found)
