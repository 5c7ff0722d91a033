"""No film yet: from what it should be about, with at most one short question about the open points, to a draft."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from agent.director import talk
from agent.director.frames import Call, Choice, Past, Question, Reading
from agent.director.marks import Marked
from agent.director.quantities import mark_quantities
from agent.director.text import plain_words
from agent.director.words import table

ASKS = 'How long should it be, for whom, and in what mood? Or say "just do it".'
ABOUT = "What should the film be about?"
_GO = re.compile(
    (
        r"\b(?:just do it|just make it|just go|go ahead|surprise me|you decide|you choose|"
        r"whatever you (?:think|like)|do it|up to you|your choice|no preference|any|anything|"
        r"do(?:es)? not matter|don'?t care|mach einfach|vas-y|hazlo)\b"
    ),
    re.IGNORECASE,
)
_LEAD = re.compile(
    (
        r"^(?:(?:please|hi|hello|hey|ok|okay|so)[,!.]?\s+)*(?:(?:can|could|would|will) (?:you|we) "
        r"(?:please )?|i(?:'d| would) (?:like|love) (?:you )?(?:to )?|i want (?:you )?(?:to )?|i "
        r"need (?:you )?(?:to )?|let'?s |let us |we want (?:to )?)?"
        r"(?:please )?(?:(?:make|create|draft|write|shoot|produce|do|have|start|begin|tell|build|"
        r"generate|get|see|give me|come up with)\s+)?(?:me |us )?"
        r"(?:(?:an?|the|my|some|new|another)\s+)*(?:(?:[\w-]+[ -](?:seconds?|minutes?|scenes?)|"
        r"short|little|quick|new|small|animated|calm|funny|sad|happy|scary|spooky|gentle|silly|"
        r"serious|epic|romantic|dark|bedtime|children'?s|kids'?|vertical|square|tense|mysterious|"
        r"cheerful|hopeful|\w+-minute|\w+-second|minute-long)\s+)*"
        r"(?:film|movie|video|story|short|cartoon|animation|tale|clip|reel|something|"
        r"one)\s*(?:that is )?(?:for [\w' ]+? )?(?:about|on|of|where|in which|called|with|:|-|—|"
        r"featuring|that tells|telling)?\s*(?:the story of |how )?"
    ),
    re.IGNORECASE,
)
_EDIT = re.compile(r"\b(?:scene|darker|brighter|louder|quieter|undo|render|export|music|captions|subtitles)\b", re.IGNORECASE)


def read(text: str, before: Sequence[Past]) -> Reading:
    """The turns before there is a film."""
    asked = before[-1].question if before else None
    kind = talk.every_part(text)
    if asked and ASKS in asked.text and kind not in ("who", "help", "hello"):
        return Reading(calls=(Call("draft_film", {**_points(before[-1].utterance), **_answer(text)}),))
    if kind:
        return _small_talk(kind, asked)
    found = _points(text)
    words = re.findall(r"[^\W\d_]{2,}", str(found["premise"]))
    if _EDIT.search(text) and not re.search(r"\b(?:film|movie|story|video) (?:about|of|where)\b|\babout\b", text):
        return Reading(words=f"There is no film here yet. {ABOUT}")
    if len(words) < 2 and not (asked and words):
        return Reading(question=Question(ABOUT))
    if _GO.search(text) or (len(found) > 2 and "seconds" in found):
        return Reading(calls=(Call("draft_film", found),))
    quick = Choice("Just do it", Call("draft_film", found))
    minute = Choice("One minute, for everybody", Call("draft_film", {**found, "seconds": 60.0}))
    return Reading(question=Question(ASKS, (quick, minute)), confidence=0.6)


def _small_talk(kind: str, asked: Question | None) -> Reading:
    if kind in ("hello", "help", "thanks"):
        return Reading(question=Question(f"{talk.says(kind).split('. ')[0]}. {asked.text if asked else ABOUT}"))
    return Reading(words=f"{talk.says(kind)} There is no film here yet. {ABOUT}")


def _points(text: str) -> dict[str, Any]:
    """The premise and what the words say of length, scenes, shape, mood and audience."""
    body = _GO.sub("", text)
    premise = _LEAD.sub("", body, count=1).strip(" .,;:!-") or body.strip()
    premise = re.sub(
        (
            r",?\s*(?:please|in \d+ scenes|in [\w-]+ (?:seconds?|minutes?)|(?:about )?\d+ (?:seconds?|"
            r"minutes?)(?: long)?|for (?:kids|children|adults|my [\w ]+)|\d+ scenes)\s*$"
        ),
        "",
        premise,
        flags=re.IGNORECASE,
    )
    return {"premise": premise.strip(" ,.;"), **_answer(text, answer=False)}


def _answer(text: str, *, answer: bool = True) -> dict[str, Any]:
    """Length, scenes, shape, mood and audience as far as they are said; a premise's own adjectives are no mood."""
    marked = Marked(plain_words(text.replace("-", " ")))
    found: dict[str, Any] = {}
    if scenes := re.search(r"\b(\d+) scenes?\b", marked.text):
        found["scenes"] = int(scenes[1])
    mark_quantities(marked)
    if seconds := next((m for m in marked.marks if m.unit == "s"), None):
        found["seconds"] = float(seconds.value)
    elif re.search(r"\bminute long\b", marked.text):
        found["seconds"] = 60.0
    if audience := re.search(
        (
            r"\bfor (?P<who>(?:my |our |small |young |little |older )?(?:kids|children|adults|grown "
            r"ups|family|daughter|son|grandma|grandmother|everyone|everybody|teenagers|toddlers|class|"
            r"students|friends|mum|mother|father|wife|husband|parents|all ages|nephew|niece))"
        ),
        marked.text,
        re.IGNORECASE,
    ):
        found["audience"] = audience["who"]
    words = set(re.findall(r"[a-z]+", marked.text.lower()))
    moods = [p for group in table("kinds")["mood"].values() for p in group if p in words]
    if moods and (answer or re.search(rf"\b{moods[0]} (?:film|movie|story|short|tale|mood|one)\b", marked.text, re.IGNORECASE)):
        found["mood"] = moods[0]
    for shape, phrases in table("kinds")["aspect"].items():
        if any(
            re.search(rf"(?<!\w){re.escape(p)}(?!\w)", text.lower())
            for p in phrases
            if p
            not in ("scope", "landscape", "tall", "phone", "phones", "shorts", "square", "stories", "television", "portrait")
        ):
            found["aspect"] = shape
    return found
