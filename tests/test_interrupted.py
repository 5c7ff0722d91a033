"""A conversation that is killed, stopped, damaged, shared or shouted at: nothing is lost, and nothing is done twice."""

from __future__ import annotations

import resource
import sqlite3
import threading
from typing import Any

import pytest
from langchain_core.messages import AIMessage, HumanMessage

from agent import nodes
from agent.conversation import Conversation
from agent.spoken_to import LONGEST, yes_or_no
from memory.errors import FilmError
from memory.project import Project
from tests.processes import in_child
from tests.scripted import Scripted, calls
from tests.talking import DARKER, SWAP, film, leave_open, one, sentences
from ui.terminal import Ended


def test_words_said_again_after_a_crash_give_the_same_turn_and_no_second_edit(project: Project) -> None:
    """The turn was done, its reply never read: an error in the block stands for the crash."""
    with pytest.raises(RuntimeError), Conversation(project.root, Scripted(lines=[calls(DARKER)])) as talk:
        first = talk.say("make scene 3 darker")
        raise RuntimeError("the terminal is gone")
    again = one(project, "make scene 3 darker", calls(DARKER))
    assert again == first
    assert film(project).scenes[2].look.brightness == pytest.approx(-0.2)
    one(project, "make scene 3 darker", calls(DARKER))
    assert film(project).scenes[2].look.brightness == pytest.approx(-0.4)


def test_other_words_after_a_crash_first_finish_what_was_begun(project: Project) -> None:
    """Nothing that was said is lost, and the person is told."""
    leave_open(project, "make scene 3 darker")
    turn = one(project, "swap 1 and 2", calls(DARKER), AIMessage("Done."), calls(SWAP))
    assert film(project).scenes[2].look.brightness == pytest.approx(-0.2)
    assert [scene.id for scene in film(project).scenes] == ["s2", "s1", "s3"]
    assert any("make scene 3 darker" in note and "Changed: scene 3" in note for note in turn.notes)
    assert [call.tool for call in turn.calls] == ["arrange"]


