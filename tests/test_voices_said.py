"""What is said about enrolled voices: used by name, listed, taken back only when asked twice; never enrolled by a model."""

from __future__ import annotations

import ast
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from agent.director.reading import read
from agent.director.sheet import Sheet
from memory.consent import Ledger
from memory.errors import FilmError
from memory.project import Project
from memory.voices import Voice, find_voice
from tests.at_desk import Seat, six_scenes
from tests.voicing import settled
from tools.engines import ENGINES
from tools.settings import load_settings
from ui import cli

ROOT = Path(__file__).parents[1]


@pytest.fixture
def voice(monkeypatch: pytest.MonkeyPatch) -> Voice:
    """Somebody's voice, and one engine for it, which needs no weights."""
    for name in set(ENGINES["speech"]) - {"hibari", "kokoro"}:
        monkeypatch.delitem(ENGINES["speech"], name)
    monkeypatch.setitem(ENGINES["speech"], "teller", "tests.voicing:Teller")
    return settled(load_settings().voices_dir)


def calls(said: str) -> list[tuple[str, dict[str, Any]]]:
    """What the built-in director reads in a sentence about the film of the tests."""
    reading = read(said, Sheet(six_scenes().model_dump(mode="json")))
    return [(call.tool, dict(call.args)) for call in reading.calls]


MINE, GONE = ("voice", {"voice": "my-voice"}), ("revoke_voice", {"name": "my-voice"})


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("use my-voice for the narration", [MINE]),
        ("Use my voice for the narration, please.", [MINE]),
        ("narrate with my-voice", [MINE]),
        ("the voice called my-voice should read it", [MINE]),
        ("use my-voice for the narration, a little slower", [("voice", {"voice": "my-voice", "pace_by": -0.05})]),
        ("which voices have I enrolled?", [("voices", {})]),
        ("how do I enroll a voice?", [("voices", {})]),
        ("enroll my voice from reading.wav", [("voices", {})]),
        ("revoke my-voice", [GONE]),
        ("take back the consent for my-voice", [GONE]),
        ("I withdraw my consent", [GONE]),
        ("use emma's voice instead of my-voice", [("voice", {"voice": "emma"})]),
        ("use George's voice", [("voice", {"voice": "george"})]),
        ("a British man should narrate", [("voice", {"voice": "british man"})]),
        ("make the voice slower", [("voice", {"pace_by": -0.1})]),
        ("take back the last change", [("versions", {"action": "undo", "steps": 1})]),
        ("use my-voice for the narration and make scene 3 darker", [MINE, ("look", {"scenes": "3", "brightness": -0.2})]),
    ],
)
def test_the_director_hears_of_voices(said: str, meant: list[tuple[str, dict[str, Any]]], voice: Voice) -> None:
    """By the name that somebody gave, and stock voices as ever."""
    assert calls(said) == meant


def test_without_a_voice_of_that_name_nothing_is_new() -> None:
    """A name that nobody enrolled is none."""
    assert all(call != MINE for call in calls("use my-voice for the narration"))


def test_the_film_names_the_record(voice: Voice, tmp_path: Path) -> None:
    """Using a voice writes its id and an engine that can speak in it; asked later, the narrator has a plain name."""
    seat = Seat(tmp_path, six_scenes())
    done = seat.call("voice", voice="my voice")
    assert seat.film.narrator.voice == voice.id and seat.film.engines.speech == "teller" and "my-voice" in done.said
    assert voice.record not in done.said + seat.call("show", what="who is the narrator?").said
    seat.call("voice", voice="heart")
    assert seat.film.narrator.voice == "heart" and seat.film.engines.speech == "hibari"


def test_no_engine_for_it_is_said(voice: Voice, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing can speak in enrolled voices, the film stays as it is."""
    for name in [name for name in ENGINES["speech"] if name not in ("hibari", "kokoro")]:
        monkeypatch.delitem(ENGINES["speech"], name)
    seat = Seat(tmp_path, six_scenes())
    with pytest.raises(FilmError, match="No engine that can speak in an enrolled voice"):
        seat.call("voice", voice="my-voice")
    assert seat.film.narrator.voice == six_scenes().narrator.voice


def test_listing_says_whose_and_how(voice: Voice, tmp_path: Path) -> None:
    """The list names the person; the way to enroll is a command of the person's own."""
    said = Seat(tmp_path, six_scenes()).call("voices").said
    assert "my-voice (Anna Lee)" in said and "onereel voice enroll" in said and "I cannot do that for you" in said


def onereel(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *args: str) -> tuple[int, str, str]:
    """The command in this process: status, standard output, standard error."""
    monkeypatch.setattr(sys, "argv", ["onereel", *args])
    monkeypatch.setattr(sys, "stdin", io.StringIO(""))
    with pytest.raises(SystemExit) as ended:
        cli.main()
    said = capsys.readouterr()
    return (ended.value.code if isinstance(ended.value.code, int) else 0), said.out, said.err


def test_revoking_in_words_needs_a_yes(
    voice: Voice, project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Headless, it stops with the question and status 1; the answer yes does it, and nothing else."""
    folder, film = load_settings().voices_dir, str(project.root)
    status, out, err = onereel(monkeypatch, capsys, "say", film, "revoke my-voice")
    assert status == 1 and "takes back the consent to the voice my-voice" in out + err and find_voice(folder, "my-voice")
    status, out, err = onereel(monkeypatch, capsys, "say", film, "yes")
    assert status == 0 and find_voice(folder, "my-voice") is None and not voice.folder.exists()


def test_the_command_lists_and_revokes(
    voice: Voice, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`onereel voice list` and `revoke`, for machines and people."""
    status, out, _ = onereel(monkeypatch, capsys, "voice", "list", "--json")
    assert status == 0 and [row["id"] for row in json.loads(out)["voices"]] == [voice.id]
    status, out, _ = onereel(monkeypatch, capsys, "voice", "try", "my-voice", "Hello.", "--out", "said.wav", "--json")
    assert status == 0 and json.loads(out)["engine"] == "teller" and Path("said.wav").stat().st_size > 10_000
    assert onereel(monkeypatch, capsys, "voice", "revoke", "my-voice")[0] == 0
    status, _, err = onereel(monkeypatch, capsys, "voice", "try", "my-voice")
    assert status == 1 and "No voice called" in err
    assert "No voice is enrolled" in onereel(monkeypatch, capsys, "voice", "list")[2]


def imported(path: Path) -> set[str]:
    """What a module imports of ours, as "module:name"."""
    nodes = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom)]
    return {f"{node.module}:{alias.name}" for node in nodes for alias in node.names}


def test_no_tool_of_the_conversation_can_write_a_record() -> None:
    """Neither the agent nor its vocabulary reaches enrolling or the ledger's pen: it may list, use, and take back."""
    allowed = {"tools.enrolling:revoke", "memory.consent:now"}
    for path in [*(ROOT / "agent").rglob("*.py"), *(ROOT / "tools" / "vocabulary").rglob("*.py")]:
        used = {name for name in imported(path) if name.startswith(("tools.enrolling", "memory.consent", "tools.verifying"))}
        assert used <= allowed, f"{path.name} uses {used - allowed}"
        assert "tools:enrolling" not in imported(path) and "memory:consent" not in imported(path)
    assert not Ledger(load_settings().voices_dir).rows()
