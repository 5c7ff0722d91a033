"""The narrator's voice: pace, tone, who speaks."""

from __future__ import annotations

import re
from typing import Any

from agent.director.clause import Clause
from agent.director.degrees import op_sign, step
from agent.director.frames import Call, Choice, ask
from agent.director.slots.common import spelled_out
from agent.director.slots.sound import DECIBELS, loud_sign, mood_words, speed_sign
from agent.director.where import Around, places
from tools.engines import ENGINES
from tools.studio import spec_of


def voice(clause: Clause, around: Around) -> list[Call]:
    """The narrator: pace, tone, another voice; a louder voice is quieter music, since the voice is what all else is set by."""
    args = _pace(clause)
    if mood := mood_words(clause):
        args["tone"] = mood
    if (gender := clause.first("gender")) and not (args and clause.before(gender, 1) == ["the"]):
        args["voice"] = described(clause)
    elif name := _named(clause):
        args["voice"] = name
    if args:
        return [Call("voice", args)]
    if (
        clause.first("loud")
        or clause.first("loudverb")
        or (clause.first("op") and op_sign(clause) and re.search(r"\bup\b|\bdown\b|\bvolume\b", " ".join(clause.lower)))
    ):
        return _voice_level(clause)
    if clause.first("op", "set") and clause.first("tone"):
        raise ask(
            "Which tone should the voice have?",
            *(Choice(t, Call("voice", {"tone": t})) for t in ("warm", "calm", "solemn", "bright")),
        )
    if _silent(clause) and (numbers := places(clause, around)):
        return [Call("narration", {"scenes": spelled_out(numbers, around), "how": "clear"})]
    if clause.first("op", "remove"):
        raise ask("Should the narration go? Say in which scenes.")
    if clause.first("op", "replace") or clause.first("op", "set"):
        raise ask(
            "What should change about the voice: pace or tone?",
            Choice("slower", Call("voice", {"pace_by": -0.1})),
            Choice("faster", Call("voice", {"pace_by": 0.1})),
        )
    return []


_TRAITS = re.compile(r"(?:wo)?m[ae]n|(?:fe)?male|girl|boy|child|lady|gentleman|guy|british|american")


def described(clause: Clause) -> str:
    """The words that say whom a voice should sound like; "" when there are none."""
    return " ".join(match[0] for word in clause.lower if (match := _TRAITS.match(word)))


def _named(clause: Clause) -> str:
    """A voice that the engines have, called by its name where voices are spoken of: "use george for the narration"."""
    names = {name for engine in ENGINES["speech"] for name in spec_of("speech", engine).capabilities.get("voices", ())}
    words = [re.sub(r"['\u2019]s$", "", word) for word in clause.lower]
    told = re.search(r"\b(?:voices?|narrat\w+|read|reader|speak\w*|speaker)\b", " ".join(words))
    return next((word for word in words if word in names), "") if told else ""


def _voice_level(clause: Clause) -> list[Call]:
    sign = loud_sign(clause)
    if sign > 0:
        return [Call("music", {"by_db": -step(clause, DECIBELS)})]
    raise ask(
        "The voice has one level; everything else is set by it. Should the music be louder instead?",
        Choice("Music louder", Call("music", {"by_db": 4.0})),
    )


def _pace(clause: Clause) -> dict[str, Any]:
    """The pace or a step of it, {} when speed is not spoken of."""
    args: dict[str, Any] = {}
    sign = speed_sign(clause)
    if percent := clause.quantity("%"):
        if sign := sign or (0 if not percent.name else -1 if percent.value < 0 else 1):
            args["pace_by"] = round(sign * abs(percent.value) / 100, 3)
    elif (times := clause.quantity("x", "")) and re.search(
        r"\b(?:pace|speed|rate|tempo|times|voice|to|at)\b", " ".join(clause.lower)
    ):
        args["pace"] = times.value
    elif clause.first("half") and clause.first("fast", "="):
        args["pace"] = 0.5 if clause.first("half", "half") else 2.0
    elif sign:
        args |= (
            {"pace": 0.5 if sign < 0 else 2.0}
            if clause.first("half") and re.search(r"\bhalf|twice|double\b", " ".join(clause.lower))
            else {"pace_by": sign * step(clause, (0.05, 0.1, 0.25))}
        )
    return args


def _silent(clause: Clause) -> bool:
    """Whether nobody is to speak: "no voiceover in 2", "nobody should talk in scene 1"."""
    gone = clause.first("op", "remove") or clause.first("mute", "mute")
    return bool(gone or re.search(r"\b(?:nobody|no one|not (?:speak|talk|say)|silent)\b", " ".join(clause.lower)))
