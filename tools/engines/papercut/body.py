"""Bodies: limbs, clothes and what is worn at the back, on a figure's bones."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from tools.engines.papercut.frame import GROUND, Bones, Limb
from tools.engines.papercut.garments import draw_garment
from tools.engines.papercut.held import draw_held, draw_poncho, draw_wheels
from tools.engines.papercut.ink import Point, Sheet, ellipse, num, polygon
from tools.engines.papercut.recolour import shade

_BULKY = frozenset({"spacesuit"})
_LONG = frozenset({"robe", "gown", "kimono", "mermaid"})


def _bent(points: tuple[Point, Point, Point]) -> str:
    """A limb's line, rounded at the joint."""
    (ax, ay), (bx, by), (cx, cy) = points
    mx, my, nx, ny = (ax + bx) / 2, (ay + by) / 2, (bx + cx) / 2, (by + cy) / 2
    return f"M{num(ax)} {num(ay)}L{num(mx)} {num(my)}Q{num(bx)} {num(by)} {num(nx)} {num(ny)}L{num(cx)} {num(cy)}"


def draw_back(sheet: Sheet, b: Bones, traits: Mapping[str, str], cut: Mapping[str, Any]) -> None:
    """Seat, cape, wings, pack and the legs: all that trunk and near arm overlap."""
    if b.seat and (wheels := traits.get("wheels")):
        draw_wheels(sheet, b, wheels)
    elif b.seat:
        sheet.piece(
            polygon([(-130, b.hip + 34), (96, b.hip + 30), (104, 985), (-138, 985)]),
            "#8a6240",
            far=polygon([(-200, 0), (-60, 0), (-60, 1000), (-200, 1000)]),
        )
        sheet.fill(polygon([(-142, b.hip + 20), (110, b.hip + 16), (112, b.hip + 52), (-144, b.hip + 56)]), "#a67a52")
    if wings := cut.get("wings"):
        sheet.fill(
            (
                f"M-20 {b.chest + 60}C-120 {b.chest - 160} -330 {b.chest - 120} -300 {b.chest + 60}C-280 "
                f"{b.chest + 150} -120 {b.chest + 150} -20 {b.chest + 80}ZM-20 {b.chest + 100}C-120 "
                f"{b.chest + 110} -230 {b.chest + 220} -150 {b.chest + 270}C-90 {b.chest + 290} "
                f"-40 {b.chest + 200} -20 {b.chest + 120}Z"
            ),
            str(wings),
            0.85,
        )
    if cape := traits.get("cape") or cut.get("cape"):
        low = 900
        sheet.piece(
            (
                f"M{-b.shoulder} {b.chest}C{-b.shoulder - 60} {b.chest + 260} {-b.shoulder - 90} "
                f"700 {-b.shoulder - 70} {low}L{b.waist + 10} {low - 30}L{b.shoulder * 0.8} "
                f"{b.chest}Z"
            ),
            shade(str(cape), 0.9),
            light=f"M{-b.shoulder - 60} {low}L{-b.shoulder - 10} {b.chest + 160}L{-b.shoulder + 20} {low}Z",
        )
    if pack := cut.get("pack"):
        sheet.piece(
            f"M{-b.shoulder - 58} {b.chest + 40}q-20 110 4 220q60 26 110 0L{-b.shoulder + 50} {b.chest + 20}q-60 -20 -108 20Z",
            str(pack),
        )
    kind = str(cut["kind"])
    if kind == "mermaid":
        return
    legs = traits["bottom"]
    if kind in {"shorts", "dress", "skirt", "tutu"}:
        legs = traits["skin"] if kind != "skirt" else shade(traits["skin"], 0.9)
    width = b.limb * (1.55 if kind in _BULKY else 1.36 if kind not in {"shorts", "dress", "skirt", "tutu"} else 0.86)
    for leg, tone in ((b.far_leg, 0.8), (b.near_leg, 1.0)):
        sheet.line(_bent((leg[0], leg[1], (leg[2][0], leg[2][1] - 16))), shade(legs, tone), width)
        if kind == "shorts":
            (hx, hy), (kx, ky), _ = leg
            short = f"M{num(hx)} {num(hy)}L{num(hx + (kx - hx) * 0.72)} {num(hy + (ky - hy) * 0.72)}"
            sheet.line(short, shade(traits["bottom"], tone), b.limb * 1.4)
        _shoe(sheet, leg, shade(_shoe_colour(traits, cut), tone), kind in _BULKY or "boots" in cut)


def _shoe_colour(traits: Mapping[str, str], cut: Mapping[str, Any]) -> str:
    if "boots" in cut:
        return str(cut["boots"])
    if cut["kind"] in {"spacesuit", "armour"}:
        return shade(traits["clothes"], 0.8)
    return "#3a2c26" if traits.get("age") != "child" else "#7a3b2e"


def _shoe(sheet: Sheet, leg: Limb, colour: str, boot: bool) -> None:
    _, knee, (x, y) = leg
    shin = math.degrees(math.atan2(x - knee[0], y - knee[1]))
    lifted = min(1.0, max(0.0, (GROUND - y) / 60))
    sheet.open(("turn", -shin * max(lifted, 0.25 if shin > 8 else 0.0), x, y))
    lift = 60 if boot else 18
    w = 44 if boot else 38
    sheet.fill(
        (
            f"M{num(x - w)} {num(y - lift)}L{num(x + w * 0.8)} {num(y - lift)}L{num(x + w * 0.86)} "
            f"{num(y - 8)}C{num(x + w * 1.9)} {num(y - 4)} {num(x + w * 2.1)} {num(y + 24)} "
            f"{num(x + w * 1.9)} {num(y + 25)}L{num(x - w)} {num(y + 25)}Z"
        ),
        colour,
    )
    sheet.fill(
        (
            f"M{num(x - w)} {num(y + 17)}L{num(x + w * 1.97)} {num(y + 17)}L{num(x + w * 1.9)} "
            f"{num(y + 25)}L{num(x - w)} {num(y + 25)}Z"
        ),
        shade(colour, 0.65),
    )
    sheet.close()


