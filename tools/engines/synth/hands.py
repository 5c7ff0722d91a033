"""Hands at work: writing, pages, keys, hammer and anvil, saw, broom, spade, oars, ropes, cloth; one event each."""

from __future__ import annotations

import numpy as np

from tools.engines.synth.bodies import after, creak, rub, strike, top
from tools.engines.synth.circle import RATE, Mono, burst, ping

Rng = np.random.Generator


def writing(rng: Rng) -> Mono:
    """Write a few words with a nib: quick strokes on paper, lifts between, a dot now and then."""
    parts, at = list[tuple[float, Mono]](), 0.0
    for _ in range(int(rng.integers(7, 13))):
        long = rng.uniform(0.07, 0.2)
        low = rng.uniform(2200, 3600)
        shape = ((0, 0), (0.2, 1), (0.5, rng.uniform(0.4, 0.9)), (0.75, 0.9), (1, 0))
        parts.append((at, rng.uniform(0.5, 1) * rub(rng, long, (low, low * 2.6), shape, grain=rng.uniform(90, 200))))
        if rng.random() < 0.3:
            parts.append((at, 0.35 * burst(rng, 0.01, 0.001, 700, 4000)))
        at += long + rng.uniform(0.02, 0.12)
    return after(*parts)


def pencil(rng: Rng) -> Mono:
    """Draw with a pencil: long soft strokes to and fro."""
    parts, at = list[tuple[float, Mono]](), 0.0
    for k in range(int(rng.integers(5, 9))):
        long, low = rng.uniform(0.16, 0.34), 1500 if k % 2 else 1150
        parts.append(
            (at, rng.uniform(0.6, 1) * rub(rng, long, (low, low * 4), ((0, 0), (0.3, 1), (0.8, 0.8), (1, 0)), grain=240))
        )
        at += long + rng.uniform(0.0, 0.03)
    return after(*parts)


def pages(rng: Rng) -> Mono:
    """Turn a page: lifted, swung over, laid flat."""
    swing = rub(rng, 0.42, (900, 7500), ((0, 0), (0.2, 0.4), (0.45, 1), (0.6, 0.4), (0.8, 0.6), (1, 0)))
    flutter = [(0.12 + 0.045 * k, 0.35 * burst(rng, 0.03, 0.002, 700, 5200)) for k in range(6)]
    return after(
        (0.0, 0.5 * burst(rng, 0.05, 0.006, 1800, 9000)),
        (0.04, swing),
        *flutter,
        (0.46, 0.5 * burst(rng, 0.08, 0.01, 250, 2400)),
    )


def typewriter(rng: Rng) -> Mono:
    """Type a line: type bars on the roller, a space now and then, at the end the bell and the carriage."""
    parts, at = list[tuple[float, Mono]](), 0.0
    for _ in range(int(rng.integers(9, 16))):
        parts.append((at, rng.uniform(0.7, 1) * strike(rng, "key", 1.1, rng.uniform(0.9, 1.1))))
        parts.append((at + 0.045, 0.25 * strike(rng, "soft_key", 0.7)))
        at += rng.choice([0.12, 0.15, 0.19, 0.34], p=[0.35, 0.35, 0.2, 0.1])
    if rng.random() < 0.45:
        parts.append((at + 0.1, 0.5 * strike(rng, "hand_bell", 0.8, 1.35)))
        parts += [(at + 0.45 + 0.021 * k, 0.3 * strike(rng, "latch", 0.8, 0.9 + 0.01 * k)) for k in range(20)]
    return after(*parts)


def keyboard(rng: Rng) -> Mono:
    """Type on a computer: soft keys in runs."""
    parts, at = list[tuple[float, Mono]](), 0.0
    for _ in range(int(rng.integers(6, 14))):
        parts.append((at, rng.uniform(0.5, 1) * strike(rng, "soft_key", 0.9, rng.uniform(0.85, 1.25))))
        parts.append((at + rng.uniform(0.05, 0.08), 0.35 * strike(rng, "soft_key", 0.6, 1.5)))
        at += rng.uniform(0.07, 0.17)
    return after(*parts)


def hammer(rng: Rng) -> Mono:
    """Drive a nail: the note climbs as it goes in."""
    blows = int(rng.integers(4, 6))
    return after(
        *[
            (0.42 * k + rng.normal(0, 0.01), rng.uniform(0.85, 1) * strike(rng, "hammer", 1.1, 1 + 0.05 * k))
            for k in range(blows)
        ]
    )


def anvil(rng: Rng) -> Mono:
    """Strike an anvil: a full blow on the work, a light tap on the bare face."""
    return after(
        (0.0, strike(rng, "anvil", 1.2)), (0.0, 0.5 * strike(rng, "hammer", 1)), (0.42, 0.35 * strike(rng, "anvil", 0.7, 1.01))
    )


