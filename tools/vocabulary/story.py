"""Tools for the story: drafting a film, adding a scene that fits, and what a scene is called and shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from memory import edits
from memory.editing import UNCHANGED, changed, new_id, new_shot_id, replace_scene
from memory.errors import FilmError
from memory.film import Film, Scene, Shot
from tools.vocabulary.desk import Desk, Done, edit, listed, number_of, where
from tools.vocabulary.places import clean
from tools.vocabulary.scenes import find_place, find_scenes
from tools.vocabulary.words import brief

_LONGEST = 2_000
"""Signs that may say what a scene is about."""
_ECHO = 0.6
"""Share of a shot's words that stand in the old description, from which the shot shows that and goes with it."""


def add_scene(desk: Desk, about: str, after: str = "", narration: str = "") -> Done:
    """Add a scene that fits between its neighbours: their cast, place and tone are kept.

    about: what happens in it, e.g. "Mara rows out to the ship"
    after: the scene it follows, in the person's words: "3", "the storm"; "" for the end, "0" for the beginning
    narration: the words spoken in it; "" to have them written
    """
    if not about.strip():
        raise FilmError(f"Say what the new scene is about. {UNCHANGED}")
    brief(about, _LONGEST)

    def act(film: Film) -> tuple[Film, str]:
        place = _place(film, after)
        before = film.scenes[place - 1] if place else None
        following = film.scenes[place] if place < len(film.scenes) else None
        fields = _bridged(film, before, following, about.strip())
        if narration.strip():
            fields["narration"] = narration.strip()
        if following is None and before is not None:
            fields.setdefault("transition", before.transition)
        added = edits.add_scene(film, place + 1, **fields)
        title = added.scenes[place].title
        return added, f"Scene {place + 1} is new{f', {chr(34)}{title}{chr(34)}' if title else ''}; {_holds(added)}."

    return edit(desk, act)


def _holds(film: Film) -> str:
    count = len(film.scenes)
    return f"the film has {count} scene{'s' * (count != 1)} now"


def _place(film: Film, after: str) -> int:
    """How many scenes stand before the new one."""
    said = clean(after)
    if said in ("", "end", "the end", "last", "at the end", "the last", "the last scene", "last scene"):
        return len(film.scenes)
    if said in ("0", "start", "the start", "beginning", "the beginning", "at the beginning", "at the start", "front", "top"):
        return 0
    if said.startswith(("before ", "between ", "in front of ", "ahead of ", "after ", "behind ", "following ")):
        return find_place(film, said)
    found = find_scenes(film, said)
    return max(number_of(film, scene) for scene in found)


def _bridged(film: Film, before: Scene | None, after: Scene | None, about: str) -> dict[str, Any]:
    """The story engine's fields for a scene between two others, its shots with ids that the film never used."""
    from tools.engines.authored import revise

    written: dict[str, Any] = dict(revise.bridge(film, before, after, about))
    fields = {name: value for name, value in written.items() if name in Scene.model_fields and name != "id"}
    shots = fields.pop("shots", ())
    if shots:
        fields["shots"] = _own_shots(film, shots)
    return fields


def _own_shots(film: Film, shots: Sequence[Any]) -> tuple[Shot, ...]:
    scene, ids, made = new_id(film, "s"), list[str](), list[Shot]()
    for shot in shots:
        document = dict(shot) if isinstance(shot, Mapping) else dict(Shot.model_validate(shot))
        ids.append(new_shot_id(film, scene, ids))
        made.append(changed(Shot(id=ids[-1]), **{**document, "id": ids[-1]}))
    return tuple(made)


def set_scene(desk: Desk, scenes: str, title: str = "", description: str = "", mood: str = "") -> Done:
    """Set what scenes are called, show and feel like; what is left empty stays.

    scenes: which scenes, in the person's words: "3", "the last two", "the storm", "all"
    title: the scene's title
    description: what is to be seen, in words that can be drawn: who, where, when, which weather, what lies about
    mood: one word or two: calm, tense, hopeful, sad ...
    """
    given = {"title": title.strip(), "description": description.strip(), "mood": mood.strip()}
    values = {name: value for name, value in given.items() if value}
    if not values:
        raise FilmError(f"Say what the scene should be called, show or feel like. {UNCHANGED}")

    def act(film: Film) -> tuple[Film, str]:
        found, after = find_scenes(film, scenes), film
        for scene in found:
            after = replace_scene(after, scene.id, **values)
            if description.strip():
                after = _shown(after, scene, description.strip())
        said = listed([f'{name} "{value.rstrip(".")}"' for name, value in values.items()])
        return after, f"{where(film, found)}: {said}."

    return edit(desk, act)


def _shown(film: Film, old: Scene, description: str) -> Film:
    """The film with the scene's shots going along where they showed what was described before."""
    for shot in old.shots:
        if shot.prompt and _echoes(shot.prompt, old.description):
            film = edits.set_picture(film, old.id, prompt=description, shot=shot.id)
    return film


def _echoes(prompt: str, description: str) -> bool:
    said, told = (set(text.casefold().replace(".", " ").replace(",", " ").split()) for text in (prompt, description))
    return bool(said) and len(said & told) / len(said) >= _ECHO
