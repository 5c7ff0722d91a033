"""The arguments and options that several commands share, each with the help it shows."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The film's folder.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on standard output.")]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="DIR", help="Folder for the film; by default named after its title.")
]
From = Annotated[
    Path | None, typer.Option("--from", metavar="FILE", help="An outline or script; its sentences stay the narration.")
]
Kind = Annotated[
    Literal["premise", "outline", "script", "fountain"] | None, typer.Option("--as", help="How FILE is to be read.")
]
Scenes = Annotated[int | None, typer.Option("--scenes", min=1, max=400, help="How many scenes.")]
Seconds = Annotated[float | None, typer.Option("--seconds", min=5, max=3600, help="How long the film should be.")]
Aspect = Annotated[Literal["16:9", "9:16", "1:1", "4:5", "4:3", "21:9"], typer.Option("--aspect", help="The picture's shape.")]
Seed = Annotated[int, typer.Option("--seed", min=0, max=2**32 - 1, help="Another seed, another film of the same premise.")]
Stills = Annotated[
    str | None, typer.Option("--stills", metavar="ENGINE", help="Engine that draws; `onereel doctor` lists them.")
]
Clips = Annotated[str | None, typer.Option("--clips", metavar="ENGINE", help="Engine that sets pictures in motion.")]
Speech = Annotated[str | None, typer.Option("--speech", metavar="ENGINE", help="Engine that speaks.")]
Music = Annotated[str | None, typer.Option("--music", metavar="ENGINE", help="Engine that composes.")]
Sounds = Annotated[str | None, typer.Option("--sounds", metavar="ENGINE", help="Engine that makes effects.")]
Workers = Annotated[int | None, typer.Option("--workers", min=1, max=64, help="Takes made side by side.")]
Utterance = Annotated[str, typer.Argument(metavar="UTTERANCE", help="What you would like, in your own words.")]
Yes = Annotated[bool, typer.Option("--yes", help="Say yes to whatever this turn asks leave for.")]
Fictional = Annotated[
    list[str] | None,
    typer.Option("--fictional", metavar="NAME", help="A name in the words that is of nobody real; as often as needed."),
]
Manner = Annotated[
    list[str] | None,
    typer.Option("--style", metavar="ARTIST", help="An artist in whose manner the film may be; you answer for it."),
]
