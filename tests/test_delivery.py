"""How words are spoken: tones one can hear, by scene and by chat; words said as they sound; earlier films keep their takes."""

from __future__ import annotations

import json
import wave
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from agent.director import Sheet, read
from agent.prompts import film_sheet
from memory import edits
from memory.canonical import digest
from memory.errors import EngineError, FilmError
from memory.film import Film
from tests.at_desk import Seat, six_scenes
from tools.callsheet import call_sheet
from tools.engines import SpeechRequest, load_engine
from tools.engines.hibari import voice
from tools.engines.phonemes.manner import Manner, manner
from tools.engines.phonemes.pitch import measure_pitch
from tools.languages import fitting
from tools.pronouncing import respelled
from ui.cli import app

TEXT = "The lamp was lit, and the storm came in over the old stone harbour. Nobody slept."


def said(tone: str, folder: Path, **more: Any) -> tuple[dict[str, Any], np.ndarray]:
    """A line in a tone: its data and its samples."""
    made = load_engine("speech", "hibari")(SpeechRequest(text=TEXT, tone=tone, **more), {}, folder)
    with wave.open(str(folder / made.main)) as file:
        return dict(made.data), np.frombuffer(file.readframes(file.getnframes()), "<i2").astype(np.float32) / 32768


@pytest.fixture(scope="module")
def heard(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[dict[str, Any], np.ndarray]]:
    folder = tmp_path_factory.mktemp("tones")
    return {tone: said(tone, folder) for tone in ("plain", "calm", "tense", "joyful", "solemn", "whisper")}


def pause(data: dict[str, Any]) -> float:
    """Seconds of silence between the two sentences."""
    first, second = data["sentences"]
    return float(second["start"] - first["end"])


def loudness(sound: np.ndarray) -> float:
    return float(10 * np.log10(np.mean(sound[np.abs(sound) > 1e-3] ** 2)))


def test_tones_differ_in_pace_pauses_pitch_and_energy(heard: dict[str, tuple[dict[str, Any], np.ndarray]]) -> None:
    """A solemn voice is slower, lower and flatter with longer pauses than a plain one, a joyful one higher and livelier."""
    pitch = {tone: measure_pitch(sound, 24_000) for tone, (_, sound) in heard.items()}
    seconds = {tone: data["seconds"] for tone, (data, _) in heard.items()}
    pauses = {tone: pause(data) for tone, (data, _) in heard.items()}
    loud = {tone: loudness(sound) for tone, (_, sound) in heard.items()}
    assert seconds["tense"] < seconds["plain"] < seconds["solemn"]
    assert pauses["tense"] < pauses["plain"] < pauses["calm"] < pauses["solemn"]
    assert pitch["solemn"].middle < pitch["plain"].middle - 5 < pitch["joyful"].middle - 10
    assert pitch["solemn"].spread < pitch["calm"].spread < pitch["plain"].spread < pitch["joyful"].spread
    assert loud["whisper"] < loud["calm"] < loud["plain"] < loud["tense"]


def test_a_whisper_has_no_voice_in_it(heard: dict[str, tuple[dict[str, Any], np.ndarray]]) -> None:
    """The vocal folds stand still: most of it has no pitch, and it stays below the other lines in the mix."""
    assert measure_pitch(heard["whisper"][1], 24_000).voiced < 0.75 * measure_pitch(heard["plain"][1], 24_000).voiced
    assert heard["whisper"][0]["energy"] < -3
    assert "energy" not in heard["plain"][0]


def test_a_plain_manner_leaves_the_voice_bit_by_bit() -> None:
    """What asks for no tone sounds as it always did: the curve of pitch comes back as the same numbers."""
    curve = np.array([0, 35, 120, 260.5], np.float32)
    assert Manner().bent(curve, 195.0) is curve
    assert manner(SpeechRequest(text="x"))[0] == Manner()


def test_a_little_slower_is_heard() -> None:
    """A pace of 0.9 makes a sentence a good part of a tenth longer, although the model counts in whole units."""
    plain, slow = (voice().say("She carried the letter up three hundred stairs.", Manner(speed=s)).samples for s in (1.0, 0.88))
    assert len(slow) / len(plain) > 1.06


