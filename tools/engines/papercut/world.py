"""The world a setting is built in: sheets of paper at depths, lines to stand on, and the light.

Units: y is a fraction of the frame's height, x is in the same unit (0 to `a`, the aspect), `k` scales motifs in tall frames.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from tools.engines.papercut.palette import Palette, Rgb, mix, shade
from tools.engines.papercut.plan import ScenePlan
from tools.engines.papercut.styles import Hand
from tools.stage import Ambient, LayerKind

if TYPE_CHECKING:
    import skia

REACH = 0.75
"""How far beyond the frame, in units, sheets go on, so that the camera may move."""
FLOOR = 1.75
"""The y at which sheets end below the frame."""

STILL = Ambient()

Painter = Callable[["skia.Canvas"], None]
"""What paints on a canvas that is already moved into place."""


@dataclass(frozen=True)
class Line:
    """An edge of paper: y over increasing x, both in units."""

    xs: np.ndarray[Any, np.dtype[np.float64]]
    ys: np.ndarray[Any, np.dtype[np.float64]]

    def at(self, x: float) -> float:
        """The y at `x`."""
        return float(np.interp(x, self.xs, self.ys))

    def moved(self, dy: float, stretch: float = 1.0) -> Line:
        """The same line lower by `dy`, its relief multiplied by `stretch`."""
        return Line(self.xs, (self.ys - self.ys.mean()) * stretch + self.ys.mean() + dy)

    def path(self, bottom: float = FLOOR) -> skia.Path:
        """Everything between the line and `bottom`."""
        import skia

        points = [skia.Point(float(x), float(y)) for x, y in zip(self.xs, self.ys, strict=True)]
        points += [skia.Point(float(self.xs[-1]), bottom), skia.Point(float(self.xs[0]), bottom)]
        path = skia.Path()
        path.addPoly(points, True)
        return path


@dataclass(frozen=True)
class Sheet:
    """One layer: what it is on the stage and how it is painted (in units, on a canvas already moved into place)."""

    name: str
    kind: LayerKind
    depth: float
    paint: Painter
    elements: tuple[str, ...] = ()
    ambient: Ambient = STILL
    shadow: float = 1.0
    rim: float = 1.0
    blur: float = 0.0
    wash: float = 1.0
    blend: Literal["over", "screen", "plus"] = "over"
    pivot: tuple[float, float] | None = None
    joins: bool = False
    """Whether it shares a layer with the sheet right behind it: one layer less for the camera to draw."""


@dataclass(frozen=True)
class Stand:
    """Where things may be: along `line` between x0 and x1, at `depth`; `scale` is the size a thing has there."""

    place: str
    depth: float
    line: Line
    x0: float
    x1: float
    scale: float = 1.0
    big: bool = False
    """Meant for things of more than about six metres."""


@dataclass
class World:
    """What a setting builds upon; it adds sheets and stands."""

    a: float
    seed: int
    plan: ScenePlan
    pal: Palette
    side: int
    """-1 when the main subject keeps to the left third, +1 to the right; the light keeps to the other."""
    sheets: list[Sheet] = field(default_factory=list)
    stands: list[Stand] = field(default_factory=list)
    lights: list[tuple[float, float, Rgb, float]] = field(default_factory=list)
    """Lamps the setting itself lit: x, y, colour, radius in units; they become glow."""
    vents: list[tuple[float, float, float, float]] = field(default_factory=list)
    """Mouths of chimneys: x, y, depth, width in units; smoke rises from them."""
    hand: Hand = field(default_factory=Hand)
    open_sky: bool = True
    sun: bool = True
    light: tuple[float, float] = (0.0, 0.0)

    def __post_init__(self) -> None:
        x, y = self.pal.source
        self.light = (self.a * (x if self.side > 0 else 1 - x), y)

    @property
    def k(self) -> float:
        """How large motifs are: 1 in wide and square frames, less in tall ones."""
        return min(1.0, self.a * 1.2)

    @property
    def main_x(self) -> float:
        """The third that the main subject keeps to."""
        return self.a * (0.5 + 0.155 * self.side)

    @property
    def dark(self) -> bool:
        """Whether lamps would be lit."""
        return self.plan.time in ("night", "dusk") or self.plan.weather == "storm"

    @property
    def snowy(self) -> bool:
        """Whether snow lies."""
        return self.plan.season == "winter" or self.plan.weather == "snow"

    @property
    def wet(self) -> bool:
        """Whether the ground mirrors what is above it."""
        return self.plan.weather in ("rain", "storm")

    def pick(self, name: str, *options: Any) -> Any:
        """One of the options, by the seed."""
        return options[int(self.sub("pick " + name).integers(len(options)))]

    def sub(self, name: str) -> np.random.Generator:
        """A generator of its own for `name`, the same for the same film, setting and seed."""
        return np.random.default_rng([self.seed, zlib.crc32(f"{self.plan.setting}/{name}".encode())])

    def has(self, *places: str) -> bool:
        """Whether a subject belongs to one of `places`."""
        return any(s.place in places for s in self.plan.subjects)

    def far_x(self, fraction: float) -> float:
        """An x counted from the main subject's side: 0 its edge of the frame, 1 the other edge."""
        return self.a * (fraction if self.side < 0 else 1 - fraction)

    def rgb(self, material: str, depth: float, lift: float = 0.0, own: float = 0.5) -> Rgb:
        """The colour of a material at a depth in this scene."""
        return self.pal.tone(material, depth, lift, own)

    def sheet(self, sheet: Sheet) -> None:
        """Add a layer."""
        self.sheets.append(sheet)

    def free_stands(self) -> None:
        """Add the places that every setting has: the air, and the sky where it is open."""
        have = {stand.place for stand in self.stands}
        for place, y, depth, scale in (("air", 0.3, 0.5, 0.85), ("sky", 0.2, 0.06, 0.6)):
            if place not in have and (place == "air" or self.open_sky):
                line = Line(np.array([-1.0, self.a + 1]), np.array([y, y]))
                self.stand(Stand(place, depth, line, 0.1 * self.a, 0.9 * self.a, scale))

    def stand(self, stand: Stand) -> None:
        """Add a place to be."""
        self.stands.append(stand)


