"""Where a thing is named in words that are drawn: its noun's whole phrase, found with the painter's own word lists."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

_TOKEN = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*|\d+|[.,;:!?()\"—–]")
ENDS = frozenset(".;:!?")
STOPS = frozenset('.,;:!?()"—–')
CLAUSES = frozenset(["while", "when", "where", "as", "but", "then", "until", "because", "so"])
_FAR = 4
"""Words between an article and its noun."""
EVERYBODY = frozenset(["people", "person", "persons", "humans", "human", "everybody", "everyone", "anybody", "anyone", "folks",
                       "figures", "characters", "nobody", "humanity", "peoples"])  # fmt: skip
_THEY = frozenset(["she", "he", "they", "we", "i", "someone", "somebody", "everyone", "nobody"])


@dataclass(frozen=True)
class Words:
    """A text cut into words and signs, each with its place."""

    text: str
    tokens: tuple[str, ...]
    """In lower case, without a possessive ending."""
    places: tuple[tuple[int, int], ...]

    @classmethod
    def of(cls, text: str) -> Words:
        """The words of a text."""
        found = list(_TOKEN.finditer(text))
        return cls(text, tuple(bare(m[0].lower()) for m in found), tuple(m.span() for m in found))

    def raw(self, at: int) -> str:
        """A word as it stands; "" beyond the end."""
        return self.text[slice(*self.places[at])] if 0 <= at < len(self.tokens) else ""

    def at(self, place: int) -> str:
        """A word in lower case; "" before the first and beyond the last."""
        return self.tokens[place] if 0 <= place < len(self.tokens) else ""

    def without(self, start: int, end: int) -> str:
        """The text without those words."""
        return f"{self.text[: self.places[start][0]]} {self.text[self.places[end - 1][1] :]}" if start < end else self.text


def bare(word: str) -> str:
    """A word without a possessive ending."""
    return re.sub(r"['’]s$", "", word)


def core(thing: str) -> tuple[str, ...]:
    """The words of a thing without its article and without what is said behind it: "the red boat on the left" is red, boat."""
    tokens = list(Words.of(thing).tokens)
    while tokens and tokens[0] in articles():
        tokens.pop(0)
    end = next((i for i in range(1, len(tokens)) if _ends_noun(tokens, i)), len(tokens))
    return tuple(tokens[:end])


def _ends_noun(tokens: Sequence[str], at: int) -> bool:
    """Whether a thing's name ends before a word: grammar, another article, or what it does ("a moth circling the flame")."""
    word, following = tokens[at], tokens[at + 1] if at + 1 < len(tokens) else ""
    if word in grammar() - {"of"} or (word in articles() and tokens[at - 1] != "of"):
        return True
    return word.endswith("ing") and len(word) > 5 and (not following or following in articles() | grammar())


def alone(thing: str) -> str:
    """A thing without where it is: "a bird on the ship" is "a bird"; "a cup of tea" stays."""
    words = Words.of(thing)
    end = next((i for i, t in enumerate(words.tokens) if i and t in relations() - {"with"}), len(words.tokens))
    return thing[: words.places[end - 1][1]] if end else thing


def holds(text: str, thing: str, names: Collection[str] = ()) -> bool:
    """Whether the words name the thing."""
    return bool(found(Words.of(text), thing, names))


def found(words: Words, thing: str, names: Collection[str] = ()) -> list[tuple[int, int]]:
    """Where a thing is named: its phrases, article and all, in order. `names` are other words for it, such as a cast name.

    People are whoever is named as a person or by one of the names.
    """
    asked, called = core(thing), {name.lower() for name in names}
    if not asked:
        return []
    if asked[-1] in EVERYBODY:
        heads = [i for i, t in enumerate(words.tokens) if t in _THEY | EVERYBODY or t in called or _is_person(words, i)]
        return _apart([_phrase(words, i, i + 1) for i in heads])
    for wanted in (asked, asked[-1:]):
        size = len(wanted)
        alike = [i for i in range(len(words.tokens) - size + 1) if _same(words.tokens[i : i + size], wanted)]
        alike += [i for i, t in enumerate(words.tokens) if t in called]
        if alike:
            return _apart([_phrase(words, i, i + (1 if words.tokens[i] in called else size)) for i in sorted(set(alike))])
    return []


