"""Tools for what is seen: the film's style, the look of scenes, the camera, and the motion brush."""

from __future__ import annotations

import math
from collections.abc import Sequence

from memory import edits
from memory.editing import UNCHANGED, changed, replace_scene, resolve_shot
from memory.errors import FilmError
from memory.film import Film, Scene, Shot, Stroke
from memory.masks import called
from tools.painting import borrow_mask, names_picture
from tools.vocabulary import words as said_as
from tools.vocabulary.desk import Desk, Done, edit, listed, number, signed, where
from tools.vocabulary.scenes import find_scenes

AMBIENT = 0.3
"""How much something stirs of which was only said that it should move."""
MOVING = 0.3
"""The amount of a camera move where there was none."""


def style(desk: Desk, name: str = "", palette: list[str] | str = "", words: str = "") -> Done:
    """Set the whole film's style; what is left empty stays.

    name: the style's name; drawn here are papercut, ink wash, woodcut, neon, watercolour, pencil and noir
    palette: 1 to 12 colours, as #rrggbb or words ("dark blue", "gold"), or one palette's name ("autumn", "pastel", "noir")
    words: how pictures should look, for painters that read words, e.g. "soft light, wide skies"
    """
    colours = said_as.palette(palette) if palette else None
    if not (name.strip() or colours or words.strip()):
        raise FilmError(f"Say what the style should be: its name, its colours or words for it. {UNCHANGED}")

    def act(film: Film) -> tuple[Film, str]:
        parts = [f'the style is "{name.strip()}"'] if name.strip() else []
        parts += [f"the palette is {', '.join(colours)}"] if colours else []
        parts += [f'the pictures are described as "{words.strip()}"'] if words.strip() else []
        after = edits.set_style(film, name.strip() or None, colours, words.strip() or None)
        return after, f"Now {listed(parts)}."

    return edit(desk, act)


def look(  # noqa: PLR0913 - a tool's parameters are the words it knows
    desk: Desk, scenes: str, *, brightness: float = 0, contrast: float = 0, saturation: float = 0, warmth: float = 0,
    grain: float = 0, reset: bool = False, absolute: bool = False,
) -> Done:  # fmt: skip
    """Grade the picture of scenes. Values are steps from what is there (-1..1), or the values themselves when absolute.

    A touch is 0.1, plain 0.2, much 0.4, as far as possible 0.8; "black and white" is saturation -1, absolute.

    scenes: which scenes, in the person's words: "3", "the last two", "the storm", "all"
    brightness: above 0 brighter, below 0 darker
    contrast: above 0 harder, below 0 flatter
    saturation: above 0 more colourful, below 0 paler
    warmth: above 0 warmer, below 0 colder
    grain: above 0 more film grain, below 0 less
    reset: true to leave the picture as it was made, before any values given
    absolute: true when the values are not steps; those that are 0 are left alone
    """
    given = {"brightness": brightness, "contrast": contrast, "saturation": saturation, "warmth": warmth, "grain": grain}
    values = {name: _value(name, value, absolute) for name, value in given.items() if value}
    if not values and not (reset or absolute):
        raise FilmError(f"Say what to change in the look: {', '.join(given)}, above 0 for more and below for less. {UNCHANGED}")

    def act(film: Film) -> tuple[Film, str]:
        found, after = find_scenes(film, scenes), film
        for scene in found:
            after = edits.reset_look(after, scene.id) if reset or not values else after
            after = (edits.set_look if absolute else edits.shift_look)(after, scene.id, **values) if values else after
        return after, f"{where(film, found)}: {_look_words(found, after, values, absolute, reset or not values)}."

    return edit(desk, act)


def _value(name: str, value: float, absolute: bool) -> float:
    most = 1 if absolute else 2
    if not math.isfinite(value) or abs(value) > most:
        raise FilmError(f"{name.capitalize()} goes from -1 to 1, and {value:g} was asked for. {UNCHANGED}")
    return float(value)


def _look_words(found: Sequence[Scene], after: Film, values: dict[str, float], absolute: bool, reset: bool) -> str:
    words = ["the picture as it was made"] if reset else []
    for name, value in values.items():
        if absolute:
            words.append(f"{name} {number(value)}")
        elif len(found) == 1 and not reset:
            old, new = getattr(found[0].look, name), getattr(after.scene(found[0].id).look, name)
            now = f", now {number(new)}" if abs(old) > 1e-9 else ""
            words.append(f"{name} {signed(new - old)}{now}" if new != old else f"{name} is at {number(new)} already")
        else:
            words.append(f"{name} {signed(value)}")
    return "; ".join(words) if any("now" in word for word in words) else ", ".join(words)


