"""One clause of what was said: its tokens, and what each word or phrase may mean."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property

from agent.director.marks import Mark, Marked
from agent.director.sheet import Sheet
from agent.director.text import known_words
from agent.director.words import table

_TOKEN = re.compile(r"⟦\w\d+⟧|\d+:\d+|[^\W\d_]+(?:[-'][^\W\d_]+)*|'s\b|\d+(?:\.\d+)?|[^\w\s]")
_SWALLOWS = frozenset(
    [
        "adj",
        "noun",
        "verb",
        "loudverb",
        "fastverb",
        "longverb",
        "topic",
        "sound",
        "move",
        "framing",
        "easing",
        "trans",
        "aspect",
        "style",
        "bw",
        "question",
        "out",
        "cannot",
        "versions",
        "mood",
        "colour",
        "degree",
    ]
)
"""Kinds whose longer phrases make the shorter ones inside them mean nothing."""
_PARTICLES = frozenset(["up", "down", "out", "off", "on", "in", "back", "away", "forward", "round"])
_BETWEEN = frozenset(
    [
        "the",
        "a",
        "it",
        "us",
        "camera",
        "cam",
        "shot",
        "lens",
        "frame",
        "view",
        "viewer",
        "slowly",
        "gently",
        "quickly",
        "slightly",
        "bit",
        "little",
        "right",
        "all",
        "way",
        "very",
        "really",
        "just",
        "steadily",
        "smoothly",
        "softly",
        "subtly",
        "our",
        "this",
        "that",
    ]
)
"""What may stand between the two words of a camera move; "pull the colour out" is none."""
_APART = 7
"""Words that may stand between a verb and its particle ("turn the music in the last scene down")."""


@dataclass(frozen=True)
class Hit:
    """A phrase that was recognised: what kind of thing it says, which one, and which tokens it covers."""

    kind: str
    value: str
    cover: tuple[int, ...]
    more: bool = False
    """Whether it is a comparative or superlative ("darker")."""
    phrase: str = ""
    """The phrase as it stands in the lexicon ("dark")."""

    @property
    def start(self) -> int:
        """Its first token."""
        return self.cover[0]

    @property
    def end(self) -> int:
        """The token after its last."""
        return self.cover[-1] + 1


@dataclass(frozen=True)
class _Phrase:
    words: tuple[str, ...]
    kind: str
    value: str


@cache
def _phrases() -> dict[str, list[_Phrase]]:
    """Every phrase of the lexicon by its first word."""
    found: dict[str, list[_Phrase]] = {}
    for name in ("lexicon", "kinds"):
        for kind, section in table(name).items():
            for value, phrases in section.items():
                for phrase in phrases:
                    words = tuple(w.lower() for w in _TOKEN.findall(phrase))
                    found.setdefault(words[0], []).append(_Phrase(words, kind, value))
    return found


@cache
def _alone() -> frozenset[str]:
    """Words that are entries by themselves: they are not taken for forms of other words."""
    return frozenset(p.words[0] for group in _phrases().values() for p in group if len(p.words) == 1 and p.kind != "filler")


@cache
def forms(word: str) -> tuple[tuple[str, bool], ...]:
    """A word and what it may be a form of, each with whether it is a comparative: "darker" is ("dark", True)."""
    found: dict[str, bool] = {word: False}
    if word in table("english")["themselves"]:
        return tuple(found.items())
    rules = (
        ("s", ""),
        ("es", ""),
        ("ies", "y"),
        ("ed", ""),
        ("ed", "e"),
        ("ing", ""),
        ("ing", "e"),
        ("ly", ""),
        ("ily", "y"),
        ("ally", ""),
        ("iness", "y"),
        ("ness", ""),
        ("y", ""),
    )
    for ending, instead in (*rules, ("er", ""), ("er", "e"), ("ier", "y"), ("est", ""), ("est", "e"), ("iest", "y")):
        if word.endswith(ending) and len(word) - len(ending) >= 2:
            base = word[: -len(ending)] + instead
            for candidate in (base, base[:-1] if not instead and base[-1:] == base[-2:-1] else base):
                if candidate in known_words():
                    found.setdefault(candidate, ending in ("er", "ier", "est", "iest"))
    return tuple(found.items())


@dataclass
class Clause:
    """A stretch of the utterance that says one thing (or needs its neighbour to)."""

    text: str
    marked: Marked
    sheet: Sheet

    @cached_property
    def tokens(self) -> list[str]:
        """The words, numbers, marks and signs."""
        return _TOKEN.findall(self.text)

    @cached_property
    def lower(self) -> list[str]:
        """The tokens in lower case."""
        return [token.lower() for token in self.tokens]

    @cached_property
    def hits(self) -> list[Hit]:
        """All that was recognised; what lies inside a longer phrase is left out."""
        found = [*self._together(), *self._apart(), *self._people()]
        big = [h for h in found if len(h.cover) > 1 and h.kind in _SWALLOWS]
        return [h for h in found if h.kind == "filler" or not any(set(h.cover) < set(b.cover) for b in big)]

    def _together(self) -> Iterator[Hit]:
        for at in range(len(self.lower)):
            seen: set[tuple[str, str, int]] = set()
            for form, more in forms(self.lower[at]):
                for phrase in _phrases().get(form, ()):
                    if form != self.lower[at] and len(phrase.words) == 1 and self.lower[at] in _alone():
                        continue
                    size = len(phrase.words)
                    key = (phrase.kind, phrase.value, size)
                    if key not in seen and self._reads(phrase.words, at):
                        seen.add(key)
                        yield Hit(phrase.kind, phrase.value, tuple(range(at, at + size)), more, " ".join(phrase.words))

    def _reads(self, words: tuple[str, ...], at: int) -> bool:
        if at + len(words) > len(self.lower):
            return False
        return all(any(form == word for form, _ in forms(self.lower[at + i])) for i, word in enumerate(words[1:], 1))

    def _apart(self) -> Iterator[Hit]:
        """Verbs and particles that stand apart: "turn the music down"."""
        for at in range(len(self.lower) - 2):
            for form, _ in forms(self.lower[at]):
                for phrase in _phrases().get(form, ()):
                    if len(phrase.words) != 2 or phrase.words[1] not in _PARTICLES or phrase.kind == "filler":
                        continue
                    for then in range(at + 2, min(at + 2 + _APART, len(self.lower))):
                        if phrase.kind == "move" and not set(self.lower[at + 1 : then]) <= _BETWEEN:
                            break
                        if self.lower[then] == phrase.words[1] and not self._leads(then):
                            yield Hit(phrase.kind, phrase.value, (at, then))
                            break

    def _people(self) -> Iterator[Hit]:
        """Members of the cast, by name or by what they are ("the robot")."""
        for at, word in enumerate(self.lower):
            if len(word) > 2 and word.isalpha() and (member := self.sheet.member(word)):
                yield Hit("who", member, (at,))

    def _leads(self, at: int) -> bool:
        """Whether a particle there is a preposition with its own noun ("in scene 2", "on the left", "out of")."""
        following = self.lower[at + 1] if at + 1 < len(self.lower) else ""
        return self.lower[at] in ("in", "on") and following not in ("", ",", ".", "!", "?", "please", "for", "to", "in")

    def all(self, kind: str, value: str = "") -> list[Hit]:
        """The hits of a kind, and of one value when it is given."""
        return [h for h in self.hits if h.kind == kind and value in ("", h.value)]

    def first(self, kind: str, value: str = "") -> Hit | None:
        """The first hit of a kind, or None."""
        return next(iter(self.all(kind, value)), None)

    def has(self, need: str) -> bool:
        """Whether any of "kind|kind.value|n|n.db" is there: n quantities, s scenes, q quotations, p words as they stand."""
        return any(self._has(*option.partition(".")[::2]) for option in need.split("|"))

    def _has(self, kind: str, value: str) -> bool:
        if kind in ("n", "s", "q", "p"):
            return any(m.kind == kind and value in ("", m.unit) for m in self.marks)
        return self.first(kind, value) is not None

    @cached_property
    def marks(self) -> list[Mark]:
        """The marks in the clause, in order."""
        return [mark for token in self.tokens if (mark := self.marked.mark(token))]

    @property
    def places(self) -> list[Mark]:
        """The scenes that are named."""
        return [mark for mark in self.marks if mark.kind == "s"]

    def quantity(self, *units: str) -> Mark | None:
        """The first quantity in one of these units."""
        return next((m for m in self.marks if m.kind == "n" and m.unit in units), None)

    @property
    def words_given(self) -> str:
        """The quotation or the words taken as they stand, "" when there are none."""
        return next((self.marked.unmarked(m.raw) for m in self.marks if m.kind in ("p", "q")), "")

    @cached_property
    def content(self) -> set[int]:
        """Tokens that say something: no marks, signs or filler."""
        filler = {i for h in self.hits if h.kind == "filler" for i in h.cover}
        return {
            i for i, t in enumerate(self.lower) if i not in filler and t[0].isalnum() and not self.marked.mark(self.tokens[i])
        }

    def before(self, hit: Hit, words: int = 4) -> list[str]:
        """The words just before a hit."""
        return self.lower[max(0, hit.start - words) : hit.start]

    def after(self, hit: Hit, words: int = 3) -> list[str]:
        """The words just after a hit."""
        return self.lower[hit.end : hit.end + words]

    def original(self, start: int = 0, end: int | None = None) -> str:
        """The person's own words of some tokens."""
        text = self.marked.unmarked(" ".join(self.tokens[start:end]))
        return re.sub(r"\s+([,.;:!?]|'s)", r"\1", text).strip(" ,;:.")
