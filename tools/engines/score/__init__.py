"""The score: a piece composed from mood, tempo and seed, played by sampled instruments, that a mix can fit to any length."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from memory.errors import EngineError
from memory.takes import Take
from tools.engines import EngineSpec, Made, MusicRequest
from tools.engines.score.arrange import Arranger, Cast, choose
from tools.engines.score.form import PHRASE, Form, plan
from tools.engines.score.hall import hall
from tools.engines.score.moods import find_mood, moods
from tools.engines.score.perform import RATE, Clockwork, master, perform, render
from tools.loudness import measure


class Score:
    """Composes a piece in bars: intro, themes that come back, and an ending; main file music.flac, 48 kHz stereo.

    `data` says where things are, in seconds: `sections`, `loop` (the body, which may be repeated in whole bars), `vamp`
    (the intro's last unit, which may be repeated), `ending` (its last event is the piece's last), and `bar_seconds`.
    """

    spec = EngineSpec(
        name="score",
        version="3",
        role="music",
        licence="Apache-2.0; sampled instruments GPL-2.0 (data)",
        credit="Music: composed by Onereel, played by midirenderer (MIT) on TimGM6mb by Tim Brechbill (GPL-2.0)",
        needs=("pretty_midi", "midirenderer", "soundfile"),
        capabilities={"moods": tuple(moods()), "tempo": (40, 220), "loops": True, "ends": True},
    )

    def __call__(self, request: MusicRequest, inputs: Mapping[str, Take], folder: Path) -> Made:
        """Compose and play; EngineError for a tempo outside 40 to 220 beats a minute or a length that is no length."""
        if not 40 <= request.tempo <= 220 or not 0 <= request.seconds < float("inf"):
            raise EngineError(
                f"The score plays 40 to 220 beats a minute for a film of some seconds, not {request.tempo} beats for "
                f"{request.seconds} seconds. The film is unchanged. Choose another tempo or length."
            )
        import soundfile

        name, note = find_mood(request.mood)
        mood, rng = moods()[name], np.random.default_rng([request.seed, sum(map(ord, name))])
        form, cast = plan(request.tempo, mood.metre, request.seconds), choose(mood, rng)
        parts = Arranger(mood, form, cast, rng).write()
        midi = perform(parts, form, request.tempo, rng)
        wave = master(hall(render(midi, Clockwork(form).total), mood.hall, mood.wet, rng))
        (folder / "music.mid").write_bytes(midi)
        soundfile.write(folder / "music.flac", wave, RATE, subtype="PCM_16")
        facts = _facts(request, name, form, cast) | {"lufs": measure(folder / "music.flac", peak=False).integrated}
        return Made(main="music.flac", notes=(note,) if note else (), data=facts)


def _facts(request: MusicRequest, mood: str, form: Form, cast: Cast) -> dict[str, Any]:
    unit, total = form.unit_seconds, Clockwork(form).total
    spans = [(s.name, s.start * unit, (s.start + s.units) * unit) for s in form.sections]
    spans[-1] = (spans[-1][0], spans[-1][1], total)
    return {
        "mood": mood,
        "key": cast.key.name,
        "tonic": cast.key.tonic,
        "mode": cast.key.mode,
        "tempo": request.tempo,
        "bar_seconds": unit / form.unit_bars,
        "unit_seconds": unit,
        "phrase_seconds": unit * PHRASE,
        "sections": [{"name": name, "start": start, "end": end} for name, start, end in spans],
        "vamp": [spans[0][2] - unit, spans[0][2]],
        "loop": [spans[1][1], spans[-2][2]],
        "ending": list(spans[-1][1:]),
        "seconds": total,
        "players": [part.program for part in cast.parts.values() if part.notes],
    }
