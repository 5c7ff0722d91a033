"""The score: a theme and cues composed from the story's moods, tempo and seed; the mix has them performed to the picture."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from memory.errors import EngineError
from memory.takes import Take
from tools.engines import EngineSpec, Made, MusicRequest
from tools.engines.score.book import FEWEST, MOST, compose
from tools.engines.score.moods import moods

BOOK = "score.json"
"""The main file of the take: the book of the score (`tools.engines.score.book.Book`)."""


class Score:
    """Composes the book of a film's score: one theme, and a cue for each mood; main file score.json.

    The book knows neither the length of a sentence nor the order of the scenes: `tools.engines.score.play` performs it to
    the picture when the film is mixed. `data` names the theme, the main mood, and each cue's key and tempo.
    """

    spec = EngineSpec(
        name="score",
        version="5",
        role="music",
        licence="Apache-2.0; sampled instruments GPL-2.0 (data)",
        credit="Music: composed by Onereel, played by midirenderer (MIT) on TimGM6mb by Tim Brechbill (GPL-2.0)",
        needs=("pretty_midi", "midirenderer", "soundfile"),
        capabilities={"moods": tuple(moods()), "tempo": (FEWEST, MOST), "loops": True, "ends": True},
    )

    def __call__(self, request: MusicRequest, inputs: Mapping[str, Take], folder: Path) -> Made:
        """Compose; EngineError for a tempo outside 40 to 220 beats a minute."""
        if not FEWEST <= request.tempo <= MOST:
            raise EngineError(
                f"The score plays {FEWEST} to {MOST} beats a minute, not {request.tempo}. The film is unchanged. "
                "Choose another tempo."
            )
        book, notes = compose(request.mood, request.tempo, request.seed, request.scenes)
        (folder / BOOK).write_text(book.model_dump_json(indent=1), encoding="utf-8")
        cues = {name: {"key": cue.key.name, "tempo": cue.tempo} for name, cue in book.cues.items()}
        return Made(main=BOOK, notes=notes, data={"mood": book.main, "theme": list(book.theme.head), "cues": cues})
