"""Edits of the order of scenes: add, remove, move, swap, split and merge. Ids stay with their scenes."""

from __future__ import annotations

import re
from typing import Any

from memory.editing import UNCHANGED, changed, choice, new_id, new_shot_id, resolve_scene, scene_index
from memory.errors import FilmError
from memory.film import SCENES, Film, Scene, Shot

_SENTENCE = re.compile(r"[^.!?。！？…]*[.!?。！？…]+[\"'”’»)\]]*\s*|[^.!?。！？…]+$")
_CLOSER = {"wide": "medium", "medium": "close", "close": "detail", "detail": "wide"}


def add_scene(film: Film, at: int | None = None, **fields: Any) -> Film:
    """Put a new scene in as number `at` (from 1; the last when None); `fields` are a scene's fields, the id is given.

    Without shots it gets one that shows its description.
    """
    count = len(film.scenes)
    place = count if at is None else at - 1
    if not 0 <= place <= count:
        raise FilmError(f"A new scene can be number 1 to {count + 1}, not {at}. {UNCHANGED}")
    if count >= SCENES:
        raise FilmError(f"A film holds at most {SCENES} scenes; this one is full. {UNCHANGED}")
    for name in fields:
        choice(name, [field for field in Scene.model_fields if field != "id"], "field of a scene")
    name = new_id(film, "s")
    shot = Shot(id=new_shot_id(film, name))
    scene = changed(Scene(id=name, shots=(shot,)), **{"shots": (_showing(shot, fields),), **fields})
    return changed(film, scenes=(*film.scenes[:place], scene, *film.scenes[place:]))


def _showing(shot: Shot, fields: dict[str, Any]) -> Shot:
    return changed(shot, prompt=fields.get("description", ""))


def remove_scene(film: Film, scene: str | int) -> Film:
    """Take a scene out; the only scene stays, since a film without scenes is none."""
    gone = resolve_scene(film, scene)
    if len(film.scenes) == 1:
        raise FilmError(f"This is the film's only scene, so it stays. Add another first, or change this one. {UNCHANGED}")
    return _without(film, gone, tuple(each for each in film.scenes if each is not gone), ())


def _without(film: Film, gone: Scene, scenes: tuple[Scene, ...], kept: tuple[str, ...]) -> Film:
    """The film with these scenes, in which the ids of `gone` (and of its shots that are not kept) are never given again."""
    names = [gone.id, *(shot.id for shot in gone.shots)]
    retired = [name for name in names if name not in kept and name not in film.retired]
    return changed(film, scenes=scenes, retired=(*film.retired, *retired))


def move_scene(film: Film, scene: str | int, to: int) -> Film:
    """Make a scene number `to` (from 1); the others close up and keep their order."""
    count = len(film.scenes)
    if not 1 <= to <= count:
        raise FilmError(f"There is no place {to}; the film has {count} scene{'s' * (count != 1)}. {UNCHANGED}")
    moved = resolve_scene(film, scene)
    others = [each for each in film.scenes if each is not moved]
    return changed(film, scenes=(*others[: to - 1], moved, *others[to - 1 :]))


def swap_scenes(film: Film, one: str | int, other: str | int) -> Film:
    """Exchange the places of two scenes; swapped again, the film is as it was."""
    first, second = scene_index(film, one), scene_index(film, other)
    scenes = list(film.scenes)
    scenes[first], scenes[second] = scenes[second], scenes[first]
    return changed(film, scenes=tuple(scenes))


def sentences(text: str) -> list[str]:
    """The sentences of a narration, in order, without the space between them."""
    return [part.strip() for part in _SENTENCE.findall(text) if part.strip()]


def split_scene(film: Film, scene: str | int, after: int | None = None) -> Film:
    """Cut a scene in two after sentence number `after` (from 1; half-way when None).

    The first part keeps the id and ends with a cut; the second has a new id, the same look and sounds, and the
    ending. Shots are divided as the words are; of a single shot the second part gets a closer framing.
    """
    index = scene_index(film, scene)
    whole = film.scenes[index]
    words = sentences(whole.narration)
    if len(words) < 2:
        raise FilmError(f"Scene {index + 1} has fewer than two sentences to divide. Give it more narration first. {UNCHANGED}")
    cut = len(words) // 2 if after is None else after
    if not 1 <= cut < len(words):
        raise FilmError(f"Scene {index + 1} has {len(words)} sentences; cut it after 1 to {len(words) - 1}. {UNCHANGED}")
    name = new_id(film, "s")
    front, back = _shots_divided(film, whole, name, cut / len(words))
    first = changed(whole, narration=" ".join(words[:cut]), shots=front, transition={"kind": "cut", "seconds": 0})
    second = changed(whole, id=name, narration=" ".join(words[cut:]), shots=back)
    return changed(film, scenes=(*film.scenes[:index], first, second, *film.scenes[index + 1 :]))


def _shots_divided(film: Film, scene: Scene, new_scene: str, part: float) -> tuple[tuple[Shot, ...], tuple[Shot, ...]]:
    shots = scene.shots
    if len(shots) == 1:
        closer = changed(shots[0], id=new_shot_id(film, new_scene), framing=_CLOSER[shots[0].framing])
        return shots, (closer,)
    cut = min(max(round(len(shots) * part), 1), len(shots) - 1)
    return shots[:cut], shots[cut:]


def merge_scenes(film: Film, one: str | int, other: str | int) -> Film:
    """Make one scene of two neighbours: the earlier one's id and look, both narrations, both's shots, the later ending.

    Shots keep about the time they had: their shares are weighted by the words of the scene they come from.
    """
    first, second = sorted((scene_index(film, one), scene_index(film, other)))
    if second - first != 1:
        raise FilmError(f"Scenes {first + 1} and {second + 1} are not neighbours. Move one beside the other first. {UNCHANGED}")
    front, back = film.scenes[first], film.scenes[second]
    kinds = {sound.kind for sound in front.sounds}
    merged = changed(
        front,
        description=_joined(front.description, back.description),
        narration=_joined(front.narration, back.narration),
        sounds=(*front.sounds, *(sound for sound in back.sounds if sound.kind not in kinds)),
        shots=(*_weighted(front), *_weighted(back)),
        transition=back.transition,
        pause=back.pause,
    )
    kept = tuple(shot.id for shot in back.shots)
    return _without(film, back, (*film.scenes[:first], merged, *film.scenes[second + 1 :]), kept)


def _joined(one: str, other: str) -> str:
    return " ".join(text for text in (one.strip(), other.strip()) if text)


def _weighted(scene: Scene) -> list[Shot]:
    words = max(len(scene.narration.split()), 1)
    total = sum(shot.share for shot in scene.shots)
    return [changed(shot, share=min(max(round(words / 10 * shot.share / total, 6), 0.001), 100)) for shot in scene.shots]
