"""Bodies that sound: struck things as sums of their modes, throats as a pitch through moving formants, whistles, rubbed things.

Every function gives one event, peak about 1, that begins and ends in silence; `tools.engines.synth.circle` lays events around a
loop. Numbers of modes, formants and calls are data (`struck.toml`, `calls.toml`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tools.engines.synth.circle import RATE, Mono, Turns, burst
from tools.engines.synth.tables import table

Glide = Sequence[Sequence[float]]
"""Rows of (share of the event's time 0..1, value ...), rising in time; straight lines between."""
STEP = 240
"""Samples between two looks at a throat: 5 ms."""


@dataclass(frozen=True)
class Call:
    """One syllable of a creature.

    `pitch` in hertz over its time; `mouth` rows of (share, formants in hertz ...), none for a pure whistle with
    `partials`; `tilt` dB an octave that its buzz falls; `breath` and `rough` 0..1: noise in it, and how broken the
    voice is; `shake` (hertz, depth 0..1) trembles; `gap` seconds of silence after it.
    """

    seconds: float
    pitch: Glide
    mouth: Glide = ()
    shape: Glide = ((0, 0), (0.12, 1), (0.7, 0.8), (1, 0))
    partials: Sequence[float] = (1.0, 0.12, 0.03)
    tilt: float = 8
    breath: float = 0.05
    rough: float = 0.0
    shake: Sequence[float] = (0, 0)
    gap: float = 0.1
    size: float = 1.0


def path(points: Glide, count: int, column: int = 1) -> Mono:
    """Read a path at `count` moments."""
    rows = np.asarray([[row[0], row[column]] for row in points], float)
    return np.asarray(np.interp(np.linspace(0, 1, count), rows[:, 0], rows[:, 1]), np.float32)


def top(wave: Mono) -> Mono:
    """Bring a wave to peak 1."""
    return np.asarray(wave / (np.abs(wave).max() + 1e-9), np.float32)


def sound_of(rng: np.random.Generator, name: str, spread: float = 0.06) -> Mono:
    """Let a creature of calls.toml call once, a little different each time (`spread`: of its pitch, as a share)."""
    rows = table("calls")[name]
    tune, pace = 1 + rng.uniform(-spread, spread), rng.uniform(0.92, 1.1)
    pieces: list[Mono] = []
    for row in rows:
        call = Call(**{**row, "seconds": row["seconds"] * pace})
        pieces += [np.float32(call.size) * call_once(rng, call, tune), np.zeros(int(call.gap * pace * RATE), np.float32)]
    return np.concatenate(pieces)


def call_once(rng: np.random.Generator, call: Call, tune: float = 1.0) -> Mono:
    """Sing one syllable, its pitch times `tune`."""
    count = max(int(call.seconds * RATE), STEP * 4)
    looks = count // STEP + 2
    pitch = path(call.pitch, looks) * np.float32(tune)
    wobble = np.convolve(rng.standard_normal(looks + 8), np.ones(9) / 9, "valid")
    pitch = pitch * (1 + (0.012 + 0.06 * call.rough) * wobble).astype(np.float32)
    rate, depth = call.shake
    tremble = np.sin(2 * np.pi * rate * call.seconds * np.linspace(0, 1, looks) + rng.uniform(0, 6)).astype(np.float32)
    pitch = pitch * (1 + np.float32(0.12 * depth) * tremble)
    sizes = _sizes(call, pitch)
    at = np.linspace(0, looks - 1, count)
    fine = np.interp(at, np.arange(looks), pitch)
    turns = np.cumsum(fine) / RATE
    wave = _buzz(turns, sizes, np.asarray(at, np.float32))
    if call.rough:
        broken = 0.5 + 0.5 * np.sin(np.pi * turns + 2 * np.interp(at, np.arange(looks), wobble))
        wave *= np.asarray(1 - 0.75 * call.rough * broken, np.float32)
    if call.breath:
        wave = np.float32(1 - call.breath) * top(wave) + np.float32(call.breath) * _breath(rng, call, count)
    if depth:
        wave = wave * np.asarray(1 - depth * (0.5 + 0.5 * np.interp(at, np.arange(looks), tremble)), np.float32)
    return top(wave * path(call.shape, count))


def _sizes(call: Call, pitch: Mono) -> Mono:
    """Find how loud each partial is at each look: the tilt of the buzz times what the mouth lets through."""
    if not len(call.mouth):
        return np.repeat(np.asarray(call.partials, np.float32)[:, None], len(pitch), 1)
    count = int(np.clip(9000 / pitch.max(), 3, 60))
    order = np.arange(1, count + 1, dtype=np.float32)[:, None]
    hertz = order * pitch
    mouth = np.full(hertz.shape, 0.02, np.float32)
    for k in range(1, len(call.mouth[0])):
        formant = path(call.mouth, len(pitch), k)
        mouth += 0.62 ** (k - 1) / (1 + ((hertz - formant) / (0.07 * formant + 50)) ** 2)
    return np.asarray(mouth * order ** np.float32(-call.tilt / 6.02) * (hertz < 16_000), np.float32)


def _buzz(turns: Turns, sizes: Mono, at: Mono) -> Mono:
    """Add the partials up: each is one more turn of the first."""
    first = np.exp(2j * np.pi * np.mod(turns, 1)).astype(np.complex64)
    now, out = first.copy(), np.zeros(len(turns), np.float32)
    looks = np.arange(sizes.shape[1])
    for row in sizes:
        out += np.interp(at, looks, row).astype(np.float32) * now.imag
        now *= first
    return out


def _breath(rng: np.random.Generator, call: Call, count: int) -> Mono:
    """Blow through the mouth as it stands in the middle of the syllable."""
    hertz = np.fft.rfftfreq(count, 1 / RATE)
    band = np.full(len(hertz), 0.03)
    middle = call.mouth[len(call.mouth) // 2][1:] if len(call.mouth) else [float(np.mean([row[1] for row in call.pitch]))]
    for k, formant in enumerate(middle):
        band += 0.8**k / (1 + ((hertz - formant) / (0.18 * formant + 60)) ** 2)
    wave = np.fft.irfft(np.fft.rfft(rng.standard_normal(count)) * band, count)
    return np.asarray(wave / (np.abs(wave).max() + 1e-9), np.float32)


def strike(rng: np.random.Generator, name: str, hard: float = 1.0, tune: float = 1.0) -> Mono:
    """Strike a thing of struck.toml: its modes (hertz, size, seconds to -60 dB), the click of what hits it; `hard` 0..1.5."""
    thing = table("struck")[name]
    modes = np.asarray(thing["modes"], float)
    time = np.arange(int(float(modes[:, 2].max()) * 1.05 * RATE), dtype=np.float32) / RATE
    out = np.zeros(len(time), np.float32)
    for hertz, size, seconds in modes:
        pitch = hertz * tune * (1 + rng.normal(0, 0.002))
        soft = size * min(1.0, hard ** (np.log2(max(pitch, 60) / 60) / 3))
        last = min(int(seconds * 1.05 * RATE), len(time))
        out[:last] += (
            np.float32(soft * rng.uniform(0.8, 1))
            * np.exp(-6.9 / seconds * time[:last])
            * np.sin(np.float32(2 * np.pi * pitch) * time[:last] + np.float32(rng.uniform(-0.4, 0.4)))
        )
    out *= np.clip(time / 0.0005, 0, 1)
    out[-480:] *= np.linspace(1, 0, 480, dtype=np.float32)
    seconds, low, high, size = thing.get("click", (0.004, 1500, 9000, 0.3))
    click = burst(rng, seconds, seconds / 12, low, high)
    out[: len(click)] += np.float32(size * hard) * np.abs(out).max() * click[: len(out)]
    return np.asarray(out / np.abs(out).max(), np.float32)


def rub(rng: np.random.Generator, seconds: float, band: tuple[float, float], shape: Glide, grain: float = 0.0) -> Mono:
    """Rub or scrape: noise of a band under a shape; `grain` catches a second make it stick and slip."""
    count = int(seconds * RATE)
    wave = burst(rng, seconds * 1.001, seconds, band[0], band[1])[:count]
    wave = np.pad(wave / (np.sqrt(np.mean(wave**2)) + 1e-9), (0, count - len(wave))) * path(shape, count)
    if grain:
        catches = np.cumsum(np.repeat(rng.uniform(0.6, 1.4, count // 480 + 1), 480)[:count]) * grain / RATE
        wave *= (1 - np.mod(catches, 1)) ** 2
    return np.asarray(wave / (np.abs(wave).max() + 1e-9), np.float32)


def creak(rng: np.random.Generator, seconds: float, rates: Sequence[float], body: str, tune: float = 1.0) -> Mono:
    """Stick and slip: catches a second along `rates`, each a small knock of a thing of struck.toml; slow groans, fast sings."""
    count = int(seconds * RATE)
    rate = path([(k / max(len(rates) - 1, 1), each) for k, each in enumerate(rates)], count)
    uneven = np.repeat(1 + 0.12 * rng.standard_normal(count // 480 + 1), 480)[:count]
    turns = np.cumsum(rate * uneven) / RATE
    slips = np.zeros(count, np.float32)
    at = np.flatnonzero(np.diff(np.floor(turns), prepend=0.0))
    slips[at] = rng.uniform(0.6, 1, len(at)) * path(((0, 0), (0.15, 0.8), (0.6, 1), (1, 0)), count)[at]
    knock = strike(rng, body, 0.9, tune)
    knock -= knock.mean()
    size = count + len(knock)
    return top(np.asarray(np.fft.irfft(np.fft.rfft(slips, size) * np.fft.rfft(knock, size), size), np.float32))


def after(*parts: tuple[float, Mono]) -> Mono:
    """Lay events of (seconds, wave) over each other, each beginning at its time."""
    starts = [max(round(at * RATE), 0) for at, _ in parts]
    out = np.zeros(max(first + len(wave) for first, (_, wave) in zip(starts, parts, strict=True)), np.float32)
    for first, (_, wave) in zip(starts, parts, strict=True):
        out[first : first + len(wave)] += wave
    return out
