"""Scenes by what they are about: by the words of the film first, then by words of like meaning, then by meaning alone."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from memory.editing import UNCHANGED
from memory.errors import FilmError
from memory.film import Film, Scene
from memory.ordering import sentences
from tools.vocabulary.places import tables

NEAR, LIKELY = 0.45, 0.5
"""Cosines: from NEAR a scene that leads clearly is the one; from LIKELY several that do not are offered as choices."""
CLEAR = 0.06
"""By how much the best of several must lead to be the one that is meant."""
SHARED = 0.15
"""What it adds to the cosine that a scene holds all the words."""
_WEIGHTS = {"title": 6.0, "mood": 3.0, "description": 2.0, "narration": 1.5, "heard": 1.0}


class Unclear(FilmError):  # noqa: N818 - it is what happened, like Refused
    """Several scenes may be meant where one is asked for; `choices` are their numbers with titles."""

    def __init__(self, sentence: str, choices: tuple[str, ...]) -> None:
        super().__init__(sentence)
        self.choices = choices


@dataclass(frozen=True)
class _Known:
    """The words of one scene by where they stand."""

    words: dict[str, float]


def labelled(film: Film, index: int) -> str:
    """A scene for people: its number and title."""
    title = film.scenes[index].title
    return f'{index + 1} "{title}"' if title else str(index + 1)


def by_content(film: Film, text: str) -> list[int]:
    """The places (from 0) of the scenes a description means: all for "every night scene", one for "the storm".

    Unclear names those that fit equally; FilmError when none does.
    """
    said = re.findall(r"[^\W_]+(?:'[^\W_]+)?", text)
    many = bool(set(said) & set(tables()["many"]))
    titled = [i for i, scene in enumerate(film.scenes) if _same_title(scene, text)]
    if titled:
        return titled if many else [_one(film, text, titled)]
    kept = [word for word in said if word not in tables()["filler"]]
    if not kept:
        raise FilmError(f"{text[:80]!r} does not say which scene. Say its number, or what it is about. {UNCHANGED}")
    asked, scenes = [_stem(word) for word in kept], [_known(scene) for scene in film.scenes]
    for wanted in (asked, _corrected(asked, scenes)):
        for like in (False, True):
            found = _fitting(wanted, scenes, like)
            if found:
                return _chosen(film, text, found, many)
    return _by_meaning(film, text, kept, many)


def _same_title(scene: Scene, text: str) -> bool:
    title = _plain(scene.title)
    part = re.sub(r"^.*?(?:titled|called|named) |\bscenes?\b|\bone\b", "", text)
    return bool(title) and title in (_plain(text), _plain(part))


def _plain(text: str) -> str:
    return re.sub(r"^the ", "", " ".join(re.findall(r"\w+", text.casefold())))


def _known(scene: Scene) -> _Known:
    """Every word of a scene, by its stem, with the weight of the place where it says most."""
    texts = {
        "title": scene.title, "mood": scene.mood, "description": scene.description, "narration": scene.narration,
        "heard": " ".join(sound.kind for sound in scene.sounds) + " " + " ".join(shot.prompt for shot in scene.shots),
    }  # fmt: skip
    words: dict[str, float] = {}
    for place, text in texts.items():
        for word in re.findall(r"[^\W_]+", text.casefold().replace("'s", "")):
            if word not in tables()["filler"]:
                words[_stem(word)] = max(words.get(_stem(word), 0), _WEIGHTS[place])
    return _Known(words)


def _fitting(asked: Sequence[str], scenes: Sequence[_Known], like: bool) -> list[tuple[float, int]]:
    """(weight, place) of the scenes that hold all the words, the best first; `like` takes kindred words too."""
    found = []
    for index, scene in enumerate(scenes):
        weights = [_weight(word, scene, like) for word in asked]
        if all(weights):
            found.append((sum(weights), index))
    return sorted(found, reverse=True)


def _weight(word: str, scene: _Known, like: bool) -> float:
    if word in scene.words:
        return scene.words[word]
    kin = tables()["like"].get(word, ()) if like else ()
    return max((scene.words[other] * 0.6 for each in kin if (other := _stem(each)) in scene.words), default=0)


def _chosen(film: Film, text: str, found: list[tuple[float, int]], many: bool) -> list[int]:
    if many:
        return [index for _, index in found]
    best = [index for weight, index in found if weight == found[0][0]]
    return [_one(film, text, best)]


def _one(film: Film, text: str, found: list[int]) -> int:
    if len(found) == 1:
        return found[0]
    names = [f"scene {labelled(film, index)}" for index in sorted(found)]
    which = f"{', '.join(names[:-1])} or {names[-1]}"
    raise Unclear(f'"{text[:80]}" could be {which}. Say which number is meant. {UNCHANGED}', tuple(names))


def _corrected(asked: Sequence[str], scenes: Sequence[_Known]) -> list[str]:
    """The words with slips of the fingers mended to words that the film (or the lists of like words) knows."""
    known = sorted({word for scene in scenes for word in scene.words} | set(tables()["like"]))
    mended = []
    for word in asked:
        close = difflib.get_close_matches(word, known, n=1, cutoff=0.8) if len(word) > 3 and word not in known else []
        mended.append(close[0] if close and close[0][0] == word[0] else word)
    return mended


def _by_meaning(film: Film, text: str, kept: Sequence[str], many: bool) -> list[int]:
    """The scenes whose title, description or a sentence means nearly the same; words that are there count a little too."""
    scenes = [_known(scene) for scene in film.scenes]
    shared = [SHARED * sum(_weight(_stem(word), scene, True) > 0 for word in kept) / len(kept) for scene in scenes]
    likeness = [near + more for near, more in zip(_likenesses(film, " ".join(kept)), shared, strict=True)]
    best = max(likeness)
    near = [index for index, value in enumerate(likeness) if value >= best - CLEAR]
    if best >= NEAR and (many or len(near) == 1):
        return near
    if best >= LIKELY and len(near) <= 3:
        return [_one(film, text, near)]
    names = [labelled(film, index) for index in range(min(len(film.scenes), 12))]
    more = " and more" if len(film.scenes) > 12 else ""
    raise FilmError(f'No scene is about "{text[:80]}". The scenes are {", ".join(names)}{more}. {UNCHANGED}')


def _likenesses(film: Film, text: str) -> list[float]:
    """For each scene the greatest cosine between the text and its title, description or one of its sentences."""
    parts = [
        (index, part)
        for index, scene in enumerate(film.scenes)
        for part in (scene.title, scene.description, *sentences(scene.narration)[:8])
        if part.strip()
    ]
    from tools.engines.meaning import embed

    vectors = embed([text, *(part for _, part in parts)])
    best = [0.0] * len(film.scenes)
    for (index, _), cosine in zip(parts, vectors[1:] @ vectors[0], strict=True):
        best[index] = max(best[index], float(cosine))
    return best


@cache
def _stem(word: str) -> str:
    """A word without the endings that do not change what it is about: boats, sailing, sailed, found are boat, sail, find."""
    word = word.removesuffix("'s")
    if word in _pasts():
        return _pasts()[word]
    from tools.engines.authored.words import singular

    word = singular(word)
    for ending in ("ing", "ed"):
        if len(word) > len(ending) + 3 and word.endswith(ending):
            word = word.removesuffix(ending)
            return word[:-1] if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "sl" else word.removesuffix("e")
    return word.removesuffix("e") if len(word) > 4 else word


@cache
def _pasts() -> dict[str, str]:
    """Base forms of irregular pasts."""
    from tools.engines.authored.words import table

    return {past: base for base, past in table("words")["irregular_past"].items() if past != base}
