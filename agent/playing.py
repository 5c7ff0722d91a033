"""Lets the graph play a run from wherever it stands to its end or to a question. One run is one thread of checkpoints."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, BaseMessage, HumanMessage
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.types import Command

from agent.facts import changed, closing
from agent.graph import build_graph
from agent.nodes import CALLS
from agent.runs import Run, connect
from agent.state import Stage, State
from agent.stores import open_or_set_aside
from agent.turn import Call, Question, Turn
from agent.turns import results
from agent.words import Words
from memory.errors import FilmError

_STEPS = 4 * CALLS
"""Steps of the graph in one turn; more than a turn can have."""


class Checkpoints:
    """The checkpoints in one SQLite file. Only messages and plain values are ever read from it, whatever it holds."""

    def __init__(self, path: Path) -> None:
        """sqlite3.DatabaseError or ValueError when the file is damaged."""
        self.base = connect(path)
        try:
            self.saver = SqliteSaver(self.base, serde=JsonPlusSerializer(allowed_msgpack_modules=None))
            self.saver.setup()
            self.graph = build_graph(self.saver)
            for name in self._threads():
                self.values(name)
        except sqlite3.DatabaseError:
            self.base.close()
            raise
        except Exception as error:
            self.base.close()
            raise ValueError(f"the checkpoints cannot be read: {error}") from error

    def values(self, thread: str) -> dict[str, Any]:
        """What the state of a run holds; nothing when it has none. ValueError when it is not a state of ours."""
        values: dict[str, Any] = self.graph.get_state(_config(thread)).values
        messages = values.get("messages", [])
        if not isinstance(messages, list) or not all(isinstance(each, BaseMessage) for each in messages):
            raise ValueError("these are not messages")
        return values

    def keep_only(self, thread: str) -> None:
        """Forget all other runs, and all of this one but its last state; words said before are in that one too."""
        newest = "SELECT max(checkpoint_id) FROM checkpoints WHERE thread_id = ?"
        with self.saver.lock, self.base:
            self.base.execute(f"DELETE FROM checkpoints WHERE thread_id != ? OR checkpoint_id != ({newest})", (thread, thread))
            self.base.execute("DELETE FROM writes WHERE checkpoint_id NOT IN (SELECT checkpoint_id FROM checkpoints)")

    def _threads(self) -> list[str]:
        return [str(row[0]) for row in self.base.execute("SELECT DISTINCT thread_id FROM checkpoints LIMIT 50")]


class Player:
    """Plays runs; use it as a context manager. A damaged file of checkpoints is set aside, which `notes` then says."""

    def __init__(self, folder: Path, notes: list[str]) -> None:
        self._points = open_or_set_aside(folder / "checkpoints.sqlite", Checkpoints, notes)

    def __enter__(self) -> Player:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._points.base.close()

    def play(self, run: Run, before: Sequence[str], stage: Stage) -> Turn:
        """Go on with the run until it is done or asks for a yes or no that it has not got.

        `before` are the ids of earlier runs, newest first; the words of the newest that are still known are the context.
        """
        values, asked = self._stand(run)
        while values.get("finished") != run.id:
            if asked and asked["call"] not in run.approved:
                return _asking(stage, values, asked)
            values, asked = self._stream(run, self._given(run, values, asked, before), stage)
        with suppress(sqlite3.DatabaseError):
            self._points.keep_only(run.id)
        return _turn(stage, values, values["reply"], _choice(values))

    def so_far(self, run: Run, stage: Stage, sentence: str) -> str:
        """The sentence with which a run was broken off, and what it had done before."""
        with suppress(Exception):  # whatever broke the run may break this as well
            return closing(stage, self._points.values(run.id).get("deeds", []), sentence)
        return sentence

    def _stand(self, run: Run) -> tuple[dict[str, Any], dict[str, Any] | None]:
        snapshot = self._points.graph.get_state(_config(run.id))
        return dict(snapshot.values), next((each.value for each in snapshot.interrupts), None)

    def _given(self, run: Run, values: dict[str, Any], asked: dict[str, Any] | None, before: Sequence[str]) -> Any:
        """What the graph is given to go on: an answer, nothing more than it has, or the words that begin the run."""
        if asked:
            return Command(resume={"call": asked["call"], "yes": run.approved[asked["call"]]})
        if values.get("run") == run.id:
            return None
        earlier: list[AnyMessage] = next(filter(None, (self._points.values(name).get("messages") for name in before)), [])
        return State(
            messages=[*earlier, HumanMessage(run.utterance, id=f"{run.id}.said")], run=run.id, pending=[], deeds=[],
            thoughts=0, tokens=0, began=0, reply="", choices=[], finished="",
        )  # fmt: skip

    def _stream(self, run: Run, given: Any, stage: Stage) -> tuple[dict[str, Any], dict[str, Any] | None]:
        """Play on; the state in the end and what is asked, if anything.

        The mode is "values", with which LangGraph runs a step in this very thread: Ctrl-C reaches a render at once.
        """
        config: RunnableConfig = {**_config(run.id), "recursion_limit": _STEPS, "callbacks": [Words(stage.tell)]}
        values: dict[str, Any] = {}
        for latest in self._points.graph.stream(given, config, context=stage, stream_mode="values", durability="sync"):
            values = latest
        asked = next((each.value for each in values.get("__interrupt__", ())), None)
        if not asked and values.get("finished") != run.id:
            raise FilmError("This turn could not be brought to its end. Say it again in other words.")
        return values, asked


def _config(thread: str) -> RunnableConfig:
    return RunnableConfig(configurable={"thread_id": thread})


def _asking(stage: Stage, values: dict[str, Any], asked: dict[str, Any]) -> Turn:
    """The turn that waits for the person's yes: what was done so far, and the call with its real arguments."""
    arguments = ", ".join(f"{name}={json.dumps(value, ensure_ascii=False)}" for name, value in asked["args"].items())
    text = f"{asked['tool']}({arguments}) {asked['why']}. Shall I? Say yes or no."
    question = Question(text, ("yes", "no"), approval=True, call=asked["call"], tool=asked["tool"], args=asked["args"])
    done = "\n".join(deed["said"] for deed in values["deeds"] if not deed["failed"])
    return _turn(
        stage, values, "\n".join([*([closing(stage, values["deeds"], done)] if values["deeds"] else []), text]), question
    )


def _choice(values: dict[str, Any]) -> Question | None:
    """The question of a turn that offers readings: the model's, or those of a tool that could not choose."""
    tried = [choice for deed in values["deeds"][-1:] if not deed["changed"] for choice in deed["choices"]]
    labels = [str(choice.get("label", "")) for choice in values["choices"]] or tried
    return Question(values["reply"], tuple(labels)) if labels else None


def _turn(stage: Stage, values: dict[str, Any], reply: str, question: Question | None) -> Turn:
    film, deeds = stage.film(), values["deeds"]
    return Turn(
        reply=reply, calls=tuple(Call(deed["tool"], deed["args"]) for deed in deeds), changed=changed(deeds, film),
        version=film.version if film else 0, began=values["began"], question=question, brain=_brain(values) or stage.brain.name,
        tokens=values["tokens"], results=results(deeds),
    )  # fmt: skip


def _brain(values: dict[str, Any]) -> str:
    """Who thought last; a big model that failed is followed by the built-in director."""
    thoughts = [message for message in values["messages"] if isinstance(message, AIMessage)]
    return str(thoughts[-1].additional_kwargs.get("brain", "")) if thoughts else ""
