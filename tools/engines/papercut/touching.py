"""What touches: riders on backs, sitters on seats, things on tables and roofs, in baskets and boats, in hands."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tools.engines.papercut.compose import Placed, is_alive
from tools.engines.papercut.lexicon import data

TOUCHING = ("on", "in", "held by")
"""Relations in which a subject goes where the other one is."""


def touch(kind: str, mine: Placed, other: Placed, company: list[Placed]) -> Placed:
    """A subject put on, in or into the hands of another; `company` are those already there. Small enough to look right."""
    if (
        kind != "held by"
        and mine.subject.drawing == "person"
        and other.subject.drawing in _ways("seats")
        and (kind == "on" or other.subject.drawing not in _ways("lain_in"))
    ):
        return replace(mine, x=other.x, y=other.y + 0.003, depth=other.depth + 0.001, stand=other.stand)
    return _way(kind, other)(mine, other, company)


def _way(kind: str, other: Placed) -> Callable[[Placed, Placed, list[Placed]], Placed]:
    """How something is put on, in or into the hands of a thing like this one."""
    name, alive = other.subject.drawing, is_alive(other.subject)
    mount = alive or name in _ways("mounts")
    if kind == "held by":
        return _in_hand
    if other.drawing.waterline_only and not alive and name not in _ways("islands"):
        return _aboard
    if name in _ways("sills") or (kind == "in" and not mount):
        return _within if name in _ways("clear") else _sunk
    return _on_shoulder if name == "person" else _mounted if mount else _upon


def _ways(group: str) -> list[str]:
    """The drawings of a group of shapes.toml's [holding]."""
    return list(data("shapes")["holding"][group])


def _fitted(mine: Placed, height: float, width: float) -> Placed:
    """The same, no larger than a height and a width."""
    ratio = min(1.0, height / mine.height, width / mine.width)
    return replace(mine, height=mine.height * ratio, width=mine.width * ratio)


def _free(mine: Placed, other: Placed, company: list[Placed], margin: float = 0.2) -> float:
    """A place along a thing, as a share of its width, as far as can be from those there; the middle for the first."""
    if not company:
        return 0.5
    taken = [(p.x - other.x) / max(other.width, 1e-6) + 0.5 for p in company]
    spots = [margin + (1 - 2 * margin) * i / 12 for i in range(13)]
    return max(spots, key=lambda f: (round(min(abs(f - t) for t in taken), 3), -abs(f - 0.5)))


def profile(other: Placed) -> NDArray[np.float64]:
    """The upper edge of a drawing as placed: where, as a share of its height, each of 48 columns begins."""
    alpha = np.asarray(other.drawing.pixels)[..., 3] > 100
    columns = np.array_split(np.arange(alpha.shape[1]), min(48, alpha.shape[1]))
    tops: NDArray[np.float64] = np.array(
        [np.median(np.where(alpha[:, c].any(0), alpha[:, c].argmax(0), alpha.shape[0])) for c in columns]
    )
    tops /= alpha.shape[0]
    return tops[::-1] if other.flip else tops


def ledge(other: Placed, wide: float, wish: float = 0.5) -> tuple[float, float]:
    """The levellest place on a drawing for something `wide` (a share of its width), near the wish: (x, y) as shares."""
    tops = profile(other)
    n = len(tops)
    half = max(1, round(0.5 * min(0.6, wide) * n))
    best, cost = (wish, float(tops[min(n - 1, int(wish * n))])), 1e9
    for i in range(half, n - half):
        part = tops[i - half : i + half + 1]
        price = 2.5 * float(np.ptp(part)) + 0.9 * abs((i + 0.5) / n - wish) + 0.35 * float(part.mean())
        if price < cost:
            best, cost = ((i + 0.5) / n, float(np.median(part))), price
    return best


def _at(mine: Placed, other: Placed, fx: float, fy: float, nearer: float = 0.001) -> Placed:
    """The subject with its foot at a fraction of another's width and height."""
    return replace(
        mine,
        x=other.x + (fx - 0.5) * other.width,
        y=other.top + fy * other.height,
        depth=other.depth + nearer,
        stand=other.stand,
    )


