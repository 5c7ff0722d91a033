"""Clothes by their cut: what covers the trunk, from collar to hem."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.engines.papercut.frame import Bones
from tools.engines.papercut.ink import Sheet, ellipse, num, polygon
from tools.engines.papercut.recolour import shade

_HEMS = {"trousers": 30, "jacket": 50, "suit": 64, "shorts": 26, "overalls": 20, "coat": 200, "apron": 30, "robe": 366, "gown": 380, "kimono": 380, "dress": 200, "skirt": 20, "tutu": 10, "spacesuit": 40, "armour": 60, "mermaid": 20}  # fmt: skip
_FLARES = {"coat": 1.3, "robe": 1.55, "gown": 2.3, "kimono": 1.2, "dress": 1.75, "jacket": 1.06, "suit": 1.04}


def hem(b: Bones, kind: str) -> float:
    """y of a garment's lower edge; seated figures lift long hems to the knee."""
    low = b.hip + _HEMS.get(kind, 30)
    return min(low, b.hip + 60) if b.seat and kind in {"coat", "dress"} else min(low, 955)


def _trunk(b: Bones, low: float, flare: float) -> str:
    """A garment from shoulders to hem, rounded at the shoulders, waisted, flared below."""
    s, c, w = b.shoulder, b.chest, b.waist
    mid = b.hip - 60
    f = w * flare + 8
    return (
        f"M{num(-0.42 * s)} {num(c - 10)}C{num(-0.8 * s)} {num(c - 4)} {num(-s - 8)} {num(c + 14)} {num(-s - 2)} {num(c + 60)}"
        f"C{num(-s)} {num(c + 150)} {num(-w - 4)} {num(mid - 60)} {num(-w)} {num(mid)}"
        f"C{num(-w - 4)} {num(mid + 60)} {num(-f)} {num(low - 60)} {num(-f)} {num(low)}"
        f"Q0 {num(low + 22)} {num(f)} {num(low - 4)}"
        f"C{num(f)} {num(low - 70)} {num(w + 4)} {num(mid + 60)} {num(w)} {num(mid)}"
        f"C{num(w + 4)} {num(mid - 60)} {num(s)} {num(c + 150)} {num(s + 2)} {num(c + 60)}"
        f"C{num(s + 8)} {num(c + 14)} {num(0.8 * s)} {num(c - 4)} {num(0.42 * s)} {num(c - 10)}Q0 {num(c + 26)} {num(-0.42 * s)} {num(c - 10)}Z"
    )


def _far(b: Bones) -> str:
    return f"M-400 0L{num(-0.36 * b.shoulder)} 0C{num(-0.2 * b.shoulder)} {num(b.chest + 180)} {num(-0.5 * b.waist)} {num(b.hip)} {num(-0.25 * b.waist)} 1000L-400 1000Z"


def draw_garment(sheet: Sheet, b: Bones, traits: Mapping[str, str], cut: Mapping[str, Any]) -> None:
    """The clothes of the trunk by the outfit's kind, with its details."""
    kind, top = str(cut["kind"]), traits["clothes"]
    if kind in {"skirt", "mermaid"}:
        _below(sheet, b, traits, kind)
    low = hem(b, kind)
    outline = _trunk(b, low, _FLARES.get(kind, 1.0))
    if b.seat and kind in {"robe", "gown", "kimono", "skirt"}:
        _lap(sheet, b, traits["clothes"] if kind != "skirt" else traits["bottom"])
    sheet.piece(outline, top, far=_far(b), dark=0.86)
    if stripes := cut.get("stripes"):
        for k in range(4):
            y = b.chest + 80 + 62 * k
            sheet.inside(outline, polygon([(-200, y), (200, y - 6), (200, y + 18), (-200, y + 24)]), str(stripes))
    details = {"coat": _coat, "jacket": _jacket, "suit": _suit, "overalls": _overalls, "apron": _apron, "robe": _robe, "gown": _robe, "kimono": _kimono, "spacesuit": _space, "armour": _armour, "tutu": _tutu, "dress": _dress}  # fmt: skip
    if kind in details:
        details[kind](sheet, b, traits, cut, outline, low)
    elif "open" in traits:
        _jacket(sheet, b, traits, cut, outline, low)
    elif kind in {"trousers", "shorts", "skirt"}:
        sheet.line(f"M{num(-0.38 * b.shoulder)} {num(b.chest - 4)}Q0 {num(b.chest + 34)} {num(0.38 * b.shoulder)} {num(b.chest - 4)}", shade(top, 0.75), 10)
        _buttons(sheet, b, cut, b.chest + 80, low - 60)
    if sash := cut.get("sash") or cut.get("belt"):
        y = b.hip - 56
        sheet.inside(outline, polygon([(-260, y), (260, y - 5), (260, y + 38), (-260, y + 44)]), str(sash))


