"""People who are only called by their names: given names that are known, and strange ones that do what people do."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from tools.engines.papercut.finding import Mention
from tools.engines.papercut.lexicon import data, entries, look_up
from tools.engines.papercut.sentence import absent, adjectives, words

_PROPER = re.compile(r"\b[A-Z][^\W\d_]+\b")
_TITLES = {"dr": "", "mr": "m", "mrs": "f", "ms": "f", "miss": "f", "madame": "f", "monsieur": "m", "señor": "m", "señora": "f",
           "professor": "", "sir": "m", "dame": "f"}  # fmt: skip


_PLACED = {"in", "on", "at", "from", "near", "of", "to", "over", "through", "towards"}
"""What is named after these is a place where nobody knows it for a person's name."""


def with_names(mentions: Sequence[Mention], text: str, toks: Sequence[str], known: Container[str] = ()) -> list[Mention]:
    """The mentions with the people whom a text names and nobody else knows; `toks` are the text's tokens, `known` no names."""
    taken = {i for m in mentions for i in range(m.start, m.end)}
    proper = {word.lower() for word in _PROPER.findall(text)}
    gone, found = absent(toks), list(mentions)
    for i, token in enumerate(toks):
        if token not in proper or i in taken or i in gone or token in known:
            continue
        gender = next((g for g, names in data("roles")["names"].items() if token in names), "")
        titled = (i > 0 and toks[i - 1].rstrip(".") in _TITLES) or (i > 1 and toks[i - 1] == "." and toks[i - 2] in _TITLES)
        named = bool(found) and any(m.end == i and m.entry.person for m in found)
        if named or {"a", "an"} & set(toks[max(0, i - 2) : i]) or (not gender and toks[i - 1 : i] and toks[i - 1] in _PLACED):
            continue
        gender = gender or (_TITLES[toks[i - 1]] if titled and toks[i - 1] in _TITLES else "")
        if gender or titled or (_acts(toks, i) and not _means(token)):
            found.append(Mention(entries()[{"f": "woman", "m": "man", "": "person"}[gender]], token, i, i, i + 1))
    return sorted(found, key=lambda m: m.start)


def _acts(toks: Sequence[str], i: int) -> bool:
    """Whether a word is followed by what people do, or by "and her", "and his"."""
    after = list(toks[i + 1 : i + 3])
    return bool(after) and (after[0] in words("acting_verbs") or after in (["and", "her"], ["and", "his"]))


def _means(token: str) -> bool:
    """Whether a word with a capital letter is one of the language and no name."""
    if token in data("words")["numbers"] or token in words("function") | words("determiners") | adjectives() | words(
        "heads_flat"
    ):
        return True
    return token.endswith(("ly", "ing", "ed")) or look_up((token,)) is not None or token in data("places")["landscape"]["words"]
