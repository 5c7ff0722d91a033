"""What a flat picture shows, guessed: the one thing it is about, and where its ground begins.

The subject is found by spectral residual saliency (Hou and Zhang, 2007) and cut by GrabCut (Rother et al., 2004).
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.engines.parallax.plates import Bytes

Mask = NDArray[np.float32]
SMALL = 256
"""Width in pixels at which depth is guessed; the masks are smoothed up from there."""


def saliency(small: Bytes) -> Mask:
    """How much each pixel stands out, 0..1: what is left of the log spectrum when its average is taken away."""
    import cv2

    grey = cv2.resize(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY), (64, 64), interpolation=cv2.INTER_AREA).astype(np.float32)
    spectrum = np.fft.fft2(grey)
    log = np.log(np.abs(spectrum) + 1e-6)
    residual = log - cv2.blur(log.astype(np.float32), (3, 3))
    map_ = np.abs(np.fft.ifft2(np.exp(residual + 1j * np.angle(spectrum)))) ** 2
    soft = cv2.GaussianBlur(map_.astype(np.float32), (0, 0), 3)
    scaled = cv2.resize(soft / max(float(soft.max()), 1e-9), (small.shape[1], small.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.asarray(scaled, np.float32)


def subject_mask(picture: Bytes) -> Mask | None:
    """Soft mask of the one thing the picture is about, or None when nothing stands out clearly."""
    import cv2

    height, width = picture.shape[:2]
    small = cv2.resize(picture, (SMALL, max(round(SMALL * height / width), 16)), interpolation=cv2.INTER_AREA)
    rows, cols = small.shape[:2]
    y, x = np.mgrid[0:rows, 0:cols]
    centred = np.exp(-(((x / cols - 0.5) / 0.32) ** 2 + ((y / rows - 0.55) / 0.36) ** 2))
    score = saliency(small) * centred
    near = cv2.dilate((score > np.quantile(score, 0.74)).astype(np.uint8), np.ones((9, 9), np.uint8)) > 0
    labels = np.full((rows, cols), cv2.GC_BGD, np.uint8)
    labels[near & (centred > 0.12)] = cv2.GC_PR_BGD
    labels[score > np.quantile(score, 0.86)] = cv2.GC_PR_FGD
    cv2.setRNGSeed(1)
    try:
        cv2.grabCut(small, labels, None, np.zeros((1, 65)), np.zeros((1, 65)), 4, cv2.GC_INIT_WITH_MASK)
    except cv2.error:
        return None
    found = np.isin(labels, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8)
    found = cv2.morphologyEx(found, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5)))
    count, parts, stats, _ = cv2.connectedComponentsWithStats(found)
    worth = [float(score[parts == i].sum()) for i in range(1, count)]
    if not worth:
        return None
    best = 1 + int(np.argmax(worth))
    if not 0.012 < stats[best, cv2.CC_STAT_AREA] / found.size < 0.5:
        return None
    solid = cv2.morphologyEx((parts == best).astype(np.float32), cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    large = cv2.resize(cv2.GaussianBlur(solid, (0, 0), 1.0), (width, height), interpolation=cv2.INTER_CUBIC)
    return matted(picture, np.asarray(np.clip(large, 0, 1), np.float32))


def matted(picture: Bytes, mask: Mask) -> Mask:
    """The mask drawn to the picture's own edges: a guided filter (He, Sun and Tang, 2010) over its grey levels."""
    import cv2

    reach, least = max(picture.shape[1] // 160, 2) * 2 + 1, 2e-4
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY).astype(np.float32) / 255

    def mean(values: NDArray[Any]) -> Mask:
        return np.asarray(cv2.boxFilter(values, -1, (reach, reach)), np.float32)

    g, m = mean(grey), mean(mask)
    slope = (mean(grey * mask) - g * m) / (mean(grey * grey) - g * g + least)
    soft = mean(slope) * grey + mean(m - slope * g)
    return np.asarray(np.clip((soft - 0.2) / 0.6, 0, 1), np.float32)


def horizon_row(picture: Bytes) -> float:
    """Row where the ground is taken to begin: the strongest level change between a third and three quarters down."""
    import cv2

    height = picture.shape[0]
    grey = cv2.resize(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), (64, 128), interpolation=cv2.INTER_AREA).astype(np.float32)
    step = np.median(np.abs(np.diff(cv2.GaussianBlur(grey, (0, 0), 1.5), axis=0)), axis=1)
    rows = np.arange(len(step)) / 127
    prior = np.exp(-(((rows - 0.52) / 0.16) ** 2))
    score = (step + 0.5) * prior
    return float((int(np.argmax(score)) + 1) / 128 * height)
