"""Path arithmetic: shapes joined and cut from each other, tried again where skia gives up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import skia


def outline(path: skia.Path) -> skia.Path:
    """The outline of overlapping shapes; where skia's path arithmetic gives up, a hair's breadth of scaling brings it round."""
    import skia

    for attempt in range(6):
        nudged = skia.Path()
        path.transform(skia.Matrix.Scale(1 + 3.7e-4 * attempt, 1 + 5.3e-4 * attempt), nudged)
        try:
            return skia.Simplify(nudged)
        except RuntimeError:
            continue
    return path


def combine(a: skia.Path, b: skia.Path, how: Literal["union", "difference", "intersect"]) -> skia.Path:
    """Two shapes made one; like `outline` it tries again with a hair's breadth of scaling."""
    import skia

    op = {"union": skia.kUnion_PathOp, "difference": skia.kDifference_PathOp, "intersect": skia.kIntersect_PathOp}[how]
    for attempt in range(6):
        nudged = skia.Path()
        b.transform(skia.Matrix.Scale(1 + 3.7e-4 * attempt, 1 + 5.3e-4 * attempt), nudged)
        try:
            return skia.Op(a, nudged, op)
        except RuntimeError:
            continue
    return a
