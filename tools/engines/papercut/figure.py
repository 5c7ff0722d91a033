"""Subjects as lit paper: graded by the scene's light, rimmed, hazed, standing in the world with their shadow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.compose import MOST_COPIES, Placed, View, is_alive
from tools.engines.papercut.light import Finish, Source, blurred, finish, grading
from tools.engines.papercut.palette import mix
from tools.engines.papercut.paper import Pixels, canvas_on, image, mask_image
from tools.engines.papercut.plan import Drawing
from tools.engines.papercut.world import World

if TYPE_CHECKING:
    import skia


@dataclass(frozen=True)
class Spot:
    """One copy of a subject: foot on the canvas and height in pixels, how much farther it is than the first, its drawing."""

    x: float
    y: float
    height: float
    back: float
    drawing: Drawing

    @property
    def pixels(self) -> Pixels:
        """The drawing's RGBA pixels."""
        return self.drawing.pixels  # type: ignore[return-value]

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Where in its pixels (x, y, width, height) that lies which has the spot's place and height."""
        return self.drawing.inset or (0, 0, self.pixels.shape[1], self.pixels.shape[0])


def spots(w: World, p: Placed, view: View) -> list[Spot]:
    """Where the copies of a subject are: one, or a small group that overlaps like a group does."""
    scale, dx, dy = view.place(p.depth)
    count = min(max(1, p.subject.count), MOST_COPIES)
    if p.group:
        return [
            Spot(
                scale * x + dx,
                scale * (y + 0.5 * share * p.height) + dy,
                scale * p.height * share,
                1 - share,
                p.cuts[i % len(p.cuts)],
            )
            for i, (x, y, share) in enumerate(p.group)
        ]
    rng = w.sub("group/" + p.subject.word)
    floating = p.stand.place in ("air", "sky", "under", "water")
    out = []
    for i in range(count):
        step = (i + 1) // 2 * (1 if i % 2 else -1)
        back = 0.0 if i == 0 else rng.uniform(0.15, 1.0) if count > 2 else 0.2
        x = p.x + step * p.width * (1.0 if floating or count == 2 else 0.75) * rng.uniform(0.85, 1.1)
        y = p.y + (rng.normal(0, 0.4) * p.height if floating and i and p.stand.place != "water" else -0.012 * back)
        if p.stand.place in ("ground", "floor") and i:
            y += p.stand.line.at(x) - p.stand.line.at(p.x)
        out.append(Spot(scale * x + dx, scale * y + dy, scale * p.height * (1 - 0.22 * back), back, p.cuts[i % len(p.cuts)]))
    return sorted(out, key=lambda s: -s.back)


def paint_figure(w: World, p: Placed, view: View, sources: tuple[Source, ...], target: Pixels) -> None:
    """Paint all copies of a subject, finished, into `target` (premultiplied RGBA canvas, cleared before)."""
    group = spots(w, p, view)
    lit = is_alive(p.subject) and (w.dark or w.plan.setting in DIM)
    if lit:
        for spot in group:
            _halo(canvas_on(target), spot, w, 1 / len(group))
    for spot in group:
        piece, x, y = _piece(w, p, spot, view, sources, target.shape)
        if piece is None:
            continue
        under = p.stand.place in ("ground", "floor") or (p.stand.place == "under" and p.subject.place in ("ground", "floor"))
        canvas = canvas_on(target)
        if under:
            _ground_shadow(canvas, piece, (x, y), spot, w, sources[0])
        if lit:
            _lift_face(piece, (x, y), spot, w)
        canvas.drawImage(image(piece), x, y)


def covered(p: Placed, spot: Spot) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of what a copy's pixels cover on the canvas."""
    x, y, wide, tall = spot.box
    scale = spot.height / tall
    height, width = spot.pixels.shape[:2]
    before = width - x - wide if p.flip else x
    left, top = spot.x - (0.5 * wide + before) * scale, spot.y - spot.height * p.drawing.foot - y * scale
    return left, top, left + width * scale, top + height * scale


def _piece(
    w: World, p: Placed, spot: Spot, view: View, sources: tuple[Source, ...], shape: tuple[int, ...]
) -> tuple[Pixels | None, int, int]:
    """The cut-out alone, with room for its shadow, and where its corner lies on the canvas."""
    import skia

    _, inset_y, _, tall = spot.box
    scale = spot.height / tall
    pad = round(0.05 * view.height * min(2.0, view.zoom_at(p.depth)))
    left, top, right, bottom = covered(p, spot)
    x0, y0 = max(0, int(left) - pad), max(0, int(top) - pad)
    x1, y1 = min(shape[1], int(right) + pad + 1), min(shape[0], int(bottom) + pad + 1)
    if x1 - x0 < 2 or y1 - y0 < 2:
        return None, 0, 0
    piece = np.zeros((y1 - y0, x1 - x0, 4), np.uint8)
    canvas = canvas_on(piece)
    depth = max(0.0, p.depth - 0.08 * spot.back)
    canvas.save()
    canvas.translate(left - x0, top - y0)
    if p.drawing.waterline_only and p.stand.place == "water":
        low = inset_y * scale + spot.height * min(1.0, p.drawing.foot + 0.03)
        canvas.clipRect(skia.Rect.MakeLTRB(-9, -9, right - left + 9, low), True)
    canvas.scale(scale, scale)
    if p.flip:
        canvas.translate(spot.pixels.shape[1], 0)
        canvas.scale(-1, 1)
    graded = skia.Paint(ColorFilter=_grade(w, p, depth))
    if spot.drawing.paint:
        canvas.saveLayer(None, graded)
        spot.drawing.paint(canvas)
        canvas.restore()
    else:
        sampling = skia.SamplingOptions(skia.FilterMode.kLinear, skia.MipmapMode.kLinear)
        canvas.drawImage(image(spot.pixels, True), 0, 0, sampling, graded)
    canvas.restore()
    near = view.zoom_at(p.depth)
    how = Finish(
        unit=view.height * min(2.2, near) ** 0.6, shadow_color=w.pal.shadow, shadow=0.26 + 0.56 * depth,
        rim=0.85 + 0.6 * depth, bevel=0.75, wash=0.8, shade=0.25, grain=max(20, round(view.height / 48) * 5), offset=(x0, y0),
    )  # fmt: skip
    finish(piece, sources, w.hand.lit(how))
    return piece, x0, y0