def saw(rng: Rng) -> Mono:
    """Draw a saw: the push bites, the pull is lighter."""
    push = rub(rng, 0.42, (700, 6500), ((0, 0), (0.15, 0.8), (0.8, 1), (1, 0)), grain=rng.uniform(95, 125))
    pull = rub(rng, 0.36, (1100, 7500), ((0, 0), (0.3, 1), (0.8, 0.7), (1, 0)), grain=rng.uniform(120, 150))
    return after((0.0, push), (0.5, 0.5 * pull))


def chopping_wood(rng: Rng) -> Mono:
    """Split a log: the axe goes in, two halves fall."""
    halves = [
        (float(at), float(size) * strike(rng, "plank", 0.8, 0.8)) for at, size in ((0.38, 0.4), (0.52, 0.3), (0.61, 0.15))
    ]
    return after((0.0, strike(rng, "plank", 1.3, 0.75)), (0.0, 0.6 * burst(rng, 0.07, 0.001, 500, 6000)), *halves)


def sweeping(rng: Rng) -> Mono:
    """Sweep a floor: one stroke of straw."""
    return rub(rng, 0.55, (1300, 8500), ((0, 0), (0.35, 1), (0.7, 0.6), (1, 0)), grain=rng.uniform(160, 260))


def digging(rng: Rng) -> Mono:
    """Dig: the spade goes into stony earth and the earth is thrown aside."""
    bite = rub(rng, 0.3, (350, 4200), ((0, 0), (0.2, 1), (1, 0)), grain=70)
    stones = [(float(at), 0.25 * strike(rng, "stone", 0.9, float(rng.uniform(0.6, 1.3)))) for at in rng.uniform(0.02, 0.25, 4)]
    thrown = [(1.1 + float(at), 0.3 * burst(rng, 0.05, 0.004, 150, 2000)) for at in rng.gamma(2, 0.06, 9)]
    return after((0.0, bite), (0.0, 0.5 * strike(rng, "boot", 0.6)), *stones, *thrown)


def scissors(rng: Rng) -> Mono:
    """Cut with scissors: two blades slide and meet."""
    cut = rub(rng, 0.17, (3200, 12000), ((0, 0), (0.6, 0.7), (1, 1)), grain=320)
    return after(
        (0.0, 0.5 * cut),
        (0.17, strike(rng, "latch", 1.0, 1.7)),
        (0.4, 0.35 * cut),
        (0.57, 0.7 * strike(rng, "latch", 1.0, 1.6)),
    )


def coins(rng: Rng) -> Mono:
    """Drop coins on a table: they ring and settle."""
    gap, at, parts = 0.16, 0.0, list[tuple[float, Mono]]()
    for k in range(12):
        parts.append((at, 0.86**k * strike(rng, "coin", 1, rng.uniform(0.85, 1.15))))
        at += gap
        gap *= 0.8
    return after(*parts, (0.05, 0.7 * strike(rng, "coin", 1, 0.8)), (0.33, 0.5 * strike(rng, "coin", 1, 0.9)))


def keys(rng: Rng) -> Mono:
    """Shake a bunch of keys and turn one in a lock."""
    shaken = [
        (float(at), rng.uniform(0.2, 0.6) * strike(rng, "chain", 1, float(rng.uniform(0.9, 1.5))))
        for at in rng.uniform(0, 0.6, 12)
    ]
    return after(*shaken, (0.85, 0.6 * strike(rng, "latch")), (1.05, strike(rng, "latch", 1, 0.7)))


def chains(rng: Rng) -> Mono:
    """Drag a chain over an edge: link after link."""
    return after(
        *[
            (0.075 * k + rng.normal(0, 0.01), rng.uniform(0.4, 1) * strike(rng, "chain", 1.1, rng.uniform(0.7, 0.95)))
            for k in range(14)
        ]
    )


def camera_shutter(rng: Rng) -> Mono:
    """Take a photograph: mirror up, curtain, film wound on."""
    wound = [(0.28 + 0.016 * k, 0.12 * strike(rng, "soft_key", 1, 1.6)) for k in range(16)]
    return after((0.0, strike(rng, "latch", 1, 0.7)), (0.05, 0.8 * strike(rng, "latch", 1, 1.0)), *wound)


def oars(rng: Rng) -> Mono:
    """Row one stroke: the lock knocks, blades enter, water is drawn along and drips from them."""
    pull = rub(rng, 0.85, (220, 2000), ((0, 0), (0.15, 0.7), (0.6, 1), (1, 0)))
    lock = creak(rng, 0.5, list(rng.uniform(60, 130, 2)), "plank", 1.2)
    drops = [
        (1.1 + float(at), rng.uniform(0.08, 0.25) * ping([float(rng.uniform(700, 2200))], [1], 0.06, bend=3))
        for at in rng.uniform(0, 0.9, 9)
    ]
    return after(
        (0.0, 0.4 * strike(rng, "plank", 0.7, 0.9)), (0.08, 0.6 * burst(rng, 0.2, 0.02, 250, 3000)), (0.12, 0.55 * pull),
        (0.15, 0.3 * lock), (0.95, 0.35 * burst(rng, 0.2, 0.05, 600, 5000)), *drops,
    )  # fmt: skip


