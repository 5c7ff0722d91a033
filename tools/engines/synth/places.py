"""Places and machines: city, machine, clock, space, train, bells."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.engines.synth.circle import RATE, Circle, burst, ping, stereo

Loop = NDArray[np.float32]


def city(c: Circle) -> Loop:
    """Put traffic some way off: a low bed, cars that pass from side to side, a far horn."""
    bed = [c.noise([(28, -8), (60, 0), (140, -3), (500, -12), (2000, -26), (8000, -46)]) for _ in range(2)]
    out = 0.16 * stereo(bed[0], 0.6 * bed[0] + 0.8 * bed[1]) * (0.75 + 0.25 * c.slow(5))[:, None]
    tyres = c.noise([(150, -18), (500, -4), (1000, 0), (2400, -8), (7000, -26)])
    motor = c.noise([(50, -10), (85, 0), (130, -4), (260, -12), (700, -34)])
    for k in range(4):
        lag, way, speed = c.since((k + c.rng.random()) * c.seconds / 4), c.rng.choice([-1, 1]), c.rng.uniform(0.8, 1.5)
        near = 1 / (1 + (lag / (0.7 * speed)) ** 2)
        angle = (np.clip(way * lag / (2 * speed), -0.9, 0.9) + 1) * np.pi / 4
        size = c.rng.uniform(0.3, 0.75)
        out += size * (near**1.5 * tyres + 0.6 * near**2 * motor)[:, None] * np.stack([np.cos(angle), np.sin(angle)], 1)
    time = np.arange(int(0.5 * RATE)) / RATE
    horn = sum(np.sin(2 * np.pi * f * n * time) / n**1.6 for f in (392, 494) for n in (1, 2, 3, 4))
    shape = np.clip(time / 0.03, 0, 1) * np.clip((0.5 - time) / 0.08, 0, 1)
    c.place(out, c.rng.uniform(0, c.seconds), np.asarray(0.025 * horn * shape, np.float32), c.rng.uniform(-0.8, 0.8))
    return c.room(out, 1.4, 0.3, dark=1800)


def machine(c: Circle) -> Loop:
    """Run a machine: a mains hum with its harmonics beating slowly, a fan's breath, a soft turning stroke."""
    out = c.silence()
    hum = (
        (50, 1.0),
        (100, 0.8),
        (150, 0.36),
        (200, 0.26),
        (300, 0.15),
        (400, 0.07),
        (600, 0.035),
        (1180, 0.012),
        (1772, 0.006),
    )
    out += 0.2 * c.glow(hum, 0.17, 0.35)
    fan = [c.noise([(120, -16), (400, 0), (900, -5), (3000, -20), (9000, -38)]) for _ in range(2)]
    out += 0.11 * stereo(fan[0], fan[1])
    strokes = round(c.seconds * 1.5)
    for k in range(strokes):
        at = k * c.seconds / strokes
        c.place(out, at, 0.6 * burst(c.rng, 0.2, 0.05, 180, 1400), -0.3 if k % 2 else 0.3)
        c.place(out, at + 0.02, 0.16 * ping([310, 742, 1290], [1, 0.5, 0.3], 0.12), 0.1)
    return c.room(out, 0.8, 0.2, dark=1800)


def clock(c: Circle) -> Loop:
    """Tick a clock in a quiet room: tick and tock twice a second, wood and brass."""
    out = c.silence()
    count = round(c.seconds * 2)
    for k in range(count):
        tune, size = (1.0, 1.0) if k % 2 == 0 else (0.84, 0.8)
        tick = ping([1850 * tune, 3300 * tune, 5400 * tune], [1, 0.7, 0.45], 0.035)
        tick[: RATE // 200] += 0.6 * burst(c.rng, 0.005, 0.0005, 2500, 9000)
        body = 0.35 * ping([240 * tune, 520 * tune], [1, 0.5], 0.07)
        at = 0.1 + k * c.seconds / count
        c.place(out, at, size * c.rng.uniform(0.9, 1) * tick, -0.05)
        c.place(out, at, size * body, 0.05)
    out = c.room(out, 0.5, 0.25, dark=4000)
    tone = [c.noise([(50, 0), (200, -6), (1000, -22), (6000, -46)]) for _ in range(2)]
    return out + 0.004 * stereo(tone[0], tone[1])


def space(c: Circle) -> Loop:
    """Fill the void: a deep fifth that breathes, partials that come and go like far lights, a cold shimmer."""
    low = ((41.2, 0.7), (55, 1.0), (82.5, 0.8), (110, 0.55), (165, 0.4))
    high = ((247, 0.22), (330, 0.15), (440, 0.08), (494, 0.08), (660, 0.05), (990, 0.02))
    out = 0.3 * c.glow(low, 0.17, 0.3) + 0.3 * c.glow(high, 0.3, 0.7)
    deep = c.noise([(22, -6), (40, 0), (90, -6), (260, -26), (900, -60)])
    cold = c.noise([(900, -40), (2400, 0), (3600, -2), (8000, -26)]) * c.slow(5) ** 2
    out += 0.10 * stereo(deep, np.roll(deep, c.length // 3)) + 0.012 * stereo(cold, np.roll(cold, c.length // 2))
    return c.room(out, 3.0, 0.5, dark=1500)


def train(c: Circle) -> Loop:
    """Ride a train: a low roll, wheels over rail joints in pairs, a sway."""
    roll = [c.noise([(28, -4), (70, 0), (200, -7), (700, -18), (3000, -36)]) for _ in range(2)]
    out = 0.12 * stereo(roll[0], 0.5 * roll[0] + 0.85 * roll[1]) * (0.7 + 0.3 * c.slow(10, 0.4))[:, None]
    count = round(c.seconds / 1.2)
    for k in range(count):
        for delay, size in ((0.0, 1.0), (0.13, 0.8), (0.52, 0.55), (0.65, 0.45)):
            at = k * c.seconds / count + delay + c.rng.normal(0.1, 0.004)
            clack = 0.8 * ping([105, 182, 430, 960], [1, 0.7, 0.4, 0.2], 0.15)
            c.place(out, at, size * c.rng.uniform(0.8, 1) * clack, 0.25 * (-1) ** k)
            c.place(out, at, 0.3 * size * burst(c.rng, 0.06, 0.002, 700, 4000), 0.25 * (-1) ** k)
    return c.room(out, 0.6, 0.25, dark=2000)


def bells(c: Circle) -> Loop:
    """Ring a tower across the roofs: slow strokes of two bells with a bell's own partials, and the air between."""
    out = c.silence()
    partials, sizes = (0.5, 1.0, 1.19, 1.5, 2.0, 2.67, 3.0), (0.6, 0.9, 0.6, 0.35, 0.7, 0.3, 0.15)
    tones = [0.35 * ping([base * partial for partial in partials], sizes, 4.5) for base in (330.0, 277.0)]
    for k in range(4):
        c.place(out, 0.2 + k * c.seconds / 4 + c.rng.normal(0, 0.03), tones[k % 2], 0.15)
    out = c.room(out, 2.4, 0.5, dark=2500)
    air = [c.noise([(60, -2), (250, 0), (900, -12), (5000, -34)]) for _ in range(2)]
    return out + 0.01 * stereo(air[0], air[1])
