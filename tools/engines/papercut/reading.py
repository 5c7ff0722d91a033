"""A scene's words understood: `read` turns a still's request into the plan that is painted."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, cast

from tools.engines.papercut.casting import Player, player, recognise
from tools.engines.papercut.finding import Mention, find, without_worn
from tools.engines.papercut.guessing import settle
from tools.engines.papercut.joints import act, act_said
from tools.engines.papercut.lexicon import Entry, data, entries, is_indoor, like, shown
from tools.engines.papercut.looks import acting_traits, metres_of, person_traits, seed_of, thing_traits
from tools.engines.papercut.naming import with_names
from tools.engines.papercut.plan import Place, ScenePlan, Subject, Tie, split_relation
from tools.engines.papercut.pronouns import with_pronouns
from tools.engines.papercut.relating import ALONE, ties
from tools.engines.papercut.sentence import tokens, words
from tools.engines.papercut.when import season_of, time_of, weather_of
from tools.engines.papercut.where import peopled, setting_of

if TYPE_CHECKING:
    from tools.engines import StillRequest

_MOST = 14
_BELONGS = {"city": {"tower", "skyscraper"}, "street": {"skyscraper"}}
"""Things that a setting shows by itself, as every room shows its window."""


@dataclass(frozen=True)
class _Text:
    toks: list[str]
    mentions: list[Mention]
    unknown: list[tuple[str, int]]
    ties: list[Tie | None]
    people: list[int]
    """Where the phrases of those begin who are people or of the cast, in order."""
    stops: list[int]
    """Where clauses end."""


def read(request: StillRequest) -> ScenePlan:
    """Understand description, shot prompt, mood and cast of a still: where, when, and which things are to be seen.

    Subjects come in order of importance, at most fourteen; cast members carry traits that depend on the cast alone.
    Words that are concrete but fit no drawing are named in `notes`. Never fails: no words give an empty meadow.
    """
    players = [player(member) for member in request.cast]
    told = [t for t in (request.prompt.strip(), peopled(request.description.strip())) if t]
    texts = [_understand(text, players) for text in dict.fromkeys(told)]
    toks = tokens(request.description) or tokens(request.prompt)
    places = [m.entry.place for text in reversed(texts) for m in text.mentions]
    setting = setting_of(toks, places, tokens(request.prompt))
    mood = tokens(request.mood)
    time = time_of(toks, mood, setting)
    indoor = is_indoor(setting)
    subjects = _subjects(texts, players, setting, request)
    return ScenePlan(
        setting=setting,
        time=cast(Any, time),
        weather=cast(Any, weather_of(toks, time, indoor)),
        season=cast(Any, season_of(toks, setting)),
        mood=request.mood,
        subjects=subjects,
        notes=tuple(dict.fromkeys(f"nothing fits {word!r}: left out" for text in texts for word, _ in text.unknown)),
    )


def _understand(text: str, players: Sequence[Player]) -> _Text:
    toks = tokens(text)
    findings = settle(find(toks), toks, [name for p in players for name in p.names])
    cast_names = {word for p in players for name in p.names for word in name}
    known = with_names(recognise(findings.mentions, toks, players), text, toks, cast_names)
    mentions = without_worn(with_pronouns(known, toks, players), toks)
    people = sorted(m.first for m in mentions if m.entry.person or m.cast)
    stops = [i for i, token in enumerate(toks) if token in ".;!?"]
    return _Text(toks, mentions, findings.unknown, ties(toks, mentions), people, stops)


def _subjects(texts: Sequence[_Text], players: Sequence[Player], setting: str, request: StillRequest) -> tuple[Subject, ...]:
    by_id = {p.id: p for p in players}
    found: dict[str, Subject] = {}
    order = 0
    close = request.framing in {"close", "detail"} and len(texts) == 2 and bool(texts[0].mentions)
    meant = _meant(texts[0].mentions) if close else 0
    for number, text in enumerate(texts[:1] if close else texts):
        for k, mention in enumerate(text.mentions):
            used = mention.entry.name == "window" and any(t is not None and t.to == k for t in text.ties)
            if used or _is_seen(mention, text, setting):
                subject = _subject(mention, k, text, by_id, setting, request)
                bonus = 0.12 * (number == 0 and len(texts) == 2) - 0.015 * order + (1.0 if close and k == meant else 0.0)
                _add(found, subject, bonus, mention)
                order += 1
    ranked = sorted(found.values(), key=lambda s: -s.importance)
    return _firm(tuple(ranked[:_MOST]))


def _meant(mentions: Sequence[Mention]) -> int:
    """Which mention a near shot looks at: the first, or the cast member it describes ("a submarine crew")."""
    start = mentions[0].end
    return next((k for k, m in enumerate(mentions) if m.cast and m.first <= start), 0)


def _is_seen(mention: Mention, text: _Text, setting: str) -> bool:
    """Whether a thing is to be drawn in this place: not what the place itself is or shows, nor what has no room in it."""
    entry, indoor = mention.entry, is_indoor(setting)
    before = text.toks[max(0, mention.first - 3) : mention.first]
    if before[-2:] == ["int", "."] and entry.section in {"vehicles", "buildings"}:
        return False
    shows = shown(setting) | _BELONGS.get(setting, {"window"} if indoor else set())
    if indoor:
        clause = text.toks[mention.end : next((k for k in text.stops if k >= mention.end), len(text.toks))]
        if clause[-1:] == ["outside"]:
            return False
        inside = {"in", "inside", "aboard"} & set(text.toks[max(0, mention.first - 1) : mention.start])
        if setting == "train" and entry.section == "vehicles" and "on" in before[-2:]:
            return False  # "we ride on the bus" is seen from within
        return not (entry.section in {"buildings", "sky"} or (entry.section == "vehicles" and inside) or entry.name in shows)
    own = (like(setting) == "planet" and entry.name == "planet" and {"on", "of", "from"} & set(before)) or (
        like(setting) == "underwater" and entry.name == "fountain"
    )
    own = own or (entry.section == "plants" and setting in {entry.name, mention.word})
    return entry.place != "wall" and not own and entry.name not in shows


def _key(mention: Mention, word: str) -> str:
    colour = next((w for w in mention.described if w in data("words")["colours"]), "")
    return (
        mention.cast
        or f"{mention.entry.drawing}:{mention.entry.outfit}:{word if mention.entry.person else mention.entry.name}:{colour}"
    )


def _add(found: dict[str, Subject], subject: Subject, bonus: float, mention: Mention) -> None:
    key = _key(mention, subject.word)
    if not mention.cast and key not in found and "the" in mention.described:
        key = next((k for k, s in found.items() if s.word == subject.word), key)
    if key in found:
        old = found[key]
        found[key] = replace(old, count=max(old.count, subject.count), relation=old.relation or subject.relation)
        return
    word = subject.word
    if any(s.word == word for s in found.values()):
        said = [w for w in mention.described if w in data("words")["colours"]]
        word = f"{said[0]} {word}" if said else f"{word} {len(found) + 1}"
    importance = max(0.05, min(1.0, subject.importance + bonus))
    found[key] = replace(subject, word=word, importance=round(importance, 3))


def _subject(mention: Mention, k: int, text: _Text, by_id: dict[str, Player], setting: str, request: StillRequest) -> Subject:
    entry, p = mention.entry, by_id.get(mention.cast)
    around = _around(text, mention)
    if p is not None:
        traits, metres, importance = p.traits, p.metres, 0.97
    elif entry.person:
        traits = person_traits(entry, _own(text, mention), mention.described, seed_of(f"{mention.word}:{request.description}"))
        metres, importance = metres_of(entry, mention.described, dict(traits)["age"]), entry.weight
    else:
        traits = thing_traits(mention.described, seed_of(mention.word), entry.colour)
        metres, importance = metres_of(entry, mention.described), entry.weight
    if entry.person or entry.section in {"animals", "machines"}:
        traits = _acting(text, k, setting, tuple(sorted((*traits, *acting_traits(around, request.mood)))), around)
    if is_indoor(setting) and entry.name == "campfire":
        entry = replace(entries()["fireplace"], name=entry.name)
        metres = entry.metres
    return Subject(
        word=mention.word,
        drawing=entry.drawing,
        place="water" if ("wet", "yes") in traits else "air" if _flown(text, k) else _place(entry, setting, around),
        metres=round(metres, 2),
        count=mention.count,
        relation=_tied(text, k),
        glows=entry.glow,
        importance=importance,
        traits=traits,
    )


_WATERY = frozenset({"sea", "beach", "river", "harbour", "cliff", "lake", "island", "swamp", "waterfall"})
"""Settings in whose water somebody may swim."""


def _acting(
    text: _Text, k: int, setting: str, traits: tuple[tuple[str, str], ...], around: Sequence[str]
) -> tuple[tuple[str, str], ...]:
    """The traits with a pose that fits where somebody is: swimming, floating, holding, riding; "wet" who is in the water."""
    said, mention, tie = dict(traits), text.mentions[k], text.ties[k]
    loose = said.get("pose") in {"stand", "walk", "run", "jump", "climb"}
    free = tie is None or tie.kind not in {"on", "in", "held by"}
    swims = bool(words("swimming") & {*around, mention.word}) and setting in _WATERY and free
    if swims and mention.entry.place in {"ground", "floor"}:
        said["wet"] = "yes"
    if mention.entry.person and free and (swims or like(setting) == "underwater") and loose:
        said["pose"] = "swim"
    elif mention.entry.person and free and setting == "space" and loose:
        said["pose"] = "float"
    elif tie is not None and not free and loose:
        seats = data("shapes")["holding"]["seats"]
        sits = mention.entry.person and tie.to >= 0 and text.mentions[tie.to].entry.drawing in seats
        said["pose"] = "sit" if sits else "stand"
    elif loose and any(t is not None and t.kind == "held by" and t.to == k for t in text.ties):
        said["pose"] = "reach" if mention.entry.person else "stand"
    return tuple(sorted(said.items()))


def _flown(text: _Text, k: int) -> bool:
    """Whether somebody rides on a broom, which then flies."""
    return text.mentions[k].entry.name == "broom" and any(t is not None and t.kind == "on" and t.to == k for t in text.ties)


def _around(text: _Text, mention: Mention) -> list[str]:
    """The words of the mention's own clause: from it to the next sentence end, or to the next person."""
    stop = text.stops[bisect_left(text.stops, mention.end) :][:1]
    other = text.people[bisect_right(text.people, mention.end + 1) :][:1]
    end = min([*stop, *other, len(text.toks)])
    return [*mention.described, *text.toks[mention.end : end]]


