"""The steps of a turn: listen, think, act (one call each), answer. What they show meanwhile goes to the stage's `tell`."""

from __future__ import annotations

from typing import Any

from langchain_core.messages import AIMessage, HumanMessage, RemoveMessage, ToolMessage
from langchain_core.messages.tool import ToolCall, tool_call
from langgraph.config import get_config
from langgraph.runtime import Runtime
from langgraph.types import interrupt

from agent import ladder
from agent.approvals import names_in, reason_to_ask
from agent.facts import closing
from agent.prompts import for_model, instructions, outdated
from agent.state import THOUGHTS, Stage, State
from agent.storywriter import write_story
from agent.toolbox import checked, perform, plain_data, toolbox
from agent.turn import Call, Deed, Event
from memory.canonical import digest
from memory.errors import FilmError
from memory.people import Declared
from tools.vocabulary import Desk, Done, Writer

TURNS = 30
"""Turns that are remembered word by word."""
CALLS = 40
"""Tool calls that one turn may make."""
_LONGEST = 8_000
"""Characters of a tool's answer that a model reads."""
_KEPT = frozenset({"choices", "rung", "brain", "note"})
"""What is kept of a message besides its words and calls: where it came from, and the readings it offers."""


def listen(state: State, runtime: Runtime[Stage]) -> dict[str, Any]:
    """Note where the film stands, and forget the words of turns long past."""
    film = runtime.context.film()
    forgotten = [RemoveMessage(id=str(message.id)) for message in outdated(state["messages"], TURNS)]
    return {"began": film.version if film else 0, "messages": forgotten}


def think(state: State, runtime: Runtime[Stage]) -> dict[str, Any]:
    """Ask the model once: it answers in words, asks, or names calls, which get ids of ours, never used before."""
    stage = runtime.context
    messages = [instructions(stage.film()), *for_model(state["messages"])]
    thought = ladder.think(stage.brain, messages, toolbox(), stage.meter, get_config())
    first, run = len(state["deeds"]), state["run"]
    calls = [_named(f"{run}.{place}", call) for place, call in enumerate(thought.tool_calls, first)]
    kept = {name: value for name, value in thought.additional_kwargs.items() if name in _KEPT}
    said = AIMessage(
        thought.text, id=f"{run}.thought{state['thoughts']}", tool_calls=calls, additional_kwargs=kept,
        usage_metadata=thought.usage_metadata,
    )  # fmt: skip
    spent = thought.usage_metadata["total_tokens"] if thought.usage_metadata else 0
    return {
        "messages": [said], "pending": [str(call["id"]) for call in calls], "thoughts": state["thoughts"] + 1,
        "tokens": state["tokens"] + spent, "reply": thought.text, "choices": list(kept.get("choices") or ()),
    }  # fmt: skip


def _named(name: str, call: ToolCall) -> ToolCall:
    return tool_call(name=call["name"], args=dict(call["args"]), id=name)


def act(state: State, runtime: Runtime[Stage]) -> dict[str, Any]:
    """Make the first call that is pending, and no other: an interrupt runs a step again from its beginning."""
    stage, name = runtime.context, state["pending"][0]
    spent = stage.meter.turn
    call = next(each for each in _calls(state) if each["id"] == name)
    try:
        said = _allow(stage, call, len(state["deeds"]), _heard(state))
        deed = _done(stage, call, said)
    except FilmError as error:
        deed = _deed(call, Done(str(error)), failed=True)
    stage.tell(Event("refused" if deed["failed"] else "done", deed["said"], Call(deed["tool"], deed["args"])))
    answer = ToolMessage(
        deed["said"][:_LONGEST], tool_call_id=name, name=call["name"], id=f"{name}.answer",
        status="error" if deed["failed"] else "success",
    )  # fmt: skip
    return {
        "messages": [answer], "pending": state["pending"][1:], "deeds": [*state["deeds"], deed],
        "tokens": state["tokens"] + stage.meter.turn - spent,
    }  # fmt: skip


def _calls(state: State) -> list[ToolCall]:
    return [call for message in state["messages"] if isinstance(message, AIMessage) for call in message.tool_calls]


def _heard(state: State) -> str:
    """What the person said in this turn."""
    said = [message.text for message in state["messages"] if isinstance(message, HumanMessage)]
    return str(said[-1]) if said else ""


def _allow(stage: Stage, call: ToolCall, made: int, heard: str) -> tuple[Declared, ...]:
    """Ask the person where that is needed; what a yes says of names. FilmError for a no, or for too many calls."""
    if made >= CALLS:
        raise FilmError(f"More than {CALLS} calls in one turn are not made. Say the rest in another turn.")
    arguments = checked(call["name"], call["args"])
    why = reason_to_ask(stage.root, call["name"], arguments, heard)
    said = names_in(stage.root, call["name"], arguments)
    if not why:
        return ()
    asked = f"{call['id']}.{digest(why)[:8]}"  # a yes holds for what was shown: elsewhere "here" is another folder
    answer: Any = None
    while not (isinstance(answer, dict) and answer.get("call") == asked):
        answer = interrupt({"call": asked, "tool": call["name"], "args": call["args"], "why": why})
    if answer.get("yes") is not True:
        real = " Somebody real can be told of with their consent: onereel voice enroll (purpose: likeness)." if said else ""
        raise FilmError(f"You said no, so this was not done: {call['name']}, which {why}.{real}")
    return said


def _done(stage: Stage, call: ToolCall, said: tuple[Declared, ...]) -> Deed:
    stage.tell(Event("call", call=Call(call["name"], call["args"])))
    desk = Desk(
        root=stage.root, mark=str(call["id"]), settings=stage.settings, writer=_writer(stage), declared=said,
        report=lambda step: stage.tell(Event("step", step=step)),
    )  # fmt: skip
    return _deed(call, perform(desk, call["name"], call["args"]))


def _writer(stage: Stage) -> Writer | None:
    """A big model writes the stories as well; its tokens count against the turn's caps."""
    if stage.brain.built_in:
        return None
    return lambda brief, advice: write_story(stage.brain, brief, advice, stage.meter)


def _deed(call: ToolCall, done: Done, *, failed: bool = False) -> Deed:
    return Deed(
        call=str(call["id"]), tool=call["name"], args=dict(call["args"]), said=done.said, changed=list(done.changed),
        version=done.version, failed=failed, data=plain_data(done.data), choices=list(done.choices),
    )  # fmt: skip


def answer(state: State, runtime: Runtime[Stage]) -> dict[str, Any]:
    """The reply: the model's words, then what was done, from our own record. With it the run is finished."""
    stage, deeds, words = runtime.context, state["deeds"], state["reply"].strip()
    if state["thoughts"] >= THOUGHTS and deeds and not _summed_up(state):
        words = "\n".join([*(deed["said"] for deed in deeds), f"I stopped after {THOUGHTS} thoughts; say it again to go on."])
    words = words or "\n".join(deed["said"] for deed in deeds)
    return {"reply": closing(stage, deeds, words), "finished": state["run"]}


def _summed_up(state: State) -> bool:
    last = state["messages"][-1]
    return isinstance(last, AIMessage) and not last.tool_calls


def after_thinking(state: State) -> str:
    """To the first call, or to the answer when there is none."""
    return "act" if state["pending"] else "answer"


def after_acting(state: State) -> str:
    """To the next call; when all are made, back to the model, as long as it may be asked."""
    if state["pending"]:
        return "act"
    return "think" if state["thoughts"] < THOUGHTS else "answer"
