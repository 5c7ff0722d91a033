"""What a film and its scenes hold, as answers to the questions people ask of them."""

from __future__ import annotations

import re
from collections.abc import Callable

from memory.film import Film, Look, Scene
from memory.masks import called
from memory.voices import spoken_name
from tools.timing import LEAD, SILENT
from tools.vocabulary.desk import listed, number, number_of, signed
from tools.vocabulary.narration import film_seconds, spoken_seconds
from tools.vocabulary.words import LONGEST

Answer = Callable[[Film], str]


def answer(film: Film, what: str) -> str:
    """The answer to a question about the whole film: by the words it asks for, else a summary with its scenes."""
    said = what[:LONGEST].casefold()
    found = [reply(film) for pattern, reply in _ANSWERS if re.search(pattern, said)]
    return " ".join(dict.fromkeys(found)) if found else summary(film)


def summary(film: Film) -> str:
    """The film in a few lines: what it is, and a line for each scene."""
    count = len(film.scenes)
    head = f'"{film.title}", {count} scene{"s" * (count != 1)}, about {film_seconds(film):.0f} s, {film.aspect}.'
    lines = [f"{at}. {scene.title or scene.id}: {_first(scene)}" for at, scene in enumerate(film.scenes[:20], 1)]
    more = [f"and {count - 20} more"] if count > 20 else []
    return "\n".join([head, *lines, *more])


def _first(scene: Scene) -> str:
    words = (scene.narration or scene.description).split()
    return " ".join(words[:14]) + ("..." if len(words) > 14 else "")


def _length(film: Film) -> str:
    asked = f" ({number(film.seconds)} s were asked for)" if film.seconds else ""
    return f"The film is about {film_seconds(film):.0f} seconds long{asked}."


def _cast(film: Film) -> str:
    if not film.cast:
        return "Nobody is in the cast."
    return "In the cast: " + "; ".join(f"{m.name}{f' ({m.description})' if m.description else ''}" for m in film.cast) + "."


def _music(film: Film) -> str:
    how = "silent" if film.music.level_db <= -60 else f"at {number(film.music.level_db)} dB"
    return f"The music is {film.music.mood}, {film.music.tempo} beats a minute, {how}."


def _voice(film: Film) -> str:
    tone = f", tone {film.narrator.tone}" if film.narrator.tone else ""
    return f"The narrator is {spoken_name(film.narrator.voice)} at pace {number(film.narrator.pace)}{tone}."


def _style(film: Film) -> str:
    colours = f" with the palette {', '.join(film.style.palette)}" if film.style.palette else ""
    return f"The style is {film.style.name}{colours}."


def _frame(film: Film) -> str:
    return f"The picture is {film.aspect}, {film.width}x{film.height}, {film.fps} frames a second."


def _captions(film: Film) -> str:
    painted = film.captions.burn_in
    return f"Captions are {'painted into the picture' if painted else 'a file and a track of their own'}."


def _count(film: Film) -> str:
    count = len(film.scenes)
    return f"The film has {count} scene{'s' * (count != 1)}."


def _all(part: str) -> Answer:
    def reply(film: Film) -> str:
        return "\n".join(scene_words(film, scene, part) for scene in film.scenes[:20])

    return reply


_ANSWERS: tuple[tuple[str, Answer], ...] = (
    (r"\bhow many scenes?\b|\bnumber of scenes\b|\bscene count\b", _count),
    (r"\bhow long\b|\blength\b|\bduration\b|\bseconds\b|\bminutes\b|\brun(?:ning)?[ -]?time\b", _length),
    (r"\bcast\b|\bwho\b|\bcharacters?\b|\bpeople\b|\bheroe?s?\b", _cast),
    (r"\bmusic\b|\bscore\b|\bsoundtrack\b|\btempo\b|\bbpm\b", _music),
    (r"\bvoice\b|\bnarrator\b|\bpace\b|\bspeaker\b", _voice),
    (r"\bstyle\b|\bpalette\b|\bcolou?rs?\b", _style),
    (r"\baspect\b|\bformat\b|\bresolution\b|\bsize\b|\bfps\b|\bframes?\b", _frame),
    (r"\bcaptions?\b|\bsubtitles?\b", _captions),
    (r"\btitle\b|\bcalled\b|\bname of the film\b", lambda film: f'The film is called "{film.title}".'),
    (r"\blogline\b|\babout\b|\bpremise\b", lambda film: film.logline or f'The film is called "{film.title}".'),
    (r"\blanguage\b", lambda film: f"The film's language is {film.language}."),
    (r"\bversion\b", lambda film: f"This is version {film.version}."),
    (r"\bengines?\b", lambda film: f"Made by: {', '.join(f'{part} {name}' for part, name in dict(film.engines).items())}."),
    (r"\bnarration\b|\bwords\b|\btext\b|\bscript\b", _all("narration")),
    (r"\bsounds?\b|\bnoises?\b|\beffects\b", _all("sounds")),
    (r"\blooks?\b|\bbright(?:ness)?\b|\bcontrast\b|\bgrade\b", _all("look")),
    (r"\bcamera\b|\bmoves?\b|\bshots?\b|\bframing\b", _all("camera")),
    (r"\btransitions?\b|\bcuts?\b", _all("transition")),
)  # fmt: skip


