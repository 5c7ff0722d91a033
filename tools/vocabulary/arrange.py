"""Tools for the order of scenes: taking scenes out, moving, swapping, splitting and merging them."""

from __future__ import annotations

import re
from typing import Literal

from memory import edits
from memory.editing import UNCHANGED
from memory.errors import FilmError
from memory.film import Film, Scene
from memory.ordering import sentences
from tools.vocabulary import words as said_as
from tools.vocabulary.desk import Desk, Done, edit, listed, number_of, where
from tools.vocabulary.places import bare, clean, value_of
from tools.vocabulary.scenes import find_place, find_scene, find_scenes


def remove_scenes(desk: Desk, scenes: str) -> Done:
    """Take scenes out of the film; undo brings them back.

    scenes: which scenes, in the person's words: "3", "the last two", "the storm", "all but 1 and 2"
    """

    def act(film: Film) -> tuple[Film, str]:
        found = find_scenes(film, scenes)
        if len(found) == len(film.scenes):
            raise FilmError(f"A film needs one scene at least, so not all can go. Name those that should. {UNCHANGED}")
        after = film
        for scene in found:
            after = edits.remove_scene(after, scene.id)
        names = listed([f'"{scene.title or scene.id}"' for scene in found])
        left = f"the film has {len(after.scenes)} scene{'s' * (len(after.scenes) != 1)} now"
        return after, f"{where(film, found)} removed, {names}; {left}."

    return edit(desk, act)


def arrange(desk: Desk, action: Literal["move", "swap", "split", "merge"], scenes: str, to: str = "") -> Done:
    """Change the order or the borders of scenes.

    action: move, swap (two scenes change places), split (one scene becomes two) or merge (neighbours become one)
    scenes: which scenes, in the person's words: "3", "1 and 5", "the storm"
    to: for move the new place: "1", "first", "last", "before 2", "after the storm", "one earlier"; for swap and merge the other
        scene when scenes names only one; for split the number of the sentence to cut after, or "" for the middle
    """
    doing = said_as.meant("arrange", action, "action")
    return edit(desk, lambda film: _ACTIONS[doing](film, scenes, to))


def _move(film: Film, scenes: str, to: str) -> tuple[Film, str]:
    found = find_scenes(film, scenes)
    names = tuple(scene.id for scene in found)
    if len(found) == len(film.scenes):
        raise FilmError(f"All scenes cannot be moved at once. Name those that should. {UNCHANGED}")
    place = find_place(film, to, names)
    order = [scene.id for scene in film.scenes if scene.id not in names]
    order[place:place] = names
    after = film
    for number, name in enumerate(order, 1):
        after = edits.move_scene(after, name, number)
    now = f"number {place + 1}" if len(found) == 1 else f"numbers {place + 1} to {place + len(found)}"
    return after, f"{where(film, found)}{_titles(found)} moved: now {now}."


def _titles(found: list[Scene]) -> str:
    return f' ("{found[0].title}")' if len(found) == 1 and found[0].title else ""


def _swap(film: Film, scenes: str, to: str) -> tuple[Film, str]:
    one, other = _pair(film, scenes, to, "swap")
    after = edits.swap_scenes(film, one.id, other.id)
    first, second = sorted((number_of(film, one), number_of(film, other)))
    return after, f"Scenes {first} and {second} have changed places."


def _pair(film: Film, scenes: str, to: str, doing: str) -> tuple[Scene, Scene]:
    """The two scenes that are meant: both in `scenes`, or one there and the other in `to`."""
    found = find_scenes(film, scenes)
    if len(found) == 1 and to.strip():
        found.append(_other(film, found[0], to))
    if len(found) != 2 or found[0].id == found[1].id:
        raise FilmError(f'Two scenes are needed to {doing}, such as "2 and 4". {UNCHANGED}')
    return found[0], found[1]


def _other(film: Film, one: Scene, to: str) -> Scene:
    said, place = re.sub(r"^(?:with|and|into|to) ", "", clean(to)), number_of(film, one)
    beside = {"next": 1, "following": 1, "one after": 1, "previous": -1, "one before": -1}
    step = beside.get(bare(said), 0)
    if step and not 1 <= place + step <= len(film.scenes):
        raise FilmError(f"There is no {said} scene beside scene {place}. {UNCHANGED}")
    return film.scenes[place - 1 + step] if step else find_scene(film, said)


def _split(film: Film, scenes: str, to: str) -> tuple[Film, str]:
    scene = find_scene(film, scenes)
    after = edits.split_scene(film, scene.id, _sentence(scene, to))
    number = number_of(film, scene)
    return after, f"Scene {number} is two scenes now, {number} and {number + 1}; the film has {len(after.scenes)} scenes."


def _sentence(scene: Scene, to: str) -> int | None:
    """The number of the sentence to cut after; None for the middle."""
    said = re.sub(r"\b(?:after|the|sentence|number)\b", " ", clean(to)).strip()
    if not said or said in ("half", "middle", "halves", "two", "2 scenes", "two scenes"):
        return None
    number = value_of(said)
    if number is not None:
        return number
    for place, text in enumerate(sentences(scene.narration), 1):
        if said and said in clean(text):
            return place
    raise FilmError(f"Say after which sentence to cut, by its number. {UNCHANGED}")


def _merge(film: Film, scenes: str, to: str) -> tuple[Film, str]:
    found = find_scenes(film, scenes)
    if len(found) == 1:
        found = sorted(_pair(film, scenes, to or "next", "merge"), key=lambda scene: number_of(film, scene))
    after, first = film, found[0]
    for scene in found[1:]:
        after = edits.merge_scenes(after, first.id, scene.id)
    left = f"the film has {len(after.scenes)} scene{'s' * (len(after.scenes) != 1)}"
    return after, f"{where(film, found)} are one scene now, number {number_of(film, first)}; {left}."


_ACTIONS = {"move": _move, "swap": _swap, "split": _split, "merge": _merge}
