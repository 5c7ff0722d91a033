"""Words that are drawn, with a thing put in, taken out or changed: sentences stay sentences, and what was not named stays."""

from __future__ import annotations

import re
from collections.abc import Collection

from tools.vocabulary.phrases import (
    CLAUSES,
    ENDS,
    EVERYBODY,
    STOPS,
    Words,
    articles,
    colours,
    core,
    counted,
    counts,
    describing,
    end_of,
    found,
    grammar,
    is_name,
    relations,
    singular,
    sizes,
)

_JOINS = frozenset(["and", "or", ",", "&", "nor"])
_OPENERS = frozenset(["while", "when", "as", "but", "and", "then", "where", "so", "or", "nor", "until", "because"])
_WHOSE = frozenset(["that", "which", "who", "whose"])
_LISTED = 4
"""Words that the first of two who do something together may have ("Mara and Pip sit")."""


def put_in(text: str, thing: str) -> str:
    """The words with a thing more: a sentence of its own at the end."""
    said = re.sub(r"\s+", " ", thing).strip(" .,;!?")
    said = re.sub(r"\bin the (?:sky|air)$", "overhead", said)  # a sky that is named would be the place
    kept = text.strip()
    kept = f"{kept}." if kept and kept[-1] not in ".!?" else kept
    return f"{kept} {said[:1].upper()}{said[1:]}.".strip()


def taken_out(text: str, thing: str, names: Collection[str] = ()) -> str:
    """The words without a thing, and without what it alone does; as they were where it is not named."""
    if core(thing)[-1:] and core(thing)[-1] in EVERYBODY:
        text = re.sub(r"\b(?:crowded|busy|bustling|packed|teeming|thronged) ", "", text)
        text = re.sub(r"\b(?:her|his|their|my|our) (?=\w)", "the ", text)
    for _ in range(24):
        words = Words.of(text)
        phrases = found(words, thing, names)
        if not phrases:
            return text
        text = _smoothed(words.without(*_with_its_deed(words, *phrases[0])), text[:1].isupper())
    return text


def _with_its_deed(words: Words, start: int, end: int) -> tuple[int, int]:
    """A phrase with what falls with it: its preposition, its "and", or the verb that is its alone."""
    left, right = words.at(start - 1), words.at(end)
    if right in _WHOSE:
        end = next((i for i in range(end, len(words.tokens)) if words.at(i) in STOPS), len(words.tokens))
        right = words.at(end)
    acts = bool(right) and right not in grammar() | STOPS
    clause = next((i + 1 for i in range(start - 1, -1, -1) if words.at(i) in ENDS | CLAUSES), 0)
    if left == "," and right in relations() - _JOINS:
        return (start - 1, next((i for i in range(end, len(words.tokens)) if words.at(i) in STOPS), len(words.tokens)))
    if left in _JOINS and start - 1 > clause:
        both = is_name(words, start - 2) and is_name(words, start)
        together = both or (start - 1 - clause <= _LISTED and not {*words.tokens[clause : start - 1]} & relations())
        return (start - 1, end if together or not acts else _deed(words, end))
    if right in _JOINS and _lists_on(words, start, end, at_once=start == clause):
        return (start, end + 1)
    if left == "of":
        return (start - 1, end)
    if left in relations() and words.at(start - 2).endswith("ing") and words.at(start - 3) == "," and right in STOPS | {""}:
        return (start - 3, end)
    if left in relations() and left not in _JOINS:
        while words.at(start - 1) in relations() - _JOINS:
            start -= 1
    return (start, _deed(words, end) if acts and not is_name(words, start - 1) else end)


def _lists_on(words: Words, start: int, end: int, *, at_once: bool) -> bool:
    """Whether what is joined to a phrase is another thing, and not another deed ("on the steps and watch")."""
    following = words.at(end + 1)
    if not following or (words.at(end) == "," and not at_once):
        return False
    if at_once or (is_name(words, start) and is_name(words, end + 1)):
        return True
    thing = following in articles() | describing() | counts() or is_name(words, end + 1)
    behind = words.at(end_of(words, end + 1)) if thing else words.at(end + 2)
    return behind in (grammar() - articles()) | STOPS | {""}


