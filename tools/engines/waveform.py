"""A picture of a recording: its waveform, with what was kept of it in colour and what was left out in grey."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

WIDTH, HEIGHT = 1200, 240
PAPER, KEPT, GONE, LINE = (250, 246, 238), (38, 92, 122), (196, 190, 180), (226, 219, 206)


def draw(samples: NDArray[np.float32], rate: int, kept: Sequence[tuple[float, float]]) -> bytes:
    """A PNG of WIDTH x HEIGHT pixels: the loudest and lowest of every column, a tick every second."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(image)
    seconds = max(len(samples) / rate, 1e-6)
    for second in range(0, int(seconds) + 1, max(1, round(seconds / 30))):
        x = round(second / seconds * WIDTH)
        pen.line([(x, 0), (x, HEIGHT)], fill=LINE)
    peak = float(np.max(np.abs(samples), initial=0)) or 1.0
    edges = np.linspace(0, len(samples), WIDTH + 1).astype(int)
    for x, (start, end) in enumerate(pairwise(edges)):
        part = samples[start : max(end, start + 1)] / peak
        high, low = float(np.max(part, initial=0)), float(np.min(part, initial=0))
        middle = (start + end) / 2 / rate
        colour = KEPT if any(a <= middle <= b for a, b in kept) else GONE
        pen.line([(x, HEIGHT / 2 * (1 - 0.94 * high)), (x, HEIGHT / 2 * (1 - 0.94 * low))], fill=colour)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()
