"""Where there is speech in a recording: the voice activity detector that faster-whisper carries."""

from __future__ import annotations

from typing import Any

import numpy as np

_RATE = 16_000
_PIECE = 60 * _RATE
"""Samples looked at together, so that a long recording takes no more memory than a minute."""


def speech_parts(samples: Any) -> list[tuple[float, float]]:
    """(start, end) in seconds of every stretch of speech in float32 mono samples at 16 kHz, in order."""
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    options = VadOptions(threshold=0.5, min_speech_duration_ms=150, min_silence_duration_ms=200, speech_pad_ms=60)
    found: list[tuple[float, float]] = []
    for begin in range(0, len(samples), _PIECE):
        piece = np.ascontiguousarray(samples[begin : begin + _PIECE], np.float32)
        spans = get_speech_timestamps(piece, options) if len(piece) else []
        found += [((begin + span["start"]) / _RATE, (begin + span["end"]) / _RATE) for span in spans]
    return found


def spoken_only(samples: Any) -> Any:
    """The stretches of speech one after another, float32; empty when nobody speaks."""
    pieces = [samples[round(start * _RATE) : round(end * _RATE)] for start, end in speech_parts(samples)]
    return np.concatenate(pieces).astype(np.float32) if pieces else np.zeros(0, np.float32)
