"""The arithmetic of a matched voice: which mix of stock voices comes nearest to a recorded one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float64]

LEAST = -0.12
"""How far a weight may go below nothing once a mix is refined: a little less of a voice can bring it nearer."""
_STEPS = 4000
_CAUTION = 0.06
"""How dearly a refinement pays for going far from the mix that was last heard."""


@dataclass(frozen=True)
class Heard:
    """A mix that was spoken, and the speaker vector that was heard in it."""

    weights: Vector
    vector: Vector
    likeness: float


def nearest_mix(stock: Vector, wanted: Vector) -> Vector:
    """Non-negative weights of sum 1 whose mix of the stock's vectors (voices x size) comes nearest to the wanted one."""
    count = len(stock)
    return _solve(stock, wanted, np.full(count, 1 / count), 0.0, 1e-4)


def refined(stock: Vector, wanted: Vector, best: Heard) -> Vector:
    """Weights that should come nearer than the best mix heard so far: what was heard, moved as the stock's vectors tell."""
    missing = wanted - best.vector + best.weights @ stock
    return _solve(stock, missing, best.weights, LEAST, _CAUTION)


def _solve(stock: Vector, wanted: Vector, start: Vector, least: float, caution: float) -> Vector:
    """Weights >= least of sum 1, least in |weights @ stock - wanted|^2 + caution |weights - start|^2, by projected steps."""
    gram = stock @ stock.T + caution * np.eye(len(stock))
    pull = stock @ wanted + caution * start
    pace = 1 / float(np.linalg.eigvalsh(gram)[-1])
    weights = start.copy()
    for _ in range(_STEPS):
        weights = _onto_simplex(weights - pace * (gram @ weights - pull), least)
    return weights


def _onto_simplex(weights: Vector, least: float) -> Vector:
    """The nearest weights >= least whose sum is 1."""
    total = 1 - least * len(weights)
    shifted = weights - least
    ordered = np.sort(shifted)[::-1]
    over = (np.cumsum(ordered) - total) / np.arange(1, len(weights) + 1)
    level = over[np.flatnonzero(ordered > over)[-1]]
    found: Vector = np.maximum(shifted - level, 0) + least
    return found
