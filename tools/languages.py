"""Whether an engine can speak a line at all: its languages and its range of paces; what works is listed where it cannot."""

from __future__ import annotations

import math

from memory.errors import EngineError
from tools.engines import ENGINES, EngineSpec, SpeechRequest


def speaks(spec: EngineSpec, language: str) -> bool:
    """Whether an engine speaks a language such as "en" or "pt-BR"."""
    return language.partition("-")[0].lower() in spec.languages


def fitting(spec: EngineSpec, request: SpeechRequest) -> None:
    """Raise EngineError when an engine does not speak the request's language or at its pace; it lists the engines that do."""
    low, high = spec.capabilities.get("pace", (0.5, 2.0))
    if not (math.isfinite(request.pace) and low <= request.pace <= high):
        raise EngineError(
            f"A pace of {request.pace:g} cannot be spoken. The film is unchanged. "
            f"Choose a pace from {low:.1f} (slow) to {high:.1f} (fast)."
        )
    if request.text.strip() and not speaks(spec, request.language):
        raise EngineError(unspoken(spec, request.language))


def unspoken(spec: EngineSpec, language: str) -> str:
    """The sentence for an engine that does not speak a language."""
    able = [name for name in ENGINES["speech"] if speaks(_spec(name), language)]
    remedy = f"Engines that speak it: {', '.join(able)}" if able else f"No speech engine speaks it; {_all()}"
    return (
        f"The {spec.name} voice speaks {', '.join(spec.languages)}, and the film's language is {language!r}. "
        f"The film is unchanged. {remedy}."
    )


def _spec(name: str) -> EngineSpec:
    from tools.studio import spec_of

    return spec_of("speech", name)


def _all() -> str:
    return "what there is: " + "; ".join(f"{name} ({', '.join(_spec(name).languages)})" for name in ENGINES["speech"])
