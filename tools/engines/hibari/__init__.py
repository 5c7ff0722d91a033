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
    from tools.engines.phonemes.manner import Manner
    from tools.engines.phonemes.speaker import Speaker

RATE = 24_000
VOICES = ("heart",)
DURATIONS = "/Clip_output_0"
"""Tensor of hibari-tts 0.2.1 that holds the durations: one number of units for every phoneme of the input."""
PITCH = 195.0
"""The middle of the voice's pitch, in Hz."""
BREATH, GONE = 1.5, 30.0
"""Nepers by which breath is weaker than the voice it stands for, and by which something is silenced."""
LENGTHS_BY_SPEED = (
    (0.574, 2.0), (0.62, 1.7), (0.65, 1.5), (0.665, 1.4), (0.88, 1.3), (0.92, 1.2), (0.954, 1.15), (0.97, 1.1), (1.0, 1.0),
    (1.04, 0.88), (1.107, 0.84), (1.223, 0.8), (1.38, 0.73), (1.43, 0.69), (1.66, 0.6), (2.0, 0.5),
)  # fmt: skip
"""Measured over five sentences (phonemes.manner)."""
GAIN = 10 ** (3 / 20)
"""Brings the voice, as it comes from the model, to about -23 LUFS."""


class Hibari:
    """Speaks English with the voice "heart", sentence by sentence, and says when each word was spoken."""

    spec = EngineSpec(
        name="hibari",
        version="2",
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
        from tools.engines.phonemes.telling import check, tell_as_asked

        check(request, "hibari", VOICES)
        return tell_as_asked(request, voice(), folder)

    def warm(self) -> None:
        """Load the voice, before there are words."""
        voice()


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

    def run(ids: list[int], how: Manner) -> tuple[Any, Any]:
        speed = how.drive(LENGTHS_BY_SPEED)
        *parts, durations = model.run(None, {"ids": np.asarray([ids], np.int64), "speed": np.asarray([speed], np.float32)})
        noise = np.random.default_rng(zlib.crc32(np.asarray(ids, np.int32).tobytes()))
        return dsp.synth(*_in_manner([part[0] for part in parts], how), noise), durations

    return Speaker(run, GAIN)


def _in_manner(parts: list[Any], how: Manner) -> list[Any]:
    """The model's spectra (harmonic, its phase, noise, free, its phase) and its curve of pitch, bent to a manner.

    A whisper lets breath through the mouth that the voice would have gone through.
    """
    voiced, phase, noise, free, free_phase, pitch = parts
    if how.whispered:
        noise = np.logaddexp(noise, np.logaddexp(voiced, free) - BREATH)
        voiced, free = voiced - GONE, free - GONE
    return [voiced, phase, noise, free, free_phase, how.bent(pitch, PITCH)]
