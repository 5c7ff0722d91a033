"""Whose voice it may be: two speaker encoders that know nothing of each other, each a vector of length 1.

`dvector` (an LSTM over 40 mel bands, ONNX, no torch) is always there; `resemblyze` (GE2E) only where resemblyzer is installed.
The nearer two vectors (`likeness`, -1..1), the likelier it is one speaker. Nearness is no proof that somebody was there alive.
"""

from __future__ import annotations

import contextlib
import io
import warnings
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np

from memory.errors import EngineError

_RATE, _FFT, _WINDOW, _HOP, _BANDS = 16_000, 512, 400, 160, 40
_FRAMES, _STRIDE = 80, 40
"""Frames that the encoder sees at a time, and from one time to the next."""
_FLOOR = 1e-10
_TOGETHER = 64
"""Windows that go through the encoder at once."""


def dvector(samples: Any) -> Any:
    """The speaker of float32 mono samples at 16 kHz as 256 numbers of length 1; EngineError when the encoder is not here."""
    features = _bands(np.asarray(samples, np.float32))
    starts = range(0, len(features) - _FRAMES + 1, _STRIDE)
    windows = np.stack([features[start : start + _FRAMES] for start in starts])
    found = [_encoder().run(None, {"mel_window": windows[at : at + _TOGETHER]})[0] for at in range(0, len(windows), _TOGETHER)]
    return _unit(_unit(np.concatenate(found)).mean(axis=0))


def resemblyze(samples: Any) -> Any | None:
    """The same by the second encoder, or None where resemblyzer is not installed."""
    if not second_is_here():
        return None
    return _unit(_second().embed_utterance(np.asarray(samples, np.float32)))


def second_is_here() -> bool:
    """Whether the second encoder is installed, with all that it needs."""
    return all(find_spec(module) is not None for module in ("resemblyzer", "webrtcvad", "librosa", "torch"))


def likeness(one: Any, other: Any) -> float:
    """How near two vectors of one encoder are: 1 the same, 0 nothing in common."""
    return float(np.dot(one, other))


def _unit(vectors: Any) -> Any:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-12)


def _bands(samples: Any) -> Any:
    """Frames x 40: the logarithm of the energy in each mel band, every 10 ms; at least one window's worth."""
    short = (_FRAMES - 1) * _HOP + _FFT - len(samples)
    samples = np.pad(samples, (0, max(short, 0)))
    frames = np.lib.stride_tricks.sliding_window_view(samples, _FFT)[::_HOP]
    taper, filters = _shapes()
    energy = [np.abs(np.fft.rfft(frames[at : at + 1000] * taper)) ** 2 @ filters for at in range(0, len(frames), 1000)]
    return np.log10(np.concatenate(energy) + _FLOOR).astype(np.float32)


@cache
def _shapes() -> tuple[Any, Any]:
    """The taper of a frame (Hamming, in the middle of it) and the mel bands as a matrix."""
    from faster_whisper.feature_extractor import FeatureExtractor

    taper, margin = np.hamming(_WINDOW + 1)[:-1], (_FFT - _WINDOW) // 2
    return np.pad(taper, margin).astype(np.float32), FeatureExtractor.get_mel_filters(_RATE, _FFT, _BANDS).T.astype(np.float32)


@cache
def _encoder() -> Any:
    import onnxruntime

    from tools import shelf
    from tools.settings import load_settings

    path = shelf.need("speaker", load_settings().shelf_dir) / "embedder.int8.onnx"
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    try:
        return onnxruntime.InferenceSession(path.read_bytes(), options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise EngineError(
            f"The speaker encoder cannot be read ({error}). Nothing was compared. "
            "Fetch it again: onereel fetch --remove speaker, then onereel fetch speaker."
        ) from error


@cache
def _second() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from resemblyzer import VoiceEncoder
    with contextlib.redirect_stdout(io.StringIO()):
        return VoiceEncoder("cpu", verbose=False)
