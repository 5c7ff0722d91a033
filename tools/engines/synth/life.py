"""Living things: fire, birds, forest, crickets, a crowd, footsteps, a heart."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.engines.synth.circle import RATE, Circle, Mono, burst, ping, soft, stereo, unit

Loop = NDArray[np.float32]


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


def _chirp(rng: np.random.Generator, low: float, high: float, seconds: float, shape: int) -> Mono:
    """Whistle one syllable: a tone that glides up, down, over a hill, or trembles; a little of its octave."""
    x = np.linspace(0, 1, int(seconds * RATE))
    glide = (x, 1 - x, np.sin(np.pi * x), 0.5 + 0.5 * np.sin(2 * np.pi * x * rng.uniform(3, 7)))[shape]
    phase = 2 * np.pi * np.cumsum(low + (high - low) * glide) / RATE
    envelope = np.sin(np.pi * x**0.7) ** 1.5
    return np.asarray(envelope * (np.sin(phase) + 0.12 * np.sin(2 * phase)), np.float32)


def _song(rng: np.random.Generator) -> tuple[Mono, float]:
    """Sing a bird's phrase of a few repeated or answering syllables, and say what silence it keeps afterwards, in seconds."""
    low = rng.uniform(2300, 4600)
    kinds = [
        (low * rng.uniform(0.85, 1.1), low * rng.uniform(1.15, 1.5), rng.uniform(0.05, 0.16), int(rng.integers(4)))
        for _ in range(2)
    ]
    pieces: list[Mono] = []
    for k in range(int(rng.integers(3, 8))):
        first, last, seconds, shape = kinds[k % 2 if rng.random() < 0.7 else 0]
        pieces += [_chirp(rng, first, last, seconds, shape), np.zeros(int(rng.uniform(0.03, 0.09) * RATE), np.float32)]
    return np.concatenate(pieces), float(rng.uniform(1.6, 4.0))


def _singers(c: Circle, out: Loop, count: int, level: float) -> None:
    for k in range(count):
        song, rest = _song(c.rng)
        pan, near = c.rng.uniform(-0.9, 0.9), level * c.rng.uniform(0.25, 1.0) ** 1.5
        at, end = c.rng.uniform(0, 3), c.seconds - 0.8 + 0.1 * k
        while at < end:
            c.place(out, at, song * near * c.rng.uniform(0.7, 1.0), pan)
            at += len(song) / RATE + rest * c.rng.uniform(0.7, 1.5)


def birds(c: Circle) -> Loop:
    """Wake five birds, near and far, each with its own phrase, in open air."""
    out = c.silence()
    _singers(c, out, 5, 0.9)
    out = c.room(out, 1.3, 0.35, dark=4500)
    air = [c.noise([(80, -8), (300, -2), (1200, -6), (5000, -16), (12000, -28)]) * (0.6 + 0.4 * c.slow(5)) for _ in range(2)]
    return out + 0.018 * stereo(air[0], air[1])


def forest(c: Circle) -> Loop:
    """Stir the trees: leaves moved by a light wind, two birds somewhere, a twig now and then."""
    out = c.silence()
    _singers(c, out, 3, 0.4)
    for at in c.rng.uniform(0, c.seconds, 3):
        c.place(out, float(at), 0.12 * burst(c.rng, 0.05, 0.001, 900, 5000), c.rng.uniform(-0.8, 0.8))
    out = c.room(out, 1.6, 0.5, dark=3500)
    for side in (0, 1):
        stir = c.slow(6, 0.5) ** 1.5
        leaves = c.noise([(300, -26), (1500, -6), (4000, 0), (8000, -5), (15000, -20)]) * (0.75 + 0.5 * c.slow(120, 0.1))
        low = c.noise([(60, -8), (160, 0), (500, -10), (1500, -30)])
        out[:, side] += leaves * (0.012 + 0.06 * stir) + low * (0.01 + 0.02 * stir)
    return out


