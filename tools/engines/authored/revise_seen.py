"""What a scene of a finished film gives to its narration: the place, the hour, the weather, what is heard, and who is there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from memory.film import CastMember, Film, Scene
from tools.engines.authored.figures import NUMBERS, PRONOUNS, Figure, figure, joined, known_agent, pronoun_of
from tools.engines.authored.revise_prose import Subject, Tense, tense_of
from tools.engines.authored.words import is_plural, nouns, singular, table
from tools.engines.authored.worlds import INDOORS

AFLOAT = frozenset({"sea", "underwater", "space", "sky"})
_SKIES = {"clear sky": "clear", "cloudless": "clear", "clouds drifting": "cloudy", "overcast": "cloudy", "starry": "starry"}


@dataclass(frozen=True)
class Scenery:
    """Where a scene is, read from its description; empty strings for what the description leaves open."""

    setting: str
    place: str
    """The place for a sentence, with its preposition: "at the lighthouse", "down in the harbour"; "" when unknown."""
    inside: bool
    time: str
    weather: str
    sounds: tuple[str, ...]
    things: tuple[str, ...]
    details: tuple[str, ...] = ()
    """Sentences that the writer's own spot has, in the past tense."""


@cache
def _spots() -> tuple[tuple[str, dict[str, object], str], ...]:
    found = [(s["see"], s, name) for name, world in table("worlds").items() for s in world["spots"]]
    return tuple(sorted(found, key=lambda f: -len(f[0])))


def scenery(scene: Scene) -> Scenery:
    """Read a scene's description, and its narration where the description says nothing of the place."""
    said = f"{scene.description} {' '.join(shot.prompt for shot in scene.shots)}".lower()
    spot = next((s for see, s, _ in _spots() if see in said), None)
    noun = _place_noun(said) or ("" if spot else _place_noun(scene.narration.lower()))
    setting, place = "", ""
    if spot:
        setting, place = str(spot["setting"]), str(spot["where"])
    elif noun:
        preposition, setting, _ = table("words")["places"][noun]
        place = f"{preposition} {'' if noun in {'mars', 'antarctica', 'space', 'home'} else 'the '}{noun}"
    elif city := _city(scene.description):
        setting, place = "city", f"in {city}"
    things = tuple(t for t in table("detail")["things"] if re.search(rf"\b{t}\b", said))
    details = tuple(spot["details"]) if spot and isinstance(spot["details"], list) else ()
    inside = bool(spot and spot.get("inside")) or setting in INDOORS | {"cave"}
    sounds = tuple(s.kind for s in scene.sounds if s.kind in table("detail")["sounds"])
    return Scenery(setting, place, inside, _hour(said), _weather(said), sounds, things, details)


def _city(text: str) -> str:
    names = "|".join(table("words")["cities"]["names"])
    found = re.search(rf"\b({names})\b", text)
    return found[1] if found else ""


def _place_noun(text: str) -> str:
    places = table("words")["places"]
    words = [w if w in places else singular(w) for w in re.findall(r"[a-z]+", text)]
    return next((w for w in words if w in places and w not in {"well", "home", "balloon"}), "")


def _hour(text: str) -> str:
    hits = [
        (m.start(), name)
        for name, words in table("words")["times"].items()
        for w in words
        if (m := re.search(rf"\b{w}\b", text))
    ]
    return min(hits)[1] if hits else ""


def _weather(text: str) -> str:
    plain = next((kind for words, kind in _SKIES.items() if words in text), "")
    if plain:
        return plain
    hits = [
        (m.start(), name)
        for name, words in table("words")["weathers"].items()
        for w in words
        if (m := re.search(rf"\b{w}\b", text))
    ]
    return next((n for _, n in sorted(hits) if n == "storm"), min(hits)[1]) if hits else ""


def film_tense(film: Film) -> Tense:
    """The tense in which most of a film is told."""
    return tense_of(" ".join(s.narration for s in film.scenes))


