"""What lives in a still: swarms that its place, hour, weather and things call for, and sheets that stir of themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from tools.engines.parallax.model import Swarm
from tools.engines.parallax.plates import Bytes
from tools.engines.parallax.swarms import tables
from tools.engines.parallax.targets import words
from tools.stage import Ambient, Layer, Stage

APART = ("underwater", "space", "cave")
"""Settings that weather does not reach."""
STEP = 4
"""Pixels between the points at which sheets are looked at for what is seen of them."""
SPOTS = 96
MOST_SHEETS = 2
"""Sheets of water or wet ground that have a swarm of their own: those of which most is seen."""
CHIMNEYS = 4
"""Chimneys of a village that smoke."""
Mask = NDArray[np.bool_]
Spots = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Named:
    """A swarm as a motion stroke finds it."""

    name: str
    elements: tuple[str, ...]
    kind: str = "swarm"


@dataclass(frozen=True)
class Place:
    """A still taken apart: its stage, its layers' pictures, and what is seen of each (every STEP pixels of the canvas)."""

    stage: Stage
    pictures: Sequence[Bytes]
    seen: Sequence[Mask]
    seed: int

    @property
    def unit(self) -> float:
        """The frame's height in canvas pixels."""
        return float(self.stage.frame[3])

    @property
    def indoors(self) -> bool:
        """Whether the picture is of a room."""
        return any(layer.kind == "interior" for layer in self.stage.layers)

    @property
    def wind(self) -> float:
        """The way that the clouds drift, stronger in windy weather; without clouds the seed decides."""
        drifts = [x.ambient.speed for x in self.stage.layers if x.kind == "cloud" and x.ambient.kind == "drift"]
        side = drifts[0] if drifts and drifts[0] else 1 if self.seed % 2 else -1
        return (1 if side > 0 else -1) * (1.0 if self.stage.weather in ("wind", "storm") else 0.6)