def _apart(phrases: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for phrase in phrases:
        if not kept or phrase[0] >= kept[-1][1]:
            kept.append(phrase)
    return kept


def _same(said: Sequence[str], wanted: Sequence[str]) -> bool:
    return all(a == b or set(singular(a)) & set(singular(b)) for a, b in zip(said, wanted, strict=True))


def _phrase(words: Words, start: int, end: int) -> tuple[int, int]:
    """A noun's whole phrase: back to its article, on over "of ..." and what belongs to a name."""
    at = _beginning(words, start)
    owner = words.raw(start) != "" and words.raw(end - 1).endswith(("'s", "’s"))
    while owner and words.at(end) not in grammar() | STOPS | {""}:
        end += 1
    if words.at(end) == "of":
        end = end_of(words, end + 1)
    if is_name(words, start) and words.at(end) in articles():
        end = end_of(words, end)
    return at, end


def _beginning(words: Words, start: int) -> int:
    """Where the phrase of the noun at `start` begins: at its article, or at what counts it ("a flock of", "a cup of")."""
    if is_name(words, start):
        return start
    at = start
    while at and words.at(at - 1) in describing():
        at -= 1
    back = next((at - n for n in range(1, _FAR) if words.at(at - n) in articles() | counts()), at)
    unknown = any(words.at(i) in grammar() | STOPS for i in range(back + 1, at))
    at = at if unknown else back
    if words.at(at - 1) == "of" and (counted(words.at(at - 2)) or words.at(at - 3) in ("a", "an", "one", "some")):
        return _beginning(words, at - 2)
    return at


def is_name(words: Words, at: int) -> bool:
    """Whether a word is somebody's name: it has a capital and is none of the language's things."""
    from tools.engines.papercut.lexicon import look_up

    if not words.raw(at)[:1].isupper() or words.at(at) in describing() | grammar():
        return False
    return (at > 0 and words.at(at - 1) not in ENDS) or not look_up((words.tokens[at],))


def end_of(words: Words, at: int) -> int:
    """Where the noun phrase that begins there ends: at most three words behind its article."""
    begun = at
    while words.at(at) in articles() | counts():
        at += 1
    first = at
    while words.at(at) not in grammar() | STOPS | {""} and at - first < 3 and (at == first or words.at(at - 1) in describing()):
        at += 1
    return max(at, begun + 1)


@cache
def articles() -> frozenset[str]:
    """Words that open a noun's phrase."""
    from tools.engines.papercut.sentence import words

    return words("determiners") | {"no"}


@cache
def relations() -> frozenset[str]:
    """Prepositions and the particles like them."""
    from tools.engines.papercut.sentence import words

    return words("prepositions") - {"and", "or", "of"} | {"out", "up", "down", "to", "next"}


@cache
def grammar() -> frozenset[str]:
    """Words that are no things, no deeds and no qualities."""
    from tools.engines.papercut.sentence import words

    return words("function") | words("prepositions") | CLAUSES


@cache
def describing() -> frozenset[str]:
    """Adjectives and colours."""
    from tools.engines.papercut.sentence import adjectives

    return adjectives()


@cache
def colours() -> frozenset[str]:
    """Words for colours."""
    from tools.engines.papercut.lexicon import data

    return frozenset(data("words")["colours"])


@cache
def sizes() -> frozenset[str]:
    """Words for small and large."""
    from tools.engines.papercut.lexicon import data

    return frozenset([*data("words")["adjectives"]["small"], *data("words")["adjectives"]["large"]])


@cache
def counts() -> frozenset[str]:
    """Words for numbers."""
    from tools.engines.papercut.lexicon import data

    return frozenset(data("words")["numbers"])


def counted(word: str) -> bool:
    """Whether a word counts what follows it after "of"."""
    from tools.engines.papercut.sentence import gathers

    return bool(word) and gathers(word)


def singular(word: str) -> tuple[str, ...]:
    """A word and what it may be the plural of."""
    from tools.engines.papercut.lexicon import singulars

    return (word, *singulars(word))


def _is_person(words: Words, at: int) -> bool:
    from tools.engines.papercut.lexicon import look_up

    hit = look_up((words.tokens[at],))
    named = words.at(at - 1) in articles() | describing() | counts()
    return bool(hit and hit[0].person and (named or words.tokens[at] in ("crowd", "crowds", "men", "women", "children")))
