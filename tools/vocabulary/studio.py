"""Tools that change no scene: versions, showing, the call sheet and the render, and what leaves the studio."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Sequence
from typing import Any, Literal

from memory.compare import Change, sentence
from memory.editing import UNCHANGED
from memory.errors import FilmError
from memory.project import Project
from tools.build import Planned, Rendered, plan
from tools.build import render as make_film
from tools.vocabulary import words as said_as
from tools.vocabulary.answers import answer, scene_words
from tools.vocabulary.desk import Desk, Done, listed, told
from tools.vocabulary.scenes import find_scenes

log = logging.getLogger(__name__)
_MOST_SHOWN = 12


def versions(
    desk: Desk, action: Literal["undo", "redo", "compare", "list", "restore"], steps: int = 1, version: int = 0
) -> Done:
    """Go back and forward through the film's versions, or look at them.

    action: undo (the last edit), redo, compare (what differs from an earlier version), list, or restore (version)
    steps: how many edits to undo or redo, or how many versions back to compare with
    version: the version to restore or to compare with; 0 for none in particular
    """
    doing = said_as.meant("versions", action, "action")
    if doing == "undo" and version > 0:
        doing = "restore"
    project = desk.project
    if doing in ("undo", "redo"):
        return _walked(desk, project, doing, steps)
    if doing == "restore":
        return _restored(desk, project, version)
    return _listed(project) if doing == "list" else _compared(project, steps, version)


def _walked(desk: Desk, project: Project, word: str, steps: int) -> Done:
    began = project.film.version
    film = (project.undo if word == "undo" else project.redo)(steps, desk.mark)
    deed = project.deed(desk.mark)
    base, to = (deed.base or 1, deed.to) if deed else (began, film.version)
    lines = [project.line(number).sentence for number in _way(project, base if word == "undo" else to, steps)]
    what = " ".join(lines[:3]) + (f" And {len(lines) - 3} more." if len(lines) > 3 else "")
    done = told(project, base, to, f"{'Undone' if word == 'undo' else 'Done again'}: {what} The film is at version {to}.")
    if word == "undo":
        _take_note(desk, project, to, base)
    return done


def _way(project: Project, version: int, steps: int) -> list[int]:
    """The versions that so many steps back from one pass, the newest first."""
    passed: list[int] = []
    parent = project.parent(version)
    while len(passed) < steps and parent is not None:
        passed.append(version)
        version, parent = parent, project.parent(parent)
    return passed


def _take_note(desk: Desk, project: Project, before: int, after: int) -> None:
    """Let memory know which edit was taken back; that it cannot is no reason for the undo to fail."""
    from tools.taste import film_name, observe

    try:
        one, two = project.at(before), project.at(after)
        observe(desk.settings, one, two, True, film_name(project.root, two.title), desk.mark)
    except FilmError as error:
        log.warning("%s Nothing was remembered of it.", error)


def _restored(desk: Desk, project: Project, version: int) -> Done:
    known = [line.version for line in project.history()]
    if version not in known:
        raise FilmError(f"There is no version {version}; the film has versions {_span(known)}. {UNCHANGED}")
    began = project.film.version
    project.restore(version, desk.mark)
    deed = project.deed(desk.mark)
    base, to = (deed.base or began, deed.to) if deed else (began, project.film.version)
    return told(project, base, to, f"Back to version {version}, kept as version {to}; undo takes it back.")


def _span(known: list[int]) -> str:
    return f"{known[0]} to {known[-1]}" if known == list(range(known[0], known[-1] + 1)) else listed([str(n) for n in known])


def _listed(project: Project) -> Done:
    lines, now = project.history(), project.film.version
    shown = [f"{line.version}{' (now)' if line.version == now else ''}: {line.sentence}" for line in lines[-_MOST_SHOWN:]]
    rows = [{"version": line.version, "sentence": line.sentence, "when": line.when} for line in lines]
    count = f"The film has {len(lines)} version{'s' * (len(lines) != 1)}."
    return Done("\n".join([count, *shown]), version=now, data={"versions": rows})


def _compared(project: Project, steps: int, version: int) -> Done:
    now, known = project.film.version, [line.version for line in project.history()]
    if version and version not in known:
        raise FilmError(f"There is no version {version}; the film has versions {_span(known)}. {UNCHANGED}")
    way = _way(project, now, max(steps, 1))
    before = version or (project.parent(way[-1]) if way else None)
    if before is None:
        return Done("This is the film's first version, so there is nothing to compare it with.", version=now)
    changes = [change for change in project.compare(before, now) if change.path != "retired"]
    rows = [{"path": c.path, "scene": c.scene, "before": c.before, "after": c.after} for c in changes]
    return Done(_difference(changes, before, now), version=now, data={"changes": rows})


def _difference(changes: Sequence[Change], before: int, now: int) -> str:
    if not changes:
        return f"Version {now} is the same as version {before}."
    lines = [sentence(change) for change in changes[:_MOST_SHOWN]]
    more = [f"and {len(changes) - _MOST_SHOWN} more"] if len(changes) > _MOST_SHOWN else []
    return "\n".join([f"Version {now} against version {before}:", *lines, *more])


def show(desk: Desk, scenes: str = "", what: str = "") -> Done:
    """Say what the film or some of its scenes hold. Changes nothing.

    scenes: which scenes, in the person's words; "" for the whole film
    what: words of the question: "how long", "cast", "music", "voice", "narration", "sounds", "look", "palette" ...
    """
    film = desk.project.film
    found = find_scenes(film, scenes) if scenes.strip() else []
    said = "\n".join(scene_words(film, scene, what) for scene in found) if found else answer(film, what)
    rows = [scene.model_dump(mode="json") for scene in found]
    return Done(said, version=film.version, data={"scenes": rows} if rows else {})


def render(desk: Desk, only_plan: bool = False) -> Done:
    """Make the film, or with only_plan say what a render would make. What is there already is reused.

    only_plan: true for the call sheet alone; nothing is made then
    """
    project = desk.project
    if only_plan:
        planned = plan(project.film, project.takes)
        return Done(plan_words(planned), version=project.film.version, data={"jobs": job_rows(planned)})
    done = make_film(project, desk.settings.workers, desk.report)
    said = f"The film is ready: {done.film}. {made_words(done.jobs)}."
    return Done(" ".join([said, *done.notes]), version=project.film.version, data=_rendered(done))


def _rendered(done: Rendered) -> dict[str, Any]:
    return {"film": str(done.film), "seconds": round(done.seconds, 2), "jobs": job_rows(done.jobs), "notes": list(done.notes)}


def plan_words(planned: Sequence[Planned]) -> str:
    """What a render would do, in a sentence: how many takes of which role it would make, how many it would reuse."""
    made, reused = Counter(p.job.role for p in planned if p.status == "made"), sum(p.status == "reused" for p in planned)
    if not made:
        return f"A render would make nothing new; all {reused} takes are there."
    roles = listed([f"{count} {role}{'s' * (count > 1 and role not in ('speech', 'music'))}" for role, count in made.items()])
    return f"A render would make {made.total()} take{'s' * (made.total() != 1)} ({roles}) and reuse {reused}."


def made_words(planned: Sequence[Planned]) -> str:
    """What a render did, in a few words."""
    made = sum(p.status == "made" for p in planned)
    return f"{made} take{'s' * (made != 1)} made, {len(planned) - made} reused"


def job_rows(planned: Sequence[Planned]) -> list[dict[str, Any]]:
    """The call sheet for machines: role, scene, shot, engine, key and status of each job."""
    return [
        {
            "role": p.job.role,
            "scene": p.job.scene,
            "shot": p.job.shot,
            "engine": p.job.engine,
            "key": p.job.key,
            "status": p.status,
            **p.job.costs,
        }
        for p in planned
    ]
