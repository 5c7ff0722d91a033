"""A chat model that plays a script: the one thing in these tests that is not real. It also tells what it was asked."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import RunnableLambda
from pydantic import Field, PrivateAttr

Line = AIMessage | Exception | Callable[[list[BaseMessage]], AIMessage]


class Scripted(BaseChatModel):
    """Plays its lines one after another, then says "Done." for ever; a line may be a message, an error or a function."""

    lines: list[Any] = Field(default_factory=list)
    _asked: list[list[BaseMessage]] = PrivateAttr(default_factory=list)
    _tools: list[str] = PrivateAttr(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "scripted"

    @property
    def asked(self) -> list[list[BaseMessage]]:
        """The messages of every time it was asked."""
        return self._asked

    @property
    def tools(self) -> list[str]:
        """Names of the tools that were bound last."""
        return self._tools

    def bind_tools(self, tools: Any, **_: Any) -> Any:
        self._tools = [tool.name for tool in tools]
        return self

    def with_structured_output(self, schema: Any, **_: Any) -> Any:
        """Structured output that plays the same script; words are no plan, as with servers that return none."""
        return RunnableLambda(lambda messages: {"raw": self._next(messages), "parsed": None, "parsing_error": None})

    def _next(self, messages: list[BaseMessage]) -> AIMessage:
        self._asked.append(list(messages))
        line = self.lines[len(self._asked) - 1] if len(self._asked) <= len(self.lines) else AIMessage("Done.")
        if isinstance(line, BaseException):
            raise line
        said: AIMessage = line if isinstance(line, AIMessage) else line(messages)
        end = "tool_calls" if said.tool_calls else "stop"
        usage = {"input_tokens": 10, "output_tokens": 5, "total_tokens": 15}
        return said.model_copy(update={"response_metadata": {"finish_reason": end}, "usage_metadata": usage})

    def _generate(self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **_: Any) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=self._next(messages))])

    def _stream(
        self, messages: list[BaseMessage], stop: Any = None, run_manager: Any = None, **_: Any
    ) -> Iterator[ChatGenerationChunk]:
        said = self._next(messages)
        pieces = [
            {
                "type": "tool_call_chunk",
                "name": call["name"],
                "args": json.dumps(call["args"]),
                "id": call["id"],
                "index": place,
            }
            for place, call in enumerate(said.tool_calls)
        ]
        chunk = AIMessageChunk(
            said.content, tool_call_chunks=pieces, response_metadata=said.response_metadata, usage_metadata=said.usage_metadata
        )
        if run_manager and said.text:
            run_manager.on_llm_new_token(said.text, chunk=ChatGenerationChunk(message=chunk))
        yield ChatGenerationChunk(message=chunk)


def calls(*wanted: tuple[str, dict[str, Any]], words: str = "") -> AIMessage:
    """A message that calls tools, all under the same careless id, as some servers do."""
    return AIMessage(
        words, tool_calls=[{"name": name, "args": args, "id": f"call_{n}"} for n, (name, args) in enumerate(wanted)]
    )
