"""A listener made of numbers: tempo, key and the colour of a piece of music, from its sound alone.

Tempo: as the engine for lent songs finds it (`tools.engines.song.beats`). Key: the correlation of pitch classes with
the probe-tone profiles of C. L. Krumhansl and E. J. Kessler (Psychological Review 89, 1982), as in the algorithm of
Krumhansl and Schmuckler (C. L. Krumhansl, "Cognitive Foundations of Musical Pitch", 1990).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.engines.song.beats import RATE, Audio, Numbers, bands, onsets, spectrogram, tempo

MAJOR = np.array([6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88])
MINOR = np.array([6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17])


@dataclass(frozen=True)
class Heard:
    """Beats a minute, tonic 0..11, whether it is major, and the piece's colour as numbers (see `COLOURS`)."""

    tempo: float
    tonic: int
    major: bool
    colour: Numbers


COLOURS = ("tempo", "majorness", "onsets a second", "brightness", "register", "low share", "roughness", "swing of level")


def chroma(wave: Audio) -> Numbers:
    """How strong each pitch class is from 60 to 1600 Hz; the last four seconds, which confirm a key, count as much as all.

    A tone's third and fifth partial sound like its fifth and its major third, and every minor chord would be heard as
    a major one: a fifth of what lies under a pitch class at those distances is taken from it (after E. Gómez, "Tonal
    Description of Polyphonic Audio", INFORMS Journal on Computing 18(3), 2006).
    """
    magnitudes = spectrogram(wave, 16384, 8192)
    hertz = np.fft.rfftfreq(16384, 1 / RATE)
    pitch = 12 * np.log2(np.maximum(hertz, 1) / 440) + 69
    near = (hertz > 60) & (hertz < 1600) & (np.abs(pitch - np.round(pitch)) < 0.35)
    power = np.sqrt(magnitudes[:, near])
    peaks = power * (power > np.percentile(power, 80, axis=1, keepdims=True))
    classes = np.round(pitch[near]).astype(int) % 12
    return _share(peaks, classes) + _share(peaks[-round(4 * RATE / 8192) :], classes)


def _share(peaks: Numbers, classes: NDArray[np.int64]) -> Numbers:
    found = np.bincount(classes, peaks.sum(axis=0), 12)
    found = np.maximum(found - 0.2 * np.roll(found, 4) - 0.2 * np.roll(found, 7), 0)
    return np.asarray(found / found.sum())


def key(pitches: Numbers) -> tuple[int, bool, float]:
    """(tonic, whether major, correlation of the best major key minus that of the best minor one)."""
    fits = np.array(
        [[np.corrcoef(np.roll(profile, tonic), pitches)[0, 1] for tonic in range(12)] for profile in (MAJOR, MINOR)]
    )
    mode, tonic = np.unravel_index(np.argmax(fits), fits.shape)
    return int(tonic), mode == 0, float(fits[0].max() - fits[1].max())


def second_opinion(wave: Audio) -> float | None:
    """Beats a minute as librosa hears them (B. McFee et al., "librosa", Proc. SciPy 2015), None where it is not installed.

    Another front end and another tempo model than ours: mel bands, their median rise, and dynamic programming (Ellis) from
    a tempogram with a log-normal prior around 120, as it comes. The slope of the beats is taken, which is finer than its bins.
    """
    try:
        import librosa
    except ImportError:
        return None
    mono = librosa.resample(wave.mean(axis=1), orig_sr=RATE, target_sr=22_050)
    strength = librosa.onset.onset_strength(y=mono, sr=22_050, aggregate=np.median)
    _, beats = librosa.beat.beat_track(onset_envelope=strength, sr=22_050, units="time")
    return 60 / float(np.polyfit(np.arange(len(beats)), beats, 1)[0]) if len(beats) > 4 else 0.0


def listen(wave: Audio) -> Heard:
    """Listen to a whole piece: float32 (frames, 2) at 48 kHz, at least some ten seconds."""
    magnitudes = spectrogram(wave)
    strength = onsets(bands(wave))
    beat = tempo(strength)
    tonic, major, majorness = key(chroma(wave))
    return Heard(beat, tonic, major, _colour(wave, magnitudes, strength, beat, majorness))


def _colour(wave: Audio, magnitudes: Numbers, strength: Numbers, beat: float, majorness: float) -> Numbers:
    hertz = np.fft.rfftfreq(2048, 1 / RATE)
    power = (magnitudes**2).sum(axis=0)
    threshold = strength.mean() + 1.2 * strength.std()
    peaks = (strength[1:-1] > strength[:-2]) & (strength[1:-1] >= strength[2:]) & (strength[1:-1] > threshold)
    loud = 10 * np.log10((wave[: len(wave) // RATE * RATE].reshape(-1, RATE * 2) ** 2).mean(axis=1) + 1e-9)
    centre = np.exp((np.log(hertz[1:]) * power[1:]).sum() / power[1:].sum())
    mid = (hertz > 60) & (hertz < 1500)
    total = magnitudes.sum(axis=0)
    bright = (hertz * total).sum() / total.sum()
    return np.array([
        np.log2(beat), majorness, peaks.sum() / (len(wave) / RATE), np.log2(bright), np.log2(centre),
        power[hertz < 180].sum() / power.sum(), -np.log(power[mid].max() / power[mid].mean()), loud.std(),
    ])  # fmt: skip
