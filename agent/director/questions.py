"""Questions about the film are answered from it and change nothing; requests in the dress of a question are requests."""

from __future__ import annotations

import re

from agent.director import talk
from agent.director.clause import Clause
from agent.director.frames import Call, Reading
from agent.director.meant import meant
from agent.director.numbering import spelled
from agent.director.senses import Sense, senses
from agent.director.where import Around, places

ORDERED = 0.97
"""Share from which on a question is taken for the order that it is ("why is the kitchen so dark?")."""
TOLD = 0.8
"""Share from which on a question is one that the versions, the call sheet or the memory answer."""
_ELSEWHERE = ("versions.compare", "versions.list", "plan", "recall")
_TOLD = ("show", "talk.", "plan", "recall", "versions.list", "versions.compare", "render")
_ASKS = re.compile(
    (
        r"^(?:and |so |but |ok |hey )*(?:(?:what|which|who|whose|whom|how|where|when|why|is|are|"
        r"was|were|does|do|did|has|have|had|am|will|would|can|could|should|may)\b"
        r"|(?:please )?(?:tell|remind) me (?:what|how|who|which|about|where|when|why|if|whether)|"
        r"(?:please )?(?:can you |could you )?(?:show|list|describe|explain|summari[sz]e|read "
        r"(?:me|out|aloud)|give me (?:a|an|the) (?:summary|overview|list)|display)\b|summary|"
        r"overview|(?:the )?list of|i wonder (?:what|how|who|which|if)|i want to know|i would "
        r"like to know|do you know|any idea)"
    ),
    re.IGNORECASE,
)
_REQUEST = re.compile(
    (
        r"^(?:and |so |but |ok |hey )*(?:(?:can|could|would|will|may|might|should|must|shall)(?: "
        r"not)? (?:you|we|i|it|the|scene|⟦|that|this|everything|she|he|they|there|please|someone|"
        r"one)\b(?! (?:tell|explain|remember|remind|describe|say what|show me (?:what|which|how)|"
        r"list))"
        r"|how about|what about|what if|why not|why do not (?:you|we)|why do we not|is it "
        r"possible to|would it be possible|is there (?:a|any) (?:way|chance) |do you think (?:you|"
        r"we|it|scene|⟦|the|that)\b.*\b(?:could|can|should|would)|do you mind|would you mind|do "
        r"not|do it|do the|do that|do this|do a|do ⟦|have the|have it|have ⟦|have her|have him|"
        r"have a|have some|have them|is not|are not|does not|should not|could not|will you|do "
        r"scene|have scene|may we have|can there be|could there be|would there|what do you say "
        r"(?:to|we)|how do we feel about|do same|what would happen if we|what would it(?! cost))"
    ),
    re.IGNORECASE,
)
_REMEDY = re.compile(
    r"^(?:what|why|how) .*[,;.?!-] (?:so |please |do )*(?:trim|cut|make"
    r"|shorten|turn|remove|get rid|lose|take|tone|halve|drop|fix"
    r"|bring|lower|raise|brighten|darken|i do not (?:like|want))\b",
    re.IGNORECASE,
)
"""A complaint in the dress of a question, with what is to be done about it."""
_HEADED = re.compile(
    r"^(?:what|where|when|whenever|wherever|how) (?!\w+ (?:is|are|was|were|does|do|did|can|will) )(?!is |are |was |were |do "
    r"|does |did |will |would |can |could |should |about |many |much )"
    r".*(?:\b(?:is|are|feels?|looks?|sounds?|goes|runs|should|must|needs?|could"
    r"|has to|takes?|lasts?)\b|, (?:let|make|give|put|have|use|turn|add)\b)",
    re.IGNORECASE,
)
"""A statement that begins with what or where: "what she says there is too long", "where she reads, make it warmer"."""
_SHOWS = re.compile(
    r"^(?:please )?(?:can you |could you )?(?:show|list|describe|explain|display|read (?:me|out|aloud))\b", re.IGNORECASE
)
_FILM = [
    "topic",
    "sound",
    "move",
    "framing",
    "trans",
    "noun",
    "aspect",
    "mood",
    "style",
    "who",
    "look",
    "masked",
    "worn",
    "language",
    "out",
    "callsheet",
]
_SELF = re.compile(
    r"\b(?:scenes?|film|movie|narrat\w+|music|long|cast|title|captions?|it|shots?|camera|"
    r"characters?|voice|story|sounds?|happens?|plot|version|picture|length|seconds|minutes|"
    r"tempo|look|style|colou?rs?|palette|aspect|ending|opening|subtitles?|transitions?)\b"
)


