"""`onereel audit`, `declare`, `rules` and `refusals`: whom a film shows, what was said of names, what the fence does."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from memory.errors import FilmError
from memory.project import Project
from memory.refusals import refusals as recorded
from ui.options import Fictional, Folder, Json, Manner
from ui.terminal import answers, plain, say

Chart = Annotated[Path | None, typer.Option("--chart", metavar="FILE", help="Write the chart as a PNG.")]


def audit(
    folder: Annotated[Path | None, typer.Argument(metavar="[DIR]", help="The film's folder; none with --engine.")] = None,
    *,
    engine: Annotated[str, typer.Option("--engine", metavar="NAME", help="Audit a painter over many occupations.")] = "",
    draws: Annotated[int, typer.Option("--draws", min=1, max=1000, help="Films of each occupation.")] = 100,
    chart: Chart = None,
    as_json: Json = False,
) -> None:
    """Tell who is shown and why: role by attribute, distance to the declared shares, stereotypes, the suggested age."""
    if engine and folder is None:
        _engine(engine, draws, chart, as_json)
    elif folder is not None and not engine:
        _film(folder, chart, as_json)
    else:
        raise typer.BadParameter("give a film's folder or --engine NAME, one of the two.", param_hint="DIR")


def _film(folder: Path, chart: Path | None, as_json: bool) -> None:
    from tools.guards.charting import film_chart
    from tools.vocabulary import Desk
    from tools.vocabulary.people import audit as audited

    done = audited(Desk(folder.absolute()))
    if chart is not None:
        film_chart(Project.open(folder).film, chart)
    _say({**done.data, "chart": str(chart) if chart else None}, done.said, as_json)


def _engine(engine: str, draws: int, chart: Path | None, as_json: bool) -> None:
    from tools.guards.charting import engine_chart
    from tools.guards.engine_audit import audit_engine

    found = audit_engine(engine, draws)
    if chart is not None:
        engine_chart(engine, draws, chart)
    lines = [f"{engine}: {found['occupations']} occupations, {draws} films each."]
    for title, name in (("what it is told", "prompts"), ("left to itself", "drawn_before"), ("as told", "drawn_after")):
        for d in found[name]:
            lines.append(
                f"{title}, {d['attribute']}: distance to the shares {d['distance']:.3f} (95 % {d['low']:.3f} to "
                f"{d['high']:.3f}, n = {d['n']}; chance alone up to {d['chance']:.3f})"
            )
    for title, name in (("described people changed", "described"), ("people added to scenes without", "people_added")):
        lines.append(f"{title}: {found[name]['changed']} of {found[name]['n']} (95 % up to {found[name]['high']:.4f})")
    _say({**found, "chart": str(chart) if chart else None}, "\n".join(lines), as_json)


def declare(folder: Folder, *, fictional: Fictional = None, style: Manner = None, as_json: Json = False) -> None:
    """Say once that names in the film are of nobody real, or that you answer for an artist's manner."""
    from tools.guards.declaring import declare as declared

    if not fictional and not style:
        raise typer.BadParameter("say what: --fictional NAME or --style ARTIST.", param_hint="--fictional")
    names = [*(fictional or ()), *(style or ())]
    project = Project.open(folder)
    film = project.edit(lambda old: declared(old, fictional or (), style or ()), f"Declared: {', '.join(names)}.")
    kept = [{"name": each.name, "meant": each.meant} for each in film.declared]
    _say({"version": film.version, "declared": kept}, f"Kept in the film: {', '.join(names)}.", as_json)


def rules(as_json: Json = False) -> None:
    """List the fence's rules: what each protects, what it looks at, and what it misses."""
    from tools.policy import RULES

    rows = [{"name": r.name, "protects": r.protects, "looks_at": r.looks_at, "misses": r.misses} for r in RULES]
    words = "\n\n".join(
        f"{r['name']}: protects {r['protects']}.\n  looks at {r['looks_at']}.\n  misses {r['misses']}." for r in rows
    )
    _say({"rules": rows}, words, as_json)


def refusals(folder: Folder, as_json: Json = False) -> None:
    """List what was refused in a film, oldest first."""
    if not folder.is_dir():
        raise FilmError(f"There is no folder {folder}. Check the path.")
    rows = [each.__dict__ for each in recorded(folder.absolute())]
    words = "\n".join(f"{row['when']}  {row['rule']}: {row['said']}" for row in rows) or "Nothing was refused in this film."
    _say({"refusals": rows}, words, as_json)


def _say(data: dict[str, Any], words: str, as_json: bool) -> None:
    if as_json:
        say(data)
    else:
        answers.print(plain(words), highlight=False, soft_wrap=True)
