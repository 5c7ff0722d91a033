"""One contract a role, whoever fills it: stills by paper, model and key; clips by parallax and a model; composers."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from memory.errors import EngineError
from memory.film import Camera
from memory.takes import Take
from tests.at_easel import STILL, make, presets
from tests.pictures_wire import images
from tools import licences, models
from tools.drawn import by_model, model_of
from tools.engines import ClipRequest, MixRequest, MixScene, MusicRequest, Request, Role, SpeechRequest, load_engine
from tools.engines.asked import ComposedRequest, DrawnRequest, FilmedRequest
from tools.ffmpeg import probe
from tools.loudness import measure

STILLS = ("papercut", "diffusers:tiny-sd", "openai:gpt-image-1")
CLIPS = ("parallax", "diffusers:tiny-svd")
COMPOSERS = ("score", "diffusers:tiny-musicgen", "diffusers:tiny-stable-audio")
CLIP = ClipRequest(width=96, height=64, camera=Camera(move="push_in", amount=0.5), seed=5)
LEVEL = -26.5
"""LUFS of the music stem at -18 dB, before mastering."""
MUSIC = MusicRequest(mood="calm", tempo=80, seed=3, scenes=("calm", "tense"))
BY_MODEL: dict[Role, type[Any]] = {"stills": DrawnRequest, "clips": FilmedRequest, "music": ComposedRequest}


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the tiny models lie, made once."""
    return tmp_path_factory.mktemp("models")


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, tiny: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Tiny models, a server that draws for a key, a cap of a dollar, and its licence agreed to."""
    monkeypatch.setenv("ONEREEL_MODELS_FILE", str(presets(tmp_path, tiny, "sd", "svd", "musicgen", "stable-audio")))
    monkeypatch.setenv("ONEREEL_NSFW_THRESHOLD", "1")
    with images() as server:
        monkeypatch.setenv("ONEREEL_IMAGES_BASE_URL", server.url)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
        monkeypatch.setenv("ONEREEL_SPEND_CAP", "1")
        licences.agree(models.presets()["gpt-image-1"])
        yield server


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Take:
    """A papercut still to film."""
    return make("stills", "papercut", STILL, {}, tmp_path_factory.mktemp("still"))


def asked(role: Role, choice: str, plain: Request, **changes: Any) -> Request:
    """What is asked, of a model with the model's name."""
    told = {**dict(plain), **changes}
    return BY_MODEL[role](**told, model=model_of((role, choice))) if by_model((role, choice)) else type(plain)(**told)


def twice(role: Role, choice: str, request: Request, inputs: Mapping[str, Take], root: Path) -> Take:
    """Make a take two times: every file of both is the same to the byte, and nothing else was written."""
    first, again = (make(role, choice, request, inputs, root / name) for name in ("first", "again"))
    assert content(first) == content(again) and first.data == again.data
    assert {path.name for path in root.iterdir()} <= {"first", "again", "config", "data", "models.toml"}
    return first


def content(take: Take) -> dict[str, str]:
    """Every file of a take with its hash."""
    files = (p for p in take.folder.rglob("*") if p.is_file() and p.name != "manifest.json")
    return {p.relative_to(take.folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


@pytest.mark.parametrize("choice", STILLS)
class TestStills:
    def test_the_same_words_and_seed_give_the_same_picture_at_the_size_asked_for(self, choice: str, tmp_path: Path) -> None:
        """Upright as well as wide; another seed is another picture."""
        from PIL import Image

        take = twice("stills", choice, asked("stills", choice, STILL, width=64, height=96), {}, tmp_path)
        with Image.open(take.main) as picture:
            assert picture.size == (64, 96)
        other = make("stills", choice, asked("stills", choice, STILL, width=64, height=96, seed=6), {}, tmp_path / "again2")
        assert other.main.read_bytes() != take.main.read_bytes()


@pytest.mark.parametrize("choice", CLIPS)
class TestClips:
    def test_it_moves_and_can_be_entered_anywhere(self, choice: str, still: Take, tmp_path: Path) -> None:
        """Exact count and size; a part equals the same part of the whole; the film's own colours have their bytes too."""
        take = twice("clips", choice, asked("clips", choice, CLIP), {"still": still}, tmp_path)
        footage = load_engine("clips", choice).footage(take)
        whole = [bytes(frame) for frame in footage.frames(12, 10)]
        assert [len(frame) for frame in whole] == [96 * 64 * 4] * 12
        assert [bytes(frame) for frame in footage.frames(12, 10, start=5, count=3)] == whole[5:8]
        assert len(set(whole)) > 6
        assert [frame.nbytes for frame in footage.planes(12, 10, start=2, count=2)] == [96 * 64 * 3 // 2] * 2

    def test_a_flat_picture_moves_too(self, choice: str, still: Take, tmp_path: Path) -> None:
        """A still without layers, from any other engine."""
        (flat := tmp_path / "flat").mkdir()
        shutil.copy(still.main, flat / still.main.name)
        lone = Take(flat, still.manifest.model_copy(update={"data": {}}))
        take = make("clips", choice, asked("clips", choice, CLIP), {"still": lone}, tmp_path / "takes")
        assert len({bytes(frame) for frame in load_engine("clips", choice).footage(take).frames(6, 10)}) > 3

    def test_without_a_still_there_is_no_clip(self, choice: str, tmp_path: Path) -> None:
        """It says what is missing."""
        with pytest.raises(EngineError, match="made from a still, and none was given"):
            make("clips", choice, asked("clips", choice, CLIP), {}, tmp_path)


@pytest.mark.parametrize("choice", COMPOSERS)
def test_music_is_as_long_as_the_film_and_as_loud_whoever_composed_it(choice: str, tmp_path: Path) -> None:
    """The same twice; in a mix of eight seconds without a word the stem has them all, at the loudness that was asked for."""
    take = twice("music", choice, asked("music", choice, MUSIC), {}, tmp_path)
    silent = make("speech", "hibari", SpeechRequest(text=""), {}, tmp_path / "speech")
    film = MixRequest(fps=10, scenes=(MixScene(id="s1", pause=8.0, mood="calm"),), music_db=-18)
    mix = make("cut", "mix", film, {"speech:s1": silent, "music": take}, tmp_path / "mix")
    stem = mix.folder / "music.flac"
    heard = probe(stem)
    assert (heard.sample_rate, heard.channels) == (48_000, 2) and heard.seconds == pytest.approx(mix.data["seconds"], abs=0.01)
    assert measure(stem, peak=False).integrated == pytest.approx(LEVEL, abs=2)
