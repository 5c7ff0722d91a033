"""The motion brush as a command: a named thing or a painted picture, looked at as a loop or kept."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.options import Folder, Json
from ui.terminal import answers, plain, say


def brush(  # noqa: PLR0913 - a command's parameters are its options
    folder: Folder,
    scenes: Annotated[str, typer.Argument(help='Which scenes: "3", "the last two", "all".')],
    target: Annotated[str, typer.Argument(help="What moves, by name, or a picture in which it is painted white on black.")],
    *,
    horizontal: Annotated[float, typer.Option(min=-1, max=1, help="Left below 0, right above.")] = 0,
    vertical: Annotated[float, typer.Option(min=-1, max=1, help="Down below 0, up above.")] = 0,
    proximity: Annotated[float, typer.Option(min=-1, max=1, help="Away below 0, nearer above.")] = 0,
    ambient: Annotated[float, typer.Option(min=0, max=1, help="Stirring in place.")] = 0,
    preview: Annotated[bool, typer.Option("--preview", help="Only make a small loop to look at; the film stays.")] = False,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Paint motion on a thing in the picture."""
    from tools.vocabulary import TOOLS, Desk

    values = {"horizontal": horizontal, "vertical": vertical, "proximity": proximity, "ambient": ambient}
    desk = Desk(folder.absolute())
    if preview:
        loop = _loop(desk.root, scenes, target, values)
        say({"loop": str(loop)}) if as_json else answers.print(plain(loop), highlight=False, soft_wrap=True)
        return
    done = TOOLS["motion"](desk, scenes=scenes, target=target, **values)
    if as_json:
        say({"reply": done.said, "changed": list(done.changed), "version": done.version})
    else:
        answers.print(plain(done.said), highlight=False, soft_wrap=True)


def _loop(root: Path, scenes: str, target: str, values: dict[str, float]) -> Path:
    """A loop of the first shot of the first scene that is meant."""
    from memory.film import Stroke
    from memory.project import Project
    from tools import brushing
    from tools.painting import borrow_mask, names_picture
    from tools.vocabulary.scenes import find_scenes

    project = Project.open(root)
    shot = find_scenes(project.film, scenes)[0].shots[0]
    named = borrow_mask(root, target) if names_picture(target) else target
    return brushing.preview(project, shot.id, (*shot.strokes, Stroke(target=named, **values)))