def _buttons(sheet: Sheet, b: Bones, cut: Mapping[str, Any], first: float, last: float) -> None:
    if colour := cut.get("buttons"):
        count = 4
        for k in range(count):
            sheet.fill(ellipse(14, first + (last - first) * k / (count - 1), 9, 9), str(colour))


def _below(sheet: Sheet, b: Bones, traits: Mapping[str, str], kind: str) -> None:
    w, hip = b.waist, b.hip
    if kind == "mermaid":
        tail = f"M{-w} {hip - 70}C{-w - 30} {hip + 120} {-w * 0.4} {hip + 260} -150 {hip + 330}C-90 {hip + 420} -10 {hip + 400} 10 {hip + 340}C60 {hip + 400} 140 {hip + 400} 170 {hip + 320}C90 {hip + 300} {w * 0.7} {hip + 160} {w} {hip - 70}Z"
        sheet.piece(tail, traits["bottom"], far=_far(b))
        return
    low = min(hip + 250, 900) if not b.seat else hip + 60
    skirt = f"M{-w - 2} {hip - 60}C{-w - 30} {hip + 60} {-w - 66} {low - 60} {-w - 70} {low}Q0 {low + 26} {w + 74} {low - 6}C{w + 66} {low - 70} {w + 30} {hip + 60} {w + 2} {hip - 60}Z"
    sheet.piece(skirt, traits["bottom"], far=_far(b))
    sheet.line(f"M{-0.3 * w} {hip + 40}L{-0.55 * w} {low - 10}M{0.4 * w} {hip + 40}L{0.66 * w} {low - 16}", shade(traits["bottom"], 0.78), 5)


def _lap(sheet: Sheet, b: Bones, colour: str) -> None:
    sheet.piece(f"M{-b.waist} {b.hip - 30}L{b.waist + 90} {b.hip - 20}Q{b.waist + 140} {b.hip + 20} {b.waist + 130} 930L{b.waist * 0.2} 945Q{-b.waist} {b.hip + 120} {-b.waist} {b.hip - 30}Z", shade(colour, 0.95))


