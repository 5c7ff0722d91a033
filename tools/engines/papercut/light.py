"""Light on paper: rims on lit edges, shadows under every sheet, glow around sources, blur of the nearest, air on the far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from tools.engines.papercut.palette import Rgb
from tools.engines.papercut.paper import Pixels, fibre_sheet

if TYPE_CHECKING:
    import skia


@dataclass(frozen=True)
class Source:
    """A source in canvas pixels: its colour, how far it reaches in pixels and how strong it is 0..1."""

    x: float
    y: float
    color: Rgb
    reach: float
    power: float


@dataclass(frozen=True)
class Finish:
    """How a cut piece is finished; distances in pixels."""

    unit: float
    """Pixels a unit (the frame's height, scaled by how near the camera is)."""
    shadow_color: Rgb
    shadow: float = 1.0
    rim: float = 1.0
    bevel: float = 0.0
    wash: float = 1.0
    """How much the sources brighten the paper."""
    shade: float = 0.0
    """How much the paper darkens away from the first source, 0..1."""
    blur: float = 0.0
    grain: int = 80
    """Size of the fibre in percent."""
    offset: tuple[int, int] = (0, 0)
    """Where the piece's pixel (0, 0) lies on the canvas."""


def finish(pixels: Pixels, sources: tuple[Source, ...], how: Finish) -> None:
    """Turn flat painted shapes (premultiplied RGBA, in place) into lit paper with its shadow beneath."""
    import cv2

    mask = np.ascontiguousarray(pixels[..., 3])
    height, width = mask.shape
    x, y = how.offset[0] % 64, how.offset[1] % 64
    fibre = fibre_sheet((width + x) // 256 * 256 + 256, (height + y) // 256 * 256 + 256, how.grain)[
        y : y + height, x : x + width
    ]
    cv2.multiply(pixels, fibre, dst=pixels, scale=1 / 128)
    reaching = tuple(s for i, s in enumerate(sources) if i == 0 or _reaches(s, how.offset, mask.shape))
    if how.wash > 0 or how.shade > 0:
        cv2.multiply(pixels, _gain(mask.shape, reaching, how), dst=pixels, scale=1 / 128)
    cv2.min(pixels, cv2.cvtColor(mask, cv2.COLOR_GRAY2RGBA), dst=pixels)
    if how.bevel > 0:
        _bevel(pixels, mask, sources[0], how)
    if how.rim > 0:
        for source in reaching:
            _rim(pixels, mask, source, how)
    if how.blur > 0:
        _soften(pixels, how.blur)
        mask = np.ascontiguousarray(pixels[..., 3])
    if how.shadow > 0:
        _shadow(pixels, mask, sources[0], how)


def _reaches(source: Source, offset: tuple[int, int], shape: tuple[int, ...]) -> bool:
    dx = max(offset[0] - source.x, 0, source.x - offset[0] - shape[1])
    dy = max(offset[1] - source.y, 0, source.y - offset[1] - shape[0])
    return source.power > 0.02 and dx * dx + dy * dy < source.reach**2


def falloff(
    shape: tuple[int, ...], source: Source, offset: tuple[int, int], step: int
) -> np.ndarray[Any, np.dtype[np.float32]]:
    """1 at the source to 0 at its reach, for every `step`th pixel of a piece."""
    ys = (np.arange(max(2, shape[0] // step + 1), dtype=np.float32) + 0.5) * step + offset[1] - source.y
    xs = (np.arange(max(2, shape[1] // step + 1), dtype=np.float32) + 0.5) * step + offset[0] - source.x
    far = np.sqrt(ys[:, None] ** 2 + xs[None, :] ** 2) / max(source.reach, 1.0)
    return np.asarray(np.clip(1 - far, 0, 1) ** 1.8, np.float32)


def _gain(shape: tuple[int, ...], sources: tuple[Source, ...], how: Finish) -> Pixels:
    """Light as a factor for every pixel (128 is 1): brighter and tinted near sources, darker and cooler far from the first."""
    import cv2

    step = 8
    key = falloff(shape, sources[0], how.offset, step)
    gain = np.ones((*key.shape, 4), np.float32)
    for source in sources:
        fall = falloff(shape, source, how.offset, step)[..., None]
        gain[..., :3] += 0.9 * how.wash * source.power * fall * np.array(source.color, np.float32)
    dark = (how.shade * (1 - key) ** 2)[..., None]
    gain[..., :3] *= 1 - dark * (1 - 0.55 * np.array(how.shadow_color, np.float32))
    gain[..., 3] = 1
    small = np.clip(gain * 128, 0, 255).astype(np.uint8)
    return np.asarray(cv2.resize(small, (shape[1], shape[0]), interpolation=cv2.INTER_LINEAR), np.uint8)


def _shifted(mask: Pixels, dx: float, dy: float, border: int) -> Pixels:
    """The mask moved by whole pixels; what comes in at the edges repeats them when `border` is -1, and is empty otherwise."""
    import cv2

    height, width = mask.shape
    x, y = max(1 - width, min(width - 1, round(dx))), max(1 - height, min(height - 1, round(dy)))
    part = mask[max(0, -y) : height - max(0, y), max(0, -x) : width - max(0, x)]
    edge = cv2.BORDER_REPLICATE if border < 0 else cv2.BORDER_CONSTANT
    return np.asarray(cv2.copyMakeBorder(part, max(0, y), max(0, -y), max(0, x), max(0, -x), edge), np.uint8)


def _toward(mask: Pixels, source: Source, how: Finish) -> tuple[float, float]:
    """Unit vector from the piece toward the source; wide pieces are lit mostly from above."""
    height, width = mask.shape
    x, y = source.x - how.offset[0] - width / 2, source.y - how.offset[1] - height / 2
    if width > 1.2 * how.unit:
        x *= 0.35
        y = -abs(y) - 0.2 * how.unit
    size = max(1e-6, float(np.hypot(x, y)))
    return x / size, y / size


def _rim(pixels: Pixels, mask: Pixels, source: Source, how: Finish) -> None:
    import cv2

    dx, dy = _toward(mask, source, how)
    width = max(1.0, 0.0030 * how.unit)
    thin = cv2.subtract(mask, _shifted(mask, -dx * width, -dy * width, -1))
    wide = cv2.subtract(mask, _shifted(mask, -dx * width * 3.4, -dy * width * 3.4, -1))
    wide = cv2.GaussianBlur(wide, (0, 0), max(0.6, width * 1.1))
    edge = cv2.addWeighted(thin, 0.85, wide, 0.42, 0)
    floor = 0.2 if source.reach > how.unit else 0.0
    fall = np.clip((floor + (1.15 - floor) * falloff(mask.shape, source, how.offset, 8)) * how.rim * source.power, 0, 1)
    fall = cv2.resize((fall * 255).astype(np.uint8), (mask.shape[1], mask.shape[0]), interpolation=cv2.INTER_LINEAR)
    _atop(pixels, mask, np.asarray(cv2.multiply(edge, fall, scale=1 / 255), np.uint8), source.color)


def _bevel(pixels: Pixels, mask: Pixels, source: Source, how: Finish) -> None:
    """The side turned from the light: a dark edge, and a soft gradient of shade across the piece."""
    import cv2

    dx, dy = _toward(mask, source, how)
    width = max(1.0, 0.004 * how.unit)
    away = cv2.subtract(mask, _shifted(mask, dx * width * 2.5, dy * width * 2.5, 0))
    away = cv2.GaussianBlur(away, (0, 0), max(0.7, width * 1.6))
    _atop(pixels, mask, np.asarray(cv2.convertScaleAbs(away, alpha=0.5 * how.bevel), np.uint8), how.shadow_color)


def _atop(pixels: Pixels, mask: Pixels, strength: Pixels, color: Rgb) -> None:
    """Tint what is painted (premultiplied, in place; `mask` is its alpha) towards a colour by `strength`, 0..255."""
    import cv2

    kept = cv2.multiply(pixels, cv2.merge([255 - strength] * 4), scale=1 / 255)
    cv2.add(kept, _colored(cv2.multiply(strength, mask, scale=1 / 255), color), dst=pixels)


def _colored(alpha: Any, color: Rgb) -> Any:
    """A colour laid on by `alpha`, as premultiplied RGBA."""
    import cv2

    return cv2.merge([*(cv2.convertScaleAbs(alpha, alpha=part) for part in color), alpha])


def _soften(pixels: Pixels, sigma: float) -> None:
    """Out of focus: premultiplied blur, on a smaller copy when it is strong."""
    import cv2

    step = max(1, int(sigma / 2.5))
    if step == 1:
        cv2.GaussianBlur(pixels, (0, 0), sigma, dst=pixels)
        return
    height, width = pixels.shape[:2]
    small = cv2.resize(pixels, (max(1, width // step), max(1, height // step)), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigma / step)
    pixels[:] = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    np.minimum(pixels[..., :3], pixels[..., 3:], out=pixels[..., :3])


def blurred(mask: Pixels, sigma: float) -> Pixels:
    """The mask blurred by `sigma` pixels, worked out on a smaller copy."""
    import cv2

    step = max(1, int(sigma / 2))
    height, width = mask.shape
    small = cv2.resize(mask, (max(1, width // step), max(1, height // step)), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigma / step, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), np.uint8)


def _shadow(pixels: Pixels, mask: Pixels, source: Source, how: Finish) -> None:
    """What the piece darkens behind itself: a tight and a wide soft shadow, away from the light, laid under it."""
    import cv2

    dx, dy = _toward(mask, source, how)
    total = np.zeros_like(mask)
    for reach, strength in ((0.006, 0.42), (0.024, 0.40)):
        soft = blurred(mask, max(0.7, reach * how.unit))
        soft = _shifted(soft, -dx * reach * how.unit * 0.8, -dy * reach * how.unit * 0.5, -1)
        total = cv2.add(total, cv2.convertScaleAbs(soft, alpha=strength * how.shadow))
    free = cv2.multiply(np.minimum(total, 215), 255 - mask, scale=1 / 255)
    cv2.add(pixels, _colored(free, how.shadow_color), dst=pixels)


def glow(canvas: skia.Canvas, x: float, y: float, radius: float, color: Rgb, power: float) -> None:
    """Paint a glow that is meant to be blended by screen: bright heart, long soft fall."""
    import skia

    stops = [(0.0, 1.0), (0.06, 0.82), (0.16, 0.46), (0.36, 0.19), (0.65, 0.055), (1.0, 0.0)]
    colors = [skia.Color4f(*color, power * s).toColor() for _, s in stops]
    paint = skia.Paint(AntiAlias=True, Dither=True)
    paint.setShader(skia.GradientShader.MakeRadial((x, y), radius, colors, [p for p, _ in stops]))
    canvas.drawCircle(x, y, radius, paint)


def mist(canvas: skia.Canvas, at: tuple[float, float], radius: float, flat: float, color: Rgb, powers: Sequence[float]) -> None:
    """Paint a soft disc of mist, `flat` as high as wide; its strength is given at the middle, half way, and at the edge."""
    import skia

    paint = skia.Paint(Dither=True)
    colors = [skia.Color4f(*color, power).toColor() for power in powers]
    paint.setShader(skia.GradientShader.MakeRadial((0, 0), radius, colors, [0, 0.5, 1]))
    canvas.save()
    canvas.translate(*at)
    canvas.scale(1, flat)
    canvas.drawCircle(0, 0, radius, paint)
    canvas.restore()


def grading(ambient: Rgb, haze: Rgb, air: float, saturation: float, lift: float = 0.0) -> list[float]:
    """A 4x5 colour matrix: less saturation, multiplied by the ambient, then `air` of the haze laid over."""
    luma = np.array([0.2126, 0.7152, 0.0722])
    matrix: np.ndarray[Any, Any] = (1 - saturation) * np.tile(luma, (3, 1)) + saturation * np.eye(3)
    matrix = np.diag(ambient) @ matrix * (1 - air)
    out: list[float] = []
    for row in range(3):
        out += [*(float(v) for v in matrix[row]), 0.0, float(haze[row] * air + lift)]
    return [*out, 0.0, 0.0, 0.0, 1.0, 0.0]
