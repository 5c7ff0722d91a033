"""The bank: labelled phrasings, and which of them a clause is nearest to in meaning (MiniLM)."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from agent.director.clause import Clause
from agent.director.words import HERE, bank_names, table

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

VECTORS = HERE / "vectors.npz"


@dataclass(frozen=True)
class Label:
    """What a phrasing means: a tool with the arguments that its words come to, or small talk ("talk.thanks")."""

    name: str
    args: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Near:
    """A label with the likeness (-1..1) of its nearest phrasing."""

    label: Label
    score: float
    phrase: str


@cache
def phrasings() -> tuple[tuple[str, Label], ...]:
    """Every phrasing of the bank with its label; small talk is part of it."""
    found: list[tuple[str, Label]] = []
    for name in bank_names():
        for group in table(name)["group"]:
            label = Label(group["tool"], tuple(sorted(group.get("args", {}).items())))
            found += [(text, label) for text in group["says"]]
    for kind, section in table("talk").items():
        found += [(text, Label(f"talk.{kind}")) for text in section["phrases"] if text.isascii()]
    return tuple(found)


def digest() -> str:
    """The bank's hash, by which its vectors are known to fit it."""
    return hashlib.sha256("\n".join(text for text, _ in phrasings()).encode()).hexdigest()


@cache
def vectors() -> NDArray[np.float32]:
    """One unit vector a phrasing: those beside the bank when they are of this very bank, otherwise made now."""
    import numpy as np

    if VECTORS.exists():
        with np.load(VECTORS) as kept:
            if str(kept["digest"]) == digest():
                whole: NDArray[np.float32] = kept["vectors"].astype(np.float32) / 127.0
                return whole
    return embedded()


def embedded() -> NDArray[np.float32]:
    """The vectors of the bank as it is; only phrasings that have none beside the bank are embedded."""
    import numpy as np

    from tools.engines.meaning import embed

    texts = list(dict.fromkeys(text for text, _ in phrasings()))
    known: dict[str, NDArray[np.float32]] = {}
    if VECTORS.exists():
        with np.load(VECTORS) as kept:
            names, old = kept["texts"].tolist(), kept["vectors"].astype(np.float32) / 127.0
            known = dict(zip(names, old, strict=True))
    missing = [text for text in texts if text not in known]
    known |= dict(zip(missing, embed(missing), strict=True))
    return np.stack([known[text] for text, _ in phrasings()])


def write_vectors() -> None:
    """Keep the bank's vectors beside it, in 8 bits a number; for whoever changes the bank."""
    import numpy as np

    texts = np.array([text for text, _ in phrasings()])
    np.savez_compressed(VECTORS, digest=np.array(digest()), texts=texts, vectors=np.round(embedded() * 127).astype(np.int8))


def stripped(clause: Clause) -> str:
    """The clause as it is embedded: without scenes, numbers and quoted words."""
    text = re.sub(r"(?:\b(?:in|of|for|to|from|at|on|after|before)\s+)?(?:the\s+)?⟦s\d+⟧", " ", clause.text)
    return re.sub(r"\s+", " ", re.sub(r"⟦\w\d+⟧", " ", text)).strip(" ,:;.!").lower()


@cache
def _nearest(text: str) -> tuple[Near, ...]:
    from tools.engines.meaning import embed

    likeness = vectors() @ embed([text])[0]
    best: dict[Label, Near] = {}
    for place in likeness.argsort()[::-1][:40]:
        phrase, label = phrasings()[int(place)]
        if label not in best:
            best[label] = Near(label, float(likeness[place]), phrase)
    return tuple(best.values())


_SPEAKS = frozenset(
    [
        "adj",
        "noun",
        "verb",
        "loud",
        "loudverb",
        "fast",
        "fastverb",
        "long",
        "longverb",
        "op",
        "topic",
        "sound",
        "move",
        "movename",
        "framing",
        "easing",
        "trans",
        "mood",
        "style",
        "bw",
        "mute",
        "masked",
        "half",
        "versions",
        "render",
        "degree",
    ]
)
_CHATTY = 7
"""Words from which on the middle of a clause, where the film is spoken of, is also looked at by itself."""


def core(clause: Clause) -> str:
    """The stretch of a long clause that speaks of the film, without the chat around it; "" when there is none."""
    told = [i for h in clause.hits if h.kind in _SPEAKS for i in h.cover if i in clause.content]
    if not told or len(clause.content) < _CHATTY:
        return ""
    middle = " ".join(clause.tokens[max(0, min(told) - 2) : max(told) + 2])
    return stripped(Clause(middle, clause.marked, clause.sheet))


def nearest(clause: Clause) -> tuple[Near, ...]:
    """Labels by likeness, the nearest first; () for a clause without words."""
    text = stripped(clause)
    if not re.search(r"[a-z]{2}", text):
        return ()
    found = _nearest(text)
    middle = core(clause)
    if len(middle) < 6 or middle == text:
        return found
    both: dict[Label, Near] = {}
    for near in (*found, *_nearest(middle)):
        if near.label not in both or near.score > both[near.label].score:
            both[near.label] = near
    return tuple(sorted(both.values(), key=lambda near: -near.score))
