"""The two sides of a terminal: answers on standard output, asides on standard error. No text of a film is markup."""

from __future__ import annotations

import json
import sys
from typing import Any, NoReturn

from rich.console import Console
from rich.markup import escape

answers = Console()
asides = Console(stderr=True)


def plain(text: object) -> str:
    """Text from outside, safe to print: control characters shown as a sign, brackets meaning nothing."""
    return escape("".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in str(text)))


def say(data: dict[str, Any]) -> None:
    """One JSON document on standard output."""
    print(json.dumps(data, ensure_ascii=False, indent=1))  # noqa: T201


def end(sentence: str) -> NoReturn:
    """Leave with a sentence on standard error and status 1."""
    print(sentence, file=sys.stderr)  # noqa: T201
    raise SystemExit(1)
