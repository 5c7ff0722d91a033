"""What belongs to whom: things in hands, on shoulders, worn, brought along, and on the roof of what was named before."""

from __future__ import annotations

from collections.abc import Sequence

from tools.engines.papercut.finding import Mention
from tools.engines.papercut.lexicon import data
from tools.engines.papercut.plan import Tie
from tools.engines.papercut.sentence import STOPS, named, words

BEINGS = frozenset({"roles", "animals", "machines"})
"""Sections of the lexicon of those who can hold something."""
_POSSESSORS = frozenset({"her", "his", "their", "its", "my", "our", "your"})
_HANDY = 1.35
"""Metres up to which a thing is held in the hand rather than stood beside."""

Ties = list[Tie | None]


def is_handy(mention: Mention) -> bool:
    """Whether a hand can hold it."""
    entry = mention.entry
    return entry.section in {"things", "food", "plants", "vehicles"} and entry.metres <= _HANDY


def held(mentions: Sequence[Mention], j: int, kind: str, before: Sequence[int]) -> Tie | None:
    """How mention j is with the nearest being before it: in the hand where it is small enough, else beside or on the back."""
    owner = next((i for i in reversed(before) if mentions[i].entry.section in BEINGS), before[-1] if before else -1)
    if owner < 0:
        return None
    if kind == "carried" and mentions[before[-1]].entry.name in words("open_things"):
        return Tie("in", before[-1])
    thing, holder = mentions[j].entry, mentions[owner].entry
    if holder.section not in BEINGS:
        aboard = kind == "carried" or (holder.section == "vehicles" and thing.section in BEINGS)
        return Tie("on" if aboard else "beside", owner)
    small = thing.section in BEINGS and thing.metres <= 0.45 and kind == "carried"
    if small or is_handy(mentions[j]):
        return Tie("held by", owner)
    return Tie("on" if kind == "carried" and holder.section == "animals" else "beside", owner)


def belongs(toks: Sequence[str], mentions: Sequence[Mention], j: int) -> Tie | None:
    """What the words about mention j alone say: whose it is, on whom, on which part of what came before."""
    return (
        _by_pronoun(toks, mentions, j)
        or _contents(toks, mentions, j)
        or _owned(toks, mentions, j)
        or _on_somebody(toks, mentions, j)
        or _on_part(toks, mentions, j)
    )


def _by_pronoun(toks: Sequence[str], mentions: Sequence[Mention], j: int) -> Tie | None:
    """What is "behind her" or "between them": to the nearest being before it, or the nearest several."""
    after = list(toks[mentions[j].end : mentions[j].end + 5])
    at = next((k for k, t in enumerate(after) if t in {"him", "her", "them"}), -1)
    if at < 1 or not (at + 1 == len(after) or after[at + 1] in STOPS or after[at + 1] in words("function")):
        return None
    if set(after[:at]) & (STOPS | words("determiners") | {"and"}):
        return None
    kind = named(after[:at])
    if kind not in {"behind", "beside", "in front of", "above", "between"}:
        return None
    many = kind == "between"
    who = [i for i in range(j) if mentions[i].entry.section in BEINGS and (mentions[i].count > 1 or not many)]
    return Tie(kind, who[-1]) if who else None


def _contents(toks: Sequence[str], mentions: Sequence[Mention], j: int) -> Tie | None:
    """What something is full of ("a vase of tulips", "a cart of hay") is in it."""
    if j == 0 or list(toks[mentions[j - 1].end : mentions[j].first]) != ["of"]:
        return None
    return Tie("in", j - 1) if mentions[j - 1].entry.name in words("open_things") else None


def _on_somebody(toks: Sequence[str], mentions: Sequence[Mention], j: int) -> Tie | None:
    """What "in her hand" or "on his shoulder" says after mention j: tied to the person before it, else after it."""
    after = toks[mentions[j].end : mentions[j].end + 4]
    at = next((k for k, token in enumerate(after) if token in _POSSESSORS), -1)
    if at < 1 or at + 1 >= len(after) or named(after[:at]) not in {"on", "in", "beside"}:
        return None
    body, parts = data("words")["heads"]["body"], data("relations")["parts"]
    if after[at + 1] not in body or after[at + 1] in parts["below"]:
        return None
    order = [*reversed(range(j)), *range(j + 1, len(mentions))]
    who = next((i for i in order if mentions[i].entry.section in BEINGS and (mentions[i].entry.person or mentions[i].cast)), -1)
    return Tie("held by" if after[at + 1] in parts["hand"] else "on", who) if who >= 0 else None


def _owned(toks: Sequence[str], mentions: Sequence[Mention], j: int) -> Tie | None:
    """What belongs to the being right before it ("the diver's torch"), or comes with it ("a cellist"), is held by it."""
    if j == 0:
        return None
    thing, owner = mentions[j], mentions[j - 1]
    brought = thing.start == owner.start
    follows = toks[owner.end : owner.end + 1] == ["'s"] and thing.first <= owner.end + 1
    owned = follows and thing.entry.section in {"things", "food"}
    if brought and thing.entry.section in {"furniture", "vehicles"}:
        return Tie("beside", j - 1)
    return Tie("held by", j - 1) if (brought or owned) and owner.entry.section in BEINGS else None


def said_before(mentions: Sequence[Mention], numbers: Sequence[int], j: int) -> list[int]:
    """The mentions before mention j in its sentence, by `sentence.sentences` of the words."""
    here = numbers[mentions[j].first]
    return [i for i in range(j) if numbers[mentions[i].end] >= here]


def own_thing(numbers: Sequence[int], mentions: Sequence[Mention], found: Sequence[Tie | None], j: int) -> Tie | None:
    """A small thing called "her umbrella" of which nothing else is said is in the hand of the person before it."""
    thing = mentions[j].entry
    handy = thing.section == "things" and thing.metres <= _HANDY and not thing.worn and mentions[j].count == 1
    if not handy or not _POSSESSORS & set(mentions[j].described) or any(t is not None and t.to == j for t in found):
        return None
    who = [i for i in said_before(mentions, numbers, j) if mentions[i].entry.person]
    return Tie("held by", who[-1]) if who else None


def _on_part(toks: Sequence[str], mentions: Sequence[Mention], j: int) -> Tie | None:
    """What is "on the roof", "on the deck": on the nearest thing before it that has one."""
    after = _bare(toks[mentions[j].end : mentions[j].end + 5])
    if after[:1] != ["on"] or not set(after[1:3]) & set(data("relations")["parts"]["of_things"]) or "of" in after[:4]:
        return None
    whole = [i for i in range(j) if mentions[i].entry.section in {"buildings", "vehicles"}]
    return Tie("on", whole[-1]) if whole else None


def _bare(toks: Sequence[str]) -> list[str]:
    """The words up to the next punctuation, without determiners."""
    end = next((i for i, t in enumerate(toks) if t in STOPS), len(toks))
    return [t for t in toks[:end] if t not in words("determiners")]
