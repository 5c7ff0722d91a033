"""Frames between frames: a steady rate out of frames that come at any times, never across a cut."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.engines.enhance.cuts import Cuts
from tools.engines.enhance.frames import Frame, Plane, from_packed, to_packed

LONGEST_GAP = Fraction(1, 4)
"""Seconds between two frames above which they say nothing of what happened between; the earlier one stays."""
_NEAR = 0.02
"""Share of a gap within which a real frame is taken as it is."""
Between = Callable[[Frame, Frame, Sequence[float]], list[Frame]]
"""Two frames and shares of the way from the one to the other (0..1, rising) to the pictures there, with the first's time."""


def grid(start: Fraction, rate: Fraction, since: Fraction, until: Fraction) -> list[Fraction]:
    """The times of a steady rate counted from `start` that lie in [since, until)."""
    first, end = math.ceil((since - start) * rate), math.ceil((until - start) * rate)
    return [start + number / rate for number in range(first, end)]


def at_rate(frames: Iterator[Frame], rate: Fraction, between: Between) -> Iterator[Frame]:
    """The frames at a steady rate, new ones made pair by pair; the last frame of all stays as long as the one before it."""
    cuts = Cuts()
    one = next(frames, None)
    if one is None:
        return
    start, stays = one.time, 1 / rate
    cuts.begins(one)
    for other in frames:
        times = grid(start, rate, one.time, other.time)
        held = cuts.begins(other) or other.time - one.time > LONGEST_GAP or _alike(one, other)
        yield from (one.at(time) for time in times) if held else _pair(one, other, times, between)
        one, stays = other, other.time - one.time
    yield from (one.at(time) for time in grid(start, rate, one.time, one.time + stays))


def _alike(one: Frame, other: Frame) -> bool:
    return np.array_equal(one.y, other.y) and np.array_equal(one.cb, other.cb) and np.array_equal(one.cr, other.cr)


def _pair(one: Frame, other: Frame, times: Sequence[Fraction], between: Between) -> Iterator[Frame]:
    span = other.time - one.time
    shares = {time: float((time - one.time) / span) for time in times}
    inner = [time for time in times if _NEAR < shares[time] < 1 - _NEAR]
    made = dict(zip(inner, between(one, other, [shares[time] for time in inner]), strict=True)) if inner else {}
    for time in times:
        yield made.get(time, one if shares[time] < 0.5 else other).at(time)


def by_holding(one: Frame, other: Frame, shares: Sequence[float]) -> list[Frame]:
    """The nearer frame again: what every other way is measured against."""
    return [one if share < 0.5 else other.at(one.time) for share in shares]


def by_blending(one: Frame, other: Frame, shares: Sequence[float]) -> list[Frame]:
    """Both frames laid over one another."""
    import cv2

    pairs = tuple(zip(_planes(one), _planes(other), strict=True))
    return [Frame(one.time, *(cv2.addWeighted(a, 1 - share, b, share, 0) for a, b in pairs)) for share in shares]


def _planes(frame: Frame) -> tuple[Plane, Plane, Plane]:
    return frame.y, frame.cb, frame.cr


def by_flow(one: Frame, other: Frame, shares: Sequence[float]) -> list[Frame]:
    """Dense inverse search flow both ways (Kroeger 2016); pictures are taken along it, trusted where the ways agree."""
    import cv2

    search = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    there, back = search.calc(one.y, other.y, None), search.calc(other.y, one.y, None)
    trust = [_trust(there, back), _trust(back, there)]
    return [_along((one, other), (there, back), trust, share) for share in shares]


