"""Where a premise says that it happens: place nouns, names of places, and how a painter sees them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tools.engines.authored.words import compiled, table

_PLACE = re.compile(
    r"\b((?i:in|on|at|inside|beneath|under|near|beside|above|aboard|across|through|along|off|by|to|over|from)) "
    r"((?:(?:a|an|the|her|his|their|its|my|our) )?(?:[\w'-]+ ){0,3}?)([\w'-]+)(?=$|[ ,.;:!?])"
)


@dataclass(frozen=True)
class Place:
    """Where the story lives: words without article ("small fishing village"), preposition, and the painter's view of it."""

    words: str
    preposition: str
    setting: str
    see: str
    named: bool = False

    @property
    def definite(self) -> str:
        """The place as known: "the small fishing village", "Venice"."""
        return self.words if self.named else f"the {self.words}"

    @property
    def at(self) -> str:
        """Being there: "at the lighthouse", "in Venice"."""
        return f"{self.preposition} {self.definite}"


def find_place(text: str) -> Place | None:
    """A place of two words (a space station is no station), the first one named with a preposition, or any place noun."""
    places: dict[str, list[str]] = table("words")["places"]
    low = text.lower()
    pair = next((name for name in places if " " in name and compiled(rf"\b{name}\b").search(low)), "")
    if not pair and re.search(r"\bstation\b", low) and re.search(r"\b(?:astronauts?|cosmonauts?|orbit|spacesuits?)\b", low):
        pair = "space station"
    if not pair:
        return _single(text, places)
    preposition, setting, see = places[pair]
    return Place(pair, preposition, setting, see)


def _single(text: str, places: dict[str, list[str]]) -> Place | None:
    for found in _PLACE.finditer(text):
        noun, end = found[3], found.end()
        longer = re.match(r" ([\w'-]+)", text[end:])
        if noun.lower() in places and longer and longer[1].lower() in places:
            noun = f"{noun} {longer[1]}"
        if noun.split()[-1].lower() in places:
            preposition, setting, see = places[noun.split()[-1].lower()]
            words = re.sub(r"^(?:an?|the|her|his|their|its|my|our)\s", "", f"{found[2]}{noun}", flags=re.I)
            if re.search(r"\b(?:and|who|that|with|of|to|from)\b", words):
                words = noun
            named = noun.lower() in {"mars", "antarctica", "space", "home"} and " " not in words
            return Place(words, preposition, setting, see, named)
        if (
            found[1].lower() in {"in", "near", "at", "from"}
            and noun[:1].isupper()
            and not found[2].strip()
            and noun not in {"I"}
        ):
            more = re.match(r" ([A-Z][\w'-]+)", text[found.end() :])
            name = noun + (more[0] if more else "")
            return Place(name, "in", "city", f"in {name}", True)
    if city := _with_article(text) or _city(text):
        return city
    for spelt in re.findall(r"[A-Za-z]+", text):
        word = spelt.lower()
        if spelt != word and not text.startswith(spelt):
            continue
        if word in places and word not in {
            "well",
            "train",
            "moon",
            "boat",
            "ship",
            "road",
            "bridge",
            "home",
            "river",
            "space",
            "field",
            "mine",
        }:
            preposition, setting, see = places[word]
            return Place(
                spelt if spelt != text.split(maxsplit=1)[0] else word, preposition, setting, see, word in {"mars", "antarctica"}
            )
    return None


def _with_article(text: str) -> Place | None:
    """A name with an article, "in the Pyrenees", "of the Faroe Islands": mountains, islands, and the regions that are known."""
    found = re.search(r"\b(?:in|of) (the [A-Z][a-z]+(?: [A-Z][a-z]+)?)(?=$|[ ,.;:!?])", text)
    if not found:
        return None
    words = found[1].lower().split()
    known = any(word in region["words"] for region in table("regions").values() for word in words)
    if not known and not words[-1].endswith(("s", "desert")):
        return None
    seen = (
        ("desert", "in a desert with dunes") if {"sahara", "gobi", "desert"} & set(words)
        else ("cliff", "on a cliff above the sea") if words[-1] in {"islands", "isles", "hebrides"}
        else ("mountain", "on a mountain slope") if words[-1].endswith("s") or "himalaya" in words
        else ("city", f"in {found[1]}")
    )  # fmt: skip
    return Place(found[1], "in", *seen, named=True)


def _city(text: str) -> Place | None:
    """A city or country that the words name after a preposition, or alone."""
    names = "|".join(table("words")["cities"]["names"])
    before = r"\b(?i:over|of|to|through|across|for|from|into|in) (?:ancient |old |medieval |wartime |modern )?"
    found = compiled(rf"(?:{before}|^)({names})(?=$|[ ,.;:!?])").search(text)
    return Place(found[1], "in", "city", f"in {found[1]}", True) if found else None
