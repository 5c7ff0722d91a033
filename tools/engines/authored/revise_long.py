"""Lengthening a narration: concrete detail of the scene, in the narration's own tense and about its own people."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from zlib import crc32

from memory.errors import FilmError
from memory.film import Film, Scene
from tools.engines.authored.revise_prose import (
    Subject,
    Tense,
    content,
    count,
    joined_text,
    marked,
    sentences,
    tense_of,
    told,
)
from tools.engines.authored.revise_seen import AFLOAT, Scenery, film_tense, in_play, scenery
from tools.engines.authored.revise_short import dependent
from tools.engines.authored.words import table

_ROUND = ("place", "air", "people", "place", "mood", "air", "place", "people", "any")
"""Of what the sentences that are added speak, in turn."""
_PLAIN = 12
"""Words of a narration that has none yet."""


@dataclass(frozen=True)
class _Line:
    """A sentence that could be added, and whether it is about somebody."""

    text: str
    about: str = ""


def lengthen(text: str, share: float, film: Film, scene: Scene) -> str:
    """The narration `text` with sentences of detail added until it has about `share` (above 1) times its words.

    The sentences fit the scene's place, hour, weather, sounds and cast, keep the tense, and are none that the film
    already has. The same text in the same scene gives the same result; where the material ends it stays shorter.
    FilmError when the film is not told in English.
    """
    require_english_film(film, "lengthened")
    said = sentences(text)
    words = count(text)
    goal = round(share * words) if words else round(share * _PLAIN)
    if goal <= words:
        return text.strip()
    tense = tense_of(text, film_tense(film))
    chosen = _chosen(_pools(film, scene, text, tense), text, film, scene, goal - words)
    return joined_text(_placed(said, chosen, film, scene))


def require_english_film(film: Film, what: str) -> None:
    """FilmError when a film is told in a language for which there are no sentences."""
    if not film.language.lower().startswith("en"):
        raise FilmError(
            f"The narration can only be {what} by the built-in writer in English, and this film is told in {film.language!r}. "
            "The film is unchanged. Give the new words yourself, or use a language model."
        )


def _pools(film: Film, scene: Scene, text: str, tense: Tense) -> dict[str, list[_Line]]:
    """All sentences that fit the scene, by what they speak of."""
    seen, data = scenery(scene), table("detail")
    setting = seen.setting
    own = [_Line(d) for d in seen.details if tense_of(d) == tense and not dependent(d)]
    place = [*own, *_lines(data["settings"].get(setting, ()), seen, tense)]
    place += [line for t in seen.things for line in _lines(data["things"][t], seen, tense)]
    air = [line for kind in seen.sounds for line in _lines(data["sounds"][kind], seen, tense)]
    if setting not in {"underwater", "space"}:
        air += _lines(data["hours"].get(seen.time, ()), seen, tense)
        air += _lines(data["weathers"].get(seen.weather, ()), seen, tense)
    people = [line for who in _present(film, scene, text) for line in _doings(who, seen, tense)]
    moods = _lines(data["moods"].get(_mood(scene.mood), ()), seen, tense)
    return {
        "place": place,
        "air": air,
        "people": people,
        "mood": list(moods),
        "any": list(_lines(data["anywhere"]["lines"], seen, tense)),
    }


def _lines(lines: Sequence[str], seen: Scenery, tense: Tense) -> Iterator[_Line]:
    for line in lines:
        marks, words = marked(line)
        if _fits(marks, seen):
            yield _Line(told(words, tense))


def _fits(marks: frozenset[str], seen: Scenery) -> bool:
    """Whether a scene has what the marks of a line ask for."""
    asks = {
        "out": not seen.inside,
        "in": seen.inside,
        "dry": seen.weather not in {"rain", "storm", "snow", "fog", "cloudy"},
        "land": seen.setting not in AFLOAT,
        "legs": seen.setting not in AFLOAT,
    }
    return all(asks.get(mark, True) for mark in marks)


def _present(film: Film, scene: Scene, text: str) -> list[Subject]:
    """Who may be spoken of: nobody before the film has introduced them."""
    first = film.scenes[0].id == scene.id
    who = in_play(film, scene.model_copy(update={"narration": text}))
    return [w for w in who if not first or re.search(rf"\b{re.escape(w.words.split()[-1])}\b", text)]


def _doings(who: Subject, seen: Scenery, tense: Tense) -> Iterator[_Line]:
    swims = any(w in table("words")["intent"]["swimmers"] for w in who.words.split())
    for line in table("detail")["people"]["lines"]:
        marks, words = marked(line)
        barred = ("hands" in marks and who.handless) or ("two" in marks and not who.group) or ("one" in marks and who.group)
        if not barred and _fits(marks, seen) and not ("legs" in marks and swims):
            yield _Line(told(words, tense, who), who.words)


def _mood(mood: str) -> str:
    """The mood of our data that a scene's mood in words comes to."""
    moods = table("detail")["moods"]
    words = re.findall(r"[a-z]+", mood.lower())
    alike = table("revising")["alike"]
    return next((w for w in words if w in moods), next((alike[w] for w in words if w in alike), ""))


