"""Who is there though only a pronoun says so: "she waves", "we sit by the fire", "me and grandma"."""

from __future__ import annotations

from collections.abc import Sequence

from tools.engines.papercut.casting import Player
from tools.engines.papercut.finding import Mention
from tools.engines.papercut.lexicon import entries

_PRONOUNS = {"she": "f", "her": "f", "he": "m", "his": "m", "him": "m", "they": "", "their": "", "it": "it"}
_SPOKEN = {
    **dict.fromkeys(("i", "me"), ("person", 1)),
    **dict.fromkeys(("we", "us"), ("person", 2)),
    "she": ("woman", 1),
    "he": ("man", 1),
}
"""Who is there where nobody is named but a pronoun is said, and how many."""
_TELLERS = frozenset({"i", "me", "we", "us"})


def with_pronouns(mentions: list[Mention], toks: Sequence[str], players: Sequence[Player]) -> list[Mention]:
    """Where nobody is named but "she" or "he" is said, the one cast member who can be meant is there."""
    if any(m.entry.person or m.cast for m in mentions):
        return mentions if players else _with_teller(mentions, toks)
    alive = any(m.entry.section in {"animals", "machines"} for m in mentions)
    for i, token in enumerate(toks):
        if token in _PRONOUNS:
            fits = [p for p in players if _pronoun_fits(_PRONOUNS[token], p)]
            if len(fits) == 1:
                p = fits[0]
                return sorted([*mentions, Mention(p.entry, p.word, i, i, i + 1, 1, (), p.id)], key=lambda m: m.start)
        first = all(i < m.first for m in mentions) and not (alive and i > 3)
        if token in _SPOKEN and not players and (token in _TELLERS or not alive or first):
            name, count = _SPOKEN[token]
            return sorted([*mentions, Mention(entries()[name], name, i, i, i + 1, count)], key=lambda m: m.start)
    return mentions


def _with_teller(mentions: list[Mention], toks: Sequence[str]) -> list[Mention]:
    """Who tells is there beside those named in one breath with "me": "me and grandma"."""
    for i, token in enumerate(toks):
        joined = toks[i + 1 : i + 2] == ["and"] or toks[max(0, i - 1) : i] == ["and"]
        near = any(m.entry.person and (m.first == i + 2 or m.end == i - 1) for m in mentions)
        if token in {"me", "i"} and joined and near:
            return sorted([*mentions, Mention(entries()["child"], "child", i, i, i + 1)], key=lambda m: m.start)
    return mentions


def _pronoun_fits(pronoun: str, p: Player) -> bool:
    if pronoun == "it":
        return not p.entry.person
    return p.entry.person and pronoun in {"", p.trait("gender")}