def draw_body(sheet: Sheet, b: Bones, traits: Mapping[str, str], cut: Mapping[str, Any]) -> None:
    """Far arm, neck, trunk and clothes."""
    _arm(sheet, b, b.far_arm, traits, cut, 0.78)
    x, y = b.neck
    sheet.fill(
        polygon(
            [
                (x - 0.3 * b.head, y - 30),
                (x + 0.34 * b.head, y - 30),
                (x + 0.42 * b.head, b.chest + 34),
                (x - 0.38 * b.head, b.chest + 34),
            ]
        ),
        shade(traits["skin"], 0.8),
    )
    draw_garment(sheet, b, traits, cut)


def draw_front(sheet: Sheet, b: Bones, traits: Mapping[str, str], cut: Mapping[str, Any]) -> None:
    """Scarf, ruff or shawl at the neck, then the near arm over all."""
    if shawl := traits.get("shawl"):
        d = (
            f"M{-0.4 * b.head} {b.chest - 16}L{b.shoulder + 16} {b.chest + 40}C{b.shoulder + 26} "
            f"{b.chest + 130} 60 {b.chest + 190} 0 {b.chest + 240}C-60 {b.chest + 190} "
            f"{-b.shoulder - 30} {b.chest + 140} {-b.shoulder - 18} {b.chest + 36}Z"
        )
        sheet.piece(d, shawl, far=polygon([(-300, 0), (-20, 0), (0, 700), (-300, 700)]))
        sheet.line(f"M-6 {b.chest + 60}L0 {b.chest + 232}", shade(shawl, 0.7), 5)
    if scarf := traits.get("scarf"):
        sheet.fill(
            (
                f"M{0.1 * b.head} {b.chest + 10}L{0.62 * b.head} {b.chest + 8}L{0.7 * b.head} "
                f"{b.chest + 150}L{0.3 * b.head} {b.chest + 158}Z"
            ),
            shade(scarf, 0.86),
        )
        sheet.piece(
            (
                f"M{-0.62 * b.head} {b.chest - 26}C{-0.3 * b.head} {b.chest + 10} {0.4 * b.head} "
                f"{b.chest + 10} {0.68 * b.head} {b.chest - 28}C{0.86 * b.head} {b.chest + 10} "
                f"{0.5 * b.head} {b.chest + 46} 0 {b.chest + 44}C{-0.5 * b.head} {b.chest + 44} "
                f"{-0.8 * b.head} {b.chest + 14} {-0.62 * b.head} {b.chest - 26}Z"
            ),
            scarf,
            far=polygon([(-200, 0), (-24, 0), (-24, 900), (-200, 900)]),
        )
    if ruff := cut.get("ruff"):
        for k in range(-3, 4):
            sheet.fill(
                ellipse(k * 0.24 * b.head, b.chest + 8 - abs(k) * 3, 0.2 * b.head, 0.17 * b.head),
                shade(str(ruff), 0.9 if k % 2 else 1.0),
            )
    draw_held(sheet, b, traits)
    _arm(sheet, b, b.near_arm, traits, cut, 1.0)
    if poncho := traits.get("poncho"):
        draw_poncho(sheet, b, poncho)


def _arm(sheet: Sheet, b: Bones, arm: Limb, traits: Mapping[str, str], cut: Mapping[str, Any], tone: float) -> None:
    kind = str(cut["kind"])
    bare = (kind in {"dress", "tutu", "mermaid"} and traits.get("outfit") != "shawl") or (
        kind == "shorts" and traits.get("outfit") == "sports"
    )
    sleeve = traits["skin"] if bare else traits["clothes"]
    width = b.limb * (1.3 if kind in _BULKY else 0.74 if bare else 1.25 if kind in {"robe", "kimono", "hanbok"} else 1.0)
    path = _bent(arm)
    if tone == 1.0:
        sheet.line(path, shade(sleeve, 0.78), width + 7)
    hand = arm[2]
    sheet.fill(ellipse(hand[0], hand[1] + 4, b.limb * 0.46, b.limb * 0.46), shade(_hand(traits, kind), tone))
    sheet.line(path, shade(sleeve, tone), width)
    if bare and kind != "mermaid":
        (ax, ay), (ex, ey), _ = arm
        sheet.line(
            f"M{num(ax)} {num(ay)}L{num(ax + (ex - ax) * 0.5)} {num(ay + (ey - ay) * 0.5)}",
            shade(traits["clothes"], tone),
            b.limb * 1.06,
        )
    reach = ((arm[2][0] - arm[1][0]) * 0.16, (arm[2][1] - arm[1][1]) * 0.16)
    if not bare:
        cuff = (hand[0] - reach[0] * 0.6, hand[1] - reach[1] * 0.6)
        sheet.line(f"M{num(cuff[0] - 1)} {num(cuff[1])}l2 0", shade(sleeve, tone * 0.9), width)
        if trim := cut.get("trim"):
            sheet.line(f"M{num(cuff[0] - 1)} {num(cuff[1])}l2 0", shade(str(trim), tone), width * 0.96)
    sheet.fill(
        ellipse(hand[0] + reach[0], hand[1] + reach[1] + 2, b.limb * 0.44, b.limb * 0.44), shade(_hand(traits, kind), tone)
    )


def _hand(traits: Mapping[str, str], kind: str) -> str:
    return shade(traits["clothes"], 0.85) if kind in {"spacesuit", "armour"} else traits["skin"]
