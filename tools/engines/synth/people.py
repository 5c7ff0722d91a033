"""People: crowds without words, a market, children, applause, laughter, a heart, breath, and feet on every ground."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tools.engines.synth.bodies import Call, call_once, rub, strike
from tools.engines.synth.circle import RATE, Circle, Mono, burst, ping, spectrum, stereo

Loop = NDArray[np.float32]
AIRY = ((60, -24), (140, -12), (320, -2), (700, 2), (2500, 5), (4500, 0), (9000, -14))
"""What a few metres of room do to voices: less chest, more of the consonants' band."""
HUSH = ((100, -10), (350, 0), (800, -8), (2500, -22), (7000, -44))
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
    buzz = spectrum((2 * np.mod(turns, 1) - 1 + 0.12 * rng.standard_normal(SYLLABLE)).astype(np.float32))
    first, last = (np.fft.irfft(buzz * tracts[int(k)], SYLLABLE) for k in rng.integers(0, len(tracts), 2))
    length = rng.uniform(0.5, 1.0)
    shape = np.clip(x / 0.08, 0, 1) * np.clip((length - x) / 0.3, 0, 1)
    return np.asarray(shape * (first * (1 - x) + last * x), np.float32)


def _talk(c: Circle, pitches: Sequence[float], voices: int, pace: tuple[float, float], lilt: float = 0.14) -> Loop:
    """Let voices talk in phrases of syllables, each with its pitch (one of `pitches`, a little off), place and nearness."""
    hertz = np.maximum(np.fft.rfftfreq(SYLLABLE, 1 / RATE), 1)
    tracts: list[Mono] = [10 ** (np.interp(np.log(hertz), np.log([f for f, _ in v]), [db for _, db in v]) / 20) for v in VOWELS]
    out = c.silence()
    for k in range(voices):
        pitch = float(c.rng.choice(np.asarray(pitches))) * c.rng.uniform(0.85, 1.2)
        pan, near, at = -0.9 + 1.8 * (k + 0.5) / voices, c.rng.uniform(0.25, 1.0), c.rng.uniform(0, 1.5)
        said = [near * _syllable(c.rng, pitch * c.rng.uniform(1 - lilt, 1 + lilt), tracts) for _ in range(9)]
        while at < c.seconds - 0.4:
            for _ in range(int(c.rng.integers(3, 10))):
                c.place(out, at, c.rng.uniform(0.5, 1) * said[int(c.rng.integers(9))], pan)
                at += c.rng.uniform(*pace)
            at += c.rng.gamma(2.0, 0.5)
    return stereo(c.filter(out[:, 0], AIRY), c.filter(out[:, 1], AIRY))


def crowd(c: Circle) -> Loop:
    """Let people talk all at once: voices with their own pitch and place, in phrases of syllables without words."""
    return c.room(_talk(c, (112.0, 200.0), 13, (0.13, 0.25)), 0.9, 0.5, dark=2200) + 0.03 * c.air(HUSH)


def market(c: Circle) -> Loop:
    """Open a market: talk on all sides, sellers who call out long vowels, crates set down, coins, a cart."""
    out = 0.7 * _talk(c, (115.0, 205.0), 11, (0.12, 0.22))
    for k in range(4):
        at, pan, pitch = (k + c.rng.random()) * c.seconds / 4, c.rng.uniform(-0.8, 0.8), c.rng.uniform(170, 290)
        for n in range(int(c.rng.integers(2, 4))):
            mouth = ((0, 500, 1200, 2500), (0.5, 850, 1350, 2600), (1, 550, 1000, 2500))
            cry = Call(c.rng.uniform(0.25, 0.6), ((0, pitch), (0.3, pitch * 1.15), (1, pitch * 0.9)), mouth, tilt=5, breath=0.1)
            c.place(out, at + 0.45 * n, 0.55 * call_once(c.rng, cry), pan)
    for at in c.rng.uniform(0, c.seconds, 8):
        thing, level = (("coin", 0.18), ("plank", 0.4), ("plate", 0.15))[int(c.rng.integers(3))]
        c.place(out, float(at), level * strike(c.rng, thing), c.rng.uniform(-0.8, 0.8))
    return c.room(out, 0.6, 0.3, dark=3000) + 0.03 * c.air(HUSH)


