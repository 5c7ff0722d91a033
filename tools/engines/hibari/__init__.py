"""The built-in narrator: hibari-tts, one neural voice whose weights come in the package; English, any processor."""

from __future__ import annotations

import zlib
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

RATE = 24_000
VOICES = ("heart",)
DURATIONS = "/Clip_output_0"
"""Tensor of hibari-tts 0.2.1 that holds the durations: one number of units for every phoneme of the input."""
GAIN = 10 ** (3 / 20)
"""Brings the voice, as it comes from the model, to about -23 LUFS."""


class Hibari:
    """Speaks English with the voice "heart", sentence by sentence, and says when each word was spoken."""

    spec = EngineSpec(
        name="hibari",
        version="1",
        role="speech",
        licence="Apache-2.0",
        credit='Voice: hibari-tts "heart" by Maureese Williams, distilled from Kokoro-82M by hexgrad (Apache-2.0)',
        needs=("hibari", "onnxruntime"),
        install="pip install hibari-tts==0.2.1",
        languages=("en",),
        capabilities={
            "voices": VOICES,
            "cloning": False,
            "pace": (0.5, 2.0),
            "word_times": True,
            "tones": True,
            "sample_rate": RATE,
        },
    )

    def __call__(self, request: SpeechRequest, inputs: Mapping[str, Take], folder: Path) -> Made:
        """Write speech.wav (24 kHz mono, 16 bit); EngineError when the voice cannot speak the text as asked."""
        from tools.engines.phonemes.telling import check, tell

        check(request, "hibari", VOICES)
        return tell(request, voice(), folder)


@cache
def voice() -> Speaker:
    """The one voice of this process, loaded at first use (about half a second)."""
    import hibari
    from hibari import dsp

    from tools.engines.phonemes.speaker import Speaker, session

    try:
        model = session((Path(hibari.__file__).with_name("assets") / "hibari.onnx").read_bytes(), DURATIONS)
    except Exception as error:
        raise EngineError(
            f"The hibari voice's model cannot be read ({error}). The film is unchanged. Reinstall hibari-tts 0.2.1."
        ) from error

    def run(ids: list[int], speed: float) -> tuple[Any, Any]:
        *parts, durations = model.run(None, {"ids": np.asarray([ids], np.int64), "speed": np.asarray([speed], np.float32)})
        noise = np.random.default_rng(zlib.crc32(np.asarray(ids, np.int32).tobytes()))
        return dsp.synth(*(part[0] for part in parts), noise), durations

    return Speaker(run, GAIN)
