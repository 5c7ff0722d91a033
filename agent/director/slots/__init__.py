"""From what a clause may mean to calls: one builder for each rule of rules.toml, which finds the slots or asks for them."""

from __future__ import annotations

from collections.abc import Callable

from agent.director.clause import Clause
from agent.director.frames import Call
from agent.director.slots import camera, cast, ending, film, look, motion, order, sound, sounds, story, studio, things, voice
from agent.director.where import Around

Builder = Callable[[Clause, Around], list[Call]]

BUILDERS: dict[str, Builder] = {
    "look": look.look,
    "music": sound.music,
    "sounds": sounds.sounds,
    "voice": voice.voice,
    "narration": story.narration,
    "add_scene": story.add_scene,
    "remove_scenes": order.remove_scenes,
    "arrange": order.arrange,
    "set_mood": story.set_mood,
    "set_title": story.set_title,
    "set_description": story.set_description,
    "cast": cast.cast,
    "things": things.things,
    "camera": camera.camera,
    "motion": motion.motion,
    "transition": ending.transition,
    "pause": ending.pause,
    "title": film.title,
    "aspect": film.aspect,
    "captions": film.captions,
    "length": film.length,
    "fps": film.fps,
    "language": film.language,
    "style": film.style,
    "versions": studio.versions,
    "render": studio.render,
    "plan": studio.plan,
    "export": studio.export,
    "remember": studio.remember,
    "recall": studio.recall,
}
"""Builders by the rule's name. They return no call when the clause means something else; they raise questions and answers."""
