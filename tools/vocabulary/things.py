"""The tool for the things in the picture: what is put in, taken out and made another way, where its words name it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path
from typing import Any

from memory.editing import UNCHANGED, replace_scene, replace_shot, resolve_scene
from memory.errors import FilmError
from memory.film import CastMember, Film, Scene, Shot
from tools.vocabulary.desk import Desk, Done, edit, listed, number_of, where
from tools.vocabulary.phrases import EVERYBODY, alone, core, holds
from tools.vocabulary.scenes import find_scenes
from tools.vocabulary.seen import changed, put_in, taken_out
from tools.vocabulary.words import brief

_LONGEST = 400
"""Signs that may say what a thing is."""
_NEAR = ("close", "detail")
"""Framings that show what their own words name and nothing else of the scene."""


def things(desk: Desk, scenes: str, add: str = "", remove: str = "", change: str = "", into: str = "") -> Done:
    """Put things into the picture of scenes, take them out, or change what they look like; everything else stays as it is.

    scenes: which scenes, in the person's words: "3", "the last two", "the storm", "all"
    add: what is to be seen besides, with where it is: "a cat on the sofa", "two red boats", "rain and a broken umbrella"
    remove: what is not to be seen any more: "the boat", "Pip", "people" for everybody
    change: a thing that is to look otherwise: "the house"
    into: how it shall look, or what shall stand in its place: "red", "old and broken", "with a green roof", "a tower"
    """
    wish = {
        name: " ".join(text.split()) for name, text in (("add", add), ("remove", remove), ("change", change), ("into", into))
    }
    _told(wish)

    def act(film: Film) -> tuple[Film, str]:
        found, after, said = find_scenes(film, scenes), film, list[str]()
        if wish["remove"]:
            after = _each(after, found, wish["remove"], lambda text, names: taken_out(text, wish["remove"], names))
            after = _at_home(film, after, found)
            said.append(f"{wish['remove']} {_is(wish['remove'])} no longer in the picture")
        if wish["change"]:
            after, new = _changed(after, found, wish["change"], wish["into"])
            said.append(new)
        if wish["add"]:
            after = _added(after, found, wish["add"])
            said.append(f"{wish['add']} {_is(wish['add'])} in the picture now")
        return after, f"{where(film, found)}: {', '.join(said)}.{_left_out(after, found, wish['add'])}"

    return edit(desk, act)


def _told(wish: dict[str, str]) -> None:
    """Raise FilmError where nothing is wished for, or half of it."""
    if not (wish["add"] or wish["remove"] or wish["change"]):
        raise FilmError(f"Say what should come into the picture, go from it, or look otherwise. {UNCHANGED}")
    if bool(wish["change"]) != bool(wish["into"]):
        raise FilmError(f"Say which thing should look otherwise, and how. {UNCHANGED}")
    for text in wish.values():
        brief(text, _LONGEST)


def _is(thing: str) -> str:
    """The verb that the thing wants: "is" or "are"."""
    words = core(thing)
    many = " and " in thing or (words and words[-1].endswith("s") and not words[-1].endswith("ss")) or words[-1:] == ("people",)
    return "are" if many and not thing.lower().startswith(("a ", "an ", "one ")) else "is"


def _names(cast: Sequence[CastMember], thing: str) -> tuple[str, ...]:
    """Names of those in the cast whom a thing's words mean: by what they are ("the robot"), everybody who is a person."""
    from tools.engines.papercut.casting import player

    words = core(thing)
    if words[-1:] and words[-1] in EVERYBODY:
        return tuple(member.name for member in cast if player(member).entry.person)
    meant = [member for member in cast if words and words[-1] in player(member).entry.name.split()]
    return tuple(member.name for member in meant) if len(meant) == 1 else ()


def _each(film: Film, scenes: Sequence[Scene], thing: str, new: Callable[[str, tuple[str, ...]], str]) -> Film:
    """The film with the words of those scenes and of their shots made new; FilmError where none of them names the thing."""
    names = _names(film.cast, thing)
    naming = [scene for scene in scenes if any(holds(text, thing, names) for text in _texts(scene))]
    if not naming:
        told = ", ".join(f'"{scene.description.rstrip(".")}"' for scene in scenes[:2])
        raise FilmError(f"There is no {' '.join(core(thing)) or thing} in {where(film, scenes).lower()}: {told}. {UNCHANGED}")
    for scene in naming:
        kept = new(scene.description, names) or scene.title
        film = replace_scene(film, scene.id, description=kept)
        for shot in scene.shots:
            film = replace_shot(film, scene.id, shot.id, prompt=new(shot.prompt, names))
    return film


def _texts(scene: Scene) -> list[str]:
    return [scene.description, *(shot.prompt for shot in scene.shots)]


