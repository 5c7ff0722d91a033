"""Water: the sea breaking and lapping, rivers, brooks, falls, drips in a cave, bubbles, the deep.

Bubbles after K. van den Doel, "Physically Based Models for Liquid Sounds", ACM Transactions on Applied Perception 2(4), 2005:
dying sines that rise a little in pitch, smaller ones higher and shorter.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.engines.synth.bodies import sound_of
from tools.engines.synth.circle import RATE, Circle, Mono, burst, ping, sides, stereo, wide

Loop = NDArray[np.float32]


def waves(c: Circle) -> Loop:
    """Break three waves: each gathers low, breaks bright from one side to the other, and draws back hissing over pebbles."""
    low = c.noise([(30, -8), (80, 0), (300, -4), (900, -24), (4000, -50)])
    mid = [c.noise([(150, -24), (500, 0), (1500, -3), (5000, -20)]) for _ in range(2)]
    high = [c.noise([(1200, -30), (3000, -3), (7000, 0), (14000, -14)]) for _ in range(2)]
    pebbles = [burst(c.rng, 0.006, 0.0006, 1800, 7000) for _ in range(2)]
    out = wide(0.12 * low * (0.6 + 0.4 * c.slow(6)), 0.02 * mid[0], 1.0) + 0.012 * stereo(high[1], high[0])
    foam, back = 0.75 + 0.5 * c.slow(60, 0.2), c.silence()
    for k in range(3):
        moment = (k + c.rng.uniform(0.25, 0.75)) * c.seconds / 3
        size, pan, way = c.rng.uniform(0.65, 1.0), c.rng.uniform(-0.5, 0.5), c.rng.choice([-1, 1])
        for side, share in enumerate(sides(pan)):
            lag = c.since(moment + 0.25 * way * (side - 0.5))
            gather, crash, hiss = _swell(lag, 1.1, 0.9), _swell(lag - 0.25, 0.4, 0.6), _swell(lag - 1.1, 0.7, 1.2)
            out[:, side] += size * share * (0.5 * low * gather + 1.0 * mid[side] * crash + 0.4 * high[side] * hiss * foam)
            back[:, side] += size * share * _swell(lag - 2.0, 0.6, 0.7)
    for side in (0, 1):
        out[:, side] += 0.9 * c.drops(160, pebbles, 0.5, back[:, side])
    return out


def _swell(lag: Mono, rise: float, fall: float) -> Mono:
    """Raise a hump in time: a bell before its moment, a longer fall after it."""
    return np.asarray(np.where(lag < 0, np.exp(-((lag / rise) ** 2)), (1 + lag / fall) * np.exp(-lag / fall)), np.float32)


def lapping(c: Circle) -> Loop:
    """Lap at a hull or a pier: small slaps that come unevenly, a swallow and some bubbles after each."""
    out = 0.03 * c.air([(60, -10), (200, 0), (700, -8), (3000, -26)]) * (0.5 + 0.5 * c.slow(6))[:, None]
    at = c.rng.uniform(0, 0.5)
    while at < c.seconds - 0.6:
        size, pan = c.rng.uniform(0.35, 1), c.rng.uniform(-0.5, 0.5)
        c.place(out, at, size * burst(c.rng, 0.22, 0.03, 180, 1400), pan)
        c.place(out, at + 0.05, 0.5 * size * burst(c.rng, 0.3, 0.1, 900, 5200), pan)
        c.place(out, at + 0.12, 0.8 * size * burst(c.rng, 0.3, 0.08, 70, 330), pan)
        for _ in range(int(c.rng.integers(2, 7))):
            _bubble(c, out, at + c.rng.uniform(0.1, 0.6), 300, 1300, 0.35 * size)
        at += c.rng.uniform(0.5, 1.7)
    return out


def _bubble(c: Circle, out: Loop, at: float, low: float, high: float, level: float) -> None:
    pitch = low * (high / low) ** c.rng.random()
    decay = np.clip(26 / pitch, 0.008, 0.12)
    drop = ping([pitch], [1.0], decay * 2.2, bend=c.rng.uniform(0.5, 3.0))
    c.place(out, at, level * c.rng.lognormal(-0.8, 0.7) * drop, c.rng.uniform(-0.85, 0.85))


def _bubbles(c: Circle, out: Loop, rate: float, low: float, high: float, level: float) -> None:
    for _ in range(round(rate * c.seconds)):
        _bubble(c, out, c.rng.uniform(0, c.seconds), low, high, level)


def brook(c: Circle) -> Loop:
    """Run a brook: quick water over stones, its gurgle made of many bubbles."""
    curve = [(100, -18), (350, -4), (900, 0), (3000, -6), (9000, -20)]
    out = c.silence()
    for side in (0, 1):
        out[:, side] = 0.16 * c.noise(curve) * (0.7 + 0.45 * c.slow(90, 0.15))
        out[:, side] += 0.05 * c.noise([(2500, -20), (5000, 0), (11000, -8)]) * (0.6 + 0.5 * c.slow(40, 0.2))
    _bubbles(c, out, 62, 380, 2600, 0.55)
    return out


def river(c: Circle) -> Loop:
    """Move a broad river: a low steady pull, eddies that swell and turn over, some deep gulps at the bank."""
    out = 0.3 * c.air([(40, -10), (110, 0), (350, -3), (900, -10), (3000, -26), (9000, -44)]) * (0.8 + 0.2 * c.slow(5))[:, None]
    for side in (0, 1):
        out[:, side] += 0.2 * c.noise([(200, -14), (500, 0), (1300, -5), (4000, -22)]) * c.slow(22, 0.2) ** 2
    _bubbles(c, out, 16, 150, 800, 0.7)
    return out


def waterfall(c: Circle) -> Loop:
    """Fall from high up: a thunder below, a wall of white water, spray above it, never quite still."""
    out = 0.5 * c.air([(25, -6), (60, 0), (160, -2), (500, -9), (1500, -20), (6000, -40)], 0.7)
    out += 0.34 * c.air([(200, -20), (800, -3), (2200, 0), (6000, -6), (14000, -18)]) * (0.85 + 0.3 * c.slow(60, 0.2))[:, None]
    clumps = [burst(c.rng, s, s / 3, 120, 1400) for s in c.rng.uniform(0.05, 0.2, 6)]
    for side in (0, 1):
        out[:, side] += 0.5 * c.drops(26, clumps, 0.6)
    return out


def fountain(c: Circle) -> Loop:
    """Play a fountain: thin jets that fall back into a basin, splashing in bright drops."""
    out = 0.05 * c.air([(300, -24), (1200, -6), (3500, 0), (9000, -8)]) * (0.75 + 0.25 * c.slow(30, 0.2))[:, None]
    splash = [burst(c.rng, 0.02, 0.002, f, f * 3) for f in c.rng.uniform(700, 2600, 6)]
    for side in (0, 1):
        out[:, side] += 0.5 * c.drops(60, splash, 0.7)
    _bubbles(c, out, 46, 700, 3600, 0.5)
    return c.room(out, 0.8, 0.18, dark=4000)


def drips(c: Circle) -> Loop:
    """Drip in a cave: single drops into a pool from high up, each with its ring, and the answer of the stone."""
    out = c.silence()
    for k in range(4):
        pitch, every, pan, near = c.rng.uniform(620, 1900), c.rng.uniform(1.1, 3.2), -0.75 + 0.5 * k, c.rng.uniform(0.3, 1)
        count = max(round(c.seconds / every), 1)
        first = c.rng.uniform(0, every)
        for n in range(count):
            at = first + (n + c.rng.normal(0, 0.03)) * c.seconds / count
            c.place(out, at, 0.35 * near * burst(c.rng, 0.012, 0.001, 1500, 8000), pan)
            tone = ping([pitch * c.rng.uniform(0.97, 1.03)], [1], 0.16, bend=3.2)
            c.place(out, at + 0.014, near * tone, pan)
            c.place(out, at + 0.05, 0.35 * near * ping([pitch * 1.4], [1], 0.08, bend=4), pan)
    out = c.room(out, 3.4, 0.55, dark=2400)
    return out + 0.004 * c.air([(40, 0), (160, -6), (600, -20), (3000, -44)])


def bubbles(c: Circle) -> Loop:
    """Bubble: something thick comes to the boil, low plops and quick strings of small ones."""
    out = 0.006 * c.air([(60, -6), (250, 0), (900, -14), (4000, -36)])
    _bubbles(c, out, 9, 170, 500, 1.0)
    for _ in range(9):
        at, pitch = c.rng.uniform(0, c.seconds), c.rng.uniform(420, 900)
        for n in range(int(c.rng.integers(4, 10))):
            tone = ping([pitch * 1.07**n], [1], 0.06, bend=3)
            c.place(out, at + 0.055 * n + c.rng.normal(0, 0.008), c.rng.uniform(0.2, 0.6) * tone, c.rng.uniform(-0.4, 0.4))
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


def whale(c: Circle) -> Loop:
    """Sing as a whale does, across a long way of water: moans that rise and fall, answered from farther off."""
    out = c.silence()
    for k, (near, pan) in enumerate(((1.0, -0.3), (0.4, 0.6))):
        for n in range(2):
            at = (n + 0.1 + 0.45 * k + c.rng.uniform(0, 0.1)) * c.seconds / 2
            c.place(out, at, near * sound_of(c.rng, "whale", 0.15), pan)
    out = c.room(out, 4.5, 0.8, dark=900)
    deep = c.air([(25, -6), (60, 0), (140, -8), (400, -28), (1500, -60)], 0.6)
    return out + 0.05 * deep * (0.5 + 0.5 * c.slow(4))[:, None]


def dolphins(c: Circle) -> Loop:
    """Let dolphins whistle and click in their haste, near and far."""
    out = c.silence()
    for k in range(5):
        at, pan = (k + c.rng.random()) * c.seconds / 5, c.rng.uniform(-0.7, 0.7)
        c.place(out, at, c.rng.uniform(0.3, 0.9) * sound_of(c.rng, "dolphins", 0.2), pan)
        gap = 0.045
        for n in range(30):
            c.place(out, at + 1.3 + n * gap, 0.5 * burst(c.rng, 0.0018, 0.0002, 6000, 18000), pan)
            gap *= 0.965
    out = c.room(out, 2.0, 0.4, dark=5000)
    return out + 0.03 * c.air([(40, -6), (120, 0), (400, -14), (2000, -44)]) * (0.5 + 0.5 * c.slow(4))[:, None]
