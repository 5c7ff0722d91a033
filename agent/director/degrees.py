"""Which way, and how far: polarity comes from words alone (less, too, not ... enough), degrees from words and numbers."""

from __future__ import annotations

import re

from agent.director.clause import Clause, Hit
from agent.director.words import table

_LESS = re.compile(
    r"\b(?:less|not so|not as|not that|not too|not quite so|not nearly so|not nearly as|no "
    r"longer|anything but|too|overly|way too|far too|excessively|not very|not overly|nowhere "
    r"near as|nothing|stop being|stop looking|not be|not look|not feel|not sound|not be so|"
    r"not be too|not be as|not look so|so very|not)(?: (?:so|that|too|as|all|much|bit|damn|"
    r"very|little|a))*$"
)
_COMPLAINT = re.compile(
    r"\b(?:is|are|looks?|feels?|sounds?|seems?|was|got|gets|comes across|why|"
    r"talks?|speaks?|reads?|goes|moves?|runs?|plays?|rattles)\b(?: \w+){0,3}? "
    r"(?:so|such a|awfully|terribly|unbearably|horribly|uncomfortably|painfully|a bit|a "
    r"little|a tad|rather|kind of|somewhat|pretty|quite|really|very|overly|just)(?: (?:too|"
    r"very|damn|bloody|much))*$"
)
_SCARCE = re.compile(
    r"\b(?:not enough|too little|hardly any|barely any|insufficient|lacks?|lacking|missing|"
    r"needs?|short of|could use|could do with|not much|no real|wants?|too few|short on|low on|"
    r"starved of|crying out for|craves?|begs? for|needs? some|needs? more|demands?)(?: (?:a|"
    r"some|more|bit|of|the|any|lot|little|touch|much))*$"
)
_PLENTY = re.compile(
    r"\b(?:overdid|overdo|overdone|overcooked|too much|too many|so much"
    r"|way too much|excessive|overdone|less|fewer|reduce|overly "
    r"strong|not so much|not as much|not that much|not too much|drop the|far too much|without "
    r"so much|without as much|without that much|cut back on|cut down on|ease off|go easy on|"
    r"ease up on|easy on)(?: (?:of|the|a|bit|in|this|that))*$"
)
_DEGREES = (0.1, 0.2, 0.4, 0.8)


def sign_of(clause: Clause, hit: Hit) -> int:
    """+1 or -1 for the way a quality is to go, 0 when the words say that it is right as it is or do not say.

    "dark" counts towards what it names: the sign is that of the hit, turned by "less", "too", "not so" and the like.
    """
    own = 1 if hit.value.endswith("+") else -1
    before, after = " ".join(clause.before(hit, 6)), clause.after(hit, 2)
    if after[:1] == ["enough"]:
        return own if _SHORT_OF.search(" ".join(clause.lower[: hit.start])) else 0
    if hit.more and _THAN_MEANT.match(" ".join(clause.lower[hit.end :])):
        return -own
    if hit.more:
        return -own if before.endswith(("less", "no")) else own
    if re.search(r"\bhalf (?:as|so)$", before):
        return -own
    if not blamed(clause, hit) and re.search(r"\bmore$|\bmore (?:\w+ )?and$", before):
        return own
    said = " ".join(clause.lower[: hit.start])
    unwished = _UNWISHED.search(said) or (_COMPLAINT.search(before) and not _ORDERED.search(said))
    return -own if unwished or blamed(clause, hit) or _LESS.search(before) else own