def visible(stage: Stage, pictures: Sequence[Bytes]) -> list[Mask]:
    """Where each layer's paint is seen, at every STEP-th pixel of the canvas; what falls or glows hides nothing."""
    free = np.ones((-(-stage.height // STEP), -(-stage.width // STEP)), bool)
    found = []
    for layer, picture in zip(reversed(stage.layers), reversed(pictures), strict=True):
        solid = np.zeros((stage.height, stage.width), bool)
        top, left = max(layer.y, 0), max(layer.x, 0)
        part = picture[top - layer.y :, left - layer.x :, 3][: stage.height - top, : stage.width - left]
        solid[top : top + part.shape[0], left : left + part.shape[1]] = part > (24 if layer.kind == "glow" else 200)
        small = solid[::STEP, ::STEP]
        found.append(small & free)
        if layer.kind not in ("glow", "weather") and layer.blend == "over":
            free &= ~small
    return found[::-1]


def swarms(place: Place) -> list[Swarm]:
    """Every swarm of the place, and of the things in it that smoke, steam or spark."""
    found: list[Swarm] = []
    for rule in tables()["places"]:
        if _fits(rule, place):
            found += [_swarm(place, rule["kind"], *where) for where in _grounds(rule, place)]
    found += [*_risen(place), *_vented(place)]
    return [swarm.model_copy(update={"seed": number}) for number, swarm in enumerate(found)]


def named(swarm: Swarm) -> Named:
    """The swarm by the names that a stroke may use."""
    called = tuple(tables()["kinds"][swarm.kind]["words"])
    return Named(called[0], called)


def replaced(layer: Layer, found: Sequence[Swarm]) -> bool:
    """Whether a layer shows at rest what a swarm shows alive."""
    return tables()["replaced"].get(layer.name, "") in {swarm.kind for swarm in found}


def stirring(layer: Layer) -> Ambient:
    """The layer's own ambient motion, or that of what it shows where the still does not say (or says only that it flickers)."""
    if layer.ambient.kind not in ("none", "flicker") or layer.kind not in ("subject", "prop"):
        return layer.ambient
    for name in (layer.name, *layer.elements):
        for word in reversed(words(name)):
            if word in tables()["stirring"]:
                kind, amount, speed = tables()["stirring"][word]
                if kind != "burn" and layer.ambient.kind != "none":
                    return layer.ambient
                return Ambient(kind=cast(Any, kind), amount=amount, speed=speed, phase=(layer.x % 97) / 97)
    return layer.ambient


def _fits(rule: dict[str, Any], place: Place) -> bool:
    stage = place.stage
    apart = place.indoors or stage.setting in APART
    if apart and rule.get("on") != "rays" and stage.setting not in rule.get("settings", ()):
        return False
    asked = (("settings", stage.setting), ("times", stage.time), ("weathers", stage.weather), ("seasons", stage.season))
    return bool(stage.setting) and all(value in rule[name] for name, value in asked if name in rule)


def _swarm(place: Place, kind: str, spots: Spots, depth: float, unit: float, amount: float) -> Swarm:
    light = place.stage.light.color.lstrip("#")
    sky = place.pictures[0][..., :3][place.pictures[0][..., 3] > 128]
    mean = sky.mean(axis=0)[::-1] if len(sky) else np.array([128.0, 128, 128])
    haze, ink = (tuple(int(c) for c in tint) for tint in (mean + (np.array([255, 250, 245]) - mean) * 0.5, mean * 0.32))
    return Swarm(
        kind=kind, depth=min(depth, 1.0), spots=spots, unit=unit, amount=amount, wind=place.wind,
        light=(int(light[:2], 16), int(light[2:4], 16), int(light[4:6], 16)), haze=cast(Any, haze), ink=cast(Any, ink),
    )  # fmt: skip


Ground = tuple[Spots, float, float, float]
"""Spots, depth, unit and amount of one swarm."""


def _grounds(rule: dict[str, Any], place: Place) -> Iterator[Ground]:
    """Where the swarms of a rule begin."""
    on = rule.get("on", "air")
    if on in ("air", "side"):
        yield _aloft(rule, place, on == "side"), rule["depth"], place.unit, 1.0
        return
    layers = list(enumerate(place.stage.layers))
    if on == "rays":
        chosen = [i for i, x in layers if x.kind == "glow" and "rays" in x.elements][:1]
    elif on == "ground":
        ground = [i for i, x in layers if x.kind == "ground"]
        chosen = sorted(ground, key=lambda i: -int(place.seen[i].sum()))[:1]
    elif on == "shore":
        yield from _shore(place)
        return
    else:
        wanted = ("water",) if on == "water" else ("ground", "water")
        chosen = [i for i, x in layers if x.kind in wanted and x.depth >= 0.2]
        chosen = sorted(sorted(chosen, key=lambda i: -int(place.seen[i].sum()))[:MOST_SHEETS])
    total = sum(int(place.seen[i].sum()) for i in chosen)
    for i in chosen:
        share = place.seen[i].sum() / max(total, 1)
        if share * total * STEP * STEP > 0.012 * place.unit * place.unit:
            depth = place.stage.layers[i].depth
            unit = place.unit * (1.0 if on in ("rays", "ground") else 0.45 + 0.9 * depth)
            yield (
                _scattered(place, place.seen[i], i),
                depth + 0.0004,
                unit,
                1.0 if len(chosen) == 1 else max(float(share), 0.12),
            )


def _aloft(rule: dict[str, Any], place: Place, aside: bool) -> Spots:
    x, y, width, height = place.stage.frame
    left, top, right, bottom = rule["area"]
    if place.wind < 0:
        left, right = 1 - right, 1 - left
    if aside:
        left = right = -0.12 if place.wind > 0 else 1.12
    dice = np.random.default_rng([place.seed, 77])
    at = dice.random((SPOTS, 2))
    xs, ys = x + width * (left + (right - left) * at[:, 0]), y + height * (top + (bottom - top) * at[:, 1])
    if aside:
        ys = ys[0] + (ys - y) * 0.3
    return _rounded(xs, ys)


def _scattered(place: Place, mask: Mask, salt: int) -> Spots:
    """Points chosen evenly from where a sheet is seen."""
    ys, xs = np.nonzero(mask)
    dice = np.random.default_rng([place.seed, salt])
    pick = dice.integers(0, len(ys), SPOTS)
    return _rounded((xs[pick] + dice.random(SPOTS)) * STEP, (ys[pick] + dice.random(SPOTS)) * STEP)


def _shore(place: Place) -> Iterator[Ground]:
    """Along the line where the nearest water meets the ground before it."""
    layers = place.stage.layers
    water = [i for i, x in enumerate(layers) if x.kind == "water"]
    ground = [x.depth for i, x in enumerate(layers) if x.kind == "ground" and water and i > water[-1]]
    if not ground or not place.seen[water[-1]].any():
        return
    mask = place.seen[water[-1]]
    columns = np.flatnonzero(mask.any(axis=0))
    last = mask.shape[0] - 1 - np.argmax(mask[::-1, columns], axis=0)
    dice = np.random.default_rng([place.seed, 5])
    pick = dice.integers(0, len(columns), SPOTS)
    ys = last[pick] * STEP - place.unit * (0.03 * dice.random(SPOTS))
    yield _rounded(columns[pick] * STEP, ys), ground[0] + 0.0004, place.unit, 1.0


def _risen(place: Place) -> Iterator[Swarm]:
    """Smoke, steam and sparks from the things that give them."""
    for i, layer in enumerate(place.stage.layers):
        if layer.kind not in ("subject", "prop"):
            continue
        said = [word for name in (layer.name, *layer.elements) for word in words(name)]
        source = next((tables()["sources"][word] for word in said if word in tables()["sources"]), None)
        if source is None:
            continue
        spots = _tops(layer, place.pictures[i]) if source["at"] == "tops" else _point(layer, source["at"])
        for kind in source["kinds"]:
            yield _swarm(place, kind, spots, layer.depth + 0.0007, float(min(layer.height, place.unit * 0.7)), 1.0)


def _vented(place: Place) -> Iterator[Swarm]:
    """Smoke from the widest chimneys that the frame shows, where fires are lit: in the cold and from dusk to dawn."""
    stage = place.stage
    lit = stage.season in ("autumn", "winter") or stage.weather == "snow" or stage.time in ("dawn", "dusk", "night")
    left, top, width, height = stage.frame
    shown = [v for v in stage.vents if left < v.x < left + width and top < v.y < top + height]
    for vent in sorted(shown, key=lambda v: -v.width)[:CHIMNEYS] if lit else ():
        yield _swarm(place, "chimney", ((vent.x, vent.y),), vent.depth + 0.0007, vent.width * 10, 1.0)


def _point(layer: Layer, at: Sequence[float]) -> Spots:
    x, y = layer.x + layer.width * at[0], layer.y + layer.height * at[1]
    spread = 0.05 * layer.width
    return tuple((round(x + spread * k, 1), round(y, 1)) for k in (-1.0, -0.4, 0.0, 0.5, 1.0))


def _tops(layer: Layer, picture: Bytes) -> Spots:
    """The middles of the highest parts of a silhouette: the mouths of chimneys."""
    solid = picture[..., 3] > 128
    rows = np.flatnonzero(solid.any(axis=1))
    band = solid[rows[0] : rows[0] + max(layer.height // 30, 2)].any(axis=0) if len(rows) else np.zeros(0, bool)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], band.astype(np.int8), [0]))))
    if not len(edges):
        return _point(layer, (0.5, 0.0))
    y = layer.y + float(rows[0])
    return tuple((round(layer.x + (a + b) / 2, 1), round(y, 1)) for a, b in zip(edges[::2], edges[1::2], strict=True))


def _rounded(xs: NDArray[Any], ys: NDArray[Any]) -> Spots:
    return tuple((round(float(x), 1), round(float(y), 1)) for x, y in zip(xs, ys, strict=True))
