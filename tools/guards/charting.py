"""From an audit to its chart: which shares stand beside which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from memory.film import Film
from tools.engines.chart import Panel, draw_chart
from tools.guards import auditing, fairness
from tools.guards.auditing import Seen
from tools.guards.engine_audit import drawings
from tools.guards.fairness import ATTRIBUTES, Attribute
from tools.guards.tables import table


def film_chart(film: Film, path: Path) -> None:
    """The people of a film, as the words leave them and as they are drawn, beside the declared shares."""
    before, after = auditing.people_of(auditing.ungrounded(film)), auditing.people_of(auditing.grounded(film))
    _chart(
        f"Who is shown in {film.title}",
        ("as the words leave them", before),
        ("drawn from the shares", after),
        fairness.shares(film),
        path,
    )


def engine_chart(engine: str, draws: int, path: Path) -> None:
    """What a painter plans to draw of all occupations, left to itself and told whom, beside the declared shares."""
    target, _, before, after = drawings(draws)
    _chart(f"Whom {engine} draws", ("left to the painter", before), ("told by the shares", after), target, path)


def _chart(
    title: str, before: tuple[str, Sequence[Seen]], after: tuple[str, Sequence[Seen]],
    target: Mapping[Attribute, Mapping[str, float]], path: Path,
) -> None:  # fmt: skip
    tones = {str(at): colour for at, colour in enumerate(table("fairness")["tones"]["colours"], 1)}
    panels: list[Panel] = []
    for name in ATTRIBUTES:
        for words, seen in (before, after):
            values = [each.values[name] for each in seen if each.by[name] != "words"]
            found = {value: count / len(values) for value, count in Counter(values).items()} if values else {}
            panels.append((f"{name}, {words}", found, target[name], len(values)))
    draw_chart(title, panels, tones, path)
