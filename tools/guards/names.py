"""Who a text names: people of public life, full names as living people have them, and those told by what they are known for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from tools.guards.spelling import Index, Token, compact, plainly, runs, tokens
from tools.guards.tables import own_people, table, words

_LONGEST = 5
"""Words of a name that may be misspelt."""
Kind = Literal["known", "name", "described"]


@dataclass(frozen=True)
class Named:
    """Somebody whom a text names: on the list of well-known people, by a full name, or by a description of one person."""

    kind: Kind
    name: str
    """The list's spelling of somebody on it; otherwise as it was written."""
    written: str


@lru_cache(2_000)
def named(text: str) -> tuple[Named, ...]:
    """Everybody whom a text names and who may be a real person, each once; nobody who never lived or is of legend."""
    text = plainly(text)
    written = [Named("known", each, each) for each in table("people")["written"] if plainly(each) in text]
    all_words = tokens(text)
    legend = set(_legend(all_words))
    found: list[Named] = list(written)
    taken = set(legend)
    for start, end, name in _known(all_words, taken):
        taken |= set(range(start, end))
        found.append(Named("known", name, text[all_words[start].start : all_words[end - 1].end]))
    found += [Named("name", name, name) for name in _full_names(text, all_words, taken)]
    found += [Named("described", each, each) for each in _described(text)]
    unique: dict[str, Named] = {}
    for each in found:
        unique.setdefault(compact(each.name) or each.name, each)
    return tuple(unique.values())


@cache
def _people() -> Index:
    index, own = Index(), own_people()
    allowed = {compact(name) for name in own["allowed"]}
    for name in (*table("people")["known"], *own["known"]):
        if compact(name) not in allowed:
            index.add(name)
            first, _, last = name.partition(" ")
            index.names.setdefault(compact(f"{last} {first}"), name)  # "Swift, Taylor", and as much of the world writes it
    return index


@cache
def _parts() -> frozenset[str]:
    """Parts of well-known people's names that are long enough to tell them by."""
    return frozenset(compact(part) for name in _people().names.values() for part in name.split() if len(part) >= 5)


@cache
def _passing() -> frozenset[str]:
    """Letters of the names that pass: legend, and the operator's namesakes."""
    return frozenset(compact(name) for name in (*table("people")["legend"], *own_people()["allowed"]))


@cache
def _words_too() -> frozenset[str]:
    return frozenset(compact(name) for name in table("people")["words_too"])


def _legend(all_words: list[Token]) -> Iterator[int]:
    """Places of the words of names that pass."""
    for at in range(len(all_words)):
        for end, sound, _ in runs(all_words, at):
            if sound not in _beginnings():
                break
            if sound in _passing():
                yield from range(at, end)


def _known(all_words: list[Token], taken: set[int]) -> Iterator[tuple[int, int, str]]:
    at = 0
    while at < len(all_words):
        hit = next(((end, name) for end, name in _hits(all_words, at) if not taken & set(range(at, end))), None)
        if hit:
            yield at, *hit
        at = hit[0] if hit else at + 1


def _hits(all_words: list[Token], at: int) -> Iterator[tuple[int, str]]:
    """Ends and names of the well-known people whose name begins at a word: longest first."""
    found = []
    slips = all_words[at].capital or any(word.sound in _parts() for word in all_words[at : at + _LONGEST])
    for end, sound, look in runs(all_words, at):
        if sound not in _beginnings() and look not in _beginnings() and not (slips and end - at <= _LONGEST):
            break
        if name := _who(all_words[at:end], sound, look) or _alone(all_words[at:end], sound, at == 0):
            found.append((end, name))
    yield from reversed(found)


@cache
def _beginnings() -> frozenset[str]:
    """Every beginning of a name that is looked for: where words stop being one, no longer run of them can be a name."""
    names = {*_people().names, *_passing(), *_alone_names()}
    return frozenset(name[:length] for name in names for length in range(1, len(name) + 1))


def _alone(run: list[Token], sound: str, first: bool) -> str:
    """Who is meant by a surname alone: "Putin dances"; "Trump cards" begins a sentence and is not meant."""
    word = sound in ("trump", "musk", "modi")
    return run[0].text if sound in _alone_names() and run[0].capital and not (first and word) else ""


@cache
def _alone_names() -> frozenset[str]:
    return frozenset(compact(name) for name in table("people")["alone"]) - {compact(name) for name in own_people()["allowed"]}


