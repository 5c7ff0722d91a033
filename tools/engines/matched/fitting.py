"""Fitting a voice to a recording: a mix of Kokoro's stock voices, refined by ear, with the recording's pitch and colour.

The result is called a matched voice. It lies between a stock voice and the recorded one, and its likeness is shown; a speaker
encoder that was fitted to says so more gladly than another one would.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from memory.errors import EngineError
from tools.engines import kokoro, listening
from tools.engines.matched import mixing
from tools.engines.phonemes import colour
from tools.engines.phonemes.manner import Manner
from tools.engines.phonemes.pitch import measure_pitch
from tools.engines.phonemes.speaker import RATE, Speaker
from tools.engines.resampling import at_rate

Sound = NDArray[np.float32]
Report = Callable[[str], None]

SENTENCE = "The north wind carried a quiet voice over the harbour, while bright yellow lamps showed us the way home again."
"""What every stock voice spoke once (basis.npz), and every mix is heard by."""
REFINEMENTS = 3
STRENGTHS = (0.3, 0.5, 0.8)
"""Shares of the way to the recording's colour that are tried: its microphone has a colour too."""
SHORTEST = 3.0
"""Seconds of recording below which nothing can be fitted."""
LONGEST = 60.0
"""Seconds of recording that are listened to."""
SPREAD = (0.8, 1.25)
HEIGHT = 6.0
"""Semitones by which a mix is raised or lowered at the most."""


class Fit(BaseModel):
    """A matched voice: what makes it, and how like the recording it is (-1..1, as the encoder hears; 1 is the same)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    weights: dict[str, float]
    middle: float
    """The middle of the mix's own pitch, in Hz."""
    height: float = 0
    """Semitones by which the mix is raised."""
    span: float = 1
    """Factor on the spread of its pitch."""
    gains: tuple[float, ...] = ()
    """dB in the bands of `colour.BANDS`."""
    nearest: str
    """The stock voice that was nearest to begin with."""
    likeness: dict[str, float]
    """How like, by the mean of the encoders that listened: "nearest" (that stock voice), "mix", "refined" and "now"."""
    listened: tuple[str, ...]
    """The encoders: "dvector" always, "resemblyzer" where it is installed."""


def fit(recording: Sound, rate: int, report: Report = lambda _: None) -> Fit:
    """Fit a voice to a cleaned recording (float32, mono); a minute or two of one core. EngineError when it is too short.

    Needs kokoro, kokoro-voices and speaker on the shelf.
    """
    heard = at_rate(recording[: round(LONGEST * rate)], rate, listening.RATE)
    heard = listening.spoken_only(heard)
    if len(heard) < SHORTEST * listening.RATE:
        raise EngineError(
            f"There are {len(heard) / listening.RATE:.1f} s of speech in the recording; at least {SHORTEST:g} s are needed "
            "to match a voice to it. Nothing was changed. Record more and enroll again."
        )
    wanted, stock = ears(heard), basis()
    near = stock @ wanted
    nearest = list(kokoro.voices())[int(np.argmax(near))]
    report("Mixing stock voices")
    own = measure_pitch(heard, listening.RATE)
    first = best = last = _hear(mixing.nearest_mix(stock, wanted), own.middle, wanted)
    for number in range(REFINEMENTS):
        report(f"Refining the mix, {number + 1} of {REFINEMENTS}")
        last = _hear(mixing.refined(stock, wanted, best.heard), own.middle, wanted, last.middle)
        best = last if last.heard.likeness > best.heard.likeness else best
    likeness = {"nearest": float(near.max()), "mix": first.heard.likeness, "refined": best.heard.likeness}
    report("Matching pitch and colour")
    return _finished(best, recording, rate, own.spread, nearest, likeness)


class _Spoken:
    """A mix as it was heard: its weights and vector, the sound at 24 kHz, and how it was spoken."""

    def __init__(self, heard: mixing.Heard, sound: Sound, middle: float, height: float) -> None:
        self.heard, self.sound, self.middle, self.height = heard, sound, middle, height


def _hear(weights: mixing.Vector, pitch: float, wanted: mixing.Vector, middle: float = 0) -> _Spoken:
    """Let a mix speak at that pitch (Hz; 0: its own), and compare; `middle` is what its own pitch is thought to be."""
    share = np.maximum(weights, 0) / np.maximum(weights, 0).sum()
    middle = middle or float(np.exp(share @ np.log(list(kokoro.pitches().values()))))
    height = float(np.clip(12 * np.log2(pitch / middle), -HEIGHT, HEIGHT)) if pitch else 0.0
    sound = mixed(weights, middle).say(SENTENCE, Manner(height=height)).samples
    vector = ears(at_rate(sound, RATE, listening.RATE))
    heard = measure_pitch(sound, RATE).middle
    own = heard / 2 ** (height / 12) if heard else middle
    return _Spoken(mixing.Heard(weights, vector, float(vector @ wanted)), sound, own, height)


