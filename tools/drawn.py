"""What a call sheet asks of engines that are models: layouts beneath pictures, retouches over them, words for clips."""

from __future__ import annotations

import math
from typing import Any, Protocol

from memory.errors import EngineError
from memory.film import Drawing, Film, Retouch, Scene, Shot
from memory.masks import called
from tools import models
from tools.engines import ClipRequest, MusicRequest, Request, Role, SoundRequest, StillRequest
from tools.engines.asked import (
    ComposedRequest,
    DepthRequest,
    DrawnRequest,
    FilmedRequest,
    Model,
    RetouchRequest,
    SoundedRequest,
)
from tools.models import Preset
from tools.studio import spec_of

LAYOUT: tuple[Role, str] = ("stills", "papercut")
"""The engine whose stills say where things are in a model's picture."""
MOTION: tuple[Role, str] = ("clips", "parallax")
"""The engine whose clips say how the camera moves in a model's clip that follows it."""
WORDS_A_SECOND = 2.4
"""How fast a narrator speaks, for the length of a clip that is made before the words are."""
MOST_PARTS = 4
"""Stretches of a model's own length that a clip has at most."""


class Add(Protocol):
    """How a call sheet takes a job; returns its key."""

    def __call__(
        self,
        role: Any,
        scene: str | None,
        engine: tuple[Role, str],
        request: Request,
        inputs: Any = (),
        shot: str | None = None,
    ) -> str:
        """Add a job, once."""
        ...


def price(request: Request) -> float:
    """US dollars that a take costs by its model's price list; 0 for all that is made on this machine."""
    return models.resolve("stills", request.model.choice).price if isinstance(request, DrawnRequest) else 0.0


def by_model(engine: tuple[Role, str]) -> bool:
    """Whether an engine is a model that has to be chosen, and not one way of making things."""
    return bool(spec_of(*engine).capabilities.get("models"))


def model_of(engine: tuple[Role, str], guided: bool = False) -> Model:
    """The model of an engine's choice as a request names it, `guided` by a reference; EngineError for no such model."""
    preset = models.resolve(*engine)
    known = models.identity(preset, guided)
    return Model(choice=engine[1], identity=known, steps=preset.steps, guidance=preset.guidance, licence=preset.licence)


def still(add: Add, film: Film, scene: Scene, shot: Shot, request: StillRequest, engine: tuple[Role, str]) -> str:
    """Add what a shot's picture takes - layout, picture, retouches, a larger canvas - and return the picture's key."""
    by, drawing = by_model(engine), scene.drawing or film.drawing
    smaller = by and film.drawn_at is not None and film.drawn_at != (film.width, film.height)
    if smaller and film.drawn_at:
        request = request.model_copy(update={"width": film.drawn_at[0], "height": film.drawn_at[1]})
    named = [] if not (by or shot.retouches) else _layout(add, scene, shot, request, drawing)
    key = _drawn(add, scene, shot, request, engine, (drawing, named)) if by else ""
    if not by:
        key = add("still", scene.id, engine, request, shot=shot.id)
    for retouch in shot.retouches:
        key = _retouched(add, scene, shot, request, engine, (retouch, key, named))
    return _expanded(add, film, scene, shot, request, engine, key) if smaller else key


def _layout(add: Add, scene: Scene, shot: Shot, request: StillRequest, drawing: Drawing) -> list[tuple[str, str]]:
    if drawing.layout == "none":
        return []
    return [("layout", add("still", scene.id, LAYOUT, request, shot=shot.id))]


def _drawn(
    add: Add, scene: Scene, shot: Shot, request: StillRequest, engine: tuple[Role, str], how: tuple[Drawing, list[Any]]
) -> str:
    drawing, layout = how
    asked = DrawnRequest(
        **dict(request), model=model_of(engine, bool(drawing.reference)), change=drawing.change if layout else 1.0,
        file=drawing.reference,
    )  # fmt: skip
    return add("still", scene.id, engine, asked, layout, shot=shot.id)


def _retouched(
    add: Add, scene: Scene, shot: Shot, request: StillRequest, engine: tuple[Role, str], over: tuple[Retouch, str, list[Any]]
) -> str:
    retouch, below, layout = over
    painter: tuple[Role, str] = ("stills", retouch.engine or engine[1])
    if "paint" not in spec_of(*painter).capabilities.get("acts", ()):
        raise EngineError(
            f"The picture of {shot.id} was retouched ({called(retouch.target)}: {retouch.prompt[:60]}), which {painter[1]} "
            "cannot do. The film is unchanged. Undo the retouch, or draw the scene with diffusers or openai."
        )
    asked = RetouchRequest(
        **dict(request) | {"prompt": retouch.prompt, "seed": retouch.seed}, model=model_of(painter), change=retouch.change,
        target=retouch.target,
    )  # fmt: skip
    return add("still", scene.id, painter, asked, [("still", below), *layout], shot=shot.id)