def _own_first(lines: list[_Line], at: int, film: Film) -> list[_Line]:
    """Lines in an order of the scene's own, so that scenes that are lengthened side by side choose different ones."""
    number = len(film.scenes)
    return sorted(lines, key=lambda line: (crc32(f"{film.title}|{line.text}".encode()) - at) % number)


def _chosen(pools: dict[str, list[_Line]], text: str, film: Film, scene: Scene, room: int) -> list[_Line]:
    """Sentences worth about `room` words, taken in turn from the pools; none that the film has, none twice on one thing."""
    rng = random.Random(f"{scene.id}|{text}")
    at = next((i for i, s in enumerate(film.scenes) if s.id == scene.id), 0)
    there = {s for scene in film.scenes for s in sentences(scene.narration)} | set(sentences(text))
    spoken = content(text) - frozenset(w for line in pools["people"] for w in content(line.about))
    bags = {kind: _own_first(rng.sample(lines, len(lines)), at, film) for kind, lines in pools.items()}
    chosen: list[_Line] = []
    turn = 0
    while room > 3 and any(bags.values()) and turn < 4000:
        kind = _ROUND[turn % len(_ROUND)]
        turn += 1
        bag = [x for x in bags[kind] if x.text not in there and not _said(x, spoken, chosen)]
        loose = turn > 3 * len(_ROUND)
        bag = bag or [x for x in bags[kind] if loose and x.text not in there and x.text not in {c.text for c in chosen}]
        bags[kind] = bag
        fitting = [x for x in bag if count(x.text) <= room + 4]
        if not fitting:
            if turn > 6 * len(_ROUND):
                break
            continue
        line = fitting[0] if room > 16 else min(fitting, key=lambda x: abs(count(x.text) - room))
        bag.remove(line)
        chosen.append(line)
        room -= count(line.text)
    return chosen


def _said(line: _Line, spoken: frozenset[str], chosen: Sequence[_Line]) -> bool:
    """Whether a line speaks of what the text, or a line before it, speaks of, or begins as one of them does."""
    words = content(line.text) - content(line.about)
    before = frozenset().union(*(content(c.text) - content(c.about) for c in chosen[-8:]))
    starts = {tuple(c.text.split()[:2]) for c in chosen if not c.about}
    return bool(words & spoken) or bool(words & before) or tuple(line.text.split()[:2]) in starts


def _placed(said: Sequence[str], chosen: Sequence[_Line], film: Film, scene: Scene) -> list[str]:
    """The new sentences between the old ones, never before one that leans on the sentence before it."""
    if not said:
        return [c.text for c in chosen]
    first, last = film.scenes[0].id == scene.id, film.scenes[-1].id == scene.id
    gaps = [i for i in range(len(said) + 1) if i == len(said) or not dependent(said[i])]
    gaps = [g for g in gaps if not (g == 0 and first) and not (g == len(said) and last)] or [len(said)]
    gaps = [gaps[0], gaps[-1]] if len(chosen) <= 3 and len(said) < 5 else gaps
    known = {c.about: next((i + 1 for i, s in enumerate(said) if c.about and c.about.split()[-1] in s), 0) for c in chosen}
    here: dict[int, list[str]] = {g: [] for g in gaps}
    for k, line in enumerate(chosen):
        at = gaps[k * len(gaps) // len(chosen)]
        if line.about:
            at = next((g for g in gaps if g >= max(at, known[line.about])), gaps[-1])
        here[at].append(line.text)
    made: list[str] = []
    for i in range(len(said) + 1):
        made += here.get(i, []) + ([said[i]] if i < len(said) else [])
    return made
