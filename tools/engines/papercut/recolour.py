"""Another colour for a drawing: its leading hue turned to the wanted one, shades and other colours kept."""

from __future__ import annotations

import colorsys
import re
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_HEX = re.compile(r"#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{3})\b")


def _rgb(colour: str) -> tuple[float, float, float]:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(d * 2 for d in digits)
    return int(digits[0:2], 16) / 255, int(digits[2:4], 16) / 255, int(digits[4:6], 16) / 255


def shade(colour: str, factor: float) -> str:
    """The colour made darker (factor < 1) or lighter (> 1, toward white), as #rrggbb."""
    rgb = _rgb(colour)
    mixed = [c * factor if factor <= 1 else c + (1 - c) * (factor - 1) for c in rgb]
    return "#" + "".join(f"{round(255 * min(1.0, max(0.0, c))):02x}" for c in mixed)


def _leading(colours: list[str], pixels: NDArray[np.uint8]) -> str:
    """The fill that covers most of the picture, coloured ones before greys."""
    seen = pixels[pixels[..., 3] > 200][:, :3].astype(int)

    def weight(colour: str) -> float:
        r, g, b = _rgb(colour)
        near = np.abs(seen - np.array([r, g, b]) * 255).max(1) < 6 if seen.size else np.zeros(0, bool)
        grey = max(r, g, b) - min(r, g, b) < 0.12
        return float(near.sum()) * (0.35 if grey else 1.0)

    return max(colours, key=weight)


def recolour(svg: str, wanted: str, pixels: NDArray[np.uint8]) -> str:
    """The SVG with its leading colour, and every shade of it, turned into `wanted` (#rrggbb); `pixels` is a render of it."""
    colours = list(dict.fromkeys(_HEX.findall(svg)))
    if not colours:
        return svg
    lead = _leading(colours, pixels)
    hue, light, saturation = colorsys.rgb_to_hls(*_rgb(lead))

    def turned(found: re.Match[str]) -> str:
        colour = found.group(0)
        h, l_, s = colorsys.rgb_to_hls(*_rgb(colour))
        apart = abs((h - hue + 0.5) % 1 - 0.5)
        akin = (apart < 0.07 and s > 0.15) if saturation > 0.15 else (s <= 0.2 and abs(l_ - light) < 0.3)
        return shade(wanted, max(0.35, min(1.6, l_ / max(light, 0.05)))) if colour == lead or akin else colour

    return _HEX.sub(turned, svg)
