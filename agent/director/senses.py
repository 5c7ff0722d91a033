"""What a clause may mean, learned: a linear reader over MiniLM's vector, the words and their parts.

The phrasings stand in words/said, the weights beside them in words/senses.npz; `python -m bench.learn` makes the one from
the other. A label is a request as a person sees it ("look.warmth.down", "scene.swap", "talk.aside").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from agent.director.clause import Clause
from agent.director.words import HERE
from memory.tables import read_table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WEIGHTS = HERE / "senses.npz"
MEANING, WORDING, SPELLING = 4.0, 2.0, 2.0
"""How much the vector weighs against the words and pairs of words, and against the parts of words."""
_PART = (3, 4, 5)
"""Letters of a part of a word: "<dar", "arker": what typing errors and unknown forms leave."""
_WORD = re.compile(r"<[\w.%]+>|[a-z']+|\d+")


@dataclass(frozen=True)
class Sense:
    """A label and how sure the reader is of it, 0..1; the shares of all labels add up to 1."""

    label: str
    share: float


@cache
def phrasings() -> tuple[tuple[str, str], ...]:
    """Every labelled phrasing: its text and its label."""
    found: list[tuple[str, str]] = []
    for path in sorted((HERE / "said").glob("*.toml")):
        for group in read_table(path)["group"]:
            found += [(text, group["label"]) for text in group["says"]]
    return tuple(found)


def stripped(clause: Clause) -> str:
    """The clause as it is embedded: without scenes, numbers and quoted words."""
    text = re.sub(r"(?:\b(?:in|of|for|to|from|at|on|after|before)\s+)?(?:the\s+)?⟦s\d+⟧", " ", clause.text)
    return re.sub(r"\s+", " ", re.sub(r"⟦\w\d+⟧", " ", text)).strip(" ,:;.!").lower()


def features(clause: Clause) -> frozenset[str]:
    """The clause's words and pairs of words; scenes, quantities and quoted words stand as what they are ("<s>", "<n.db>")."""

    def shown(match: re.Match[str]) -> str:
        mark = clause.marked.mark(match[0])
        return f" <{mark.kind}{f'.{mark.unit}' if mark.kind == 'n' and mark.unit else ''}> " if mark else " "

    words = _WORD.findall(re.sub(r"⟦\w\d+⟧", shown, clause.text).lower())
    framed = ["^", *words, "$"]
    return frozenset([*words, *(f"{a}_{b}" for a, b in pairwise(framed))])


def spelled(text: str) -> frozenset[str]:
    """The parts of a text's words, by letters: "dim" has "#<di", "#dim", "#im>" and longer ones."""
    words = [f"<{word}>" for word in re.findall(r"[a-z']+", text.lower())]
    return frozenset(f"#{word[at : at + size]}" for word in words for size in _PART for at in range(len(word) - size + 1))


def senses(clause: Clause) -> tuple[Sense, ...]:
    """The likeliest labels, the surest first; () for a clause without words."""
    text = stripped(clause)
    return _senses(text, features(clause)) if re.search(r"[a-z]{2}", text) else ()


@lru_cache(maxsize=1024)
def _senses(text: str, said: frozenset[str]) -> tuple[Sense, ...]:
    import numpy as np

    from tools.engines.meaning import embed

    reader = _reader()
    score = embed([text])[0] @ reader.meaning * MEANING + reader.bias
    for seen, weight in ((said, WORDING), (spelled(text), SPELLING)):
        if known := [reader.places[word] for word in sorted(seen) if word in reader.places]:
            score = score + reader.wording[known].sum(0) * weight / np.sqrt(len(known))
    share = np.exp(score - score.max())
    share /= share.sum()
    return tuple(Sense(reader.labels[i], float(share[i])) for i in share.argsort()[::-1][:8])


@dataclass(frozen=True)
class _Reader:
    labels: tuple[str, ...]
    places: dict[str, int]
    meaning: NDArray[np.float32]
    wording: NDArray[np.float32]
    bias: NDArray[np.float32]


@cache
def _reader() -> _Reader:
    import numpy as np

    with np.load(WEIGHTS) as kept:

        def full(name: str) -> Any:
            return kept[name].astype(np.float32) * kept[f"{name}_scale"]

        words = {str(word): place for place, word in enumerate(kept["words"].tolist())}
        return _Reader(tuple(kept["labels"].tolist()), words, full("meaning"), full("wording"), kept["bias"])
