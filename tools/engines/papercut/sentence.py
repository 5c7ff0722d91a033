"""Just enough English to find the things in a scene's words: tokens, what is only said or denied, nouns against verbs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import accumulate
from typing import Any

from tools.engines.papercut.lexicon import data, singulars

_TOKEN = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*(?:(?<=s)['’](?= \w))?|\d+|[.,;:!?()\"“”—–]")
STOPS = frozenset('.,;:!?()"“”—–')
_ENDS = frozenset('.;:!?()"“”—–')
_BREAKS = frozenset({"but", "while", "when", "where", "who", "which", "as", "then", "because", "until", "so", "though"})


MANY = 12
"""The most of one kind that a picture counts."""


@cache
def words(group: str) -> frozenset[str]:
    """One word list of words.toml as a set; "heads_flat" is all that is no thing."""
    if group == "heads_flat":
        heads = data("words")["heads"]
        return frozenset([*heads["body"], *heads["notthings"], *heads["abstract"]])
    return frozenset(data("words")[group])


@cache
def adjectives() -> frozenset[str]:
    """Every adjective and colour that the word lists know."""
    table: Mapping[str, Any] = data("words")
    groups = [w for group in table["adjectives"].values() for w in group]
    return frozenset([*groups, *table["colours"]])


def tokens(text: str) -> list[str]:
    """Lower-case words, numbers and punctuation; a possessive ending becomes a token of its own ("'s")."""
    result: list[str] = []
    for token in _TOKEN.findall(text.lower().replace("’", "'")):
        if token.endswith(("'s", "s'")):
            result += [token[:-2] if token.endswith("'s") else token[:-1], "'s"]
        elif "-" in token and token not in adjectives():
            result += _dash(token)
        else:
            result.append(token.strip("'") or token)
    return _apostrophes(result)


def _apostrophes(toks: list[str]) -> list[str]:
    """The tokens with the apostrophe that a child leaves out: "my dads hat"."""
    from tools.engines.papercut.lexicon import look_up

    result = toks[:1]
    for before, token, after in zip(toks, toks[1:], [*toks[2:], "."], strict=False):
        thing = look_up((after,)) if before in words("owners") and token in words("kin") else None
        result += [token[:-1], "'s"] if thing is not None and not thing[0].verb else [token]
    return result


def _dash(token: str) -> list[str]:
    from tools.engines.papercut.lexicon import look_up

    whole = look_up((token,)) or token.endswith(("-san", "-chan", "-kun", "-sama"))
    return [token] if whole else token.split("-")


def _phrase_at(toks: Sequence[str], i: int, phrases: frozenset[str] | Mapping[str, Any]) -> int:
    """Length of the longest phrase of `phrases` that begins at token i; 0 when none does."""
    for n in range(min(4, len(toks) - i), 0, -1):
        if " ".join(toks[i : i + n]) in phrases:
            return n
    return 0


def _phrase_end(toks: Sequence[str], i: int) -> int:
    """End of the noun phrase that begins at i, with its "of" and "or" continuations."""
    known = words("function") - words("determiners") - {"of", "or", "nor"}
    j = i
    while j < len(toks) and toks[j] not in STOPS and toks[j] not in known:
        j += 1
    return max(j, min(i + 1, len(toks)))


def _clause_end(toks: Sequence[str], i: int) -> int:
    j = i
    while j < len(toks) and toks[j] not in STOPS and toks[j] not in _BREAKS:
        j += 1
    return j


def _is_likeness(toks: Sequence[str], i: int) -> bool:
    if toks[i] == "as":
        after = toks[i + 1] if i + 1 < len(toks) else ""
        said = toks[i + 2 : _phrase_end(toks, i + 1)]
        happens = any(t in words("acting_verbs") or t in {"falls", "passes", "comes", "goes", "rises", "burns"} for t in said)
        happens = happens or (len(said) > 1 and said[-1].endswith("s") and _is_being(said[-2]))
        return (after in {"a", "an"} and not happens) or (i >= 2 and toks[i - 2] == "as")
    return toks[i] in words("like") and (i == 0 or toks[i - 1] not in {"would", "to", "i"})


def _is_metaphor(toks: Sequence[str], i: int) -> bool:
    """Whether at i a part of the world is said to be something else ("the moon is a lantern", "the sea was a mirror")."""
    if toks[i] not in {"is", "are", "was", "were", "becomes"} or i == 0 or i + 1 >= len(toks):
        return False
    return toks[i - 1] in data("places")["landscape"]["words"] and toks[i + 1] in words("determiners")


def absent(toks: Sequence[str]) -> frozenset[int]:
    """Positions of words that are denied, compared, remembered, dreamt, heard or awaited: named, but not there to be seen."""
    gone: set[int] = set()
    for i, token in enumerate(toks):
        if n := _phrase_at(toks, i, words("reported")):
            gone.update(range(i, _clause_end(toks, i + n)))
        elif n := _phrase_at(toks, i, words("likeness_spans")) or _phrase_at(toks, i, words("no_spans")):
            gone.update(range(i, _phrase_end(toks, i + n)))
        elif n := _phrase_at(toks, i, words("images")):
            gone.update(range(i + n, _phrase_end(toks, i + n)))
        elif _is_metaphor(toks, i) or token in words("no") or _is_likeness(toks, i):
            gone.update(range(i, _phrase_end(toks, i + 1)))
    return frozenset(gone)


def is_noun(toks: Sequence[str], i: int) -> bool:
    """Whether a word that may be a verb ("fish", "light", "rock") is a noun at position i."""
    before = toks[i - 1] if i else ""
    after = toks[i + 1] if i + 1 < len(toks) else ""
    opens = after in words("determiners")
    if before in words("subject_pronouns") or (opens and before in adjectives()):
        return False
    counted = i > 1 and toks[i - 2] in _several() and toks[i].endswith("s") and not before.endswith("s")  # two husky pups
    if counted or _opens_phrase(before) or before in adjectives():
        return True
    if i > 1 and toks[i - 2] in words("determiners") and _may_describe(before):
        return True
    if not before or before in STOPS:
        return not opens and after not in {"to", "his", "her", "their"}
    led = i > 1 and toks[i - 2] in words("prepositions") | words("determiners") and _is_modifier(before)
    led = led and not (toks[i].endswith("s") and toks[i - 2] in {"a", "an", "one"})
    led = led or (before in words("acting_verbs") and before.endswith(("s", "ing")))  # "plays cards"
    led = led or (before in words("taking") | words("acting_verbs") and toks[i].endswith("s"))
    return (led or before == "'s" or before in words("prepositions")) and not opens


def is_surely_verb(toks: Sequence[str], i: int) -> bool:
    """Whether what looks like a noun is done here to what follows at once: "swallows the caravan", "saw two giraffes"."""
    token, before = toks[i], toks[i - 1] if i else "."
    after = toks[i + 1] if i + 1 < len(toks) else "."
    past = token in words("past_verbs")
    if after in words("reflexive"):
        return True
    if not (past or (token.endswith("s") and not token.endswith("ss"))) or not (_opens_phrase(after) or after == "to"):
        return False
    if before in words("subject_pronouns") or before in words("joining"):
        return after != "to"
    known = words("function") | words("prepositions") | words("determiners") | words("acting_verbs")
    plural = before.endswith("s") and not past
    return not (plural or before in STOPS or before == "'s" or before in known or before in adjectives() or before.isdigit())


@cache
def _several() -> frozenset[str]:
    return frozenset(word for word, n in data("words")["numbers"].items() if n > 1)


@cache
def _is_being(word: str) -> bool:
    """Whether a word is one person, animal or machine."""
    from tools.engines.papercut.lexicon import look_up

    hit = look_up((word,))
    return hit is not None and not hit[1] and hit[0].section in {"roles", "animals", "machines"}


@cache
def _is_modifier(word: str) -> bool:
    """Whether a word may stand before a noun as its first half ("fruit stalls"): neither a being nor a word of grammar."""
    from tools.engines.papercut.lexicon import look_up

    hit = look_up((word,))
    being = hit is not None and hit[0].section in {"roles", "animals", "machines"}
    return not being and word not in words("function") and word not in words("determiners") and word not in STOPS


@cache
def _may_describe(word: str) -> bool:
    """Whether a word that no list knows can describe the noun after it ("frosty", "bodhi"): it names and does nothing."""
    from tools.engines.papercut.lexicon import look_up

    if word in words("function") or word in STOPS or look_up((word,)):
        return False
    world = data("places")["landscape"]["words"]
    return word.isalpha() and word not in world and word not in words("heads_flat") | words("acting_verbs")


def backward(toks: Sequence[str], start: int) -> tuple[int, list[str]]:
    """Walk back over the adjectives and numbers before a noun: (position of the phrase's first word, those words)."""
    described: list[str] = []
    i = start
    while i > 0 and (toks[i - 1] in adjectives() or toks[i - 1] in data("words")["numbers"] or toks[i - 1].isdigit()):
        i -= 1
        described.append(toks[i])
    if (i > 2 and toks[i - 2] == "of" and toks[i - 1] in words("determiners")) or (i > 1 and toks[i - 1] == "of"):
        return _gathered(toks, i, described)
    if i > 0 and toks[i - 1] == "," and i > 1 and toks[i - 2] in adjectives():
        first, more = backward(toks, i - 1)
        return first, described + more
    counted = i > 1 and toks[i - 2] in _several() and start < len(toks) and toks[start].endswith("s") and toks[i - 1].isalpha()
    counted = counted and not toks[i - 1].endswith("s")
    if i > 1 and _opens_phrase(toks[i - 2]) and not _opens_phrase(toks[i - 1]) and (counted or _may_describe(toks[i - 1])):
        i -= 1
        described.append(toks[i])
    while i > 0 and _opens_phrase(toks[i - 1]):
        i -= 1
        described.append(toks[i])
    return i, described


def _opens_phrase(token: str) -> bool:
    return token in words("determiners") or token in data("words")["numbers"] or token.isdigit()


def _gathered(toks: Sequence[str], i: int, described: list[str]) -> tuple[int, list[str]]:
    """The phrase that begins at i with what gathers it before "of" ("a small flock of", "two of the"), where something does."""
    j = i - 1 if toks[i - 1] == "of" else i - 2
    held = described if j == i - 1 else [*described, toks[i - 1]]
    said: Mapping[str, int] = {**data("words")["gatherings"], **data("words")["numbers"]}
    if not any(form in said for form in singulars(toks[j - 1])) and not toks[j - 1].isdigit():
        return (i, described) if j == i - 1 else (i - 1, held)
    first, _ = backward(toks, j - 1)
    return first, [*held, f"{toks[j - 1]} of"]


def count_of(toks: Sequence[str], first: int, described: Sequence[str]) -> int:
    """The number said of a noun ("two", "12", "a flock of"); 0 when none is said. At most MANY: more cannot be told apart."""
    numbers: Mapping[str, int] = data("words")["numbers"]
    gatherings: Mapping[str, int] = data("words")["gatherings"]
    for word in described:
        if word.isdigit():
            return max(1, min(MANY, int(word)))
        if word in numbers:
            return min(MANY, numbers[word])
        if word.endswith(" of"):
            head = word.removesuffix(" of")
            return min(MANY, _number_word(head, {**gatherings, **numbers}) or max(1, int(head)))
    return 0


def gathers(token: str) -> bool:
    """Whether a word counts what follows it after "of" ("a flock of", "dozens of")."""
    return any(form in data("words")["gatherings"] or form in data("words")["numbers"] for form in singulars(token))


def _number_word(word: str, numbers: Mapping[str, int]) -> int:
    return next((numbers[form] for form in singulars(word) if form in numbers), 0)


def same_sentence(toks: Sequence[str], a: int, b: int) -> bool:
    """Whether no sentence ends between two positions."""
    return not any(toks[k] in _ENDS for k in range(a, b))


def sentences(toks: Sequence[str]) -> list[int]:
    """For each position, and the one after the last, how many sentences end before it.

    Positions a and b are in the same sentence where this is no less at a than at b.
    """
    return list(accumulate((token in _ENDS for token in toks), initial=0))


def named(before: Sequence[str]) -> str:
    """The relation that the last words before a noun phrase say; the longest phrase counts."""
    for n in (5, 4, 3, 2, 1):
        phrase = " ".join(before[-n:])
        if len(before) >= n and phrase in _phrases():
            return _phrases()[phrase]
    return ""


@cache
def _phrases() -> Mapping[str, str]:
    return {phrase: kind for kind, phrases in data("relations")["relations"].items() for phrase in phrases}
