"""Care for a reference: clipped tops mended, noise taken out, silence trimmed, one level; what was done is said and drawn."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tools.ffmpeg import run_ffmpeg

Sound = NDArray[np.float32]

RATE = 24_000
"""Samples a second of what is kept."""
LEVEL = -23.0
"""dB RMS of the speech that is kept."""
PEAK = 0.9
CLIPPED = 1e-4
"""Share of samples in flat tops from which a recording counts as clipped."""
CLEAN = 35.0
"""dB between speech and the pauses from which a recording is left as it is."""
KEPT_PAUSE = 0.3
"""Seconds of a pause that are kept."""
_WORKING = 48_000


@dataclass(frozen=True)
class Cared:
    """A reference as it will be used, mono at RATE; what was done to it, in words; and a PNG of what was kept of it."""

    samples: Sound
    notes: tuple[str, ...]
    picture: bytes
    kept: tuple[tuple[float, float], ...]
    """(start, end) in seconds of the recording of what was kept."""

    @property
    def seconds(self) -> float:
        """How long it is now."""
        return len(self.samples) / RATE


def care(samples: Sound, rate: int) -> Cared:
    """Make a recording of speech (float32, mono) ready to be matched to; without any speech in it, nothing is kept.

    Noise is only taken out where the filter is on the shelf (`onereel fetch denoise`); the notes say so where it is not.
    """
    from tools.engines import listening
    from tools.engines.resampling import at_rate
    from tools.engines.waveform import draw

    sound, notes = _declipped(samples, rate)
    sound, more = _quietened(at_rate(sound, rate, _WORKING))
    heard = at_rate(sound, _WORKING, listening.RATE)
    kept = _joined(listening.speech_parts(heard), len(sound) / _WORKING)
    parts = [_eased(sound[round(a * _WORKING) : round(b * _WORKING)]) for a, b in kept]
    speech = np.concatenate(parts) if parts else sound[:0]
    gone = len(samples) / rate - len(speech) / _WORKING
    notes += [*more, *([f"{gone:.1f} s of silence were left out"] if gone > 0.2 else [])]
    final = _levelled(at_rate(speech, _WORKING, RATE))
    return Cared(final, tuple(notes), draw(samples, rate, kept), tuple(kept))


def _declipped(samples: Sound, rate: int) -> tuple[Sound, list[str]]:
    """The tops of an overdriven recording drawn anew (ffmpeg's adeclip), where there are flat ones."""
    share = flat_share(samples)
    if share < CLIPPED:
        return samples, []
    with tempfile.TemporaryDirectory() as work:
        before, after = Path(work) / "before.f32", Path(work) / "after.f32"
        raw = ["-f", "f32le", "-ar", str(rate), "-ac", "1"]
        before.write_bytes((samples / np.abs(samples).max() * 0.5).astype("<f4").tobytes())
        run_ffmpeg([*raw, "-i", str(before), "-af", "adeclip=window=55:overlap=75:arorder=8:threshold=10", *raw, str(after)])
        mended = np.fromfile(after, "<f4")
    return mended.astype(np.float32), [f"Clipped tops were mended ({100 * share:.2g} % of the samples)"]


def flat_share(samples: Sound) -> float:
    """The share of samples that lie in flat tops: three or more in a row at the very peak, up or down."""
    peak = float(np.max(np.abs(samples), initial=0))
    if peak <= 0:
        return 0.0
    top = np.abs(samples) >= 0.995 * peak
    runs = np.flatnonzero(np.diff(np.concatenate([[False], top, [False]]).astype(np.int8)))
    lengths = runs[1::2] - runs[::2]
    return float(lengths[lengths >= 3].sum()) / len(samples)


def _quietened(sound: Sound) -> tuple[Sound, list[str]]:
    """Sound at 48 kHz without its noise, where it is noisy and the filter is there."""
    from tools.engines.denoise import can_denoise, denoised

    before = clearness(sound, _WORKING)
    if before >= CLEAN:
        return sound, []
    if not can_denoise():
        return sound, [f"There is noise ({before:.0f} dB under the speech) that was not taken out: onereel fetch denoise"]
    clean = denoised(sound)
    return clean, [f"Noise was taken out: from {before:.0f} to {min(clearness(clean, _WORKING), 99):.0f} dB under the speech"]


def clearness(sound: Sound, rate: int) -> float:
    """DB between the loud and the quiet tenth of a recording's moments; 99 where there is no sound between."""
    span = rate // 20
    power = np.sort((sound[: len(sound) // span * span].reshape(-1, span).astype(np.float64) ** 2).mean(axis=1))
    if len(power) < 10 or power[-1] <= 0:
        return 99.0
    tenth = max(len(power) // 10, 1)
    return float(min(10 * np.log10(power[-tenth:].mean() / max(power[:tenth].mean(), 1e-12)), 99.0))


def _joined(parts: list[tuple[float, float]], seconds: float) -> list[tuple[float, float]]:
    """The stretches of speech with half a pause before and after; those that then touch are one."""
    joined: list[tuple[float, float]] = []
    wider = [(max(start - KEPT_PAUSE / 2, 0.0), min(end + KEPT_PAUSE / 2, seconds)) for start, end in parts]
    for start, end in wider:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _eased(sound: Sound) -> Sound:
    """A stretch whose ends come from and go to silence, so that the joins do not click."""
    edge = np.ones(len(sound), np.float32)
    ramp = min(_WORKING // 100, len(sound) // 2)
    edge[:ramp] = np.linspace(0, 1, ramp, dtype=np.float32)
    edge[len(edge) - ramp :] = edge[:ramp][::-1]
    return sound * edge


def _levelled(sound: Sound) -> Sound:
    if not len(sound):
        return sound
    loud = float(np.sqrt(np.mean(np.square(sound.astype(np.float64)))))
    gain = 10 ** (LEVEL / 20) / max(loud, 1e-6)
    return (sound * min(gain, PEAK / max(float(np.abs(sound).max()), 1e-6))).astype(np.float32)
