"""The look: brightness, contrast, saturation, warmth, grain."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.director.clause import Clause, Hit
from agent.director.degrees import degree, noun_sign, sign_of
from agent.director.frames import Call, Choice, Impossible, ask
from agent.director.slots.common import in_scenes, spelled_out, where
from agent.director.where import Around

_GENERIC = frozenset(
    [
        "light",
        "lights",
        "lighting",
        "colour",
        "color",
        "colours",
        "colors",
        "tones",
        "hues",
        "glow",
        "look",
        "looks",
        "picture",
        "image",
        "tint",
    ]
)
_PLAIN = frozenset(
    [
        "brightness",
        "light",
        "lights",
        "exposure",
        "luminance",
        "lighting",
        "illumination",
        "luminosity",
        "gain",
        "contrast",
        "contrasts",
        "saturation",
        "colour",
        "color",
        "colours",
        "colors",
        "hues",
        "chroma",
        "temperature",
        "warmth",
        "grain",
        "grains",
        "noise",
        "texture",
        "vibrance",
        "highlights",
        "saturations",
    ]
)
"""Nouns that name a quality and say nothing of the way; "candlelight" and "moonlight" do."""
_NAMES = {
    "brightness": ("brighter", "darker"),
    "contrast": ("more contrast", "less contrast"),
    "saturation": ("stronger colours", "paler colours"),
    "warmth": ("warmer", "colder"),
    "grain": ("more grain", "less grain"),
}


def look(clause: Clause, around: Around) -> list[Call]:
    """Steps, values or a reset of the look, in the scenes that are meant."""
    used = {i for kind in ("adj", "noun", "verb", "bw", "op", "degree", "half") for h in clause.all(kind) for i in h.cover}
    numbers = where(clause, around, used)
    if clause.first("bw") and (
        clause.first("versions")
        or re.search(r"\b(?:undo|no|not|stop|without|lose|remove the black)\b(?! colou?r)", " ".join(clause.lower))
    ):
        return _to_zero("saturation", {"saturation": 0.0}, numbers, around) if clause.places else []
    if clause.first("bw"):
        return in_scenes(
            around,
            numbers,
            Call("look", {"scenes": "", "saturation": -1.0, "absolute": True}),
            "Which scene should be black and white?",
        )
    values, exact = _steps(clause), _absolute(clause)
    if not values and exact is not None:
        values = {h.value[:-1]: exact for h in (*clause.all("noun"), *clause.all("adj"))[:1]}
    if not values:
        return _without_steps(clause, around, numbers)
    if exact is not None:
        values = dict.fromkeys(list(values)[:1], exact)
    if zero := [name for name in values if exact == 0 or (name == "grain" and _removed(clause))]:
        return _to_zero(zero[0], values, numbers, around)
    absolute = {"absolute": True} if exact is not None else {}
    wanted = " and ".join(_NAMES[name][value < 0] for name, value in values.items())
    return in_scenes(
        around, numbers, Call("look", {"scenes": "", **values, **absolute}), f"Which scene should have it: {wanted}?"
    )


def _without_steps(clause: Clause, around: Around, numbers: Sequence[int]) -> list[Call]:
    nouns = clause.all("noun")
    if clause.first("op", "reset") and not nouns:
        return in_scenes(
            around, numbers, Call("look", {"scenes": "", "reset": True}), "Of which scene should the look be reset?"
        )
    if nouns and (clause.first("op", "set") or clause.first("op", "replace")) and numbers:
        name = nouns[0].value[:-1]
        more, less = _NAMES[name]
        scenes = spelled_out(numbers, around)
        raise ask(
            f"Which way: {more} or {less}?",
            Choice(more, Call("look", {"scenes": scenes, name: 0.2})),
            Choice(less, Call("look", {"scenes": scenes, name: -0.2})),
        )
    return []


def _to_zero(name: str, values: dict[str, float], numbers: Sequence[int], around: Around) -> list[Call]:
    """Take a value to exactly 0, which as a step depends on where each scene stands."""
    if not numbers:
        return in_scenes(around, numbers, Call("look", {"scenes": "", **values}), f"From which scene should the {name} go?")
    by_step: dict[float, list[int]] = {}
    for number in numbers:
        by_step.setdefault(-around.sheet.look(number, name), []).append(number)
    rest = {other: value for other, value in values.items() if other != name}
    calls = [
        Call("look", {"scenes": spelled_out(group, around), name: step, **rest})
        for step, group in by_step.items()
        if step or rest
    ]
    if not calls:
        raise Impossible(f"There is no {name} to take away there. The film is unchanged.")
    return calls


def _removed(clause: Clause) -> bool:
    """Whether the quality is to go altogether ("no grain"), not only to become less."""
    if re.search(r"\b(?:not|non|never|nothing) grainy\b", " ".join(clause.lower)):
        return True
    return bool(clause.first("op", "remove")) and not re.search(
        r"\bmore\b|\bless\b|\btoo\b|\bsome\b|\ba bit\b|\bso\b", " ".join(clause.lower)
    )


def _absolute(clause: Clause) -> float | None:
    """A value that is to be reached ("to 0.3", "at 50 %"), None for steps."""
    for at, token in enumerate(clause.tokens):
        mark = clause.marked.mark(token)
        if mark and mark.kind == "n" and mark.unit in ("", "level", "%"):
            lead = clause.lower[max(0, at - 1) : at]
            if (
                mark.unit == "level"
                or (lead and lead[0] in ("to", "at", "=", "of", "is", *((":",) if not mark.name else ())))
                or re.match(r"(?:exactly|of)", mark.raw)
            ):
                value = mark.value / 100 if mark.unit == "%" else mark.value
                return max(-1.0, min(1.0, value))
    return None


def _steps(clause: Clause) -> dict[str, float]:
    """By how much each quality goes up or down, as far as the words say."""
    values: dict[str, float] = {}
    hits = sorted((h for kind in ("adj", "noun", "verb") for h in clause.all(kind)), key=lambda h: (-len(h.cover), h.start))
    taken: set[int] = set()
    for hit in hits:
        if taken & set(hit.cover) or _only_names(clause, hit, hits):
            continue
        sign = _direction(clause, hit)
        taken |= set(hit.cover)
        if sign:
            values.setdefault(hit.value[:-1], sign * size_of(clause))
    return values


def _only_names(clause: Clause, hit: Hit, hits: Sequence[Hit]) -> bool:
    """Whether a word such as "light" only names what the quality beside it is about ("warmer light")."""
    if len(hit.cover) > 1 or clause.lower[hit.start] not in _GENERIC or hit.more:
        return False
    return any(
        (other is not hit and other.end == hit.start and other.value[:-1] != hit.value[:-1])
        or (other.kind == "adj" and other.end == hit.start)
        for other in hits
    )


def _direction(clause: Clause, hit: Hit) -> int:
    before = " ".join(clause.before(hit, 5))
    if hit.kind == "verb":
        own = 1 if hit.value.endswith("+") else -1
        return own
    if hit.kind == "adj" and not (clause.lower[hit.start] == "light" and _named_light(clause, hit)):
        sign = sign_of(clause, hit)
        if not hit.more and re.search(r"\b(?:lower|raise|increase|tone down|dial down|dial back)\b(?: \w+)?$", before):
            return 0
        return sign
    sign = sign_of(clause, hit) if hit.more else noun_sign(clause, hit)
    return sign or (1 if hit.value.endswith("+") else -1) * _implied(clause, hit)


def _implied(clause: Clause, hit: Hit) -> int:
    """The way of a named quality that no verb says: by a signed number, by what the noun means ("candlelight"), by a share."""
    if (number := clause.quantity("", "%")) and number.name:
        return -1 if number.value < 0 else 1
    if hit.phrase not in _PLAIN and clause.has("op.set|op.wish|op.add|topic.style"):
        return 1
    share = clause.first("half")
    return 0 if not share else 1 if share.value == "double" else -1


def _named_light(clause: Clause, hit: Hit) -> bool:
    return not re.search(r"\b(?:make|be|is|too|so|looks?|very|not|less)\b", " ".join(clause.before(hit, 2)))


def size_of(clause: Clause) -> float:
    """How far: a percentage or a number as it was said, otherwise by the degree."""
    if percent := clause.quantity("%"):
        return min(1.0, abs(percent.value) / 100)
    if (number := clause.quantity("")) and number.value:
        return min(1.0, abs(number.value))
    if clause.first("half"):
        return 0.4
    return degree(clause)
