"""Figures with what they are worth: shares with Wilson's interval, and distances to a target with a bootstrapped one."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Z = 1.959963985
"""Of a 95 % interval."""
_ROUNDS = 1000


def wilson(hits: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share of `hits` in `n` (Wilson's); 0 to 1 when there are none."""
    if n == 0:
        return 0.0, 1.0
    share = hits / n
    middle = share + Z * Z / (2 * n)
    reach = Z * math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    return max(0.0, (middle - reach) / (1 + Z * Z / n)), min(1.0, (middle + reach) / (1 + Z * Z / n))


def distance(values: Sequence[str], target: Mapping[str, float]) -> float:
    """Total variation between what was drawn and the target: 0 is the same, 1 nothing in common; 1 when nothing was drawn."""
    counts, n = Counter(values), len(values)
    if not n:
        return 1.0
    return sum(abs(counts[name] / n - target.get(name, 0.0)) for name in {*counts, *target}) / 2


def distance_between(values: Sequence[str], target: Mapping[str, float]) -> tuple[float, float]:
    """The 95 % interval of the distance, drawn again a thousand times from the values; the same for the same values."""
    if not values:
        return 0.0, 1.0
    counts = Counter(values)
    names = sorted({*counts, *target})
    drawn = _drawn([counts[name] / len(values) for name in names], [target.get(name, 0.0) for name in names], len(values))
    return float(drawn[int(0.025 * _ROUNDS)]), float(drawn[int(0.975 * _ROUNDS) - 1])


def _drawn(shares: Sequence[float], target: Sequence[float], n: int) -> NDArray[np.float64]:
    """The distances to the target of `n` values drawn from shares, a thousand times, in order; the same for the same `n`."""
    seen = np.random.default_rng(n).multinomial(n, np.array(shares) / sum(shares), _ROUNDS) / n
    return np.sort(np.abs(seen - np.array(target)).sum(1) / 2)


def by_chance(n: int, target: Mapping[str, float]) -> float:
    """The distance that a draw of `n` straight from the target stays below in 95 of 100 cases: no better can be asked of n."""
    if not n:
        return 1.0
    weights = list(target.values())
    return float(_drawn(weights, weights, n)[int(0.95 * _ROUNDS)])
