"""How somebody or something looks, settled from words and a stable seed, so that a face is the same in every scene."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from tools.engines.papercut.joints import act_said
from tools.engines.papercut.lexicon import Entry, data
from tools.engines.papercut.palette import hex_rgb, mix, rgb_hex
from tools.engines.papercut.sentence import words
from tools.engines.papercut.wardrobe import CLOTH, everyday, outfit, worn

Traits = tuple[tuple[str, str], ...]
_HAIR_WORDS = {
    "white": "#efece6", "grey": "#b9b8b6", "gray": "#b9b8b6", "silver": "#d9d7d2", "red": "#a4482a", "ginger": "#b8562c",
    "blonde": "#d8b05f", "blond": "#d8b05f", "golden": "#d8a94f", "black": "#1d1614", "dark": "#2f2019", "brown": "#5c3a21",
    "auburn": "#7d3b22", "blue": "#3f78b5", "pink": "#d97f9c", "green": "#4f8f5a", "purple": "#7a4a9a",
}  # fmt: skip


_EVERYDAY = {
    "plain",
    "skirt",
    "longdress",
    "jacket",
    "striped",
    "cardigan",
    "vest",
    "hoodie",
    "shawl",
    "coat",
    "child",
    "childdress",
}
"""Outfits that say nothing of a trade."""


def seed_of(text: str) -> int:
    """A number that depends on the text alone, the same on every machine."""
    return zlib.crc32(text.encode("utf-8"))


def pick(options: Sequence[str], seed: int, salt: str) -> str:
    """One of the options, by a seed and what it is for."""
    return options[seed_of(f"{salt}:{seed}") % len(options)]


def colour_before(toks: Sequence[str], nouns: frozenset[str]) -> str:
    """The colour word said of one of these nouns ("in a long yellow coat"), as #rrggbb; empty when none is."""
    colours: dict[str, str] = data("words")["colours"]
    for i, token in enumerate(toks):
        if token in nouns:
            said = [colours[t] for t in toks[max(0, i - 3) : i] if t in colours]
            if said:
                return said[-1]
    return ""


def _group(toks: Sequence[str], group: str) -> bool:
    text = f" {' '.join(toks)} "
    return any(f" {phrase} " in text for phrase in data("words")["person"][group])


def age_of(entry: Entry, toks: Sequence[str], adjectives: Sequence[str]) -> str:
    """child, teen, adult or old: the noun decides, then what is said of the person."""
    if entry.age:
        return entry.age
    if set(adjectives) & set(data("words")["adjectives"]["old"]) or {"white-haired", "grey-haired", "seventy"} & set(toks):
        return "old"
    if {"little", "small", "tiny"} & set(adjectives):
        return "child"
    return "teen" if {"young", "teenage"} & set(adjectives) else "adult"


def gender_of(entry: Entry, toks: Sequence[str], name: str, seed: int) -> str:
    """Either "f" or "m": by the noun, the pronouns, the given name, else by the seed."""
    if entry.gender:
        return entry.gender
    said = set(toks)
    for gender, signs in (
        ("f", ("she", "her", "woman", "girl")),
        ("m", ("he", "his", "him", "man", "boy", "bearded", "beard")),
    ):
        if said.intersection(signs):
            return gender
    for word in name.lower().split():
        for gender, names in data("roles")["names"].items():
            if word in names:
                return str(gender)
    return "fm"[seed_of(f"gender:{seed}") % 2]


def _skin(toks: Sequence[str], seed: int) -> str:
    text = f" {' '.join(toks)} "
    for phrase, colour in data("words")["skins"].items():
        if f" {phrase} " in text:
            return str(colour)
    return pick(data("roles")["looks"]["skins"], seed, "skin")


