"""What every edit is made of: finding the scene that is meant, changing one part, giving new ids."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, TypeVar

from pydantic import ValidationError

from memory.errors import FilmError
from memory.film import Film, Scene, Shot
from memory.parts import Part
from memory.schema import explain

P = TypeVar("P", bound=Part)
UNCHANGED = "The film is unchanged."
_NUMBERED = re.compile(r"[a-z]+(\d{1,6})")


def changed(part: P, **changes: Any) -> P:
    """A copy of a part with fields replaced and checked; the parts not named are the very same objects.

    FilmError says which field is wrong and what it may be.
    """
    document = {**dict(part), **changes}
    try:
        return type(part).model_validate(document)
    except ValidationError as error:
        raise FilmError(f"{explain(error, document)} {UNCHANGED}") from error


def given(**values: Any) -> dict[str, Any]:
    """Only those values that somebody gave, that is, that are not None."""
    return {name: value for name, value in values.items() if value is not None}


def choice(value: str, allowed: Iterable[str], what: str) -> str:
    """`value` when it is one of `allowed`; FilmError lists them otherwise."""
    names = list(allowed)
    if value not in names:
        raise FilmError(f"There is no {what} called {value[:80]!r}. Choose one of: {', '.join(names)}. {UNCHANGED}")
    return value


def scene_index(film: Film, scene: str | int) -> int:
    """Where a scene is (from 0): by id, or by its number in order, from 1. FilmError when there is none."""
    for index, candidate in enumerate(film.scenes):
        if candidate.id == scene:
            return index
    count = len(film.scenes)
    text = str(scene)
    if re.fullmatch(r"[0-9]{1,6}", text) and 1 <= int(text) <= count:
        return int(text) - 1
    has = f"the film has {count} scene{'s' * (count != 1)}"
    raise FilmError(f"There is no scene {text[:80]}; {has}. {UNCHANGED}")


def resolve_scene(film: Film, scene: str | int) -> Scene:
    """The scene of that id or number (from 1); FilmError such as "There is no scene 9; the film has 6 scenes."."""
    return film.scenes[scene_index(film, scene)]


def resolve_shot(scene: Scene, shot: str | int | None) -> Shot:
    """A shot of the scene by id or number (from 1), the first when None; FilmError when there is none."""
    if shot is None:
        return scene.shots[0]
    for number, candidate in enumerate(scene.shots, start=1):
        if shot in (candidate.id, number, str(number)):
            return candidate
    names = ", ".join(candidate.id for candidate in scene.shots)
    raise FilmError(f"There is no shot {str(shot)[:80]} in this scene; its shots are {names}. {UNCHANGED}")


def replace_scene(film: Film, scene: str | int, **changes: Any) -> Film:
    """The film with fields of one scene replaced; every other scene is the very same object."""
    index = scene_index(film, scene)
    changed_scene = changed(film.scenes[index], **changes)
    return changed(film, scenes=(*film.scenes[:index], changed_scene, *film.scenes[index + 1 :]))


def replace_shot(film: Film, scene: str | int, shot: str | int | None, **changes: Any) -> Film:
    """The film with fields of one shot of a scene replaced (the first shot when None)."""
    whole = resolve_scene(film, scene)
    old = resolve_shot(whole, shot)
    new = changed(old, **changes)
    return replace_scene(film, whole.id, shots=tuple(new if each is old else each for each in whole.shots))


def used_ids(film: Film) -> set[str]:
    """Every id the film has or had: scenes, shots, cast, and those taken out."""
    shots = {shot.id for scene in film.scenes for shot in scene.shots}
    return {scene.id for scene in film.scenes} | shots | {member.id for member in film.cast} | set(film.retired)


def new_id(film: Film, prefix: str) -> str:
    """An id such as "s7" that the film never used."""
    used = used_ids(film)
    numbers = [int(match[1]) for name in used if name.startswith(prefix) and (match := _NUMBERED.fullmatch(name))]
    number = max(numbers, default=0) + 1
    while f"{prefix}{number}" in used:
        number += 1
    return f"{prefix}{number}"


def new_shot_id(film: Film, scene_id: str, besides: Iterable[str] = ()) -> str:
    """An id such as "s7c" for a shot of that scene that neither the film nor `besides` ever used."""
    used = used_ids(film) | set(besides)
    number = 0
    while True:
        letters, rest = "", number
        while rest >= 0:
            letters, rest = chr(ord("a") + rest % 26) + letters, rest // 26 - 1
        if (name := f"{scene_id[:58]}{letters}") not in used:
            return name
        number += 1