def _changed(film: Film, scenes: Sequence[Scene], thing: str, into: str) -> tuple[Film, str]:
    """A thing made another way where it is named; put in so where nobody named it, since it is to be seen."""
    names = _names(film.cast, thing)
    if any(holds(text, thing, names) for scene in scenes for text in _texts(scene)):
        after = _each(film, scenes, thing, lambda text, _: changed(text, thing, into, names))
        return after, f"{thing} {_is(thing)} now {into}"
    new = changed(f"a {' '.join(core(thing))}", thing, into)
    return _added(film, scenes, new), f"no words named {thing} before; {new} is in the picture now"


def _added(film: Film, scenes: Sequence[Scene], thing: str) -> Film:
    """The thing in each scene's words, and in those of the shots that show it all; where every shot is near, in the first.

    Where papercut would take "on the ship" for another place than the scene's, the shots, or all words, have the thing alone.
    """
    for scene in scenes:
        ways = ((thing, thing), (thing, alone(thing)), (alone(thing), alone(thing)))
        tried = (_put(film, scene, told, shown) for told, shown in ways)
        first = next(tried)
        place = _setting(film, scene.id)
        film = next((each for each in chain((first,), tried) if _setting(each, scene.id) == place), first)
    return film


def _at_home(before: Film, after: Film, scenes: Sequence[Scene]) -> Film:
    """The film with its scenes where they were: where only what has gone told papercut of the place, the place is named."""
    for scene in scenes:
        place, words = _setting(before, scene.id), resolve_scene(after, scene.id).description
        if place == _setting(after, scene.id):
            continue
        said = (f"{where_it_is} the {place}" for where_it_is in ("by", "in", "at", "on"))
        named = (replace_scene(after, scene.id, description=put_in(words, each)) for each in said)
        after = next((film for film in named if _setting(film, scene.id) == place), after)
    return after


def _put(film: Film, scene: Scene, told: str, shown: str) -> Film:
    film = replace_scene(film, scene.id, description=put_in(scene.description, told))
    wide = [shot for shot in scene.shots if shot.framing not in _NEAR] or list(scene.shots[:1])
    for shot in [shot for shot in wide if shot.prompt]:
        film = replace_shot(film, scene.id, shot.id, prompt=put_in(shot.prompt, shown))
    return film


def _by_papercut(film: Film, scene: Scene) -> bool:
    return (scene.engines.get("stills") or film.engines.stills).partition(":")[0] == "papercut"


def _setting(film: Film, scene: str) -> str:
    """The place that papercut makes of a scene's words; "" where it does not draw them."""
    from tools.engines.papercut.reading import read

    found = resolve_scene(film, scene)
    return read(_request(film, found, found.shots[0])).setting if _by_papercut(film, found) else ""


def _request(film: Film, scene: Scene, shot: Shot) -> Any:
    """A small still of the shot, to see what is on it."""
    from tools.engines import StillRequest

    return StillRequest(
        width=64, height=36, description=scene.description, prompt=shot.prompt, mood=scene.mood, framing=shot.framing,
        seed=shot.seed, style=film.style, cast=film.cast,
    )  # fmt: skip


def _left_out(film: Film, scenes: Sequence[Scene], thing: str) -> str:
    """What papercut has no drawing for or no room in the view, and what could be heard as well; "" for none."""
    from tools.engines.papercut.reading import read

    drawn = [resolve_scene(film, scene.id) for scene in scenes if thing and _by_papercut(film, scene)]
    if not drawn:
        return ""
    plan = read(_request(film, drawn[0].model_copy(update={"description": thing}), Shot(id="x")))
    if lost := [note.split("'")[1] for note in plan.notes if note.startswith("nothing fits")]:
        return f" Papercut has no drawing for {listed(lost)}, so it leaves that out; a model can draw it."
    words = [subject.word for subject in plan.subjects]
    if unseen := [str(number_of(film, scene)) for scene in drawn if _is_beyond(film, scene, words[:1])]:
        return f' The view of scene {listed(unseen)} is too near to show it; say "a wide view in scene {unseen[0]}".'
    return _unheard(thing)


def _is_beyond(film: Film, scene: Scene, words: Sequence[str]) -> bool:
    """Whether a view that is no wide one leaves the thing out: painted small, and looked for among what is on it."""
    if not words or any(shot.framing == "wide" for shot in scene.shots):
        return False
    from tempfile import TemporaryDirectory

    from tools.studio import synthesise

    with TemporaryDirectory() as folder:
        made = synthesise("stills", "papercut", _request(film, scene, scene.shots[0]), {}, Path(folder))
    return not set(words) & {word for element in made.data["elements"] for word in (element, *element.split())}


def _unheard(thing: str) -> str:
    """That a thing with a sound of its own is to be seen only; "" for one without."""
    from tools.engines.papercut import lexicon
    from tools.engines.synth.choosing import look_up

    words = core(thing)
    drawn = lexicon.look_up(words[-1:])
    if not (drawn and drawn[0].section == "animals" and look_up(words[-1])):
        return ""
    return f' It is seen and not heard; say "let us hear the {words[-1]}" for its sound.'