def _hair(toks: Sequence[str], age: str, skin: str, seed: int) -> str:
    for i, token in enumerate(toks):
        if token in {"hair", "haired", "curls", "braids", "braid", "beard", "bearded"}:
            for word in reversed(toks[max(0, i - 3) : i]):
                if word in _HAIR_WORDS:
                    return _HAIR_WORDS[word]
        root = token.split("-")[0]
        if token.endswith(("-haired", "-bearded")) and root in _HAIR_WORDS:
            return _HAIR_WORDS[root]
    looks = data("roles")["looks"]
    if age == "old":
        return pick(looks["grey"], seed, "hair")
    light = skin in looks["fair"]
    return pick(looks["hairs_light" if light else "hairs_dark"], seed, "hair")


def _greying(hair: str) -> str:
    """Hair with some grey in it."""
    return rgb_hex(mix(hex_rgb(hair), hex_rgb("#b9b8b6"), 0.3))


def _hair_style(toks: Sequence[str], gender: str, age: str, skin: str, seed: int) -> str:
    for group, style in (
        ("bald", "bald"),
        ("curly", "curly"),
        ("braid", "braids"),
        ("bun", "bun"),
        ("long", "long"),
        ("short", "short"),
    ):
        if _group(toks, group):
            return style
    said = {w for i, t in enumerate(toks) if t == "hair" for w in toks[max(0, i - 3) : i]}
    if told := said & {"long", "short", "curly", "wavy"}:
        return min(told)
    dark = int(skin[1:3], 16) < 0x80
    if gender == "f":
        styles = ["bun", "wavy"] if age == "old" else ["long", "bob", "bun", "braids", "wavy", "ponytail"]
        return pick([*styles, "curly", "curly"] if dark else styles, seed, "style")
    styles = ["balding", "short", "side"] if age == "old" else ["short", "side", "tousled", "crop"]
    return pick([*styles, "curly", "crop"] if dark else styles, seed, "style")


def _face(toks: Sequence[str], gender: str, age: str, seed: int) -> dict[str, str]:
    face: dict[str, str] = {}
    grown = gender == "m" and age in {"adult", "old"}
    if _group(toks, "beard") or (grown and seed_of(f"beard:{seed}") % (2 if age == "old" else 5) == 0):
        face["beard"] = "full"
    elif _group(toks, "moustache") or (grown and seed_of(f"moustache:{seed}") % 6 == 0):
        face["beard"] = "moustache"
    if _group(toks, "glasses") or seed_of(f"glasses:{seed}") % (4 if age == "old" else 12) == 0:
        face["glasses"] = "round"
    return face


def _clothes(outfit: Mapping[str, Any], toks: Sequence[str], seed: int) -> dict[str, str]:
    top = colour_before(toks, words("garments")) or pick(outfit["top"], seed, "top")
    clothes = {"clothes": top, "bottom": pick(outfit["bottom"], seed, "bottom")}
    for part in ("scarf", "open", "apron", "shawl", "tie", "poncho"):
        if part in outfit:
            clothes[part] = pick(outfit[part], seed, part)
    if colour := colour_before(toks, frozenset({"scarf", "neckerchief"})):
        clothes["scarf"] = colour
    if colour := colour_before(toks, frozenset({"shawl"})):
        clothes["shawl"] = colour
    if colour := colour_before(toks, words("headwear") - {"shawl"}):
        clothes["hat_colour"] = colour
    if colour := colour_before(toks, frozenset({"cape", "cloak"})):
        clothes["cape"] = colour
    return clothes


def person_traits(entry: Entry, toks: Sequence[str], adjectives: Sequence[str], seed: int, name: str = "") -> Traits:
    """Everything about a figure that stays: age, gender, build, skin, hair, beard, glasses and clothes."""
    age = age_of(entry, toks, adjectives)
    gender = gender_of(entry, toks, name, seed)
    skin = _skin(toks, seed)
    build = _build(toks, adjectives, seed)
    said = worn(toks)
    name_of = said.get("outfit") or _outfit(entry.outfit, gender, age, seed)
    traits = {
        "age": age, "gender": gender, "build": build, "skin": skin, "hair": _hair(toks, age, skin, seed),
        "hairstyle": _hair_style(toks, gender, age, skin, seed), "outfit": name_of, "seed": str(seed),
    }  # fmt: skip
    traits |= _face(toks, gender, age, seed)
    if age == "adult" and _group(toks, "middle"):
        traits |= {"years": "middle"} | ({} if "hair" in toks else {"hair": _greying(traits["hair"])})
    if "hat" in said:
        traits["hat_colour"] = pick(CLOTH, seed, "hat")
    traits |= said | {"outfit": name_of} | _clothes(outfit(name_of), toks, seed)
    return tuple(sorted(traits.items()))


