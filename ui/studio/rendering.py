"""The bar above the cards: how much of the film is made, the call sheet before anything costly, and the render as it goes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import mean

import gradio as gr

from memory.film import Film
from memory.store import TakeStore
from tools.build import Planned, Step, plan
from tools.studio import spec_of
from ui.studio.markup import text
from ui.studio.page import Page, Visit
from ui.studio.renders import Work
from ui.studio.wording import counted, duration, length, to_make, words

_USUAL = {"speech": 1.0, "still": 4.0, "clip": 1.2, "music": 2.0, "sound": 1.0, "segment": 12.0, "mix": 6.0, "film": 2.0}
"""Seconds that a take of a role usually takes, until this film's own have been measured."""


def build(page: Page) -> None:
    """Build the bar, the call sheet and their buttons."""
    with gr.Row(elem_id="render-bar", equal_height=True):
        bar = gr.HTML("", elem_id="progress", padding=False, scale=8, min_width=160)
        undo = gr.Button("Undo", elem_id="undo", size="sm", scale=0, min_width=64)
        redo = gr.Button("Redo", elem_id="redo", size="sm", scale=0, min_width=64)
        ask = gr.Button("Render", elem_id="render", variant="primary", size="sm", scale=0, min_width=96, visible=False)
        stop = gr.Button("Stop", elem_id="stop-render", variant="stop", size="sm", scale=0, min_width=72, visible=False)
    with gr.Column(elem_id="callsheet", visible=False) as sheet:
        table = gr.HTML("", elem_id="callsheet-table", padding=False)
        with gr.Row():
            approve = gr.Button("Make it", elem_id="approve", variant="primary", size="sm", scale=0, min_width=110)
            decline = gr.Button("Not now", elem_id="decline", size="sm", scale=0, min_width=110)
    page.on(ask.click, lambda visit: (gr.update(visible=True), sheet_html(visit)), outputs=[sheet, table])
    page.on(decline.click, lambda visit: gr.update(visible=False), outputs=[sheet])
    page.on(approve.click, begin, outputs=[sheet, bar, ask, stop])
    page.on(stop.click, end, outputs=[bar, ask, stop])
    page.on(undo.click, lambda visit: _stepped(visit, "undo"), outputs=[page.stamp])
    page.on(redo.click, lambda visit: _stepped(visit, "redo"), outputs=[page.stamp])
    page.shows(shown, [bar, ask, stop])


def _stepped(visit: Visit, way: str) -> str:
    visit.call("versions", action=way)
    return Page.stamped(visit)


def begin(visit: Visit) -> tuple[object, ...]:
    """The call sheet was approved: the render joins the queue."""
    visit.backstage.renders.begin(visit.project.root, visit.room.settings)
    return (gr.update(visible=False), *shown(visit))


def end(visit: Visit) -> tuple[object, ...]:
    """Stop the film's render."""
    work = visit.backstage.renders.of(visit.project.root)
    if work:
        visit.backstage.renders.stop(work)
    return shown(visit)


def shown(visit: Visit) -> tuple[object, ...]:
    """The bar's words, and which of its buttons there are now."""
    if visit.desk.empty:
        return "", gr.update(visible=False), gr.update(visible=False)
    project = visit.project
    work = visit.backstage.renders.of(project.root)
    if work and work.alive:
        words = working_html(work, visit.backstage.renders.place(work), project.film)
        return words, gr.update(visible=False), gr.update(visible=True)
    lacking = len(to_make(plan(project.film, project.takes)))
    return resting_html(lacking, work), gr.update(visible=lacking > 0, value="Render"), gr.update(visible=False)


def resting_html(lacking: int, work: Work | None) -> str:
    """The bar while nothing is made: how the last render ended, and what the next would make."""
    ended = ""
    if work and work.state in ("failed", "stopped"):
        ended = f'<span class="ended {work.state}">{text(work.said)}</span> '
    if not lacking:
        return f'<p class="bar" role="status">{ended}<span class="whole">The film is up to date.</span></p>'
    takes = f"{lacking} take{'s' * (lacking != 1)}"
    return f'<p class="bar" role="status">{ended}A render would make {takes}.</p>'


