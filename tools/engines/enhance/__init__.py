"""Enhancing a video that somebody brings: denoise, interpolate, enlarge, sharpen, in that order, one frame after another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

from tools.engines import EngineSpec, Made
from tools.engines.enhance import between, numbers
from tools.engines.enhance.enlarge import FrameSpan
from tools.engines.enhance.filters import CLEAN, by_lanczos, denoised, noise_of, sharpened
from tools.engines.enhance.frames import Frame, Source, frames, survey
from tools.engines.enhance.numbers import Score
from tools.engines.enhance.requests import EnhanceRequest
from tools.engines.enhance.writing import encode, join

Report = Callable[[int, int], None]
"""(frames written, frames there will be, about)."""
SHEET = "sheet.png"
PAIRWISE: dict[str, between.Between] = {
    "hold": between.by_holding, "blend": between.by_blending, "flow": between.by_flow
}  # fmt: skip


class Enhance:
    """Enhances a video file."""

    spec = EngineSpec(
        name="enhance", version="2", role="finish", licence="Apache-2.0",
        credit="Enhanced by: Onereel with ffmpeg (GPL)", needs=("av", "cv2", "PIL", "imageio_ffmpeg"),
        capabilities={"interpolate": ("motion", "flow", "rife", "rife-hd"), "enlarge": ("lanczos", "span")},
    )  # fmt: skip

    def __call__(self, request: EnhanceRequest, inputs: Any, folder: Path, report: Report = lambda done, all_: None) -> Made:
        """Write the enhanced video and sheet.png. data: frames, noise, scores, tiles, cuts, depth; notes in sentences.

        Memory does not grow with the video's length. FilmError with a sentence when the file cannot be read.
        """
        source = survey(Path(request.source))
        runs = numbers.windows(source)
        chain = _Chain(request, source, noise_of(runs))
        picture, main = folder / "picture.mov", f"enhanced{request.suffix}"
        written = encode(_told(chain.frames(), chain.expected, report), source, picture, chain.rate)
        notes = chain.notes(written) + join(picture, source, folder / main)
        picture.unlink()
        after = survey(folder / main)
        numbers.sheet(source, after, folder / SHEET)
        return Made(main, tuple(notes), _facts(chain, runs, written, after))


def _told(made: Iterator[Frame], expected: int, report: Report) -> Iterator[Frame]:
    for number, frame in enumerate(made, 1):
        yield frame
        report(number, max(expected, number))


class _Chain:
    """The steps asked for, with what was measured beforehand and counted on the way."""

    def __init__(self, request: EnhanceRequest, source: Source, noise: float) -> None:
        self.request, self.source, self.noise = request, source, noise
        self.rate = Fraction(request.fps).limit_denominator(1001) if request.fps else Fraction(0)
        self.expected = round(source.seconds * self.rate) if self.rate else source.frames
        self.interpolate = interpolator(request.interpolate)
        self.enlarge = enlarger(request.enlarge, request.scale, request.bound)
        self.read = self.gaps = self.damaged = 0
        self.last = Fraction(0)

    @property
    def denoises(self) -> bool:
        """Whether noise is taken away: on request, and where there is any."""
        return self.request.denoise and self.noise >= CLEAN

    def frames(self) -> Iterator[Frame]:
        """The enhanced frames, in order."""
        made = self._counted(frames(self.source, passed=self._pass_over))
        if self.denoises:
            made = denoised(made, self.noise)
        if self.rate:
            made = self.interpolate(made, self.rate)
        if self.request.scale > 1:
            made = map(self.enlarge, made)
        if self.request.sharpen:
            made = map(partial(sharpened, radius=max(0.8 * self.request.scale, 1.0)), made)
        return made

    def _counted(self, given: Iterator[Frame]) -> Iterator[Frame]:
        for frame in given:
            self.gaps += self.read > 0 and frame.time - self.last > between.LONGEST_GAP
            self.read, self.last = self.read + 1, frame.time
            yield frame

    def _pass_over(self) -> None:
        self.damaged += 1

    def notes(self, written: int) -> list[str]:
        """What the person should know, in sentences."""
        said = []
        if self.request.denoise and not self.denoises:
            said.append(f"The noise is {self.noise:.1f} levels, too little to be taken away, so it was left.")
        if not self.request.denoise and self.noise > 2 * CLEAN:
            said.append(f"The noise is {self.noise:.1f} levels; --denoise would take it away before anything else.")
        if self.rate and self.gaps:
            said.append(f"{self.gaps} gaps of more than a quarter of a second were not interpolated; the frame before stays.")
        if self.source.depth > 8:
            said.append(f"The source has {self.source.depth} bits a sample; the picture was made at 8.")
        read, whole = float(self.last + 1 / self.source.rate), self.source.seconds
        if whole > read * 1.05 and self.source.frames > self.read:
            said.append(f"The source breaks off: {read:.1f} of {whole:.1f} seconds could be read.")
        if self.damaged:
            said.append(f"{self.damaged} damaged frames of the source were left out; the ones before them stay.")
        return said


def interpolator(name: str) -> Callable[[Iterator[Frame], Fraction], Iterator[Frame]]:
    """The way to a steady rate by that name; EngineError for one that is not there."""

    def made(given: Iterator[Frame], rate: Fraction) -> Iterator[Frame]:
        if name == "motion":
            return between.by_motion(given, rate)
        if name in PAIRWISE:
            return between.at_rate(given, rate, PAIRWISE[name])
        from tools.engines.enhance.rife import by_rife

        return between.at_rate(given, rate, by_rife(name))

    return made


def enlarger(name: str, scale: int, bound: float) -> Any:
    """The way to enlarge a frame by that name; EngineError without its weights."""
    if scale == 1 or name == "lanczos":
        return partial(by_lanczos, scale=scale)
    return FrameSpan(scale, bound)


def _facts(chain: _Chain, runs: Sequence[Sequence[Frame]], written: int, after: Source) -> dict[str, Any]:
    request, scores = chain.request, list[Score | None]()
    if chain.rate:
        scores.append(numbers.held_out(runs, chain.interpolate, f"interpolating by {request.interpolate}"))
        scores.append(numbers.held_out(runs, interpolator("hold"), "repeating frames"))
    if request.scale > 1:
        fresh = enlarger(request.enlarge, request.scale, request.bound)
        if request.enlarge != "lanczos":
            scores.append(numbers.shrunk_and_back(runs, request.scale, fresh, f"enlarging by {request.enlarge}"))
        scores.append(numbers.lanczos_score(runs, request.scale))
    tiles = getattr(chain.enlarge, "tiles", None)
    return {
        "frames": written, "frames_before": chain.read, "noise": round(chain.noise, 2), "denoised": chain.denoises,
        "size_before": [chain.source.width, chain.source.height], "size": [after.width, after.height],
        "scores": [score.__dict__ for score in scores if score],
        "tiles": {"made": tiles.made, "reused": tiles.reused} if tiles else {},
    }  # fmt: skip