def _coat(sheet: Sheet, b: Bones, traits: Mapping[str, str], cut: Mapping[str, Any], outline: str, low: float) -> None:
    top = traits["clothes"]
    if shirt := traits.get("open"):
        sheet.inside(outline, polygon([(-0.36 * b.shoulder, b.chest - 30), (0.5 * b.shoulder, b.chest - 30), (0.32 * b.waist, b.hip - 90), (0.42 * b.waist, low + 40), (-0.1 * b.waist, low + 40), (0.0, b.hip - 90)]), shirt)
        sheet.inside(outline, polygon([(-0.1 * b.waist, b.hip - 20), (0.4 * b.waist, b.hip - 24), (0.46 * b.waist, low + 40), (-0.14 * b.waist, low + 40)]), traits["bottom"])
    else:
        sheet.inside(outline, f"M6 {b.chest - 20}L34 {b.chest - 20}L{0.5 * b.waist} {low + 40}L{0.3 * b.waist} {low + 40}Z", shade(top, 0.74))
    for side in (-1, 1):
        sheet.fill(polygon([(side * 0.06 * b.shoulder, b.chest + 92), (side * 0.5 * b.shoulder, b.chest - 18), (side * 0.72 * b.shoulder, b.chest + 34), (side * 0.42 * b.shoulder, b.chest + 60)]), shade(top, 1.12))
        sheet.fill(polygon([(side * 0.5 * b.waist, b.hip + 30), (side * 1.0 * b.waist, b.hip + 20), (side * 1.02 * b.waist, b.hip + 36), (side * 0.5 * b.waist, b.hip + 46)]), shade(top, 0.72))
    _buttons(sheet, b, cut, b.chest + 120, low - 70)
    if cut.get("trim"):
        sheet.inside(outline, polygon([(-300, low - 30), (300, low - 36), (300, low + 40), (-300, low + 40)]), str(cut["trim"]))


def _jacket(sheet: Sheet, b: Bones, traits: Mapping[str, str], cut: Mapping[str, Any], outline: str, low: float) -> None:
    top = traits["clothes"]
    inner = traits.get("open", shade(top, 0.72))
    sheet.inside(outline, polygon([(-0.2 * b.shoulder, b.chest - 30), (0.42 * b.shoulder, b.chest - 30), (0.3 * b.waist, low + 30), (0.08 * b.waist, low + 30)]), inner)
    for side in (-1, 1):
        sheet.fill(polygon([(side * 0.1 * b.shoulder, b.chest + 40), (side * 0.46 * b.shoulder, b.chest - 16), (side * 0.66 * b.shoulder, b.chest + 26)]), shade(top, 1.14))
    _buttons(sheet, b, cut, b.chest + 90, low - 50)
    if trim := cut.get("trim"):
        sheet.inside(outline, polygon([(-300, low - 60), (300, low - 64), (300, low - 36), (-300, low - 32)]), str(trim))


def _suit(sheet: Sheet, b: Bones, traits: Mapping[str, str], cut: Mapping[str, Any], outline: str, low: float) -> None:
    top = traits["clothes"]
    sheet.inside(outline, polygon([(-0.4 * b.shoulder, b.chest - 30), (0.46 * b.shoulder, b.chest - 30), (0.08 * b.waist, b.hip - 110)]), traits.get("open", "#f4f0e6"))
    tie = traits.get("tie", "#b5383a")
    sheet.fill(polygon([(-8, b.chest + 14), (24, b.chest + 14), (20, b.chest + 40), (28, b.hip - 150), (8, b.hip - 116), (-10, b.hip - 150), (-4, b.chest + 40)]), tie)
    for side in (-1, 1):
        sheet.fill(polygon([(0.06 * b.waist, b.hip - 100), (side * 0.48 * b.shoulder, b.chest - 18), (side * 0.78 * b.shoulder, b.chest + 60), (side * 0.5 * b.shoulder, b.chest + 84)]), shade(top, 1.16))
    sheet.fill(ellipse(10, b.hip - 70, 8, 8), shade(top, 0.55))
    sheet.fill(ellipse(10, b.hip - 20, 8, 8), shade(top, 0.55))


def _overalls(sheet: Sheet, b: Bones, traits: Mapping[str, str], cut: Mapping[str, Any], outline: str, low: float) -> None:
    blue = traits["bottom"]
    bib = b.chest + 120
    sheet.inside(outline, polygon([(-300, b.hip - 70), (-0.52 * b.shoulder, b.hip - 80), (-0.46 * b.shoulder, bib), (0.5 * b.shoulder, bib - 4), (0.56 * b.shoulder, b.hip - 84), (300, b.hip - 74), (300, 1000), (-300, 1000)]), blue)
    for side in (-1, 1):
        sheet.inside(outline, polygon([(side * 0.44 * b.shoulder, bib + 14), (side * 0.62 * b.shoulder, b.chest - 30), (side * 0.84 * b.shoulder, b.chest - 30), (side * 0.24 * b.shoulder, bib + 14)]), shade(blue, 0.85))
        sheet.fill(ellipse(side * 0.36 * b.shoulder, bib + 12, 9, 9), "#e2b64a")
    sheet.fill(polygon([(-0.2 * b.shoulder, bib + 50), (0.26 * b.shoulder, bib + 48), (0.24 * b.shoulder, bib + 112), (-0.18 * b.shoulder, bib + 114)]), shade(blue, 1.14))