def crickets(c: Circle) -> Loop:
    """Make a summer night: crickets keeping time near and far, a far shimmer of many, and an owl."""
    out = c.silence()
    for _ in range(6):
        pitch, pulses, near = c.rng.uniform(3900, 5100), int(c.rng.integers(2, 5)), c.rng.uniform(0.08, 0.5) ** 1.3
        period, pan = c.seconds / int(c.rng.integers(9, 22)), c.rng.uniform(-0.95, 0.95)
        pulse = np.sin(np.pi * np.linspace(0, 1, int(0.017 * RATE))) ** 2
        beat = np.concatenate([np.concatenate([pulse, np.zeros(int(0.013 * RATE))])] * pulses)
        call = beat * np.sin(2 * np.pi * pitch * np.arange(len(beat)) / RATE) * near
        first = c.rng.uniform(0, period)
        for k in range(round(c.seconds / period)):
            if c.rng.random() < 0.9:
                c.place(out, first + k * period + c.rng.normal(0, 0.008), call * c.rng.uniform(0.8, 1), pan)
    _owl(c, out)
    out = c.room(out, 1.0, 0.25, dark=5000)
    many = c.noise([(3000, -60), (4200, -6), (4600, 0), (5200, -6), (7000, -60)]) * (0.6 + 0.4 * c.slow(80, 0.1))
    night = [c.noise([(60, -4), (200, 0), (800, -14), (4000, -34)]) for _ in range(2)]
    out += 0.012 * stereo(many, np.roll(many, c.length // 3)) + 0.016 * stereo(night[0], night[1])
    return out


def _owl(c: Circle, out: Loop) -> None:
    at = c.rng.uniform(0.2, 0.8) * c.seconds
    for delay, seconds in ((0.0, 0.35), (0.62, 0.14), (0.82, 0.55)):
        hoot = _chirp(c.rng, 335, 352, seconds, 2) * 0.09
        c.place(out, at + delay, hoot, 0.5)


VOWELS = (
    ((150, -6), (500, -6), (700, 0), (1100, -3), (1500, -16), (2500, -14), (4000, -34)),
    ((150, -4), (300, 0), (600, -14), (1800, -14), (2300, -8), (3000, -14), (4500, -36)),
    ((150, -4), (380, 0), (550, -6), (850, -6), (1500, -26), (2600, -28), (4000, -44)),
    ((150, -6), (450, 0), (700, -8), (1700, -8), (2400, -10), (3500, -28), (5000, -44)),
)
"""Formants of four vowels, as frequency responses."""
SYLLABLE = 10_800
"""Samples of the longest syllable."""


def _syllable(rng: np.random.Generator, pitch: float, tracts: list[Mono]) -> Mono:
    """Say one vowel gliding into another: a buzz that falls a little, through two of the tracts, with a breath before."""
    x = np.linspace(0, 1, SYLLABLE, dtype=np.float32)
    turns = np.cumsum(pitch * (1 + rng.uniform(-0.02, 0.12) * (0.5 - x))) / RATE
    spectrum = np.fft.rfft((2 * np.mod(turns, 1) - 1 + 0.12 * rng.standard_normal(SYLLABLE)).astype(np.float32))
    first, last = (np.fft.irfft(spectrum * tracts[int(k)], SYLLABLE) for k in rng.integers(0, len(tracts), 2))
    length = rng.uniform(0.5, 1.0)
    shape = np.clip(x / 0.08, 0, 1) * np.clip((length - x) / 0.3, 0, 1)
    return np.asarray(shape * (first * (1 - x) + last * x), np.float32)


def crowd(c: Circle) -> Loop:
    """Let people talk all at once: voices with their own pitch and place, in phrases of syllables without words."""
    hertz = np.maximum(np.fft.rfftfreq(SYLLABLE, 1 / RATE), 1)
    tracts: list[Mono] = [10 ** (np.interp(np.log(hertz), np.log([f for f, _ in v]), [db for _, db in v]) / 20) for v in VOWELS]
    out = c.silence()
    for _ in range(13):
        pitch = float(c.rng.choice([112.0, 200.0])) * c.rng.uniform(0.85, 1.2)
        pan, near, at = c.rng.uniform(-0.9, 0.9), c.rng.uniform(0.25, 1.0), c.rng.uniform(0, 1.5)
        said = [near * _syllable(c.rng, pitch * c.rng.uniform(0.88, 1.14), tracts) for _ in range(9)]
        while at < c.seconds - 0.4:
            for _ in range(int(c.rng.integers(3, 10))):
                c.place(out, at, c.rng.uniform(0.5, 1) * said[int(c.rng.integers(9))], pan)
                at += c.rng.uniform(0.13, 0.25)
            at += c.rng.gamma(2.0, 0.5)
    out = c.room(out, 0.9, 0.5, dark=2200)
    hush = [c.noise([(100, -10), (350, 0), (800, -8), (2500, -22), (7000, -44)]) for _ in range(2)]
    return out + 0.03 * stereo(hush[0], hush[1])


def footsteps(c: Circle) -> Loop:
    """Walk: heel, then sole, on gritty stone; left and right never quite the same."""
    out = c.silence()
    count = round(c.seconds / 0.56)
    for k in range(count):
        at, pan = k * c.seconds / count + c.rng.normal(0.1, 0.012), 0.12 * (-1) ** k
        weight = c.rng.uniform(0.75, 1.0)
        c.place(out, at, 0.9 * weight * ping([88 + 6 * (k % 2), 170, 310], [1, 0.6, 0.25], 0.16), pan)
        c.place(out, at, 0.35 * weight * burst(c.rng, 0.05, 0.002, 500, 3500), pan)
        c.place(out, at + c.rng.uniform(0.07, 0.1), 0.22 * weight * burst(c.rng, 0.13, 0.025, 1400, 7000), pan)
    floor = c.noise([(60, 0), (300, -8), (2000, -24), (8000, -44)])
    return c.room(out, 0.7, 0.22) + 0.004 * stereo(unit(floor), np.roll(floor, RATE))


def heartbeat(c: Circle) -> Loop:
    """Beat a heart, close: two soft thuds, sixty-five times a minute."""
    out = c.silence()
    count = round(c.seconds * 65 / 60)
    for k in range(count):
        at = k * c.seconds / count + c.rng.normal(0.1, 0.006)
        c.place(out, at, ping([52, 78, 120], [1, 0.5, 0.15], 0.34))
        c.place(out, at + 0.29, 0.62 * ping([64, 95, 150], [1, 0.45, 0.12], 0.26))
    return c.room(out, 0.5, 0.15, dark=500)
