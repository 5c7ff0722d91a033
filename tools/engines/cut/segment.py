"""The segment: one scene graded, captioned if asked, joined to the next by its transition, every frame encoded once."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, pairwise
from pathlib import Path

from memory.takes import Take
from tools.engines import EngineSpec, Made, SceneCut, SegmentRequest
from tools.engines.cut.encode import AS_VIDEO, MAIN, SIZED, Develop, check_frames, encode, frame_bytes, join, source
from tools.engines.cut.look import grain, quality
from tools.engines.cut.reel import Reel, thread
from tools.engines.cut.subtitles import burn, scene_cues, wordless
from tools.engines.cut.transitions import compose
from tools.ffmpeg import HERE, Frame, filter_frames
from tools.hands import side_by_side
from tools.timing import OVERLAPPING, leave_seconds


@dataclass(frozen=True)
class _Plan:
    """What a segment shows: its own reel from `enter`, `leave` frames of transition at its end, the next scene's reel."""

    sized: SIZED
    own: Reel
    enter: int
    leave: int
    following: Reel | None


class Segment:
    """Cuts one scene: shots share its frames with hard cuts between them; the transition is a second, joined piece."""

    spec = EngineSpec(
        name="segment",
        version="7",
        role="cut",
        licence="Apache-2.0",
        credit="Cut and grade: Onereel with ffmpeg and x264 (GPL), moviepy (MIT)",
        needs=("imageio_ffmpeg", "moviepy", "cv2"),
        capabilities={"transitions": ("cut", "crossfade", "fade_to_black", "wipe"), "burn_in": True},
    )

    def __call__(self, request: SegmentRequest, inputs: Mapping[str, Take], folder: Path) -> Made:
        """Write segment.mp4: frames enter..end of the scene, where `enter` frames belong to the scene before.

        data: frames, fps, seconds, scene. Raises EngineError for missing inputs, TakeError when ffmpeg fails.
        """
        plan = _plan(request, inputs)
        frames = plan.own.frames - plan.enter
        path, notes = folder / MAIN, list[str]()
        with tempfile.TemporaryDirectory(dir=folder) as temporary:
            work = Path(temporary)
            pieces = _bodies(plan, request, inputs, work, notes)
            if plan.leave:
                pieces.append(_tail(plan, work))
            join(pieces, path, work)
        check_frames(path, frames)
        data = {"frames": frames, "fps": request.fps, "seconds": frames / request.fps, "scene": request.scene.id}
        return Made(MAIN, tuple(notes), data)


def _plan(request: SegmentRequest, inputs: Mapping[str, Take]) -> _Plan:
    sized, fps = (request.width, request.height, request.fps), request.fps
    enter = round(request.enter * fps)
    own = thread(request.scene, enter, inputs, sized)
    leave, following = _leave(request.scene, request.following, fps), None
    if leave and request.following and request.scene.transition.kind in OVERLAPPING:
        following = thread(request.following, leave, inputs, sized)
    return _Plan(sized, own, enter, leave, following)


def _leave(scene: SceneCut, following: SceneCut | None, fps: int) -> int:
    """Frames of the scene's transition; one that shows the next scene needs one, and the last scene has none."""
    needs_next = scene.transition.kind in OVERLAPPING
    return 0 if needs_next and following is None else round(leave_seconds(scene.transition) * fps)


def _bodies(plan: _Plan, request: SegmentRequest, inputs: Mapping[str, Take], work: Path, notes: list[str]) -> list[Path]:
    """Encode the frames before the transition straight from the shots: in two pieces, side by side where there are hands.

    With captions or grain in the picture it is one piece, for both have a clock of their own.
    """
    stop = plan.own.frames - plan.leave
    if request.burn_in:
        return [_captioned(plan, request, inputs, work, notes)] if stop > plan.enter else []
    develop = Develop(grain(request.scene.look, plan.sized), quality(request.scene.look))
    edges = [plan.enter, *([] if request.scene.look.grain > 0 else _middle(plan.own, plan.enter, stop)), stop]
    spans = [(first, last) for first, last in pairwise(edges) if last > first]
    paths = [work / f"body{number}.mp4" for number in range(len(spans))]

    def draw(span: tuple[int, int], path: Path) -> None:
        encode(plan.own.develop(*span), plan.sized, develop, path)

    side_by_side([partial(draw, span, path) for span, path in zip(spans, paths, strict=True)])
    return paths


def _middle(reel: Reel, start: int, stop: int) -> list[int]:
    """The frame at which a scene is divided: the cut between shots nearest to its middle; none in one too short for it."""
    cuts = list(accumulate(count for _, count in reel.shots))[:-1]
    apart = [cut for cut in cuts if min(cut - start, stop - cut) >= reel.fps]
    return sorted(apart, key=lambda cut: abs(2 * cut - start - stop))[:1]


def _captioned(plan: _Plan, request: SegmentRequest, inputs: Mapping[str, Take], work: Path, notes: list[str]) -> Path:
    """Encode the same frames with their captions burnt in."""
    stop, speech = plan.own.frames - plan.leave, inputs[f"speech:{request.scene.id}"]
    filters, place = grain(request.scene.look, plan.sized), HERE
    notes += [note] if (note := wordless(request.scene.id, speech.data)) else []
    shown = scene_cues(speech, plan.own.words_at - plan.enter, stop - plan.enter, plan.sized)
    if shown:
        painted, place = burn(shown, plan.sized, work, high=request.burn_in == "high")
        filters = f"{filters},{painted}"
    encode(
        plan.own.develop(plan.enter, stop), plan.sized, Develop(filters, quality(request.scene.look), place), work / "body.mp4"
    )
    return work / "body.mp4"


def _graded(reel: Reel, sized: SIZED, start: int, stop: int) -> Iterator[Frame]:
    """Frames of a reel with its scene's look, as planes of the profile."""
    filters = grain(reel.scene.look, sized)
    if filters == AS_VIDEO:
        return reel.develop(start, stop)
    args = [*source(sized), "-filter_threads", "1", "-vf", filters]
    args += ["-pix_fmt", "yuv420p", "-f", "rawvideo", "pipe:1"]
    return filter_frames(args, reel.develop(start, stop), frame_bytes(sized))


def _tail(plan: _Plan, work: Path) -> Path:
    """Compose and encode the transition's own frames."""
    count, own = plan.leave, plan.own
    leaving = _graded(own, plan.sized, own.frames - count, own.frames)
    coming = _graded(plan.following, plan.sized, 0, count) if plan.following else None
    path = work / "tail.mp4"
    frames = compose(own.scene.transition.kind, leaving, coming, plan.sized, count)
    encode(frames, plan.sized, Develop(crf=quality(own.scene.look)), path)
    return path