def _apron(sheet: Sheet, b: Bones, traits: Mapping[str, str], cut: Mapping[str, Any], outline: str, low: float) -> None:
    cloth = traits.get("apron", "#e9e2d2")
    foot = b.hip + (190 if not b.seat else 60)
    panel = f"M{-0.46 * b.shoulder} {b.chest + 96}L{0.52 * b.shoulder} {b.chest + 92}L{0.62 * b.shoulder} {b.hip - 90}L{b.waist + 12} {b.hip - 70}L{b.waist + 22} {foot - 6}Q0 {foot + 20} {-b.waist - 16} {foot}L{-b.waist - 6} {b.hip - 66}L{-0.56 * b.shoulder} {b.hip - 88}Z"
    for side in (-1, 1):
        sheet.line(f"M{side * 0.44 * b.shoulder} {b.chest + 100}L{side * 0.5 * b.shoulder} {b.chest - 2}", shade(cloth, 0.86), 13)
    sheet.piece(panel, cloth, far=_far(b), dark=0.9)
    sheet.line(f"M{-b.waist} {b.hip - 66}Q0 {b.hip - 50} {b.waist + 8} {b.hip - 70}", shade(cloth, 0.76), 11)
    sheet.fill(polygon([(-0.3 * b.waist, b.hip + 10), (0.5 * b.waist, b.hip + 6), (0.46 * b.waist, b.hip + 84), (-0.26 * b.waist, b.hip + 88)]), shade(cloth, 0.84))


def _robe(sheet: Sheet, b: Bones, traits: Mapping[str, str], cut: Mapping[str, Any], outline: str, low: float) -> None:
    top = traits["clothes"]
    trim = str(cut.get("trim", shade(top, 1.2)))
    sheet.inside(outline, f"M-10 {b.chest - 20}L36 {b.chest - 20}L{0.5 * b.waist} {low + 40}L{-0.1 * b.waist} {low + 40}Z", shade(top, 0.78))
    sheet.inside(outline, polygon([(-400, low - 34), (400, low - 42), (400, low + 60), (-400, low + 60)]), trim)
    collar = f"M{-0.44 * b.shoulder} {b.chest - 14}Q0 {b.chest + 60} {0.46 * b.shoulder} {b.chest - 14}L{0.66 * b.shoulder} {b.chest + 22}Q0 {b.chest + 116} {-0.64 * b.shoulder} {b.chest + 24}Z"
    sheet.inside(outline, collar, trim)
    if cut["kind"] == "gown":
        sheet.line(f"M{-b.waist} {b.hip - 66}Q0 {b.hip - 40} {b.waist} {b.hip - 68}", trim, 14)


def _kimono(sheet: Sheet, b: Bones, traits: Mapping[str, str], cut: Mapping[str, Any], outline: str, low: float) -> None:
    trim = str(cut.get("trim", "#f4ead8"))
    for start, end in ((0.5, -0.3), (-0.46, 0.36)):
        sheet.inside(outline, polygon([(start * b.shoulder, b.chest - 24), ((start + 0.2 * (1 if start > 0 else -1)) * b.shoulder, b.chest - 10), (end * b.waist, b.hip - 80), (end * b.waist - 30 * (1 if start < 0 else -1), b.hip - 80)]), trim)
    sheet.inside(outline, polygon([(-300, b.hip - 110), (300, b.hip - 116), (300, b.hip - 10), (-300, b.hip - 4)]), str(cut.get("sash", "#e8c65a")))
    sheet.inside(outline, polygon([(0.1 * b.waist, b.hip), (0.2 * b.waist, b.hip), (0.5 * b.waist, low + 30), (0.3 * b.waist, low + 30)]), shade(traits["clothes"], 0.7))


