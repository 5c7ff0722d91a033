"""Music and effects by models: MusicGen through transformers, Stable Audio and AudioLDM 2 through diffusers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from memory.errors import EngineError
from memory.takes import Take
from tools.engines import EngineSpec, Made, MusicRequest, SoundRequest
from tools.engines.asked import ComposedRequest, SoundedRequest
from tools.engines.neural import libraries, words
from tools.engines.neural.drawing import accepted
from tools.engines.neural.sounding import Wave, played
from tools.engines.synth import lending
from tools.engines.synth.circle import RATE, Circle
from tools.engines.synth.making import ONCE, PEAK, SPARSE
from tools.engines.synth.placing import farther_db, place
from tools.loudness import measure
from tools.models import resolve

LONGEST_EVENT = 8.0
"""Seconds asked of a model for a single sound."""


def _spec(role: Any, credit: str, **capabilities: Any) -> EngineSpec:
    return EngineSpec(
        name="diffusers", version="1", role=role, licence="Apache-2.0; the model's own licence is in the take", credit=credit,
        install=libraries.INSTALL, needs=("torch", "diffusers", "transformers", "soundfile"),
        capabilities={"models": True, "loops": True, "alone": True, **capabilities},
    )  # fmt: skip


class DiffusersMusic:
    """The film's music by a model; main file music.flac, 48 kHz stereo, a loop without a seam that the mix turns to length.

    `data`: `model`, `licence`, `source`, `seconds`, `lufs`, `loop`, and `song`: it is fitted to the film as a lent song is.
    """

    spec = _spec("music", "Music: a model through diffusers or transformers (Apache-2.0)")

    def ready(self, request: MusicRequest) -> None:
        """Raise EngineError or Refused at once when the model's files are not there or must not be loaded."""
        accepted(_composed(request).model.choice, "music")

    def __call__(self, request: MusicRequest, inputs: Mapping[str, Take], folder: Path) -> Made:
        """Compose; EngineError when the model is not there, does not fit, or plays silence."""
        import soundfile

        asked = _composed(request)
        preset = resolve("music", asked.model.choice)
        wave = lending.joined(played(preset, asked.model, words.music(asked), (preset.seconds, asked.seed), folder))
        soundfile.write(folder / "music.flac", _loud(wave), RATE, subtype="PCM_16")
        seconds = len(wave) / RATE
        data = {
            "model": preset.name, "source": preset.origin, "licence": preset.licence, "seed": asked.seed, "seconds": seconds,
            "lufs": measure(folder / "music.flac", peak=False).integrated, "song": True, "loop": [0.0, seconds], "beat": 0.0,
            "first": 0.0, "tempo": 0.0,
        }  # fmt: skip
        return Made(main="music.flac", data=data)


class DiffusersSounds:
    """Effects and ambiences by a model, placed as the synth's are; main file sound.wav, 48 kHz stereo.

    `data`: `kind`, `seconds`, `lufs` as the mix shall take it, `once`, `model`, `licence`, `source`.
    """

    spec = _spec("sounds", "Sounds: a model through diffusers or transformers (Apache-2.0)", once=True, files=True)

    def ready(self, request: SoundRequest) -> None:
        """Raise EngineError or Refused at once when the model's files are not there or must not be loaded."""
        if isinstance(request, SoundedRequest):
            accepted(request.model.choice, "sounds")

    def __call__(self, request: SoundRequest, inputs: Mapping[str, Take], folder: Path) -> Made:
        """Make the sound, or take the lent file; EngineError when the model is not there, does not fit, or is silent."""
        told: dict[str, Any] = {}
        if request.file:
            wave, once = lending.read(inputs["lent"].main, folder), request.at is not None
        elif isinstance(request, SoundedRequest):
            preset, once = resolve("sounds", request.model.choice), request.at is not None
            seconds = min(preset.seconds, LONGEST_EVENT) if once else preset.seconds
            wave = played(preset, request.model, words.sound(request), (seconds, request.seed), folder)
            told = {"model": preset.name, "source": preset.origin, "licence": preset.licence, "seed": request.seed}
        else:
            raise EngineError("This sound names no model. Nothing was made; render the film again, or choose a model for it.")
        return _placed(request, wave, once, told, folder)


def _composed(request: MusicRequest) -> ComposedRequest:
    if not isinstance(request, ComposedRequest):
        raise EngineError("This music names no model. Nothing was composed; render the film again, or choose a model for it.")
    return request


def _loud(wave: Wave) -> Wave:
    return np.asarray(wave * (10 ** (PEAK / 20) / max(float(np.abs(wave).max()), 1e-6)), np.float32)


def _placed(request: SoundRequest, wave: Wave, once: bool, told: dict[str, Any], folder: Path) -> Made:
    """A loop without a seam, or one event at its second, where the request puts it."""
    import soundfile

    if once:
        c = Circle(request.seed, max(ONCE, (request.at or 0) + len(wave) / RATE + 4))
        loop = np.zeros((c.length, 2), np.float32)
        first = int((request.at or 0) * RATE)
        loop[first : first + len(wave)] = wave
    else:
        loop = lending.joined(wave)
        c = Circle(request.seed, len(loop) / RATE)
    loop = _loud(place(c, loop, request.pan, request.far, request.room, True, False))
    soundfile.write(folder / "sound.wav", loop, RATE, subtype="PCM_16")
    lufs = max(measure(folder / "sound.wav", peak=False).integrated, PEAK - SPARSE) + farther_db(request.far)
    return Made(main="sound.wav", data={"kind": request.kind, "once": once, "seconds": len(loop) / RATE, "lufs": lufs, **told})
