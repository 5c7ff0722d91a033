"""The call sheet: every take a render needs, computed from the film alone, in the order in which they can be made.

A take's key hashes the engine's name, version and model, the canonical request, and the keys of the takes it is made
from, so that the sheet is exact before anything has run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from memory.canonical import digest
from memory.film import CastMember, Film, Scene, Shot
from memory.parts import Department
from tools import drawn
from tools.engines import (
    CardRequest,
    ClipRequest,
    FilmRequest,
    MixRequest,
    MixScene,
    MusicRequest,
    Request,
    Role,
    SceneCut,
    SegmentRequest,
    SpeechRequest,
    StillRequest,
)
from tools.engines.deliveries import ReframeRequest
from tools.finish import Painted
from tools.guards.fairness import painted
from tools.guards.labels import shown_in
from tools.hearing import heard
from tools.pronouncing import found_in
from tools.studio import credit_of, spec_of
from tools.timing import OVERLAPPING, leave_seconds

JobRole = Literal["still", "clip", "speech", "music", "sound", "segment", "mix", "film", "finish", "export"]
TITLE_SECONDS = 3.0
CREDITS_SECONDS = 4.0
_LITTLE_WORDS = {"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "the", "to", "with"}


@dataclass(frozen=True)
class Job:
    """One take to make or reuse: what it is, which engine makes it from which request and inputs, and its key."""

    role: JobRole
    scene: str | None
    shot: str | None
    department: Role
    engine: str
    request: Request
    inputs: tuple[tuple[str, str], ...]
    key: str

    @property
    def needs(self) -> tuple[str, ...]:
        """Keys of the takes that must exist before this one can be made."""
        return tuple(key for _, key in self.inputs)

    @property
    def costs(self) -> dict[str, float]:
        """The take's `cost` in US dollars where making it is paid for, for rows of the call sheet; empty where it is free."""
        cost = drawn.price(self.request)
        return {"cost": cost} if cost else {}


class _Sheet:
    """Collects jobs; the same take asked for twice is one job."""

    def __init__(self, film: Film) -> None:
        self.jobs: dict[str, Job] = {}
        self.cast = tuple((_words(f"{member.name} {member.id}"), painted(film, member)) for member in film.cast)

    def add(
        self,
        role: JobRole,
        scene: str | None,
        engine: tuple[Role, str],
        request: Request,
        inputs: Iterable[tuple[str, str]] = (),
        shot: str | None = None,
    ) -> str:
        job = one_job(role, engine, request, inputs, (scene, shot))
        self.jobs.setdefault(job.key, job)
        return job.key


def one_job(
    role: JobRole,
    engine: tuple[Role, str],
    request: Request,
    inputs: Iterable[tuple[str, str]] = (),
    place: tuple[str | None, str | None] = (None, None),
) -> Job:
    """The job that makes one take, with its key; `place` is the scene and the shot it belongs to."""
    department, name = engine
    spec, pairs = spec_of(department, name), tuple(sorted(inputs))
    identity = {
        "role": role, "engine": spec.name, "version": spec.version, "model": spec.capabilities.get("model", ""),
        "request": request, "inputs": dict(pairs),
    }  # fmt: skip
    return Job(role, *place, department, name, request, pairs, digest(identity))


def call_sheet(film: Film, painted: Painted | None = None) -> tuple[Job, ...]:
    """All jobs of a render of `film`, every job after the jobs it needs; EngineError when the film names an unknown engine.

    `painted` is the size that pictures have whose engine does not paint in layers: where the film is finished at another
    one, each is cut and enlarged to it once, between the still and the camera.
    """
    sheet = _Sheet(film)
    speech = {scene.id: _speech(sheet, film, scene) for scene in film.scenes}
    clips = {shot.id: _clip(sheet, film, scene, shot, painted) for scene in film.scenes for shot in scene.shots}
    sounds = {scene.id: _sounds(sheet, film, scene) for scene in film.scenes}
    music = sheet.add("music", None, _music_engine(film), _music_request(film))
    segments = [_card(sheet, film, "title")]
    segments += [_segment(sheet, film, index, speech, clips) for index in range(len(film.scenes))]
    segments.append(_card(sheet, film, "credits"))
    voices = [(f"speech:{scene}", key) for scene, key in speech.items()]
    effects = [(f"sound:{scene}:{i}", key) for scene, keys in sounds.items() for i, key in enumerate(keys)]
    mix = sheet.add("mix", None, ("cut", "mix"), _mix_request(film), [*voices, *effects, ("music", music)])
    sheet.add("film", None, ("cut", "film"), _film_request(film), [*segments, *voices, ("mix", mix)])
    return tuple(sheet.jobs.values())


