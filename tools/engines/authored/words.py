"""What the writer knows of English words: the word lists, and the few inflections a story in the past tense needs."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from memory.tables import read_table

VOWELS = "aeiou"
_AN = re.compile(r"^(?:[aeio]|u(?!ni|se|su|ti|ra|k)|hour|honest|heir|honou?r|AI\b|8|11\b|18\b)", re.IGNORECASE)
_A = re.compile(r"^(?:one\b|once\b|euro|ewe|oui)", re.IGNORECASE)


@cache
def table(name: str) -> dict[str, Any]:
    """A data file of the writer ("words", "arcs", "worlds", "episodes", "styles") as a dict."""
    return read_table(Path(__file__).parent / f"{name}.toml")


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern made of the words of a table, compiled once: there are more of them than `re` itself remembers."""
    return re.compile(pattern)


@cache
def verbs() -> dict[str, str]:
    """Base form of every known verb to the first class that lists it."""
    known: dict[str, str] = {}
    for kind, words in table("words")["verbs"].items():
        for word in words:
            known.setdefault(word, kind)
    return known


@cache
def nouns(kind: str) -> frozenset[str]:
    """One of the noun lists."""
    return frozenset(table("words")["nouns"][kind])


@cache
def word_set(kind: str) -> frozenset[str]:
    """One of the closed classes of words: determiners, prepositions, scenery, small (things), not_names."""
    return frozenset(table("words")["sets"][kind])


def article(words: str) -> str:
    """The words with "a" or "an" before them, by sound."""
    return f"an {words}" if _AN.match(words) and not _A.match(words) else f"a {words}"


def past(base: str) -> str:
    """The past tense of a base form: "carry" -> "carried"."""
    irregular: dict[str, str] = table("words")["irregular_past"]
    if base in irregular:
        return irregular[base]
    if base.endswith("e"):
        return base + "d"
    if base.endswith("y") and base[-2:-1] not in VOWELS:
        return base[:-1] + "ied"
    if re.match(r"^[^aeiou]*[aeiou][bdgmnprt]$", base):
        return base + base[-1] + "ed"
    return base + "ed"


def third(base: str) -> str:
    """The form of a verb after he, she or it: "carry" -> "carries"."""
    irregular = {"be": "is", "have": "has"}
    if base in irregular:
        return irregular[base]
    if base.endswith(("s", "x", "z", "ch", "sh", "o")) and not base.endswith("oo"):
        return base + "es"
    return base[:-1] + "ies" if base.endswith("y") and base[-2:-1] not in VOWELS else base + "s"


def base_of(word: str) -> str | None:
    """The base of a third-person or plural verb form ("builds", "is", "has"), or None when no known verb fits."""
    word = word.lower()
    if word in {"is", "are", "was", "were"}:
        return "be"
    if word == "has":
        return "have"
    for ending, put in (("ies", "y"), ("es", ""), ("s", "")):
        if word.endswith(ending) and word[: -len(ending)] + put in verbs():
            return word[: -len(ending)] + put
    return None


def base_of_past(word: str) -> str | None:
    """The base of a past form ("found", "discovered"), or None."""
    return _past_forms().get(word.lower())


@cache
def _past_forms() -> dict[str, str]:
    """Every known past form to its base, the first verb that has it."""
    known: dict[str, str] = {}
    for base in verbs():
        if base != "be":
            known.setdefault(past(base), base)
    return known


def base_of_gerund(word: str) -> str | None:
    """The base of an -ing form ("building", "making", "running"), or None."""
    word = word.lower()
    if not word.endswith("ing"):
        return None
    stem = word[:-3]
    choices = [stem, stem + "e"] + ([stem[:-1]] if len(stem) > 2 and stem[-1] == stem[-2] else [])
    return next((c for c in choices if c in verbs()), None)


def singular(noun: str) -> str:
    """The singular of a plural noun; the word itself when it is not one."""
    low = noun.lower()
    irregular: dict[str, str] = table("words")["irregular_plural"]
    if low in irregular:
        return irregular[low]
    if low.endswith("ies") and len(low) > 4:
        return low[:-3] + "y"
    if low.endswith(("ches", "shes", "xes", "sses")):
        return low[:-2]
    if low.endswith("s") and not low.endswith(("ss", "us", "is")):
        return low[:-1]
    return low


def is_plural(noun: str) -> bool:
    """Whether a noun's form is plural ("bakers", "children")."""
    low = noun.lower()
    return low in {"children", "people", "men", "women"} or (singular(low) != low and low not in {"fish", "sheep", "deer"})


def title_case(text: str) -> str:
    """Title Case with the small words left small, as on a film poster."""
    small = {
        "a",
        "an",
        "the",
        "and",
        "or",
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "from",
        "with",
        "but",
        "as",
        "into",
    }
    words = text.split()
    return " ".join(w if w in small and 0 < i < len(words) - 1 else w[:1].upper() + w[1:] for i, w in enumerate(words))


def sentence(text: str) -> str:
    """The text with capital letters at the beginning of its sentences."""
    return re.sub(r"(^|[.!?]\s+)([a-z])", lambda m: m[1] + m[2].upper(), text)


def squeeze(text: str) -> str:
    """One space between words, none at the ends, plain quotation marks and dashes."""
    text = text.translate({0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"', 0xA0: " "})
    return re.sub(r"\s+", " ", text).strip()
