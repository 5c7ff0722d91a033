"""Machines that stand: a hum, a factory, computers, robots, alarms, static, sonar, a spaceship's own sound."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.engines.synth.bodies import after, rub, strike
from tools.engines.synth.circle import RATE, Circle, Mono, burst, ping, stereo, tones, whole

Loop = NDArray[np.float32]


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


def factory(c: Circle) -> Loop:
    """Run a hall of machines: a press that stamps in time, belts, steam let go, wheels behind it all."""
    out = 0.035 * c.air([(40, -3), (120, 0), (500, -8), (2000, -20), (7000, -38)]) + 0.05 * c.glow(
        ((50, 1.0), (100, 0.6), (200, 0.3)), 0.2, 0.4
    )
    beats = round(c.seconds / 1.5)
    for k in range(beats):
        at = (k + 0.05) * c.seconds / beats
        c.place(out, at, 0.9 * strike(c.rng, "door", 1.2, 0.8), -0.4)
        c.place(out, at, 0.3 * strike(c.rng, "anvil", 0.5, 0.42), -0.4)
        for n in range(4):
            c.place(out, at + 0.375 * n, 0.3 * strike(c.rng, "latch", 1, 0.6 + 0.1 * (n % 2)), 0.5)
        if k % 2:
            c.place(out, at + 0.7, 0.3 * burst(c.rng, 0.7, 0.05, 1800, 9000), 0.1)
    return c.room(out, 1.8, 0.4, dark=2200)


def computer(c: Circle) -> Loop:
    """Sit before old computers: fans, soft beeps of lamps that answer each other, a drive that thinks."""
    out = 0.02 * c.air([(120, -12), (380, 0), (1100, -8), (4000, -26)], 0.6) + 0.02 * c.glow(
        ((120, 1), (240, 0.5), (7400, 0.02)), 0.1, 0.3
    )
    time = np.arange(int(0.07 * RATE)) / RATE
    shape = np.clip(time / 0.004, 0, 1) * np.clip((0.07 - time) / 0.01, 0, 1)
    for k in range(9):
        at, pan = (k + c.rng.random()) * c.seconds / 9, c.rng.uniform(-0.7, 0.7)
        for n in range(int(c.rng.integers(1, 5))):
            pitch = float(c.rng.choice([880.0, 1174.7, 1318.5, 1760.0, 2093.0]))
            tone = tones(time, ((pitch, 1), (3 * pitch, 0.2))) * shape
            c.place(out, at + 0.11 * n, 0.3 * tone.astype(np.float32), pan)
    for at in c.rng.uniform(0, c.seconds, 5):
        for n in range(int(c.rng.integers(6, 18))):
            c.place(out, float(at) + n * 0.035 + c.rng.normal(0, 0.006), 0.14 * strike(c.rng, "soft_key", 0.8, 1.7), -0.4)
    return c.room(out, 0.5, 0.2, dark=4000)


def robot(rng: np.random.Generator) -> Mono:
    """Move an arm: a small motor winds up, holds and stops with a click."""
    seconds = rng.uniform(0.4, 0.9)
    x = np.linspace(0, 1, int(seconds * RATE))
    low = rng.uniform(180, 320)
    speed = low * (1 + 1.3 * np.clip(x / 0.25, 0, 1) * np.clip((1 - x) / 0.2, 0.1, 1))
    turns = np.cumsum(speed) / RATE
    whine = tones(turns, ((1, 0.5), (2, 0.3), (3, 0.6), (7, 0.25), (11, 0.14)))
    whine *= (np.clip(x / 0.05, 0, 1) * np.clip((1 - x) / 0.05, 0, 1) * (0.8 + 0.2 * np.sin(2 * np.pi * turns / 6))).astype(
        np.float32
    )
    grit = 0.2 * rub(rng, seconds, (1500, 6000), ((0, 0), (0.1, 1), (0.9, 1), (1, 0)), grain=low)
    return after((0.0, whine / np.abs(whine).max()), (0.0, grit), (seconds - 0.01, 0.6 * strike(rng, "latch", 1, 0.8)))


def alarm(c: Circle) -> Loop:
    """Sound an alarm: two tones that take turns, insistent, in a corridor."""
    out, count = c.silence(), round(c.seconds / 0.9)
    time = np.arange(int(0.36 * RATE)) / RATE
    shape = np.clip(time / 0.006, 0, 1) * np.clip((0.36 - time) / 0.012, 0, 1)
    for k in range(count):
        for n, pitch in enumerate((740, 587)):
            tone = tones(time, [(pitch * m, 1 / m**1.2) for m in (1, 2, 3, 5, 7)])
            c.place(out, (k + 0.05 + 0.48 * n) * c.seconds / count, (0.5 * tone * shape).astype(np.float32))
    return c.room(out, 0.9, 0.35, dark=3000) + 0.004 * c.air([(60, 0), (300, -8), (2000, -24)])


def siren(c: Circle) -> Loop:
    """Pass a siren through far streets: it wails up and down, three times a loop, between houses."""
    x = np.arange(c.length) / c.length
    rise = 0.5 - 0.5 * np.cos(2 * np.pi * round(c.seconds / 4) * x)
    wave = tones(whole(560 * 2.0 ** (1.05 * rise)), [(n, 1 / n**1.3) for n in (1, 2, 3, 4, 5)])
    near = (0.35 + 0.65 * c.slow(2, 0.7)) * 0.3
    return c.room(stereo(near * wave, near * np.roll(wave, 300)), 1.8, 0.5, dark=2500) + 0.01 * c.air(
        [(40, 0), (120, -2), (500, -14), (3000, -36)]
    )


def radio(c: Circle) -> Loop:
    """Search along an old radio: hiss that opens and closes, whistles that slide past, a rag of voice-like hum."""
    hiss = c.noise([(250, -30), (700, -3), (2200, 0), (4200, -8), (6000, -36)])
    out = stereo(hiss, hiss) * (0.25 + 0.35 * c.slow(9, 0.3) + 0.3 * (c.slow(60, 0.1) > 0.72))[:, None]
    for _ in range(3):
        lag = c.since(c.rng.uniform(0, c.seconds))
        pitch = 300 + 2600 * np.abs(np.clip(lag / 1.1, -1, 1))
        tone = np.sin(2 * np.pi * np.cumsum(pitch) / RATE) * np.exp(-((lag / 0.5) ** 2))
        out += (0.5 * tone.astype(np.float32))[:, None]
    voice = c.filter(
        c.glow(((137, 1), (274, 0.7), (411, 0.6), (548, 0.5), (685, 0.4), (959, 0.3)), 2.0, 0)[:, 0],
        [(300, -10), (700, 0), (1800, -6), (3500, -30)],
    )
    heard: Mono = voice * (c.slow(25, 0.2) > 0.55) * np.clip(c.slow(3, 0.5) - 0.3, 0, 1)
    return out + np.float32(0.3) * heard[:, None]


def sonar(rng: np.random.Generator) -> Mono:
    """Send one ping, and hear it come back smaller."""
    tone = ping([1180, 1190, 2360], [1, 0.7, 0.08], 1.4)
    return after((0.0, tone), (0.75, 0.25 * tone), (1.4, 0.08 * tone))


def spaceship(c: Circle) -> Loop:
    """Fly a ship: the drive's deep chord, air in the ducts, a slow pulse of something large turning, far relays."""
    out = 0.34 * c.glow(((36.7, 1.0), (55, 0.9), (73.4, 0.7), (110, 0.5), (146.8, 0.24), (220, 0.1), (587, 0.01)), 0.12, 0.4)
    duct = c.air([(90, -10), (240, 0), (600, -6), (1800, -20), (7000, -40)], 0.8)
    pulse = 0.75 + 0.25 * np.cos(2 * np.pi * round(c.seconds / 2) * np.arange(c.length, dtype=np.float32) / c.length)
    out += 0.08 * duct * pulse[:, None]
    for at in c.rng.uniform(0, c.seconds, 5):
        c.place(out, float(at), 0.07 * strike(c.rng, "latch", 0.8, 0.7), c.rng.uniform(-0.8, 0.8))
    return c.room(out, 1.2, 0.3, dark=1500)


