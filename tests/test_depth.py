"""Depth: a drawn picture taken apart into layers by a model, so that the camera and the motion brush find things in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from memory.errors import EngineError
from memory.film import Camera, Stroke
from memory.project import Project
from memory.takes import Take
from tests.at_easel import STILL, drawn, make, presets, small
from tools import licences, models
from tools.brushing import still_of
from tools.callsheet import call_sheet, credit_lines
from tools.drawn import model_of
from tools.engines import ClipRequest
from tools.engines.asked import DepthRequest
from tools.engines.depth.seeing import _scaled
from tools.engines.depth.sheets import cut, sorted_into
from tools.engines.parallax.plates import read_bgra
from tools.stage import Stage, read_stage

WIDTH, HEIGHT = 160, 90


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the tiny models lie, made once."""
    return tmp_path_factory.mktemp("models")


@pytest.fixture(autouse=True)
def table(tmp_path: Path, tiny: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The person's own models are a tiny picture model and a tiny depth model."""
    monkeypatch.setenv("ONEREEL_MODELS_FILE", str(presets(tmp_path, tiny, "sd", "depth")))
    monkeypatch.setenv("ONEREEL_NSFW_THRESHOLD", "1")


@pytest.fixture(scope="module")
def layout(tmp_path_factory: pytest.TempPathFactory) -> Take:
    """A papercut still, as a picture and as a layout."""
    return make("stills", "papercut", STILL, {}, tmp_path_factory.mktemp("layout"))


def scene() -> tuple[Any, Any]:
    """A yellow disc before a blue wall on a green ground that comes nearer, and how near each is."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    picture = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    picture[:] = (170, 90, 40)
    picture[y > 60] = (60, 140, 60)
    near = np.where(y > 60, (y - 60) / 60, 0.0)
    disc = (x - 80) ** 2 + (y - 40) ** 2 < 18**2
    picture[disc] = (40, 220, 240)
    return picture, np.where(disc, 0.9, near).astype(np.float32)


def shown(stage: Stage, folder: Path, count: int | None = None) -> Any:
    """The first `count` layers laid over each other, height x width x 3."""
    canvas = np.zeros((stage.height, stage.width, 3), np.float32)
    for layer in stage.layers[:count]:
        paint = read_bgra(folder / layer.file).astype(np.float32)
        share, spot = paint[..., 3:] / 255, canvas[layer.y : layer.y + layer.height, layer.x : layer.x + layer.width]
        spot[:] = paint[..., :3] * share + spot * (1 - share)
    return canvas


class TestSheets:
    def test_what_is_near_is_a_sheet_before_what_is_far(self, tmp_path: Path) -> None:
        """All sheets together are the picture; without the disc, the wall goes on where it was."""
        picture, near = scene()
        stage = cut(picture, near, tmp_path, None)
        assert np.abs(shown(stage, tmp_path) - picture).mean() < 3
        depths = [layer.depth for layer in stage.layers]
        assert depths == sorted(depths) and depths[-1] - depths[0] > 0.4
        behind = shown(stage, tmp_path, -1)[24:58, 64:96]
        assert behind[..., 2].max() < 90 and np.abs(behind[:10] - (170, 90, 40)).max() < 30

    def test_soft_rims_leave_nothing_of_a_thing_on_the_sheets_behind(self, tmp_path: Path) -> None:
        """A model sees the disc's rim as a slope; no yellow stays behind when the disc is taken away."""
        import cv2

        picture, near = scene()
        stage = cut(picture, cv2.GaussianBlur(near, (0, 0), 1.5).astype(np.float32), tmp_path, None)
        nearest = max(layer.depth for layer in stage.layers)
        kept = stage.model_copy(update={"layers": tuple(x for x in stage.layers if x.depth < nearest - 0.1)})
        assert (shown(kept, tmp_path)[..., 2] > 160).mean() < 0.004

    def test_distances_are_where_the_picture_has_them(self) -> None:
        """Two plateaus are two distances, one is one."""
        assert set(np.unique(sorted_into(np.where(np.arange(9000).reshape(90, 100) < 4000, 0.1, 0.8).astype(np.float32)))) == {
            0,
            1,
        }
        assert not sorted_into(np.full((90, 100), 0.5, np.float32)).any()

    def test_distances_in_metres_are_turned_round(self) -> None:
        """A model that tells metres says more where it is farther."""
        metres = np.repeat(np.array([[1.0, 2.0, 8.0, 80.0]], np.float32), 4, axis=0)
        assert _scaled(metres, (4, 4), True)[0].tolist() == sorted(_scaled(metres, (4, 4), True)[0].tolist(), reverse=True)


class TestEngine:
    def test_a_drawn_picture_moves_in_layers_that_have_names(self, layout: Take, tmp_path: Path) -> None:
        """The same twice; the boat of the layout can be pointed at, and the still is the picture as it came."""
        asked = DepthRequest(model=model_of(("finish", "depth")))
        first, again = (make("finish", "depth", asked, {"still": layout, "layout": layout}, tmp_path / n) for n in "12")
        assert first.manifest.files == again.manifest.files
        assert first.main.read_bytes() == layout.main.read_bytes()
        assert first.data["model"] == "tiny-depth" and "boat" in first.data["elements"]
        moved = ClipRequest(width=96, height=64, camera=Camera(move="push_in"), strokes=(Stroke(target="boat", horizontal=1),))
        clip = make("clips", "parallax", moved, {"still": first}, tmp_path / "clip")
        assert not clip.manifest.notes and len(clip.data["plates"]) > 1

    def test_without_a_depth_model_the_clip_says_that_depth_was_guessed(self, layout: Take, tmp_path: Path) -> None:
        """Nothing is chosen, so nothing is loaded; the note says what would see it."""
        flat = make("stills", "diffusers", drawn(), {}, tmp_path / "still")
        clip = make("clips", "parallax", ClipRequest(width=96, height=64), {"still": flat}, tmp_path / "clip")
        assert "was guessed" in clip.manifest.notes[0] and "give the pictures depth" in clip.manifest.notes[0]

    def test_one_that_is_chosen_and_not_here_is_an_error(self, layout: Take, tmp_path: Path) -> None:
        """No silent guess: the sentence names the command and what would do."""
        licences.agree(models.presets()["dpt-large"])
        asked = DepthRequest(model=model_of(("finish", "depth:dpt-large")))
        with pytest.raises(EngineError, match=r"onereel models fetch dpt-large.*'parallax' would do"):
            make("finish", "depth:dpt-large", asked, {"still": layout}, tmp_path)
        with pytest.raises(EngineError, match=r"knows no model called 'sdxl'.*depth-anything-small"):
            model_of(("finish", "depth:sdxl"))


class TestFilm:
    def test_depth_is_a_take_between_the_picture_and_its_clip(self) -> None:
        """Only of pictures without layers, and only for who films in layers; the model is in the credits."""
        film = small(stills="diffusers")
        deep = film.model_copy(update={"drawing": film.drawing.model_copy(update={"depth": "depth"})})
        jobs = {(job.role, job.shot): job for job in call_sheet(deep) if job.shot}
        seen, clip = jobs["finish", "s2a"], jobs["clip", "s2a"]
        assert dict(clip.inputs)["still"] == seen.key and set(dict(seen.inputs)) == {"still", "layout"}
        assert "Depth: tiny-depth (CC0-1.0) through transformers (Apache-2.0)" in credit_lines(deep)
        plain = deep.model_copy(update={"engines": small().engines})
        assert not [job for job in call_sheet(plain) if job.role == "finish"]
        assert not [job for job in call_sheet(film) if job.role == "finish"]

    def test_the_brush_paints_on_a_drawn_picture(self, tmp_path: Path) -> None:
        """The still of a shot comes with all that it is made of, in layers."""
        film = small(stills="diffusers")
        deep = film.model_copy(update={"drawing": film.drawing.model_copy(update={"depth": "depth"})})
        take = still_of(Project.create(tmp_path / "film", deep, "drafted"), "s2a")
        stage = read_stage(take.folder)
        assert take.manifest.engine == "depth" and stage and "boat" in {e for x in stage.layers for e in x.elements}
