"""Words that the lexicon lacks: people by their endings, things by the meaning of drawing names, else left out and noted."""

from __future__ import annotations

from collections.abc import Sequence

from tools.engines.papercut.finding import Findings, Mention
from tools.engines.papercut.lexicon import Entry, entries, singulars
from tools.engines.papercut.sentence import backward, count_of

_PERSON_ENDINGS = (
    "man",
    "woman",
    "smith",
    "wright",
    "keeper",
    "maker",
    "seller",
    "catcher",
    "ologist",
    "grapher",
    "nomer",
    "herd",
    "monger",
)
_TRADES = ("er", "or", "ist", "ian", "eer", "ant", "ess", "ard")
_THRESHOLD = 0.74
_HEADED = frozenset({"buildings", "vehicles", "plants", "animals", "furniture"})
"""Sections whose names are the last part of longer ones."""
_SHORT_HEADS = frozenset({"boat", "tree", "bird", "cart", "tower"})
_NO_HEADS = frozenset({"arch", "ring", "station", "fish", "table", "stable", "train", "plant", "plane", "chair"})
"""Names that others end in by chance."""


def settle(findings: Findings, toks: Sequence[str], names: Sequence[tuple[str, ...]]) -> Findings:
    """The findings with unknown words drawn by what they most nearly mean; what nothing fits stays in `unknown`."""
    named = {word for name in names for word in name}
    left: list[tuple[str, int]] = []
    for word, i in findings.unknown:
        if word in named:
            continue
        entry = _by_ending(word) or _by_head(word) or _by_meaning(word)
        if entry is None:
            left.append((word, i))
        else:
            first, described = backward(toks, i)
            plural = not entry.person and word.endswith("s") and len(singulars(word)) > 1
            count = count_of(toks, first, described) or (3 if plural else 1)
            findings.mentions.append(Mention(entry, word, first, i, i + 1, count, tuple(described)))
    findings.mentions.sort(key=lambda m: m.start)
    return Findings(findings.mentions, left)


def _by_ending(word: str) -> Entry | None:
    for form in singulars(word):
        if form.endswith(_PERSON_ENDINGS) and len(form) > 6:
            return entries()["woman" if form.endswith("woman") else "man" if form.endswith("man") else "person"]
    return None


def _by_head(word: str) -> Entry | None:
    """What a word written as one is by its last part: a longhouse is a house."""
    for form in singulars(word):
        for k in range(3, len(form) - 3):
            head = entries().get(form[k:]) if len(form) - k > 4 or form[k:] in _SHORT_HEADS else None
            if head is not None and head.section in _HEADED and head.name not in _NO_HEADS:
                return head
    return None


def _by_meaning(word: str) -> Entry | None:
    from tools.engines.papercut.names import nearest

    name, likeness = nearest(word)
    entry = entries()[name]
    alike = word.startswith(name.split()[0]) or any(name.startswith(form) for form in singulars(word))
    if alike and name not in singulars(word):
        return None  # an anteater is no ant, and Jack no jackal
    fits = likeness >= _THRESHOLD and (not entry.person or word.endswith(_TRADES))
    return entry if fits else None
