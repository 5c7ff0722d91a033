"""Listening: what was said in a recording and when, where there is speech in it, and whose voice it may be.

Everything takes sound as float32 samples, mono, at 16,000 a second (`RATE`), -1..1. Words come from Whisper and the first
speaker encoder from the shelf (`onereel fetch whisper speaker`); where speech is, faster-whisper's own detector says.
A second encoder answers only where resemblyzer is installed beside the neural extra, and says None elsewhere.
"""

from tools.engines.listening.speakers import dvector, likeness, resemblyze, second_is_here
from tools.engines.listening.speech import speech_parts, spoken_only
from tools.engines.listening.transcripts import HeardWord, text_of, transcribe

RATE = 16_000
"""Samples a second that everything here takes."""

__all__ = [
    "RATE",
    "HeardWord",
    "dvector",
    "likeness",
    "resemblyze",
    "second_is_here",
    "speech_parts",
    "spoken_only",
    "text_of",
    "transcribe",
]
