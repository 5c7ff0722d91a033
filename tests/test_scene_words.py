"""Scenes in people's words: each phrase means exactly these scenes, or is refused in a sentence."""

from __future__ import annotations

import pytest

from memory import edits
from memory.errors import FilmError
from memory.film import Film
from tests.at_desk import six_scenes
from tools.vocabulary.scenes import Unclear, find_place, find_scene, find_scenes

FILM = six_scenes()

MEANT = {
    "1": ["1", "s1", "scene 1", "Scene One", "the first scene", "first", "1st", "#1", "number 1", "the opening",
          "the beginning", "intro", "The Lighthouse at Dusk", "the scene before 2", "the climb up the stairs"],
    "2": ["2", "the workshop", "the second one", "scene two", "the scene where Pip mends the clock"],
    "3": ["3", "s3", "third", "the third scene", "3rd", "scene s3", "the storm", "The storm scene", "the strom", "tense scene",
          "the scene titled The Storm", "the tempest", "bad weather", "the scene after 2", "fourth from the end", "-4"],
    "4": ["the market", "shopping", "third from the end", "the scene after the storm"],
    "5": ["the letter", "second to last", "the second-to-last scene", "last but one", "penultimate", "next to last",
          "the scene in the kitchen", "the one by the fire", "tender"],
    "6": ["6", "last", "the last scene", "the final scene", "the ending", "the end", "finale", "-1", "Morning",
          "the morning scene", "sunrise"],
    "1 2": ["first two", "the first two scenes", "scenes 1 and 2", "1, 2", "1 & 2", "1-2", "opening two", "1 2"],
    "5 6": ["the last two", "last 2 scenes", "the final two", "the last couple of scenes", "5 onwards", "everything after 4",
            "from 5 on", "the final third"],
    "2 3 4": ["2-4", "2–4", "scenes 2 to 4", "2 through 4", "from 2 to 4", "between 2 and 4", "two to four", "2...4",
              "from the workshop to the market", "2, 3 and 4", "the second through the fourth"],
    "1 3 5": ["every other scene", "odd scenes", "the odd-numbered scenes", "1, 3 and 5", "1 3 5", "1;3;5"],
    "2 4 6": ["even", "every second scene", "the even numbered scenes"],
    "1 2 3 4 5 6": ["all", "every scene", "all scenes", "all the scenes", "everything", "the whole film", "all six scenes",
                    "throughout", "each scene", "ALL", "the entire film", "every single one", "1-6"],
    "1 3 4 5 6": ["all but 2", "everything except the workshop", "all except scene 2", "all scenes but the second",
                  "every scene besides 2", "all, not 2", "everything but scene 2"],
    "1 2 3 4": ["all but the last two", "everything except 5 and 6", "everything before the letter", "the first four"],
    "1 6": ["first and last", "the first and the last scene", "the beginning and the end", "the opening and the finale"],
    "3 5": ["every night scene", "the night scenes", "all scenes at night", "all scenes with rain"],
    "3 6": ["the storm and the ending", "3 and the last one"],
    "1 2 3": ["the first half", "up to 3", "first three", "until the storm"],
    "4 5 6": ["the second half", "the last three", "3 last"] [:2],
    "2 4 5": ["2-5 but not 3", "2 to 5 except 3"],
    "3 4": ["the middle scenes", "the middle two"] [:1],
    "2 3 6": ["scenes with Pip", "every scene where Pip appears"],
}  # fmt: skip


@pytest.mark.parametrize(("meant", "said"), [(meant, said) for meant, phrases in MEANT.items() for said in phrases])
def test_people_say_scenes_in_many_ways(meant: str, said: str) -> None:
    """Whatever the way, these scenes are meant, in the film's order."""
    assert " ".join(str(FILM.scenes.index(scene) + 1) for scene in find_scenes(FILM, said)) == meant


REFUSED = {
    "9": "There is no scene 9; the film has 6 scenes. The film is unchanged.",
    "s9": "There is no scene s9; the film has 6 scenes. The film is unchanged.",
    "0": "There is no scene 0; the film has 6 scenes. The film is unchanged.",
    "seventh": "There is no scene 7; the film has 6 scenes. The film is unchanged.",
    "twenty-first": "There is no scene 21; the film has 6 scenes. The film is unchanged.",
    "the last nine": "There is no scene 9; the film has 6 scenes. The film is unchanged.",
    "3 and 9": "There is no scene 9; the film has 6 scenes. The film is unchanged.",
    "2-9": "There is no scene 9; the film has 6 scenes. The film is unchanged.",
    "all but 9": "There is no scene 9; the film has 6 scenes. The film is unchanged.",
    "the scene after the last": "There is no scene the scene after the last; the film has 6 scenes. The film is unchanged.",
    "all but all": "'all but all' leaves no scene. The film is unchanged.",
    "": 'Say which scene is meant, such as "3", "the last two", "the storm" or "all". The film is unchanged.',
    "it": "'it' does not say which scene. Say its number, or what it is about. The film is unchanged.",
}


@pytest.mark.parametrize("said", REFUSED)
def test_a_scene_that_is_not_there_is_said_so(said: str) -> None:
    """The very sentence, with how many scenes there are."""
    with pytest.raises(FilmError) as refused:
        find_scenes(FILM, said)
    assert str(refused.value) == REFUSED[said]


