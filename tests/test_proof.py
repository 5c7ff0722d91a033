"""Lines are listened to: what counts as a wrong word, what is spoken again, and what a person is told."""

from __future__ import annotations

import wave
from collections.abc import Callable
from pathlib import Path

import pytest

import tools.engines.proof as proof
from tests.voicing import shelf_with
from tools.engines import Made, SpeechRequest, load_engine
from tools.engines.lines import timed_by_ear
from tools.engines.proof import Proof, compare, hear, proofed

TEXT = "The keeper lit the lamp at seven, and nobody came."


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("The harbour was grey.", "the harbor was gray"),
        ("At 7:30, 3 boats left.", "At seven thirty, three boats left."),
        ("The knight came by night.", "The night came by knight."),
        ("A lighthouse keeper's son.", "A light house keepers son"),
        ("Dr. Moss paid $5.", "Doctor Moss paid five dollars."),
        ("Anansi spun a web.", "Anancy spun a web."),
    ],
)
def test_spellings_of_the_same_sounds_are_right(text: str, heard: str) -> None:
    assert compare(text, heard).wrong == 0


@pytest.mark.parametrize(
    ("heard", "words"),
    [
        ("The keeper lit the lamp at seven.", ("and", "nobody", "came")),
        ("The keeper hid the key at seven, and nobody came.", ("lit", "lamp")),
        ("", ("the", "keeper", "lit", "the", "lamp", "at", "seven", "and", "nobody", "came")),
    ],
)
def test_lost_and_changed_words_are_wrong(heard: str, words: tuple[str, ...]) -> None:
    found = compare(TEXT, heard)
    assert not found.well
    assert set(words) <= set(found.words)


def test_added_words_are_wrong_too() -> None:
    """A voice that goes on babbling after the last word has not spoken the line."""
    assert not compare("The lamp was lit.", "The lamp was lit. Thank you for watching this film.").well


def test_a_word_said_in_a_way_of_its_own_is_not_held_against_the_line() -> None:
    """Nobody knows how Whisper spells what the film says as "win"."""
    assert compare("Nguyen came.", "when came", free=["Nguyen"]).wrong == 0
    assert compare("Nguyen came home late.", "when came", free=["Nguyen"]).words == ("home", "late")


@pytest.fixture
def ears(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Ears that hear what a test says, try after try; the speech itself is only a name for it."""

    def set_up(*heard: Proof, there: bool = True) -> None:
        waiting = list(heard)
        monkeypatch.setattr(proof, "can_listen", lambda: there)
        monkeypatch.setattr(proof, "hear", lambda request, path: waiting.pop(0))

    return set_up


def ways(folder: Path, calls: list[int]) -> list[Callable[[], Made]]:
    def way(number: int) -> Made:
        calls.append(number)
        (folder / "speech.wav").write_bytes(f"try {number}".encode())
        return Made("speech.wav", data={"try": number, "words": []})

    return [lambda number=number: way(number) for number in (1, 2, 3)]  # type: ignore[misc]


def test_a_line_that_is_right_is_spoken_once(ears: Callable[..., None], tmp_path: Path) -> None:
    calls: list[int] = []
    ears(Proof(0.0, ()))
    made = proofed(SpeechRequest(text=TEXT), tmp_path, ways(tmp_path, calls))
    assert (calls, made.notes, made.data["wrong"]) == ([1], (), 0.0)


def test_a_line_whose_words_went_wrong_is_spoken_again_and_that_is_said(ears: Callable[..., None], tmp_path: Path) -> None:
    calls: list[int] = []
    ears(Proof(0.4, ("lamp",)), Proof(0.0, ()))
    made = proofed(SpeechRequest(text=TEXT), tmp_path, ways(tmp_path, calls))
    assert (calls, made.data["try"]) == ([1, 2], 2)
    assert "Spoken 2 times" in made.notes[0]


def test_a_line_that_stays_wrong_is_the_best_of_its_tries_and_is_reported(ears: Callable[..., None], tmp_path: Path) -> None:
    """The file is that of the second try, which had the fewest wrong words, and the note names them."""
    ears(Proof(0.5, ("lamp", "lit")), Proof(0.2, ("lamp",)), Proof(0.3, ("came", "lamp")))
    made = proofed(SpeechRequest(text=TEXT), tmp_path, ways(tmp_path, []))
    assert (tmp_path / "speech.wav").read_bytes() == b"try 2"
    assert "still not heard clearly: lamp" in made.notes[0]


def test_without_whisper_the_take_says_that_it_was_not_checked(ears: Callable[..., None], tmp_path: Path) -> None:
    calls: list[int] = []
    ears(there=False)
    made = proofed(SpeechRequest(text=TEXT), tmp_path, ways(tmp_path, calls))
    assert calls == [1]
    assert "onereel fetch whisper" in made.notes[0]


def test_known_words_get_the_times_at_which_they_were_heard() -> None:
    """Captions are right to the word: the text is the film's, only the seconds are Whisper's."""
    words = [{"text": text, "start": 0.0, "end": 1.0} for text in ("The", "harbour", "was", "grey.")]
    heard = [("The", 0.1, 0.2), ("harbor", 0.2, 0.8), ("was", 0.9, 1.0), ("gray.", 1.1, 1.9)]
    timed = timed_by_ear({"seconds": 1.8, "words": words}, heard)["words"]
    assert [row["text"] for row in timed] == ["The", "harbour", "was", "grey."]
    assert [row["start"] for row in timed] == pytest.approx([0.1, 0.2, 0.9, 1.1])
    assert timed[-1]["end"] == pytest.approx(1.8)


def test_whisper_hears_the_built_in_voice_and_misses_what_it_did_not_say(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Real ears: a line is right against its own words and wrong against others."""
    monkeypatch.setenv("ONEREEL_SHELF_DIR", str(shelf_with("whisper")))
    engine, request = load_engine("speech", "hibari"), SpeechRequest(text=TEXT, checked=True)
    made = engine(request, {}, tmp_path)
    assert made.data["wrong"] <= 0.1
    with wave.open(str(tmp_path / made.main)) as file:
        assert file.getnframes() / 24_000 == pytest.approx(made.data["seconds"])
    other = request.model_copy(update={"text": "A whale sang under the ice for a hundred years."})
    assert not hear(other, tmp_path / made.main).well
