"""Where a scene is and who is in it, from words that only a careful reader takes right."""

from __future__ import annotations

import pytest

from tools.engines import StillRequest
from tools.engines.papercut.plan import ScenePlan
from tools.engines.papercut.reading import read


def plan(words: str) -> ScenePlan:
    return read(StillRequest(width=320, height=180, description=words))


@pytest.mark.parametrize(
    ("words", "setting"),
    [
        ("INT. NIGHT TRAIN - RAIN. A woman reads by the window.", "train"),
        ("EXT. CAR PARK - NIGHT. A fox under a lamp.", "street"),
        ("A boy leads three camels along the ridge of a dune.", "desert"),
        ("The cook counts eggs in the submarine's galley; the submarine's crew sleeps.", "submarine"),
        ("A painter sells pictures in Antwerp.", "city"),
        ("A woman rows over Lake Baikal with a goat.", "lake"),
        ("A cardiologist shows a boy a skeleton.", "hospital"),
        ("Two foxes sleep beside a circus tent in a meadow.", "meadow"),
        ("A girl in school uniform feeds ducks on the mill pond.", "lake"),
        ("The llama rides in the elevator.", "room"),
    ],
)
def test_places_are_read_by_kind_name_and_grammar(words: str, setting: str) -> None:
    """A kind of place, a town by its name, a slug line, whose crew it is: each says where the scene is."""
    assert plan(words).setting == setting


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("The gardener has gone in, and a robin owns the spade.", {"robin", "spade"}),
        ("Figure 3: a van beside a wind turbine.", {"van", "wind turbine"}),
        ("A statue of a lion beside a bench.", {"statue", "bench"}),
        ("The moon is a lantern above the barn.", {"barn"}),
        ("My teacher is a robot with a guitar.", {"robot", "guitar"}),
        ("Dog walkers found a whale on the beach.", {"walker", "whale"}),
        ("A glassblower on Murano turns a vase.", {"glassblower", "vase"}),
        ("The blue chair somebody threw away, and a cat.", {"chair", "cat"}),
    ],
)
def test_only_what_is_there_is_drawn(words: str, named: set[str]) -> None:
    """Who has left, an image's model, a metaphor, a place's name: said, and not to be seen."""
    assert {s.word for s in plan(words).subjects} == named


@pytest.mark.parametrize(("words", "time"), [("3 a.m. A fox.", "night"), ("At 6 am a fox.", "dawn"), ("2 pm, a fox.", "day")])
def test_the_clock_says_the_hour(words: str, time: str) -> None:
    """Hours of the clock are hours of the light."""
    assert plan(words).time == time


def test_numbers_after_a_thing_count_it() -> None:
    """Seven of them, two husky pups, a herd: all are numbers."""
    counts = [plan(w).subjects[0].count for w in ("Crows on a tree, seven of them.", "Two husky pups.", "An elephant herd.")]
    assert counts == [7, 2, 6]
