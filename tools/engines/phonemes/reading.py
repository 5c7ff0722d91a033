"""How the voice reads a sentence: words with their phonemes, cut into pieces that it can say in one breath."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from memory.tables import read_table

LONGEST = 320
"""Phonemes given to the model at once; longer sentences are spoken clause by clause."""
PUNCTUATION = frozenset(';:,.!?—…"()“” ')


@dataclass(frozen=True)
class Heard:
    """A word as read: its text, and its phonemes with any punctuation and space that follow."""

    text: str
    phonemes: str
    joint: bool = False
    """Whether a breath may be taken before it (and, but, which, because ...)."""


class Reader:
    """English to phonemes: the reader of hibari-tts (misaki's dictionary and rules), corrected where it errs."""

    def __init__(self) -> None:
        from hibari.g2p import G2P

        self._g2p = G2P()

    def words(self, text: str) -> list[Heard]:
        """The words of a sentence with their phonemes, numbers and abbreviations read out."""
        from hibari.g2p.normalize import normalize

        apart = re.sub(r"(?<=\d)\.(?=\W*$)", " .", protect(text))  # a full stop would hide the range in "pages 3-5."
        tokens = self._g2p.phonemize_tokens(self._g2p.tokenize(self._respell(normalize(apart))))
        joints = words_table()["joints"]
        heard: list[Heard] = []
        written = phonemes = ""
        for token in tokens:
            written += token.text
            phonemes += token.phonemes or ""
            if not token.whitespace and token is not tokens[-1]:
                continue
            last = heard.pop() if heard and all(sign in PUNCTUATION for sign in phonemes) else None
            text, joint = (f"{last.text} {written}", last.joint) if last else (written, written.lower() in joints)
            heard.append(Heard(text, (last.phonemes if last else "") + phonemes + (" " if token.whitespace else ""), joint))
            written = phonemes = ""
        return heard

    def _respell(self, text: str) -> str:
        """Interjections get their sound; accents go where the dictionary knows the word only without them."""
        return re.sub(r"(?<![\[(/\w])[^\W\d_]+(?![\w\]/])", lambda match: self._word(match[0]), text)

    def _word(self, word: str) -> str:
        sound = words_table()["interjections"].get(word.lower())
        if sound:
            return f"[{word}](/{sound}/)"
        if word.isascii() or self._known(word):
            return word
        bare = without_accents(word)
        return bare if self._known(bare) or "ë" in word else word

    def _known(self, word: str) -> bool:
        return any(
            form in book for form in (word, word.lower()) for book in (self._g2p.lexicon.golds, self._g2p.lexicon.silvers)
        )


def clauses(words: Sequence[Heard]) -> Iterator[list[Heard]]:
    """Cut a long sentence where it may be cut: after ; : — , first, then before a joining word, then anywhere."""
    rest = [part for word in words for part in _parts(word)]
    while sum(len(word.phonemes) for word in rest) > LONGEST:
        size, fits = 0, 0
        while size + len(rest[fits].phonemes) <= LONGEST:
            size += len(rest[fits].phonemes)
            fits += 1
        cut = _best_cut(rest, fits)
        last = rest[cut - 1]
        if last.phonemes.rstrip()[-1:] not in PUNCTUATION:
            rest[cut - 1] = Heard(last.text, last.phonemes.rstrip() + ",", last.joint)
        yield rest[:cut]
        rest = rest[cut:]
    yield rest


def _parts(word: Heard) -> list[Heard]:
    """A word too long for one breath in pieces, of which the first carries its text; any other word as it is."""
    if len(word.phonemes) <= LONGEST:
        return [word]
    pieces = re.findall(rf".{{1,{LONGEST // 2}}}(?:[ ,.—]|$)|.{{1,{LONGEST // 2}}}", word.phonemes)
    return [Heard("" if i else word.text, piece, word.joint) for i, piece in enumerate(pieces)]


def _best_cut(words: Sequence[Heard], fits: int) -> int:
    late = range(fits, fits // 3, -1)
    for signs in (";:—…", ","):
        for cut in late:
            if words[cut - 1].phonemes.rstrip()[-1:] and words[cut - 1].phonemes.rstrip()[-1] in signs:
                return cut
    return next((cut for cut in late if cut < len(words) and words[cut].joint), fits)


def protect(text: str) -> str:
    """Keep the reader from taking the word "I", or a letter C or L, for a Roman number: "in part I agree", "class C"."""
    rules = words_table()["roman"]
    heads, verbs = "|".join(rules["heads"]), "|".join(rules["verbs"])
    text = re.sub(rf"\b({heads}|{'|'.join(rules['names'])}) I(?='(?:m|ll|d|ve)\b|\s(?:{verbs})\b)", r"\1 [I](/ˌI/)", text)
    text = re.sub(rf"\b({heads}) C\b(?!['’.]\w)", r"\1 [C](/sˈi/)", text)
    return re.sub(rf"\b({heads}) L\b(?!['’.]\w)", r"\1 [L](/ˈɛl/)", text)


def without_accents(word: str) -> str:
    """The word in plain letters: "Zoë" is "Zoe"."""
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))


@cache
def words_table() -> dict[str, Any]:
    """The tables of reading.toml: interjections and their phonemes, joining words, words before Roman numbers."""
    return read_table(Path(__file__).with_name("reading.toml"))
