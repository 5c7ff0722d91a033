"""From a premise to scenes with words: several tellings are drafted and the one that best fits the seconds is kept."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, replace

from tools.engines.authored.acting import act_of, dry
from tools.engines.authored.cast import Troupe, gather, words_for
from tools.engines.authored.plots import choose_plot
from tools.engines.authored.premise import Premise
from tools.engines.authored.slots import film_slots
from tools.engines.authored.telling import Teller
from tools.engines.authored.units import Telling, Unit, choose_arc, plotted, units_for
from tools.engines.authored.views import facts_for, view_plot
from tools.engines.authored.voices import frame_for, voice_of
from tools.engines.authored.words import word_set
from tools.engines.authored.worlds import INDOORS, Stay, World, pick_world, stays
from tools.timing import LEAD

BEAT, THOUGHT = 7.0, 6.3
"""Seconds of speech that a beat takes, about, in a story and in a film of ideas."""
CARDS = 7.0
"""Seconds of title card and credits that the build adds."""
PAUSE = 0.9
SECONDS_A_LETTER, SECONDS_A_SENTENCE = 0.053, 0.15
"""The voice, measured: seconds of speech are about this much a character and a sentence."""


@dataclass(frozen=True)
class Told:
    """One scene as told: where it is, its words, its title, its stage, and how long the picture stays after the words."""

    stage: str
    title: str
    narration: str
    stay: Stay
    pause: float = PAUSE
    act: str = ""
    """Who does what, for a painter."""
    mood: str = ""


@dataclass(frozen=True)
class Draft:
    """A telling of the whole film."""

    scenes: tuple[Told, ...]
    telling: Telling
    world: World
    troupe: Troupe
    slots: dict[str, str]

    @property
    def arc(self) -> str:
        """The name of the arc."""
        return self.telling.arc


def speech_seconds(text: str) -> float:
    """How long the voice will take, estimated to a few per cent from characters and sentences."""
    sentences = len(re.findall(r"[.!?]+(?:\s|$|\")", text)) or 1
    return SECONDS_A_LETTER * len(text) + SECONDS_A_SENTENCE * sentences if text.strip() else 0.0


def film_seconds(scenes: tuple[Told, ...] | list[Told]) -> float:
    """The film's length with cards, estimated as tools.timing will count it."""
    return CARDS + sum(LEAD + speech_seconds(s.narration) + s.pause for s in scenes)


