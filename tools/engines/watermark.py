"""The watermark of synthetic speech: Perth's, in the dry voice before any music; heard by nobody, found by a machine.

It says that speech was made, and not by whom or for what. It comes with the neural extra; without it a take's notes say that
its speech carries none.
"""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from tools.engines import Made

NONE = "This speech carries no watermark: what would mark it is not installed (the neural extra)"
MARK = "Marked as synthetic speech (Perth)"
FOUND = 0.8
"""What Perth's detector must say, 0..1, for speech to count as marked.

Dry marked speech had 1.0; of 42 unmarked recordings one had 0.75 and all others under 0.5.
"""
LIKELY = 0.5
"""What it must say of speech in a finished film for the mark to be there in all likelihood: music under it takes some away.

`python -m bench.marks_of_voice` shows what marked and unmarked films have; docs/voices.md has the figures.
"""
_SECONDS = 60
"""Seconds that are looked at together."""
_RATE = 24_000


def can_mark() -> bool:
    """Whether Perth is here and works: its class is silently None where what it needs does not load."""
    return find_spec("perth") is not None and find_spec("torch") is not None and _perth() is not None


def marked(made: Made, folder: Path) -> Made:
    """The take with its main file, a WAV, marked in place; its notes and data say whether it is."""
    import numpy as np
    import soundfile

    if not can_mark():
        return Made(made.main, (*made.notes, NONE), dict(made.data) | {"watermark": ""})
    path = folder / made.main
    sound, rate = soundfile.read(path, dtype="float32")
    out = np.asarray(_perth().apply_watermark(sound, watermark=None, sample_rate=rate), np.float32)
    out = np.pad(out, (0, max(len(sound) - len(out), 0)))[: len(sound)]
    soundfile.write(path, np.clip(out, -1, 1), rate, subtype="PCM_16")
    return Made(made.main, (*made.notes, MARK), dict(made.data) | {"watermark": "perth"})


def synthetic(path: Path) -> bool | None:
    """Whether a sound or film file holds speech with our watermark; None where Perth is not here to say.

    TakeError when the file cannot be read.
    """
    if not can_mark():
        return None
    return strength(path) >= FOUND


def strength(path: Path) -> float:
    """The surest that Perth is, over stretches of a minute of speech, that a file is marked: 0..1.

    Music and sounds between the words say nothing of the voice and would drown the mark, so only speech is looked at.
    """
    sound = _spoken(_decoded(path))
    pieces = [sound[at : at + _SECONDS * _RATE] for at in range(0, max(len(sound), 1), _SECONDS * _RATE)]
    long_enough = [piece for piece in pieces if len(piece) >= _RATE // 2]
    return max((float(_perth().get_watermark(piece, sample_rate=_RATE, round=False)) for piece in long_enough), default=0.0)


def _decoded(path: Path) -> Any:
    import tempfile

    import numpy as np

    from tools.ffmpeg import run_ffmpeg

    with tempfile.TemporaryDirectory() as work:
        raw = Path(work) / "sound.f32"
        run_ffmpeg(["-i", str(path), "-map", "0:a:0", "-ac", "1", "-ar", str(_RATE), "-f", "f32le", str(raw)])
        return np.fromfile(raw, "<f4")


def _spoken(sound: Any) -> Any:
    """The stretches of speech in it; all of it where hardly anybody seems to speak."""
    import numpy as np

    from tools.engines import listening
    from tools.engines.resampling import at_rate

    parts = []
    for begin in range(0, len(sound), _SECONDS * _RATE):
        piece = sound[begin : begin + _SECONDS * _RATE]
        spans = listening.speech_parts(at_rate(piece, _RATE, listening.RATE))
        parts += [piece[round(start * _RATE) : round(end * _RATE)] for start, end in spans]
    return np.concatenate(parts) if sum(map(len, parts)) >= _RATE else sound


@cache
def _perth() -> Any:
    """The one marker of this process, or None."""
    import contextlib
    import io
    import logging
    import warnings

    from tools.engines.neural_sound import with_torchaudio

    with_torchaudio()
    logging.getLogger("perth").setLevel(logging.ERROR)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of how it finds its own files: nothing that a person can do anything about
        import perth

    if perth.PerthImplicitWatermarker is None:
        return None
    with contextlib.redirect_stdout(io.StringIO()):
        return perth.PerthImplicitWatermarker()
