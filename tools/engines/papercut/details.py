"""What tells one garment from another: lapels, bibs, aprons, hems, belts, buttons."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from tools.engines.papercut.frame import Bones
from tools.engines.papercut.gear import draw_apron, draw_armour, draw_overalls, draw_spacesuit, draw_tutu
from tools.engines.papercut.ink import Sheet, ellipse, polygon
from tools.engines.papercut.recolour import shade

Traits = Mapping[str, str]
Cut = Mapping[str, Any]
Detail = Callable[[Sheet, Bones, Traits, Cut, str, float], None]


def draw_buttons(sheet: Sheet, b: Bones, cut: Mapping[str, Any], first: float, last: float) -> None:
    """A row of four buttons down the front, where the outfit has them."""
    if colour := cut.get("buttons"):
        count = 4
        for k in range(count):
            sheet.fill(ellipse(14, first + (last - first) * k / (count - 1), 9, 9), str(colour))


def _lapels(sheet: Sheet, b: Bones, top: str) -> None:
    """Collar and pocket flaps of a coat."""
    for side in (-1, 1):
        sheet.fill(
            polygon(
                [
                    (side * 0.06 * b.shoulder, b.chest + 92),
                    (side * 0.5 * b.shoulder, b.chest - 18),
                    (side * 0.72 * b.shoulder, b.chest + 34),
                    (side * 0.42 * b.shoulder, b.chest + 60),
                ]
            ),
            shade(top, 1.12),
        )
        sheet.fill(
            polygon(
                [
                    (side * 0.5 * b.waist, b.hip + 30),
                    (side * 1.0 * b.waist, b.hip + 20),
                    (side * 1.02 * b.waist, b.hip + 36),
                    (side * 0.5 * b.waist, b.hip + 46),
                ]
            ),
            shade(top, 0.72),
        )


def _coat(sheet: Sheet, b: Bones, traits: Mapping[str, str], cut: Mapping[str, Any], outline: str, low: float) -> None:
    top = traits["clothes"]
    if shirt := traits.get("open"):
        sheet.inside(
            outline,
            polygon(
                [
                    (-0.36 * b.shoulder, b.chest - 30),
                    (0.5 * b.shoulder, b.chest - 30),
                    (0.32 * b.waist, b.hip - 90),
                    (0.42 * b.waist, low + 40),
                    (-0.1 * b.waist, low + 40),
                    (0.0, b.hip - 90),
                ]
            ),
            shirt,
        )
        sheet.inside(
            outline,
            polygon(
                [
                    (-0.1 * b.waist, b.hip - 20),
                    (0.4 * b.waist, b.hip - 24),
                    (0.46 * b.waist, low + 40),
                    (-0.14 * b.waist, low + 40),
                ]
            ),
            traits["bottom"],
        )
    else:
        sheet.inside(
            outline,
            f"M6 {b.chest - 20}L34 {b.chest - 20}L{0.5 * b.waist} {low + 40}L{0.3 * b.waist} {low + 40}Z",
            shade(top, 0.74),
        )
    _lapels(sheet, b, top)
    draw_buttons(sheet, b, cut, b.chest + 120, low - 70)
    if cut.get("trim"):
        sheet.inside(outline, polygon([(-300, low - 30), (300, low - 36), (300, low + 40), (-300, low + 40)]), str(cut["trim"]))


def _jacket(sheet: Sheet, b: Bones, traits: Mapping[str, str], cut: Mapping[str, Any], outline: str, low: float) -> None:
    top = traits["clothes"]
    inner = traits.get("open", shade(top, 0.72))
    sheet.inside(
        outline,
        polygon(
            [
                (-0.2 * b.shoulder, b.chest - 30),
                (0.42 * b.shoulder, b.chest - 30),
                (0.3 * b.waist, low + 30),
                (0.08 * b.waist, low + 30),
            ]
        ),
        inner,
    )
    for side in (-1, 1):
        sheet.fill(
            polygon(
                [
                    (side * 0.1 * b.shoulder, b.chest + 40),
                    (side * 0.46 * b.shoulder, b.chest - 16),
                    (side * 0.66 * b.shoulder, b.chest + 26),
                ]
            ),
            shade(top, 1.14),
        )
    draw_buttons(sheet, b, cut, b.chest + 90, low - 50)
    if trim := cut.get("trim"):
        sheet.inside(outline, polygon([(-300, low - 60), (300, low - 64), (300, low - 36), (-300, low - 32)]), str(trim))


def _suit(sheet: Sheet, b: Bones, traits: Mapping[str, str], cut: Mapping[str, Any], outline: str, low: float) -> None:
    top = traits["clothes"]
    sheet.inside(
        outline,
        polygon([(-0.4 * b.shoulder, b.chest - 30), (0.46 * b.shoulder, b.chest - 30), (0.08 * b.waist, b.hip - 110)]),
        traits.get("open", "#f4f0e6"),
    )
    tie = traits.get("tie", "#b5383a")
    sheet.fill(
        polygon(
            [
                (-8, b.chest + 14),
                (24, b.chest + 14),
                (20, b.chest + 40),
                (28, b.hip - 150),
                (8, b.hip - 116),
                (-10, b.hip - 150),
                (-4, b.chest + 40),
            ]
        ),
        tie,
    )
    for side in (-1, 1):
        sheet.fill(
            polygon(
                [
                    (0.06 * b.waist, b.hip - 100),
                    (side * 0.48 * b.shoulder, b.chest - 18),
                    (side * 0.78 * b.shoulder, b.chest + 60),
                    (side * 0.5 * b.shoulder, b.chest + 84),
                ]
            ),
            shade(top, 1.16),
        )
    sheet.fill(ellipse(10, b.hip - 70, 8, 8), shade(top, 0.55))
    sheet.fill(ellipse(10, b.hip - 20, 8, 8), shade(top, 0.55))


def _robe(sheet: Sheet, b: Bones, traits: Mapping[str, str], cut: Mapping[str, Any], outline: str, low: float) -> None:
    top = traits["clothes"]
    trim = str(cut.get("trim", shade(top, 1.2)))
    sheet.inside(
        outline,
        f"M-10 {b.chest - 20}L36 {b.chest - 20}L{0.5 * b.waist} {low + 40}L{-0.1 * b.waist} {low + 40}Z",
        shade(top, 0.78),
    )
    sheet.inside(outline, polygon([(-400, low - 34), (400, low - 42), (400, low + 60), (-400, low + 60)]), trim)
    collar = (
        f"M{-0.44 * b.shoulder} {b.chest - 14}Q0 {b.chest + 60} {0.46 * b.shoulder} "
        f"{b.chest - 14}L{0.66 * b.shoulder} {b.chest + 22}Q0 {b.chest + 116} {-0.64 * b.shoulder} "
        f"{b.chest + 24}Z"
    )
    sheet.inside(outline, collar, trim)
    if cut["kind"] == "gown":
        sheet.line(f"M{-b.waist} {b.hip - 66}Q0 {b.hip - 40} {b.waist} {b.hip - 68}", trim, 14)


def _kimono(sheet: Sheet, b: Bones, traits: Mapping[str, str], cut: Mapping[str, Any], outline: str, low: float) -> None:
    trim = str(cut.get("trim", "#f4ead8"))
    for start, end in ((0.5, -0.3), (-0.46, 0.36)):
        sheet.inside(
            outline,
            polygon(
                [
                    (start * b.shoulder, b.chest - 24),
                    ((start + 0.2 * (1 if start > 0 else -1)) * b.shoulder, b.chest - 10),
                    (end * b.waist, b.hip - 80),
                    (end * b.waist - 30 * (1 if start < 0 else -1), b.hip - 80),
                ]
            ),
            trim,
        )
    sheet.inside(
        outline,
        polygon([(-300, b.hip - 110), (300, b.hip - 116), (300, b.hip - 10), (-300, b.hip - 4)]),
        str(cut.get("sash", "#e8c65a")),
    )
    sheet.inside(
        outline,
        polygon([(0.1 * b.waist, b.hip), (0.2 * b.waist, b.hip), (0.5 * b.waist, low + 30), (0.3 * b.waist, low + 30)]),
        shade(traits["clothes"], 0.7),
    )


def _dress(sheet: Sheet, b: Bones, traits: Mapping[str, str], cut: Mapping[str, Any], outline: str, low: float) -> None:
    top = traits["clothes"]
    collar = traits["bottom"]
    sheet.fill(
        (
            f"M{-0.46 * b.shoulder} {b.chest - 12}Q{-0.3 * b.shoulder} {b.chest + 50} "
            f"2 {b.chest + 30}Q{0.34 * b.shoulder} {b.chest + 50} {0.48 * b.shoulder} "
            f"{b.chest - 12}Q0 {b.chest + 24} {-0.46 * b.shoulder} {b.chest - 12}Z"
        ),
        collar,
    )
    sheet.inside(outline, polygon([(-300, low - 44), (300, low - 50), (300, low - 26), (-300, low - 20)]), shade(top, 1.2))
    sheet.line(f"M{-b.waist * 0.98} {b.hip - 64}Q0 {b.hip - 48} {b.waist} {b.hip - 66}", shade(top, 0.72), 9)


def _sari(sheet: Sheet, b: Bones, traits: Mapping[str, str], cut: Mapping[str, Any], outline: str, low: float) -> None:
    """A short blouse, the cloth across it from hip to far shoulder, pleats in front, borders of gold."""
    cloth, blouse, gold = traits["clothes"], traits["bottom"], str(cut.get("trim", "#e8c65a"))
    s, w, c = b.shoulder, b.waist, b.chest
    sheet.inside(outline, polygon([(-300, c - 40), (300, c - 40), (300, b.hip - 150), (-300, b.hip - 130)]), blouse)
    over = [(-s - 20, c - 30), (-0.1 * s, c - 30), (w + 40, b.hip - 120), (w + 60, b.hip + 40), (-w - 30, b.hip - 60)]
    sheet.inside(outline, polygon(over), cloth)
    sheet.inside(
        outline, polygon([(-0.16 * s, c - 30), (-0.02 * s, c - 30), (w + 48, b.hip - 128), (w + 40, b.hip - 96)]), gold
    )
    for k in range(4):
        x = -6 + 16 * k
        sheet.line(f"M{x} {b.hip - 20}L{x * 1.5 - 4} {low - 20}", shade(cloth, 0.78), 5)
    sheet.inside(outline, polygon([(-400, low - 30), (400, low - 36), (400, low + 60), (-400, low + 60)]), gold)


def _hanbok(sheet: Sheet, b: Bones, traits: Mapping[str, str], cut: Mapping[str, Any], outline: str, low: float) -> None:
    """A short jacket tied by a ribbon over a skirt that begins at the chest."""
    skirt, ribbon = traits["bottom"], str(cut.get("trim", "#b5335a"))
    top = b.chest + 150
    sheet.inside(outline, polygon([(-400, top), (400, top - 6), (400, low + 60), (-400, low + 60)]), skirt)
    for k in range(5):
        x = -60 + 32 * k
        sheet.line(f"M{x * 0.6} {top + 30}L{x * 2.1} {low - 10}", shade(skirt, 0.84), 5)
    sheet.inside(
        outline, f"M{-0.4 * b.shoulder} {b.chest - 20}L10 {b.chest + 70}L{0.42 * b.shoulder} {b.chest - 20}Z", "#fbf6ec"
    )
    sheet.line(f"M12 {b.chest + 72}L6 {b.chest + 300}M14 {b.chest + 72}L40 {b.chest + 250}", ribbon, 15)
    sheet.fill(ellipse(12, b.chest + 74, 20, 15), ribbon)


DETAILS: dict[str, Detail] = {
    "coat": _coat, "jacket": _jacket, "suit": _suit, "overalls": draw_overalls, "apron": draw_apron, "robe": _robe,
    "gown": _robe, "kimono": _kimono, "spacesuit": draw_spacesuit, "armour": draw_armour, "tutu": draw_tutu, "dress": _dress,
    "sari": _sari, "hanbok": _hanbok,
}  # fmt: skip
"""How each kind of garment is finished, once its outline lies on the sheet."""