def _halo(canvas: skia.Canvas, spot: Spot, w: World, share: float) -> None:
    """In the dark: a faint light in the air behind somebody."""
    import skia

    _, _, wide, tall = spot.box
    reach = 0.65 * spot.height * max(1.0, wide / tall)
    y = spot.y - spot.height * (spot.drawing.foot - 0.42)
    paint = skia.Paint(AntiAlias=True, Dither=True)
    color = mix(w.pal.light, w.pal.haze, 0.4)
    colors = [skia.Color4f(*color, HALO * share * a).toColor() for a in (1.0, 0.45, 0.0)]
    paint.setShader(skia.GradientShader.MakeRadial((spot.x, y), reach, colors, [0, 0.55, 1]))
    canvas.drawCircle(spot.x, y, reach, paint)


def _lift_face(piece: Pixels, at: tuple[int, int], spot: Spot, w: World) -> None:
    """In the dark: a little light on somebody's face and shoulders."""
    import skia

    paint = skia.Paint(AntiAlias=True, BlendMode=skia.BlendMode.kSrcATop)
    x, y = spot.x - at[0], spot.y - spot.height * (spot.drawing.foot - 0.15) - at[1]
    colors = [skia.Color4f(*mix(w.pal.light, (1.0, 0.86, 0.68), 0.75), a).toColor() for a in (FACE, 0.0)]
    paint.setShader(skia.GradientShader.MakeRadial((x, y), 0.34 * spot.height, colors))
    canvas_on(piece).drawCircle(x, y, 0.34 * spot.height, paint)


DIM = ("planet", "space", "cave")
"""Settings that are dark at any hour."""
HALO, FACE = 0.24, 0.24
"""How strong the light behind somebody in the dark is, and the light on the face."""


def _grade(w: World, p: Placed, depth: float) -> skia.ColorFilter:
    """The scene's light on a drawing: a glowing thing keeps its colours."""
    import skia

    if p.subject.glows:
        return skia.ColorFilters.Matrix(grading((1.0, 0.97, 0.92), w.pal.haze, 0.0, 0.95))
    lifted = 0.88 if is_alive(p.subject) else 0.82 if p.subject.metres < 3 else 0.74
    bright = lifted + (1 - lifted) * w.pal.bright
    near = mix(w.pal.depth_tone(depth), (1.0, 1.0, 1.0), 0.78)
    ambient = tuple(a * n * bright for a, n in zip(w.pal.ambient, near, strict=True))
    air = min(0.75, w.pal.air(depth) * 0.85)
    return skia.ColorFilters.Matrix(grading(ambient, w.pal.haze, air, 0.9 if is_alive(p.subject) else 0.8))  # type: ignore[arg-type]


def _ground_shadow(canvas: skia.Canvas, piece: Pixels, at: tuple[int, int], spot: Spot, w: World, light: Source) -> None:
    """Contact shadow at the foot, and the figure's own shadow lying on the ground away from the light."""
    import cv2
    import skia

    x, y = at
    _, _, wide, tall = spot.box
    breadth = spot.height * wide / tall
    paint = skia.Paint(AntiAlias=True)
    paint.setColor4f(skia.Color4f(*w.pal.shadow, 0.5))
    for grow, sigma in ((0.40, 0.03), (0.56, 0.07)):
        blur = max(0.8, sigma * min(spot.height, breadth))
        paint.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, blur))
        rx, ry = breadth * grow, max(1.5, min(0.05 * spot.height, breadth * 0.09))
        canvas.drawOval(skia.Rect.MakeLTRB(spot.x - rx, spot.y - ry * 0.75, spot.x + rx, spot.y + ry), paint)
    step = max(1, round(spot.height / 160))
    mask = cv2.resize(np.ascontiguousarray(piece[..., 3]), None, fx=1 / step, fy=1 / step, interpolation=cv2.INTER_AREA)
    mask = np.where(mask > 215, mask, 0).astype(np.uint8)
    lean = max(-1.4, min(1.4, (spot.x - light.x) / max(60.0, 1.1 * abs(light.y - spot.y))))
    soft = mask_image(blurred(mask, max(1.0, 0.022 * mask.shape[0])))
    cast = skia.Paint(AntiAlias=True)
    cast.setColor4f(skia.Color4f(*w.pal.shadow, 0.34 * max(0.35, light.power)))
    canvas.save()
    canvas.concat(skia.Matrix.MakeAll(1, -lean * 0.55, spot.x, 0, -0.24, spot.y, 0, 0, 1))
    canvas.scale(step, step)
    canvas.drawImage(soft, (x - spot.x) / step, (y - spot.y) / step, skia.SamplingOptions(skia.FilterMode.kLinear), cast)
    canvas.restore()
