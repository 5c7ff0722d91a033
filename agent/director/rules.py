"""From a clause to calls: every rule that its words allow is tried, the one that explains most of them first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from agent.director.clause import Clause
from agent.director.frames import Call, Impossible, Unclear
from agent.director.slots import BUILDERS
from agent.director.slots.cast import INTRODUCED, NAMED
from agent.director.slots.motion import moving
from agent.director.slots.order import TERSE
from agent.director.things import covered as about_things
from agent.director.where import Around
from agent.director.words import table

SURE = 0.62
"""Share of the clause's words that a reading must explain to be acted on by itself."""


@dataclass(frozen=True)
class Rule:
    """One line of rules.toml."""

    name: str
    needs: tuple[str, ...]
    covers: frozenset[str]
    topics: frozenset[str]
    weight: float
    strict: bool = False
    """Whether every word of the clause must be explained."""


@dataclass(frozen=True)
class Found:
    """What a clause was read as: calls, or a question; `score` is the share of its words that this explains."""

    rule: str
    score: float
    calls: tuple[Call, ...] = ()
    question: Unclear | None = None
    answer: Impossible | None = None


@cache
def rules() -> tuple[Rule, ...]:
    """The rules, read once."""
    always = set(table("rules")["always"]["covers"])
    made = []
    for line in table("rules")["rule"]:
        kinds = {option.partition(".")[0] for need in line["needs"] for option in need.split("|")} - {
            "topic",
            "n",
            "s",
            "p",
            "q",
        }
        covers = frozenset(c.partition(".")[0] for c in line.get("covers", ())) | kinds | always
        made.append(
            Rule(
                line["name"],
                tuple(line["needs"]),
                covers,
                frozenset(line.get("topics", ())),
                line.get("weight", 0.0),
                line.get("strict", False),
            )
        )
    return tuple(made)


def explained(clause: Clause, rule: Rule) -> float:
    """The share of the clause's words of content that a rule explains; 1 when there are none."""
    if not clause.content:
        return 1.0
    covered = {
        i for h in clause.hits if h.kind in rule.covers or (h.kind == "topic" and h.value in rule.topics) for i in h.cover
    }
    covered |= moving(clause) if rule.name == "motion" else set()
    film = {i for i in clause.content - covered if clause.lower[i] in clause.sheet.words}
    if rule.name in ("add_scene", "remember") and clause.has("p"):
        return 1.0
    if rule.name == "arrange" and TERSE.fullmatch(" ".join(clause.lower)):
        return 0.95
    if rule.name == "things":
        return 1.0
    if rule.name == "cast" and (NAMED.search(clause.text) or INTRODUCED.search(clause.original())):
        return 0.95
    return (len(clause.content & covered) + 0.5 * len(film)) / len(clause.content)


def _fits(clause: Clause, rule: Rule) -> bool:
    return about_things(clause) if rule.name == "things" else all(clause.has(need) for need in rule.needs)


def readings(clause: Clause, around: Around) -> Iterator[Found]:
    """What a clause may mean, the most likely first. Raises Impossible where a reading comes to an answer."""
    fitting = [(explained(clause, rule), rule) for rule in rules() if _fits(clause, rule)]
    fitting.sort(key=lambda pair: -(pair[0] + pair[1].weight))
    tried: set[str] = set()
    for score, rule in fitting:
        if rule.name in tried or (rule.strict and score < 0.99):
            continue
        tried.add(rule.name)
        try:
            calls = BUILDERS[rule.name](clause, around)
        except Unclear as unclear:
            yield Found(rule.name, score + rule.weight - 0.05, question=unclear)
            continue
        except Impossible as answer:
            yield Found(rule.name, score + rule.weight - 0.05, answer=answer)
            continue
        if calls:
            yield Found(rule.name, score + rule.weight, tuple(calls))


def best(clause: Clause, around: Around) -> Found | None:
    """The likeliest reading; among nearly equal ones calls come before questions. None when no rule fits."""
    found = sorted(readings(clause, around), key=lambda f: -f.score)
    if not found:
        return None
    first = found[0]
    if first.answer:
        other = next((f for f in found if f.calls and f.score >= first.score - 0.1), None)
        if other:
            return other
        raise first.answer
    if first.question:
        return next((f for f in found if f.calls and f.score >= first.score - 0.04), first)
    return first
