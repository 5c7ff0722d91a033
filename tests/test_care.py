"""A reference is cared for: clipping, silence, level and noise, with a picture of what was kept."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
import soundfile
from PIL import Image

from tests.voicing import shelf_with
from tools.care import PEAK, RATE, care, clearness, flat_share
from tools.engines import SpeechRequest, listening, load_engine
from tools.engines.denoise import denoised
from tools.engines.resampling import at_rate
from tools.engines.waveform import GONE, HEIGHT, KEPT, WIDTH


@pytest.fixture(scope="module")
def speech(tmp_path_factory: pytest.TempPathFactory) -> np.ndarray:
    """Real speech at 24 kHz, quiet before and after."""
    folder = tmp_path_factory.mktemp("speech")
    text = "The lamp was lit, and the storm came in over the old stone harbour. Nobody slept that night."
    load_engine("speech", "hibari")(SpeechRequest(text=text), {}, folder)
    sound = soundfile.read(folder / "speech.wav", dtype="float32")[0]
    return np.concatenate([np.zeros(3 * RATE, np.float32), sound, np.zeros(2 * RATE, np.float32)])


def test_silence_goes_and_the_level_is_even(speech: np.ndarray) -> None:
    """Four seconds of silence are left out, as the notes say; loud or quiet, the reference ends at one level."""
    quiet, loud = care(0.1 * speech, RATE), care(3 * speech, RATE)
    assert len(speech) / RATE - quiet.seconds > 3.5
    assert any("of silence were left out" in note for note in quiet.notes)
    levels = [20 * np.log10(np.sqrt(np.mean(cared.samples**2))) for cared in (quiet, loud)]
    assert levels == pytest.approx([-23, -23], abs=1)
    assert max(np.abs(quiet.samples).max(), np.abs(loud.samples).max()) <= PEAK + 1e-3


def test_the_picture_shows_what_was_kept(speech: np.ndarray) -> None:
    """Coloured where the speech is, grey where nothing was kept."""
    cared = care(speech + np.float32(1e-3) * np.sin(np.arange(len(speech)) * 0.1).astype(np.float32), RATE)
    with Image.open(io.BytesIO(cared.picture)) as picture:
        assert picture.size == (WIDTH, HEIGHT)
        middles = [picture.convert("RGB").getpixel((x, HEIGHT // 2)) for x in range(WIDTH)]
    seconds = len(speech) / RATE
    start, end = (round(edge / seconds * WIDTH) for edge in (cared.kept[0][0], cared.kept[-1][1]))
    assert KEPT in middles[start:end]
    assert GONE in middles[: start - 2]
    assert KEPT not in middles[: start - 2]


def test_clipped_tops_are_mended(speech: np.ndarray) -> None:
    """What was cut off at a third of the peak comes back rounder, and nearer to what was said."""
    ceiling = float(np.abs(speech).max()) / 3
    clipped = np.clip(speech, -ceiling, ceiling)
    assert flat_share(clipped) > 1e-3 > flat_share(speech)
    cared, plain = care(clipped, RATE), care(speech, RATE)
    assert any("Clipped tops were mended" in note for note in cared.notes)
    mended = cared.samples / np.sqrt(np.mean(cared.samples**2))
    whole = plain.samples / np.sqrt(np.mean(plain.samples**2))
    cut = clipped / np.sqrt(np.mean(clipped[clipped != 0] ** 2))
    assert np.abs(mended).max() > 1.15 * np.abs(cut).max()
    assert np.abs(mended).max() < 1.6 * np.abs(whole).max()


def test_nothing_is_kept_of_what_is_no_speech() -> None:
    """A tone is no voice: nothing is left of it, and no error either; enrolling says so."""
    tone = (0.3 * np.sin(np.arange(5 * RATE) * 0.3)).astype(np.float32)
    assert care(tone, RATE).seconds < 0.5
    assert care(np.zeros(RATE, np.float32), RATE).seconds == 0


def test_noise_without_the_filter_is_said(speech: np.ndarray, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONEREEL_SHELF_DIR", str(tmp_path / "shelf"))
    noise = 0.01 * np.random.default_rng(2).standard_normal(len(speech)).astype(np.float32)
    assert any("onereel fetch denoise" in note for note in care(speech + noise, RATE).notes)
    assert not any("noise" in note.lower() for note in care(speech, RATE).notes)


def test_noise_is_taken_out_and_the_speech_stays_in_its_place(speech: np.ndarray, monkeypatch: pytest.MonkeyPatch) -> None:
    """At 5 dB of noise the pauses become quiet, and the words stay where they were, to the sample."""
    monkeypatch.setenv("ONEREEL_SHELF_DIR", str(shelf_with("denoise")))
    clean = at_rate(speech, RATE, 48_000)
    power = float(np.mean(clean[np.abs(clean) > 1e-3] ** 2))
    noise = np.random.default_rng(2).standard_normal(len(clean)).astype(np.float32) * np.sqrt(power * 10**-0.5)
    found = denoised(clean + noise)
    assert len(found) == len(clean)
    assert clearness(found, 48_000) > clearness(clean + noise, 48_000) + 20
    size = 2 * len(clean)
    match = np.fft.irfft(np.fft.rfft(found, size) * np.conj(np.fft.rfft(clean, size)))
    assert int(np.argmax(match)) in (0, 1, size - 1)
    assert listening.RATE == 16_000
