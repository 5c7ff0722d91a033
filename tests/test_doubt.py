"""What the director does when words are left over, when its two readers disagree, and when somebody thinks again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from agent.director import Past, Reading, Sheet, read
from agent.prompts import film_sheet
from memory.film import Film

FILM = Path(__file__).parent / "data" / "utterances" / "film.json"


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return Sheet.read(film_sheet(Film.model_validate(json.loads(FILM.read_text(encoding="utf-8")))))


def after(sheet: Sheet, *said: str) -> Reading:
    past: list[Past] = []
    for text in said[:-1]:
        reading = read(text, sheet, past)
        past.append(Past(text, reading.calls, reading.question))
    return read(said[-1], sheet, past)


def calls(reading: Reading) -> list[tuple[str, dict[str, Any]]]:
    return [(call.tool, dict(call.args)) for call in reading.calls]


@pytest.mark.parametrize(
    "said",
    [
        "Insert something after scene one: children throw stones into the sea",
        "freeze the sea in scene 1",
        "turn down the trumpets in scene 2",
        "I don't like scene 4",
        "Put a scene in the middle",
    ],
)
def test_where_the_readers_disagree_or_something_is_missing_it_asks(sheet: Sheet, said: str) -> None:
    reading = read(said, sheet)
    assert reading.question and not reading.calls


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            "less contrast in 3 but more in 4",
            [("look", {"scenes": "3", "contrast": -0.2}), ("look", {"scenes": "4", "contrast": 0.2})],
        ),
        (
            "i want rain in scene 4 and the narrator slower",
            [("sounds", {"scenes": "4", "add": "rain"}), ("voice", {"pace_by": -0.1})],
        ),
        (
            "louder waves and quieter wind in the opening",
            [
                ("sounds", {"scenes": "1", "add": "waves", "by_db": 4.0}),
                ("sounds", {"scenes": "1", "add": "wind", "by_db": -4.0}),
            ],
        ),
        (
            "pan left in 2 and right in 4",
            [("camera", {"scenes": "2", "move": "pan_left"}), ("camera", {"scenes": "4", "move": "pan_right"})],
        ),
        ("In scene five cut the rain, keep the fire", [("sounds", {"scenes": "5", "remove": "rain"})]),
        ("Make it vertical and 45 seconds long", [("film", {"aspect": "9:16", "seconds": 45.0})]),
    ],
)
def test_no_part_of_what_is_said_is_lost(sheet: Sheet, said: str, expected: list[tuple[str, dict[str, Any]]]) -> None:
    assert calls(read(said, sheet)) == expected


@pytest.mark.parametrize(
    ("said", "sign"),
    [
        ("my eyes hurt in the market its so bright", -1),
        ("i hate how dark the kitchen is", 1),
        ("I find scene 1 a little dark", 1),
        ("make scene 1 look a little dark", -1),
    ],
)
def test_a_complaint_goes_the_other_way_and_an_order_does_not(sheet: Sheet, said: str, sign: int) -> None:
    (call,) = read(said, sheet).calls
    assert call.tool == "look" and call.args["brightness"] * sign > 0


@pytest.mark.parametrize(
    ("said", "scene"),
    [
        ("The one with the boat should be brighter", "6"),
        ("pull back at the very end to reveal everything", "6"),
        ("Could you make it a tad lighter where Mara reads?", "5"),
        ("scene 2 should fade to black at the end", "2"),
    ],
)
def test_scenes_are_found_by_what_is_seen_in_them(sheet: Sheet, said: str, scene: str) -> None:
    assert [call.scenes for call in read(said, sheet).calls] == [scene]


def test_second_thoughts_within_one_breath(sheet: Sheet) -> None:
    assert calls(read("in scene 3 less music... no wait, less thunder", sheet)) == [
        ("sounds", {"scenes": "3", "add": "thunder", "by_db": -4.0})
    ]
    assert calls(read("turn off burnt-in captions... I mean, turn them on!", sheet)) == [("film", {"captions": "burned"})]


def test_another_name_another_mood_the_other_way(sheet: Sheet) -> None:
    assert calls(after(sheet, "rename Pip to Dot", "no, Spark"))[-1] == (
        "cast",
        {"action": "rename", "who": "Pip", "name": "Spark"},
    )
    assert calls(after(sheet, "make the music sad", "no, happy")) == [("music", {"mood": "happy"})]
    assert calls(after(sheet, "pan left in scene 2", "actually right")) == [("camera", {"scenes": "2", "move": "pan_right"})]
    assert calls(after(sheet, "zoom in on scene 4", "no, out")) == [("camera", {"scenes": "4", "move": "pull_out"})]
