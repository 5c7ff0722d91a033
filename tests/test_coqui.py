"""Coqui: real models of random weights are saved, loaded and spoken with; consent and licence come first."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
import soundfile

from memory.errors import EngineError, Refused
from tools import doctor
from tools.engines import SpeechRequest, watermark
from tools.engines.coqui import LANGUAGES, Coqui, agreed, identity, is_xtts
from tools.engines.lines import pieces
from tools.settings import load_settings
from tools.studio import lacking

neural = pytest.mark.skipif(find_spec("TTS") is None or find_spec("torchaudio") is None, reason="needs the neural extra")
LINE = "No. The lamp was lit."


@pytest.fixture(scope="module")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Something like a voice, to be cloned."""
    path, time = tmp_path_factory.mktemp("reading") / "reference.wav", np.arange(5 * 24_000) / 24_000
    soundfile.write(path, 0.2 * np.sign(np.sin(time * 800)) * (np.sin(time * 20) > 0), 24_000)
    return path


def config(folder: Path, model: str) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / "config.json").write_text(json.dumps({"model": model}))
    return folder


@neural
def test_xtts_is_loaded_from_its_folder_and_speaks_like_a_reference(reading: Path, tmp_path: Path) -> None:
    """Pieces within the model's limits, words timed, the same request the same sound."""
    from tests.tiny_voices import tiny_xtts
    from tools.engines.coqui.speaking import load

    model = load(str(tiny_xtts(tmp_path / "xtts")))
    request = SpeechRequest(text=LINE, language="en")
    sounds = []
    for _ in range(2):
        made = model.tell(request, reading, tmp_path)
        sounds.append(soundfile.read(tmp_path / made.main)[0])
    assert np.array_equal(sounds[0], sounds[1])
    assert made.data["sample_rate"] == 24_000
    assert made.data["seconds"] == pytest.approx(len(sounds[0]) / 24_000)
    assert [word["text"] for word in made.data["words"]] == ["No.", "The", "lamp", "was", "lit."]
    assert np.abs(sounds[0]).max() > 0.01


@neural
def test_vits_is_loaded_from_its_folder_and_speaks_as_the_engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder's own voice needs nobody's consent; what it makes has its facts, and says what was not checked."""
    from tests.tiny_voices import tiny_vits

    monkeypatch.setenv("ONEREEL_COQUI_MODEL", str(tiny_vits(tmp_path / "vits")))
    monkeypatch.setenv("ONEREEL_SHELF_DIR", str(tmp_path / "shelf"))
    monkeypatch.setattr(watermark, "can_mark", lambda: False)
    engine = Coqui()
    assert engine.spec.capabilities["voices"] == ("default",)
    (tmp_path / "take").mkdir()
    made = engine(SpeechRequest(text=LINE, voice="default", pace=1.2), {}, tmp_path / "take")
    sound, rate = soundfile.read(tmp_path / "take" / made.main)
    assert made.data["seconds"] == pytest.approx(len(sound) / rate)
    assert any("not checked" in note for note in made.notes)
    assert any("no watermark" in note for note in made.notes)


def test_nobody_speaks_without_a_record_and_the_licence_is_shown_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The CPML is named with how to agree to it; agreed, the voice still needs consent. Nothing is loaded for either."""
    monkeypatch.setenv("ONEREEL_COQUI_MODEL", str(config(tmp_path / "x", "xtts")))
    engine = Coqui()
    request = SpeechRequest(text=LINE, voice="mine:anna@0123456789abcdef")
    with pytest.raises(EngineError, match=r"CPML\): non-commercial use only.*coqui_agreed = true"):
        engine(request, {}, tmp_path)
    monkeypatch.setenv("ONEREEL_COQUI_AGREED", "1")
    agreed(engine.model)
    for voice in ("mine:anna@0123456789abcdef", "heart"):
        with pytest.raises(Refused, match=r"[Nn]othing was spoken"):
            engine(request.model_copy(update={"voice": voice}), {}, tmp_path)
    assert "CPML" in engine.spec.licence
    assert "CPML, non-commercial" in engine.spec.credit


@neural
def test_a_folder_without_a_model_is_refused_in_a_sentence(tmp_path: Path) -> None:
    from tools.engines.coqui.speaking import load

    with pytest.raises(EngineError, match=r"cannot be loaded .*The film is unchanged.*coqui_model"):
        load(str(config(tmp_path / "empty", "vits")))


def test_a_model_is_told_from_another_by_what_lies_in_its_folder(tmp_path: Path) -> None:
    """The take's key changes with the model; a hub's name is its own identity."""
    one, other = identity(str(config(tmp_path / "a", "vits"))), identity(str(config(tmp_path / "b", "xtts")))
    assert one != other
    assert identity("tts_models/en/ljspeech/vits") == "tts_models/en/ljspeech/vits"
    assert (is_xtts(str(tmp_path / "b")), is_xtts(str(tmp_path / "a")), is_xtts("tts_models/x/xtts_v2")) == (True, False, True)


def test_seventeen_languages_are_spoken_and_others_refused_with_what_works(tmp_path: Path) -> None:
    assert len(LANGUAGES) == 17
    with pytest.raises(EngineError, match=r"The coqui voice speaks en, es.*'sv'.*Engines that speak it: openai"):
        Coqui()(SpeechRequest(text="Hej", language="sv"), {}, tmp_path)


def test_without_the_extra_the_command_to_install_it_is_named() -> None:
    assert "onereel[neural]" in lacking(Coqui().spec, "TTS")


def test_short_sentences_are_joined_and_long_ones_cut_at_commas() -> None:
    """Alone, "No." makes such voices stumble; a sentence beyond the limit is cut where one may breathe."""
    assert [piece.spoken for piece in pieces("No. The lamp was lit.\n\nHe left.", 200)] == ["No. The lamp was lit.", "He left."]
    long = "the wind rose, " * 30 + "and it fell."
    parts = pieces(long, 100)
    assert all(len(part.spoken) <= 100 for part in parts)
    assert "".join(part.spoken for part in parts).replace(" ", "") == long.replace(" ", "")
    assert all(part.spoken.endswith((",", ".")) for part in parts)


def test_an_extra_that_nobody_asked_for_is_no_fault_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Doctor says how to get coqui where it is not installed, and only calls that a fault once it is the chosen voice."""
    real = doctor.find_spec
    monkeypatch.setattr(doctor, "find_spec", lambda name: None if name == "TTS" else real(name))
    for speech, well in (("hibari", True), ("coqui", False)):
        found = doctor._engine("speech", "coqui", load_settings().model_copy(update={"speech": speech}))
        assert found.well is well
        assert "onereel[neural]" in found.found
    assert [each().well for each in (doctor._lines, doctor._watermark)] == [True, True]
