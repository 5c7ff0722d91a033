"""The stems: voice, music and effects at their levels, written side by side in one go, and their sum for the master."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tools.engines.cut.ducking import Ducking
from tools.engines.cut.metering import Gauge
from tools.engines.cut.streams import RATE, Audio

NAMES = ("voice", "music", "effects")
PACKING = 0.25
"""How hard FLAC packs, 0..1: beyond this it takes half as long again for a twentieth less."""


@dataclass(frozen=True)
class Stem:
    """A stem before the mix: its blocks of a second, in one or two channels, and the factor that brings it to its level."""

    blocks: Iterator[Audio]
    gain: float
    gives: float = 0.0
    """dB by which it gives way for every dB of the voice."""

    def next(self, ducking: Ducking, start: int) -> Audio:
        """Its next block, which begins at sample `start`, as it is mixed."""
        block = next(self.blocks)
        gain = np.float32(self.gain)
        return block * (gain * ducking.gains(start, len(block), self.gives)) if self.gives else block * gain


def write_stems(stems: Sequence[Stem], ducking: Ducking, samples: int, folder: Path, path: Path) -> float:
    """Write voice.flac, music.flac and effects.flac, and at `path` their sum as raw float32; returns its loudness in LUFS.

    A block is packed on another thread while the next one is mixed.
    """
    gauge, written = Gauge(), list[Future[None]]()
    with contextlib.ExitStack() as stack:
        files = [stack.enter_context(_flac(folder / f"{name}.flac")) for name in NAMES]
        whole = stack.enter_context(path.open("wb"))
        packing = stack.enter_context(ThreadPoolExecutor(1))
        for start in range(0, samples, RATE):
            mixed = [stem.next(ducking, start) for stem in stems]
            _done(written)
            written = [packing.submit(file.write, _counted(block)) for file, block in zip(files, mixed, strict=True)]
            total = mixed[0] + mixed[1] + mixed[2]
            gauge.add(total)
            total.tofile(whole)
        _done(written)
    return gauge.loudness


def _done(written: Sequence[Future[None]]) -> None:
    """Wait for what is being written; an error met there is raised here."""
    for each in written:
        each.result()


def _flac(path: Path) -> Any:
    import soundfile

    return soundfile.SoundFile(path, "w", RATE, 2, "PCM_16", format="FLAC", compression_level=PACKING)


def _counted(block: Audio) -> Any:
    """The block in two channels of whole steps, as a file of 16 bits has them."""
    steps = np.clip(np.rint(block * np.float32(32_768)), -32_768, 32_767).astype(np.int16)
    return np.repeat(steps, 2, axis=1) if steps.shape[1] == 1 else steps