def test_a_tool_that_ran_and_was_not_stored_acts_once(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """The edit is saved, the process dies before the checkpoint: the call is made again under its mark."""
    real = nodes.perform

    def dying(*args: Any) -> Any:
        real(*args)
        raise SystemExit(9)

    monkeypatch.setattr(nodes, "perform", dying)
    with pytest.raises(SystemExit):
        one(project, "make scene 3 darker", calls(DARKER))
    monkeypatch.setattr(nodes, "perform", real)
    turn = one(project, "make scene 3 darker", AIMessage("Done."))
    assert film(project).scenes[2].look.brightness == pytest.approx(-0.2)
    assert turn.changed == ("s3",)
    assert len(sentences(project)) == 2


def test_a_turn_that_failed_is_closed_and_stands_in_nobodys_way(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug in a tool is raised; the next turn goes on, and the failed one is not begun again."""
    monkeypatch.setattr(nodes, "perform", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        one(project, "make scene 3 darker", calls(DARKER))
    monkeypatch.undo()
    turn = one(project, "swap 1 and 2", calls(SWAP))
    assert [call.tool for call in turn.calls] == ["arrange"]
    assert film(project).scenes[2].look.brightness == 0


def test_ctrl_c_stops_the_turn_and_keeps_what_was_done(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A sentence says so, and saying something else does not take the stopped work up again."""
    real = nodes.perform

    def stopped(desk: Any, tool: str, args: Any) -> Any:
        if tool == "arrange":
            raise KeyboardInterrupt
        return real(desk, tool, args)

    monkeypatch.setattr(nodes, "perform", stopped)
    with Conversation(project.root, Scripted(lines=[calls(DARKER, SWAP), AIMessage("Hello.")])) as talk:
        with pytest.raises(FilmError, match=r"(?s)Stopped.*Changed: scene 3"):
            talk.say("darker and swap")
        talk.say("hello")
    assert film(project).scenes[2].look.brightness == pytest.approx(-0.2)
    assert [scene.id for scene in film(project).scenes] == ["s1", "s2", "s3"]


def test_a_process_that_is_told_to_end_leaves_the_turn_to_be_taken_up(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ended from outside is not stopped by the person: the same words later finish it, and do nothing twice."""
    real = nodes.perform

    def told_to_end(desk: Any, tool: str, args: Any) -> Any:
        real(desk, tool, args)
        raise Ended

    monkeypatch.setattr(nodes, "perform", told_to_end)
    with pytest.raises(Ended):
        one(project, "make scene 3 darker", calls(DARKER))
    monkeypatch.setattr(nodes, "perform", real)
    assert one(project, "make scene 3 darker", AIMessage("Done.")).changed == ("s3",)
    assert film(project).scenes[2].look.brightness == pytest.approx(-0.2)


def test_a_turn_that_kills_the_process_again_and_again_is_left(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other words get through after a few tries."""

    def dying(*_: Any) -> Any:
        raise SystemExit(9)

    monkeypatch.setattr(nodes, "perform", dying)
    for words in ("make scene 3 darker", "hello", "hello"):
        with pytest.raises(SystemExit):
            one(project, words, calls(DARKER))
    turn = one(project, "hello", AIMessage("Good day."))
    assert any("could not be finished" in note for note in turn.notes)
    assert "Good day." in turn.reply


def test_a_damaged_checkpoint_file_is_set_aside(project: Project) -> None:
    """The film is untouched, the person is told, and the conversation goes on."""
    one(project, "make scene 3 darker", calls(DARKER))
    path = project.root / "conversation" / "checkpoints.sqlite"
    path.write_bytes(b"not a database at all" * 500)
    turn = one(project, "swap 1 and 2", calls(SWAP))
    assert any("checkpoints.sqlite was damaged" in note for note in turn.notes)
    assert (path.parent / "checkpoints.damaged-1").exists()
    assert [scene.id for scene in film(project).scenes] == ["s2", "s1", "s3"]


def test_a_checkpoint_that_holds_rubbish_is_set_aside(project: Project) -> None:
    """A sound SQLite file with a garbled state in it."""
    one(project, "make scene 3 darker", calls(DARKER))
    base = sqlite3.connect(project.root / "conversation" / "checkpoints.sqlite")
    with base:
        base.execute("UPDATE checkpoints SET checkpoint = ?", (b"\xc1\xff\x00rubbish",))
    base.close()
    turn = one(project, "swap 1 and 2", calls(SWAP))
    assert any("was damaged" in note for note in turn.notes)
    assert turn.changed == ("s2", "s1")


@pytest.mark.parametrize("content", [b"rubbish" * 999, b"", b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_damaged_table_of_runs_is_set_aside(project: Project, content: bytes) -> None:
    """What was said may be forgotten, but the film is not, and no edit is lost or made twice."""
    one(project, "make scene 3 darker", calls(DARKER))
    (project.root / "conversation" / "runs.sqlite").write_bytes(content)
    turn = one(project, "swap 1 and 2", calls(SWAP))
    assert turn.changed == ("s2", "s1")
    assert film(project).scenes[2].look.brightness == pytest.approx(-0.2)


def test_an_open_turn_survives_the_loss_of_its_checkpoints(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """The edit was saved, then both the process and the checkpoints were lost: begun again, it still acts once."""
    real = nodes.perform

    def dying(*args: Any) -> Any:
        real(*args)
        raise SystemExit(9)

    monkeypatch.setattr(nodes, "perform", dying)
    with pytest.raises(SystemExit):
        one(project, "make scene 3 darker", calls(DARKER))
    monkeypatch.undo()
    (project.root / "conversation" / "checkpoints.sqlite").write_bytes(b"x" * 9000)
    one(project, "make scene 3 darker", calls(DARKER))
    assert film(project).scenes[2].look.brightness == pytest.approx(-0.2)


def test_a_full_disk_is_a_sentence_and_nothing_is_done_twice(project: Project) -> None:
    """No room for the conversation in the middle of a turn; with room again, the same words finish it."""

    def without_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, 40_000))
        with pytest.raises(FilmError, match="could not be kept"):
            one(project, "make scene 3 darker", calls(DARKER))

    assert in_child(without_room) == 0
    one(project, "make scene 3 darker", calls(DARKER))
    assert film(project).scenes[2].look.brightness == pytest.approx(-0.2)


def test_a_second_conversation_gets_a_sentence(project: Project) -> None:
    """Two people at one film: the second is told, at once, and nothing is mixed up."""
    with Conversation(project.root, Scripted()), pytest.raises(FilmError, match="Another conversation"):
        one(project, "make scene 3 darker", calls(DARKER))
    assert film(project).version == 1


def test_two_conversations_at_once_lose_nothing(project: Project) -> None:
    """Whoever gets through has the edit made; whoever does not has a sentence."""
    ended: list[str] = []

    def talk() -> None:
        try:
            one(project, "make scene 3 darker", calls(DARKER))
            ended.append("done")
        except FilmError:
            ended.append("told")

    threads = [threading.Thread(target=talk) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(ended) == 4
    assert film(project).scenes[2].look.brightness == pytest.approx(-0.2 * ended.count("done"))


@pytest.mark.parametrize("words", ["x" * (LONGEST + 1), "x" * 100_000, "", "  \n\t ", "\x00\x07\x1b", "\u202e"])
def test_too_much_or_nothing_is_refused_with_a_sentence(project: Project, words: str) -> None:
    """No model is asked, and nothing is kept."""
    model = Scripted()
    with Conversation(project.root, model) as talk, pytest.raises(FilmError, match="The film is unchanged"):
        talk.say(words)
    assert model.asked == []


def test_control_characters_are_taken_out(project: Project) -> None:
    """What steers a terminal or hides text never reaches the model or the store."""
    model = Scripted()
    with Conversation(project.root, model) as talk:
        talk.say("make \x1b[31mscene\x07 3\u202e darker\ud800")
    heard = [message for message in model.asked[0] if isinstance(message, HumanMessage)]
    assert heard[0].content == "make  [31mscene  3 darker"


ANSWERS = {
    "Yes!": True,
    "ja, bitte": True,
    "是的": True,
    "No.": False,
    "don't": False,
    "yes but brighter": None,
    "darker": None,
}


@pytest.mark.parametrize(("words", "meant"), ANSWERS.items())
def test_plain_answers_are_understood(words: str, meant: bool | None) -> None:
    """A yes or no in several languages; anything else is a new wish."""
    assert yes_or_no(words) is meant
