"""A look as ffmpeg filters: brightness, contrast and warmth as one table a channel, saturation on chroma, grain on luma.

Every curve keeps black black and white near white, so that no look crushes a picture or burns it out.
"""

from __future__ import annotations

import math

from memory.film import Look
from tools.engines.cut.encode import AS_VIDEO, CRF, SIZED, TO_VIDEO

GRAIN_SIZE = 2.0
"""Pixels of one grain at 720 lines; larger frames have larger grains."""
GRAIN_STRENGTH = 40
"""The noise filter's strength at grain 1, before it is softened and laid over the midtones."""


def pixels(look: Look) -> str:
    """Name the raw frames that a look is laid on: the film's own planes, or bgra where it bends red, green and blue."""
    return "bgra" if _tables(look) else "yuv420p"


def grade(look: Look, sized: SIZED) -> str:
    """Write filters from raw frames (`pixels`) to graded frames of the profile; a look of zeros adds none."""
    tables = _tables(look)
    chain = [*tables, TO_VIDEO if tables else AS_VIDEO, *_chroma(look)]
    graded = ",".join(chain)
    return graded if look.grain <= 0 else _grained(graded, look.grain, sized)


def quality(look: Look) -> float:
    """Name the crf at which a look is encoded: grain hides what compression loses, and would cost ten times the bits."""
    return CRF + 6 * math.pow(max(look.grain, 0), 0.7)


def _tables(look: Look) -> list[str]:
    """Three 256-entry tables, written as expressions; `val` is 0..255."""
    if look.brightness == look.contrast == look.warmth == 0:
        return []
    tone = _contrast(_brightness("val/255", look.brightness), look.contrast)
    channels = zip("rgb", _warmth(tone, look.warmth), strict=True)
    return ["lutrgb=" + ":".join(f"{name}='255*clip({curve},0,1)'" for name, curve in channels)]


def _brightness(value: str, amount: float) -> str:
    """Bend by a gamma of up to two stops; darker also takes some of the light away, so that highlights follow."""
    if amount == 0:
        return value
    gain = 1 + 0.35 * min(amount, 0)
    return f"{gain:.5f}*pow({value},{2 ** (-1.3 * amount):.5f})"


def _contrast(value: str, amount: float) -> str:
    """Bend by an S-curve from black to white for more, by a line about the lower middle for less."""
    if amount == 0:
        return value
    if amount < 0:
        return f"0.4+({value}-0.4)*{1 + 0.75 * amount:.5f}"
    steep, pivot = 4.0, 0.4
    low, high = math.tanh(steep * pivot), math.tanh(steep * (1 - pivot))
    curve = f"((tanh({steep}*({value}-{pivot}))+{low:.5f})/{low + high:.5f})"
    return f"({1 - amount:.5f}*{value}+{amount:.5f}*{curve})"


def _warmth(value: str, amount: float) -> tuple[str, str, str]:
    """Red, green and blue: one end of the spectrum is lifted by gamma, the other dimmed."""
    if amount == 0:
        return value, value, value
    lifted = f"pow({value},{2 ** (-0.35 * abs(amount)):.5f})"
    green = f"{1 - 0.11 * abs(amount):.5f}*{value}"
    dimmed = f"{1 - 0.33 * abs(amount):.5f}*{value}"
    return (lifted, green, dimmed) if amount > 0 else (dimmed, green, lifted)


def _chroma(look: Look) -> list[str]:
    if look.saturation == 0:
        return []
    curve = f"'clip(128+(val-128)*{1 + look.saturation:.5f},16,240)'"
    return [f"lutyuv=u={curve}:v={curve}"]


def _grained(graded: str, amount: float, sized: SIZED) -> str:
    """Lay softened noise, new in every frame, over luma: strongest in midtones, as in film."""
    width, height, fps = sized
    size = GRAIN_SIZE * max(min(width, height) / 720, 0.5)
    small = f"{max(round(width / size), 2)}x{max(round(height / size), 2)}"
    strength = max(round(GRAIN_STRENGTH * amount**1.25), 1)
    noise = f"color=c=0x818181:s={small}:r={fps},format=gray,noise=alls={strength}:allf=t:all_seed=7321"
    soft = f"scale={width}:{height}:flags=bicubic:in_range=tv:out_range=tv,format=yuv420p"
    blend = "blend=c0_mode=overlay:c1_mode=normal:c2_mode=normal:shortest=1"
    return f"{graded}[graded];{noise},{soft}[grain];[graded][grain]{blend}"
