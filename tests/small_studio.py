"""A studio of two tools and a built-in director of two sentences, to try the ladder without the rest of the conversation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Literal

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool, StructuredTool

from agent.cost import Limits, Meter
from agent.ladder import think
from agent.models import Brain, choose_brain
from tests.wire import Wire
from tools.settings import Settings

KEY = "sk-thisisthesecretkey1234"


def look(scenes: str, brightness: float = 0, contrast: float = 0) -> str:
    """Change the look of scenes.

    scenes: which scenes, in the person's words.
    """
    return f"{scenes} {brightness} {contrast}"


def narration(scenes: str, how: Literal["replace", "shorter"], text: str = "") -> str:
    """Change what is said in scenes."""
    return f"{scenes} {how} {text}"


TOOLS: list[BaseTool] = [StructuredTool.from_function(look), StructuredTool.from_function(narration)]


class TinyDirector(BaseChatModel):
    """Reads "scene N darker" and "scene N brighter", sums up what was done, and asks about everything else."""

    @property
    def _llm_type(self) -> str:
        return "tiny"

    def bind_tools(self, tools: Sequence[Any], **kwargs: Any) -> Runnable[Any, Any]:  # type: ignore[override]
        return self

    def _generate(
        self, messages: list[BaseMessage], stop: Any = None, run_manager: CallbackManagerForLLMRun | None = None, **kwargs: Any
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=self._answer(messages))])

    def _answer(self, messages: list[BaseMessage]) -> AIMessage:
        if isinstance(messages[-1], ToolMessage):
            return AIMessage(str(messages[-1].text))
        said = str([m for m in messages if isinstance(m, HumanMessage)][-1].text)
        if found := re.search(r"scene (\d+) (darker|brighter)", said):
            step = -0.2 if found[2] == "darker" else 0.2
            return AIMessage("", tool_calls=[{"name": "look", "args": {"scenes": found[1], "brightness": step}, "id": "1"}])
        return AIMessage("I do not understand that. Which scene, and what should change?")


class Talk:
    """One conversation with a model behind a wire: `say` gives the next message for what the person says."""

    def __init__(self, wire: Wire, limits: Limits | None = None, **settings: Any) -> None:
        given = {"model": "big", "model_timeout": 20, **settings}
        self.settings = Settings(openai_api_key=KEY, openai_base_url=wire.url, **given)
        self.brain: Brain = choose_brain(self.settings)
        self.meter = Meter(limits or Limits.of(self.settings))
        self.messages: list[BaseMessage] = [SystemMessage("You direct a film. <film>{}</film>")]

    def say(self, words: str) -> AIMessage:
        """What the director answers, or would do."""
        self.messages.append(HumanMessage(words))
        self.meter.begin()
        return self.go_on()

    def go_on(self) -> AIMessage:
        """The next step of the same turn."""
        answer = think(self.brain, self.messages, TOOLS, self.meter, fallback=TinyDirector())
        self.messages.append(answer)
        return answer

    def done(self, answer: AIMessage, said: str) -> None:
        """The studio made the calls of an answer."""
        self.messages += [ToolMessage(said, tool_call_id=str(call["id"]), name=call["name"]) for call in answer.tool_calls]


def calls(answer: AIMessage) -> list[tuple[str, dict[str, Any]]]:
    """What would be done, in order."""
    return [(call["name"], call["args"]) for call in answer.tool_calls]
