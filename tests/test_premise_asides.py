"""What a premise says besides its main clause: relative clauses, passives, places where something happens, what came before."""

import pytest

from tools.engines import Brief, load_engine
from tools.engines.authored.premise import read_premise


def told(premise: str) -> str:
    film = load_engine("story", "authored")(Brief(text=premise, seconds=60, seed=1))
    return " ".join(scene.narration for scene in film.scenes)


@pytest.mark.parametrize(
    ("premise", "said"),
    [
        ("a clock that nobody winds", "a clock that nobody wound"),
        ("a melody that my grandmother hummed", "a melody that my grandmother hummed"),
        ("the last bus driver on a road that the sea is taking", "The sea was taking the road."),
        ("an umbrella seller in a town where it never rains", "It never rained in the town."),
        ("a boy whose shadow is older than he is", "whose shadow was older than he was"),
        ("a baker whose bread never rises opens a shop", "a baker whose bread never rose"),
        ("a boy finds a bird that nobody wants", "found a bird that nobody wanted"),
        ("a girl whom everyone forgets", "that everyone forgot"),
    ],
)
def test_a_relative_clause_with_a_subject_of_its_own_is_told_in_the_past(premise, said):
    """It is neither lost nor taken for what the hero does."""
    assert said in told(premise)


@pytest.mark.parametrize(
    ("premise", "hero", "does"),
    [
        ("an old piano is carried up seven floors by four brothers", "brothers", "carry an old piano up seven floors"),
        ("the moon is stolen by two bored foxes", "foxes", "stole the moon"),
        ("a night train where strangers swap their dreams", "strangers", "swapped their dreams on a night train"),
        ("noir: a tired detective follows a woman", "detective", "follow a woman"),
        ("a myth of how the tortoise carried the first fire", "tortoise", "carry the first fire"),
    ],
)
def test_the_hero_is_whoever_acts(premise, hero, does):
    """Passives, places full of people and kinds of film put somebody else first."""
    read = read_premise(premise)
    assert read.heroes[0].head == hero
    assert does in (read.goal, read.event)


def test_what_happens_to_a_person_stays_theirs():
    """A passive whose subject could be a hero is left as it is."""
    assert read_premise("a girl is raised by wolves").heroes[0].head == "girl"


def test_what_came_before_is_not_told_afterwards():
    """A clause with before or after stays where it was said, in the past."""
    read = read_premise("two astronauts play cards on the night before the station is shut down")
    assert read.goal == "play cards on the night before the station was shut down"
    assert (read.told, read.place.words) == ((), "space station")


def test_returning_a_thing_is_no_homecoming():
    """Somebody who brings a thing back sets out; somebody who returns home comes back."""
    assert read_premise("Yusuf must return a stolen star before dawn").kind == "seek"
    assert read_premise("a soldier returns home after the war").kind == "return"


def test_before_i_is_a_clause():
    """ "Before me can" is not English."""
    assert "before me can" not in told("a letter to the house we had to sell")
