"""How an answer comes about: the model's own tool calls, then a plan as JSON, then the built-in reading, then a question.

Whatever fails, nothing is said to be done that no call does, and every step down is told in the reply.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolCall
from langchain_core.runnables import RunnableConfig
from langchain_core.tools import BaseTool

from agent.asking import Asker, quietly
from agent.calls import Read, new_call, read_calls, read_plan, read_text, without_thoughts
from agent.cost import Meter, estimate
from agent.models import BUILT_IN, Brain, built_in_director
from agent.planning import METHODS, ask_plan, shortened
from agent.wire import Trouble, without_secrets
from memory.editing import UNCHANGED
from memory.tables import read_table

_ASKING = {"show", "recall"}
_ASKING_ACTIONS = {"compare", "list"}
_LEFT_OUT = "The older half of the conversation was left out, since the model cannot hold all of it."


@dataclass(frozen=True)
class Step:
    """One step of the conversation: what was said, the tools there are, who is asked and who reads when that fails."""

    asker: Asker
    messages: tuple[BaseMessage, ...]
    tools: tuple[BaseTool, ...]
    fallback: BaseChatModel
    note: str = ""
    """What the person has to know of an earlier step or of what was left out."""

    @property
    def fresh(self) -> bool:
        """Whether nothing was done yet in this turn."""
        return bool(self.messages) and isinstance(self.messages[-1], HumanMessage)

    @functools.cached_property
    def reading(self) -> AIMessage:
        """What the built-in director makes of the conversation."""
        return self.read(quietly(self.asker.config))

    def read(self, config: RunnableConfig | None) -> AIMessage:
        """The built-in reading, made with that configuration."""
        made = self.fallback.bind_tools(list(self.tools)).invoke(list(self.messages), config)
        return made if isinstance(made, AIMessage) else AIMessage(str(made.text))

    @functools.cached_property
    def edits(self) -> tuple[ToolCall, ...]:
        """The edits that the built-in reading is sure of in what was said last."""
        return tuple(call for call in self.reading.tool_calls if not _only_asks(call)) if self.fresh else ()


def think(
    brain: Brain,
    messages: Sequence[BaseMessage],
    tools: Sequence[BaseTool],
    meter: Meter,
    config: RunnableConfig | None = None,
    *,
    fallback: BaseChatModel | None = None,
) -> AIMessage:
    """The next message of the director: calls to make, in order, or words; never words for calls that were not made.

    `additional_kwargs` say which `rung` it came from (1 tool calls, 2 JSON plan, 3 built-in reading, 4 a question), which
    `brain` gave it, and a `note` for the person when it is not what was asked for; `choices` come with a question.
    `usage_metadata` sums up all requests that the step made. Who steps down stays down for the rest of the turn, which is
    known from the `rung` of the messages since the person spoke. `fallback` reads on rung 3; it is the built-in director
    when none is given. FilmError only for what is no model's fault (a full disk).
    """
    asker = Asker(brain, meter, config)
    below = brain.model if brain.built_in else fallback or built_in_director()
    step = Step(asker, tuple(messages), tuple(tools), below)
    if brain.built_in:
        return _told(step, step.read(config), rung=3, brain=BUILT_IN)
    if earlier := _stepped_down(messages):
        return _told(step, step.read(config), rung=3, brain=BUILT_IN, note=earlier.additional_kwargs.get("note", ""))
    try:
        return _climb(step)
    except Trouble as trouble:
        if trouble.kind == "long" and (kept := shortened(messages)):
            return _again(replace(step, messages=tuple(kept), note=_LEFT_OUT), step)
        return _built_in(step, str(trouble))


def _again(short: Step, whole: Step) -> AIMessage:
    """Once more with less of the conversation; the built-in reading sees all of it."""
    try:
        return _climb(short)
    except Trouble as trouble:
        return _built_in(whole, str(trouble))


def _climb(step: Step) -> AIMessage:
    try:
        answer, read = _by_tools(step)
    except Trouble as trouble:
        if trouble.final:
            raise
        return _by_plan(step, None, trouble)
    if refusal := answer.additional_kwargs.get("refusal"):
        return _declined(step, str(refusal))
    if read.calls:
        text = "" if _claims(str(answer.text)) else answer.content
        return _told(step, answer.model_copy(update={"content": text}), rung=1, calls=read.calls)
    if _suspicious(step, answer):
        return _by_plan(step, answer, None)
    return _told(step, answer, rung=1)


def _by_tools(step: Step) -> tuple[AIMessage, Read]:
    """Rung 1: the model's own calls; what is wrong with them is told back once. Trouble when they stay wrong."""
    quiet = bool(step.edits)  # words instead of these calls are not for the person's eyes
    answer = step.asker.stream(step.messages, step.tools, quiet=quiet)
    read = read_calls(answer, step.tools)
    if not read.calls and not read.faults:
        read = read_text(str(answer.text), step.tools)
        answer = answer.model_copy(update={"content": ""}) if read.calls else answer
    if not read.faults:
        return answer, read
    model = step.asker.brain.model.bind_tools(list(step.tools), stream=False)
    answer = step.asker.whole(model, [*step.messages, *_corrected(answer, read)], estimate((), step.tools))
    read = read_calls(answer, step.tools)
    if read.faults:
        raise Trouble("request", f"{step.asker.brain.name} twice asked for what the studio cannot do ({read.faults[0][:120]})")
    return answer, read


