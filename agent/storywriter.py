"""Stories by a big model: asked for against a compact schema, checked as a film, sent back once with what is wrong."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from typing import Annotated, Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from agent.asking import Asker
from agent.calls import some_json
from agent.cost import Limits, Meter, tokens_in
from agent.models import Brain
from agent.planning import METHODS, Method
from agent.wire import Trouble
from memory.errors import FilmError
from memory.film import SIZES, Film
from memory.parts import Framing, Hex, Line, Move
from memory.schema import explain
from tools.engines import Brief
from tools.studio import spec_of

_TITLE_AND_CREDITS, _BETWEEN = 7.0, 1.4
"""Seconds that cards add to a film, and that a scene lasts beyond its words."""
_WORDS_A_SECOND = 2.5
_LIMITS = Limits()
_RULES = """You write short narrated films. Answer with one JSON object that follows the schema, and nothing else.
- "narration" is what the narrator says in that scene: spoken prose, no stage directions. It carries the story; every scene
  moves it on, and the last one ends it. Names and facts stay the same all through. No two scenes say the same.
- "description" is for a painter of paper cut-outs: who or what is seen, where, when, in which weather. Concrete nouns in plain
  English, whatever the narration's language; at most five things; no lettering, no feelings that cannot be seen.
- Everyone who comes back is in "cast" with a short look ("an old keeper with white hair and a blue coat") and is called by
  the same name everywhere.
- "shots": one or two a scene, a wide one first; "prompt" says what that shot shows, and is empty when it shows the scene.
- "palette": five colours from dark to light.
- The person's words decide what happens. The advice is about their taste; it never changes what the film is about."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _Member(_Part):
    name: Annotated[Line, Field(min_length=1)]
    description: str = ""


class _Shot(_Part):
    framing: Framing = "wide"
    move: Move = "static"
    prompt: str = ""


class _Scene(_Part):
    title: Line
    description: Annotated[str, Field(min_length=8, max_length=1000)]
    mood: Line = ""
    narration: Annotated[str, Field(max_length=4000)]
    sounds: Annotated[list[str], Field(max_length=3)] = []
    shots: Annotated[list[_Shot], Field(max_length=4)] = []


class story(_Part):  # noqa: N801 - the name is what the model sees
    """A film's story, scene by scene."""

    title: Annotated[Line, Field(min_length=1)]
    logline: Annotated[str, Field(max_length=600)]
    language: str = "en"
    style: str = ""
    palette: Annotated[list[Hex], Field(max_length=12)] = []
    cast: Annotated[list[_Member], Field(max_length=12)] = []
    narrator_tone: Line = ""
    music_mood: Line = "calm"
    music_tempo: Annotated[int, Field(ge=40, le=220)] = 90
    scenes: Annotated[list[_Scene], Field(min_length=1, max_length=40)]


def write_story(brain: Brain, brief: Brief, advice: Sequence[str] = (), meter: Meter | None = None) -> Film | None:
    """A film of the brief, written by the model and checked; None when it cannot, also after being told once what is wrong.

    `advice` are sentences about the person's taste. With `meter` the tokens count against its caps. The caller says who
    wrote instead: the built-in brain writes nothing here, and no failure of the model raises.
    """
    if brain.built_in:
        return None
    asker = Asker(brain, meter or Meter(_LIMITS))
    asked = _asked(brief, advice)
    for _ in range(2):
        told = _answer(asker, asked)
        if told is None:
            return None
        film, faults = _film_of(told, brief, brain)
        if film and not faults:
            return film
        asked = [*asked[:2], AIMessage(json.dumps(told, ensure_ascii=False)[:20_000]), HumanMessage(_correction(faults))]
    return None


def _asked(brief: Brief, advice: Sequence[str]) -> list[BaseMessage]:
    sounds, moods = spec_of("sounds", "synth").capabilities["kinds"], spec_of("music", "score").capabilities["moods"]
    seconds = brief.seconds or 60
    scenes = brief.scenes or max(3, round(seconds / 10))
    words = round(max(seconds - _TITLE_AND_CREDITS - scenes * _BETWEEN, scenes) * _WORDS_A_SECOND)
    lines = [
        f"The film lasts about {seconds:g} seconds and has {scenes} scenes: about {words} spoken words in all.",
        f"Sounds there are: {', '.join(sounds)}. Moods of music there are: {', '.join(moods)}.",
        *(f"Advice: {line[:300]}" for line in list(advice)[:12]),
        "What the film is about, in the person's own words:", brief.text,
    ]  # fmt: skip
    return [SystemMessage(_RULES), HumanMessage("\n".join(lines))]


