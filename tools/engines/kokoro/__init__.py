"""Kokoro-82M: 28 English voices, from weights that `onereel fetch` brings; ten times the built-in narrator's work."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from memory.errors import EngineError
from memory.takes import Take
from tools.engines import EngineSpec, Made, SpeechRequest

if TYPE_CHECKING:
    from tools.engines.phonemes.speaker import Speaker

DURATIONS = "/encoder/Clip_output_0"
"""Tensor of the model that holds the durations: one number of units for every phoneme of the input."""
LENGTHS, WIDTH = 510, 256
"""A voice is a table: for every length of text in phonemes, the style vector to speak it with."""
GAIN = 10 ** (-1 / 20)
"""Brings the voices, as they come from the model, to about -23 LUFS."""


@cache
def voices() -> dict[str, tuple[str, ...]]:
    """The voices by name, in the order of their tables on the shelf, each with words for whom it sounds like."""
    table = tomllib.loads(Path(__file__).with_name("voices.toml").read_text(encoding="utf-8"))
    return {name: tuple(traits) for name, traits in table.items()}


class Kokoro:
    """Speaks English with one of 28 stock voices, and says when each word was spoken (phonemes.telling)."""

    spec = EngineSpec(
        name="kokoro",
        version="1",
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
        from tools.engines.phonemes.telling import check, tell

        check(request, "kokoro", tuple(voices()))
        return tell(request, speaker(request.voice), folder)


@cache
def speaker(name: str) -> Speaker:
    """A voice of this process, loaded at first use (one to two seconds for the first)."""
    from tools import shelf
    from tools.engines.phonemes.speaker import Speaker
    from tools.settings import load_settings

    speaking = model()
    table = np.fromfile(shelf.need("kokoro-voices", load_settings().shelf_dir) / "voices.f32", "<f4")
    styles = table.reshape(len(voices()), LENGTHS, WIDTH)[list(voices()).index(name)]

    def run(ids: list[int], speed: float) -> tuple[Any, Any]:
        feed = {"tokens": np.asarray([ids], np.int64), "style": styles[len(ids) - 2][None]}
        sound, durations = speaking.run(None, {**feed, "speed": np.asarray([speed], np.float32)})
        return sound, durations

    return Speaker(run, GAIN)


@cache
def model() -> Any:
    """The model's session; EngineError when it is not on the shelf or cannot be read."""
    from tools import shelf
    from tools.engines.phonemes.speaker import session
    from tools.settings import load_settings

    folder = shelf.need("kokoro", load_settings().shelf_dir)
    try:
        return session((folder / "kokoro.int8.onnx").read_bytes(), DURATIONS)
    except Exception as error:
        raise EngineError(
            f"Kokoro's model cannot be read ({error}). The film is unchanged. "
            "Fetch it again: onereel fetch --remove kokoro, then onereel fetch kokoro."
        ) from error
