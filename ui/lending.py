"""The command that lends a sound file to a film."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ui.options import Folder, Json
from ui.terminal import answers, plain, say

Scenes = Annotated[str, typer.Option("--scenes", help='Under which scenes: "3", "the last two", "all".')]
Level = Annotated[float | None, typer.Option("--level", min=-60, max=12, help="How loud, in dB; -24 lies well under a voice.")]
At = Annotated[float | None, typer.Option("--at", min=0, help="Heard once, at this second of the scene; else all through.")]
Music = Annotated[bool, typer.Option("--music", help="It becomes the film's music, in place of what is composed.")]


def lend(
    folder: Folder,
    file: Annotated[Path, typer.Argument(help="A sound file: WAV, FLAC, Ogg, MP3, M4A or AIFF.")],
    *,
    scenes: Scenes = "all",
    level: Level = None,
    at: At = None,
    music: Music = False,
    as_json: Json = False,
) -> None:
    """Lend a sound file to a film: it is copied into the project and laid under scenes, or becomes its music."""
    from tools.vocabulary import TOOLS, Desk

    desk, path = Desk(folder.absolute()), str(file.expanduser().absolute())
    if music:
        done = TOOLS["song"](desk, file=path)
    else:
        done = TOOLS["sounds"](desk, scenes=scenes, add=f'"{path}"', level_db=level, at=at)
    if as_json:
        say({"reply": done.said, "changed": list(done.changed), "version": done.version})
    else:
        answers.print(plain(done.said), highlight=False, soft_wrap=True)