def _finished(best: _Spoken, recording: Sound, rate: int, spread: float, nearest: str, likeness: dict[str, float]) -> Fit:
    """The fit with a colour, where that brings it nearer to the recording and costs no words."""
    wanted = ears(at_rate(recording, rate, listening.RATE))
    tried = [colour.difference(at_rate(recording, rate, RATE), best.sound, RATE, strength) for strength in STRENGTHS]
    nearer, gains = max(_tinted(best.sound, each, wanted) for each in tried)
    kept = nearer > likeness["refined"] and _still_heard(best.sound, colour.coloured(best.sound, gains, RATE))
    own = measure_pitch(best.sound, RATE).spread
    return Fit(
        weights={name: round(float(w), 4) for name, w in zip(kokoro.voices(), best.heard.weights, strict=True)},
        middle=round(best.middle, 1), height=round(best.height, 2), nearest=nearest,
        span=round(float(np.clip(spread / own, *SPREAD)), 2) if own and spread else 1.0,
        gains=tuple(gains) if kept else (),
        likeness={k: round(v, 3) for k, v in (likeness | {"now": nearer if kept else likeness["refined"]}).items()},
        listened=encoders(),
    )  # fmt: skip


def _tinted(sound: Sound, gains: list[float], wanted: mixing.Vector) -> tuple[float, list[float]]:
    """How like the recording a sound is in that colour, and the colour."""
    return float(ears(at_rate(colour.coloured(sound, gains, RATE), RATE, listening.RATE)) @ wanted), gains


@cache
def encoders() -> tuple[str, ...]:
    """The encoders that listen here."""
    return ("dvector", "resemblyzer") if listening.second_is_here() else ("dvector",)


def ears(samples: Sound) -> mixing.Vector:
    """What all encoders hear in sound at 16 kHz, as one vector of length 1; the product of two is their mean likeness."""
    heard = [listening.dvector(samples), *([listening.resemblyze(samples)] if "resemblyzer" in encoders() else [])]
    return _stacked(heard, 0)


def _still_heard(before: Sound, after: Sound) -> bool:
    """Whether as many words are understood as before; without Whisper on the shelf a filter this mild is trusted."""
    from tools import shelf
    from tools.engines.proof import wrong_share
    from tools.settings import load_settings

    if shelf.fetched("whisper", load_settings().shelf_dir) is None:
        return True
    shares = [wrong_share(SENTENCE, sound, RATE) for sound in (before, after)]
    return shares[1] <= shares[0] + 0.01


def mixed(weights: mixing.Vector, middle: float) -> Speaker:
    """The voice of a mix."""
    styles = np.tensordot(weights.astype(np.float32), kokoro.tables(), axes=1)
    return kokoro.speaker_of(styles, middle)


def speaker_of(found: Fit) -> Speaker:
    """The voice of a fit."""
    weights = np.array([found.weights.get(name, 0.0) for name in kokoro.voices()])
    styles = np.tensordot((weights / weights.sum()).astype(np.float32), kokoro.tables(), axes=1)
    return kokoro.speaker_of(styles, found.middle, kokoro.Tint(found.height, found.span, found.gains))


@cache
def basis() -> NDArray[np.float64]:
    """What the encoders hear in the stock voices as they speak SENTENCE, voice by voice."""
    with np.load(Path(__file__).with_name("basis.npz")) as file:
        heard = [np.asarray(file[name], np.float64) for name in encoders()]
    return _stacked(heard, 1)


def _stacked(heard: list[Any], axis: int) -> mixing.Vector:
    whole: mixing.Vector = np.concatenate([np.asarray(each, np.float64) for each in heard], axis=axis) / np.sqrt(len(heard))
    return whole


def heard_basis(report: Report) -> dict[str, Any]:
    """The content of basis.npz, made anew by both encoders: every stock voice speaks SENTENCE (eight minutes of a core)."""
    heard: dict[str, list[Any]] = {"dvector": [], "resemblyzer": []}
    for name in kokoro.voices():
        report(name)
        sound = at_rate(kokoro.speaker(name).say(SENTENCE, Manner()).samples, RATE, listening.RATE)
        heard["dvector"].append(listening.dvector(sound))
        heard["resemblyzer"].append(listening.resemblyze(sound))
    return {name: np.asarray(vectors, np.float32) for name, vectors in heard.items()}
