"""The story: words, scenes, order, names and length, changed as asked and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from memory.errors import FilmError
from memory.film import Film
from memory.project import Project
from tests.at_desk import Seat, six_scenes
from tools.vocabulary.narration import film_seconds


@pytest.fixture
def seat(quick: Path) -> Seat:
    """A film of six scenes."""
    return Seat(quick, six_scenes())


def order(film: Film) -> str:
    """The ids in order."""
    return " ".join(scene.id for scene in film.scenes)


ORDERS: list[tuple[str, dict[str, Any], str, str]] = [
    ("arrange", {"action": "swap", "scenes": "2 and 5"}, "s1 s5 s3 s4 s2 s6", "Scenes 2 and 5 have changed places."),
    ("arrange", {"action": "swap", "scenes": "2", "to": "the storm"},
     "s1 s3 s2 s4 s5 s6", "Scenes 2 and 3 have changed places."),
    ("arrange", {"action": "move", "scenes": "5", "to": "1"},
     "s5 s1 s2 s3 s4 s6", 'Scene 5 ("The Letter") moved: now number 1.'),
    ("arrange", {"action": "move", "scenes": "the storm", "to": "after the letter"}, "s1 s2 s4 s5 s3 s6",
     'Scene 3 ("The Storm") moved: now number 5.'),
    ("arrange", {"action": "move", "scenes": "last two", "to": "first"}, "s5 s6 s1 s2 s3 s4",
     "Scenes 5 and 6 moved: now numbers 1 to 2."),
    ("arrange", {"action": "merge", "scenes": "2 and 3"}, "s1 s2 s4 s5 s6",
     "Scenes 2 and 3 are one scene now, number 2; the film has 5 scenes."),
    ("arrange", {"action": "merge", "scenes": "3", "to": "the previous"}, "s1 s2 s4 s5 s6",
     "Scenes 2 and 3 are one scene now, number 2; the film has 5 scenes."),
    ("arrange", {"action": "merge", "scenes": "2-4"}, "s1 s2 s5 s6",
     "Scenes 2, 3 and 4 are one scene now, number 2; the film has 4 scenes."),
    ("arrange", {"action": "split", "scenes": "5"}, "s1 s2 s3 s4 s5 s7 s6",
     "Scene 5 is two scenes now, 5 and 6; the film has 7 scenes."),
    ("remove_scenes", {"scenes": "the market"}, "s1 s2 s3 s5 s6", 'Scene 4 removed, "The Market"; the film has 5 scenes now.'),
    ("remove_scenes", {"scenes": "all but the first"}, "s1",
     'Scenes 2, 3, 4, 5 and 6 removed, "The Workshop", "The Storm", "The Market", "The Letter" and "Morning"; '
     "the film has 1 scene now."),
]  # fmt: skip


@pytest.mark.parametrize(("tool", "arguments", "after", "said"), ORDERS)
def test_scenes_change_their_order_and_keep_their_ids(
    seat: Seat, tool: str, arguments: dict[str, Any], after: str, said: str
) -> None:
    """The order that comes out, and the sentence."""
    assert seat.call(tool, **arguments).said == said
    assert order(seat.film) == after


def test_a_split_goes_after_the_sentence_that_was_named(seat: Seat) -> None:
    """By its number or by its words."""
    whole = seat.film.scene("s5").narration
    seat.call("arrange", action="split", scenes="5", to="after the first sentence")
    assert seat.film.scene("s5").narration == "A letter has been waiting under the door."
    assert f"{seat.film.scene('s5').narration} {seat.film.scene('s7').narration}" == whole


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("arrange", {"action": "swap", "scenes": "2"}, 'Two scenes are needed to swap, such as "2 and 4". The film is unchanged.'),
    ("arrange", {"action": "swap", "scenes": "all"},
     'Two scenes are needed to swap, such as "2 and 4". The film is unchanged.'),
    ("arrange", {"action": "merge", "scenes": "1 and 3"},
     "Scenes 1 and 3 are not neighbours. Move one beside the other first. The film is unchanged."),
    ("arrange", {"action": "merge", "scenes": "last", "to": "next"},
     "There is no next scene beside scene 6. The film is unchanged."),
    ("arrange", {"action": "move", "scenes": "2", "to": "9"},
     "There is no place 9; the film has 6 scenes. The film is unchanged."),
    ("arrange", {"action": "explode", "scenes": "2"},
     "There is no action called 'explode'. Choose one of: move, swap, split, merge. The film is unchanged."),
    ("remove_scenes", {"scenes": "all"},
     "A film needs one scene at least, so not all can go. Name those that should. The film is unchanged."),
    ("narration", {"scenes": "3", "how": "replace"}, "Say the words that should be spoken. The film is unchanged."),
    ("narration", {"scenes": "3", "how": "tone"},
     "Say in which tone: warm, funny, sad, tense, poetic or plain. The film is unchanged."),
    ("cast", {"action": "rename", "who": "the dragon", "name": "x"},
     "There is no 'the dragon' in the cast, which is: Mara and Pip. The film is unchanged."),
    ("cast", {"action": "rename", "who": "Mara", "name": "Pip"},
     "Pip is in the cast already; two with one name could not be told apart. The film is unchanged."),
    ("cast", {"action": "describe", "who": "Mara"}, "Say how Mara should look. The film is unchanged."),
    ("film", {"seconds": 2}, "A film lasts 5 to 3600 seconds, and 2 were asked for. The film is unchanged."),
    ("film", {"seconds": 12}, "6 scenes cannot be told in 12 s; they would last about "),
    ("film", {"language": "German"}, "The hibari voice speaks en, and the film's language is 'de'. The film is"),
    ("film", {"fps": 900}, "fps is 900; it should be less than or equal to 120. The film is unchanged."),
    ("transition", {"scenes": "3", "kind": "cut", "seconds": 1},
     "A cut takes no time. Choose crossfade, fade_to_black or wipe for 1 s. The film is unchanged."),
    ("draft_film", {"premise": "A fox", "scenes": 500},
     "A film has 1 to 400 scenes, and 500 were asked for. Nothing was made."),
]  # fmt: skip


@pytest.mark.parametrize(("tool", "arguments", "sentence"), REFUSED)
def test_what_cannot_be_told_is_refused(seat: Seat, tool: str, arguments: dict[str, Any], sentence: str) -> None:
    """The very sentence, and nothing is saved."""
    before = seat.bytes
    with pytest.raises(FilmError) as refused:
        seat.call(tool, **arguments)
    assert str(refused.value).startswith(sentence)
    assert seat.bytes == before


@pytest.mark.parametrize(
    ("arguments", "text"),
    [
        ({"how": "replace", "text": "The storm came."}, "The storm came."),
        ({"how": "append", "text": "Nobody slept."}, "{old} Nobody slept."),
        ({"how": "clear"}, ""),
        ({"how": "shorten", "text": "It came."}, "It came."),
    ],
)
def test_words_are_put_in_added_and_taken_out(seat: Seat, arguments: dict[str, Any], text: str) -> None:
    """In the scene that was named alone."""
    old = seat.film.scene("s3").narration
    assert seat.changes("narration", scenes="the storm", **arguments) == {"scenes.s3.narration": text.format(old=old)}


@pytest.mark.parametrize(
    ("how", "least", "most"), [("half", 0.4, 0.65), ("shorter", 0.55, 0.95), ("longer", 1.1, 1.8), ("double", 1.6, 2.6)]
)
def test_narration_becomes_as_long_as_asked(seat: Seat, how: str, least: float, most: float) -> None:
    """Counted in words; in every scene that was named, and in no other."""
    before = {scene.id: len(scene.narration.split()) for scene in seat.film.scenes}
    done = seat.call("narration", scenes="2 and 4", how=how)
    assert done.changed == ("s2", "s4")
    for scene in seat.film.scenes:
        share = len(scene.narration.split()) / before[scene.id]
        assert least <= share <= most if scene.id in ("s2", "s4") else share == 1


def test_narration_takes_a_tone_and_ends_on_a_question(seat: Seat) -> None:
    """Names stay; the last sentence asks."""
    before = seat.film.scene("s2").narration
    seat.call("narration", scenes="2", how="tone", tone="funny")
    assert seat.film.scene("s2").narration != before and "Pip" in seat.film.scene("s2").narration
    seat.call("narration", scenes="last", how="end_on_question")
    assert seat.film.scene("s6").narration.endswith("?")


def test_a_scene_without_words_has_nothing_to_shorten(seat: Seat) -> None:
    """It is said which scene that is."""
    seat.call("narration", scenes="3", how="clear")
    with pytest.raises(FilmError, match=r"^Scene 3 has no narration to change\. Say what should be spoken there\."):
        seat.call("narration", scenes="3", how="half")


@pytest.mark.parametrize(("after", "place"), [("", 7), ("0", 1), ("3", 4), ("the storm", 4), ("before 2", 2), ("last", 7)])
def test_a_new_scene_fits_where_it_is_put(seat: Seat, after: str, place: int) -> None:
    """It gets a new id and new shots, words about what was asked; every other scene is as it was."""
    before = seat.film
    done = seat.call("add_scene", about="Mara rows out to the ship", after=after)
    film = seat.film
    new = film.scenes[place - 1]
    assert (new.id, done.changed) == ("s7", ("s7",))
    assert [scene for scene in film.scenes if scene.id != "s7"] == list(before.scenes)
    assert new.narration and new.description and new.title and "Mara" in new.narration + new.description
    assert {shot.id[:2] for shot in new.shots} == {"s7"}
    assert (new.transition == before.scenes[-1].transition) == (place == 7)


def test_a_new_scene_may_bring_its_own_words(seat: Seat) -> None:
    """They are spoken as they were given."""
    seat.call("add_scene", about="stars over the sea", after="3", narration="The stars came out.")
    assert seat.film.scenes[3].narration == "The stars came out."


def test_a_new_name_goes_through_all_texts(seat: Seat) -> None:
    """Nobody is called by the old name any more; words that only contain it stay."""
    seat.call("narration", scenes="1", how="append", text="Mara's lamp. Maranello is far.")
    done = seat.call("cast", action="rename", who="mara", name="Ada")
    text = " ".join(s.title + s.description + s.narration + " ".join(h.prompt for h in s.shots) for s in seat.film.scenes)
    assert done.said == "Mara is called Ada now, in every text of the film."
    assert "Ada's lamp. Maranello is far." in text and "Mara " not in text and "Mara'" not in text
    assert [member.name for member in seat.film.cast] == ["Ada", "Pip"]


@pytest.mark.parametrize(
    ("arguments", "changes", "said"),
    [
        ({"action": "describe", "who": "the robot", "description": "a tin robot"}, {"cast.c2.description": "a tin robot"},
         "Pip is a tin robot now."),
        ({"action": "remove", "who": "Pip"}, {"cast.c2": None}, "Pip is out of the cast. Scenes 2, 3 and 6 still name Pip."),
        ({"action": "add", "who": "Holt", "description": "a captain"},
         {"cast.c3": {"id": "c3", "name": "Holt", "description": "a captain", "fictional": True}},
         "Holt is in the cast now, a captain."),
    ],
)  # fmt: skip
def test_the_cast_comes_goes_and_changes(seat: Seat, arguments: dict[str, Any], changes: dict[str, Any], said: str) -> None:
    """By name, or by what only one of them is."""
    assert seat.changes("cast", **arguments) == changes
    assert seat.call("versions", action="undo").said == f"Undone: {said} The film is at version 1."


def test_a_scene_shows_something_else_in_all_its_shots(seat: Seat) -> None:
    """A shot that showed what was described goes along; one with a picture of its own stays."""
    new = "Pip sits in a dark cellar full of clocks."
    changed = seat.changes("set_scene", scenes="2", description=new)
    assert changed == {"scenes.s2.description": new, "scenes.s2.shots.s2a.prompt": new}


@pytest.mark.parametrize(
    ("arguments", "changes"),
    [
        ({"title": "The Last Light"}, {"title": "The Last Light"}),
        ({"aspect": "vertical"}, {"aspect": "9:16", "width": 720, "height": 1280}),
        ({"captions": "burn them in"}, {"captions.burn_in": True}),
        ({"fps": 24}, {"fps": 24}),
    ],
)
def test_the_frame_of_the_film(seat: Seat, arguments: dict[str, Any], changes: dict[str, Any]) -> None:
    """Only what was named."""
    assert seat.changes("film", **arguments) == changes


@pytest.mark.parametrize("seconds", [45, 60, 90, 120])
def test_a_film_is_fitted_to_a_length(seat: Seat, seconds: int) -> None:
    """Words and pauses change, pictures do not; the film comes within a twentieth of what was asked."""
    before = seat.film
    changed = seat.changes("film", seconds=seconds)
    assert seat.film.seconds == seconds
    assert film_seconds(seat.film) == pytest.approx(seconds, rel=0.05)
    assert all(path == "seconds" or path.endswith((".narration", ".pause")) for path in changed)
    assert all(scene.narration for scene in seat.film.scenes) and order(seat.film) == order(before)


def test_a_little_longer_is_made_of_pauses_alone(seat: Seat) -> None:
    """Where a breath more is enough, no word is touched."""
    seconds = round(film_seconds(seat.film)) + 3
    changed = seat.changes("film", seconds=seconds)
    assert all(path == "seconds" or path.endswith(".pause") for path in changed)


@pytest.mark.parametrize(
    ("arguments", "changes"),
    [
        ({"kind": "dissolve"}, {"scenes.s1.transition.kind": "crossfade", "scenes.s1.transition.seconds": 0.8}),
        ({"kind": "fade to black", "seconds": 2},
         {"scenes.s1.transition.kind": "fade_to_black", "scenes.s1.transition.seconds": 2}),
        ({"pause": 2}, {"scenes.s1.pause": 2}),
    ],
)  # fmt: skip
def test_how_a_scene_ends(seat: Seat, arguments: dict[str, Any], changes: dict[str, Any]) -> None:
    """The scene ends so, and stays so long after its last word."""
    assert seat.changes("transition", scenes="1", **arguments) == changes


def test_a_film_begins_in_the_conversation(quick: Path) -> None:
    """From a premise a project is made, once, in the settings of the studio, with nothing drawn."""
    seat = Seat(quick)
    wish = {"premise": "A fox who learns to sail.", "scenes": 4, "seconds": 40, "mood": "tense", "aspect": "square"}
    done = seat.call("draft_film", mark="first", **wish)
    film = seat.film
    first, *story = done.said.splitlines()
    assert first == f'"{film.title}" is drafted: 4 scenes, nothing drawn yet.'
    assert [line.split(" - ")[0] for line in story] == [f"{n}. {scene.title}" for n, scene in enumerate(film.scenes, 1)]
    assert (len(film.scenes), film.seconds, film.aspect, film.music.mood, film.version) == (4, 40, "1:1", "tense", 1)
    assert done.changed == ("film", "s1", "s2", "s3", "s4")
    assert seat.call("draft_film", mark="first", **wish).said == done.said
    assert [line.sentence for line in Project.open(seat.root).history()] == [f'Drafted: "{film.title}".']


def test_a_story_is_told_anew_as_a_new_version(seat: Seat) -> None:
    """New scenes get new ids, the old ones retire, what was set for the whole film stays; undo brings the old story back."""
    seat.call("film", aspect="vertical", captions="burned", fps=24)
    before = seat.film
    seat.call("draft_film", premise="Mara, an old keeper, who teaches a gull to sing.", scenes=3)
    film = seat.film
    assert (film.aspect, film.height, film.captions.burn_in, film.fps) == ("9:16", 1280, True, 24)
    ids = {part for scene in film.scenes for part in (scene.id, *(shot.id for shot in scene.shots))}
    assert order(film) == "s7 s8 s9"
    assert {"s1", "s6", "s3b"} <= set(film.retired) and not ids & set(film.retired)
    assert all(member.id == "c1" for member in film.cast if member.name == "Mara")
    seat.call("versions", action="undo")
    assert seat.film == before


def test_the_same_premise_again_is_told_in_another_way(quick: Path) -> None:
    """ "Tell it another way" gives other words with as many scenes."""
    seat = Seat(quick)
    seat.call("draft_film", premise="A fox who learns to sail.", scenes=4, seconds=40)
    first = [scene.narration for scene in seat.film.scenes]
    seat.call("draft_film", premise="")
    second = [scene.narration for scene in seat.film.scenes]
    assert len(second) == 4 and first != second


def test_for_children_the_narrator_is_slower_and_warm(quick: Path) -> None:
    """Who it is for is kept with the film."""
    seat = Seat(quick)
    seat.call("draft_film", premise="A fox who learns to sail.", seconds=30, audience="small children")
    assert (seat.film.narrator.pace, seat.film.narrator.tone) == (0.95, "warm")
    assert seat.film.model_dump()["audience"] == "small children"
