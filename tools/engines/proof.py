"""Proof-hearing: a spoken line is written down by Whisper and compared; where words went wrong, it is spoken anew.

What is compared are words as they sound: "harbor" is "harbour", "3" is "three", and a word that the film says in a way of its
own counts as right, since nobody knows how Whisper would spell it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.engines import Made, SpeechRequest
from tools.engines.lines import timed_by_ear
from tools.engines.resampling import at_rate
from tools.spoken import sentences, speakable
from tools.words import Timed

Sound = NDArray[np.float32]

WRONG = 0.1
"""Share of a line's words that may be heard otherwise: Whisper errs as well."""
ALIKE = 0.6
"""Words whose sounds are this much alike are one word heard in two spellings."""
NOT_CHECKED = "The words of this line were not checked by ear: Whisper is not fetched (onereel fetch whisper)"

Way = Callable[[], Made]
"""One way of speaking the line into its folder; a later one writes over what an earlier one wrote."""


@dataclass(frozen=True)
class Proof:
    """What was heard of a line: the share of its words that went wrong (above 1 where much was added), and which."""

    wrong: float
    words: tuple[str, ...]
    heard: tuple[Timed, ...] = ()

    @property
    def well(self) -> bool:
        """Whether the line may stay."""
        return self.wrong <= WRONG


def can_listen() -> bool:
    """Whether Whisper is on the shelf."""
    from tools import shelf
    from tools.settings import load_settings

    return shelf.fetched("whisper", load_settings().shelf_dir) is not None


def proofed(request: SpeechRequest, folder: Path, ways: Sequence[Way], by_ear: bool = False) -> Made:
    """Speak a line in the first of the ways whose words are all heard, else in the best of them, and say so in the notes.

    `by_ear` is for voices that do not tell when they said what: the known words get the times at which they were heard.
    """
    if not request.text.strip():
        return ways[0]()
    if not can_listen():
        made = ways[0]()
        return Made(made.main, (*made.notes, NOT_CHECKED), made.data)
    tries: list[tuple[Proof, Made, bytes]] = []
    for way in ways:
        made = way()
        found = hear(request, folder / made.main)
        tries.append((found, made, (folder / made.main).read_bytes()))
        if found.well:
            break
    best, made, sound = min(tries, key=lambda each: each[0].wrong)
    (folder / made.main).write_bytes(sound)
    data = timed_by_ear(dict(made.data), best.heard) if by_ear else dict(made.data)
    return Made(made.main, (*made.notes, *_notes(best, len(tries))), data | {"wrong": round(best.wrong, 3)})


def _notes(best: Proof, tries: int) -> tuple[str, ...]:
    if best.well:
        return (f"Spoken {tries} times until the words were right",) if tries > 1 else ()
    doubtful = ", ".join(best.words[:6]) or "words were added"
    return (f"After {tries} tries some words are still not heard clearly: {doubtful}. Listen to this line",)


def hear(request: SpeechRequest, path: Path) -> Proof:
    """Listen to a line's file and compare."""
    import soundfile

    sound, rate = soundfile.read(path, dtype="float32")
    text = " ".join(sentence.spoken for sentence in sentences(request.text)) or request.text
    heard = transcript(sound, rate, request.language)
    found = compare(text, " ".join(word for word, _, _ in heard), request.language, (word for word, _ in request.said))
    return replace(found, heard=tuple(heard))


def transcript(sound: Sound, rate: int, language: str) -> list[Timed]:
    """The words that Whisper hears, with their seconds."""
    from tools.engines import listening

    heard = listening.transcribe(at_rate(sound, rate, listening.RATE), language.split("-", maxsplit=1)[0])
    return [(word.word, word.start, word.end) for word in heard]


def wrong_share(text: str, sound: Sound, rate: int) -> float:
    """The share of an English text's words that are not heard in a sound."""
    return compare(text, " ".join(word for word, _, _ in transcript(sound, rate, "en")), "en").wrong


def compare(text: str, heard: str, language: str = "en", free: Iterable[str] = ()) -> Proof:
    """Compare a text with what was heard of it; words that are `free` are right whatever was heard for them."""
    ours, theirs = plain_words(text, language), plain_words(heard, language)
    waived = {word for each in free for word in plain_words(each, language)}
    wrong, lost = 0, list[str]()
    for kind, a, b, c, d in SequenceMatcher(a=ours, b=theirs, autojunk=False).get_opcodes():
        if kind == "equal" or _sounds_like(ours[a:b], theirs[c:d], language):
            continue
        missed = [word for word in ours[a:b] if word not in waived]
        if missed or not waived.intersection(ours[a:b]):
            wrong += max(len(missed), (d - c) if not missed else 0)
            lost += missed
    return Proof(wrong / max(len(ours), 1), tuple(lost))


def plain_words(text: str, language: str) -> list[str]:
    """Words in small letters without signs, and with numbers read out where the language is English."""
    if language.startswith("en"):
        from hibari.g2p.normalize import normalize

        text = normalize(re.sub(r"\$(\d(?:[\d,.]*\d)?)", r"\1 dollars", speakable(text)))
    return re.findall(r"[^\W_]+(?:'[^\W_]+)*", text.lower().replace("’", "'").replace("-", " "))


def _sounds_like(ours: Sequence[str], theirs: Sequence[str], language: str) -> bool:
    """Whether two runs of words are the same said aloud, as "knight" and "night" are."""
    if not ours or not theirs:
        return False
    spelled = SequenceMatcher(a="".join(ours), b="".join(theirs), autojunk=False).ratio()
    if spelled >= 0.75 or not language.startswith("en"):
        return spelled >= 0.75
    return SequenceMatcher(a=_sounds(" ".join(ours)), b=_sounds(" ".join(theirs)), autojunk=False).ratio() >= ALIKE


def _sounds(text: str) -> str:
    return re.sub(r"[^\w]|[ˈˌː]", "", "".join(word.phonemes for word in _reader().words(text)))


@cache
def _reader() -> Any:
    from tools.engines.phonemes.reading import Reader

    return Reader()
