"""The flip book: every pose of somebody who acts, painted in the scene's light, and only what differs from the first kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from tools.engines.papercut.compose import MOST_COPIES, Placed, View
from tools.engines.papercut.drawings import copies
from tools.engines.papercut.figure import covered, paint_figure, spots
from tools.engines.papercut.light import Source
from tools.engines.papercut.looks import seed_of
from tools.engines.papercut.paper import Pixels, unpremultiplied, write_png
from tools.engines.papercut.pile import FAINT, Laid, Leaves
from tools.engines.papercut.plan import Drawing, Subject
from tools.engines.papercut.script import Script, script
from tools.engines.papercut.world import Sheet, World
from tools.stage import Cell, Puppet

SPEAKS = 0.4
"""Height against the frame's from which somebody's mouth is seen to speak."""
ROAM = 0.24
"""Frame widths that a walker goes to either side of its place at most."""
EDGE = 0.07
"""Frame widths that it keeps from the frame's edge."""
LEAST = 0.05
"""Frame widths below which it does not set out, but treads on the spot."""
APART = 3
"""Poses by which the neighbours in a group are ahead of each other."""

Window = tuple[slice, slice]


def leafed(
    w: World, p: Placed, view: View, lit: tuple[Source, ...], work: Pixels, sheet: Sheet, others: Sequence[Placed]
) -> Laid | None:
    """Everybody of a subject in every pose, painted on `work` (empty before) one after the other; None out of the picture."""
    subjects = copies(p.subject)[:MOST_COPIES]
    first = subjects[0]
    tall = p.drawing.pixels.shape[0]  # type: ignore[attr-defined]
    near = len(subjects) == 1 and p.height * view.zoom_at(p.depth) > SPEAKS
    plot = script(first, len(subjects) > 1, near)
    drawn = [tuple(_copy(plot, one, tall, k, i) for i, one in enumerate(subjects)) for k in range(plot.poses)]
    window = _window(w, p, view, drawn, work.shape)
    paint_figure(w, replace(p, copies=drawn[0]), view, lit, work)
    base = _clean(work[window].copy())
    if not base[..., 3].any():
        return None
    cuts = []
    for cut in drawn[1:]:
        work[window] = 0
        paint_figure(w, replace(p, copies=cut), view, lit, work)
        cuts.append(_changed(base, _clean(work[window])))
    top, left = window[0].start, window[1].start
    moving = replace(_moving(w, p, view, plot, others), cuts=tuple(cuts))
    return _trimmed(Laid(sheet, base, left, top, view.point(p.x, p.y, p.depth), moving))


def _copy(plot: Script, one: Subject, tall: int, k: int, i: int) -> Drawing:
    """Copy i of a group at the first one's pose k: it is ahead of it, and does not blink when it does."""
    if i and k < plot.round:
        k = (k + APART * i) % plot.round
    elif i and k == plot.blink:
        k = APART * i % plot.round
    return plot.draw(one, tall, k)


def _window(w: World, p: Placed, view: View, drawn: Sequence[tuple[Drawing, ...]], shape: tuple[int, ...]) -> Window:
    """Rows and columns of the canvas that any pose reaches, with what it darkens or lights around it."""
    first = spots(w, replace(p, copies=drawn[0]), view)
    boxes = [covered(p, spot) for cut in drawn for spot in spots(w, replace(p, copies=cut), view)]
    spare = max(spot.height * max(1.0, spot.box[2] / spot.box[3]) for spot in first)
    left, top, right, bottom = (pick(side) for pick, side in zip((min, min, max, max), zip(*boxes, strict=True), strict=True))
    x0, x1 = int(left - 0.6 * spare), int(right + 0.6 * spare)
    y0, y1 = int(top - 0.4 * spare), int(bottom + 0.4 * spare)
    return slice(max(0, y0), max(0, min(shape[0], y1))), slice(max(0, x0), max(0, min(shape[1], x1)))


def _clean(pixels: Pixels) -> Pixels:
    """Without paint too faint to be seen."""
    pixels.view(np.uint32)[..., 0] *= pixels[..., 3] >= FAINT
    return pixels


def _changed(base: Pixels, other: Pixels) -> tuple[int, int, Pixels]:
    """The smallest box that holds all in which two poses differ: left, top, and its pixels in the other one."""
    import cv2

    differs = base.view(np.uint32)[..., 0] != np.ascontiguousarray(other).view(np.uint32)[..., 0]
    x, y, width, height = cv2.boundingRect(differs.view(np.uint8))
    return x, y, other[y : y + height, x : x + width].copy()