def _deed(words: Words, end: int) -> int:
    """Where the verb behind a phrase ends: before what it is done to and where."""
    while words.at(end) and words.at(end) not in STOPS | CLAUSES | _JOINS | _WHOSE:
        particle = words.at(end) in relations() and words.at(end + 1) in relations() | STOPS | {""}
        if words.at(end) in relations() | articles() and not particle:
            break
        end += 1
    return end


def changed(text: str, thing: str, into: str, names: Collection[str] = ()) -> str:
    """The words with a thing made another way ("red", "with a green roof") or another thing ("a tower")."""
    words, into = Words.of(text), re.sub(r"\s+", " ", into).strip(" .,;!?")
    for start, end in reversed(found(words, thing, names)):
        first, last = words.places[start][0], words.places[end - 1][1]
        text = f"{text[:first]}{_anew(text[first:last], into)}{text[last:]}"
    return text


def _anew(phrase: str, into: str) -> str:
    first, *rest = phrase.split(" ")
    if re.match(r"(?:with|without|in|full|covered|wearing|on|under|beside)\b", into):
        return f"{phrase} {into}"
    if Words.of(into).at(0) in articles() | counts() or not _is_quality(into):
        many = set(singular(Words.of(into).tokens[-1])) - {Words.of(into).tokens[-1]}
        same = "" if first.lower() not in articles() or (first.lower() in ("a", "an") and many) else first
        if " of " in phrase and counted(Words.of(phrase.split(" of ", maxsplit=1)[0]).tokens[-1]):
            return f"{phrase.rsplit(' of ', 1)[0]} of {into}"
        return into if Words.of(into).at(0) in articles() | counts() else f"{same} {into}".strip()
    rest = [word for word in ([first, *rest] if first.lower() not in articles() else rest) if not _gives_way(word, into)]
    article = first if first.lower() in articles() else ""
    if article.lower() in ("a", "an"):
        article = ("an" if re.match(r"[aeiou]", into, re.IGNORECASE) else "a") if article.islower() else article
    return " ".join(filter(None, [article, into, *rest]))


def _is_quality(into: str) -> bool:
    """Whether words say how a thing is, and not what it is."""
    tokens = Words.of(into).tokens
    return bool(tokens) and all(t in describing() or t in ("very", "and", "bright", "dark", "light", "pale", "deep") or
                                re.search(r"(?:ed|ing|en|ish|ful|less|er|y)$", t) for t in tokens)  # fmt: skip


def _gives_way(word: str, into: str) -> bool:
    """Whether an adjective cannot stay beside the new one: both are colours, or sizes, or ages."""
    groups = [colours(), sizes(), frozenset(["old", "new", "young", "ancient", "modern"]),
              frozenset(["broken", "whole", "empty", "full", "open", "closed"])]  # fmt: skip
    said = set(Words.of(into).tokens)
    return any(word.lower() in group and said & group for group in groups)


def _smoothed(text: str, capital: bool) -> str:
    """A text with what a cut left hanging put right: spaces, signs, lone little words; a capital where there was one."""
    text = re.sub(r"\s+", " ", text)
    told = []
    for sentence in re.split(r"(?<=[.!?])\s+", text):
        body, end = sentence.rstrip(" .!?"), "".join(re.findall(r"[.!?]+$", sentence.strip()))[:1]
        body = re.sub(r"\s+([,;:])", r"\1", body)
        body = re.sub(r"([,;:])(?:\s*[,;:])+", r"\1", body)
        for _ in range(6):
            body = _trimmed(body.strip(" ,;:—–-"))
        if re.search(r"[^\W_]", body):
            told.append(f"{body[:1].upper()}{body[1:]}{end}" if capital else f"{body}{end}")
    return " ".join(told).strip()


def _trimmed(body: str) -> str:
    """A sentence without a little word that leads to nothing, at its start, at its end or before a comma."""
    loose = "and|or|the|an?|while|as|is|are|of|at|with|from|for|in|on|into|onto|to|between"
    body = re.sub(rf"^(?:{'|'.join(_OPENERS)})\s+", "", body)
    body = re.sub(rf",?\s+\w+ing (?:{loose})$", "", body)
    body = re.sub(rf"\s+(?:{loose})(?=$|,)", "", body)
    return "" if re.fullmatch(rf"(?:{loose}|is|are)", body) else body