def _upon(mine: Placed, other: Placed, company: list[Placed]) -> Placed:
    """Standing on top of a thing: on its levellest place, or in the middle of what lies flat."""
    if other.width > 3 * other.height:
        return _at(mine, other, _free(mine, other, company), 0.45)
    mine = _fitted(mine, max(0.75 * other.height, 0.05), 0.8 * other.width)
    fx, fy = ledge(other, mine.width / other.width, _free(mine, other, company))
    fy = 0.55 if other.subject.drawing in _ways("climbed") else fy
    placed = _at(mine, other, fx, fy + 0.02 * mine.height / other.height)
    return _fitted(placed, max(0.4 * placed.height, placed.y - 0.03), placed.width)


def _mounted(mine: Placed, other: Placed, company: list[Placed]) -> Placed:
    """On a back: a rider sits with the legs down its side."""
    rides = mine.subject.drawing == "person"
    mine = _fitted(mine, max(0.9 * other.height, 0.1), 0.75 * other.width)
    fx, fy = ledge(other, min(0.3, mine.width / other.width), _free(mine, other, company, 0.3))
    sunk = 0.3 if rides else 0.05
    return _at(mine, other, fx, min(0.9, fy + sunk * mine.height / other.height))


def _aboard(mine: Placed, other: Placed, company: list[Placed]) -> Placed:
    """In a boat: behind its rail, people large enough to be seen."""
    scale = min(1.0, max(0.66, 0.62 * other.height / mine.height))
    fx = _free(mine, other, company, 0.28)
    mine = replace(mine, height=mine.height * scale, width=mine.width * scale)
    placed = _at(mine, other, fx + (0.06 if not company else 0.0), 0.0, -0.001)
    return replace(placed, y=other.y - 0.16 * other.height)


def _sunk(mine: Placed, other: Placed, company: list[Placed]) -> Placed:
    """In something that hides the lower half: a basket, a bed, a cart, tall grass."""
    mine = _fitted(mine, max(1.05 * other.height, 0.06), 0.8 * other.width)
    fx, fy = ledge(other, 0.5 * mine.width / other.width, _free(mine, other, company, 0.3))
    return _at(mine, other, fx, min(0.97, fy + 0.5 * mine.height / other.height), -0.0008)


def _within(mine: Placed, other: Placed, company: list[Placed]) -> Placed:
    """In something one sees into: a jar, a cage, a window, a gateway, the crown of a tree."""
    mine = _fitted(mine, 0.62 * other.height, 0.66 * other.width)
    foot = 0.98 if other.stand.place in ("ground", "floor") and other.subject.metres > 2 and mine.subject.metres > 1 else 0.8
    return _at(mine, other, _free(mine, other, company), 0.5 if other.subject.place == "air" else foot)


def _on_shoulder(mine: Placed, other: Placed, company: list[Placed]) -> Placed:
    """On somebody's shoulder, the far one where the near one is taken."""
    mine = _fitted(mine, 0.24 * other.height, 1.1 * other.width)
    return _at(mine, other, 0.8 if company else 0.2, 0.25)


def _in_hand(mine: Placed, other: Placed, company: list[Placed]) -> Placed:
    """In somebody's near hand, and what comes second in the other one: held by its handle, its foot or its middle."""
    person = other.subject.drawing == "person"
    aloft = mine.subject.drawing in _ways("by_foot")
    reach = (1.1 if person else 0.5) * max(other.width, 0.4 * other.height)
    mine = _fitted(mine, (0.8 if aloft else 0.42) * other.height, reach)
    mine = replace(mine, flip=False)
    second = sum(1 for p in company if p.subject.relation.startswith("held by"))
    fx, fy = _hand(other, second)
    grip = 1.0 if aloft else 0.1 if mine.subject.drawing in _ways("by_top") else 0.5
    held = _at(mine, other, fx, fy, 0.0012 if second == 0 else -0.0008)
    return replace(held, y=held.y + (mine.drawing.foot - grip) * mine.height)


def _hand(other: Placed, second: int) -> tuple[float, float]:
    """Where a figure's hand is, as fractions of its width and height; an animal holds things before its mouth."""
    if other.subject.drawing != "person":
        return (1.0 if other.flip or other.subject.drawing.startswith("built") else 0.0), 0.4
    pose = dict(other.subject.traits).get("pose", "stand")
    if second:
        return 0.04, 0.58
    return (0.98, 0.36) if pose in ("reach", "hold", "point") else (0.9, 0.52) if pose == "sit" else (0.94, 0.55)