def working_html(work: Work, place: int, film: Film) -> str:
    """The bar while a render of a film waits or runs."""
    if work.state == "waiting":
        before = f"{place} render{'s' * (place != 1)} before this one" if place else "next"
        return f'<p class="bar" role="status">Waiting in the queue: {before}.</p>'
    share = round(100 * work.made / work.total) if work.total else 0
    places = _places(film)
    now = ", ".join(list(dict.fromkeys(_named(step, places) for step in list(work.now.values())))[:3])
    doing = f"Making {now}" if now else "Putting it together" if work.made >= work.total else "Getting ready"
    count = f"{work.made} of {work.total} takes, " if work.total else ""
    last = "".join(f"<li>{_named(step, places)} <span>{step.seconds:.1f} s</span></li>" for step in work.steps[-8:][::-1])
    made = f"<details><summary>What was made</summary><ol>{last}</ol></details>" if last else ""
    return (
        f'<div class="bar" role="status"><p>{doing}<span class="count">{count}{length(work.seconds)}</span></p>'
        f'<progress max="100" value="{share}" aria-label="Progress">{share} %</progress>{made}</div>'
    )


def _places(film: Film) -> dict[str, str]:
    """Where scenes and shots are, by id: ids stay when scenes change places, and say nothing to a person."""
    found = {}
    for number, scene in enumerate(film.scenes, 1):
        found[scene.id] = f"scene {number}"
        for shot, each in enumerate(scene.shots, 1):
            found[each.id] = f"scene {number}, shot {shot}" if len(scene.shots) > 1 else f"scene {number}"
    return found


def _named(step: Step, places: Mapping[str, str]) -> str:
    """A take in words: "picture (scene 3)"."""
    job = step.job
    one, part = words()["takes"].get(job.role, [job.role])[0], job.shot or job.scene
    return text(f"{one} ({places.get(part, part)})" if part else one)


def sheet_html(visit: Visit) -> str:
    """The call sheet: what would be made by which engine, what is reused, and about how long it takes."""
    project = visit.project
    planned = plan(project.film, project.takes)
    making = to_make(planned)
    seconds = sum(usual_seconds(making, project.takes)) / max(min(visit.room.settings.workers, len(making)), 1)
    rows = "".join(_rows(planned))
    return (
        f"<h3>Call sheet</h3><p>To make: {text(', '.join(counted(p.job.role for p in making)) or 'nothing')}. "
        f"Reused: {len(planned) - len(making)}. It takes {duration(seconds)}. {text(cost_words(making))}</p>"
        '<table><thead><tr><th scope="col">What</th><th scope="col">Engine</th><th scope="col">Make</th>'
        f'<th scope="col">Reuse</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def cost_words(making: Sequence[Planned]) -> str:
    """What making these takes costs, by what their engines say of themselves."""
    paid = sorted({p.job.engine for p in making if spec_of(p.job.department, p.job.engine).capabilities.get("paid")})
    if paid:
        return f"{', '.join(paid)} runs at a service that takes money for it; everything else runs on this machine."
    return "It costs nothing: every engine runs on this machine."


def _rows(planned: Sequence[Planned]) -> list[str]:
    groups: dict[tuple[str, str], list[Planned]] = {}
    for each in planned:
        groups.setdefault((each.job.role, each.job.engine), []).append(each)
    return [_row(role, engine, len(to_make(found)), len(found)) for (role, engine), found in groups.items()]


def _row(role: str, engine: str, made: int, whole: int) -> str:
    name = words()["takes"].get(role, [role, role])[1]
    cells = (text(name), text(engine), made or "&ndash;", whole - made or "&ndash;")
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def usual_seconds(making: Sequence[Planned], takes: TakeStore) -> list[float]:
    """About how long each of the takes lasts to make: as long as this film's others of its role did."""
    measured: dict[str, list[float]] = {}
    for key in takes.keys()[:400]:
        take = takes.find(key, verify=False)
        if take and take.manifest.seconds:
            measured.setdefault(take.manifest.role, []).append(take.manifest.seconds)
    return [mean(measured[p.job.role]) if p.job.role in measured else _USUAL.get(p.job.role, 3.0) for p in making]
