"""The things a text names: mentions found by the lexicon, told from verbs, modifiers, comparisons and the landscape."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from tools.engines.papercut.lexicon import Entry, data, entries, look_up, singulars
from tools.engines.papercut.phrase import is_garment, is_landscape, is_thing, match_at, only_qualifies
from tools.engines.papercut.presence import present
from tools.engines.papercut.sentence import MANY, STOPS, absent, adjectives, backward, count_of, gathers, words


@dataclass(frozen=True)
class Mention:
    """One noun phrase that can be drawn: its words at [start, end) of the tokens, the phrase beginning at `first`."""

    entry: Entry
    word: str
    first: int
    start: int
    end: int
    count: int = 1
    described: tuple[str, ...] = ()
    cast: str = ""
    """Id of the cast member that is meant; empty for everybody else."""


@dataclass
class Findings:
    """Mentions in order of appearance, and the concrete nouns that nothing fitted."""

    mentions: list[Mention] = field(default_factory=list)
    unknown: list[tuple[str, int]] = field(default_factory=list)


def _sense(entry: Entry, toks: Sequence[str]) -> Entry | None:
    """What a word means among these words: its entry, another one of the same name, or None where nothing is to be drawn."""
    if not entry.needs and not entry.unless:
        return entry
    said = {form for t in toks for form in singulars(t)}
    text = f" {' '.join(toks)} "

    def any_said(signs: Sequence[str]) -> bool:
        return any(sign in said or (" " in sign and f" {sign} " in text) for sign in signs)

    for other, signs in entry.unless:
        if any_said(signs):
            return entries().get(other)
    return entry if not entry.needs or any_said(entry.needs) else None


def _animal_before(toks: Sequence[str], i: int) -> Entry | None:
    """The animal or machine that a role is played by ("fox bride", "octopus detective", "robot chef")."""
    if i == 0 or toks[i - 1] in STOPS:
        return None
    hit = look_up((toks[i - 1],))
    if hit and hit[0].section == "animals" and any(form in words("handlers") for form in singulars(toks[i])):
        return None
    return hit[0] if hit and hit[0].section in {"animals", "machines"} and not hit[1] else None


def _mention(entry: Entry, plural: bool, toks: Sequence[str], i: int, n: int) -> Mention:
    start, many = i, entry.many
    if entry.person and n == 1 and (animal := _animal_before(toks, i)):
        entry, start = replace(animal, many=many), i - 1
    first, described = backward(toks, start)
    word = " ".join(toks[i : i + n])
    if plural:
        forms = [" ".join((*toks[i : i + n - 1], f)) for f in singulars(toks[i + n - 1])[1:]]
        word = next((f for f in forms if f in entries()), forms[0] if forms else word)
    elif toks[i] in words("invariant"):
        plural = not {"a", "an", "the", "one", "this", "that"} & set(described) or _are_doing(toks, i + n)
    count = count_of(toks, first, described) or _herd(entry, toks, i + n)
    count = count or (_several(entry, toks, i + n) if plural else entry.many)
    return Mention(entry, word, first, start, i + n, count, tuple(described))


def _are_doing(toks: Sequence[str], i: int) -> bool:
    """Whether the word at i is what several do: "the sheep scatter"."""
    token = toks[i] if i < len(toks) else "."
    if not token.isalpha() or token.endswith(("s", "ed", "ing", "ly")) or look_up((token,)) is not None:
        return token in {"are", "were", "have"} or (token in words("acting_verbs") and not token.endswith(("s", "ed", "ing")))
    return token in {"are", "were", "have"} or token not in words("function") | words("heads_flat") | adjectives()


def _herd(entry: Entry, toks: Sequence[str], end: int) -> int:
    """How many an "elephant herd" has; 0 where no such word follows."""
    gatherings: Mapping[str, int] = data("words")["gatherings"]
    follows = entry.section in {"animals", "roles"} and end < len(toks) and toks[end] in words("herds")
    return min(MANY, gatherings[toks[end]]) if follows else 0


def _several(entry: Entry, toks: Sequence[str], end: int) -> int:
    """How many a plural without a number stands for; more where they are said to be in a row."""
    near = list(toks[end : end + 7])
    if any(near[k : k + 2] == ["in", "a"] and k + 2 < len(near) and gathers(near[k + 2]) for k in range(5)):
        return 5
    return entry.many if entry.many > 1 else 2 if (entry.person and entry.metres > 1.3) or entry.metres > 20 else 3


def find(toks: Sequence[str]) -> Findings:
    """All drawable mentions of a text, and the unknown nouns with their positions."""
    gone, found = absent(toks), Findings()
    i = 0
    while i < len(toks):
        hit = match_at(toks, i)
        land = is_landscape(toks, i)
        if hit and hit[2] >= land and is_thing(hit[0], toks, i, hit[2]):
            meant, plural, n = hit
            entry = _sense(meant, toks)
            if entry is None:
                i += n
                continue
            if entry.section == "plants" and i + n < len(toks) and toks[i + n] in {"tree", "trees"}:
                plural, n = plural or toks[i + n] == "trees", n + 1
            if i not in gone and not plural and (doer := _doer(toks, i, i + n)) is not None:
                found.mentions.append(replace(_mention(*doer, toks, i + n, 1), entry=doer[0]))
                n += 1
            elif i not in gone and (_owns(entry, toks, i + n) or not only_qualifies(toks, i + n)):
                found.mentions.append(_mention(entry, plural, toks, i, n))
            i += n
        elif land:
            i += land
        else:
            if i not in gone and hit is None and _is_unknown_noun(toks, i):
                found.unknown.append((toks[i], i))
            i += 1
    found.mentions = without_worn(_without_parts(_with_brought(present(found.mentions, toks)), toks), toks)
    return found


_RIDDEN = 1.2
"""Metres that an animal has on which somebody may ride."""


def _doer(toks: Sequence[str], start: int, i: int) -> tuple[Entry, bool] | None:
    """Somebody named at i by what they do with the thing before ("a piano tuner"), and whether they are several."""
    token = toks[i] if i < len(toks) else ""
    single = token.removesuffix("s")
    known = look_up((token,)) is not None or token in adjectives() or token in words("function")
    opens = i + 1 < len(toks) and toks[i + 1] in words("determiners")
    if known or opens or not single.endswith("er") or not _doings() & {single[:-2], single[:-1], single[:-3]}:
        return None
    if token != single and start and toks[start - 1] in words("determiners"):
        return None  # "the lamp flickers" is no people
    return entries()["person"], token != single


@cache
def _doings() -> frozenset[str]:
    """Verbs, as far as the word lists know them."""
    acts = {word for row in data("acts").values() for word in row["words"]}
    return frozenset(acts) | words("acting_verbs") | words("head_verbs") | {"tune", "clean", "repair", "sell", "paint"}


def _owns(entry: Entry, toks: Sequence[str], end: int) -> bool:
    """Whether a being is there with its own ("the diver's torch"), and not only named ("the king's castle")."""
    if entry.section not in {"roles", "animals"} or toks[end : end + 1] != ["'s"]:
        return False
    if entry.person and end > 1 and toks[end - 2] in words("owners"):
        return False  # "he wears his father's coat"
    i = end + 1
    while i < len(toks) and toks[i] in adjectives():
        i += 1
    hit = match_at(toks, i) if i < len(toks) else None
    return hit is not None and hit[0].section in {"things", "food"} and hit[0].metres < 1.3


def _with_brought(mentions: list[Mention]) -> list[Mention]:
    """The mentions with what a player plays, where it is not named: a cellist has a cello."""
    result: list[Mention] = []
    named = {m.entry.drawing for m in mentions}
    for m in mentions:
        result.append(m)
        brought = entries().get(data("words")["brings"].get(m.word, ""))
        rides = brought is not None and brought.section in {"animals", "vehicles"}
        other = rides and any(
            x.entry.section == "vehicles" or (x.entry.section == "animals" and x.entry.metres > _RIDDEN) for x in mentions
        )
        if m.entry.person and brought is not None and brought.drawing not in named and not other:
            result.append(Mention(brought, brought.name, m.start, m.start, m.end))
    return result


def _without_parts(mentions: list[Mention], toks: Sequence[str]) -> list[Mention]:
    """The mentions without the roof of something else that is there."""
    whole = {"buildings", "vehicles"}
    there = any(m.entry.section in whole and m.entry.name != "roof" for m in mentions)
    return [m for m in mentions if not (m.entry.name == "roof" and (there or toks[m.end : m.end + 1] == ["of"]))]


def without_worn(mentions: list[Mention], toks: Sequence[str]) -> list[Mention]:
    """The mentions without clothes where somebody is there to wear them; what a cactus is "wearing" stays."""
    somebody = any(m.entry.person or m.entry.section in {"animals", "machines"} for m in mentions)
    kept = []
    for k, m in enumerate(mentions):
        handled = m.first > 0 and toks[m.first - 1] in words("handling")
        odd = k > 0 and not mentions[k - 1].entry.person and {"wearing", "wears"} & set(toks[mentions[k - 1].end : m.first])
        if not (m.entry.worn and somebody) or odd or handled:
            kept.append(m)
    return kept


_NOT_NOUN_ENDINGS = (
    "ly",
    "ing",
    "ed",
    "ness",
    "tion",
    "sion",
    "ment",
    "ity",
    "ism",
    "ance",
    "ence",
    "hood",
    "dom",
    "ful",
    "less",
    "ous",
    "ish",
)


def _is_unknown_noun(toks: Sequence[str], i: int) -> bool:
    """Whether token i heads a noun phrase ("the crooked zither"): after a determiner, before a word that cannot continue it."""
    token = toks[i]
    if (
        token in STOPS
        or token == "'s"
        or token.isdigit()
        or len(token) < 3
        or token in words("function")
        or token in adjectives()
    ):
        return False
    if (
        token in words("determiners")
        or token in data("words")["numbers"]
        or gathers(token)
        or any(f in words("heads_flat") for f in singulars(token))
        or is_garment(token)
        or token.endswith(_NOT_NOUN_ENDINGS)
    ):
        return False
    _, described = backward(toks, i)
    if not described or not any(w in words("determiners") or w.isdigit() or w in data("words")["numbers"] for w in described):
        return False
    after = toks[i + 1] if i + 1 < len(toks) else "."
    if after == "'s":
        return False
    following = match_at(toks, i + 1)
    return after in STOPS or following is None or not is_thing(following[0], toks, i + 1, following[2])


def retold(mention: Mention, entry: Entry, word: str, cast: str, count: int) -> Mention:
    """The same mention, understood as a cast member."""
    return replace(mention, entry=entry, word=word, cast=cast, count=count)