def _warp(picture: NDArray[Any], flow: NDArray[np.float32]) -> NDArray[Any]:
    import cv2

    height, width = flow.shape[:2]
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    moved = cv2.remap(picture, columns + flow[..., 0], rows + flow[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(moved)


def _trust(there: NDArray[np.float32], back: NDArray[np.float32]) -> NDArray[np.float32]:
    """How far each pixel can be trusted: going there and back leads home."""
    lost = np.linalg.norm(there + _warp(back, there), axis=2)
    return np.asarray(np.exp(-lost) + 1e-3, np.float32)


def _along(pair: tuple[Frame, Frame], flows: tuple[Any, Any], trust: Sequence[NDArray[np.float32]], share: float) -> Frame:
    """Look back from the moment between to both frames along the mixed flow (Jiang 2018, equation 4)."""
    import cv2

    there, back = flows
    ways = (-(1 - share) * share * there + share**2 * back, (1 - share) ** 2 * there - share * (1 - share) * back)
    weights = [part * _warp(seen, way) for part, seen, way in zip((1 - share, share), trust, ways, strict=True)]
    sure = weights[0] / (weights[0] + weights[1])
    small = [cv2.resize(way, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA) * 0.5 for way in ways]
    half = cv2.resize(sure, (small[0].shape[1], small[0].shape[0]), interpolation=cv2.INTER_AREA)
    planes = []
    for index, (one, other) in enumerate(zip(_planes(pair[0]), _planes(pair[1]), strict=True)):
        way, weight = (ways, sure) if index == 0 else (small, half)
        mixed = _warp(one, way[0]) * weight + _warp(other, way[1]) * (1 - weight)
        planes.append((mixed + 0.5).astype(np.uint8))
    return Frame(pair[0].time, *planes)


def by_motion(frames: Iterator[Frame], rate: Fraction) -> Iterator[Frame]:
    """The frames at a steady rate by ffmpeg's motion compensation, which looks at four frames; each shot goes through alone."""
    before = next(frames, None)
    if before is None:
        return
    cuts, run, stays = Cuts(), _Run(rate, before.time), 1 / rate
    cuts.begins(before)
    run.push(before)
    for frame in frames:
        if cuts.begins(frame) or frame.time - before.time > LONGEST_GAP:
            yield from run.end(before, frame.time)
        run.push(frame)
        yield from run.made()
        before, stays = frame, frame.time - before.time
    yield from run.end(before, before.time + stays)


class _Run:
    """ffmpeg's filter over one shot after another; frames are counted on one grid from `start` on."""

    def __init__(self, rate: Fraction, start: Fraction) -> None:
        self._rate, self._start, self._next, self._shot = rate, start, 0, Fraction(0)
        self._graph: Any = None
        self._size = (0, 0)

    def push(self, frame: Frame) -> None:
        import av

        if self._graph is None:
            self._begin(frame)
        picture = av.VideoFrame.from_ndarray(to_packed(frame), format="yuv420p")
        picture.pts, picture.time_base = round((frame.time - self._shot) * 90_000), Fraction(1, 90_000)
        self._graph.vpush(picture)

    def _begin(self, frame: Frame) -> None:
        """The shot's first frame stands on the grid already, or a little after its last place."""
        import av

        height, width = frame.y.shape
        self._size, self._shot = (width, height), self._start + Fraction(self._next) / self._rate
        graph = av.filter.Graph()
        source = graph.add_buffer(width=width, height=height, format="yuv420p", time_base=Fraction(1, 90_000))
        how = f"fps={self._rate}:mi_mode=mci:mc_mode=aobmc:me_mode=bidir:vsbmc=1:scd=none"
        motion = graph.add("minterpolate", how)
        sink = graph.add("buffersink")
        source.link_to(motion)
        motion.link_to(sink)
        graph.configure()
        self._graph, self._first = graph, self._next

    def made(self, until: Fraction | None = None) -> Iterator[Frame]:
        """What the filter has ready; only what comes before `until`."""
        import av

        while True:
            try:
                picture = self._graph.vpull()
            except (av.error.BlockingIOError, av.error.EOFError):
                return
            number = self._first + round(picture.pts * picture.time_base * self._rate)
            time = self._start + Fraction(number) / self._rate
            if number >= self._next and (until is None or time < until):
                self._next = number + 1
                yield from_packed(picture.to_ndarray(), self._size, time)

    def end(self, frame: Frame, until: Fraction) -> Iterator[Frame]:
        """The rest of a shot whose last frame this is; the filter keeps three frames back, so it is shown that one again."""
        for step in range(1, 5):
            self.push(frame.at(frame.time + Fraction(step, 25)))
        self._graph.vpush(None)
        yield from self.made(until)
        while (time := self._start + Fraction(self._next) / self._rate) < until:
            self._next += 1
            yield frame.at(time)
        self._graph = None
