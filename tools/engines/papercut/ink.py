"""A sheet on which flat paper pieces are laid: SVG shapes with a darker far side and a lighter near edge."""

from __future__ import annotations

from collections.abc import Sequence

from tools.engines.papercut.recolour import shade

Point = tuple[float, float]


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
    """Collects shapes back to front and gives them out as one SVG."""

    def __init__(self, box: tuple[float, float, float, float]) -> None:
        self._box = box
        self._parts: list[str] = []
        self._clips = 0

    def fill(self, d: str, colour: str, opacity: float = 1.0) -> None:
        """A plain piece."""
        faint = f' fill-opacity="{num(opacity) if opacity >= 0.1 else opacity}"' if opacity < 1 else ""
        self._parts.append(f'<path d="{d}" fill="{colour}"{faint}/>')

    def line(self, d: str, colour: str, width: float, opacity: float = 1.0) -> None:
        """A band of even width with round ends."""
        faint = f' stroke-opacity="{opacity}"' if opacity < 1 else ""
        self._parts.append(
            f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{num(width)}" '
            f'stroke-linecap="round" stroke-linejoin="round"{faint}/>'
        )

    def piece(self, d: str, colour: str, far: str = "", light: str = "", dark: float = 0.84) -> None:
        """A piece of up to three tones: its colour, darker where the path `far` covers it, lighter where `light` does."""
        self.fill(d, colour)
        tones = [(far, shade(colour, dark)), (light, shade(colour, 1.14))]
        for part, tone in tones:
            if part:
                self.inside(d, part, tone)

    def inside(self, outline: str, d: str, colour: str, opacity: float = 1.0) -> None:
        """A piece of which only what lies within `outline` is seen."""
        self._clips += 1
        name = f"c{self._clips}"
        self._parts.append(f'<clipPath id="{name}"><path d="{outline}"/></clipPath>')
        self._parts.append(f'<g clip-path="url(#{name})">')
        self.fill(d, colour, opacity)
        self._parts.append("</g>")

    def open(self, transform: str) -> None:
        """Begin a group under an SVG transform."""
        self._parts.append(f'<g transform="{transform}">')

    def close(self) -> None:
        """End the group begun last."""
        self._parts.append("</g>")

    def svg(self) -> str:
        """The whole drawing."""
        box = " ".join(num(v) for v in self._box)
        return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{"".join(self._parts)}</svg>'
