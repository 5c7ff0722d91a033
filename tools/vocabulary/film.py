"""Tools for the whole film's frame and length, and for how scenes end."""

from __future__ import annotations

import math
import re

from memory import edits
from memory.editing import UNCHANGED, changed
from memory.errors import FilmError
from memory.film import Film, Scene
from tools.languages import speaks, unspoken
from tools.studio import spec_of
from tools.vocabulary import words as said_as
from tools.vocabulary.desk import Desk, Done, edit, listed, number, where
from tools.vocabulary.narration import film_seconds, fitted
from tools.vocabulary.scenes import find_scenes

SHORTEST, LONGEST = 5, 3600
"""Seconds that a film may be asked to last."""


def transition(desk: Desk, scenes: str, kind: str = "", seconds: float = -1, pause: float = -1) -> Done:
    """Set how scenes end and how long the picture stays after their last word.

    scenes: which scenes, in the person's words: "3", "the last two", "the storm", "all"
    kind: cut, crossfade, fade_to_black or wipe; "" leaves it
    seconds: how long it takes, 0 to 5; -1 for the usual
    pause: seconds of picture after the last word, 0 to 60; -1 leaves it
    """
    new = said_as.meant("transition", kind, "transition") if kind.strip() else ""
    if not new and seconds < 0 and pause < 0:
        raise FilmError(f"Say how the scene should end: cut, crossfade, fade_to_black or wipe, or how long. {UNCHANGED}")

    def act(film: Film) -> tuple[Film, str]:
        found, after = find_scenes(film, scenes), film
        for scene in found:
            if new or seconds >= 0:
                after = _ended(after, scene, new or scene.transition.kind, seconds)
            if pause >= 0 or math.isnan(pause):
                after = edits.set_scene(after, scene.id, pause=pause)
        words = [new.replace("_", " ")] if new else []
        words += [f"{number(seconds)} s long"] if seconds >= 0 else []
        words += [f"a pause of {number(pause)} s after the words"] if pause >= 0 else []
        return after, f"{where(film, found)}: {', '.join(words)}."

    return edit(desk, act)


def _ended(film: Film, scene: Scene, kind: str, seconds: float) -> Film:
    if kind == "cut" and seconds > 0:
        raise FilmError(f"A cut takes no time. Choose crossfade, fade_to_black or wipe for {number(seconds)} s. {UNCHANGED}")
    return edits.set_transition(film, scene.id, kind, seconds if seconds >= 0 else None)


def film(
    desk: Desk, title: str = "", aspect: str = "", captions: str = "", seconds: float = 0, fps: int = 0, language: str = ""
) -> Done:
    """Set what belongs to the whole film; what is left empty stays.

    title: the film's title
    aspect: 16:9 (landscape), 9:16 (vertical), 1:1 (square), 4:5, 4:3 or 21:9 (cinema)
    captions: burned (painted into the picture) or soft (a file and a track that the player may show)
    seconds: how long the film should be, 5 to 3600; words and pauses are fitted to it
    fps: frames a second, 1 to 120
    language: the language of the narration, e.g. "en" or "German"; nothing is translated
    """
    shape = said_as.meant("aspect", aspect, "aspect") if aspect.strip() else ""
    burn = said_as.meant("captions", captions, "kind of captions") if captions.strip() else ""
    if seconds and not (math.isfinite(seconds) and SHORTEST <= seconds <= LONGEST):
        raise FilmError(f"A film lasts {SHORTEST} to {LONGEST} seconds, and {seconds:g} were asked for. {UNCHANGED}")
    if not (title.strip() or shape or burn or seconds or fps or language.strip()):
        raise FilmError(f"Say what to change: the title, aspect, captions, length, frame rate or language. {UNCHANGED}")

    def act(old: Film) -> tuple[Film, str]:
        after, words = old, []
        if title.strip():
            after, words = edits.set_title(after, title), [f'the title is "{title.strip()}"']
        if shape:
            after = edits.set_aspect(after, shape)
            words.append(f"the picture is {shape}, {after.width}x{after.height}")
        if burn:
            after = edits.set_captions(after, burn == "burned")
            words.append(
                f"captions are {'painted into the picture' if burn == 'burned' else 'a file and a track of their own'}"
            )
        if fps:
            after = changed(after, fps=fps)
            words.append(f"{fps} frames a second")
        if language.strip():
            after = changed(after, language=_language(after, language))
            words.append(f"the language is {after.language}; nothing was translated")
        if seconds:
            after = fitted(after, float(seconds))
            words.append(_length_words(old, after))
        return after, f"Now {listed(words)}."

    return edit(desk, act)


def _length_words(old: Film, new: Film) -> str:
    before, after = (sum(len(scene.narration.split()) for scene in film.scenes) for film in (old, new))
    words = f"{before} words became {after}" if before != after else "only the pauses changed"
    return f"the film is about {film_seconds(new):.0f} s long for the {number(new.seconds)} s asked, {words}"


def _language(film: Film, text: str) -> str:
    """A language's code from its code or English name; FilmError when there is none, or the voice cannot speak it."""
    said = text.strip()
    known: dict[str, str] = said_as.tables()["language"]
    code = said if re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", said) else known.get(said.casefold(), "")
    if not code:
        raise FilmError(f'The language {said[:40]!r} is not known here. Say its code, such as "en" or "pt-BR". {UNCHANGED}')
    spec = spec_of("speech", film.engines.speech)
    if spec.languages and not speaks(spec, code):
        raise FilmError(unspoken(spec, code))
    return code
