"""A matched voice: the arithmetic of its mix, its colour, and that it speaks for nobody without a record."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from memory.errors import EngineError, Refused
from memory.voices import keep_derived
from tests.voicing import settled
from tools.engines import SpeechRequest, load_engine
from tools.engines.kokoro import pitches, voices
from tools.engines.matched import FITTED, mixing
from tools.engines.matched.fitting import Fit, basis
from tools.engines.phonemes.colour import BANDS, coloured, difference, spectrum
from tools.engines.phonemes.graph import with_bend
from tools.engines.phonemes.pitch import measure_pitch
from tools.engines.resampling import at_rate
from tools.enrolling import revoke
from tools.settings import load_settings
from tools.studio import synthesise, unfetched

RATE = 24_000


def test_a_mix_finds_its_parts_again() -> None:
    """Weights are not negative and sum to one; a vector that is a mix of three voices is given back as those three."""
    stock = basis()
    truth = np.zeros(len(stock))
    truth[[2, 11, 20]] = 0.5, 0.3, 0.2
    found = mixing.nearest_mix(stock, truth @ stock)
    assert found.sum() == pytest.approx(1)
    assert found.min() >= -1e-12
    assert found == pytest.approx(truth, abs=0.03)


def test_a_refinement_goes_towards_what_was_missing_within_bounds() -> None:
    """Heard as if a voice were stronger than its weight, the mix gets less of it, and no weight falls below its bound."""
    stock = basis()
    start = np.full(len(stock), 1 / len(stock))
    wanted = stock[4]
    heard = mixing.Heard(start, start @ stock + 0.3 * (stock[7] - stock[4]), 0.5)
    found = mixing.refined(stock, wanted, heard)
    assert found.sum() == pytest.approx(1)
    assert found.min() >= mixing.LEAST - 1e-12
    assert found[4] > start[4]
    assert found[7] < start[7]


def test_there_is_a_vector_and_a_pitch_for_every_stock_voice() -> None:
    """Women's middles lie above men's; each vector has length 1."""
    stock = basis()
    assert len(stock) == len(voices()) == len(pitches())
    assert np.linalg.norm(stock, axis=1) == pytest.approx(np.ones(len(stock)), abs=1e-3)
    women, men = ([pitches()[n] for n, traits in voices().items() if who in traits] for who in ("woman", "man"))
    assert np.median(women) > np.median(men) + 30


def voice_like(hertz: float, seconds: float = 2.0, tilt: float = 1.0) -> np.ndarray:
    """A buzz with harmonics that fall off: something with a pitch and a colour."""
    time = np.arange(round(seconds * RATE)) / RATE
    sound = sum(np.sin(2 * np.pi * hertz * k * time) / k**tilt for k in range(1, int(9000 / hertz)))
    return (0.1 * np.asarray(sound)).astype(np.float32)


@pytest.mark.parametrize("hertz", [85.0, 140.0, 233.0])
def test_pitch_is_measured(hertz: float) -> None:
    """Of a steady buzz to a hundredth, at both rates; of noise there is none."""
    sound = voice_like(hertz)
    for rate in (RATE, 16_000):
        found = measure_pitch(at_rate(sound, RATE, rate), rate)
        assert found.middle == pytest.approx(hertz, rel=0.01)
        assert found.spread < 0.3
    noise = np.random.default_rng(1).standard_normal(RATE).astype(np.float32)
    assert measure_pitch(noise, RATE).voiced < 0.05


def test_one_sound_takes_on_the_colour_of_another() -> None:
    """A dull buzz filtered towards a bright one lies much nearer to its spectrum, delayed by nothing."""
    bright, dull = voice_like(120, tilt=0.8), voice_like(120, tilt=1.3)
    gains = difference(bright, dull, RATE, 1.0)
    tinted = coloured(dull, gains, RATE)
    assert len(gains) == len(BANDS)
    assert len(tinted) == len(dull)

    def apart(sound: np.ndarray) -> float:
        step = (spectrum(sound, RATE) - spectrum(bright, RATE))[1:]
        return float(np.std(step))

    assert apart(tinted) < 0.5 * apart(dull)
    assert np.array_equal(coloured(dull, (), RATE), dull)


def test_another_rate_keeps_the_length_and_the_sound() -> None:
    sound = voice_like(100, 1.013)
    there = at_rate(sound, RATE, 16_000)
    assert len(there) == round(len(sound) * 2 / 3)
    back = at_rate(there, 16_000, RATE)[: len(sound)]
    middle = slice(2000, len(back) - 2000)
    low = at_rate(at_rate(sound, RATE, 15_000), 15_000, RATE)[: len(back)]
    assert np.sqrt(np.mean((back[middle] - low[middle]) ** 2)) < 0.05 * np.sqrt(np.mean(sound**2))


@pytest.mark.parametrize("voice", ["mine:anna@0123456789abcdef", "mine:anna", "heart", "../../anna"])
def test_nobody_is_spoken_for_without_a_record(voice: str, tmp_path: Path) -> None:
    """By the studio and by the engine called directly: refused, and not a byte is written."""
    request = SpeechRequest(text="Hello.", voice=voice)
    for way in (
        lambda: synthesise("speech", "matched", request, {}, tmp_path),
        lambda: load_engine("speech", "matched")(request, {}, tmp_path),
    ):
        with pytest.raises(Refused, match=r"[Nn]othing was spoken"):
            way()
    assert not list(tmp_path.iterdir())


def test_it_is_called_matched_and_never_a_clone() -> None:
    spec = load_engine("speech", "matched").spec
    assert "matched" in spec.credit
    assert "clon" not in (spec.credit + spec.name + spec.licence).lower()
    assert spec.languages == ("en",)


def test_a_fit_is_a_small_file_that_reads_back() -> None:
    """Weights, pitch, colour and the scores: what the take's note and the list of voices show."""
    found = Fit(
        weights={"emma": 0.7, "lily": 0.3},
        middle=180,
        nearest="emma",
        likeness={"nearest": 0.6, "now": 0.7},
        listened=("dvector",),
    )
    assert Fit.model_validate_json(json.dumps(found.model_dump())) == found


