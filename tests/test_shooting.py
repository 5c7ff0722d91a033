"""Shots of a told film: cut on meaning, never the same size twice on the same thing, moves from mood and content."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from memory.film import Film
from tools.engines import Brief, load_engine
from tools.engines.authored.shooting import Cutting, set_ups
from tools.engines.authored.words import table
from tools.engines.parallax.camera import MOVES

PREMISES = (
    "an old lighthouse keeper and a small robot learn to answer the sea", "two foxes open a bakery in Paris",
    "humanity and artificial intelligence", "a girl grows a garden on the moon", "a clockmaker who is afraid of time",
    "how rivers make valleys", "three sisters cross a desert to bring back the rain",
)  # fmt: skip


@pytest.fixture(scope="module")
def films() -> list[Film]:
    """Films of several premises and seeds, long enough to have scenes of every kind."""
    tell = load_engine("story", "authored")
    return [tell(Brief(text=premise, seconds=90, seed=seed)) for premise in PREMISES for seed in (0, 7)]


def test_no_cut_jumps(films: list[Film]) -> None:
    """Neighbouring shots differ in size, or look at somebody else or another place."""
    for film in films:
        shots = [(shot.framing, shot.prompt) for scene in film.scenes for shot in scene.shots]
        assert all(a != b for a, b in pairwise(shots))
        for scene in film.scenes:
            for a, b in pairwise(scene.shots):
                assert a.framing != b.framing or a.prompt != b.prompt, (film.title, scene.id)


def test_scenes_are_not_all_cut_alike(films: list[Film]) -> None:
    """No scene repeats the sizes of the one before, and a film uses several cuts, some going nearer and some away."""
    nearness = ["wide", "medium", "close", "detail"]
    for film in films:
        cuts = [tuple(shot.framing for shot in scene.shots) for scene in film.scenes]
        assert all(a != b for a, b in pairwise(cuts) if len(a) > 1 or len(b) > 1), cuts
        assert len(set(cuts)) >= min(4, len(cuts))
        steps = [nearness.index(b) - nearness.index(a) for cut in cuts for a, b in pairwise(cut)]
        assert any(s > 0 for s in steps) and any(s < 0 for s in steps), cuts


def test_shots_of_a_scene_are_in_one_place(films: list[Film]) -> None:
    """All shots of a scene are drawn from one seed, and so is a place that the film comes back to."""
    for film in films:
        for scene in film.scenes:
            assert len({shot.seed for shot in scene.shots}) == 1
    lighthouse = films[0].scenes
    assert lighthouse[0].shots[0].seed == lighthouse[-1].shots[0].seed != lighthouse[1].shots[0].seed


def test_a_film_ends_wide_and_going_away(films: list[Film]) -> None:
    """The last shot of a story shows where everything was, and leaves it."""
    ends = [film.scenes[-1].shots[-1] for film in films]
    assert sum(shot.framing == "wide" for shot in ends) >= len(ends) * 0.8
    assert sum(shot.camera.move in ("pull_out", "crane_up") for shot in ends) >= len(ends) * 0.7


def test_moves_come_from_mood_and_framing(films: list[Film]) -> None:
    """Every move is one the framing allows; the restless ones come in restless moods only and stay rare; many are used."""
    data, used = table("shooting"), set()
    for film in films:
        moves = [shot.camera.move for scene in film.scenes for shot in scene.shots]
        used |= set(moves)
        assert all(a != b for a, b in pairwise(moves)), moves
        assert moves.count("dolly_zoom") <= 1 + len(moves) // data["rare"]["dolly_zoom"]
        for scene in film.scenes:
            for shot in scene.shots:
                assert shot.camera.move in data["moves"][shot.framing]
                if shot.camera.move in ("handheld", "dolly_zoom"):
                    assert scene.mood in ("tense", "brave", "playful"), (scene.mood, shot.camera.move)
    assert len(used) >= 11, used


def test_the_tables_name_what_there_is() -> None:
    """Every move in the data is one of the camera's, every cut reads, every stage has cuts and every mood moves."""
    data = table("shooting")
    said = {m for part in ("moves", "moods", "places") for moves in data[part].values() for m in moves}
    assert said | set(data["ways"]) | set(data["rare"]) | set(data["easings"]) <= set(MOVES)
    assert {name for names in data["stages"].values() for name in names} <= set(data["cuts"])
    assert set(table("styles")["stages"]) <= set(data["stages"])
    assert {stage["mood"] for stage in table("styles")["stages"].values()} <= set(data["moods"])
    framings, subjects = set(data["moves"]), {"all", "one", "other", "thing", "place"}
    for plans in data["cuts"].values():
        assert {len(plan) for plan in plans} == {1, 2, 3}
        for plan in plans:
            assert all(said.split()[0] in framings and said.split()[1] in subjects for said in plan)


@pytest.mark.parametrize("people", [0, 1, 2])
@pytest.mark.parametrize("things", [0, 1])
@pytest.mark.parametrize("seconds", [2.0, 9.0, 40.0])
@pytest.mark.parametrize("known", [False, True])
def test_there_is_a_cut_for_whatever_is_there(people: int, things: int, seconds: float, known: bool) -> None:
    """Any stage, with anybody or nobody, anything or nothing in it, long or short, can be shot, and only what is there is."""
    for stage in table("shooting")["stages"]:
        cut = Cutting(stage, "calm", seconds, people, things, (), known)
        plan = set_ups(cut, random.Random(1))
        assert 1 <= len(plan) <= 3
        subjects = {s.subject for s in plan}
        assert not (subjects & {"one"} and not people) and not (subjects & {"other"} and people < 2)
        assert things or "thing" not in subjects
