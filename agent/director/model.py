"""The built-in director as a chat model, so that the graph cannot tell it from a big one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, HumanMessage, SystemMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool

from agent.director.frames import Call, Choice, Past, Question, Reading
from agent.director.reading import read
from agent.director.sheet import Sheet


class BuiltInDirector(BaseChatModel):
    """Reads the last human message against the film sheet in the system message; earlier messages are the context.

    It answers with tool calls, one a wish and in order; or with a question, whose likely readings are in
    `additional_kwargs["choices"]` as {"label", "tool", "args"}; or in words. After tool messages it sums up what they said.
    """

    @property
    def _llm_type(self) -> str:
        return "onereel-built-in-director"

    def bind_tools(
        self,
        tools: Sequence[dict[str, Any] | type | Callable[..., Any] | BaseTool],
        *,
        tool_choice: str | None = None,
        **kwargs: Any,
    ) -> Runnable[LanguageModelInput, AIMessage]:
        """The director with these tools; it only calls tools among them. `tool_choice` forces one by name or "any"."""
        forced = _forced(tool_choice)
        named = [convert_to_openai_tool(tool) if forced else _named(tool) for tool in tools]
        return self.bind(tools=named, tool_choice=tool_choice, **kwargs)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=_answer(messages, kwargs))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        answer = _answer(messages, kwargs)
        words = re.findall(r"\S+\s*", str(answer.content))
        for word in words:
            chunk = ChatGenerationChunk(message=AIMessageChunk(content=word))
            if run_manager:
                run_manager.on_llm_new_token(word, chunk=chunk)
            yield chunk
        yield ChatGenerationChunk(
            message=AIMessageChunk(
                content="", tool_calls=answer.tool_calls, additional_kwargs=answer.additional_kwargs, chunk_position="last"
            )
        )


def _named(tool: dict[str, Any] | type | Callable[..., Any] | BaseTool) -> dict[str, Any]:
    """A tool that may be called or not: its name is enough, and describing the arguments of all takes longer than reading."""
    return {"function": {"name": tool.name}} if isinstance(tool, BaseTool) else convert_to_openai_tool(tool)


def _answer(messages: Sequence[BaseMessage], options: dict[str, Any]) -> AIMessage:
    tools = [tool["function"] for tool in options.get("tools") or ()]
    if _forced(options.get("tool_choice")) and len(tools) == 1 and not _ours(tools[0]["name"]):
        return _structured(messages, tools[0])
    if messages and isinstance(messages[-1], ToolMessage):
        return AIMessage(_summary(messages))
    said, before = conversation(messages)
    reading = read(said, _sheet(messages), before)
    return _message(reading, {tool["name"] for tool in tools} if tools else None)


def _forced(choice: Any) -> bool:
    return bool(choice) and choice not in ("auto", "none")


def _ours(name: str) -> bool:
    return name in TOOLS


TOOLS = frozenset(
    [
        "draft_film",
        "add_scene",
        "remove_scenes",
        "arrange",
        "set_scene",
        "things",
        "narration",
        "cast",
        "style",
        "look",
        "camera",
        "motion",
        "sounds",
        "music",
        "song",
        "draw",
        "retouch",
        "guide",
        "voice",
        "transition",
        "film",
        "people",
        "audit",
        "versions",
        "show",
        "render",
        "export",
        "remember",
        "recall",
    ]
)
"""Every tool that a reading may call."""


def _structured(messages: Sequence[BaseMessage], tool: dict[str, Any]) -> AIMessage:
    """The answer to a forced schema: a plan of calls where it asks for one, otherwise whatever words its text fields take."""
    said, before = conversation(messages)
    reading = read(said, _sheet(messages), before)
    words = reading.words or (reading.question.text if reading.question else "")
    fields = tool.get("parameters", {}).get("properties", {})
    args: dict[str, Any] = {}
    for name, field in fields.items():
        if field.get("type") == "array" and "call" in name:
            args[name] = [{"tool": call.tool, "args": dict(call.args)} for call in reading.calls]
        elif field.get("type") == "string":
            args[name] = words
        elif field.get("type") == "array":
            args[name] = []
    return AIMessage("", tool_calls=[{"name": tool["name"], "args": args, "id": "plan", "type": "tool_call"}])


def _message(reading: Reading, allowed: set[str] | None) -> AIMessage:
    if reading.question:
        choices = [
            {"label": c.label, "tool": c.call.tool, "args": dict(c.call.args)} for c in reading.question.choices if c.call.tool
        ]
        return AIMessage(reading.question.text, additional_kwargs={"choices": choices} if choices else {})
    calls = [call for call in reading.calls if allowed is None or call.tool in allowed]
    if reading.calls and not calls:
        return AIMessage(f"That needs {reading.calls[0].tool}, which is not at hand here. The film is unchanged.")
    made = [{"name": c.tool, "args": dict(c.args), "id": f"call_{n}", "type": "tool_call"} for n, c in enumerate(calls, 1)]
    return AIMessage(reading.words, tool_calls=made)


def _sheet(messages: Sequence[BaseMessage]) -> Sheet:
    system = [str(m.content) for m in messages if isinstance(m, SystemMessage) and "<film>" in str(m.content)]
    return Sheet.read(system[-1]) if system else Sheet()


def conversation(messages: Sequence[BaseMessage]) -> tuple[str, list[Past]]:
    """What was said last, and the turns before it: calls that failed or were refused are left out."""
    turns: list[list[BaseMessage]] = []
    for message in messages:
        if isinstance(message, HumanMessage):
            turns.append([message])
        elif turns:
            turns[-1].append(message)
    if not turns:
        return "", []
    return str(turns[-1][0].text), [_past(turn) for turn in turns[:-1]]


def _past(turn: Sequence[BaseMessage]) -> Past:
    failed = {m.tool_call_id for m in turn if isinstance(m, ToolMessage) and m.status == "error"}
    calls = [call for m in turn if isinstance(m, AIMessage) for call in m.tool_calls if call["id"] not in failed]
    made = tuple(Call(call["name"], dict(call["args"])) for call in calls)
    last = next((m for m in reversed(turn) if isinstance(m, AIMessage)), None)
    return Past(str(turn[0].text), made, _question(last) if last and not made else None)


def _question(message: AIMessage) -> Question | None:
    choices = [
        Choice(str(c.get("label", "")), Call(str(c.get("tool", "")), dict(c.get("args") or {})))
        for c in message.additional_kwargs.get("choices") or ()
    ]
    text = str(message.text).strip()
    if choices or re.search(r"[?？]", text):
        return Question(text, tuple(choices))
    return None


def _summary(messages: Sequence[BaseMessage]) -> str:
    """What the tools said since the person last spoke."""
    said: list[str] = []
    for message in reversed(messages):
        if isinstance(message, HumanMessage):
            break
        if isinstance(message, ToolMessage):
            said.insert(0, str(message.text).strip())
    return "\n".join(dict.fromkeys(filter(None, said)))
