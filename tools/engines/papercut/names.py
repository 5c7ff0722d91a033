"""The bank of drawing names as meanings: which of the lexicon's things a word most nearly means."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from tools.engines.meaning import embed
from tools.engines.papercut.lexicon import entries

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@cache
def _bank() -> tuple[tuple[str, ...], NDArray[np.float32]]:
    names = tuple(name for name, entry in sorted(entries().items()) if not entry.needs and not entry.worn)
    return names, embed(names)


@cache
def nearest(word: str) -> tuple[str, float]:
    """The lexicon name nearest in meaning to a word, and their cosine (-1..1)."""
    names, bank = _bank()
    cosines = bank @ embed([word])[0]
    best = int(cosines.argmax())
    return names[best], float(cosines[best])
