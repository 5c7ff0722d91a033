"""The cast as the painter knows it: who each member is, by which words the scenes call them, and their lasting looks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from memory.film import CastMember
from tools.engines.papercut.finding import Mention, find, retold
from tools.engines.papercut.lexicon import Entry, entries, look_up
from tools.engines.papercut.looks import Traits, metres_of, person_traits, seed_of, thing_traits
from tools.engines.papercut.sentence import absent, adjectives, tokens, words

_NAME_START = re.compile(r"^(?:the|an?)\s+")
_GENERAL = frozenset({"man", "woman", "boy", "girl", "child", "grandmother", "grandfather", "person", "figure"})


@dataclass(frozen=True)
class Player:
    """A cast member ready to be drawn: entry, the words that name it, traits that never change, and height in metres."""

    id: str
    word: str
    entry: Entry
    names: tuple[tuple[str, ...], ...]
    traits: Traits
    metres: float
    count: int = 1
    """How many a member stands for ("two rival bakers")."""

    def trait(self, name: str) -> str:
        """One trait's value, or an empty string."""
        return dict(self.traits).get(name, "")


def _who(member: CastMember) -> Mention | None:
    """What a member is, from the description, else from the name, else from the id."""
    for text in (member.description, member.name, member.id):
        mentions = find(tokens(f"a {text}" if text and text == member.name else text)).mentions
        people = [m for m in mentions if m.entry.section in {"roles", "animals", "machines"}]
        if people or mentions:
            return (people or mentions)[0]
    return None


@lru_cache(1024)
def player(member: CastMember) -> Player:
    """A cast member's lasting looks; somebody of whom nothing is known is a person."""
    toks = tokens(f"{member.description} . {member.name}")
    who = _who(member)
    entry = who.entry if who else entries()["person"]
    adjectives = [*(who.described if who else ()), *tokens(member.name)]
    seed = seed_of(f"{member.id}:{member.name}")
    if entry.person:
        traits = person_traits(entry, toks, adjectives, seed, member.name)
    else:
        traits = thing_traits([*adjectives, *toks], seed, entry.colour)
    metres = metres_of(entry, adjectives, dict(traits).get("age", ""))
    names = _names(member, who)
    word = _NAME_START.sub("", member.name.strip().lower()) or " ".join(names[0])
    return Player(member.id, word, entry, names, traits, metres, who.count if who else 1)


def _names(member: CastMember, who: Mention | None) -> tuple[tuple[str, ...], ...]:
    full = tuple(t for t in tokens(member.name) if t not in {"the", "a", "an", "'s", "."})
    names = [full] if full else []
    names += [(t,) for t in full if t not in words("titles") and (t,) != full and not _is_common(t)]
    names += [full[-1:]] if full else []
    if who is not None:
        names.append(tuple(who.word.split()))
        names.append((who.word.split()[-1],))
    if not names:
        names.append((member.id.lower(),))
    return tuple(dict.fromkeys(names))


def _is_common(token: str) -> bool:
    """Whether a word of a name means something by itself ("lighthouse"), and so does not call its bearer."""
    return token in adjectives() or token in words("function") or token.isdigit() or look_up((token,)) is not None


def recognise(mentions: Sequence[Mention], toks: Sequence[str], players: Sequence[Player]) -> list[Mention]:
    """The mentions with cast members put in the place of the words that mean them, and named members added."""
    result = [_as_player(m, toks, players) for m in mentions]
    taken = {i for m in result for i in range(m.start, m.end)}
    for p in players:
        for name in p.names:
            result += [
                Mention(p.entry, p.word, i, i, i + len(name), p.count, (), p.id) for i in _places(toks, name) if i not in taken
            ]
            taken |= {k for i in _places(toks, name) for k in range(i, i + len(name))}
    return sorted(result, key=lambda m: m.start)


def _places(toks: Sequence[str], name: tuple[str, ...]) -> list[int]:
    gone = absent(toks)
    n = len(name)
    return [i for i in range(len(toks) - n + 1) if tuple(toks[i : i + n]) == name and i not in gone]


def _as_player(mention: Mention, toks: Sequence[str], players: Sequence[Player]) -> Mention:
    if {"another", "other"} & set(mention.described):
        return mention
    spoken = tuple(toks[mention.start : mention.end])
    fits = [p for p in players if mention.count in {1, p.count} and (spoken in p.names or _same_entry(mention, p))]
    if not fits and mention.entry.name in _GENERAL and set(mention.described) & {"the", "this", "that"}:
        fits = [p for p in players if _could_be(mention, p)]
    if len(fits) != 1 or ("a" in mention.described and spoken not in fits[0].names and not _same_entry(mention, fits[0])):
        return mention
    return retold(mention, fits[0].entry, fits[0].word, fits[0].id, fits[0].count)


def _same_entry(mention: Mention, p: Player) -> bool:
    return mention.entry.name == p.entry.name and mention.entry.name not in _GENERAL


def _could_be(mention: Mention, p: Player) -> bool:
    if not p.entry.person:
        return False
    entry, age, gender = mention.entry, p.trait("age"), p.trait("gender")
    old = bool({"old", "elderly"} & set(mention.described)) or entry.age == "old"
    young = entry.age == "child"
    return (not entry.gender or entry.gender == gender) and (not old or age == "old") and (young == (age == "child"))
