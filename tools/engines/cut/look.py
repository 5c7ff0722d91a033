"""A look laid on the film's own planes: one curve on luma, its slope on chroma; grain is left to ffmpeg.

The curves are meant for red, green and blue. Near grey, a curve a channel is the same as its value on luma and its slope on
the two colour differences, which can be looked up in the planes that are drawn anyway; no frame is turned to RGB and back.
Every curve keeps black black and white near white, so that no look crushes a picture or burns it out.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from memory.film import Look
from tools.engines.cut.encode import AS_VIDEO, CRF, SIZED
from tools.engines.planes import KB, KR
from tools.ffmpeg import Frame

GRAIN_SIZE = 2.0
"""Pixels of one grain at 720 lines; larger frames have larger grains."""
GRAIN_STRENGTH = 40
"""The noise filter's strength at grain 1, before it is softened and laid over the midtones."""
REACH = 0.12
"""How far to both sides of a tone its slope is taken: as far as colours of some strength lie from their grey."""

Tones = NDArray[np.float64]
Table = NDArray[np.float32]


def graded(frames: Iterator[memoryview], look: Look, sized: SIZED) -> Iterator[Frame]:
    """The frames (yuv420p, limited range) with the look's tones and colours; each is overwritten by the next one."""
    tables = _tables(look)
    if tables is None:
        return frames
    bench = _Bench(tables, sized)
    return (bench.develop(frame) for frame in frames)


def grain(look: Look, sized: SIZED) -> str:
    """Write the filters from graded frames to the piece: softened noise where the look has grain, else none."""
    return AS_VIDEO if look.grain <= 0 else _grained(AS_VIDEO, look.grain, sized)


def quality(look: Look) -> float:
    """Name the crf at which a look is encoded: grain hides what compression loses, and would cost ten times the bits."""
    return CRF + 6 * math.pow(max(look.grain, 0), 0.7)


@dataclass(frozen=True)
class _Tables:
    """By luma code 0..255: the new luma; and what the new colour differences are made of, as (constant, of Cb, of Cr)."""

    luma: NDArray[np.uint8]
    blue: tuple[Table, Table, Table]
    red: tuple[Table, Table, Table]


