"""What is seen of a beat: who does what, in a painter's words."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping

from tools.engines.authored.cast import Troupe
from tools.engines.authored.figures import Figure
from tools.engines.authored.plots import Unit
from tools.engines.authored.words import is_plural, singular, table, third

_VERB = re.compile(r"<(\w+?)([12]?)>")
_SLOT = re.compile(r"\{(\w+)\}")


def body_of(who: Figure) -> str:
    """The kind of body somebody has: person, legs, fins, wings, thing."""
    head = singular(who.head.lower().split()[-1]) if who.head else ""
    found = next((k for k in ("fins", "wings", "thing") if head in table("acts")["bodies"][k]), "")
    return found or ("legs" if who.handless else "person")


def agreed(text: str, many: bool) -> str:
    """Marked verbs in the present: <base> by `many`, <base1> with one, <base2> with several."""

    def put(found: re.Match[str]) -> str:
        base, number = found[1], found[2]
        plural = number == "2" or (not number and many)
        return ("are" if base == "be" else base) if plural else third(base)

    return _VERB.sub(put, text)


def shown(who: Figure) -> str:
    """A figure as a scene names it, without the clothes, which stand in the cast: "the old lighthouse keeper", "Mara"."""
    if who.pronoun in {"I", "you", "we"}:
        return "two people" if who.pronoun == "we" else "a person"
    if who.plural or (who.count > 1 and who.words[:1].islower()):
        return who.words
    if who.owned:
        return f"the {who.head}"
    return who.name or f"the {re.sub(r'^(?:one|the) ', '', who.words)}"


def act_of(unit: Unit, troupe: Troupe, slots: Mapping[str, str], rng: random.Random) -> str:
    """What a painter is to see of a beat, without the place; empty when nobody is there to be seen."""
    heroes = troupe.heroes[:3]
    who = [shown(h) for h in heroes] if not troupe.subject else []
    body = body_of(heroes[0]) if not troupe.subject else "person"
    see = unit.see
    if see == "{event_act}" and slots.get("event_act"):
        see = "{who} " + slots["event_act"]
    elif unit.stage == "open" and not see and slots.get("state_act"):
        see = "{who} " + slots["state_act"]
    elif not troupe.subject and not _can(see, body, troupe):
        see = ""
    if troupe.subject:
        return _filled(see, slots, "", False) if see else ""
    if not see:
        see = rng.choice(_generic(body, unit.stage, troupe))
    many = len(who) > 1 or heroes[0].plural or heroes[0].count > 1
    return _filled(see, slots, _row(who), many)


def dry(act: str, inside: bool) -> str:
    """An act without the rain and the storm that no room, no sea bed and no orbit has."""
    return re.sub(r",? (?:through|in) the (?:rain|storm)\b", "", act) if inside else act


def _generic(body: str, stage: str, troupe: Troupe) -> list[str]:
    lines = list(table("acts")[body].get(stage) or table("acts")[body]["rest"])
    return [x for x in lines if troupe.other or "{other}" not in x] or ["{who}"]


def _can(see: str, body: str, troupe: Troupe) -> bool:
    """Whether a body can be seen doing all that a beat says of it."""
    if see == "{event_act}":
        return True
    if not see or body in {"fins", "wings", "thing"}:
        return False
    if ("{a}" in see or "{b}" in see) and troupe.pair[1] is None:
        return False
    if body == "legs" and re.search(r"\b(?:hands?|arms?|sleeves|fingers)\b", see):
        return False
    if body == "legs":
        known = table("acts")["bodies"]["legs_can"]
        return all(base in known for base, number in _VERB.findall(see) if not number or "{a}" in see)
    return True


def _row(who: list[str]) -> str:
    return who[0] if len(who) == 1 else ", ".join(who[:-1]) + " and " + who[-1] if who else ""


def _filled(see: str, slots: Mapping[str, str], who: str, many: bool) -> str:
    text = _VERB.sub(lambda m: m[0], see)
    after = re.search(r"\{who\} and (?:(?!\{who\})[^<,])*<|\{\w+\} and \{who\} <", text)
    text = agreed(text, many or bool(after))
    text = _SLOT.sub(lambda m: who if m[1] == "who" else slots.get(m[1], ""), text)
    return re.sub(r"\s+", " ", text).strip(" ,")


def painted_slots(troupe: Troupe, slots: Mapping[str, str]) -> dict[str, str]:
    """The words of {other}, {a}, {b}, {elder_p} and the like, as a painter is told them."""
    a, b = troupe.pair
    made = {"a": shown(a), "i_p": "a person", "elder_p": re.sub(r"^the ", "an ", slots.get("elder", "the old man"))}
    made["elder_p"] = re.sub(r"^an (?=[bcdfghjklmnpqrstvwxyz])", "a ", made["elder_p"])
    made["them_p"] = "them" if is_plural(troupe.heroes[0].head or "x") else "it"
    if b is not None:
        made["b"] = shown(b)
    if troupe.other is not None:
        made["other"] = shown(troupe.other)
    return made
