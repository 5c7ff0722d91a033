"""Turns on the page: they go on without a tab, wait for the call sheet's yes, and can be stopped."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from agent.transcript import transcript
from memory.errors import FilmError
from tests.at_backstage import lamp, pretend_made, visit
from tools.build import Rendered
from ui.studio.attachments import heard
from ui.studio.chat import _coloured
from ui.studio.messages import NO, YES, messages
from ui.studio.page import Visit
from ui.studio.renders import Renders, Work
from ui.studio.talks import BUSY, Telling


def no_room(work: Work) -> Rendered:
    raise FilmError("The disk is full.")


@pytest.fixture
def looker(tmp_path: Path) -> Iterator[Visit]:
    lamp(tmp_path)
    made = visit(tmp_path, renders=Renders(no_room))
    yield made
    made.backstage.close()


def say(looker: Visit, words: str) -> Telling:
    return looker.backstage.talks.say(looker.project.root, looker.room.settings, words)


def until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not true():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.01)


def test_a_turn_is_shown_with_its_steps_and_found_again_by_whoever_comes_back(looker: Visit) -> None:
    telling = say(looker, "make scene 2 darker")
    assert telling.over.wait(30) and telling.turn and telling.turn.changed == ("s2",)
    shown = messages(looker)
    assert [message["role"] for message in shown] == ["user", "assistant", "assistant"]
    step = shown[1]["metadata"]
    assert (step["title"], step["status"]) == ("Grading the picture", "done") and step["duration"] >= 0
    assert "brightness" in shown[2]["content"]
    later = Visit(looker.room, looker.film, visit(looker.room.folder.parent).backstage)
    assert [m["content"] for m in messages(later)] == [m["content"] for m in shown], "also after the server began anew"


def test_words_that_follow_at_once_wait_for_the_turn_before_them(looker: Visit) -> None:
    for words in ("make scene 1 darker", "make scene 2 darker"):
        telling = say(looker, words)
    assert telling.over.wait(30)
    assert [scene.look.brightness < 0 for scene in looker.project.film.scenes[:2]] == [True, True]


def test_a_question_comes_with_its_readings_as_buttons(looker: Visit) -> None:
    telling = say(looker, "make it better")
    assert telling.over.wait(30) and telling.turn
    if telling.turn.question:
        assert [option["value"] for option in messages(looker)[-1]["options"]] == list(telling.turn.question.choices)


def test_a_render_that_is_asked_for_waits_for_the_call_sheets_yes(looker: Visit) -> None:
    telling = say(looker, "render the film")
    until(lambda: telling.sheet is not None)
    asked = messages(looker)[-1]
    assert "4 pictures" in asked["content"] and [o["value"] for o in asked["options"]] == [YES, NO]
    with pytest.raises(FilmError, match=BUSY):
        say(looker, "make scene 1 darker")
    assert looker.backstage.talks.decide(looker.project.root, False)
    assert telling.over.wait(30) and telling.work is None
    assert "nothing was rendered" in messages(looker)[-1]["content"]
    assert not looker.project.takes.keys()


def test_a_yes_joins_the_queue_and_its_trouble_is_said(looker: Visit) -> None:
    telling = say(looker, "render the film")
    until(lambda: telling.sheet is not None)
    looker.backstage.talks.decide(looker.project.root, True)
    assert telling.over.wait(30) and telling.work and telling.work.state == "failed"
    assert "The disk is full." in messages(looker)[-1]["content"]


def test_a_film_that_is_made_already_is_not_asked_about(looker: Visit) -> None:
    pretend_made(looker.project)
    telling = say(looker, "what would a render make?")
    assert telling.over.wait(30) and telling.sheet is None


def test_stop_ends_a_turn_that_waits(looker: Visit) -> None:
    telling = say(looker, "render the film")
    until(lambda: telling.sheet is not None)
    looker.backstage.talks.stop(looker.project.root)
    assert telling.over.wait(30)
    assert "Stopped" in messages(looker)[-1]["content"]


def test_what_is_written_outside_the_film_is_asked_with_its_real_arguments(looker: Visit) -> None:
    telling = say(looker, "export the film to /srv/desk")
    assert telling.over.wait(30) and telling.turn and telling.turn.question
    shown = messages(looker)[-1]
    assert 'folder="/srv/desk"' in shown["content"] and shown["options"][0]["value"] == YES
    answered = looker.backstage.talks.approve(looker.project.root, looker.room.settings, False)
    assert answered.over.wait(30) and "You said no" in messages(looker)[-1]["content"]


def test_a_transcript_is_nothing_where_nothing_was_said(tmp_path: Path) -> None:
    assert transcript(lamp(tmp_path).root) == []


def test_a_picture_gives_its_colours_and_a_text_its_words(tmp_path: Path, looker: Visit) -> None:
    from PIL import Image

    sea = Image.new("RGB", (40, 40), "#203a6a")
    sea.paste("#f0d8a0", (0, 0, 40, 10))
    sea.save(tmp_path / "sea.png")
    (tmp_path / "note.txt").write_text("make scene 1 warmer")
    told = heard("use these colours", [str(tmp_path / "sea.png")])
    assert "#203a6a" in told.palette and len(told.palette) == 2 and not told.words
    _coloured(looker, told)
    assert looker.project.film.style.palette == told.palette
    assert heard("", [str(tmp_path / "note.txt")]).words == "make scene 1 warmer"
    (tmp_path / "evil.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 64)
    (tmp_path / "program.exe").write_bytes(b"MZ\0\0\xff\xfe" * 20)
    for name in ("evil.png", "program.exe"):
        with pytest.raises(FilmError):
            heard("use this", [str(tmp_path / name)])
    with pytest.raises(FilmError):
        heard("", [])
