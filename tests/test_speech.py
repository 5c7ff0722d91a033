"""The built-in narrator speaks real sound, says exactly when each word was said, and says plainly what it cannot do."""

import hashlib
import wave
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from memory.errors import EngineError
from tools.engines import Made, SpeechRequest, load_engine
from tools.engines.hibari import voice
from tools.engines.phonemes.graph import with_output
from tools.engines.phonemes.manner import Manner

STORY = """The lamp at Gull Rock had not gone out since 1984. Every night, at 7:30 pm, old Tomas climbed the stairs.

"Are you there?" he asked. Nothing. Then, on the 3rd of May, something answered."""


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> tuple[Made, np.ndarray]:
    """A short story, spoken once."""
    folder = tmp_path_factory.mktemp("story")
    return speak(folder, text=STORY)


def speak(folder: Path, **request: object) -> tuple[Made, np.ndarray]:
    """What the engine made of a request, and its samples from -1 to 1."""
    made = load_engine("speech", "hibari")(SpeechRequest.model_validate(request), {}, folder)
    with wave.open(str(folder / made.main)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (24_000, 1, 2)
        return made, np.frombuffer(file.readframes(file.getnframes()), "<i2") / 32768


def loudness(sound: np.ndarray) -> float:
    return float(20 * np.log10(np.sqrt(np.mean(sound**2)) + 1e-9))


def part(sound: np.ndarray, start: float, end: float) -> np.ndarray:
    return sound[round(start * 24_000) : round(end * 24_000)]


def test_a_story_sounds_like_speech(story: tuple[Made, np.ndarray]) -> None:
    """It is as long as a person would take, loud enough, never clipped, and no syllable click at its edges."""
    made, sound = story
    assert made.data["seconds"] == len(sound) / 24_000
    assert 10 < len(STORY) / made.data["seconds"] < 20
    assert -30 < loudness(sound) < -18
    assert 0.2 < np.abs(sound).max() < 0.96
    assert np.abs(sound[:3]).max() < 0.01
    assert np.abs(sound[-3:]).max() < 0.01


def test_speech_has_the_pitch_of_a_voice_and_the_breadth_of_consonants(story: tuple[Made, np.ndarray]) -> None:
    """Most power lies where vowels are, and some of it where an s is: it is neither a hum nor noise."""
    power = np.abs(np.fft.rfft(story[1])) ** 2
    hertz = np.fft.rfftfreq(len(story[1]), 1 / 24_000)
    vowels = power[(hertz > 100) & (hertz < 3000)].sum() / power.sum()
    hiss = power[(hertz > 4000) & (hertz < 10_000)].sum() / power.sum()
    assert vowels > 0.7
    assert 0.001 < hiss < 0.3


def test_sentences_are_exactly_where_they_are_said_to_be(story: tuple[Made, np.ndarray]) -> None:
    """There is sound inside a sentence's times, right from its start, and silence between sentences."""
    made, sound = story
    spoken = made.data["sentences"]
    assert [s["text"] for s in spoken][2:4] == ['"Are you there?" he asked.', "Nothing."]
    for s in spoken:
        assert loudness(part(sound, s["start"], s["end"])) > -35
        assert np.abs(part(sound, s["start"], s["start"] + 0.08)).max() > 0.002
    for before, after in pairwise(spoken):
        assert not part(sound, before["end"], after["start"]).any()


def test_pauses_are_longer_after_a_paragraph(story: tuple[Made, np.ndarray]) -> None:
    """A third of a second after a sentence, more after a paragraph."""
    spoken = story[0].data["sentences"]
    gaps = [round(b["start"] - a["end"], 2) for a, b in pairwise(spoken)]
    assert gaps == [0.35, 0.6, 0.35, 0.35]


def test_words_are_written_as_the_person_wrote_them_and_follow_each_other(story: tuple[Made, np.ndarray]) -> None:
    """Every written word is there, in order, inside its sentence, numbers in figures."""
    made, _ = story
    words = made.data["words"]
    assert " ".join(w["text"] for w in words) == " ".join(STORY.split())
    assert all(a["start"] <= a["end"] <= b["start"] + 1e-6 for a, b in pairwise(words))
    for s in made.data["sentences"]:
        inside = [w["text"] for w in words if s["start"] - 1e-3 <= w["start"] and w["end"] <= s["end"] + 1e-3]
        assert " ".join(inside) == s["text"]


def test_words_are_heard_when_they_are_said_to_be(story: tuple[Made, np.ndarray]) -> None:
    """The pause at a comma lies between the words around it, and every word has sound in it."""
    made, sound = story
    words = made.data["words"]
    for w in words:
        assert loudness(part(sound, w["start"], w["end"])) > -45, w
    for before, after in pairwise(words):
        if before["text"].endswith(","):
            quiet = part(sound, before["end"] + 0.02, after["start"] - 0.02)
            assert len(quiet) == 0 or loudness(quiet) < -40
            assert np.abs(part(sound, after["start"], after["start"] + 0.1)).max() > 0.02


def test_the_same_request_gives_the_same_bytes(tmp_path: Path) -> None:
    """A take can be made again and be the same, whatever was spoken in between."""
    digests = []
    for text in ("Hello, sea.", "Something else.", "Hello, sea."):
        speak(tmp_path, text=text)
        digests.append(hashlib.sha256((tmp_path / "speech.wav").read_bytes()).hexdigest())
    assert digests[0] == digests[2] != digests[1]


def test_pace_changes_the_length_of_words_and_pauses_but_not_the_pitch(tmp_path: Path) -> None:
    """Slower is longer, faster is shorter, by about as much as was asked."""
    text = "The old keeper climbed the stairs. The sea was calm."
    slow, normal, fast = (speak(tmp_path, text=text, pace=pace)[0].data["seconds"] for pace in (0.7, 1.0, 1.5))
    assert slow / normal == pytest.approx(1 / 0.7, rel=0.12)
    assert fast / normal == pytest.approx(1 / 1.5, rel=0.12)


def test_tone_slows_or_hurries_the_voice_and_an_unknown_tone_is_said_to_change_nothing(tmp_path: Path) -> None:
    """ "Solemn" takes longer than "urgent"; "purple" is noted, not guessed at."""
    text = "The sea was calm. The lamp was lit."
    urgent, plain, solemn, purple = (
        speak(tmp_path, text=text, tone=tone)[0] for tone in ("urgent", "", "Solemn, grave", "purple")
    )
    assert urgent.data["seconds"] < plain.data["seconds"] < solemn.data["seconds"]
    assert purple.data["seconds"] == plain.data["seconds"]
    assert "purple" in purple.notes[0]


@pytest.mark.parametrize("text", ["No.", "Oh!", "I", "Shh.", "5", "?!? Ha."])
def test_the_shortest_lines_are_spoken(text: str, tmp_path: Path) -> None:
    """One word is a take of its own: audible, short, with one sentence."""
    made, sound = speak(tmp_path, text=text)
    assert 0.2 < made.data["seconds"] < 1.5
    assert len(made.data["sentences"]) == len(made.data["words"]) or text.startswith("?")
    assert loudness(sound) > -32


@pytest.mark.parametrize("text", ["", "  \n\n ", "... — !", "* * *"])
def test_no_words_make_a_tiny_silent_take(text: str, tmp_path: Path) -> None:
    """A scene without narration still has a valid file, with zero seconds of speech."""
    made, sound = speak(tmp_path, text=text)
    assert made.data == {"seconds": 0.0, "sample_rate": 24_000, "sentences": [], "words": []}
    assert 0 < len(sound) < 24_000
    assert not sound.any()


def test_a_sentence_of_four_hundred_words_is_spoken_clause_by_clause(tmp_path: Path) -> None:
    """It stays one sentence, every word is spoken, and no long hole opens inside."""
    text = "the keeper went down to the water and he looked at the boats while the wind rose " * 24 + "at last."
    made, sound = speak(tmp_path, text=text.replace("went", "went, slowly,", 5))
    assert len(made.data["sentences"]) == 1
    assert len(made.data["words"]) > 400
    assert all(w["end"] > w["start"] for w in made.data["words"])
    loud = np.flatnonzero(np.abs(sound) > 0.003) / 24_000
    assert np.diff(loud).max() < 0.6


def test_words_of_another_alphabet_inside_english_are_left_out_and_named(tmp_path: Path) -> None:
    """A Chinese name in an English line does not stop the film; the note names it and its time is empty."""
    made, _ = speak(tmp_path, text="The lighthouse is called 灯台 by everyone on this island.")
    assert "灯台" in made.notes[0]
    assert next(w for w in made.data["words"] if w["text"] == "灯台")["start"] > 0


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        ({"text": "灯台守とロボットが海に答える"}, ["English", "unchanged"]),
        ({"text": "😀🌊🤖"}, ["English", "unchanged"]),
        ({"text": "Guten Tag", "language": "de"}, ["'de'", "unchanged"]),
        ({"text": "Hello", "voice": "emma"}, ["'emma'", "heart", "unchanged"]),
        ({"text": "Hello", "pace": 9.0}, ["9", "0.5", "2.0"]),
        ({"text": "Hello", "pace": float("nan")}, ["nan"]),
    ],
)
def test_what_it_cannot_speak_is_refused_in_a_sentence(request_: dict[str, object], words: list[str], tmp_path: Path) -> None:
    """The error says what was asked, that the film is unchanged, and what would work; no file is left."""
    with pytest.raises(EngineError) as error:
        speak(tmp_path, **request_)
    assert all(word in str(error.value) for word in words)
    assert not list(tmp_path.iterdir())


def test_the_voice_says_what_it_is() -> None:
    """Licence, language and the one voice are stated as data."""
    spec = load_engine("speech", "hibari").spec
    assert (spec.role, spec.licence, spec.languages, spec.capabilities["voices"]) == (
        "speech",
        "Apache-2.0",
        ("en",),
        ("heart",),
    )
    assert "hibari-tts" in spec.credit


def test_times_come_from_the_durations_of_the_model_itself() -> None:
    """Twice the speed halves every word, since the model's own clock is read."""
    slow, fast = (voice().say("The whale answered the lamp.", Manner(speed=speed)).words for speed in (0.8, 1.6))
    for (word, a, b), (_, c, d) in zip(slow, fast, strict=True):
        assert (b - a) / (d - c) == pytest.approx(2, abs=1.3), word


@pytest.mark.parametrize("damage", [b"", b"not a model", b"\x3a\xff\xff\xff\xff", b"\x0d1234"])
def test_a_damaged_model_is_recognised(damage: bytes) -> None:
    """Bytes that are no ONNX model are refused before they reach the runtime."""
    with pytest.raises(ValueError, match="not an ONNX model"):
        with_output(damage, "x")
