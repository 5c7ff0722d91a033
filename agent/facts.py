"""What every reply ends with: facts made from our own record of the turn, whatever the model says of it."""

from __future__ import annotations

from collections.abc import Sequence

from agent.state import Stage
from agent.toolbox import edits
from agent.turn import Deed
from memory.errors import FilmError
from memory.film import Film
from memory.project import Project
from tools.callsheet import call_sheet

UNCHANGED = "The film is unchanged."
_MAKING = frozenset({"render", "export", "publish"})
"""Tools whose answer says where a file is, which no model's own words can be trusted with."""


def closing(stage: Stage, deeds: Sequence[Deed], words: str) -> str:
    """The words, then what they leave out: what was refused, what changed, and what a render would now make."""
    project = stage.project()
    names = changed(deeds, project.film if project else None)
    refused = [f"Not done: {deed['said']}" for deed in deeds if deed["failed"] and deed["said"] not in words]
    made = [deed["said"] for deed in deeds if deed["tool"] in _MAKING and not deed["failed"] and deed["said"] not in words]
    told = "\n".join([words, *made, *refused]).strip()
    if project and names:
        told = " ".join(told.split(f" {UNCHANGED}"))  # true of the call that was refused, not of the turn
        where = f"Changed: {_places(names, project.film)} (version {project.film.version})."
        return "\n".join(part for part in (told, f"{where} {_render(project, deeds)}".strip()) if part)
    asked = any(edits(deed["tool"], deed["args"]) for deed in deeds) or not stage.brain.built_in
    return f"{told}\n{UNCHANGED}".strip() if asked and UNCHANGED not in told else told


def changed(deeds: Sequence[Deed], film: Film | None) -> tuple[str, ...]:
    """Ids of what the deeds changed, each once: scenes in the film's order, then those that are gone, then "film"."""
    found = {name for deed in deeds for name in deed["changed"]}
    scenes = [scene.id for scene in film.scenes if scene.id in found] if film else []
    return (*scenes, *sorted(found.difference(scenes, {"film"})), *(["film"] if "film" in found else []))


def _places(names: Sequence[str], film: Film) -> str:
    numbers = [str(number) for number, scene in enumerate(film.scenes, 1) if scene.id in names]
    gone = len(set(names) - {"film", *(scene.id for scene in film.scenes)})
    said = [f"scene{'s' * (len(numbers) > 1)} {_listed(numbers)}"] if numbers else []
    if numbers and len(numbers) == len(film.scenes) > 1:
        said = [f"all {len(numbers)} scenes"]
    said += [f"{gone} scene{'s' * (gone > 1)} taken out"] if gone else []
    said += ["the film as a whole"] if "film" in names else []
    return _listed(said)


def _listed(items: Sequence[str]) -> str:
    return ", ".join(items[:-1]) + f" and {items[-1]}" if len(items) > 1 else "".join(items)


def _render(project: Project, deeds: Sequence[Deed]) -> str:
    if any(deed["tool"] == "render" and not deed["failed"] and not deed["args"].get("only_plan") for deed in deeds):
        return ""
    store = project.takes
    try:
        keys = {job.key for job in call_sheet(project.film)}
    except FilmError as error:
        return f"It could not be rendered as it is: {error}"
    reused = sum(store.find(key, verify=False) is not None for key in keys)
    made = len(keys) - reused
    return f"A render would now make {made or 'no'} take{'s' * (made != 1)} and reuse {reused}."
