"""The rule of content: what is never made, what is for adults alone, and the age that a film is fit for. The policy is data."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from memory.errors import Refused
from memory.film import Film
from tools.guards.meant import means
from tools.guards.spelling import plainly, tokens
from tools.guards.tables import table
from tools.guards.texts import film_of, film_words, pictured, told
from tools.policy import Act

_APART = re.compile(r"\b(?:\w[ .*_-]){3,}\w\b")
"""Letters of a word set apart."""
_NO_POLICIES = {"strictness", "ages"}


@dataclass(frozen=True)
class Abroad:
    """A policy's words in other languages than English (tongues.toml)."""

    pairs: tuple[tuple[re.Pattern[str], ...], ...] = ()
    some: tuple[re.Pattern[str], ...] = ()
    unless: re.Pattern[str] | None = None

    def meets(self, sentence: str) -> bool:
        """Whether a sentence in small letters falls under it."""
        if self.unless and self.unless.search(sentence):
            return False
        return any(pattern.search(sentence) for pattern in self.some) or any(
            all(pattern.search(sentence) for pattern in pair) for pair in self.pairs
        )


@dataclass(frozen=True)
class Policy:
    """One policy of content.toml, its patterns read."""

    name: str
    always: bool
    age: int
    says: str
    every: tuple[re.Pattern[str], ...]
    some: tuple[re.Pattern[str], ...]
    unless: re.Pattern[str] | None
    abroad: Abroad

    def meets(self, sentence: str) -> bool:
        """Whether a sentence in small plain letters falls under it."""
        if self.abroad.meets(sentence):
            return True
        if self.unless and self.unless.search(sentence):
            return False
        together = bool(self.every) and all(pattern.search(sentence) for pattern in self.every)
        return together or any(pattern.search(sentence) for pattern in self.some) or means(self.name, sentence)


@dataclass(frozen=True)
class Rating:
    """The age that a film is fit for, and the policies that raise it above 0."""

    age: int
    reasons: tuple[str, ...]


@cache
def policies() -> tuple[Policy, ...]:
    """Every policy, as written."""
    return tuple(
        Policy(
            name, bool(row.get("always")), int(row["age"]), str(row.get("says", "")),
            tuple(map(re.compile, row.get("all", ()))), tuple(map(re.compile, row.get("any", ()))),
            re.compile(row["unless"]) if "unless" in row else None, _abroad(name),
        )
        for name, row in table("content").items() if name not in _NO_POLICIES
    )  # fmt: skip


def _abroad(name: str) -> Abroad:
    row = table("tongues").get(name, {})
    pairs = tuple(tuple(map(re.compile, pair)) for pair in row.get("pairs", ()))
    return Abroad(pairs, tuple(map(re.compile, row.get("any", ()))), re.compile(row["unless"]) if "unless" in row else None)


def check(act: Act) -> None:
    """Refuse what is never made, and what is not fit for whom the film is meant; texts told and pictured alike."""
    film = film_of(act.root)
    refuse(f"{pictured(act)}\n{told(act)}", film.strictness if film else "general")


def refuse(text: str, strictness: str) -> None:
    """Raise Refused with the policy's sentence when a text is not fit; nothing otherwise."""
    most = int(table("content")["strictness"][strictness])
    for policy in found(text):
        if policy.always or policy.age > most:
            says = policy.says or f"This is told for viewers of {policy.age} and older, and the film is meant for {strictness} "
            more = "" if policy.says else "viewers. Nothing was made. Tell it more gently, or make the film less strict."
            raise Refused(says.format(strictness=strictness) + more)


@lru_cache(2_000)
def found(text: str) -> tuple[Policy, ...]:
    """The policies that a text falls under, the strictest first."""
    sentences = list(_sentences(text))
    met = [policy for policy in policies() if any(policy.meets(sentence) for sentence in sentences)]
    return tuple(sorted(met, key=lambda policy: (not policy.always, -policy.age)))


def _sentences(text: str) -> Iterable[str]:
    """Sentences in small letters, and once more with signs that stand for letters read as letters ("n4ked")."""
    whole = re.sub(r"(?<=[a-z,])\n(?=[a-z])", " ", plainly(text))  # a line that goes on is one sentence with the next
    for sentence in re.split(r"(?<=[.!?])\s+|(?<=[。！？])|\n+", whole):
        small = sentence.lower()
        yield small
        if _APART.search(small):
            yield _APART.sub(lambda run: re.sub(r"\W", "", run[0]), small)
        words = tokens(sentence)
        if any(word.look != word.sound or _other_letters(word.text) for word in words if not word.text.isdigit()):
            yield " ".join(word.look for word in words)


def _other_letters(word: str) -> bool:
    """Whether a word mixes letters of ours with such as only look like them."""
    return any(letter.isascii() for letter in word) and any(letter.isalpha() and letter > "\u024f" for letter in word)


def rate(film: Film) -> Rating:
    """The age that a film's words suggest; pictures of engines that paint photographs are judged by their own gate."""
    met = {policy.name: policy.age for text in film_words(film) for policy in found(text)}
    age = max(met.values(), default=0)
    return Rating(age, tuple(name for name, years in sorted(met.items(), key=lambda pair: -pair[1]) if years))
