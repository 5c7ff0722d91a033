"""Telling clauses from phrases: whether words are a sentence, begin one, or lean on what was said before."""

from __future__ import annotations

import re
from functools import cache

from tools.engines.authored.figures import NUMBERS, known_agent
from tools.engines.authored.revise_prose import SUBJECTS, finite
from tools.engines.authored.words import nouns, table, word_set

_EXPLETIVE = re.compile(
    r"it (?:is|was|happened|began|took|seemed|had been|would be|turned out)\b(?: \w+)?(?: \w+)? "
    r"?(?:to|that|how|before|without|late|early|dark|cold|impossible|easy|hard|possible|nobody|raining|over"
    r"|the sort|an? (?:\w+ )?(?:morning|night|day|evening|hour))\b"
)
_HOUR = re.compile(
    r"^(?:in those days|one (?:day|morning|afternoon|evening|night)|that (?:night|day|morning|evening)|all (?:night|day)"
    r"|by (?:morning|first light|nightfall|noon)|at (?:night|dawn|dusk|noon|first|last)|every (?:night|day|morning|evening)"
    r"|at the (?:worst|last) moment) (?=\w+ \w)",
    re.I,
)
JOINTS = frozenset({"and", "but", "or", "nor", "so", "yet", "because", "when", "while", "until", "that", "than", "to", "of"})
"""Words that no sentence ends in."""


def complete(text: str) -> bool:
    """Whether there is a main clause: a part between commas that begins as one does and has a finite verb."""
    parts = [p.strip() for p in re.split(r"[,;:]\s", text.rstrip(".!?…"))]
    return any(_main(p) for p in parts) or (len(parts) == 1 and _inverted(parts[0]))


def _main(part: str) -> bool:
    tokens = _HOUR.sub("", re.sub(r"^(?:and|but|so|then|yet|or)(?: then)?,? ", "", part, flags=re.I)).split()
    if len(tokens) < 2:
        return False
    first = tokens[0].lower().strip("\"'“")
    if first in {"if", "when"} and re.search(r"\w+ (?:you|i|we|he|she|they|it) (?:would|will|could|can)\b", part.lower()):
        return True
    if first in _subordinators() or (first in word_set("prepositions") and first not in SUBJECTS):
        return False
    at = next((i for i in range(len(tokens)) if finite(tokens, i)), None)
    if at is None:
        return False
    return not any(t.lower() in {"who", "that", "which"} for t in tokens[:at]) or any(
        finite(tokens, i) for i in range(at + 2, len(tokens))
    )


def _inverted(part: str) -> bool:
    """Whether a verb comes right behind a phrase of place, and its subject behind it: "in the corner stood a stranger"."""
    tokens = part.split()
    verbs = [i for i in range(2, len(tokens) - 1) if finite(tokens, i)]
    return bool(verbs) and tokens[verbs[0] + 1].lower() in {"a", "an", "the", "two", "three", "his", "her", "their", "my"}


@cache
def _subordinators() -> frozenset[str]:
    return frozenset(w.split()[0] for w in table("revising")["cuts"]["subordinators"]) | {"which", "who", "whose", "to"}


def begins_clause(text: str) -> bool:
    """Whether a text begins as a main clause does: a subject, and a verb soon after it."""
    tokens = re.sub(r"^(?:each|every|this|that) time ", "", text.rstrip(".!?"), flags=re.I).split()
    if len(tokens) < 2:
        return False
    first = tokens[0].lower()
    named = tokens[0][:1].isupper() and first not in _subordinators()
    noun = first in nouns("person") or bool(re.match(r"^[a-z]+s$", first))
    if not (first in SUBJECTS | word_set("determiners") | set(NUMBERS) or named or noun):
        return False
    if first in {"that", "who", "what"} or re.match(r"no (?:longer|more)\b", text, re.I) or first in word_set("prepositions"):
        return False
    ends = next((i for i, t in enumerate(tokens) if t.endswith((",", ";", ":"))), len(tokens) - 1)
    return any(finite(tokens, i) for i in range(1, ends + 1))


def points_back(text: str) -> bool:
    """Whether a pronoun inside a sentence has nothing in the sentence that it could mean."""
    found = re.search(r"(?<!^)\b(?:it|them|theirs|hers|him)\b", text)
    if not found or expletive(text[found.start() :]):
        return False
    before = text[: found.start()].lower()
    phrases = re.findall(r"\b(?:an?|the|his|her|their|one|this|every|its|my) (?:[a-z'-]+ )?([a-z'-]+)", before)
    plain = re.findall(r"\b([a-z]{3,}s)\b", before)
    return not [w for w in [*phrases, *plain] if not known_agent(w) or found[0] in {"them", "him"}]


def expletive(text: str) -> bool:
    """Whether a beginning "it" stands for nothing: "it was late", "it is easy to promise"."""
    return bool(_EXPLETIVE.match(text.lower()))


def object_last(tokens: list[str]) -> bool:
    """Whether words end in a noun phrase with an article, which closes off what the verb needed."""
    return any(t.lower() in word_set("determiners") | set(NUMBERS) for t in tokens[-4:-1]) and not finite(
        tokens, len(tokens) - 1
    )
