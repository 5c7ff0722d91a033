"""Weather: rain and what it falls on, storm, wind, snow, thunder."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.engines.synth.circle import RATE, Circle, burst, ping, sides, soft, stereo

Loop = NDArray[np.float32]


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


def rain_on_a_roof(c: Circle) -> Loop:
    """Drum rain on boards and tin overhead: each drop a small knock with the roof's own notes, a gutter running."""
    out = 0.1 * c.air([(80, -16), (400, -8), (1500, -2), (4500, -4), (9000, -12)]) * (0.8 + 0.2 * c.slow(5))[:, None]
    knocks = []
    for pitch in c.rng.uniform(320, 2300, 10):
        knocks.append(ping([pitch, pitch * 1.58, pitch * 2.71], [1, 0.5, 0.3], c.rng.uniform(0.02, 0.06)))
    for side in (0, 1):
        out[:, side] += 0.55 * c.drops(55, knocks, 0.8, 0.7 + 0.3 * c.slow(8))
        out[:, side] += 0.3 * c.drops(160, [burst(c.rng, 0.006, 0.0004, 1500, 7000) for _ in range(3)], 0.7)
    gutter = c.noise([(200, -20), (500, 0), (900, -3), (2600, -18)]) * (0.6 + 0.4 * c.slow(40, 0.2))
    return soft(c.room(out, 0.5, 0.2, dark=3000), 6.0) + 0.05 * stereo(gutter, np.float32(0.4) * gutter)


def rain_on_leaves(c: Circle) -> Loop:
    """Let rain through a canopy: soft taps on broad leaves, heavier drops that gathered above, no hiss of open ground."""
    out = 0.06 * c.air([(80, -20), (400, -6), (1200, 0), (3500, -6), (9000, -22)]) * (0.7 + 0.3 * c.slow(6))[:, None]
    taps = [burst(c.rng, c.rng.uniform(0.008, 0.02), 0.0008, 350, c.rng.uniform(1800, 4500)) for _ in range(8)]
    fat = [burst(c.rng, 0.035, 0.001, 140, 900) for _ in range(4)]
    for side in (0, 1):
        out[:, side] += 0.6 * c.drops(70, taps, 0.8, 0.5 + 0.5 * c.slow(7)) + 0.9 * c.drops(5, fat, 0.6)
    return soft(c.room(out, 1.0, 0.25, dark=2500), 7.0)


def hail(c: Circle) -> Loop:
    """Throw hail: hard stones on stone and tin, bouncing."""
    out = 0.1 * c.air([(200, -20), (1500, -4), (5000, 0), (12000, -8)]) * (0.6 + 0.4 * c.slow(6))[:, None]
    stones = [ping([f, f * 1.7, f * 2.9], [1, 0.6, 0.4], c.rng.uniform(0.006, 0.014)) for f in c.rng.uniform(1800, 5200, 8)]
    for stone in list(stones):
        bounced = np.zeros(len(stone) + 4200, np.float32)
        bounced[: len(stone)] += stone
        bounced[2900 : 2900 + len(stone)] += 0.4 * stone
        stones.append(bounced)
    for side in (0, 1):
        out[:, side] += 0.7 * c.drops(150, stones, 0.8, 0.5 + 0.5 * c.slow(5))
    return soft(out, 7.0)
