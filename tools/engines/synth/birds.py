"""Birds: a dawn chorus of several species, each with its own song, and wings."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from tools.engines.synth.bodies import Call, call_once, rub, sound_of
from tools.engines.synth.circle import RATE, Circle, Mono, burst, ping

Loop = NDArray[np.float32]
OPEN_AIR = ((80, -8), (300, -2), (1200, -6), (5000, -16), (12000, -28))


def _note(rng: np.random.Generator, seconds: float, *hertz: float, shake: tuple[float, float] = (0, 0)) -> Mono:
    """Whistle along some pitches."""
    glide = [(k / max(len(hertz) - 1, 1), pitch) for k, pitch in enumerate(hertz)]
    shape = ((0, 0), (0.2, 1), (0.7, 0.8), (1, 0))
    return call_once(
        rng, Call(seconds, glide if len(glide) > 1 else [(0, hertz[0]), (1, hertz[0])], (), shape, breath=0.01, shake=shake)
    )


def _rest(seconds: float) -> Mono:
    return np.zeros(int(seconds * RATE), np.float32)


def blackbird(rng: np.random.Generator) -> Mono:
    """Flute four or five slow, rounded notes, then a thin scribble."""
    pieces: list[Mono] = []
    for _ in range(int(rng.integers(4, 6))):
        low, way = rng.uniform(1650, 2500), rng.uniform(0.8, 1.25)
        pieces += [
            _note(rng, rng.uniform(0.14, 0.3), low, low * way, low * rng.uniform(0.9, 1.1)),
            _rest(rng.uniform(0.03, 0.09)),
        ]
    for _ in range(4):
        pieces += [0.35 * _note(rng, 0.045, *rng.uniform(4200, 6800, 3)), _rest(0.015)]
    return np.concatenate(pieces)


def great_tit(rng: np.random.Generator) -> Mono:
    """Saw two notes, high and lower, over and over: tea-cher, tea-cher."""
    high, low = rng.uniform(4600, 5200), rng.uniform(3300, 3800)
    pair = [_note(rng, 0.1, high, high * 0.99), _rest(0.04), 0.9 * _note(rng, 0.14, low, low * 1.02), _rest(0.09)]
    return np.concatenate(pair * int(rng.integers(3, 6)))


def wren(rng: np.random.Generator) -> Mono:
    """Rattle off a long, loud song with a trill in it."""
    base, pieces = rng.uniform(4300, 5200), list[Mono]()
    for _ in range(int(rng.integers(5, 8))):
        pieces += [_note(rng, 0.07, *(base * rng.uniform(0.8, 1.35, 3))), _rest(0.03)]
    trill = [_note(rng, 0.035, base * 1.15, base * 0.95), _rest(0.02)]
    ending = [_note(rng, 0.12, base * 1.4, base * 0.9)]
    return np.concatenate(pieces + trill * 12 + ending)


def chaffinch(rng: np.random.Generator) -> Mono:
    """Run down a stair that gets quicker, and end with a flourish."""
    pieces, pitch = list[Mono](), rng.uniform(5200, 5800)
    for k in range(11):
        pieces += [_note(rng, 0.065 - 0.002 * k, pitch, pitch * 0.8), _rest(0.06 - 0.004 * k)]
        pitch *= 0.955
    return np.concatenate([*pieces, _note(rng, 0.1, 3000, 5000, 4400), _note(rng, 0.14, 4600, 2500)])


def robin(rng: np.random.Generator) -> Mono:
    """Spill thin silver: high slow notes and quick falls between."""
    pieces: list[Mono] = []
    for _ in range(int(rng.integers(4, 7))):
        top = rng.uniform(4500, 7200)
        pieces.append(
            _note(rng, rng.uniform(0.08, 0.28), top, top * rng.uniform(0.6, 1.2), top * rng.uniform(0.6, 1.0), shake=(28, 0.2))
        )
        pieces.append(_rest(rng.uniform(0.02, 0.14)))
    return np.concatenate(pieces)


def sparrow(rng: np.random.Generator) -> Mono:
    """Chirp."""
    pitch = rng.uniform(3200, 4200)
    return np.concatenate([_note(rng, 0.07, pitch * 0.8, pitch * 1.3, pitch * 0.9, shake=(60, 0.4)), _rest(0.05)])


SINGERS: tuple[Callable[[np.random.Generator], Mono], ...] = (blackbird, great_tit, wren, chaffinch, robin, sparrow)


def sing(c: Circle, out: Loop, voices: tuple[int, ...], level: float) -> None:
    """Let singers (their places in SINGERS) sing in turns, each at its own place, with its own rests."""
    for k, which in enumerate(voices):
        pan, near = (-0.85 + 1.7 * (k + 0.5) / len(voices)) + c.rng.uniform(-0.1, 0.1), level * c.rng.uniform(0.3, 1.0)
        at, song = c.rng.uniform(0, 2.5), SINGERS[which]
        while at < c.seconds - 0.6:
            phrase = song(c.rng)
            c.place(out, at, near * c.rng.uniform(0.75, 1) * phrase, pan)
            at += len(phrase) / RATE + c.rng.uniform(1.3, 3.6)


def birds(c: Circle) -> Loop:
    """Wake a chorus: blackbird, tit, wren, chaffinch, robin and a sparrow, near and far, in open air."""
    out = c.silence()
    sing(c, out, (0, 1, 2, 3, 4, 5), 0.9)
    out = c.room(out, 1.3, 0.3, dark=4500)
    return out + 0.012 * c.air(OPEN_AIR) * (0.6 + 0.4 * c.slow(5))[:, None]


def forest(c: Circle) -> Loop:
    """Stir the trees: leaves moved by a light wind, two birds somewhere, a twig now and then."""
    out = c.silence()
    sing(c, out, (0, 4), 0.42)
    for at in c.rng.uniform(0, c.seconds, 3):
        c.place(out, float(at), 0.12 * burst(c.rng, 0.05, 0.001, 900, 5000), c.rng.uniform(-0.8, 0.8))
    out = c.room(out, 1.6, 0.5, dark=3500)
    for side in (0, 1):
        stir = c.slow(6, 0.5) ** 1.5
        leaves = c.noise([(300, -26), (1500, -6), (4000, 0), (8000, -5), (15000, -20)]) * (0.75 + 0.5 * c.slow(120, 0.1))
        low = c.noise([(60, -8), (160, 0), (500, -10), (1500, -30)])
        out[:, side] += leaves * (0.012 + 0.06 * stir) + low * (0.01 + 0.02 * stir)
    return out


def jungle(c: Circle) -> Loop:
    """Steam under a canopy: insects without end, hooting apes far off, strange slow whistles, drops from leaves."""
    out = c.silence()
    for k in range(3):
        pitch, pan = c.rng.uniform(900, 2400), -0.8 + 0.8 * k
        phrase = np.concatenate(
            [_note(c.rng, 0.3, pitch, pitch * 1.5, pitch * 1.4), _rest(0.08), _note(c.rng, 0.5, pitch * 1.6, pitch * 0.8)]
        )
        for n in range(3):
            c.place(out, (n + c.rng.random()) * c.seconds / 3, np.float32(0.35) * phrase, pan)
    for _ in range(2):
        c.place(out, c.rng.uniform(0, c.seconds), np.float32(0.4) * sound_of(c.rng, "monkeys"), c.rng.uniform(-0.7, 0.7))
    for at in c.rng.uniform(0, c.seconds, 26):
        c.place(
            out, float(at), c.rng.uniform(0.04, 0.16) * ping([c.rng.uniform(900, 2200)], [1], 0.05, 2), c.rng.uniform(-0.9, 0.9)
        )
    out = c.room(out, 1.8, 0.55, dark=3500)
    whirr = c.noise([(4200, -60), (5600, -4), (6400, 0), (7200, -6), (9500, -50)])
    pulse = 0.55 + 0.45 * np.sin(2 * np.pi * round(c.seconds * 21) * np.arange(c.length) / c.length)
    out += (
        0.035
        * np.stack([whirr * pulse, np.roll(whirr, c.length // 3) * np.roll(pulse, 900)], 1)
        * (0.4 + 0.6 * c.slow(3))[:, None]
    )
    return out + 0.02 * c.air([(60, -4), (250, 0), (1000, -10), (4000, -24)])


def wings(c: Circle) -> Loop:
    """Beat wings: a flurry of soft strokes that comes up and passes, three times."""
    out = c.silence()
    for k in range(3):
        at, way, rate = (k + c.rng.uniform(0.1, 0.5)) * c.seconds / 3, c.rng.choice([-1, 1]), c.rng.uniform(7, 10)
        for n in range(16):
            near = np.exp(-(((n - 6) / 5) ** 2))
            flap = rub(c.rng, 0.085, (160, 1500), ((0, 0), (0.3, 1), (0.55, 0.3), (0.7, 0.5), (1, 0)))
            c.place(out, at + n / rate + c.rng.normal(0, 0.004), near * flap, way * (n - 7) / 9)
            c.place(out, at + n / rate, 0.5 * near * burst(c.rng, 0.05, 0.01, 60, 260), way * (n - 7) / 9)
    return out + 0.006 * c.air(OPEN_AIR)


def gulls(c: Circle) -> Loop:
    """Let gulls call over open water, near and far; under them almost nothing."""
    out = c.silence()
    for near, pan in ((1.0, 0.35), (0.55, -0.7), (0.3, 0.8), (0.2, -0.3)):
        out += np.roll(
            c.repeat(lambda: sound_of(c.rng, "gulls", 0.1), (2.5, 6.0), 0.25, level=near), int(c.rng.integers(c.length)), 0
        ) * (np.array([np.cos((pan + 1) * np.pi / 4), np.sin((pan + 1) * np.pi / 4)], np.float32))
    return c.room(out, 1.5, 0.25, dark=5000) + 0.01 * c.air(OPEN_AIR)


def woodpecker(rng: np.random.Generator) -> Mono:
    """Drum on a trunk: a quick roll that dies away."""
    from tools.engines.synth.bodies import after, strike

    taps = int(rng.integers(11, 17))
    return after(*[(k * 0.052 - 0.0004 * k * k, np.float32(0.96**k) * strike(rng, "trunk")) for k in range(taps)])
