"""Shorter forms of one sentence: what can be taken out so that what is left is still a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from tools.engines.authored.revise_cuts import CUTS, PLAIN
from tools.engines.authored.revise_grammar import JOINTS, complete
from tools.engines.authored.revise_prose import count, has_verb, names_in, with_articles
from tools.engines.authored.words import word_set

_LONGEST = 60
"""Words of a sentence up to which its inside is looked at; longer ones are kept or dropped whole."""
_MOST = 160
"""Shorter forms of one sentence that are tried."""
_OPEN = frozenset({"very", "so", "as", "who", "which", "had", "was", "were", "is", "are"})


@dataclass(frozen=True)
class Form:
    """A sentence, or what is left of it: text, number of words, and how much was lost (0 nothing)."""

    text: str
    words: int
    loss: float


@lru_cache(maxsize=512)
def forms(sentence: str) -> tuple[Form, ...]:
    """The sentence and its sound shorter forms, from long to short; among equally long ones the least harmed.

    No form loses a proper name. Sentences with quotation marks are only shortened outside them.
    """
    start = Form(sentence, count(sentence), 0.0)
    best = {start.words: start}
    if not 4 <= start.words <= _LONGEST:
        return (start,)
    seen, waiting = {sentence}, [start]
    while waiting and len(seen) < _MOST:
        form = waiting.pop(0)
        for loss, text in _once(form.text):
            if text in seen or not sound(text, sentence):
                continue
            seen.add(text)
            made = Form(text, count(text), form.loss + loss)
            waiting.append(made)
            if made.words not in best or made.loss < best[made.words].loss:
                best[made.words] = made
    return tuple(best[n] for n in sorted(best, reverse=True))


def plainer(sentence: str) -> str:
    """A sentence without its comparisons, asides and adverbs, as far as it stays a sentence."""
    for cut in PLAIN:
        for shorter in cut(sentence) if not re.search(r"[\"“”]", sentence) else ():
            tidy = _tidied(shorter)
            if tidy != sentence and sound(tidy, sentence):
                sentence = tidy
                break
    return sentence


def _once(text: str) -> Iterator[tuple[float, str]]:
    """Every text that one cut leaves, with the cut's loss."""
    if re.search(r"[\"“”]", text):
        return
    for loss, cut in CUTS:
        for shorter in cut(text):
            tidy = _tidied(shorter)
            if tidy != text:
                yield loss, tidy


def _tidied(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip(" ,;:-–—")
    text = re.sub(r"\s*[,;:–—-]+\s*([.!?…])", r"\1", text)
    text = re.sub(r",\s*,", ",", text)
    text = re.sub(r"\s+([,.;:!?])", r"\1", text)
    text = text if re.search(r"[.!?…]$", text) else text + "."
    return with_articles(text[:1].upper() + text[1:])


def sound(text: str, whole: str) -> bool:
    """Whether a shorter form can stand: it says something, ends well, and has every name of the whole sentence."""
    words = re.findall(r"[\w'’-]+", text)
    if len(words) < (3 if len(whole.split()) > 4 else 2) or text[:1].islower() or re.search(r"\b(\w+) \1\b", text.lower()):
        return False
    if not _ends_well(text, words[-1].lower(), whole) or re.match(r"(?:And|But|So|Or|Then),", text):
        return False
    if text.count("(") != text.count(")") or set(names_in(whole)) - set(re.findall(r"[\w-]+", text)):
        return False
    return complete(text) or not complete(whole)


def _ends_well(text: str, last: str, whole: str) -> bool:
    """Whether the last word can end a sentence, as that of the whole can; a preposition can where that has a stop behind it."""
    if last in word_set("determiners") | JOINTS | _OPEN and last != re.findall(r"[\w'’-]+", whole.lower())[-1]:
        return False
    if last in word_set("prepositions") and not re.search(rf"\b{last}[,.;:!?…]", whole.lower()):
        return False
    return not re.search(r"\bno longer\W*$", text) and _ends_whole(text, whole)


def _ends_whole(text: str, whole: str) -> bool:
    """Whether a last ", and each slip" without a verb ended so in the whole sentence too."""
    last = re.search(r", ((?:and|but|or) [^,;:]+?)[.!?…]*$", text)
    return not last or has_verb(f"it {last[1][4:]}") or bool(re.search(rf", {re.escape(last[1])}[,.;:!?…]", whole))
