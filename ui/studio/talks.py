"""Turns of conversations, each in a thread of the server's: a tab may close, the turn goes on and is there afterwards.

A turn that would render stops before it does: the call sheet is shown and approved, then the queue makes the takes, and
the tool that was called finds them made.
"""

from __future__ import annotations

import logging
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from memory.errors import FilmError
from memory.film import Film
from memory.project import Project
from tools.build import Planned, plan
from tools.settings import Settings
from tools.vocabulary import Desk
from ui.studio.importing import quickly
from ui.studio.renders import STOPPED, Renders, Work
from ui.studio.wording import doing, to_make

if TYPE_CHECKING:
    from agent.conversation import Conversation
    from agent.turn import Event, Turn

log = logging.getLogger(__name__)

COSTLY = ("render", "export")
"""Tools that make takes."""
BUSY = "The director is still at work on what was said before. Wait for it, or stop it."
_NO = "You did not want it now, so nothing was rendered."
_KEPT = 30
_ENDING = 5.0
"""Seconds that words wait for the turn before them: its edits are seen before it has said so."""


@dataclass
class Thought:
    """One step of a turn: a tool at work, or one that is done."""

    title: str
    body: str = ""
    began: float = field(default_factory=time.monotonic)
    seconds: float | None = None
    failed: bool = False


@dataclass
class Sheet:
    """A call sheet that waits for a yes."""

    planned: tuple[Planned, ...]
    decided: threading.Event = field(default_factory=threading.Event)
    yes: bool = False


@dataclass(eq=False)
class Telling:
    """One turn while it goes on and after: what was said, the steps so far, and the turn that came of it."""

    root: Path
    words: str
    thoughts: list[Thought] = field(default_factory=list)
    coming: str = ""
    """A model's words as they come."""
    turn: Turn | None = None
    trouble: str = ""
    over: threading.Event = field(default_factory=threading.Event)
    sheet: Sheet | None = None
    work: Work | None = None
    stopping: bool = False

    @property
    def alive(self) -> bool:
        """Whether it still goes on."""
        return not self.over.is_set()

    @property
    def mark(self) -> str:
        """Changes with everything that is shown of it."""
        ended = sum(thought.seconds is not None for thought in self.thoughts)
        progress = f"{self.work.state}{self.work.made}" if self.work else ""
        return f"{len(self.thoughts)}.{ended}.{len(self.coming)}.{self.sheet is not None}.{progress}.{self.alive}"


