"""Asking a server that is paid: a busy one is waited for as long as it says, and what came of a broken line stays in doubt."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, TypeVar

from memory.errors import EngineError
from tools.orders import NotTakenError

BUSY = (408, 409, 429, 500, 502, 503, 504)
LONGEST_WAIT = 120.0
"""Seconds; a server that asks for more is left alone."""
T = TypeVar("T")


def patient(call: Callable[[], T], retries: int, said: Callable[[Any], str], what: str) -> T:
    """What a call through OpenAI's client gives, asked again while the server is busy; `said` puts its refusal into words.

    `what` is for sentences, as in "the speech server". Raises NotTakenError where nothing is owed, EngineError where it may be.
    """
    import openai

    for tried in range(retries + 1):
        try:
            return call()
        except openai.APIStatusError as error:
            if error.status_code not in BUSY or tried == retries:
                raise NotTakenError(said(error)) from error
            time.sleep(_wait(error, tried, what))
        except openai.APIConnectionError as error:
            raise _broken(error, what) from error
    raise NotTakenError(f"{what.capitalize()} stayed busy. Nothing was made; render again later.")


def _wait(error: Any, tried: int, what: str) -> float:
    """Seconds to the next try: what the server asks for (Retry-After), else 1, 2, 4 ..."""
    try:
        seconds = float(error.response.headers.get("retry-after", ""))
    except ValueError:
        seconds = float(2**tried)
    if seconds > LONGEST_WAIT:
        raise NotTakenError(
            f"{what.capitalize()} asks to wait {seconds:.0f} s. Nothing was made; render again later."
        ) from error
    return max(seconds, 0.0)


def _broken(error: Any, what: str) -> Exception:
    """A line that never stood owes nothing; one that broke while waiting may."""
    if type(error.__cause__).__name__ in ("ConnectError", "ConnectTimeout"):
        return NotTakenError(
            f"{what.capitalize()} cannot be reached. Nothing was made or paid; look at the line, then render again."
        )
    return EngineError(f"The line to {what} broke while it answered. The order is in doubt; see `onereel orders list`.")
