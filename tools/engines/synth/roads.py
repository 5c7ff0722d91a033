"""What travels: traffic, cars, trams, trains, ships, planes, rockets, wheels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.engines.synth.bodies import after, sound_of, strike
from tools.engines.synth.circle import RATE, Circle, Mono, Turns, burst, ping, stereo, tones, whole

Loop = NDArray[np.float32]
ROAD = ((28, -8), (60, 0), (140, -3), (500, -12), (2000, -26), (8000, -46))


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
    horn = tones(time, [(f * n, 1 / n**1.6) for f in (392, 494) for n in (1, 2, 3, 4)])
    shape = np.clip(time / 0.03, 0, 1) * np.clip((0.5 - time) / 0.08, 0, 1)
    c.place(out, c.rng.uniform(0, c.seconds), np.asarray(0.025 * horn * shape, np.float32), c.rng.uniform(-0.8, 0.8))
    return c.room(out, 1.4, 0.3, dark=1800)


def fire_order(c: Circle, speed: Turns, kernel: Mono, uneven: float) -> Mono:
    """Run an engine: one pulse at every turn of `speed` (firings a second at every sample), through its exhaust's `kernel`."""
    turns = whole(speed)
    at = np.flatnonzero(np.diff(np.floor(turns), prepend=0.0))
    fired = np.zeros(c.length, np.float32)
    fired[at] = 1 + uneven * c.rng.standard_normal(len(at)) + 0.5 * uneven * np.cos(np.pi * np.arange(len(at)))
    return c.ring(fired, kernel)


def _exhaust(c: Circle, low: float, high: float, seconds: float) -> Mono:
    pipe = ping([low, low * 1.9, low * 3.1, high], [1, 0.6, 0.4, 0.2], seconds)
    hiss = 0.35 * burst(c.rng, seconds, 0.001, low, high * 2)
    return np.asarray(pipe[: len(hiss)] + hiss[: len(pipe)], np.float32)


def car(c: Circle) -> Loop:
    """Sit in a moving car: the engine's even murmur, tyres on the road, wind about the windows."""
    speed = 58 + 7 * c.slow(3, 0.5)
    motor = fire_order(c, speed, _exhaust(c, 88, 420, 0.06), 0.15)
    out = 0.22 * stereo(motor, motor) / (np.abs(motor).max() + 1e-9)
    out += 0.02 * c.air([(40, -2), (110, 0), (350, -6), (1000, -12), (3500, -30)]) * (0.8 + 0.2 * c.slow(9, 0.3))[:, None]
    return np.asarray(out + 0.004 * c.air([(400, -10), (1200, 0), (4000, -10), (9000, -24)]), np.float32)


def motorcycle(c: Circle) -> Loop:
    """Ride a motorcycle: two cylinders that never fire quite evenly, throttle opened and closed."""
    speed = 34 + 40 * c.slow(3, 0.4)
    motor = fire_order(c, speed, _exhaust(c, 120, 900, 0.05), 0.35)
    out = c.room(stereo(motor, np.roll(motor, 40)) / np.abs(motor).max(), 0.5, 0.12)
    return out + 0.03 * c.air([(200, -10), (700, 0), (3000, -12), (9000, -26)])


def motorboat(c: Circle) -> Loop:
    """Chug across the water: a slow single cylinder, its note in the hull, water along the side."""
    motor = fire_order(c, 7.5 + 0.8 * c.slow(4, 0.4), _exhaust(c, 75, 380, 0.14), 0.2)
    out = 0.6 * stereo(motor, np.roll(motor, 60)) / np.abs(motor).max()
    wash = c.air([(150, -14), (500, 0), (1600, -5), (5000, -20)])
    return c.room(out, 0.8, 0.15, dark=1800) + 0.05 * wash * (0.5 + 0.5 * c.slow(14, 0.2))[:, None]


