"""Looks that can be seen and measured, and the ffmpeg that makes them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from memory.errors import EngineError, TakeError
from memory.film import Look
from tests.cutting import GREY, SIZED, H, W, clip, cut, scene, seen
from tools.engines.cut.encode import AS_VIDEO
from tools.engines.cut.look import curves, graded, grain
from tools.engines.planes import Planes, to_film
from tools.ffmpeg import filter_frames, run_ffmpeg


def ramp(level: float) -> np.ndarray:
    """A grey-to-coloured test picture (BGR, 0..255)."""
    shades = np.linspace(0.2, 1.8, W)[None, :, None] * np.array([level * 0.8, level, level * 1.2])
    return np.asarray(shades * np.ones((H, 1, 1)))


def in_film_colours(picture: np.ndarray) -> memoryview:
    """A BGR picture as the planes that a clip draws."""
    film = np.dstack([np.clip(picture, 0, 255), np.full(picture.shape[:2], 255.0)]).round().astype(np.uint8)
    to_film(film, ((0, 0, W, H),))
    view: memoryview = Planes(W, H).take(film)
    return view


def developed(look: Look, picture: np.ndarray) -> np.ndarray:
    """The planes of a BGR picture with a look, one after another."""
    return np.frombuffer(next(graded(iter([in_film_colours(picture)]), look, SIZED)), np.uint8).astype(float)


def planes(look: Look, level: float = 110) -> np.ndarray:
    """The test picture with a look: means of Y, Cb and Cr."""
    made = developed(look, ramp(level))
    return np.array([made[: W * H].mean(), made[W * H : W * H * 5 // 4].mean(), made[W * H * 5 // 4 :].mean()])


class TestLook:
    def test_nothing_asked_nothing_done(self) -> None:
        """A look of zeros hands the very frames on, and no filter is added."""
        drawn = in_film_colours(ramp(110))
        assert next(graded(iter([drawn]), Look(), SIZED)) is drawn
        assert grain(Look(), SIZED) == grain(Look(grain=-1), SIZED) == AS_VIDEO

    @pytest.mark.parametrize(
        "look", [Look(brightness=-0.4), Look(brightness=0.4), Look(contrast=0.6), Look(warmth=0.5, brightness=-0.2)]
    )
    def test_colours_are_bent_as_a_curve_a_channel_would(self, look: Look) -> None:
        """Laid on the planes, a look is within a few codes of its curves laid on red, green and blue."""
        rng = np.random.default_rng(5)
        picture = np.repeat(np.repeat(rng.uniform(40, 200, (H // 8, W // 8, 1)) + rng.uniform(-30, 30, (H // 8, W // 8, 3)),
                                      8, axis=0), 8, axis=1)  # fmt: skip
        picture = np.pad(picture, ((0, H % 8), (0, W % 8), (0, 0)), mode="edge")
        red, green, blue = curves(look)
        bent = np.dstack([255 * curve(picture[..., i] / 255) for i, curve in enumerate((blue, green, red))])
        gap = np.abs(developed(look, picture) - np.frombuffer(in_film_colours(bent), np.uint8))
        assert gap.mean() < 1.5 and np.quantile(gap, 0.99) < 6

    @pytest.mark.parametrize(("name", "plane", "least"), [("brightness", 0, 12), ("warmth", 2, 2), ("warmth", 1, -2)])
    def test_more_is_more(self, name: str, plane: int, least: float) -> None:
        """From -1 to 1 the picture grows steadily brighter, or redder and less blue, and a third of the way can be seen."""
        values = [planes(Look(**{name: x}))[plane] for x in (-1, -0.6, -0.3, 0, 0.3, 0.6, 1)]
        steps = np.diff(values) * np.sign(least)
        assert (steps > 0).all()
        assert abs(values[2] - values[3]) >= abs(least)

    def test_darker_is_not_crushed(self) -> None:
        """At brightness -0.3 two dark greys are still two greys."""
        darker, dark = planes(Look(brightness=-0.3), level=20)[0], planes(Look(brightness=-0.3), level=35)[0]
        assert 17 < darker < dark - 4

    def test_no_saturation_is_grey(self) -> None:
        """Saturation -1 leaves no colour, 1 leaves twice as much."""
        none, plain, full = (planes(Look(saturation=x))[1:] - 128 for x in (-1, 0, 1))
        assert np.abs(none).max() < 1
        assert np.abs(full).max() > 1.5 * np.abs(plain).max()

    def test_contrast_spreads_the_tones(self) -> None:
        """With more contrast dark is darker and light is lighter; with less they come together."""
        spread = [planes(Look(contrast=x), level=150)[0] - planes(Look(contrast=x), level=50)[0] for x in (-0.8, 0, 0.8)]
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
