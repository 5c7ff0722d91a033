"""Shortening a narration: which sentences stay, in which of their shorter forms, for a share of the words."""

from __future__ import annotations

import heapq
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from tools.engines.authored.figures import known_agent
from tools.engines.authored.revise_forms import Form, forms
from tools.engines.authored.revise_grammar import begins_clause, expletive, points_back
from tools.engines.authored.revise_prose import content, count, joined_text, names_in, sentences
from tools.engines.authored.words import is_plural, singular, table, word_set

_TOGETHER = 10
"""Sentences that are weighed together; longer texts are shortened in stretches of that many."""
_KEPT_NAMES = 5
_FORMS = 10
"""Forms of one sentence that are weighed."""
_WAYS = 250
"""Ways to tell the sentences so far that are followed further."""


@dataclass(frozen=True)
class _Way:
    """One way to tell the sentences so far."""

    loss: float
    words: int
    picked: tuple[str, ...]


_Ways = dict[tuple[bool, bool, int, int], _Way]
"""Ways by (last sentence dropped, any kept, names told, words)."""


def shorten(text: str, share: float) -> str:
    """The text in about `share` (0 to 1) of its words: whole asides go first, then clauses, participles and adjectives.

    Every sentence left is a sentence; names stay; at least one sentence stays. 1 or more gives the text back. A single
    sentence comes as near to the share as its grammar allows. Errors: none.
    """
    said = sentences(text)
    if share >= 1 or not said:
        return text.strip()
    words = max(count(text), 1)
    goal = max(share, 0.0) * words
    names = names_in(text)
    chosen: list[str] = []
    for i in range(0, len(said), _TOGETHER):
        stretch = said[i : i + _TOGETHER]
        part = goal * count(" ".join(stretch)) / words
        chosen += _chosen(stretch, part, names, (i == 0, i + _TOGETHER >= len(said)))
    return joined_text(chosen)


def _chosen(said: Sequence[str], goal: float, names: Sequence[str], edges: tuple[bool, bool]) -> list[str]:
    """The best choice of forms for a stretch of sentences; `edges` say whether it holds the text's first and last one."""
    present = [n for n in names if any(n in s for s in said)][:_KEPT_NAMES]
    ways: _Ways = {(False, False, 0, 0): _Way(0.0, 0, ())}
    seen, whole = 0, max(count(" ".join(said)), 1)
    for i in range(len(said)):
        options = [(form, _leaning(form.text), _mask(form.text, present)) for form in _options(said, i, edges)]
        told = [bool(_agents(s) or names_in(s)) for s in said[:i]]
        after: _Ways = {}
        for (dropped, any_kept, mask, _), way in ways.items():
            for form, leaning, names_told in options:
                if form.text and dropped and not _stands(leaning, any_kept, told):
                    continue
                key = (not form.text, any_kept or bool(form.text), mask | names_told, way.words + form.words)
                if key not in after or way.loss + form.loss < after[key].loss:
                    after[key] = _Way(way.loss + form.loss, way.words + form.words, (*way.picked, form.text))
        seen += count(said[i])
        ways = _fewer(after, goal * seen / whole)
    full = (1 << len(present)) - 1
    done = [(w.loss + _miss(w.words, goal) + 30 * (key[2] != full), w) for key, w in ways.items() if w.words]
    if not done:
        return [said[0]]
    return [p for p in min(done, key=lambda d: (d[0], d[1].picked))[1].picked if p]


def _fewer(ways: _Ways, due: float) -> _Ways:
    """The ways that lost least and are nearest to the words that are due by now; enough of them to choose from."""
    if len(ways) <= _WAYS:
        return ways
    return dict(heapq.nsmallest(_WAYS, ways.items(), key=lambda kw: kw[1].loss + 0.35 * abs(kw[1].words - due)))


def _miss(words: int, goal: float) -> float:
    """What it costs to be off the goal: little within a tenth, much below four fifths and above thirteen tenths of it."""
    off = (words - goal) / max(goal, 1)
    if off < 0:
        return -5 * off + 60 * max(0.0, -off - 0.1) + 200 * max(0.0, -off - 0.17)
    return 5 * off + 25 * max(0.0, off - 0.1) + 200 * max(0.0, off - 0.24)


def _mask(text: str, names: Sequence[str]) -> int:
    return sum(1 << i for i, n in enumerate(names) if n in text)


