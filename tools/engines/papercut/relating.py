"""How the things of a scene stand to each other, read from the words between them: on, under, held by, between ..."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tools.engines.papercut.belonging import Ties, belongs, held, is_handy, own_thing, said_before
from tools.engines.papercut.finding import Mention
from tools.engines.papercut.lexicon import data
from tools.engines.papercut.plan import Tie
from tools.engines.papercut.sentence import STOPS, named, same_sentence, sentences, words

ALONE = ("at left", "at right", "far off", "up front")
"""Relations to the picture itself rather than to another thing."""

_EDGES = frozenset({"edge", "top", "middle", "centre", "center", "side", "foot", "corner", "bank", "end"})
_SUPPORTED = 0.8
"""Metres up to which a thing is put on the furniture that its neighbour is on."""


def ties(toks: Sequence[str], mentions: Sequence[Mention]) -> Ties:
    """For each mention how it stands to another, or to the picture; None where the words do not say."""
    found: Ties = [None] * len(mentions)
    numbers = sentences(toks)
    for j in range(len(mentions)):
        kind = _lead(toks, mentions[j])
        if kind and not _is_hidden_in(toks, mentions[j], kind) and not (kind == "held" and _is_of_a_place(toks, mentions[j])):
            _tie(toks, mentions, found, j, kind, said_before(mentions, numbers, j))
    for j in range(len(mentions)):
        found[j] = belongs(toks, mentions, j) or found[j]
    for j in range(1, len(mentions)):
        _join(toks, mentions, found, j)
    for j in range(1, len(mentions)):
        found[j] = found[j] or own_thing(numbers, mentions, found, j)
    for j, mention in enumerate(mentions):
        if found[j] is None and (kind := _stands(toks, mention)):
            found[j] = Tie(kind)
    return found


def _lead(toks: Sequence[str], mention: Mention) -> str:
    """The relation said right before a noun phrase, or by the part of it that is meant ("on the captain's shoulder")."""
    before = _window(toks, mention.first)
    kind = named(before)
    if kind == "on" and before[-2:-1] and before[-2].startswith("lean"):
        return "beside"
    after = list(toks[mention.end : mention.end + 2])
    if len(after) == 2 and after[0] == "'s" and kind in {"on", "in", "beside", "under"}:
        return _of_part(kind, after[1])
    return kind


def _of_part(kind: str, part: str) -> str:
    parts: Mapping[str, Sequence[str]] = data("relations")["parts"]
    return "held by" if part in parts["hand"] else "beside" if part in parts["below"] else kind


def _window(toks: Sequence[str], end: int) -> list[str]:
    """Up to five words before a position, without determiners, not beyond punctuation."""
    found: list[str] = []
    for token in reversed(toks[max(0, end - 8) : end]):
        if token in STOPS or len(found) == 5:
            break
        if token not in words("determiners") or token == "other":
            found.insert(0, token)
    return found


def _is_of_a_place(toks: Sequence[str], thing: Mention) -> bool:
    """Whether what is said to have a thing is the place itself ("a control room with screens")."""
    near = [t for t in toks[max(0, thing.first - 3) : thing.first] if t not in words("determiners")]
    return any(t in data("places")["landscape"]["words"] for t in near)


def _is_hidden_in(toks: Sequence[str], holder: Mention, kind: str) -> bool:
    """Whether "in" means inside something closed (a house, a car), where what is in it cannot be seen in it."""
    entry = holder.entry
    open_ = entry.name in words("open_things") or (entry.section == "vehicles" and entry.place == "water")
    return kind == "in" and not open_


def _tie(
    toks: Sequence[str], mentions: Sequence[Mention], found: Ties, j: int, kind: str, before: Sequence[int]
) -> None:  # fmt: skip
    """Tie what comes before mention j to it (or j to whoever holds it); at the head of a clause, what comes after."""
    if kind == "worn":
        found[j] = Tie("on", before[-1]) if before and not mentions[before[-1]].entry.person else found[j]
    elif kind in {"held", "carried"}:
        tie = held(mentions, j, kind, before) if found[j] is None else None
        found[j] = tie if tie is not None and _root(found, tie.to) != j else found[j]
    elif kind == "between":
        _between(toks, mentions, found, j, before)
    elif not before or _opens(toks, mentions, j):
        _lead_in(toks, mentions, found, j, kind)
    elif not _is_of_another(toks, mentions[before[-1]].end, mentions[j].first):
        _follow(toks, mentions, found, (before[-1], j), kind)


def _lead_in(toks: Sequence[str], mentions: Sequence[Mention], found: Ties, j: int, kind: str) -> None:
    """With "on the table, a lamp" what comes next is what the relation is of."""
    after = j + 1
    near = after < len(mentions) and same_sentence(toks, mentions[j].end, mentions[after].first)
    if near and found[after] is None and not named(_window(toks, mentions[after].first)):
        found[after] = Tie(kind, j) if mentions[after].entry.section != "sky" else None


def _follow(toks: Sequence[str], mentions: Sequence[Mention], found: Ties, pair: tuple[int, int], kind: str) -> None:
    """With "a lamp on the table" what came last, or what that rests on, is so to mention j; and all that "and" adds to it."""
    last, j = pair
    i = _root(found, last)
    tie = found[i]
    if i == j or _root(found, j) == i or (tie is not None and tie.to >= 0):
        return
    small = mentions[i].entry.metres <= _SUPPORTED and mentions[i].entry.section in {"food", "things"}
    if kind == "beside" and found[last] is None and _supports(mentions, found, last, j):
        found[j] = Tie("on", last)
        return
    if small and i == last and mentions[j].entry.section == "furniture" and _window(toks, mentions[j].first)[-1:] == ["at"]:
        kind = "on"
    found[i] = Tie(kind, j)
    listed = False
    while (earlier := _other(mentions, i)) >= 0 and found[earlier] is None:
        listed = listed or "and" in toks[mentions[earlier].end : mentions[i].first]
        if not (listed and _joined_by_and(toks, mentions[earlier], mentions[i])):
            break
        i = earlier
        found[i] = Tie(kind, j)


def _other(mentions: Sequence[Mention], i: int) -> int:
    """The mention before that is of somebody else: a name and the noun in it are two mentions of one; -1 for none."""
    return next((k for k in range(i - 1, -1, -1) if mentions[k].end <= mentions[i].first), -1)


def _is_of_another(toks: Sequence[str], start: int, end: int) -> bool:
    """Whether words between two things bring in something else that the relation is of ("a hut while snow falls on ...")."""
    between = list(toks[start:end])
    other = {"while", "when", "as", "where", "until", "because"}
    world = set(data("places")["landscape"]["words"]) - _EDGES
    for k, token in enumerate(between):
        if token in other or (token in world and token not in between[-4:]):
            return True
        if token in world and between[k + 1 : k + 2] and between[k + 1].endswith("s") and between[k + 1] not in world:
            return True
    return False


def _supports(mentions: Sequence[Mention], found: Sequence[Tie | None], table: int, j: int) -> bool:
    """Whether a small thing said to be beside a table that carries something is on that table too."""
    carries = any(t is not None and t.kind == "on" and t.to == table for t in found)
    return carries and mentions[table].entry.section == "furniture" and mentions[j].entry.metres <= _SUPPORTED


def _root(found: Sequence[Tie | None], i: int) -> int:
    """What a mention rests upon or is held by, and so moves with, in the end."""
    seen = {i}
    while (t := found[i]) is not None and t.kind in {"on", "in", "held by", "under"} and t.to >= 0 and t.to not in seen:
        i = t.to
        seen.add(i)
    return i


def _between(toks: Sequence[str], mentions: Sequence[Mention], found: Ties, j: int, before: Sequence[int]) -> None:
    second = j + 1 if j + 1 < len(mentions) and _joined_by_and(toks, mentions[j], mentions[j + 1]) else -1
    if before:
        found[_root(found, before[-1])] = Tie("between", j, second)
    else:
        after = j + (2 if second >= 0 else 1)
        if after < len(mentions) and same_sentence(toks, mentions[j].end, mentions[after].first):
            found[after] = Tie("between", j, second)


def _joined_by_and(toks: Sequence[str], a: Mention, b: Mention) -> bool:
    between = [t for t in toks[a.end : b.first] if t not in words("determiners") and t not in b.described]
    return bool(between) and set(between) <= {"and", ",", "or"}


def _opens(toks: Sequence[str], mentions: Sequence[Mention], j: int) -> bool:
    """Whether the phrase of mention j opens a clause of its own ("..., and behind them, on the hill, a castle")."""
    first = mentions[j].first
    near = reversed(range(max(0, first - 6), first))
    begin = next((i + 1 for i in near if toks[i] in STOPS or toks[i] == "while"), 0)
    if first - begin > 5 or any(begin <= m.start < first for m in mentions[:j]):
        return False
    after = j + 1
    if after >= len(mentions) or not same_sentence(toks, mentions[j].end, mentions[after].first):
        return begin == 0
    between = toks[mentions[j].end : mentions[after].first]
    return begin == 0 or not (set(between) & {"and", ";"})


def _join(toks: Sequence[str], mentions: Sequence[Mention], found: Ties, j: int) -> None:
    """What "and" adds to something held, or put on a thing at the head of its clause, is held or put there too."""
    before = found[j - 1]
    if found[j] is not None or before is None or not _joined_by_and(toks, mentions[j - 1], mentions[j]):
        return
    leads = before.to >= 0 and mentions[before.to].start < mentions[j - 1].start
    small = is_handy(mentions[j])
    if leads and (before.kind != "held by" or small) and not any(t is not None and t.to == j for t in found):
        found[j] = replace(before)


def _stands(toks: Sequence[str], mention: Mention) -> str:
    """Where in the picture something is said to be: on the left, far away, in the foreground."""
    if {"distant", "faraway", "far-off"} & set(mention.described):
        return "far off"
    near = reversed(range(max(0, mention.first - 9), mention.first - 1))
    begin = next((i + 1 for i in near if toks[i] in STOPS), 0)
    return _in_picture(toks, mention.end, 3) or (_in_picture(toks, begin, 0) if mention.first - begin <= 8 else "")


def _in_picture(toks: Sequence[str], start: int, gap: int) -> str:
    """The place in the picture that is said at most `gap` words after a position, in the same clause."""
    for i in range(start, min(len(toks), start + gap + 1)):
        for kind, phrases in data("relations")["in_picture"].items():
            for phrase in phrases:
                n = len(phrase.split())
                if " ".join(toks[i : i + n]) == phrase and toks[i + n : i + n + 1] != ["of"]:
                    return str(kind)
        if toks[i] in STOPS:
            break
    return ""
