"""Every edit of a film, as a function Film -> Film: pure, checked, with a sentence (FilmError) when it cannot be done.

A scene is named by its id or by its number in order, from 1. Nothing else than what is asked for changes.
"""

from __future__ import annotations

from memory.editing import (
    UNCHANGED,
    changed,
    choice,
    given,
    new_id,
    replace_scene,
    replace_shot,
    resolve_scene,
    resolve_shot,
)
from memory.errors import FilmError
from memory.film import SIZES, CastMember, Engines, Film, Look, Sound, Stroke, Transition
from memory.ordering import add_scene, merge_scenes, move_scene, remove_scene, split_scene, swap_scenes

__all__ = [
    "add_cast", "add_scene", "add_sound", "add_stroke", "clear_strokes", "merge_scenes", "move_scene", "remove_cast",
    "remove_scene", "replace_scene", "replace_shot", "reset_look", "resolve_scene", "set_aspect", "set_camera",
    "set_captions", "set_cast", "set_delivery", "set_engine", "set_framing", "set_look", "set_music", "set_narration",
    "set_picture", "set_pronunciation", "set_scene", "set_sounds", "set_style", "set_title", "set_transition", "set_voice",
    "shift_look", "shift_music", "split_scene", "swap_scenes",
]  # fmt: skip

_OVERLAP = 0.8
"""Seconds of a transition for which nobody named a length."""


def set_title(film: Film, title: str, logline: str | None = None) -> Film:
    """Give the film a title, and a logline when there is one."""
    return changed(film, title=title.strip(), **given(logline=logline))


def set_aspect(film: Film, aspect: str) -> Film:
    """Set the frame's shape; width and height become that shape's usual size (`memory.film.SIZES`)."""
    width, height = SIZES[choice(aspect, SIZES, "aspect")]
    return changed(film, aspect=aspect, width=width, height=height)


def set_style(film: Film, name: str | None = None, palette: list[str] | None = None, prompt: str | None = None) -> Film:
    """Set the style's name, its palette (#rrggbb, at most 12) or its words; what is None stays."""
    return changed(film, style=changed(film.style, **given(name=name, palette=palette, prompt=prompt)))


def set_voice(film: Film, voice: str | None = None, pace: float | None = None, tone: str | None = None) -> Film:
    """Set the narrator's voice, pace (0.5..2, 1 is normal, below is slower) or tone; what is None stays."""
    return changed(film, narrator=changed(film.narrator, **given(voice=voice, pace=pace, tone=tone)))


def set_delivery(film: Film, scene: str | int, tone: str | None = None, pace: float | None = None) -> Film:
    """Set how the narrator sounds in one scene: the tone ("" as in the film) and a factor on the pace; what is None stays."""
    return replace_scene(film, scene, **given(tone=tone, pace=pace))


def set_pronunciation(film: Film, word: str, say: str) -> Film:
    """Set how a word is to be said; "" has the voice read it as it is written."""
    kept = {each: how for each, how in film.pronunciations.items() if each.casefold() != word.casefold()}
    return changed(film, pronunciations={**kept, word: say} if say else kept)


def set_music(film: Film, mood: str | None = None, tempo: int | None = None, level_db: float | None = None) -> Film:
    """Set the score's mood, tempo (40..220 beats a minute) or level (-60..12 dB); what is None stays."""
    return changed(film, music=changed(film.music, **given(mood=mood, tempo=tempo, level_db=level_db)))


def shift_music(film: Film, decibels: float) -> Film:
    """Make the score louder (above 0) or quieter by so many dB, as far as the scale (-60..12) goes."""
    return set_music(film, level_db=_clamped(film.music.level_db + decibels, -60, 12))


def set_captions(film: Film, burn_in: bool) -> Film:
    """Paint the captions into the picture, or leave them to the player."""
    return changed(film, captions=changed(film.captions, burn_in=burn_in))


def set_engine(film: Film, role: str, name: str, scene: str | int | None = None) -> Film:
    """Choose which engine makes what (stills, clips, speech, music, sounds), in the whole film or in one scene.

    Whether the engine exists is for the registry to say.
    """
    choice(role, Engines.model_fields, "role")
    if not name.strip():
        raise FilmError(f"Say which engine should make the {role}. {UNCHANGED}")
    if scene is None:
        return changed(film, engines=changed(film.engines, **{role: name}))
    if role == "music":
        raise FilmError(f"The music belongs to the whole film, not to one scene. Choose its engine for the film. {UNCHANGED}")
    return replace_scene(film, scene, engines={**resolve_scene(film, scene).engines, role: name})


def add_cast(film: Film, name: str, description: str = "", fictional: bool = True) -> Film:
    """Add someone or something that comes back; the name must be new."""
    if not name.strip():
        raise FilmError(f"Give the new cast member a name. {UNCHANGED}")
    if any(member.name.casefold() == name.strip().casefold() for member in film.cast):
        raise FilmError(f"{name.strip()!r} is in the cast already; change that one instead. {UNCHANGED}")
    member = {"id": new_id(film, "c"), "name": name.strip(), "description": description, "fictional": fictional}
    return changed(film, cast=(*film.cast, member))


def set_cast(film: Film, who: str, name: str | None = None, description: str | None = None) -> Film:
    """Rename or describe a cast member, given by id or name; what is None stays."""
    old = _cast_member(film, who)
    new = changed(old, **given(name=name, description=description))
    return changed(film, cast=tuple(new if member is old else member for member in film.cast))


