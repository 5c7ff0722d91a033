"""Insects, frogs, herds and hooves: creatures that sound together or on the move."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.engines.synth.bodies import sound_of, strike, top
from tools.engines.synth.circle import RATE, Circle, Mono, burst, ping, stereo, tones, whole

Loop = NDArray[np.float32]
NIGHT_AIR = ((60, -4), (200, 0), (800, -14), (4000, -34))


def crickets(c: Circle) -> Loop:
    """Make a summer night: crickets keeping time near and far, and a far shimmer of many."""
    out = c.silence()
    for _ in range(7):
        pitch, pulses, near = c.rng.uniform(3900, 5100), int(c.rng.integers(2, 5)), c.rng.uniform(0.08, 0.5) ** 1.3
        period, pan = c.seconds / int(c.rng.integers(9, 22)), c.rng.uniform(-0.95, 0.95)
        pulse = np.sin(np.pi * np.linspace(0, 1, int(0.017 * RATE))) ** 2
        beat = np.concatenate([np.concatenate([pulse, np.zeros(int(0.013 * RATE))])] * pulses)
        call = beat * np.sin(2 * np.pi * pitch * np.arange(len(beat)) / RATE) * near
        first = c.rng.uniform(0, period)
        for k in range(round(c.seconds / period)):
            if c.rng.random() < 0.9:
                c.place(out, first + k * period + c.rng.normal(0, 0.008), call * c.rng.uniform(0.8, 1), pan)
    out = c.room(out, 1.0, 0.25, dark=5000)
    many: Mono = c.noise([(3000, -60), (4200, -6), (4600, 0), (5200, -6), (7000, -60)]) * (0.6 + 0.4 * c.slow(80, 0.1))
    far: Loop = stereo(many, np.roll(many, c.length // 3))
    return np.asarray(out + 0.012 * far + 0.016 * c.air(NIGHT_AIR), np.float32)


def cicadas(c: Circle) -> Loop:
    """Saw through a hot noon: two choirs of cicadas that swell and sink, each a rattle at its own pace."""
    time = np.arange(c.length, dtype=np.float32) / c.length
    out = 0.003 * c.air(NIGHT_AIR)
    for pitch, rate, side in ((4700, 178, 0), (6100, 131, 1)):
        voice = c.noise([(pitch / 1.6, -50), (pitch / 1.1, -4), (pitch, 0), (pitch * 1.12, -4), (pitch * 1.7, -50)])
        rattle = (0.5 + 0.5 * np.sin(np.float32(2 * np.pi * round(rate * c.seconds)) * time)) ** 3
        swell = (0.15 + 0.85 * c.slow(4, 0.6)) * (0.8 + 0.2 * c.slow(30, 0.2))
        choir = np.asarray(0.2 * voice * rattle * swell, np.float32)
        out[:, side] += choir
        out[:, 1 - side] += np.float32(0.3) * np.roll(choir, 800)
    return out


def bees(c: Circle) -> Loop:
    """Hum about flowers: a hive's steady drone and single bees that come near, circle and go."""
    out = c.silence()
    for k in range(7):
        base, pan = c.rng.uniform(175, 240), c.rng.uniform(-0.8, 0.8)
        drift = 1 + 0.05 * (c.slow(9, 0.4) - 0.5)
        wave = tones(whole(base * drift), [(n, 1 / n**0.9) for n in range(1, 6)])
        lag = c.since(c.rng.uniform(0, c.seconds))
        near = 0.14 + (0.0 if k < 5 else 1.1 * np.exp(-((lag / c.rng.uniform(0.4, 0.9)) ** 2)))
        angle = (np.clip(pan + (0 if k < 5 else 1) * lag / 2, -1, 1) + 1) * np.pi / 4
        out += (0.12 * near * wave)[:, None] * np.stack([np.cos(angle), np.sin(angle)], 1).astype(np.float32)
    return out + 0.006 * c.air([(100, -6), (400, 0), (2000, -14), (8000, -34)])


