"""House and hearth: fire, kitchen, kettle, clock, the crackle of a record, glasses, doors."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.engines.synth.bodies import after, creak, strike
from tools.engines.synth.circle import RATE, Circle, Mono, burst, ping, soft, stereo, tones, whole

Loop = NDArray[np.float32]
ROOM_TONE = ((50, 0), (200, -6), (1000, -22), (6000, -46))


def fire(c: Circle) -> Loop:
    """Burn a wood fire: a low flutter, a breath of hiss, and crackles that come in flurries."""
    roar = c.noise([(25, -8), (60, 0), (180, -5), (600, -22), (3000, -46)]) * (0.5 + 0.5 * c.slow(40, 0.35))
    hiss = c.noise([(800, -30), (3000, -4), (7000, 0), (14000, -14)]) * (0.3 + 0.7 * c.slow(12, 0.4))
    out = 0.20 * stereo(roar, np.roll(roar, RATE // 90)) + 0.035 * stereo(hiss, np.roll(hiss, c.length // 2))
    flurry = c.slow(14, 0.2) ** 2
    crackles = ((0.003, 3000, 11000, 60, 0.9), (0.008, 1500, 7000, 24, 1.2), (0.03, 400, 2500, 5, 1.4))
    for seconds, low, high, rate, level in crackles:
        for side in (0, 1):
            kernel = burst(c.rng, seconds, seconds / 15, low, high)
            out[:, side] += level * c.ring(c.impulses(rate, 0.9) * (0.15 + 0.85 * flurry), kernel)
    return c.room(soft(out, 9.0), 0.4, 0.12)


def kitchen(c: Circle) -> Loop:
    """Cook: something sizzles in a pan and spits, a lid, a spoon, a knife on a board."""
    fat = 0.03 * c.air([(800, -30), (2500, -6), (6000, 0), (12000, -6)], 0.5) * (0.5 + 0.5 * c.slow(20, 0.2))[:, None]
    spit = [burst(c.rng, 0.004, 0.0004, 2500, 11000) for _ in range(5)]
    out = fat
    for side in (0, 1):
        out[:, side] += 0.1 * c.drops(45, spit, 0.6, 0.3 + 0.7 * c.slow(12, 0.3))
    for k in range(2):
        at = (k + c.rng.uniform(0.05, 0.4)) * c.seconds / 2
        for n in range(int(c.rng.integers(5, 9))):
            c.place(out, at + 0.24 * n + c.rng.normal(0, 0.015), 0.55 * strike(c.rng, "hollow_wood", 1, 0.7), 0.5)
    for at in c.rng.uniform(0, c.seconds, 5):
        c.place(out, float(at), c.rng.uniform(0.1, 0.3) * strike(c.rng, "plate", 0.8), c.rng.uniform(-0.6, 0.2))
    return c.room(out, 0.4, 0.2, dark=4000) + 0.005 * c.air(ROOM_TONE)


def sizzle(c: Circle) -> Loop:
    """Fry: hot fat, hissing and spitting."""
    out = 0.16 * c.air([(400, -30), (1800, -6), (4500, 0), (12000, -6)], 0.5) * (0.3 + 0.7 * c.slow(24, 0.2) ** 1.5)[:, None]
    for seconds, low, rate, level in ((0.003, 3000, 60, 0.6), (0.01, 1200, 12, 1.1)):
        kernels = [burst(c.rng, seconds, seconds / 12, low, low * 4) for _ in range(4)]
        for side in (0, 1):
            out[:, side] += level * c.drops(rate, kernels, 0.9, 0.3 + 0.7 * c.slow(16, 0.2))
    return soft(out, 7.0)


def kettle(c: Circle) -> Loop:
    """Boil a kettle: a rolling simmer, steam, and a whistle that rises out of it and sinks again."""
    out = 0.05 * c.air([(120, -10), (350, 0), (900, -6), (3000, -24)], 0.4) * (0.7 + 0.3 * c.slow(90, 0.1))[:, None]
    strength = c.slow(2, 0.8)
    steam = c.noise([(1500, -30), (5000, 0), (11000, -4)]) * (0.2 + 0.8 * strength)
    tone = tones(whole(1900 + 260 * strength), ((1, 1), (2, 0.35), (3, 0.1)))
    voice = tone * np.clip(2 * strength - 0.5, 0, 1) * (0.85 + 0.15 * c.slow(90, 0.1))
    return c.room(out + (0.04 * steam + 0.22 * voice)[:, None], 0.4, 0.2, dark=5000)


def clock(c: Circle) -> Loop:
    """Tick in a quiet room: tick and tock from a wooden case, and the room's own silence."""
    out, count = c.silence(), round(c.seconds / 0.5)
    for k in range(count):
        tune, size = (1.0, 1.0) if k % 2 == 0 else (0.86, 0.8)
        tick = 0.7 * ping([2450 * tune, 3900 * tune, 6100 * tune], [1, 0.6, 0.3], 0.03)
        tick[:200] += 0.6 * burst(c.rng, 0.005, 0.0005, 2500, 9000)[:200]
        at = 0.1 + k * c.seconds / count
        c.place(out, at, size * c.rng.uniform(0.9, 1) * tick, -0.05)
        c.place(out, at, size * 0.35 * ping([240 * tune, 520 * tune], [1, 0.5], 0.07), 0.05)
    return c.room(out, 0.5, 0.25, dark=4000) + 0.004 * c.air(ROOM_TONE)


