"""Naming a film: who, what and where in the premise's own words."""

from __future__ import annotations

import random
import re

from tools.engines.authored.draft import Draft
from tools.engines.authored.figures import Figure, joined, known_agent
from tools.engines.authored.premise import Premise
from tools.engines.authored.slots import short_topic
from tools.engines.authored.words import table, title_case, word_set

LONGEST = 56


def film_title(told: Draft, premise: Premise, seed: int) -> str:
    """A title in the premise's words: what it says of the hero, else a pattern of the arc, else whose story it is."""
    rng = random.Random(f"{seed}|title|{premise.text}")
    if premise.topic:
        return _topical(told, premise, rng)
    choices = [t for t in _said(told, premise) if len(t) <= LONGEST]
    if not choices or (premise.event and premise.thing and len(premise.heroes) == 1):
        choices += _patterns(told, premise)
    title = title_case(rng.choice(choices) if choices else f"the story of {_whose(told)}")
    return title[:1].upper() + title[1:]


def _topical(told: Draft, premise: Premise, rng: random.Random) -> str:
    """The title of a film without a story: its topic, as much of it as a poster has room for."""
    topic = short_topic(premise.topic, LONGEST - 8)
    topic = topic if len(topic) <= LONGEST else " ".join(topic.split()[:7])
    pattern = rng.choice(table("arcs")["titles"][told.arc])
    plain = told.arc != "reflection" or len(topic) > 24 or topic.startswith(("the ", "how ", "why ", "what "))
    title = title_case(topic if plain else pattern.replace("{Topic}", topic))
    return title[:1].upper() + title[1:]


def _whose(told: Draft) -> str:
    name = told.slots["full"] if len(told.troupe.heroes) < 3 else "all of them"
    return {"I": "me", "we": "us"}.get(name, name)


def _said(told: Draft, premise: Premise) -> list[str]:
    """What the premise itself says that would make a title: "the fox who mended clocks", "the day Mara found a whale"."""
    heroes = premise.heroes
    if not heroes:
        return []
    hero, one = heroes[0], len(heroes) == 1
    if hero.pronoun == "I":
        since = re.search(r"\b(when (?:my|our|the|an?|his|her) .+)$", premise.state)
        return [since[1]] if since else _happened(premise, "I") or ["how it was", "the way I remember it"]
    if one and premise.state.startswith("was known for "):
        owned = re.sub(r"^was known for (?:an?|his|her|its|their) ", "", premise.state)
        return [f"{hero.full}'s {owned}"]
    who = "" if len(heroes) > 2 else hero.full if one else told.slots["full"]
    who = (
        hero.words
        if one
        and hero.count > 1
        and " of " not in hero.words
        and hero.determiner not in {"my", "our"}
        and hero.words[:1].islower()
        and not hero.name
        else who
    )
    return _about(premise, hero, who) if one else _together(premise, who)


def _about(premise: Premise, hero: Figure, who: str) -> list[str]:
    """Titles for one hero: what a relative clause says, what happened that day, what was wanted."""
    common = not hero.name and hero.determiner not in {"my", "our"} and not hero.owned
    unique = bool(re.match(r"(?:last|only|first)\b", hero.words))
    found = [f"{hero.full} {hero.trait}"] if common and hero.trait else []
    if common and premise.state and len(premise.state.split()) < 8:
        said = re.sub(r"^\w+ (?:was the one|were the ones) ", "", f"{_relative(hero)} {premise.state}")
        found.append(hero.full if unique else f"{hero.full} {said}")
    if not common and premise.state.startswith(("was ", "were ")):
        found.append(f"the day {who} {premise.state}")
    found += _happened(premise, who)
    goal = re.split(r" (?:in|on|at|with|from) ", premise.goal)[0] if len(premise.goal) > 24 else premise.goal
    own = not premise.thing or bool(re.match(r"(?:his|her|its|their)\b", premise.thing))
    if goal and len(goal.split()) < 7 and own and not unique:
        tried = "learned to" if premise.kind == "learn" else "set out to" if premise.kind in {"seek", "protect"} else "tried to"
        did = re.sub(r"^learned to teach", "taught", f"{tried} {goal}")
        found.append(f"{hero.full} who wanted to {goal}" if common else f"the day {who} {did}")
    if premise.other and not premise.event:
        kin = premise.other.determiner in {"his", "her", "its", "their"}
        found.append(f"{hero.full} and {premise.other.first if kin else premise.other.full}")
    if premise.place and not (premise.goal or premise.event or premise.state or hero.plural):
        found.append(f"{who} {premise.place.at}")
    return found


def _together(premise: Premise, who: str) -> list[str]:
    kin = premise.heroes[1] if len(premise.heroes) == 2 else None
    if kin and kin.determiner in {"his", "her", "its", "their"}:
        return [f"{premise.heroes[0].full} and {kin.name or f'{kin.determiner} {kin.words}'}"]
    return _happened(premise, who) if who else [joined([h.full for h in premise.heroes])]


def _happened(premise: Premise, who: str) -> list[str]:
    event = re.split(r" (?:and|who|which) |, ", premise.event)[0]
    event = event if len(event) < 36 else re.split(r" that ", event)[0]
    return (
        [f"the day {who} {event}"]
        if event and (event == premise.event or " " in event) and len(event.split()) < 9 and " day" not in event
        else []
    )


def _relative(hero: Figure) -> str:
    return "who" if known_agent(hero.head) or hero.pronoun != "it" else "that"


def _patterns(told: Draft, premise: Premise) -> list[str]:
    """The arc's own titles, those that name something before those that do not."""
    slots = dict(told.slots)
    thing = premise.thing
    if not thing or thing.split()[-1] in slots["hero"] or re.match(r"^(?:her|his|their|its|my|our|your)\b", thing):
        slots.pop("thing")
    voice = any(h.pronoun in {"I", "you", "we"} for h in told.troupe.heroes)
    if len(told.troupe.heroes) > 2 or " named " in slots["hero"] or voice:
        slots.pop("hero")
    if told.troupe.brought or len(told.troupe.members) < 2:
        slots = {k: v for k, v in slots.items() if k not in {"a", "b", "b_a"}}
    if "thing" in slots and len(told.troupe.heroes) == 2 and "hero" in slots:
        slots["hero"] = slots["hero"].replace(" and ", ", ") + ","
    if premise.place is None or premise.crossing:
        slots.pop("place")
    named: list[str] = []
    plain: list[str] = []
    for pattern in table("arcs")["titles"].get(told.arc, told.telling.plot.titles):
        names = [n.lower() for n in re.findall(r"\{(\w+)\}", pattern)]
        made = premise.goal.split(" ", 1)[0] in word_set("building") | word_set("made")
        if not all(n in slots for n in names) or ("Made by Hand" in pattern and not made):
            continue
        filled = re.sub(r"\{(\w+)\}", lambda m: slots[m[1].lower()], pattern)
        if len(filled) <= LONGEST and (premise.topic or not re.search(r"\b(?:her|his|their|its)\b", filled)):
            (named if names else plain).append(filled)
    return named or (plain if premise.goal else [])
