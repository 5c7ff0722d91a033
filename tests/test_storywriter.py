"""Stories by a big model: asked for by schema, checked as a film before anybody sees them, mended once, or not used at all."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from agent.cost import Limits, Meter
from agent.models import Brain, choose_brain
from agent.storywriter import write_story
from memory.film import Film
from tests.at_desk import Seat, six_scenes
from tests.small_studio import KEY, TinyDirector
from tests.tales import TALE
from tests.wire import Reply, Request, Wire, failure, serving
from tools.engines import Brief
from tools.settings import Settings
from tools.vocabulary import Desk, Done
from tools.vocabulary.drafting import draft_film

BRIEF = Brief(text="an old keeper who teaches a gull to read", scenes=3, seconds=30, seed=4)


def first_scene(**changes: Any) -> dict[str, Any]:
    return {"scenes": [{**TALE["scenes"][0], **changes}, *TALE["scenes"][1:]]}


@pytest.fixture
def wire() -> Iterator[Wire]:
    with serving() as running:
        yield running


def brain(wire: Wire) -> Brain:
    return choose_brain(Settings(openai_api_key=KEY, openai_base_url=wire.url, model="big", model_timeout=20, model_retries=0))


def told(**changes: Any) -> Reply:
    return Reply(text=json.dumps({**TALE, **changes}))


def test_a_story_becomes_a_film(wire: Wire) -> None:
    wire.will(told())
    film = write_story(brain(wire), BRIEF, ["You liked amber palettes."])
    assert film is not None
    assert [scene.title for scene in film.scenes] == ["The Visitor", "The Lesson", "The Word"]
    assert [shot.id for shot in film.scenes[0].shots] == ["s1a", "s1b"]
    assert film.scenes[0].shots[1].prompt == "a gull"
    assert film.scenes[2].shots[0].prompt == film.scenes[2].description
    assert film.cast[0].name == "Mara"
    assert film.style.palette[2] == "#e09f3e"
    assert (film.aspect, film.seconds, film.seed) == ("16:9", 30, 4)
    assert film.model_extra is not None
    assert film.model_extra["drafted_by"] == "big at 127.0.0.1, a language model"
    asked = wire.requests[0]
    assert "an old keeper who teaches a gull to read" in asked.said
    assert "You liked amber palettes." in asked.said
    assert "has 3 scenes" in asked.said
    assert asked.body["response_format"]["json_schema"]["name"] == "story"


@pytest.mark.parametrize(("changes", "told_back"), [
    ({"palette": ["amber"]}, "palette.0: String should match pattern"),
    ({"scenes": TALE["scenes"][:2]}, "the film has 2 scenes; 3 were asked for"),
    (first_scene(sounds=["applause of ghosts"]), "there is no sound called 'applause of ghosts'"),
    (first_scene(shots=[{"framing": "fisheye"}]), "scenes.0.shots.0.framing"),
])  # fmt: skip
def test_what_is_wrong_is_told_back_once(wire: Wire, changes: dict[str, Any], told_back: str) -> None:
    wire.will(told(**changes), told())
    assert isinstance(write_story(brain(wire), BRIEF), Film)
    assert told_back in wire.requests[1].said
    assert len(wire.requests) == 2


def test_a_story_that_stays_wrong_is_not_used(wire: Wire) -> None:
    wire.will(otherwise=told(palette=["amber"]))
    assert write_story(brain(wire), BRIEF) is None
    assert len(wire.requests) == 2


def test_a_server_without_schemas_is_asked_by_a_forced_call(wire: Wire) -> None:
    def server(request: Request) -> Reply:
        return failure(500, "grammar") if "response_format" in request.body else Reply(calls=(("story", TALE),))

    wire.will(otherwise=server)
    assert isinstance(write_story(brain(wire), BRIEF), Film)


@pytest.mark.parametrize("reply", [failure(401, "no"), Reply(text="Once upon a time ..."), Reply(refusal="I can't write that."),
                                   Reply(text="null"), Reply(text=json.dumps(TALE)[:300]), failure(500, "broken"),
                                   Reply(choices=False)],
                         ids=["wrong key", "prose", "refusal", "null", "half", "500", "empty"])  # fmt: skip
def test_no_story_is_no_film(wire: Wire, reply: Reply) -> None:
    wire.will(otherwise=reply)
    assert write_story(brain(wire), BRIEF) is None


def test_the_cap_holds_for_stories_too(wire: Wire) -> None:
    meter = Meter(Limits(tokens_a_turn=100))
    assert write_story(brain(wire), BRIEF, meter=meter) is None
    assert wire.requests == []


def test_the_built_in_director_writes_none() -> None:
    assert write_story(Brain("built-in director", TinyDirector(), built_in=True), BRIEF) is None


def drafted(seat: Seat, wire: Wire, mark: str, premise: str = BRIEF.text) -> Done:
    """What `draft_film` does at a desk whose writer is a big model."""
    desk: Desk = replace(seat.desk(mark), writer=lambda brief, advice: write_story(brain(wire), brief, advice))
    return draft_film(desk, premise, scenes=3, seconds=30)


def test_a_film_drafted_by_a_big_model_is_its_story_in_the_studios_settings(wire: Wire, quick: Path) -> None:
    """The frame rate and engines are the studio's; the same call once more asks for no second story."""
    wire.will(told())
    seat = Seat(quick)
    done = drafted(seat, wire, "first")
    assert done.said.startswith('"The Gull Who Read" is drafted: 3 scenes, nothing drawn yet.\n1. ')
    assert (seat.film.fps, seat.film.engines.speech) == (seat.settings.fps, seat.settings.speech)
    assert drafted(seat, wire, "first") == done
    assert len(wire.requests) == 1


def test_a_story_told_anew_by_a_big_model_keeps_what_was_set(wire: Wire, quick: Path) -> None:
    """New scenes by the model with ids of their own; the size stays, and it happens once."""
    wire.will(told())
    seat = Seat(quick, six_scenes())
    done = drafted(seat, wire, "anew")
    assert next((scene.id, scene.title) for scene in seat.film.scenes) == ("s7", "The Visitor")
    assert (seat.film.width, seat.film.version) == (six_scenes().width, 2)
    assert (drafted(seat, wire, "anew").version, len(wire.requests)) == (done.version, 1)


@pytest.mark.parametrize("film", [None, six_scenes()], ids=["new film", "told anew"])
def test_where_the_model_writes_no_story_the_built_in_writer_does_and_it_is_said(
    wire: Wire, quick: Path, film: Film | None
) -> None:
    wire.will(otherwise=failure(500, "broken"))
    seat = Seat(quick, film)
    done = drafted(seat, wire, "first")
    assert "so the built-in writer wrote this one" in done.said
    assert len(seat.film.scenes) == 3
    assert wire.requests


def test_an_outline_is_told_as_it_stands(wire: Wire, quick: Path) -> None:
    """The words of an outline stay the narration, so no model writes others."""
    seat = Seat(quick)
    drafted(seat, wire, "first", "# The Lamp\n\n- Mara lights the lamp.\n- A storm comes.\n- The boat comes home.\n")
    assert wire.requests == []
    assert "Mara lights the lamp." in seat.film.scenes[0].narration
