"""Sound on a circle: everything here wraps around the loop's end, so that a tile laid after itself has no seam.

Noise is shaped by its spectrum (whose period is the loop), filters and rooms are circular convolutions, slow movements
are made of whole cycles of the loop, and events that reach past the end go on at the beginning.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

RATE = 48_000
Mono = NDArray[np.float32]
Turns = NDArray[np.floating[Any]]
Curve = Sequence[tuple[float, float]]
"""A frequency response: (hertz, decibels), rising in hertz, straight lines between on a log scale, flat outside."""


class Circle:
    """A loop of `seconds` at 48 kHz and the random source that fills it."""

    def __init__(self, seed: int, seconds: float = 12.0) -> None:
        self.rng = np.random.default_rng(seed)
        self.seconds = seconds
        self.length = round(seconds * RATE)
        self._log = np.log(np.maximum(np.fft.rfftfreq(self.length, 1 / RATE), 1.0))

    def gain(self, curve: Curve) -> Mono:
        """Read the curve as amplitudes, one for each frequency of the loop; nothing below 15 Hz."""
        points = np.array(curve, float)
        decibels = np.interp(self._log, np.log(points[:, 0]), points[:, 1]).astype(np.float32)
        amplitudes: Mono = np.exp(decibels * np.float32(np.log(10) / 20))
        amplitudes[: int(15 * self.seconds)] = 0
        return amplitudes

    def noise(self, curve: Curve) -> Mono:
        """Make noise with that spectrum, RMS 1: random phases and sizes for every whole cycle of the loop."""
        waves = self.rng.standard_normal(2 * len(self._log), np.float32).view(np.complex64) * self.gain(curve)
        return unit(np.fft.irfft(waves, self.length).astype(np.float32))

    def filter(self, wave: Mono, curve: Curve) -> Mono:
        """Shape a wave's spectrum, circularly and without delay."""
        return np.asarray(np.fft.irfft(spectrum(wave) * self.gain(curve), self.length), np.float32)

    def ring(self, wave: Mono, kernel: Mono) -> Mono:
        """Convolve a wave with a kernel around the circle: every impulse in it becomes the kernel."""
        return np.asarray(np.fft.irfft(spectrum(wave) * spectrum(kernel, self.length), self.length), np.float32)

    def slow(self, cycles: int, tilt: float = 1.0) -> Mono:
        """Make a slow random movement from 0 to 1 of 1 to `cycles` whole cycles of the loop, higher ones weaker by `tilt`."""
        grid = np.linspace(0, 2 * np.pi, 2400, endpoint=False)
        orders = np.arange(1, cycles + 1)
        sizes = self.rng.uniform(0.4, 1, cycles) / orders**tilt
        wave = (sizes[:, None] * np.cos(orders[:, None] * grid + self.rng.uniform(0, 2 * np.pi, cycles)[:, None])).sum(0)
        wave = (wave - wave.min()) / (np.ptp(wave) + 1e-9)
        fine = np.interp(np.arange(self.length), np.linspace(0, self.length, 2401), np.append(wave, wave[0]))
        return np.asarray(fine, np.float32)

    def since(self, moment: float) -> Mono:
        """Count seconds from `moment` at every sample, from minus half a loop to half a loop, the short way around."""
        time = np.arange(self.length, dtype=np.float32) / RATE - np.float32(moment - self.seconds / 2)
        return np.asarray(np.mod(time, np.float32(self.seconds)) - np.float32(self.seconds / 2))

    def glow(self, partials: Curve, sway: float, apart: float) -> NDArray[np.float32]:
        """Make tones that breathe: each (hertz, amplitude) is a few whole cycles of the loop beside each other.

        `sway` is how far apart in hertz (they beat as slowly as that), `apart` 0..1 how unlike the two sides are.
        """
        reach = max(round(sway * self.seconds), 1)
        offsets = np.arange(-2 * reach, 2 * reach + 1)
        window = np.exp(-((offsets / reach) ** 2))
        both = np.zeros((2, len(self._log)), np.complex64)
        for hertz, size in partials:
            at = round(hertz * self.seconds) + offsets
            shared, left, right = self.rng.standard_normal((3, len(at))) + 1j * self.rng.standard_normal((3, len(at)))
            for side, own in enumerate((left, right)):
                mixed = (1 - apart) * shared + apart * own
                both[side, at] += size * window * mixed / np.sqrt(np.sum(np.abs(window * mixed) ** 2))
        return np.asarray(np.fft.irfft(both, self.length, axis=1).T * (self.length / 2), np.float32)

    def impulses(self, per_second: float, spread: float = 0.8) -> Mono:
        """Impulses at random moments with log-normal sizes of median 1."""
        out = np.zeros(self.length, np.float32)
        count = max(round(per_second * self.seconds), 1)
        np.add.at(out, self.rng.integers(0, self.length, count), self.rng.lognormal(0, spread, count) * self.sign(count))
        return out

    def sign(self, count: int) -> Mono:
        """Draw random signs."""
        return np.asarray(self.rng.choice([-1.0, 1.0], count))

    def place(self, out: NDArray[np.float32], at: float, event: Mono, pan: float = 0.0) -> None:
        """Add an event at `at` seconds to a stereo loop, wrapped around its end; pan -1 is left, 1 right, equal power."""
        index = (round(at * RATE) + np.arange(len(event))) % self.length
        out[index] += event[:, None] * sides(pan)

    def room(self, wave: NDArray[np.float32], seconds: float, wet: float, dark: float = 3000) -> NDArray[np.float32]:
        """Add the answer of a room of that reverb time to a stereo loop; `dark` is where its highs fall off, in hertz."""
        time = np.arange(int(seconds * RATE), dtype=np.float32) / RATE
        curve = [(80, -12), (250, 0), (dark, 0), (dark * 4, -24)]
        out, gains = wave.copy(), self.gain(curve)
        for side in (0, 1):
            tail = self.rng.standard_normal(len(time), np.float32) * np.exp(-6.9 * time / seconds) * np.clip(time / 0.012, 0, 1)
            kernel = spectrum(tail / np.sqrt((tail**2).sum()), self.length) * gains
            out[:, side] += wet * np.fft.irfft(spectrum(wave[:, side]) * kernel, self.length)
        return out

    def air(self, curve: Curve, width: float = 1.0) -> NDArray[np.float32]:
        """Make a stereo bed of noise with that spectrum, RMS 1 a side; `width` 0 is the middle, 1 two unlike sides."""
        left, own = self.noise(curve), self.noise(curve)
        return stereo(left, np.float32(np.sqrt(1 - width**2)) * left + np.float32(width) * own)

    def drops(self, per_second: float, kernels: Sequence[Mono], spread: float = 0.8, when: Mono | None = None) -> Mono:
        """Rain grains: each is one of the kernels at a random moment, with log-normal sizes; `when` weighs the moments."""
        weight = np.float32(1) if when is None else when
        total = np.zeros(self.length // 2 + 1, np.complex64)
        for kernel in kernels:
            moments = self.impulses(per_second / len(kernels), spread) * weight
            total += spectrum(moments) * spectrum(kernel, self.length)
        return np.asarray(np.fft.irfft(total, self.length), np.float32)

    def repeat(
        self, event: Callable[[], Mono], every: tuple[float, float], sway: float = 0.1, beat: bool = False, level: float = 1.0
    ) -> NDArray[np.float32]:
        """Lay an event around the loop: with rests of `every` seconds between, or on a `beat` of about that length.

        A beat divides the loop into equal parts, a little uneven as a hand is; `sway` is how far events stray to the sides.
        """
        out, at = self.silence(), self.rng.uniform(0.05, 0.3)
        if beat:
            count = max(round(self.seconds / (sum(every) / 2)), 1)
            for k in range(count):
                moment = at + (k + self.rng.normal(0, 0.012)) * self.seconds / count
                self.place(out, moment, level * self.rng.uniform(0.8, 1) * event(), self.rng.uniform(-sway, sway))
            return out
        last = self.seconds - 0.5 * every[0]
        while at < last:
            wave = event()
            self.place(out, at, level * self.rng.uniform(0.6, 1) * wave, self.rng.uniform(-sway, sway))
            at += len(wave) / RATE + self.rng.uniform(*every)
        return out

    def silence(self) -> NDArray[np.float32]:
        """Make an empty stereo loop."""
        return np.zeros((self.length, 2), np.float32)


def soft(wave: NDArray[np.float32], crest: float) -> NDArray[np.float32]:
    """Round off what rises more than `crest` times above the RMS, as a tired tape does."""
    top = np.float32(crest * np.sqrt(np.mean(wave**2)))
    return np.asarray(top * np.tanh(wave / top), np.float32)


def sides(pan: float) -> Mono:
    """Left and right gains of a place from -1 to 1, equal power."""
    angle = (np.clip(pan, -1, 1) + 1) * np.pi / 4
    return np.array([np.cos(angle), np.sin(angle)])


def unit(wave: Mono) -> Mono:
    """Bring a wave to RMS 1."""
    return np.asarray(wave / (np.sqrt(np.mean(wave**2)) + 1e-12))


def stereo(left: Mono, right: Mono) -> NDArray[np.float32]:
    """Put two sides together as (frames, 2)."""
    return np.stack([left, right], 1)


def wide(middle: Mono, side: Mono, width: float) -> NDArray[np.float32]:
    """Make a stereo wave from what both sides share and what they do not."""
    return stereo(middle + width * side, middle - width * side)


def ping(hertz: Sequence[float], sizes: Sequence[float], decay: float, bend: float = 0.0) -> Mono:
    """Strike a thing: sines that die away, higher ones sooner; `decay` in seconds (to -60 dB), `bend` raises the pitch."""
    time = np.arange(int(decay * RATE), dtype=np.float32) / RATE
    out = np.zeros(len(time), np.float32)
    for pitch, size in zip(hertz, sizes, strict=True):
        fall = np.exp(time * np.float32(-6.9 / decay * (pitch / hertz[0]) ** 0.5))
        out += np.float32(size) * fall * np.sin(np.float32(2 * np.pi * pitch) * (time + np.float32(bend) * time * time))
    return np.asarray(out * np.clip(time / 0.0006, 0, 1))


def tones(turns: Turns, sizes: Sequence[tuple[float, float]]) -> Mono:
    """Add sines up: each (n, size) goes round n times while `turns` goes round once."""
    out = np.zeros(len(turns), np.float32)
    for order, size in sizes:
        out += np.float32(size) * np.sin(2 * np.pi * np.mod(order * turns, 1)).astype(np.float32)
    return out


def spectrum(wave: Mono, length: int | None = None) -> NDArray[np.complex64]:
    """The wave's spectrum, followed by silence up to `length` samples; in single precision, which numpy keeps if it scales."""
    size = length or len(wave)
    return np.asarray(np.fft.rfft(wave, size, norm="forward") * np.float32(size), np.complex64)


def whole(speed: Turns) -> Turns:
    """Turn a speed (turns a second at every sample of a loop) into turns that come out whole at the loop's end."""
    turns = np.cumsum(np.asarray(speed, np.float64)) / RATE
    return np.asarray(turns * (np.round(turns[-1]) / turns[-1]), np.float64)


def burst(rng: np.random.Generator, seconds: float, attack: float, low: float, high: float) -> Mono:
    """Breathe noise between two frequencies: it rises in `attack` seconds and dies away; peak 1."""
    count = int(seconds * RATE)
    time = np.arange(count) / RATE
    hertz = np.fft.rfftfreq(count, 1 / RATE)
    band = 1 / (1 + (low / np.maximum(hertz, 1)) ** 4) / (1 + (hertz / high) ** 4)
    wave = np.fft.irfft(np.fft.rfft(rng.standard_normal(count)) * band, count)
    wave *= np.clip(time / attack, 0, 1) * np.exp(-5 * np.maximum(time - attack, 0) / max(seconds - attack, 1e-3))
    wave *= np.clip((seconds - time) / (0.1 * seconds), 0, 1)
    return np.asarray(wave / (np.abs(wave).max() + 1e-9))
