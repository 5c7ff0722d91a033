"""Answers to the question that the director asked: a choice by its place or a word of it, a scene, or what was missing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.director import talk
from agent.director.clause import Clause
from agent.director.context import Again, said
from agent.director.frames import Choice, Past, Question, Reading
from agent.director.numbering import spelled
from agent.director.sheet import Sheet
from agent.director.where import Around, places

_YES = re.compile(
    (
        r"^(?:yes|yep|yeah|ja|oui|sí|si|是|sure|ok|okay|right|correct|exactly|please do|do it|go "
        r"ahead|that one|that's it|yes please|of course|absolutely|indeed|y)\b[\s,.!]*(?:please|"
        r"do|do it|that one|that|go ahead|thanks)?[\s.!]*$"
    ),
    re.IGNORECASE,
)


_NO = re.compile(
    (
        r"^(?:no|nope|nah|nein|non|neither|none|none of (?:them|these|those)|never mind|nevermind|"
        r"forget it|cancel|stop|leave it|nothing|skip it|n|不)\b[\s,.!]*(?:thanks|thank you|of "
        r"(?:them|those))?[\s.!]*$"
    ),
    re.IGNORECASE,
)


_ORDER = {
    "first": 0,
    "former": 0,
    "1st": 0,
    "second": 1,
    "latter": -1,
    "2nd": 1,
    "third": 2,
    "3rd": 2,
    "fourth": 3,
    "4th": 3,
    "last": -1,
    "a": 0,
    "b": 1,
    "c": 2,
}


def answered(text: str, question: Question, before: Sequence[Past], sheet: Sheet, again: Again) -> Reading | None:
    """An answer to the question that was asked; None when it is something else."""
    bare = talk.bare(text)
    if _NO.match(text.strip()):
        return Reading(words="All right. The film is unchanged.")
    if question.choices:
        if _YES.match(text.strip()):
            return (
                Reading(calls=(question.choices[0].call,))
                if len(question.choices) == 1 or _same_kind(question)
                else Reading(question=question)
            )
        if chosen := _chosen(bare, question.choices, sheet):
            return Reading(calls=(chosen.call,))
    earlier = before[-1].utterance
    return _filled(text, earlier, before, sheet, again)


def _same_kind(question: Question) -> bool:
    return False


def _chosen(bare: str, choices: Sequence[Choice], sheet: Sheet) -> Choice | None:
    words = [
        w
        for w in bare.split()
        if w
        not in (
            "the",
            "one",
            "please",
            "option",
            "number",
            "choice",
            "i",
            "mean",
            "meant",
            "take",
            "want",
            "it",
            "is",
            "in",
            "make",
            "that",
            "would",
            "like",
            "go",
            "with",
            "let",
            "us",
            "just",
            "scene",
            "yes",
            "no",
            "for",
        )
    ]
    by_scene = {str(c.call.args.get("scenes", "")): c for c in choices if c.label.lower().startswith("scene ")}
    if by_scene:
        return None if not (len(words) == 1 and words[0] in by_scene) else by_scene[words[0]]
    if len(words) == 1 and (words[0] in _ORDER or words[0].isdigit()):
        place = _ORDER.get(words[0], int(words[0]) - 1 if words[0].isdigit() else 0)
        return choices[place] if -len(choices) <= place < len(choices) else None
    said = set(words)
    shared = [len(said & set(talk.bare(c.label).split())) for c in choices]
    top = max(shared, default=0)
    return choices[shared.index(top)] if top and shared.count(top) == 1 and len(said) <= top + 2 else None


def _filled(text: str, earlier: str, before: Sequence[Past], sheet: Sheet, again: Again) -> Reading | None:
    """The earlier order with what was missing: the scenes, or the words."""
    from agent.director.reading import marked_text

    marked = marked_text(text, sheet)
    if marked is None:
        return None
    answer = Clause(marked.text, marked, sheet)
    rest = before[:-1]
    alone = again(text, sheet, rest)
    if alone.calls and alone.confidence > 0.6 and not answer.places and len(answer.content) > 1:
        return alone
    if answer.places and not answer.content - said(answer, "filler again back"):
        numbers = places(answer, Around(sheet, rest))
        whole = again(f"{earlier.rstrip(' .!?')} in scene {spelled(list(numbers), 0)}" if numbers else earlier, sheet, rest)
        if whole.calls:
            return whole
    for joined in (f"{earlier.rstrip(' .!?')} {text}", f"{earlier.rstrip(' .!?')}: {text}"):
        whole = again(joined, sheet, rest)
        if whole.calls and not alone.calls:
            return whole
    return alone if alone.calls else None
