"""What voices need that say nothing of their timing: text cut to what they can take, pieces joined to a line, words timed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.engines import Made
from tools.spoken import Sentence, sentences
from tools.words import Timed, word_times, written_words

Sound = NDArray[np.float32]

SHORT = 14
"""Letters below which a sentence is spoken together with its neighbour: alone, such voices stumble or add to it."""
QUIET = 10 ** (-45 / 20)
SENTENCE_PAUSE, PARAGRAPH_PAUSE = 0.35, 0.6


@dataclass(frozen=True)
class Piece:
    """What is spoken at once: the text as written, the text as given to the voice, and the seconds of silence after it."""

    written: str
    spoken: str
    pause: float


def pieces(text: str, longest: int) -> list[Piece]:
    """The text's sentences as pieces of at most `longest` letters; very short ones are joined, long ones cut at a comma."""
    joined: list[Sentence] = []
    for sentence in sentences(text):
        last = joined[-1] if joined and not joined[-1].ends_paragraph else None
        if last and min(len(last.spoken), len(sentence.spoken)) < SHORT:
            both = (f"{last.text} {sentence.text}", f"{last.spoken} {sentence.spoken}", sentence.ends_paragraph)
            joined[-1] = Sentence(*both)
        else:
            joined.append(sentence)
    found: list[Piece] = []
    for sentence in joined:
        parts = _cut(sentence.spoken, longest)
        if len(parts) > 1:
            found += [Piece(part, part, 0.12) for part in parts[:-1]]
        pause = PARAGRAPH_PAUSE if sentence.ends_paragraph else SENTENCE_PAUSE
        found.append(Piece(parts[-1] if len(parts) > 1 else sentence.text, parts[-1], pause))
    return found


def _cut(text: str, longest: int) -> list[str]:
    """A sentence in parts of at most `longest` letters, after a comma where there is one, else between words."""
    parts: list[str] = []
    while len(text) > longest:
        head = text[: longest + 1]
        places = [match.end() for match in re.finditer(r"[,;:—]\s", head)] or [
            match.end() for match in re.finditer(r"\s", head)
        ]
        at = places[-1] if places else longest
        parts.append(text[:at].strip())
        text = text[at:].strip()
    return [*parts, text]


def trimmed(sound: Sound, rate: int) -> Sound:
    """The sound without its silent ends, a fiftieth of a second kept of each."""
    loud = np.flatnonzero(np.abs(sound) > QUIET * float(np.max(np.abs(sound), initial=0)))
    margin = rate // 50
    return sound[max(int(loud[0]) - margin, 0) : int(loud[-1]) + margin] if len(loud) else sound[:0]


def line(folder: Path, spoken: Sequence[tuple[Piece, Sound]], rate: int, pace: float = 1.0) -> Made:
    """Write speech.wav (mono, 16 bit) from pieces in order; words share their piece's time by length until they are heard."""
    import soundfile

    tape: list[Sound] = []
    said: list[dict[str, Any]] = []
    words: list[dict[str, Any]] = []
    at, pause = 0, 0.0
    for piece, sound in spoken:
        silence = np.zeros(round(pause / pace * rate), np.float32)
        start = at + len(silence)
        at = start + len(sound)
        tape += [silence, sound]
        said.append({"text": piece.written, "start": start / rate, "end": at / rate})
        words += _rows(word_times(written_words(piece.written), [(piece.written, start / rate, at / rate)]))
        pause = piece.pause
    whole = np.concatenate(tape) if tape else np.zeros(0, np.float32)
    soundfile.write(folder / "speech.wav", np.clip(whole, -1, 1), rate, subtype="PCM_16")
    return Made("speech.wav", data={"seconds": at / rate, "sample_rate": rate, "sentences": said, "words": words})


def timed_by_ear(data: dict[str, Any], heard: Sequence[Timed]) -> dict[str, Any]:
    """A line's data with the times at which its known words were heard; unheard ones share the time between."""
    written = [word["text"] for word in data["words"]]
    if not heard or not written:
        return data
    rows = _rows(word_times(written, [(word, min(a, data["seconds"]), min(b, data["seconds"])) for word, a, b in heard]))
    for before, row in pairwise(rows):
        row["start"] = max(row["start"], before["end"])
        row["end"] = max(row["end"], row["start"])
    return data | {"words": rows}


def _rows(times: Sequence[Timed]) -> list[dict[str, Any]]:
    return [{"text": text, "start": round(start, 4), "end": round(end, 4)} for text, start, end in times]
