"""Credits and checks: which engine makes what under which licence, what the takes noted, and what other parts checked."""

from __future__ import annotations

from collections.abc import Sequence

import gradio as gr

from memory.film import Film
from tools.build import Planned, plan
from tools.callsheet import credit_lines
from tools.engines import Role
from tools.policy import RULES
from tools.studio import spec_of
from ui.studio.checks import CHECKS
from ui.studio.markup import text
from ui.studio.page import Page, Visit
from ui.studio.wording import words


def build(page: Page) -> None:
    """Build the page."""
    credits = gr.HTML("", elem_id="credits", padding=False)
    page.shows(shown, [credits])


def shown(visit: Visit) -> str:
    """Credits, engines, notes, checks and the rules that every act meets."""
    if visit.desk.empty:
        return ""
    project = visit.project
    planned = plan(project.film, project.takes)
    checks = "".join(_section(title, check(project)) for title, check in CHECKS)
    return (
        f'<div class="page">{_engines(planned)}{_notes(planned, project.film)}{checks}{_rules()}'
        f"{_section('In the credits', credit_lines(project.film)[1:])}</div>"
    )


def _engines(planned: Sequence[Planned]) -> str:
    used: dict[tuple[Role, str], int] = {}
    for each in planned:
        place = (each.job.department, each.job.engine)
        used[place] = used.get(place, 0) + 1
    rows = "".join(_engine(department, name, count) for (department, name), count in used.items())
    return (
        '<h3>Engines</h3><table><thead><tr><th scope="col">Makes</th><th scope="col">Engine</th><th scope="col">Takes</th>'
        f'<th scope="col">Licence</th></tr></thead><tbody>{rows}</tbody></table>'
    )


def _engine(department: Role, name: str, count: int) -> str:
    spec = spec_of(department, name)
    makes = words()["departments"].get(department, department)
    cells = (makes, f"{name} {spec.version}", count, spec.licence)
    return f"<tr>{''.join(f'<td>{text(cell)}</td>' for cell in cells)}</tr>"


def _notes(planned: Sequence[Planned], film: Film) -> str:
    """What engines noted while they worked, by scene."""
    numbers = {scene.id: f"Scene {number}: " for number, scene in enumerate(film.scenes, 1)}
    notes = dict.fromkeys(f"{numbers.get(p.job.scene or '', '')}{note}" for p in planned for note in p.notes)
    return _section("Notes of the takes", list(notes) or ["Nothing was noted."])


def _rules() -> str:
    if not RULES:
        return ""
    return _section("Rules that every act meets", [f"{rule.name}: protects {rule.protects}" for rule in RULES])


def _section(title: str, lines: Sequence[str]) -> str:
    listed = "".join(f"<li>{text(line)}</li>" for line in lines)
    return f"<h3>{text(title)}</h3><ul>{listed}</ul>" if lines else ""
