"""Edges of paper: hills, peaks, dunes, waves, scallops; all in units, reaching beyond the frame."""

from __future__ import annotations

import numpy as np

from tools.engines.papercut.world import REACH, Line, World


def _span(w: World, n: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.linspace(-REACH, w.a + REACH, n)


def hills(w: World, name: str, y: float, amp: float, length: float = 1.0) -> Line:
    """Soft rolling hills around `y`; `length` is how long a roll is, in units."""
    rng, xs = w.sub(name), _span(w, 220)
    ys = np.zeros_like(xs)
    for i, weight in enumerate((1.0, 0.45, 0.16, 0.05)):
        wave = 2 * np.pi / (length * w.k * rng.uniform(0.85, 1.3)) * 1.83**i
        ys += weight * np.sin(wave * xs + rng.uniform(0, 6.28))
    ys += 0.018 * _rough(rng, len(xs))
    return Line(xs, y + amp * ys / 1.5)


def _rough(rng: np.random.Generator, n: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    noise = np.asarray(np.convolve(rng.standard_normal(n + 8), np.ones(9) / 9, mode="valid"))
    return noise * 2


def peaks(w: World, name: str, y: float, amp: float, rough: float = 0.52) -> Line:
    """A mountain ridge by midpoint displacement (Fournier, Fussell, Carpenter 1982): higher where `amp` is larger."""
    rng = w.sub(name)
    points = rng.uniform(-1, 1, 7)
    points[1::2] -= 0.8
    scale = 0.55
    while len(points) < 360:
        middle = (points[1:] + points[:-1]) / 2 + rng.normal(0, scale * 0.42, len(points) - 1)
        grown = np.empty(len(points) * 2 - 1)
        grown[0::2], grown[1::2] = points, middle
        points, scale = grown, scale * rough
    return Line(_span(w, len(points)), y + amp * points)


def dunes(w: World, name: str, y: float, amp: float, length: float = 0.8) -> Line:
    """Dunes: long rises and short falls."""
    rng, xs = w.sub(name), _span(w, 320)
    phase = xs / (length * w.k) + rng.uniform(0, 1)
    cell = np.floor(phase).astype(int)
    heights = rng.uniform(0.45, 1.0, int(cell.max() - cell.min()) + 2)
    t, base = phase - np.floor(phase), heights[cell - cell.min()]
    after = heights[cell - cell.min() + 1]
    tall = base + (after - base) * (t**2 * (3 - 2 * t))
    bump = np.where(
        t < 0.68,
        np.clip(np.sin(t / 0.68 * np.pi / 2), 0, 1) ** 1.6,
        np.clip(np.cos((t - 0.68) / 0.32 * np.pi / 2), 0, 1) ** 1.2,
    )
    return Line(xs, y - amp * tall * bump)


def waves(w: World, name: str, y: float, amp: float, length: float = 0.2) -> Line:
    """Water cut in scallops: trochoid crests whose height varies along the line."""
    rng, xs = w.sub(name), _span(w, 520)
    phase = xs * 2 * np.pi / (length * w.k) + 0.8 * np.sin(xs * 3.1 + rng.uniform(0, 6.28)) + rng.uniform(0, 6.28)
    swell = 0.65 + 0.35 * np.sin(xs * 2.2 / w.k + rng.uniform(0, 6.28))
    crest = 1 - 2 * np.abs(np.sin(phase / 2)) ** 0.82
    return Line(xs, y - amp * swell * crest)


def slope(w: World, name: str, points: list[tuple[float, float]], rough: float = 0.006) -> Line:
    """A hand-drawn edge through (x, y) points in order of x, smoothed, with a little roughness."""
    rng, xs = w.sub(name), _span(w, 420)
    px, py = np.array([p[0] for p in points]), np.array([p[1] for p in points])
    ys = np.interp(xs, px, py)
    kernel = np.hanning(23)
    padded = np.pad(ys, 11, mode="edge")
    ys = np.convolve(padded, kernel / kernel.sum(), mode="valid")
    return Line(xs, ys + rough * _rough(rng, len(xs)))


def mirrored(w: World, points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Points given for a main subject on the left, turned over when it is on the right; x as a fraction of the width."""
    if w.side < 0:
        return [(x * w.a, y) for x, y in points]
    return [((1 - x) * w.a, y) for x, y in reversed(points)]


def level(w: World, y: float) -> Line:
    """A flat line at `y`."""
    return Line(np.array([-REACH, w.a + REACH]), np.array([y, y]))
