"""Hair of a figure, behind and in front of the head (radius 100 about the origin)."""

from __future__ import annotations

import math
from collections.abc import Mapping

from tools.engines.papercut.ink import Point, Sheet, ellipse, smooth
from tools.engines.papercut.lexicon import data
from tools.engines.papercut.recolour import shade

_CURLS_FAR = "M-200 -200L-50 -200C-80 -80 -80 40 -40 140L-200 140Z"


def _shape(group: str, style: str) -> str:
    """A hair shape of shapes.toml: a path as it stands, or a row of points as a smooth outline; empty when there is none."""
    kept = data("shapes")[group].get(style, "")
    return kept if isinstance(kept, str) else smooth([(float(x), float(y)) for x, y in kept])


def _blob(x: float, y: float, rx: float, ry: float, bumps: int, depth: float) -> str:
    """A rounded shape with a scalloped rim, like a head of curls."""
    points: list[Point] = []
    for k in range(bumps * 2):
        angle = math.pi * k / bumps
        r = 1.0 if k % 2 == 0 else 1.0 - depth
        points.append((x + r * rx * math.cos(angle), y + r * ry * math.sin(angle)))
    return smooth(points)


def draw_hair_back(sheet: Sheet, traits: Mapping[str, str]) -> None:
    """The hair that hangs or stands behind the head."""
    hair, style = traits["hair"], traits.get("hairstyle", "short")
    if style == "curly":
        sheet.piece(_blob(0, -24, 134, 122, 13, 0.09), hair, far=_CURLS_FAR)
    elif style == "bun":
        sheet.piece(ellipse(-34, -124, 46, 42), hair, far=ellipse(-56, -112, 34, 40))
    elif shape := _shape("hair_back", style):
        sheet.fill(shape, shade(hair, 0.8))


def _braid(sheet: Sheet, hair: str, x: float) -> None:
    for k in range(5):
        sheet.piece(ellipse(x + math.copysign(4 * k, x), 40 + 34 * k, 23 - 2 * k, 23), shade(hair, 0.86 if k % 2 else 0.96))
    sheet.fill(ellipse(x + math.copysign(20, x), 206, 12, 10), "#c8553d")
    sheet.fill(ellipse(x + math.copysign(22, x), 224, 12, 18), hair)


def draw_hair_front(sheet: Sheet, traits: Mapping[str, str], covered: bool) -> None:
    """The hair over the brow; under a hat only what shows at the temples."""
    hair, style = traits["hair"], traits.get("hairstyle", "short")
    if style == "bald":
        return
    if style == "braids":
        _braid(sheet, hair, -88)
        _braid(sheet, hair, 88)
    if covered or style == "balding":
        for side in ("near", "far"):
            sheet.fill(_shape("hair_front", f"{'covered' if covered else 'balding'}_{side}"), hair)
    elif style == "curly":
        sheet.piece(_blob(-6, -82, 96, 46, 11, 0.14), hair, light=ellipse(40, -104, 40, 16))
    else:
        sheet.piece(_shape("hair_front", style), hair, light=_shape("hair_front", "shine"))
