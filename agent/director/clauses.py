"""Cutting what was said into clauses: at "and", "then", ",", "but", where both sides say something of their own."""

from __future__ import annotations

import re

from agent.director.clause import Clause
from agent.director.marks import Marked
from agent.director.sheet import Sheet
from agent.director.things import wished

_CUT = re.compile(
    (
        r"\s*(?:[;.!?]+(?=\s|$)|,\s*(?:(?:and|but|then|also|so|plus|while|or)\s+)*|\b(?:and then|"
        r"and also|and|then|but|plus|whereas|while|&|\+|as well as|also)\b)\s*"
    ),
    re.IGNORECASE,
)
PREDICATES = (
    "adj", "verb", "loudverb", "loud", "fastverb", "fast", "longverb", "long", "move", "movename", "framing", "easing",
    "trans", "bw", "mute", "versions", "render", "question", "masked", "aspect", "mood", "style", "memo", "tone",
)  # fmt: skip
"""Kinds of words by which a clause says something of its own."""
_TOPICS = (
    "music",
    "voice",
    "narration",
    "sounds",
    "captions",
    "camera",
    "transition",
    "title",
    "pause",
    "picture",
    "style",
    "palette",
    "film",
)
_LIGHT = frozenset(
    [
        "make",
        "let",
        "have",
        "give",
        "put",
        "set",
        "be",
        "get",
        "want",
        "would",
        "like",
        "please",
        "should",
        "need",
        "use",
        "some",
        "with",
        "change",
        "turn",
        "to",
        "at",
        "in",
        "like",
        "should",
        "be",
        "as",
    ]
)


def clauses(marked: Marked, sheet: Sheet) -> list[Clause]:
    """The clauses in order. A piece without a predicate joins the one beside it; conjuncts of one kind stay together."""
    pieces = _pieces(marked.text)
    whole: list[tuple[str, str]] = []
    for connector, text in pieces:
        if whole and not _parts(whole[-1][1], connector, text, marked, sheet):
            whole[-1] = (whole[-1][0], f"{whole[-1][1]}{connector}{text}")
        else:
            whole.append((connector, text))
    return [
        Clause(f"but {text}" if "but" in connector and re.match(r"(?:not|without|leave|keep) ", text) else text, marked, sheet)
        for connector, text in whole
    ]


