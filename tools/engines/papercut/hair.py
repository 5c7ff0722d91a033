"""Hair of a figure, behind and in front of the head (radius 100 about the origin)."""

from __future__ import annotations

import math
from collections.abc import Mapping

from tools.engines.papercut.ink import Point, Sheet, ellipse, smooth
from tools.engines.papercut.recolour import shade

_CAP = "M-88 18C-104 -84 -52 -122 6 -120C70 -118 100 -70 88 6C84 -18 78 -34 68 -46C34 -30 -24 -34 -56 -54C-62 -26 -70 -6 -74 22C-80 24 -86 22 -88 18Z"
_SWEEP = "M-88 20C-108 -86 -50 -124 10 -122C74 -118 100 -66 88 2C84 -22 74 -40 56 -52C20 -44 -40 -32 -58 -58C-64 -24 -68 -4 -72 22C-80 26 -86 24 -88 20Z"
_TIGHT = "M-83 0C-92 -74 -48 -108 4 -107C60 -106 92 -72 84 -6C78 -34 70 -50 56 -58C20 -66 -30 -66 -52 -58C-66 -48 -72 -26 -74 2Z"
_PARTED = "M-90 34C-110 -84 -54 -120 2 -119C64 -120 104 -78 90 30C86 0 74 -36 22 -74C-2 -44 -60 -30 -74 30C-80 40 -88 40 -90 34Z"
_FRINGE = "M-90 34C-110 -84 -54 -120 2 -119C64 -120 104 -78 90 30C86 8 80 -14 74 -30C30 -22 -26 -24 -62 -32C-68 -10 -72 10 -76 32C-82 40 -88 40 -90 34Z"
_SHINE = "M-20 -108C20 -118 60 -98 74 -66C50 -84 16 -92 -22 -88Z"


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
    dark = shade(hair, 0.8)
    if style == "long":
        sheet.piece(smooth([(-84, -40), (-106, 60), (-112, 170), (-70, 206), (0, 190), (70, 204), (104, 168), (100, 50), (84, -40), (0, -100)]), dark, light=ellipse(90, 140, 26, 80))
    elif style == "wavy":
        sheet.fill(smooth([(-84, -40), (-112, 30), (-98, 84), (-118, 140), (-76, 172), (0, 160), (76, 172), (112, 138), (96, 80), (108, 24), (84, -40), (0, -100)]), dark)
    elif style == "bob":
        sheet.fill(smooth([(-84, -40), (-110, 30), (-106, 92), (-66, 112), (0, 104), (66, 112), (104, 92), (106, 30), (84, -40), (0, -100)]), dark)
    elif style == "curly":
        sheet.piece(_blob(0, -24, 134, 122, 13, 0.09), hair, far="M-200 -200L-50 -200C-80 -80 -80 40 -40 140L-200 140Z")
    elif style == "bun":
        sheet.piece(ellipse(-34, -124, 46, 42), hair, far=ellipse(-56, -112, 34, 40))
    elif style == "ponytail":
        sheet.piece(smooth([(-70, -70), (-128, -60), (-160, 10), (-148, 96), (-122, 140), (-116, 70), (-104, 10), (-76, -20)]), dark, light=ellipse(-150, 20, 14, 60))

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
    if covered:
        sheet.fill("M-88 34C-94 0 -92 -30 -84 -50L-58 -54C-64 -24 -70 4 -72 32C-76 42 -84 42 -88 34Z", hair)
        sheet.fill("M88 16C90 -10 88 -34 82 -50L64 -54C72 -36 80 -12 84 14Z", hair)
        return
    if style == "balding":
        sheet.piece("M-90 36C-104 -6 -98 -50 -74 -66C-66 -52 -66 -14 -72 30C-78 42 -86 42 -90 36Z", hair)
        sheet.fill("M88 20C94 -10 90 -44 76 -60C74 -40 78 -10 84 18Z", hair)
        return
    if style == "tousled":
        points = [(-88, 20), (-100, -30), (-92, -84), (-66, -104), (-52, -128), (-14, -122), (12, -140), (44, -120), (74, -112), (86, -76), (98, -30), (86, 4), (74, -38), (40, -48), (20, -36), (-10, -52), (-36, -38), (-58, -52), (-70, 10)]
        sheet.piece(smooth(points), hair, light=_SHINE)
        return
    if style == "curly":
        sheet.piece(_blob(-6, -82, 96, 46, 11, 0.14), hair, light=ellipse(40, -104, 40, 16))
        return
    shapes = {"side": _SWEEP, "crop": _TIGHT, "long": _PARTED, "wavy": _PARTED, "bob": _FRINGE, "braids": _PARTED, "bun": _PARTED, "ponytail": _SWEEP}
    sheet.piece(shapes.get(style, _CAP), hair, light=_SHINE)
