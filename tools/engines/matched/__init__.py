"""Matched voices: an enrolled person's voice approached by a mix of Kokoro's stock voices. Never the voice itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from memory.files import held
from memory.takes import Take
from memory.voices import RATE, Voice, derived, keep_derived
from tools.engines import EngineSpec, Made, SpeechRequest
from tools.engines.resampling import at_rate

if TYPE_CHECKING:
    from tools.engines.matched.fitting import Fit, Report
    from tools.engines.phonemes.speaker import Speaker

FITTED = "matched.json"
"""The derived file in the voice's folder."""
_PATIENCE = 900.0


class Matched:
    """Speaks English in a voice matched to an enrolled one, under its record of consent; fitted at the first use."""

    spec = EngineSpec(
        name="matched",
        version="1",
        role="speech",
        licence="Apache-2.0",
        credit="Voice: matched to a person's own, with their consent; spoken by Kokoro-82M by hexgrad (Apache-2.0)",
        needs=("hibari", "onnxruntime"),
        install="pip install hibari-tts==0.2.1",
        shelf=("kokoro", "kokoro-voices", "speaker"),
        languages=("en",),
        capabilities={
            "voices": (), "enrolled": True, "cloning": False, "pace": (0.5, 2.0), "word_times": True, "tones": True,
            "checked": True, "sample_rate": RATE,
        },
    )  # fmt: skip

    def __call__(self, request: SpeechRequest, inputs: Mapping[str, Take], folder: Path) -> Made:
        """Write speech.wav; Refused without a consent that holds, EngineError for what the voice cannot speak."""
        from memory.files import project_of
        from tools.consenting import cleared
        from tools.engines.phonemes.telling import check_words, silent, tell
        from tools.engines.proof import proofed
        from tools.engines.watermark import marked

        check_words(request, "matched")
        if not request.text.strip():
            return silent(folder)
        voice = cleared(request.voice, project_of(folder), request.language)
        found = fitted(voice)
        made = proofed(request, folder, [partial(tell, *way, folder) for way in _ways(request, found)])
        return marked(Made(made.main, (_note(voice, found), *made.notes), made.data), folder)


def _note(voice: Voice, found: Fit) -> str:
    now = found.likeness
    return (
        f"A matched voice, not {voice.consent.person} speaking: likeness {now['now']:.2f} "
        f"({found.nearest}, the nearest stock voice: {now['nearest']:.2f}; two recordings of one person: about 0.85)"
    )


def _ways(request: SpeechRequest, found: Fit) -> list[tuple[SpeechRequest, Speaker]]:
    """The line as it is wanted; without the colour and a little slower; and plainly, slower still."""
    from tools.engines.matched.fitting import speaker_of

    plain = speaker_of(found.model_copy(update={"gains": ()}))
    slower = request.model_copy(update={"pace": max(0.9 * request.pace, 0.5)})
    plainer = request.model_copy(update={"pace": max(0.8 * request.pace, 0.5), "tone": ""})
    return [(request, speaker_of(found)), (slower, plain), (plainer, plain)]


def fitted(voice: Voice, report: Report = lambda _: None) -> Fit:
    """The fit of an enrolled voice, made at the first call (a minute or two of one core) and kept under its record.

    Nothing is asked here about consent: `tools.consenting.cleared` gives voices out. EngineError when nothing can be fitted.
    """
    from tools.engines.matched.fitting import fit

    found = _kept(voice)
    if found is None:
        busy = f"Another program is matching the voice {voice.name}. Wait for it, then run the same command again."
        with held(voice.folder / ".matched.lock", _PATIENCE, busy, "Matching a voice"):
            found = _kept(voice)
            if found is None:
                found = fit(_recording(voice), RATE, report)
                keep_derived(voice, FITTED, json.dumps(found.model_dump(), indent=1).encode())
    return found


def _recording(voice: Voice) -> Any:
    import soundfile

    sound, rate = soundfile.read(voice.reference, dtype="float32")
    return at_rate(sound, rate, RATE)


def _kept(voice: Voice) -> Fit | None:
    """The fit in the voice's folder; None when there is none that belongs to this record and can be read."""
    from tools.engines.matched.fitting import Fit

    path = derived(voice, FITTED)
    try:
        return Fit.model_validate_json(path.read_bytes()) if path else None
    except ValidationError:
        return None
