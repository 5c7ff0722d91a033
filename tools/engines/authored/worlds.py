"""Where a story happens: the world that fits the premise, its spots, hours and weather, scene by scene."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from typing import Any

from tools.engines.authored.premise import Premise
from tools.engines.authored.words import singular, table, title_case

HOURS = ["dawn", "day", "sunset", "dusk", "night"]
ROUGH = {
    "snow": "snow",
    "clear": "storm",
    "cloudy": "storm",
    "wind": "storm",
    "fog": "storm",
    "rain": "storm",
    "starry": "clear",
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
    name = "ideas" if premise.topic else _best(worlds, premise, rng)
    data = worlds[name]
    spots = tuple(_spot(s) for s in data["spots"])
    place = premise.place
    if place is None or premise.crossing:
        return World(name, next(s for s in spots if s.name == data["home"]), spots, data)
    alike = next((s for s in spots if s.setting == place.setting), None)
    home = Spot(
        title_case(place.definite), place.setting, place.at, place.see,
        alike.extra if alike else "", place.setting in {"room", "kitchen", "library", "workshop", "laboratory"},
        alike.sounds if alike else spots[0].sounds, alike.details if alike else (),
    )  # fmt: skip
    return World(name, home, tuple(s for s in spots if s is not alike or len(spots) < 4), data)


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
        made.append(Stay(spots[i], time, weather))
    return made


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
        bag = bag or rng.sample(list(world.spots), len(world.spots))
        fits = [
            s for s in bag if s.name != route[-1].name and (not table("styles")["stages"][stage].get("rough") or not s.inside)
        ]
        fits = [s for s in fits if s.inside != route[-1].inside] or fits or [s for s in world.spots if s.name != route[-1].name]
        route.append(fits[0])
        bag = [s for s in bag if s is not fits[0]]
    return route[: len(stages)]
