"""The easel: paints sheets and figures into finished layers, keeps them few, and writes picture, layers and stage."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tools.engines.papercut.compose import Placed, View
from tools.engines.papercut.figure import paint_figure, spots
from tools.engines.papercut.flipbook import bound, leafed
from tools.engines.papercut.light import Finish, Source, finish, glow
from tools.engines.papercut.palette import hex_rgb, rgb_hex
from tools.engines.papercut.paper import Pixels, canvas_on, unpremultiplied, write_png
from tools.engines.papercut.pile import Laid, compose_layer, joined, trimmed
from tools.engines.papercut.redraw import redraw
from tools.engines.papercut.script import acts
from tools.engines.papercut.world import Sheet, World
from tools.stage import Ambient, Layer, Light, Stage, Vent, write_stage

if TYPE_CHECKING:
    import skia

MOST = 14
"""Layers that a still has at most; the camera draws each of them for every frame."""

HEM, LOOSE_HEM = 0.075, 0.16
"""How far below the edge that hides it a sheet goes on, in frame heights, for a camera that rises; and one that drifts."""

REVEALED, BACKMOST = 0.12, 0.06
"""How far behind what hides it, in frame widths, a sheet goes on for a camera that moves; the last, which has no end, less."""

OPAQUE = ("far", "ground", "water", "interior", "cloud")
"""Kinds of sheet that hide what lies behind them."""


class Easel:
    """Paints one still."""

    def __init__(self, w: World, view: View, placed: list[Placed]) -> None:
        self.w, self.view, self.placed = w, view, placed
        self.size = (view.width + 2 * view.mx, view.height + 2 * view.my)
        self.work: Pixels = np.zeros((self.size[1], self.size[0], 4), np.uint8)
        self.laid: list[Laid] = []
        self.cover = np.zeros((self.size[1], self.size[0]), bool)
        self.grain = max(20, round(view.height / 45) * 5)

    def paint(self) -> None:
        """Paint everything, front to back so that what stays hidden is not painted, and bring the layers down to MOST."""
        jobs: list[tuple[float, int, Sheet | Placed]] = [(s.depth, i, s) for i, s in enumerate(self.w.sheets)]
        jobs += [(p.depth, 1000 + i, p) for i, p in enumerate(self.placed)]
        for _, _, job in sorted(jobs, key=lambda j: (j[0], j[1]), reverse=True):
            if isinstance(job, Sheet):
                self._sheet(job)
            else:
                self._figure(job)
        self.laid.reverse()
        for i in range(len(self.laid) - 1, 0, -1):
            if self.laid[i].sheet.joins and self.laid[i - 1].sheet.kind not in ("subject", "glow", "weather"):
                self.laid[i - 1 : i + 1] = [joined(self.laid[i - 1], self.laid[i])]
        while len(self.laid) > MOST and self._merge_nearest():
            pass

    def sources(self, depth: float, own: Placed | None = None) -> tuple[Source, ...]:
        """The lights that reach something at `depth`: first the sky's or window's, then lamps that are near in depth."""
        w, unit = self.w, self.view.height * self.view.zoom_at(depth)
        x, y = self.view.point(*w.light, 0.03 if w.open_sky else 0.4)
        key = Source(x, y, w.pal.light, 1.5 * self.view.height * max(1.0, w.a / 1.5), (0.5 + 0.5 * depth) * w.pal.light_power)
        lamps = []
        for p in self.placed:
            if p.subject.glows and p is not own and abs(p.depth - depth) < 0.3:
                at = self.view.point(p.x, p.top + lamp_height(p) * p.height, p.depth)
                power = 0.85 if w.dark or not w.open_sky else 0.35
                lamps.append(Source(*at, hex_rgb(p.subject.glows), 0.5 * unit, power))
        for lx, ly, color, radius in w.lights:
            lamps.append(Source(*self.view.point(lx, ly, depth), color, radius * unit, 0.6))
        return (key, *lamps[:4])

    def _hem(self, spare: float) -> int:
        """The canvas row down to which something behind all that is painted so far can come into view."""
        open_rows = np.flatnonzero(~self.cover.all(axis=1))
        lowest = int(open_rows[-1]) + 1 if open_rows.size else 0
        return min(self.size[1], lowest + round(spare * self.view.height))

    def _hollow(self, sheet: Sheet, hem: int) -> None:
        """Take from the work canvas what lies so deep behind nearer sheets that no camera here sees it, where that is much."""
        import cv2

        small = cv2.resize(self.cover[:hem].view(np.uint8), None, fx=1 / 8, fy=1 / 8, interpolation=cv2.INTER_AREA)
        reach = 2 * round((REVEALED if sheet.depth else BACKMOST) * self.view.width / 8) + 1
        deep = cv2.erode(small, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach)))
        if deep.mean() < 0.2:
            return
        if sheet.depth == 0:
            x, y, width, height = (8 * v for v in cv2.boundingRect(1 - deep))
            deep = np.ones((hem, self.size[0]), np.uint8)
            deep[y : y + height, x : x + width] = 0
        else:
            deep = cv2.resize(deep, (self.size[0], hem), interpolation=cv2.INTER_NEAREST)
        self.work[:hem].view(np.uint32)[..., 0] *= deep == 0

    def _canvas(self, depth: float, hem: int) -> skia.Canvas:
        import skia

        self.work[:] = 0
        canvas = canvas_on(self.work)
        canvas.clipRect(skia.Rect.MakeWH(self.size[0], hem))
        scale, dx, dy = self.view.place(depth)
        canvas.translate(dx, dy)
        canvas.scale(scale, scale)
        return canvas

    def _sheet(self, sheet: Sheet) -> None:
        falling = sheet.ambient.kind in ("rain", "snow")
        hem = self.size[1] if sheet.kind == "weather" else self._hem(LOOSE_HEM if sheet.kind == "cloud" else HEM)
        sheet.paint(self._canvas(0.0 if falling else sheet.depth, hem))
        if sheet.kind != "weather":
            self._hollow(sheet, hem)
        unit = self.view.height * self.view.zoom_at(sheet.depth) ** 0.5
        how = Finish(
            unit=unit, shadow_color=self.w.pal.shadow, shadow=sheet.shadow * (0.45 + 0.5 * sheet.depth), rim=sheet.rim,
            wash=sheet.wash * 0.7, shade=sheet.wash * (0.12 + 0.42 * sheet.depth) if sheet.depth > 0.05 else 0.0,
            blur=sheet.blur * unit, grain=self.grain,
        )  # fmt: skip
        self._keep(sheet, how, self.sources(sheet.depth), hem)

    def _keep(self, sheet: Sheet, how: Finish | None, sources: tuple[Source, ...] = (), hem: int = 1 << 20) -> None:
        """Crop what was painted on the work canvas, finish it and lay it on the pile."""
        import cv2

        x, y, width, height = cv2.boundingRect(np.ascontiguousarray(self.work[..., 3]))
        if width == 0 or height == 0:
            return
        pad = 0 if how is None or (how.shadow == 0 and how.blur == 0) else round(how.unit * 0.075 + how.blur * 3)
        x0, y0 = max(0, x - pad), max(0, y - pad)
        x1, y1 = min(self.size[0], x + width + pad), min(self.size[1], y + height + pad, hem)
        if sheet.kind == "weather":
            y0, y1 = 0, self.size[1]
        pixels = self.work[y0:y1, x0:x1].copy()
        if how is not None and sheet.kind not in ("weather", "glow", "celestial"):
            finish(pixels, sources, replace(self.w.hand.lit(how), offset=(x0, y0)))
        redraw(pixels, self.w.hand, sheet.kind, (x0, y0), self.view.height)
        pivot = self.view.point(*sheet.pivot, sheet.depth) if sheet.pivot else ((x0 + x1) / 2, float(y1))
        laid = trimmed(Laid(sheet, pixels, x0, y0, pivot))
        if laid is None:
            return
        self.laid.append(laid)
        if sheet.kind in OPAQUE and sheet.blend == "over":
            height, width = laid.pixels.shape[:2]
            self.cover[laid.y : laid.y + height, laid.x : laid.x + width] |= laid.pixels[..., 3] == 255

    def _figure(self, p: Placed) -> None:
        motion = {"water": Ambient(kind="bob", amount=0.35, speed=0.22), "air": Ambient(kind="bob", amount=0.3, speed=0.3),
                  "under": Ambient(kind="bob", amount=0.3, speed=0.16)}.get(p.stand.place, Ambient())  # fmt: skip
        if p.subject.glows and p.subject.metres < 1.5:
            motion = Ambient(kind="flicker", amount=0.15, speed=1.2)
        words = tuple(dict.fromkeys((p.subject.word, *p.subject.word.split())))
        sheet = Sheet(p.subject.word, "subject", p.depth, lambda _: None, words, motion, pivot=(p.x, p.y))
        self.work[:] = 0
        if acts(p.subject):
            laid = leafed(self.w, p, self.view, self.sources(p.depth, p), self.work, sheet, self.placed)
            self.laid += [laid] if laid else []
        else:
            paint_figure(self.w, p, self.view, self.sources(p.depth, p), self.work)
            self._keep(sheet, None)
        if p.subject.glows:
            self._glow(p)

    def _glow(self, p: Placed) -> None:
        """The light around a source, blended by screen over what is behind and around it."""
        self.work[:] = 0
        canvas = canvas_on(self.work)
        power = 0.95 if self.w.dark or not self.w.open_sky else 0.45
        for spot in spots(self.w, p, self.view):
            y = spot.y - spot.height * (p.drawing.foot - lamp_height(p))
            reach = (0.11 + 0.9 * p.height) * self.view.height * self.view.zoom_at(p.depth) * 0.75
            reach = min(reach, 0.55 * self.view.height)
            if p.subject.drawing == "built:lighthouse" and self.w.dark:
                _beam(canvas, spot.x, y, self.view.height, self.w, hex_rgb(p.subject.glows))
            glow(canvas, spot.x, y, reach, hex_rgb(p.subject.glows), power)
        flicker = Ambient(kind="flicker", amount=0.35, speed=0.9)
        name = p.subject.word + " glow"
        self._keep(
            Sheet(name, "glow", p.depth + 0.0005, lambda _: None, (name, "glow", "light"), flicker, blend="screen"), None
        )

    def _merge_nearest(self) -> bool:
        """Join the two neighbours that differ least in depth and may share a layer; False when none may."""
        best, gap = -1, 9.0
        for i in range(len(self.laid) - 1):
            a, b = self.laid[i].sheet, self.laid[i + 1].sheet
            mergeable = a.blend == b.blend == "over" and a.depth > 0 and "weather" not in (a.kind, b.kind)
            mergeable = mergeable and "drift" not in (a.ambient.kind, b.ambient.kind)
            price = (
                b.depth
                - a.depth
                + (0.5 if "subject" in (a.kind, b.kind) else 0)
                + (0.2 if a.ambient.kind != b.ambient.kind else 0)
                + (2.0 if self.laid[i].leaves or self.laid[i + 1].leaves else 0)
            )
            if mergeable and price < gap:
                best, gap = i, price
        if best < 0:
            return False
        self.laid[best : best + 2] = [joined(self.laid[best], self.laid[best + 1])]
        return True

    def write(self, folder: Path, focus: tuple[float, float]) -> list[str]:
        """Write layers, stage.json and still.png; gives the element names."""
        (folder / "layers").mkdir(exist_ok=True)
        layers = []
        view, w = self.view, self.w
        flat: Pixels = np.zeros((self.size[1], self.size[0], 4), np.uint8)
        canvas = canvas_on(flat)
        for i, laid in enumerate(self.laid):
            file = f"layers/{i:02d}-{_slug(laid.sheet.name)}.png"
            write_png(unpremultiplied(laid.pixels), folder / file)
            compose_layer(canvas, laid)
            s, (height, width) = laid.sheet, laid.pixels.shape[:2]
            layers.append(Layer(
                name=s.name, file=file, kind=s.kind, x=laid.x, y=laid.y, width=width, height=height, depth=round(s.depth, 4),
                elements=s.elements, ambient=s.ambient, pivot=(round(laid.pivot[0], 2), round(laid.pivot[1], 2)), blend=s.blend,
                puppet=bound(laid, file, folder),
            ))  # fmt: skip
        write_png(
            np.ascontiguousarray(flat[view.my : view.my + view.height, view.mx : view.mx + view.width, :3]),
            folder / "still.png",
        )
        x, y = view.point(*w.light, 0.03 if w.open_sky else 0.4)
        stage = Stage(
            width=self.size[0], height=self.size[1], frame=(view.mx, view.my, view.width, view.height),
            horizon=round(view.point(0, 0.55, 0.2)[1], 2),
            light=Light(x=round(x, 2), y=round(y, 2), color=rgb_hex(w.pal.light)),
            layers=tuple(layers), focus=(round(focus[0], 2), round(focus[1], 2)),
            setting=w.plan.setting, time=w.plan.time, weather=w.plan.weather, season=w.plan.season, vents=self._vents(),
        )  # fmt: skip
        write_stage(stage, folder)
        return list(dict.fromkeys(e for layer in layers for e in layer.elements))

    def _vents(self) -> tuple[Vent, ...]:
        """The chimneys' mouths on the canvas."""
        made = []
        for x, y, depth, width in dict.fromkeys(self.w.vents):
            px, py = self.view.point(x, y, depth)
            made.append(Vent(x=round(px, 1), y=round(py, 1), depth=depth, width=round(width * self.view.place(depth)[0], 1)))
        return tuple(made)


def lamp_height(p: Placed) -> float:
    """Where on a glowing thing its light is, as a fraction from the top."""
    return 0.12 if p.subject.drawing == "built:lighthouse" else 0.42


def _beam(canvas: skia.Canvas, x: float, y: float, unit: float, w: World, color: tuple[float, float, float]) -> None:
    import skia

    for direction, reach in ((-w.side, 1.25), (w.side, 0.7)):
        path = skia.Path()
        path.moveTo(x, y)
        path.lineTo(x + direction * reach * unit, y - 0.16 * unit)
        path.lineTo(x + direction * reach * unit, y + 0.05 * unit)
        path.close()
        paint = skia.Paint(
            AntiAlias=True, Dither=True, MaskFilter=skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, 0.008 * unit)
        )
        colors = [skia.Color4f(*color, 0.55).toColor(), skia.Color4f(*color, 0.0).toColor()]
        paint.setShader(skia.GradientShader.MakeRadial((x, y), reach * unit, colors, [0, 1]))
        canvas.drawPath(path, paint)


def _slug(name: str) -> str:
    kept = "".join(ch if ch.isascii() and ch.isalnum() else "-" for ch in name.lower())
    return "-".join(part for part in kept.split("-") if part)[:40] or "layer"
