"""The conversation in a terminal, turn after turn: words as they come, renders with their bars, approvals as questions."""

from __future__ import annotations

import contextlib
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from rich.live import Live
from rich.text import Text

from memory.errors import FilmError
from ui.talking import Shown, conversation, print_turn
from ui.terminal import Ended, answers, asides, plain

if TYPE_CHECKING:
    from agent.conversation import Conversation, Question
    from agent.turn import Event

_SHOWN = 600
"""Characters of an answer that are shown while it comes; the whole is printed when it is there."""


def converse(folder: Path) -> None:
    """Talk until the person leaves with Ctrl-D. A turn that fails is a sentence, and the talk goes on."""
    with contextlib.suppress(ImportError):
        import readline  # noqa: F401 - gives the prompt its editing and its history
    with conversation(folder) as talk:
        _greet(talk)
        threading.Thread(target=_warm, daemon=True).start()
        asked = talk.asking
        if asked:
            answers.print(plain(asked.text), highlight=False, soft_wrap=True)
        while (words := _heard(asked)) is not None:
            if words:
                asked = _turn(talk, folder, words)
        asides.print("[dim]Goodbye. The film is kept as it is.[/dim]")


def _warm() -> None:
    """Let the search of the memory load while the person types, if there is anything to search."""
    from tools.settings import load_settings
    from tools.taste import warm

    with contextlib.suppress(FilmError):
        warm(load_settings())


def _greet(talk: Conversation) -> None:
    from tools.guards.labels import first_turn
    from tools.vocabulary import Desk

    desk = Desk(talk.root)
    if desk.empty:
        about = "There is no film here yet. Say what it should be about."
    else:
        film = desk.project.film
        about = f"{film.title}: {len(film.scenes)} scene{'s' * (len(film.scenes) != 1)}, version {film.version}."
    note = f" {talk.brain.note}" if talk.brain.note else ""
    asides.print(
        f"{first_turn()} {plain(about)}\n[dim]{plain(talk.brain.name)} listens.{plain(note)} Ctrl-D leaves.[/dim]",
        highlight=False,
    )


def _heard(asked: Question | None) -> str | None:
    """What the person types; "" for nothing, None when they leave."""
    prompt = "yes or no> " if asked and asked.approval else "> "
    try:
        return input(prompt if sys.stdin.isatty() else "").strip()
    except Ended:
        raise
    except KeyboardInterrupt:
        asides.print("\n[dim]Ctrl-D leaves.[/dim]")
        return ""
    except UnicodeDecodeError:
        asides.print("That was not text in UTF-8. The film is unchanged.")
        return ""
    except EOFError:
        return None


def _turn(talk: Conversation, folder: Path, words: str) -> Question | None:
    """One turn; returns what is asked for now."""
    try:
        with Coming(folder) as shown:
            turn = talk.say(words, shown)
    except FilmError as error:
        answers.print(plain(error), highlight=False, soft_wrap=True)
        return talk.asking
    print_turn(turn)
    talk.delivered()
    return turn.question


class Coming(Shown):
    """Shows calls and renders, and a model's words for as long as they come; the reply that is printed takes their place."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._words = ""
        self._live: Live | None = None

    def __call__(self, event: Event) -> None:
        """Show one event."""
        if event.kind != "words":
            self._end()
            super().__call__(event)
        elif asides.is_terminal:
            self._words += event.text
            if self._live is None:
                self._live = Live(console=asides, transient=True, refresh_per_second=12)
                self._live.start()
            self._live.update(Text(plain_text(self._words[-_SHOWN:]), style="dim"))

    def close(self) -> None:
        """Take away what is only shown meanwhile."""
        self._end()
        super().close()

    def _end(self) -> None:
        if self._live is not None:
            self._live.stop()
        self._live, self._words = None, ""


def plain_text(words: str) -> str:
    """Words without anything that steers a terminal."""
    return "".join(letter if letter.isprintable() or letter == "\n" else " " for letter in words)
