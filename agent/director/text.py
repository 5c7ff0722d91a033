"""The person's words made even: unicode, contractions, stretched letters, quotations, typing errors, numbers as digits."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from agent.director.marks import Mark, Marked
from agent.director.words import ordinary, table

LONGEST = 4_000
"""Characters that are read; nobody says more in one turn."""
_QUOTES = re.compile(
    r"\"([^\"]{1,2000})\"|“([^”]{1,2000})”|„([^“”]{1,2000})[“”]|«([^»]{1,2000})»|「([^」]{1,2000})」|『([^』]{1,2000})』"
)
_SINGLE = re.compile(r"(?<![\w])['‘]([^'‘’]{2,400}(?:['’](?=[a-z])[^'‘’]{0,400})*)['’](?![\w])")
_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")
_STRETCHED = re.compile(r"([a-z])\1{2,}", re.IGNORECASE)


def clean(utterance: str) -> str:
    """The words as plain text: composed unicode, no control characters, one kind of apostrophe, at most 4,000 characters."""
    text = unicodedata.normalize("NFKC", utterance[: LONGEST * 2])
    text = "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Co", "Cs") else c for c in text)
    text = text.replace("’", "'").replace("‘", "'").replace("`", "'").replace("´", "'").replace("⟦", "[").replace("⟧", "]")
    text = re.sub(r"[–—−]", "-", text)
    return re.sub(r"\s+", " ", text).strip()[:LONGEST]


def quoted(text: str) -> Marked:
    """The text with its quotations as marks."""
    marked = Marked(text)
    for pattern in (_QUOTES, _SINGLE):
        marked.replace(pattern, lambda m: Mark("q", next(g for g in m.groups() if g is not None).strip()))
    return marked


def plain_words(text: str) -> str:
    """Contractions written out, stretched letters shortened, number words as digits; marks stay."""
    text = _STRETCHED.sub(lambda m: m[1] * (2 if m[1].lower() in "eo" else 1) if len(m[0]) > 2 else m[0], text)
    for short, full in table("english")["contractions"].items():
        text = re.sub(rf"(?<![\w']){re.escape(short)}(?![\w'])", full, text, flags=re.IGNORECASE)
    text = _BARE_IS.sub(r"\1 is", text)
    text = re.sub(r"(?<=\w)n't\b", " not", text, flags=re.IGNORECASE)
    text = _TOO.sub(r"\1too \2", text)
    text = re.sub(r"(?<=\w)'(ll|re|ve|d)\b", lambda m: {"ll": " will", "re": " are", "ve": " have", "d": " would"}[m[1]], text)
    text = re.sub(r"(?<=\b(?:it|he|at|ho|re|at|ow))'s\b", " is", text)
    text = re.sub(r"(?<=[a-zA-Z]{2})-(?=[a-zA-Z])(?!shots?\b)|(?<=\b[a-zA-Z])-(?=cut)", " ", text)
    return _numbers(re.sub(r"(?<=\w)'s\b", " 's", text))


_BARE_IS = re.compile(
    r"\b(she|he|(?<!of )it)s\b(?= (?:so|too|way|far|very|really|kinda"
    r"|kind|just|not|all|a|an|the|like|supposed|still|much|\w+ing)\b)",
    re.IGNORECASE,
)
"""As in "its so bright", "shes way too fast"."""
_TOO = re.compile(
    r"\b((?:is|are|looks?|sounds?|talks?|speaks?|reads?|goes|was|feels?|seems?|way|much|far|bit) )to "
    r"(slow|fast|quick|dark|bright|loud|quiet|long|short|cold|warm|hot|sharp|flat|much|soft|hard|harsh|noisy|dull|grainy|red|blue|pale)\b"
    r"(?! (?:it|the|this|that|them|things|everything)\b)",
    re.IGNORECASE,
)
"""As in "she talks to slow"."""


def _numbers(text: str) -> str:
    """Number words as digits, where they are not "one" in "the last one"; "ninety five" becomes 95."""
    ones, tens = table("english")["ones"], table("english")["tens"]

    def compound(match: re.Match[str]) -> str:
        return str(tens[match[1].lower()] + (ones[match[2].lower()] if match[2] else 0))

    both = rf"\b({'|'.join(tens)})(?:[- ]({'|'.join(o for o in ones if ones[o] < 10)}))?\b"
    text = re.sub(both, compound, text, flags=re.IGNORECASE)
    several = "|".join(o for o in ones if o != "one")
    text = re.sub(rf"\b({several})\b(?!\s*-?\s*shots?\b)", lambda m: str(ones[m[1].lower()]), text, flags=re.IGNORECASE)
    text = re.sub(r"\b(a|1|one) hundred\b", "100", text, flags=re.IGNORECASE)
    one = (
        r"(?<=\bscene )one\b|(?<=\bscenes )one\b|(?<=\bnumber )one\b|\bone(?= (?:minute|second|and|or|to|half|step|"
        r"version|beat|more second)s?\b)|(?<=\bin )one\b(?=, (?:\d|two|three|four|five|six)\b)"
    )
    text = re.sub(one, "1", text, flags=re.IGNORECASE)
    return re.sub(r"\b([2-9]) (first|last|final|opening|closing)\b(?= [a-z])", r"\2 \1", text, flags=re.IGNORECASE)


@cache
def _idioms() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(shape, re.IGNORECASE), instead) for shape, instead in table("idioms")["plain"])


def plainly(text: str) -> str:
    """Turns of speech and trade words as plain orders ("stop down" is "darken"); asides and similes left out."""
    for shape, instead in _idioms():
        text = shape.sub(instead, text)
    return re.sub(r"\s+", " ", text).strip() or text


@cache
def _by_length() -> dict[int, tuple[str, ...]]:
    return _grouped(known_words())


def _grouped(words: Iterable[str]) -> dict[int, tuple[str, ...]]:
    groups: dict[int, list[str]] = {}
    for word in sorted(words):
        groups.setdefault(len(word), []).append(word)
    return {size: tuple(group) for size, group in groups.items()}


@cache
def known_words() -> frozenset[str]:
    """Every single word of the lexicon."""
    found: set[str] = set()
    for name in ("lexicon", "kinds"):
        for section in table(name).values():
            for phrases in section.values():
                found |= {word for phrase in phrases for word in re.findall(r"[a-z]+", phrase)}
    compared = {more for kind in ("adj", "loud", "fast", "long") for more in _comparatives(table("lexicon")[kind])}
    compared |= _comparatives(table("kinds")["mood"])
    return frozenset(found | compared | set(table("english")["common"]))


def _comparatives(section: dict[str, list[str]]) -> set[str]:
    """Comparatives of a section's short adjectives, as words that a typing error may have meant."""
    words = {phrase for phrases in section.values() for phrase in phrases if phrase.isalpha() and 2 < len(phrase) < 8}
    return {f"{w[:-1]}ier" if w.endswith("y") else f"{w}r" if w.endswith("e") else f"{w}er" for w in words}


