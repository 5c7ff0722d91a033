"""Looks that can be seen and measured, and the ffmpeg that makes them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from memory.errors import EngineError, TakeError
from memory.film import Look
from tests.cutting import FPS, GREY, SIZED, H, W, clip, cut, scene, seen
from tools.engines.cut.encode import AS_VIDEO
from tools.engines.cut.look import grade, pixels
from tools.engines.planes import Planes, to_film
from tools.ffmpeg import filter_frames, run_ffmpeg


def planes(look: Look, frames: int = 1, level: float = 110) -> np.ndarray:
    """A grey-to-coloured test picture graded by a look: (frames, 3) means of Y, U and V."""
    picture = np.empty((H, W, 4), np.uint8)
    picture[..., :3] = np.linspace(0.2, 1.8, W)[None, :, None] * np.array([level * 0.8, level, level * 1.2])
    picture[..., 3] = 255
    drawn = picture.tobytes() if pixels(look) == "bgra" else in_film_colours(picture)
    args = ["-f", "rawvideo", "-pixel_format", pixels(look), "-video_size", f"{W}x{H}", "-framerate", str(FPS), "-i", "pipe:0"]
    args += ["-vf", grade(look, SIZED), "-f", "rawvideo", "pipe:1"]
    raw = [np.frombuffer(f, np.uint8) for f in filter_frames(args, [drawn] * frames, W * H * 3 // 2)]
    return np.stack([[f[: W * H].mean(), f[W * H : W * H * 5 // 4].mean(), f[W * H * 5 // 4 :].mean()] for f in raw])


def in_film_colours(picture: np.ndarray) -> bytes:
    """An opaque BGRA picture as the planes that a clip draws."""
    film = picture.copy()
    to_film(film, ((0, 0, W, H),))
    return bytes(Planes(W, H).take(film))


class TestLook:
    def test_nothing_asked_nothing_done(self) -> None:
        """A look of zeros is the plain change of colours and no filter more."""
        assert (pixels(Look()), grade(Look(), SIZED)) == ("yuv420p", AS_VIDEO)
        assert (pixels(Look(grain=-1)), grade(Look(grain=-1), SIZED)) == ("yuv420p", AS_VIDEO)

    @pytest.mark.parametrize(("name", "plane", "least"), [("brightness", 0, 12), ("warmth", 2, 2), ("warmth", 1, -2)])
    def test_more_is_more(self, name: str, plane: int, least: float) -> None:
        """From -1 to 1 the picture grows steadily brighter, or redder and less blue, and a third of the way can be seen."""
        values = [planes(Look(**{name: x}))[0, plane] for x in (-1, -0.6, -0.3, 0, 0.3, 0.6, 1)]
        steps = np.diff(values) * np.sign(least)
        assert (steps > 0).all()
        assert abs(values[2] - values[3]) >= abs(least)

    def test_darker_is_not_crushed(self) -> None:
        """At brightness -0.3 two dark greys are still two greys."""
        darker, dark = planes(Look(brightness=-0.3), level=20)[0, 0], planes(Look(brightness=-0.3), level=35)[0, 0]
        assert 17 < darker < dark - 4

    def test_no_saturation_is_grey(self) -> None:
        """Saturation -1 leaves no colour, 1 leaves twice as much."""
        none, plain, full = (planes(Look(saturation=x))[0, 1:] - 128 for x in (-1, 0, 1))
        assert np.abs(none).max() < 1
        assert np.abs(full).max() > 1.5 * np.abs(plain).max()

    def test_contrast_spreads_the_tones(self) -> None:
        """With more contrast dark is darker and light is lighter; with less they come together."""
        spread = [planes(Look(contrast=x), level=150)[0, 0] - planes(Look(contrast=x), level=50)[0, 0] for x in (-0.8, 0, 0.8)]
        assert spread[0] + 10 < spread[1] < spread[2] - 5

    def test_grain_moves_and_keeps_the_light(self, tmp_path: Path) -> None:
        """Grain is new in every frame, stronger when asked for more, and does not make the picture lighter or darker."""
        shots = {"clip:grey": clip(tmp_path, GREY)}
        plain, some, much = (
            seen(cut(tmp_path / str(g), shots, scene("a", "grey", look=Look(grain=g))).main).astype(float)
            for g in (0, 0.3, 0.9)
        )
        moves = [float(np.abs(np.diff(frames[:8], axis=0)).mean()) for frames in (plain, some, much)]
        assert moves[0] < 0.5 < moves[1] < moves[2]
        assert abs(much.mean() - plain.mean()) < 3


class TestFfmpeg:
    def test_a_failure_is_a_sentence(self, tmp_path: Path) -> None:
        """What ffmpeg said last is in the error, and earlier takes are said to be kept."""
        with pytest.raises(TakeError, match=r"no-such-file.*Earlier takes are kept"):
            run_ffmpeg(["-i", str(tmp_path / "no-such-file"), "-f", "null", "-"])

    def test_nothing_is_read_from_the_network(self) -> None:
        """An address given as an input is refused before anything is connected, also as the second input."""
        with pytest.raises(TakeError, match="Invalid argument"):
            run_ffmpeg(["-f", "lavfi", "-i", "color=d=0.1", "-i", "http://127.0.0.1:1/x.mp4", "-f", "null", "-"])

    def test_an_error_while_drawing_is_not_lost(self) -> None:
        """A shot that fails half-way fails the transition too, instead of ending it early."""

        def broken() -> Iterator[bytes]:
            yield bytes(16)
            raise EngineError("the drawing broke")

        args = ["-f", "rawvideo", "-pixel_format", "gray", "-video_size", "4x4", "-i", "pipe:0", "-f", "rawvideo", "pipe:1"]
        with pytest.raises(EngineError, match="the drawing broke"):
            list(filter_frames(args, broken(), 16))