def test_a_word_is_said_as_it_sounds_and_captioned_as_it_is_written(tmp_path: Path) -> None:
    """Nguyen is said "win": the sound changes, the words of the caption do not."""
    engine = load_engine("speech", "hibari")
    request = SpeechRequest(text="Doctor Nguyen's boat came home.")
    plain = engine(request, {}, tmp_path)
    before = (tmp_path / "speech.wav").read_bytes()
    mended = engine(request.model_copy(update={"said": (("Nguyen", "win"),)}), {}, tmp_path)
    assert before != (tmp_path / "speech.wav").read_bytes()
    assert [word["text"] for word in mended.data["words"]] == [word["text"] for word in plain.data["words"]]
    assert mended.data["words"][1]["text"] == "Nguyen's"


def test_longer_words_go_first_and_parts_of_words_are_left_alone() -> None:
    assert respelled("Anna met Annabel and ANNA.", (("anna", "ahna"), ("Anna met", "x"))) == "x Annabel and ahna."


def test_a_films_lines_keep_their_keys_until_it_uses_what_is_new() -> None:
    """A tone, a pace or a word's sound touches the lines it is about, and no others."""
    film = six_scenes()
    spoken = {job.scene: job for job in call_sheet(film) if job.role == "speech"}
    assert all(set(job.request.model_dump()) == {"text", "voice", "pace", "tone", "language"} for job in spoken.values())
    word = film.scenes[1].narration.split()[0].strip(".,")
    after = edits.set_delivery(edits.set_pronunciation(film, word, "ha"), 4, tone="whisper", pace=0.9)
    again = {job.scene: job for job in call_sheet(after) if job.role == "speech"}
    changed = {scene for scene in spoken if spoken[scene].key != again[scene].key}
    holding = {scene.id for scene in film.scenes if word.lower() in scene.narration.lower().replace(".", " ").split()}
    assert {film.scenes[1].id, film.scenes[3].id} <= changed <= holding | {film.scenes[3].id}
    assert digest(SpeechRequest(text="Hello.")) == digest(
        {"text": "Hello.", "voice": "heart", "pace": 1.0, "tone": "", "language": "en"}
    )


@pytest.fixture(scope="module")
def sheet() -> Sheet:
    return Sheet.read(film_sheet(six_scenes()))


@pytest.mark.parametrize(
    ("said", "calls"),
    [
        ("say Nguyen as win", [("pronounce", {"word": "Nguyen", "say": "win"})]),
        ("pronounce Anansi as uh nahn see", [("pronounce", {"word": "Anansi", "say": "uh nahn see"})]),
        ("the name Siobhan is pronounced shi vawn", [("pronounce", {"word": "Siobhan", "say": "shi vawn"})]),
        ("say Nguyen as it is written", [("pronounce", {"word": "Nguyen", "say": ""})]),
        ("the narrator should sound more thoughtful in scene 3", [("voice", {"tone": "thoughtful", "scenes": "3"})]),
        ("whisper in scene 3", [("voice", {"tone": "whisper", "scenes": "3"})]),
        ("read scene 2 more joyfully", [("voice", {"tone": "joyful", "scenes": "2"})]),
        ("the voice should be a little slower in the last scene", [("voice", {"pace_by": -0.05, "scenes": "6"})]),
        ("check every line", [("lines", {"checked": "yes"})]),
        ("don't check the lines", [("lines", {"checked": "no"})]),
        ("mark the narration as synthetic", [("lines", {"marked": "yes"})]),
        ("put a watermark on the voice", [("lines", {"marked": "yes"})]),
        (
            "use george's voice for the narration, a little slower, more thoughtful in scene 3",
            [("voice", {"pace_by": -0.05, "voice": "george"}), ("voice", {"tone": "thoughtful", "scenes": "3"})],
        ),
        (
            "narrate more solemnly in scenes 2 and 3 and make scene 1 darker",
            [("look", {"scenes": "1", "brightness": -0.2}), ("voice", {"tone": "solemn", "scenes": "2 and 3"})],
        ),
        ("make scene 3 darker", [("look", {"scenes": "3", "brightness": -0.2})]),
        ("the narrator should slow down a bit", [("voice", {"pace_by": -0.05})]),
    ],
)
def test_the_director_hears_how_words_are_to_be_spoken(sheet: Sheet, said: str, calls: list[tuple[str, Any]]) -> None:
    assert [(call.tool, dict(call.args)) for call in read(said, sheet).calls] == calls


