"""The history: every version with its sentence and a picture; two to compare; any to go back to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import gradio as gr

from memory.compare import Change
from memory.errors import FilmError
from memory.film import Film
from memory.history import Version
from memory.project import Project
from ui.studio.markup import picture, text
from ui.studio.page import Page, Visit

_SHOWN = 40
"""Versions that are listed; older ones are reached by their number."""
_CHANGES = 30


def build(page: Page) -> None:
    """Build the two versions to compare and the list."""
    with gr.Row(elem_id="compare-bar", equal_height=True):
        before = gr.Dropdown([], label="Version", elem_id="before", scale=0, min_width=190, filterable=False)
        after = gr.Dropdown([], label="against", elem_id="after", scale=0, min_width=190, filterable=False)
    difference = gr.HTML("", elem_id="difference", padding=False)
    versions = gr.HTML("", elem_id="versions", js_on_load="onereel.acts(element, trigger)", padding=False)
    page.shows(shown, [before, after, difference, versions])
    for choice in (before, after):
        page.on(choice.input, compared, [before, after], [difference])
    page.on_data(versions.click, pressed, outputs=[before, after, difference, versions])


def shown(visit: Visit, against: int = 0) -> tuple[Any, ...]:
    """The list, and the current version against the one before it or another."""
    if visit.desk.empty:
        return gr.update(choices=[]), gr.update(choices=[]), "", ""
    project = visit.project
    now = project.film.version
    lines = project.history()[::-1]
    numbers = [(f"version {line.version}{' (now)' if line.version == now else ''}", line.version) for line in lines]
    other = against or project.parent(now) or now
    listed = "".join(_line(visit, project, line, now) for line in lines[:_SHOWN])
    return (
        gr.update(choices=numbers, value=other), gr.update(choices=numbers, value=now), compared(visit, other, now),
        f'<ol class="versions" aria-label="Versions">{listed}</ol>',
    )  # fmt: skip


def _line(visit: Visit, project: Project, line: Version, now: int) -> str:
    try:
        film = project.at(line.version)
    except FilmError:
        return f'<li><div class="told"><b>Version {line.version}</b> {text(line.sentence)}</div></li>'
    parent = project.parent(line.version)
    scene = _touched(project, parent, line.version, film)
    seen = visit.backstage.pictures.of_version(film, project.root)
    shown = picture(visit.film, seen[scene].key, f"Scene as in version {line.version}") if scene in seen else ""
    current, said = line.version == now, line.sentence[:1].upper() + line.sentence[1:]
    buttons = '<span class="state kept">open now</span>' if current else _buttons(line.version)
    return (
        f'<li{" class=now" if current else ""}><span class="frame">{shown}</span><div class="told">'
        f'<span class="when">Version {line.version}, {text(_when(line.when))}</span><b>{text(said)}</b>'
        f'<span class="acts">{buttons}</span></div></li>'
    )


def _buttons(version: int) -> str:
    return "".join(
        f'<button type="button" class="plain" data-act="{act}" data-version="{version}" id="{act}-{version}">{words}</button>'
        for act, words in (("compare", "Compare"), ("restore", "Go back to it"))
    )


def _when(when: str) -> str:
    try:
        return datetime.fromisoformat(when).astimezone().strftime("%-d %B, %H:%M")
    except ValueError:
        return "some time ago"


def _touched(project: Project, parent: int | None, version: int, film: Film) -> str:
    """The scene whose picture tells best what a version changed: the first that it changed, else the first."""
    ids = {scene.id for scene in film.scenes}
    changes = project.compare(parent, version) if parent else []
    return next((change.scene for change in changes if change.scene in ids), film.scenes[0].id)


def compared(visit: Visit, before: Any, after: Any) -> str:
    """Two versions: what differs, and the pictures that do, side by side."""
    if not before or not after or before == after:
        return ""
    project = visit.project
    one, two = project.at(int(before)), project.at(int(after))
    changes = [change for change in project.compare(int(before), int(after)) if change.path != "retired"]
    if not changes:
        return '<p class="quiet">These two versions are the same.</p>'
    lines = "".join(f"<li>{text(line)}</li>" for line in described(changes[:_CHANGES], one, two))
    more = f"<li>and {len(changes) - _CHANGES} more</li>" if len(changes) > _CHANGES else ""
    return f'<div class="difference"><ul>{lines}{more}</ul>{_pairs(visit, project, (one, two))}</div>'


def _pairs(visit: Visit, project: Project, films: tuple[Film, Film]) -> str:
    one, two = (visit.backstage.pictures.of_version(film, project.root) for film in films)
    both = [scene.id for scene in films[1].scenes if scene.id in one and one[scene.id].key != two[scene.id].key]
    return "".join(
        f'<figure class="pair">{picture(visit.film, one[scene].key, f"Before: version {films[0].version}")}'
        f"{picture(visit.film, two[scene].key, f'After: version {films[1].version}')}"
        f"<figcaption>{text(films[1].scene(scene).title)}: version {films[0].version} and version {films[1].version}"
        "</figcaption></figure>"
        for scene in both[:3]
    )


def described(changes: Sequence[Change], before: Film, after: Film) -> list[str]:
    """Changes in a person's words: scenes by their number and name, fields without dots."""
    names = {
        scene.id: f'Scene {number} "{scene.title}"' for film in (before, after) for number, scene in enumerate(film.scenes, 1)
    }
    return [_described(change, names) for change in changes]


def _described(change: Change, names: dict[str, str]) -> str:
    where = names.get(change.scene, "The film")
    path = [part for part in change.path.split(".") if part not in ("scenes", change.scene, "shots")]
    what = " ".join(path).replace("_", " ")
    if change.path.endswith("scenes.order"):
        return "The scenes are in another order"
    if change.before is None:
        return f"{where}: {what or 'the scene'} is new"
    if change.after is None:
        return f"{where}: {what or 'the scene'} is gone"
    return f"{where}, {what}: {_value(change.before)} \u2192 {_value(change.after)}"


def _value(value: Any) -> str:
    said = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return said if len(said) <= 90 else f"{said[:87]}..."


def pressed(visit: Visit, data: dict[str, Any]) -> tuple[Any, ...]:
    """A version's button: compare it with now, or go back to it."""
    try:
        version = int(data.get("version", 0))
    except (TypeError, ValueError) as error:
        raise FilmError("That is no version. The film is unchanged.") from error
    if data.get("act") == "restore":
        visit.call("versions", action="restore", version=version)
        return shown(visit)
    return shown(visit, version)
