"""The built-in writer: drafts films without a language model, and cuts the person's own scripts into scenes."""

from __future__ import annotations

import math

from memory.errors import FilmError
from memory.film import SIZES, Film
from tools.engines import Brief, EngineSpec
from tools.engines.authored.film import premise_film
from tools.engines.authored.reading import clean_text, read_brief, require_english
from tools.engines.authored.scripts import fountain_film, outline_film, script_film

__all__ = ["AuthoredWriter", "read_brief"]

MOST_SCENES, LONGEST_SECONDS = 400, 3600


class AuthoredWriter:
    """An authored narrative engine: it reads the brief and tells it by rules in sentences that people wrote; no language model.

    A premise becomes a story in one of fifteen arcs, with plots of their own, fitted to the asked seconds; scripts and
    outlines keep the person's words.
    The same brief gives the same film. FilmError, in a sentence, for what it cannot read or tell.
    """

    spec = EngineSpec(
        name="authored", version="3", role="story", licence="Apache-2.0",
        credit="Story: Onereel's authored narrative engine - written templates chosen by rules, not a language model",
        languages=("en",),
        capabilities={"kinds": ("premise", "outline", "script", "fountain"), "scenes": MOST_SCENES, "seconds": LONGEST_SECONDS},
    )  # fmt: skip

    def __call__(self, brief: Brief) -> Film:
        """Write the film that the brief asks for."""
        _check(brief)
        text = clean_text(brief.text)
        require_english(text)
        brief = brief.model_copy(update={"text": text})
        makers = {"premise": premise_film, "outline": outline_film, "script": script_film, "fountain": fountain_film}
        return makers[brief.kind](brief)


def _check(brief: Brief) -> None:
    if not 0 <= brief.scenes <= MOST_SCENES:
        raise FilmError(f"A film has 1 to {MOST_SCENES} scenes, and {brief.scenes:,} were asked for. Nothing was made.")
    if not (math.isfinite(brief.seconds) and 0 <= brief.seconds <= LONGEST_SECONDS):
        raise FilmError(
            f"A film lasts up to {LONGEST_SECONDS} seconds, and {brief.seconds:g} were asked for. Nothing was made."
        )
    if brief.aspect not in SIZES:
        raise FilmError(f"There is no aspect {brief.aspect!r}. Choose one of: {', '.join(SIZES)}.")
