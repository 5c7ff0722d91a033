"""One turn of the conversation as a command shows it, and what opens the conversation quickly."""

from __future__ import annotations

import contextlib
import gc
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from memory.errors import FilmError
from tools.callsheet import call_sheet
from tools.doctor import Finding
from tools.settings import load_settings
from ui.progress import bars
from ui.terminal import answers, asides, plain, say

if TYPE_CHECKING:
    from agent.conversation import Conversation, Turn
    from agent.turn import Event
    from tools.build import Report


@contextlib.contextmanager
def loading() -> Iterator[None]:
    """Load libraries a quarter faster: what they make while they load stays, so there is no garbage to look for."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def conversation(folder: Path) -> Conversation:
    """The conversation about the film in a folder; the libraries that it needs are loaded now and not before."""
    with loading():
        from agent.conversation import Conversation

        return Conversation(folder)


def speak(folder: Path, utterance: str, *, yes: bool, as_json: bool) -> None:
    """Say one thing and print the turn. Where it asks for a yes that was not given: SystemExit 1, the question on stderr."""
    with conversation(folder) as talk, Shown(folder, quiet=as_json) as shown:
        turn = talk.say(utterance, shown)
        while yes and turn.question and turn.question.approval:
            turn = talk.approve(True, shown)
        shown.close()
        asked = turn.question.text if turn.question and turn.question.approval else ""
        if as_json:
            say(turn_data(turn, folder))
        else:
            print_turn(turn, without=asked)
        print(asked, end="\n" if asked else "", file=sys.stderr)  # noqa: T201
        sys.stdout.flush()
    if asked:
        raise SystemExit(1)


def turn_data(turn: Turn, folder: Path) -> dict[str, Any]:
    """The turn for machines: reply, calls, changed and version, and what else is known of it."""
    from agent.turns import to_data

    return {**to_data(turn), "project": str(folder.absolute())}


def print_turn(turn: Turn, without: str = "") -> None:
    """The turn for people: notes on standard error, the reply on standard output, choices numbered below it."""
    for note in turn.notes:
        asides.print(f"[dim]{plain(note)}[/dim]", highlight=False, soft_wrap=True)
    if reply := turn.reply.removesuffix(without).strip():
        answers.print(plain(reply), highlight=False, soft_wrap=True)
    if turn.question and not turn.question.approval:
        for number, choice in enumerate(turn.question.choices, 1):
            answers.print(f"  {number}. {plain(choice)}", highlight=False, soft_wrap=True)


class Shown:
    """Shows a turn while it goes on, on standard error: each call in a line, a render with its bars."""

    def __init__(self, folder: Path, *, quiet: bool = False) -> None:
        self._folder, self._quiet = folder, quiet
        self._bars = contextlib.ExitStack()
        self._report: Report | None = None

    def __enter__(self) -> Shown:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __call__(self, event: Event) -> None:
        """Show one event."""
        if self._quiet:
            return
        if event.step:
            self._reporting()(event.step)
        elif event.kind in ("done", "refused"):
            self.close()
        elif event.kind == "call" and event.call:
            given = ", ".join(f"{name} {value}" for name, value in event.call.args.items())
            asides.print(f"[dim]{plain(event.call.tool)}: {plain(given)}[/dim]", highlight=False, soft_wrap=True)

    def close(self) -> None:
        """Take the bars away."""
        self._bars.close()
        self._report = None

    def _reporting(self) -> Report:
        from memory.project import Project

        if self._report is None:
            self._report = self._bars.enter_context(bars(asides, call_sheet(Project.open(self._folder).film)))
        return self._report


def brain_found() -> Finding:
    """Which model leads the conversation, for `doctor`."""
    try:
        with loading():
            from agent.models import choose_brain

            brain = choose_brain(load_settings())
    except (FilmError, ImportError) as error:
        return Finding("conversation", False, f"{error}. Install Onereel again with its dependencies.")
    return Finding("conversation", True, f"led by {brain.name}{f'. {brain.note}' if brain.note else ''}")