def test_a_model_without_the_curve_of_pitch_is_recognised() -> None:
    with pytest.raises(ValueError, match="one node makes"):
        with_bend(b"\x3a\x02\x0a\x00", "/pitch")


def test_too_little_speech_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from tools.engines.matched import fitting

    monkeypatch.setattr(fitting.listening, "spoken_only", lambda samples: samples[: 16_000 * 2])
    with pytest.raises(EngineError, match=r"2\.0 s of speech.*at least 3 s"):
        fitting.fit(voice_like(120, 4), RATE)


@pytest.mark.skipif(bool(unfetched([("speech", "matched")])), reason="needs onereel fetch kokoro kokoro-voices speaker")
def test_a_matched_voice_speaks_under_its_record_and_stops_with_it(tmp_path: Path) -> None:
    """A fit that is kept under the record is used as it is; the take says what it is; revoked, nothing is spoken."""
    folder = load_settings().voices_dir
    voice = settled(folder)
    found = Fit(
        weights={"emma": 0.6, "lily": 0.4}, middle=180, height=1, gains=tuple([1.0] * len(BANDS)), nearest="emma",
        likeness={"nearest": 0.6, "mix": 0.6, "refined": 0.7, "now": 0.72}, listened=("dvector",),
    )  # fmt: skip
    keep_derived(voice, FITTED, json.dumps(found.model_dump()).encode())
    (tmp_path / "take").mkdir()
    made = synthesise("speech", "matched", SpeechRequest(text="The lamp was lit.", voice=voice.id), {}, tmp_path / "take")
    assert "A matched voice, not" in made.notes[0]
    assert "likeness 0.72" in made.notes[0]
    assert [word["text"] for word in made.data["words"]] == ["The", "lamp", "was", "lit."]
    assert "watermark" in made.data
    revoke(folder, voice.name)
    with pytest.raises(Refused, match="revoked"):
        synthesise("speech", "matched", SpeechRequest(text="Again.", voice=voice.id), {}, tmp_path / "take")
    assert not voice.folder.exists()
