"""Two readers, one decision: the rules, which explain words, and the learned reader, which knows how people speak."""

from __future__ import annotations

from collections.abc import Sequence

from agent.director.clause import Clause
from agent.director.frames import Call, Impossible, Question, Reading, Unclear
from agent.director.labels import ALSO, fits, label_of, opposed
from agent.director.meant import meant
from agent.director.rules import SURE, Found
from agent.director.senses import Sense, senses
from agent.director.where import Around
from agent.director.wording import offer

OVERRULES = 0.7
"""Share from which on a sense is taken against rules that are sure of something else."""
EXPLAINED = 0.98
"""Share of its words from which on a clause counts as explained by the rules."""
CURT = 2
"""Words up to which a clause says too little to be taken for much ("too long")."""
CERTAIN = 0.98
"""The same where both readers agree but for the way it is to go: which way is said by words, and the rules read those."""
DECIDES = 0.62
"""Share from which on a sense is taken where the rules are not sure."""
LIKELY = 0.4
"""Share from which on a sense is taken that the rules, though not sure, come to as well."""
TOLD = 0.3
"""Share of the words that rules must explain to be asked at all."""
OFFERED = 0.15
"""Share from which on a sense is offered as a choice."""
SLOTLESS = 0.75
"""Share up to which a question of the rules, about what they miss, stands against a sense."""
ODDS, HEARD = 0.4, 0.15
"""Share of another request, and of all that the rules came to, with which the readers are at odds."""
HEEDED = 0.8
"""Share from which on the learned reader is then believed; below it a question is asked."""
ONLY = 0.52
"""Share from which on the only reading of a clause is taken, where it is an edit that a word takes back."""
_GRAVE = frozenset(["scene.remove", "scene.add", "cast.remove", "render", "remember", "versions.undo", "versions.restore"])
UNSURE = "I am not sure what you mean. Say which scene and what should change."


def decided(clause: Clause, around: Around, found: Found | None) -> Reading:
    """What a clause comes to. `found` is what the rules make of it. Raises Unclear and Impossible as builders do."""
    likely = senses(clause)
    odd = found is not None and not clause.has("p|q") and _at_odds(found, likely)
    if found and not odd and _rules_hold(found, likely):
        if found.question:
            return Reading(question=found.question.question, confidence=0.9)
        return Reading(calls=found.calls, confidence=min(1.0, found.score))
    if found and found.calls and found.score >= TOLD and _same_quality(found, likely):
        return Reading(calls=found.calls, confidence=0.65)
    if (odd and likely[0].share < HEEDED) or (_torn(likely) and not (found and found.calls)):
        return _open(clause, around, found, likely)
    if likely and likely[0].share >= (DECIDES if len(clause.content) > CURT or clause.marks else OVERRULES + 0.15):
        return _taken(clause, around, found, likely)
    return _open(clause, around, found, likely)


def _at_odds(found: Found, likely: Sequence[Sense]) -> bool:
    """Whether the rules came to calls of which the learned reader hears nothing, but something of quite another kind."""
    if (
        not found.calls
        or not likely
        or likely[0].share < ODDS
        or likely[0].label in ("talk.keep", "talk.thanks", "talk.praise")
    ):
        return False
    if likely[0].label.startswith("talk.") and likely[0].share < HEEDED:
        return False
    mine = {label for call in found.calls for label in named(call)}
    kinds = {kind for label in mine for kind in _kinds(label)}
    return not kinds & _kinds(likely[0].label) and sum(s.share for s in likely if kinds & _kinds(s.label)) < HEARD


def _kinds(label: str) -> set[str]:
    """What readings are near each other by: the tool and the way; of tools whose labels are quite different acts, the label."""
    tool, _, way = label.partition(".")
    return {label} if tool in _ACTS else {tool, way.rpartition(".")[2]}


_ACTS = frozenset(["scene", "cast", "versions", "export", "style", "transition"])


def _torn(likely: Sequence[Sense]) -> bool:
    """Whether the learned reader hears what is to change, but not which way."""
    first = likely[0] if likely else Sense("", 0.0)
    return any(opposed(first.label, other.label) and other.share * 4 >= first.share for other in likely[1:])


