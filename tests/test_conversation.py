"""What a person may rely on in a conversation: edits happen once, in order, and are told truly."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import AIMessage, SystemMessage

from agent import nodes
from agent.conversation import Conversation, Event
from agent.state import THOUGHTS
from agent.toolbox import checked
from memory.errors import FilmError
from memory.project import Project
from tests.scripted import Scripted, calls
from tests.talking import DARKER, SWAP, WARMER, film, one, sentences


def test_an_edit_is_made_once_and_told(project: Project) -> None:
    """The film changes by what was asked; the turn says which call, which scene and which version, and what a render makes."""
    turn = one(project, "make scene 3 darker", calls(DARKER), AIMessage("It is darker now."))
    assert film(project).scenes[2].look.brightness == pytest.approx(-0.2)
    assert [(call.tool, call.args) for call in turn.calls] == [DARKER]
    assert (turn.changed, turn.version) == (("s3",), 2)
    assert "It is darker now." in turn.reply
    assert "Changed: scene 3" in turn.reply
    assert "A render would now make" in turn.reply
    assert len(sentences(project)) == 2


def test_several_calls_in_one_turn_are_made_in_order(project: Project) -> None:
    """Scene 1 after the swap is the scene that was second."""
    one(project, "swap 1 and 2, then warm scene 1", calls(SWAP, WARMER))
    now = film(project)
    assert [scene.id for scene in now.scenes] == ["s2", "s1", "s3"]
    assert now.scene("s2").look.warmth == pytest.approx(0.2)
    assert now.scene("s1").look.warmth == 0


def test_the_model_sees_the_film_as_it_is_now_and_the_messages_hold_none_of_it(project: Project) -> None:
    """Each thought gets a fresh sheet in the system message; what is stored are words and calls."""
    model = Scripted(lines=[calls(DARKER), AIMessage("Done.")])
    with Conversation(project.root, model) as talk:
        talk.say("make scene 3 darker")
    before, after = (str(asked[0].content) for asked in model.asked)
    assert '"brightness":0,' in before.split('"id":"s3"')[1]
    assert '"brightness":-0.2' in after.split('"id":"s3"')[1]
    assert isinstance(model.asked[0][0], SystemMessage)
    assert {"look", "render", "export", "versions"} <= set(model.tools)
    stored = sqlite3.connect(project.root / "conversation" / "checkpoints.sqlite")
    held = b"".join(bytes(row[0]) for row in stored.execute("SELECT checkpoint FROM checkpoints"))
    assert b"darker" in held
    assert b"stands on a cliff" not in held


def test_what_was_said_before_is_context_for_the_next_turn(project: Project) -> None:
    """The model gets earlier words, its own calls and their answers, also after the program was started anew."""
    one(project, "make scene 3 darker", calls(DARKER))
    model = Scripted()
    with Conversation(project.root, model) as talk:
        talk.say("even more")
    kinds = [type(message).__name__ for message in model.asked[0]]
    assert kinds == ["SystemMessage", "HumanMessage", "AIMessage", "ToolMessage", "AIMessage", "HumanMessage"]


def test_call_ids_that_a_server_repeats_do_not_make_a_new_edit_look_done(project: Project) -> None:
    """Servers that number calls from 0 in every turn: the same edit asked for twice is made twice."""
    with Conversation(project.root, Scripted(lines=[calls(DARKER), AIMessage("Done."), calls(DARKER)])) as talk:
        talk.say("make scene 3 darker")
        talk.say("make scene 3 darker")
    assert film(project).scenes[2].look.brightness == pytest.approx(-0.4)


@pytest.mark.parametrize(
    ("tool", "args", "says"),
    [
        ("look", {"scenes": "9", "brightness": -0.2}, "There is no scene 9"),
        ("look", {"scenes": "3", "brightness": "very"}, "brightness"),
        ("look", {"scenes": "3", "sparkle": 1}, "sparkle"),
        ("arrange", {"action": "shuffle", "scenes": "1 and 2"}, "action"),
    ],
)
def test_what_cannot_be_done_is_a_sentence_and_changes_nothing(
    project: Project, tool: str, args: dict[str, Any], says: str
) -> None:
    """The model hears it as the tool's answer, the person reads it, and the film is the same."""
    before = film(project)
    turn = one(project, "do something", calls((tool, args)), calls((tool, args)), AIMessage("Done!"))
    assert says in turn.reply
    assert "The film is unchanged." in turn.reply
    assert (film(project), turn.changed) == (before, ())