_ORDERED = re.compile(
    r"\b(?:make|let|have)\b[^;]* (?:look|feel|sound|seem|get|be)(?: (?:a bit"
    r"|a little|a tad|rather|somewhat|quite|very|really|more))*$"
)
"""As in "make it look a little faded": that is wished, not complained of."""
_UNWISHED = re.compile(
    r"\b(?:do not|not|never) (?:want|like|need)\b[^,;]* so$"
    r"|\b(?:i|we) (?:find|think|found|thought)\b[^,;]* (?:a bit|a little"
    r"|a tad|rather|quite|so|very|awfully|somewhat|pretty|terribly)$"
    r"|\b(?:kill|remove|lose|get rid of|take (?:out|away)|drop|cut|without"
    r"|ditch|reduce)(?: (?:the|that|this|some of the|all the|any))?$"
)
"""As in "I do not want scene 2 so orange", "kill the blue cast"."""
_THAN_MEANT = re.compile(
    r"than (?:i|we|you|they) (?:had )?(?:would (?:like|want|wish)|want|need|like|hope|expect|ask|order|intend|meant)"
)
"""What is more than was wished is too much: "darker than i would like"."""
_SHORT_OF = re.compile(r"\b(?:not|never|hardly|barely|nowhere)\b")
_SAID_OF = re.compile(
    r"(?:\b(?:is|are|looks?|feels?|sounds?|seems?|was|were|comes across as|reads)|'s)(?: "
    r"(?:just|all|a|bit|little|tad|rather|kind of|somewhat|pretty|quite|really|very|so|too|"
    r"awfully|terribly|somehow|still|far|way))*$"
)
_WISHED = re.compile(r"\b(?:should|must|make|let|could|want|would|needs? to|has to|more)\b")


def blamed(clause: Clause, hit: Hit) -> bool:
    """Whether a word that blames is said of something ("the thunder is deafening"), and not ordered."""
    before = " ".join(clause.lower[: hit.start])
    return hit.phrase in table("lexicon")["complaint"]["x"] and bool(_SAID_OF.search(before)) and not _WISHED.search(before)


_WEAKER = re.compile(
    r"\b(?:less|not so|not as|not that|too|far too|way too|so very) "
    r"(?:strong|intense|heavy|pronounced|vivid|present|visible|loud|hard)\b"
    r"(?! (?:for|to) )"
)


def noun_sign(clause: Clause, hit: Hit) -> int:
    """+1 or -1 for the way a named quality ("contrast") is to go, by the verbs and quantities around it; 0 when none says."""
    own = 1 if hit.value.endswith(("+", "=")) else -1
    before = " ".join(clause.before(hit, 6))
    if _WEAKER.search(" ".join(clause.lower[hit.end :])):
        return -own
    if _SCARCE.search(before):
        return own
    if _PLENTY.search(before):
        return -own
    return own * op_sign(clause, hit, wishes=True)


def op_sign(clause: Clause, near: Hit | None = None, *, wishes: bool = False) -> int:
    """+1 for "more" and "raise", -1 for "less", "lower" and "remove", 0 for neither; the one nearest to the hit decides."""
    ups, downs = (
        [*clause.all("op", "up"), *(clause.all("op", "wish") if wishes else ())],
        [*clause.all("op", "down"), *clause.all("op", "remove")],
    )
    ups = [u for u in ups if not any(set(u.cover) < set(d.cover) for d in downs)]
    downs = [d for d in downs if not any(set(d.cover) < set(u.cover) for u in ups)]
    ups = [u for u in ups if not (downs and u.phrase == "some")]
    if not ups and not downs:
        return 0
    if not near:
        return 1 if len(ups) > len(downs) else -1 if downs else 0
    closest = min([*ups, *downs], key=lambda h: (_distance(h, near), -len(h.cover), h in ups and len(h.cover) == 1))
    return 1 if closest in ups else -1


def _distance(hit: Hit, near: Hit) -> int:
    return min(abs(i - j) for i in hit.cover for j in near.cover)


def degree(clause: Clause) -> float:
    """How far a step goes: 0.1, 0.2 (nothing said), 0.4 or 0.8; "much less" and "a lot" are far, "a touch" is near."""
    said = [float(h.value) for h in clause.all("degree")]
    if re.search(r"\bas [\w ]+ as (?:possible|can be|you can|it gets|it goes)\b", " ".join(clause.lower)):
        return 0.8
    return (max(said) if 0.8 in said else min(said, key=lambda d: (d == 0.2, d))) if said else 0.2


def step(clause: Clause, steps: tuple[float, float, float]) -> float:
    """One of three steps (near, plain, far) by the degree that was said; the farthest doubles the far one."""
    said = degree(clause)
    near, plain, far = steps
    return near if said <= 0.1 else plain if said <= 0.2 else far if said <= 0.4 else far * 2
