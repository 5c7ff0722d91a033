"""Where a story happens: the world that fits the premise, its spots, hours and weather, scene by scene."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace
from typing import Any

from tools.engines.authored.premise import Premise
from tools.engines.authored.words import singular, table, title_case

HOURS = ["dawn", "day", "sunset", "dusk", "night"]
INDOORS = frozenset({"room", "kitchen", "library", "workshop", "laboratory"})
ROUGH = {
    "snow": "snow",
    "clear": "storm",
    "cloudy": "storm",
    "wind": "storm",
    "fog": "storm",
    "rain": "storm",
    "starry": "clear",
    "storm": "storm",
}


@dataclass(frozen=True)
class Spot:
    """A place to stand in: its name, the painter's setting and view, words for the ear, sounds, and sentences of detail."""

    name: str
    setting: str
    where: str
    see: str
    extra: str = ""
    inside: bool = False
    sounds: tuple[str, ...] = ()
    details: tuple[str, ...] = ()


@dataclass(frozen=True)
class World:
    """A world with its people and spots; `home` is where the film begins and ends."""

    name: str
    home: Spot
    spots: tuple[Spot, ...]
    data: dict[str, Any]


@dataclass(frozen=True)
class Stay:
    """Where and when one scene is."""

    spot: Spot
    time: str
    weather: str


def pick_world(premise: Premise, rng: random.Random) -> World:
    """The world that the premise's words speak of most; a premise about ideas gets the world of ideas."""
    worlds: dict[str, Any] = table("worlds")
    name = "ideas" if premise.view == "essay" else _best(worlds, premise, rng)
    data = worlds[name]
    spots = tuple(_spot(s) for s in data["spots"])
    place = premise.place
    if premise.view in {"portrait", "explainer"} and (place is None or place.setting not in INDOORS):
        spots = tuple(s for s in spots if not s.inside and s.setting not in {"cave", "sky"})
    if place is None or premise.crossing:
        return World(name, next((s for s in spots if s.name == data["home"]), spots[0]), spots, data)
    alike = next((s for s in spots if s.setting == place.setting), None)
    indoors = place.setting in INDOORS
    details = table("styles")["indoors"]["details"] if indoors else alike.details if alike else ()
    home = Spot(
        title_case(place.definite), place.setting, place.at, place.see,
        alike.extra if alike and not indoors else "", indoors,
        alike.sounds if alike else spots[0].sounds, tuple(details),
    )  # fmt: skip
    rest = tuple(s for s in spots if s is not alike or len(spots) < 4)
    if premise.view in {"portrait", "explainer"} and not place.named:
        names = table("styles")["views"]["names"]
        rest = tuple(replace(home, name=n, details=spots[i % len(spots)].details) for i, n in enumerate(names))
    if place.named and place.setting == "city":
        rest = tuple(s if s.inside else replace(s, see=f"{s.see} in {place.words}") for s in rest)
    return World(name, home, rest, data)


def _best(worlds: dict[str, Any], premise: Premise, rng: random.Random) -> str:
    said = {singular(w) for w in premise.words} | set(premise.words)
    place_words = set(re.findall(r"[a-z]+", premise.place.words.lower())) if premise.place else set()
    own = {singular(w) for h in premise.heroes[:1] for w in h.words.lower().split()}
    regions = {w.lower() for w in re.findall(r"(?<=\w )[A-Z][a-z]+", premise.text)}
    scores: dict[str, float] = {}
    for name, data in worlds.items():
        words = set(data["words"])
        settings = {s["setting"] for s in data["spots"]}
        at_home = bool(premise.place) and premise.place is not None and premise.place.setting in settings
        scores[name] = (
            len(said & words) + 2 * len(place_words & words) + at_home + 1.5 * len(own & words) + 2.5 * len(regions & words)
        )
    best = max(scores.values())
    if best == 0:
        return rng.choice(["coast", "country", "city"])
    level = [name for name, score in scores.items() if score == best]
    order = [singular(w) for w in premise.words]
    return min(level, key=lambda n: min((i for i, w in enumerate(order) if w in worlds[n]["words"]), default=999))


