"""Vectors of known texts that are kept beside a module, so that none is embedded when a still is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tools.engines.meaning import WIDTH, embed

if TYPE_CHECKING:
    from numpy.typing import NDArray


def vectors_of(texts: Sequence[str], kept: Path) -> NDArray[np.float32]:
    """One unit vector a text (texts x WIDTH): those that the file holds, all others embedded now."""
    known: dict[str, NDArray[np.float32]] = {}
    if kept.exists():
        with np.load(kept) as stored:
            vectors = stored["vectors"].astype(np.float32)
            known = {str(text): vectors[i] for i, text in enumerate(stored["names"])}
    new = [text for text in texts if text not in known]
    known.update(zip(new, embed(new), strict=True))
    return np.stack([known[text] for text in texts]) if texts else np.zeros((0, WIDTH), np.float32)


def keep_vectors(texts: Sequence[str], kept: Path) -> None:
    """Embed every text anew and keep the vectors in the file, in half precision."""
    np.savez_compressed(kept, names=np.array(texts), vectors=embed(texts).astype(np.float16))
