"""Things in the picture: said in many ways, put into the film's words, and then drawn or gone in the still itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.director import Sheet, read
from agent.prompts import film_sheet
from memory.errors import FilmError
from memory.film import Film
from tests.at_desk import Seat, six_scenes
from tools.engines import StillRequest
from tools.engines.papercut import Papercut
from tools.vocabulary.seen import changed, put_in, taken_out

SHEET = Sheet.read(film_sheet(six_scenes()))


@pytest.mark.parametrize(
    ("text", "thing", "without"),
    [
        ("Mara walks through the market, looking for a piece of glass.", "the glass", "Mara walks through the market."),
        ("Mara reads a letter by the fire in her kitchen.", "the fire", "Mara reads a letter in her kitchen."),
        ("Mara and Pip sit on the steps and watch a ship sail by.", "steps", "Mara and Pip sit and watch a ship sail by."),
        ("A storm throws the sea over the rocks and the lamp goes out.", "lamp", "A storm throws the sea over the rocks."),
        ("A flock of gulls circles over the red boat.", "the gulls", "Over the red boat."),
        ("A ship sails past the rocks at dusk.", "ship", "Past the rocks at dusk."),
        ("A fox sleeps under the tree. An owl.", "an owl", "A fox sleeps under the tree."),
        (
            "Mara at the stalls of the market, flags over the square",
            "flags",
            "Mara at the stalls of the market",
        ),
        ("A fox sleeps.", "the boat", "A fox sleeps."),
    ],
)
def test_what_is_taken_out_leaves_sentences(text: str, thing: str, without: str) -> None:
    """A thing goes with its article, its preposition and what it alone does; the rest stays as it stood."""
    assert taken_out(text, thing) == without


@pytest.mark.parametrize(
    ("text", "thing", "into", "after"),
    [
        ("The lighthouse on a grey sea.", "the sea", "blue", "The lighthouse on a blue sea."),
        ("Mara watches a ship.", "the ship", "orange", "Mara watches an orange ship."),
        ("Mara watches a ship.", "the ship", "a whale", "Mara watches a whale."),
        ("A ship at sea.", "ship", "with red sails", "A ship with red sails at sea."),
        ("A flock of gulls.", "gulls", "crows", "A flock of crows."),
    ],
)
def test_what_is_changed_keeps_its_sentence(text: str, thing: str, into: str, after: str) -> None:
    """A quality stands before the noun in place of one of its kind; another thing stands where the old one stood."""
    assert changed(text, thing, into) == after


def test_what_is_put_in_is_a_sentence_of_its_own() -> None:
    """What was there stays; the sky is not named, since it would be taken for the place."""
    assert put_in("A fox sleeps", "an owl in the sky") == "A fox sleeps. An owl overhead."


def elements(film: Film, number: int, folder: Path) -> list[str]:
    """What the papercut still of a scene's first shot shows, once it is painted."""
    scene = film.scenes[number - 1]
    request = StillRequest(
        width=160, height=90, description=scene.description, prompt=scene.shots[0].prompt, mood=scene.mood,
        framing=scene.shots[0].framing, style=film.style, cast=film.cast,
    )  # fmt: skip
    folder.mkdir(exist_ok=True)
    return list(Papercut()(request, {}, folder).data["elements"])


DRAWN = [
    ("add an owl in scene 3", 3, "owl", True),
    ("show a red boat in scene 3", 3, "boat", True),
    ("put a dog next to Pip in 2", 2, "dog", True),
    ("I want rain and a broken umbrella in the last scene", 6, "umbrella", True),
    ("take the ship out of scene 6", 6, "ship", False),
    ("no people in scene 4", 4, "people", False),
    ("swap the ship for a whale in the last scene", 6, "whale", True),
]


@pytest.mark.parametrize(("said", "number", "thing", "there"), DRAWN)
def test_the_painted_still_shows_what_was_asked_for(said: str, number: int, thing: str, there: bool, tmp_path: Path) -> None:
    """The words become calls, the calls change the film, and the still's own list of elements has the thing, or has it not."""
    seat = Seat(tmp_path, six_scenes())
    before = elements(seat.film, number, tmp_path / "before")
    for call in read(said, SHEET).calls:
        seat.call(call.tool, **call.args)
    after = elements(seat.film, number, tmp_path / "after")
    assert (thing in before, thing in after) == (not there, there), (before, after)
    gone = set(before) - set(after) - {"ship", "people", "mara", "sun", "light", "clouds"}
    assert not gone, f"{gone} went with it"


