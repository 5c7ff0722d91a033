"""The conversation at the left of the page: words, files and a microphone in; replies, steps, choices and approvals out."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import gradio as gr

from agent.spoken_to import yes_or_no
from memory.errors import FilmError
from memory.files import make_folder, plainly
from tools.guards.labels import first_turn
from ui.studio.attachments import Said, heard
from ui.studio.messages import NO, YES, messages
from ui.studio.page import Page, Visit
from ui.studio.talks import Telling

_LOOK = 0.1
"""Seconds between two looks at a turn that goes on."""
_EXAMPLES = (
    "A film about a lighthouse keeper and a robot who learn to answer the sea, 40 seconds",
    "A fairy tale of a fox who sells shadows, in five scenes",
    "Explain the moon to a child in half a minute",
)
_CHANGES = ("make scene 2 darker", "the narrator should speak slower", "what would a render make?")
_BEGIN = "<h2>What should the film be about?</h2><p>Say it in a sentence. Everything can be changed afterwards.</p>"
_GO_ON = "<h2>What should change?</h2><p>Say it in your own words. Every change can be taken back.</p>"
_FILES = ["audio", "image", ".txt", ".md", ".fountain"]


def build(page: Page) -> None:
    """Build the chat, its input box and the stop button."""
    chat = gr.Chatbot(
        elem_id="chat", label="Conversation", show_label=False, render_markdown=False, buttons=[], feedback_options=None,
        layout="bubble", height="100%", min_height=240, examples=[{"text": text} for text in _EXAMPLES],
        placeholder=f"{_BEGIN}<p>{first_turn()}</p>",
    )  # fmt: skip
    with gr.Row(elem_id="saying", equal_height=True):
        box = gr.MultimodalTextbox(
            elem_id="say", label="Say what you would like", show_label=False, sources=["upload", "microphone"],
            file_types=_FILES, file_count="multiple", max_plain_text_length=9_000, lines=1, max_lines=8, scale=8,
            placeholder="Say what you would like", interactive=False,
        )  # fmt: skip
        stop = gr.Button("Stop", elem_id="stop", visible=False, variant="stop", size="sm", scale=0, min_width=64)
    page.box = box
    outputs = [page.film, chat, box, stop, page.stamp]
    turns: dict[str, Any] = {"outputs": outputs, "concurrency_limit": 16, "show_progress_on": [chat]}
    page.streams(box.submit, speak, [box], **turns)
    page.streams_data(chat.option_select, chosen, **turns)
    page.streams_data(chat.example_select, example, **turns)
    page.on(stop.click, stop_turn)
    page.shows(shown, [chat, stop])


def shown(visit: Visit) -> tuple[Any, Any]:
    """The conversation as it is kept, with suggestions that fit the film while nothing was said about it."""
    begun = not visit.desk.empty
    chat = gr.Chatbot(
        value=messages(visit), placeholder=_GO_ON if begun else f"{_BEGIN}<p>{first_turn()}</p>",
        examples=[{"text": text} for text in (_CHANGES if begun else _EXAMPLES)],
    )  # fmt: skip
    return chat, gr.update(visible=_live(visit))


def speak(visit: Visit, said: dict[str, Any]) -> Iterator[Any]:
    """Say what is in the box, and show the turn as it comes."""
    told = heard(str(said.get("text") or ""), [str(file) for file in said.get("files") or ()])
    if told.palette:
        _coloured(visit, told)
    words = told.words
    decided = yes_or_no(words)
    if visit.film and decided is not None and visit.backstage.talks.decide(visit.room.root(visit.film), decided):
        yield from _follow(visit, None)
        return
    if words:
        visit = visit if visit.film else _new_film(visit, words)
        yield from _follow(visit, visit.backstage.talks.say(visit.room.root(visit.film), visit.room.settings, words))
    else:
        yield from _follow(visit, None)


def _coloured(visit: Visit, told: Said) -> None:
    """A picture's colours become the film's palette."""
    gr.Info(visit.call("style", palette=list(told.palette)).said, title="")


def chosen(visit: Visit, data: dict[str, Any]) -> Iterator[Any]:
    """A button below a reply: the yes or no of an approval, or one of the readings the director offered."""
    value, root = str(data.get("value", "")), visit.room.root(visit.film)
    talks = visit.backstage.talks
    if value in (YES, NO):
        if not talks.decide(root, value == YES):
            yield from _follow(visit, talks.approve(root, visit.room.settings, value == YES))
        else:
            yield from _follow(visit, None)
        return
    yield from _follow(visit, talks.say(root, visit.room.settings, value))


def example(visit: Visit, data: dict[str, Any]) -> Iterator[Any]:
    """One of the first page's suggestions."""
    value = data.get("value")
    yield from speak(visit, {"text": value.get("text", "") if isinstance(value, dict) else str(value or "")})


def _new_film(visit: Visit, words: str) -> Visit:
    """A folder for the film that these words begin."""
    root = visit.room.new_root(" ".join(words.split()[:6]))
    with plainly("Making room for the film"):
        make_folder(root / "conversation")
    return Visit(visit.room, root.name, visit.backstage)


def _follow(visit: Visit, telling: Telling | None) -> Iterator[Any]:
    """Show a turn until it ends or asks; without one, the film's own that goes on."""
    telling = telling or visit.backstage.talks.of(visit.room.root(visit.film))
    seen, empty = "", gr.MultimodalTextbox(value=None)
    while telling and telling.alive:
        now = Page.stamped(visit)  # an edit is shown when it is made, and not when the turn has ended
        if now != seen:
            seen = now
            yield visit.film, messages(visit), empty, gr.update(visible=True), now
            empty = gr.skip()
            if telling.sheet:
                return
        time.sleep(_LOOK)
    yield visit.film, messages(visit), empty, gr.update(visible=False), Page.stamped(visit)


def stop_turn(visit: Visit) -> None:
    """Stop what goes on about the open film."""
    root = visit.room.root(visit.film)
    visit.backstage.talks.stop(root)
    work = visit.backstage.renders.of(root)
    if work and work.alive:
        visit.backstage.renders.stop(work)


def _live(visit: Visit) -> bool:
    try:
        root = visit.room.root(visit.film)
    except FilmError:
        return False
    telling = visit.backstage.talks.of(root)
    return bool(telling and telling.alive)