def ink(color: Rgb, alpha: float = 1.0) -> skia.Paint:
    """A flat paint."""
    import skia

    paint = skia.Paint(AntiAlias=True)
    paint.setColor4f(skia.Color4f(*color, alpha))
    return paint


def wash(top: Rgb, bottom: Rgb, y0: float, y1: float) -> skia.Paint:
    """A paint that goes from `top` at y0 to `bottom` at y1."""
    import skia

    paint = skia.Paint(AntiAlias=True, Dither=True)
    paint.setShader(skia.GradientShader.MakeLinear([(0, y0), (0, y1)], [_argb(top), _argb(bottom)]))
    return paint


def _argb(color: Rgb, alpha: float = 1.0) -> int:
    import skia

    r, g, b = (round(c * 255) for c in color)
    return int(skia.ColorSetARGB(round(alpha * 255), r, g, b))


def stroke(color: Rgb, width: float, alpha: float = 1.0) -> skia.Paint:
    """A round pen of `width` units."""
    import skia

    paint = ink(color, alpha)
    paint.setStyle(skia.Paint.kStroke_Style)
    paint.setStrokeWidth(width)
    paint.setStrokeCap(skia.Paint.kRound_Cap)
    paint.setStrokeJoin(skia.Paint.kRound_Join)
    return paint


def cut(c: skia.Canvas, w: World, path: skia.Path, paint: skia.Paint, lift: float = 1.0) -> None:
    """Lay a piece of paper on what is already painted: soft shadow away from the light, fill, lit edge; `lift` its height."""
    import skia

    box = path.getBounds()
    dx = 0.003 * lift * (1 if w.light[0] < box.centerX() else -1)
    under = ink(w.pal.shadow, 0.34 * min(1.0, lift))
    under.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, 0.0052 * lift))
    c.save()
    c.translate(dx, 0.004 * lift)
    c.drawPath(path, under)
    c.restore()
    c.drawPath(path, paint)
    edge = stroke(w.pal.light, 0.0034)
    lit = [_argb(w.pal.light, 0.42 * w.pal.light_power), _argb(w.pal.light, 0.0)]
    edge.setShader(skia.GradientShader.MakeLinear([(0, box.top()), (0, box.bottom())], lit))
    c.save()
    c.clipPath(path, True)
    c.drawPath(path, edge)
    c.restore()


def land(w: World, name: str, line: Line, material: str, depth: float, **more: Any) -> Sheet:
    """A sheet of ground below `line`; far sheets fade into the air at their foot, near ones darken.

    `more`: own, lift, steps, `before` and `deco` (painters called before and after the fill), and any field of Sheet.
    """
    own, lift = more.pop("own", 0.5), more.pop("lift", 0.0)
    deco, before = more.pop("deco", None), more.pop("before", None)
    steps = more.pop("steps", depth >= 0.5)
    top = w.rgb(material, depth, lift + 0.02, own)
    foot = mix(top, w.pal.haze, 0.5) if depth < 0.42 else mix(shade(top, -0.13), w.pal.shadow, 0.18)
    y0 = float(line.ys.min())
    y1 = y0 + (0.26 if depth < 0.42 else 0.55)

    def paint(c: skia.Canvas) -> None:
        if before:
            before(c)
        c.drawPath(line.path(), wash(top, foot, y0, y1))
        if steps and float(np.ptp(line.ys)) > 0.012:
            _steps(c, w, line, (top, foot), name)
        if deco:
            deco(c)

    sheet = Sheet(name, more.pop("kind", "far" if depth < 0.42 else "ground"), depth, paint, **more)
    w.sheet(sheet)
    return sheet


def _steps(c: skia.Canvas, w: World, line: Line, tones: tuple[Rgb, Rgb], name: str) -> None:
    """Lower cuts within a near sheet, so that its face is paper upon paper and not one flat area."""
    rng = w.sub("steps " + name)
    c.save()
    c.clipPath(line.path(), True)
    for i, drop in enumerate((0.105, 0.215)):
        shift = rng.uniform(-0.5, 0.5)
        low = Line(line.xs, np.interp(line.xs + shift, line.xs, line.ys) + drop + rng.uniform(-0.015, 0.015))
        tint = mix(*tones, 0.3 + 0.28 * i)
        cut(
            c,
            w,
            low.path(),
            wash(tint, mix(tones[1], w.pal.shadow, 0.12 * (i + 1)), float(low.ys.min()), float(low.ys.min()) + 0.4),
            1.1,
        )
    c.restore()
