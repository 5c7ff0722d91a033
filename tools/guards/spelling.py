"""How a name may be disguised: letters that look or sound alike, signs for letters, letters set apart, slips."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache

from anyascii import anyascii

from tools.guards.tables import table

_SAME = 26
"""Letters of the longest name that is looked for with gaps in it."""
_TOKEN = re.compile(r"[^\W_](?:[^\W_]|['’@$€!|](?=[^\W_]))*")


@dataclass(frozen=True)
class Token:
    """A word as it was written, where it stands, and its letters in two plain readings: by sound and by look."""

    text: str
    start: int
    end: int
    sound: str
    look: str

    @property
    def capital(self) -> bool:
        """Whether it begins like a name."""
        return self.text[:1].isupper() or not self.text[:1].isascii()


def plainly(text: str) -> str:
    """Text in one form: wide, bold and other fancy letters as plain ones, nothing invisible."""
    normal = unicodedata.normalize("NFKC", text)
    return "".join(letter for letter in normal if unicodedata.category(letter) not in ("Cf", "Mn"))


def tokens(text: str) -> list[Token]:
    """The words of a text that has been through `plainly`."""
    return [_token(match) for match in _TOKEN.finditer(text)]


def _token(match: re.Match[str]) -> Token:
    word = re.sub(r"['’]s$", "", match[0])
    return Token(word, match.start(), match.start() + len(word), *_readings(word))


@lru_cache(50_000)
def _readings(word: str) -> tuple[str, str]:
    """A word's letters by sound and by look."""
    signs: dict[str, str] = table("confusables")["signs"]
    looks: dict[str, str] = table("confusables")["looks"]
    seen = "".join(looks.get(letter, letter) for letter in word)
    lettered = any(letter.isalpha() for letter in word) and not word.isalpha()
    look = "".join(signs.get(letter, letter) for letter in seen) if lettered else seen
    mixed = any(letter.isascii() for letter in word if letter.isalpha())
    return compact(seen if mixed else word), compact(look)


def compact(text: str) -> str:
    """Letters alone, in ASCII and small, without accents: "Beyoncé Knowles-Carter" is "beyonceknowlescarter"."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if unicodedata.category(c) != "Mn")
    return "".join(letter for letter in anyascii(bare).lower() if letter.isalpha())


def runs(words: list[Token], at: int) -> Iterable[tuple[int, str, str]]:
    """(end, by sound, by look) of the words from `at` on, together as a name might be; letters set apart go on longer."""
    sound = look = ""
    for end in range(at + 1, min(len(words), at + 24) + 1):
        sound, look = sound + words[end - 1].sound, look + words[end - 1].look
        apart = (end - at) * 2.5 >= len(sound)
        if len(sound) > _SAME or (end - at > 5 and not apart):
            return
        yield end, sound, look


def slack(length: int) -> int:
    """Slips that a name of so many letters may have and still be that name."""
    return 0 if length < 7 else 1 if length < 10 else 2


@dataclass
class Index:
    """Names by their letters, found also with a slip or two (letters left out, added, changed or swapped)."""

    names: dict[str, str] = field(default_factory=dict)
    near: dict[str, set[str]] = field(default_factory=dict)

    def add(self, name: str) -> None:
        """Take a name in."""
        letters = compact(name)
        self.names.setdefault(letters, name)
        for key in _without(letters, slack(len(letters))):
            self.near.setdefault(key, set()).add(letters)

    def exact(self, letters: str) -> str:
        """The name of exactly these letters; "" when there is none."""
        return self.names.get(letters, "")

    def nearly(self, letters: str) -> str:
        """The name that these letters are within its slack; "" when there is none."""
        found = {each for key in _without(letters, slack(len(letters) + 1)) for each in self.near.get(key, ())}
        close = [(slips(letters, each), each) for each in sorted(found)]
        best = min(((n, each) for n, each in close if n <= slack(len(each))), default=None)
        return self.names[best[1]] if best else ""


@cache
def _without(letters: str, most: int) -> frozenset[str]:
    """The letters with up to `most` of them left out."""
    found = {letters}
    for _ in range(most):
        found |= {each[:i] + each[i + 1 :] for each in found for i in range(len(each))}
    return frozenset(found)


def slips(one: str, other: str) -> int:
    """Letters left out, added, changed or swapped between two words."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]
