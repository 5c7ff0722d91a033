"""Robots: whole, friendly, on feet or wheels; build, colour and details by seed, the same robot in every scene."""

from __future__ import annotations

import math
from collections.abc import Mapping

from tools.engines.papercut.ink import Point, Sheet, ellipse, num, polygon
from tools.engines.papercut.joints import Pose
from tools.engines.papercut.looks import pick
from tools.engines.papercut.recolour import shade

_COLOURS = ["#4f8fa8", "#d98a3d", "#c9c2b0", "#7f9a6a", "#c8604a", "#8f86b5", "#e0b04a", "#5f7f95"]


def _rounded(x: float, y: float, w: float, h: float, r: float) -> str:
    return (
        f"M{x + r} {y}h{w - 2 * r}q{r} 0 {r} {r}v{h - 2 * r}q0 {r} {-r} {r}h{2 * r - w}q{-r} "
        f"0 {-r} {-r}v{2 * r - h}q0 {-r} {r} {-r}Z"
    )


def robot(traits: Mapping[str, str], pose: Pose) -> Sheet:
    """A robot in a pose; traits: seed, colour, wear ("rusty"), expression."""
    seed = int(traits.get("seed", "0"))
    colour = traits.get("colour") or pick(_COLOURS, seed, "robot")
    if traits.get("wear") == "rusty" and "colour" not in traits:
        colour = "#a8674a"
    wheels = pick(["feet", "feet", "wheels"], seed, "legs") == "wheels"
    drop = 0.0 if wheels else _FOOT - max(_ankle(pose, side)[1] for side in (-1, 1)) - 0.7 * pose.lift
    sheet = Sheet()
    sheet.open(("turn", pose.spin, 0.0, 700.0), ("move", 0.0, drop))
    if wheels:
        _wheels(sheet, shade(colour, 0.72))
    else:
        for side, tone in ((-1, 0.8), (1, 1.0)):
            _leg(sheet, side, shade(colour, 0.72 * tone), pose)
    sheet.open(("turn", 0.6 * pose.lean, 0.0, 780.0))
    _arm(sheet, -1, colour, (pose.far_arm - 10, pose.far_elbow - 12))
    _trunk(sheet, colour, seed, traits.get("wear", ""))
    sheet.open(("turn", 0.7 * pose.head, 0.0, 370.0))
    _head(sheet, colour, seed, traits.get("expression", "calm"), pose)
    sheet.close()
    _arm(sheet, 1, colour, (pose.near_arm + 10, pose.near_elbow - 4))
    sheet.close()
    sheet.close()
    return sheet


_FOOT = 930.0
"""y of a robot's ankle on the ground."""


def _ankle(pose: Pose, side: int) -> Point:
    """Where a leg ends: a robot's legs are short and do not bend, but lift."""
    swing, knee = (pose.near_leg, pose.near_knee) if side > 0 else (pose.far_leg, pose.far_knee)
    length = 165 - 40 * math.sin(math.radians(min(90.0, max(0.0, 0.9 * knee))))
    turn = math.radians(swing - 0.35 * knee)
    return side * 80 + length * math.sin(turn), 770 + length * math.cos(turn)


def _wheels(sheet: Sheet, colour: str) -> None:
    sheet.piece(polygon([(-110, 780), (110, 780), (150, 880), (-150, 880)]), colour)
    for wheel in (-120, 0, 120):
        sheet.fill(ellipse(wheel, 920, 72, 72), "#3a3d44")
        sheet.fill(ellipse(wheel, 920, 34, 34), "#9aa3ab")
        sheet.fill(ellipse(wheel, 920, 12, 12), "#5b636b")


def _leg(sheet: Sheet, side: int, colour: str, pose: Pose) -> None:
    x, y = _ankle(pose, side)
    sheet.line(f"M{side * 80} 760L{num(x)} {num(y)}", colour, 58)
    for k in range(3):
        share = 0.22 + 0.24 * k
        at = (side * 80 + (x - side * 80) * share, 770 + (y - 770) * share)
        sheet.line(f"M{num(at[0] - 22)} {num(at[1])}h44", shade(colour, 0.8), 7)
    sheet.piece(f"M{num(x - 76)} {num(y + 60)}q0 -78 76 -80q84 0 96 80Z", shade(colour, 1.2))


def _arm(sheet: Sheet, side: int, colour: str, joint: tuple[float, float]) -> None:
    """An arm of two bars with a grip, swung and bent at its elbow by degrees."""
    tone = 1.0 if side > 0 else 0.76
    swing, bend = math.radians(joint[0]), math.radians(joint[0] + joint[1])
    x, y = side * 188.0, 466.0
    elbow = (x + 122 * math.sin(swing), y + 122 * math.cos(swing))
    hand = (elbow[0] + 112 * math.sin(bend), elbow[1] + 112 * math.cos(bend))
    sheet.line(
        f"M{num(x)} {num(y)}L{num(elbow[0])} {num(elbow[1])}L{num(hand[0])} {num(hand[1])}", shade(colour, 0.7 * tone), 44
    )
    sheet.fill(ellipse(elbow[0], elbow[1], 28, 28), shade(colour, 0.84 * tone))
    sheet.fill(ellipse(x, y, 46, 46), shade(colour, 0.9 * tone))
    sheet.open(("move", *hand), ("turn", 180 - math.degrees(bend)), ("move", 0.0, -30.0))
    sheet.fill(
        "M-34 46C-62 10 -48 -34 -26 -48L-10 -28C-22 -14 -22 4 -8 14H8C22 4 22 -14 10 -28L26 -48C48 -34 62 10 34 46Z",
        shade(colour, 1.15 * tone),
    )
    sheet.close()


