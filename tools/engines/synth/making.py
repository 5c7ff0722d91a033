"""The synth: ambiences and effects made from nothing but arithmetic, as loops without a seam or as single events in their time.

A kind (`kinds.toml`) is either a bed, made for the whole circle at once, or an event, laid around the circle with its rests.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from memory.errors import EngineError
from memory.takes import Take
from tools.engines import EngineSpec, Made, SoundRequest
from tools.engines.synth import beasts, birds, hands, hearth, lending, machines, people, roads, steps, tones, water, weather
from tools.engines.synth.bodies import sound_of
from tools.engines.synth.choosing import Kind, find_kind, kinds
from tools.engines.synth.circle import RATE, Circle, Mono
from tools.engines.synth.placing import farther_db, place
from tools.engines.synth.tables import table
from tools.loudness import measure

PEAK = -3.0
"""dBFS of the loudest sample."""
SPARSE = 18.0
"""dB: a sound whose peaks stand further above its loudness than this (a clock) is levelled by its peaks."""
MODULES: tuple[ModuleType, ...] = (weather, water, birds, beasts, people, steps, hearth, hands, machines, roads, tones)
ONCE = 60.0
"""Seconds of a take with a single event in it: as long as most scenes, so that it is heard once."""
PASSING = 5.0
"""Seconds of a bed that is heard once: it comes and goes."""
TONE = ((60, 0), (300, -8), (2000, -24), (8000, -44))
"""The air between single events, so that no tile is dead."""


@cache
def _makers() -> dict[str, Callable[..., Any]]:
    """Every public maker of the modules by its name, underscores as spaces."""
    found: dict[str, Callable[..., Any]] = {}
    for module in MODULES:
        for name, maker in inspect.getmembers(module, inspect.isfunction):
            if maker.__module__ == module.__name__ and not name.startswith("_"):
                found[name.replace("_", " ")] = maker
    return found


def event(kind: Kind, rng: np.random.Generator) -> Mono:
    """One event of a kind that is made of events: a bark, a stroke of the oars."""
    maker = _makers().get(kind.name)
    if maker is None and kind.name not in table("calls"):
        raise EngineError(f"The synth knows the word {kind.name!r} but not how to make it. Please report this.")
    wave: Mono = maker(rng) if maker else sound_of(rng, kind.name)
    return wave


def loop_of(kind: Kind, c: Circle) -> NDArray[np.float32]:
    """A kind as a stereo loop that fills its circle."""
    if kind.every is None:
        made: NDArray[np.float32] = _makers()[kind.name](c)
        return made
    wave = c.repeat(lambda: event(kind, c.rng), kind.every, beat=kind.beat)
    return c.room(wave, 0.5, 0.1, dark=3500) + np.float32(0.0012) * c.air(TONE)


class Synth:
    """Makes a loop that can be laid end to end, or one event at its time; main file sound.wav, 48 kHz stereo.

    `data`: the `kind`, `seconds`, `lufs` as the mix shall take it (a far sound says it is louder than it is, and so lies
    lower), and `once` where a single event stands at its second and shall neither be turned nor repeated.
    """

    spec = EngineSpec(
        name="synth",
        version="3",
        role="sounds",
        licence="Apache-2.0",
        credit="Sounds: synthesised by Onereel",
        needs=("soundfile",),
        capabilities={"kinds": tuple(kinds()), "loops": True, "once": True, "files": True},
    )

    def __call__(self, request: SoundRequest, inputs: Mapping[str, Take], folder: Path) -> Made:
        """Synthesise, or take the lent file; EngineError naming near kinds when the request names none."""
        lent = request.file != ""
        kind = Kind(request.kind, request.kind, ()) if lent else kinds()[find_kind(request.kind)]
        source = lending.read(inputs["lent"].main, folder) if lent else None
        once = request.at is not None
        c = Circle(request.seed * 1009 + sum(map(ord, kind.name)), kind.seconds)
        if once:
            wave = _alone(kind, c) if source is None else source
            c = Circle(request.seed, max(ONCE, (request.at or 0) + len(wave) / RATE + 4))
            loop = c.silence()
            first = int((request.at or 0) * RATE)
            loop[first : first + len(wave)] = wave
        elif source is not None:
            loop = lending.joined(source)
            c = Circle(request.seed, len(loop) / RATE)
        else:
            loop = loop_of(kind, c)
        loop = place(c, loop, request.pan, request.far, request.room, kind.wide or lent, kind.outside)
        return _written(loop, {"kind": kind.name, "once": once}, farther_db(request.far), folder)


def _alone(kind: Kind, c: Circle) -> NDArray[np.float32]:
    """One event as stereo; a bed comes and goes instead."""
    if kind.every is not None:
        wave = event(kind, c.rng)
        return np.repeat(wave[:, None], 2, axis=1)
    count = int(PASSING * RATE)
    return np.asarray(loop_of(kind, c)[:count] * np.hanning(count)[:, None], np.float32)


def _written(loop: NDArray[np.float32], data: dict[str, Any], lower: float, folder: Path) -> Made:
    import soundfile

    if not data["once"]:
        loop = loop - loop.mean(axis=0)
    soundfile.write(folder / "sound.wav", loop * (10 ** (PEAK / 20) / np.abs(loop).max()), RATE, subtype="PCM_16")
    lufs = max(measure(folder / "sound.wav", peak=False).integrated, PEAK - SPARSE)
    return Made(main="sound.wav", data={**data, "seconds": len(loop) / RATE, "lufs": lufs + lower})