def _corrected(answer: AIMessage, read: Read) -> list[BaseMessage]:
    """What is told back. The broken call goes back as words: as a call it would break the template of many a server."""
    asked = [f"{call['name']} {call['args']}" for call in (*answer.tool_calls, *answer.invalid_tool_calls)]
    said = "\n".join([str(answer.text), *asked]).strip() or "(no words)"
    return [
        AIMessage(said[:4000]),
        HumanMessage(
            f"That could not be run, and nothing was done: {'; '.join(read.faults)[:2000]}. "
            "Answer once more with all the calls, as tool calls with complete JSON arguments."
        ),
    ]


def _by_plan(step: Step, prose: AIMessage | None, trouble: Trouble | None) -> AIMessage:
    """Rung 2: a plan as JSON, by schema, then by a forced call."""
    reason = trouble or Trouble("request", f"{step.asker.brain.name} answered in words and called no tool")
    for method in METHODS:
        try:
            plan, answer = ask_plan(step.asker, step.messages, step.tools, method)
        except Trouble as failed:
            if failed.final:
                raise
            continue
        if refusal := answer.additional_kwargs.get("refusal"):
            return _declined(step, str(refusal))
        read = read_plan(plan, step.tools)
        if read.calls and not read.faults:
            return _told(step, AIMessage(""), rung=2, calls=read.calls)
        if not read.faults:
            return _no_calls(step, str(plan.get("say") or ""), prose)
    raise reason


def _no_calls(step: Step, said: str, prose: AIMessage | None) -> AIMessage:
    """The model sees nothing to do. Where the built-in reading does, the person is asked; nothing is done by itself."""
    said = said.strip() or (str(prose.text).strip() if prose else "")
    said = "" if _claims(said) else without_secrets(said, step.asker.brain)
    if said.endswith(("?", "？")):
        return _told(step, AIMessage(said), rung=4)
    if not step.edits:
        return _told(step, AIMessage(said if said and not _suspicious_words(prose) else f"{said} {UNCHANGED}".strip()), rung=2)
    choices = [{"label": _label(call), "tool": call["name"], "args": call["args"]} for call in step.edits]
    question = f"{said} {UNCHANGED} Did you mean this: {'; '.join(str(c['label']) for c in choices)}?".strip()
    return _told(step, AIMessage(question, additional_kwargs={"choices": choices}), rung=4)


def _label(call: ToolCall) -> str:
    return ", ".join([call["name"], *(f"{name} {value}" for name, value in call["args"].items())])


def _suspicious(step: Step, answer: AIMessage) -> bool:
    """Words without a call where the person asked for an edit, or that claim one, or that announce calls that never came."""
    announced = answer.response_metadata.get("finish_reason") in ("tool_calls", "function_call")
    return step.fresh and (announced or not str(answer.text).strip() or _claims(str(answer.text)) or bool(step.edits))


def _suspicious_words(prose: AIMessage | None) -> bool:
    return prose is not None and _claims(str(prose.text))


@functools.cache
def _claim_patterns() -> re.Pattern[str]:
    lines = read_table(Path(__file__).with_name("claims.toml"))["claims"]
    return re.compile("|".join(f"(?:{line})" for line in lines), re.IGNORECASE | re.MULTILINE)


def _claims(text: str) -> bool:
    return bool(_claim_patterns().search(text[:4000]))


def _declined(step: Step, refusal: str) -> AIMessage:
    said = without_secrets(" ".join(refusal.split()), step.asker.brain)[:1000].rstrip(".")
    done = f" {UNCHANGED}" if step.fresh else ""
    return _told(step, AIMessage(f"{step.asker.brain.name} declined: {said}.{done}"), rung=1)


def _built_in(step: Step, why: str) -> AIMessage:
    """Rung 3: the built-in reading, and why it was needed."""
    return _told(step, step.reading, rung=3, brain=BUILT_IN, note=f"{why}. The {BUILT_IN} takes this turn.")


def _only_asks(call: ToolCall) -> bool:
    args: dict[str, Any] = call["args"]
    return call["name"] in _ASKING or args.get("action") in _ASKING_ACTIONS or bool(args.get("only_plan"))


def _stepped_down(messages: Sequence[BaseMessage]) -> AIMessage | None:
    """The message of this turn that came from a lower rung, if any: who begins the turn ends it."""
    for message in reversed(messages):
        if isinstance(message, HumanMessage):
            return None
        if isinstance(message, AIMessage) and message.additional_kwargs.get("rung", 1) > 1:
            return message
    return None


def _told(
    step: Step, answer: AIMessage, *, rung: int, brain: str = "", note: str = "", calls: Sequence[ToolCall] | None = None
) -> AIMessage:
    """The message as the conversation keeps it: calls under ids of ours, where it came from, what it cost."""
    made = [new_call(call["name"], dict(call["args"])) for call in answer.tool_calls] if calls is None else list(calls)
    choices = answer.additional_kwargs.get("choices")
    note = note or step.note
    content = without_thoughts(str(answer.text)).strip()
    return AIMessage(
        content="\n".join(part for part in (note, content) if part),
        id=answer.id if rung == 1 and not note else None,
        tool_calls=made,
        additional_kwargs={
            "rung": 4 if choices else rung, "brain": brain or step.asker.brain.name,
            **({"note": note} if note else {}), **({"choices": choices} if choices else {}),
        },
        usage_metadata=step.asker.used,
    )  # fmt: skip