def scene_count(seconds: float, asked: int) -> int:
    """How many scenes: what was asked for, else one for about ten seconds, fewer than three only when three have no room."""
    if asked:
        return asked
    return max(3, round(seconds / 10)) if seconds >= 24 else max(1, int((seconds - CARDS) // 4.5))


def draft(premise: Premise, seconds: float, scenes: int, seed: int) -> Draft:
    """Tell the premise in that many scenes and seconds. Deterministic in its arguments."""
    count = scene_count(seconds, scenes)
    words = max(seconds - CARDS - count * (LEAD + PAUSE), count * 0.9)
    tries = 60 if count <= 12 else 16 if count <= 60 else 3
    best: Draft | None = None
    miss = float("inf")
    for attempt in range(tries):
        made = _attempt(
            premise, words, count, random.Random(f"{seed}|{attempt}|{premise.text}"), random.Random(f"{seed}|{premise.text}")
        )
        gap = abs(film_seconds(made.scenes) - seconds)
        if gap < miss:
            best, miss = made, gap
        if gap < 0.01 * seconds:
            break
    assert best is not None
    return replace(best, scenes=_breathe(best.scenes, seconds))


def _attempt(premise: Premise, words: float, count: int, rng: random.Random, fixed: random.Random) -> Draft:
    world = pick_world(premise, fixed)
    company = count >= 5 and words > 30 and _open_to_company(premise)
    troupe = gather(premise, world, company, fixed)
    telling = _chosen(premise, troupe, count, fixed, fixed if count > 4 else rng)
    terse = min(max((6.0 - words / count) / 3.0, 0.0), 1.0)
    beats = count if terse > 0.3 else max(count, min(round(words / (THOUGHT if premise.topic else BEAT)), count * 2 + 4))
    beats = (
        max(count, beats + rng.choice((-1, 0, 0, 1)))
        if count > 3
        else count + (rng.random() < words / count / (8 if count == 3 else 16))
    )
    units = units_for(premise, telling, beats, rng)
    groups = _group(units, count)
    where = stays(world, [_main(g) for g in groups], premise, rng)
    slots = film_slots(premise, troupe, words_for(troupe, premise, world))
    teller = Teller(slots, troupe, rng, world, telling.plot, telling.voice, bool(premise.thing), bool(premise.topic))
    teller.terse, teller.setup = terse, plotted(units)
    teller.plain = premise.view if premise.view == "explainer" or facts_for(premise) else ""
    teller.room = words / len(units) / SECONDS_A_LETTER if count <= 4 else teller.room
    texts: list[list[str]] = []
    for teller.at, (group, stay) in enumerate(zip(groups, where, strict=True)):
        texts.append([teller.beat(u, stay) for u in group])
    _season(texts, where, groups, teller, words)
    return Draft(_scenes(groups, where, texts, teller), telling, world, troupe, slots)


def _chosen(premise: Premise, troupe: Troupe, count: int, rng: random.Random, open_: random.Random) -> Telling:
    """Arc, plot, voice and frame of one film; plot and frame by `open_`, so that a short film may try several."""
    voice = voice_of(premise)
    arc = choose_arc(premise, troupe.pair[1] is not None and not troupe.brought, voice, rng)
    able = not any(h.handless for h in troupe.heroes)
    plot = view_plot(premise, rng) if premise.topic else choose_plot(arc, premise.text, able, open_)
    frame = frame_for(premise, voice if count > 3 or voice == "letter" else "", open_)
    if known := facts_for(premise):
        shown = [u.place for u in known]
        frame = replace(frame, place=max(shown, key=lambda p: (p[1] not in INDOORS, shown.count(p))))
    return Telling(arc, plot, voice, frame, troupe.brought)


def _scenes(groups: list[list[Unit]], where: list[Stay], texts: list[list[str]], teller: Teller) -> tuple[Told, ...]:
    used: set[str] = set()
    scenes = []
    for group, stay, lines in zip(groups, where, texts, strict=True):
        unit = _main(group)
        title = teller.title(unit, stay, used)
        used.add(title)
        act = act_of(unit, teller.troupe, {**teller.slots, **teller.episode(unit)}, teller.rng)
        act = dry(act, stay.spot.inside or stay.spot.setting in {"underwater", "space"})
        scenes.append(Told(unit.stage, title, " ".join(x for x in lines if x), stay, act=act, mood=unit.mood))
    return tuple(scenes)


def _open_to_company(premise: Premise) -> bool:
    """Whether a companion of the writer's own does no harm: not for somebody alone, nor beside what the premise tells."""
    taken = (
        premise.topic
        or premise.event
        or premise.told
        or premise.state
        or any(h.trait or h.pronoun in {"I", "you", "we"} for h in premise.heroes)
    )
    return not taken and not premise.thing and not word_set("alone") & set(premise.words)


def _group(units: list[Unit], count: int) -> list[list[Unit]]:
    """Divide the beats over the scenes, in order, as evenly as may be; the ending keeps a scene to itself when it can."""
    while len(units) < count:
        units = [*units[:-1], Unit("rest", ()), units[-1]]
    edges = [round(i * len(units) / count) for i in range(count + 1)]
    return [units[edges[i] : edges[i + 1]] for i in range(count)]


def _main(group: list[Unit]) -> Unit:
    """The beat of a scene that its picture shows."""
    order = ["close", "open", "fail", "act", "want", "told", "after", "aid", "companion", "try", "chain", "rest"]
    return min(group, key=lambda u: order.index(u.stage))


def _season(texts: list[list[str]], where: list[Stay], groups: list[list[Unit]], teller: Teller, words: float) -> None:
    """Fill the time that is left with details and gestures, the barest scenes first; never past what there is room for."""
    full: set[int] = {0, len(texts) - 2, len(texts) - 1} if teller.plain else set()
    spoken = [speech_seconds(" ".join(t)) for t in texts]
    while len(full) < len(texts) and (short := words - sum(spoken)) >= 1.6:
        i = min((i for i in range(len(texts)) if i not in full), key=lambda i: (spoken[i], i))
        teller.at = i
        first, second = (teller.detail, teller.gesture) if len(texts[i]) % 2 else (teller.gesture, teller.detail)
        line = first(where[i]) or second(where[i])
        if not line or speech_seconds(line) > short + 1.5:
            full.add(i)
            continue
        _place(line, texts[i], groups[i], line in where[i].spot.details and i % 2 == 1)
        full |= {i} if teller.plain else set()
        spoken[i] = speech_seconds(" ".join(texts[i]))


def _place(line: str, texts: list[str], group: list[Unit], early: bool) -> None:
    """Put a further sentence into a scene: before its beats, after them, or before the film's last words."""
    if early and group[0].stage not in {"open", "close"}:
        texts.insert(0, line)
    else:
        texts.insert(len(texts) - 1 if group[-1].stage == "close" else len(texts), line)


def _breathe(scenes: tuple[Told, ...], seconds: float) -> tuple[Told, ...]:
    """Let the pauses after the words take up what is left of the asked seconds, within what still feels like a pause."""
    each = PAUSE + (seconds - film_seconds(scenes)) / len(scenes)
    pause = round(min(max(each, 0.3), 2.2), 2)
    return tuple(replace(s, pause=pause) for s in scenes)
