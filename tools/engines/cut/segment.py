"""The segment: one scene graded, captioned if asked, joined to the next by its transition, every frame encoded once."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import accumulate, pairwise
from pathlib import Path

from memory.takes import Take
from tools import keeping
from tools.engines import EngineSpec, Made, SceneCut, SegmentRequest
from tools.engines.cut.encode import AS_VIDEO, MAIN, SIZED, Develop, check_frames, encode, frame_bytes, join, source
from tools.engines.cut.look import grain, quality
from tools.engines.cut.reel import Reel, thread
from tools.engines.cut.subtitles import burn, scene_cues, wordless
from tools.engines.cut.transitions import compose
from tools.ffmpeg import HERE, Frame, filter_frames
from tools.timing import OVERLAPPING, leave_seconds


@dataclass(frozen=True)
class _Plan:
    """What a segment shows: its own reel from `enter`, `leave` frames of transition at its end, the next scene's reel."""

    sized: SIZED
    own: Reel
    enter: int
    leave: int
    following: Reel | None


@dataclass(frozen=True)
class _Piece:
    """A part of the segment: what it depends on, and what draws and encodes it into a file."""

    described: bytes
    draw: Callable[[Path], None]


class Segment:
    """Cuts one scene: shots share its frames with hard cuts between them; the transition is a second, joined piece."""

    spec = EngineSpec(
        name="segment",
        version="7",
        role="cut",
        licence="Apache-2.0",
        credit="Cut and grade: Onereel with ffmpeg and x264 (GPL), moviepy (MIT)",
        needs=("imageio_ffmpeg", "moviepy", "cv2"),
        capabilities={"transitions": ("cut", "crossfade", "fade_to_black", "wipe"), "burn_in": True, "halves": True},
    )

    def __call__(self, request: SegmentRequest, inputs: Mapping[str, Take], folder: Path) -> Made:
        """Write segment.mp4: frames enter..end of the scene, where `enter` frames belong to the scene before.

        Pieces that `half` has kept are taken, to the same bytes, and no longer kept.
        data: frames, fps, seconds, scene. Raises EngineError for missing inputs, TakeError when ffmpeg fails.
        """
        plan = _plan(request, inputs)
        frames = plan.own.frames - plan.enter
        path, pieces = folder / MAIN, [piece for half in _halves(plan, request, inputs) for piece in half]
        with tempfile.TemporaryDirectory(dir=folder) as temporary:
            work = Path(temporary)
            join([_made(piece, work / f"{number}.mp4") for number, piece in enumerate(pieces)], path, work)
        check_frames(path, frames)
        for piece in pieces:
            keeping.drop(piece.described)
        data = {"frames": frames, "fps": request.fps, "seconds": frames / request.fps, "scene": request.scene.id}
        return Made(MAIN, _notes(request, inputs), data)

    def half(self, request: SegmentRequest, inputs: Mapping[str, Take], number: int, folder: Path) -> None:
        """Make the pieces of the first or second half (0, 1) and keep them; `folder` is for the work and left empty.

        A scene that is not divided has them all in its first half. Raises as the call does.
        """
        for piece in _halves(_plan(request, inputs), request, inputs)[number]:
            path = folder / "piece.mp4"
            piece.draw(path)
            keeping.keep(piece.described, path.read_bytes())
            path.unlink()


def _made(piece: _Piece, path: Path) -> Path:
    """The piece's file: as kept, or drawn now."""
    kept = keeping.find(piece.described)
    if kept is None:
        piece.draw(path)
    else:
        path.write_bytes(kept)
    return path


def _notes(request: SegmentRequest, inputs: Mapping[str, Take]) -> tuple[str, ...]:
    note = wordless(request.scene.id, inputs[f"speech:{request.scene.id}"].data) if request.burn_in else ""
    return (note,) if note else ()


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


def _halves(plan: _Plan, request: SegmentRequest, inputs: Mapping[str, Take]) -> tuple[list[_Piece], list[_Piece]]:
    """The segment's pieces, in their order: those of the first half, and the rest."""
    drawn = _bodies(plan, request, inputs)
    first = 1 if len(drawn) > 1 else 2
    if plan.leave:
        drawn.append(partial(_tail, plan))
    taken = {name: take.manifest.key for name, take in inputs.items()}
    described = json.dumps(["segment", Segment.spec.version, request.model_dump(mode="json"), taken], sort_keys=True)
    pieces = [_Piece(f"{described} {number}".encode(), draw) for number, draw in enumerate(drawn)]
    return pieces[:first], pieces[first:]


def _bodies(plan: _Plan, request: SegmentRequest, inputs: Mapping[str, Take]) -> list[Callable[[Path], None]]:
    """The frames before the transition, straight from the shots: in two pieces, or one where the scene is not divided.

    With captions or grain in the picture it is one piece, for both have a clock of their own.
    """
    stop = plan.own.frames - plan.leave
    if request.burn_in:
        return [partial(_captioned, plan, request, inputs)] if stop > plan.enter else []
    develop = Develop(grain(request.scene.look, plan.sized), quality(request.scene.look))
    edges = [plan.enter, *([] if request.scene.look.grain > 0 else _middle(plan.own, plan.enter, stop)), stop]

    def draw(span: tuple[int, int], path: Path) -> None:
        encode(plan.own.develop(*span), plan.sized, develop, path)

    return [partial(draw, (first, last)) for first, last in pairwise(edges) if last > first]


def _middle(reel: Reel, start: int, stop: int) -> list[int]:
    """The frame at which a scene is divided: the cut between shots nearest to its middle; none in one too short for it."""
    cuts = list(accumulate(count for _, count in reel.shots))[:-1]
    apart = [cut for cut in cuts if min(cut - start, stop - cut) >= reel.fps]
    return sorted(apart, key=lambda cut: abs(2 * cut - start - stop))[:1]


def _captioned(plan: _Plan, request: SegmentRequest, inputs: Mapping[str, Take], path: Path) -> None:
    """Encode the same frames with their captions burnt in."""
    stop, speech = plan.own.frames - plan.leave, inputs[f"speech:{request.scene.id}"]
    filters, place = grain(request.scene.look, plan.sized), HERE
    shown = scene_cues(speech, plan.own.words_at - plan.enter, stop - plan.enter, plan.sized)
    if shown:
        painted, place = burn(shown, plan.sized, path.parent, high=request.burn_in == "high")
        filters = f"{filters},{painted}"
    develop = Develop(filters, quality(request.scene.look), place)
    encode(plan.own.develop(plan.enter, stop), plan.sized, develop, path)


def _graded(reel: Reel, sized: SIZED, start: int, stop: int) -> Iterator[Frame]:
    """Frames of a reel with its scene's look, as planes of the profile."""
    filters = grain(reel.scene.look, sized)
    if filters == AS_VIDEO:
        return reel.develop(start, stop)
    args = [*source(sized), "-filter_threads", "1", "-vf", filters]
    args += ["-pix_fmt", "yuv420p", "-f", "rawvideo", "pipe:1"]
    return filter_frames(args, reel.develop(start, stop), frame_bytes(sized))


def _tail(plan: _Plan, path: Path) -> None:
    """Compose and encode the transition's own frames."""
    count, own = plan.leave, plan.own
    leaving = _graded(own, plan.sized, own.frames - count, own.frames)
    coming = _graded(plan.following, plan.sized, 0, count) if plan.following else None
    frames = compose(own.scene.transition.kind, leaving, coming, plan.sized, count)
    encode(frames, plan.sized, Develop(crf=quality(own.scene.look)), path)
