"""Puppets: which pose of a sheet is seen when, in character time, and how far a walker has come."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from memory.errors import TakeError
from tools.engines import Speaking
from tools.engines.parallax.life import Motion
from tools.engines.parallax.model import Plate
from tools.engines.parallax.plates import Bytes, Sheet, read_bgra
from tools.stage import Puppet

RESTING = 6.0
"""Poses a second of who has arrived."""
SILENT = 0.12
"""Openness below which a speaking mouth is closed."""

Make = Callable[[Plate, Bytes], Sheet]


@dataclass(frozen=True)
class Instant:
    """A moment of a shot: seconds since it began, seconds that it lasts, and who speaks in it."""

    t: float
    length: float
    speaking: Sequence[Speaking] = ()


class Cast:
    """The sheets of a rig, those of puppets in each of their poses; a pose is put together when it is first seen."""

    def __init__(self, sheets: Sequence[Sheet], make: Make, folder: Path) -> None:
        self._sheets, self._make, self._folder = sheets, make, folder
        self._made: dict[tuple[int, int], Sheet] = {}
        self._read: dict[int, tuple[Bytes, Bytes]] = {}

    def at(self, instant: Instant, moves: Sequence[Motion]) -> tuple[list[Sheet], list[Motion]]:
        """Every sheet as it is seen at an instant, and its motion with the way that it has walked.

        Words that may be anybody's of two in the picture move no mouth.
        """
        alone = [one for one in instant.speaking if sum(bool(one.names & s.plate.names) for s in self._sheets) == 1]
        heard = replace(instant, speaking=alone)
        seen = [pose(sheet.plate, heard) for sheet in self._sheets]
        sheets = [self._posed(i, k) if k else sheet for i, (sheet, (k, _)) in enumerate(zip(self._sheets, seen, strict=True))]
        return sheets, [replace(move, dx=move.dx + dx) if dx else move for move, (_, dx) in zip(moves, seen, strict=True)]

    def _posed(self, i: int, k: int) -> Sheet:
        if (i, k) not in self._made:
            plate = self._sheets[i].plate
            self._made[i, k] = self._make(plate, self._picture(i, plate, k))
        return self._made[i, k]

    def _picture(self, i: int, plate: Plate, k: int) -> Bytes:
        """The plate's picture with cell k - 1 in its place."""
        puppet = plate.puppet
        if puppet is None or k > len(puppet.cells):
            raise TakeError(f"The clip has no pose {k} of {plate.name}. The still is kept; render the clip again.")
        if i not in self._read:
            self._read[i] = read_bgra(self._folder / plate.file), read_bgra(self._folder / puppet.file)
        base, acts = self._read[i]
        cell, picture = puppet.cells[k - 1], base.copy()
        part = acts[cell.y : cell.y + cell.height, cell.x : cell.x + cell.width]
        place = picture[cell.top : cell.top + cell.height, cell.left : cell.left + cell.width]
        if part.shape != place.shape:
            raise TakeError(f"A pose of {plate.name} does not fit its sheet. The still is kept; render the clip again.")
        place[:] = part
        return picture


def pose(plate: Plate, instant: Instant) -> tuple[int, float]:
    """Which pose of a plate is seen at a moment, and how many canvas pixels to the right of its place it is."""
    puppet = plate.puppet
    if puppet is None:
        return 0, 0.0
    if puppet.steps:
        return _walked(puppet, instant)
    if puppet.mouths and (open_at := mouth(plate, instant)) is not None:
        return spoken(puppet, open_at), 0.0
    return puppet.order[_count(instant.t, puppet.rate) % len(puppet.order)], 0.0


def _count(t: float, rate: float) -> int:
    """Poses begun since the shot began, the first not counted."""
    return math.floor(t * rate + 1e-6)


def mouth(plate: Plate, instant: Instant) -> float | None:
    """How far the mouth of who is on the plate is open, 0..1, while words are its own; else None."""
    for one in instant.speaking:
        step = _count(instant.t - one.start, one.rate)
        if 0 <= step < len(one.openness) and one.names & plate.names:
            return one.openness[step]
    return None


def spoken(puppet: Puppet, openness: float) -> int:
    """The pose of a mouth that is so far open."""
    if openness < SILENT:
        return puppet.rest[0] if puppet.rest else 0
    return puppet.mouths[min(int(openness * len(puppet.mouths)), len(puppet.mouths) - 1)]


def _gone(puppet: Puppet, count: int) -> float:
    """Canvas pixels, to the right above 0, after so many poses."""
    whole, part = divmod(count, len(puppet.steps))
    return whole * sum(puppet.steps) + sum(puppet.steps[1 : part + 1])


def _walked(puppet: Puppet, instant: Instant) -> tuple[int, float]:
    """A walker's pose and place: it passes its own place on its way, which is as long as the shot lets it be."""
    whole, (before, beyond) = _gone(puppet, _count(instant.length, puppet.rate)), puppet.reach
    way = math.copysign(min(abs(whole), before + beyond), whole)
    start = -way * before / max(before + beyond, 1e-6)
    count = _count(instant.t, puppet.rate)
    gone = _gone(puppet, count)
    if abs(gone) < abs(way) or not puppet.rest:
        return puppet.order[count % len(puppet.order)], start + (gone if abs(gone) < abs(way) else way)
    return puppet.rest[_count(instant.t, RESTING) % len(puppet.rest)], start + way
