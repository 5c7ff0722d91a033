"""Premises without a story in them: ideas, questions to be explained, and things or events to be looked at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from tools.engines.authored.clauses import clause, split_tail
from tools.engines.authored.figures import figure, known_agent
from tools.engines.authored.typed import noun_clause
from tools.engines.authored.words import base_of_gerund, is_plural, nouns, singular, table, word_set

View = Literal["", "essay", "portrait", "explainer"]
_ASKING = re.compile(r"^(?:how|why|what|whether|where|when)\b", re.I)
_PARTS = r"\s(?:of|in|from|between|with|at|on|over|under|without|for|to|after|before|about|against)\s"


@dataclass(frozen=True)
class Matter:
    """A topic as it is said in a sentence, one or two words for it, and how it is to be looked at."""

    view: View
    topic: str
    short: tuple[str, ...]
    seen: str = ""
    """What a painter can show of it: "bees", "an empty playground at dusk"; empty for ideas."""


def read_matter(core: str, explain: bool) -> Matter | None:
    """The topic of a premise in which nobody acts; None when there is a story to tell."""
    core = core.strip(" ?.!")
    if _ASKING.match(core):
        return _question(noun_clause(core), explain)
    read = clause(split_tail(core)[0])
    if explain:
        plain = _lowered(core)
        return Matter("explainer", plain, (_noun_core(plain),), plain)
    if _happening(core):
        return _portrait(core)
    if read.kind:
        return None
    heads = [p.split()[-1] for p in re.split(r"\s(?:and|or|versus|vs)\s|,\s", _noun_core(read.subject)) if p.split()]
    if heads and (all(abstract(h) for h in heads) or abstract(heads[0]) or _growing(core)):
        plain = _lowered(core)
        return Matter("essay", plain, _topics(plain))
    agents = [h for h in heads if known_agent(h)]
    if "'s " in core or len(core.split()) > 9 or (agents and not _scenery(heads)) or " called " in core or " named " in core:
        return None
    found = figure(core)
    if (
        found
        and found.name
        and core not in table("words")["cities"]["names"]
        and not word_set("scenery") & set(core.lower().split())
    ):
        return None if core[:4].lower() != "the " else _portrait(core)
    return None if core == "a story" else _portrait(core)


def _scenery(heads: list[str]) -> bool:
    return all(singular(h.lower()) in word_set("scenery") for h in heads) and len(heads) == 1


def _growing(core: str) -> bool:
    return bool(base_of_gerund(core.split()[0])) and len(core.split()) < 5


def _happening(core: str) -> bool:
    found = re.match(
        r"^(?:(?:the|my|our|his|her|a|an) )?((?:[\w'-]+ ){0,3}?)([a-z]+)(?=$| (?:of|in|at|on|between|for|to|from)\b)", core
    )
    return bool(
        found and found[2] in word_set("happenings") and (found[0] != core or found[1] or core.count(" ") < 2)
    ) and not (found and re.search(r"'s\s*$", found[1]))


def _portrait(core: str) -> Matter:
    said = _lowered(core)
    return Matter("portrait", said, (_definite(said),), "" if core in table("words")["cities"]["names"] else said)


def _question(asked: str, explain: bool) -> Matter:
    about = [w for w in re.findall(r"[a-z]+", asked) if abstract(w)]
    if not explain and (about or re.search(r"\b(?:we|us|our|i|you|life|people|mean|humans?)\b", asked, re.I)):
        return Matter("essay", asked, tuple(dict.fromkeys(about))[:2])
    subject = clause(re.sub(r"^\w+\s(?:to\s)?", "", asked)).subject
    if re.match(r"^(?:how|what|where|when) to (\w+) ", asked):
        subject = re.sub(r"^\w+ to \w+ ", "", asked)
    subject = re.sub(r"\s(?:is|are|was|were)\b.*$", "", subject)
    return Matter("explainer", asked, (_definite(subject),), subject)


def _definite(phrase: str) -> str:
    """As a sentence speaks of it once it is known: "the playground", "trains", "my first day"."""
    return re.sub(r"^(?:an?|some)\s", "the ", phrase)


def _lowered(core: str) -> str:
    first = core.split(maxsplit=1)[0]
    proper = first in table("words")["cities"]["names"] or first.isupper() or (first[:1].isupper() and first.endswith("'s"))
    return (
        core
        if proper or re.match(r"^[A-Z]\w+ [A-Z]", core) and first not in {"The", "A", "An", "My", "Our"}
        else core[:1].lower() + core[1:]
    )


def abstract(word: str) -> bool:
    """Whether a noun names an idea rather than something that could be drawn."""
    low = word.lower()
    if low in nouns("not_abstract") or singular(low) in nouns("not_abstract") or known_agent(low):
        return False
    endings = ("ity", "ness", "ism", "tion", "sion", "ance", "ence", "hood", "dom", "ship", "ment")
    return low in nouns("abstract") or (len(low) > 6 and low.endswith(endings))


def _noun_core(phrase: str) -> str:
    return re.split(_PARTS, phrase, maxsplit=1)[0]


def _topics(topic: str) -> tuple[str, ...]:
    simple = re.split(r"\s(?:and|versus|vs)\s", topic)
    if len(simple) == 2 and all(len(s.split()) <= 4 for s in simple) and not re.match(r"^(?:its|their|his|her)\b", simple[1]):
        return (simple[0], simple[1])
    named = re.search(r"\b((?:artificial )?[a-z]+)\s*$", topic)
    first = _noun_core(clause(topic).subject)
    first = first if first not in {"the meaning", "the beauty", "the passage", "the nature", "the art", "the power"} else topic
    second = named[1] if named and abstract(named[1].split()[-1]) and named[1] not in first else ""
    return (first, second) if second and len(topic.split()) > 4 else ((topic if len(topic.split()) <= 5 else first),)


def many(topic: str) -> bool:
    """Whether a topic takes a plural verb."""
    return is_plural(_noun_core(topic).split()[-1])