def _trunk(sheet: Sheet, colour: str, seed: int, wear: str) -> None:
    shape = pick(["box", "barrel", "pear"], seed, "trunk")
    outline = {
        "box": _rounded(-178, 400, 356, 400, 56),
        "barrel": "M-150 400C-220 480 -220 720 -150 804H150C220 720 220 480 150 400Z",
        "pear": "M-128 398C-190 520 -236 700 -190 790Q0 824 190 790C236 700 190 520 128 398Q0 376 -128 398Z",
    }[shape]
    sheet.fill(polygon([(-60, 350), (60, 350), (70, 420), (-70, 420)]), shade(colour, 0.55))
    sheet.piece(
        outline,
        colour,
        far="M-400 300L-96 300C-60 480 -70 640 -40 900L-400 900Z",
        light="M120 300L400 300L400 900L150 900Q170 600 120 300Z",
        dark=0.86,
    )
    sheet.fill(_rounded(-86, 470, 190, 150, 26), shade(colour, 0.62))
    lamps = ["#f2c14e", "#7fd1c7", "#e4705a"]
    if pick(["dial", "lamps", "heart"], seed, "chest") == "dial":
        sheet.fill(ellipse(8, 545, 52, 52), "#f3ead6")
        sheet.line("M8 545L34 516", "#b5383a", 9)
        sheet.fill(ellipse(8, 545, 10, 10), "#3a3d44")
    elif pick(["dial", "lamps", "heart"], seed, "chest") == "lamps":
        for k, lamp in enumerate(lamps):
            sheet.fill(ellipse(-46 + 56 * k, 520, 20, 20), lamp)
        sheet.line("M-56 580h130", shade(colour, 1.2), 12)
    else:
        sheet.fill("M8 596C-54 552 -44 500 -8 504C2 506 8 516 8 522C8 516 14 506 26 504C62 500 70 552 8 596Z", "#f0705a")
    for x in (-140, 148):
        for y in (450, 750):
            sheet.fill(ellipse(x, y, 10, 10), shade(colour, 0.6))
    if wear:
        for d in ("M-150 640q40 -30 60 10t50 40q-70 40 -110 -50Z", "M90 700q40 -10 60 30q-40 40 -80 20Z"):
            sheet.fill(d, "#7d4a30", 0.75)


def _head(sheet: Sheet, colour: str, seed: int, mood: str, pose: Pose) -> None:
    shape = pick(["box", "dome", "round"], seed, "head")
    outline = {
        "box": _rounded(-160, 80, 320, 286, 60),
        "dome": "M-164 366C-176 160 -110 70 0 70C112 70 176 160 164 366Q0 384 -164 366Z",
        "round": ellipse(0, 222, 176, 152),
    }[shape]
    aerial = pick(["one", "two", "none", "one"], seed, "aerial")
    for x in {"one": (0,), "two": (-90, 90), "none": ()}[aerial]:
        sheet.line(f"M{x} 96L{x * 1.16} -24", shade(colour, 0.6), 13)
        sheet.fill(ellipse(x * 1.16, -40, 26, 26), "#f2c14e")
        sheet.fill(ellipse(x * 1.16 + 8, -47, 8, 8), "#fff4cf")
    for side in (-1, 1):
        sheet.fill(_rounded(side * 176 - 26, 180, 52, 96, 22), shade(colour, 0.66 if side > 0 else 0.55))
    sheet.piece(
        outline,
        colour,
        far="M-400 0L-100 0C-70 140 -80 280 -40 420L-400 420Z",
        light="M110 0L400 0L400 420L130 420Q160 220 110 0Z",
        dark=0.86,
    )
    sheet.fill(_rounded(-112, 140, 250, 168, 62), "#27323d")
    _face(sheet, mood, pose)


def _face(sheet: Sheet, mood: str, pose: Pose) -> None:
    light = "#8fe3ea"
    for x in (-42, 74):
        if mood in {"happy", "asleep"} or pose.eyes:
            sheet.line(f"M{x - 26} 212q26 {-34 if mood == 'happy' and not pose.eyes else 26} 52 0", light, 13)
            continue
        size = 36 if mood == "surprised" else 30
        sheet.fill(ellipse(x, 206, size, size), light)
        sheet.fill(ellipse(x + 5 + 9 * pose.gaze, 208, size * 0.5, size * 0.55), "#1a2630")
        sheet.fill(ellipse(x + 11 + 9 * pose.gaze, 199, 7, 7), "#ffffff")
        if mood in {"sad", "angry"}:
            tilt = 20 if (mood == "sad") == (x < 0) else -20
            sheet.fill(
                polygon([(x - 44, 160 + tilt), (x + 44, 160 - tilt), (x + 44, 184 - tilt), (x - 44, 184 + tilt)]), "#27323d"
            )
    if pose.mouth:
        sheet.fill(ellipse(16, 272, 30, 7 * pose.mouth), light)
        return
    curve = {"sad": -16, "angry": 0, "surprised": 0}.get(mood, 18)
    sheet.line(f"M-12 {272 - curve / 3:g}q28 {curve} 56 0", light, 9)
