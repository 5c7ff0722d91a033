"""Shows a model's words while they come, in every mode of the graph."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from langchain_core.callbacks import BaseCallbackHandler
from langgraph.constants import TAG_NOSTREAM

from agent.turn import Event, Tell


class Words(BaseCallbackHandler):
    """Tells every token that is meant for the person's eyes."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._quiet: set[UUID] = set()

    def on_chat_model_start(
        self, serialized: dict[str, Any], messages: Any, *, run_id: UUID, tags: list[str] | None = None, **_: Any
    ) -> None:
        """Remember which questions to a model are not for the person."""
        if tags and TAG_NOSTREAM in tags:
            self._quiet.add(run_id)

    def on_llm_new_token(self, token: Any, *, run_id: UUID, **_: Any) -> None:
        """Pass a piece of the answer on."""
        if token and isinstance(token, str) and run_id not in self._quiet:
            self._tell(Event("words", token))
