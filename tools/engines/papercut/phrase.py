"""What a word is in its phrase: a thing's name, a word of the landscape, or one that merely describes what follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from tools.engines.papercut.lexicon import LONGEST, Entry, data, entries, look_up, singulars
from tools.engines.papercut.sentence import STOPS, adjectives, gathers, is_noun, is_surely_verb, words


def is_landscape(toks: Sequence[str], i: int) -> int:
    """How many words at i name a part of the world itself, which is painted by the setting; 0 where none does."""
    known = _landscape()
    for n in range(min(3, len(toks) - i), 0, -1):
        *first, last = toks[i : i + n]
        if any(" ".join((*first, form)) in known for form in singulars(last)):
            return n
    return 0


@cache
def _landscape() -> frozenset[str]:
    """Words of the world itself, and the names of places that need more than one word ("server room")."""
    named = {p for row in data("places")["settings"].values() for p in row["strong"]}
    places = {p for p in named if p.split()[0] not in words("function")}
    kept = {p for p in places if " " not in p or p.endswith("room") or look_up((p.split()[0],)) is None}
    return frozenset([*data("places")["landscape"]["words"], *kept])


def match_at(toks: Sequence[str], i: int) -> tuple[Entry, bool, int] | None:
    """The longest lexicon name beginning at token i: (entry, plural, number of tokens)."""
    for n in range(min(LONGEST, len(toks) - i), 0, -1):
        plain = n == 1 and toks[i] in words("function") and toks[i] not in entries()
        if not plain and STOPS.isdisjoint(toks[i : i + n]) and (hit := look_up(tuple(toks[i : i + n]))):
            return *hit, n
    return None


def only_qualifies(toks: Sequence[str], end: int) -> bool:
    """Whether the noun that ended at `end` merely describes what follows ("castle wall", "keeper's hut", "whale song")."""
    if end >= len(toks) or toks[end] in STOPS:
        return False
    heads: Mapping[str, list[str]] = data("words")["heads"]
    i = end
    if toks[i] == "'s":
        i += 1
        while i < len(toks) and toks[i] in adjectives():
            i += 1
        return i < len(toks) and toks[i] not in heads["body"] and toks[i] not in data("relations")["parts"]["of_things"]
    if is_garment(toks[i]):
        return True
    house, car = look_up((toks[i - 1],)), match_at(toks, i)
    if house and car and house[0].section == "buildings" and car[0].section == "vehicles":
        return True  # "the circus train"
    if toks[i] in heads["abstract"]:
        after = toks[i + 1] if i + 1 < len(toks) else "."
        doing = after in words("determiners") or after in words("function") or _are_beings(toks[end - 1], after)
        return not (toks[i] in words("head_verbs") and doing)
    return _heads(toks, i, toks[end - 1].endswith("s"))


def _are_beings(word: str, after: str) -> bool:
    """Whether a word is people or animals that do something to what comes after ("two boys trade stickers")."""
    hit = look_up((word,))
    return hit is not None and hit[1] and hit[0].section in {"roles", "animals"} and after not in STOPS


def describes(toks: Sequence[str], end: int) -> bool:
    """Whether what ends at `end` stands before another noun, that is a thing or a garment: "the kitchen table"."""
    if end >= len(toks) or toks[end] in STOPS or toks[end] in words("function"):
        return False
    return is_garment(toks[end]) or _heads(toks, end, toks[end - 1].endswith("s"))


def _heads(toks: Sequence[str], i: int, plural: bool) -> bool:
    """Whether another thing at i is what a noun before it merely describes ("leopard seal"); a plural noun may have a verb."""
    following = match_at(toks, i)
    before = look_up((toks[i - 1],))
    if before is not None and before[1] and before[0].section in {"roles", "animals"} and not (following and following[1]):
        return False
    parts = data("relations")["parts"]["of_things"]
    if (
        following is None
        or toks[i].endswith(("body", "one"))
        or toks[i] in words("acting_verbs")
        or is_surely_verb(toks, i)
        or toks[i] in parts
        or toks[i] == "home"
    ):
        return False
    beyond = toks[i + following[2]] if i + following[2] < len(toks) else "."
    ends = beyond in STOPS or (beyond in words("prepositions") and not toks[i].endswith("s"))
    return not following[0].verb or (ends and not plural)


def _describes_next(toks: Sequence[str], i: int) -> bool:
    """Whether a word that is a thing and an adjective ("orange", "stone", "baby") describes the next word here."""
    after = toks[i + 1] if i + 1 < len(toks) else "."
    if toks[i] not in adjectives() or after in STOPS or after in words("function"):
        return False
    hit = match_at(toks, i + 1)
    thing = hit is not None and is_thing(hit[0], toks, i + 1, hit[2])
    return toks[i] in data("words")["colours"] or thing or is_landscape(toks, i + 1) > 0


def is_thing(entry: Entry, toks: Sequence[str], i: int, n: int) -> bool:
    """Whether the n words at i, that name this entry, are a thing here: neither a verb, a number nor an adjective."""
    if n == 1 and (_describes_next(toks, i) or is_surely_verb(toks, i)):
        return False
    if toks[i + n : i + n + 1] == ["of"] and (gathers(toks[i]) or (n == 1 and toks[i] in words("parts_of"))):
        return False
    return not (n == 1 and entry.verb and not is_noun(toks, i))


def is_garment(token: str) -> bool:
    """Whether a word is something to wear."""
    return any(form in words("garments") or form in words("headwear") for form in singulars(token))
