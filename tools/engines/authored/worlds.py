"""Where a story happens: the world that fits the premise, its spots, hours and weather, scene by scene."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace
from typing import Any

from tools.engines.authored.plots import Unit
from tools.engines.authored.premise import Premise
from tools.engines.authored.words import compiled, singular, table, title_case

HOURS = ["dawn", "day", "sunset", "dusk", "night"]
INDOORS = frozenset({"room", "kitchen", "library", "workshop", "laboratory"})
ROOM_SOUNDS = {
    "room": ("clock",),
    "kitchen": ("fire", "clock"),
    "library": ("clock", "footsteps"),
    "workshop": ("clock",),
    "laboratory": ("hum",),
}
_ON_FOOT = (
    r"<(?:walk|run|climb|march|stride|kneel|sweep|carry|set|hurry|step|dance|knock)|path|road|gate|door|wall|fence|crowd|line"
)
_AIRBORNE = frozenset(
    {
        "balloon",
        "fly",
        "flies",
        "flying",
        "airship",
        "bird",
        "pilot",
        "dragon",
        "cloud",
        "stork",
        "crane",
        "eagle",
        "wind",
        "plane",
    }
)
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
    if not _AIRBORNE & set(premise.words):
        spots = tuple(s for s in spots if s.setting != "sky")
    region = region_of(premise)
    if region:
        data = {**data, **{k: region[k] for k in ("folk", "elder", "keepsakes")}}
        spots = _regional(region, spots, premise)
        preposition, where = spots[0].where.split(" ", 1)
        data["place"] = [re.sub(r"^.*?(?=the )", "", where), preposition, spots[0].setting]
    if premise.view in {"portrait", "explainer"} and name != "workshop" and (place is None or place.setting not in INDOORS):
        spots = tuple(s for s in spots if not s.inside and s.setting not in {"cave", "sky"})
    if place is None or premise.crossing:
        home = spots[0] if region else next((s for s in spots if s.name == data["home"]), spots[0])
        return World(name, home, spots, data)
    alike = next((s for s in spots if s.setting == place.setting), None)
    indoors = place.setting in INDOORS
    details = table("styles")["indoors"]["details"] if indoors else alike.details if alike else ()
    if region and place.named:
        return World(name, replace(spots[0], name=title_case(place.words), where=place.at), spots, data)
    if place.named and place.setting == "city":
        own = (replace(spots[0], see=f"{spots[0].see} in {place.words}"), *spots[1:])
        return World(name, replace(own[0], name=title_case(place.words), where=place.at), own, data)
    home = Spot(
        title_case(place.definite), place.setting, place.at, place.see,
        alike.extra if alike and not indoors else "", indoors,
        alike.sounds if alike else ROOM_SOUNDS.get(place.setting, spots[0].sounds), tuple(details),
    )  # fmt: skip
    rest = tuple(s for s in spots if s is not alike or len(spots) < 4)
    if premise.view in {"portrait", "explainer"} and not place.named:
        names = table("styles")["views"]["names"]
        rest = tuple(replace(home, name=n, details=spots[i % len(spots)].details) for i, n in enumerate(names))
    if place.named and place.setting == "city":
        rest = tuple(s if s.inside else replace(s, see=f"{s.see} in {place.words}") for s in rest)
    return World(name, home, rest, data)


def region_of(premise: Premise) -> dict[str, Any] | None:
    """The country or city that a premise names, by what is there; None where it names none that is known."""
    low = premise.text.lower()
    hits = [
        (found.start(), region)
        for region in table("regions").values()
        for word in region["words"]
        if (found := compiled(rf"\b{word}\b").search(low))
    ]
    return min(hits, key=lambda h: h[0])[1] if hits and premise.view not in {"essay", "letter"} else None


def _regional(region: dict[str, Any], spots: tuple[Spot, ...], premise: Premise) -> tuple[Spot, ...]:
    """A region's spots, and of the world's own those of a kind that it lacks: a room, open water."""
    named = premise.place.words if premise.place and premise.place.named else "the old town"
    own = tuple(replace(s, see=s.see.replace("{city}", named)) for s in map(_spot, region["spots"]))
    settings = {s.setting for s in own}
    more = tuple(s for s in spots if s.inside and s.setting not in settings)[: 1 if any(s.inside for s in own) else 2]
    return own + more


def _best(worlds: dict[str, Any], premise: Premise, rng: random.Random) -> str:
    bare = [w.removesuffix("'s") for w in premise.words]
    said = {singular(w) for w in bare} | set(bare)
    place_words = set(re.findall(r"[a-z]+", premise.place.words.lower())) if premise.place else set()
    own = {singular(w) for h in premise.heroes[:1] for w in h.words.lower().split()}
    regions = {w.lower() for w in re.findall(r"(?<=\w )[A-Z][a-z]+", premise.text)}
    scores: dict[str, float] = {}
    for name, data in worlds.items():
        words = set(data["words"])
        settings = {s["setting"] for s in data["spots"]}
        at_home = premise.place is not None and premise.place.setting in settings - {"room", "kitchen"}
        scores[name] = (
            len(said & words) + 2 * len(place_words & words) + at_home + 1.5 * len(own & words) + 2.5 * len(regions & words)
        )
    best = max(scores.values())
    if best == 0:
        free = premise.place is None and premise.view != "portrait"  # the sea beside a circus or a loaf would be asked about
        return "workshop" if premise.view == "explainer" else rng.choice([*["coast"] * free, "country", "city"])
    level = [name for name, score in scores.items() if score == best]
    order = [singular(w) for w in premise.words]
    return min(level, key=lambda n: min((i for i, w in enumerate(order) if w in worlds[n]["words"]), default=999))


def _spot(data: dict[str, Any]) -> Spot:
    return Spot(**{**data, "sounds": tuple(data["sounds"]), "details": tuple(data["details"])})


def stays(world: World, units: list[Unit], premise: Premise, rng: random.Random) -> list[Stay]:
    """A spot, an hour and a weather for each scene: first and last at home, no two neighbours alike, rough where it breaks."""
    table_ = table("styles")["stages"]
    said_time = _said(premise, "times")
    said_weather = _said(premise, "weathers")
    spots = _route(world, units, rng)
    made: list[Stay] = []
    seen: set[tuple[str, str, str]] = set()
    for i, unit in enumerate(units):
        stage = unit.stage
        times = [said_time] if said_time and i == 0 else ["dawn", "day", "sunset"] if unit.place[0] else table_[stage]["times"]
        last = i == len(units) - 1 and bool(made)
        hour, _, sky = unit.hour.partition(" ")
        time = made[0].time if last else hour or (_next_hour(times, made[-1].time) if made else rng.choice(times))
        weathers = [said_weather] if said_weather and i % 2 == 0 else list(world.data["weathers"])
        weather = _fresh(weathers, made[-1].weather if made else "", rng)
        if table_[stage].get("rough") and premise.view != "explainer":
            weather = ROUGH["clear" if weather == "snow" else weather] if sounds_rough(world) else weather
        weather = rng.choice(("clear", "cloudy")) if _plainly(unit, premise) else weather
        weather = "clear" if stage in {"close", "after"} else sky if sky in ROUGH else weather
        weather = fitting(weather, spots[i].setting, spots[i].see)
        if weather == "clear" and time == "night":
            weather = "starry"
        if not last and not unit.place[0]:
            time, weather = _unseen(spots[i], time, weather, list(world.data["weathers"]), seen)
            weather = fitting(weather, spots[i].setting, spots[i].see)
        seen.add((spots[i].name, time, "" if spots[i].inside else weather))
        made.append(Stay(spots[i], time, weather))
    return made


def _plainly(unit: Unit, premise: Premise) -> bool:
    """Whether a scene is looked at in plain weather: what is explained, and what brings its own place."""
    rough = table("styles")["stages"][unit.stage].get("rough")
    return premise.view == "explainer" or (bool(unit.place[0]) and not rough)


def fitting(weather: str, setting: str, see: str) -> str:
    """The weather as it is in such a place: no snow on a green meadow, no rain in the desert, no fog where dunes are."""
    if setting == "desert":
        return {"storm": "sandstorm", "rain": "wind", "fog": "clear", "snow": "wind"}.get(weather, weather)
    if setting in {"meadow", "beach", "forest", "river", "road", "harbour", "sea"} and weather == "snow":
        return "snow" if re.search(r"snow|ic[ey]|winter|frozen|birch", see) else "fog"
    if weather in {"rain", "storm"} and (setting == "snowfield" or re.search(r"\b(?:icy|snowy|frozen)\b", see)):
        return "snow"
    return weather


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


def _route(world: World, units: list[Unit], rng: random.Random) -> list[Spot]:
    """The spots in order of the scenes: every spot before any comes again, inside where a beat needs it, else in turn."""
    route: list[Spot] = []
    bag: list[Spot] = []
    for i, unit in enumerate(units):
        if unit.place[0]:
            route.append(_own_place(unit))
            continue
        if i in {0, len(units) - 1}:
            route.append(world.home)
            continue
        if not bag:
            bag = rng.sample(list(world.spots), len(world.spots))
            bag[1:1] = [world.home] if world.home not in world.spots else []
        route.append(_suiting(bag, list(world.spots), unit, route[-1]))
        bag = [s for s in bag if s is not route[-1]]
    return route


def _suiting(bag: list[Spot], everywhere: list[Spot], unit: Unit, last: Spot) -> Spot:
    """The next spot of the bag that suits a beat: under a roof or the sky as it needs, never the last one again."""
    rough = table("styles")["stages"][unit.stage].get("rough")
    choices = [s for s in bag if s.name != last.name] or [s for s in everywhere if s.name != last.name] or bag
    if unit.where == "in":
        indoors = [s for s in choices if s.inside] or [s for s in everywhere if s.inside and s.name != last.name]
        return (indoors or choices)[0]
    fits = [s for s in choices if not ((rough or unit.where == "out") and s.inside)]
    if re.search(_ON_FOOT, unit.see):
        fits = [s for s in fits if s.setting not in {"sea", "sky"}] or fits
    fits = fits or [s for s in everywhere if not s.inside and s.name != last.name] or choices
    return ([s for s in fits if s.inside != last.inside] or fits)[0]


def _own_place(unit: Unit) -> Spot:
    """The spot that a beat brings along, with the sounds of its kind."""
    see, setting = unit.place
    alike = next((s for w in table("worlds").values() for s in w["spots"] if s["setting"] == setting), None)
    name = "the " + re.sub(r"^(?:in|on|at|by|beside|under|before|among|above) (?:front of )?(?:an?|the)?\s*", "", see)
    short = re.split(r" (?:with|of|above|under|beside|between|by|at|in|on|over|through|across|among)\b|,", name)[0]
    sounds = ROOM_SOUNDS.get(setting, tuple(alike["sounds"]) if alike else ())
    return Spot(title_case(short), setting, see, see, "", setting in INDOORS, sounds, ())