def _rules_hold(found: Found, likely: Sequence[Sense]) -> bool:
    """Whether the rules' reading stands: they are sure, and the learned reader does not surely say otherwise."""
    sure = found.score >= SURE and (bool(found.calls) or found.score >= SURE + 0.1)
    if not sure or not likely or likely[0].share < _needed(found.score):
        return sure
    if found.question:
        return not likely[0].label.startswith("talk.") and likely[0].share < SLOTLESS
    mine = {label for call in found.calls for label in named(call)}
    if likely[0].label.startswith("talk.") and likely[0].share < CERTAIN:
        return True
    if likely[0].share < CERTAIN and any(opposed(label, likely[0].label) for label in mine):
        return True
    return likely[0].label in mine or sum(sense.share for sense in likely if sense.label in mine) >= 0.2


def _needed(score: float) -> float:
    """The share by which a sense overrules the rules: the more words they explain, the more."""
    return OVERRULES if score < 0.8 else 0.85 if score < EXPLAINED else 0.95


def _same_quality(found: Found, likely: Sequence[Sense]) -> bool:
    """Whether the learned reader hears the rules' request or its opposite: which way it goes is then for the rules to say."""
    mine = {label for call in found.calls for label in named(call)}
    if not likely or likely[0].share >= CERTAIN or not any(opposed(label, likely[0].label) for label in mine):
        return bool(likely) and likely[0].label in mine and likely[0].share >= LIKELY
    return sum(s.share for s in likely if s.label in mine or any(opposed(s.label, label) for label in mine)) >= LIKELY


def named(call: Call) -> set[str]:
    """Every label that a call may be said to answer: one for each of its arguments, and what each is also called."""
    parts = [
        label_of(call),
        *(label_of(Call(call.tool, {name: value})) for name, value in call.args.items() if name not in _SHARED),
    ]
    return {*parts, *(wide for wide, others in ALSO.items() if set(parts) & set(others))}


_SHARED = ("scenes", "action", "how", "absolute")


def _taken(clause: Clause, around: Around, found: Found | None, likely: Sequence[Sense]) -> Reading:
    try:
        reading = meant(likely[0].label, clause, around, found)
    except (Unclear, Impossible) as stop:
        if found and found.calls and found.score >= SURE and not _at_odds(found, likely):
            return Reading(calls=found.calls, confidence=0.65)
        if isinstance(stop, Unclear):
            return Reading(question=stop.question, confidence=0.9)
        raise
    return Reading(reading.calls, reading.question, reading.words, likely[0].share)


def _open(clause: Clause, around: Around, found: Found | None, likely: Sequence[Sense]) -> Reading:
    """Nobody is sure: the likely readings as choices of one question, or honest words when the film is not spoken of."""
    if found and found.question and found.score >= 0.5:
        return Reading(question=found.question.question, confidence=0.5)
    options: list[Call] = list(found.calls[:1]) if found and found.score >= 0.34 else []
    for sense in likely[:3]:
        if sense.share >= OFFERED and not sense.label.startswith("talk."):
            options += _offer(sense.label, clause, around, options)[:1]
    chatty = sum(sense.share for sense in likely if sense.label.startswith("talk."))
    if chatty > 0.5 and likely[0].label.startswith("talk.") and len(clause.content) > CURT:
        return Reading(words=meant(likely[0].label, clause, around, None).words or UNSURE, confidence=0.3)
    if (
        len(options) == 1
        and likely
        and likely[0].share >= (ONLY if not likely[0].label.startswith("things.") else TOLD)
        and fits(likely[0].label, options[0])
        and label_of(options[0]) not in _GRAVE
    ):
        whole = _offer(likely[0].label, clause, around, ())
        return Reading(calls=tuple(whole if options[0] in whole else options), confidence=likely[0].share)
    if len(options) == 1 and label_of(options[0]) in _GRAVE and not (likely and likely[0].share >= ODDS):
        options = []
    if options:
        return Reading(question=offer(options[:3]), confidence=0.4)
    return Reading(question=Question(UNSURE), confidence=0.2)


def _offer(label: str, clause: Clause, around: Around, options: Sequence[Call]) -> list[Call]:
    if label in ("sounds.add", "sounds.remove") and not clause.first("sound"):
        return []  # known to the engine alone: asked which, and then looked up there
    try:
        calls = meant(label, clause, around, None).calls
    except (Unclear, Impossible):
        return []
    return [call for call in calls if all(call != other for other in options)]
