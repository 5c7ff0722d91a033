"""The audit of a painter: many films of each occupation, once with what words leave open left to it, once grounded.

The design of the prompts is multiplicative, as in Esposito and others (arXiv 2310.06904): origin x gender x occupation x age.
Its described half asks another question: whether anything that was said is changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from memory.errors import EngineError
from memory.film import CastMember, Film, Scene, Shot
from memory.people import People
from tools.guards import fairness
from tools.guards.auditing import Seen, distances, drawn, pairs, people_of
from tools.guards.fairness import ATTRIBUTES, Attribute
from tools.guards.figures import wilson
from tools.guards.tables import table

AUDITABLE = ("papercut",)
"""Painters whose plan can be read. Others can only be judged by eye: classifiers of skin are near chance."""


def audit_engine(engine: str, draws: int = 100) -> dict[str, Any]:
    """The report on an engine over all occupations, each in so many films; EngineError for one whose plan cannot be read."""
    if engine not in AUDITABLE:
        raise EngineError(
            f"The plan of {engine!r} cannot be read, and no classifier of skin is trusted here. What it is told can be "
            f"audited in a film: onereel audit DIR. Engines that can be audited: {', '.join(AUDITABLE)}."
        )
    target, words, before, after = drawings(draws)
    return {
        "engine": engine, "occupations": len(table("fairness")["occupations"]["names"]), "draws": draws,
        "target": {name: dict(weights) for name, weights in target.items()},
        "prompts": [d.__dict__ for d in distances(words, target)],
        "drawn_before": [d.__dict__ for d in distances(before, target)],
        "drawn_after": [d.__dict__ for d in distances(after, target)],
        "pairs_before": [p.__dict__ for p in pairs(before, target)], "pairs_after": [p.__dict__ for p in pairs(after, target)],
        "described": described(), "people_added": added(draws),
        "kept_by_painter": _kept(words, after),
        "measured": {"prompts": "what the painter is told", "drawn": "the painter's own plan of it; no picture was judged"},
    }  # fmt: skip


def drawings(draws: int) -> tuple[Mapping[Attribute, Mapping[str, float]], list[Seen], list[Seen], list[Seen]]:
    """(target, what the painter is told, what it plans left to itself, what it plans when told) over all occupations."""
    films = [_film(role, number) for role in table("fairness")["occupations"]["names"] for number in range(draws)]
    words = [_as(seen, film) for film in films for seen in people_of(film)]
    before = [_as(drawn(film.cast[0]), film) for film in films]
    after = [_as(drawn(fairness.painted(film, film.cast[0])), film) for film in films]
    return fairness.shares(films[0]), words, before, after


def _film(role: str, number: int, description: str = "") -> Film:
    member = CastMember(
        id="c1", name=role.capitalize(), description=description or f"{'an' if role[0] in 'aeiou' else 'a'} {role}"
    )
    scene = Scene(id="s1", description=f"The {role} at work.", shots=(Shot(id="s1a"),))
    return Film(cast=(member,), scenes=(scene,), people=fairness_people(f"{role}:{number}"))


def fairness_people(text: str) -> People:
    """The people of a film that was asked for in these words."""
    import zlib

    return People(ground=True, seed=zlib.crc32(text.encode()))


def _as(seen: Seen, film: Film) -> Seen:
    return Seen(seen.name, film.cast[0].name.lower(), seen.values, seen.by)


def _kept(told: list[Seen], painted: list[Seen]) -> dict[Attribute, dict[str, float]]:
    """How often the painter drew what it was told, by attribute: Monk's tone within one step."""
    found: dict[Attribute, dict[str, float]] = {}
    for name in ATTRIBUTES:
        asked = [
            (t.values[name], p.values[name])
            for t, p in zip(told, painted, strict=True)
            if t.values[name] not in ("person", "said")
        ]
        hits = sum(_same(one, other) for one, other in asked)
        low, high = wilson(hits, len(asked))
        found[name] = {"n": len(asked), "share": hits / len(asked) if asked else 0.0, "low": low, "high": high}
    return found


def _same(one: str, other: str) -> bool:
    if one.isdigit() and other.isdigit():
        return abs(int(one) - int(other)) <= 1
    return one == other


def prompts() -> Iterator[tuple[str, str, str, str]]:
    """(origin, gender, occupation, age) of every described prompt."""
    listed = table("fairness")["occupations"]
    yield from product(listed["origins"], listed["genders"], listed["names"], listed["ages"])


def described() -> dict[str, float]:
    """Of the described prompts, in how many anything that was said was changed or added to: there may be none."""
    n = wrong = 0
    for origin, gender, role, age in prompts():
        film = _film(role, n, f"{'an' if age[0] in 'aeiou' or age == 'old' else 'a'} {age} {origin} {gender}, {role}")
        n, wrong = n + 1, wrong + (fairness.painted(film, film.cast[0]) is not film.cast[0])
    low, high = wilson(wrong, n)
    return {"n": n, "changed": wrong, "low": low, "high": high}


def added(draws: int) -> dict[str, float]:
    """Of films without people, in how many somebody was added: there may be none."""
    from tools.callsheet import call_sheet
    from tools.engines import StillRequest

    n = people = 0
    for number in range(draws):
        scene = Scene(id="s1", description=_EMPTY[number % len(_EMPTY)], shots=(Shot(id="s1a", seed=number),))
        film = Film(scenes=(scene,), people=fairness_people(str(number)))
        plain = Film(scenes=(scene,))
        one, other = ({j.key for j in call_sheet(f) if isinstance(j.request, StillRequest)} for f in (film, plain))
        n, people = n + 1, people + (one != other)
    low, high = wilson(people, n)
    return {"n": n, "changed": people, "low": low, "high": high}


_EMPTY = (
    "A meadow at dawn.",
    "The empty harbour in fog.",
    "A robot on an island.",
    "A fox in the snow.",
    "Stars over the desert.",
)
