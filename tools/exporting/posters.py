"""Posters and thumbnails: the shot that shows most of the film's people, painted at the poster's own size, with the title."""

from __future__ import annotations

from memory.errors import FilmError
from memory.film import Film, Scene, Shot
from memory.parts import Framing
from memory.project import Project
from memory.takes import Take
from tools.build import Planned, finished_take
from tools.callsheet import Job, one_job, picture_jobs
from tools.engines import StillRequest
from tools.engines.deliveries import PosterRequest
from tools.exporting.making import Crew, still_allowed
from tools.exporting.wish import painted_size
from tools.exporting.work import Exported, Work
from tools.finish import frame_for, variant
from tools.outgoing import bring, seal_for

FRAMES = {"thumbnail": (1280, 720), "poster": (1200, 1800)}
"""What is made where no shape is asked for; a thumbnail is what a video platform shows."""
_SHOWS: dict[Framing, float] = {"medium": 2.0, "wide": 1.6, "close": 1.0, "detail": 0.2}


def posters(work: Work) -> Exported:
    """Export a thumbnail and a poster, or one picture of the shape and size that is wished for."""
    wish, film = work.wish, work.project.film
    frames = FRAMES
    if wish.aspect or wish.size:
        asked = frame_for(film, wish.aspect, wish.size)
        frames = {"poster": (asked.width, asked.height)}
    files, jobs = [], list[Planned]()
    for name, size in frames.items():
        take, done = poster_take(work.project, film, size, work.crew)
        jobs += done
        target = work.folder / f"{work.stem}-{name}.jpg"
        files.append(bring(work.project, take.main, target, seal_for(film)))
    said = "The poster is here" if len(files) == 1 else "The thumbnail and the poster are here"
    return Exported(files[-1], tuple(files), f"{said}: {', '.join(map(str, files))}", tuple(jobs))


def poster_take(project: Project, film: Film, size: tuple[int, int], crew: Crew) -> tuple[Take, tuple[Planned, ...]]:
    """The picture of that size with the title on it, made or reused."""
    jobs = _jobs(film, size)
    with project.lock():
        still_allowed(project, jobs)
        done, _ = crew.make(project, jobs)
        return finished_take(project, done, "export"), done


def _jobs(film: Film, size: tuple[int, int]) -> tuple[Job, ...]:
    scene, shot = telling_shot(film)
    at_size = variant(film, frame_for(film, size=f"{size[0]}x{size[1]}"))
    pictures = picture_jobs(at_size, scene, shot, painted_size(film))
    below = film.logline if len(film.logline) <= 90 else ""
    request = PosterRequest(width=size[0], height=size[1], title=film.title, below=below, palette=film.style.palette)
    return (*pictures, one_job("export", ("cut", "poster"), request, [("still", pictures[-1].key)], (scene.id, shot.id)))


def telling_shot(film: Film) -> tuple[Scene, Shot]:
    """The shot that shows most of the cast from where one sees them; of equals the first after the opening."""
    shots = [(scene, shot) for scene in film.scenes for shot in scene.shots]
    if not shots:
        raise FilmError("The film has no shot to make a poster from. Nothing was written.")

    def worth(index: int) -> float:
        scene, shot = shots[index]
        request = picture_jobs(film, scene, shot, None)[-1].request
        people = len(request.cast) if isinstance(request, StillRequest) else 0
        return 2.0 * min(people, 3) + _SHOWS[shot.framing] + (0.3 if 0 < index < len(shots) - 1 else 0)

    return shots[max(range(len(shots)), key=lambda index: (worth(index), -index))]
