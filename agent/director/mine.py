"""Enrolled voices: asked about, taken back, or used by the names that people gave them.

A voice's name may be any words ("my-voice"), so it is read as if a stock voice stood in its place, and put back.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from agent.director.frames import Call, Choice, Past, Question, Reading
from agent.director.sheet import Sheet
from memory.errors import FilmError
from memory.voices import voices
from tools.settings import load_settings

STAND_INS = ("george", "emma")
"""Stock voices that the director reads in any sentence; the first that the sentence does not name itself is taken."""
_TAKES_BACK = re.compile(
    r"\b(?:revoke|withdraw|cancel|take (?:back|away)|retract)\b|"
    r"\b(?:delete|erase|forget|remove)\b(?=[^.;]{0,30}\b(?:consent|recordings?)\b)",
    re.IGNORECASE,
)
_CONSENT = re.compile(r"\b(?:consents?|permission|voices?)\b", re.IGNORECASE)
_ENROLLING = re.compile(
    r"\benrol\w*\b[^.;]{0,60}\bvoices?\b|\bvoices?\b[^.;]{0,60}\benrol\w*|"
    r"\b(?:which|what|list|show)\b[^.;]{0,20}\b(?:my|own|cloned|matched) voices\b",
    re.IGNORECASE,
)
_RATHER = r",? ?(?:instead of|rather than|and not|but not) (?:the voice )?"
_THEN = re.compile(
    r"(?:,? (?:and|then)|[,;.]) (?:then )?(?=(?:please )?(?:make|set|put|add|turn|remove|delete|swap|move|render|export)\b)",
    re.IGNORECASE,
)
_CALLED = r"(?:(?:the |a )?voice (?:called |named )?)?"
_WHICH = "Which voice's consent should be taken back?"
Again = Callable[[str, Sheet, Sequence[Past]], Reading]


def read(text: str, sheet: Sheet, before: Sequence[Past], again: Again) -> Reading | None:
    """What a sentence says of enrolled voices, with what else it orders; None when it is about something else."""
    names = _names()
    said = next((found for name in names if (found := _spelled(name).search(text))), None)
    if _TAKES_BACK.search(text) and (said or (_CONSENT.search(text) and not re.search(r"\bscenes? \d", text))):
        return _taken_back(names, _named(names, text))
    if _ENROLLING.search(text):
        return Reading(calls=(Call("voices"),))
    return _used(text, _named(names, text), sheet, before, again) if said and sheet.film is not None else None


def _names() -> list[str]:
    """The names of enrolled voices, the longest first; none where the ledger cannot be read: the tools then say why."""
    try:
        return sorted({voice.name for voice in voices(load_settings().voices_dir)}, key=lambda name: -len(name))
    except FilmError:
        return []


def _spelled(name: str, before: str = "", after: str = "") -> re.Pattern[str]:
    """A name as it may stand in a sentence, with spaces for its hyphens, between other words that may belong to it."""
    words = r"[-\s]".join(re.escape(part) for part in name.split("-"))
    return re.compile(rf"(?<![\w-]){before}[\"'“]?{words}[\"'”]?{after}(?![\w-])", re.IGNORECASE)


def _named(names: Sequence[str], text: str) -> str:
    return next((name for name in names if _spelled(name).search(text)), "")


def _taken_back(names: Sequence[str], name: str) -> Reading:
    if name or len(names) == 1:
        return Reading(calls=(Call("revoke_voice", {"name": name or names[0]}),))
    if not names:
        return Reading(calls=(Call("voices"),))
    return Reading(question=Question(_WHICH, tuple(Choice(each, Call("revoke_voice", {"name": each})) for each in names)))


def _used(text: str, name: str, sheet: Sheet, before: Sequence[Past], again: Again) -> Reading | None:
    if (rest := _spelled(name, _RATHER).sub("", text)) != text:
        return again(rest, sheet, before)
    parts = _THEN.split(text)
    if len(parts) > 1 and (apart := _apart([again(part, sheet, before) for part in parts])):
        return apart
    stand_in = next((each for each in STAND_INS if each not in text.lower()), STAND_INS[-1])
    reading = again(_spelled(name, _CALLED, "(?: voice)?").sub(f"{stand_in}'s voice", text), sheet, before)
    if not any(call.args.get("voice") == stand_in for call in _all_calls(reading)):
        return None
    question = reading.question
    if question is not None:
        choices = tuple(
            Choice(_put_back(each.label, stand_in, name), _call(each.call, stand_in, name)) for each in question.choices
        )
        question = Question(_put_back(question.text, stand_in, name), choices)
    calls = tuple(_call(each, stand_in, name) for each in reading.calls)
    return replace(reading, calls=calls, question=question, words=_put_back(reading.words, stand_in, name))


def _apart(readings: Sequence[Reading]) -> Reading | None:
    """Orders that were read one by one, where each of them is understood."""
    if not all(reading.calls for reading in readings):
        return None
    return Reading(calls=tuple(call for reading in readings for call in reading.calls))


def _all_calls(reading: Reading) -> list[Call]:
    asked = reading.question.choices if reading.question else ()
    return [*reading.calls, *(choice.call for choice in asked)]


def _call(call: Call, stand_in: str, name: str) -> Call:
    return replace(call, args={**call.args, "voice": name}) if call.args.get("voice") == stand_in else call


def _put_back(words: str, stand_in: str, name: str) -> str:
    return re.sub(rf"\b{stand_in}(?:'s voice)?", name, words)
