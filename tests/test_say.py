"""`onereel say` and `onereel chat` as a person and a script meet them, led by the built-in director."""

from __future__ import annotations

import io
import json
import os
import pty
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from agent.conversation import Conversation
from bench.turns import SAID, compared
from memory.film import Film
from memory.project import Project
from tests.conftest import SMALL
from ui import cli

ROOT = Path(__file__).parents[1]


@pytest.fixture
def onereel(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run the command in this process, through its real entry: status, standard output, standard error."""

    def run(*args: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["onereel", *args])
        monkeypatch.setattr(sys, "stdin", io.StringIO(typed))
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        return (ended.value.code if isinstance(ended.value.code, int) else 0), said.out, said.err

    return run


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A film, in the home folder of somebody."""
    monkeypatch.setenv("HOME", str(tmp_path))
    return Project.create(tmp_path / "lamp", Film.model_validate(SMALL), "drafted")


def film(project: Project) -> Film:
    return Project.open(project.root).film


def test_an_edit_in_words_for_machines(onereel: Any, project: Project) -> None:
    """The contract: reply, calls with tool and args, changed scenes and the version; more fields beside them."""
    status, out, _ = onereel("say", str(project.root), "make scene 3 darker", "--json")
    turn = json.loads(out)
    assert status == 0
    assert [call["tool"] for call in turn["calls"]] == ["look"]
    assert set(turn["calls"][0]) == {"tool", "args"}
    assert (turn["changed"], turn["version"]) == (["s3"], 2)
    assert "A render would now make" in turn["reply"]
    assert {"question", "brain", "project"} <= set(turn)
    assert (turn["question"], turn["project"]) == (None, str(project.root))
    assert "built-in" in turn["brain"]
    assert film(project).scenes[2].look.brightness < 0


def test_an_edit_in_words_for_people(onereel: Any, project: Project) -> None:
    """The reply stands on standard output, what goes on meanwhile on standard error."""
    status, out, err = onereel("say", str(project.root), "swap scenes 1 and 2")
    assert status == 0
    assert "Changed: scenes 1 and 2" in out
    assert "arrange" in err
    assert [scene.id for scene in film(project).scenes] == ["s2", "s1", "s3"]


def test_the_conversation_goes_on_from_command_to_command(onereel: Any, project: Project) -> None:
    """Twice the same words are two edits, and undo takes the second back."""
    for words in ("make scene 3 darker", "make scene 3 darker", "undo"):
        assert onereel("say", str(project.root), words)[0] == 0
    assert film(project).scenes[2].look.brightness == pytest.approx(-0.2)
    assert film(project).version == 2


def test_a_scene_that_there_is_not_is_said_so(onereel: Any, project: Project) -> None:
    """With how many there are; nothing changes, and that is said too."""
    status, out, _ = onereel("say", str(project.root), "make scene 9 darker")
    assert status == 0
    assert "3 scenes" in out
    assert "The film is unchanged." in out
    assert film(project).version == 1


@pytest.mark.parametrize("words", ["hello there", "asdf qwer zxcv", "what happens in scene 2?"])
def test_talk_and_questions_change_nothing(onereel: Any, project: Project, words: str) -> None:
    """They are answered."""
    status, out, _ = onereel("say", str(project.root), words)
    assert (status, film(project).version) == (0, 1)
    assert out.strip()


def test_an_export_to_elsewhere_asks_first(onereel: Any, project: Project, tmp_path: Path) -> None:
    """Status 1 and the question on standard error, with the real folder in it; `say DIR yes` then does it."""
    status, out, err = onereel("say", str(project.root), "export the captions to ~/away")
    assert status == 1
    assert str(tmp_path / "away") in err
    assert "Say yes or no" in err
    assert "Say yes or no" not in out
    assert not (tmp_path / "away").exists()


def test_what_is_asked_is_asked_again_and_no_answers_it(onereel: Any, project: Project, tmp_path: Path) -> None:
    """The same words ask the same; a no is the end of it."""
    words = "export the captions to ~/away"
    first, again = onereel("say", str(project.root), words), onereel("say", str(project.root), words)
    assert first == again
    status, out, _ = onereel("say", str(project.root), "no")
    assert status == 0
    assert "not done" in out
    assert onereel("say", str(project.root), "hello")[0] == 0
    assert not (tmp_path / "away").exists()


def test_a_question_for_machines_is_in_the_document_too(onereel: Any, project: Project, tmp_path: Path) -> None:
    """One JSON document on standard output, the question on standard error, status 1."""
    status, out, err = onereel("say", str(project.root), "export the captions to ~/away", "--json")
    question = json.loads(out)["question"]
    assert status == 1
    assert (question["approval"], question["tool"]) == (True, "export")
    assert question["args"]["folder"] == "~/away"
    assert question["text"] in err


def test_too_long_or_empty_words_are_a_sentence(onereel: Any, project: Project) -> None:
    """100,000 characters, and nothing at all."""
    for words in ("darker " * 15_000, "", "\x07\x1b"):
        status, out, err = onereel("say", str(project.root), words)
        assert (status, out) == (1, "")
        assert "The film is unchanged." in err


def test_two_at_once_get_a_sentence(onereel: Any, project: Project) -> None:
    """While a chat is open, `say` says so and changes nothing."""
    with Conversation(project.root):
        status, _, err = onereel("say", str(project.root), "make scene 3 darker")
    assert status == 1
    assert "Another conversation" in err
    assert film(project).version == 1


def test_a_film_begins_in_the_chat(onereel: Any, tmp_path: Path) -> None:
    """A new folder and a premise: a storyline, no picture."""
    folder = tmp_path / "new"
    typed = "a film about a lighthouse keeper and a small robot, for children, 40 seconds, hopeful\n"
    status, out, _ = onereel("chat", str(folder), typed=typed)
    assert status == 0, out
    for _ in range(3):  # it may ask the little it needs
        if (folder / "film.json").exists():
            break
        onereel("chat", str(folder), typed="yes, go ahead and draft it\n")
    assert len(Project.open(folder).film.scenes) > 1
    assert not list(folder.rglob("manifest.json"))


def test_a_mistyped_folder_is_left_alone(onereel: Any, tmp_path: Path) -> None:
    """A folder that holds other things gets no conversation."""
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.jpg").write_bytes(b"x")
    status, _, err = onereel("say", str(tmp_path / "photos"), "make scene 3 darker")
    assert status == 1
    assert "holds other things" in err


def test_a_chat_of_several_turns(onereel: Any, project: Project, tmp_path: Path) -> None:
    """Turn after turn from the keyboard, a question answered with no, and the end of the input leaves."""
    typed = "make scene 3 darker\n\nexport the captions to ~/away\nn\nundo\n"
    status, out, err = onereel("chat", str(project.root), typed=typed)
    assert status == 0
    assert "Changed: scene 3" in out
    assert "Say yes or no" in out
    assert "The Lamp: 3 scenes" in err
    assert "built-in" in err
    assert not (tmp_path / "away").exists()
    assert film(project).version == 1


def test_a_chat_outlives_a_turn_that_cannot_be_done(onereel: Any, project: Project) -> None:
    """The sentence is shown and the next words are heard."""
    status, out, _ = onereel("chat", str(project.root), typed="x" * 20_000 + "\nmake scene 3 darker\n")
    assert status == 0
    assert "characters; say at most" in out
    assert film(project).version == 2


class Typing:
    """A chat in a terminal of its own, and somebody who types there."""

    def __init__(self, folder: Path) -> None:
        self._unread = ""
        self.child, self._screen = pty.fork()
        if self.child == 0:
            os.environ.update(PYTHONPATH=str(ROOT), TERM="xterm")
            os.execv(sys.executable, [sys.executable, "-m", "ui", "chat", str(folder)])

    def __enter__(self) -> Typing:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            os.kill(self.child, signal.SIGKILL)
        status = os.waitstatus_to_exitcode(os.waitpid(self.child, 0)[1])
        os.close(self._screen)
        assert kind is not None or status == 0

    def types(self, text: str) -> None:
        os.write(self._screen, text.encode())

    def sees(self, words: str, seconds: float = 120) -> None:
        """Wait until these words come on the screen, after those that were seen last."""
        until = time.monotonic() + seconds
        while words not in self._unread:
            assert time.monotonic() < until, f"{words!r} never came: {self._unread[-2000:]}"
            if select.select([self._screen], [], [], 1)[0]:
                self._unread += os.read(self._screen, 4096).decode(errors="replace")
        self._unread = self._unread.split(words, 1)[1]


def test_ctrl_c_stops_a_render_keeps_its_takes_and_ctrl_d_leaves(project: Project) -> None:
    """In a real terminal: the chat goes on after the stop, and ends when the person says so."""
    with Typing(project.root) as person:
        person.sees("> ")
        person.types("render the film\n")
        person.sees("made")
        person.types("\x03")
        person.sees("Stopped. Finished takes are kept.")
        person.sees("> ")
        person.types("make scene 3 darker\n")
        person.sees("Changed: scene 3")
        person.sees("> ")
        person.types("\x04")
        person.sees("Goodbye")
    assert list(project.root.rglob("manifest.json"))
    assert film(project).version == 2


def test_doctor_says_who_leads_the_conversation(onereel: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The built-in director without a key, the server's model with one."""
    assert "built-in director" in onereel("doctor")[1]
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("ONEREEL_MODEL", "some-model")
    assert "some-model" in onereel("doctor")[1]


def test_help_shows_the_two_commands(onereel: Any) -> None:
    """They are found where people look."""
    shown = onereel("--help")[1]
    assert " say " in shown
    assert " chat " in shown


def test_the_process_says_all_and_ends_with_its_status(project: Project, tmp_path: Path) -> None:
    """As a process of its own: it leaves at once, and nothing that it said is lost."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "ui", "say", str(project.root)]
    done = subprocess.run([*command, "make scene 3 darker", "--json"], capture_output=True, text=True, env=environment)
    assert (done.returncode, json.loads(done.stdout)["changed"]) == (0, ["s3"])
    asked = subprocess.run([*command, "export the captions to ~/away"], capture_output=True, text=True, env=environment)
    assert asked.returncode == 1
    assert "Say yes or no" in asked.stderr


def test_killed_at_random_moments_the_conversation_makes_the_same_film(tmp_path: Path) -> None:
    """Two kills; each command is repeated until it ends by itself. `python -m bench.turns` does fifty."""
    _, toll, same = compared(tmp_path, 2, seed=3, script=SAID[2:4])
    assert toll.landed == 2
    assert same
