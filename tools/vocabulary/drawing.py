"""Tools for who draws and films: the engine and its model by scene, how much of a layout is kept, and parts painted anew."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

from memory import edits
from memory.editing import UNCHANGED, changed, replace_scene, replace_shot
from memory.errors import FilmError
from memory.film import SIZES, Film, Retouch, Scene
from memory.masks import called
from tools import drawn
from tools.engines import ENGINES, MADE_BY_ENGINES, Role
from tools.models import resolve, split
from tools.painting import borrow_mask, borrow_picture, names_picture
from tools.vocabulary import words as said_as
from tools.vocabulary.desk import Desk, Done, edit, where
from tools.vocabulary.scenes import find_scenes

LONGEST = 400
"""Letters that the name of an engine with its model may have."""
KEEPS = {"composition": 0.5, "everything": 0.3, "little": 0.85}
"""How far a picture may leave its layout, by what shall be kept of it."""


def draw(
    desk: Desk, scenes: str = "all", *, engine: str = "", role: str = "stills", keep: str = "", again: bool = False,
    canvas: str = "",
) -> Done:  # fmt: skip
    """Choose which engine draws, films or plays, with which model, and how; what is left empty stays.

    scenes: which scenes, in the person's words: "3", "the last two", "the storm", "all"
    engine: papercut, diffusers or openai for stills, parallax or diffusers for clips; a model after a colon ("diffusers:sdxl")
    role: what it makes: stills, clips, music or sounds
    keep: what a model keeps of the papercut layout: composition, everything, little, or nothing (it draws from words alone)
    again: true for another picture of the same words (a new seed)
    canvas: a wider or taller shape ("21:9"): what models drew stays in the middle, and they paint what is missing round it
    """
    part = said_as.plain(role) if role.strip() else "stills"
    if part not in MADE_BY_ENGINES or part == "speech":
        raise FilmError(f"Engines are chosen for stills, clips, music and sounds, not for {role[:60]!r}. {UNCHANGED}")
    if not (engine.strip() or keep.strip() or again or canvas.strip()):
        raise FilmError(f"Say which engine shall draw, what to keep, or that it shall be drawn again. {UNCHANGED}")
    _known(cast(Role, part), engine.strip())

    def act(film: Film) -> tuple[Film, str]:
        found, said = find_scenes(film, scenes), list[str]()
        whole, after = len(found) == len(film.scenes), film
        if engine.strip():
            after = _given(after, found, part, engine.strip(), whole)
            said.append(f"{part} by {engine.strip()}")
        if keep.strip():
            after = _kept(after, found, keep, whole)
            said.append(f"keeping {said_as.plain(keep)}{' of the layout' if said_as.plain(keep) in KEEPS else ''}")
        if again:
            after = _seeded(after, found)
            said.append("another picture of the same words")
        if canvas.strip():
            after = _canvas(after, canvas.strip())
            said.append(f"a canvas of {after.aspect}, painted on round what was drawn")
        return after, f"{where(film, found)}: {', '.join(said)}."

    return edit(desk, act)


def _known(role: Role, engine: str) -> None:
    """Raise FilmError when there is no such engine, or no such model for it."""
    if len(engine) > LONGEST:
        raise FilmError(f"{engine[:60]!r}... is too long for the name of an engine and its model. {UNCHANGED}")
    if engine and split(engine)[0] not in ENGINES[role]:
        raise FilmError(
            f"There is no {role} engine called {engine[:60]!r}. Choose one of: {', '.join(ENGINES[role])}. {UNCHANGED}"
        )
    if engine and drawn.by_model((role, engine)):
        resolve(role, engine)


def _given(film: Film, found: Sequence[Scene], role: str, engine: str, whole: bool) -> Film:
    """The engine in the whole film, and then in no scene for itself, or in some scenes alone."""
    if not whole:
        for scene in found:
            film = edits.set_engine(film, role, engine, scene.id)
        return film
    film = edits.set_engine(film, role, engine)
    for scene in film.scenes:
        if role in scene.engines:
            film = replace_scene(film, scene.id, engines={k: v for k, v in scene.engines.items() if k != role})
    return film


def _kept(film: Film, found: Sequence[Scene], keep: str, whole: bool) -> Film:
    word = said_as.plain(keep)
    if word not in (*KEEPS, "nothing"):
        raise FilmError(f"Say what to keep: {', '.join(KEEPS)} or nothing. {UNCHANGED}")
    how: dict[str, Any] = {"layout": "none"} if word == "nothing" else {"layout": "papercut", "change": KEEPS[word]}
    return _drawing(film, found, how, whole)


def _drawing(film: Film, found: Sequence[Scene], how: dict[str, Any], whole: bool) -> Film:
    """How models draw changed in some scenes alone, or in the whole film with those that have a way of their own."""
    if whole:
        film = changed(film, drawing=changed(film.drawing, **how))
    for scene in found:
        if not whole or scene.drawing:
            film = replace_scene(film, scene.id, drawing=changed(scene.drawing or film.drawing, **how))
    return film


def _seeded(film: Film, found: Sequence[Scene]) -> Film:
    for scene in found:
        for shot in scene.shots:
            film = edits.set_picture(film, scene.id, seed=(shot.seed + 7919) % 2**32, shot=shot.id)
    return film


def _canvas(film: Film, shape: str) -> Film:
    """The film in another shape; models keep what they drew at the size that the film had."""
    if shape not in SIZES:
        raise FilmError(f"There is no canvas of {shape[:20]!r}. Choose one of: {', '.join(SIZES)}. {UNCHANGED}")
    if not any(drawn.by_model(("stills", s.engines.get("stills") or film.engines.stills)) for s in film.scenes):
        raise FilmError(
            f"Papercut draws any shape anew, so there is nothing to paint round. Say the film's shape instead. {UNCHANGED}"
        )
    return changed(edits.set_aspect(film, shape), drawn_at=film.drawn_at or (film.width, film.height))


def retouch(desk: Desk, scenes: str, target: str = "", becomes: str = "", engine: str = "", clear: bool = False) -> Done:
    """Let a model paint one part of a drawn picture anew and keep the rest: "make the lamp red".

    scenes: which scenes, in the person's words
    target: the part, by name ("lamp", "boat"), by its place ("left", "sky"), or a picture file with it painted white on black
    becomes: what it shall look like: "a red lamp"
    engine: who paints it, where it is not who drew the scene: "diffusers", "diffusers:sdxl", "openai"
    clear: true takes all retouches of those scenes away again
    """
    if clear:
        return edit(desk, lambda film: _cleared(film, scenes))
    thing = borrow_mask(desk.root, target) if names_picture(target) else target.strip()
    return repainted(desk, scenes, (thing, becomes), engine)


def repainted(desk: Desk, scenes: str, what: tuple[str, str], engine: str = "", only: str = "") -> Done:
    """Retouch `what` (the target, and what it shall look like) in some scenes, or in the one shot of theirs named `only`."""
    target, becomes = what[0], what[1].strip()
    if not (target and becomes):
        raise FilmError(f"Say which part shall change and what it shall look like. {UNCHANGED}")
    _known("stills", engine.strip())

    def act(film: Film) -> tuple[Film, str]:
        found, after = find_scenes(film, scenes), film
        for scene in found:
            _can_paint(engine.strip() or scene.engines.get("stills") or film.engines.stills)
            for shot in [shot for shot in scene.shots if only in ("", shot.id)]:
                new = changed(
                    Retouch(target="", prompt=""), target=target, prompt=becomes, engine=engine.strip(), seed=shot.seed
                )
                kept = (r for r in shot.retouches if r.target != target)
                after = replace_shot(after, scene.id, shot.id, retouches=(*kept, new))
        return after, f"{where(film, found)}: {called(target)} painted anew: {becomes}."

    return edit(desk, act)


def _can_paint(painter: str) -> None:
    if not drawn.by_model(("stills", painter)):
        raise FilmError(
            f"{split(painter)[0]} draws from words and cannot paint one part anew. {UNCHANGED} Say who shall: "
            '"make the lamp red with diffusers", or let the scene be drawn by a model.'
        )


def _cleared(film: Film, scenes: str) -> tuple[Film, str]:
    found, after = find_scenes(film, scenes), film
    for scene in found:
        for shot in scene.shots:
            after = replace_shot(after, scene.id, shot.id, retouches=())
    return after, f"{where(film, found)}: no retouches any more."


def guide(desk: Desk, scenes: str = "all", reference: str = "", depth: str = "") -> Done:
    """Say what guides the models that draw: a picture whose style and people they follow, and who sees depth in what they drew.

    scenes: which scenes, in the person's words: "3", "all"
    reference: a picture file ("sketch.png") to draw after; "none" takes it away
    depth: a depth model, by which drawn pictures move in layers: "depth", or with a model "depth:dpt-large"; "none" guesses it
    """
    if not (reference.strip() or depth.strip()):
        raise FilmError(f"Say which picture to draw after, or which depth model shall look at the pictures. {UNCHANGED}")
    seer = "" if said_as.plain(depth) == "none" else depth.strip()
    _known("finish", seer)
    if seer and split(seer)[0] != "depth":
        raise FilmError(f'{seer[:60]!r} sees no depth. Say "depth", or name its model as in "depth:dpt-large". {UNCHANGED}')
    taken_away = said_as.plain(reference) in ("", "none")
    kept = "" if taken_away else borrow_picture(desk.root, reference)
    how: dict[str, Any] = {**({"reference": kept} if reference.strip() else {}), **({"depth": seer} if depth.strip() else {})}

    def act(film: Film) -> tuple[Film, str]:
        found = find_scenes(film, scenes)
        after = _drawing(film, found, how, len(found) == len(film.scenes))
        told = [f"drawn after {Path(reference).name}" if kept else "drawn after no picture"] if reference.strip() else []
        told += [f"depth seen by {seer}" if seer else "depth is guessed"] if depth.strip() else []
        return after, f"{where(film, found)}: {', '.join(told)}."

    return edit(desk, act)
