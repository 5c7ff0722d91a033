"""The command that says what a file is known to be."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.options import Json
from ui.terminal import answers, plain, say


def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Any file, of any maker.")], as_json: Json = False
) -> None:
    """Read a file's content credential and hidden marks, and say what they mean. Status 1 when a credential does not hold."""
    from tools.verify import verify as read

    found = read(file)
    if as_json:
        say(found.as_data())
    else:
        for sentence in found.words:
            answers.print(plain(sentence), highlight=False, soft_wrap=True)
    if not found.good:
        raise typer.Exit(1)
