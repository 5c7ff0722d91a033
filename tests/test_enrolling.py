"""Enrolling a voice: the right person reading the right words is believed; every other way is turned away, and told why."""

from __future__ import annotations

import json
import shutil
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from memory.canonical import file_digest
from memory.consent import Challenge, Consent, Ledger, Scope
from memory.errors import EngineError, FilmError, Refused
from memory.project import Project
from memory.voices import voices
from tests.voicing import READING, ears, read_aloud, settled
from tools.engines import Made
from tools.engines.listening import RATE, likeness, resemblyze, second_is_here, spoken_only
from tools.engines.watermark import marked
from tools.enrolling import TRIES, Attempt, Enrolled, Wish, ask, enroll
from tools.recordings import Recording, read_recording, write_wav
from tools.settings import load_settings
from tools.verifying import ACCEPTED, Finding, judged, one_voice, texts, two_groups, word_errors
from tools.verifying import read_aloud as compared
from ui.cli import app

PAST = "2020-01-01T00:00:00+00:00"


@pytest.fixture
def folder() -> Path:
    """The user's voices."""
    return load_settings().voices_dir


@pytest.fixture
def listening(monkeypatch: pytest.MonkeyPatch) -> None:
    """The weights that listen are on the shelf."""
    monkeypatch.setenv("ONEREEL_SHELF_DIR", str(ears()))