@pytest.fixture
def seat(tmp_path: Path) -> Seat:
    return Seat(tmp_path, six_scenes())


def test_a_tone_for_a_scene_is_kept_with_the_scene(seat: Seat) -> None:
    """ "Slower" goes with the narrator's pace; the film's own tone stays."""
    seat.call("voice", tone="calm", pace=0.9)
    done = seat.call("voice", scenes="3", tone="whisper", pace_by=-0.09)
    film = seat.film
    assert "scene 3" in done.said
    assert (film.narrator.tone, film.scenes[2].tone, film.scenes[1].tone) == ("calm", "whisper", "")
    assert film.pace_in(film.scenes[2]) == pytest.approx(0.81, abs=0.001)
    lines = {job.scene: job.request.model_dump() for job in call_sheet(film) if job.role == "speech"}
    assert (lines[film.scenes[2].id]["tone"], lines[film.scenes[1].id]["tone"]) == ("whisper", "calm")


def test_pronunciations_are_kept_changed_and_taken_back(seat: Seat) -> None:
    seat.call("pronounce", word="Nguyen", say="win")
    seat.call("pronounce", word="nguyen", say="nwin")
    assert seat.film.pronunciations == {"Nguyen": "nwin"}
    seat.call("pronounce", word="Nguyen")
    assert seat.film.pronunciations == {}
    with pytest.raises(FilmError, match="no way of its own to say 'Nguyen'"):
        seat.call("pronounce", word="Nguyen")
    with pytest.raises(FilmError, match="Say which word and how it sounds"):
        seat.call("pronounce", word="Nguyen", say="/nwɪn/ <b>")


def test_one_voice_speaks_in_a_film_and_listening_is_switched(seat: Seat) -> None:
    with pytest.raises(FilmError, match="One voice speaks in the whole film"):
        seat.call("voice", voice="heart", scenes="2")
    seat.call("lines", checked="yes")
    assert all(job.request.model_dump()["checked"] for job in call_sheet(seat.film) if job.role == "speech")
    with pytest.raises(FilmError, match="yes or no"):
        seat.call("lines", checked="perhaps")


@pytest.mark.parametrize("name", ["hibari", "kokoro", "matched"])
def test_a_language_an_engine_does_not_speak_is_refused_with_what_works(name: str) -> None:
    """German is no language of the built-in voices: the engines that speak it are named."""
    with pytest.raises(EngineError, match=r"speaks en, and the film's language is 'de'.*Engines that speak it: coqui, openai"):
        fitting(load_engine("speech", name).spec, SpeechRequest(text="Guten Tag", language="de"))
    with pytest.raises(EngineError, match=r"No speech engine speaks it; what there is: hibari \(en\)"):
        fitting(load_engine("speech", name).spec, SpeechRequest(text="Sveiki", language="xx"))


def test_an_older_film_opens_with_nothing_of_it_set() -> None:
    film = Film.model_validate({"scenes": [{"id": "s1", "narration": "Hello."}]})
    assert (film.pronunciations, film.scenes[0].tone, film.scenes[0].pace, film.narrator.checked) == ({}, "", 1.0, False)


def test_pronunciations_by_command(seat: Seat) -> None:
    """Headless, as JSON; and a voice that nobody enrolled cannot be matched."""
    run = CliRunner()
    done = run.invoke(app, ["pronounce", str(seat.root), "Nguyen", "win", "--json"])
    assert json.loads(done.stdout)["reply"].startswith("Pronunciation: Nguyen is said as win")
    assert seat.film.pronunciations == {"Nguyen": "win"}
    assert isinstance(run.invoke(app, ["voice", "match", "nobody"]).exception, FilmError)
