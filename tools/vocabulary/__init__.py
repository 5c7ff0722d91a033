"""The tools of the conversation: a director's whole vocabulary, as plain typed functions.

A tool is called as `TOOLS[name](desk, **arguments)` and returns what it did. Its docstring is the manual that a model
reads: what it does, then a line for each argument. Scenes are named in the person's words and found here, never by a
model. What cannot be meant is refused with a FilmError and changes nothing; an edit is one saved version.
"""

from __future__ import annotations

from collections.abc import Callable

from tools.vocabulary.arrange import arrange, remove_scenes
from tools.vocabulary.cast import cast
from tools.vocabulary.desk import Desk, Done, Writer
from tools.vocabulary.drafting import draft_film
from tools.vocabulary.drawing import draw, guide, retouch
from tools.vocabulary.film import film, transition
from tools.vocabulary.finishing import enhance, verify
from tools.vocabulary.leaving import export, publish
from tools.vocabulary.narration import narration
from tools.vocabulary.people import audit, people
from tools.vocabulary.picture import camera, look, motion, style
from tools.vocabulary.score import song
from tools.vocabulary.sound import music
from tools.vocabulary.sounds import sounds
from tools.vocabulary.story import add_scene, set_scene
from tools.vocabulary.studio import render, show, versions
from tools.vocabulary.taste import recall, remember
from tools.vocabulary.things import things
from tools.vocabulary.voice import lines, pronounce, voice
from tools.vocabulary.voices import revoke_voice, voices

__all__ = ["TOOLS", "Desk", "Done", "Writer"]

TOOLS: dict[str, Callable[..., Done]] = {
    "draft_film": draft_film,
    "add_scene": add_scene,
    "remove_scenes": remove_scenes,
    "arrange": arrange,
    "set_scene": set_scene,
    "things": things,
    "narration": narration,
    "cast": cast,
    "style": style,
    "look": look,
    "camera": camera,
    "draw": draw,
    "retouch": retouch,
    "guide": guide,
    "motion": motion,
    "sounds": sounds,
    "music": music,
    "song": song,
    "voice": voice,
    "pronounce": pronounce,
    "lines": lines,
    "voices": voices,
    "revoke_voice": revoke_voice,
    "transition": transition,
    "film": film,
    "people": people,
    "audit": audit,
    "versions": versions,
    "show": show,
    "render": render,
    "export": export,
    "publish": publish,
    "enhance": enhance,
    "verify": verify,
    "remember": remember,
    "recall": recall,
}
"""Every tool by the name that a model calls it by."""
