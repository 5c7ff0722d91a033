"""Relative clauses with a subject of their own, "a clock that nobody winds", told as a sentence or as what it is known by."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from tools.engines.authored.clauses import Clause, base_form
from tools.engines.authored.figures import known_agent
from tools.engines.authored.finite import AUX, DETERMINERS, PREPOSITIONS, has_verb, is_finite, main_verb, plural_subject
from tools.engines.authored.tenses import past_sentence
from tools.engines.authored.words import base_of_past, is_plural, past, sentence, singular, verbs, word_set

_RELATIVE = re.compile(r"^(.+?),?\s+(that|which|whom|who|where)\s+(.+)$")
_CARRIED = frozenset({"he", "she", "it", "they", "that", "who", "which", "and", "nobody", "everyone"})
"""Words behind which a further verb does not begin what somebody does."""
_SOMEBODY = frozenset({"nobody", "everyone", "everybody", "somebody", "someone", "he", "she", "they", "it"})


@dataclass(frozen=True)
class Aside:
    """What is left of a premise without the clause, the clause in the past ("that nobody wound"), and it as a sentence."""

    rest: str
    trait: str
    told: str

    @property
    def beyond(self) -> tuple[str, ...]:
        """The sentence, where it is of a noun behind the first one: the road of "a driver on a road that the sea is taking"."""
        return (self.told,) if any(word.lower() in PREPOSITIONS for word in self.rest.split()[1:]) else ()


def aside(text: str) -> Aside | None:
    """Find such a clause at the end of a premise; None where there is none."""
    text = text.strip(" ,.!?")
    found = _RELATIVE.match(text)
    if not found:
        return _whose(text)
    where, tokens = found[2] == "where", found[3].split()
    verb = _verb_behind_a_subject(tokens)
    if not verb or main_verb(tokens, plural_subject(found[1].split())) or has_verb(found[1]):
        return None
    named = re.search(r"(?:^|\s)((?:an?|the|my|our|his|her|their|its) (?:[\w'-]+ ){0,2}[\w'-]+)$", found[1])
    if not named:
        return None
    known = re.sub(r"^an? ", "the ", named[1].lower() if named[1][0] in "AT" else named[1])
    after = verb + 1 + (tokens[verb].lower() in AUX and verb + 1 < len(tokens))
    before = tokens[verb].lower()
    if where:
        known, after = f"in {known}", len(tokens)
    tokens[verb] = AUX.get(before) or (before if base_of_past(before) and before not in verbs() else past(base_form(before)))
    told = sentence(" ".join([*tokens[:after], known, *tokens[after:]])) + "."
    return Aside(found[1], f"{'where' if where else 'that'} {' '.join(tokens)}", told)


def _whose(text: str) -> Aside | None:
    """A boy "whose shadow is older than he is": what is said of what he has, and what the boy does, if anything."""
    found = re.match(r"^((?:an?|the|my|our) (?:[\w'-]+ ){0,2}?[\w'-]+) whose (.+)$", text)
    told = past_sentence(f"the {found[2]}") if found else ""
    if not found or not told:
        return None
    tokens, shifted = found[2].split(), told.rstrip(".").split()[1:]
    changed = [i for i, (now, then) in enumerate(zip(tokens, shifted, strict=True)) if now != then]
    on = next((i for i in changed[1:] if tokens[i - 1].lower() not in _CARRIED), len(tokens))
    return Aside(" ".join([found[1], *tokens[on:]]), f"whose {' '.join(shifted[:on])}", "")


def _verb_behind_a_subject(tokens: list[str]) -> int:
    """Where the verb of "the sea is taking" or "nobody winds" stands; 0 where no subject comes before it."""
    first = tokens[0].lower()
    if first not in _SOMEBODY and (first not in DETERMINERS or len(tokens) < 3):
        return 0
    if first in _SOMEBODY and len(tokens) > 2 and tokens[1] in {"never", "always", "still", "only"}:
        return 2 if re.match(r"^[a-z]{3,}(?:s|ed)$", tokens[2]) else 0
    if first in _SOMEBODY and re.match(r"^[a-z]{3,}(?:s|ed)$", tokens[1] if len(tokens) > 1 else ""):
        return 1
    start = 1 if first in _SOMEBODY else 2
    found = (i for i in range(start, min(start + 3, len(tokens))) if is_finite(tokens, i, plural_subject(tokens[:i])))
    verb = next(found, 2 if start == 2 and re.match(r"^[a-z]{2,}(?:[^s]s|ed)$", tokens[2]) else 0)
    return 0 if any(word.lower() in PREPOSITIONS for word in tokens[:verb]) else verb


def told_of(read: Clause, beside: Aside | None) -> Clause:
    """Somebody of whom no more is known than what others do: that is their story, and of a thing the way it is named."""
    if not beside or beside.beyond:
        return read
    if read.kind:
        return read if read.trait else replace(read, trait=beside.trait)
    head, trait = read.subject.rsplit(maxsplit=1)[-1], beside.trait
    if not known_agent(head) or singular(head) in word_set("scenery"):
        return replace(read, trait=trait)
    return replace(read, kind="state", state=f"{'were the ones' if is_plural(head) else 'was the one'} {trait}")
