"""The motion brush at work: the still it paints on, what can be moved there, a quick loop to look at, one saved version."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from memory import edits
from memory.canonical import digest
from memory.errors import FilmError
from memory.film import Film, Shot, Stroke
from memory.masks import called, keep_mask
from memory.project import Project
from memory.takes import Manifest, Take
from tools import studio
from tools.callsheet import Job, call_sheet
from tools.engines import ClipRequest
from tools.ffmpeg import run_ffmpeg
from tools.vocabulary.desk import Desk, Done, edit, listed, where
from tools.vocabulary.drawing import repainted
from tools.work import Task, input_takes, perform

SMALL, FPS, SECONDS = 270, 15, 3.0
"""Height in pixels, frames a second and length of a loop."""
_LOOP = "loop.mp4"


def shot_of(film: Film, shot_id: str) -> tuple[str, Shot]:
    """The id of the scene that has a shot, and the shot; FilmError when no scene has it."""
    for scene in film.scenes:
        for shot in scene.shots:
            if shot.id == shot_id:
                return scene.id, shot
    raise FilmError(f"There is no shot {shot_id[:64]!r} in this film any more. Nothing was changed.")


def still_of(project: Project, shot_id: str) -> Take:
    """The still that a shot shows, drawn now when it is not there yet; FilmError as from the engine that draws it."""
    shot_of(project.film, shot_id)
    job = _job(project.film, "still", shot_id)
    for each in _chain(job, call_sheet(project.film)):
        perform(Task(project.takes.root, each))
    return _found(project, job.key)


def _chain(job: Job, jobs: Sequence[Job]) -> list[Job]:
    """A job behind all that it is made of: a picture by a model is drawn over a layout, and may be taken apart by depth."""
    by_key = {each.key: each for each in jobs}
    before = [each for key in job.needs for each in _chain(by_key[key], jobs)]
    return list(dict.fromkeys([*before, job]))


def _job(film: Film, role: str, shot_id: str) -> Job:
    """A shot's job. Stills that several shots share are one job, which belongs to the first of them: its clip leads there."""
    jobs = call_sheet(film)
    clip = next((job for job in jobs if job.role == "clip" and job.shot == shot_id), None)
    if clip is None:  # the same clip as another shot's: look by what it would ask for
        scene_id, shot = shot_of(film, shot_id)
        alike = [
            s.id for s in film.scene(scene_id).shots if (s.camera, s.strokes, s.seed) == (shot.camera, shot.strokes, shot.seed)
        ]
        clip = next(job for job in jobs if job.role == "clip" and job.shot in alike)
    return clip if role == "clip" else next(job for job in jobs if job.key == dict(clip.inputs)["still"])


def _found(project: Project, key: str) -> Take:
    take = project.takes.find(key)
    if take is None:
        raise FilmError("The still could not be read. Nothing was changed. Try it again.")
    return take


def preview(project: Project, shot_id: str, strokes: Sequence[Stroke]) -> Path:
    """A small loop of a shot with these strokes instead of its own, as a video file among the film's takes.

    What was shown before is shown again. FilmError as from the engines; the film is not changed.
    """
    film = project.film
    scene_id, _ = shot_of(film, shot_id)
    still = still_of(project, shot_id)
    job = _job(edits.set_strokes(film, scene_id, tuple(strokes), shot_id), "clip", shot_id)
    job = replace(job, request=_small(job.request))
    key = digest({"role": "preview", "clip": job.key, "size": SMALL, "fps": FPS, "seconds": SECONDS})
    there = project.takes.find(key)
    return there.main if there else _filmed(project, job, still, key).main


def _small(request: object) -> ClipRequest:
    if not isinstance(request, ClipRequest):
        raise FilmError("This shot has no clip that could be shown small. The film is unchanged.")
    width = round(SMALL * request.width / request.height / 2) * 2
    return request.model_copy(update={"width": width, "height": SMALL})


def _filmed(project: Project, job: Job, still: Take, key: str) -> Take:
    """Make the small clip and film it, which the fence is asked about as about every clip."""
    store, request = project.takes, _small(job.request)
    spec = studio.spec_of("clips", job.engine)
    with tempfile.TemporaryDirectory() as temporary, store.workspace(key) as folder:
        inputs = input_takes(store, replace(job, inputs=(("still", still.manifest.key),)))
        made = studio.synthesise("clips", job.engine, request, inputs, Path(temporary), project.root)
        clip = Manifest(
            key=key, role="clip", engine=job.engine, version=spec.version, licence=spec.licence, request={},
            main=made.main, files={},
        )  # fmt: skip
        frames = studio.footage(Take(Path(temporary), clip)).frames(round(SECONDS * FPS), FPS)
        size = f"{request.width}x{request.height}"
        run_ffmpeg(
            ["-f", "rawvideo", "-pix_fmt", "bgra", "-s", size, "-r", str(FPS), "-i", "pipe:0", "-an", "-c:v", "libx264",
             "-preset", "veryfast", "-crf", "24", "-pix_fmt", "yuv420p", "-movflags", "+faststart", str(folder / _LOOP)],
            frames,
        )  # fmt: skip
        return store.commit(
            key, folder, role="preview", engine=spec.name, version=spec.version, licence=spec.licence,
            request=request.model_dump(mode="json"), inputs={"still": still.manifest.key}, main=_LOOP, notes=made.notes,
        )  # fmt: skip


def paint_anew(desk: Desk, shot_id: str, paint: Path, becomes: str, engine: str = "") -> Done:
    """Let a model paint anew what is painted over in `paint`, a picture with transparency, in one shot; one saved version.

    `becomes` is what it shall look like; `engine` paints it where it is not who drew the shot. FilmError as from `retouch`.
    """
    from tools.engines.brush import mask_of

    scene_id, shot = shot_of(desk.project.film, shot_id)
    mask = keep_mask(desk.root, mask_of(paint))
    return repainted(desk, scene_id, (mask, becomes), engine, shot.id)


def apply_strokes(desk: Desk, shot_id: str, strokes: Sequence[Stroke]) -> Done:
    """Give a shot these strokes instead of its own, as one saved version."""

    def act(film: Film) -> tuple[Film, str]:
        scene_id, _ = shot_of(film, shot_id)
        after = edits.set_strokes(film, scene_id, tuple(strokes), shot_id)
        moved = list(dict.fromkeys(called(stroke.target) for stroke in strokes))
        said = f"motion on {listed(moved)}" if moved else "no motion painted any more"
        return after, f"{where(film, [film.scene(scene_id)])}: {said}."

    return edit(desk, act)
