"""Which of the things that a sentence names are there at all: not who has left, nor what somebody only is or is called."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tools.engines.papercut.lexicon import data, look_up
from tools.engines.papercut.sentence import MANY, STOPS, gathers, words

if TYPE_CHECKING:
    from tools.engines.papercut.finding import Mention

_BEINGS = {"animals", "machines"}


def present(mentions: Sequence[Mention], toks: Sequence[str]) -> list[Mention]:
    """The mentions without those that are not to be seen: who has gone, a "figure 3", what only is said."""
    signs = (_has_left, _is_label, _is_anybodys, _is_owner, _is_said_of_others, _is_hour)
    there = [m for m in mentions if not any(sign(m, toks) for sign in signs)]
    return [_numbered(m, toks) for m in _each_once(there, toks)]


def _is_owner(m: Mention, toks: Sequence[str]) -> bool:
    """Whether somebody is only named for whose scribe or whose house it is ("the scribe of the pharaoh")."""
    if not m.entry.person or m.first < 2 or toks[m.first - 1] != "of":
        return False
    owned = look_up((toks[m.first - 2],))
    return owned is not None and owned[0].section in {"roles", "buildings", "animals"} and not gathers(toks[m.first - 2])


def _is_said_of_others(m: Mention, toks: Sequence[str]) -> bool:
    """Whether people are what others are said to be ("a princess and a bulldozer are best friends")."""
    plain = m.entry.person and m.count > 1 and not words("determiners") & set(m.described)
    return plain and m.first > 1 and toks[m.first - 1] in {"are", "were", "become", "became"}


def _is_hour(m: Mention, toks: Sequence[str]) -> bool:
    """Whether a house is named for what one does there, and when ("before school", "after church")."""
    bare = toks[m.start] in words("institutions") and m.first == m.start and m.end == m.start + 1
    return bare and m.start > 0 and toks[m.start - 1] in {"before", "after", "from", "to", "skips", "skipping"}


def _numbered(m: Mention, toks: Sequence[str]) -> Mention:
    """The mention with the number said after it ("crows on a tree, seven of them")."""
    numbers: Mapping[str, int] = data("words")["numbers"]
    for i in range(m.end, min(len(toks) - 3, m.end + 7)):
        if toks[i] == "," and list(toks[i + 2 : i + 4]) == ["of", "them"] and numbers.get(toks[i + 1], 0) > 1 and m.count > 1:
            return replace(m, count=min(MANY, numbers[toks[i + 1]]))
        if toks[i] in ".;!?":
            break
    return m


def _has_left(m: Mention, toks: Sequence[str]) -> bool:
    """Whether a thing is said to have gone, left or died: it is missed, not seen."""
    after = list(toks[m.end : m.end + 4])
    if not after or after[0] not in words("auxiliaries"):
        return False
    return next(
        (t for t in after[1:] if t not in words("auxiliaries") | {"long", "already", "just", "all", "now"}), ""
    ) in words("leaving")


def _is_label(m: Mention, toks: Sequence[str]) -> bool:
    """Whether a person's word is the name of a picture or a part of a text ("Figure 3")."""
    return m.entry.person and m.first == m.start and m.end < len(toks) and toks[m.end].isdigit()


def _is_anybodys(m: Mention, toks: Sequence[str]) -> bool:
    """Whether nobody in particular is named for something else's sake ("under somebody's arm")."""
    if not toks[m.start].endswith(("body", "someone", "anyone", "everyone")):
        return False
    before = toks[m.start - 1] if m.start else "."
    relative = before not in STOPS and before not in words("function")  # "the chair somebody threw away"
    return relative or list(toks[m.end : m.end + 1]) == ["'s"]


def _each_once(mentions: Sequence[Mention], toks: Sequence[str]) -> list[Mention]:
    """Two mentions joined by "is a" are one thing: the animal or machine where a person is one, else what was named first."""
    kept: list[Mention] = []
    for m in mentions:
        before = kept[-1] if kept else None
        if before is None or not _is_called(before, m, toks):
            kept.append(m)
        elif before.entry.person and m.entry.section in _BEINGS:
            kept[-1] = replace(m, first=before.first)
    return kept


def _is_called(a: Mention, b: Mention, toks: Sequence[str]) -> bool:
    between = list(toks[a.end : b.first])
    article = {"a", "an"} & {*between, *b.described}
    plain = [t for t in between if t not in {"a", "an", "really", "actually", "now", "only", "just"}]
    return bool(article) and len(plain) == 1 and plain[0] in {"is", "was", "becomes", "became"} and a.count == b.count == 1
