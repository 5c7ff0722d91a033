"""Care of the machine: where a model runs and how exactly, whether it fits, and what happens when memory ends."""

from __future__ import annotations

import contextlib
import gc
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from memory.errors import EngineError
from tools.engines.neural.libraries import torch
from tools.models import Preset
from tools.settings import Settings

T = TypeVar("T")
SMALLER = 0.7
"""Share of a picture's sides at which a second try is made when memory ends."""
LEAST = 0.2
"""Share of the memory that a model needs whole below which not even its parts fit one by one."""
_GB = 1e9
PLAIN = {"stills": "papercut", "clips": "parallax", "music": "score", "sounds": "synth", "finish": "parallax"}
"""The embedded engine of each role, which needs neither card nor weights."""


@dataclass(frozen=True)
class Machine:
    """Where a model runs (cuda, mps, cpu), its numbers (float16 ...), and which of its parts wait in main memory."""

    device: str
    precision: str
    offload: str = "none"

    @property
    def dtype(self) -> Any:
        """The precision as torch names it."""
        return getattr(torch(), self.precision)


def machine_for(preset: Preset, settings: Settings) -> Machine:
    """Choose device, precision and offload for a model; EngineError when it cannot fit, saying what would."""
    device = _device(settings)
    precision = settings.precision if settings.precision != "auto" else _precision(device)
    has = memory_of(device)
    needs = preset.memory_gb * (2 if precision == "float32" else 1)
    if device != "cuda":
        if needs > has:
            raise EngineError(_too_small(preset, device, has, needs))
        return Machine(device, precision)
    if settings.offload == "auto" and has < LEAST * needs:
        raise EngineError(_too_small(preset, device, has, LEAST * needs))
    offload = settings.offload if settings.offload != "auto" else offload_for(has, needs)
    return Machine(device, precision, offload)


def offload_for(has: float, needs: float) -> str:
    """What waits in main memory on a card of `has` GB for a model of `needs` GB: nothing, whole parts, or all but a layer."""
    return "none" if has >= needs else "model" if has >= 0.5 * needs else "sequential"


def _too_small(preset: Preset, device: str, has: float, needs: float) -> str:
    where = {"cuda": "the card", "mps": "this machine", "cpu": "this machine, where no card was found,"}[device]
    return (
        f"The model {preset.name!r} needs about {needs:.0f} GB of memory, and {where} has {has:.1f}. Nothing was made. Choose "
        f"a smaller one (`onereel models list`), or the embedded engine {PLAIN[preset.role]!r}, which needs no card."
    )


def _device(settings: Settings) -> str:
    found = torch()
    there = {"cuda": found.cuda.is_available(), "mps": found.backends.mps.is_available(), "cpu": True}
    if settings.device == "auto":
        return next(name for name, here in there.items() if here)
    if not there[settings.device]:
        raise EngineError(f"The settings ask for {settings.device}, which is not here. Set device to auto or cpu.")
    return settings.device


def _precision(device: str) -> str:
    if device == "cpu":
        return "float32"
    return "bfloat16" if device == "cuda" and torch().cuda.is_bf16_supported() else "float16"


def memory_of(device: str) -> float:
    """Memory of a device in GB: the card's, or the machine's own."""
    if device == "cuda":
        return float(torch().cuda.mem_get_info()[1]) / _GB
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / _GB


def ran_out(error: BaseException) -> bool:
    """Whether an error says that memory has ended, on a card or on the processor."""
    words = str(error).lower()
    told = ("out of memory", "can't allocate memory", "cannot allocate memory", "not enough memory")
    return isinstance(error, MemoryError | torch().OutOfMemoryError) or any(word in words for word in told)


def sized(width: int, height: int, preset: Preset, share: float = 1.0) -> tuple[int, int]:
    """The size at which a model draws a frame: the frame's shape, the model's own area, in steps that it can take."""
    if preset.fixed:
        return preset.width, preset.height
    area, ratio, step = preset.width * preset.height * share * share, width / height, preset.multiple
    return max(round((area * ratio) ** 0.5 / step), 1) * step, max(round((area / ratio) ** 0.5 / step), 1) * step


def patient(attempt: Callable[[float], T], preset: Preset) -> tuple[T, tuple[str, ...]]:
    """Run `attempt(share of the size)`; when memory ends, once more and smaller, with a note; then EngineError."""
    try:
        return attempt(1.0), ()
    except (RuntimeError, MemoryError) as error:
        if not ran_out(error):
            raise
    release()
    try:
        return attempt(SMALLER), (f"{preset.name} was short of memory and worked at {SMALLER:.0%} of its size.",)
    except (RuntimeError, MemoryError) as error:
        if not ran_out(error):
            raise
        release()
        raise EngineError(
            f"The model {preset.name!r} ran out of memory twice, the second time at {SMALLER:.0%} of its size. Nothing was "
            "made. Close what else uses the memory, set offload to sequential, or choose a smaller model."
        ) from error


def release() -> None:
    """Give back memory that nothing uses any more."""
    gc.collect()
    found = torch()
    if found.cuda.is_available():
        found.cuda.empty_cache()
    with contextlib.suppress(AttributeError, RuntimeError):
        if found.backends.mps.is_available():
            found.mps.empty_cache()


def seeded(seed: int) -> Any:
    """A source of noise that is the same on every device: made on the processor, carried over by the pipeline."""
    return torch().Generator("cpu").manual_seed(seed)
