"""The commands for how words are spoken: matching a voice to its reading, and how a word is said."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from memory.errors import FilmError
from memory.voices import find_voice
from tools import shelf
from tools.consenting import cleared
from tools.settings import load_settings
from tools.studio import spec_of
from ui.options import Folder, Json
from ui.shelf_cli import bring
from ui.terminal import answers, asides, plain, say

Name = Annotated[str, typer.Argument(metavar="NAME", help="The voice's name.")]
ForFilm = Annotated[Path | None, typer.Option("--film", metavar="DIR", help="The film that the consent was given for.")]
Word = Annotated[str, typer.Argument(metavar="WORD", help="The word as it is written.")]
Say = Annotated[str, typer.Argument(metavar="[SAY]", help="How it sounds, in plain words; nothing reads it as written again.")]


def match(name: Name, *, film: ForFilm = None, as_json: Json = False) -> None:
    """Match a voice to its reading now, instead of at the first line it speaks, and show how like it became."""
    from tools.engines.matched import fitted

    settings = load_settings()
    voice = find_voice(settings.voices_dir, name)
    if voice is None:
        raise FilmError(f"No voice called {name[:60]!r} is enrolled. `onereel voice list` shows them. Nothing was matched.")
    voice = cleared(voice.id, film, voice.consent.scope.languages[0])
    for item in spec_of("speech", "matched").shelf:
        if shelf.fetched(item, settings.shelf_dir) is None:
            bring(item)
    found = fitted(voice, lambda step: asides.print(plain(step), highlight=False))
    if as_json:
        say({"name": voice.name, "likeness": found.likeness, "nearest": found.nearest, "listened": list(found.listened)})
        return
    answers.print(
        f"{plain(voice.name)}: a matched voice, likeness {found.likeness['now']:.2f} of 1. The nearest stock voice, "
        f"{found.nearest}, has {found.likeness['nearest']:.2f}; two recordings of one person have about 0.85.",
        highlight=False, soft_wrap=True,
    )  # fmt: skip


def pronounce(folder: Folder, word: Word, say_as: Say = "", *, as_json: Json = False) -> None:
    """Set how a word is said wherever it is spoken in a film: onereel pronounce my-film Nguyen win."""
    from tools.vocabulary import TOOLS, Desk

    done = TOOLS["pronounce"](Desk(folder.absolute()), word=word, say=say_as)
    if as_json:
        say({"reply": done.said, "changed": list(done.changed), "version": done.version})
    else:
        answers.print(plain(done.said), highlight=False, soft_wrap=True)
