"""The audit of who is shown: role by attribute, distance to the declared shares, and pairs that pictures are known to join.

It reads what words and shares say. What a painter makes of them is measured apart (`drawn`), from the painter's own plan; no
classifier of faces or skin is asked, as those are near chance on skin tones.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from memory.editing import changed
from memory.film import CastMember, Film
from tools.guards import fairness
from tools.guards.fairness import ATTRIBUTES, Attribute
from tools.guards.figures import by_chance, distance, distance_between, wilson
from tools.guards.tables import table

OPEN = "open"
"""What nobody has said and nothing has drawn."""


@dataclass(frozen=True)
class Seen:
    """Somebody in a film or in an engine's audit: the role, and each attribute with where it comes from."""

    name: str
    role: str
    values: Mapping[Attribute, str]
    by: Mapping[Attribute, str]
    """"words", "shares" (drawn from the declared shares) or "open" (left to the painter)."""


@dataclass(frozen=True)
class Distance:
    """How far what was drawn lies from the target, with its 95 % interval, and what chance alone would allow for this n."""

    attribute: str
    n: int
    distance: float
    low: float
    high: float
    chance: float


@dataclass(frozen=True)
class Pair:
    """How often a role and a value come together that pictures are known to join, against the declared share."""

    role: str
    attribute: str
    value: str
    hits: int
    n: int
    low: float
    high: float
    target: float


def people_of(film: Film) -> tuple[Seen, ...]:
    """The people of the cast as words and shares make them; animals, machines and groups are no people here."""
    return tuple(_seen(film, member) for member in film.cast if fairness.is_person(member))


def _seen(film: Film, member: CastMember) -> Seen:
    said, drawn = fairness.said(film, member), fairness.grounded(film, member)
    values = {name: said.get(name) or drawn.get(name) or OPEN for name in ATTRIBUTES}
    by = {name: "words" if name in said else "shares" if name in drawn else OPEN for name in ATTRIBUTES}
    return Seen(member.name, role_of(member), values, by)


def role_of(member: CastMember) -> str:
    """What somebody is: the painter's own word for it, or the name."""
    from tools.engines.papercut.casting import player

    entry = player(member).entry.name
    return entry if entry != "person" else member.name.lower()


def distances(seen: Sequence[Seen], target: Mapping[Attribute, Mapping[str, float]]) -> tuple[Distance, ...]:
    """Per attribute the distance of those whom the words leave open; who is described is no matter of shares."""
    found = []
    for name in ATTRIBUTES:
        values = [each.values[name] for each in seen if each.by[name] != "words"]
        low, high = distance_between(values, target[name])
        chance = by_chance(len(values), target[name])
        found.append(Distance(name, len(values), distance(values, target[name]), low, high, chance))
    return tuple(found)


def pairs(seen: Sequence[Seen], target: Mapping[Attribute, Mapping[str, float]]) -> tuple[Pair, ...]:
    """Every pair of the list whose role is there, with Wilson's interval."""
    found = []
    for role, attribute, value in table("fairness")["stereotypes"]["pairs"]:
        values = [each.values[attribute] for each in seen if each.role == role and each.values[attribute] not in (OPEN, "said")]
        if values:
            hits = sum(_is(each, value) for each in values)
            share = sum(weight for name, weight in target[attribute].items() if _is(name, value))
            found.append(Pair(role, attribute, value, hits, len(values), *wilson(hits, len(values)), share))
    return tuple(found)


def _is(found: str, wanted: str) -> bool:
    """Monk's tones are light up to 4 and dark from 7 on, for pairs alone."""
    if wanted in ("light", "dark") and found.isdigit():
        return int(found) <= 4 if wanted == "light" else int(found) >= 7
    return found == wanted


def counts(seen: Sequence[Seen]) -> dict[str, dict[str, dict[str, int]]]:
    """How many of each value, by role and attribute."""
    found: dict[str, dict[str, dict[str, int]]] = {}
    for role in sorted({each.role for each in seen}):
        ours = [each for each in seen if each.role == role]
        found[role] = {name: dict(sorted(Counter(each.values[name] for each in ours).items())) for name in ATTRIBUTES}
    return found


def ungrounded(film: Film) -> Film:
    """The film as it would be with its people left to the painter: the audit's "before"."""
    return changed(film, people=changed(film.people, ground=False))


def grounded(film: Film) -> Film:
    """The film with its people drawn from the shares: the audit's "after"."""
    return changed(film, people=changed(film.people, ground=True))


def report(film: Film) -> dict[str, Any]:
    """The audit of a film, as data: who is shown and why, distances before and after, pairs, the suggested age."""
    from tools.guards.content import rate

    target = fairness.shares(film)
    before, after = people_of(ungrounded(film)), people_of(grounded(film))
    now = people_of(film)
    rating = rate(film)
    return {
        "people": [{"name": each.name, "role": each.role, **dict(each.values), "by": dict(each.by)} for each in now],
        "ground": film.people.ground, "target": {name: dict(weights) for name, weights in target.items()},
        "counts": counts(now),
        "before": [d.__dict__ for d in distances(before, target)], "after": [d.__dict__ for d in distances(after, target)],
        "pairs": [p.__dict__ for p in pairs(now, target)],
        "age": rating.age, "age_reasons": list(rating.reasons), "measured": "words and shares, no picture was judged",
    }  # fmt: skip


def drawn(member: CastMember) -> Seen:
    """Somebody as the built-in painter plans to draw them: its own colours and forms, no classifier."""
    from tools.engines.papercut.casting import player

    traits = dict(player(member).traits)
    grown = traits.get("years", "young")  # a face without a line is a young one, in paper
    age = {"old": "old", "child": "child"}.get(traits.get("age", ""), grown)
    values: dict[Attribute, str] = {
        "gender": {"f": "woman", "m": "man"}.get(traits.get("gender", ""), OPEN),
        "tone": tone_of(traits["skin"]) if "skin" in traits else OPEN, "age": age,
    }  # fmt: skip
    return replace(Seen(member.name, role_of(member), values, dict.fromkeys(ATTRIBUTES, "painter")))


def tone_of(colour: str) -> str:
    """The nearest of Monk's ten tones to a colour #rrggbb, by lightness and colour (CIELAB)."""
    tones = [_lab(each) for each in table("fairness")["tones"]["colours"]]
    ours = _lab(colour)
    return str(min(range(10), key=lambda at: sum((a - b) ** 2 for a, b in zip(ours, tones[at], strict=True))) + 1)


def _lab(colour: str) -> tuple[float, float, float]:
    linear = [
        ((c + 0.055) / 1.055) ** 2.4 if c > 0.04045 else c / 12.92
        for c in (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    ]
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    x, y, z = (
        sum(a * b for a, b in zip(row, linear, strict=True)) / white
        for row, white in zip(rows, (0.9505, 1.0, 1.089), strict=True)
    )
    fx, fy, fz = (t ** (1 / 3) if t > 0.008856 else 7.787 * t + 16 / 116 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)
