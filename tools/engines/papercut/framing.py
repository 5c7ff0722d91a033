"""Framing: whom the camera comes near, how near, and where in the picture, so that nobody is cut in two."""

from __future__ import annotations

from dataclasses import replace

from tools.engines.papercut.compose import Placed, View, breadth, is_alive
from tools.engines.papercut.plan import split_relation
from tools.engines.papercut.world import World

TARGET = {"wide": 0.0, "medium": 0.56, "close": 1.04, "detail": 1.7}
"""Height of the main subject as a fraction of the frame's height; 0 leaves the world as it is."""

WHOLE = {**TARGET, "close": 0.6, "detail": 0.74}
"""The same for a thing, which is shown whole."""

CLOSEST = {"wide": 1.0, "medium": 2.1, "close": 3.6, "detail": 5.5}

WIDEST = {"medium": 0.6, "close": 0.74, "detail": 1.25}
"""The most of the frame's width that the main subject takes."""

LEAST = {"medium": 1.12, "close": 1.45, "detail": 1.9}
"""The least zoom to which a framing gives way so that nobody is cut off by the frame's side."""

LEADING = 0.8
"""Importance from which somebody may be whom a close framing is about."""


def zoom_for(framing: str, main: Placed) -> float:
    """How near the camera goes so that the main subject fills what the framing asks."""
    target = (TARGET if is_alive(main.subject) else WHOLE)[framing]
    return min(CLOSEST[framing], max(1.0, target / max(main.height, 0.02))) if framing != "wide" else 1.0


def looked_at(w: World, framing: str, placed: list[Placed]) -> Placed | None:
    """Whom or what a framing is about: the most important; among equals in a close one, now one and now another by seed."""
    if not placed:
        return None
    main = max(placed, key=lambda p: (p.subject.importance, p.height))
    if framing != "close" or main.subject.importance >= 1.0:
        return main
    leading = [p for p in placed if p.subject.importance >= LEADING and is_alive(p.subject)]
    return leading[w.seed % len(leading)] if leading else main


def frame_view(w: World, size: tuple[int, int], framing: str, placed: list[Placed]) -> View:
    """The camera for a framing: wide shows the world, the others come near whom the scene is about."""
    width, height = size
    mx, my = round(width * 0.08), round(height * 0.08)
    main = looked_at(w, framing, placed)
    if framing == "wide" or main is None:
        zoom = {"wide": 1.0, "medium": 1.25, "close": 1.6, "detail": 2.1}[framing]
        focus = (w.main_x, 0.62)
        return View(width, height, mx, my, zoom, focus, (w.a / 2 + (focus[0] - w.a / 2) * 0.8, 0.6), 0.6)
    nearest = min(zoom_for(framing, main), max(1.0, WIDEST[framing] * w.a / main.width))
    foot = main.top + main.height * main.drawing.foot
    heads = [p.top for p in placed if p.subject.drawing == "person"] if framing == "medium" else []
    if heads:
        nearest = min(nearest, max(1.0, 0.88 / max(0.1, foot - min(heads))))
    zooms = [max(min(nearest, LEAST[framing]), nearest * part) for part in (1.0, 0.93, 0.86, 0.79, 0.72, 0.65, 0.58)]
    plain = View(width, height, mx, my, nearest, (main.x, foot), (w.a / 2, 0.5), main.depth)
    views = [_looking(w, plain, main, framing, zoom, share, heads) for zoom in zooms for share in _SHARES]
    return min(views, key=lambda view: _price(w, view, main, placed, nearest))


_SHARES = (0.5, 0.56, 0.44, 0.62, 0.38, 0.68, 0.32, 0.74, 0.26)
"""Where across the frame the main subject may be."""


def _looking(w: World, plain: View, main: Placed, framing: str, zoom: float, share: float, heads: list[float]) -> View:
    """The camera at a zoom with the main subject at a share of the frame's width, its head with room above it."""
    foot = main.top + main.height * main.drawing.foot
    tall = main.height * zoom
    if tall <= 0.78:
        y = max(0.56 + 0.5 * tall, 0.07 + zoom * (foot - min(heads)) if heads else 0.0)
        return replace(plain, zoom=zoom, to=(w.a * share, y))
    return replace(plain, zoom=zoom, focus=(main.x, main.top), to=(w.a * share, 0.13 if framing != "detail" else 0.09))


def _price(w: World, view: View, main: Placed, placed: list[Placed], nearest: float) -> float:
    """What is wrong with a view: beings cut by the frame's side, the main one off its third, the camera farther than asked."""
    third = 0.5 + 0.12 * w.side * (1 - min(1.0, main.width * view.zoom / (0.8 * w.a)))
    price = 1.4 * (1 - view.zoom / nearest) + 1.2 * abs(view.to[0] / w.a - third)
    for p in placed:
        if p is main or not (is_alive(p.subject) or _goes_with(p, main)):
            continue
        inside = _seen(view, p)
        weight = p.subject.importance * (1.6 if _goes_with(p, main) or p.subject.drawing == "person" else 0.8)
        price += weight * (4.0 * min(inside, 1 - inside) - 0.3 * inside)
    return price + 20 * (1 - _seen(view, main)) * (main.width * view.zoom < w.a)


def _goes_with(p: Placed, main: Placed) -> bool:
    """Whether two are one to the eye: rider and horse, a hand and what it holds."""
    return split_relation(p.subject.relation)[1] == (main.subject.word,) or split_relation(main.subject.relation)[1] == (
        p.subject.word,
    )


def _seen(view: View, p: Placed) -> float:
    """The share of a subject's breadth that is between the frame's sides."""
    half = 0.5 * breadth(p)
    left, right = (view.point(p.x + side * half, p.y, p.depth)[0] - view.mx for side in (-1, 1))
    return max(0.0, min(right, view.width) - max(left, 0.0)) / max(1e-6, right - left)