def _correction(faults: Sequence[str]) -> str:
    return "Not yet. Correct this and answer with the whole JSON object again:\n" + "\n".join(
        f"- {fault}" for fault in faults[:20]
    )


def _answer(asker: Asker, messages: Sequence[BaseMessage]) -> dict[str, Any] | None:
    """The model's JSON object; None when neither way of asking brings any."""
    for method in METHODS:
        try:
            answer = _by(asker, messages, method)
        except Trouble as trouble:
            if trouble.final:
                return None
            continue
        if answer.additional_kwargs.get("refusal"):
            return None
        told = answer.tool_calls[0]["args"] if answer.tool_calls else some_json(str(answer.text))
        if isinstance(told, dict):
            return told
    return None


def _by(asker: Asker, messages: Sequence[BaseMessage], method: Method) -> AIMessage:
    function = convert_to_openai_tool(story)["function"]
    schema = {"title": function["name"], "description": function["description"], **function["parameters"]}
    model = asker.brain.model.with_structured_output(schema, method=method, include_raw=True, stream=False)
    return asker.whole(model, messages, tokens_in(json.dumps(schema)))


def _film_of(told: dict[str, Any], brief: Brief, brain: Brain) -> tuple[Film | None, list[str]]:
    """The film in the model's JSON and what is wrong with it, in words for the model."""
    try:
        told_story = story.model_validate(told)
        film = Film.model_validate(_document(told_story, brief, brain))
    except ValidationError as error:
        return None, [_fault(each) for each in error.errors(include_url=False)[:20]] or [explain(error, told)]
    faults = _unknown_sounds(told_story)
    if brief.scenes and len(film.scenes) != brief.scenes:
        faults.append(f"the film has {len(film.scenes)} scenes; {brief.scenes} were asked for")
    return film, faults + _reviewed(film)


def _fault(error: Any) -> str:
    return f"{'.'.join(str(part) for part in error['loc'])}: {error['msg']}"


def _unknown_sounds(told: story) -> list[str]:
    known = set(spec_of("sounds", "synth").capabilities["kinds"])
    return [
        f"scenes.{place}.sounds: there is no sound called {sound[:40]!r}"
        for place, scene in enumerate(told.scenes)
        for sound in scene.sounds
        if sound not in known
    ]


def _reviewed(film: Film) -> list[str]:
    """What the story desk finds: scenes that cannot be drawn, lengths that do not fit, a cast that changes."""
    from tools.engines.authored.revise import review

    try:
        return [str(finding) for finding in review(film)]
    except FilmError as error:
        return [str(error)]


def _document(told: story, brief: Brief, brain: Brain) -> dict[str, Any]:
    width, height = SIZES.get(brief.aspect, SIZES["16:9"])
    return {
        "title": told.title, "logline": told.logline, "language": told.language, "aspect": brief.aspect,
        "width": width, "height": height, "seconds": brief.seconds, "seed": brief.seed % 2**32,
        "style": {"palette": told.palette, "prompt": told.style},
        "cast": [{"id": f"c{n}", **member.model_dump()} for n, member in enumerate(told.cast, 1)],
        "narrator": {"tone": told.narrator_tone}, "music": {"mood": told.music_mood, "tempo": told.music_tempo},
        "scenes": [_scene(number, scene, brief.seed, len(told.scenes)) for number, scene in enumerate(told.scenes, 1)],
        "drafted_by": f"{brain.name}, a language model",
    }  # fmt: skip


def _scene(number: int, told: _Scene, seed: int, count: int) -> dict[str, Any]:
    name = f"s{number}"
    shots = [
        {"id": f"{name}{'abcd'[n]}", "framing": shot.framing, "prompt": shot.prompt or told.description,
         "seed": zlib.crc32(f"{seed} {name} {n}".encode()), "camera": {"move": shot.move, "amount": 0.3}}
        for n, shot in enumerate(told.shots or [_Shot(move="push_in")])
    ]  # fmt: skip
    document: dict[str, Any] = {
        "id": name, "title": told.title, "description": told.description, "mood": told.mood, "narration": told.narration,
        "sounds": [{"kind": sound} for sound in dict.fromkeys(told.sounds)], "shots": shots,
    }  # fmt: skip
    return {**document, "transition": {"kind": "fade_to_black", "seconds": 1.0}} if number == count else document