def _own(text: _Text, mention: Mention) -> list[str]:
    """The words that may tell how somebody looks: the noun's own phrase and clause, or all of them where nobody else is."""
    if len(text.people) == 1:
        return text.toks
    return [*text.toks[mention.first : mention.end], *_around(text, mention)[len(mention.described) :]]


def _place(entry: Entry, setting: str, around: Sequence[str]) -> Place:
    place = entry.place
    if place in {"ground", "floor"}:
        place = "floor" if is_indoor(setting) else "ground"
    there = act(act_said(around)).place if entry.person else ""
    if like(setting) == "underwater" and (entry.person or (entry.section == "animals" and place == "water")):
        return "under"
    if there == "water" or (there and setting in {"space", "sky"}):
        return cast(Place, there)
    if like(setting) != "underwater" and entry.name == "submarine":
        return "water"
    if setting == "space" and place in {"ground", "water"}:
        return "air"
    if entry.section == "animals" and place == "ground" and entry.name in {"dragon", "owl", "crow", "sparrow", "parrot"}:
        flying = {"flies", "fly", "flying", "soars", "soaring", "above", "overhead", "circles", "circling", "swoops"}
        return "air" if flying & set(around) else place
    return place


def _tied(text: _Text, k: int) -> str:
    """How mention k stands to another thing or in the picture, as Subject.relation says it."""
    tie = text.ties[k]
    if tie is None or tie.kind in ALONE:
        return tie.kind if tie else ""
    second = f" and {text.mentions[tie.and_to].word}" if tie.and_to >= 0 else ""
    return f"{tie.kind} {text.mentions[tie.to].word}{second}"


def _firm(subjects: tuple[Subject, ...]) -> tuple[Subject, ...]:
    """Relations only to subjects that are there, under the word they have in the plan."""
    names = {s.word for s in subjects}
    result = []
    for s in subjects:
        kind, others = split_relation(s.relation)
        lost = kind and kind not in ALONE and (not set(others) <= names or s.word in others)
        result.append(replace(s, relation="") if lost else s)
    return tuple(result)
