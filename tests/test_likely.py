"""Where a scene is that names no place, and what its words name without its being there."""

from __future__ import annotations

import numpy as np
import pytest

from tools.engines import StillRequest
from tools.engines.papercut import likely
from tools.engines.papercut.plan import ScenePlan
from tools.engines.papercut.reading import read
from tools.engines.papercut.settings import SETTINGS


def plan(text: str) -> ScenePlan:
    return read(StillRequest(width=64, height=36, description=text))


def words(text: str) -> set[str]:
    return {s.word for s in plan(text).subjects}


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("Two surfers wait for a wave.", "beach"),
        ("The dentist bends over a frightened girl.", "hospital"),
        ("Emperor penguins huddle against the blizzard.", "snowfield"),
        ("INT. NEWSROOM - DAY. Reporters shout into telephones.", "room"),
        ("The hairdresser sweeps up hair.", "shop"),
        ("A wheelwright in the county planes a spoke.", "workshop"),
        ("The window cleaner waves at a secretary.", "city"),
        ("In the courtyard of the mosque pigeons drink.", "oldcity"),
        ("A climber sleeps in a hammock; far below, a river glitters.", "mountain"),
        ("The women of the village wash carpets in the river.", "river"),
        ("A nurse wheels an empty bed down the corridor.", "hospital"),
        ("INT. SUBWAY PLATFORM. A cellist plays.", "station"),
        ("The circus train rolls over the prairie.", "meadow"),
        ("A tornado lifts the barn and leaves the kitchen table untouched.", "field"),
    ],
)
def test_where_nothing_names_the_place_what_happens_tells_it(text: str, setting: str) -> None:
    """Trades, doings and what is near say where a scene is; what is only owned, afar or done does not."""
    assert plan(text).setting == setting


def test_every_setting_has_scenes_and_their_vectors_are_kept() -> None:
    """No setting is without a scene, and none is embedded when a still is drawn."""
    assert {name for name, _ in likely.scenes()} == set(SETTINGS)
    with np.load(likely.BANK) as stored:
        assert {text for _, text in likely.scenes()} == {str(text) for text in stored["names"]}


def test_what_happens_nowhere_in_particular_has_no_place() -> None:
    """What no known scene is like is left to the other rules; only the settings that are asked for are given."""
    assert likely.likeliest("Nobody knows the answer.", SETTINGS) == ""
    assert likely.likeliest("A surgeon asks for the scalpel.", ["hospital", "sea"]) == "hospital"


@pytest.mark.parametrize(
    ("text", "there", "not_there"),
    [
        ("A sandstorm swallows the caravan.", "caravan", "swallow"),
        ("We went to the zoo and saw two giraffes.", "giraffe", "saw"),
        ("Protesters chain themselves to the fence.", "fence", "chain"),
        ("The scribe of the pharaoh reads a letter.", "scribe", "pharaoh"),
        ("The donkey of the potter eats.", "donkey", "potter"),
        ("A princess and a bulldozer are best friends.", "bulldozer", "best friend"),
        ("The team carries a boat before school.", "boat", "school"),
        ("A knight kneels in the chapel; his horse grazes outside.", "knight", "horse"),
        ("The librarian finds a coin between the pages of a dictionary.", "librarian", "page"),
        ("The circus train rolls over the prairie.", "train", "circus"),
        ("My dog wears my dads sunglasses.", "sunglasses", "dad"),
        ("A boy with a violin bows to a king.", "violin", "bow"),
    ],
)
def test_what_is_done_owned_or_only_said_is_not_drawn(text: str, there: str, not_there: str) -> None:
    """Verbs that look like things, owners, what others are said to be, and what stays outside are left out."""
    assert there in words(text) and not_there not in words(text)


def test_clothes_in_the_hand_and_who_tells_are_there() -> None:
    """What is folded is not worn; "me and grandma" are two; a longhouse is a house; sheep that scatter are many."""
    assert "shirt" in words("A woman folds shirts.") and "shirt" not in words("A woman in a shirt waits.")
    assert {"child", "grandma"} <= words("me and grandma ride on the bus")
    assert {s.drawing for s in plan("The longhouse stands by the water.").subjects} == {"built:house"}
    assert next(s.count for s in plan("The sheep scatter down the hill.").subjects) > 1


def test_nobody_stands_before_the_lamp_of_a_lamp_room() -> None:
    """The big lamp of a lighthouse is the great lamp, one of those for whom room is found; elsewhere it is a lamp."""
    drawn = {s.drawing for s in plan("A robot waits in a lamp room with a big lamp.").subjects}
    assert "built:greatlamp" in drawn and "built:lamp" not in drawn
    assert "built:lamp" in {s.drawing for s in plan("A big lamp stands on the desk.").subjects}
