"""The synth: ambiences and effects made from nothing but arithmetic, as loops without a seam."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from memory.errors import EngineError
from memory.takes import Take
from tools.engines import EngineSpec, Made, SoundRequest
from tools.engines.synth import life, places, weather
from tools.engines.synth.circle import RATE, Circle
from tools.loudness import measure

SECONDS = 12.0
LONGER = {"thunder": 20.0}
"""Kinds whose events are rare get a longer loop."""
PEAK = -3.0
"""dBFS of the loudest sample."""
SPARSE = 18.0
"""dB: a sound whose peaks stand further above its loudness than this (a clock) is levelled by its peaks."""


@cache
def kinds() -> dict[str, tuple[str, ...]]:
    """Every kind by name, with the words that mean it."""
    table = tomllib.loads((Path(__file__).parent / "kinds.toml").read_text(encoding="utf-8"))
    return {name: tuple(words) for name, words in table.items()}


@cache
def _words() -> dict[str, str]:
    known = {word: name for name, words in kinds().items() for word in words}
    return known | {name: name for name in kinds()}


def find_kind(text: str) -> str:
    """Find the kind that a free text means ("the sea at night" is waves); EngineError naming the kinds when it means none."""
    known = _words()
    found = re.findall(r"[a-z]+", text.lower())
    for word in found:
        for form in (word, word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("y"), word.removesuffix("ing")):
            if form in known:
                return known[form]
    for word in found:
        close = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.82) if len(word) > 3 else []
        if close:
            return known[close[0]]
    raise EngineError(
        f"The synth makes no sound called {text.strip()[:60]!r}. The film is unchanged. Choose one of: {', '.join(kinds())}."
    )


def _maker(kind: str) -> Callable[[Circle], NDArray[np.float32]]:
    for module in (weather, life, places):
        if hasattr(module, kind):
            maker: Callable[[Circle], NDArray[np.float32]] = getattr(module, kind)
            return maker
    raise EngineError(f"The synth knows the word {kind!r} but not how to make it. Please report this.")


class Synth:
    """Makes a loop that can be laid end to end; main file sound.wav, 48 kHz stereo, 12 seconds or a little more."""

    spec = EngineSpec(
        name="synth",
        version="1",
        role="sounds",
        licence="Apache-2.0",
        credit="Sounds: synthesised by Onereel",
        needs=("soundfile",),
        capabilities={"kinds": tuple(kinds()), "loops": True},
    )

    def __call__(self, request: SoundRequest, inputs: Mapping[str, Take], folder: Path) -> Made:
        """Synthesise; EngineError naming the kinds when the request names none of them."""
        import soundfile

        kind = find_kind(request.kind)
        circle = Circle(request.seed * 1009 + sum(map(ord, kind)), LONGER.get(kind, SECONDS))
        loop = _maker(kind)(circle)
        loop = loop - loop.mean(axis=0)
        soundfile.write(folder / "sound.wav", loop * (10 ** (PEAK / 20) / np.abs(loop).max()), RATE, subtype="PCM_16")
        lufs = max(measure(folder / "sound.wav", peak=False).integrated, PEAK - SPARSE)
        return Made(main="sound.wav", data={"kind": kind, "seconds": circle.seconds, "lufs": lufs})
