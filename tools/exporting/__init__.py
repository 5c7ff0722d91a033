"""The export room: whatever leaves the studio - the film for somebody, captions, stems, chapters, posters, timelines.

`presets()` says what there is, `plan(project, wish)` what an export would make, and `export(project, wish)` makes it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from memory.errors import FilmError
from memory.project import Project
from tools.build import Planned, Report
from tools.executor import Executor
from tools.exporting.making import Crew, MadeFilm, planned
from tools.exporting.presets import Preset, preset, presets
from tools.exporting.wish import KINDS, Kind, Wish, delivery
from tools.exporting.work import Exported, Work
from tools.outgoing import bring, export_folder, leaves_project, put, seal_for, sealable
from tools.settings import load_settings

__all__ = ["KINDS", "Exported", "Kind", "Preset", "Wish", "export", "leaves_project", "plan", "preset", "presets"]


def plan(project: Project, wish: Wish) -> tuple[Planned, ...]:
    """What an export of the film would make and reuse; nothing is made."""
    return planned(project, delivery(project.film, wish))


def export(
    project: Project, wish: Wish, report: Report | None = None, workers: int = 0, executor: Executor | None = None
) -> Exported:
    """Make what is missing and bring it out; what is there already is reused, also by the next export of that frame.

    Writing outside the project is for the caller to ask about first (`leaves_project`). Raises FilmError with a sentence:
    what cannot be (an unknown preset, a film too long for it), what the fence refuses (Refused), a folder that will not do.
    """
    if wish.to not in KINDS:
        raise FilmError(f"There is no export called {wish.to[:40]!r}. Choose one of: {', '.join(KINDS)}. Nothing was written.")
    began, folder = time.monotonic(), export_folder(project.root, wish.folder)
    crew = Crew(workers or load_settings().workers, report or (lambda step: None), executor)
    work = Work(project, wish, delivery(project.film, wish), folder, crew)
    done = _DOORS[wish.to](work)
    return Exported(done.main, done.files, done.said, done.jobs, done.notes, time.monotonic() - began, done.facts)


def _film(work: Work) -> Exported:
    made = work.make()
    target = work.folder / f"{work.stem}{made.file.main.suffix}"
    path = bring(work.project, made.file.main, target, seal_for(made.film))
    files = [path]
    if work.wanted.preset and work.wanted.preset.captions != "burned" and made.joined.data["captions"]:
        files.append(bring(work.project, made.joined.folder / "film.srt", path.with_suffix(".srt")))
    notes = (*made.notes, *_asides(path, made))
    return Exported(path, tuple(files), f"The film is here: {path}", made.jobs, notes, facts=film_facts(made))


def _asides(path: Path, made: MadeFilm) -> list[str]:
    """What a person should know of the file: where it holds no credential, and where pictures could have been sharper."""
    notes = [] if sealable(path) else [f"A {path.suffix} file holds no content credential, so {path.name} is not signed."]
    engines = {p.job.engine for p in made.jobs if p.job.role == "finish"}
    if "reframe" in engines and "span" not in engines:
        notes.append("Flat pictures were brought to size by Lanczos; after `onereel fetch span` a net enlarges them.")
    return notes


def film_facts(made: MadeFilm) -> dict[str, Any]:
    """What a delivered film is: frame, rate, codec, seconds, loudness."""
    film, data, sound = made.film, made.file.data, made.mix.data
    return {
        "width": film.width, "height": film.height, "fps": film.fps, "aspect": film.aspect,
        "codec": data.get("codec", "h264"), "seconds": data["seconds"],
        "integrated": data.get("integrated", sound["integrated"]), "true_peak": data.get("true_peak", sound["true_peak"]),
    }  # fmt: skip


def _captions(work: Work) -> Exported:
    kind, made = work.wish.to, work.make()
    if not made.joined.data["captions"]:
        raise FilmError(
            f"The film has no {kind} to export: nobody speaks in it. Everything else can be exported; nothing was written."
        )
    path = bring(work.project, made.joined.folder / f"film.{kind}", work.folder / f"{work.stem}.{kind}")
    return Exported(path, (path,), f"The captions are here: {path}", made.jobs, made.notes)


def _stems(work: Work) -> Exported:
    made, into = work.make(), work.folder / f"{work.stem}-stems"
    files = tuple(bring(work.project, stem, into / stem.name) for stem in sorted(made.mix.folder.glob("*.flac")))
    if not files:
        raise FilmError("The film's mix has no stems. Render the film again; nothing was written.")
    return Exported(into, files, f"The sound tracks are here: {into}", made.jobs, made.notes)


def _chapters(work: Work) -> Exported:
    from tools.exporting.chapters import chapter_lines

    made = work.make()
    text = "\n".join(chapter_lines(made.film, made.slots(work.project.takes))) + "\n"
    path = put(work.project, text.encode(), work.folder / f"{work.stem}-chapters.txt")
    return Exported(path, (path,), f"The chapters are here: {path}", made.jobs, made.notes)


def _poster(work: Work) -> Exported:
    from tools.exporting.posters import posters

    return posters(work)


def _timeline(work: Work) -> Exported:
    from tools.exporting.timeline import timeline

    return timeline(work)


def _package(work: Work) -> Exported:
    from tools.publishing.package import packages

    return packages(work)


_DOORS: dict[Kind, Callable[[Work], Exported]] = {
    "mp4": _film, "srt": _captions, "vtt": _captions, "stems": _stems, "chapters": _chapters, "poster": _poster,
    "otio": _timeline, "otioz": _timeline, "fcpxml": _timeline, "edl": _timeline, "publish": _package,
}  # fmt: skip