def is_question(clause: Clause) -> bool:
    """Whether something is asked, and nothing asked for."""
    text = clause.text
    if _REQUEST.match(text) and _ANYTIME.search(text):
        return True
    if _REQUEST.match(text) or any(mark.kind == "p" for mark in clause.marks):
        return False
    if not text.rstrip().endswith("?") and (_REMEDY.search(text) or _HEADED.match(text)):
        return False
    if _SHOWS.match(text):
        return not re.search(r"\b(?:captions|subtitles|subs)\b", text) or bool(
            re.match(r"^(?:list|describe|explain|read)", text)
        )
    if re.match(r"^(?:and |so |but )*(?:do|have|had|will|would|can|could|should|may|am)\b", text, re.IGNORECASE):
        return text.rstrip().endswith("?") or bool(
            re.match(r"^(?:do|did|have|has) (?:we|you|i|they|scenes?|the|any|all)\b", text, re.IGNORECASE)
        )
    return bool(_ASKS.match(text)) or (text.rstrip().endswith("?") and best_is_weak(clause))


_ANYTIME = re.compile(
    r"\b(?:later(?: on)?|one day|at some point|some day|someday|in the future|afterwards)\b[ ?]*$", re.IGNORECASE
)
"""What closes a question whether something could be done, and is no order to do it now."""


def best_is_weak(clause: Clause) -> bool:
    """Whether a text that ends in a question mark has no order in it."""
    return not any(
        clause.first(kind)
        for kind in (
            "adj",
            "verb",
            "loudverb",
            "fastverb",
            "longverb",
            "op",
            "bw",
            "mute",
            "versions",
            "trans",
            "move",
            "fast",
            "loud",
            "long",
        )
    )


def read(clause: Clause, around: Around, text: str) -> Reading | None:
    """The answer to a question; None when it is none."""
    if not is_question(clause):
        return None
    if special := _special(clause, around) or _elsewhere(clause, around):
        return special
    numbers = places(clause, around)
    if (
        not numbers
        and re.search(r"\b(?:this|that|it|there)\b", clause.text, re.IGNORECASE)
        and re.search(r"\bscene\b", clause.text)
    ):
        numbers = around.last_scenes
    likely = senses(clause)
    top = likely[0] if likely else Sense("", 0)
    if top.share >= ORDERED and not top.label.startswith(_TOLD):
        return None
    about = bool(numbers) or any(clause.first(kind) for kind in _FILM) or bool(_SELF.search(clause.text.lower()))
    if top.label in ("talk.offtopic", "talk.help", "talk.cannot") and top.share >= (0.8 if about else 0.4):
        return meant(top.label, clause, around, None)
    if not about and top.label != "show":
        return Reading(words=talk.says("offtopic"))
    scenes = spelled(list(numbers), around.sheet.count) if numbers else ""
    return Reading(calls=(Call("show", {"scenes": scenes, "what": text.strip()}),), confidence=0.9)


def _elsewhere(clause: Clause, around: Around) -> Reading | None:
    """The same by meaning ("what did that change?")."""
    heard = next(iter(senses(clause)), Sense("", 0))
    return meant(heard.label, clause, around, None) if heard.label in _ELSEWHERE and heard.share >= TOLD else None


def _special(clause: Clause, around: Around) -> Reading | None:
    """Questions that other tools answer: the call sheet, the versions, what is remembered."""
    for rule, needs in (("recall", "memo.recall"), ("plan", "topic.callsheet"), ("versions", "versions.compare|versions.list")):
        if clause.has(needs) and not (rule == "recall" and clause.places):
            from agent.director.slots import BUILDERS

            if calls := BUILDERS[rule](clause, around):
                return Reading(calls=tuple(calls))
    if re.search(r"\bcosts?\b", clause.text, re.IGNORECASE):
        return Reading(calls=(Call("render", {"only_plan": True}),))
    if re.search(r"\brender", clause.text, re.IGNORECASE) and re.search(
        r"\b(?:cost|long|much|many|take|need|would|left|made)\b", clause.text, re.IGNORECASE
    ):
        return Reading(calls=(Call("render", {"only_plan": True}),))
    return None
