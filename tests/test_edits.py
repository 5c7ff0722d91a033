"""Edits: each does what it says to the scene it names, and leaves everything else exactly as it was."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memory import edits
from memory.canonical import canonical
from memory.editing import used_ids
from memory.errors import FilmError
from memory.film import SIZES, Film, Look, Sound, Stroke
from memory.ordering import sentences
from memory.schema import dump_film, load_film
from tests.film_strategies import films

Edit = Callable[[Film], Film]
HALF = st.floats(-2, 2) | st.just(float("nan"))
ODD = st.sampled_from(["", "wide", "push_in", "crossfade", "cut", "stills", "nobody", "灯", "x" * 600])
PLACES = st.integers(-1, 6) | st.sampled_from(["s1", "s2", "2", "s9", "", "-1", "٣"])

_SCENE_EDITS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "set_look": st.fixed_dictionaries({"brightness": HALF, "grain": HALF}),
    "shift_look": st.fixed_dictionaries({"warmth": HALF}),
    "reset_look": st.just({}),
    "set_narration": st.fixed_dictionaries({"text": ODD}),
    "set_scene": st.fixed_dictionaries({"title": ODD, "mood": ODD}, optional={"pause": st.floats(-1, 70)}),
    "set_sounds": st.fixed_dictionaries({"sounds": st.lists(st.builds(Sound, kind=st.just("rain")), max_size=9)}),
    "add_sound": st.fixed_dictionaries({"kind": ODD}, optional={"level_db": st.floats(-70, 20)}),
    "set_transition": st.fixed_dictionaries({"kind": ODD}, optional={"seconds": st.floats(-1, 6)}),
    "set_camera": st.fixed_dictionaries({"move": ODD}, optional={"amount": HALF, "shot": PLACES}),
    "set_framing": st.fixed_dictionaries({"framing": ODD}, optional={"shot": PLACES}),
    "set_picture": st.fixed_dictionaries({"prompt": ODD}, optional={"seed": st.integers(-1, 2**33)}),
    "add_stroke": st.fixed_dictionaries({"stroke": st.builds(Stroke, target=st.just("sea"), ambient=st.floats(0, 1))}),
    "clear_strokes": st.just({}),
    "set_delivery": st.fixed_dictionaries({"tone": ODD, "pace": st.floats(0, 3)}),
    "set_engine": st.fixed_dictionaries({"role": ODD, "name": ODD}),
}
_FILM_EDITS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "set_title": st.fixed_dictionaries({"title": ODD}),
    "set_aspect": st.fixed_dictionaries({"aspect": st.sampled_from([*SIZES, "2:1"])}),
    "set_style": st.fixed_dictionaries({"palette": st.lists(st.sampled_from(["#102030", "red"]), max_size=2)}),
    "set_pronunciation": st.fixed_dictionaries({"word": ODD, "say": ODD}),
    "set_voice": st.fixed_dictionaries({"pace": st.floats(0, 3)}),
    "set_music": st.fixed_dictionaries({"tempo": st.integers(0, 300), "level_db": st.floats(-80, 20)}),
    "shift_music": st.fixed_dictionaries({"decibels": st.floats(-80, 80)}),
    "set_captions": st.fixed_dictionaries({"burn_in": st.booleans()}),
    "add_cast": st.fixed_dictionaries({"name": ODD}),
    "remove_cast": st.fixed_dictionaries({"who": st.sampled_from(["c1", "name 1", "nobody"])}),
    "set_cast": st.fixed_dictionaries({"who": st.just("c1"), "name": ODD}),
}
_ORDER_EDITS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "add_scene": st.fixed_dictionaries({"at": st.none() | st.integers(-1, 6), "description": ODD}),
    "remove_scene": st.fixed_dictionaries({"scene": PLACES}),
    "move_scene": st.fixed_dictionaries({"scene": PLACES, "to": st.integers(-1, 6)}),
    "swap_scenes": st.fixed_dictionaries({"one": PLACES, "other": PLACES}),
    "split_scene": st.fixed_dictionaries({"scene": PLACES, "after": st.none() | st.integers(-1, 4)}),
    "merge_scenes": st.fixed_dictionaries({"one": PLACES, "other": PLACES}),
}
_WITH_SCENE = {name: st.tuples(PLACES, given_).map(lambda p: {"scene": p[0], **p[1]}) for name, given_ in _SCENE_EDITS.items()}
ANY_EDIT = st.sampled_from([*_WITH_SCENE, *_FILM_EDITS, *_ORDER_EDITS]).flatmap(
    lambda name: st.tuples(st.just(name), {**_WITH_SCENE, **_FILM_EDITS, **_ORDER_EDITS}[name])
)


def test_every_public_edit_is_tried_by_the_property_tests() -> None:
    """A new edit must be added to the tables above, or this fails."""
    helpers = {"resolve_scene", "replace_scene", "replace_shot"}
    assert set(edits.__all__) - helpers == {*_SCENE_EDITS, *_FILM_EDITS, *_ORDER_EDITS}
    assert all(inspect.getdoc(getattr(edits, name)) for name in edits.__all__)


def test_a_word_of_six_hundred_letters_is_refused_in_a_readable_sentence(small_film: Film) -> None:
    """The word is cut short where it is named, so that what is wrong with it can be read."""
    with pytest.raises(FilmError, match=r"^pronunciations\.x{57}\.\.\..*at most \d+ characters") as error:
        edits.set_pronunciation(small_film, "x" * 600, "wide")
    assert len(str(error.value)) < 300


@settings(max_examples=120, deadline=None)
@given(films(3), ANY_EDIT)
def test_every_edit_gives_a_valid_film_or_a_sentence_and_never_touches_the_old_one(film: Film, edit: tuple[str, Any]) -> None:
    """Whatever is asked for, the old film stays as it was and the new one, if any, can be saved and opened."""
    before = canonical(film)
    name, arguments = edit
    try:
        after = getattr(edits, name)(film, **arguments)
    except FilmError as error:
        assert str(error).endswith("The film is unchanged.") and len(str(error)) < 600
    else:
        assert load_film(dump_film(after)) == after
        assert used_ids(film) <= used_ids(after)
    assert canonical(film) == before


@settings(max_examples=70, deadline=None)
@given(films(3), st.sampled_from(sorted(_WITH_SCENE)).flatmap(lambda n: st.tuples(st.just(n), _WITH_SCENE[n])))
def test_an_edit_of_one_scene_leaves_the_others_the_very_same(film: Film, edit: tuple[str, Any]) -> None:
    """Untouched scenes are identical objects, so their takes stay valid, and nothing outside the scenes changes."""
    name, arguments = edit
    try:
        after = getattr(edits, name)(film, **arguments)
        named = edits.resolve_scene(film, arguments["scene"])
    except FilmError:
        return
    assert [new.id for new in after.scenes] == [old.id for old in film.scenes]
    assert all(new is old for new, old in zip(after.scenes, film.scenes, strict=True) if old.id != named.id)
    assert canonical(after.model_copy(update={"scenes": ()})) == canonical(film.model_copy(update={"scenes": ()}))


@settings(max_examples=40, deadline=None)
@given(films(3), _ORDER_EDITS["swap_scenes"])
def test_swapping_two_scenes_twice_changes_nothing(film: Film, places: dict[str, Any]) -> None:
    """A swap keeps ids with their scenes, and undoes itself."""
    try:
        swapped = edits.swap_scenes(film, **places)
    except FilmError:
        return
    assert {scene.id: scene for scene in swapped.scenes} == {scene.id: scene for scene in film.scenes}
    first, second = (edits.resolve_scene(film, place).id for place in places.values())
    assert edits.swap_scenes(swapped, first, second) == film


@settings(max_examples=40, deadline=None)
@given(films(4), st.integers(1, 4), st.integers(1, 4))
def test_a_moved_scene_lands_at_its_number_and_the_others_keep_their_order(film: Film, scene: int, to: int) -> None:
    """Moving is taking a card out of the row and putting it back at that number."""
    count = len(film.scenes)
    scene, to = min(scene, count), min(to, count)
    row = list(film.scenes)
    row.insert(to - 1, row.pop(scene - 1))
    assert edits.move_scene(film, scene, to).scenes == tuple(row)


@settings(max_examples=40, deadline=None)
@given(films(3), st.lists(st.tuples(st.booleans(), st.integers(1, 5)), max_size=8))
def test_an_id_once_used_is_never_given_again(film: Film, steps: list[tuple[bool, int]]) -> None:
    """However often scenes come and go, a new scene never takes the name of an earlier one."""
    seen = used_ids(film)
    for add, number in steps:
        if add:
            film = edits.add_scene(film, description="new")
            fresh = film.scenes[-1]
            assert fresh.id not in seen and fresh.shots[0].id not in seen
        elif len(film.scenes) >= max(number, 2):
            film = edits.remove_scene(film, number)
        seen |= used_ids(film)


@settings(max_examples=40, deadline=None)
@given(films(3), st.integers(1, 4))
def test_splitting_and_merging_keeps_every_word_and_every_shot(film: Film, number: int) -> None:
    """No word is lost or doubled; merged again, the scene has its id and its narration back."""
    try:
        apart = edits.split_scene(film, number)
    except FilmError:
        return
    old = film.scenes[number - 1]
    front, back = apart.scenes[number - 1 : number + 1]
    assert sentences(front.narration) + sentences(back.narration) == sentences(old.narration)
    assert (front.id, front.transition.kind, back.transition) == (old.id, "cut", old.transition)
    assert {shot.id for shot in old.shots} <= {shot.id for shot in (*front.shots, *back.shots)}
    whole = edits.merge_scenes(apart, number, number + 1).scenes[number - 1]
    assert (whole.id, whole.narration, whole.sounds) == (
        old.id,
        " ".join(sentences(old.narration)),
        old.sounds[: len(whole.sounds)],
    )


def test_scenes_go_by_number_and_by_id(small_film: Film) -> None:
    """ "Scene 3" is the third in order; an id means the same scene wherever it stands."""
    swapped = edits.swap_scenes(small_film, 1, 3)
    assert edits.resolve_scene(swapped, 3) is edits.resolve_scene(swapped, "s1") is small_film.scenes[0]
    assert edits.resolve_scene(swapped, "1").id == "s3"


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (lambda f: edits.set_narration(f, 9, "x"), "There is no scene 9; the film has 3 scenes."),
        (lambda f: edits.set_narration(f, "s9", "x"), "There is no scene s9; the film has 3 scenes."),
        (lambda f: edits.set_look(f, 1, brightness=7), "brightness is 7; it should be less than or equal to 1."),
        (
            lambda f: edits.set_look(f, 1, brightnes=0.1),
            "There is no look value called 'brightnes'. Choose one of: brightness,",
        ),
        (lambda f: edits.set_camera(f, 1, "fly"), "'push_in'"),
        (lambda f: edits.set_camera(f, 1, "static", shot="s2a"), "There is no shot s2a in this scene; its shots are s1a, s1b."),
        (lambda f: edits.set_aspect(f, "2:1"), "There is no aspect called '2:1'. Choose one of: 16:9,"),
        (lambda f: edits.set_engine(f, "music", "score", scene=1), "The music belongs to the whole film"),
        (lambda f: edits.set_style(f, palette=["red"]), "a colour such as #"),
        (lambda f: edits.add_cast(f, "MARA"), "'MARA' is in the cast already"),
        (lambda f: edits.remove_cast(f, "Bob"), "There is no 'Bob' in the cast, which is: Mara."),
        (lambda f: edits.split_scene(f, 1), "Scene 1 has fewer than two sentences"),
        (lambda f: edits.merge_scenes(f, 1, 3), "Scenes 1 and 3 are not neighbours."),
        (lambda f: edits.move_scene(f, 1, 4), "There is no place 4; the film has 3 scenes."),
        (lambda f: edits.add_scene(f, at=9), "A new scene can be number 1 to 4, not 9."),
        (lambda f: edits.add_scene(f, descripton="x"), "There is no field of a scene called 'descripton'"),
        (lambda f: edits.set_title(f, "\ud800"), 'title is "?"; it should be a valid string'),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(small_film: Film, edit: Edit, sentence: str) -> None:
    """The refusal names what was asked, what there is, and that nothing changed."""
    with pytest.raises(FilmError) as caught:
        edit(small_film)
    assert sentence in str(caught.value)
    assert str(caught.value).endswith("The film is unchanged.")


def test_the_only_scene_stays(small_film: Film) -> None:
    """A film is never left without a scene."""
    film = edits.remove_scene(edits.remove_scene(small_film, "s2"), 1)
    with pytest.raises(FilmError, match="only scene"):
        edits.remove_scene(film, 1)


def test_a_film_holds_four_hundred_scenes_and_not_one_more() -> None:
    """The scene too many is refused in a sentence."""
    film = Film.model_validate({"scenes": [{"id": f"s{i}"} for i in range(400)]})
    with pytest.raises(FilmError, match="at most 400"):
        edits.add_scene(film)


def test_making_a_scene_darker_and_darker_stops_at_black_and_comes_back(small_film: Film) -> None:
    """Steps add up without the dust of binary fractions, stop at the end of the scale, and touch nothing else."""
    film = small_film
    for _ in range(3):
        film = edits.shift_look(film, "s2", brightness=-0.1)
    assert film.scenes[1].look == Look(brightness=-0.3)
    for _ in range(10):
        film = edits.shift_look(film, "s2", brightness=-0.1)
    assert film.scenes[1].look.brightness == -1
    assert edits.reset_look(film, "s2") == small_film


def test_a_new_scene_lands_where_it_is_wanted_with_a_shot_of_its_own(small_film: Film) -> None:
    """It gets a new id, shows its description, and the others keep their order."""
    film = edits.add_scene(small_film, at=2, title="Gulls", description="gulls over the pier", narration="They called.")
    assert [scene.id for scene in film.scenes] == ["s1", "s4", "s2", "s3"]
    assert (film.scenes[1].shots[0].id, film.scenes[1].shots[0].prompt) == ("s4a", "gulls over the pier")


def test_a_removed_scene_leaves_a_note_so_that_its_id_stays_its_own(small_film: Film) -> None:
    """After removing s3 the next new scene is s4, as anyone who remembers s3 would expect."""
    film = edits.add_scene(edits.remove_scene(small_film, "s3"))
    assert [scene.id for scene in film.scenes] == ["s1", "s2", "s4"]
    assert film.retired == ("s3", "s3a")


def test_a_stroke_on_the_same_thing_replaces_the_earlier_one(small_film: Film) -> None:
    """The clouds have one motion at a time, however they are spelt."""
    film = edits.add_stroke(small_film, "s1", Stroke(target="clouds", horizontal=-0.4))
    film = edits.add_stroke(film, "s1", Stroke(target="sea", ambient=0.5))
    film = edits.add_stroke(film, "s1", Stroke(target="Clouds", horizontal=0.2))
    assert [(each.target, each.horizontal) for each in film.scenes[0].shots[0].strokes] == [("sea", 0), ("Clouds", 0.2)]
    assert edits.clear_strokes(film, "s1") == small_film


def test_a_transition_without_a_length_gets_one_that_can_be_seen(small_film: Film) -> None:
    """A cut takes no time; a crossfade nobody measured takes most of a second, and keeps a length once given."""
    film = edits.set_transition(small_film, 1, "crossfade")
    assert film.scenes[0].transition.seconds == 0.8
    longer = edits.set_transition(edits.set_transition(film, 1, "crossfade", 2), 1, "fade_to_black")
    assert longer.scenes[0].transition.seconds == 2
    assert edits.set_transition(longer, 1, "cut") == small_film


def test_a_scene_may_have_an_engine_of_its_own(small_film: Film) -> None:
    """The film's choice and the scene's choice stand side by side."""
    film = edits.set_engine(edits.set_engine(small_film, "stills", "diffusers"), "stills", "papercut", scene=2)
    assert (film.engines.stills, film.scenes[1].engines, film.scenes[0].engines) == ("diffusers", {"stills": "papercut"}, {})


def test_a_new_aspect_brings_its_size(small_film: Film) -> None:
    """Upright is 720 by 1280, and the scenes stay the very same."""
    film = edits.set_aspect(small_film, "9:16")
    assert (film.aspect, film.width, film.height) == ("9:16", 720, 1280)
    assert film.scenes[0] is small_film.scenes[0]


def test_the_halves_of_a_scene_with_one_shot_do_not_look_alike(small_film: Film) -> None:
    """A single wide shot goes on as a medium one, so that the cut is a cut."""
    film = edits.split_scene(edits.set_narration(small_film, "s3", "One. Two. Three."), "s3", after=1)
    front, back = film.scenes[2:]
    assert (front.narration, back.narration, back.id) == ("One.", "Two. Three.", "s4")
    assert [(shot.id, shot.framing) for shot in (*front.shots, *back.shots)] == [("s3a", "wide"), ("s4a", "medium")]


def test_merged_shots_keep_about_the_time_they_had(small_film: Film) -> None:
    """Shares are weighed by words: nine words against three is three to one."""
    film = edits.set_narration(small_film, "s2", "one two three four five six seven eight nine")
    film = edits.merge_scenes(edits.set_narration(film, "s3", "one two three"), "s2", "s3")
    long, short = film.scenes[1].shots
    assert (film.scenes[1].id, long.id, short.id) == ("s2", "s2a", "s3a")
    assert long.share / short.share == pytest.approx(3)
    assert film.retired == ("s3",)
