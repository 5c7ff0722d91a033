"""The story check of any film, also of one that a language model wrote, and the film told in one line a scene."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from memory.film import Film, Scene
from tools.engines.authored.draft import CARDS, speech_seconds
from tools.engines.authored.figures import known_agent
from tools.engines.authored.revise_prose import count, names_in, sentences
from tools.engines.authored.revise_short import dependent, details, shorten
from tools.engines.authored.topics import abstract
from tools.engines.authored.words import table, word_set
from tools.timing import LEAD, SILENT, leave_seconds

_TOLERANCE = 0.25
_ALIKE = 0.8
"""The share of their words that two narrations may have in common."""
_LINE = 18
"""Words of a scene in the storyline."""
_WORDS_A_SECOND = 2.6


def review(film: Film) -> list[str]:
    """What is wrong with a film's story, each finding a sentence that says what and where; [] when nothing is.

    Looked at: something to draw in every scene, words that fit the asked seconds within 25 %, names that are known, scenes
    that repeat one another, a first and a last scene that say something. In languages other than English only lengths,
    emptiness and repetition are looked at.
    """
    found = [*_ends(film), *_length(film), *_repeated(film)]
    for number, scene in enumerate(film.scenes, 1):
        found += _drawable(number, scene, film)
    if film.language.lower().startswith("en"):
        found += _strangers(film)
    return found


def _ends(film: Film) -> Iterator[str]:
    spoken = [bool(s.narration.strip()) for s in film.scenes]
    if not any(spoken):
        yield "No scene says anything: the film has no narration."
        return
    if not spoken[0]:
        yield "The film has no opening: its first scene says nothing."
    if len(spoken) > 1 and not spoken[-1]:
        yield "The film has no ending: its last scene says nothing."


def film_seconds(film: Film) -> float:
    """How long the film will be, with cards and pauses, estimated from its words (seconds)."""
    return CARDS + sum(_scene_seconds(s, film.narrator.pace) for s in film.scenes)


def _scene_seconds(scene: Scene, pace: float) -> float:
    tail = max(scene.pause, leave_seconds(scene.transition))
    speech = speech_seconds(scene.narration) / max(pace, 0.1)
    return LEAD + speech + tail if speech else max(SILENT, LEAD + tail)


def _length(film: Film) -> Iterator[str]:
    if not film.seconds:
        return
    length = film_seconds(film)
    words = sum(count(s.narration) for s in film.scenes)
    if not words or abs(length - film.seconds) <= _TOLERANCE * film.seconds:
        return
    off = max(round(abs(length - film.seconds) * _WORDS_A_SECOND * film.narrator.pace), 1)
    yield (
        f"The film would last about {length:.0f} seconds and {film.seconds:.0f} were asked for: its {words} words are about "
        f"{off} too {'many' if length > film.seconds else 'few'}."
    )


def _drawable(number: int, scene: Scene, film: Film) -> Iterator[str]:
    """Whether a scene has something to draw: any noun that is not an idea."""
    shown = " ".join([scene.description, *(shot.prompt for shot in scene.shots)]).strip()
    if not re.search(r"\w", shown):
        yield f"Scene {number} has nothing to draw: its description is empty."
        return
    if not film.language.lower().startswith("en") or re.search(r"[A-Z]\w+", shown[1:]):
        return
    words = re.findall(r"[a-z][a-z'-]+", shown.lower())
    seen = set(table("words")["places"]) | word_set("small") | word_set("scenery") | set(table("detail")["things"])
    if any(known_agent(w) or w in seen or w.removesuffix("s") in seen for w in words):
        return
    nouns = re.findall(r"\b(?:an?|the|two|three|his|her|their|its|of|with|and|in|on) (?:[a-z-]+ )?([a-z]{3,})\b", shown.lower())
    if not [n for n in (nouns or words) if not abstract(n) and n not in {"very", "nothing", "everything", "something"}]:
        yield f"Scene {number} has nothing that could be drawn: its description names only ideas."


def _strangers(film: Film) -> Iterator[str]:
    """Names in the narration that neither the cast nor the premise nor any description knows."""
    known = " ".join(
        [film.title, film.logline, *(f"{m.name} {m.description}" for m in film.cast), *(s.description for s in film.scenes)]
    )
    cities = " ".join(table("words")["cities"]["names"])
    introduced = set(re.findall(r"\b[A-Z][\w-]+", f"{known} {cities}"))
    told = " ".join(s.narration for s in film.scenes)
    for number, scene in enumerate(film.scenes, 1):
        for name in names_in(scene.narration):
            placed = re.search(
                rf"\b(?:in|at|to|from|near|of|over|across|through|the|on) {re.escape(name)}\b", scene.narration, re.I
            )
            titled = re.match(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|.+(?:ish|ese|ian)$", name)
            certain = re.search(rf"[a-z,;] {re.escape(name)}\b", told) or len(re.findall(rf"\b{re.escape(name)}\b", told)) > 1
            if name not in introduced and not placed and not titled and certain:
                introduced.add(name)
                yield f"Scene {number} speaks of {name}, who is neither in the cast nor in the premise."


def _repeated(film: Film) -> Iterator[str]:
    told = [
        (n, s, set(re.findall(r"[\w'-]+", s.narration.lower()))) for n, s in enumerate(film.scenes, 1) if s.narration.strip()
    ]
    for (a, one, first), (b, two, second) in combinations(told[:120], 2):
        shared = len(first & second) / max(len(first | second), 1)
        if shared >= _ALIKE and min(len(first), len(second)) > 2:
            yield f"Scene {b} repeats scene {a}: their narrations say nearly the same."
            continue
        same = [s for s in sentences(one.narration) if s in sentences(two.narration) and count(s) > 3]
        if same:
            yield f'Scene {b} repeats a sentence of scene {a}: "{same[0][:100]}"'


def storyline(film: Film) -> str:
    """The film, one line a scene: "1. The Lamp - Mara kept the lamp." A scene without words is told by its picture."""
    return "\n".join(f"{n}. {_titled(s)}{_in_short(s)}" for n, s in enumerate(film.scenes, 1))


def _titled(scene: Scene) -> str:
    title = " ".join(scene.title.split())
    return f"{title} - " if title else ""


def _in_short(scene: Scene) -> str:
    said = sentences(scene.narration) or sentences(scene.description)
    if not said:
        return "nothing is said or shown yet."
    leaning = [k + 1 < len(said) and dependent(said[k + 1]) for k in range(len(said))]
    told = [s for s, kept in zip(said, leaning, strict=True) if kept or s not in details()] or said
    text = " ".join(told)
    if count(text) > _LINE:
        text = shorten(text, _LINE / count(text))
    words = text.split()
    short = text if len(words) <= _LINE + 8 else " ".join(words[: _LINE + 4]).rstrip(",;:") + " ..."
    return " ".join(short.split())
