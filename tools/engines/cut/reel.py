"""One scene's pictures on the clock: which frame of which shot is seen when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from memory.errors import EngineError
from memory.takes import Take
from tools import studio
from tools.engines import Footage, SceneCut, Speaking
from tools.engines.cut.encode import SIZED, frame_bytes
from tools.engines.cut.lips import later, speaking
from tools.engines.cut.look import graded
from tools.ffmpeg import Frame
from tools.timing import Timed, scene_frames, share_frames


@dataclass
class Reel:
    """A scene ready to be drawn: its length in frames, where its words begin, and its shots' takes with their frames."""

    scene: SceneCut
    fps: int
    frames: int
    words_at: int
    shots: list[tuple[Take, int]]
    sized: SIZED
    spoken: tuple[Speaking, ...] = ()
    """Whose own words are heard, in seconds since the words began."""
    _open: dict[int, Footage] = field(default_factory=dict)

    def develop(self, start: int, stop: int) -> Iterator[Frame]:
        """Frames `start` up to `stop` of the scene with its look but for the grain, each drawn when asked for."""
        return graded(self._draw(start, stop), self.scene.look, self.sized)

    def _draw(self, start: int, stop: int) -> Iterator[memoryview]:
        at = 0
        for index, (_, count) in enumerate(self.shots):
            first, last = max(start - at, 0), min(stop - at, count)
            if first < last:
                heard = later(self.spoken, (self.words_at - at) / self.fps)
                for frame in self._footage(index).planes(count, self.fps, first, last - first, heard):
                    yield self._checked(frame, index)
            at += count

    def _footage(self, index: int) -> Footage:
        if index not in self._open:
            take = self.shots[index][0]
            self._open = {index: studio.footage(take)}
        return self._open[index]

    def _checked(self, frame: memoryview, index: int) -> memoryview:
        if frame.nbytes != frame_bytes(self.sized):
            shot = self.scene.shots[index][0]
            raise EngineError(
                f"Shot {shot} was drawn at another size than the film's. Nothing was kept; render the shot again."
            )
        return frame


def thread(scene: SceneCut, enter: int, inputs: Mapping[str, Take], sized: SIZED) -> Reel:
    """Thread a scene's takes ("speech:<scene>", "clip:<shot>") on a reel; `enter` is in frames."""
    needed = [f"speech:{scene.id}", *(f"clip:{shot}" for shot, _ in scene.shots)]
    missing = [name for name in needed if name not in inputs]
    if missing:
        raise EngineError(f"Scene {scene.id} cannot be cut without {', '.join(missing)}. Nothing was made.")
    fps = sized[2]
    speech = float(inputs[f"speech:{scene.id}"].data["seconds"])
    timed = Timed(scene.id, speech, scene.pause, scene.transition, scene.beat)
    frames, words_at = scene_frames(timed, enter / fps, fps)
    shares = [share for _, share in scene.shots]
    if frames < len(shares):
        raise EngineError(f"Scene {scene.id} lasts {frames} frames, too few for {len(shares)} shots. Lengthen its pause.")
    counts = share_frames(frames, shares)
    shots = [(inputs[f"clip:{shot}"], count) for (shot, _), count in zip(scene.shots, counts, strict=True)]
    return Reel(scene, fps, frames, words_at, shots, sized, speaking(inputs[f"speech:{scene.id}"]))
