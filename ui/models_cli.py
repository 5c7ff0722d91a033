"""The commands about models for the big engines: what there is, fetching weights, agreeing to licences; and paid orders."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from memory.errors import FilmError
from tools import licences, models, orders
from tools.models import Preset
from ui.options import Json
from ui.terminal import answers, asides, plain, say

app = typer.Typer(no_args_is_help=True, help="Models for the big engines: what there is, their licences and weights.")
orders_app = typer.Typer(no_args_is_help=True, help="What was ordered from engines by key, and paid for.")
Name = Annotated[str, typer.Argument(metavar="MODEL", help="A model's name; `onereel models list` shows them.")]
Agree = Annotated[bool, typer.Option("--agree", help="You have read the model's licence and agree to it.")]

Adapter = Annotated[bool, typer.Option("--adapter", help="Also what lets it draw after a reference picture (IP-Adapter).")]


@app.command("list")
def list_models(as_json: Json = False) -> None:
    """List the models that have a name, with what they make, their licence and size."""
    rows = [_row(preset) for preset in models.presets().values()]
    if as_json:
        say({"models": rows})
        return
    for row in rows:
        mark = "*" if row["default"] else " "
        size = (
            f"{row['memory_gb']:g} GB of memory" if row["memory_gb"] else f"${row['price']:g} a picture" if row["price"] else ""
        )
        line = f"{mark} {row['name']:18}{row['makes']:16}{row['licence']:34}{size}"
        answers.print(plain(line), highlight=False, soft_wrap=True)
    asides.print("* is taken where a film names no other: --stills diffusers, --stills diffusers:flux-schnell", highlight=False)


def _row(preset: Preset) -> dict[str, Any]:
    return {
        "name": preset.name, "makes": ", ".join((preset.role, *preset.also)), "family": preset.family, "source": preset.source,
        "licence": preset.licence, "terms": preset.terms, "agreed": licences.agreed(preset), "memory_gb": preset.memory_gb,
        "size_gb": preset.size_gb, "steps": preset.steps, "guidance": preset.guidance, "price": preset.price,
        "default": preset.default,
    }  # fmt: skip


@app.command("agree")
def agree(name: Name, as_json: Json = False) -> None:
    """Say that you have read a model's licence and agree to it; without that it is not used."""
    preset = _named(name)
    licences.agree(preset)
    _told(preset, "agreed to", as_json)


@app.command("fetch")
def fetch(name: Name, *, agree: Agree = False, adapter: Adapter = False, as_json: Json = False) -> None:
    """Fetch a model's weights from the hub into its cache; the licence is shown and agreed to first."""
    from tools.studio import fetch_model

    preset = _named(name)
    if not licences.agreed(preset):
        if not agree:
            raise FilmError(
                f"{preset.name} ({preset.source}, about {preset.size_gb:g} GB) is under the {preset.licence}: {preset.terms}. "
                f"Nothing was fetched. When you have read it and agree: onereel models fetch {preset.name} --agree"
            )
        licences.agree(preset)
    fetch_model(preset, adapter)
    _told(preset, "here, under the", as_json)


def _named(name: str) -> Preset:
    found = models.presets().get(name)
    if found is None:
        raise FilmError(f"There is no model called {name[:80]!r}. `onereel models list` shows them. Nothing was changed.")
    return found


def _told(preset: Preset, what: str, as_json: bool) -> None:
    if as_json:
        say(_row(preset))
    else:
        answers.print(plain(f"{preset.name}: {what} {preset.licence} ({preset.terms or preset.origin})"), soft_wrap=True)


@orders_app.command("list")
def list_orders(as_json: Json = False) -> None:
    """List what was ordered: what, when, for how much, and whether the answer came."""
    rows = [order.__dict__ for order in orders.orders()]
    if as_json:
        say({"orders": rows, "spent": round(sum(row["price"] for row in rows), 4)})
        return
    for row in rows:
        state = "answered" if row["state"] == "answered" else "in doubt"
        answers.print(f"{row['key'][:12]}  {row['when']}  ${row['price']:.3f}  {state:9} {plain(row['what'])}", highlight=False)
    answers.print(f"{len(rows)} orders, about ${sum(row['price'] for row in rows):.2f}", highlight=False)


@orders_app.command("again")
def again(key: Annotated[str, typer.Argument(help="The beginning of an order's key, six letters or more.")]) -> None:
    """Let an order whose answer never came be sent again; it may then be paid for twice."""
    order = orders.forget(key)
    answers.print(plain(f"{order.what} ({order.key[:12]}) will be ordered again by the next render."), highlight=False)