def subject(member: CastMember, film: Film) -> Subject:
    """A cast member as narrations call them: "Mara", "the keeper", "the two bakers", "I"."""
    voice: Literal["I", "you", "many"] | None = {"Narrator": "I", "You": "you", "We": "many"}.get(member.name)  # type: ignore[assignment]
    if voice:
        word = {"I": "I", "you": "you", "many": "we"}[voice]
        return Subject(word, voice, PRONOUNS[word], group=voice == "many")
    who = _figure(member)
    if who is None:
        return Subject(member.name, "one", _forms(member, film))
    many = who.plural or (who.count > 1 and who.words[:1].islower() and who.words.split()[0] in NUMBERS)
    words = who.short if not member.name.lower().startswith("the ") else _as_said(member.name, film)
    forms = PRONOUNS["they"] if many else PRONOUNS[who.pronoun] if who.pronoun != "they" else _forms(member, film)
    return Subject(words, "many" if many else "one", forms, who.handless, many or who.count > 1)


def _figure(member: CastMember) -> Figure | None:
    """The figure behind a name that is a common noun; None for somebody with a name of their own."""
    name = re.sub(r"^(?:the|an?) ", "", member.name.strip(), flags=re.I)
    last = name.rsplit(maxsplit=1)[-1].lower() if name else ""
    own = not known_agent(last) and name.lower() not in member.description.lower()
    if not name or own or (" " not in name and last in table("words")["sets"]["kin"]):
        return None
    if re.match(r"^[A-Z]\w+ [A-Z]", name) and not member.name.lower().startswith("the "):
        return None
    plain = name[:1].lower() + name[1:]
    return figure(plain if is_plural(last) or plain.split()[0] in NUMBERS else f"the {plain}")


def _as_said(name: str, film: Film) -> str:
    told = " ".join(s.narration for s in film.scenes)
    found = re.search(rf"\b{re.escape(name)}\b", told, re.I)
    words = found[0] if found else name
    return words[:1].lower() + words[1:]


def _forms(member: CastMember, film: Film) -> tuple[str, str, str, str]:
    """The pronouns of somebody with a name: what the description says they are, else how the film speaks of its only hero."""
    core = re.split(r" (?:in|with|of|who|wearing) |,", member.description)[0].split()
    for word in reversed(core):
        said = pronoun_of(word.lower(), False)
        if known_agent(word) and said in {"she", "he"}:
            return PRONOUNS[said]
    told = " ".join(s.narration for s in film.scenes).lower()
    she, he = (len(re.findall(rf"\b(?:{w})\b", told)) for w in ("she|her|hers", "he|him|his"))
    if (she or he) and she != he and len([m for m in film.cast if _figure(m) is None]) == 1:
        return PRONOUNS["she" if she > he else "he"]
    if core and known_agent(core[-1]) and singular(core[-1]) in nouns("it"):
        return PRONOUNS["it"]
    return PRONOUNS["they"]


def head_of(member: CastMember) -> str:
    """The word by which a text can be seen to speak of a cast member: "Mara", "keeper", "bakers"."""
    return re.sub(r"^(?:the|an?) ", "", member.name.strip(), flags=re.I).rsplit(maxsplit=1)[-1]


def spoken_of(member: CastMember, text: str) -> bool:
    """Whether a text speaks of a cast member by name, by noun, or as I, you or we."""
    if member.name in {"Narrator", "You", "We"}:
        words = {"Narrator": "I|me|my", "You": "you|your", "We": "we|us|our"}[member.name]
        return bool(re.search(rf"\b(?:{words})\b", text, re.I if member.name != "Narrator" else 0))
    head = re.escape(head_of(member))
    first = re.escape(member.name.split()[0]) if member.name[:1].isupper() and _figure(member) is None else head
    return bool(re.search(rf"\b(?:{head}|{first}|{re.escape(singular(head_of(member)))})\b", text, re.I))


def in_play(film: Film, scene: Scene) -> list[Subject]:
    """Who is in a scene, those of whom its narration speaks before those who are only painted; two together as one subject."""
    told = [m for m in film.cast if spoken_of(m, scene.narration)]
    everything = " ".join(s.narration for s in film.scenes)
    shown = told or [m for m in film.cast if spoken_of(m, everything) and _painted(m, scene)]
    each = [subject(m, film) for m in shown[:2]]
    if len(each) == 2 and all(s.person in {"one", "many"} for s in each):
        return [both(each[0], each[1]), *each]
    return each


def _painted(member: CastMember, scene: Scene) -> bool:
    described = scene.description.lower()
    return spoken_of(member, described) or (bool(member.description) and member.description.lower() in described)


def both(one: Subject, other: Subject) -> Subject:
    """Two as one subject: "the keeper and the robot"."""
    return Subject(joined([one.words, other.words]), "many", PRONOUNS["they"], one.handless or other.handless, True)
