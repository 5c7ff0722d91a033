"""Small words that relate one thing to another: a condition, an exception, a likeness. What no call answers is asked about."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.director.clause import Clause
from agent.director.frames import Call, Choice, Question
from agent.director.labels import QUALITIES
from agent.director.marks import Marked
from agent.director.where import Around
from agent.director.wording import wanted

_CONDITION = re.compile(
    r"(?:^|[,;.] ?|\b(?:and|but) )(?P<it>(?:if|unless|as long as|provided(?: that)?|in case|only when|whenever)\b"
    r"(?! (?:you|possible|it were up|it was up|i may|i might|i could|needed|need be|that (?:is|would)|it is"
    r" (?:not )?(?:possible|too|ok|easy|all the same)|any))[^,;.]*)",
    re.IGNORECASE,
)
_BUT_FOR = re.compile(
    r"\b(?:except(?: for)?|apart from|other than|save for|besides|not counting) (?P<it>[^,;.⟦]{3,40})", re.IGNORECASE
)
_MEASURE = re.compile(r"\bas (?P<it>[a-z]+ as (?:in |of |it is in )?⟦s\d+⟧)", re.IGNORECASE)
_LIKENS = re.compile(
    r"\b(?:looks?|feels?|sounds?|seems?|reads?|is|are) (?:\w+ )?(?P<it>(?:like|as if|as though) (?!that\b|this\b"
    r"|it\b(?! (?:is|was|were|has|had)\b)|⟦)[^,;.]*)$",
    re.IGNORECASE,
)
_WISHED = re.compile(
    r"\b(?:should|must|make|let|have it|could|can|want|would|needs?|has to|have to|ought|give|more|less|too|turn"
    r"|please|instead)\b",
    re.IGNORECASE,
)


def unrelated(marked: Marked, calls: Sequence[Call], around: Around) -> Question | None:
    """The question about a relation that was said and is in no call; None when there is none."""
    if any(mark.kind in ("p", "q") for mark in marked.marks):
        return None
    for shape in (_CONDITION, _MEASURE):
        if found := shape.search(marked.text):
            return _what_of(marked, found, calls)
    if (found := _BUT_FOR.search(marked.text)) and _touched(found["it"], marked, calls, around):
        return _what_of(marked, found, calls)
    return _likened(marked, calls) or _one_way(marked, calls, around) or _twice(calls, around)


def _one_way(marked: Marked, calls: Sequence[Call], around: Around) -> Question | None:
    """As in "louder narrator softer music" where only one of the two ways was read."""
    heard = [call for call in calls if call.tool in ("sounds", "music") and call.args.get("by_db")]
    whole = Clause(marked.text, marked, around.sheet)
    said = {hit.value for hit in whole.all("loudverb")} | {hit.value for hit in whole.all("loud") if hit.more}
    if (
        not heard
        or whole.first("topic", "voice")
        or not {"+", "-"} <= said
        or len({call.args["by_db"] > 0 for call in heard}) > 1
    ):
        return None
    done = " and ".join(wanted(call) for call in calls[:2])
    return Question(f"I understood: {done}. What should go the other way?")


def _twice(calls: Sequence[Call], around: Around) -> Question | None:
    """The same step for scenes and again for some of them: one of the two was a second thought."""
    steps = [(call, set(around.numbers(call.scenes))) for call in calls if call.tool == "look"]
    for at, (one, there) in enumerate(steps):
        for other, then in steps[at + 1 :]:
            again = there > then and {**one.args, "scenes": ""} == {**other.args, "scenes": ""} and not one.args.get("absolute")
            if again:
                return Question(
                    f"Do you want {wanted(one)}, or {wanted(other)}?",
                    (Choice(wanted(one), one), Choice(wanted(other), other)),
                )
    return None


def _what_of(marked: Marked, found: re.Match[str], calls: Sequence[Call]) -> Question:
    done = " and ".join(wanted(call) for call in calls[:2])
    said = marked.unmarked(found["it"]).strip()
    choices = (Choice(wanted(calls[0]), calls[0]),) if len(calls) == 1 else ()
    return Question(f'I understood: {done}. What do you mean by "{said}"?', choices)


def _touched(words: str, marked: Marked, calls: Sequence[Call], around: Around) -> bool:
    """Whether what was to be left out is in a call all the same."""
    named = {hit.value for hit in Clause(words, marked, around.sheet).all("sound")}
    return any(call.tool == "sounds" and str(call.args.get("add") or call.args.get("remove")) in named for call in calls)


def _likened(marked: Marked, calls: Sequence[Call]) -> Question | None:
    """As in "the workshop looks as if it was shot through orange juice": the words do not say which way to go."""
    if not _LIKENS.search(marked.text) or _WISHED.search(marked.text) or [call.tool for call in calls] != ["look"]:
        return None
    turned = {name: -value for name, value in calls[0].args.items() if name in QUALITIES and isinstance(value, int | float)}
    if not turned:
        return None
    ways = (Call("look", {**calls[0].args, **turned}), calls[0])
    named = " or ".join(wanted(way) for way in ways)
    return Question(f"Do you want {named}?", tuple(Choice(wanted(way), way) for way in ways))
