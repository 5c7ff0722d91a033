"""A sheet on which flat paper pieces are laid: shapes with a darker far side and a lighter near edge, drawn by Skia."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from tools.engines.papercut.pathdata import path
from tools.engines.papercut.recolour import shade

if TYPE_CHECKING:
    import skia

Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""Left, top, right and bottom in the sheet's units."""


def num(value: float) -> str:
    """A coordinate as short text."""
    return f"{value:.1f}".rstrip("0").rstrip(".")


def smooth(points: Sequence[Point], closed: bool = True) -> str:
    """A path through points as a Catmull-Rom spline (Catmull and Rom, 1974) written as cubic Béziers."""
    n = len(points)

    def at(i: int) -> Point:
        return points[i % n] if closed else points[min(max(i, 0), n - 1)]

    d = [f"M{num(points[0][0])} {num(points[0][1])}"]
    for i in range(n if closed else n - 1):
        (ax, ay), (bx, by), (cx, cy), (ex, ey) = at(i - 1), at(i), at(i + 1), at(i + 2)
        control = (bx + (cx - ax) / 6, by + (cy - ay) / 6, cx - (ex - bx) / 6, cy - (ey - by) / 6, cx, cy)
        d.append("C" + " ".join(num(v) for v in control))
    return "".join(d) + ("Z" if closed else "")


def polygon(points: Sequence[Point]) -> str:
    """A path with straight sides."""
    return "M" + "L".join(f"{num(x)} {num(y)}" for x, y in points) + "Z"


def ellipse(x: float, y: float, rx: float, ry: float) -> str:
    """An ellipse as a path."""
    return f"M{num(x - rx)} {num(y)}a{num(rx)} {num(ry)} 0 1 0 {num(2 * rx)} 0a{num(rx)} {num(ry)} 0 1 0 {num(-2 * rx)} 0Z"


def far_side(shoulder: float, waist: float, chest: float, hip: float) -> str:
    """The side of a trunk that is turned from the light: all that lies left of a soft line down the chest."""
    return (
        f"M-400 0L{num(-0.36 * shoulder)} 0C{num(-0.2 * shoulder)} {num(chest + 180)} {num(-0.5 * waist)} {num(hip)} "
        f"{num(-0.25 * waist)} 1000L-400 1000Z"
    )


class Sheet:
    """Collects shapes back to front, to be drawn at any size."""

    def __init__(self) -> None:
        self._strokes: list[Callable[[Any], None]] = []
        self._box: Box | None = None
        self._turns: list[Any] = []

    def fill(self, d: str, colour: str, opacity: float = 1.0) -> None:
        """A plain piece."""
        shape, paint = path(d), _paint(colour, opacity)
        self._grow(shape)
        self._strokes.append(lambda canvas: canvas.drawPath(shape, paint))

    def line(self, d: str, colour: str, width: float, opacity: float = 1.0) -> None:
        """A band of even width with round ends."""
        import skia

        shape, paint = path(d), _paint(colour, opacity)
        paint.setStyle(skia.Paint.kStroke_Style)
        paint.setStrokeWidth(width)
        paint.setStrokeCap(skia.Paint.kRound_Cap)
        paint.setStrokeJoin(skia.Paint.kRound_Join)
        outline = skia.Path()
        paint.getFillPath(shape, outline)
        self._grow(outline)
        self._strokes.append(lambda canvas: canvas.drawPath(shape, paint))

    def piece(self, d: str, colour: str, far: str = "", light: str = "", dark: float = 0.84) -> None:
        """A piece of up to three tones: its colour, darker where the path `far` covers it, lighter where `light` does."""
        self.fill(d, colour)
        tones = [(far, shade(colour, dark)), (light, shade(colour, 1.14))]
        for part, tone in tones:
            if part:
                self.inside(d, part, tone)

    def inside(self, outline: str, d: str, colour: str, opacity: float = 1.0) -> None:
        """A piece of which only what lies within `outline` is seen."""
        clip, shape, paint = path(outline), path(d), _paint(colour, opacity)

        def stroke(canvas: Any) -> None:
            canvas.save()
            canvas.clipPath(clip, doAntiAlias=True)
            canvas.drawPath(shape, paint)
            canvas.restore()

        self._strokes.append(stroke)

    def open(self, *steps: tuple[str, float] | tuple[str, float, float] | tuple[str, float, float, float]) -> None:
        """Begin a group under steps of ("move", x, y), ("turn", degrees, x, y) and ("scale", factor[, factor for y])."""
        import skia

        matrix = skia.Matrix()
        for kind, *v in steps:
            if kind == "move":
                matrix.preTranslate(v[0], v[1])
            elif kind == "turn":
                matrix.preRotate(v[0], *v[1:])
            else:
                matrix.preScale(v[0], v[-1])
        self._turns.append(skia.Matrix.Concat(self._turns[-1], matrix) if self._turns else matrix)

        def stroke(canvas: Any) -> None:
            canvas.save()
            canvas.concat(matrix)

        self._strokes.append(stroke)

    def close(self) -> None:
        """End the group begun last."""
        self._turns.pop()
        self._strokes.append(lambda canvas: canvas.restore())

    def _grow(self, shape: skia.Path) -> None:
        import skia

        turned = skia.Path()
        shape.transform(self._turns[-1] if self._turns else skia.Matrix(), turned)
        r = turned.computeTightBounds()
        old = self._box or (r.left(), r.top(), r.right(), r.bottom())
        self._box = (min(old[0], r.left()), min(old[1], r.top()), max(old[2], r.right()), max(old[3], r.bottom()))

    def box(self) -> Box:
        """What the shapes reach at most; ValueError for an empty sheet."""
        if self._box is None:
            raise ValueError("an empty sheet has no box")
        return self._box

    def paint(self, canvas: skia.Canvas) -> None:
        """Draw everything, in the sheet's units."""
        for stroke in self._strokes:
            stroke(canvas)


def _paint(colour: str, opacity: float) -> skia.Paint:
    import skia

    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return skia.Paint(AntiAlias=True, Color=skia.Color(red, green, blue, round(255 * opacity)))
