"""What a told scene sounds of: its place, its weather, its hour, who is there, and what they do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from memory.film import Scene, Sound
from tools.engines.authored.words import compiled, table
from tools.engines.authored.worlds import Stay
from tools.engines.synth.choosing import find_all, kinds, lexicon, look_up

MOST = 3
"""Sounds under one scene."""
LEVELS: dict[str, float] = table("styles")["levels"]
INDOORS = -5
"""dB that the weather is quieter within walls."""


def sounds(stay: Stay, shown: str = "", told: str = "", before: Sequence[Scene] = ()) -> tuple[Sound, ...]:
    """At most three sounds for a scene: `shown` is the painter's description, `told` the narration, `before` earlier scenes.

    Place and weather come first; then what somebody does, then who or what is there and was not just heard, then the hour.
    """
    ears, spot, heard = table("ears"), stay.spot, {s.kind for scene in before[-2:] for s in scene.sounds}
    own = [ears["settings"][spot.setting]] if spot.setting in ears["settings"] else []
    base = [*own, *spot.sounds][:1]
    weather = [ears["weathers"][stay.weather]] if stay.weather in ears["weathers"] else []
    hour = [] if spot.inside else [k for k in [ears["hours"].get(stay.time, {}).get(spot.setting)] if k]
    here = [kind for kind in _present(shown) if kind not in heard]
    wanted = [*base, *weather, *_deeds(told, shown)[:1], *here[:1], *hour, *spot.sounds]
    airless = ears["airless"].get("space" if "space" in spot.sounds else spot.setting)
    hushed = [*ears["hushed"].get(stay.weather, ()), *([] if spot.inside else ears["hushed"].get(stay.time, ()))]
    wanted = [kind for kind in wanted if kind not in hushed and (airless is None or kind in airless)]
    chosen: dict[str, str] = {}
    for kind in wanted:
        grounded = _grounded(kind, spot.see)
        chosen.setdefault(look_up(grounded), grounded)
    quiet = {*weather, "wind"} if spot.inside else set()
    return tuple(
        Sound(kind=kind, level_db=_level(kind) + (INDOORS if kind in quiet else 0)) for kind in list(chosen.values())[:MOST]
    )


def _level(kind: str) -> float:
    return LEVELS[kind] if kind in LEVELS else kinds()[look_up(kind)].level


def _grounded(kind: str, see: str) -> str:
    """Feet and rain sound of what they fall on."""
    return look_up(f"{kind} in {see}") if kind in ("footsteps", "rain") else kind


def _present(shown: str) -> Iterator[str]:
    """The kinds of those who are named and are heard by being there."""
    audible = set(table("ears")["present"]["kinds"])
    for each in find_all(shown):
        if each.means and each.kind in audible:
            yield each.kind


def _deeds(told: str, shown: str) -> list[str]:
    """The kinds of what is done in the narration by a person: a name, a pronoun, or one who is shown."""
    who = "|".join(sorted({re.escape(word) for word in re.findall(r"[a-z]{3,}", shown.lower())} - {"the", "and"}) or ["they"])
    named = r"\b(?:[Hh]e|[Ss]he|[Tt]hey|[Ww]e|I|(?P<name>(?!The|And|But|Then)[A-Z][a-z]+))"
    subject = rf"(?:{named}|\b(?:[Tt]he|[Aa]n?) (?:\w+ ){{0,4}}?(?:{who}))(?: \w+ly)?"
    found = [
        (match.start(), kind)
        for kind, verbs in ((kind, "|".join(verbs)) for kind, verbs in table("ears")["deeds"].items())
        if compiled(rf" (?:{verbs})\b").search(told)  # a pattern with these people in it takes long to compile
        for match in re.finditer(rf"{subject} (?:{verbs})\b", told)
        if (match["name"] or "").lower() not in lexicon()
    ]
    return [kind for _, kind in sorted(found)]
