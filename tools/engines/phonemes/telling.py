"""A text on tape: sentence by sentence, with pauses, pace and tone, and when each word was spoken."""

from __future__ import annotations

import wave
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from memory.errors import EngineError
from tools.engines import Made, SpeechRequest
from tools.engines.phonemes.manner import Manner, manner
from tools.engines.phonemes.speaker import RATE, Speaker
from tools.languages import fitting
from tools.pronouncing import respelled
from tools.spoken import foreign_share, has_words, sentences, speakable
from tools.studio import spec_of
from tools.words import word_times, written_words

SENTENCE_PAUSE, PARAGRAPH_PAUSE = 0.35, 0.6
"""Seconds of silence after a sentence and after a paragraph, at pace 1."""


@dataclass
class _Tape:
    """A 16-bit mono WAV being written, sentence by sentence, so that length costs no memory."""

    file: wave.Wave_write
    samples: int = 0
    sentences: list[dict[str, Any]] = field(default_factory=list)
    words: list[dict[str, Any]] = field(default_factory=list)

    def write(self, sound: Any) -> None:
        self.file.writeframes((np.clip(sound, -1, 1) * 32767).round().astype("<i2").tobytes())
        self.samples += len(sound)

    @property
    def seconds(self) -> float:
        return self.samples / RATE


def tell(request: SpeechRequest, speaker: Speaker, folder: Path) -> Made:
    """Write speech.wav (24 kHz mono, 16 bit); data: seconds, sample_rate, sentences and words with their times.

    Sentence times are exact to the sample. Word times are the durations the model itself spoke by, in steps of 25 ms, and
    around pauses where the sound really stops and starts; words that were read together as something else ("7:30 pm")
    share their stretch by length. A tone changes pace, pauses, pitch and energy (tones.toml); `energy`, where a tone asks for
    one, is for the mix, which brings all other lines to one level.
    """
    how, notes = manner(request)
    with wave.open(str(folder / "speech.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(RATE)
        tape = _Tape(file)
        _speak(tape, request, how, speaker)
        if not tape.samples:
            tape.file.writeframes(bytes(2 * RATE // 10))
    data = {"seconds": tape.seconds, "sample_rate": RATE, "sentences": tape.sentences, "words": tape.words}
    energy = {"energy": how.energy} if how.energy and tape.samples else {}
    return Made("speech.wav", notes=(*notes, *left_out(request.text)), data=data | energy)


def tell_as_asked(request: SpeechRequest, speaker: Speaker, folder: Path) -> Made:
    """`tell`, for a stock voice: listened to and marked as synthetic only where the film asks for that."""
    if not request.checked:
        made = tell(request, speaker, folder)
    else:
        from tools.engines.proof import proofed

        slower = [request.model_copy(update={"pace": max(share * request.pace, 0.5)}) for share in (1.0, 0.9, 0.8)]
        made = proofed(request, folder, [partial(tell, each, speaker, folder) for each in slower])
    if request.marked and request.text.strip():
        from tools.engines.watermark import marked

        made = marked(made, folder)
    return made


def _speak(tape: _Tape, request: SpeechRequest, how: Manner, speaker: Speaker) -> None:
    """Put every sentence on the tape, and note when it and its words begin and end."""
    pause = 0.0
    for sentence in sentences(request.text):
        spoken = speaker.say(respelled(sentence.spoken, request.said), how)
        if not len(spoken.samples):
            continue
        tape.write(np.zeros(round(pause * RATE)))
        start = tape.seconds
        tape.write(spoken.samples)
        tape.sentences.append({"text": sentence.text, "start": start, "end": tape.seconds})
        for word, begin, end in word_times(written_words(sentence.text), spoken.words):
            tape.words.append({"text": word, "start": round(start + begin, 4), "end": round(start + end, 4)})
        pause = (PARAGRAPH_PAUSE if sentence.ends_paragraph else SENTENCE_PAUSE) * how.pauses


def silent(folder: Path) -> Made:
    """The take of a line without words: a tenth of a second of silence, in data 0 seconds."""
    with wave.open(str(folder / "speech.wav"), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", "not compressed"))
        file.writeframes(bytes(2 * RATE // 10))
    return Made("speech.wav", data={"seconds": 0.0, "sample_rate": RATE, "sentences": [], "words": []})


def check(request: SpeechRequest, engine: str, voices: Sequence[str]) -> None:
    """Refuse what the voice cannot do, in a sentence: another voice, another language, a pace out of range."""
    if request.voice not in voices:
        raise EngineError(
            f"The {engine} engine has no voice called {request.voice!r}. The film is unchanged. "
            f"Its voices are: {', '.join(voices)}."
        )
    check_words(request, engine)


def check_words(request: SpeechRequest, engine: str) -> None:
    """Refuse what no voice that reads English can do: another language or alphabet, a pace out of range."""
    fitting(spec_of("speech", engine), request)
    if foreign_share(request.text) > 0.3:
        start = " ".join(request.text.split())[:24]
        raise EngineError(
            f"The {engine} voice speaks English (en) only and cannot read {start!r}. The film is unchanged. "
            "Write the narration in English, or choose a speech engine for its language."
        )


def left_out(text: str) -> tuple[str, ...]:
    """A note naming letters of other alphabets that were not spoken."""
    lost = [word for word in text.split() if any(sign.isalpha() for sign in word) and not has_words(speakable(word))]
    return (f"Not spoken, because the voice reads only Latin letters: {', '.join(lost[:5])}",) if lost else ()
