"""The learned reader and how it stands beside the rules: idioms, reasons, remarks, and a way from every label to a call."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from agent.director import Call, Sheet, read
from agent.director.clause import Clause
from agent.director.labels import fits, label_of, opposed, rule_of
from agent.director.meant import meant
from agent.director.reading import marked_text
from agent.director.senses import phrasings
from agent.director.slots import BUILDERS
from agent.director.where import Around
from agent.director.words import table
from agent.prompts import film_sheet
from memory.film import Film

FILM = Path(__file__).parent / "data" / "utterances" / "film.json"


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return Sheet.read(film_sheet(Film.model_validate(json.loads(FILM.read_text(encoding="utf-8")))))


@pytest.mark.parametrize(
    ("said", "tool", "args"),
    [
        ("it is pitch black in scene 3, nobody can see a thing", "look", {"scenes": "3"}),
        ("in scene 1 we should hear the sea properly", "sounds", {"scenes": "1"}),
        ("the storyteller rattles it off like an auctioneer", "voice", {}),
        ("forget that last one", "versions", {"action": "undo"}),
        ("phones are held upright, make it fit those", "film", {"aspect": "9:16"}),
    ],
)
def test_people_are_understood_without_the_obvious_word(sheet: Sheet, said: str, tool: str, args: dict[str, str]) -> None:
    calls = read(said, sheet).calls
    assert [call.tool for call in calls] == [tool], calls
    assert args.items() <= dict(calls[0].args).items()


@pytest.mark.parametrize(
    ("said", "calls"),
    [
        ("drop 2 and 4, the video drags", [Call("remove_scenes", {"scenes": "2 and 4"})]),
        ("I find scene two rather dull, give it more colour", [Call("look", {"scenes": "2", "saturation": 0.2})]),
        ("scene 3 is a bit gloomy for our audience, let's brighten it", [Call("look", {"scenes": "3", "brightness": 0.2})]),
    ],
)
def test_a_reason_is_no_second_request(sheet: Sheet, said: str, calls: list[Call]) -> None:
    """What only says why gives its scene to the request and asks for nothing itself."""
    assert list(read(said, sheet).calls) == calls


def test_two_requests_are_two(sheet: Sheet) -> None:
    calls = read("my music is too loud and make scene 3 darker", sheet).calls
    assert [call.tool for call in calls] == ["music", "look"]


@pytest.mark.parametrize("said", ["scene 2 is boring", "something is off in scene 4"])
def test_dissatisfaction_asks_and_changes_nothing(sheet: Sheet, said: str) -> None:
    reading = read(said, sheet)
    assert reading.question and not reading.calls


def test_a_named_sound_alone_changes(sheet: Sheet) -> None:
    """Where no rule reads the level, the label's own call is still about the sound that was named and no other."""
    marked = marked_text("the birds in scene 6 are a nuisance", sheet)
    assert marked
    calls = meant("sounds.quieter", Clause(marked.text, marked, sheet), Around(sheet), None).calls
    assert calls == (Call("sounds", {"scenes": "6", "by_db": -4.0, "add": "birds"}),)


def test_every_label_leads_somewhere() -> None:
    """A label has a builder, a call of its own, a question, or words."""
    words = table("labels")
    ways = [words[name] for name in ("fixed", "step", "asks", "talk", "says")]
    for label in {label for _, label in phrasings()}:
        assert rule_of(label) in BUILDERS or label == "show" or any(label in way for way in ways), label


def test_fixed_calls_answer_their_label() -> None:
    for label, call in table("labels")["fixed"].items():
        assert fits(label, Call(call["tool"], call["args"])), label
    for label, (tool, name, way, *_) in table("labels")["step"].items():
        assert fits(label, Call(tool, {name: way / 2})), label


def test_opposites_are_of_one_thing() -> None:
    assert opposed("look.warmth.up", "look.warmth.down")
    assert not opposed("look.warmth.up", "look.grain.down")
    assert label_of(Call("sounds", {"add": "rain", "by_db": 4.0})) == "sounds.louder"
