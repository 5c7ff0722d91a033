"""Seeing what a script says: who stands where, at what hour, in what weather, with what about them."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tools.engines.authored.figures import known_agent, pronoun_of
from tools.engines.authored.words import article, is_plural, nouns, singular, table, word_set
from tools.engines.authored.worlds import Spot, Stay

_NAME = re.compile(r"(?<![.!?\"“] )(?<!^)\b([A-Z][a-z]{2,})\b")
_NOT_NAMES = word_set("not_names")

_INDOORS = frozenset({"room", "kitchen", "library", "workshop", "laboratory"})


@dataclass(frozen=True)
class Sight:
    """What one scene shows; `rough` when its words are of storm or danger."""

    stay: Stay
    who: tuple[str, ...]
    things: tuple[str, ...]
    rough: bool = False
    lead: str = ""
    """Who came first of all, for scenes that only say she, he or they."""

    def stage(self, number: int, count: int) -> str:
        """The stage whose camera and mood suit the scene's place in the film."""
        if number in {1, count}:
            return "open" if number == 1 else "close"
        return "fail" if self.rough else ("want", "try", "aid", "act", "rest")[number % 5]


def people_in(text: str) -> dict[str, str]:
    """Named people of a text and how they may be painted: {"Mara": "a woman"}; at most eight, who come most often first."""
    text = text[:200_000]
    counts: dict[str, int] = {}
    for found in _NAME.finditer(text):
        counts[found[1]] = counts.get(found[1], 0) + 1
    for found in re.finditer(r"\b([A-Z][a-z]+) says: ", text):
        counts[found[1]] = counts.get(found[1], 0) + 3
    low = {w for w in re.findall(r"\b[a-z]{3,}\b", text)}
    places = {m for m in re.findall(r"\b(?:in|at|to|from|near|of) ([A-Z][a-z]+)", text)}
    named = [n for n, c in counts.items() if c >= 2 and n not in _NOT_NAMES and n.lower() not in low and n not in places]
    named.sort(key=lambda n: (-counts[n], text.index(n)))
    return {n: _kind_of(n, text) for n in named[:8]}


def _kind_of(name: str, text: str) -> str:
    role = re.search(rf"\b{name}, (an? (?:[a-z-]+ ){{0,3}}?([a-z]+))\b", text)
    if role and known_agent(role[2]):
        return role[1]
    after = [text[m.end() : m.end() + 120].lower() for m in list(re.finditer(rf"\b{name}\b", text))[:20]]
    she = sum(len(re.findall(r"\b(?:she|her)\b", a)) for a in after)
    he = sum(len(re.findall(r"\b(?:he|his|him)\b", a)) for a in after)
    looks = table("styles")["looks"]["person"]
    look = random.Random(name).choice(looks)
    return f"a {'woman' if she > he else 'man' if he > she else 'person'} {look}"


def sight_of(text: str, hint: str, people: dict[str, str], before: Sight | None, seed: int) -> Sight:
    """Read what a scene shows; what the words leave open stays as it was in the scene before."""
    rng = random.Random(f"{seed}|{text[:200]}")
    everything = f"{hint}. {text}"
    spot = _spot(hint) or _spot(text) or (before.stay.spot if before else _default(everything, rng))
    time = _listed(hint, "times") or _listed(text, "times") or (before.stay.time if before else "day")
    weather = _listed(everything, "weathers") or (
        before.stay.weather if before and before.stay.spot == spot else rng.choice(["clear", "cloudy"])
    )
    weather = "starry" if weather == "clear" and time == "night" else weather
    who = tuple(_figures(everything, people))
    if before and before.lead and before.lead not in who and _meant(before.lead, text):
        who = (before.lead, *who)
    who = who or (before.who if before else ())
    rough = bool(re.search(r"\b(?:storm|thunder|danger|scream\w*|fight|fell|broke|dead|dies?|afraid|fear)\b", text.lower()))
    lead = (before.lead if before else "") or (who[0] if who else "")
    return Sight(Stay(spot, time, weather), who[:3], tuple(_things(text, spot)), rough, lead)