def scene_words(film: Film, scene: Scene, what: str = "") -> str:
    """What a scene holds: the part the question asks for, else all of it."""
    head = f"Scene {number_of(film, scene)}{f', {chr(34)}{scene.title}{chr(34)}' if scene.title else ''}"
    said = what[:LONGEST].casefold()
    asked = [reply(film, scene) for pattern, reply in _PARTS if re.search(pattern, said)]
    parts = asked or [reply(film, scene) for _, reply in _PARTS]
    return f"{head}: {' '.join(part for part in parts if part)}"


def _scene_length(film: Film, scene: Scene) -> str:
    seconds = spoken_seconds(film, scene) + LEAD + scene.pause
    return f"About {max(seconds, 0 if scene.narration.strip() else SILENT):.0f} seconds."


def _scene_look(_: Film, scene: Scene) -> str:
    values = {name: getattr(scene.look, name) for name in Look.model_fields}
    set_values = [f"{name} {signed(value)}" for name, value in values.items() if value]
    return f"Look: {', '.join(set_values) or 'as it was made'}."


def _scene_camera(_: Film, scene: Scene) -> str:
    shots = [f"{shot.framing}, {shot.camera.move.replace('_', ' ')} {number(shot.camera.amount)}" for shot in scene.shots]
    strokes = sorted({called(stroke.target) for shot in scene.shots for stroke in shot.strokes})
    moving = f" Motion on {listed(strokes)}." if strokes else ""
    return f"Camera: {'; '.join(shots)}.{moving}"


def _scene_sounds(_: Film, scene: Scene) -> str:
    return f"Sounds: {', '.join(f'{s.kind} at {number(s.level_db)} dB' for s in scene.sounds) or 'none'}."


def _scene_end(_: Film, scene: Scene) -> str:
    long = f" of {number(scene.transition.seconds)} s" if scene.transition.kind != "cut" else ""
    return f"It ends with a {scene.transition.kind.replace('_', ' ')}{long}, {number(scene.pause)} s after the last word."


_PARTS: tuple[tuple[str, Callable[[Film, Scene], str]], ...] = (
    (r"\bdescri\w+|\bshows?\b|\bseen?\b|\bpicture\b|\bhappens?\b|\babout\b|\bwhere\b|\bwho\b", lambda _, s: s.description),
    (r"\bmoods?\b|\bfeel\w*\b", lambda _, s: f"Mood: {s.mood}." if s.mood else ""),
    (r"\bnarrat\w+|\bwords\b|\btext\b|\bsays?\b|\bsaid\b|\bspoken\b|\bscript\b|\bhappens?\b",
     lambda _, s: f"Narration: {s.narration}" if s.narration else "No narration."),
    (r"\bhow long\b|\blength\b|\bduration\b|\bseconds\b", _scene_length),
    (r"\blooks?\b|\bbright\w*|\bdark\w*|\bcontrast\b|\bsaturat\w+|\bwarm\w*|\bgrain\b|\bgrad\w+", _scene_look),
    (r"\bcamera\b|\bmoves?\b|\bmotion\b|\bshots?\b|\bframing\b|\bzoom\w*", _scene_camera),
    (r"\bsounds?\b|\bnoises?\b|\bhear\b|\baudio\b", _scene_sounds),
    (r"\btransitions?\b|\bends?\b|\bpause\b|\bcut\b|\bfade\b", _scene_end),
)  # fmt: skip