def frogs(c: Circle) -> Loop:
    """Fill a pond at night: a few frogs that answer each other in their own pitch, and a far chorus."""
    out = c.silence()
    for k in range(6):
        low, croak = c.rng.uniform(500, 1100), []
        pulses, rate = int(c.rng.integers(5, 14)), c.rng.uniform(28, 60)
        for n in range(pulses):
            size = np.sin(np.pi * (n + 0.6) / (pulses + 0.3))
            croak.append((n / rate, size * ping([low * (1 + 0.012 * n), low * 2.4, low * 3.3], [1, 0.6, 0.25], 0.035)))
        near, pan, period = c.rng.uniform(0.15, 1) ** 1.5, -0.9 + 0.36 * k, c.rng.uniform(0.8, 2.4)
        count = max(round(c.seconds / period), 1)
        first = c.rng.uniform(0, period)
        for k2 in range(count):
            if c.rng.random() < 0.8:
                for delay, wave in croak:
                    c.place(out, first + k2 * c.seconds / count + delay, near * wave, pan)
    out = c.room(out, 1.2, 0.3, dark=3000)
    many: Mono = c.noise([(600, -40), (1300, 0), (2300, -2), (4200, -30)]) * (0.5 + 0.5 * c.slow(200, 0.05))
    far: Loop = stereo(many, np.roll(many, c.length // 3))
    return np.asarray(out + 0.012 * far + 0.003 * c.air(NIGHT_AIR), np.float32)


def _herd(c: Circle, name: str, count: int, every: tuple[float, float]) -> Loop:
    out = c.silence()
    for k in range(count):
        pan, near, tune = -0.8 + 1.6 * (k + 0.5) / count, c.rng.uniform(0.25, 1), 0.07
        at = c.rng.uniform(0, every[1])
        while at < c.seconds - 1.0:
            wave = sound_of(c.rng, name, tune)
            c.place(out, at, near * wave, pan)
            at += len(wave) / RATE + c.rng.uniform(*every)
    return out


def sheep(c: Circle) -> Loop:
    """Graze a flock: sheep bleat from here and there, a small bell among them."""
    out = _herd(c, "sheep", 4, (4, 10))
    for at in c.rng.uniform(0, c.seconds, 7):
        c.place(out, float(at), c.rng.uniform(0.05, 0.14) * strike(c.rng, "hand_bell", 0.6, 0.55), 0.4)
    return c.room(out, 1.0, 0.2, dark=3500) + 0.006 * c.air(NIGHT_AIR)


def goats(c: Circle) -> Loop:
    """Climb with goats: bleats that laugh, bells at the neck, a stone kicked loose."""
    out = _herd(c, "goat", 3, (3.5, 9))
    for at in c.rng.uniform(0, c.seconds, 9):
        c.place(out, float(at), c.rng.uniform(0.08, 0.2) * strike(c.rng, "hand_bell", 0.6, 0.42), c.rng.uniform(-0.5, 0.5))
    for at in c.rng.uniform(0, c.seconds, 4):
        c.place(out, float(at), 0.12 * strike(c.rng, "stone"), c.rng.uniform(-0.5, 0.5))
    return c.room(out, 1.4, 0.25, dark=3500) + 0.006 * c.air(NIGHT_AIR)


def hooves(c: Circle) -> Loop:
    """Trot on a hard road: four feet in two pairs, iron on stone over a soft thud."""
    return _gait(c, (0.0, 0.5), 0.36, "hoof_stone", 0.06)


def gallop(c: Circle) -> Loop:
    """Gallop over earth: three beats and a breath, thud after thud."""
    return _gait(c, (0.0, 0.2, 0.42, 0.58), 0.52, "hoof_earth", 0.3)


def _gait(c: Circle, feet: tuple[float, ...], stride: float, ground: str, dirt: float) -> Loop:
    out, count = c.silence(), round(c.seconds / stride)
    for k in range(count):
        for n, share in enumerate(feet):
            at = (k + share + 0.1 + c.rng.normal(0, 0.012)) * c.seconds / count
            pan, size = 0.18 * (-1) ** n, c.rng.uniform(0.7, 1)
            c.place(out, at, size * strike(c.rng, ground, 1.0, c.rng.uniform(0.93, 1.08)), pan)
            c.place(out, at, 0.35 * size * strike(c.rng, "hoof_earth", 0.6), pan)
            c.place(out, at + 0.02, dirt * size * burst(c.rng, 0.12, 0.02, 500, 4500), pan)
    return c.room(out, 0.7, 0.18, dark=2500) + 0.003 * c.air(NIGHT_AIR)


def farm(c: Circle) -> Loop:
    """Wake a farmyard: hens about the door, a cow, a cock that has not finished, sparrows."""
    from tools.engines.synth.birds import sing

    out = 0.55 * _herd(c, "hens", 3, (1.2, 3.5))
    for name, near, pan in (("cow", 0.6, -0.6), ("rooster", 0.5, 0.6), ("pig", 0.3, 0.2), ("cow", 0.3, 0.8)):
        c.place(out, c.rng.uniform(0, c.seconds), near * sound_of(c.rng, name), pan)
    sing(c, out, (5, 5), 0.25)
    return c.room(out, 0.9, 0.2, dark=3500) + 0.008 * c.air(NIGHT_AIR)


def purr(rng: np.random.Generator) -> Mono:
    """Purr: soft pulses, twenty-five a second, in and out with the breath."""
    out = np.zeros(int(2.6 * RATE), np.float32)
    for first, last, level, rate in ((0.0, 1.2, 0.8, 26), (1.35, 2.5, 1.0, 23)):
        for at in np.arange(first, last, 1 / rate):
            pulse = burst(rng, 0.035, 0.006, 70, 420)
            start = int((at + rng.normal(0, 0.002)) * RATE)
            start = max(start, 0)
            out[start : start + len(pulse)] += level * np.sin(np.pi * (at - first + 0.05) / (last - first + 0.1)) * pulse
    return top(out)
