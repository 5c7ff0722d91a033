"""One request or several: the pieces of an utterance weighed against the whole by what both readers make of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from agent.director.clause import Clause
from agent.director.clauses import other_topic, says
from agent.director.deciding import DECIDES, named
from agent.director.frames import Impossible
from agent.director.labels import rule_of
from agent.director.rules import SURE, best
from agent.director.senses import Sense, senses
from agent.director.things import wished
from agent.director.where import Around, places

ALONE = 0.9
"""Share from which on a piece surely has a request of its own, whatever the rules say."""
AGREED = 0.3
"""The same for a piece in which the rules are sure of that request."""
WHOLE = 0.7
"""Share from which on the whole is one request, when its pieces do not surely ask for different things."""
_SILENT = ("talk.aside", "talk.praise", "talk.thanks", "talk.hello", "talk.vague", "talk.offtopic")


def weighed(pieces: Sequence[Clause], whole: Clause, around: Around) -> list[Clause]:
    """The clauses to read: the whole when it is one request with its reasons, else its pieces without mere remarks.

    The scenes that only a remark names hold for the requests ("scene 3 is gloomy, let's brighten it").
    """
    if len(pieces) < 2:
        return list(pieces)
    if wished(whole) and not any(wished(piece) for piece in pieces):
        return [whole]
    requests = [_request(piece, around) for piece in pieces]
    if any(request and not states(piece) for piece, request in zip(pieces, requests, strict=True)):
        requests = ["" if states(p) and _top(p).share < ALONE else r for p, r in zip(pieces, requests, strict=True)]
    surely = {request for request in requests if request}
    if _is_one(whole, surely) and _once(pieces) and not any(_apart(left, right) for left, right in pairwise(pieces)):
        return [whole]
    if not surely:
        return list(pieces)
    kept = [piece for piece, request in zip(pieces, requests, strict=True) if request or not _remark(piece, around)]
    named = [n for piece in pieces if piece not in kept for n in places(piece, around)]
    if named and not any(piece.places for piece in kept):
        around.scenes = tuple(dict.fromkeys(named))
    return kept


def _apart(left: Clause, right: Clause) -> bool:
    """Whether a piece surely is a request of its own: what is to stay, an amount, another thing in a place of its own."""
    return (
        bool(_KEEPS.match(right.text))
        or _amount(right)
        or _amount(left)
        or (says(left) and says(right) and other_topic(left, right) and not states(left) and not left.first("masked"))
    )


def _amount(piece: Clause) -> bool:
    """Whether a piece is an amount and nothing else ("and 45 seconds long")."""
    return not piece.content and not piece.places and piece.has("n.s|n.fps|n.bpm")


_KEEPS = re.compile(r"(?:but )?(?:keep|leave) (?:the|her|his|it|them|that|everything)\b", re.IGNORECASE)


def _is_one(whole: Clause, surely: set[str]) -> bool:
    """Whether all of it is one request: one that is surely in no piece alone, or that needs the others' nouns."""
    top = _top(whole)
    if top.share < WHOLE or top.label.startswith("talk."):
        return False
    return not surely or (surely == {top.label} and not top.label.startswith(("look.", "camera.", "narration.", "voice.")))


_HEARD_BY = {"things.add": "sounds", "things.remove": "sounds"}
_SEEN_OR_HEARD = {"sounds.add": "things.add", "sounds.remove": "things.remove"}
"""What the learned reader may hear where the rules know that the thing is a sound."""


def _request(piece: Clause, around: Around) -> str:
    """The label that a piece surely asks for, "" for none."""
    likely = senses(piece)
    if not likely:
        return ""
    if likely[0].share >= ALONE and not likely[0].label.startswith("talk."):
        return likely[0].label
    ruled, rule = _ruled(piece, around)
    meant = {*ruled, *(_SEEN_OR_HEARD[label] for label in ruled if label in _SEEN_OR_HEARD)}
    if rule == "things":
        return next(iter(ruled), "")
    agreed = (
        s for s in likely if s.share >= AGREED and (s.label in meant or rule in (rule_of(s.label), _HEARD_BY.get(s.label)))
    )
    return next((sense.label for sense in agreed), "")


def _ruled(piece: Clause, around: Around) -> tuple[set[str], str]:
    """The labels of which the rules are sure, and the name of the rule."""
    try:
        found = best(piece, around)
    except Impossible:
        return set(), ""
    if not found or found.score < SURE:
        return set(), ""
    return {label for call in found.calls for label in named(call)}, found.rule


_STATES = re.compile(
    r"(?:because |since |as |but )?"
    r"(?:i|it|this|one|that|the|all that|my|he|she|they|we|there|people|everyone|nobody|scene|⟦s\d+⟧"
    r"|[a-z]{3,}s(?= (?:feel|think|find|say|said)\b))"
    r"\b.*\b(?:is|are|was|were|looks?|feels?|sounds?|seems?|makes?|has|have|had|drags?|drives?|says?|said|can|do|does|did|keeps?"
    r"|gets?|runs?|feels?|find|think|thinks|feel|hates?|loves?|likes?|reminds?|stays?)\b",
    re.IGNORECASE,
)
_LIKENS = re.compile(r"(?:rather |just |a bit |much |sort of )?(?:like|as if|as though|the way) ", re.IGNORECASE)
_WISHES = re.compile(
    r"\b(?:too|enough|should|must|needs?|could|wants?|please|let|would|more|less|make|has to|have to|ought|be"
    r"|\w{2,}er|goes|go|moves?|comes?|instead)\b",
    re.IGNORECASE,
)


def _remark(piece: Clause, around: Around) -> bool:
    """Whether a piece only says why or how it is: it states something, or neither reader sees that it asks for anything."""
    top = _top(piece)
    if top.label in _SILENT and top.share >= WHOLE:
        return True
    if states(piece) and top.share < ALONE:
        return says(piece) or not piece.places
    if _ruled(piece, around)[0] or top.share >= WHOLE or _ELLIPTIC.match(piece.text) or _amount(piece):
        return False
    return not piece.places or (says(piece) and top.share < DECIDES)


_ELLIPTIC = re.compile(
    r"(?:(?:and|but|then|also|a|an|bit|little|lot|tad|touch|much|slightly|make|it|too|far|way) )*"
    r"(?:more|less|little|\w{2,}er|not enough|too (?:much|little|\w+))\b(?: \w+)?(?: (?:in"
    r"|for|at|on|during) (?:the )?⟦s\d+⟧)?[ .!]*$"
)
"""What leans on the request before it: "and a little quieter", "but more in scene 4"."""


def states(piece: Clause) -> bool:
    """Whether a piece tells how something is and wishes nothing ("the video drags")."""
    return bool(_LIKENS.match(piece.text)) or (bool(_STATES.match(piece.text)) and not _WISHES.search(piece.text))


def _once(pieces: Sequence[Clause]) -> bool:
    """Whether scenes are named in one piece alone, so that nothing is asked of two places in two ways."""
    return sum(1 for piece in pieces if piece.places) <= 1 or sum(1 for piece in pieces if says(piece)) <= 1


def _top(clause: Clause) -> Sense:
    likely = senses(clause)
    return likely[0] if likely else Sense("", 0.0)
