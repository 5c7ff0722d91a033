"""`onereel memory`: what Onereel remembers of somebody's taste, to look at, search, mend and forget."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from rich.table import Table

from memory.errors import FilmError
from memory.taste import Row
from memory.taste import rows as remembered
from tools.settings import load_settings
from ui.terminal import answers, asides, plain, say

app = typer.Typer(no_args_is_help=True, help="What Onereel remembers of your taste, over all films.")

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on standard output.")]
Film = Annotated[str, typer.Option("--film", metavar="NAME", help="Only what one film gave: the name of its folder.")]
Most = Annotated[int, typer.Option("--most", min=1, max=50, help="How many rows at most.")]


@app.command("list")
def list_command(film: Film = "", as_json: Json = False) -> None:
    """List what is remembered, oldest first."""
    found = [row for row in remembered(load_settings().memory_dir) if not film or row.film.split(" / ")[0] == film]
    _show(found, as_json, "Nothing is remembered yet.")


@app.command()
def search(
    about: Annotated[str, typer.Argument(help="What to look for, by meaning.")],
    film: Film = "",
    most: Most = 5,
    as_json: Json = False,
) -> None:
    """Find what comes nearest in meaning."""
    from tools import taste

    _show(taste.recall(load_settings(), about, most, film, _tell), as_json, "Nothing that is remembered is about that.")


@app.command()
def rebuild(as_json: Json = False) -> None:
    """Make the search index again from what is remembered."""
    from tools import taste

    count = taste.rebuild(load_settings())
    if as_json:
        say({"rows": count})
    else:
        answers.print(f"The memory's index was made again: {count} row{'s' * (count != 1)}.", highlight=False)


@app.command()
def forget(
    key: Annotated[str, typer.Argument(help="The key of what should be forgotten; `onereel memory list` shows it.")],
    as_json: Json = False,
) -> None:
    """Forget one thing for good."""
    from tools import taste

    if not taste.forget(load_settings(), key, _tell):
        raise FilmError(f"Nothing is remembered under the key {key[:80]!r}. `onereel memory list` shows the keys.")
    if as_json:
        say({"forgotten": key})
    else:
        answers.print(f"Forgotten: {plain(key)}.", highlight=False)


def _tell(sentence: str) -> None:
    asides.print(plain(sentence), highlight=False, soft_wrap=True)


def _show(rows: list[Row], as_json: bool, nothing: str) -> None:
    if as_json:
        say({"rows": [_plain_row(row) for row in rows]})
        return
    if not rows:
        asides.print(nothing)
        return
    table = Table(box=None, header_style="dim")
    for column in ("kind", "what", "film", "key"):
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(row.kind, plain(row.text), plain(row.film), plain(row.key))
    answers.print(table)


def _plain_row(row: Row) -> dict[str, Any]:
    return {
        "key": row.key, "when": row.when, "film": row.film, "kind": row.kind, "text": row.text, "data": dict(row.data),
        "likeness": row.likeness,
    }  # fmt: skip
