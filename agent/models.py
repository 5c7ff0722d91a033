"""Which language model leads the conversation: a big one through langchain-openai, or the built-in director."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from langchain_core.language_models import BaseChatModel

from tools.settings import Settings

if TYPE_CHECKING:
    from pydantic import SecretStr

OPENAI = "https://api.openai.com/v1"
DEFAULT_MODEL = "gpt-5.4-mini"
"""Asked for when a person gives a key or a server and names no model."""
BUILT_IN = "built-in director"
_STAY = {"built-in", "builtin", "none", "off"}


@dataclass(frozen=True)
class Brain:
    """The model that was chosen: what people call it, how to talk to it, and what it may cost in time.

    `built_in` needs no server and no key. `note` says why a wish was not followed, for doctor and the interface. `secret`
    is only there to be struck out of what servers send back; it shows in no repr.
    """

    name: str
    model: BaseChatModel = field(repr=False)
    built_in: bool
    note: str = ""
    seconds: float = 120
    retries: int = 2
    secret: SecretStr | None = field(default=None, repr=False)


def choose_brain(settings: Settings) -> Brain:
    """The brain that the settings ask for: a key or a base URL means a big model, nothing means the built-in director.

    Nothing is sent: whether the server answers shows with the first question.
    """
    asked = settings.model.strip()
    if asked.lower() in _STAY:
        return _built_in()
    if settings.openai_api_key is None and not settings.openai_base_url:
        lost = f"ONEREEL_MODEL names {asked[:80]}, but neither OPENAI_API_KEY nor OPENAI_BASE_URL says where it is."
        return _built_in(lost if asked else "")
    return _big(settings, asked or DEFAULT_MODEL)


def _built_in(note: str = "") -> Brain:
    return Brain(BUILT_IN, built_in_director(), built_in=True, note=note)


@functools.cache
def built_in_director() -> BaseChatModel:
    """The built-in director, which needs no server and no key."""
    from agent.director import BuiltInDirector

    director: BaseChatModel = BuiltInDirector()
    return director


def _big(settings: Settings, model: str) -> Brain:
    from pydantic import SecretStr

    url = settings.openai_base_url or OPENAI
    own_server = urlsplit(url).hostname != urlsplit(OPENAI).hostname
    chat = _chat_class()(
        model=model,
        base_url=url,
        api_key=settings.openai_api_key or SecretStr("none"),
        timeout=settings.model_timeout,
        max_retries=0,  # `agent.wire` tries again itself: it counts every request, and keeps to one deadline
        streaming=True,
        stream_usage=True,  # by default no usage is asked of servers other than OpenAI's own
        # Other servers speak chat completions; at OpenAI some models take tools only by the newer wire.
        use_responses_api=False if own_server else None,
    )
    place = urlsplit(url).hostname or url
    return Brain(
        f"{model} at {place}", chat, built_in=False,
        seconds=settings.model_timeout, retries=settings.model_retries, secret=settings.openai_api_key,
    )  # fmt: skip


@functools.cache
def _chat_class() -> Callable[..., BaseChatModel]:
    """ChatOpenAI that keeps a refusal said in a stream, which langchain-openai 1.7 drops."""
    from langchain_core.outputs import ChatGenerationChunk
    from langchain_openai import ChatOpenAI

    class Chat(ChatOpenAI):
        def _convert_chunk_to_generation_chunk(
            self, chunk: dict[str, Any], default_chunk_class: type, base_generation_info: dict[str, Any] | None
        ) -> ChatGenerationChunk | None:
            made = super()._convert_chunk_to_generation_chunk(chunk, default_chunk_class, base_generation_info)
            choices = chunk.get("choices") or [{}]
            if made is not None and (refusal := (choices[0].get("delta") or {}).get("refusal")):
                made.message.additional_kwargs["refusal"] = refusal
            return made

    return Chat