def _build(toks: Sequence[str], adjectives: Sequence[str], seed: int) -> str:
    """Stout, thin or neither (an empty string): by what is said of the person, else by the seed."""
    for build in ("stout", "thin"):
        if _group(adjectives, build) or set(toks) & set(data("wardrobe")["builds"][build]):
            return build
    return pick(["", "", "", "stout", "thin"], seed, "build")


def _outfit(wanted: str, gender: str, age: str, seed: int) -> str:
    """The outfit of a trade, or one of everyday for who has none."""
    if wanted not in {"plain", "skirt"}:
        return str(data("wardrobe")["men"].get(wanted, wanted)) if gender == "m" else wanted
    if age == "old":
        return pick(["shawl", "shawl", "coat"] if gender == "f" else ["cardigan", "vest", "coat"], seed, "outfit")
    if age == "child":
        return "childdress" if gender == "f" and seed % 2 else "child"
    return pick(everyday(gender), seed, "outfit")


def acting_traits(toks: Sequence[str], mood: str) -> Traits:
    """What the scene does to a figure: its act and its expression, from the verbs and the mood around it."""
    pose = act_said(toks)
    felt = [*toks, *mood.lower().replace(",", " ").split()]
    groups = ("asleep", "surprised", "angry", "sad", "happy")
    face = next((g for g in groups if _group(felt, g)), "calm")
    return (("expression", face), ("pose", pose))


def thing_traits(toks_before: Sequence[str], seed: int, nature: str = "") -> Traits:
    """Colour and wear of a thing, from the adjectives said of it, else its nature, and its seed for variants."""
    colours: dict[str, str] = data("words")["colours"]
    traits = {"seed": str(seed)}
    for word in toks_before:
        if word in colours and "colour" not in traits:
            traits["colour"] = colours[word]
    if nature:
        traits.setdefault("colour", nature)
    if set(toks_before) & set(data("words")["adjectives"]["rusty"]):
        traits["wear"] = "rusty"
    return tuple(sorted(traits.items()))


def metres_of(entry: Entry, adjectives: Sequence[str], age: str = "") -> float:
    """Height in the world: the lexicon's, for people by age, more or less where the words say small or huge."""
    if entry.person:
        by_age = {"child": 1.2, "teen": 1.6, "adult": 1.75, "old": 1.65}
        return entry.metres if entry.metres < 1.0 else by_age[age or "adult"]
    said = set(adjectives)
    small, large = words_of("small"), words_of("large")
    return entry.metres * (0.75 if said & small else 1.35 if said & large else 1.0)


def words_of(group: str) -> set[str]:
    """The adjectives of one group of words.toml."""
    return set(data("words")["adjectives"][group])


def another_look(traits: dict[str, str]) -> dict[str, str]:
    """The looks of somebody else of the same trade and age, by the seed in `traits`: other skin, hair and colours."""
    seed = int(traits["seed"])
    age = traits.get("age", "adult")
    gender = "fm"[seed_of(f"gender:{seed}") % 2]
    skin = pick(data("roles")["looks"]["skins"], seed, "skin")
    plain = traits.get("outfit", "plain") in _EVERYDAY
    name = _outfit("plain", gender, age, seed) if plain else traits["outfit"]
    kept = {k: v for k, v in traits.items() if k not in {"beard", "glasses", "open", "shawl", "scarf", "apron", "tie"}}
    changed = {
        "gender": gender, "skin": skin, "hair": _hair([], age, skin, seed),
        "hairstyle": _hair_style([], gender, age, skin, seed),
        "build": pick(["", "", "stout", "thin"], seed, "build"), "outfit": name,
    }  # fmt: skip
    return {**kept, **changed, **_face([], gender, age, seed), **_clothes(outfit(name), [], seed)}
