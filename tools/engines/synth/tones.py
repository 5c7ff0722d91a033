"""What rings and shimmers: bells, chimes, a music box, a gong, magic, the void."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.engines.synth.bodies import after, strike
from tools.engines.synth.circle import Circle, Mono, ping

Loop = NDArray[np.float32]


def bells(c: Circle) -> Loop:
    """Ring a tower across the roofs: slow strokes of two bells with a bell's own partials, and the air between."""
    out = c.silence()
    for k in range(4):
        tune = (1.5, 1.26)[k % 2]
        c.place(out, 0.2 + k * c.seconds / 4 + c.rng.normal(0, 0.03), 0.35 * strike(c.rng, "church_bell", 0.9, tune), 0.15)
    out = c.room(out, 2.4, 0.5, dark=2500)
    return out + 0.008 * c.air([(60, -2), (250, 0), (900, -12), (5000, -34)])


def wedding_bells(c: Circle) -> Loop:
    """Peal five bells down the scale, round after round, as for a wedding."""
    out, rounds = c.silence(), round(c.seconds / 2.4)
    fade = np.linspace(1, 0, 120_000, dtype=np.float32)
    struck = [0.25 * fade * strike(c.rng, "church_bell", 1.0, tune)[:120_000] for tune in (2.52, 2.245, 2.0, 1.888, 1.682)]
    for k in range(rounds):
        for n, wave in enumerate(struck):
            at = (k + 0.02 + 0.19 * n) * c.seconds / rounds + c.rng.normal(0, 0.012)
            c.place(out, at, c.rng.uniform(0.8, 1) * wave, -0.3 + 0.15 * n)
    return c.room(out, 2.4, 0.5, dark=3000) + 0.006 * c.air([(60, -2), (250, 0), (900, -12), (5000, -34)])


def hand_bell(rng: np.random.Generator) -> Mono:
    """Shake a small bell four times."""
    return after(*[(0.24 * k + rng.normal(0, 0.012), rng.uniform(0.7, 1) * strike(rng, "hand_bell", 1)) for k in range(4)])


def cowbells(c: Circle) -> Loop:
    """Graze cows on a slope: bells of four sizes, each moving with its neck."""
    out = c.silence()
    for k, tune in enumerate((0.22, 0.27, 0.34, 0.41)):
        at = c.rng.uniform(0, 1)
        while at < c.seconds - 0.4:
            for _ in range(int(c.rng.integers(1, 5))):
                c.place(out, at, c.rng.uniform(0.15, 0.6) * strike(c.rng, "plate", 0.8, 2.4 * tune), -0.8 + 0.5 * k)
                c.place(out, at, c.rng.uniform(0.05, 0.2) * strike(c.rng, "hand_bell", 0.6, tune), -0.8 + 0.5 * k)
                at += c.rng.uniform(0.22, 0.45)
            at += c.rng.gamma(2, 0.8)
    return c.room(out, 1.6, 0.3, dark=3500) + 0.008 * c.air([(80, -8), (300, -2), (1200, -6), (5000, -16)])


def gong(rng: np.random.Generator) -> Mono:
    """Strike a gong: it blooms after the blow."""
    wave = strike(rng, "gong", 0.8)
    bloom = np.minimum(1, 0.25 + np.arange(len(wave), dtype=np.float32) / 14_000)
    return np.asarray(wave * bloom / np.abs(wave * bloom).max(), np.float32)


def wind_chimes(c: Circle) -> Loop:
    """Hang chimes in a light wind: six tubes of a gentle scale, struck in flurries."""
    out, gust = c.silence(), c.slow(5, 0.4) ** 1.5
    tubes = (0.88, 0.988, 1.175, 1.318, 1.76, 1.976)
    for at in np.sort(c.rng.uniform(0, c.seconds, 90)):
        if c.rng.random() < gust[int(at * 48_000) % c.length]:
            k = int(c.rng.integers(6))
            c.place(out, float(at), c.rng.lognormal(-1.3, 0.5) * strike(c.rng, "chime", 0.9, tubes[k]), -0.5 + 0.2 * k)
    return (
        c.room(out, 1.0, 0.25, dark=5000)
        + 0.006 * c.air([(150, -10), (500, 0), (1500, -6), (6000, -22)]) * (0.3 + gust)[:, None]
    )


