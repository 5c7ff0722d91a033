"""The papercut engine: paints a scene from its words as layers of lit paper, with no model and no network."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from memory.takes import Take
from tools.engines import EngineSpec, Made, StillRequest
from tools.engines.papercut.plan import Drawing, ScenePlan, Subject

MOST_SUBJECTS = 6
"""Kinds of subject in one picture; the least important beyond that are left out and noted."""


class Papercut:
    """Stills as layered paper: setting, hour, weather, mood and the named subjects, lit by one light."""

    spec = EngineSpec(
        name="papercut",
        version="1",
        role="stills",
        licence="Apache-2.0; drawings CC BY 4.0; faces CC0",
        credit="Pictures painted by papercut (Apache-2.0). Drawings: Twemoji (CC BY 4.0). Faces: DiceBear styles (CC0).",
        languages=("en",),
        capabilities={"layers": True, "min_size": 16, "max_size": 7680},
    )

    def __call__(self, request: StillRequest, inputs: Mapping[str, Take], folder: Path) -> Made:
        """Paint still.png, layers/*.png and stage.json into `folder`; notes name the words that nothing fits."""
        from tools.engines.papercut.drawings import draw
        from tools.engines.papercut.reading import read

        return paint(request, read(request), draw, folder)


def paint(request: StillRequest, plan: ScenePlan, draw: object, folder: Path) -> Made:
    """Paint what was understood; `draw(subject, height)` gives the cut-outs."""
    from tools.engines.papercut.compose import frame_view, place_all
    from tools.engines.papercut.easel import Easel

    world = build_world(request, plan)
    chosen = sorted(plan.subjects, key=lambda s: -s.importance)[:MOST_SUBJECTS]
    drawn = [(s, _drawing(draw, s, request)) for s in plan.subjects if s in chosen]
    placed = place_all(world, drawn)
    view = frame_view(world, (request.width, request.height), request.framing, placed)
    easel = Easel(world, view, placed)
    easel.paint()
    main = max(placed, key=lambda p: p.subject.importance, default=None)
    focus = view.point(main.x, main.y - 0.5 * main.height, main.depth) if main else view.point(world.main_x, 0.55, 0.5)
    elements = easel.write(folder, focus)
    left = tuple(f"{s.word} was left out: the picture is full" for s in plan.subjects if s not in chosen)
    data = {"setting": plan.setting, "time": plan.time, "weather": plan.weather, "elements": elements}
    return Made(main="still.png", notes=(*plan.notes, *left), data=data)


def build_world(request: StillRequest, plan: ScenePlan):  # type: ignore[no-untyped-def]  # noqa: ANN201, D103
    from tools.engines.papercut.palette import make_palette
    from tools.engines.papercut.settings import NEUTRAL, SETTINGS
    from tools.engines.papercut.sky import build_sky, build_weather
    from tools.engines.papercut.world import World

    build, place = SETTINGS.get(plan.setting, SETTINGS[NEUTRAL])
    colors = make_palette(plan.time, plan.weather, plan.season, plan.mood, request.style.palette, place)
    side = -1 if zlib.crc32(f"{request.seed}/{plan.setting}".encode()) % 2 else 1
    world = World(request.width / request.height, request.seed, plan, colors, side)
    build(world)
    if world.open_sky:
        build_sky(world)
        build_weather(world)
    _free_stands(world)
    return world


def _free_stands(world) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    import numpy as np

    from tools.engines.papercut.world import Line, Stand

    level = lambda y: Line(np.array([-1.0, world.a + 1]), np.array([y, y]))  # noqa: E731
    have = {s.place for s in world.stands}
    if "air" not in have:
        world.stand(Stand("air", 0.5, level(0.3), 0.1 * world.a, 0.9 * world.a, 0.85))
    if "sky" not in have and world.open_sky:
        world.stand(Stand("sky", 0.06, level(0.2), 0.1 * world.a, 0.9 * world.a, 0.6))


def _drawing(draw, subject: Subject, request: StillRequest) -> Drawing:  # type: ignore[no-untyped-def]  # noqa: ANN001
    height = {"wide": 0.4, "medium": 0.65, "close": 1.1, "detail": 1.6}[request.framing] * request.height
    return draw(subject, max(24, min(1600, round(height))))


__all__ = ["Papercut", "replace"]