def _engine_for(film: Film, scene: Scene, role: Department) -> tuple[Role, str]:
    return role, scene.engines.get(role) or str(getattr(film.engines, role))


def _speech(sheet: _Sheet, film: Film, scene: Scene) -> str:
    voice, text = film.narrator, _spoken(film, scene)
    request = SpeechRequest(
        text=text, voice=voice.voice, pace=film.pace_in(scene), tone=scene.tone or voice.tone, language=film.language,
        said=found_in(text, film.pronunciations.items()), checked=voice.checked, marked=voice.marked,
    )  # fmt: skip
    return sheet.add("speech", scene.id, _engine_for(film, scene, "speech"), request)


def _spoken(film: Film, scene: Scene) -> str:
    """The scene's narration, in the first scene behind the label that is to be heard."""
    label = film.label.spoken.strip() if scene is film.scenes[0] else ""
    return f"{label} {scene.narration.strip()}".strip()


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower())) - _LITTLE_WORDS


def _cast_in(sheet: _Sheet, scene: Scene, shot: Shot) -> tuple[CastMember, ...]:
    """Only those whom the words name, so that a new cast member leaves other scenes' stills alone."""
    said = _words(f"{scene.description} {shot.prompt}")
    return tuple(member for named, member in sheet.cast if named & said)


def _still_request(sheet: _Sheet, film: Film, scene: Scene, shot: Shot) -> StillRequest:
    return StillRequest(
        width=film.width, height=film.height, description=scene.description, prompt=shot.prompt, mood=scene.mood,
        framing=shot.framing, seed=shot.seed, style=film.style, cast=_cast_in(sheet, scene, shot),
    )  # fmt: skip


def picture_jobs(film: Film, scene: Scene, shot: Shot, painted: Painted | None) -> tuple[Job, ...]:
    """The jobs that make a shot's picture at the film's size, the picture's own last; `painted` as in `call_sheet`."""
    _picture(sheet := _Sheet(film), film, scene, shot, painted)
    return tuple(sheet.jobs.values())


def _picture(sheet: _Sheet, film: Film, scene: Scene, shot: Shot, painted: Painted | None) -> str:
    engine = _engine_for(film, scene, "stills")
    layered = spec_of(*engine).capabilities.get("layers") and not shot.retouches
    if painted is None or painted[:2] == (film.width, film.height) or layered:
        return drawn.still(sheet.add, film, scene, shot, _still_request(sheet, film, scene, shot), engine)
    flat = film.model_copy(update={"width": painted.width, "height": painted.height})
    key = drawn.still(sheet.add, flat, scene, shot, _still_request(sheet, flat, scene, shot), engine)
    if scale := painted.scale_for(film):
        from tools.engines.enhance.requests import EnlargeRequest

        key = sheet.add("finish", scene.id, ("finish", "span"), EnlargeRequest(scale=scale), [("still", key)], shot.id)
    request = ReframeRequest(width=film.width, height=film.height)
    return sheet.add("finish", scene.id, ("cut", "reframe"), request, [("still", key)], shot.id)


def _clip(sheet: _Sheet, film: Film, scene: Scene, shot: Shot, painted: Painted | None) -> str:
    drawing = _picture(sheet, film, scene, shot, painted)
    picture = drawn.layered(sheet.add, film, scene, shot, drawing, _still_request(sheet, film, scene, shot))
    clip = ClipRequest(width=film.width, height=film.height, camera=shot.camera, strokes=shot.strokes, seed=shot.seed)
    return drawn.clip(sheet.add, film, scene, shot, clip, picture)


def _sounds(sheet: _Sheet, film: Film, scene: Scene) -> list[str]:
    """What is heard the same in two scenes of a film, as most ambiences are, is one take."""
    engine = _engine_for(film, scene, "sounds")
    return [sheet.add("sound", None, engine, drawn.sound(heard(film, scene, sound), engine)) for sound in scene.sounds]


def _music_engine(film: Film) -> tuple[Role, str]:
    """A lent song has an engine of its own."""
    return "music", "song" if film.music.file else film.engines.music


