"""The tool for who comes back through the film; a new name goes through every text, so that names stay straight."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from memory import edits
from memory.editing import UNCHANGED, changed
from memory.errors import FilmError
from memory.film import CastMember, Film, Scene
from tools.vocabulary import words as said_as
from tools.vocabulary.desk import Desk, Done, edit, listed, where


def cast(
    desk: Desk, action: Literal["add", "describe", "rename", "remove"], who: str, name: str = "", description: str = ""
) -> Done:
    """Add, describe, rename or remove somebody (or something) that comes back through the film.

    action: add, describe, rename or remove
    who: the member's name or id; for add the new one's name
    name: for rename the new name, which is put into all titles, descriptions and narrations
    description: how they look, in words that can be drawn: "an old keeper with white hair and a blue coat"
    """
    doing = said_as.meant("cast", action, "action")
    if not who.strip():
        raise FilmError(f"Say who is meant, by name. {UNCHANGED}")
    said_as.brief(who)
    return edit(desk, lambda film: _ACTIONS[doing](film, who.strip(), name.strip(), description.strip()))


def member(film: Film, who: str) -> CastMember:
    """The cast member that words mean: by id, by name, by part of the name, or by what only one is; FilmError otherwise."""
    said = re.sub(r"^(?:the|a|an) ", "", who.strip().casefold()).removesuffix("'s")
    named = [each for each in film.cast if said in (each.id.casefold(), re.sub(r"^(?:the|a|an) ", "", each.name.casefold()))]
    if not named:
        named = [each for each in film.cast if set(said.split()) & set(each.name.casefold().split())]
    if not named:
        named = [each for each in film.cast if re.search(rf"\b{re.escape(said)}\b", each.description.casefold())]
    if len(named) == 1:
        return named[0]
    names = listed([each.name for each in named or film.cast]) or "nobody"
    if named:
        raise FilmError(f"{who.strip()[:80]!r} could be {names}. Say which one. {UNCHANGED}")
    raise FilmError(f"There is no {who.strip()[:80]!r} in the cast, which is: {names}. {UNCHANGED}")


def _add(film: Film, who: str, name: str, description: str) -> tuple[Film, str]:
    called = name or who
    after = edits.add_cast(film, called, description)
    return after, f"{called} is in the cast now{f', {description}' if description else ''}."


def _describe(film: Film, who: str, name: str, description: str) -> tuple[Film, str]:
    if not description:
        raise FilmError(f"Say how {who} should look. {UNCHANGED}")
    old = member(film, who)
    return edits.set_cast(film, old.id, description=description), f"{old.name} is {description} now."


def _rename(film: Film, who: str, name: str, description: str) -> tuple[Film, str]:
    old = member(film, who)
    if not name:
        raise FilmError(f"Say what {old.name} should be called. {UNCHANGED}")
    if any(each.id != old.id and each.name.casefold() == name.casefold() for each in film.cast):
        raise FilmError(f"{name} is in the cast already; two with one name could not be told apart. {UNCHANGED}")
    after = edits.set_cast(film, old.id, name=name, description=description or None)
    after = _through_texts(after, _replacing(old.name, name))
    return after, f"{old.name} is called {name} now, in every text of the film."


def _replacing(old: str, new: str) -> Callable[[str], str]:
    """A function that puts the new name where the old one stands as a whole word; a first name stands for the whole name."""
    pairs = [(old, new)]
    if " " in old and old.split(maxsplit=1)[0][:1].isupper() and old.split(maxsplit=1)[0].casefold() not in ("the", "a", "an"):
        pairs.append((old.split(maxsplit=1)[0], new.split(maxsplit=1)[0]))
    patterns = [(re.compile(rf"(?<!\w){re.escape(one)}(?!\w)"), other) for one, other in pairs]

    def replace(text: str) -> str:
        for pattern, other in patterns:
            text = pattern.sub(lambda _, other=other: other, text)  # type: ignore[misc]
        return text

    return replace


def _through_texts(film: Film, new: Callable[[str], str]) -> Film:
    """The film with every text that people read or painters draw gone over."""
    members = tuple(changed(each, description=new(each.description)) for each in film.cast)
    return changed(
        film, title=new(film.title), logline=new(film.logline), cast=members, scenes=tuple(_scene(s, new) for s in film.scenes)
    )


def _scene(scene: Scene, new: Callable[[str], str]) -> Scene:
    shots = tuple(
        changed(shot, prompt=new(shot.prompt), strokes=tuple(changed(s, target=new(s.target)) for s in shot.strokes))
        for shot in scene.shots
    )
    texts = {name: new(getattr(scene, name)) for name in ("title", "description", "narration")}
    return changed(scene, **texts, shots=shots)


def _remove(film: Film, who: str, name: str, description: str) -> tuple[Film, str]:
    old = member(film, who)
    after = edits.remove_cast(film, old.id)
    named = [scene for scene in film.scenes if re.search(rf"(?<!\w){re.escape(old.name)}(?!\w)", _texts(scene))]
    still = f" {where(film, named)} still name{'s' * (len(named) == 1)} {old.name}." if named else ""
    return after, f"{old.name} is out of the cast.{still}"


def _texts(scene: Scene) -> str:
    return " ".join((scene.title, scene.description, scene.narration, *(shot.prompt for shot in scene.shots)))


_ACTIONS = {"add": _add, "describe": _describe, "rename": _rename, "remove": _remove}