def _options(said: Sequence[str], i: int, edges: tuple[bool, bool]) -> list[Form]:
    """The forms a sentence may take, its absence among them."""
    others = content(" ".join(s for k, s in enumerate(said) if k != i))
    own, acting = content(said[i]), _agents(said[i])
    kept = 2.2 if said[i] in details() else 0.0
    made = [
        Form(f.text, f.words, f.loss + kept + 0.5 * len((own & others) - content(f.text)) + 1.3 * len(acting - _agents(f.text)))
        for f in forms(said[i])
    ]
    if len(made) > _FORMS:
        step = len(made) / _FORMS
        made = [made[int(k * step)] for k in range(_FORMS)] + [made[-1]]
    edge = (i == 0 and edges[0], i == len(said) - 1 and edges[1])
    return [*made, Form("", 0, _weight(said[i], others, edge, len(said)))]


def _weight(sentence: str, others: frozenset[str], edge: tuple[bool, bool], number: int) -> float:
    """What would be lost with a whole sentence."""
    if sentence in details():
        return 0.6
    low = sentence.lower()
    told = 1.2 + 0.1 * min(count(sentence), 20)
    told += 2.0 * len(names_in(sentence)) + 1.4 * len(_agents(sentence)) + 0.35 * len(content(sentence) & others)
    told += 1.0 * bool(re.search(r"\b(?:he|she|they|i|we|you)\b", low))
    told += 0.6 * any(w in word_set("small") for w in re.findall(r"[a-z]+", low))
    told += 1.0 * bool(
        re.search(r"\b(?:found|lost|came|left|gone|died|began|decided|learned|opened|broke|understood|saw)\b", low)
    )
    told += (1.8 if edge[0] else 0) + (2.4 if edge[1] else 0)
    return told if number > 1 else 99.0


def _agents(text: str) -> frozenset[str]:
    """Who acts in a text: "the keeper", "a robot", "bees" as keeper, robot and bee."""
    words = re.findall(r"\b(?:an?|the|two|three|my|her|his|old|young|small|rival) ([a-z]+)\b", text.lower())
    plurals = [w for w in re.findall(r"[a-z]+", text.lower()) if is_plural(w) and w not in {"waves", "guards"}]
    return frozenset(singular(w) for w in [*words, *plurals] if known_agent(w) and singular(w) not in word_set("scenery"))


@lru_cache(maxsize=1024)
def _leaning(text: str) -> str:
    """How a sentence leans on those before it: "" not at all, "people" by a pronoun for somebody, "all" wholly."""
    hangs = table("revising")["hangs"]
    low = text.lower()
    if any(low.startswith(j + " ") for j in hangs["joints"]):
        return "all"
    if _hangs(low, hangs["before"]):
        return "all"
    if any(low.startswith(p + " ") for p in hangs["people"]):
        return "people"
    return "all" if points_back(text) else ""


def _stands(leaning: str, any_kept: bool, told: Sequence[bool]) -> bool:
    """Whether a sentence makes sense although the last before it is gone; `told` says which of those speak of somebody."""
    if leaning != "people":
        return not leaning
    return not any(told) or (any_kept and not told[-1])


def _hangs(low: str, starts: Sequence[str]) -> bool:
    """Whether a sentence begins with one of some words that point back; "that evening" and "it was late" do not."""
    hour = re.match(r"(?:this|that) (?:day|night|morning|evening|afternoon|summer|winter|spring|autumn|year)\b", low)
    begun = any(low.startswith(b if b.endswith((" ", ",")) else b + " ") for b in starts)
    return begun and not hour and not expletive(low)


def dependent(text: str) -> bool:
    """Whether a sentence leans on the one before it, so that nothing may come between them."""
    hangs = table("revising")["hangs"]
    low = text.lower()
    if _hangs(low, [*hangs["before"], *hangs["people"], *hangs["joints"]]):
        return True
    later = re.match(r"^((?:[\w'-]+,? ){1,4})(?:he|she|they|neither|it)\b", low)
    if later and not expletive(low[later.end(1) :]) and not _agents(text[: later.end(1)]):
        return True
    return points_back(text) or (count(text) < 4 and not begins_clause(text))


@cache
def details() -> frozenset[str]:
    """Every sentence that the writer knows as a detail of a place or as an aside, and that no story hangs on."""
    spots = [d for world in table("worlds").values() for spot in world["spots"] for d in spot["details"]]
    plain = [g for g in table("episodes")["gestures"]["lines"] if "{" not in g]
    return frozenset([*spots, *plain, *table("episodes")["asides"]["lines"], *table("styles")["indoors"]["details"]])
