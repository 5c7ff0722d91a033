"""A voice that reads phonemes: words to phonemes, phonemes to 24 kHz sound, with the model's own durations as word times."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.engines.phonemes.graph import with_bend, with_output
from tools.engines.phonemes.manner import Manner
from tools.engines.phonemes.reading import PUNCTUATION, Heard, Reader, clauses
from tools.words import Timed

RATE = 24_000
UNIT = 600
"""Samples in one unit of the model's durations (25 ms)."""
FLOOR = 10 ** (-48 / 20)
"""Amplitude, against the piece's loudest moment, below which its ends are silence."""
QUIET = 10 ** (-36 / 20)
"""The same for pauses inside a piece, when word times are settled on them."""
EARLY = 1.5
"""Units by which sound runs ahead of the durations: the median over word onsets after pauses, at speeds 0.6 to 1.7."""
MARGIN = 480
"""Samples kept around the sound when silence is trimmed (20 ms), so that soft consonants stay whole."""

Sound = NDArray[np.float32]
Span = tuple[float, float]


@dataclass(frozen=True)
class Spoken:
    """A stretch of speech: mono float32 samples at 24 kHz, and its words with seconds from its beginning."""

    samples: Sound
    words: tuple[Timed, ...]


Run = Callable[[list[int], Manner], tuple[Sound, NDArray[np.float32]]]
"""A model: ids of phonemes (0 before and after) and a manner, to its sound and the units each phoneme lasted."""


class Speaker:
    """A model with a reader of English; the same text in the same manner gives the same samples."""

    def __init__(self, run: Run, gain: float = 1.0) -> None:
        self._run, self._gain = run, gain
        self._ids = vocabulary()
        self._reader = Reader()

    def say(self, text: str, how: Manner) -> Spoken:
        """Speak one sentence in that manner."""
        pieces = [self._utter(piece, how) for piece in clauses(self._reader.words(text))]
        breath = np.zeros(int(0.08 * RATE / how.speed), np.float32)
        samples: list[Sound] = []
        words: list[Timed] = []
        at = 0
        for piece in pieces:
            if samples and len(piece.samples):
                samples.append(breath)
                at += len(breath)
            words += [(text, start + at / RATE, end + at / RATE) for text, start, end in piece.words]
            samples.append(piece.samples)
            at += len(piece.samples)
        return Spoken(np.concatenate(samples) if samples else np.zeros(0, np.float32), tuple(words))

    def _utter(self, words: Sequence[Heard], how: Manner) -> Spoken:
        """One run of the model over some words, its silent ends trimmed."""
        owners = [(i, sign) for i, word in enumerate(words) for sign in word.phonemes if sign in self._ids]
        if all(sign in PUNCTUATION for _, sign in owners):
            return Spoken(np.zeros(0, np.float32), tuple((word.text, 0.0, 0.0) for word in words))
        ids = [0, *(self._ids[sign] for _, sign in owners), 0]
        sound, durations = self._run(ids, how)
        first, last = audible(sound)
        edges = (np.cumsum(np.ravel(durations)) - EARLY) * UNIT
        spans = settled(_spans(owners, edges.tolist(), len(words)), _pauses(words), sound)
        spans[0] = (min(spans[0][0], first + MARGIN), spans[0][1])
        inside = [tuple((min(max(int(edge), first), last) - first) / RATE for edge in span) for span in spans]
        timed = [(word.text, start, end) for word, (start, end) in zip(words, inside, strict=True)]
        return Spoken(faded(levelled(sound[first:last], self._gain * 10 ** (how.energy / 20))), tuple(timed))