def music_box(c: Circle) -> Loop:
    """Turn a music box: a small waltz on a steel comb, the cylinder's clockwork under it."""
    out, step = c.silence(), c.seconds / 36
    tune = (
        72,
        76,
        79,
        84,
        79,
        76,
        74,
        77,
        81,
        86,
        81,
        77,
        71,
        74,
        79,
        83,
        79,
        74,
        72,
        76,
        79,
        84,
        88,
        84,
        81,
        77,
        74,
        72,
        71,
        74,
        72,
        67,
        64,
        60,
        67,
        72,
    )
    for k, note in enumerate(tune):
        hertz = 440 * 2 ** ((note - 69) / 12) / 1000
        at = k * step + c.rng.normal(0.02, 0.004)
        c.place(out, at, (0.55 if k % 3 == 0 else 0.4) * strike(c.rng, "comb_tooth", 0.9, hertz), -0.2 + 0.01 * k)
        if k % 3 == 0:
            c.place(out, at, 0.3 * strike(c.rng, "comb_tooth", 0.9, hertz / 2), -0.1)
    for k in range(round(c.seconds * 7)):
        c.place(out, k / 7, 0.012 * strike(c.rng, "soft_key", 0.6, 1.8))
    return c.room(out, 0.7, 0.25, dark=5000)


def magic(c: Circle) -> Loop:
    """Shimmer: small bright bells that climb and scatter over a soft, breathing chord."""
    out = 0.12 * c.glow(((293.7, 0.7), (440, 0.6), (587.3, 0.5), (740, 0.3), (880, 0.3), (1174.7, 0.12)), 0.4, 0.7)
    for k in range(4):
        at, up = (k + c.rng.uniform(0, 0.5)) * c.seconds / 4, c.rng.random() < 0.7
        notes = np.array([587.3, 659.3, 880, 987.8, 1174.7, 1318.5, 1760, 1975.5, 2349.3, 2637, 3520])
        for n, pitch in enumerate(notes if up else notes[::-1]):
            tone = ping([pitch, pitch * 2.76], [1, 0.2], 1.2)
            c.place(out, at + 0.07 * n + c.rng.normal(0, 0.012), 0.12 * tone, c.rng.uniform(-0.8, 0.8))
    return c.room(out, 2.6, 0.55, dark=6000)


def drone(c: Circle) -> Loop:
    """Dread: a low cluster that grinds slowly against itself, breath in it, nothing to hold on to."""
    out = 0.4 * c.glow(
        ((49, 1.0), (51.9, 0.8), (73.4, 0.6), (98, 0.5), (104, 0.4), (147, 0.2), (311, 0.05), (329, 0.04)), 0.25, 0.6
    )
    out += 0.08 * c.air([(80, -10), (300, 0), (420, -3), (900, -30)]) * (c.slow(4) ** 2)[:, None]
    return c.room(out, 3.0, 0.5, dark=1000)


def space(c: Circle) -> Loop:
    """Fill the void: a deep fifth that breathes, partials that come and go like far lights, a cold shimmer."""
    low = ((41.2, 0.7), (55, 1.0), (82.5, 0.8), (110, 0.55), (165, 0.4))
    high = ((247, 0.22), (330, 0.15), (440, 0.08), (494, 0.08), (660, 0.05), (990, 0.02))
    out = 0.3 * c.glow(low, 0.17, 0.3) + 0.3 * c.glow(high, 0.3, 0.7)
    deep = c.noise([(22, -6), (40, 0), (90, -6), (260, -26), (900, -60)])
    cold = c.noise([(900, -40), (2400, 0), (3600, -2), (8000, -26)]) * c.slow(5) ** 2
    out += 0.10 * np.stack([deep, np.roll(deep, c.length // 3)], 1) + 0.012 * np.stack([cold, np.roll(cold, c.length // 2)], 1)
    return c.room(out, 3.0, 0.5, dark=1500)
