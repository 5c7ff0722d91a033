"""The hall in which the score is played: a reverb and the last tone controls, worked out on the spectrum in one go."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

RATE = 48_000
RUMBLE = 48
"""Hertz below which there is hardly anything to hear but drums that take the room of all others."""
Audio = NDArray[np.float32]
Spectrum = NDArray[np.complexfloating]
Gain = NDArray[np.float32]


@dataclass(frozen=True)
class Hall:
    """Seconds the hall rings, its share (0..1), how much of what lies above 3.2 kHz is added again, and the level in dB."""

    seconds: float
    wet: float
    air: float
    level: float


def hall(dry: Audio, place: Hall, sounding: float) -> Audio:
    """Let a hall answer to (frames, 2) at 48 kHz: decaying noise, darker as it dies, 20 ms after the sound.

    After J. A. Moorer, "About This Reverberation Business", Computer Music Journal 3(2), 1979. What comes out has the
    level asked for, weighted about as ITU-R BS.1770 weights it, on the average of its `sounding` seconds.
    """
    size = _quick(len(dry) + int(RATE * 0.3))
    tones = np.fft.rfftfreq(size, 1 / RATE).astype(np.float32)
    played = [_spectrum(dry[:, side], size) for side in (0, 1)]
    left, right = played
    answers = [send * room for send, room in zip(_sends(left, right), _answer(place.seconds, size), strict=True)]
    level = np.float32(1.1 * place.wet * _energy(played) / (_energy(answers) + 1e-9))
    shape = _above(RUMBLE, 4, tones) * (1 + np.float32(place.air) * _above(3200, 1, tones))
    sums = [
        (own * np.float32(1 - 0.3 * place.wet) + answer * level) * shape for own, answer in zip(played, answers, strict=True)
    ]
    weight = 1 + np.float32(0.58) * _above(1500, 1, tones)
    heard = _energy([each * weight for each in sums]) * math.sqrt(2)
    gain = np.float32(10 ** (place.level / 20) / (heard / math.sqrt(max(sounding, 0.1) * RATE) + 1e-9))
    return np.stack([_wave(each * gain, size)[: len(dry)] for each in sums], 1)


def _sends(left: Spectrum, right: Spectrum) -> tuple[Spectrum, Spectrum]:
    """What the two sides of the hall hear: mostly their own side of the orchestra."""
    near, far = np.float32(0.75), np.float32(0.25)
    return near * left + far * right, far * left + near * right


def _energy(spectra: Sequence[Spectrum]) -> float:
    """How strong the sound of two spectra is, up to a factor that is the same for all of their length (Parseval)."""
    return math.sqrt(sum(float(np.vdot(spectrum, spectrum).real) for spectrum in spectra))


def _answer(seconds: float, size: int) -> tuple[Spectrum, Spectrum]:
    """The spectra of the two impulse responses of a hall that rings so long, without what would boom in it."""
    kept = _above(180, 2, np.fft.rfftfreq(size, 1 / RATE).astype(np.float32))
    left, right = _room(seconds)
    return _spectrum(left, size) * kept, _spectrum(right, size) * kept


@cache
def _room(seconds: float) -> tuple[Audio, Audio]:
    """Two unlike impulse responses, always the same ones: three bands of noise, the high ones gone in half the time."""
    length, chance = int(RATE * seconds), np.random.default_rng(round(1000 * seconds))
    time = np.arange(length, dtype=np.float32) / RATE
    tones = np.fft.rfftfreq(length, 1 / RATE).astype(np.float32)
    slow, fast = np.exp(-6.9 * time / seconds), np.exp(-6.9 * time / (0.8 * seconds))
    onset = np.clip(time / 0.03, 0, 1)
    below, above = 1 - _above(900, 1, tones), _above(4500, 1, tones)
    rooms = []
    for _ in range(2):
        noise = chance.standard_normal(length, np.float32)
        spectrum = _spectrum(noise, length)
        low, high = _wave(spectrum * below, length), _wave(spectrum * above, length)
        tail = low * slow + (noise - low - high) * fast + 0.6 * high * slow**2
        rooms.append(np.concatenate([np.zeros(int(0.02 * RATE)), tail * onset]).astype(np.float32))
    return rooms[0], rooms[1]


def _above(cut: float, order: int, tones: Gain) -> Gain:
    """Gain of a Butterworth high pass without its turn of phase; the order is a power of two."""
    ratio = np.square(np.float32(cut) / np.maximum(tones, np.float32(1e-3)))
    for _ in range(order.bit_length() - 1):
        ratio = np.square(ratio)
    return np.asarray(1 / np.sqrt(1 + ratio), np.float32)


def _spectrum(wave: Audio, size: int) -> Spectrum:
    """The spectrum of a wave filled up to `size`. This norm keeps power, and keeps numpy from going by way of double floats."""
    return np.fft.rfft(wave, size, norm="ortho")


def _wave(spectrum: Spectrum, size: int) -> Audio:
    return np.asarray(np.fft.irfft(spectrum, size, norm="ortho"), np.float32)


def _quick(least: int) -> int:
    """The smallest length of the form 2^a * 3 or 2^a, not under `least`, which transforms fast."""
    power = 1 << (least - 1).bit_length()
    return power * 3 // 4 if power * 3 // 4 >= least else power
