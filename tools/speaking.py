"""Who can speak in an enrolled voice here, and a line spoken in one outside a render."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from memory.errors import EngineError, FilmError
from memory.files import plainly
from tools.engines import ENGINES, SpeechRequest
from tools.publish import copy_whole
from tools.studio import spec_of, synthesise

_LONGEST = 500
"""Characters of a line to be tried."""


@dataclass(frozen=True)
class Tried:
    """A line that was spoken: by which engine, and what it notes."""

    engine: str
    notes: tuple[str, ...]


def engines_for_enrolled() -> tuple[str, ...]:
    """The speech engines that can speak in an enrolled voice and whose packages are here, in order of choice."""
    return tuple(name for name in ENGINES["speech"] if _speaks_enrolled(name))


def _speaks_enrolled(name: str) -> bool:
    try:
        spec = spec_of("speech", name)
    except EngineError:
        return False
    return bool(spec.capabilities.get("enrolled")) and all(find_spec(module) is not None for module in spec.needs)


def engine_for_enrolled(first: str = "") -> str:
    """The engine that is to speak in an enrolled voice, `first` where it can; EngineError when none can."""
    able = engines_for_enrolled()
    if not able:
        raise EngineError(
            "No engine that can speak in an enrolled voice is installed here; nothing was changed. `onereel doctor` lists them."
        )
    return first if first in able else able[0]


def speak(voice: str, text: str, out: Path, film: Path | None = None) -> Tried:
    """Let an enrolled voice (its id) say a line into a WAV file; Refused without a record that holds for it, as in a render."""
    if not text.strip() or len(text) > _LONGEST:
        raise FilmError(f"Give 1 to {_LONGEST} characters to say. Nothing was spoken.")
    engine = engine_for_enrolled()
    with tempfile.TemporaryDirectory(dir=film, prefix=".trying-") as work:
        made = synthesise("speech", engine, SpeechRequest(text=text, voice=voice), {}, Path(work), film)
        with plainly(f"Writing {out.name[:80]}"):
            copy_whole(Path(work) / made.main, out.absolute())
    return Tried(engine, made.notes)
