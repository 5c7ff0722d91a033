"""Synthetic speech is marked where Perth is here, says so where it is not, and is found again after all that happens to it."""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
import soundfile

import tools.engines.watermark as watermark
from tools.engines import Made, SpeechRequest, load_engine
from tools.engines.watermark import can_mark, marked, synthetic
from tools.ffmpeg import run_ffmpeg
from tools.verify import verify

neural = pytest.mark.skipif(find_spec("perth") is None or find_spec("torchaudio") is None, reason="needs the neural extra")


@pytest.fixture(scope="module")
def take(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A spoken line in a folder of its own."""
    folder = tmp_path_factory.mktemp("spoken")
    load_engine("speech", "hibari")(SpeechRequest(text="The lamp was lit, and the storm came in over the harbour."), {}, folder)
    return folder


@neural
def test_perth_works_here_and_is_not_silently_nothing() -> None:
    """Its class is None where torchaudio does not load: films would go unmarked."""
    assert can_mark()


@neural
def test_a_marked_line_is_found_after_mp3_and_music_and_an_unmarked_one_is_not(take: Path, tmp_path: Path) -> None:
    """The length stays; the mark outlasts compression and a quiet bed of music under the voice."""
    shutil.copytree(take, tmp_path / "take")
    path = tmp_path / "take" / "speech.wav"
    assert synthetic(path) is False
    made = marked(Made("speech.wav", data={"seconds": 1}), tmp_path / "take")
    assert made.data["watermark"] == "perth"
    assert soundfile.info(path).frames == soundfile.info(take / "speech.wav").frames
    bed = [
        "-f",
        "lavfi",
        "-i",
        "sine=frequency=220:duration=10",
        "-filter_complex",
        "[1:a]volume=0.02[b];[0:a][b]amix=normalize=0",
    ]
    run_ffmpeg(["-i", str(path), *bed, "-b:a", "64k", str(tmp_path / "mixed.mp3")])
    assert synthetic(path) is True
    assert synthetic(tmp_path / "mixed.mp3") is True


@neural
def test_verify_finds_the_mark_in_a_film_that_is_mostly_music(take: Path, tmp_path: Path) -> None:
    """A line amid music that plays on before and after it, as AAC in an MP4, is said in words; unmarked, it is not found."""
    for number, name in enumerate(("plain", "marked")):
        folder = tmp_path / name
        shutil.copytree(take, folder)
        if number:
            marked(Made("speech.wav"), folder)
        chord = "aevalsrc='0.02*(sin(1382*t)+sin(1741*t)+sin(2073*t))':d=24"
        mixed = "[0:a]adelay=9000[v];[v][1:a]amix=normalize=0:duration=longest[a]"
        drawn = ["-f", "lavfi", "-i", chord, "-f", "lavfi", "-i", "color=gray:s=160x90:r=5:d=24"]
        out = ["-filter_complex", mixed, "-map", "[a]", "-map", "2:v", "-c:a", "aac", "-b:a", "96k", str(folder / "film.mp4")]
        run_ffmpeg(["-i", str(folder / "speech.wav"), *drawn, *out])
    said = [" ".join(verify(tmp_path / name / "film.mp4").words) for name in ("plain", "marked")]
    assert "mark of a synthetic voice was not found" in said[0]
    assert "mark of a synthetic voice is in the sound" in said[1]


@neural
def test_the_mark_is_heard_by_nobody(take: Path, tmp_path: Path) -> None:
    """What is added lies well below the voice."""
    shutil.copytree(take, tmp_path / "take")
    before = soundfile.read(take / "speech.wav")[0]
    marked(Made("speech.wav"), tmp_path / "take")
    added = soundfile.read(tmp_path / "take" / "speech.wav")[0] - before
    assert 10 * np.log10(np.mean(before**2) / np.mean(added**2)) > 10


def test_without_the_extra_the_take_says_that_it_carries_no_mark(take: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """And nobody claims to know whether a file is synthetic."""
    monkeypatch.setattr(watermark, "can_mark", lambda: False)
    made = marked(Made("speech.wav", data={"seconds": 1}), take)
    assert "carries no watermark" in made.notes[0]
    assert made.data["watermark"] == ""
    assert synthetic(take / "speech.wav") is None


def test_a_stock_voice_is_marked_only_where_the_film_asks_for_it(tmp_path: Path) -> None:
    engine = load_engine("speech", "hibari")
    assert "watermark" not in engine(SpeechRequest(text="Hello, sea."), {}, tmp_path).data
    assert "watermark" in engine(SpeechRequest(text="Hello, sea.", marked=True), {}, tmp_path).data
