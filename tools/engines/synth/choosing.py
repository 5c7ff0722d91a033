"""Which sound a free text means: by the words of kinds.toml, by likeness of spelling last; nothing is guessed beyond that."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from memory.errors import EngineError
from tools.engines.synth.tables import table

_LONGEST = 4
"""Words that a phrase of the lexicon may have."""
_ALIKE = 0.86
"""Likeness of spelling from which a word of five letters or more is taken for another."""
_SHOWN = 6
"""Kinds that a refusal names as near."""


@dataclass(frozen=True)
class Kind:
    """What kinds.toml says of one kind of sound."""

    name: str
    says: str
    words: tuple[str, ...]
    hints: tuple[str, ...] = ()
    wide: bool = False
    outside: bool = False
    every: tuple[float, float] | None = None
    beat: bool = False
    within: str = ""
    """The room that is in the sound already."""
    seconds: float = 12.0
    level: float = -27


@dataclass(frozen=True)
class Found:
    """A word or phrase of the lexicon in a text: its kind, from which word to which, whether it means or only suggests it."""

    kind: str
    start: int
    stop: int
    means: bool


@cache
def kinds() -> dict[str, Kind]:
    """Every kind by name, in the order of the table."""
    return {name: _kind(name, dict(row)) for name, row in table("kinds").items()}


def _kind(name: str, row: dict[str, Any]) -> Kind:
    every = row.pop("every", None)
    words, hints = tuple(row.pop("words")), tuple(row.pop("hints", ()))
    return Kind(name, row.pop("says"), words, hints, every=(every[0], every[1]) if every else None, **row)


@cache
def lexicon() -> dict[str, tuple[str, bool]]:
    """Every word and phrase: the kind it belongs to, and whether it means the sound or only suggests it."""
    known = {word: (kind.name, False) for kind in kinds().values() for word in kind.hints}
    known |= {word: (kind.name, True) for kind in kinds().values() for word in kind.words}
    return known | {name: (name, True) for name in kinds()}


def words_in(text: str) -> list[str]:
    """The words of a text as they are counted here: a Found's start and stop are places among them."""
    return re.findall(r"[a-z]+", text.lower().replace("'s", "").replace("-", " "))


def _forms(word: str) -> Iterator[str]:
    yield word
    for ending in ("s", "es", "y", "ing"):
        if word.endswith(ending) and len(word) - len(ending) > 2:
            yield word.removesuffix(ending)


def find_all(text: str) -> list[Found]:
    """Find every phrase of the lexicon in a text, the longest at each place, in order."""
    words, known, found = words_in(text), lexicon(), list[Found]()
    at = 0
    while at < len(words):
        for size in range(min(_LONGEST, len(words) - at), 0, -1):
            phrase = words[at : at + size]
            hit = next((known[f] for f in (" ".join([*phrase[:-1], form]) for form in _forms(phrase[-1])) if f in known), None)
            if hit:
                found.append(Found(hit[0], at, at + size, hit[1]))
                at += size - 1
                break
        at += 1
    return found


def find_kind(text: str) -> str:
    """Find the kind that a free text means ("the sea at night" is waves); EngineError naming near kinds when it means none."""
    kind = look_up(text)
    if not kind:
        near = near_kinds(text)
        raise EngineError(
            f"The synth makes no sound called {text.strip()[:60]!r}. The film is unchanged. The nearest it makes are: "
            f"{', '.join(near)}. In all it makes {len(kinds())}, among them {', '.join(list(kinds())[:20])}."
        )
    return kind


def look_up(text: str) -> str:
    """The kind that a text means by its words, its ground considered; "" when no word is known, not even by its spelling."""
    found = find_all(text)
    means = [each for each in found if each.means] or found
    if means:
        return _grounded(_head(means).kind, words_in(text))
    for word in words_in(text):
        single = [each for each in lexicon() if each[0] == word[0]] if len(word) > 4 else []
        close = difflib.get_close_matches(word, sorted(single), n=1, cutoff=_ALIKE)
        if close:
            return lexicon()[close[0]][0]
    return ""


def _head(found: Sequence[Found]) -> Found:
    """Of words that stand side by side the last is meant ("city rain", "kitchen clock"), else the first of the text."""
    head = found[0]
    for each in found[1:]:
        if each.start != head.stop:
            break
        head = each
    return head


def _grounded(kind: str, words: Sequence[str]) -> str:
    """Steps in the snow and rain on a tin roof have a sound of their own."""
    for other, grounds in table("grounds").get(kind, {}).items():
        if set(grounds) & set(words):
            return str(other)
    return kind


def near_kinds(text: str) -> list[str]:
    """The kinds that come nearest to a text, the nearest first: by spelling of their words, then by meaning."""
    known = lexicon()
    spelled = [known[w][0] for word in words_in(text) for w in difflib.get_close_matches(word, sorted(known), n=3, cutoff=0.7)]
    return list(dict.fromkeys([*spelled, *meant_kinds(text)]))[:_SHOWN]


def meant_kinds(text: str, least: float = -1.0) -> list[str]:
    """Kinds by how near their sentence is in meaning, the nearest first, of cosine `least` or more.

    The model of meaning cannot tell sounds apart well (rain and wind are as near as 0.56): a list to choose from, no answer.
    """
    from tools.engines.meaning import embed

    names = list(kinds())
    vectors = embed([text.strip()[:200] or "nothing", *(f"the sound of {kinds()[name].says}" for name in names)])
    cosines = vectors[1:] @ vectors[0]
    return [names[int(k)] for k in (-cosines).argsort() if float(cosines[int(k)]) >= least]