def laser(rng: np.random.Generator) -> Mono:
    """Fire a ray of light from an old film: a tone that falls through four octaves."""
    x = np.linspace(0, 1, int(0.45 * RATE))
    turns = np.cumsum(180 + 3400 * np.exp(-7 * x)) / RATE
    wave = (np.sin(2 * np.pi * turns) + 0.4 * np.sin(2 * np.pi * 1.51 * turns)) * np.exp(-4 * x) * np.clip(x / 0.005, 0, 1)
    return np.asarray(wave / np.abs(wave).max(), np.float32)


def sewing_machine(c: Circle) -> Loop:
    """Sew a seam, stop, sew on: a needle that stabs eleven times a second, a motor under it."""
    out, rate = c.silence(), 11
    runs = np.clip((c.slow(4, 0.3) - 0.25) * 8, 0, 1)
    for k in range(round(c.seconds * rate)):
        at = k / rate
        size = float(runs[int(at * RATE) % c.length])
        if size > 0.1:
            c.place(out, at, size * 0.6 * strike(c.rng, "soft_key", 1, 0.8 + 0.1 * (k % 2)), 0.05)
            c.place(out, at + 0.04, size * 0.3 * strike(c.rng, "latch", 0.7, 0.5), -0.05)
    motor = c.glow(((110, 1), (220, 0.6), (330, 0.5), (660, 0.2)), 0.5, 0.1)
    return c.room(out + 0.1 * motor * runs[:, None], 0.4, 0.2, dark=3500) + 0.004 * c.air([(60, 0), (300, -8), (2000, -24)])


def drill(c: Circle) -> Loop:
    """Drill into a wall and stop again: the motor winds up, bites, and runs down."""
    runs = np.clip((c.slow(3, 0.3) - 0.35) * 6, 0, 1)
    turns = whole(60 + 150 * runs - 25 * runs * c.slow(30, 0.2))
    whine = tones(turns, [(n, 1 / n**0.7) for n in (1, 2, 3, 5, 8, 13, 21)])
    dust = c.noise([(300, -14), (1100, 0), (3500, -3), (9000, -14)]) * (0.5 + 0.5 * np.sin(2 * np.pi * 2 * turns)).astype(
        np.float32
    )
    wave = runs * (0.3 * whine + 0.3 * dust)
    return c.room(stereo(wave, np.roll(wave, 7)), 0.6, 0.25, dark=4000) + 0.004 * c.air([(60, 0), (300, -8), (2000, -24)])
