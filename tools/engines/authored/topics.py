"""Premises without a story in them: ideas, questions to be explained, and things or events to be looked at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from tools.engines.authored.almanac import common_subject
from tools.engines.authored.clauses import clause
from tools.engines.authored.figures import figure, known_agent
from tools.engines.authored.finite import split_tail
from tools.engines.authored.typed import noun_clause
from tools.engines.authored.words import base_of_gerund, is_plural, nouns, singular, table, word_set

View = Literal["", "essay", "portrait", "explainer", "letter"]
_ASKING = re.compile(r"^(?:(?:how|why|what|whether)\b|(?:where|when) (?:do|does|did|is|are|was|were|can|will) )", re.I)
_LETTER = re.compile(
    r"^(?:(?:an?|the|my|our|some) )?(?:[\w-]+ ){0,2}?(?:letters?|postcards?|message|goodbye|farewell) to (.+)$", re.I
)
_PARTS = r"\s(?:of|in|from|between|with|at|on|over|under|without|for|to|after|before|about|against|across|beyond|through)\s"


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
    if _ASKING.match(core) or (explain and re.match(r"(?:where|when)\b", core)):
        return _question(noun_clause(core), explain)
    if explain:
        plain = _lowered(core)
        return Matter("explainer", plain, (_noun_core(plain),), plain)
    read = clause(split_tail(core)[0])
    heads = [p.split()[-1] for p in re.split(r"\s(?:and|or|versus|vs)\s|,\s", _noun_core(read.subject)) if p.split()]
    ideas = (
        bool(heads)
        and not re.match(r"^(?:my|our) [\w ]+'s? \w+$", core)
        and (all(abstract(h) for h in heads) or abstract(heads[0]) or _growing(core))
    )
    if (
        not ideas
        or re.match(r"^(?:the |a )?(?:\w+ )?(?:history|story|life|invention|discovery|construction|revolution) of ", core)
    ) and _happening(core):
        return _portrait(core)
    if ideas and (not read.kind or re.match(r"^[a-z]+ (?:that|which) ", core)):
        plain = _lowered(core)
        return Matter("essay", plain, (heads[0],) if read.kind else _topics(plain))
    somewhere = re.match(r"^(?:an?|the) (?:[\w-]+ )?([\w-]+) where ", core)
    told = read.kind and not (somewhere and not known_agent(somewhere[1]))
    return (
        None
        if told or re.match(r"^[A-Z]\w+ and [A-Z]", core) or (not somewhere and _somebody(core, heads))
        else _portrait(core)
    )


def _somebody(core: str, heads: list[str]) -> bool:
    """Whether a premise without a verb names somebody whose story could be told, or says too much for a portrait."""
    if core == "a story" or len(core.split()) > 9 or re.search(r"'s | called | named ", core):
        return True
    if re.match(r"^(?:my|our|her|his) [a-z]+ [A-Z]", core):
        return True
    if any(known_agent(h) for h in heads) and not _scenery(heads):
        return True
    found = figure(core)
    if not found or not found.name or core[:4].lower() == "the ":
        return False
    return core not in table("words")["cities"]["names"] and not word_set("scenery") & set(core.lower().split())


def read_letter(core: str) -> Matter | None:
    """A letter to somebody ("a letter to my late father"): `short` is whom it is written to, without my and our."""
    found = _LETTER.match(core.strip(" ?.!"))
    if not found or re.search(r"\b(?:who|which|that|arrives?|is|was|comes?)\b", found[1]):
        return None
    to = re.sub(r"^(?:my|our|the|an?) ", "", re.split(r",| about | from | for ", found[1], maxsplit=1)[0])
    return Matter("letter", _lowered(core.strip(" ?.!")), (to,))


def looked_at(core: str, text: str) -> Matter | None:
    """What a documentary shows, and a kind of creature of which much is known, where nobody does anything in particular."""
    core = core.strip(" .?!")
    bare = bool(re.match(r"^[A-Za-z]+$", core)) and common_subject(core) is not None
    asked = re.search(r"\b(?:documentary|nature film)\b", text, re.I) is not None
    return _portrait(core) if (bare or asked) and not clause(core).kind else None


def read_moment(text: str) -> Matter | None:
    """A moment that a thing made famous ("the night the Titanic sank"): looked at, for there is nobody in it to follow."""
    text = text.strip(" .!?")
    found = re.match(
        r"^[Tt]he (?:day|night|summer|winter|morning|moment|year) (?:that |when )?"
        r"((?:the|all|every|my|an?) (?:[\w'-]+ ){1,2})\w+(?: .{0,30})?$",
        text,
    )
    if found and any(known_agent(w) and not _scenery([w]) for w in found[1].split()):
        return None
    who = figure(found[1]) if found else None
    return _portrait(_lowered(text)) if who and (not known_agent(who.head) or _scenery([who.head])) else None


def _scenery(heads: list[str]) -> bool:
    return all(singular(h.lower()) in word_set("scenery") for h in heads) and len(heads) == 1


def _growing(core: str) -> bool:
    return bool(base_of_gerund(core.split(maxsplit=1)[0])) and len(core.split()) < 5


def _happening(core: str) -> bool:
    found = re.match(
        r"^(?:(?:the|my|our|his|her|a|an) )?((?:[\w'-]+ ){0,3}?)([a-z]+)(?=$| (?:of|in|at|on|between|for|to|from)\b)", core
    )
    if found and found[1] and is_plural(found[1].split()[-1]):
        return False
    return bool(
        found and found[2] in word_set("happenings") and (found[0] != core or found[1] or core.count(" ") < 2)
    ) and not (found and re.search(r"'s\s*$", found[1]))


def _portrait(core: str) -> Matter:
    said = _lowered(core)
    return Matter("portrait", said, (_definite(said),), "" if core in table("words")["cities"]["names"] else said)


def _question(asked: str, explain: bool) -> Matter:
    about = [w for w in re.findall(r"[a-z]+", re.sub(r" works?$", "", asked)) if abstract(w)]
    explain = explain or asked.endswith((" work", " works")) or common_subject(asked) is not None
    if not explain and (about or re.search(r"\b(?:we|us|our|i|you|life|people|mean|humans?)\b", asked, re.I)):
        return Matter("essay", asked, tuple(dict.fromkeys(about))[:2])
    subject = clause(re.sub(r"^\w+\s(?:to\s)?", "", asked)).subject
    if re.match(r"^(?:how|what|where|when) to (\w+) ", asked):
        subject = re.sub(r"^\w+ to \w+ ", "", asked)
    subject = re.sub(r"\s(?:is|are|was|were)\b.*$", "", subject)
    if asked.startswith("what "):
        subject = re.sub(r"^(?:causes?|makes?|happens? (?:in|inside)|(?:is|are) (?:in|inside|behind|under)) ", "", subject)
    return Matter("explainer", asked, (_definite(subject),), subject)


def _definite(phrase: str) -> str:
    """As a sentence speaks of it once it is known: "the playground", "trains", "my first day"."""
    return re.sub(r"^(?:an?|some)\s", "the ", phrase)


def _lowered(core: str) -> str:
    first = core.split(maxsplit=1)[0]
    proper = first in table("words")["cities"]["names"] or first.isupper() or (first[:1].isupper() and first.endswith("'s"))
    return (
        core
        if proper or (re.match(r"^[A-Z]\w+ [A-Z]", core) and first not in {"The", "A", "An", "My", "Our"})
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