def _who(run: list[Token], sound: str, look: str) -> str:
    people = _people()
    name = people.exact(sound) or people.exact(look)
    capital = all(word.capital for word in run)
    if name:
        return name if capital or compact(name) not in _words_too() else ""
    if not (len(sound) > 5 and len(run) <= _LONGEST) or not (capital or any(word.sound in _parts() for word in run)):
        return ""
    near = people.nearly(sound) or (people.nearly(look) if look != sound else "")
    if not near or len(run) > len(near.split()) + 1 or (compact(near) in _words_too() and not capital):
        return ""
    long_ones = {compact(part) for part in near.split() if len(part) >= 5}
    shared = {word.sound for word in run} & long_ones
    return near if (capital or shared) and (len(near.split()) > 1 or len(run) == 1) and _a_slip(run, near) else ""


def _a_slip(run: list[Token], near: str) -> bool:
    """Whether what was written is no name of its own: "Tyler Smith" is somebody else than "Taylor Swift"."""
    first = run[0].sound
    of_its_own = first in words("given", "plain") and first != compact(near.split(maxsplit=1)[0])
    return not (of_its_own and len(run) > 1 and run[-1].sound in words("given", "surnames"))


def _full_names(text: str, all_words: list[Token], taken: set[int]) -> Iterator[str]:
    for line in _lines(text, all_words):
        if not _titled([all_words[i] for i in line]):
            yield from _in_line(text, all_words, line, taken)


def _lines(text: str, all_words: list[Token]) -> Iterator[list[int]]:
    """The words of each sentence or line, by their places."""
    line: list[int] = []
    for i, word in enumerate(all_words):
        if line and re.search(r"[\n.!?;:]", text[all_words[line[-1]].end : word.start]) and len(all_words[line[-1]].text) > 1:
            yield line
            line = []
        line.append(i)
    yield line


def _titled(line: list[Token]) -> bool:
    """Whether a line is written like a title, where capitals say nothing."""
    longer = [word for word in line if len(word.text) > 3 and word.text.isascii()]
    return len(longer) > 3 and sum(word.capital for word in longer) > 0.8 * len(longer)


def _in_line(text: str, all_words: list[Token], line: list[int], taken: set[int]) -> Iterator[str]:
    links = words("given", "links")
    for place, i in enumerate(line):
        if i in taken or not _first_name(all_words[i]):
            continue
        end = place + 1
        while end < len(line) and _beside(text, all_words[line[end - 1]], all_words[line[end]]):
            word = all_words[line[end]]
            if not (_surname(word) or (word.sound in links and end + 1 < len(line))):
                break
            end += 1
        names = [all_words[j] for j in line[place:end]]
        while names and names[-1].sound in links:
            names.pop()
        following = all_words[line[place + len(names)]] if place + len(names) < len(line) else None
        if following and following.capital and following.sound in words("given", "no_surname"):
            continue  # a title goes on in capitals: "Mara Rows Out"
        if len(names) > 1 and not taken & set(line[place : place + len(names)]) and _like_a_person(names):
            taken.update(line[place : place + len(names)])
            yield text[names[0].start : names[-1].end]


def _beside(text: str, one: Token, other: Token) -> bool:
    return bool(re.fullmatch(r"(?: |[ .]*(?<=\w)\. |-|')", text[one.end : other.start]) or text[one.end : other.start] == " ")


def _first_name(word: Token) -> bool:
    return word.capital and (word.sound in words("given", "plain") or word.sound in words("given", "also_words"))


def _surname(word: Token) -> bool:
    return word.capital and word.sound not in words("given", "no_surname") and len(word.sound) > 0 and not word.text.isdigit()


def _like_a_person(names: list[Token]) -> bool:
    """First names that are everyday words need a common surname behind them."""
    return names[0].sound in words("given", "plain") or names[-1].sound in words("given", "surnames")


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    said: dict[str, str] = table("people")["described"]
    return tuple(re.compile(each, 0 if name == "works" else re.IGNORECASE) for name, each in said.items())


def _described(text: str) -> Iterator[str]:
    """Words that tell one living person without the name, with a little of what follows."""
    for pattern in _patterns():
        for match in pattern.finditer(text):
            yield re.split(r"[,.;:!?\n]", text[match.start() : match.end() + 24])[0].strip() or match[0]
