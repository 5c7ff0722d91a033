"""Sounds that the director's own words do not hold: a person's file, and what the studio's engine knows by name.

Each is read as if a sound that every sentence can hold stood in its place ("add barking.wav" as "add hail"), and put back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from agent.director.deciding import UNSURE
from agent.director.frames import Call, Choice, Past, Reading
from agent.director.sheet import Sheet
from agent.director.slots.sounds import WHICH_SOUND
from agent.director.words import table
from memory.lending import SUFFIXES

STAND_INS = ("rain", "wind")
"""Sounds that the director reads in any sentence; the first that the sentence does not name itself is taken."""
_FILE = re.compile(
    rf"""["'“](?P<quoted>[^"'”]{{1,200}}{SUFFIXES})["'”]|(?P<bare>[^\s"']{{0,200}}\w{SUFFIXES})\b""", re.IGNORECASE
)
_MUSIC = re.compile(r"\b(?:music|score|soundtrack|song|tune|theme|beat)\b", re.IGNORECASE)
EXPORT = re.compile(r"\b(?:export|save|write|convert|render|download|as an? (?:wav|mp3))\b", re.IGNORECASE)
_VERB = re.compile(r"\b(?:use|put|play|take|insert|lay|try|include|want|have|set)\b", re.IGNORECASE)
_INTO = re.compile(
    r"\b(?:for|under|underneath|beneath|behind|as (?:the |a )?(?:sound|noise|effect|ambience) (?:of|for|in))\b", re.IGNORECASE
)
_HEARD = re.compile(
    r"\b(?:sounds?|noises?|hear|heard|audio|effects?|ambien\w+|sfx|listen|loud\w*|quiet\w*|under|underneath|background|\w+ing)\b",
    re.IGNORECASE,
)
"""Words by which something is meant to be heard and not to be seen."""
_WHICH = (WHICH_SOUND, table("labels")["asks"]["sounds.remove"], UNSURE)
Again = Callable[[str, Sheet, Sequence[Past]], Reading]


def with_file(text: str, sheet: Sheet, before: Sequence[Past], again: Again) -> Reading | None:
    """What a sentence orders that names a sound file of the person's for scenes; None when it names none."""
    found = _FILE.search(text)
    if not found or sheet.film is None or _MUSIC.search(_FILE.sub(" ", text)) or EXPORT.search(text):
        return None
    file = found["quoted"] or found["bare"]
    stand_in = _stand_in(text)
    rest = _INTO.sub("to", _VERB.sub("add", _FILE.sub(stand_in, text, count=1), count=1))
    rest = re.sub(
        rf"\b(?:my|the|a|an|this) (?:own )?(?:sound |audio )?(?:file )?(?={stand_in}\b)", "", rest, flags=re.IGNORECASE
    )
    if not re.search(r"\badd\b", rest):
        rest = f"add {rest}"
    return _put_back(again(rest, sheet, before), f'"{file}"', stand_in)


def _stand_in(text: str) -> str:
    return next((sound for sound in STAND_INS if sound not in text.lower()), STAND_INS[-1])


def known_by_name(text: str, reading: Reading, sheet: Sheet, before: Sequence[Past], again: Again) -> Reading:
    """The reading, or where it could only ask which sound is meant, one of the sound that the engine knows by that name."""
    from tools.engines.synth.choosing import find_all

    if reading.question is None or reading.question.text not in _WHICH:
        return reading
    words = list(re.finditer(r"[A-Za-z]+", text))
    hits = [each for each in find_all(text) if each.means]
    if not hits or "'s" in text or not _HEARD.search(text):
        return reading
    last = next((n for n, (one, other) in enumerate(pairwise(hits)) if one.stop != other.start), len(hits) - 1)
    first, end = words[hits[0].start].start(), words[hits[last].stop - 1].end()
    stand_in = _stand_in(text)
    other = again(f"{text[:first]}{stand_in}{text[end:]}", sheet, before)
    if not other.calls or any(call.tool != "sounds" for call in other.calls):
        return reading
    return _put_back(other, text[first:end], stand_in)


def _put_back(reading: Reading, sound: str, stand_in: str) -> Reading:
    """The reading with the sound itself where its stand-in stood."""

    def call(each: Call) -> Call:
        stood = {name: sound for name in ("add", "remove") if each.args.get(name) == stand_in}
        return replace(each, args={**each.args, **stood}) if each.tool == "sounds" and stood else each

    def text(words: str) -> str:
        return re.sub(rf"\b{stand_in}\b", lambda _: sound, words)

    question = reading.question
    if question is not None:
        choices = tuple(Choice(text(each.label), call(each.call)) for each in question.choices)
        question = replace(question, text=text(question.text), choices=choices)
    return replace(reading, calls=tuple(call(each) for each in reading.calls), question=question, words=text(reading.words))
