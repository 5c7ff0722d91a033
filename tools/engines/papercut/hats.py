"""Hats, helmets and hoods, on a head of radius 100 about the origin."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.engines.papercut.ink import Sheet, ellipse, polygon
from tools.engines.papercut.recolour import shade
from tools.engines.papercut.wardrobe import hat_shape

COVERS = frozenset({"helm", "divehelmet", "headscarf"})
"""Hats under which no hair is seen."""
OPEN_HATS = frozenset({"veil", "crown", "circlet", "party", "helmet"})
"""Hats that leave the hair over the brow to be seen."""

_FAR = "M-260 -320L-30 -320L-46 60L-260 60Z"


def draw_hat(sheet: Sheet, hat: str, colour: str, cut: Mapping[str, Any], behind: bool) -> None:
    """One hat: `behind` draws what hangs at the back of the head, else what sits on it."""
    if behind:
        _behind(sheet, hat, colour)
    elif hat == "helmet":
        _bubble(sheet, colour, str(cut.get("trim", "#d9663a")))
    elif hat == "divehelmet":
        _dive(sheet, colour)
    elif hat == "helm":
        _helm(sheet, colour, str(cut.get("trim", "#b5383a")))
    else:
        for path, tone in hat_shape(hat):
            sheet.piece(path, tone if isinstance(tone, str) else shade(colour, tone), far=_FAR, dark=0.88)


def _behind(sheet: Sheet, hat: str, colour: str) -> None:
    if hat == "helmet":
        sheet.fill(ellipse(0, 0, 142, 142), shade(colour, 0.9))
        sheet.fill(ellipse(10, 2, 122, 120), "#3a4a63")
    elif hat == "veil":
        sheet.fill("M-70 -92C-150 -20 -150 220 -190 330C-80 350 60 350 120 300C110 180 120 0 70 -92Z", "#ffffff", 0.75)
    elif hat == "divehelmet":
        sheet.fill(ellipse(0, 0, 134, 132), colour)


def _bubble(sheet: Sheet, colour: str, trim: str) -> None:
    sheet.fill(ellipse(10, 2, 122, 120), "#bfe3f2", 0.16)
    sheet.line(ellipse(10, 2, 123, 121), colour, 15)
    sheet.fill("M60 -90C100 -66 118 -24 112 20C100 -20 84 -56 44 -84Z", "#ffffff", 0.7)
    sheet.piece(
        "M-120 86C-70 128 80 130 128 88L122 128C70 160 -70 158 -116 126Z",
        shade(colour, 0.94),
        far="M-200 60L-40 60L-40 180L-200 180Z",
    )
    sheet.fill(ellipse(-132, 0, 18, 34), trim)


def _dive(sheet: Sheet, colour: str) -> None:
    ring = "M-124 0A134 132 0 1 1 132 0A134 132 0 1 1 -124 0ZM-62 0a78 74 0 1 0 156 0a78 74 0 1 0 -156 0Z"
    sheet.fill(ring.replace("ZM", "Z M"), colour)
    sheet.line(ellipse(16, 0, 78, 74), shade(colour, 0.72), 14)
    sheet.fill("M40 -60C70 -48 84 -20 82 6C70 -18 54 -38 28 -52Z", "#ffffff", 0.6)
    for x, y in ((-62, -64), (-62, 64), (94, -64), (94, 64)):
        sheet.fill(ellipse(x, y, 9, 9), shade(colour, 1.35))
    sheet.piece("M-112 92C-60 130 70 132 124 94L132 126C70 160 -70 158 -120 124Z", shade(colour, 0.8))


def _helm(sheet: Sheet, colour: str, trim: str) -> None:
    sheet.piece(
        "M-20 -128C-80 -190 -150 -180 -170 -120C-130 -140 -90 -120 -60 -96Z", trim, far="M-200 -150L-80 -120L-80 -80L-200 -80Z"
    )
    sheet.piece(
        (
            "M-92 60C-116 -90 -56 -134 4 -134C70 -134 114 -90 96 56C90 50 86 -6 74 -34L-58 "
            "-34C-70 0 -74 50 -78 78C-86 78 -90 70 -92 60Z"
        ),
        colour,
        far=_FAR,
    )
    sheet.piece(polygon([(-72, -36), (-66, -74), (112, -82), (100, -40)]), shade(colour, 0.86))
    for x in (-40, -10, 20, 50, 80):
        sheet.fill(polygon([(x, -68), (x + 12, -69), (x + 11, -46), (x, -45)]), shade(colour, 0.45))
