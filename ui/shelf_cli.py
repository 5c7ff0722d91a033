"""`onereel fetch`: what lies on the shelf, and what can be brought there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from memory.errors import FilmError
from tools import shelf
from tools.settings import load_settings
from ui.terminal import answers, asides, plain, say

Names = Annotated[list[str] | None, typer.Argument(metavar="[NAME]...", help="What to fetch; without a name, the list.")]
Remove = Annotated[bool, typer.Option("--remove", help="Take these off the shelf instead.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on standard output.")]


def fetch(names: Names = None, *, remove: Remove = False, as_json: Json = False) -> None:
    """Fetch weights that Onereel does not carry; without a name, list what there is, what is here, and whether it is whole."""
    root = load_settings().shelf_dir
    wanted = [shelf.item(name) for name in names or ()]
    if remove and not wanted:
        raise FilmError("Say what should be removed: onereel fetch --remove NAME. Nothing was touched.")
    for entry in wanted:
        if remove:
            gone = shelf.remove(entry.name, root)
            asides.print(f"{entry.name} was {'removed' if gone else 'not here'}.", highlight=False)
        elif shelf.fetched(entry.name, root) is None:
            bring(entry.name)
    _show(_rows([entry.name for entry in wanted] or list(shelf.items())), as_json)


def bring(name: str) -> None:
    """Fetch one item with its size said first and a bar on standard error."""
    entry = shelf.item(name)
    asides.print(f"Fetching {plain(entry.name)}: {entry.what}, {entry.size / 1e6:.0f} MB, {entry.licence}.", highlight=False)
    with _bar() as report:
        shelf.fetch(name, load_settings().shelf_dir, report)


@contextmanager
def _bar() -> Iterator[shelf.Report]:
    columns = (TextColumn("{task.description}"), BarColumn(bar_width=28), DownloadColumn(), TimeElapsedColumn())
    with Progress(*columns, console=asides, transient=True) as progress:
        task = progress.add_task("fetching")
        yield lambda name, here, total: progress.update(task, description=name, completed=here, total=total)


def _rows(names: list[str]) -> list[dict[str, Any]]:
    root = load_settings().shelf_dir
    rows: list[dict[str, Any]] = []
    for name in names:
        entry, folder = shelf.item(name), shelf.fetched(name, root)
        state = "not fetched" if folder is None else "whole" if shelf.check(name, root) else "damaged"
        sources = [f"{package.name} {package.version}" for package in entry.packages]
        rows.append(
            {"name": name, "what": entry.what, "licence": entry.licence, "bytes": entry.size, "state": state,
             "folder": str(folder) if folder else None, "from": sources}
        )  # fmt: skip
    return rows


def _show(rows: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        say({"shelf": rows})
        return
    table = Table(box=None, header_style="dim")
    for column in ("name", "what", "licence", "size", "state"):
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(row["name"], plain(row["what"]), row["licence"], f"{row['bytes'] / 1e6:.0f} MB", row["state"])
    answers.print(table)
