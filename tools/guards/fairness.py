"""Who people are whom the words leave open: drawn from the film's declared shares by its seed; never who is described.

What is drawn is put behind the member's description for whoever paints, and shown in the cast. It is computed each time from
the film alone, so that a word said later takes its place, and `ground = false` takes all of it back.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from typing import Literal

from memory.editing import changed
from memory.film import CastMember, Film
from memory.people import People
from tools.engines import Brief
from tools.guards.tables import table, words

Attribute = Literal["gender", "tone", "age"]
ATTRIBUTES: tuple[Attribute, ...] = ("gender", "tone", "age")
_STEPS = {"gender": 0.5497004779, "tone": 0.6180339887, "age": 0.7548776662}
"""By these steps round the circle the members of one film spread over the shares, whatever their number."""


def grounding(film: Film, brief: Brief) -> Film:
    """A fresh draft whose people are grounded, by a seed of what it was asked for; a film that says otherwise is left."""
    if "people" in film.model_fields_set and film.people != People():
        return film
    return changed(film, people=People(ground=True, seed=zlib.crc32(f"{brief.text}:{brief.seed}".encode())))


def shares(film: Film) -> dict[Attribute, dict[str, float]]:
    """The film's shares by attribute and value, each attribute's summing to 1; tones are "1" to "10"."""
    usual, own = table("fairness")["shares"], film.people.shares
    chosen: dict[Attribute, dict[str, float]] = {
        "gender": {str(name): weight for name, weight in (own.gender or usual["gender"]).items()},
        "tone": {str(at): weight for at, weight in enumerate(own.tone or usual["tone"], 1)},
        "age": {str(name): weight for name, weight in (own.age or usual["age"]).items()},
    }
    return {name: _whole(weights) for name, weights in chosen.items()}


def _whole(weights: dict[str, float]) -> dict[str, float]:
    total = sum(weights.values())
    return {name: weight / total for name, weight in weights.items() if weight} if total else {}


def painted(film: Film, member: CastMember) -> CastMember:
    """The member as whoever paints is told: the description, and what was drawn for it; the very same member without that."""
    drawn = grounded(film, member)
    if not drawn:
        return member
    said, tones = table("fairness")["words"], table("fairness")["tones"]["words"]
    who = said["gender"].get(drawn.get("gender", ""), "somebody")
    skin = f" with {tones[int(drawn['tone']) - 1]}" if "tone" in drawn else ""
    age = f", {said['age'][drawn['age']]}" if "age" in drawn else ""
    words = f"{who}{skin}{age}" if "gender" in drawn else f"{skin.strip()}{age}".strip(", ")
    base = member.description.rstrip(" .,") or member.name
    return changed(member, description=f"{base}, {words}")


def grounded(film: Film, member: CastMember) -> dict[Attribute, str]:
    """What was drawn for a member, by attribute: nothing for who is described, is no person, or is left to the painter."""
    if not film.people.ground or not member.fictional or member.id in film.people.left or not is_person(member):
        return {}
    spoken = said(film, member)
    return {name: _drawn(film, member, name) for name in ATTRIBUTES if name not in spoken and shares(film)[name]}


def _drawn(film: Film, member: CastMember, name: Attribute) -> str:
    number = int("".join(re.findall(r"\d", member.id)[:6]) or 0)
    place = 0 if name == "tone" and _related(film) else number
    start = zlib.crc32(f"{name}:{film.people.seed}".encode()) / 2**32
    at, sum_ = (start + place * _STEPS[name]) % 1.0, 0.0
    for value, share in shares(film)[name].items():
        sum_ += share
        if at < sum_:
            return value
    return next(reversed(shares(film)[name]))


def is_person(member: CastMember) -> bool:
    """Whether a cast member is one person like us, and no animal, machine, ghost or group."""
    from tools.engines.papercut.casting import player

    who = _words([member.name, member.description])
    if who & _listed("beyond"):
        return False
    drawn = player(member)
    found = drawn.entry.section == "roles" or bool(
        who & (_listed("woman") | _listed("man") | {"person", "somebody", "someone"})
    )
    return drawn.entry.person and drawn.count == 1 and found


def said(film: Film, member: CastMember) -> dict[Attribute, str]:
    """What the words say of a member, by attribute: the value where it is one of ours, "said" where it is something else."""
    own = _words([member.name, member.description])
    around = own | _words([film.title, film.logline, str(getattr(film, "premise", "")), *(s.description for s in film.scenes)])
    found: dict[Attribute, str] = {}
    if gender := _gender(film, own):
        found["gender"] = gender
    elif _words([member.name]) & words("given", "plain"):
        found["gender"] = "said"  # a first name says more than a share would
    coloured = re.search(table("fairness")["said"]["coloured"], f"{member.name}. {member.description}".lower())
    if coloured or own & (_listed("tone") | _listed("peoples")) or around & (_listed("places") | _listed("peoples")):
        found["tone"] = "said"
    if age := next(
        (value for value in ("old", "middle", "young") if own & _listed(value)), "child" if own & _listed("child") else ""
    ):
        found["age"] = age
    return found


def _gender(film: Film, own: set[str]) -> str:
    """By the member's own words and name, else by the pronouns of a story that has but one kind of them."""
    from tools.engines.papercut.lexicon import data

    names = data("roles")["names"]
    for value, letter in (("woman", "f"), ("man", "m")):
        if own & (_listed(value) | set(names[letter])):
            return value
    if own & _listed("person"):
        return "person"
    told = _words([scene.narration for scene in film.scenes])
    she, he = bool(told & {"she", "her", "hers", "herself"}), bool(told & {"he", "him", "his", "himself"})
    return "said" if she or he else ""


def _related(film: Film) -> bool:
    return bool(_words([text for member in film.cast for text in (member.name, member.description)]) & _listed("family"))


def _listed(name: str) -> set[str]:
    return set(str(table("fairness")["said"][name]).split())


def _words(texts: Iterable[str]) -> set[str]:
    text = " ".join(texts).lower()
    whole = set(re.findall(r"[a-z]+(?:-[a-z]+)*", text))
    return whole | set(re.findall(r"[a-z]+", text))
