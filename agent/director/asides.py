"""Reasons and remarks beside a request: "the market is nothing but fuss, take the whole scene out"."""

from __future__ import annotations

import re
from dataclasses import replace

from agent.director.clause import Clause
from agent.director.clauses import says
from agent.director.rules import SURE, Found, best
from agent.director.where import Around, places

_CLEAR = 0.85
"""Share of the request's own words that must be explained."""
_PARTS = re.compile(
    r"\s*[,;:]\s+|\s+-\s+|\s+\b(?:because|since|so that|so(?= (?:i|we|you|let|make"
    r"|please|can|could|turn|give|take|put|have|it|the|he|she|they)\b))\b\s+",
    re.IGNORECASE,
)


def likeliest(clause: Clause, around: Around) -> Found | None:
    """The likeliest reading of a clause; where none is sure, that of its one part that orders something."""
    found = best(clause, around)
    return found if found and found.score >= SURE else without_asides(clause, around) or found


def without_asides(clause: Clause, around: Around) -> Found | None:
    """What the one part of a clause that orders something comes to; None unless it is the only one that does.

    The other parts may name the scenes that are meant. They must order nothing themselves.
    """
    parts = [Clause(text, clause.marked, clause.sheet) for text in _PARTS.split(clause.text) if text.strip()]
    if not 1 < len(parts) < 5:
        return None
    telling = [part for part in parts if says(part)]
    if len(telling) != 1:
        return None
    named = places(clause, around)
    found = best(telling[0], replace(around, scenes=named) if named else around)
    if not found or not found.calls or found.score < _CLEAR:
        return None
    meant = {n for call in found.calls if call.scenes for n in around.numbers(call.scenes)}
    return found if not named or meant <= set(named) else None