def _meant(lead: str, text: str) -> bool:
    """Whether a pronoun at the beginning of one of the sentences, or as the one acted on, can mean the lead."""
    head = re.split(r" (?:in|with|of) ", lead)[0].split()[-1]
    said = {"she": "[Ss]he|her", "he": "[Hh]e|him", "it": "[Ii]t", "they": "[Tt]hey|them"}[pronoun_of(head, is_plural(head))]
    return bool(re.search(rf"\b(?:{said})\b", text))


def _listed(text: str, kind: str) -> str:
    low = text.lower()
    hits = [
        (m.start(), name) for name, words in table("words")[kind].items() for w in words if (m := re.search(rf"\b{w}\b", low))
    ]
    return min(hits)[1] if hits else ""


def _spot(text: str) -> Spot | None:
    """The spot that the words name: a place noun that we know, else a world's spot by its setting."""
    places = table("words")["places"]
    found = [w for w in re.findall(r"[a-z]+", text.lower()) if w in places or singular(w) in places]
    if not found:
        return _by_sea(text)
    word = found[0] if found[0] in places else singular(found[0])
    _, setting, see = places[word]
    if text.lower().startswith("inside ") and setting not in _INDOORS:
        setting, see = "room", f"in a room inside a {word}"
    alike = next((s for d in table("worlds").values() for s in d["spots"] if s["setting"] == setting), None)
    inside = setting in _INDOORS
    return Spot(
        f"The {word.title()}",
        setting,
        f"at the {word}",
        see,
        alike["extra"] if alike and not inside else "",
        inside,
        tuple(alike["sounds"]) if alike else (),
    )


def _by_sea(text: str) -> Spot | None:
    said = set(re.findall(r"[a-z]+", text.lower()))
    for world in table("worlds").values():
        for spot in world["spots"]:
            if spot["setting"] in said:
                return replace(Spot(**{**spot, "sounds": tuple(spot["sounds"]), "details": ()}))
    return None


def _default(text: str, rng: random.Random) -> Spot:
    said = set(re.findall(r"[a-z]+", text.lower()))
    worlds = table("worlds")
    best = max(worlds, key=lambda n: (len(said & set(worlds[n]["words"])), n == "country"))
    spot = rng.choice(worlds[best]["spots"])
    return Spot(**{**spot, "sounds": tuple(spot["sounds"]), "details": ()})


def _figures(text: str, people: dict[str, str]) -> Iterator[str]:
    seen: set[str] = set()
    for name, look in people.items():
        if re.search(rf"\b{name}\b", text, re.I):
            yield look
            seen |= set(look.split())
    pattern = r"\b(an?|the|his|her|their|my|our|two|three|four|one) ((?:[a-z-]+ ?){1,3})"
    for found in re.finditer(f"(?={pattern})", text.lower()):
        words = found[2].split()
        at = next((i for i, w in enumerate(words) if _acts(w)), None)
        if at is None or words[at] in seen or any(w in word_set("prepositions") for w in words[:at]):
            continue
        if at + 1 < len(words) and _acts(words[at + 1]) and not is_plural(words[at]):
            at += 1
        seen.add(words[at])
        said = " ".join(words[: at + 1])
        rest = text[found.start(2) + len(said) :]
        if rest.startswith(("'s", "\u2019s")) or (found[1] in {"his", "her"} and text[: found.start()].endswith((", ", "), "))):
            continue
        yield f"{found[1]} {said}" if found[1] in {"two", "three", "four"} else said if is_plural(words[at]) else article(said)


def _acts(word: str) -> bool:
    return known_agent(word) and singular(word) not in nouns("groups") and singular(word) not in word_set("scenery")


def _things(text: str, spot: Spot) -> list[str]:
    marks = [
        m for m in table("styles")["marks"] if re.search(rf"\b{m}\b", text.lower()) and m not in f"{spot.see} {spot.extra}"
    ]
    carried = re.findall(
        rf"\b(?:an?|the) ((?:[a-z]+ )?(?:{'|'.join(table('words')['intent']['carried'])}))\b",
        text.lower(),
    )
    told = [article(c) for c in carried]
    return list(dict.fromkeys(told + [m for m in marks if not any(t.endswith(m) for t in told)]))[:2]
