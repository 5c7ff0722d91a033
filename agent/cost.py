"""What a conversation costs: tokens estimated before a request, counted after it, and caps that no request may pass."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from langchain_core.messages import BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool

from memory.files import plainly, write_atomically
from tools.settings import Settings

_BYTES_A_TOKEN = 3
"""English has about four bytes a token, other scripts two or three: three errs on the side of the purse."""
_MESSAGE = 4
"""Tokens by which a message is framed."""


class CapReached(Exception):  # noqa: N818 - no error: a limit that the person set
    """A request would pass a cap, so it was not sent (or its answer was cut off). The text is a sentence."""


@dataclass(frozen=True)
class Limits:
    """What a person allows a model: tokens a turn and a film, and the price per million tokens (0 is unknown)."""

    tokens_a_turn: int = 100_000
    tokens_a_film: int = 3_000_000
    price_in: float = 0
    price_out: float = 0

    @classmethod
    def of(cls, settings: Settings) -> Limits:
        """The limits in the settings."""
        return cls(
            settings.model_tokens_a_turn, settings.model_tokens_a_film, settings.model_price_in, settings.model_price_out
        )


def tokens_in(text: str) -> int:
    """About how many tokens a text has, rather too many than too few."""
    return -(-len(text.encode("utf-8", "replace")) // _BYTES_A_TOKEN)


def estimate(messages: Iterable[BaseMessage], tools: Sequence[BaseTool] = ()) -> int:
    """About how many tokens a request with these messages and tools would send."""
    said = sum(_MESSAGE + tokens_in(f"{message.text}{_calls(message)}") for message in messages)
    return said + sum(tokens_in(json.dumps(convert_to_openai_tool(tool), ensure_ascii=False)) for tool in tools)


def _calls(message: BaseMessage) -> str:
    return "".join(f"{call['name']}{call['args']}" for call in getattr(message, "tool_calls", ()))


def added(one: UsageMetadata | None, other: UsageMetadata) -> UsageMetadata:
    """The tokens of two requests together."""
    sent = (one["input_tokens"] if one else 0) + other["input_tokens"]
    answered = (one["output_tokens"] if one else 0) + other["output_tokens"]
    return UsageMetadata(input_tokens=sent, output_tokens=answered, total_tokens=sent + answered)


class Meter:
    """Counts a conversation's tokens, in this turn and over the whole film, and keeps the caps.

    With a `file` the film's count outlasts the process; the counting conversation is its only writer.
    """

    def __init__(self, limits: Limits, file: Path | None = None) -> None:
        self.limits, self._file = limits, file
        self.turn = 0
        self.film, self._cost_film = _read(file)
        self._cost_turn = 0.0

    @classmethod
    def of(cls, root: Path, settings: Settings) -> Meter:
        """The meter of the conversation in the project's folder; its count stands in conversation/tokens.json."""
        return cls(Limits.of(settings), root / "conversation" / "tokens.json")

    def begin(self) -> None:
        """Begin a new turn."""
        self.turn, self._cost_turn = 0, 0.0

    def room(self, needed: int) -> int:
        """Tokens that are left for the answer when `needed` are sent. CapReached when there is no room even for that."""
        limits = self.limits
        turn, film = limits.tokens_a_turn - self.turn - needed, limits.tokens_a_film - self.film - needed
        if turn <= 0:
            raise CapReached(
                f"The limit of {limits.tokens_a_turn:,} tokens a turn would be passed (ONEREEL_MODEL_TOKENS_A_TURN): "
                f"{self.turn:,} are used and the next question has about {needed:,}"
            )
        if film <= 0:
            raise CapReached(
                f"The limit of {limits.tokens_a_film:,} tokens for this film would be passed (ONEREEL_MODEL_TOKENS_A_FILM): "
                f"{self.film:,} are used and the next question has about {needed:,}"
            )
        return min(turn, film)

    def paid(self, usage: UsageMetadata) -> None:
        """Count a request that was answered. FilmError when the count cannot be kept on the disk."""
        tokens = max(usage["input_tokens"], 0) + max(usage["output_tokens"], 0)
        cost = (usage["input_tokens"] * self.limits.price_in + usage["output_tokens"] * self.limits.price_out) / 1e6
        self.turn, self.film = self.turn + tokens, self.film + tokens
        self._cost_turn, self._cost_film = self._cost_turn + cost, self._cost_film + cost
        if self._file is not None:
            with plainly("Counting the model's tokens"):
                self._file.parent.mkdir(parents=True, exist_ok=True)
                write_atomically(self._file, json.dumps({"tokens": self.film, "cost": round(self._cost_film, 6)}).encode())

    def sentence(self) -> str:
        """What this turn and the film have used, e.g. "2,310 tokens this turn (about 0.0041), 18,200 for this film."."""
        return f"{self.turn:,} tokens this turn{_money(self._cost_turn)}, {self.film:,} for this film{_money(self._cost_film)}."


def _money(cost: float) -> str:
    return f" (about {cost:.4f})" if cost else ""


def _read(file: Path | None) -> tuple[int, float]:
    """The count in a file; nothing when it is not there or holds none."""
    try:
        held = json.loads(file.read_bytes()) if file else {}
        return max(int(held.get("tokens", 0)), 0), max(float(held.get("cost", 0)), 0.0)
    except (OSError, ValueError, TypeError, AttributeError):
        return 0, 0.0