def _pieces(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    text, at, connector = _running_on(_listed(text)), 0, ""
    for match in _CUT.finditer(text):
        if piece := text[at : match.start()].strip():
            found.append((connector, piece))
            connector = match[0]
        else:
            connector += match[0]
        at = match.end()
    if piece := text[at:].strip():
        found.append((connector, piece))
    return found


_TERSE = re.compile(r"(?<=[a-z])\s+(?=⟦s\d+⟧ (?!and\b|to\b|too\b|please\b|then\b|or\b|as\b|but\b|for\b|with\b|in\b)[a-z])")


_VERB = r"(?:lower|raise|add|remove|delete|brighten|darken|swap|rename|shorten|lengthen|make|increase|reduce|mute|boost)"
_LEADS = (
    r"(?:to|or|it|me|us|we|do|and|you|not|can|let|but|the|i|a|please|should|would|could|then|just|also|never|must|want|they|that"
    r"|will|need|maybe)"
)
_ON = re.compile(
    rf"\b(?!{_LEADS} )(?P<last>[a-z0-9]+|⟦\w\d+⟧) (?={_VERB} (?:the|an?|it|some|more|less|her|his|⟦s\d+⟧) )", re.IGNORECASE
)
_MORE = re.compile(
    r"(?:\b[a-z]{2,}er|\bmore|\bless) [a-z]+(?P<at> )(?=(?:(?!narrator|water|number|letter|over"
    r"|other)[a-z]{3,}er|more|less) [a-z]+)",
    re.IGNORECASE,
)


def _running_on(text: str) -> str:
    """As in "lower the waves raise the wind", "louder narrator softer music": said without a pause, each is an order."""
    if not re.match(
        rf"(?:(?:please|can you|could you|(?:in|at|for) ⟦s\d+⟧) )*(?:{_VERB}|[a-z]{{3,}}er|more"
        rf"|less)\b",
        text,
        re.IGNORECASE,
    ):
        return text
    text = _ON.sub(r"\g<last>, ", text)
    return _MORE.sub(lambda found: f"{found[0][:-1]}, ", text)


def _listed(text: str) -> str:
    """As in "2 darker 3 brighter": where every scene comes before what is wanted of it, each begins a clause."""
    if not re.match(r"(?:make |can you make |please )?⟦s\d+⟧ [a-z]", text) or re.search(r"[,.;]|\band\b", text):
        return text
    if re.search(r"\b(?:to|after|before|with|into|between|from|like|than|as|in|of|for|on)\s+⟦s\d+⟧", text):
        return text
    return _TERSE.sub(", ", text)


def _parts(before: str, connector: str, text: str, marked: Marked, sheet: Sheet) -> bool:
    """Whether a new clause begins at a connector."""
    left, right = Clause(before, marked, sheet), Clause(text, marked, sheet)
    listed = re.fullmatch(r"\s*,\s*", connector) and not wished(right)
    if not listed and wished(left) and says(right) and not wished(Clause(f"{before}{connector}{text}", marked, sheet)):
        return True
    keeps = re.match(r"(?:keep|leave) (?:the|her|his|it|them|that|everything)\b", text) and (left.all("op") or _about(left))
    if not keeps and (_belongs(left, right, connector) or _one_phrase(before, connector, text, marked, sheet)):
        return False
    ended = bool(re.search(r"[.;!?]", connector))
    if keeps or (ended and says(left) and (says(right) or right.places)) or _each_its_own(left, right):
        return True
    if not says(left):
        return (ended and not _only_place(left) and not left.content) or _wished(left, right)
    if not says(right):
        sided = left.has("move|movename|drift") and bool(_SIDED.match(right.text))
        return sided or other_topic(left, right) or _echo(right)
    return not _pair(left, right, connector)


def _each_its_own(left: Clause, right: Clause) -> bool:
    """As in "rain in the market, wind in the letter": a sound and its place on both sides."""
    return all(side.places and side.first("sound") and not side.first("pronoun") for side in (left, right))


def _about(left: Clause) -> bool:
    """Whether a clause says how much of a sound or quality there is to be ("not so much wind in the first one")."""
    return left.has("again|degree") and left.has("sound|noun|adj")


def _wished(left: Clause, right: Clause) -> bool:
    """As in "i want rain in scene 4 and the narrator slower": the first only names what is wanted."""
    wished = (left.places and left.first("sound")) or left.first("topic", "captions")
    return bool(wished) and says(right) and not right.places and other_topic(left, right)


_SIDED = re.compile(r"(?:to the )?(?:left|right|up|down|in|out) (?:in|on|for|at|during) (?:the )?⟦s\d+⟧[ .!]*$", re.IGNORECASE)
"""As in "pan left in 2 and right in 4"."""


def _belongs(left: Clause, right: Clause, connector: str) -> bool:
    """Whether the second is part of the first: it points back at it, says how loud it is to be, or shares its noun."""
    if _points_back(right) and not right.places:
        how = not right.all("op") and bool(right.all("loud")) and bool(left.all("sound")) and not left.first("loud")
        if _names_only(left) or (how and "it" not in right.lower and not re.search(r"[.;!?]", connector)):
            return True
    lasting = left.has("trans|topic.pause|topic.transition") and not left.quantity("s") and _only_lasts(right)
    return lasting or _then_where(left, right) or _attributes(left, right, connector)


def _only_lasts(clause: Clause) -> bool:
    """Whether it is so many seconds and nothing else: "crossfade between 1 and 2, 1.5 s"."""
    return clause.has("n.s") and bool(re.fullmatch(r"(?:for |lasting |over |about )?⟦n\d+⟧(?: long)?[ .!]*", clause.text))


def _then_where(left: Clause, right: Clause) -> bool:
    """Whether the second says only where: "legal hates the grain. strip it from every scene"."""
    if left.places or not right.places or not {"it", "them", "that"} & set(right.lower) or not _points_back(right):
        return False
    same = {h.value for h in left.all("op")} & {h.value for h in right.all("op")}
    return bool(left.all("noun") or left.all("sound")) and (bool(same) or _names_only(left))


def _points_back(clause: Clause) -> bool:
    """Whether it is an order about something named before: "get rid of that", "softer please", "turn it down"."""
    told = {i for kind in ("op", "degree", "loudverb", "loud", "mute") for h in clause.all(kind) for i in h.cover}
    return bool(told) and not clause.content - told and not any(m.kind != "s" for m in clause.marks)


def _names_only(clause: Clause) -> bool:
    """Whether a clause names a quality, a sound or the like and orders nothing about it."""
    orders = [h for h in clause.all("op") if h.value in ("up", "down", "remove", "move", "swap", "reset", "replace", "add")]
    orders = [
        h for h in orders if not {clause.lower[i] for i in h.cover} <= _LIGHT | {"has", "with", "on", "heard", "gives", "gave"}
    ]
    acts = any(
        clause.first(k)
        for k in ("verb", "loudverb", "loud", "fast", "fastverb", "mute", "trans", "bw", "keep", "adj", "versions")
    )
    return not orders and not acts and bool(clause.all("noun") or clause.all("sound"))


def _one_phrase(before: str, connector: str, text: str, marked: Marked, sheet: Sheet) -> bool:
    """Whether the connector stands inside a phrase of its own: "black and white"."""
    if connector.strip().lower() != "and":
        return False
    both, at = Clause(f"{before}{connector}{text}", marked, sheet), len(Clause(before, marked, sheet).tokens)
    return any(h.start < at < h.end and len(h.cover) == h.end - h.start for h in both.hits if h.kind != "filler")


def _attributes(left: Clause, right: Clause, connector: str) -> bool:
    """Whether two adjectives share one noun: "a cooler, bluer grade", "flatter, softer contrast"."""
    if not re.fullmatch(r"\s*(?:,|,?\s*and)\s*", connector) or left.places:
        return False
    ends = any(h.end == len(left.lower) for h in left.all("adj")) and not left.all("noun") and not left.all("topic")
    leads = any(h.start == 0 for h in right.all("adj")) or (not left.all("op") and not right.all("verb"))
    return ends and leads and bool(right.all("topic", "picture") or right.all("noun"))


_ORDERLY = re.compile(r"⟦s\d+⟧ (?:at the |to the )?(?:very )?(?:first|last|front|start|beginning|end)\b", re.IGNORECASE)


def says(clause: Clause) -> bool:
    """Whether a clause has a predicate of its own."""
    if any(clause.first(kind) for kind in (*PREDICATES, "half")):
        return True
    if clause.has("n.db|n.bpm|n.fps|n.%|p") or (clause.has("n.s") and clause.has("long|longverb|topic.time")):
        return True
    if wished(clause):
        return True
    ops = [h for h in clause.all("op") if not set(clause.lower[i] for i in h.cover) <= _LIGHT]
    nouns = clause.all("noun")
    return (
        bool(ops)
        or bool(clause.first("keep"))
        or bool(re.match(r"(?:and )?burn\b", clause.text, re.IGNORECASE))
        or (bool(nouns or clause.all("worn")) and bool(clause.all("op")))
        or (bool(clause.first("op", "move")) and (len(clause.places) > 1 or bool(_ORDERLY.search(clause.text))))
        or (clause.has("n.s") and not clause.content)
        or (bool(clause.first("drift")) and bool(clause.first("side")))
    )


def _only_place(clause: Clause) -> bool:
    """Whether it is scenes and nothing else: "in scene 2, ...", "scene 4: ..."."""
    return bool(clause.places) and not clause.content


def other_topic(left: Clause, right: Clause) -> bool:
    """Whether two joined nouns belong to different tools ("turn down the music and the waves")."""
    mine = {h.value for h in right.all("topic") if h.value in _TOPICS} | ({"sounds"} if right.first("sound") else set())
    theirs = {h.value for h in left.all("topic") if h.value in _TOPICS} | ({"sounds"} if left.first("sound") else set())
    return bool(mine and theirs and not mine & theirs)


def _echo(clause: Clause) -> bool:
    """Whether it repeats the clause before for other scenes: "and scene 4 too", "more in 6", "but not scene 3"."""
    return bool(clause.places) and bool(
        re.search(r"\b(?:too|also|as well|same|more|less|not|likewise|even)\b", " ".join(clause.lower))
    )


def _pair(left: Clause, right: Clause, connector: str) -> bool:
    """Whether two predicates are one: "fade out and in", "slow and sad music", "short and simple"."""
    if not re.fullmatch(r"\s*(?:and|,|&)\s*", connector):
        return False
    bare = not left.places and not left.all("topic") and not left.all("op") and not left.all("verb") and not left.all("sound")
    return bare and (left.first("adj") or left.first("mood") or left.first("fast")) is not None and bool(right.all("topic"))