@pytest.fixture(scope="session")
def reading(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A person reading something."""
    return read_aloud(tmp_path_factory.mktemp("person") / "reading.wav", READING)


def begun(folder: Path, name: str = "my-voice", person: str = "Anna Lee") -> Challenge:
    return ask(folder, Wish(name, person))


def said_no(enrolled: Enrolled) -> list[Finding]:
    """What spoke against it."""
    return [finding for finding in enrolled.findings if finding.verdict in ("no", "more")]


def test_the_right_person_reading_the_right_words(listening: None, folder: Path, reading: Path) -> None:
    """Becomes a voice, with both recordings kept and a record of what was found, and never with the same recording again."""
    challenge = begun(folder)
    assert all(word in challenge.sentence for word in challenge.words) and "Anna Lee" in challenge.sentence
    consent = read_aloud(Path("consent.wav"), challenge.sentence)
    enrolled = enroll(folder, "my-voice", reading, consent)
    assert not said_no(enrolled) and enrolled.voice and voices(folder) == [enrolled.voice]
    record = enrolled.voice.consent
    assert set(challenge.words) <= set(record.transcript.lower().replace(",", "").replace(".", "").split())
    assert record.scores["r2"] > 0.8 and record.reference == file_digest(reading) and record.program
    assert {name: file_digest(enrolled.voice.folder / name) for name in record.kept} == record.kept
    if second_is_here():
        assert record.scores["r1"] > 0.8 and not any("second speaker encoder" in said for said in record.unchecked)
    if find_spec("perth") is None:
        assert any("watermarks is not installed" in said for said in record.unchecked)
    with pytest.raises(Refused, match="used already"):
        enroll(folder, "my-voice", reading, consent)
    begun(folder, "another")
    again = enroll(folder, "another", reading, Path(consent.rename("again.wav")))
    assert again.voice is None and "gave a consent before" in said_no(again)[0].said


def test_other_words_old_words_and_another_person(listening: None, folder: Path, reading: Path) -> None:
    """Each is turned away for its own reason, and nothing of it is kept but that it was tried."""
    old = begun(folder)
    begun(folder)
    for sentence, size, reason in (
        ("I would like to read a story now, about a ship and a very long winter.", 1.0, "Today's words were not all heard"),
        (old.sentence, 1.0, "those of an earlier time"),
        (_newest(folder).sentence, 0.8, "is not the one in the reference"),
    ):
        consent = read_aloud(Path("consent.wav"), sentence, size)
        enrolled = enroll(folder, "my-voice", reading, consent)
        against = said_no(enrolled)
        assert enrolled.voice is None and any(reason in finding.said for finding in against)
        # the sentence's words are drawn by chance, and Whisper mishears one of them now and then
        assert all(reason in finding.said or finding.check == "words" for finding in against)
    assert not voices(folder) and len([row for row in Ledger(folder).rows() if row.kind == "attempt"]) == 3
    assert {path.name for path in folder.iterdir()} == {"consent.jsonl", "consent.head", ".consent.lock"}


def _newest(folder: Path) -> Challenge:
    return list(Ledger(folder).find("challenge", Challenge).values())[-1]


@pytest.mark.skipif(find_spec("perth") is None, reason="needs the neural extra")
def test_a_synthetic_voice(listening: None, folder: Path, reading: Path, tmp_path: Path) -> None:
    """Where a recording carries the studio's own watermark, it was not read by a person; each of the two is named."""
    challenge = begun(folder)
    shutil.copy(reading, tmp_path / "reference.wav")
    read_aloud(tmp_path / "consent.wav", challenge.sentence)
    for made in ("reference", "consent"):
        marked(Made(f"{made}.wav", data={"seconds": 1}), tmp_path)
    enrolled = enroll(folder, "my-voice", tmp_path / "reference.wav", tmp_path / "consent.wav")
    said = {finding.said for finding in said_no(enrolled)}
    assert said >= {
        f"The {made} carries the mark of a synthetic voice. A person has to read it." for made in ("reference", "consent")
    }
    assert enrolled.voice is None and not voices(folder)


def test_the_second_encoder_tells_two_people_apart(reading: Path, tmp_path: Path) -> None:
    """By itself, in its own numbers: one person's halves are above the measure that accepts, a larger person's below it."""
    if not second_is_here():
        pytest.skip("needs resemblyzer beside the neural extra")
    one = read_recording(reading, RATE).samples
    other = read_recording(read_aloud(tmp_path / "other.wav", READING, 0.8), RATE).samples
    first, again, another = (resemblyze(part) for part in (one[: len(one) // 2], one[len(one) // 2 :], other))
    assert np.linalg.norm(first) == pytest.approx(1, abs=1e-3)
    assert likeness(first, again) > ACCEPTED[0] > likeness(first, another)


def test_two_people_music_and_too_little_speech(listening: None, folder: Path, tmp_path: Path, reading: Path) -> None:
    """A reference of two voices, of music, or of a second of speech among silence, is said to be that."""
    other = read_aloud(tmp_path / "other.wav", READING, 0.8)
    both = [spoken_only(read_recording(path, RATE).samples) for path in (reading, other)]
    assert one_voice("reference", both[0]).verdict == "yes"
    assert "More than one person" in one_voice("reference", np.concatenate(both)).said
    challenge = begun(folder)
    write_wav(tmp_path / "both.wav", Recording(np.concatenate(both), RATE))
    chord = sum(np.sin(np.arange(RATE * 12) * 2 * np.pi * hertz / RATE) for hertz in (220, 277, 330)) / 6
    write_wav(tmp_path / "music.wav", Recording(chord.astype(np.float32), RATE))
    brief = np.concatenate([both[0][: RATE * 2], np.zeros(RATE * 10, np.float32)])
    write_wav(tmp_path / "brief.wav", Recording(brief, RATE))
    for number, (name, reason) in enumerate((
        ("music", "no speech in the reference"), ("brief", "s of speech in the reference; 6 s are needed"),
        ("both", "More than one person seems to speak in the reference"),
    )):  # fmt: skip
        consent = read_aloud(Path("consent.wav"), challenge.sentence, 1 - number / 500)
        enrolled = enroll(folder, "my-voice", tmp_path / f"{name}.wav", consent)
        against = said_no(enrolled)
        assert enrolled.voice is None and any(reason in finding.said for finding in against)
        # the sentence's words are drawn by chance, and Whisper mishears one of them now and then
        assert all(reason in finding.said or finding.check == "words" for finding in against)


def test_without_a_sentence_there_is_nothing_to_read(folder: Path, reading: Path) -> None:
    """Nobody asked, it is too late, or it was tried too often: said with the command that asks anew."""
    consent = reading.with_name("consent.wav")
    read_aloud(consent, "Hello. This is only here to be a file that lasts for some seconds.")
    with pytest.raises(Refused, match=r"No sentence was asked for.*onereel voice enroll --name my-voice"):
        enroll(folder, "my-voice", reading, consent)
    late = begun(folder).model_copy(update={"until": PAST})
    Ledger(folder).append("challenge", late)
    with pytest.raises(Refused, match="within 24 hours"):
        enroll(folder, "my-voice", reading, consent)
    begun(folder)
    key = [row.id for row in Ledger(folder).rows()][-1]
    for number in range(TRIES):
        Ledger(folder).append("attempt", Attempt(challenge=key, recording=f"{number:064x}"))
    with pytest.raises(Refused, match="none was believed"):
        enroll(folder, "my-voice", reading, consent)


@pytest.mark.parametrize(
    ("name", "person", "sentence"),
    [("heart", "Anna", "stock voice"), ("../x", "Anna", "letters, digits and hyphens"), ("", "Anna", "letters"),
     ("my-voice", "  ", "Say who speaks"), ("taken", "Anna", "called taken already")],
)  # fmt: skip
def test_names_that_cannot_be(name: str, person: str, sentence: str, folder: Path) -> None:
    """A path, a stock voice, a voice that is there, nobody: refused, and nothing is written."""
    settled(folder, name="taken")
    with pytest.raises(Refused, match=sentence):
        begun(folder, name, person)
    assert len(Ledger(folder).rows()) == 1


def test_words_come_once(folder: Path) -> None:
    """Twenty sentences share no word; what the pool holds is enough for some eighty, and no word sounds like another."""
    drawn = [word for _ in range(20) for word in begun(folder).words]
    pool = texts()["en"]["words"]
    assert len(set(drawn)) == 60 and set(drawn) <= set(pool)
    assert len(pool) == len(set(pool)) > 200 and all(word.isalpha() and word.islower() for word in pool)


def test_the_scope_is_what_was_asked_for(folder: Path, project: Project) -> None:
    """Film, purpose, languages and end are in the record's scope, and the purpose is read aloud."""
    challenge = ask(folder, Wish("my-voice", "Anna Lee", "", project.root, ("en", "de"), 30))
    assert "to narrate the film The Lamp" in challenge.sentence and challenge.scope.film_title == "The Lamp"
    assert challenge.scope.languages == ("en", "de") and challenge.scope.films and challenge.scope.expires > PAST
    assert project.refresh().version == 1


SENTENCE = texts()["en"]["sentence"].format(
    person="Anna Lee", purpose="to narrate films", words="acorn, kettle and rocket"
)  # fmt: skip


@pytest.mark.parametrize(
    ("heard", "verdict", "reason"),
    [
        (SENTENCE.lower(), "yes", "was read"),
        (SENTENCE.replace("Anna Lee", "Analy").replace("kettle", "kettles"), "yes", "was read"),
        (SENTENCE.replace("kettle", "metal"), "no", "kettle missing"),
        (SENTENCE.replace("permission", "opinion"), "no", "permission missing"),
        (SENTENCE.replace("Anna Lee", "Robert Smith"), "no", "name Anna Lee was not heard"),
        (SENTENCE + " And here is more that nobody asked for.", "no", "was read otherwise"),
        ("Acorn, kettle and rocket.", "no", "not read whole"),
        ("", "no", "not all heard"),
    ],
)
def test_what_counts_as_read(heard: str, verdict: str, reason: str) -> None:
    """A slip of the listener's spelling is forgiven; a missing word, another name and other sentences are not."""
    challenge = Challenge(
        name="v", person="Anna Lee", scope=Scope(user="u", purpose="to narrate films"), language="en",
        words=("acorn", "kettle", "rocket"), sentence=SENTENCE, until=PAST,
    )  # fmt: skip
    finding = compared(challenge, heard)[0]
    assert finding.verdict == verdict and reason in finding.said


@pytest.mark.parametrize(
    ("first", "second", "verdict"),
    [(0.66, 0.81, "yes"), (0.64, 0.9, "more"), (0.9, 0.79, "more"), (0.49, 0.95, "no"), (0.95, 0.71, "no"),
     (0.71, None, "yes"), (0.69, None, "more"), (0.49, None, "no")],
)  # fmt: skip
def test_two_encoders_or_one(first: float, second: float | None, verdict: str) -> None:
    """The measured thresholds; one encoder alone has to be surer."""
    assert judged(first, second)[0] == verdict


def test_small_measures() -> None:
    """The word error rate counts changed, lost and added words; groups of vectors are told apart."""
    assert word_errors("one two three four", "one too three") == 0.5 and word_errors("It's so.", "its so") == 0
    east, north = np.array([1.0, 0]), np.array([0, 1.0])
    assert two_groups([east, north] * 3) == pytest.approx(0) and two_groups([east] * 6) is None
    assert two_groups([east] * 9 + [north]) is None


def test_the_command_asks_and_says_what_is_missing(folder: Path, reading: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`onereel voice enroll` prints the sentence, for machines too; one recording alone is wrong usage."""
    runner = CliRunner()
    asked = runner.invoke(app, ["voice", "enroll", "--name", "my-voice", "--person", "Anna Lee", "--json"])
    said = json.loads(asked.stdout)
    assert asked.exit_code == 0 and said["sentence"] == _newest(folder).sentence
    assert runner.invoke(app, ["voice", "enroll", "--name", "my-voice", "--reference", str(reading)]).exit_code == 2
    result = runner.invoke(app, ["voice", "enroll", "--name", "other", "--person", ""])
    assert isinstance(result.exception, FilmError)


def test_without_the_weights_it_says_how_to_get_them(folder: Path, reading: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Called without the command, which fetches them itself, an empty shelf is an error with the command to type."""
    from tools.engines.listening import speakers, transcripts

    for model in (speakers._encoder, transcripts._model):
        model.cache_clear()
    begun(folder)
    with pytest.raises(EngineError, match="onereel fetch"):
        enroll(folder, "my-voice", reading, read_aloud(Path("consent.wav"), SENTENCE))
    assert not voices(folder) and not Ledger(folder).find("consent", Consent)
