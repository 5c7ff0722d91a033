"""Weather and water: waves, rain, storm, wind, snow, thunder, river, underwater."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.engines.synth.circle import RATE, Circle, Mono, burst, ping, sides, soft, stereo, wide

Loop = NDArray[np.float32]


def waves(c: Circle) -> Loop:
    """Break three waves: each gathers low, breaks bright, and draws back hissing; no two alike."""
    low = c.noise([(30, -8), (80, 0), (300, -4), (900, -24), (4000, -50)])
    mid = [c.noise([(150, -24), (500, 0), (1500, -3), (5000, -20)]) for _ in range(2)]
    high = [c.noise([(1200, -30), (3000, -3), (7000, 0), (14000, -14)]) for _ in range(2)]
    out = wide(0.12 * low * (0.6 + 0.4 * c.slow(6)), 0.02 * mid[0], 1.0) + 0.012 * stereo(high[1], high[0])
    for k in range(3):
        moment = (k + c.rng.uniform(0.25, 0.75)) * c.seconds / 3
        size, pan, lag = c.rng.uniform(0.65, 1.0), c.rng.uniform(-0.5, 0.5), c.since(moment)
        gather, crash, hiss = _swell(lag, 1.1, 0.9), _swell(lag - 0.25, 0.5, 0.7), _swell(lag - 0.9, 0.6, 1.2)
        foam = 0.75 + 0.5 * c.slow(60, 0.2)
        for side, share in enumerate(sides(pan)):
            out[:, side] += size * share * (0.5 * low * gather + 1.0 * mid[side] * crash + 0.45 * high[side] * hiss * foam)
    return out


def _swell(lag: Mono, rise: float, fall: float) -> Mono:
    """Raise a hump in time: a bell before its moment, a longer fall after it."""
    return np.asarray(np.where(lag < 0, np.exp(-((lag / rise) ** 2)), (1 + lag / fall) * np.exp(-lag / fall)))


def rain(c: Circle) -> Loop:
    """Let it rain: a hiss of far drops, patter of nearer ones on leaves and stone, a few that ring."""
    curve = [(80, -20), (400, -12), (1500, -3), (4500, 0), (9000, -3), (16000, -14)]
    breath = 0.82 + 0.18 * c.slow(5)
    out = 0.30 * stereo(c.noise(curve) * breath, c.noise(curve) * breath)
    low = c.noise([(60, -4), (150, 0), (400, -10), (1000, -30)])
    out += 0.06 * stereo(low, low)
    for seconds, dark, bright, rate, level in (
        (0.005, 2500, 9000, 300, 0.5),
        (0.012, 1100, 5000, 90, 0.55),
        (0.03, 500, 2200, 16, 0.5),
    ):
        for side in (0, 1):
            kernel = burst(c.rng, seconds, seconds / 12, dark, bright)
            out[:, side] += level * c.ring(c.impulses(rate, 0.7), kernel)
    return soft(out, 6.0)


def wind(c: Circle) -> Loop:
    """Blow gusts that rise in pitch as they rise in strength, with a faint voice in the strongest."""
    return _gusts(c, lowest=110.0, reach=2.6, whistle=0.05, hiss=0.05)


def snow(c: Circle) -> Loop:
    """Drive a blizzard: colder and thinner than wind, whistling, with driven flakes hissing by."""
    return _gusts(c, lowest=230.0, reach=2.8, whistle=0.16, hiss=0.16)


def _gusts(c: Circle, lowest: float, reach: float, whistle: float, hiss: float) -> Loop:
    strength = c.slow(7, 0.6)
    flutter = 0.85 + 0.3 * c.slow(50, 0.3)
    height = np.log2(lowest) + reach * strength
    out = c.silence()
    for band in np.log2(lowest) + np.arange(5) * reach / 3.4:
        weight = np.exp(-(((height - band) / 0.8) ** 2)) * (0.25 + strength) * flutter
        centre = 2.0**band
        curve = [(centre / 4, -36), (centre / 1.5, -2), (centre, 0), (centre * 1.5, -2), (centre * 5, -36)]
        out += stereo(c.noise(curve) * weight, c.noise(curve) * np.roll(weight, RATE // 6))
    for pitch in (lowest * 5.1, lowest * 6.7):
        voice = c.noise([(pitch / 1.3, -60), (pitch / 1.03, -6), (pitch, 0), (pitch * 1.03, -6), (pitch * 1.3, -60)])
        out += whistle * stereo(voice, np.roll(voice, RATE // 50)) * (np.clip(strength - 0.45, 0, 1) * 2)[:, None]
    flakes = c.noise([(1500, -40), (5000, 0), (9000, 0), (15000, -12)])
    return out + hiss * stereo(flakes, np.roll(flakes, c.length // 3)) * (strength**2)[:, None]


def thunder(c: Circle) -> Loop:
    """Roll far thunder twice a loop, each a crowd of claps that arrive late, over almost nothing."""
    rumble = [c.noise([(22, -4), (45, 0), (110, -5), (300, -22), (1200, -52)]) for _ in range(2)]
    crack = c.noise([(80, -10), (300, 0), (1200, -8), (5000, -28)])
    air = c.noise([(60, -6), (300, 0), (1500, -14), (8000, -40)])
    out = 0.012 * stereo(air, np.roll(air, RATE))
    for first, size in ((0.12 + 0.1 * c.rng.random(), 1.0), (0.6 + 0.12 * c.rng.random(), 0.62)):
        for k in range(9):
            delay = 0.0 if k == 0 else c.rng.gamma(2.0, 0.75)
            fall, loud = c.rng.uniform(0.5, 1.5), size * c.rng.uniform(0.3, 1.0) * np.exp(-delay / 3)
            time = np.arange(int(5 * fall * RATE), dtype=np.float32) / RATE
            clap = loud * np.minimum(time / 0.22, 1) * np.exp(-time / fall) * np.clip(5 * fall - time, 0, 1)
            index = (int((first * c.seconds + delay) * RATE) + np.arange(len(clap))) % c.length
            for side, share in enumerate(sides(c.rng.uniform(-0.7, 0.7))):
                out[index, side] += share * clap * (rumble[side][index] + (0.12 * crack[index] if k < 3 else 0))
    return soft(c.room(out, 3.2, 0.5, dark=700), 6.0)


def storm(c: Circle) -> Loop:
    """Drive rain with wind, and put thunder behind it."""
    parts = ((rain(c), 0.5), (wind(c), 0.6), (thunder(c), 1.0))
    return np.asarray(sum(level * loop / np.abs(loop).max() for loop, level in parts), np.float32)


def _bubbles(c: Circle, out: Loop, rate: float, low: float, high: float, level: float) -> None:
    """Add bubbles: dying sines that rise a little in pitch, smaller ones higher.

    After K. van den Doel, "Physically Based Models for Liquid Sounds", ACM Transactions on Applied Perception 2(4), 2005.
    """
    for _ in range(round(rate * c.seconds)):
        pitch = low * (high / low) ** c.rng.random()
        decay = np.clip(26 / pitch, 0.008, 0.12)
        drop = ping([pitch], [1.0], decay * 2.2, bend=c.rng.uniform(0.5, 3.0))
        c.place(out, c.rng.uniform(0, c.seconds), level * c.rng.lognormal(-0.8, 0.7) * drop, c.rng.uniform(-0.85, 0.85))


def river(c: Circle) -> Loop:
    """Run a brook: quick water over stones, its gurgle made of many bubbles."""
    curve = [(100, -18), (350, -4), (900, 0), (3000, -6), (9000, -20)]
    out = c.silence()
    for side in (0, 1):
        out[:, side] = 0.16 * c.noise(curve) * (0.7 + 0.45 * c.slow(90, 0.15))
        out[:, side] += 0.05 * c.noise([(2500, -20), (5000, 0), (11000, -8)]) * (0.6 + 0.5 * c.slow(40, 0.2))
    _bubbles(c, out, 62, 380, 2600, 0.55)
    return out


def underwater(c: Circle) -> Loop:
    """Sink into the deep: a slow, muffled pressure, and now and then bubbles going up."""
    deep = [c.noise([(25, -6), (60, 0), (160, -6), (420, -24), (1500, -60)]) * (0.55 + 0.45 * c.slow(4)) for _ in range(2)]
    mid = c.noise([(120, -30), (260, 0), (420, -3), (900, -34)]) * c.slow(9, 0.5)
    out = 0.5 * stereo(deep[0], np.float32(0.6) * (deep[0] + deep[1])) + 0.10 * stereo(mid, np.roll(mid, RATE // 3))
    for k in range(4):
        at, pan = (k + c.rng.random()) * c.seconds / 4, c.rng.uniform(-0.6, 0.6)
        for n in range(int(c.rng.integers(5, 14))):
            pitch = 240 * 1.09**n * c.rng.uniform(0.85, 1.2)
            bubble = ping([pitch], [1.0], 0.13, bend=1.6) * c.rng.uniform(0.12, 0.5)
            c.place(out, at + n * c.rng.uniform(0.05, 0.13), bubble, pan)
    return c.room(out, 1.6, 0.35, dark=900)