class Talks:
    """All turns of this server, by film. Safe to use from any thread."""

    def __init__(self, renders: Renders) -> None:
        self._renders = renders
        self._lock = threading.Lock()
        self._tellings: dict[Path, list[Telling]] = {}

    def of(self, root: Path) -> Telling | None:
        """The film's turn that goes on, else the one that ended last; None when nothing was said since the server began."""
        with self._lock:
            tellings = self._tellings.get(root)
            return tellings[-1] if tellings else None

    def earlier(self, root: Path) -> list[Telling]:
        """The film's turns since the server began, oldest first."""
        with self._lock:
            return list(self._tellings.get(root, ()))

    def say(self, root: Path, settings: Settings, words: str) -> Telling:
        """Begin a turn with the person's words; FilmError while another one goes on."""
        return self._begin(root, settings, words, lambda talk, tell: talk.say(words, tell))

    def approve(self, root: Path, settings: Settings, yes: bool) -> Telling:
        """Begin the turn that answers the question which is open; FilmError while another one goes on."""
        return self._begin(root, settings, "yes" if yes else "no", lambda talk, tell: talk.approve(yes, tell))

    def decide(self, root: Path, yes: bool) -> bool:
        """Answer the call sheet that waits in the film's turn; whether there was one."""
        telling = self.of(root)
        sheet = telling.sheet if telling and telling.alive else None
        if sheet is None:
            return False
        sheet.yes = yes
        sheet.decided.set()
        return True

    def stop(self, root: Path) -> None:
        """Stop the film's turn at its next step, and its render at once."""
        telling = self.of(root)
        if telling and telling.alive:
            telling.stopping = True
            if telling.work:
                self._renders.stop(telling.work)
            self.decide(root, False)

    def wake(self) -> None:
        """Let a first turn load the director, about a film of no consequence."""
        quiet = Settings(openai_api_key=None, openai_base_url="", model="built-in")
        with tempfile.TemporaryDirectory(prefix="onereel-wake-") as folder:
            settings = quiet.model_copy(update={"memory_dir": Path(folder) / "memory"})
            root = Path(folder) / "film"
            Project.create(root, Film.model_validate({"scenes": [{"id": "s1", "narration": "It was night."}]}))
            with quickly():
                telling = self.say(root, settings, "make scene 1 darker")
                telling.over.wait()
            with self._lock:
                self._tellings.pop(root)

    def _begin(
        self, root: Path, settings: Settings, words: str, act: Callable[[Conversation, Callable[[Event], None]], Turn]
    ) -> Telling:
        before = self.of(root)
        if before and not before.sheet and not before.work:
            before.over.wait(_ENDING)
        with self._lock:
            tellings = self._tellings.setdefault(root, [])
            if tellings and tellings[-1].alive:
                raise FilmError(BUSY)
            telling = Telling(root, words)
            tellings.append(telling)
            del tellings[:-_KEPT]
        threading.Thread(target=self._run, args=(telling, settings, act), name="turn", daemon=True).start()
        return telling

    def _run(self, telling: Telling, settings: Settings, act: Callable[[Conversation, Callable[[Event], None]], Turn]) -> None:
        from agent.conversation import Conversation

        try:
            with Conversation(telling.root, settings=settings) as talk:
                telling.turn = act(talk, lambda event: self._hear(telling, settings, event))
        except FilmError as error:
            telling.trouble = str(error)
        except Exception as error:
            log.exception("a turn failed")
            telling.trouble = f"This turn failed ({type(error).__name__}). The film holds every edit that was made."
        finally:
            for thought in telling.thoughts:
                thought.seconds = thought.seconds if thought.seconds is not None else time.monotonic() - thought.began
            telling.sheet = None
            telling.over.set()

    def _hear(self, telling: Telling, settings: Settings, event: Event) -> None:
        """Take down one event of the turn; a call that renders waits here for its yes and for its takes."""
        if telling.stopping:
            raise FilmError(STOPPED)
        if event.kind == "words":
            telling.coming += event.text
        elif event.kind == "call" and event.call:
            given = ", ".join(f"{name}: {value}" for name, value in event.call.args.items())
            telling.thoughts.append(Thought(doing(event.call.tool), given))
            telling.coming = ""
            if event.call.tool in COSTLY and not event.call.args.get("only_plan"):
                self._render(telling, settings)
        elif event.kind in ("done", "refused") and telling.thoughts:
            last = telling.thoughts[-1]
            last.seconds, last.failed = time.monotonic() - last.began, event.kind == "refused"
            last.body = event.text

    def _render(self, telling: Telling, settings: Settings) -> None:
        """Show the call sheet, wait for the yes, and let the queue make what is missing; FilmError when it is not made."""
        desk = Desk(telling.root, settings=settings)
        if desk.empty:
            return
        project = Project.open(telling.root)
        planned = plan(project.film, project.takes)
        if not to_make(planned):
            return
        telling.sheet = Sheet(planned)
        telling.sheet.decided.wait()
        yes, telling.sheet = telling.sheet.yes, None
        if telling.stopping or not yes:
            raise FilmError(STOPPED if telling.stopping else _NO)
        telling.work = self._renders.begin(telling.root, settings)
        telling.work.over.wait()
        if telling.work.state != "done":
            raise FilmError(telling.work.said)
