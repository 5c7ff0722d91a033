"""Clauses that only say what is to stay as it is: "but leave scene 3 alone"."""

from __future__ import annotations

import re

from agent.director.clause import Clause
from agent.director.senses import senses

HEARD = 0.7
"""Share from which on the learned reader says whether something is to stay."""

_KEEPING = re.compile(r"\b(?:do not|never|should not|must not|not to|no need to|without)\b")
_STAYING = re.compile(
    r"\b(?:keep|leave|preserve|stay|stays|untouched|unchanged|alone|as (?:it|they) (?:is|are)|"
    r"as is|hands off|nothing else|is fine|are fine|is perfect|is great|is good|is ok|is okay|"
    r"is lovely)\b"
)
_FORBIDS = re.compile(
    r"\b(?:do not|must not|should not|never|can not|may not|not to|shall not)\b[^,;.]{0,40}?\bany (?:more"
    r" )?(?:\w{2,}er|more|less)\b"
    r"|^(?:but |and )?(?:do not|never) (?:make|let|turn|get) [^,;.]{0,30}?\b(?:\w{2,}er|louder)\b(?! than)",
    re.IGNORECASE,
)
"""As in "the letter must not be any warmer": it is to go no further, and nothing is to be changed."""
_PRAISES = re.compile(
    r"(?:but |and )?(?:the |my |this |that |it |there |⟦s\d+⟧ )[^,;.!?]{0,30}?\b(?:is|are|looks?|feels?"
    r"|sounds?)(?: (?:so|really|very|just|already|quite|all))*"
    r"(?: an?)? (?:lovely|great|fine|good|perfect|nice|beautiful|gorgeous|wonderful|amazing|awesome|brilliant"
    r"|super|fantastic|cute|ok|okay|charming)"
    r"(?: (?:already|now|so far|there|here|as it is|⟦s\d+⟧|calm|mood|scene|at the|in the))*[ .!]*$",
    re.IGNORECASE,
)
"""As in "the market is lovely"."""
_LIMITS = re.compile(
    r"(?:but |and )?not (?:too |so |as |any |much |that )*(?:\w{2,}er|more|less|much|bright|dark|loud|fast|slow|warm|cold)\b",
    re.IGNORECASE,
)


def kept(clause: Clause) -> bool:
    """Whether the clause only says what is to stay as it is."""
    hits = [h for h in clause.all("keep") if h.value == "keep"]
    text = " ".join(clause.lower)
    if _FORBIDS.search(text) or _PRAISES.match(text):
        return True
    if re.search(r"\bso\b|\btoo\b|\bthat (?:dark|bright|loud)|\bas much\b", text) and _KEEPING.search(text):
        return False
    if re.search(
        (
            r"\bkeep (?:the camera |it )?(?:still|steady|static)|\bkeep only\b|\bcamera\b.*\bnot move|"
            r"\bkeep just\b|\bkeep it (?:short|simple)|\bonly keep\b|\bstays? (?:still|put|silent|on the)|\bkeep in mind\b|"
            r"\bleave (?:out|a|some|more|room|us|the (?:audience|viewers?)|⟦n)|"
            r"\bkeeps? still\b|\bi keep(?: on)? \w+ing\b|\bkeep (?:it |the film )?(?:under|below|within|quiet|to|at|down to)\b|"
            r"\bkeep the (?:music|volume|sound) (?:low|down|quiet)"
        ),
        text,
    ):
        return False
    if re.match(r"but (?:not|without)\b(?! (?:enough|only|just|yet))", text) and not hits:
        return True
    likely = senses(clause)
    if likely and likely[0].share >= HEARD:
        return likely[0].label == "talk.keep"
    return bool(hits) and (bool(_STAYING.search(text)) or any(len(h.cover) > 1 for h in hits))


def forbids(clause: Clause) -> bool:
    """Whether the clause says that something is to go no further ("do not make the storm any darker")."""
    return bool(_FORBIDS.search(clause.text))


def limits(clause: Clause) -> bool:
    """Whether the clause only says how far the order before it may go ("but not darker, scene 5"), in scenes of that order."""
    return kept(clause) and bool(_LIMITS.match(clause.text))
