"""Many of one kind: small fliers high and apart, clear of everybody's head; crowds and herds in ranks; schools of fish."""

from __future__ import annotations

from dataclasses import replace

from tools.engines.papercut.compose import MOST_COPIES, Placed, View
from tools.engines.papercut.plan import split_relation
from tools.engines.papercut.world import World

WINGSPAN = 0.105
"""Height at which a small flier is shown, in frame heights, where it is not what the picture is about."""

FAR = 0.33
"""Depth at which small fliers are in the open air."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in units."""


def scatter(w: World, view: View, placed: list[Placed]) -> list[Placed]:
    """The placed subjects with the small fliers among them spread over the sky that the view shows."""
    return [_spread(w, view, p, placed) if _flies(p) else p for p in placed]


def _flies(p: Placed) -> bool:
    alive = "expression" in dict(p.subject.traits) and p.subject.drawing != "person"
    loose = split_relation(p.subject.relation)[0] in ("", "above", "far off", "at left", "at right")
    return alive and p.stand.place in ("air", "sky") and p.subject.metres < 1.6 and loose


def _spread(w: World, view: View, p: Placed, placed: list[Placed]) -> Placed:
    main = max(placed, key=lambda q: q.subject.importance)
    if main is p and p.subject.count == 1:
        return p
    depth = FAR if w.open_sky else p.depth
    scale, dx, dy = view.place(depth)
    sky = (
        (view.mx + 0.08 * view.width - dx) / scale,
        (view.my + 0.12 * view.height - dy) / scale,
        (view.mx + 0.92 * view.width - dx) / scale,
        (view.my + (0.5 if main is p else 0.4) * view.height - dy) / scale,
    )
    height = WINGSPAN * w.k * (1.5 if main is p else 1.0) * view.height / scale
    width = height * p.width / max(p.height, 1e-6)
    taken = [_box(w, view, q, depth) for q in placed if q is not p] + [_moon(w, view, depth)]
    spots = _apart(w, p, sky, (width, height), taken)
    x, y, _ = spots[0]
    return replace(p, x=x, y=y + height / 2, height=height, width=width, depth=depth, group=tuple(spots))


def _box(w: World, view: View, q: Placed, depth: float) -> Box:
    """What another subject covers, as seen at `depth`."""
    scale, dx, dy = view.place(depth)
    half = 0.5 * q.width * (1 + 0.75 * (min(q.subject.count, MOST_COPIES) - 1))
    left, top = view.point(q.x - half, q.top, q.depth)
    right, bottom = view.point(q.x + half, q.top + q.height, q.depth)
    return (left - dx) / scale, (top - dy) / scale, (right - dx) / scale, (bottom - dy) / scale


def _moon(w: World, view: View, depth: float) -> Box:
    scale, dx, dy = view.place(depth)
    x, y = view.point(*w.light, 0.012)
    reach = 0.085 * w.k * view.height
    return (x - reach - dx) / scale, (y - reach - dy) / scale, (x + reach - dx) / scale, (y + reach - dy) / scale


def _apart(w: World, p: Placed, sky: Box, size: tuple[float, float], taken: list[Box]) -> list[tuple[float, float, float]]:
    """Centre and relative size of each copy: of many darts thrown, the one that keeps farthest from all others."""
    rng, found = w.sub("flock/" + p.subject.word), list[tuple[float, float, float]]()
    width, height = size
    left, top, right, bottom = sky
    middle = (left + right) / 2 - 0.12 * w.side * (right - left)
    for i in range(min(max(1, p.subject.count), MOST_COPIES)):
        share = 1.0 if i == 0 else float(rng.uniform(0.5, 0.92))
        best, price = (middle, (top + bottom) / 2, share), 1e9
        for _ in range(60):
            x, y = float(rng.uniform(left + width / 2, max(right - width / 2, left + width))), float(rng.uniform(top, bottom))
            cost = 0.25 * abs(x - middle) / (right - left)
            cost += sum(_overlap((x, y), (width, height), box) for box in taken) * 8
            cost += sum(max(0.0, 1.15 - max(abs(x - a) / width, abs(y - b) / height)) for a, b, _ in found) * 3
            if cost < price:
                best, price = (x, y, share), cost
        found.append(best)
    return found


