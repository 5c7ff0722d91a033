"""Composition: how large things are, where they may stand, and how near the camera is."""

from __future__ import annotations

from dataclasses import dataclass

from tools.engines.papercut.plan import Drawing, Subject
from tools.engines.papercut.world import Stand, World

FALLBACK = {
    "ground": ("floor", "under", "water", "air"),
    "floor": ("ground", "under", "water", "air"),
    "water": ("under", "ground", "floor", "air"),
    "under": ("water", "ground", "floor", "air"),
    "air": ("sky", "under"),
    "sky": ("air",),
    "wall": ("air", "sky"),
}
"""Where a thing goes when the setting lacks its own place."""

MOST_COPIES = 12
"""Copies of one subject in a picture, however many it stands for."""

ALONE = 0.2
"""Least height of a thing that the picture is about."""

HEADROOM = 0.085
"""The highest that anything standing may reach, so that its top stays in the picture."""

TARGET = {"wide": 0.0, "medium": 0.56, "close": 1.04, "detail": 1.7}
"""Height of the main subject as a fraction of the frame's height; 0 leaves the world as it is."""

WHOLE = {**TARGET, "close": 0.6, "detail": 0.74}
"""The same for a thing, which is shown whole."""

CLOSEST = {"wide": 1.0, "medium": 2.1, "close": 3.6, "detail": 5.5}


@dataclass(frozen=True)
class Placed:
    """A subject in the world: foot at (x, y), `height` and `width` in units."""

    subject: Subject
    drawing: Drawing
    stand: Stand
    x: float
    y: float
    height: float
    width: float
    depth: float
    flip: bool = False
    group: tuple[tuple[float, float, float], ...] = ()
    """Where each copy of a flock is: centre x and y in units, size against the first; empty for what stands together."""
    copies: tuple[Drawing, ...] = ()
    """The drawings of a subject that stands for several, each its own; empty when all are alike."""

    @property
    def cuts(self) -> tuple[Drawing, ...]:
        """The drawings of its copies, in turn."""
        return self.copies or (self.drawing,)

    @property
    def top(self) -> float:
        """The y of its highest point."""
        return self.y - self.height * self.drawing.foot


PERSON = 1.7
"""Metres of what all sizes are measured against."""


def height_of(metres: float, w: World, stand: Stand, alive: bool = True) -> float:
    """Height in units: real sizes drawn together by a power, so that a cat and a lighthouse share a picture.

    Things smaller than a person that are not `alive` keep nearly their real size beside one: a kettle is a head high.
    """
    power = 0.43 if alive or metres > PERSON else 0.8
    size = 0.345 * float((max(0.02, metres) / PERSON) ** power)
    return min(0.66, max(0.05, size * stand.scale)) * w.k


def is_alive(subject: Subject) -> bool:
    """Whether a subject is somebody: a person, an animal, a machine that acts."""
    return subject.drawing == "person" or "expression" in dict(subject.traits)


def stand_for(subject: Subject, w: World) -> Stand:
    """The stand where the subject belongs; the setting's own, or the nearest kind of place it has."""
    for place in (subject.place, *FALLBACK[subject.place]):
        fitting = [s for s in w.stands if s.place == place]
        if fitting:
            large = subject.metres > 6
            return next((s for s in fitting if s.big == large), fitting[0])
    raise LookupError(f"the setting {w.plan.setting!r} has no place to stand")


def breadth(p: Placed) -> float:
    """The width in units that a subject takes with all that it stands for."""
    if p.group:
        left = min(x - 0.5 * p.width * share for x, _, share in p.group)
        return max(x + 0.5 * p.width * share for x, _, share in p.group) - left
    step = 1.0 if p.subject.count == 2 or p.stand.place in ("air", "sky", "under", "water") else 0.82
    return p.width * (1 + step * (min(p.subject.count, 4) - 1))


@dataclass(frozen=True)
class View:
    """The camera: frame and margins in pixels, and how near it is to `focus`, which is shown at `to` (units)."""

    width: int
    height: int
    mx: int
    my: int
    zoom: float
    focus: tuple[float, float]
    to: tuple[float, float]
    near: float
    """Depth of what the camera looks at; what is behind grows less as the camera comes near."""

    def zoom_at(self, depth: float) -> float:
        """How much larger things at `depth` are than in the wide picture."""
        return 1 + (self.zoom - 1) * min(1.15, depth / self.near)

    def place(self, depth: float) -> tuple[float, float, float]:
        """Scale, x and y that bring units at `depth` to canvas pixels."""
        zoom = self.zoom_at(depth)
        part = (zoom - 1) / (self.zoom - 1) if self.zoom > 1 else 0.0
        tx = self.focus[0] + (self.to[0] - self.focus[0]) * part - zoom * self.focus[0]
        ty = self.focus[1] + (self.to[1] - self.focus[1]) * part - zoom * self.focus[1]
        return self.height * zoom, self.mx + self.height * tx, self.my + self.height * ty

    def point(self, x: float, y: float, depth: float) -> tuple[float, float]:
        """A point of the world on the canvas."""
        scale, dx, dy = self.place(depth)
        return scale * x + dx, scale * y + dy


def zoom_for(framing: str, main: Placed) -> float:
    """How near the camera goes so that the main subject fills what the framing asks."""
    target = (TARGET if is_alive(main.subject) else WHOLE)[framing]
    return min(CLOSEST[framing], max(1.0, target / max(main.height, 0.02))) if framing != "wide" else 1.0


def frame_view(w: World, size: tuple[int, int], framing: str, placed: list[Placed]) -> View:
    """The camera for a framing: wide shows the world, the others come near whom the scene is about."""
    width, height = size
    mx, my = round(width * 0.08), round(height * 0.08)
    main = max(placed, key=lambda p: (p.subject.importance, p.height)) if placed else None
    if framing == "wide" or main is None:
        zoom = {"wide": 1.0, "medium": 1.25, "close": 1.6, "detail": 2.1}[framing]
        focus = (w.main_x, 0.62)
        return View(width, height, mx, my, zoom, focus, (w.a / 2 + (focus[0] - w.a / 2) * 0.8, 0.6), 0.6)
    zoom = min(zoom_for(framing, main), max(1.0, {"medium": 0.6, "close": 0.74, "detail": 1.25}[framing] * w.a / main.width))
    foot = main.top + main.height * main.drawing.foot
    heads = [p.top for p in placed if p.subject.drawing == "person"] if framing == "medium" else []
    if heads:
        zoom = min(zoom, max(1.0, 0.88 / max(0.1, foot - min(heads))))
    tall = main.height * zoom
    aside = (0.12 if framing != "detail" else 0.06) * (1 - min(1.0, main.width * zoom / (0.8 * w.a)))
    x = w.a * (0.5 + aside * w.side)
    if tall <= 0.78:
        y = max(0.56 + 0.5 * tall, 0.07 + zoom * (foot - min(heads)) if heads else 0.0)
        focus = (main.x, foot)
    else:
        focus, y = (main.x, main.top), 0.13 if framing != "detail" else 0.09
    return View(width, height, mx, my, zoom, focus, (x, y), main.depth)