def _trimmed(laid: Laid) -> Laid:
    """Cropped to what any pose shows."""
    import cv2

    assert laid.leaves is not None
    boxes = [cv2.boundingRect(np.ascontiguousarray(laid.pixels[..., 3]))]
    boxes += [(x, y, cut.shape[1], cut.shape[0]) for x, y, cut in laid.leaves.cuts if cut.size]
    x0, y0 = min(x for x, _, _, _ in boxes), min(y for _, y, _, _ in boxes)
    x1, y1 = max(x + w for x, _, w, _ in boxes), max(y + h for _, y, _, h in boxes)
    cuts = tuple((x - x0, y - y0, cut) if cut.size else (0, 0, cut) for x, y, cut in laid.leaves.cuts)
    pixels = laid.pixels[y0:y1, x0:x1].copy()
    return replace(laid, pixels=pixels, x=laid.x + x0, y=laid.y + y0, leaves=replace(laid.leaves, cuts=cuts))


def _moving(w: World, p: Placed, view: View, plot: Script, others: Sequence[Placed]) -> Leaves:
    """Order and pace of the poses, and for a walker how far it goes."""
    turn = seed_of(f"turn:{p.subject.word}:{w.seed}") % len(plot.order)
    order = plot.order[turn:] + plot.order[:turn]
    still = Leaves((), order, plot.rate, mouths=plot.mouths)
    facing = plot.faces * (-1 if p.flip else 1)
    reach = _reach(p, view, others, facing) if plot.steps else (0.0, 0.0)
    if sum(reach) < LEAST * view.width:
        return still
    height = facing * view.place(p.depth)[0] * p.height
    steps = tuple(round(height * step, 3) for step in plot.steps[turn:] + plot.steps[:turn])
    return replace(still, steps=steps, reach=reach, rest=plot.rest)


def _reach(p: Placed, view: View, others: Sequence[Placed], facing: int) -> tuple[float, float]:
    """Canvas pixels that a walker has before and beyond its place, up to the frame's edge or somebody in its way.

    None for who stands on a thing, or whose feet are not seen.
    """
    x, y = view.point(p.x, p.y, p.depth)
    lost = p.stand.place in ("ground", "floor") and y > view.my + 1.02 * view.height
    if p.subject.relation.startswith("on ") or lost or p.group:
        return 0.0, 0.0
    many = min(p.subject.count, MOST_COPIES) - 1
    mine = 0.5 * p.width * (1 + 0.8 * many) * view.place(p.depth)[0]
    low, high = view.mx + EDGE * view.width + mine, view.mx + (1 - EDGE) * view.width - mine
    for other in others:
        if other is not p and other.stand.place == p.stand.place and abs(other.depth - p.depth) < 0.05:
            there, half = view.point(other.x, 0, other.depth)[0], 0.6 * other.width * view.place(other.depth)[0]
            if there < x:
                low = max(low, there + half + mine)
            elif there > x:
                high = min(high, there - half - mine)
    left, right = (round(min(max(0.0, room), ROAM * view.width), 2) for room in (x - low, high - x))
    return (left, right) if facing > 0 else (right, left)


def bound(laid: Laid, file: str, folder: Path) -> Puppet | None:
    """Write a layer's poses beside it ("layers/03-keeper.png" gets "layers/03-keeper-acts.png") and say how they go."""
    leaves = laid.leaves
    if leaves is None:
        return None
    width = max([cut.shape[1] for _, _, cut in leaves.cuts] + [1])
    rows = [cut.shape[0] for _, _, cut in leaves.cuts]
    sheet: Pixels = np.zeros((max(1, sum(rows)), width, 4), np.uint8)
    cells, y = [], 0
    for left, top, cut in leaves.cuts:
        sheet[y : y + cut.shape[0], : cut.shape[1]] = cut
        cells.append(Cell(x=0, y=y, width=cut.shape[1], height=cut.shape[0], left=left, top=top))
        y += cut.shape[0]
    name = f"{file.removesuffix('.png')}-acts.png"
    write_png(unpremultiplied(sheet), folder / name)
    return Puppet(
        file=name, cells=tuple(cells), order=leaves.order, rate=leaves.rate, steps=leaves.steps, reach=leaves.reach,
        rest=leaves.rest, mouths=leaves.mouths,
    )  # fmt: skip
