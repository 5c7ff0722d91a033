"""Feet on every ground: heel and sole, and what the ground answers; each a whole number of steps a loop."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from tools.engines.synth.bodies import rub, strike
from tools.engines.synth.circle import Circle, Mono, burst, ping

Loop = NDArray[np.float32]
PACE = 0.56
"""Seconds a step, walking."""
Foot = Callable[[Circle], list[tuple[float, Mono]]]
"""One step: (seconds after the heel, wave), for one circle's random source."""


def _walk(c: Circle, foot: Foot, pace: float = PACE, wet: float = 0.15) -> Loop:
    """Lay steps around the loop, left and right of the middle, never quite the same."""
    out, count = c.silence(), round(c.seconds / pace)
    for k in range(count):
        at, pan, weight = k * c.seconds / count + c.rng.normal(0.1, 0.012), 0.12 * (-1) ** k, c.rng.uniform(0.75, 1.0)
        for delay, wave in foot(c):
            c.place(out, at + delay, weight * wave, pan)
    return c.room(out, 0.6, wet) + 0.003 * c.air([(60, 0), (300, -8), (2000, -24), (8000, -44)])


def _grains(c: Circle, seconds: float, count: int, low: float, high: float, each: float = 0.004) -> Mono:
    """Crush something under a sole: many small breaks, dense at first."""
    out = np.zeros(int((seconds + 0.05) * 48_000), np.float32)
    for at in np.sort(seconds * c.rng.beta(1.2, 2.2, count)):
        grain = burst(c.rng, each * c.rng.uniform(0.7, 2), each / 10, low, high) * c.rng.lognormal(-0.9, 0.6)
        first = int(at * 48_000)
        out[first : first + len(grain)] += grain
    return out


def footsteps(c: Circle) -> Loop:
    """Walk on stone: a hard heel, then the sole on grit."""
    return _walk(c, lambda c: [
        (0, 0.8 * strike(c.rng, "heel", 1.1, c.rng.uniform(0.94, 1.06))),
        (c.rng.uniform(0.07, 0.1), 0.2 * burst(c.rng, 0.13, 0.025, 1400, 7000)),
    ], wet=0.22)  # fmt: skip


def footsteps_on_wood(c: Circle) -> Loop:
    """Walk on boards: hollow, and now and then one that creaks."""

    def foot(c: Circle) -> list[tuple[float, Mono]]:
        parts = [(0.0, strike(c.rng, "floorboard", 0.9, c.rng.uniform(0.85, 1.15))), (0.09, 0.4 * strike(c.rng, "boot", 0.7))]
        if c.rng.random() < 0.2:
            grain = c.rng.uniform(30, 60)
            parts.append((0.06, 0.12 * rub(c.rng, 0.3, (300, 1800), ((0, 0), (0.4, 1), (1, 0)), grain)))
        return parts

    return _walk(c, foot, wet=0.25)


def footsteps_on_grass(c: Circle) -> Loop:
    """Walk through grass: a soft swish of blades, hardly a thud."""
    return _walk(c, lambda c: [
        (0, 0.25 * strike(c.rng, "boot", 0.4)),
        (0.0, 0.5 * rub(c.rng, 0.24, (1100, 6500), ((0, 0), (0.25, 1), (0.5, 0.35), (0.7, 0.5), (1, 0)))),
        (0.1, 0.14 * _grains(c, 0.16, 10, 2200, 9000)),
    ], wet=0.03)  # fmt: skip


def footsteps_on_leaves(c: Circle) -> Loop:
    """Walk through dry leaves: rustle and crackle at each step."""
    return _walk(c, lambda c: [
        (0, 0.2 * strike(c.rng, "boot", 0.4)),
        (0, 0.3 * rub(c.rng, 0.34, (1800, 9000), ((0, 0), (0.2, 1), (0.6, 0.5), (1, 0)))),
        (0.0, 0.6 * _grains(c, 0.32, 34, 1500, 11000, 0.005)),
    ], wet=0.04)  # fmt: skip


def footsteps_on_snow(c: Circle) -> Loop:
    """Walk in cold snow: it creaks as it packs, twice in a step, with a squeak at the end."""
    return _walk(c, lambda c: [
        (0.0, 0.75 * _grains(c, 0.22, 90, 700, 3800, 0.006)),
        (0.02, 0.5 * rub(c.rng, 0.26, (480, 2100), ((0, 0), (0.3, 0.6), (0.75, 1), (1, 0)), grain=c.rng.uniform(140, 190))),
        (0.0, 0.22 * strike(c.rng, "boot", 0.3)),
    ], 0.66, wet=0.02)  # fmt: skip


def footsteps_on_gravel(c: Circle) -> Loop:
    """Walk on gravel: stones that roll on stones under heel and sole."""
    return _walk(c, lambda c: [
        (0, 0.3 * strike(c.rng, "boot", 0.6)),
        (0.0, 0.8 * _grains(c, 0.16, 26, 1300, 6500, 0.007)),
        (0.14, 0.6 * _grains(c, 0.2, 22, 1600, 7500, 0.006)),
    ], wet=0.05)  # fmt: skip


def footsteps_on_sand(c: Circle) -> Loop:
    """Walk on sand: a dull give, a slide of grains."""
    return _walk(c, lambda c: [
        (0, 0.35 * strike(c.rng, "boot", 0.25, 0.8)),
        (0.02, 0.5 * rub(c.rng, 0.36, (500, 3200), ((0, 0), (0.25, 1), (0.6, 0.4), (1, 0)))),
    ], 0.64, wet=0.01)  # fmt: skip


def footsteps_in_water(c: Circle) -> Loop:
    """Wade: each foot breaks the water, draws it along and drips."""

    def foot(c: Circle) -> list[tuple[float, Mono]]:
        parts = [(0.0, 0.7 * burst(c.rng, 0.26, 0.02, 250, 2600)), (0.05, 0.4 * burst(c.rng, 0.4, 0.12, 1200, 6500))]
        for _ in range(6):
            pitch = c.rng.uniform(380, 1500)
            parts.append((c.rng.uniform(0.08, 0.5), c.rng.uniform(0.15, 0.5) * ping([pitch], [1], 0.06, bend=2.5)))
        return parts

    return _walk(c, foot, 0.8, wet=0.05)


def running(c: Circle) -> Loop:
    """Run on hard ground: quick soles, with some breath in time."""
    out = _walk(c, lambda c: [
        (0, strike(c.rng, "boot", 1.0, 1.25)),
        (0.0, 0.35 * strike(c.rng, "heel", 0.8)),
        (0.03, 0.25 * burst(c.rng, 0.09, 0.015, 1200, 6500)),
    ], 0.33)  # fmt: skip
    count = round(c.seconds / 1.32)
    for k in range(count):
        at = (k + 0.2) * c.seconds / count
        c.place(out, at, 0.1 * rub(c.rng, 0.35, (900, 4000), ((0, 0), (0.5, 1), (1, 0))))
        c.place(out, at + 0.55, 0.13 * rub(c.rng, 0.4, (500, 2600), ((0, 0), (0.2, 1), (1, 0))))
    return out
