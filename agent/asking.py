"""One question to a big model: capped before it leaves, streamed, tried again when that can help, counted afterwards."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.runnables import Runnable, RunnableConfig
from langchain_core.runnables.config import ensure_config
from langchain_core.tools import BaseTool
from langgraph.constants import TAG_NOSTREAM

from agent.cost import CapReached, Meter, added, estimate, tokens_in
from agent.models import Brain
from agent.wire import Trouble, broken_off, late, trouble_of, unreadable
from memory.errors import FilmError

_PAUSE = 0.5
"""Seconds before the first further try when the server names none; they double with every try."""
_REFUSED_BY = {"content_filter"}


def quietly(config: RunnableConfig | None) -> RunnableConfig:
    """The configuration with streaming to the person switched off, for questions whose answers are not meant for eyes."""
    whole = ensure_config(config)
    return {**whole, "tags": [*whole.get("tags", []), TAG_NOSTREAM]}


@dataclass
class Asker:
    """Asks one brain on behalf of one step of the conversation, and sums up what the step used."""

    brain: Brain
    meter: Meter
    config: RunnableConfig | None = None
    used: UsageMetadata | None = None
    _count_streams: bool = field(default=True, repr=False)

    def stream(self, messages: Sequence[BaseMessage], tools: Sequence[BaseTool], *, quiet: bool) -> AIMessage:
        """The model's streamed answer, whole. Trouble when there is none that can be used."""
        model = self.brain.model.bind_tools(tools) if tools else self.brain.model
        config = quietly(self.config) if quiet else self.config

        def once(room: int, until: float) -> AIMessage:
            extra: dict[str, Any] = {} if self._count_streams else {"stream_usage": False}
            pieces = model.stream(list(messages), config, timeout=until - time.monotonic(), **extra)
            return self._gathered(pieces, estimate(messages, tools), room, until)

        return self._tried(once, estimate(messages, tools))

    def whole(self, model: Runnable[Any, Any], messages: Sequence[BaseMessage], extra: int = 0) -> AIMessage:
        """The answer to a request without streaming; `model` gives a message, or {"raw": message} as structured output does.

        `extra` is about how many tokens the request has besides its messages.
        """
        needed = estimate(messages) + extra

        def once(room: int, until: float) -> AIMessage:
            made = model.invoke(list(messages), quietly(self.config))
            answer = made["raw"] if isinstance(made, dict) else made
            if not isinstance(answer, AIMessage):
                raise unreadable(self.brain)
            self._count(answer.usage_metadata, needed, str(answer.text))
            return _finished(answer, self.brain)

        return self._tried(once, needed)

    def _tried(self, once: Callable[[int, float], AIMessage], needed: int) -> AIMessage:
        """Try until it works, the tries are used up, or the time is."""
        until, attempt = time.monotonic() + self.brain.seconds, 0
        while True:
            room = self._room(needed)
            try:
                return once(room, until)
            except Exception as error:  # malformed answers make clients raise anything: KeyError, TypeError ...
                pause = self._pause(error, needed, attempt, until)
            time.sleep(pause)
            attempt += 1

    def _pause(self, error: Exception, needed: int, attempt: int, until: float) -> float:
        """Seconds to wait before the next try. Raises when another try is of no use, or there is no time for it."""
        if isinstance(error, FilmError) and not isinstance(error, Trouble):
            raise error
        trouble = trouble_of(error, self.brain)
        if trouble.kind == "usage" and self._count_streams:
            self._count_streams = False
            return 0
        if trouble.billed:
            self._count(None, needed, "")
        pause = trouble.wait if trouble.wait is not None else _PAUSE * 2**attempt
        if not trouble.again or attempt >= self.brain.retries or time.monotonic() + pause >= until:
            raise trouble from error
        return pause

    def _room(self, needed: int) -> int:
        try:
            return self.meter.room(needed)
        except CapReached as cap:
            raise Trouble("cap", str(cap)) from cap

    def _gathered(self, pieces: Iterator[BaseMessage], needed: int, room: int, until: float) -> AIMessage:
        """The pieces of a stream as one message, counted. Trouble when it is cut off, too long for the purse, or late."""
        whole: AIMessageChunk | None = None
        length = 0
        for piece in pieces:
            if not isinstance(piece, AIMessageChunk):
                continue
            whole = piece if whole is None else whole + piece
            length += len(str(piece.text)) + sum(len(part["args"] or "") for part in piece.tool_call_chunks)
            if length > 4 * room:
                self._count(None, needed, "x" * length)
                raise Trouble("cap", f"The answer of {self.brain.name} went past the limit of tokens and was cut off")
            if time.monotonic() > until:
                raise late(self.brain)
        if whole is None:
            raise Trouble("unreadable", f"{self.brain.name} sent an empty answer", billed=True)
        self._count(whole.usage_metadata, needed, str(whole.text) + "".join(c["args"] or "" for c in whole.tool_call_chunks))
        return _finished(whole, self.brain)

    def _count(self, usage: UsageMetadata | None, needed: int, answered: str) -> None:
        """Count what a server reports, or an estimate where it reports nothing."""
        if not usage or not usage["total_tokens"]:
            out = tokens_in(answered)
            usage = UsageMetadata(input_tokens=needed, output_tokens=out, total_tokens=needed + out)
        self.meter.paid(usage)
        self.used = added(self.used, usage)


def _finished(answer: AIMessage, brain: Brain) -> AIMessage:
    """The answer when the model came to its end by itself; a stream that simply stops is no answer."""
    end = answer.response_metadata.get("finish_reason") or answer.response_metadata.get("status")
    if end == "length":
        raise Trouble("request", f"The answer of {brain.name} was cut off at the server's limit")
    if end in _REFUSED_BY and not answer.additional_kwargs.get("refusal"):
        answer.additional_kwargs["refusal"] = "its content filter stopped the answer"
    if not end:
        broken = broken_off(brain)
        broken.billed = False  # what came was counted
        raise broken
    return answer