def _expanded(
    add: Add, film: Film, scene: Scene, shot: Shot, request: StillRequest, engine: tuple[Role, str], below: str
) -> str:
    larger = dict(request) | {"width": film.width, "height": film.height}
    asked = RetouchRequest(**larger, model=model_of(engine), what="expand")
    return add("still", scene.id, engine, asked, [("still", below)], shot=shot.id)


def layered(add: Add, film: Film, scene: Scene, shot: Shot, picture: str, request: StillRequest) -> str:
    """Add what takes a flat picture apart by depth, where the film names a model for that; the key of what the camera films."""
    drawing, seer = scene.drawing or film.drawing, depth_of(film, scene)
    if seer is None or not _is_flat(film, scene, shot):
        return picture
    inputs = [("still", picture), *_layout(add, scene, shot, request, drawing)]
    return add("finish", scene.id, seer, DepthRequest(model=model_of(seer)), inputs, shot=shot.id)


def depth_of(film: Film, scene: Scene) -> tuple[Role, str] | None:
    """The engine that gives a scene's drawn pictures layers; None where none is named, or who films takes no layers."""
    named = (scene.drawing or film.drawing).depth
    films: tuple[Role, str] = ("clips", scene.engines.get("clips") or film.engines.clips)
    moved = bool(models.resolve(*films).follows) if by_model(films) else spec_of(*films).capabilities.get("layers")
    return ("finish", named) if named and moved else None


def _is_flat(film: Film, scene: Scene, shot: Shot) -> bool:
    """Whether a shot's picture has no layers of its own: a model drew it, or a part of it."""
    draws = scene.engines.get("stills") or film.engines.stills
    return bool(shot.retouches) or not spec_of("stills", draws).capabilities.get("layers")


def seers(film: Film) -> list[tuple[Role, str]]:
    """The engines that see depth in a film's pictures, for its credits."""
    found = [depth_of(film, scene) for scene in film.scenes if any(_is_flat(film, scene, shot) for shot in scene.shots)]
    return [engine for engine in found if engine is not None]


def clip(add: Add, film: Film, scene: Scene, shot: Shot, request: ClipRequest, picture: str) -> str:
    """Add a shot's clip over its picture, and what a model is shown of the camera's move; returns the clip's key."""
    engine: tuple[Role, str] = ("clips", scene.engines.get("clips") or film.engines.clips)
    inputs = [("still", picture)]
    if not by_model(engine):
        return add("clip", scene.id, engine, request, inputs, shot=shot.id)
    preset = models.resolve(*engine)
    if preset.follows:
        inputs.append(("motion", add("clip", scene.id, MOTION, request, inputs, shot=shot.id)))
    asked = FilmedRequest(
        **dict(request), model=model_of(engine), prompt=_words(film, scene, shot), parts=_parts(film, scene, shot, preset),
        change=(scene.drawing or film.drawing).change,
    )  # fmt: skip
    return add("clip", scene.id, engine, asked, inputs, shot=shot.id)


def _words(film: Film, scene: Scene, shot: Shot) -> str:
    return ". ".join(part.strip(" .") for part in (scene.description, shot.prompt, film.style.prompt) if part.strip())


def _parts(film: Film, scene: Scene, shot: Shot, preset: Preset) -> int:
    """Stretches of a model's own length that a shot's words last."""
    share = shot.share / sum(each.share for each in scene.shots)
    seconds = share * (len(scene.narration.split()) / WORDS_A_SECOND / film.narrator.pace + scene.pause)
    return min(max(math.ceil(seconds / max(preset.frames / preset.fps, 0.1)), 1), MOST_PARTS)


def music(request: MusicRequest, engine: tuple[Role, str]) -> MusicRequest:
    """The request for the music, with the model where one plays it."""
    return ComposedRequest(**dict(request), model=model_of(engine)) if by_model(engine) else request


def sound(request: SoundRequest, engine: tuple[Role, str]) -> SoundRequest:
    """The request for a sound, with the model where one makes it; a person's own file needs none."""
    return SoundedRequest(**dict(request), model=model_of(engine)) if by_model(engine) and not request.file else request