def creaking_boat(rng: Rng) -> Mono:
    """Let timbers work: one long groan of wood, and a tug of rope."""
    groan = creak(rng, rng.uniform(1.0, 1.9), (18, rng.uniform(40, 90), rng.uniform(25, 60)), "plank", rng.uniform(0.5, 0.8))
    rope = creak(rng, 0.9, (60, rng.uniform(120, 220), 80), "hinge", 0.6)
    return after((0.0, groan), (0.15, 0.3 * strike(rng, "plank", 0.5, 0.5)), (0.6, 0.2 * rope))


def flag(rng: Rng) -> Mono:
    """Snap a flag or a sail in the wind: a swell of cloth and two or three cracks."""
    swell = rub(rng, 1.1, (140, 1500), ((0, 0), (0.4, 1), (0.7, 0.5), (1, 0)), grain=rng.uniform(8, 12))
    cracks = [(float(at), rng.uniform(0.4, 1) * burst(rng, 0.06, 0.004, 250, 3200)) for at in rng.uniform(0.15, 0.95, 4)]
    return after((0.0, 0.6 * swell), *cracks)


def splash(rng: Rng) -> Mono:
    """Fall into water: the slap, the hole that closes with a gulp, drops that come down."""
    drops = [
        (0.3 + float(at), rng.uniform(0.1, 0.5) * ping([float(rng.uniform(500, 2600))], [1], 0.06, bend=3))
        for at in rng.gamma(2, 0.18, 22)
    ]
    gulp = [(0.16, 0.9 * ping([150, 240], [1, 0.4], 0.3, bend=1.6))]
    return after((0.0, burst(rng, 0.4, 0.006, 200, 4500)), (0.05, 0.6 * burst(rng, 0.9, 0.12, 900, 8000)), *gulp, *drops)


def pouring(rng: Rng) -> Mono:
    """Pour a glass: bubbles that climb in pitch as it fills."""
    out = np.zeros(int(2.8 * RATE), np.float32)
    for at in np.sort(rng.uniform(0.05, 2.5, 190)):
        pitch = 420 + 520 * (at / 2.5) ** 1.5
        drop = ping([pitch * rng.uniform(0.8, 1.5)], [1], 0.035, bend=2) * rng.lognormal(-1.2, 0.6)
        out[int(at * RATE) : int(at * RATE) + len(drop)] += drop
    hiss = rub(rng, 2.6, (900, 5200), ((0, 0), (0.05, 1), (0.9, 0.9), (1, 0)))
    out[: len(hiss)] += 0.1 * hiss
    return top(out)


def spinning_wheel(rng: Rng) -> Mono:
    """Turn a wheel once: the treadle knocks, the band hums, the wood complains."""
    hum = rub(rng, 1.15, (140, 520), ((0, 0), (0.2, 0.8), (0.8, 1), (1, 0)), grain=26)
    return after((0.0, 0.5 * strike(rng, "plank", 0.6)), (0.0, 0.5 * hum), (0.58, 0.3 * strike(rng, "knuckle", 0.6, 1.3)))


def drum(rng: Rng) -> Mono:
    """Beat a big drum: long, short-short."""
    return after(
        (0.0, strike(rng, "drum", 1.0)), (0.6, 0.7 * strike(rng, "drum", 0.8)), (0.9, 0.75 * strike(rng, "drum", 0.85))
    )


def fireworks(rng: Rng) -> Mono:
    """Let a rocket off: it hisses up, cracks open, and its stars crackle down."""
    rise = rub(rng, 1.0, (1800, 7500), ((0, 0), (0.6, 0.4), (1, 0.1)), grain=0)
    boom = after((0.0, burst(rng, 0.9, 0.004, 40, 500)), (0.0, 0.6 * burst(rng, 0.25, 0.001, 300, 5000)))
    stars = [
        (1.25 + float(at), rng.uniform(0.1, 0.45) * burst(rng, 0.012, 0.0006, 1500, 9000)) for at in rng.gamma(2.2, 0.22, 46)
    ]
    return after((0.0, 0.18 * rise), (1.05, boom), *stars)


def gunshot(rng: Rng) -> Mono:
    """Fire once: the crack, the body of the air, what comes back from far off."""
    back = [(0.25 + 0.22 * k, 0.2 * 0.6**k * burst(rng, 0.5, 0.06, 80, 900)) for k in range(5)]
    return after((0.0, burst(rng, 0.05, 0.0005, 400, 9000)), (0.0, burst(rng, 0.5, 0.003, 45, 500)), *back)