def _spans(owners: Sequence[tuple[int, str]], edges: Sequence[float], count: int) -> list[Span]:
    """Samples at which each of `count` words begins and ends; edges[k] is where the phoneme owners[k] begins.

    A space belongs half to the word before it and half to the one after it (as in Kokoro's own join_timestamps);
    punctuation belongs to none.
    """
    found: list[Span | None] = [None] * count
    for k, (word, sign) in enumerate(owners):
        if sign not in PUNCTUATION:
            lead = (edges[k] - edges[k - 1]) / 2 if k and owners[k - 1][1] == " " else 0
            trail = (edges[k + 2] - edges[k + 1]) / 2 if k + 1 < len(owners) and owners[k + 1][1] == " " else 0
            before = found[word]
            found[word] = (before[0] if before else edges[k] - lead, edges[k + 1] + trail)
    spans: list[Span] = []
    for span in found:
        end = spans[-1][1] if spans else edges[0]
        spans.append(span or (end, end))
    return spans


def _pauses(words: Sequence[Heard]) -> list[int]:
    """Indices of the words that punctuation follows, the last one left out."""
    return [i for i, word in enumerate(words[:-1]) if word.phonemes.rstrip()[-1:] in PUNCTUATION]


def settled(spans: Sequence[Span], pauses: Sequence[int], sound: Sound) -> list[Span]:
    """Word spans with the edges around pauses moved to where the sound really stops and starts again."""
    step = RATE // 200
    peaks = np.abs(sound[: len(sound) // step * step]).reshape(-1, step).max(axis=1)
    quiet = peaks < QUIET * float(np.max(peaks, initial=0))
    out = list(spans)
    for i in pauses:
        low, high = int(out[i][0] + out[i][1]) // 2 // step, int(out[i + 1][0] + out[i + 1][1]) // 2 // step
        start, length = _longest_run(quiet[max(low, 0) : high])
        if length * step >= 0.04 * RATE:
            start += max(low, 0)
            out[i] = (out[i][0], start * step)
            out[i + 1] = ((start + length) * step, max(out[i + 1][1], (start + length) * step))
    return out


def _longest_run(flags: NDArray[np.bool_]) -> tuple[int, int]:
    """Start and length of the longest run of True; (0, 0) when there is none."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    starts, ends = edges[::2], edges[1::2]
    if not len(starts):
        return 0, 0
    best = int(np.argmax(ends - starts))
    return int(starts[best]), int(ends[best] - starts[best])


def audible(sound: Sound) -> tuple[int, int]:
    """First and last sample of what can be heard, with a small margin; (0, 0) for silence."""
    loud = np.flatnonzero(np.abs(sound) > FLOOR * float(np.max(np.abs(sound), initial=0)))
    if not len(loud):
        return 0, 0
    return max(int(loud[0]) - MARGIN, 0), min(int(loud[-1]) + 1 + 2 * MARGIN, len(sound))


def levelled(sound: Sound, gain: float) -> Sound:
    """The sound times `gain`; a piece that would come near full scale is turned down as a whole, never clipped."""
    peak = float(np.max(np.abs(sound), initial=0)) * gain
    return sound * np.float32(gain * min(1.0, 0.95 / max(peak, 1e-9)))


def faded(sound: Sound) -> Sound:
    """The sound with its first 5 ms and last 20 ms eased from and to silence, so that no edge clicks."""
    out = sound.copy()
    rise, fall = min(120, len(out)), min(480, len(out))
    out[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)
    out[len(out) - fall :] *= np.linspace(1, 0, fall, dtype=np.float32)
    return out


@cache
def vocabulary() -> dict[str, int]:
    """Kokoro's phonemes and their ids, which hibari-tts shares."""
    import hibari

    path = Path(hibari.__file__).with_name("assets") / "vocab.json"
    ids: dict[str, int] = json.loads(path.read_text(encoding="utf-8"))
    return ids


def session(model: bytes, durations: str, pitch: str = "") -> Any:
    """An onnxruntime session on one thread whose last output are the durations, an inner tensor of that name.

    With `pitch`, the tensor of that name can be bent by three more inputs (`graph.with_bend`). Raises ValueError, or what
    onnxruntime raises, for a model that is not one.
    """
    import onnxruntime as ort

    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_cpu_mem_arena = False  # every sentence has its own shape: an arena would keep the largest of each
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    model = with_bend(model, pitch) if pitch else model
    return ort.InferenceSession(with_output(model, durations), options, providers=["CPUExecutionProvider"])
