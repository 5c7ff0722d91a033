"""Heads: skull, face, hair and hat of a figure, drawn about (0, 0) with a radius of 100, turned a little to the right."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tools.engines.papercut.hair import draw_hair_back, draw_hair_front
from tools.engines.papercut.hats import COVERS, OPEN_HATS, draw_hat
from tools.engines.papercut.ink import Sheet, ellipse, smooth
from tools.engines.papercut.joints import Pose
from tools.engines.papercut.lexicon import data
from tools.engines.papercut.recolour import shade

SKULL = "M-80 -8C-84 -74 -46 -98 2 -98C52 -98 84 -70 82 -6C81 48 50 98 6 98C-42 98 -77 52 -80 -8Z"
ROUND = "M-86 2C-90 -72 -48 -96 2 -96C54 -96 90 -68 88 4C86 56 54 92 4 92C-48 92 -84 58 -86 2Z"
_SHADE = "M-120 -120L-30 -120C-66 -40 -66 40 -14 110L-120 110Z"
_EYES = {"sad": 1.0, "calm": 1.0, "happy": 1.0, "surprised": 1.22, "angry": 0.86}


def is_dark(skin: str) -> bool:
    """Whether a skin is dark enough to ask for lighter marks."""
    return int(skin[1:3], 16) < 0x90


def _hat_of(traits: Mapping[str, str], cut: Mapping[str, Any]) -> tuple[str, str]:
    if hat := traits.get("hat"):
        return hat, traits.get("hat_colour", "#6b4a5f")
    if cut.get("hood"):
        return "hood", traits["clothes"]
    return str(cut.get("hat", "")), traits.get("hat_colour", cut.get("hat_colour", "#555555"))


def draw_head_back(sheet: Sheet, traits: Mapping[str, str], cut: Mapping[str, Any]) -> None:
    """What hangs behind the trunk: long hair, a veil, the back of a helmet."""
    hat, colour = _hat_of(traits, cut)
    draw_hat(sheet, hat, colour, cut, behind=True)
    if hat not in COVERS and hat != "hood":
        draw_hair_back(sheet, traits)


def draw_head(sheet: Sheet, traits: Mapping[str, str], cut: Mapping[str, Any], pose: Pose) -> None:
    """Skull with ear, face, hair in front, hat."""
    skin, age = traits["skin"], traits.get("age", "adult")
    outline = ROUND if age == "child" else SKULL
    hat, colour = _hat_of(traits, cut)
    sheet.piece(ellipse(-80, 10, 17, 23), shade(skin, 0.92), far=ellipse(-78, 12, 8, 12), dark=0.8)
    sheet.piece(outline, skin, far=_SHADE, dark=0.9)
    _features(sheet, traits, pose)
    if hat not in COVERS:
        draw_hair_front(sheet, traits, bool(hat) and hat not in OPEN_HATS)
    draw_hat(sheet, hat, colour, cut, behind=False)


def _features(sheet: Sheet, traits: Mapping[str, str], pose: Pose) -> None:
    skin, mood, age = traits["skin"], traits.get("expression", "calm"), traits.get("age", "adult")
    low = 14 if age == "child" else 2
    blush = "#a83c32" if is_dark(skin) else "#e2674f"
    for x in (-32, 62):
        sheet.fill(ellipse(x, low + 36, 17, 12), blush, 0.3)
    if age == "old":
        _wrinkles(sheet, shade(skin, 0.78), low)
    elif traits.get("years") == "middle":
        _lines(sheet, shade(skin, 0.78), low)
    _eyes(sheet, traits, low, pose)
    _brows(sheet, traits, low)
    nose = 0.8 if age == "child" else 1.0
    sheet.fill(
        (
            f"M20 {low + 2}C26 {low + 14 * nose} 38 {low + 24 * nose} 35 {low + 31 * nose}C30 "
            f"{low + 39 * nose} 14 {low + 38 * nose} 12 {low + 31 * nose}C16 {low + 24 * nose} "
            f"19 {low + 14 * nose} 20 {low + 2}Z"
        ),
        shade(skin, 0.82),
    )
    if traits.get("beard"):
        _beard(sheet, traits, low)
    _mouth(sheet, mood, low + (50 if age == "child" else 54), skin, pose.mouth)
    if traits.get("glasses") and traits.get("outfit") not in {"armour", "diver"}:
        _glasses(sheet, low, "#c9a24a" if is_dark(skin) else "#4a3a2f", traits["glasses"] == "dark")


def _wrinkles(sheet: Sheet, colour: str, low: float) -> None:
    for d in (f"M-30 {low + 22}q13 9 27 3", f"M36 {low + 22}q12 6 24 -1", f"M-12 {low - 52}q26 -7 54 0"):
        sheet.line(d, colour, 3.2, 0.7)
    sheet.line(f"M-8 {low + 38}q-9 9 -6 20", colour, 3.2, 0.6)


def _lines(sheet: Sheet, colour: str, low: float) -> None:
    """Of somebody in the middle of life: one on the brow, one beside the nose, one under an eye."""
    for d in (f"M-30 {low + 22}q13 9 27 3", f"M-12 {low - 52}q26 -7 54 0", f"M-8 {low + 38}q-9 9 -6 20"):
        sheet.line(d, colour, 2.8, 0.5)


def _eyes(sheet: Sheet, traits: Mapping[str, str], low: float, pose: Pose) -> None:
    mood, age = traits.get("expression", "calm"), traits.get("age", "adult")
    size = _EYES.get(mood, 1.0) * (1.22 if age == "child" else 1.0)
    for x, wide in ((-14.0, 1.0), (50.0, 0.94)):
        if mood == "asleep" or pose.eyes:
            sheet.line(f"M{x - 14} {low + 1}q14 10 28 0", shade(traits["skin"], 0.5), 5)
            continue
        rx, ry = 9.2 * size * wide, 12.6 * size
        sheet.fill(ellipse(x, low - 2, rx + 6.5, ry + 2.5), "#fdf8f0", 0.92)
        sheet.fill(ellipse(x + 2.5 + 4.5 * pose.gaze, low - 1, rx, ry), "#2a1f1c")
        sheet.fill(ellipse(x + 5.5 + 4.5 * pose.gaze, low - 6.5, 3.2 * size, 3.8 * size), "#ffffff")
        lid = f"M{x - rx - 7} {low - 4}Q{x} {low - ry - 12} {x + rx + 8} {low - 5}"
        sheet.line(lid, shade(traits["skin"], 0.6), 4.2)
        if traits.get("gender") == "f":
            sheet.line(f"M{x + rx + 7} {low - 5}l6 -6", "#2a1f1c", 3.6)


def _brows(sheet: Sheet, traits: Mapping[str, str], low: float) -> None:
    mood = traits.get("expression", "calm")
    inner, outer = {"sad": (-9, 4), "angry": (8, -6), "surprised": (-10, -10), "happy": (-4, -2)}.get(mood, (0, 0))
    colour = shade(traits["hair"], 0.45 if is_dark(traits["skin"]) and traits.get("age") != "old" else 0.8)
    y = low - 31
    width = 5.5 if traits.get("gender") == "f" else 8.0
    sheet.line(f"M-32 {y + outer}Q-16 {y - 8 + inner / 2} 1 {y + inner}", colour, width)
    sheet.line(f"M37 {y + inner}Q52 {y - 9 + inner / 2} 66 {y + outer}", colour, width)


def _mouth(sheet: Sheet, mood: str, y: float, skin: str, spoken: int) -> None:
    dark = is_dark(skin)
    ink = "#3a1414" if dark and mood in {"happy", "surprised"} else "#b0605a" if dark else "#7d2f2b"
    if spoken:
        wide, tall = ((20, 5), (18, 11), (15, 17))[spoken - 1]
        sheet.fill(ellipse(22, y + 3, wide, tall), "#4a1a1a")
        if spoken > 1:
            sheet.inside(ellipse(22, y + 3, wide, tall), ellipse(22, y + 5 + tall, 0.8 * wide, 0.9 * tall), "#b9574f")
            sheet.inside(ellipse(22, y + 3, wide, tall), ellipse(22, y - tall, wide, 0.55 * tall), "#fbf5ea")
    elif mood == "happy":
        smile = f"M0 {y - 4}Q22 {y + 3} 46 {y - 6}C44 {y + 24} 8 {y + 26} 0 {y - 4}Z"
        sheet.fill(smile, ink)
        sheet.inside(smile, f"M-4 {y - 12}L50 {y - 12}L48 {y + 3}Q22 {y + 9} -2 {y + 3}Z", "#fbf5ea")
    elif mood == "surprised":
        sheet.fill(ellipse(22, y + 6, 9, 13), ink)
    elif mood == "sad":
        sheet.line(f"M2 {y + 9}Q22 {y - 6} 42 {y + 8}", ink, 5.5)
    elif mood == "angry":
        sheet.line(f"M2 {y + 4}Q22 {y - 2} 42 {y + 3}", ink, 6)
    else:
        sheet.line(f"M2 {y}Q24 {y + 13} 44 {y - 3}", ink, 5.5)


def _beard(sheet: Sheet, traits: Mapping[str, str], low: float) -> None:
    hair = traits["hair"]
    if traits["beard"] == "full":
        beard = smooth([(float(x), float(y)) for x, y in data("shapes")["beard"]["full"]])
        sheet.piece(beard, hair, far=_SHADE, light=ellipse(58, 84, 20, 34))
        sheet.fill(ellipse(22, low + 57, 27, 13), shade(hair, 0.72))
    sheet.fill(
        (
            f"M22 {low + 40}C6 {low + 34} -22 {low + 44} -30 {low + 60}C-8 {low + 60} "
            f"10 {low + 58} 22 {low + 50}C34 {low + 58} 54 {low + 60} 72 {low + 56}C62 "
            f"{low + 42} 38 {low + 34} 22 {low + 40}Z"
        ),
        shade(hair, 1.1),
    )


def _glasses(sheet: Sheet, low: float, wire: str, dark: bool) -> None:
    for x in (-14, 51):
        sheet.fill(ellipse(x, low - 1, 26, 25), "#1c1e24" if dark else "#dff0f5", 1.0 if dark else 0.15)
        sheet.line(ellipse(x, low - 1, 26, 25), wire, 4.5)
    sheet.line(f"M12 {low - 4}q7 -6 13 0M-40 {low - 3}L-76 {low - 8}", wire, 4.5)
