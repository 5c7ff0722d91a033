"""The bank of drawing names as meanings: which of the lexicon's things a word most nearly means.

The vectors are kept in names.npz beside this module (`python -m tools.engines.papercut.names` writes it anew); names
that it lacks are embedded when first needed.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from tools.engines.meaning import embed
from tools.engines.papercut.lexicon import entries
from tools.engines.papercut.vectors import keep_vectors, vectors_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BANK = Path(__file__).with_name("names.npz")


def bank_names() -> tuple[str, ...]:
    """The lexicon names that a word may be likened to: all but worn things and senses that need company."""
    return tuple(name for name, entry in sorted(entries().items()) if not entry.needs and not entry.worn)


@cache
def _bank() -> tuple[tuple[str, ...], NDArray[np.float32]]:
    names = bank_names()
    return names, vectors_of(names, BANK)


@cache
def nearest(word: str) -> tuple[str, float]:
    """The lexicon name nearest in meaning to a word, and their cosine (-1..1)."""
    names, bank = _bank()
    cosines = bank @ embed([word])[0]
    cosines[[word in name.split()[:-1] for name in names]] = -1.0  # a cable is no cable car
    best = int(cosines.argmax())
    return names[best], float(cosines[best])


if __name__ == "__main__":
    keep_vectors(bank_names(), BANK)
