"""Cuts of words and phrases that no comma sets off: adverbs, adjectives, times, places, participles, second halves of pairs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tools.engines.authored.revise_grammar import JOINTS, begins_clause, complete, object_last
from tools.engines.authored.revise_prose import finite, has_verb
from tools.engines.authored.words import table, verbs, word_set

NOT_PARTICIPLES = "thing|nothing|something|everything|anything|evening|morning|king|spring|ceiling|building|wing|ring|string"
"""Words in -ing that are nouns."""
_HOURS = (
    "first light|daybreak|dawn|noon|midnight|night|dusk|sunset|sunrise|supper|morning|evening|afternoon|day|winter|summer"
    "|first time|moment|while|long time|long while|hour|hours|days|weeks|years"
)
_WHEN = (
    r"(?:at|in|on|by|during|all|that|this|one|every|each|for|until)(?: the| a| an| one)?(?: long| whole| same)? "
    rf"(?:{_HOURS})"
)
_WHERE = "with|without|beside|near|behind|under|above|along|across|through|around|against|among|into|from|for|at|in|on|by|over"


def adverbs(text: str) -> Iterator[str]:
    """Without one of the adverbs that may go."""
    for word in table("revising")["cuts"]["adverbs"]:
        for found in re.finditer(
            rf"(?<![\w-]),? {word}\b(?! (?:of|that|as|to|before|after|when|a)\b)|^{word.capitalize()},? ", text
        ):
            if re.search(r"\b(?:not|as|so|too|how|only|than)$", text[: found.start()]):
                continue
            yield text[: found.start()] + " " + text[found.end() :].lstrip()
    yield from _last_adverbs(text)


def _last_adverbs(text: str) -> Iterator[str]:
    """Without an adverb at the end of a clause, behind a word that needs none: "it had been there (all along)"."""
    cuts = table("revising")["cuts"]
    needing = {*cuts["linking"], *cuts["needing"]} | word_set("prepositions") | {"so", "as", "too", "how", "only", "than"}
    for word in cuts["adverbs"]:
        for found in re.finditer(rf",? {word}(?=[.,;:!?])", text):
            before = re.findall(r"[\w'-]+", text[: found.start()])
            if before and before[-1].lower() not in needing:
                yield text[: found.start()] + text[found.end() :]


def adjectives(text: str) -> Iterator[str]:
    """Without an adjective before its noun."""
    known = set(table("revising")["cuts"]["adjectives"])
    before = "an?|the|her|his|their|its|my|our|your|this|that|one|two|three|four|some|no|every|of|with"
    pattern = rf"\b(?:{before})((?: [a-z][\w-]*){{1,3}}?) (?=([a-z][\w'-]+))"
    for found in re.finditer(pattern, text):
        words = found[1].split()
        after = found[2].lower()
        if words[-1] in table("revising")["cuts"]["nouns_too"] and after in verbs():
            continue
        if after in set(table("revising")["cuts"]["held"]) or re.search(
            r"\b(?:was|is|were|are|be|been|seemed|became|had)$", text[: found.start()]
        ):
            continue
        if words[-1] in known and after not in word_set("prepositions") and not finite([words[-1], after], 1):
            yield text[: found.start(1)] + found[1].rsplit(" ", 1)[0].rstrip() + " " + text[found.end() :]


def times(text: str) -> Iterator[str]:
    """Without saying when or how long."""
    for found in re.finditer(rf" {_WHEN}(?=[ ,.;!?])", text):
        before = re.findall(r"[\w'-]+", text[: found.start()])
        if before and before[-1].lower() not in word_set("prepositions") | word_set("determiners") | {"it", "and", "but"}:
            yield text[: found.start()] + text[found.end() :]
    lead = re.match(rf"^(?:(?:That|The next|The same) (?:{_HOURS})|{_WHEN}),? ", text, re.I)
    if lead and begins_clause(rest := text[lead.end() :]) and not begins_clause(rest.partition(", ")[2]):
        yield rest


def phrases(text: str) -> Iterator[str]:
    """Without a last phrase of place or manner behind an object that needs none."""
    needing = set(table("revising")["cuts"]["needing"])
    for found in re.finditer(rf" (?:{_WHERE}) (?:[\w'-]+ ){{0,6}}[\w'-]+(?=[,.;!?])", text):
        head = text[: found.start()]
        tokens = re.findall(r"[\w'-]+", head)
        if not tokens or not complete(head) or (set(t.lower() for t in tokens) & needing and not object_last(tokens)):
            continue
        if tokens[-1].lower() in needing | word_set("prepositions") | JOINTS | {"just", "only", "even"} or has_verb(
            found[0].strip()
        ):
            continue
        if object_last(tokens) or re.search(r"(?:ed|ly)$", tokens[-1]):
            yield head + text[found.end() :]


def doings(text: str) -> Iterator[str]:
    """Without a last participle behind an object: "one person looking out of the window"."""
    for found in re.finditer(r" (?!(?:being|having|going)\b)\w{3,}ing [^,.;:!?]+(?=[.!?])", text):
        tokens = re.findall(r"[\w'-]+", text[: found.start()])
        if complete(text[: found.start()]) and object_last(tokens) and not re.search(rf" (?:{NOT_PARTICIPLES}) ", found[0]):
            yield text[: found.start()] + text[found.end() :]


def inner_phrases(text: str) -> Iterator[str]:
    """Without a phrase of place or matter between an object and a further phrase."""
    for found in re.finditer(
        r" (?:about|from|in|at|near|by|behind|under) (?:the|an?|his|her|their|its) [\w'-]+(?= (?:with|to|for|from)\b)", text
    ):
        tokens = re.findall(r"[\w'-]+", text[: found.start()])
        if complete(text[: found.start()]) and object_last(tokens):
            yield text[: found.start()] + text[found.end() :]


def pairs(text: str) -> Iterator[str]:
    """Without the second of two things at the end: "with less noise and more patience"."""
    found = re.search(r" (?:and|or) ((?:[\w'-]+ ){0,5}[\w'-]+)(?=[.!?…]$)", text)
    if not found or has_verb(f"it {found[1]}") or not complete(text[: found.start()]):
        return
    before = re.findall(r"[\w'-]+", text[: found.start()])
    if before[-1].lower() == found[1].lower() or re.search(
        r"\b(?:both|between|either|neither|up|back|now)\b", text[: found.start()]
    ):
        return
    yield text[: found.start()] + text[found.end() :]