def remove_cast(film: Film, who: str) -> Film:
    """Take a cast member, given by id or name, out of the film; its id is never given again."""
    gone = _cast_member(film, who)
    return changed(film, cast=tuple(each for each in film.cast if each is not gone), retired=(*film.retired, gone.id))


def _cast_member(film: Film, who: str) -> CastMember:
    for member in film.cast:
        if who == member.id or who.strip().casefold() == member.name.casefold():
            return member
    names = ", ".join(member.name for member in film.cast) or "nobody"
    raise FilmError(f"There is no {who[:80]!r} in the cast, which is: {names}. {UNCHANGED}")


def set_scene(
    film: Film, scene: str | int, title: str | None = None, description: str | None = None, mood: str | None = None,
    pause: float | None = None,
) -> Film:  # fmt: skip
    """Set a scene's title, description, mood or pause after its words (0..60 s); what is None stays."""
    return replace_scene(film, scene, **given(title=title, description=description, mood=mood, pause=pause))


def set_narration(film: Film, scene: str | int, text: str) -> Film:
    """Set the words spoken in a scene; empty text makes it silent."""
    return replace_scene(film, scene, narration=text.strip())


def set_look(film: Film, scene: str | int, **values: float) -> Film:
    """Set look values of a scene (-1..1): brightness, contrast, saturation, warmth, grain; the others stay."""
    _look_names(values)
    return replace_scene(film, scene, look=changed(resolve_scene(film, scene).look, **values))


def shift_look(film: Film, scene: str | int, **by: float) -> Film:
    """Move look values of a scene by so much, as far as the scale (-1..1) goes; the others stay."""
    _look_names(by)
    look = resolve_scene(film, scene).look
    return set_look(film, scene, **{name: _clamped(getattr(look, name) + step, -1, 1) for name, step in by.items()})


def reset_look(film: Film, scene: str | int) -> Film:
    """Leave a scene's picture as it was made."""
    return replace_scene(film, scene, look=Look())


def _look_names(values: dict[str, float]) -> None:
    for name in values:
        choice(name, Look.model_fields, "look value")


def _clamped(value: float, low: float, high: float) -> float:
    """The value within its bounds, without the dust of binary fractions; a NaN stays one, for the model to refuse."""
    return value if value != value else round(min(max(value, low), high), 4)  # noqa: PLR0124


def set_sounds(film: Film, scene: str | int, sounds: list[Sound]) -> Film:
    """Set all sounds under a scene, at most eight; an empty list makes it quiet."""
    return replace_scene(film, scene, sounds=tuple(sounds))


def add_sound(film: Film, scene: str | int, kind: str, level_db: float | None = None) -> Film:
    """Lay a sound under a scene, or change the level (-60..12 dB) of the one that is there."""
    old = resolve_scene(film, scene).sounds
    if not kind.strip():
        raise FilmError(f"Say which sound to add. {UNCHANGED}")
    found = next((sound for sound in old if sound.kind == kind), None)
    new = changed(found or Sound(kind=""), kind=kind, **given(level_db=level_db))
    return set_sounds(film, scene, [new if sound is found else sound for sound in old] if found else [*old, new])


def set_transition(film: Film, scene: str | int, kind: str, seconds: float | None = None) -> Film:
    """Set how a scene ends: cut, crossfade, fade_to_black or wipe, and how long that takes (0..5 s)."""
    if seconds is None:
        seconds = 0 if kind == "cut" else resolve_scene(film, scene).transition.seconds or _OVERLAP
    return replace_scene(film, scene, transition=changed(Transition(), kind=kind, seconds=seconds))


def set_camera(
    film: Film, scene: str | int, move: str | None = None, amount: float | None = None, easing: str | None = None,
    shot: str | int | None = None,
) -> Film:  # fmt: skip
    """Set how the camera moves in a shot (the scene's first when None): move, amount 0..1, easing; what is None stays."""
    camera = resolve_shot(resolve_scene(film, scene), shot).camera
    return replace_shot(film, scene, shot, camera=changed(camera, **given(move=move, amount=amount, easing=easing)))


def set_framing(film: Film, scene: str | int, framing: str, shot: str | int | None = None) -> Film:
    """Set how near the camera is in a shot: wide, medium, close or detail."""
    return replace_shot(film, scene, shot, framing=framing)


def set_picture(
    film: Film, scene: str | int, prompt: str | None = None, seed: int | None = None, shot: str | int | None = None
) -> Film:
    """Set what a shot shows, or its seed for another picture of the same; what is None stays."""
    return replace_shot(film, scene, shot, **given(prompt=prompt, seed=seed))


def add_stroke(film: Film, scene: str | int, stroke: Stroke, shot: str | int | None = None) -> Film:
    """Paint motion on a named element of a shot; a stroke on the same element is replaced."""
    old = resolve_shot(resolve_scene(film, scene), shot).strokes
    others = tuple(each for each in old if each.target.casefold() != stroke.target.casefold())
    return replace_shot(film, scene, shot, strokes=(*others, stroke))


def set_strokes(film: Film, scene: str | int, strokes: tuple[Stroke, ...], shot: str | int | None = None) -> Film:
    """Give a shot these motion strokes instead of its own."""
    return replace_shot(film, scene, shot, strokes=strokes)


def clear_strokes(film: Film, scene: str | int, shot: str | int | None = None) -> Film:
    """Take all motion strokes off a shot."""
    return replace_shot(film, scene, shot, strokes=())