def _spot(data: dict[str, Any]) -> Spot:
    return Spot(**{**data, "sounds": tuple(data["sounds"]), "details": tuple(data["details"])})


def stays(world: World, stages: list[str], hours: list[str], premise: Premise, rng: random.Random) -> list[Stay]:
    """A spot, an hour and a weather for each scene: first and last at home, no two neighbours alike, rough where it breaks."""
    table_ = table("styles")["stages"]
    said_time = _said(premise, "times")
    said_weather = _said(premise, "weathers")
    spots = _route(world, stages, rng)
    made: list[Stay] = []
    seen: set[tuple[str, str, str]] = set()
    for i, stage in enumerate(stages):
        times = [said_time] if said_time and i == 0 else table_[stage]["times"]
        last = i == len(stages) - 1 and bool(made)
        hour, _, sky = hours[i].partition(" ")
        time = made[0].time if last else hour or (_next_hour(times, made[-1].time) if made else rng.choice(times))
        weathers = [said_weather] if said_weather and i % 2 == 0 else list(world.data["weathers"])
        weather = _fresh(weathers, made[-1].weather if made else "", rng)
        if table_[stage].get("rough"):
            weather = ROUGH[weather] if sounds_rough(world) else weather
        weather = "clear" if stage == "close" else ROUGH.get(weather, "storm") if sky and sounds_rough(world) else weather
        if weather == "clear" and time == "night":
            weather = "starry"
        if not last:
            time, weather = _unseen(spots[i], time, weather, list(world.data["weathers"]), seen)
        seen.add((spots[i].name, time, "" if spots[i].inside else weather))
        made.append(Stay(spots[i], time, weather))
    return made


def _unseen(spot: Spot, time: str, weather: str, weathers: list[str], seen: set[tuple[str, str, str]]) -> tuple[str, str]:
    """An hour and a weather in which this spot has not been shown, as near as may be to those wished for."""
    if spot.inside:
        return next((t for t in [time, *HOURS] if (spot.name, t, "") not in seen), time), weather
    return time, next((w for w in [weather, *weathers] if (spot.name, time, w) not in seen), weather)


def sounds_rough(world: World) -> bool:
    """Whether rain or snow can fall in this world; there is no storm cloud under water or among the stars."""
    return bool({"rain", "snow"} & set(world.data["weathers"]))


def _next_hour(times: list[str], last: str) -> str:
    """The first of the hours that comes after the last one, so that the days of a film pass as days do."""
    at = HOURS.index(last)
    return next(h for h in HOURS[at + 1 :] + HOURS[: at + 1] if h in times)


def _said(premise: Premise, kind: str) -> str:
    for name, words in table("words")[kind].items():
        if any(w in premise.words for w in words):
            return str(name)
    return ""


def _fresh(choices: list[str], last: str, rng: random.Random) -> str:
    others = [c for c in choices if c != last] or choices
    return rng.choice(others)


def _route(world: World, stages: list[str], rng: random.Random) -> list[Spot]:
    """The spots in order of the scenes: every spot before any comes again, and inside after outside where there is a choice."""
    route = [world.home]
    bag: list[Spot] = []
    for i, stage in enumerate(stages[1:], 1):
        if i == len(stages) - 1:
            route.append(world.home)
            break
        if not bag:
            bag = rng.sample(list(world.spots), len(world.spots))
            bag[1:1] = [world.home] if world.home not in world.spots else []
        fits = [
            s for s in bag if s.name != route[-1].name and (not table("styles")["stages"][stage].get("rough") or not s.inside)
        ]
        fits = [s for s in fits if s.inside != route[-1].inside] or fits or [s for s in world.spots if s.name != route[-1].name]
        route.append(fits[0])
        bag = [s for s in bag if s is not fits[0]]
    return route[: len(stages)]