def _overlap(at: tuple[float, float], size: tuple[float, float], box: Box) -> float:
    """How deep a thing of `size` centred at a point is within a box, 0 when clear of it."""
    x = min(at[0] + size[0] * 0.55, box[2]) - max(at[0] - size[0] * 0.55, box[0])
    y = min(at[1] + size[1] * 0.6, box[3]) - max(at[1] - size[1] * 0.6, box[1])
    return min(x / size[0], y / size[1]) + 0.2 if x > 0 and y > 0 else 0.0


LINE = 3
"""The most of one kind that stand side by side; more stand in ranks."""


def in_ranks(w: World, p: Placed) -> Placed:
    """A crowd, a herd or a school as several ranks, the farther ones higher and smaller, each a little out of step."""
    count = min(p.subject.count, MOST_COPIES)
    if count == 1 or p.stand.place in ("air", "sky", "wall"):
        return p
    rng = w.sub("ranks/" + p.subject.word)
    person = p.subject.drawing == "person"
    small = _shrunk(w, p, count)
    p = replace(p, height=p.height * small, width=p.width * small)
    step = p.width * (1.12 if person else 1.02)
    columns = _columns(w, p, count, step)
    spots = []
    for i in range(count):
        row, column = divmod(i, columns)
        share = (1 - 0.1 * row) * float(rng.uniform(0.94, 1.03))
        inrow = min(columns, count - row * columns)
        x = p.x + step * (column - (inrow - 1) / 2 + 0.5 * (row % 2)) * (1 - 0.06 * row) + 0.1 * step * float(rng.normal())
        drop = 0.24 * row * p.height if p.stand.place == "under" else (0.2 if person else 0.3) * row * p.height
        foot = p.y - drop - (0.2 * p.height if p.stand.place == "under" else 0.006) * float(rng.uniform(0, 1))
        if p.stand.place in ("ground", "floor"):
            foot += p.stand.line.at(x) - p.stand.line.at(p.x)
        spots.append((x, foot - 0.5 * share * p.height, share))
    return replace(p, group=tuple(reversed(spots)))


def _columns(w: World, p: Placed, count: int, step: float) -> int:
    """How many of a group stand side by side: all of a few, about half of many, no more than there is ground for."""
    line = count <= LINE or (count <= LINE + 2 and p.subject.drawing != "person" and step * count < 0.9 * w.a)
    wanted = count if line else (count + 1) // 2 if count < 9 else (count + 2) // 3 + 1
    ground = p.stand.x1 - p.stand.x0 if p.stand.place in ("ground", "floor") else 0.8 * w.a
    return max(1, min(wanted, int(min(ground, 0.9 * w.a) / step + 0.25)))


def _shrunk(w: World, p: Placed, count: int) -> float:
    """How much smaller each is drawn where there are many: wide things to fit in the frame, fish as a school."""
    school = 0.6 if p.subject.place == "under" and count > 5 and p.subject.metres < 0.5 else 1.0
    if p.subject.drawing == "person":
        return school
    ground = min(p.stand.x1 - p.stand.x0, 0.86 * w.a) if p.stand.place in ("ground", "floor") else 0.86 * w.a
    return school * min(1.0, max(0.55, ground / (p.width * count)))


def parted(p: Placed, middle: Placed) -> Placed:
    """Several of a kind with room in their midst for what is between them."""
    count = min(max(2, p.subject.count), MOST_COPIES)
    aside = 0.5 * (p.width + middle.width) * 1.05
    spots = []
    for i in range(count):
        side, row = (-1 if i % 2 else 1), i // 2
        spots.append((middle.x + side * (aside + 0.8 * row * p.width), p.y - 0.5 * p.height, 1.0))
    return replace(p, x=middle.x, group=tuple(spots))
