"""`onereel likeness`: whose face models shall not draw without consent: add one from a photograph, list them, remove one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from memory.likenesses import likenesses, remove_likeness
from tools.settings import load_settings
from ui.options import Json
from ui.terminal import answers, plain, say

app = typer.Typer(no_args_is_help=True, help="Protect a face: what models draw is compared with it.")
Person = Annotated[str, typer.Argument(metavar="PERSON", help="Whose likeness it is, by full name.")]
Photograph = Annotated[Path, typer.Argument(metavar="PHOTOGRAPH", help="One person, from the front. It is not kept.")]


@app.command()
def add(person: Person, photograph: Photograph, as_json: Json = False) -> None:
    """Keep 128 numbers of a face, so that no model's picture of it is kept without that person's consent."""
    from tools.guards.drawn_faces import enroll
    from ui.shelf_cli import bring

    bring("faces")
    record = enroll(person, photograph)
    if as_json:
        say({"person": person, "record": record})
    else:
        answers.print(
            f"{plain(person)}'s likeness is known here. What models draw is compared with it; what shows it is kept only under "
            "that person's record of consent. The photograph was not kept.", highlight=False, soft_wrap=True,
        )  # fmt: skip


@app.command("list")
def list_command(as_json: Json = False) -> None:
    """List whose likenesses are known here."""
    found = likenesses(load_settings().voices_dir)
    if as_json:
        say({"likenesses": [{"person": each.person, "record": each.record} for each in found]})
    else:
        lines = [f"{each.person}  {each.record}" for each in found] or [
            "No likeness is enrolled: pictures are compared with nobody."
        ]
        answers.print(plain("\n".join(lines)), highlight=False)


@app.command()
def remove(person: Person, as_json: Json = False) -> None:
    """Delete somebody's likeness and its numbers; pictures are no longer compared with it."""
    records = remove_likeness(load_settings().voices_dir, person)
    if as_json:
        say({"removed": person, "records": records})
    else:
        answers.print(f"The likeness of {plain(person)} is removed and its numbers are deleted.", highlight=False)
