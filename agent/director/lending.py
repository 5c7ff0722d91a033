"""What is read by its shape alone: a recording named as the music, cutting to the beat, and what the music follows."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from agent.director.frames import Call, Reading
from agent.director.lent import EXPORT
from agent.director.words import table
from memory.lending import SUFFIXES

_QUOTED = re.compile(rf"[\"“«]([^\"”»]{{1,200}}{SUFFIXES})[\"”»]|(?<!\w)'([^']{{1,200}}{SUFFIXES})'", re.IGNORECASE)
_BARE = re.compile(rf"(?<!\S)([^\s\"“”'«»,;]{{1,200}}{SUFFIXES})(?![\w.])", re.IGNORECASE)
_MUSIC = re.compile(r"\b(?:music|song|soundtrack|sound track|score|track|tune|theme|bgm|background)\b", re.IGNORECASE)
_SOUND = re.compile(r"\b(?:sounds?|effects?|noises?|ambien\w+|voice|narrat\w+)\b|\bscenes? \d", re.IGNORECASE)
_BEAT = re.compile(
    r"\b(?:cut|cuts|cutting|edit|edited|sync\w*|match|time|timed|align|land|fall|end|ends)\b[^.;]{0,40}"
    r"\b(?:to|on|with|in time with)\b (?:the |its |my )?(?:music(?:'s)? |song(?:'s)? )?(?:beats?|rhythm)\b",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:not|no longer|stop|don't|do not|never|without)\b", re.IGNORECASE)
_STORY = re.compile(
    r"\bmusic\b[^.;]{0,30}\b(?:follow|change with|fit|match)\w*\b[^.;]{0,20}\b(?:story|scenes?|moods)\b", re.IGNORECASE
)
_AWAY = re.compile(
    r"\b(?:remove|drop|lose|without|take (?:out|away)|get rid of)\b (?:the |my )?(?:song|recording|track)\b(?! \d)"
    r"|\b(?:composed|original|your own) (?:music|score)\b[^.;]{0,12}\b(?:again|back|instead)\b"
    r"|\b(?:back to|bring back|return to) (?:the )?(?:composed|original|your own) (?:music|score)\b",
    re.IGNORECASE,
)
_HERE = " \0 "
"""Stands where the file's name stood: the piece of the sentence around it speaks of the music."""
_JOINTS = re.compile(r"[,;]|\.(?= |$)|\b(?:and|but|then|also|plus)\b", re.IGNORECASE)


def read(text: str, again: Callable[[str], Reading]) -> Reading | None:
    """The call for the music's source, with the calls for what else is said; None when the words are about something else.

    `again` reads the rest. Where the rest is not understood, that is the answer and nothing is done: an order is never dropped.
    """
    found = _QUOTED.search(text) or _BARE.search(text)
    file = next((group for group in found.groups() if group), "") if found else ""
    said = text.replace(file, _HERE) if file else text
    near = next((piece for piece in _JOINTS.split(said) if _HERE in piece), "")
    if file and (not _MUSIC.search(said) or _SOUND.search(near) or EXPORT.search(near)):
        return None
    args = _asked(said, file)
    if not args:
        return None
    rest = _rest(said)
    other = again(rest) if rest else None
    if other is not None and not other.calls:
        return other
    return Reading(calls=(Call("song", args), *(other.calls if other else ())))


def _asked(said: str, file: str) -> dict[str, Any]:
    args = {"file": file} if file else {"file": "none"} if _AWAY.search(said) else {}
    if beat := _BEAT.search(said):
        args["on_beat"] = "no" if _NOT.search(said[: beat.end()]) else "yes"
    if story := _STORY.search(said):
        args["follows"] = "mood" if _NOT.search(story[0]) else "story"
    return args


def _rest(said: str) -> str:
    """The pieces of a sentence that speak of something else than the music's source; "" when there are none."""
    for pattern in (_BEAT, _STORY, _AWAY):
        said = pattern.sub(" ", said)
    return ", ".join(piece.strip() for piece in _JOINTS.split(said) if _HERE not in piece and _words(piece) - _idle())


def _words(piece: str) -> set[str]:
    return set(re.findall(r"[a-z0-9']+", piece.lower()))


def _idle() -> frozenset[str]:
    return frozenset(table("music_source")["idle"])
