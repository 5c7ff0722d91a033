"""Clothes by their cut: what covers the trunk, from collar to hem."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.engines.papercut.details import DETAILS, draw_buttons
from tools.engines.papercut.frame import Bones
from tools.engines.papercut.ink import Sheet, far_side, num, polygon
from tools.engines.papercut.recolour import shade

_HEMS = {
    "trousers": 30, "jacket": 50, "suit": 64, "shorts": 26, "overalls": 20, "coat": 200, "apron": 30, "robe": 366, "gown": 380,
    "kimono": 380, "dress": 200, "skirt": 20, "tutu": 10, "spacesuit": 40, "armour": 60, "mermaid": 20,
    "sari": 384, "hanbok": 384,
}  # fmt: skip
_FLARES = {
    "coat": 1.3, "robe": 1.55, "gown": 2.3, "kimono": 1.2, "dress": 1.75, "jacket": 1.06, "suit": 1.04, "sari": 1.25,
    "hanbok": 2.3,
}  # fmt: skip


def hem(b: Bones, kind: str) -> float:
    """The y of a garment's lower edge; seated figures lift long hems to the knee."""
    low = b.hip + _HEMS.get(kind, 30)
    return min(low, b.hip + 60) if b.seat and kind in {"coat", "dress"} else min(low, 955)


def _trunk(b: Bones, low: float, flare: float) -> str:
    """A garment from shoulders to hem: sloping shoulders, waisted or round in the middle, flared below."""
    s, c, w, m = b.shoulder, b.chest, b.waist, b.middle
    mid = b.hip - 90
    f = w * flare + 6
    return (
        f"M{num(-0.4 * s)} {num(c - 12)}C{num(-0.74 * s)} {num(c)} {num(-s - 4)} {num(c + 18)} {num(-s)} {num(c + 72)}"
        f"C{num(-s + 2)} {num(c + 150)} {num(-m)} {num(mid - 70)} {num(-m)} {num(mid)}"
        f"C{num(-m)} {num(mid + 50)} {num(-f)} {num(low - 70)} {num(-f)} {num(low)}"
        f"Q0 {num(low + 20)} {num(f)} {num(low - 4)}"
        f"C{num(f)} {num(low - 74)} {num(m)} {num(mid + 50)} {num(m)} {num(mid)}"
        f"C{num(m)} {num(mid - 70)} {num(s - 2)} {num(c + 150)} {num(s)} {num(c + 72)}"
        f"C{num(s + 4)} {num(c + 18)} {num(0.74 * s)} {num(c)} {num(0.4 * s)} "
        f"{num(c - 12)}Q0 {num(c + 24)} {num(-0.4 * s)} {num(c - 12)}Z"
    )


def draw_garment(sheet: Sheet, b: Bones, traits: Mapping[str, str], cut: Mapping[str, Any]) -> None:
    """The clothes of the trunk by the outfit's kind, with its details."""
    kind, top = str(cut["kind"]), traits["clothes"]
    if kind in {"skirt", "mermaid"}:
        _below(sheet, b, traits, cut)
    low = hem(b, kind)
    outline = _trunk(b, low, 1.5 if cut.get("slim") else _FLARES.get(kind, 1.0))
    if b.seat and kind in {"robe", "gown", "kimono", "skirt", "sari", "hanbok"}:
        _lap(sheet, b, traits["clothes"] if kind != "skirt" else traits["bottom"])
    sheet.piece(outline, top, far=far_side(b.shoulder, b.waist, b.chest, b.hip), dark=0.86)
    if stripes := cut.get("stripes"):
        for k in range(4):
            y = b.chest + 80 + 62 * k
            sheet.inside(outline, polygon([(-200, y), (200, y - 6), (200, y + 18), (-200, y + 24)]), str(stripes))
    if kind in DETAILS:
        DETAILS[kind](sheet, b, traits, cut, outline, low)
    elif "open" in traits:
        DETAILS["jacket"](sheet, b, traits, cut, outline, low)
    elif kind in {"trousers", "shorts", "skirt"}:
        sheet.line(
            f"M{num(-0.38 * b.shoulder)} {num(b.chest - 4)}Q0 {num(b.chest + 34)} {num(0.38 * b.shoulder)} {num(b.chest - 4)}",
            shade(top, 0.75),
            10,
        )
        draw_buttons(sheet, b, cut, b.chest + 80, low - 60)
    if sash := cut.get("sash") or cut.get("belt"):
        y = b.hip - 56
        sheet.inside(outline, polygon([(-260, y), (260, y - 5), (260, y + 38), (-260, y + 44)]), str(sash))


def _below(sheet: Sheet, b: Bones, traits: Mapping[str, str], cut: Mapping[str, Any]) -> None:
    w, hip = b.waist, b.hip
    if cut["kind"] == "mermaid":
        tail = (
            f"M{-w} {hip - 70}C{-w - 30} {hip + 120} {-w * 0.4} {hip + 260} -150 {hip + 330}C-90 "
            f"{hip + 420} -10 {hip + 400} 10 {hip + 340}C60 {hip + 400} 140 {hip + 400} "
            f"170 {hip + 320}C90 {hip + 300} {w * 0.7} {hip + 160} {w} {hip - 70}Z"
        )
        sheet.piece(tail, traits["bottom"], far=far_side(b.shoulder, b.waist, b.chest, b.hip))
        return
    low = min(hip + 250, 900) if not b.seat else hip + 60
    skirt = (
        f"M{-w - 2} {hip - 60}C{-w - 30} {hip + 60} {-w - 66} {low - 60} {-w - 70} "
        f"{low}Q0 {low + 26} {w + 74} {low - 6}C{w + 66} {low - 70} {w + 30} {hip + 60} "
        f"{w + 2} {hip - 60}Z"
    )
    sheet.piece(skirt, traits["bottom"], far=far_side(b.shoulder, b.waist, b.chest, b.hip))
    sheet.line(
        f"M{-0.3 * w} {hip + 40}L{-0.55 * w} {low - 10}M{0.4 * w} {hip + 40}L{0.66 * w} {low - 16}",
        shade(traits["bottom"], 0.78),
        5,
    )
    if plaid := cut.get("plaid"):
        for k in range(4):
            x, y = -w - 30 + 54 * k, hip - 20 + (low - hip) * k / 4
            sheet.inside(skirt, polygon([(x, hip - 80), (x + 12, hip - 80), (x + 8, low + 40), (x - 6, low + 40)]), plaid, 0.45)
            sheet.inside(skirt, polygon([(-300, y), (300, y - 4), (300, y + 8), (-300, y + 12)]), plaid, 0.45)


def _lap(sheet: Sheet, b: Bones, colour: str) -> None:
    sheet.piece(
        (
            f"M{-b.waist} {b.hip - 30}L{b.waist + 90} {b.hip - 20}Q{b.waist + 140} {b.hip + 20} "
            f"{b.waist + 130} 930L{b.waist * 0.2} 945Q{-b.waist} {b.hip + 120} {-b.waist} "
            f"{b.hip - 30}Z"
        ),
        shade(colour, 0.95),
    )
