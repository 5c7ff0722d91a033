"""The two sides of a terminal: answers on standard output, asides on standard error. No text of a film is markup."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any, NoReturn

from rich.console import Console
from rich.markup import escape

from memory.errors import FilmError


class Ended(KeyboardInterrupt):
    """The process is being ended from outside (SIGTERM, SIGHUP): what was begun is taken up again, as after a kill."""


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


def ended(number: int, frame: object) -> NoReturn:
    """What the signals that end a process do: tidy up and go."""
    raise Ended


def run(command: Callable[[], object]) -> NoReturn:
    """Run a command line, and end with its status: SystemExit."""
    with contextlib.suppress(AttributeError):
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ended)
    try:
        command()
    except FilmError as error:
        end(str(error))
    except OSError as error:
        end(f"{(error.strerror or str(error)).capitalize()}: {error.filename or ''}. Finished takes are kept.")
    raise SystemExit(0)


def leave(work: Callable[[], NoReturn]) -> NoReturn:
    """Do the work, which ends by SystemExit, and end the process at once with its status.

    Taking down the language libraries lasts longer than many an edit, and a process that is killed meanwhile looks as if
    it had not done what it has done.
    """
    try:
        work()
    except SystemExit as left:
        status = left.code if isinstance(left.code, int) else 0 if left.code is None else 1
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
        os._exit(status)