def ship(c: Circle) -> Loop:
    """Ride a steamer: engines deep below the deck, plates that shiver, the horn once, water far down."""
    motor = fire_order(c, np.full(c.length, 5.5, np.float32), _exhaust(c, 46, 210, 0.22), 0.12)
    out = 0.3 * stereo(motor, np.roll(motor, 200)) / np.abs(motor).max() + 0.09 * c.glow(
        ((44, 1), (88, 0.7), (132, 0.4), (264, 0.1)), 0.3, 0.4
    )
    out += 0.04 * c.air([(100, -10), (350, 0), (1300, -6), (5000, -22)]) * (0.6 + 0.4 * c.slow(6))[:, None]
    c.place(out, c.rng.uniform(0.1, 0.5) * c.seconds, 0.4 * sound_of(c.rng, "foghorn"), -0.2)
    return c.room(out, 1.6, 0.35, dark=1500)


def tram(c: Circle) -> Loop:
    """Ride a tram: motors that sing as they speed up, wheels on joints, a squeal in the curve, the bell."""
    run = 0.35 + 0.65 * c.slow(2, 0.6)
    sing = tones(whole(90 + 330 * run), ((1, 1), (2, 0.5), (3, 0.35), (5, 0.12)))
    out = (0.1 * sing * run)[:, None] + 0.04 * c.air([(40, -4), (120, 0), (500, -8), (1800, -18), (6000, -36)]) * run[:, None]
    curve = c.since(c.rng.uniform(0.3, 0.8) * c.seconds)
    squeal = c.glow(((2310, 1), (3120, 0.6), (4680, 0.3)), 6.0, 0.4) * (np.exp(-((curve / 0.9) ** 2)))[:, None]
    out += 0.05 * squeal
    for k in range(round(c.seconds / 1.1)):
        for delay in (0.0, 0.17):
            c.place(out, k * 1.1 + delay + c.rng.normal(0.1, 0.01), 0.3 * strike(c.rng, "rail", 0.9), 0.2 * (-1) ** k)
    at = c.rng.uniform(0.05, 0.25) * c.seconds
    for delay in (0.0, 0.28):
        c.place(out, at + delay, 0.4 * strike(c.rng, "tram_bell"), 0.1)
    return c.room(out, 0.6, 0.2, dark=3000)


def train(c: Circle) -> Loop:
    """Ride a train: a low roll, wheels over rail joints in pairs, a sway."""
    roll = [c.noise([(28, -4), (70, 0), (200, -7), (700, -18), (3000, -36)]) for _ in range(2)]
    out = 0.05 * stereo(roll[0], 0.5 * roll[0] + 0.85 * roll[1]) * (0.7 + 0.3 * c.slow(10, 0.4))[:, None]
    count = round(c.seconds / 1.2)
    for k in range(count):
        for delay, size in ((0.0, 1.0), (0.13, 0.8), (0.52, 0.55), (0.65, 0.45)):
            at = k * c.seconds / count + delay + c.rng.normal(0.1, 0.004)
            clack = 0.8 * ping([105, 182, 430, 960], [1, 0.7, 0.4, 0.2], 0.15)
            c.place(out, at, size * c.rng.uniform(0.8, 1) * clack, 0.25 * (-1) ** k)
            c.place(out, at, 0.3 * size * burst(c.rng, 0.06, 0.002, 700, 4000), 0.25 * (-1) ** k)
    return c.room(out, 0.6, 0.25, dark=2000)


def steam_train(c: Circle) -> Loop:
    """Haul with steam: four beats to a turn of the wheels, each a breath of the funnel, rods that clank, the whistle."""
    out = 0.06 * c.air([(40, -2), (120, 0), (500, -10), (2500, -26)])
    beats = round(c.seconds / 0.3)
    for k in range(beats):
        size = (1.0, 0.72, 0.85, 0.68)[k % 4] * c.rng.uniform(0.9, 1)
        at = k * c.seconds / beats + c.rng.normal(0.05, 0.004)
        c.place(out, at, size * burst(c.rng, 0.26, 0.025, 130, 1700), 0.1)
        c.place(out, at, 0.4 * size * burst(c.rng, 0.2, 0.02, 1500, 7000), -0.1)
        if k % 2:
            c.place(out, at + 0.1, 0.2 * strike(c.rng, "rail", 0.9, 1.3), 0.3)
    c.place(out, c.rng.uniform(0.1, 0.6) * c.seconds, 0.5 * sound_of(c.rng, "steam_whistle"), -0.2)
    return c.room(out, 1.6, 0.3, dark=2500)


