"""What hands hold and what carries people: a book, an oar, a stick, a pointing finger, a chair on wheels; and the poncho."""

from __future__ import annotations

import math
from collections.abc import Mapping

from tools.engines.papercut.frame import GROUND, Bones
from tools.engines.papercut.ink import Sheet, ellipse, num, polygon
from tools.engines.papercut.recolour import shade


def draw_held(sheet: Sheet, b: Bones, traits: Mapping[str, str]) -> None:
    """What the pose holds, and the stick of who walks with one; drawn before the near arm, in the trunk's frame."""
    if b.pose.prop == "book":
        _book(sheet, b)
    elif b.pose.prop == "oar":
        _oar(sheet, b)
    if (stick := traits.get("stick")) and not b.seat and not b.pose.spin:
        x, y = b.near_arm[2]
        lean = math.radians(b.lean)
        foot = GROUND + 30 + (x + 40) * math.sin(-lean)
        sheet.line(f"M{num(x - 14)} {num(y - 16)}q8 -14 20 0L{num(x + 34)} {num(foot)}", stick, 13)
    if b.pose.hand == "point":
        (ex, ey), (x, y) = b.near_arm[1], b.near_arm[2]
        far = math.hypot(x - ex, y - ey) or 1.0
        tip = (x + 46 * (x - ex) / far, y + 46 * (y - ey) / far)
        sheet.line(f"M{num(x)} {num(y)}L{num(tip[0])} {num(tip[1])}", traits["skin"], 13)


def _book(sheet: Sheet, b: Bones) -> None:
    x, y = b.near_arm[2]
    sheet.open(("move", x - 8, y - 22), ("turn", -14.0))
    sheet.piece(polygon([(-70, -46), (0, -30), (0, 52), (-70, 34)]), "#8f3b36", dark=0.8)
    sheet.piece(polygon([(0, -30), (74, -52), (74, 28), (0, 52)]), "#a5463f")
    sheet.fill(polygon([(-62, -50), (0, -34), (0, 42), (-62, 26)]), "#f1e7d2")
    sheet.fill(polygon([(0, -34), (66, -56), (66, 18), (0, 42)]), "#fbf4e4")
    for k in range(3):
        sheet.line(f"M12 {-18 + 18 * k}L54 {-32 + 18 * k}M-50 {-28 + 18 * k}L-12 {-18 + 18 * k}", "#b9ab90", 3)
    sheet.close()


def _oar(sheet: Sheet, b: Bones) -> None:
    x, y = b.near_arm[2]
    sheet.line(f"M{num(x - 50)} {num(y - 34)}L{num(x + 250)} {num(y + 170)}", "#8a6240", 15)
    sheet.fill(
        polygon([(x + 226, y + 136), (x + 250, y + 122), (x + 350, y + 196), (x + 336, y + 226), (x + 306, y + 216)]), "#a67a52"
    )


def draw_wheels(sheet: Sheet, b: Bones, colour: str) -> None:
    """A wheelchair, seen from the side."""
    x, y = -30, GROUND - 108
    sheet.line(f"M-120 {b.chest + 120}L-104 {b.hip + 40}L120 {b.hip + 44}L150 {GROUND + 4}L205 {GROUND + 4}", colour, 18)
    sheet.line(f"M-150 {b.chest + 108}L-112 {b.chest + 116}", colour, 16)
    sheet.fill(polygon([(-116, b.hip + 22), (116, b.hip + 26), (116, b.hip + 50), (-116, b.hip + 48)]), "#7a3f3a")
    sheet.line(ellipse(x, y, 132, 132), shade(colour, 0.8), 17)
    sheet.line(ellipse(x, y, 112, 112), "#9aa3ab", 5)
    for k in range(6):
        dx, dy = 118 * math.cos(k * math.pi / 6), 118 * math.sin(k * math.pi / 6)
        sheet.line(f"M{num(x - dx)} {num(y - dy)}L{num(x + dx)} {num(y + dy)}", "#9aa3ab", 4)
    sheet.fill(ellipse(x, y, 18, 18), colour)
    sheet.line(ellipse(140, GROUND - 8, 32, 32), shade(colour, 0.8), 12)


def draw_poncho(sheet: Sheet, b: Bones, cloth: str) -> None:
    """A cloth over shoulders and arms, with its stripes."""
    s, c = b.shoulder, b.chest
    low = c + 300
    shape = (
        f"M{num(-0.4 * s)} {num(c - 16)}C{num(-1.2 * s)} {num(c + 20)} {num(-1.5 * s)} {num(c + 160)} {num(-1.62 * s)} "
        f"{num(low - 40)}L0 {num(low + 60)}L{num(1.66 * s)} {num(low - 46)}C{num(1.5 * s)} {num(c + 160)} {num(1.2 * s)} "
        f"{num(c + 20)} {num(0.4 * s)} {num(c - 16)}Q0 {num(c + 30)} {num(-0.4 * s)} {num(c - 16)}Z"
    )
    sheet.piece(shape, cloth, far=polygon([(-400, 0), (-30, 0), (-10, 1000), (-400, 1000)]))
    for k, tone in enumerate(("#f0d9a0", "#2f3a4a", "#f0d9a0")):
        y = c + 170 + 40 * k
        sheet.inside(
            shape, polygon([(-300, y - 50), (0, y + 40), (300, y - 54), (300, y - 34), (0, y + 60), (-300, y - 30)]), tone
        )