def vinyl(c: Circle) -> Loop:
    """Turn an old record: dust that crackles, one scratch that comes round with every turn, a rumble below."""
    out = 0.012 * c.air([(30, -6), (60, 0), (180, -20), (1000, -44)], 0.3) + 0.016 * c.air(
        [(1000, -12), (4000, 0), (9000, -6)], 0.6
    )
    dust = [burst(c.rng, 0.0015, 0.0002, f, 14000) for f in (1200, 2500, 4000)]
    for side in (0, 1):
        out[:, side] += 0.4 * c.drops(26, dust, 0.9)
    scratch, turns = burst(c.rng, 0.004, 0.0003, 500, 6000), round(c.seconds * 33.333 / 60)
    for k in range(turns):
        c.place(out, 0.3 + k * c.seconds / turns, c.rng.uniform(0.7, 1) * scratch, 0.1)
        c.place(out, 0.34 + k * c.seconds / turns, 0.5 * scratch, -0.1)
    return soft(out, 16.0)


def glasses(rng: np.random.Generator) -> Mono:
    """Touch glasses: two rims, and the other a little later."""
    return after(
        (0.0, strike(rng, "glass", 1, rng.uniform(0.9, 1.1))), (0.018, 0.7 * strike(rng, "glass", 1, rng.uniform(1.1, 1.3)))
    )


def dishes(rng: np.random.Generator) -> Mono:
    """Set plates on each other, a spoon among them."""
    parts = [(float(at), float(size) * strike(rng, "plate", 1, float(rng.uniform(0.8, 1.3)))) for at, size in
             zip(np.sort(rng.uniform(0, 0.9, 5)), rng.uniform(0.3, 1, 5), strict=True)]  # fmt: skip
    return after(*parts)


def breaking_glass(rng: np.random.Generator) -> Mono:
    """Break a pane: one hard blow, and shards that fall and ring."""
    parts: list[tuple[float, Mono]] = [(0.0, 1.2 * burst(rng, 0.16, 0.001, 1500, 12000)), (0.0, strike(rng, "glass", 1.3, 0.7))]
    for at in rng.gamma(1.6, 0.2, 26):
        parts.append((float(at) + 0.04, rng.lognormal(-1.6, 0.6) * strike(rng, "glass", 1.2, rng.uniform(0.9, 2.2))))
    return after(*parts)


def door(rng: np.random.Generator) -> Mono:
    """Open a door and let it fall shut: the latch, a creak, the leaf in its frame."""
    hinge = creak(rng, 0.9, list(rng.uniform(90, 220, 3)), "hinge", rng.uniform(0.8, 1.1))
    return after(
        (0.0, 0.35 * strike(rng, "latch")),
        (0.12, 0.22 * hinge),
        (1.35, strike(rng, "door")),
        (1.36, 0.4 * strike(rng, "latch", 1, 0.8)),
    )


def creaking_door(rng: np.random.Generator) -> Mono:
    """Turn a dry hinge, slowly: it sticks and slips, faster and slower."""
    first = creak(rng, 1.5, (45, rng.uniform(110, 180), rng.uniform(160, 300), 90), "hinge", rng.uniform(0.7, 0.9))
    second = creak(rng, 1.1, (70, rng.uniform(240, 420), rng.uniform(180, 300)), "hinge", rng.uniform(0.8, 1.1))
    return after((0.0, first), (1.55, 0.8 * second), (0.0, 0.3 * creak(rng, 2.6, (12, 22, 9), "plank", 0.6)))


def knocking(rng: np.random.Generator) -> Mono:
    """Knock three times on a door."""
    gap = rng.uniform(0.2, 0.28)
    return after(*[(k * gap, rng.uniform(0.8, 1) * strike(rng, "knuckle", 1.1)) for k in range(3)])


def doorbell(rng: np.random.Generator) -> Mono:
    """Ring at a door: ding, dong."""
    return after((0.0, strike(rng, "chime", 1, 0.66)), (0.55, 0.9 * strike(rng, "chime", 1, 0.52)))


def telephone(rng: np.random.Generator) -> Mono:
    """Ring an old telephone: two bells struck twenty times a second, a pause, and again."""
    strokes = [(k / 21, rng.uniform(0.8, 1) * strike(rng, "tram_bell", 1, 1.0 if k % 2 else 1.19)) for k in range(21)]
    return after(*strokes, *[(at + 1.6, wave) for at, wave in strokes])
