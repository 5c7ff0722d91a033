"""The voice itself: words to phonemes, phonemes to 24 kHz sound, with the model's own durations as word times."""

from __future__ import annotations

import json
import re
import tomllib
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from memory.errors import EngineError
from tools.engines.hibari.graph import with_output
from tools.spoken import Timed

RATE = 24_000
UNIT = 600
"""Samples in one unit of the model's durations (25 ms)."""
DURATIONS = "/Clip_output_0"
"""Tensor of hibari-tts 0.2.1 that holds the durations: one number of units for every phoneme of the input."""
LONGEST = 320
"""Phonemes given to the model at once; longer sentences are spoken clause by clause."""
FLOOR = 10 ** (-48 / 20)
"""Amplitude, against the piece's loudest moment, below which its ends are silence."""
MARGIN = 480
"""Samples kept around the sound when silence is trimmed (20 ms), so that soft consonants stay whole."""
PUNCTUATION = frozenset(';:,.!?—…"()“” ')

Sound = NDArray[np.float32]


@dataclass(frozen=True)
class Spoken:
    """A stretch of speech: mono float32 samples at 24 kHz, and its words with seconds from its beginning."""

    samples: Sound
    words: tuple[Timed, ...]


@dataclass(frozen=True)
class Heard:
    """A word as read: its text, and its phonemes with any punctuation and space that follow."""

    text: str
    phonemes: str
    joint: bool = False
    """Whether a breath may be taken before it (and, but, which, because ...)."""


JOINTS = frozenset("and but or nor so yet for while when where which who that because as if until before after with from".split())


class Voice:
    """The model and its reader of English, loaded once; the same text at the same speed gives the same samples."""

    def __init__(self) -> None:
        import hibari
        import onnxruntime as ort
        from hibari.g2p import G2P

        assets = Path(hibari.__file__).with_name("assets")
        options = ort.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            model = with_output((assets / "hibari.onnx").read_bytes(), DURATIONS)
            self._session = ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        except Exception as error:
            raise EngineError(
                f"The hibari voice's model cannot be read ({error}). The film is unchanged. Reinstall hibari-tts 0.2.1."
            ) from error
        self._ids: dict[str, int] = json.loads((assets / "vocab.json").read_text(encoding="utf-8"))
        self._reader = G2P()

    def say(self, text: str, speed: float) -> Spoken:
        """Speak one sentence; `speed` 1.0 is the voice's own, 0.5..2.0."""
        pieces = [self._utter(piece, speed) for piece in clauses(self._read(text))]
        breath = np.zeros(int(0.08 * RATE / speed), np.float32)
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

    def _read(self, text: str) -> list[Heard]:
        """The words of a sentence with their phonemes, numbers and abbreviations read out."""
        from hibari.g2p.normalize import normalize

        tokens = self._reader.phonemize_tokens(self._reader.tokenize(self._respell(normalize(protect(text)))))
        heard: list[Heard] = []
        written = phonemes = ""
        for token in tokens:
            written += token.text
            phonemes += token.phonemes or ""
            if token.whitespace or token is tokens[-1]:
                heard.append(Heard(written, phonemes + (" " if token.whitespace else ""), written.lower() in JOINTS))
                written = phonemes = ""
        return heard

    def _respell(self, text: str) -> str:
        """Interjections get their sound; accents go where the dictionary knows the word only without them."""
        return re.sub(r"(?<![\[(/\w])[^\W\d_]+(?![\w\]/])", lambda match: self._word(match[0]), text)

    def _word(self, word: str) -> str:
        sound = interjections().get(word.lower())
        if sound:
            return f"[{word}](/{sound}/)"
        if word.isascii() or self._known(word):
            return word
        bare = without_accents(word)
        return bare if self._known(bare) else word

    def _known(self, word: str) -> bool:
        return any(form in book for form in (word, word.lower()) for book in (self._reader.lexicon.golds, self._reader.lexicon.silvers))

    def _utter(self, words: Sequence[Heard], speed: float) -> Spoken:
        """One run of the model over some words, its silent ends trimmed."""
        from hibari import dsp

        owners = [(i, sign) for i, word in enumerate(words) for sign in word.phonemes if sign in self._ids]
        if all(sign in PUNCTUATION for _, sign in owners):
            return Spoken(np.zeros(0, np.float32), tuple((word.text, 0.0, 0.0) for word in words))
        ids = [0, *(self._ids[sign] for _, sign in owners), 0]
        feed = {"ids": np.asarray([ids], np.int64), "speed": np.asarray([speed], np.float32)}
        *parts, durations = self._session.run(None, feed)
        noise = np.random.default_rng(zlib.crc32(np.asarray(ids, np.int32).tobytes()))
        sound: Sound = dsp.synth(*(part[0] for part in parts), noise)
        first, last = audible(sound)
        edges = np.clip(np.cumsum(np.ravel(durations)) * UNIT, first, last)
        times = _spans(owners, [(int(edge) - first) / RATE for edge in edges], len(words))
        return Spoken(faded(sound[first:last]), tuple((word.text, *span) for word, span in zip(words, times, strict=True)))