def test_a_scene_s_number_may_come_as_a_number() -> None:
    """Models send 3 where the manual says "3"."""
    assert checked("look", {"scenes": 3, "brightness": "-0.2"}) == {"scenes": "3", "brightness": -0.2}


def test_a_tool_that_there_is_not_changes_nothing(project: Project) -> None:
    """A model's invention is never carried out, and never said to be."""
    before = film(project)
    turn = one(project, "delete everything", calls(("wipe_disk", {})), calls(("wipe_disk", {})), AIMessage("Wiped!"))
    assert "The film is unchanged." in turn.reply
    assert film(project) == before


def test_a_model_that_never_stops_calling_is_asked_eight_times(project: Project) -> None:
    """Then the turn ends with what was done."""
    model = Scripted(lines=[calls(("look", {"scenes": "3", "brightness": 0.01})) for _ in range(20)])
    with Conversation(project.root, model) as talk:
        turn = talk.say("make scene 3 brighter")
    assert len(model.asked) == THOUGHTS == 8
    assert len(turn.calls) == 8
    assert film(project).scenes[2].look.brightness == pytest.approx(0.08)
    assert "Changed: scene 3" in turn.reply


def test_a_flood_of_calls_is_cut(project: Project) -> None:
    """Only so many calls are made in one turn; the others are refused in words."""
    flood = calls(*[("look", {"scenes": "3", "brightness": 0.001}) for _ in range(nodes.CALLS // 2 + 5)])
    turn = one(project, "make scene 3 brighter", flood, flood)
    assert film(project).version == nodes.CALLS + 1
    assert "in one turn are not made" in turn.reply


@pytest.mark.parametrize("claim", ["I made scene 3 darker.", "Done! Scene 3 is darker now. Anything else?", "Sure."])
def test_an_edit_that_no_call_made_is_never_claimed(project: Project, claim: str) -> None:
    """Whatever the model says: either the edit happened, or the reply says that the film is unchanged."""
    turn = one(project, "give the third scene something special", *[AIMessage(claim) for _ in range(9)])
    changed = film(project).version > 1
    assert bool(turn.changed) == changed
    assert changed or "The film is unchanged." in turn.reply


def test_undo_takes_one_call_back(project: Project) -> None:
    """And is itself told with the version that it leads to."""
    one(project, "make scene 3 darker", calls(DARKER))
    turn = one(project, "undo", calls(("versions", {"action": "undo"})))
    assert (film(project).version, turn.version) == (1, 1)
    assert film(project).scenes[2].look.brightness == 0


def test_events_tell_what_goes_on(project: Project) -> None:
    """The interface hears words as they come, each call, and how it ended."""
    heard: list[Event] = []
    with Conversation(project.root, Scripted(lines=[calls(DARKER), AIMessage("It is darker now.")])) as talk:
        talk.say("make scene 3 darker", heard.append)
    assert [event.kind for event in heard] == ["call", "done", "words"]
    assert heard[0].call is not None
    assert heard[0].call.tool == "look"


def test_a_folder_without_a_film_is_where_one_begins(tmp_path: Path) -> None:
    """The model is told that there is none; an edit is refused in words."""
    model = Scripted(lines=[calls(DARKER), calls(DARKER), AIMessage("What should it be about?")])
    with Conversation(tmp_path / "new", model) as talk:
        turn = talk.say("make scene 3 darker")
    assert "<film>null</film>" in str(model.asked[0][0].content)
    assert "There is no film here yet" in turn.reply
    assert turn.version == 0


def test_a_folder_of_other_things_is_left_alone(tmp_path: Path) -> None:
    """A mistyped folder does not get a conversation in it."""
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "cat.jpg").write_bytes(b"x")
    with pytest.raises(FilmError, match="holds other things"), Conversation(tmp_path / "photos", Scripted()):
        pass
    assert [path.name for path in (tmp_path / "photos").iterdir()] == ["cat.jpg"]


def test_a_broken_film_is_a_sentence_with_a_way_back(project: Project) -> None:
    """The conversation says what `open` says, and goes on when the film is mended."""
    (project.root / "film.json").write_text("{")
    with pytest.raises(FilmError, match="onereel recover"):
        one(project, "make scene 3 darker", calls(DARKER))
    Project.recover(project.root)
    assert one(project, "make scene 3 darker", calls(DARKER)).changed == ("s3",)
