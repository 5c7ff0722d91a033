"""What a person wants a new scene to be about: a thing, somebody, an idea, a place, or something that happens."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from memory.film import Film
from tools.engines.authored.figures import NUMBERS, PRONOUNS, known_agent
from tools.engines.authored.revise_prose import Subject, Tense, finite, inflected, squeezed
from tools.engines.authored.revise_seen import head_of, spoken_of, subject
from tools.engines.authored.tenses import past_sentence
from tools.engines.authored.topics import abstract
from tools.engines.authored.words import article, base_of_gerund, is_plural, past, singular, table, third, verbs, word_set

Kind = Literal["thing", "somebody", "idea", "place", "clause"]

_SCENE = re.compile(
    r"^(?:(?:please |and )*(?:(?:an?|one|another|the) )?(?:new |short |little |quiet )?"
    r"(?:scene|moment|part|bit|shot|beat|sequence|one)(?: set)?"
    r"(?:,? (?:about|of|with|where|in which|when|showing|that shows|which shows|for|that has))?"
    r"|about|something about|where|when|showing|how) ",
    re.I,
)
_NO_ARTICLE = frozenset(
    {"rain", "snow", "music", "fog", "mist", "water", "fire", "bread", "thunder", "lightning", "wind", "smoke"}
)


@dataclass(frozen=True)
class About:
    """What a scene is about: as it is first said, as it is known, and as a whole clause in both tenses when it happens."""

    kind: Kind
    first: Subject
    known: str
    past: str = ""
    present: str = ""


def read_about(words: str, film: Film, hero: Subject | None) -> About:
    """Read what a person typed: "the storm", "a scene where Mara meets a fox", "loneliness", "they get lost"."""
    said = squeezed(words).strip(" .!?\"'“”")
    while (stripped := _SCENE.sub("", said)) != said and stripped:
        said = stripped
    said = re.sub(r"^(?:in|at|on|inside|near|by) (?=(?:the|an?) )", "", said)
    said = said if re.search(r"\w", said) else "a short rest"
    clause = _clause(said, hero)
    if clause:
        return About("clause", Subject(said), said, *clause)
    return _phrase(said, film)


def _clause(said: str, hero: Subject | None) -> tuple[str, str] | None:
    """Something that happens, in the past and in the present tense; None for what is only a phrase."""
    tokens = said.split()
    if len(tokens) < 2:
        return None
    doing = re.match(r"^((?:the |an? |my |her |his )?[\w'-]+(?: and (?:the |an? )?[\w'-]+)?(?: \w+)?) (\w+ing)\b(.*)$", said)
    base = base_of_gerund(doing[2]) if doing else None
    if doing and base and not any(finite(tokens, i) for i in range(1, len(tokens))):
        many = " and " in doing[1] or is_plural(doing[1].split()[-1])
        who = _named(doing[1], hero)
        return f"{who} {past(base)}{doing[3]}", f"{who} {base if many else third(base)}{doing[3]}"
    first = tokens[0].lower()
    if first in verbs() and hero and (tokens[1].lower() in word_set("determiners") | word_set("prepositions")):
        rest = " ".join(tokens[1:])
        return tuple(f"{hero.words} {inflected(first, t, hero)} {rest}" for t in ("past", "present"))  # type: ignore[return-value]
    at = next((i for i in range(1, len(tokens)) if finite(tokens, i)), 0)
    if not at and (pair := _pair_does(tokens)):
        return " ".join([*tokens[:pair], past(tokens[pair].lower()), *tokens[pair + 1 :]]), said
    if not at or any(t.lower() in {"that", "who", "which"} for t in tokens[:at]):
        return None
    plain = _named(said, hero)
    told = past_sentence(plain if len(plain.split()) > 2 else f"{plain} there").removesuffix(".")
    told = told.removesuffix(" there") if len(plain.split()) < 3 else told
    gone = finite(tokens, at) == "past"
    before = plain if gone else (told[:1].lower() + told[1:] if told and plain[:1].islower() else told)
    return (before, plain) if before else None


def _pair_does(tokens: list[str]) -> int:
    """Where the verb of two is: 4 in "Mara and the robot argue"; 0 when there is none."""
    both = tokens.index("and") if "and" in tokens[1:] else len(tokens)
    closed = word_set("determiners") | word_set("prepositions") | {"and"}
    places = range(both + 2, len(tokens))
    return next((i for i in places if tokens[i].lower() in verbs() and tokens[i - 1].lower() not in closed), 0)


def _named(said: str, hero: Subject | None) -> str:
    """A clause with the hero's name in the place of a pronoun that nothing explains."""
    found = re.match(r"^(she|he|they|we|it) ", said, re.I)
    alike = found and hero and (found[1].lower() == hero.forms[0] or (found[1].lower() == "they" and hero.group))
    if not found or not hero:
        return said
    return f"{hero.words} {said[found.end() :]}" if alike or found[1].lower() != "it" else said


def _phrase(said: str, film: Film) -> About:
    """A noun phrase, with an article where English wants one."""
    member = next(
        (m for m in film.cast if spoken_of(m, said) and "'s " not in said and len(said.split()) <= len(m.name.split()) + 1),
        None,
    )
    if member:
        who = subject(member, film)
        return About("somebody", who, who.words)
    core = re.split(r"\s(?:in|on|at|with|of|from|under|between|about|near|by|for|after|before|without)\s", said, maxsplit=1)[0]
    head = re.sub(r"[^\w'-]", "", core.split()[-1]).lower() if core.split() else ""
    many = (is_plural(head) and head == head.lower()) or core.split()[0].lower() in NUMBERS if core else False
    many = many and not _is_name(said)
    kind: Kind = "thing"
    if (known_agent(head) and singular(head) not in word_set("scenery") and not many) or _is_name(said):
        kind = "somebody"
    elif abstract(head):
        kind = "idea"
    elif singular(head) in table("words")["places"] and not many:
        kind = "place"
    first = _with_article(said, head, many, kind)
    brief = _with_article(core, head, many, kind) if len(said.split()) > 3 else first
    known = f"the {brief}" if many and brief in {said, core} else re.sub(r"^(?:an?|one|some) ", "the ", brief)
    return About(kind, Subject(first, "many" if many else "one", PRONOUNS["they" if many else "it"], group=many), known)


def _is_name(said: str) -> bool:
    """Whether all words begin with capitals, and no town is called so: "Captain Reyes"."""
    words = said.split()
    town = said in table("words")["cities"]["names"]
    return not town and all(w[:1].isupper() for w in words) and words[0] not in {"The", "A", "An"}


def _with_article(said: str, head: str, many: bool, kind: Kind) -> str:
    begun = re.match(
        r"^(?:an?|the|my|our|her|his|their|its|your|some|one|two|three|four|five|no|every|this|that)\b", said, re.I
    )
    proper = said[:1].isupper() and said.split(maxsplit=1)[0].lower() not in {"the", "a", "an"}
    if begun:
        return said[:1].lower() + said[1:]
    if proper or many or kind == "idea" or head in _NO_ARTICLE:
        return said
    return f"the {said}" if kind == "place" else article(said)


def heads(film: Film) -> frozenset[str]:
    """The words by which the cast is known, in small letters."""
    return frozenset(head_of(m).lower() for m in film.cast)


def tensed(about: About, tense: Tense) -> str:
    """What happens, in a tense; empty for what is only a phrase."""
    return about.past if tense == "past" else about.present
