"""Where one shot ends and another begins: nothing may be interpolated across that."""

from __future__ import annotations

from collections import deque

import numpy as np

from tools.engines.enhance.frames import Frame, Plane

_LEAST = 14.0
"""Mean difference of two small pictures (levels of 8 bits) below which there is no cut."""
_JUMP = 3.0
"""How many times larger than the usual difference a cut's is."""
_OTHER = 0.25
"""Share of the brightnesses that are others than before."""


class Cuts:
    """Compares each frame with the one before; a cut stands out from what the last frames' movement explains."""

    def __init__(self) -> None:
        self._small: Plane | None = None
        self._usual: deque[float] = deque(maxlen=12)
        self.found = 0

    def begins(self, frame: Frame) -> bool:
        """Whether this frame, the next in order, begins another shot; the first frame of all does not."""
        import cv2

        small = cv2.resize(frame.y, (64, 36), interpolation=cv2.INTER_AREA)
        before, self._small = self._small, small
        if before is None:
            return False
        moved = float(cv2.absdiff(before, small).mean())
        usual = float(np.median(self._usual)) if self._usual else 0.0
        cut = moved > max(_LEAST, _JUMP * usual) and _change(before, small) > _OTHER
        self._usual.append(moved)
        self.found += cut
        return cut


def _change(one: Plane, other: Plane) -> float:
    """Share of the pixels whose brightness has no counterpart in the other picture, of 32 classes; or a change of layout."""
    counts = [np.bincount(picture.reshape(-1) >> 3, minlength=32) for picture in (one, other)]
    tones = float(np.abs(counts[0] - counts[1]).sum()) / (2 * one.size)
    alike = float(np.corrcoef(one.reshape(-1), other.reshape(-1))[0, 1]) if one.std() and other.std() else 0.0
    return max(tones, (1 - alike) / 2)
