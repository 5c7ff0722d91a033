"""Speech by key: OpenAI's stock voices, or any server that speaks its API. Nobody's voice is sent there, and none is cloned."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from memory.canonical import digest
from memory.errors import EngineError
from memory.takes import Take
from tools.engines import EngineSpec, Made, SpeechRequest
from tools.engines.keyed import patient
from tools.orders import NotTakenError, ordered
from tools.settings import Settings, load_settings

if TYPE_CHECKING:
    from tools.engines.lines import Piece

VOICES = ("alloy", "ash", "ballad", "coral", "echo", "fable", "nova", "onyx", "sage", "shimmer", "verse")
LANGUAGES = (
    "en", "af", "ar", "bg", "ca", "cs", "da", "de", "el", "es", "et", "fa", "fi", "fr", "he", "hi", "hr", "hu", "id", "it",
    "ja", "ko", "lt", "lv", "ms", "nl", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "ta", "th", "tr", "uk", "ur",
    "vi", "zh",
)  # fmt: skip
RATE = 24_000
LONGEST = 3_000
"""Letters that are sent at once; the API takes 4,096."""


class OpenAISpeech:
    """Speaks with a stock voice of an OpenAI-compatible server; what it costs is written down before it is asked."""

    spec = EngineSpec(
        name="openai",
        version="1",
        role="speech",
        licence="as OpenAI's terms say",
        credit="Voice: a stock voice of OpenAI's text-to-speech",
        needs=("openai",),
        install="pip install openai",
        languages=LANGUAGES,
        capabilities={
            "voices": VOICES, "cloning": False, "pace": (0.5, 2.0), "word_times": True, "tones": True, "sample_rate": RATE,
            "paid": True,
        },
    )  # fmt: skip

    def __call__(self, request: SpeechRequest, inputs: Mapping[str, Take], folder: Path) -> Made:
        """Write speech.wav; EngineError without a key, for another voice or language, or when the server does not answer."""
        from tools.engines.lines import line, pieces, trimmed
        from tools.engines.phonemes.telling import silent
        from tools.engines.proof import can_listen, proofed
        from tools.engines.watermark import marked
        from tools.languages import fitting

        fitting(self.spec, request)
        if request.voice not in VOICES:
            raise EngineError(
                f"The openai engine has no voice called {request.voice!r}, and speaks in nobody's own. The film is unchanged. "
                f"Its voices are: {', '.join(VOICES)}."
            )
        if not request.text.strip():
            return silent(folder)
        settings = load_settings()
        client = _client(settings)
        parts = pieces(request.text, LONGEST)

        def speak(attempt: int = 0) -> Made:
            spoken = [(part, trimmed(_asked(client, part, request, attempt, settings), RATE)) for part in parts]
            return line(folder, spoken, RATE, request.pace)

        tries: list[Callable[[], Made]] = [speak, partial(speak, 1)]
        made = proofed(request, folder, tries, by_ear=True) if request.checked and can_listen() else speak()
        cost = sum(len(part.spoken) for part in parts) / 1e6 * settings.speech_price
        note = (f"Spoken by {settings.speech_model} at {settings.openai_base_url or 'OpenAI'}", *_priced(cost))
        made = Made(made.main, (*note, *made.notes), dict(made.data) | ({"cost": round(cost, 6)} if cost else {}))
        return marked(made, folder) if request.marked else made


def _priced(cost: float) -> tuple[str, ...]:
    return (f"cost {cost:.4f}",) if cost else ()


def _client(settings: Settings) -> Any:
    """The official client; it tries nothing again by itself, since each try may be paid for."""
    import openai

    if settings.openai_api_key is None and not settings.openai_base_url:
        raise EngineError(
            "Speech by OpenAI needs a key. The film is unchanged. Set OPENAI_API_KEY, or OPENAI_BASE_URL for a server of "
            "your own, or choose another speech engine."
        )
    key = settings.openai_api_key.get_secret_value() if settings.openai_api_key else "none"
    return openai.OpenAI(
        api_key=key, base_url=settings.openai_base_url or "https://api.openai.com/v1", max_retries=0,
        timeout=settings.model_timeout,
    )  # fmt: skip


def _asked(client: Any, part: Piece, request: SpeechRequest, attempt: int, settings: Settings) -> Any:
    """The sound of one piece, float32, ordered once; spoken anew, a line is another order."""
    from tools.pronouncing import respelled

    text = respelled(part.spoken, request.said)
    body: dict[str, Any] = {
        "model": settings.speech_model, "voice": request.voice, "input": text, "response_format": "pcm", "speed": request.pace,
    }  # fmt: skip
    if request.tone:
        body["instructions"] = f"Speak in this tone: {request.tone}."

    def send(mark: str) -> bytes:
        call = partial(client.audio.speech.create, **body, extra_headers={"Idempotency-Key": mark})
        content: bytes = patient(lambda: call().content, settings.model_retries, _refused, "the speech server")
        if len(content) < 2:
            raise NotTakenError("The speech server answered with no sound. The film is unchanged. Render again later.")
        return content

    key = digest({"what": "speech", "server": settings.openai_base_url, "body": body, "attempt": attempt})
    what = f"Speech, {len(text)} letters by {settings.speech_model}"
    content, _ = ordered(key, what, len(text) / 1e6 * settings.speech_price, send)
    return (np.frombuffer(content[: len(content) // 2 * 2], "<i2") / 32768).astype(np.float32)


def _refused(error: Any) -> str:
    return (
        f"The speech server did not speak ({type(error).__name__}: {str(error)[:300]}). The film is unchanged, and earlier "
        "takes are kept. Look at the key, the address and the model, then render again."
    )
