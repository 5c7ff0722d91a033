"""What was said, word by word with times: Whisper base through faster-whisper, weights from the shelf."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from memory.errors import EngineError


@dataclass(frozen=True)
class HeardWord:
    """A word as it was heard, with its punctuation; seconds of the recording; how sure the model is, 0..1."""

    word: str
    start: float
    end: float
    chance: float


def transcribe(samples: Any, language: str = "en") -> tuple[HeardWord, ...]:
    """The words of a recording (float32, mono, 16 kHz) in order; EngineError when Whisper is not on the shelf.

    The model is told nothing of what it should hear, and earlier words do not lead it.
    """
    heard, _ = _model().transcribe(
        samples, language=language, beam_size=5, word_timestamps=True, condition_on_previous_text=False, temperature=0.0
    )
    return tuple(
        HeardWord(word.word.strip(), float(word.start), float(word.end), float(word.probability))
        for segment in heard
        for word in segment.words or ()
    )


def text_of(words: Sequence[HeardWord]) -> str:
    """The words as one line."""
    return " ".join(word.word for word in words)


@cache
def _model() -> Any:
    """The model of this process, loaded at first use (one to three seconds)."""
    from faster_whisper import WhisperModel

    from tools import shelf
    from tools.settings import load_settings

    folder = shelf.need("whisper", load_settings().shelf_dir)
    try:
        return WhisperModel(str(folder), device="cpu", compute_type="int8", cpu_threads=2, local_files_only=True)
    except Exception as error:
        raise EngineError(
            f"Whisper's model cannot be read ({error}). Nothing was heard. "
            "Fetch it again: onereel fetch --remove whisper, then onereel fetch whisper."
        ) from error