@pytest.mark.parametrize("said", ["the dragon", "the wedding", "the purple elephant", "blah blah", "xyzzy", "the car chase"])
def test_what_the_film_does_not_show_is_not_guessed(said: str) -> None:
    """The sentence lists what there is."""
    with pytest.raises(FilmError, match=r'No scene is about ".*"\. The scenes are 1 "The Lighthouse at Dusk", .*6 "Morning"'):
        find_scenes(FILM, said)


def test_where_one_is_meant_and_several_fit_they_are_named() -> None:
    """The middle of six scenes is two; two scenes with one title are two."""
    with pytest.raises(Unclear, match=r'could be scene 3 "The Storm" or scene 4 "The Market"') as unclear:
        find_scenes(FILM, "the middle scene")
    assert unclear.value.choices == ('scene 3 "The Storm"', 'scene 4 "The Market"')
    twice = edits.set_scene(FILM, 5, title="The Storm")
    with pytest.raises(Unclear, match=r'"the storm" could be scene 3 "The Storm" or scene 5 "The Storm"\. Say which number'):
        find_scenes(twice, "the storm")
    with pytest.raises(Unclear, match="One scene is needed here, and 'all' means 6"):
        find_scene(FILM, "all")


def test_the_third_scene_is_the_third_in_order_and_an_id_is_an_id() -> None:
    """After scenes changed places, numbers follow the order and ids stay."""
    swapped = edits.swap_scenes(FILM, 2, 3)
    assert [find_scene(swapped, said).id for said in ("2", "s2", "third", "the storm")] == ["s3", "s2", "s2", "s3"]


def test_lists_and_numbers_of_a_model_are_taken_as_they_are_meant() -> None:
    """A model may send 3, [1, 2] or ["1", "the storm"] where words are expected."""
    assert [scene.id for scene in find_scenes(FILM, 3)] == ["s3"]
    assert [scene.id for scene in find_scenes(FILM, [2, 1])] == ["s1", "s2"]
    assert [scene.id for scene in find_scenes(FILM, ["1", "the storm"])] == ["s1", "s3"]


def test_a_film_of_one_scene_has_a_first_that_is_the_last() -> None:
    """Nothing about order breaks where there is only one."""
    one = FILM.model_copy(update={"scenes": FILM.scenes[:1]})
    for said in ("1", "first", "last", "all", "the middle", "opening", "every scene", "first half"):
        assert len(find_scenes(one, said)) == 1
    for said in ("second to last", "the last two", "2"):
        with pytest.raises(FilmError, match="the film has 1 scene"):
            find_scenes(one, said)


@pytest.mark.parametrize(
    "said",
    ["x" * 100_000, "1" * 5_000, "\x00\x07", "'; drop table", "((((", "scene scene scene", "and", ", ,", "not 3 not 3 but not"],
)
def test_strange_words_end_in_a_sentence(said: str) -> None:
    """Whatever is said, it is answered shortly and in words."""
    with pytest.raises(FilmError) as refused:
        find_scenes(FILM, said)
    assert len(str(refused.value)) < 500


PLACES = {
    "first": "5 1 2 3 4 6", "the beginning": "5 1 2 3 4 6", "to the front": "5 1 2 3 4 6", "1": "5 1 2 3 4 6",
    "last": "1 2 3 4 6 5", "to the end": "1 2 3 4 6 5", "6": "1 2 3 4 6 5", "after the last": "1 2 3 4 6 5",
    "2": "1 5 2 3 4 6", "position 2": "1 5 2 3 4 6", "second": "1 5 2 3 4 6",
    "before 2": "1 5 2 3 4 6", "after 1": "1 5 2 3 4 6",
    "after the storm": "1 2 3 5 4 6", "before the market": "1 2 3 5 4 6", "between 3 and 4": "1 2 3 5 4 6",
    "one earlier": "1 2 3 5 4 6", "up": "1 2 3 5 4 6", "two places earlier": "1 2 5 3 4 6", "one later": "1 2 3 4 6 5",
    "down one": "1 2 3 4 6 5", "in front of the workshop": "1 5 2 3 4 6", "right after scene 2": "1 2 5 3 4 6",
}  # fmt: skip


@pytest.mark.parametrize("said", PLACES)
def test_where_a_scene_may_be_put(said: str) -> None:
    """Scene 5 is moved: the order that comes out."""
    place = find_place(FILM, said, ("s5",))
    order = [scene.id for scene in FILM.scenes if scene.id != "s5"]
    order.insert(place, "s5")
    assert " ".join(name[1:] for name in order) == PLACES[said]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("place 9", "There is no place 9; the film has 6 scenes"),
        ("before 5", "cannot be moved beside itself"),
        ("three later", "cannot be moved three later"),
        ("", "Say where to"),
        ("after the dragon", "No scene is about"),
    ],
)
def test_places_that_are_none(said: str, sentence: str) -> None:
    """Scene 5 cannot be put there."""
    with pytest.raises(FilmError, match=sentence):
        find_place(FILM, said, ("s5",))


def test_a_film_in_which_nothing_is_written_can_be_spoken_of_by_number() -> None:
    """No titles, no words: numbers still work, descriptions are refused."""
    bare = Film.model_validate({"scenes": [{"id": "a"}, {"id": "b"}]})
    assert [scene.id for scene in find_scenes(bare, "b")] == ["b"]
    assert [scene.id for scene in find_scenes(bare, "last")] == ["b"]
    with pytest.raises(FilmError, match="No scene is about"):
        find_scenes(bare, "the storm")