def _music_request(film: Film) -> MusicRequest:
    """The moods without their order, so that the music is the same however the scenes are moved about."""
    if film.music.file:
        return MusicRequest(file=film.music.file)
    scenes = tuple(sorted({mood for scene in film.scenes if (mood := _followed(film, scene))}))
    asked = MusicRequest(mood=film.music.mood, tempo=film.music.tempo, seed=film.seed, scenes=scenes)
    return drawn.music(asked, _music_engine(film))


def _followed(film: Film, scene: Scene) -> str:
    """The mood that the music follows in a scene; "" where it keeps to the film's own."""
    return scene.mood.strip().lower() if film.music.follows == "story" else ""


def _card(sheet: _Sheet, film: Film, kind: Literal["title", "credits"]) -> tuple[str, str]:
    lines = (film.title, *filter(None, [shown_in(film)])) if kind == "title" else credit_lines(film)
    request = CardRequest(
        width=film.width, height=film.height, fps=film.fps, kind=kind, lines=lines, palette=film.style.palette,
        seconds=TITLE_SECONDS if kind == "title" else CREDITS_SECONDS,
    )  # fmt: skip
    return f"card:{kind}", sheet.add("segment", kind, ("cut", "card"), request)


def credit_lines(film: Film) -> tuple[str, ...]:
    """The film's credits: its title, then one line for every engine that makes something in it, each once."""
    departments: tuple[Department, ...] = ("stills", "clips", "speech", "sounds")
    used: list[tuple[Role, str]] = []
    for role in departments:
        used += sorted({_engine_for(film, scene, role) for scene in film.scenes})
    used += [*drawn.seers(film), _music_engine(film), ("cut", "segment"), ("cut", "card")]
    drafted = getattr(film, "drafted_by", "")
    story = (f"Story: {drafted}",) if drafted else ()
    lines = (credit_of(*engine) for engine in used)
    return (film.title, *story, *dict.fromkeys(lines), "Pictures, voice and music in this film were made by a computer program")


def _scene_cut(film: Film, scene: Scene) -> SceneCut:
    shots = tuple((shot.id, shot.share) for shot in scene.shots)
    return SceneCut(
        id=scene.id, pause=scene.pause, shots=shots, look=scene.look, transition=scene.transition, beat=film.music.beat
    )  # fmt: skip


def _burnt(film: Film) -> bool | Literal["high"]:
    return "high" if film.captions.burn_in and film.captions.high else film.captions.burn_in


def _segment(sheet: _Sheet, film: Film, index: int, speech: dict[str, str], clips: dict[str, str]) -> tuple[str, str]:
    scene = film.scenes[index]
    before = film.scenes[index - 1].transition if index else None
    shows_next = scene.transition.kind in OVERLAPPING and leave_seconds(scene.transition) > 0
    following = film.scenes[index + 1] if shows_next and index + 1 < len(film.scenes) else None
    request = SegmentRequest(
        width=film.width, height=film.height, fps=film.fps, scene=_scene_cut(film, scene),
        enter=leave_seconds(before) if before and before.kind in OVERLAPPING else 0,
        following=_scene_cut(film, following) if following else None, burn_in=_burnt(film),
    )  # fmt: skip
    shown = [scene] if following is None else [scene, following]
    inputs = [(f"speech:{s.id}", speech[s.id]) for s in shown]
    inputs += [(f"clip:{shot.id}", clips[shot.id]) for s in shown for shot in s.shots]
    return f"segment:{scene.id}", sheet.add("segment", scene.id, ("cut", "segment"), request, inputs)


def _mix_scenes(film: Film, *, with_sounds: bool) -> tuple[MixScene, ...]:
    return tuple(
        MixScene(
            id=scene.id, pause=scene.pause, transition=scene.transition,
            sounds_db=tuple(sound.level_db for sound in scene.sounds) if with_sounds else (),
            mood=_followed(film, scene) if with_sounds else "", beat=film.music.beat,
        )
        for scene in film.scenes
    )  # fmt: skip


def _mix_request(film: Film) -> MixRequest:
    return MixRequest(
        fps=film.fps, scenes=_mix_scenes(film, with_sounds=True), music_db=film.music.level_db,
        title=TITLE_SECONDS, credits=CREDITS_SECONDS,
    )  # fmt: skip


def _film_request(film: Film) -> FilmRequest:
    return FilmRequest(
        fps=film.fps, order=("card:title", *(f"segment:{scene.id}" for scene in film.scenes), "card:credits"),
        scenes=_mix_scenes(film, with_sounds=False), title=TITLE_SECONDS, name=film.title, language=film.language,
        scene_titles=tuple(scene.title or scene.id for scene in film.scenes),
    )  # fmt: skip
