"""Sound from a model: loaded, played for so many seconds, and brought to the film's 48 kHz stereo."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from memory.errors import EngineError
from tools.engines.asked import Model
from tools.engines.neural.care import Machine, ran_out, seeded
from tools.engines.neural.drawing import run
from tools.engines.neural.libraries import torch, transformers
from tools.engines.neural.loading import Held, held, pipeline
from tools.engines.synth.circle import RATE
from tools.ffmpeg import run_ffmpeg
from tools.models import Preset
from tools.progress import tell
from tools.settings import Settings

Wave = NDArray[np.float32]
"""Samples x 2, at 48 kHz."""
QUIET = 1e-4
"""Below this peak a model has played silence."""


def played(preset: Preset, model: Model, prompt: str, how: tuple[float, int], folder: Path) -> Wave:
    """What a model plays to a prompt for `how[0]` seconds with the seed `how[1]`; EngineError for silence and failures."""
    loaded = held(preset, _load_musicgen if preset.library == "transformers" else pipeline, "sound")
    wave, rate = (_generated if preset.library == "transformers" else _denoised)(loaded, preset, model, (prompt, *how))
    sound: Wave = np.nan_to_num(np.atleast_2d(np.asarray(wave, np.float32)))
    sound = sound.T if sound.shape[0] <= 2 else sound
    if not len(sound) or float(np.abs(sound).max()) < QUIET:
        raise EngineError(f"{preset.name} played silence. Nothing was kept; choose another seed or another model.")
    return _resampled(np.asarray(sound / max(float(np.abs(sound).max()), 1.0), np.float32), round(rate), folder)


def _load_musicgen(folder: Path, preset: Preset, machine: Machine, settings: Settings) -> Any:
    """A MusicGen from safetensors alone, with what reads its words."""
    library = transformers()
    model = library.MusicgenForConditionalGeneration.from_pretrained(
        str(folder), dtype=machine.dtype, use_safetensors=True, local_files_only=True, trust_remote_code=settings.remote_code
    )
    reader = library.AutoTokenizer.from_pretrained(str(folder), local_files_only=True, trust_remote_code=settings.remote_code)
    return model.to(machine.device).eval(), reader


def _generated(loaded: Held, preset: Preset, model: Model, asked: tuple[str, float, int]) -> tuple[Any, float]:
    prompt, seconds, seed = asked
    (network, reader), found = loaded.model, torch()
    about = network.config.audio_encoder
    tokens = max(round(seconds * about.frame_rate), 2)
    words = reader([prompt], return_tensors="pt", padding=True, truncation=True).to(loaded.machine.device)
    done = iter(range(1, tokens + 2))

    def count(_: Any, scores: Any) -> Any:
        tell(min(next(done, tokens), tokens), tokens)
        return scores

    with found.random.fork_rng(), found.inference_mode():
        found.manual_seed(seed)
        try:
            wave = network.generate(
                **words, do_sample=True, guidance_scale=model.guidance, max_new_tokens=tokens, logits_processor=[count]
            )
        except (RuntimeError, ValueError, TypeError, IndexError, KeyError) as error:
            if ran_out(error):
                raise EngineError(f"{preset.name} ran out of memory. Nothing was made; choose a smaller model.") from error
            raise EngineError(f"{preset.name} failed: {str(error).splitlines()[0][:200]}. Nothing was kept of it.") from error
    return wave[0].float().cpu().numpy(), float(about.sampling_rate)


def _denoised(loaded: Held, preset: Preset, model: Model, asked: tuple[str, float, int]) -> tuple[Any, float]:
    prompt, seconds, seed = asked
    given = {
        "prompt": prompt, "negative_prompt": "low quality, distorted", "num_inference_steps": model.steps,
        preset.guidance_word: model.guidance, "audio_length_in_s": seconds, "audio_end_in_s": seconds,
        "generator": seeded(seed), "output_type": "np", "num_waveforms_per_prompt": 1,
    }  # fmt: skip
    try:
        audio = run(loaded.model, given).audios[0]
    except (RuntimeError, MemoryError) as error:
        raise EngineError(f"{preset.name} ran out of memory. Nothing was made; choose a smaller model.") from error
    return audio, _rate(loaded.model)


def _rate(pipe: Any) -> float:
    """Samples a second of what a pipeline plays: its vocoder's, or its decoder's."""
    vocoder = getattr(pipe, "vocoder", None)
    return float(vocoder.config.sampling_rate if vocoder is not None else pipe.vae.sampling_rate)


def _resampled(wave: Wave, rate: int, folder: Path) -> Wave:
    import soundfile

    raw, even = folder / "played.part.wav", folder / "even.part.wav"
    try:
        soundfile.write(raw, wave, rate, subtype="FLOAT")
        exact = ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:a", "+bitexact"]
        run_ffmpeg(["-i", str(raw), "-ac", "2", "-ar", str(RATE), "-c:a", "pcm_f32le", *exact, str(even)])
        found: Wave = soundfile.read(even, dtype="float32", always_2d=True)[0]
    finally:
        raw.unlink(missing_ok=True)
        even.unlink(missing_ok=True)
    return found