def _space(sheet: Sheet, b: Bones, traits: Mapping[str, str], cut: Mapping[str, Any], outline: str, low: float) -> None:
    top, trim = traits["clothes"], str(cut.get("trim", "#d9663a"))
    sheet.fill(polygon([(-0.5 * b.shoulder, b.chest + 110), (0.56 * b.shoulder, b.chest + 106), (0.54 * b.shoulder, b.chest + 210), (-0.48 * b.shoulder, b.chest + 214)]), shade(top, 0.78))
    for k, colour in enumerate((trim, "#6fb8d8", "#e8c65a")):
        sheet.fill(ellipse((-0.28 + 0.3 * k) * b.shoulder, b.chest + 160, 14, 14), colour)
    sheet.inside(outline, polygon([(-300, b.hip - 40), (300, b.hip - 46), (300, b.hip - 16), (-300, b.hip - 10)]), trim)


def _armour(sheet: Sheet, b: Bones, traits: Mapping[str, str], cut: Mapping[str, Any], outline: str, low: float) -> None:
    top = traits["clothes"]
    sheet.inside(outline, f"M8 {b.chest - 20}C{0.9 * b.shoulder} {b.chest + 80} {0.8 * b.waist} {b.hip - 140} 20 {b.hip - 70}Z", shade(top, 1.18))
    sheet.inside(outline, polygon([(-300, b.hip - 70), (300, b.hip - 76), (300, b.hip - 40), (-300, b.hip - 34)]), str(cut.get("trim", "#b5383a")))
    for k in range(3):
        y = b.hip - 30 + 36 * k
        sheet.inside(outline, polygon([(-300, y), (300, y - 5), (300, y + 8), (-300, y + 13)]), shade(top, 0.7))
    for side in (-1, 1):
        sheet.piece(ellipse(side * b.shoulder * 0.96, b.chest + 34, 44, 38), shade(top, 1.08 if side > 0 else 0.86))


def _tutu(sheet: Sheet, b: Bones, traits: Mapping[str, str], cut: Mapping[str, Any], outline: str, low: float) -> None:
    for k, tone in ((0, 0.92), (1, 1.08)):
        y = b.hip - 30 - 26 * k
        sheet.fill(f"M{-b.waist} {y - 30}C-160 {y - 10} -240 {y + 60} -230 {y + 90}Q-150 {y + 60} -100 {y + 104}Q-50 {y + 70} 0 {y + 108}Q50 {y + 70} 104 {y + 102}Q150 {y + 60} 232 {y + 86}C240 {y + 50} 160 {y - 10} {b.waist} {y - 30}Z", shade(traits["bottom"], tone))


def _dress(sheet: Sheet, b: Bones, traits: Mapping[str, str], cut: Mapping[str, Any], outline: str, low: float) -> None:
    top = traits["clothes"]
    collar = traits["bottom"]
    sheet.fill(f"M{-0.46 * b.shoulder} {b.chest - 12}Q{-0.3 * b.shoulder} {b.chest + 50} 2 {b.chest + 30}Q{0.34 * b.shoulder} {b.chest + 50} {0.48 * b.shoulder} {b.chest - 12}Q0 {b.chest + 24} {-0.46 * b.shoulder} {b.chest - 12}Z", collar)
    sheet.inside(outline, polygon([(-300, low - 44), (300, low - 50), (300, low - 26), (-300, low - 20)]), shade(top, 1.2))
    sheet.line(f"M{-b.waist * 0.98} {b.hip - 64}Q0 {b.hip - 48} {b.waist} {b.hip - 66}", shade(top, 0.72), 9)