def corrected(text: str, film_words: frozenset[str]) -> str:
    """Typing errors put right against the lexicon's and the film's words; ordinary English words are never touched."""

    def fix(match: re.Match[str]) -> str:
        word = match[0].lower()
        if len(word) < 3 or word in film_words or word in known_words():
            return match[0]
        slip = table("english")["slips"].get(word)
        if slip:
            return str(slip)
        if word in ordinary() or _regular(word, film_words) or _is_drawn(word):
            return match[0]
        return nearest(word, film_words) or match[0]

    return _WORD.sub(fix, text)


def _is_drawn(word: str) -> bool:
    """Whether the painter knows a thing of that name ("teapot")."""
    from tools.engines.papercut.lexicon import look_up

    return look_up((word,)) is not None


def _regular(word: str, film_words: frozenset[str]) -> bool:
    """Whether the word is a known or ordinary one with a regular ending."""
    for ending in ("s", "es", "ed", "d", "ing", "er", "est", "ly", "r", "y", "ier", "iest", "'s", "ness", "iness", "ish", "en"):
        stem = word.removesuffix(ending)
        if ending in ("r", "d") and not stem.endswith("e"):
            continue
        if stem != word and len(stem) > (3 if ending in ("er", "r", "est", "y", "ish", "en", "d") else 2):
            stems = {stem, stem + "e", stem + "y", stem[:-1] if stem[-1:] == stem[-2:-1] else stem}
            if any(s in ordinary() or s in film_words or s in known_words() for s in stems):
                return True
    return False


def nearest(word: str, film_words: frozenset[str]) -> str:
    """The one known word that a typing error is nearest to, "" when none is near enough."""
    if len(word) < 4:
        return ""
    allowed = 1 if len(word) < 6 else 2
    best, found = allowed + 0.9, ""
    film = _grouped(w for w in film_words if len(w) > 3)
    for size in range(len(word) - allowed, len(word) + allowed + 1):
        for candidate in (*_by_length().get(size, ()), *film.get(size, ())):
            if candidate[0] != word[0] and candidate[1:2] != word[:1] and candidate[:1] != word[1:2]:
                continue
            distance = edits(word, candidate, int(best) + 1) + (0.1 if size < len(word) else 0.2 if size == len(word) else 0)
            if distance < best and len(candidate) > 2:
                best, found = distance, candidate
    return found


def edits(one: str, other: str, limit: int) -> int:
    """Letters to insert, drop, replace or exchange with their neighbour (Damerau); at least `limit` when it is not fewer."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) >= limit:
            return limit
    return row[-1]
