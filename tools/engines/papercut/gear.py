"""Garments of work and adventure in detail: overalls, aprons, spacesuits, armour, tutus."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.engines.papercut.frame import Bones
from tools.engines.papercut.ink import Sheet, ellipse, far_side, polygon
from tools.engines.papercut.recolour import shade

Traits = Mapping[str, str]
Cut = Mapping[str, Any]


def draw_overalls(sheet: Sheet, b: Bones, traits: Mapping[str, str], cut: Mapping[str, Any], outline: str, low: float) -> None:
    """Bib, straps with buttons and a breast pocket."""
    blue = traits["bottom"]
    bib = b.chest + 120
    sheet.inside(
        outline,
        polygon(
            [
                (-300, b.hip - 70),
                (-0.52 * b.shoulder, b.hip - 80),
                (-0.46 * b.shoulder, bib),
                (0.5 * b.shoulder, bib - 4),
                (0.56 * b.shoulder, b.hip - 84),
                (300, b.hip - 74),
                (300, 1000),
                (-300, 1000),
            ]
        ),
        blue,
    )
    for side in (-1, 1):
        sheet.inside(
            outline,
            polygon(
                [
                    (side * 0.44 * b.shoulder, bib + 14),
                    (side * 0.62 * b.shoulder, b.chest - 30),
                    (side * 0.84 * b.shoulder, b.chest - 30),
                    (side * 0.24 * b.shoulder, bib + 14),
                ]
            ),
            shade(blue, 0.85),
        )
        sheet.fill(ellipse(side * 0.36 * b.shoulder, bib + 12, 9, 9), "#e2b64a")
    sheet.fill(
        polygon(
            [
                (-0.2 * b.shoulder, bib + 50),
                (0.26 * b.shoulder, bib + 48),
                (0.24 * b.shoulder, bib + 112),
                (-0.18 * b.shoulder, bib + 114),
            ]
        ),
        shade(blue, 1.14),
    )


def draw_apron(sheet: Sheet, b: Bones, traits: Mapping[str, str], cut: Mapping[str, Any], outline: str, low: float) -> None:
    """An apron with its bands and pocket."""
    cloth = traits.get("apron", "#e9e2d2")
    foot = b.hip + (190 if not b.seat else 60)
    panel = (
        f"M{-0.46 * b.shoulder} {b.chest + 96}L{0.52 * b.shoulder} {b.chest + 92}L{0.62 * b.shoulder} "
        f"{b.hip - 90}L{b.waist + 12} {b.hip - 70}L{b.waist + 22} {foot - 6}Q0 {foot + 20} "
        f"{-b.waist - 16} {foot}L{-b.waist - 6} {b.hip - 66}L{-0.56 * b.shoulder} "
        f"{b.hip - 88}Z"
    )
    for side in (-1, 1):
        sheet.line(
            f"M{side * 0.44 * b.shoulder} {b.chest + 100}L{side * 0.5 * b.shoulder} {b.chest - 2}", shade(cloth, 0.86), 13
        )
    sheet.piece(panel, cloth, far=far_side(b.shoulder, b.waist, b.chest, b.hip), dark=0.9)
    sheet.line(f"M{-b.waist} {b.hip - 66}Q0 {b.hip - 50} {b.waist + 8} {b.hip - 70}", shade(cloth, 0.76), 11)
    sheet.fill(
        polygon(
            [
                (-0.3 * b.waist, b.hip + 10),
                (0.5 * b.waist, b.hip + 6),
                (0.46 * b.waist, b.hip + 84),
                (-0.26 * b.waist, b.hip + 88),
            ]
        ),
        shade(cloth, 0.84),
    )


def draw_spacesuit(sheet: Sheet, b: Bones, traits: Mapping[str, str], cut: Mapping[str, Any], outline: str, low: float) -> None:
    """Chest panel with lamps, and a belt."""
    top, trim = traits["clothes"], str(cut.get("trim", "#d9663a"))
    sheet.fill(
        polygon(
            [
                (-0.5 * b.shoulder, b.chest + 110),
                (0.56 * b.shoulder, b.chest + 106),
                (0.54 * b.shoulder, b.chest + 210),
                (-0.48 * b.shoulder, b.chest + 214),
            ]
        ),
        shade(top, 0.78),
    )
    for k, colour in enumerate((trim, "#6fb8d8", "#e8c65a")):
        sheet.fill(ellipse((-0.28 + 0.3 * k) * b.shoulder, b.chest + 160, 14, 14), colour)
    sheet.inside(outline, polygon([(-300, b.hip - 40), (300, b.hip - 46), (300, b.hip - 16), (-300, b.hip - 10)]), trim)


def draw_armour(sheet: Sheet, b: Bones, traits: Mapping[str, str], cut: Mapping[str, Any], outline: str, low: float) -> None:
    """Breastplate, belt, plates of the skirt, shoulder pieces."""
    top = traits["clothes"]
    sheet.inside(
        outline,
        f"M8 {b.chest - 20}C{0.9 * b.shoulder} {b.chest + 80} {0.8 * b.waist} {b.hip - 140} 20 {b.hip - 70}Z",
        shade(top, 1.18),
    )
    sheet.inside(
        outline,
        polygon([(-300, b.hip - 70), (300, b.hip - 76), (300, b.hip - 40), (-300, b.hip - 34)]),
        str(cut.get("trim", "#b5383a")),
    )
    for k in range(3):
        y = b.hip - 30 + 36 * k
        sheet.inside(outline, polygon([(-300, y), (300, y - 5), (300, y + 8), (-300, y + 13)]), shade(top, 0.7))
    for side in (-1, 1):
        sheet.piece(ellipse(side * b.shoulder * 0.96, b.chest + 34, 44, 38), shade(top, 1.08 if side > 0 else 0.86))


def draw_tutu(sheet: Sheet, b: Bones, traits: Mapping[str, str], cut: Mapping[str, Any], outline: str, low: float) -> None:
    """Two layers of stiff gauze."""
    for k, tone in ((0, 0.92), (1, 1.08)):
        y = b.hip - 30 - 26 * k
        sheet.fill(
            (
                f"M{-b.waist} {y - 30}C-160 {y - 10} -240 {y + 60} -230 {y + 90}Q-150 {y + 60} "
                f"-100 {y + 104}Q-50 {y + 70} 0 {y + 108}Q50 {y + 70} 104 {y + 102}Q150 {y + 60} "
                f"232 {y + 86}C240 {y + 50} 160 {y - 10} {b.waist} {y - 30}Z"
            ),
            shade(traits["bottom"], tone),
        )