def children(c: Circle) -> Loop:
    """Let children play: high quick voices, calls that jump, shrieks of joy, running feet."""
    out = 0.75 * _talk(c, (300.0, 350.0, 400.0), 8, (0.11, 0.2), 0.24)
    for k in range(9):
        at, pan, pitch = (k + c.rng.random()) * c.seconds / 9, c.rng.uniform(-0.85, 0.85), c.rng.uniform(430, 620)
        rise = c.rng.uniform(1.15, 1.7)
        mouth = ((0, 700, 1700, 3200), (0.5, 1050, 2000, 3500), (1, 600, 2300, 3400))
        cry = Call(c.rng.uniform(0.25, 0.7), ((0, pitch), (0.35, pitch * rise), (1, pitch * 0.9)), mouth, tilt=5, breath=0.08)
        c.place(out, at, c.rng.uniform(0.3, 0.8) * call_once(c.rng, cry), pan)
    for at in c.rng.uniform(0, c.seconds, 3):
        for n in range(9):
            c.place(out, float(at) + 0.19 * n, 0.12 * strike(c.rng, "boot", 1, 1.5), -0.6 + 0.13 * n)
    return c.room(out, 0.8, 0.25, dark=4000) + 0.012 * c.air(HUSH)


def laughter(c: Circle) -> Loop:
    """Laugh together: one begins, others fall in, each its own ha's, running down."""
    out = c.silence()
    for k in range(7):
        pitch, pan = c.rng.choice([140.0, 230.0, 260.0]) * c.rng.uniform(0.85, 1.2), -0.8 + 1.6 * k / 6
        at, step = (k * 0.35 + c.rng.uniform(0, 0.6)) * c.seconds / 4, c.rng.uniform(0.16, 0.22)
        for n in range(int(c.rng.integers(5, 10))):
            fall = pitch * (1.25 - 0.05 * n)
            mouth = ((0, 650, 1150, 2500), (1, 720, 1250, 2600))
            ha = Call(
                0.13, ((0, fall * 1.1), (1, fall * 0.9)), mouth, ((0, 0), (0.25, 1), (0.6, 0.8), (1, 0)), tilt=6, breath=0.3
            )
            c.place(out, at + n * step, 0.9**n * c.rng.uniform(0.6, 1) * call_once(c.rng, ha), pan)
    return c.room(out, 0.8, 0.3, dark=3000) + 0.01 * c.air(HUSH)


def applause(c: Circle) -> Loop:
    """Clap: a hundred pairs of hands, each with its own hollow and pace, some near, in a hall."""
    out = c.silence()
    hands = [
        burst(c.rng, c.rng.uniform(0.012, 0.03), 0.0008, f, f * c.rng.uniform(2.5, 5)) for f in c.rng.uniform(500, 1500, 12)
    ]
    for side in (0, 1):
        out[:, side] += 0.3 * c.drops(170, hands, 0.6, 0.6 + 0.4 * c.slow(6))
    for k in range(12):
        pace, at, pan = c.rng.uniform(0.2, 0.29), c.rng.uniform(0, 0.3), -0.8 + 1.6 * k / 11
        hand = hands[k]
        count = round(c.seconds / pace)
        for n in range(count):
            c.place(out, at + (n + c.rng.normal(0, 0.06)) * c.seconds / count, c.rng.uniform(0.5, 1.0) * hand, pan)
    return c.room(out, 1.5, 0.35, dark=3500)


def breath(c: Circle) -> Loop:
    """Breathe, close by: in through the nose, a stop, and out."""
    out, count = c.silence(), round(c.seconds / 4)
    for k in range(count):
        at = (k + 0.05 + c.rng.normal(0, 0.02)) * c.seconds / count
        c.place(out, at, 0.6 * rub(c.rng, 1.25, (1100, 4800), ((0, 0), (0.6, 1), (0.85, 0.8), (1, 0))))
        c.place(out, at + 1.6, rub(c.rng, 1.7, (350, 2200), ((0, 0), (0.15, 1), (0.5, 0.55), (1, 0))))
    return out + 0.004 * c.air(HUSH)


def heartbeat(c: Circle) -> Loop:
    """Beat a heart, close: two soft thuds, sixty-five times a minute."""
    out = c.silence()
    count = round(c.seconds * 65 / 60)
    for k in range(count):
        at = k * c.seconds / count + c.rng.normal(0.1, 0.006)
        c.place(out, at, ping([52, 78, 120], [1, 0.5, 0.15], 0.34))
        c.place(out, at + 0.29, 0.62 * ping([64, 95, 150], [1, 0.45, 0.12], 0.26))
    return c.room(out, 0.5, 0.15, dark=500)
