"""What can go wrong on the way to a model and back, as sentences; nothing here shows a key or a server's long words."""

from __future__ import annotations

import email.utils
import json
import math
import re
import time
from collections.abc import Mapping
from typing import Any, Literal

from langchain_core.exceptions import ContextOverflowError, ModelConnectionError, ModelTimeoutError

from agent.models import Brain
from memory.errors import FilmError

Kind = Literal[
    "key", "place", "busy", "quota", "late", "line", "server", "long", "tools", "usage", "request", "unreadable", "cap",
]  # fmt: skip
_AGAIN = {"busy", "line", "server", "unreadable"}
_FINAL = {"key", "place", "busy", "quota", "late", "line", "cap", "long"}
_LONG = re.compile(
    r"context[_ ](?:length|window|size)|maximum context|prompt is too long|too many tokens|exceed\w* .{0,40}\btokens"
    r"|reduce the length",
    re.IGNORECASE,
)
_TOOLS = re.compile(r"\btools?\b|tool[_ -]|function[_ ]call|--jinja", re.IGNORECASE)
_USAGE = re.compile(r"stream_options|include_usage", re.IGNORECASE)
_SHOWN = 160
"""Characters of a server's own words that are shown."""


class Trouble(FilmError):  # noqa: N818 - the step below may still do what was asked
    """A request that brought no usable answer. The text names the model and says what to do; no full stop at its end.

    `wait` is what the server asked for, in seconds; `billed` whether the server may have worked (and charged) for it.
    """

    def __init__(self, kind: Kind, sentence: str, wait: float | None = None, *, billed: bool = False) -> None:
        super().__init__(sentence)
        self.kind, self.wait, self.billed = kind, wait, billed

    @property
    def again(self) -> bool:
        """Whether the same request may succeed in a moment."""
        return self.kind in _AGAIN

    @property
    def final(self) -> bool:
        """Whether no other way of asking the same model can help."""
        return self.kind in _FINAL


def trouble_of(error: Exception, brain: Brain) -> Trouble:
    """What an exception of the client, of the line or of the answer's form means, in words."""
    if isinstance(error, Trouble):
        return error
    said = _said(error, brain)
    if isinstance(error, ContextOverflowError) or _LONG.search(f"{said} {getattr(error, 'type', '')}"):
        return Trouble("long", f"The conversation is longer than {brain.name} can hold")
    if isinstance(error, ModelTimeoutError | ModelConnectionError):
        return late(brain) if isinstance(error, ModelTimeoutError) else _line(error, brain)
    if isinstance(status := getattr(error, "status_code", None), int):
        return _by_status(status, said, error, brain)
    if hasattr(error, "request"):
        return Trouble("server", f"{brain.name} reported an error in the middle of its answer{_quoted(said)}", billed=True)
    return unreadable(brain)


def late(brain: Brain) -> Trouble:
    """The model took too long."""
    return Trouble("late", f"{brain.name} did not answer within {brain.seconds:g} seconds (ONEREEL_MODEL_TIMEOUT)", billed=True)


def unreadable(brain: Brain) -> Trouble:
    """The model's server sent something that is no answer."""
    return Trouble("unreadable", f"The answer of {brain.name} could not be read as a chat completion", billed=True)


def broken_off(brain: Brain) -> Trouble:
    """The stream or the connection ended before the answer did."""
    return Trouble("line", f"The connection to {brain.name} broke off in the middle of its answer", billed=True)


_BY_STATUS: dict[int, tuple[Kind, str]] = {
    401: ("key", "did not accept the key (401): check OPENAI_API_KEY"),
    403: ("key", "does not let this key do that (403): check what OPENAI_API_KEY may use"),
    404: ("place", "was not found (404): check ONEREEL_MODEL and OPENAI_BASE_URL (it usually ends in /v1)"),
}


def _by_status(status: int, said: str, error: Exception, brain: Brain) -> Trouble:
    if status in _BY_STATUS:
        kind, words = _BY_STATUS[status]
        return Trouble(kind, f"{brain.name} {words}")
    if status == 429:
        return _busy(said, error, brain)
    if _USAGE.search(said):
        return Trouble("usage", f"{brain.name} does not count tokens in streams")
    if _TOOLS.search(said):
        return Trouble("tools", f"{brain.name} cannot call tools{_quoted(said)}")
    if status >= 500 or status in (408, 409):
        return Trouble("server", f"{brain.name} failed ({status}){_quoted(said)}", _retry_after(error))
    return Trouble("request", f"{brain.name} turned the request down ({status}){_quoted(said)}")


def _busy(said: str, error: Exception, brain: Brain) -> Trouble:
    if getattr(error, "code", None) == "insufficient_quota" or "insufficient_quota" in said:
        return Trouble("quota", f"The account behind OPENAI_API_KEY has no quota left at {brain.name} (429)")
    wait = _retry_after(error)
    asks = f" and asks to wait {math.ceil(wait)} seconds" if wait else ""
    return Trouble("busy", f"{brain.name} takes no more requests just now (429){asks}", wait)


def _retry_after(error: Exception) -> float | None:
    """Seconds that the answer's Retry-After asks for, as a number or a date; None without one."""
    headers: Mapping[str, str] = getattr(getattr(error, "response", None), "headers", None) or {}
    if milliseconds := _number(headers.get("retry-after-ms")):
        return milliseconds / 1000
    word = headers.get("retry-after")
    if (seconds := _number(word)) is not None or not word:
        return seconds
    try:
        return max(email.utils.parsedate_to_datetime(word).timestamp() - time.time(), 0.0)
    except (ValueError, OverflowError):
        return None


def _number(word: str | None) -> float | None:
    try:
        value = float(word or "")
    except ValueError:
        return None
    return value if math.isfinite(value) and value >= 0 else None


def _refused(error: Exception) -> bool:
    """Whether the connection never came about, so that no server can have worked."""
    return type(error.__cause__.__cause__).__name__ == "ConnectError" if error.__cause__ else False


def _line(error: Exception, brain: Brain) -> Trouble:
    if _refused(error):
        return Trouble("line", f"{brain.name} cannot be reached: check that the server runs, and OPENAI_BASE_URL")
    return broken_off(brain)


def _said(error: Exception, brain: Brain) -> str:
    """The server's own words, on one line and without the key."""
    body: Any = getattr(error, "body", None)
    inner = body.get("error", body) if isinstance(body, dict) else body
    message = inner.get("message") if isinstance(inner, dict) else inner
    words = message if isinstance(message, str) else json.dumps(inner, default=str) if inner else getattr(error, "message", "")
    return without_secrets(" ".join(str(words).split()), brain)


def without_secrets(text: str, brain: Brain) -> str:
    """A text with the key, and whatever looks like one, struck out."""
    key = brain.secret.get_secret_value() if brain.secret else ""
    text = text.replace(key, "***") if key else text
    return re.sub(r"\b(?:sk|pk|rk)-[\w*-]{6,}|(?<=Bearer )\S+", "***", text)


def _quoted(said: str) -> str:
    shown = said if len(said) <= _SHOWN else f"{said[:_SHOWN]}..."
    return f': "{shown}"' if shown else ""
