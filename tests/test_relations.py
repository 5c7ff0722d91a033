"""Words that relate one thing to another: measures, conditions, exceptions, second thoughts, orders that run on."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from agent.director import Reading, Sheet, read
from agent.prompts import film_sheet
from memory.film import Film

FILM = Path(__file__).parent / "data" / "utterances" / "film.json"


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return Sheet.read(film_sheet(Film.model_validate(json.loads(FILM.read_text(encoding="utf-8")))))


def calls(reading: Reading) -> list[tuple[str, dict[str, Any]]]:
    return [(call.tool, dict(call.args)) for call in reading.calls]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("make scene 5 as dark as scene 3", [("look", {"scenes": "5", "brightness": -0.3, "absolute": True})]),
        ("scene 2 should be brighter than scene 1", [("look", {"scenes": "2", "brightness": 0.2})]),
        (
            "use the same camera in 6 as in 1",
            [("camera", {"scenes": "6", "move": "push_in", "amount": 0.3, "framing": "wide"})],
        ),
        ("if the storm still has thunder, turn it down", [("sounds", {"scenes": "3", "add": "thunder", "by_db": -4.0})]),
        ("all sounds in the storm down except the thunder", [("sounds", {"scenes": "3", "add": "storm", "by_db": -4.0})]),
        ("add thunder to every scene that already has rain", [("sounds", {"scenes": "5", "add": "thunder"})]),
        ("in every scene with Pip add a tiny mouse", [("things", {"scenes": "2 and 6", "add": "a tiny mouse"})]),
        ("colder than now but not darker, scene 5", [("look", {"scenes": "5", "warmth": -0.2})]),
        ("don't make the storm any darker, make it lighter", [("look", {"scenes": "3", "brightness": 0.2})]),
        ("swap the crossfade at the end of 2 for a hard cut", [("transition", {"scenes": "2", "kind": "cut"})]),
        ("crossfade between 1 and 2, 1.5 s", [("transition", {"scenes": "1", "kind": "crossfade", "seconds": 1.5})]),
        ("pull the waves under the voice in 1", [("sounds", {"scenes": "1", "add": "waves", "by_db": -4.0})]),
        ("remove scene two and three no sorry only two", [("remove_scenes", {"scenes": "2"})]),
        ("the thunder louder, no I mean the storm itself", [("sounds", {"scenes": "3", "add": "storm", "by_db": 4.0})]),
        ("put scene 6 first, or maybe not first, second", [("arrange", {"action": "move", "scenes": "6", "to": "2"})]),
        (
            "in the first scene lower the waves raise the wind",
            [
                ("sounds", {"scenes": "1", "add": "waves", "by_db": -4.0}),
                ("sounds", {"scenes": "1", "add": "wind", "by_db": 4.0}),
            ],
        ),
        (
            "rain in the market, wind in the letter",
            [("sounds", {"scenes": "4", "add": "rain"}), ("sounds", {"scenes": "5", "add": "wind"})],
        ),
    ],
)
def test_relations_are_read(sheet: Sheet, said: str, expected: list[tuple[str, dict[str, Any]]]) -> None:
    assert calls(read(said, sheet)) == expected


@pytest.mark.parametrize(
    "said",
    [
        "the workshop looks like it was shot through orange juice",
        "the birds in the last scene sound like a smoke alarm",
        "scene 4 should look like scene 2",
        "make the market brighter if the client signs",
    ],
)
def test_a_relation_that_no_call_answers_is_asked_about(sheet: Sheet, said: str) -> None:
    reading = read(said, sheet)
    assert reading.question and not reading.calls


@pytest.mark.parametrize(
    "said", ["the letter must not be any warmer", "put the letter first. hmm, actually no, leave the order"]
)
def test_what_is_to_stay_stays(sheet: Sheet, said: str) -> None:
    reading = read(said, sheet)
    assert not reading.calls and reading.words


def test_one_word_of_the_narration_for_another(sheet: Sheet) -> None:
    [(tool, args)] = calls(read("replace the word innocent with quiet in the last scene", sheet))
    assert (tool, args["scenes"], args["how"]) == ("narration", "6", "replace")
    assert "flat and quiet" in args["text"]
    assert "not said" in read("replace the word dragon with quiet", sheet).words
