"""Words that are meant to be taken as they stand: narration, titles, what a new scene is about, what to remember."""

from __future__ import annotations

import re
from functools import cache

from agent.director.marks import Mark, Marked
from agent.director.words import table

_TRAILING = re.compile(
    (
        r"[,;]?\s+(?:(?:and |then )*(?:place|put|insert|move) it )?(?:(?:right |directly |just |"
        r"immediately )?(?:after|before|between|following|"
        r"behind|ahead of)\s+(?:the\s+|scenes?\s+)?[\w#' -]{1,40}"
        r"|(?:right )?(?:at|to|as|in|for) (?:the )?(?:very )?(?:end|beginning|start|top|front|first scene|"
        r"opening|ending|middle|last scene|finale|scenes? \w+)(?: of (?:the )?(?:film|movie|story|"
        r"scene \d+))?"
        r"|(?:to|in|for|of|as) (?:the )?(?:scene|sc\.?|s) ?#?\d+(?:'s)?(?: title)?|(?:in|to|for) "
        r"(?:the )?(?:first|second|third|fourth|fifth|sixth|last|final) (?:scene|one))\s*[.!]?$"
    ),
    re.IGNORECASE,
)
POLITE = re.compile(
    r"(?:,?\s+(?:instead|please|pls|plz|thanks|thank you|thx|from now on|for now|if you (?:can|could|like|please|would|will)"
    r"|ok|okay|would you|will you|could you|can you))+\s*[.!?]*$",
    re.IGNORECASE,
)
"""What closes a request and is no part of a title or a line."""
_ASKED = re.compile(
    r"^(?:(?:and|so|but|please|ok|hey|remind me|tell me|say)[, ]+)*(?:what|which|who|how|why|when|where)\b[^:]*$", re.IGNORECASE
)
_SCENES = re.compile(r"(?:scenes? )?\d+(?:(?:,| and| &|, and) (?:scene )?\d+)*", re.IGNORECASE)
"""As in "make one scene of 2 and 3"."""
_PUT_IT = re.compile(r"^[,;]?\s+(?:(?:and |then )*(?:place|put|insert|move) it )", re.IGNORECASE)
_HABIT = "(?P<words>^i "
_NEXT = re.compile(
    (
        r"(?:[,;.]\s*(?:and\s+)?(?:then\s+)?|\s+(?:and then|and also|then|"
        r"and)\s+)(?=(?:please\s+)?(?:make|set|turn|change|remove|delete|swap|move|burn|render|"
        r"export|crank|lower|raise|brighten|darken|mute|speed up|slow down|shorten|call (?:the|scene)"
        r"|rename|retitle|title (?:the|scene)|add (?:an?|some|the)|move (?:the|scene)|cut the "
        r"(?:narration|music|rain)|fade|switch|use|drop|lose|undo|give (?:it|the|him|her|them)|put (?:in|some)|bring the|"
        r"slow the|let the (?:camera|music|narrator))\b)"
    ),
    re.IGNORECASE,
)


@cache
def _shapes() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(shape, re.IGNORECASE) for name in ("free", "shapes") for shape in table("payload")[name])


@cache
def _never() -> re.Pattern[str]:
    return re.compile(table("payload")["never"], re.IGNORECASE)


def mark_payload(marked: Marked) -> None:
    """Put a mark for words that run to the end of their sentence, where the words before announce them."""
    for shape in _shapes():
        found = shape.search(marked.text)
        if not found or ("announce" in shape.pattern and _ASKED.match(marked.text)):
            continue
        start, end = found.span("words")
        words, rest = _cut(marked.text[start:end])
        free = shape.pattern in table("payload")["free"]
        if "⟦p" in words or _SCENES.fullmatch(words.strip(" .,!")):
            continue
        if not words.strip(" .,:;!?") or (_never().match(words) and not free) or re.match(r"\s*⟦q\d+⟧", words):
            continue
        place = ""
        if "place" in found.re.groupindex and (trailing := _TRAILING.search(words)):
            words, place = words[: trailing.start()], _PUT_IT.sub(" ", trailing[0])
        if words.strip(" .,!").lower() in ("them", "it", "those", "these", "both", "that"):
            continue
        words = POLITE.sub("", words) or words
        mark = marked.put(Mark("p", words.strip().strip(",;:") if words.strip() else words))
        if shape.pattern.startswith(_HABIT):
            mark = f"remember {mark}"
        marked.text = f"{marked.text[:start]} {mark} {place}{rest}{marked.text[end:]}"
        if rest:
            mark_payload(marked)  # "call the film Glass, call scene 1 Steps"
        return


def _cut(words: str) -> tuple[str, str]:
    """The words up to where another order begins, and the rest."""
    found = _NEXT.search(words)
    return (words[: found.start()], words[found.start() :]) if found else (words, "")
