"""The chosen scene's controls: look, camera, words. Each change is one call of the vocabulary's tools, one saved version."""

from __future__ import annotations

from typing import Any, get_args

from memory.editing import resolve_scene
from memory.errors import FilmError
from memory.film import Film, Scene, Shot
from memory.parts import Framing, Move
from ui.studio.markup import picture, text
from ui.studio.page import Visit

LOOKS = ("brightness", "contrast", "saturation", "warmth", "grain")


def editor_html(film: Film, scene_id: str, film_id: str, key: str) -> str:
    """The controls of one scene with their values; nothing when the scene is gone."""
    scene = next((each for each in film.scenes if each.id == scene_id), None)
    if scene is None:
        return ""
    number = film.scenes.index(scene) + 1
    shown = (
        picture(film_id, key, f"Scene {number} as it is now") if key else '<span class="unseen">The render will show it</span>'
    )
    return (
        f'<section class="editor" data-scene="{text(scene.id)}" aria-label="Scene {number}, {text(scene.title)}">'
        f"<header><h3>Scene {number}</h3>{_button('close', '&times;', 'Close the editor')}</header>"
        f'<div class="sides"><div class="seen" id="edited-picture">{shown}</div><div class="fields">{_words(scene)}</div></div>'
        f'<div class="looks" role="group" aria-label="Look">{"".join(_slider(n, getattr(scene.look, n)) for n in LOOKS)}</div>'
        f"{_camera(scene.shots[0])}</section>"
    )


def _words(scene: Scene) -> str:
    return (
        f'<label>Title<input id="scene-title" data-edit="title" maxlength="500" value="{text(scene.title)}"></label>'
        '<label>Narration<textarea id="scene-narration" data-edit="narration" rows="3" maxlength="20000">'
        f"{text(scene.narration)}</textarea></label>"
        '<label>What is seen<textarea id="scene-description" data-edit="description" rows="2" maxlength="20000">'
        f"{text(scene.description)}</textarea></label>"
    )


def _camera(shot: Shot) -> str:
    return (
        '<div class="camera" role="group" aria-label="Camera">'
        f"{_select('framing', 'Framing', get_args(Framing), shot.framing)}"
        f"{_select('move', 'Camera', get_args(Move), shot.camera.move)}"
        '<label>How far<input type="range" id="camera-amount" data-edit="amount" min="0" max="1" step="0.05" '
        f'value="{shot.camera.amount:g}"></label><span class="ends">{_button("plain-look", "Plain look")}'
        f"{_button('remove', 'Take out')}</span></div>"
    )


def _button(act: str, words: str, label: str = "") -> str:
    said = f' aria-label="{label}"' if label else ""
    return f'<button type="button" class="plain" data-act="{act}" id="scene-{act}"{said}>{words}</button>'


def _select(name: str, label: str, names: tuple[str, ...], chosen: str) -> str:
    options = "".join(f'<option value="{n}"{" selected" if n == chosen else ""}>{n.replace("_", " ")}</option>' for n in names)
    return f'<label>{label}<select id="camera-{name}" data-edit="{name}">{options}</select></label>'


def _slider(name: str, value: float) -> str:
    least = 0 if name == "grain" else -1
    return (
        f'<label>{name.capitalize()} <output>{value:+.2f}</output><input type="range" id="look-{name}" data-edit="{name}" '
        f'min="{least}" max="1" step="0.05" value="{value:g}"></label>'
    )


def apply_edit(visit: Visit, scene_id: str, field: str, value: Any) -> str:
    """Change one thing of a scene through the vocabulary; the tool's own sentence. FilmError as the tool says."""
    film = visit.project.film
    scene = resolve_scene(film, scene_id)
    number = str(film.scenes.index(scene) + 1)
    if field in LOOKS:
        return _look(visit, scene, number, field, value)
    if field == "narration":
        words = str(value).strip()
        how: dict[str, Any] = {"how": "replace", "text": words} if words else {"how": "clear"}
        return visit.call("narration", scenes=number, **how).said
    if field in ("title", "description") and str(value).strip():
        return visit.call("set_scene", scenes=number, **{field: str(value).strip()}).said
    if field in ("move", "framing"):
        return visit.call("camera", scenes=number, **{field: str(value)}, shot="1" if field == "framing" else "").said
    if field == "amount":
        return visit.call("camera", scenes=number, amount=_number(value)).said
    raise FilmError("That cannot be left empty. The film is unchanged.")


def _look(visit: Visit, scene: Scene, number: str, field: str, value: Any) -> str:
    """Move one value of the look to where the slider stands, as a step: an absolute 0 would leave it alone."""
    step = round(_number(value) - float(getattr(scene.look, field)), 4)
    if not step:
        return ""
    return visit.call("look", scenes=number, **{field: step}).said


def _number(value: Any) -> float:
    try:
        return float(value)
    except (TypeError, ValueError) as error:
        raise FilmError("That is not a number. The film is unchanged.") from error
