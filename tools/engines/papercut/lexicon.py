"""The lexicon of drawable words: things and people by every name stories give them, read once from the data files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from memory.tables import read_table
from tools.engines.papercut.plan import Place

LONGEST = 4
"""Words in the longest name that is looked up."""

_IRREGULAR = {
    "men": "man", "women": "woman", "children": "child", "mice": "mouse", "geese": "goose", "feet": "foot", "teeth": "tooth",
    "oxen": "ox", "wolves": "wolf", "leaves": "leaf", "knives": "knife", "shelves": "shelf", "loaves": "loaf",
    "fishermen": "fisherman", "calves": "calf", "hooves": "hoof", "thieves": "thief", "elves": "elf", "cacti": "cactus",
    "taxis": "taxi", "skis": "ski", "dwarves": "dwarf",
    "passers-by": "passer-by", "brethren": "brother", "octopi": "octopus", "scarves": "scarf",
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One drawable meaning: its lexicon name, its section ("animals", "roles"), and how it is drawn."""

    name: str
    section: str
    drawing: str
    place: Place
    metres: float
    weight: float
    glow: str = ""
    verb: bool = False
    """The word is as often a verb: it counts as a thing only where the sentence makes it a noun."""
    needs: tuple[str, ...] = ()
    """Words of which at least one must be in the scene for this sense to hold."""
    unless: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Other senses: the entry that is meant (none where its name is empty) where one of these words is said."""
    colour: str = ""
    """What colour it is by nature, as #rrggbb, where the drawing has another."""
    worn: bool = False
    """Something people wear: drawn by itself only when nobody is there to wear it."""
    outfit: str = ""
    gender: str = ""
    age: str = ""
    many: int = 1

    @property
    def person(self) -> bool:
        """Whether it is drawn as a person."""
        return self.section == "roles"


@cache
def data(name: str) -> Mapping[str, Any]:
    """The content of one of the data files beside this module ("things", "roles", "places", "words")."""
    path = Path(__file__).with_name(f"{name}.toml")
    return read_table(path)


def _thing(name: str, section: str, defaults: Mapping[str, Any], row: Mapping[str, Any]) -> Entry:
    return Entry(
        name=name,
        section=section,
        drawing=row["draw"],
        place=row.get("place", defaults["_place"]),
        metres=float(row["m"]),
        weight=float(row.get("weight", defaults["_weight"])),
        glow=row.get("glow", ""),
        verb=bool(row.get("verb", False)) or bool(row.get("noun_only", False)) or name in data("words")["thing_verbs"],
        needs=tuple(row.get("needs", ())),
        unless=tuple((other, tuple(signs)) for other, signs in row.get("unless", {}).items()),
        colour=row.get("colour", ""),
        worn=bool(row.get("worn", False)),
    )


def _is_verb(alias: str, name: str, entry: Entry) -> bool:
    return alias in data("words")["thing_verbs"] or (entry.verb and name in singulars(alias))


def _role(name: str, row: Mapping[str, Any]) -> Entry:
    heights = {"child": 1.2, "teen": 1.6, "old": 1.65}
    return Entry(
        name=name,
        section="roles",
        drawing="person",
        place="ground",
        metres=float(row.get("metres", heights.get(row.get("age", ""), 1.75))),
        weight=0.85,
        outfit=row["outfit"],
        gender=row.get("gender", ""),
        age=row.get("age", ""),
        many=int(row.get("many", 1)),
    )


@cache
def entries() -> Mapping[str, Entry]:
    """Every name and synonym, in the singular and lower case, to its entry; synonyms keep their own word in `name`."""
    found: dict[str, Entry] = {}
    for section, rows in data("things").items():
        for name, row in rows.items():
            if not name.startswith("_"):
                entry = _thing(name, section, rows, row)
                for alias in row.get("also", ()):
                    found.setdefault(alias, replace(entry, verb=_is_verb(alias, name, entry)))
                found[name] = entry
    verbs = set(data("words")["role_verbs"])
    for name, row in data("roles")["roles"].items():
        entry = _role(name, row)
        for alias in (*row.get("also", ()), name):
            found[alias] = replace(entry, verb=any(form in verbs for form in singulars(alias)))
    return found


@cache
def kinds() -> Mapping[str, Entry]:
    """Words that name a kind of something the lexicon draws ("spaniel" a dog), to the entry it is drawn by.

    They count as nouns only where the sentence makes them one: most are also something else.
    """
    from tools.engines.papercut.sentence import adjectives, words

    groups = ("function", "heads_flat", "garments", "headwear", "acting_verbs")
    plain = adjectives().union(*(words(group) for group in groups))
    places = {phrase for row in data("places")["settings"].values() for phrase in row["strong"]}
    kept = plain | places | frozenset(data("places")["landscape"]["words"])
    found: dict[str, Entry] = {}
    for name, said in _kinds_in("kinds.txt"):
        entry = replace(entries()[name], verb=True)
        found.update((word, entry) for word in said if word not in kept)
    return found


@cache
def kinds_of_places() -> Mapping[str, list[str]]:
    """Words for kinds of place by setting: "city named" has towns by their own names, "shop within" is for who is inside."""
    return dict(_kinds_in("kinds_of_places.txt"))


def _kinds_in(file: str) -> Iterator[tuple[str, list[str]]]:
    for line in Path(__file__).with_name(file).read_text(encoding="utf-8").splitlines():
        name, _, said = line.partition(": ")
        if not line.startswith("#"):
            yield name, said.split(", ")


def singulars(word: str) -> tuple[str, ...]:
    """The forms under which a word may stand in the lexicon: itself, then its possible singulars."""
    forms = [word]
    if word in _IRREGULAR:
        forms.append(_IRREGULAR[word])
    if len(word) > 4 and word.endswith("ies"):
        forms.append(word[:-3] + "y")
    if len(word) > 4 and word.endswith("ves"):
        forms += [word[:-3] + "f", word[:-3] + "fe"]
    if len(word) > 4 and word.endswith(("ses", "xes", "zes", "ches", "shes", "oes")):
        forms.append(word[:-2])
    if len(word) > 5 and word.endswith("men"):
        forms.append(word[:-3] + "man")
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        forms.append(word[:-1])
    return tuple(forms)


def look_up(words: tuple[str, ...]) -> tuple[Entry, bool] | None:
    """The entry named by these words and whether they stand in the plural; None when the lexicon lacks them."""
    return _named(words, entries()) or _named(words, kinds())


def _named(words: tuple[str, ...], known: Mapping[str, Entry]) -> tuple[Entry, bool] | None:
    *first, last = words
    found = None
    for form in singulars(last):
        entry = known.get(" ".join((*first, form)))
        if entry is not None and (found is None or entry.drawing == found.drawing):
            found = found or entry
            if form != last:
                return found, True
    return (found, last in _PLURAL_ONLY) if found else None


_PLURAL_ONLY = frozenset({"cattle", "people", "wildflowers", "icebergs", "crystals", "glowing crystals", "books"})


def is_indoor(setting: str) -> bool:
    """Whether things of this setting stand on a floor, between walls."""
    return bool(_setting(setting).get("indoor", False))


def like(setting: str) -> str:
    """The setting whose rules for standing and swimming this one keeps: its own, or those of the one it is like."""
    return str(_setting(setting).get("like", setting))


def shown(setting: str) -> frozenset[str]:
    """Things that a setting shows by itself."""
    return frozenset(_setting(setting).get("shows", ()))


def _setting(name: str) -> Mapping[str, Any]:
    row: Mapping[str, Any] = data("places")["settings"].get(name, {})
    return row
