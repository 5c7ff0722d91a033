"""Noise taken out of a recording of speech: DeepFilterNet 3, a small library without torch, from the shelf (`denoise`)."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from memory.errors import EngineError

Sound = NDArray[np.float32]

RATE = 48_000
"""Samples a second that it works at."""
MOST = 100.0
"""dB by which noise is taken down at the most: all of it."""
DELAY = 1440
"""Samples by which what comes out is late: the window's overlap and two frames that are looked ahead."""


def can_denoise() -> bool:
    """Whether the library is on the shelf and made for this system (Linux on x86-64)."""
    from tools import shelf
    from tools.settings import load_settings

    return sys.platform == "linux" and shelf.fetched("denoise", load_settings().shelf_dir) is not None


def denoised(samples: Sound) -> Sound:
    """Float32 mono sound at 48 kHz without its noise, as long as before; EngineError when the library cannot be used."""
    with _filter() as (library, state, size):
        padded = np.pad(samples, (0, DELAY + -(len(samples) + DELAY) % size)).astype(np.float32)
        out = np.empty_like(padded)
        step = padded.itemsize * size
        for at in range(len(padded) // size):
            library.df_process_frame(state, padded.ctypes.data + at * step, out.ctypes.data + at * step)
    return out[DELAY : DELAY + len(samples)]


@contextmanager
def _filter() -> Iterator[tuple[ctypes.CDLL, ctypes.c_void_p, int]]:
    """The library, a fresh filter of it, and the samples of a frame."""
    from tools import shelf
    from tools.settings import load_settings

    folder = shelf.need("denoise", load_settings().shelf_dir)
    library = _loaded(folder / "libdeepfilter.so")
    model = bytes(folder / "DeepFilterNet3_onnx.tar.gz")
    state = ctypes.c_void_p(library.df_create(model, MOST, None))
    if not state:
        raise EngineError("The noise filter's model cannot be read. Fetch it again: onereel fetch denoise.")
    try:
        yield library, state, int(library.df_get_frame_length(state))
    finally:
        library.df_free(state)


def _loaded(path: Path) -> ctypes.CDLL:
    """The library with the types of what is called in it."""
    try:
        library = ctypes.CDLL(str(path))
        library.df_create.restype = ctypes.c_void_p
        library.df_create.argtypes = (ctypes.c_char_p, ctypes.c_float, ctypes.c_char_p)
        library.df_get_frame_length.restype = ctypes.c_size_t
        library.df_get_frame_length.argtypes = (ctypes.c_void_p,)
        library.df_process_frame.restype = ctypes.c_float
        library.df_process_frame.argtypes = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)
        library.df_free.argtypes = (ctypes.c_void_p,)
    except (OSError, AttributeError) as error:
        raise EngineError(
            f"The noise filter does not run on this machine ({error}). Nothing was changed. "
            "The recording can be used as it is, or cleaned elsewhere."
        ) from error
    return library