def test_a_view_that_is_too_near_is_said_so_and_a_wide_one_shows_it(tmp_path: Path) -> None:
    """The workshop is seen from near, and the sofa stands aside; what the answer advises brings the cat into the still."""
    seat = Seat(tmp_path, six_scenes())
    said = [seat.call(call.tool, **call.args).said for call in read("put a cat on the sofa in 2", SHEET).calls]
    assert 'too near to show it; say "a wide view in scene 2"' in said[0]
    for call in read("a wide view in scene 2", SHEET).calls:
        seat.call(call.tool, **call.args)
    assert {"cat", "sofa"} <= set(elements(seat.film, 2, tmp_path / "still"))


def test_a_red_house_is_painted_red(tmp_path: Path) -> None:
    """The still's own pixels: where the lighthouse stands there is more red than before."""
    import numpy as np
    from PIL import Image

    seat, red = Seat(tmp_path, six_scenes()), []
    for name in ("before", "after"):
        elements(seat.film, 1, tmp_path / name)
        with Image.open(tmp_path / name / "still.png") as picture:
            pixels = np.asarray(picture.convert("RGB"), np.float32)
        red.append(float(np.maximum(pixels[..., 0] - pixels[..., 1:].max(-1), 0).mean()))
        for call in read("make the lighthouse red", SHEET).calls:
            seat.call(call.tool, **call.args)
    assert red[1] > red[0]


@pytest.mark.parametrize(
    ("said", "args"),
    [
        ("add a dog in scene 2", {"scenes": "2", "add": "a dog"}),
        ("add a red boat in scene 3", {"scenes": "3", "add": "a red boat"}),
        ("could there be a dog next to Mara in scene 1?", {"scenes": "1", "add": "a dog next to Mara"}),
        ("take the letter out of scene 5", {"scenes": "5", "remove": "the letter"}),
        ("put two cats on the roof in scene 1", {"scenes": "1", "add": "two cats on the roof"}),
        ("make the lighthouse red", {"scenes": "1", "change": "the lighthouse", "into": "red"}),
        ("get rid of the ship", {"scenes": "6", "remove": "the ship"}),
        ("no people in scene 4", {"scenes": "4", "remove": "people"}),
        ("swap the robot for a dog in scene 2", {"scenes": "2", "change": "the robot", "into": "a dog"}),
    ],
)
def test_wishes_about_things_are_read(said: str, args: dict[str, str]) -> None:
    """One call, and nothing is heard that nobody asked for."""
    assert [(call.tool, dict(call.args)) for call in read(said, SHEET).calls] == [("things", args)]


@pytest.mark.parametrize(("said", "tool"), [("add rain to scene 4", "sounds"), ("no thunder in the storm", "sounds"),
                                            ("remove scene 3", "remove_scenes"), ("no music", "music")])  # fmt: skip
def test_what_is_heard_or_no_thing_stays_what_it_was(said: str, tool: str) -> None:
    """Sounds that are named as sounds are, scenes and music are no things in the picture."""
    assert [call.tool for call in read(said, SHEET).calls] == [tool]


def test_what_is_not_there_cannot_go(tmp_path: Path) -> None:
    """The refusal says what the scene shows, and nothing is changed."""
    seat = Seat(tmp_path, six_scenes())
    with pytest.raises(FilmError, match=r"no kazoo in scene 3: .*The film is unchanged"):
        seat.call("things", scenes="3", remove="the kazoo")


def test_what_has_no_drawing_and_what_could_be_heard_are_said(tmp_path: Path) -> None:
    """Nobody is left to wonder where the quokka is, or why the owl is silent."""
    seat = Seat(tmp_path, six_scenes())
    assert "Papercut has no drawing for quokka" in seat.call("things", scenes="5", add="a quokka").said
    assert 'say "let us hear the owl"' in seat.call("things", scenes="3", add="an owl").said
    seat.call("things", scenes="3", remove="the owl")
    assert seat.film.scenes[2].description == six_scenes().scenes[2].description
