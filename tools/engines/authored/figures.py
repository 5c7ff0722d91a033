"""Who a story is about: figures with names, numbers and pronouns, and the ways of referring to them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from tools.engines.authored.words import article, is_plural, nouns, singular, squeeze, table, word_set

PRONOUNS = {
    "she": ("she", "her", "her", "hers"),
    "he": ("he", "him", "his", "his"),
    "it": ("it", "it", "its", "its own"),
    "they": ("they", "them", "their", "theirs"),
    "I": ("I", "me", "my", "mine"),
    "you": ("you", "you", "your", "yours"),
    "we": ("we", "us", "our", "ours"),
}
NUMBERS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12}
_DETERMINERS = {
    "a",
    "an",
    "the",
    "my",
    "our",
    "her",
    "his",
    "their",
    "its",
    "your",
    "one",
    "some",
    "this",
    "that",
    "every",
    "all",
    "each",
    "no",
}


@dataclass(frozen=True)
class Figure:
    """One who acts. `words` are the adjectives and noun without determiner, `head` the noun itself."""

    words: str
    head: str
    pronoun: str = "they"
    plural: bool = False
    count: int = 1
    name: str = ""
    determiner: str = ""
    look: str = ""
    trait: str = ""
    """What a relative clause of the premise says of the figure: "who mended clocks"."""

    @property
    def owned(self) -> bool:
        """Whether the words begin with a name that it belongs to: "Mrs Okafor's parrot", "Captain Nemo's cook"."""
        return not self.name and bool(re.match(r"(?:[A-Z][\w.]+ )*[A-Z][\w.]+'s? ", self.words))

    @property
    def first(self) -> str:
        """How the figure is introduced: "an old lighthouse keeper", "Mara", "two rival bakers", "a fox who mended clocks"."""
        return f"{self._named_first} {self.trait}".strip()

    @property
    def _named_first(self) -> str:
        if self.name and self.words and self.determiner in {"my", "our", "her", "his"}:
            return f"{self.determiner} {self.words} {self.name}"
        if self.name and self.words:
            return f"{article(self.words)} named {self.name}"
        if self.name:
            return self.name
        if self.owned:
            return self.words
        if self.plural or self.determiner in {"my", "our", "the", "one", "her", "his", "its", "their"}:
            return f"{self.determiner} {self.words}".strip() if self.determiner else self.words
        return article(self.words)

    @property
    def full(self) -> str:
        """The figure with all its words, known by now: "the old lighthouse keeper"."""
        if self.name:
            return self.name
        if self.determiner in {"my", "our"}:
            return f"{self.determiner} {self.words}"
        return self.words if self.owned else f"the {self.words}"

    @property
    def short(self) -> str:
        """The shortest name that still tells: "the keeper"."""
        if self.name:
            return self.name
        if self.determiner in {"my", "our"}:
            return f"{self.determiner} {self.head}"
        number = next((n for n in NUMBERS if self.words.startswith(n + " ")), "")
        return f"the {number + ' ' if number else ''}{self.head}"

    @property
    def handless(self) -> bool:
        """Whether it has nothing to hold things with."""
        return singular(self.head.split()[-1]) in nouns("handless") or self.head in nouns("handless")

    def painted(self) -> str:
        """The figure for a painter: "an old lighthouse keeper in a blue coat"."""
        base = self.words if self.plural else article(self.words) if self.words else self.name
        return f"{base} {self.look}".strip()


def pronoun_of(head: str, plural: bool) -> str:
    """she, he, it or they: only what the word itself says; a person of unsaid gender is they."""
    word = singular(head)
    if plural:
        return "they"
    said = next((p for p in ("she", "he", "it") if word in nouns(p)), "she" if word.endswith("woman") else "")
    things = nouns("handless") | word_set("small") | table("words")["places"].keys()
    return said or ("it" if word in things else "they")


def known_agent(head: str) -> bool:
    """Whether the noun is one that can act: a person, an animal, a machine, a creature."""
    word = singular(head)
    return any(word in nouns(kind) for kind in ("she", "he", "it", "person", "groups")) or word.endswith(
        (
            "keeper",
            "maker",
            "man",
            "woman",
            "boarder",
            "dancer",
            "singer",
            "teller",
            "mender",
            "catcher",
            "rider",
            "ographer",
            "ologist",
        )
    )


def figure(phrase: str) -> Figure | None:
    """Read a noun phrase ("an old lighthouse keeper", "two rival bakers", "Mara", "her dog Biscuit") as a figure."""
    phrase = squeeze(phrase).strip(" ,.;:")
    named = re.search(r"\b(?:named|called)\s+([A-Z][\w'-]*(?:\s[A-Z][\w'-]*)?)", phrase)
    if named:
        inner = figure(phrase[: named.start()])
        return replace(inner, name=named[1]) if inner else None
    place = re.match(r"^((?:an?|the|my|our) [a-z' -]+?) (?:of|from|in|over|near) (?:the )?[A-Z][\w ]+$", phrase)
    tokens = (place[1] if place else phrase).split()
    if not tokens or (len(tokens) == 1 and tokens[0].lower() in _DETERMINERS):
        return None
    determiner = tokens[0].lower() if tokens[0].lower() in _DETERMINERS else ""
    body = tokens[1:] if determiner else tokens
    by_name = None if determiner else _by_name(body)
    if by_name:
        return by_name
    if determiner and len(body) > 1 and body[-1][:1].isupper() and not body[-2][:1].isupper():
        return replace(_common(" ".join(body[:-1]), determiner), name=body[-1])
    return _common(" ".join(body), determiner)


def _capital(word: str) -> bool:
    """Whether a word begins as a name does: with a capital, or in a script that has none."""
    first = word[:1]
    return first.isupper() or (first.isalpha() and first.lower() == first.upper())


def _by_name(body: list[str]) -> Figure | None:
    """Somebody called by name or by a pronoun: "Mara", "Grandma", "Leonardo da Vinci", "Vikings", "I"."""
    if len(body) == 1 and body[0].lower() in {"i", "you", "we"}:
        voice = "I" if body[0] in {"I", "i"} else body[0].lower()
        return Figure("", voice, voice, name=voice)
    capitals = all(_capital(t) or t in {"da", "de", "van", "von", "der", "of", "the"} for t in body)
    if not capitals or not _capital(body[0]) or len(body) > 4 or body[0].lower() in NUMBERS:
        return None
    head = body[-1].lower()
    if known_agent(head) and is_plural(head) and len(body) == 1:
        return Figure(body[0], body[0], "they", True, 4)
    if known_agent(head) and len(body) == 1 and head not in word_set("kin"):
        return None
    title = body[0].lower() if len(body) > 1 or head in word_set("kin") else ""
    return Figure("", body[-1], pronoun_of(title, False) if title else "they", name=" ".join(body))


def _common(body: str, determiner: str) -> Figure:
    """A figure without a name; "family of foxes" is many foxes, "boy with a lamp" is a boy."""
    core = re.split(
        r"\s(?:with|in|from|on|at|without|under|of|near|inside|beneath|behind|for|afraid|made|who|that)\s", body, maxsplit=1
    )[0]
    group = re.match(r"(\w+) of ((?:\w+\s)*\w+)$", body)
    if group and group[1].lower() in nouns("groups"):
        head = group[2].split()[-1]
        return Figure(body, head, "they", False, 5, determiner=determiner if determiner in {"the", "my", "our"} else "")
    head = core.split()[-1]
    two = " ".join(core.split()[-2:]).lower()
    if " " in two and (two in nouns("it") or two in nouns("person")):
        head = two
    body = body[:1].lower() + body[1:] if body.split(maxsplit=1)[0].lower() in NUMBERS else body
    number = NUMBERS.get(body.split()[0].lower(), 0)
    plural = bool(number) or (is_plural(head) and determiner not in {"a", "an", "one"})
    keep = determiner if determiner in {"the", "my", "our", "one", "her", "his", "its", "their"} else ""
    pronoun = "it" if determiner == "the" and body[:1].isupper() and not known_agent(head) else pronoun_of(head, plural)
    return Figure(body, head, pronoun, plural, number or (4 if plural else 1), determiner=keep)


def parts(hero: Figure) -> tuple[Figure, Figure]:
    """Two of a plural hero, to tell apart: "the elder baker" and "the younger baker"."""
    one = singular(hero.head)
    pair = ("elder", "younger") if hero.count == 2 else ("eldest", "youngest")
    made = [Figure(f"{age} {one}", f"{age} {one}", pronoun_of(one, False), determiner="the") for age in pair]
    return made[0], made[1]


def joined(names: list[str]) -> str:
    """Names in a row: "the fox", "the fox and the crow", "the fox, the crow and the soldier"."""
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
