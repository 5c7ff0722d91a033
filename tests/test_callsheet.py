"""The call sheet is exact: which takes an edit makes again, and nothing else (the table of the design)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from memory import edits, ordering
from memory.errors import EngineError
from memory.film import CastMember, Film
from tests.conftest import SMALL
from tools.callsheet import call_sheet, credit_lines

FILM = Film.model_validate(SMALL)
ROOT = Path(__file__).parents[1]


def made_again(before: Film, after: Film) -> Counter[str]:
    """Roles of the takes that `after` needs and `before` did not have."""
    had = {job.key for job in call_sheet(before)}
    return Counter(job.role for job in call_sheet(after) if job.key not in had)


def scenes_again(before: Film, after: Film) -> set[str | None]:
    had = {job.key for job in call_sheet(before)}
    return {job.scene for job in call_sheet(after) if job.key not in had}


def test_nothing_changed_nothing_made() -> None:
    """The same film, read anew, needs no new take."""
    assert made_again(FILM, Film.model_validate_json(FILM.model_dump_json())) == {}


def test_look_of_one_scene() -> None:
    """Its graded segment and the assembly."""
    after = edits.set_look(FILM, "s2", brightness=-0.3)
    assert made_again(FILM, after) == {"segment": 1, "film": 1}
    assert scenes_again(FILM, after) == {"s2", None}


def test_narration_of_one_scene() -> None:
    """One speech take, its segment, the mix, the assembly; no still and no clip."""
    after = edits.set_narration(FILM, "s2", "A boat came in, late and low.")
    assert made_again(FILM, after) == {"speech": 1, "segment": 1, "mix": 1, "film": 1}


def test_music_level() -> None:
    """The mix and the mux; no video encode."""
    after = FILM.model_copy(update={"music": FILM.music.model_copy(update={"level_db": -24})})
    assert made_again(FILM, after) == {"mix": 1, "film": 1}


def test_swap_two_scenes() -> None:
    """The mix and the assembly."""
    assert made_again(FILM, ordering.swap_scenes(FILM, "s1", "s3")) == {"mix": 1, "film": 1}


def test_swap_where_a_transition_touches() -> None:
    """A crossfade shows the next scene, so the scenes it touches are cut again; still nothing is drawn or spoken again."""
    faded = edits.set_transition(FILM, "s1", "crossfade", 0.5)
    assert made_again(faded, ordering.swap_scenes(faded, "s2", "s3")) == {"segment": 3, "mix": 1, "film": 1}


def test_undo_makes_nothing() -> None:
    """The earlier film's takes have the earlier film's keys, whatever its version number."""
    after = edits.set_look(FILM, "s2", warmth=0.5)
    back = edits.reset_look(after, "s2").model_copy(update={"version": 9})
    assert made_again(FILM, back) == {}


def test_camera_of_one_shot() -> None:
    """One clip, its segment and the assembly; the still stays."""
    scene = FILM.scene("s2")
    shot = scene.shots[0].model_copy(update={"camera": scene.shots[0].camera.model_copy(update={"move": "tilt_up"})})
    after = FILM.model_copy(
        update={"scenes": tuple(s if s.id != "s2" else s.model_copy(update={"shots": (shot,)}) for s in FILM.scenes)}
    )
    assert made_again(FILM, after) == {"clip": 1, "segment": 1, "film": 1}


def test_title() -> None:
    """The title stands on both cards and in the film; scenes stay."""
    assert made_again(FILM, FILM.model_copy(update={"title": "Another"})) == {"segment": 2, "film": 1}


def test_every_role_is_there_and_in_order() -> None:
    """A film needs every role, and every job comes after the takes it is made from."""
    jobs = call_sheet(FILM)
    counts = Counter(job.role for job in jobs)
    assert counts == {"still": 4, "clip": 4, "speech": 3, "music": 1, "sound": 2, "segment": 5, "mix": 1, "film": 1}
    seen: set[str] = set()
    for job in jobs:
        assert set(job.needs) <= seen
        seen.add(job.key)


def test_credits_name_every_engine_once() -> None:
    """Whoever drew, moved, spoke, played and cut stands in the credits."""
    lines = credit_lines(FILM)
    assert lines[0] == FILM.title
    assert len(lines) == len(set(lines)) >= 6


def test_unknown_engine_is_a_sentence() -> None:
    """The error names the engines there are."""
    film = FILM.model_copy(update={"engines": FILM.engines.model_copy(update={"stills": "watercolour"})})
    with pytest.raises(EngineError, match=r"no stills engine called 'watercolour'.*papercut"):
        call_sheet(film)


@given(st.permutations(["s1", "s2", "s3"]))
def test_any_order_of_scenes_shares_all_their_takes(order: list[str]) -> None:
    """With cuts between them, scenes can be put in any order: only mix and assembly differ."""
    moved = FILM.model_copy(update={"scenes": tuple(FILM.scene(i) for i in order)})
    assert set(made_again(FILM, moved)) <= {"mix", "film"}


@given(st.floats(-1, 1), st.floats(-1, 1), st.sampled_from(["s1", "s2", "s3"]))
def test_a_look_never_touches_another_scene(brightness: float, grain: float, scene: str) -> None:
    """Whatever the grade, only that scene's segment and the film are new."""
    after = edits.set_look(FILM, scene, brightness=brightness, grain=grain)
    assert scenes_again(FILM, after) <= {scene, None}
    assert set(made_again(FILM, after)) <= {"segment", "film"}


def test_keys_are_stable_between_processes() -> None:
    """A key depends on the film alone, not on the process: another one, with another hash seed, computes the same."""
    code = "import sys; from memory.film import Film; from tools.callsheet import call_sheet\n"
    code += "print(*(job.key for job in call_sheet(Film.model_validate_json(sys.stdin.read()))))"
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "7"}
    command = [sys.executable, "-c", code]
    said = subprocess.run(command, env=environment, input=FILM.model_dump_json(), capture_output=True, text=True, check=True)
    assert said.stdout.split() == [job.key for job in call_sheet(FILM)]


def test_scenes_may_be_called_title_and_credits() -> None:
    """The cards have names that no scene can have."""
    scenes = tuple(s.model_copy(update={"id": name}) for s, name in zip(FILM.scenes, ("title", "credits", "mix"), strict=True))
    film = call_sheet(FILM.model_copy(update={"scenes": scenes}))[-1]
    assert len({name for name, _ in film.inputs}) == len(film.inputs) == 2 + 3 + 3 + 1


def test_credits_do_not_depend_on_the_order_of_scenes() -> None:
    """A scene with an engine of its own may be moved without the credits being made again."""
    own = FILM.scenes[2].model_copy(update={"engines": {"stills": "papercut"}})
    film = FILM.model_copy(update={"scenes": (*FILM.scenes[:2], own)})
    assert credit_lines(film) == credit_lines(ordering.swap_scenes(film, "s1", "s3"))


def test_short_names_count_as_names() -> None:
    """A cast member called Bo is drawn where the words say Bo."""
    cast = (CastMember(id="c1", name="Bo", description="a boy in red"),)
    told = edits.set_picture(FILM, "s3", prompt="Bo stands in a meadow.")
    film = told.model_copy(update={"cast": cast})
    still = next(job for job in call_sheet(film) if job.role == "still" and job.scene == "s3")
    assert [member.name for member in still.request.cast] == ["Bo"]  # type: ignore[attr-defined]
