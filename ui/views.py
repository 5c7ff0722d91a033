"""What the commands print: pure functions from films and call sheets to tables for people and dictionaries for machines."""

from __future__ import annotations

from collections import Counter
from typing import Any

from rich.table import Table

from memory.film import Film
from tools.build import Planned
from tools.guards.fairness import painted
from ui.terminal import plain


def job_rows(planned: tuple[Planned, ...]) -> list[dict[str, Any]]:
    """The call sheet for machines: role, scene, shot, engine, key and status of each job."""
    return [
        {
            "role": p.job.role, "scene": p.job.scene, "shot": p.job.shot,
            "engine": p.job.engine, "key": p.job.key, "status": p.status, **p.job.costs,
        }
        for p in planned
    ]  # fmt: skip


def call_sheet_table(planned: tuple[Planned, ...], *, keys: bool = True) -> Table:
    """The call sheet for people; `keys` shows the beginning of each take's key."""
    table = Table(title="Call sheet", box=None, header_style="dim", title_justify="left")
    for column in ("role", "scene", "shot", "engine", *(["take"] if keys else []), "would be"):
        table.add_column(column)
    for p in planned:
        word = "reused" if p.status == "reused" else "[bold]made[/bold]"
        key = [p.job.key[:12]] if keys else []
        table.add_row(p.job.role, p.job.scene or "", p.job.shot or "", p.job.engine, *key, word)
    return table


def counts(planned: tuple[Planned, ...]) -> str:
    """One sentence: how many takes of which role are made, how many reused."""
    made = Counter(p.job.role for p in planned if p.status == "made")
    reused = sum(p.status == "reused" for p in planned)
    words = ", ".join(f"{n} {role}{'s' if n > 1 and role not in ('speech', 'music') else ''}" for role, n in made.items())
    return f"made: {words or 'nothing'}; reused: {reused}"


def film_table(film: Film) -> Table:
    """The storyboard as a table: a row a scene, its words beside what is seen and heard."""
    table = Table(
        title=f"{plain(film.title)}  [dim](version {film.version})[/dim]", box=None, title_justify="left", show_header=False
    )
    for width in (3, 22, None):
        table.add_column(width=width)
    for number, scene in enumerate(film.scenes, 1):
        seen = "; ".join(f"{shot.framing}, {shot.camera.move.replace('_', ' ')}" for shot in scene.shots)
        heard = ", ".join(sound.kind for sound in scene.sounds)
        aside = "\n".join(part for part in (scene.mood, seen, heard) if part)
        table.add_row(
            str(number), f"[bold]{plain(scene.title or scene.id)}[/bold]\n[dim]{plain(aside)}[/dim]", plain(scene.narration)
        )
    if drawn := drawn_people(film):
        table.caption, table.caption_justify = plain("\n".join(drawn)), "left"
    return table


def drawn_people(film: Film) -> list[str]:
    """A line for every cast member whose looks were drawn from the film's shares, where the words leave them open."""
    told = [(member, painted(film, member)) for member in film.cast]
    return [f"{one.name}: {other.description} (drawn from the film's shares)" for one, other in told if other is not one]
