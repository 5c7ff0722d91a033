"""Cloned voices: XTTS-v2 (or any Coqui model in a folder) speaks like an enrolled person, under their consent; neural extra."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from memory.errors import EngineError
from memory.takes import Take
from tools.engines import EngineSpec, Made, SpeechRequest
from tools.engines.neural_sound import INSTALL
from tools.settings import load_settings

if TYPE_CHECKING:
    from tools.engines.coqui.speaking import Model

CPML = "Coqui Public Model License (CPML): non-commercial use only, https://tts-hub.github.io/cpml"
LANGUAGES = ("en", "es", "fr", "de", "it", "pt", "pl", "tr", "ru", "nl", "cs", "ar", "zh", "hu", "ko", "ja", "hi")
"""What XTTS-v2 speaks."""
TRIES = 3


class Coqui:
    """Speaks in an enrolled voice with XTTS, by hub name or from a folder; or in the one voice of a folder's VITS model."""

    def __init__(self) -> None:
        self.model = load_settings().coqui_model
        xtts = is_xtts(self.model)
        self.spec = EngineSpec(
            name="coqui",
            version="1",
            role="speech",
            licence=f"MPL-2.0; weights: {CPML}" if xtts else "MPL-2.0; weights: as their maker says",
            credit="Voice: XTTS-v2 by Coqui, in a person's voice with their consent (CPML, non-commercial)"
            if xtts
            else f"Voice: Coqui TTS with the model {Path(self.model).name[:60]}",
            needs=("TTS", "torch", "torchaudio"),
            install=INSTALL,
            languages=LANGUAGES,
            capabilities={
                "voices": () if xtts else ("default",), "cloning": True, "enrolled": True, "pace": (0.5, 2.0),
                "word_times": True, "tones": False, "checked": True, "model": identity(self.model),
            },
        )  # fmt: skip

    def __call__(self, request: SpeechRequest, inputs: Mapping[str, Take], folder: Path) -> Made:
        """Write speech.wav; Refused without consent, EngineError for a language, a licence not agreed to, a model amiss."""
        from memory.files import project_of
        from tools.consenting import cleared
        from tools.engines.phonemes.telling import silent
        from tools.engines.proof import proofed
        from tools.engines.watermark import marked
        from tools.languages import fitting

        fitting(self.spec, request)
        if not request.text.strip():
            return silent(folder)
        agreed(self.model)
        own = request.voice in self.spec.capabilities["voices"]
        voice = None if own else cleared(request.voice, project_of(folder), request.language)
        model = loaded(self.model)
        reference = voice.reference if voice else None
        ways = [partial(model.tell, request, reference, folder, number) for number in range(TRIES)]
        made = proofed(request, folder, ways, by_ear=True)
        note = (f"{voice.consent.person}'s voice, cloned with their consent",) if voice else ()
        return marked(Made(made.main, (*note, *made.notes), made.data), folder)


def is_xtts(model: str) -> bool:
    """Whether a hub name or a folder means XTTS, whose weights have a licence of their own."""
    config = Path(model).expanduser() / "config.json"
    try:
        return "xtts" in (str(json.loads(config.read_bytes()).get("model", "")) if config.is_file() else model).lower()
    except (ValueError, AttributeError):
        return False


def identity(model: str) -> str:
    """What tells one model from another in a take's key: the hub's name, or the hash of a folder's configuration and sizes."""
    place = Path(model).expanduser()
    if not place.exists():
        return model
    files = sorted(place.glob("*")) if place.is_dir() else [place, place.with_name("config.json")]
    told = [f"{file.name}:{file.stat().st_size}" for file in files if file.is_file()]
    config = (place if place.is_dir() else place.parent) / "config.json"
    return hashlib.sha256("\n".join(told).encode() + (config.read_bytes() if config.is_file() else b"")).hexdigest()[:16]


def agreed(model: str) -> None:
    """Raise EngineError with the licence of XTTS's weights, until somebody has said that they agree to it."""
    if is_xtts(model) and not load_settings().coqui_agreed:
        raise EngineError(
            f"XTTS's weights are under the {CPML}. Nothing was fetched or spoken, and the film is unchanged. If you agree, "
            "set coqui_agreed = true in the configuration file (onereel doctor says where it is), or ONEREEL_COQUI_AGREED=1."
        )


_LOADED: dict[str, Model] = {}


def loaded(name: str) -> Model:
    """The model of this process, loaded at first use (seconds; from the hub once, minutes)."""
    if name not in _LOADED:
        from tools.engines.coqui.speaking import load

        _LOADED[name] = load(name)
    return _LOADED[name]