def cart(c: Circle) -> Loop:
    """Roll a wooden cart: rims on stones, a dry axle at every turn, boards that knock."""
    out = 0.03 * c.air([(60, -6), (160, 0), (500, -5), (1600, -14), (5000, -28)], 0.6) * (0.6 + 0.4 * c.slow(40, 0.2))[:, None]
    stones = [strike(c.rng, "stone", 0.9, t) for t in (0.3, 0.5, 0.8)] + [strike(c.rng, "plank", 0.8, t) for t in (0.7, 1.0)]
    for side in (0, 1):
        out[:, side] += 0.4 * c.drops(9, stones, 0.6)
    turns = round(c.seconds / 1.5)
    for k in range(turns):
        c.place(out, (k + 0.3) * c.seconds / turns, 0.2 * sound_of(c.rng, "axle"), 0.2)
    return c.room(out, 0.5, 0.12, dark=3000)


def bicycle(c: Circle) -> Loop:
    """Ride a bicycle: the freewheel ticks, tyres on gravel, the bell once."""
    out = 0.02 * c.air([(200, -8), (700, 0), (2600, -5), (8000, -20)]) * (0.7 + 0.3 * c.slow(30, 0.2))[:, None]
    ticks = (c.slow(3, 0.4) > 0.4).astype(np.float32)
    for k in range(round(c.seconds * 16)):
        at = k / 16
        if ticks[int(at * RATE) % c.length]:
            c.place(out, at, 0.18 * strike(c.rng, "latch", 0.8, 1.8), 0.0)
    at = c.rng.uniform(0.1, 0.8) * c.seconds
    for delay in (0.0, 0.11, 0.34, 0.45):
        c.place(out, at + delay, 0.35 * strike(c.rng, "hand_bell", 0.9, 1.25), 0.15)
    return out


def plane(c: Circle) -> Loop:
    """Fly behind propellers: two engines that beat against each other, air along the skin."""
    out = c.silence()
    for rate, pan in ((61.0, 0), (62.2, 1)):
        motor = fire_order(c, np.full(c.length, rate, np.float32), _exhaust(c, 95, 520, 0.045), 0.12)
        out[:, pan] += motor / np.abs(motor).max()
        out[:, 1 - pan] += 0.45 * motor / np.abs(motor).max()
    return (
        0.4 * out + 0.03 * c.air([(60, -4), (200, 0), (800, -5), (3000, -16), (9000, -32)]) * (0.85 + 0.15 * c.slow(5))[:, None]
    )


def helicopter(c: Circle) -> Loop:
    """Hover: blades that chop the air five times a second, a turbine's whine above."""
    out = 0.03 * c.air([(60, -6), (200, 0), (900, -8), (4000, -22)])
    beats = round(c.seconds * 5.5)
    chop = [after((0.0, burst(c.rng, 0.15, 0.03, 45, 380)), (0.0, 0.5 * burst(c.rng, 0.1, 0.02, 300, 2400))) for _ in range(3)]
    for k in range(beats):
        c.place(out, k * c.seconds / beats, c.rng.uniform(0.85, 1) * chop[k % 3], 0.25 * np.sin(2 * np.pi * k / beats))
    return out + 0.03 * c.glow(((2730, 1), (3980, 0.5), (5460, 0.3)), 3.0, 0.5)


def rocket(c: Circle) -> Loop:
    """Burn a rocket's motor: a roar from below all hearing, torn and crackling."""
    roar = c.air([(18, -2), (40, 0), (120, -2), (400, -8), (1500, -18), (6000, -34)], 0.8)
    tear = [burst(c.rng, s, s / 10, 60, 3000) for s in c.rng.uniform(0.01, 0.05, 6)]
    out = 0.5 * roar * (0.75 + 0.5 * c.slow(80, 0.1))[:, None]
    for side in (0, 1):
        out[:, side] += 0.5 * c.drops(60, tear, 0.8)
    return c.room(out, 1.5, 0.3, dark=1500)
