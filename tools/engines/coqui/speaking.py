"""A Coqui model at work: loaded from a folder or the hub, speaking piece by piece, the same request the same sound."""

from __future__ import annotations

import contextlib
import io
import json
import zlib
from pathlib import Path
from typing import Any

import numpy as np

from memory.errors import EngineError
from tools.engines import Made, SpeechRequest
from tools.engines.lines import Piece, Sound, line, pieces, trimmed
from tools.engines.neural_sound import INSTALL, with_torchaudio
from tools.pronouncing import respelled

LIMITS = {
    "en": 250, "de": 253, "fr": 273, "es": 239, "it": 213, "pt": 203, "pl": 224, "zh": 82, "ar": 166, "cs": 186, "ru": 182,
    "nl": 251, "tr": 226, "ja": 71, "hu": 224, "ko": 95, "hi": 150,
}  # fmt: skip
"""Letters that XTTS takes at once, by language; beyond them it cuts words off."""
LEVEL = 10 ** (-23 / 20)
"""RMS that speech is brought to."""
PEAK = 0.95


class Model:
    """A loaded model of Coqui's."""

    def __init__(self, api: Any) -> None:
        self._api = api
        self._xtts = "xtts" in str(api.synthesizer.tts_config.model).lower()
        self.rate = int(api.synthesizer.output_sample_rate)

    def tell(self, request: SpeechRequest, reference: Path | None, folder: Path, number: int = 0) -> Made:
        """Write speech.wav: the request's words, like the reference where there is one; another `number` is another try."""
        language = request.language.partition("-")[0]
        limit = LIMITS.get(language, 200) // (1 + number)
        spoken = [(piece, self._say(piece, request, reference, number)) for piece in pieces(request.text, limit)]
        loud = float(np.sqrt(np.mean(np.square(np.concatenate([np.zeros(1, np.float32), *(s for _, s in spoken)])))))
        peak = max([float(np.abs(s).max(initial=0)) for _, s in spoken], default=0)
        gain = np.float32(min(LEVEL / max(loud, 1e-6), PEAK / max(peak, 1e-6)))
        return line(folder, [(piece, sound * gain) for piece, sound in spoken], self.rate, request.pace)

    def _say(self, piece: Piece, request: SpeechRequest, reference: Path | None, number: int) -> Sound:
        import torch

        text = respelled(piece.spoken, request.said)
        torch.manual_seed(zlib.crc32(f"{request.model_dump_json()}|{text}|{number}".encode()))
        more: dict[str, Any] = {}
        if self._xtts:
            language = request.language.partition("-")[0]
            more = {"language": {"zh": "zh-cn"}.get(language, language), "speed": request.pace}
        else:
            self._api.synthesizer.tts_model.length_scale = 1 / request.pace
        if reference is not None:
            more["speaker_wav"] = str(reference)
        with contextlib.redirect_stdout(io.StringIO()), torch.no_grad():
            sound = np.asarray(self._api.tts(text=text, split_sentences=False, **more), np.float32)
        return trimmed(np.nan_to_num(sound), self.rate)


def load(name: str) -> Model:
    """The model of a hub name ("tts_models/...") or a path: XTTS's folder, or another model's .pth beside its config.json.

    EngineError when it cannot be found or read; on a graphics card when there is one.
    """
    if not with_torchaudio():
        raise EngineError(
            f"Coqui needs torch and torchaudio, which are not installed. The film is unchanged. Install them with: {INSTALL}"
        )
    import torch
    from TTS.api import TTS

    place = Path(name).expanduser()
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            if place.exists():
                api = TTS(model_path=str(_weights(place)), config_path=str(_config(place)), progress_bar=False)
            else:
                _agree(name)
                api = TTS(model_name=name, progress_bar=False)
            api = api.to("cuda" if torch.cuda.is_available() else "cpu")
    except Exception as error:
        raise EngineError(
            f"The Coqui model {name[:120]!r} cannot be loaded ({type(error).__name__}: {str(error)[:200]}). The film is "
            "unchanged. Name a model of the hub or a folder that holds one in the setting coqui_model."
        ) from error
    return Model(api)


def _config(place: Path) -> Path:
    return (place if place.is_dir() else place.parent) / "config.json"


def _weights(place: Path) -> Path:
    """XTTS is loaded by its folder, every other model by its one .pth."""
    if not place.is_dir() or "xtts" in str(json.loads(_config(place).read_text(encoding="utf-8")).get("model", "")):
        return place
    return next(iter(sorted(place.glob("*.pth"))), place)


def _agree(name: str) -> None:
    """Tell Coqui's loader what the person told us (`agreed` in the package): it would ask on standard input otherwise."""
    from TTS.utils.manage import ModelManager

    if "xtts" in name.lower():
        folder = Path(ModelManager(progress_bar=False).output_prefix) / name.replace("/", "--")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "tos_agreed.txt").write_text("Agreed to through Onereel's setting coqui_agreed.", encoding="utf-8")
