"""A conversation about one film: say something, get a turn; killed at any moment, say it again and nothing is done twice.

Only one conversation at a time works on a film. Its stores lie in the film's folder, under conversation/.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from filelock import FileLock, Timeout
from langchain_core.language_models import BaseChatModel

from agent.cost import Meter
from agent.models import Brain, choose_brain
from agent.noticing import notice
from agent.playing import Player
from agent.runs import Run, Runs
from agent.spoken_to import cleaned, yes_or_no
from agent.state import Stage
from agent.stores import ground, kept, open_or_set_aside
from agent.turn import Call, Event, Question, Tell, Turn, ignore
from agent.turns import from_data, to_data
from memory.errors import FilmError
from tools.settings import Settings, load_settings

__all__ = ["Call", "Conversation", "Event", "Question", "Turn", "ignore"]

_PATIENCE = 1.0
"""Seconds to wait for another conversation; a `say` that is about to end takes less."""
_TRIES = 3
"""Tries after which a turn that kills the process gives way to other words."""


class Conversation:
    """The person's conversation about the film in `root`, which may hold no film yet. Use it as a context manager.

    `brain` is a chat model to use instead of the one that the settings choose. A turn that was returned counts as
    delivered when the next thing is said, or when the block is left without an error.
    """

    def __init__(self, root: Path, brain: BaseChatModel | None = None, settings: Settings | None = None) -> None:
        """FilmError when the folder cannot hold a conversation; `__enter__` when another one is going on."""
        self.root = Path(root).absolute()
        self._settings = settings or load_settings()
        self._brain = Brain(brain._llm_type, brain, built_in=False) if brain else choose_brain(self._settings)
        self._returned: Run | None = None
        self._notes: list[str] = []

    @property
    def brain(self) -> Brain:
        """The model that leads the conversation."""
        return self._brain

    @kept()
    def __enter__(self) -> Conversation:
        with contextlib.ExitStack() as stack:
            folder = ground(self.root)
            stack.callback(_lock(folder).release)
            self._runs = open_or_set_aside(folder / "runs.sqlite", _runs, self._notes)
            stack.callback(self._runs.close)
            self._player = stack.enter_context(Player(folder, self._notes))
            self._meter = Meter.of(self.root, self._settings)
            if self._brain.built_in:
                from tools.engines.meaning import load_beside

                load_beside()
            self._stack = stack.pop_all()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if kind is None:
                self.delivered()
        finally:
            self._stack.close()

    @kept()
    def say(self, utterance: str, on_event: Tell = ignore) -> Turn:
        """One turn: what the person says, until it is answered or a question is asked.

        A run that was killed is finished first; when these are its words, that is this turn, and nothing is done again.
        FilmError, with the turn closed, when it cannot be done; the film then is as the sentence says.
        """
        self.delivered()
        words = cleaned(utterance)
        run = self._runs.last()
        if run and run.state == "open":
            run = self._finished(run, words, on_event)
        if run and not run.delivered and run.said == words:
            return self._hand(run)
        if run and run.state == "asking":
            decided = yes_or_no(words)
            if decided is not None and run.delivered:
                return self._answered(run, words, decided, on_event)
            if decided is not None or words == run.utterance:  # nobody can say yes to what they have not seen
                return self._hand(run)
            self._drop(run)
        elif run and not run.delivered:
            self._recall(run)
        return self._hand(self._play(self._runs.begin(words), on_event))

    @kept()
    def approve(self, yes: bool, on_event: Tell = ignore) -> Turn:
        """Answer the question that is open: the call is made, or it is not. FilmError when nothing was asked.

        A question that was never shown (the process had died) is shown now and not answered.
        """
        self.delivered()
        run = self._runs.last()
        if not run or run.state != "asking":
            raise FilmError("Nothing is being asked. The film is unchanged. Say what you would like.")
        if not run.delivered:
            return self._hand(run)
        return self._answered(run, "yes" if yes else "no", yes, on_event)

    @property
    def asking(self) -> Question | None:
        """The question that waits for a yes or no; None when there is none."""
        run = self._runs.last()
        return from_data(run.reply).question if run and run.state == "asking" else None

    @kept()
    def delivered(self) -> None:
        """The person has the turn that was returned last: the same words said again are a new turn from now on."""
        if self._returned:
            notice(self.root, self._settings, self._runs, self._returned)
            self._runs.deliver(self._returned)
        self._returned = None

    def _hand(self, run: Run) -> Turn:
        turn = from_data(run.reply)
        notes, self._notes = (*turn.notes, *self._notes), []
        self._returned = run
        return replace(turn, notes=notes)

    def _answered(self, run: Run, words: str, yes: bool, on_event: Tell) -> Turn:
        question = from_data(run.reply).question
        return self._hand(self._play(self._runs.answer(run, words, question.call if question else "", yes=yes), on_event))

    def _finished(self, run: Run, words: str, on_event: Tell) -> Run:
        """An open run brought to its end, or given up when it was in the way too often."""
        if run.said != words and run.tries >= _TRIES:
            self._notes.append(f'What you said before ("{_short(run.utterance)}") could not be finished and was left.')
            run = self._runs.finish(run, to_data(Turn("This was left unfinished.")))
            self._runs.deliver(run)
            return replace(run, delivered=True)
        try:
            return self._play(run, on_event)
        except FilmError as error:
            if run.said == words:
                raise
            self._notes.append(f'What you said before ("{_short(run.said)}") could not be finished: {error}')
            return replace(run, state="done", delivered=True)

    def _play(self, run: Run, on_event: Tell) -> Run:
        """Let the graph go on with a run until it is done or asks. Whatever ends it otherwise but a kill closes it."""
        run = self._runs.try_again(run)
        stage = Stage(self.root, self._settings, self._brain, self._meter, on_event)
        self._meter.begin()
        try:
            turn = self._player.play(run, self._runs.before(run), stage)
        except KeyboardInterrupt as stop:
            if type(stop) is not KeyboardInterrupt:  # not the person: the process is being ended, as by a kill
                raise
            raise FilmError(self._closed(run, stage, "Stopped. Finished takes are kept.")) from stop
        except FilmError as error:
            raise FilmError(self._closed(run, stage, str(error))) from error
        except sqlite3.Error:  # the run stays open: with room to write it can be finished
            raise
        except Exception as error:
            self._closed(run, stage, f"This turn failed ({type(error).__name__}).")
            raise
        keep: Callable[..., Run] = self._runs.ask if turn.question and turn.question.approval else self._runs.finish
        return keep(run, to_data(turn))

    def _closed(self, run: Run, stage: Stage, sentence: str) -> str:
        """Close a run that did not come to its end; the sentence, with what was done before."""
        words = self._player.so_far(run, stage, sentence)
        self._runs.deliver(self._runs.finish(run, to_data(Turn(words))))
        return words

    def _drop(self, run: Run) -> None:
        question = from_data(run.reply).question
        asked = question.text if question else run.utterance
        self._notes.append(f"You did not say yes or no, so this was left: {asked}")
        self._runs.deliver(self._runs.finish(run, run.reply))

    def _recall(self, run: Run) -> None:
        """Tell of an earlier turn that was done and never read."""
        self._notes.append(f'What you said before ("{_short(run.said)}") is done: {from_data(run.reply).reply}')
        self._runs.deliver(run)


def _runs(path: Path) -> Runs:
    """The table of runs, whose last turn can be read; ValueError when it cannot."""
    runs = Runs(path)
    try:
        last = runs.last()
        if last and last.state != "open":
            from_data(last.reply)
    except BaseException:
        runs.close()
        raise
    return runs


def _lock(folder: Path) -> FileLock:
    lock = FileLock(folder / ".lock", thread_local=False)  # an interface may leave in another thread
    try:
        lock.acquire(timeout=_PATIENCE)
    except Timeout as error:
        raise FilmError(
            "Another conversation about this film is going on. Nothing was changed. Wait for it to end, then say it again."
        ) from error
    return lock


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:57]}..."
