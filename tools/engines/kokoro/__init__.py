"""Kokoro-82M: 28 English voices, from weights that `onereel fetch` brings; ten times the built-in narrator's work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from memory.errors import EngineError
from memory.tables import read_table
from memory.takes import Take
from tools.engines import EngineSpec, Made, SpeechRequest

if TYPE_CHECKING:
    from tools.engines.phonemes.manner import Manner
    from tools.engines.phonemes.speaker import Speaker

Styles = NDArray[np.float32]

DURATIONS = "/encoder/Clip_output_0"
"""Tensor of the model that holds the durations: one number of units for every phoneme of the input."""
PITCH = "/encoder/F0_proj/Conv_output_0"
"""Tensor of the model that holds the curve of pitch, in Hz."""
LENGTHS, WIDTH = 510, 256
"""A voice is a table: for every length of text in phonemes, the style vector to speak it with."""
LENGTHS_BY_SPEED = (
    (0.574, 2.0), (0.647, 1.5), (0.817, 1.3), (0.862, 1.2), (0.939, 1.1), (1.0, 1.0), (1.052, 0.93), (1.083, 0.88),
    (1.136, 0.84), (1.213, 0.8), (1.371, 0.75), (1.7, 0.6), (2.0, 0.5),
)  # fmt: skip
"""Measured over two sentences (phonemes.manner)."""
GAIN = 10 ** (-1 / 20)
"""Brings the voices, as they come from the model, to about -23 LUFS."""


@cache
def voices() -> dict[str, tuple[str, ...]]:
    """The voices by name, in the order of their tables on the shelf, each with words for whom it sounds like."""
    return {name: tuple(entry["traits"]) for name, entry in _entries().items()}


@cache
def pitches() -> dict[str, float]:
    """The middle of every voice's pitch, in Hz."""
    return {name: float(entry["pitch"]) for name, entry in _entries().items()}


def _entries() -> dict[str, dict[str, Any]]:
    return read_table(Path(__file__).with_name("voices.toml"))


class Kokoro:
    """Speaks English with one of 28 stock voices, and says when each word was spoken (phonemes.telling)."""

    spec = EngineSpec(
        name="kokoro",
        version="2",
        role="speech",
        licence="Apache-2.0",
        credit="Voice: Kokoro-82M by hexgrad (Apache-2.0)",
        needs=("hibari", "onnxruntime"),
        install="pip install hibari-tts==0.2.1",
        shelf=("kokoro", "kokoro-voices"),
        languages=("en",),
        capabilities={
            "voices": tuple(voices()), "traits": voices(), "cloning": False, "pace": (0.5, 2.0), "word_times": True,
            "tones": True, "sample_rate": 24_000,
        },
    )  # fmt: skip

    def __call__(self, request: SpeechRequest, inputs: Mapping[str, Take], folder: Path) -> Made:
        """Write speech.wav; EngineError when the weights are not on the shelf, or the voice cannot speak the text as asked."""
        from tools.engines.phonemes.telling import check, tell_as_asked

        check(request, "kokoro", tuple(voices()))
        return tell_as_asked(request, speaker(request.voice), folder)


@cache
def speaker(name: str) -> Speaker:
    """A stock voice of this process, loaded at first use (one to two seconds for the first)."""
    return speaker_of(tables()[list(voices()).index(name)], pitches()[name])


@dataclass(frozen=True)
class Tint:
    """What is changed in a voice for good: raised by semitones, the spread of its pitch times a factor, bands in dB."""

    height: float = 0
    span: float = 1
    gains: tuple[float, ...] = ()


def speaker_of(styles: Styles, middle: float, tint: Tint | None = None) -> Speaker:
    """A voice by its table of style vectors (LENGTHS x WIDTH) and the middle of its pitch in Hz, which a tone turns about."""
    from tools.engines.phonemes.colour import coloured
    from tools.engines.phonemes.manner import UNVOICED
    from tools.engines.phonemes.speaker import RATE, Speaker

    speaking, own = model(), tint or Tint()

    def run(ids: list[int], how: Manner) -> tuple[Any, Any]:
        power, gain = replace(how, height=how.height + own.height, span=how.span * own.span).bend(middle)
        feed = {"tokens": np.asarray([ids], np.int64), "style": styles[len(ids) - 2][None]}
        bend = {"bend_floor": UNVOICED, "bend_power": power, "bend_gain": gain}
        feed |= {name: np.asarray(value, np.float32) for name, value in bend.items()}
        sound, durations = speaking.run(None, {**feed, "speed": np.asarray([how.drive(LENGTHS_BY_SPEED)], np.float32)})
        return coloured(sound, own.gains, RATE), durations

    return Speaker(run, GAIN)


@cache
def tables() -> Styles:
    """The stock voices' tables (voices x LENGTHS x WIDTH), in the order of `voices`; EngineError when they are not fetched."""
    from tools import shelf
    from tools.settings import load_settings

    table = np.fromfile(shelf.need("kokoro-voices", load_settings().shelf_dir) / "voices.f32", "<f4")
    return table.reshape(len(voices()), LENGTHS, WIDTH)


@cache
def model() -> Any:
    """The model's session; EngineError when it is not on the shelf or cannot be read."""
    from tools import shelf
    from tools.engines.phonemes.speaker import session
    from tools.settings import load_settings

    folder = shelf.need("kokoro", load_settings().shelf_dir)
    try:
        return session((folder / "kokoro.int8.onnx").read_bytes(), DURATIONS, PITCH)
    except Exception as error:
        raise EngineError(
            f"Kokoro's model cannot be read ({error}). The film is unchanged. "
            "Fetch it again: onereel fetch --remove kokoro, then onereel fetch kokoro."
        ) from error
