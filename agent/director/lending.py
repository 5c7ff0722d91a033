"""What is read by its shape alone: a recording named as the music, cutting to the beat, and what the music follows."""

from __future__ import annotations

import re

from agent.director.frames import Call, Reading

_KINDS = r"\.(?:mp3|wav|flac|ogg|oga|m4a|aiff?)"
_QUOTED = re.compile(rf"[\"“«]([^\"”»]+{_KINDS})[\"”»]|(?<!\w)'([^']+{_KINDS})'", re.IGNORECASE)
_BARE = re.compile(rf"(?<!\S)([^\s\"“”'«»,;]+{_KINDS})(?![\w.])", re.IGNORECASE)
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


def read(text: str) -> Reading | None:
    """The call for the music's source; None when the words are about something else."""
    found = _QUOTED.search(text) or _BARE.search(text)
    file = next((group for group in found.groups() if group), "") if found else ""
    rest = text.replace(file, " ") if file else text
    if file and (not _MUSIC.search(rest) or _SOUND.search(rest)):
        return None
    args = {"file": file} if file else {"file": "none"} if _AWAY.search(rest) else {}
    if beat := _BEAT.search(rest):
        args["on_beat"] = "no" if _NOT.search(rest[: beat.end()]) else "yes"
    if _STORY.search(rest) and not _NOT.search(rest):
        args["follows"] = "story"
    return Reading(calls=(Call("song", dict(args)),)) if args else None