def camera(  # noqa: PLR0913 - a tool's parameters are the words it knows
    desk: Desk, scenes: str, *, move: str = "", amount: float = -1, amount_by: float = 0, framing: str = "", easing: str = "",
    shot: str = "",
) -> Done:  # fmt: skip
    """Set how the camera moves and how near it is; what is left empty stays.

    scenes: which scenes, in the person's words: "3", "the last two", "the storm", "all"
    move: static, push_in (zoom in), pull_out (zoom out), pan_left, pan_right, tilt_up, tilt_down, orbit, handheld, rack_focus,
        crane_up, crane_down, dolly_zoom or whip_pan
    amount: how far it moves, 0 (not at all) to 1 (as far as looks right); -1 leaves it
    amount_by: a step of the amount instead, e.g. 0.2 for more movement and -0.2 for calmer
    framing: wide, medium, close or detail; without a shot it is the first shot's
    easing: linear, ease_in, ease_out or ease_in_out
    shot: one shot of the scene, by number or id; without it the move is every shot's
    """
    values = {
        "move": said_as.meant("move", move, "camera move") if move.strip() else None,
        "easing": said_as.meant("easing", easing, "easing") if easing.strip() else None,
    }
    near = said_as.meant("framing", framing, "framing") if framing.strip() else ""
    if not (any(values.values()) or near or amount >= 0 or amount_by):
        raise FilmError(f"Say what the camera should do: a move, how much of it, or how near it is. {UNCHANGED}")

    def act(film: Film) -> tuple[Film, str]:
        found, after = find_scenes(film, scenes), film
        for scene in found:
            for each in _shots(scene, shot):
                much = _amount(each, amount, amount_by, values["move"])
                after = edits.set_camera(after, scene.id, values["move"], much, values["easing"], each.id)
            if near:
                after = edits.set_framing(after, scene.id, near, _shots(scene, shot)[0].id)
        return after, f"{where(film, found)}: {_camera_words(values, near, amount, amount_by)}."

    return edit(desk, act)


def _shots(scene: Scene, shot: str) -> Sequence[Shot]:
    named = str(shot).strip().casefold().removeprefix("shot ")
    named = {"first": "1", "second": "2", "third": "3", "last": str(len(scene.shots))}.get(named, named)
    return (resolve_shot(scene, named),) if named and not said_as.is_all(named) else scene.shots


def _amount(shot: Shot, amount: float, amount_by: float, move: str | None) -> float | None:
    """The new amount of a shot's move; None leaves it. A move where there was none gets the usual amount."""
    if amount >= 0 or not math.isfinite(amount):
        return amount
    if amount_by:
        return _share(shot.camera.amount + amount_by)
    return MOVING if move and move != "static" and shot.camera.amount == 0 else None


def _share(value: float) -> float:
    """A share within 0..1, without the dust of binary fractions; NaN stays for the film to refuse."""
    return round(min(max(value, 0.0), 1.0), 4) if math.isfinite(value) else value


def _camera_words(values: dict[str, str | None], near: str, amount: float, amount_by: float) -> str:
    move, easing = values["move"], values["easing"]
    words = ["the camera stands still" if move == "static" else f"camera {move.replace('_', ' ')}"] if move else []
    if amount >= 0:
        words.append(f"movement {number(amount)}")
    elif amount_by:
        words.append(f"movement {signed(amount_by)}")
    words += [f"framing {near}"] if near else []
    words += [easing.replace("_", " ")] if easing else []
    return ", ".join(words)


def motion(  # noqa: PLR0913 - a tool's parameters are the words it knows
    desk: Desk, scenes: str, *, target: str = "", horizontal: float = 0.0, vertical: float = 0.0, proximity: float = 0.0,
    ambient: float = 0.0, clear: bool = False,
) -> Done:  # fmt: skip
    """Paint motion on a thing in the picture (the motion brush), or take it off.

    scenes: which scenes, in the person's words: "3", "the last two", "the storm", "all"
    target: what moves, by name: "clouds", "boat", "sky"; or a picture file in which it is painted white on black;
        with clear, "" means everything
    horizontal: -1 (left) to 1 (right)
    vertical: -1 (down) to 1 (up)
    proximity: -1 (away) to 1 (nearer)
    ambient: 0 to 1, stirring in place; with no value at all the thing stirs a little
    clear: true to take the motion off the target instead
    """
    thing = target.strip()
    if not clear and not thing:
        raise FilmError(f'Say what should move, such as "clouds" or "the boat". {UNCHANGED}')
    if names_picture(thing) and not clear:
        thing = borrow_mask(desk.root, thing)
    values = {"horizontal": horizontal, "vertical": vertical, "proximity": proximity, "ambient": ambient}
    given = {name: value for name, value in values.items() if value} or {"ambient": AMBIENT}

    def act(film: Film) -> tuple[Film, str]:
        found, after = find_scenes(film, scenes), film
        if clear:
            return _cleared(film, found, thing)
        for scene in found:
            for shot in scene.shots:
                after = edits.add_stroke(after, scene.id, _stroke(thing, given), shot.id)
        steps = ", ".join(f"{name} {signed(value)}" for name, value in given.items())
        return after, f"{where(film, found)}: motion on {called(thing)}, {steps}."

    return edit(desk, act)


def _stroke(thing: str, values: dict[str, float]) -> Stroke:

    return changed(Stroke(target=""), target=thing, **values)


def _cleared(film: Film, found: Sequence[Scene], thing: str) -> tuple[Film, str]:
    every, after, gone = not thing or said_as.is_all(thing), film, 0
    for scene in found:
        shots = []
        for shot in scene.shots:
            kept = [stroke for stroke in shot.strokes if not (every or _same_thing(stroke.target, thing))]
            gone += len(shot.strokes) - len(kept)
            shots.append(shot.model_copy(update={"strokes": tuple(kept)}))
        after = replace_scene(after, scene.id, shots=tuple(shots))
    if not gone:
        there = sorted({called(stroke.target) for scene in found for shot in scene.shots for stroke in shot.strokes})
        has = f"there is motion on {listed(there)}" if there else "there is no motion painted there"
        raise FilmError(f"Nothing was painted on {thing or 'anything'} in {where(film, found).lower()}; {has}. {UNCHANGED}")
    return after, f"{where(film, found)}: no motion{'' if every else f' on {thing}'} any more."


def _same_thing(one: str, other: str) -> bool:
    plain = [set(said_as.plain(called(text)).removeprefix("the ").replace("s", "").split()) for text in (one, other)]
    return plain[0] == plain[1]