class _Bench:
    """Develops frame after frame in buffers that are made once."""

    def __init__(self, tables: _Tables, sized: SIZED) -> None:
        self._tables = tables
        self._width, self._height, _ = sized
        self._frame = np.empty(self._width * self._height * 3 // 2, np.uint8)

    def develop(self, frame: memoryview) -> memoryview:
        """The frame's planes through the tables."""
        import cv2

        width, height = self._width, self._height
        size, quarter = width * height, width * height // 4
        raw = np.frombuffer(frame, np.uint8)
        luma = raw[:size].reshape(height, width)
        blue, red = (raw[size + part * quarter :][:quarter].reshape(height // 2, width // 2) for part in (0, 1))
        tone = cv2.resize(luma, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
        cv2.LUT(luma, self._tables.luma, dst=self._frame[:size].reshape(height, width))
        apart = [plane.astype(np.float32) - np.float32(128) for plane in (blue, red)]
        for part, mixed in enumerate((self._tables.blue, self._tables.red)):
            made = self._frame[size + part * quarter :][:quarter].reshape(height // 2, width // 2)
            cv2.convertScaleAbs(_mixed(mixed, tone, apart), dst=made)
        return self._frame.data.cast("B")


def _mixed(table: tuple[Table, Table, Table], tone: Any, apart: list[Any]) -> Any:
    """One new colour difference as codes; tables of nothing but zeros are passed over."""
    import cv2

    made = cv2.LUT(tone, table[0])
    for factor, difference in zip(table[1:], apart, strict=True):
        if factor.any():
            made += cv2.LUT(tone, factor) * difference
    return made


def _tables(look: Look) -> _Tables | None:
    """Tables of a look, or None where it leaves tones and colours alone."""
    if look.brightness == look.contrast == look.warmth == look.saturation == 0:
        return None
    tones = np.clip((np.arange(256) - 16) / 219, 0, 1)
    bent = curves(look)
    values = [curve(tones) for curve in bent]
    low, high = np.clip(tones - REACH, 0, 1), np.clip(tones + REACH, 0, 1)
    slopes = [(curve(high) - curve(low)) / (high - low) for curve in bent]
    weights = (KR, 1 - KR - KB, KB)
    grey = sum(weight * value for weight, value in zip(weights, values, strict=True))
    luma = np.clip(np.round(16 + 219 * grey), 16, 235).astype(np.uint8)
    share = 1 + look.saturation
    blue, red = (_difference(values, slopes, channel, share) for channel in (2, 0))
    return _Tables(luma, blue, red)


def _difference(values: list[Tones], slopes: list[Tones], channel: int, share: float) -> tuple[Table, Table, Table]:
    """How the colour difference of a channel (0 red, 2 blue) follows from tone, Cb and Cr; `share` is the saturation.

    To first order about the grey of a tone (BT.709): red is 2 (1 - KR) Cr away from it, blue 2 (1 - KB) Cb, and green as far as
    leaves the luma the same.
    """
    weights = np.array([KR, 1 - KR - KB, KB])
    away = np.array([[0, 2 * (1 - KR)], [-2 * (1 - KB) * KB / weights[1], -2 * (1 - KR) * KR / weights[1]], [2 * (1 - KB), 0]])
    towards = np.eye(3)[channel] - weights
    scale = share / (2 - 2 * weights[channel])
    constant = 224 * scale * (towards @ np.array(values)) + 128
    of_blue, of_red = (scale * (towards * away[:, part]) @ np.array(slopes) for part in (0, 1))
    made = (
        np.clip(constant, 16, 240),
        np.where(np.abs(of_blue) < 1e-9, 0, of_blue),
        np.where(np.abs(of_red) < 1e-9, 0, of_red),
    )
    return made[0].astype(np.float32), made[1].astype(np.float32), made[2].astype(np.float32)


def curves(look: Look) -> tuple[Callable[[Tones], Tones], ...]:
    """The curves of red, green and blue, from 0..1 to 0..1."""

    def curve(warm: Callable[[Tones], Tones]) -> Callable[[Tones], Tones]:
        return lambda tones: np.clip(warm(_contrast(_brightness(tones, look.brightness), look.contrast)), 0, 1)

    return tuple(curve(warm) for warm in _warmth(look.warmth))


def _brightness(value: Tones, amount: float) -> Tones:
    """Bend by a gamma of up to two stops; darker also takes some of the light away, so that highlights follow."""
    return np.asarray((1 + 0.35 * min(amount, 0)) * np.power(value, 2 ** (-1.3 * amount)))


def _contrast(value: Tones, amount: float) -> Tones:
    """Bend by an S-curve from black to white for more, by a line about the lower middle for less."""
    if amount <= 0:
        return 0.4 + (value - 0.4) * (1 + 0.75 * amount)
    steep, pivot = 4.0, 0.4
    low, high = math.tanh(steep * pivot), math.tanh(steep * (1 - pivot))
    curve = (np.tanh(steep * (value - pivot)) + low) / (low + high)
    return np.asarray((1 - amount) * value + amount * curve)


def _warmth(amount: float) -> tuple[Callable[[Tones], Tones], ...]:
    """What red, green and blue are bent by: one end of the spectrum is lifted by gamma, the other dimmed."""

    def lifted(value: Tones) -> Tones:
        return np.asarray(np.power(value, 2 ** (-0.35 * abs(amount))))

    def green(value: Tones) -> Tones:
        return (1 - 0.11 * abs(amount)) * value

    def dimmed(value: Tones) -> Tones:
        return (1 - 0.33 * abs(amount)) * value

    return (lifted, green, dimmed) if amount > 0 else (dimmed, green, lifted)


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