def _spans(owners: Sequence[tuple[int, str]], edges: Sequence[float], count: int) -> list[tuple[float, float]]:
    """Start and end of each of `count` words; edges[k] is where the phoneme owners[k] begins. Punctuation is no sound."""
    spans: list[tuple[float, float] | None] = [None] * count
    for k, (word, sign) in enumerate(owners):
        if sign not in PUNCTUATION:
            before = spans[word]
            spans[word] = (before[0] if before else edges[k], edges[k + 1])
    filled: list[tuple[float, float]] = []
    for span in spans:
        filled.append(span or (filled[-1][1:] * 2 if filled else (edges[0], edges[0])))
    return filled


def clauses(words: Sequence[Heard]) -> Iterator[list[Heard]]:
    """Cut a long sentence where it may be cut: after ; : — , first, then before a joining word, then anywhere."""
    rest = list(words)
    while sum(len(word.phonemes) for word in rest) > LONGEST:
        size, fits = 0, 0
        while size + len(rest[fits].phonemes) <= LONGEST or fits == 0:
            size += len(rest[fits].phonemes)
            fits += 1
        cut = _best_cut(rest, fits)
        last = rest[cut - 1]
        if last.phonemes.rstrip()[-1:] not in PUNCTUATION:
            rest[cut - 1] = Heard(last.text, last.phonemes.rstrip() + ",", last.joint)
        yield rest[:cut]
        rest = rest[cut:]
        if not rest:
            return
    yield rest


def _best_cut(words: Sequence[Heard], fits: int) -> int:
    late = range(fits, fits // 3, -1)
    for signs in (";:—…", ","):
        for cut in late:
            if words[cut - 1].phonemes.rstrip()[-1:] and words[cut - 1].phonemes.rstrip()[-1] in signs:
                return cut
    return next((cut for cut in late if cut < len(words) and words[cut].joint), fits)


def audible(sound: Sound) -> tuple[int, int]:
    """First and last sample of what can be heard, with a small margin; (0, 0) for silence."""
    loud = np.flatnonzero(np.abs(sound) > FLOOR * float(np.max(np.abs(sound), initial=0)))
    if not len(loud):
        return 0, 0
    return max(int(loud[0]) - MARGIN, 0), min(int(loud[-1]) + 1 + 2 * MARGIN, len(sound))


def faded(sound: Sound) -> Sound:
    """The sound with its first 5 ms and last 20 ms eased from and to silence, so that no edge clicks."""
    out = sound.copy()
    rise, fall = min(120, len(out)), min(480, len(out))
    out[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)
    out[len(out) - fall :] *= np.linspace(1, 0, fall, dtype=np.float32)
    return out


def protect(text: str) -> str:
    """Keep the reader from taking the word "I", or a letter C or L, for a Roman number: "in part I agree", "class C"."""
    heads = r"(?:[Cc]hapter|[Pp]art|[Ss]ection|[Vv]olume|[Bb]ook|[Pp]hase|[Aa]rticle|[Tt]ype|[Ll]evel|[Ss]tage|[Cc]lass|[Gg]rade)"
    kings = r"(?:Pope|King|Queen|Henry|Louis|Edward|George|William|Charles|James|Richard|Elizabeth|Leo|Philip|Alexander)"
    kings = kings[:-1] + r"|Nicholas|Peter|Catherine|Ivan|Benedict|Frederick|Christian|Gustav|Ferdinand|Umberto|Pius|Ramses)"
    said = r"(?=(?:'(?:m|ll|d|ve))|\s(?:am|was|have|had|think|know|knew|saw|see|agree|told|said|will|can|could|would|did|do|never|must)\b)"
    text = re.sub(rf"\b({heads}|{kings}) I{said}", r"\1 [I](/ˌI/)", text)
    return re.sub(rf"\b({heads}) (C|L)\b(?!['’.]\w)", r"\1 [\2](/\2/)", text).replace("(/C/)", "(/sˈi/)").replace("(/L/)", "(/ˈɛl/)")


def without_accents(word: str) -> str:
    """The word in plain letters: "Zoë" is "Zoe"."""
    import unicodedata

    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))


@cache
def interjections() -> dict[str, str]:
    """Interjections in small letters and their phonemes."""
    return tomllib.loads(Path(__file__).with_name("pronunciations.toml").read_text(encoding="utf-8"))


@cache
def voice() -> Any:
    """The one voice of this process, loaded at first use (about half a second)."""
    return Voice()
