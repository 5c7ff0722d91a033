"""Leave for what needs a person's yes where nobody can be asked in the same breath: a note of the question, then the yes.

A program (an MCP client) that asks for such an act is refused, and the question is kept in the film's folder. The person
answers it with a command or in the studio; a yes holds once, for that very call. No tool of the vocabulary can give it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent.approvals import names_in, reason_to_ask
from agent.toolbox import checked
from memory.canonical import digest
from memory.errors import FilmError, Refused
from memory.files import contained, make_folder, plainly, write_atomically
from memory.people import Declared

_FOLDER = "conversation/leave"
_MOST = 20
"""Questions that may wait; who asks for more is told to have these answered first."""
_CODE = re.compile(r"[0-9a-f]{12}")


@dataclass(frozen=True)
class Waiting:
    """A question that waits for the person: its code, the call, why it is asked, and whether yes was said."""

    code: str
    tool: str
    args: Mapping[str, Any]
    why: str
    granted: bool = False

    @property
    def question(self) -> str:
        """The question in words."""
        said = ", ".join(f"{name}={json.dumps(value, ensure_ascii=False)}" for name, value in self.args.items())
        return f"{self.tool}({said}) {self.why}."


def ask_leave(root: Path, tool: str, args: Mapping[str, Any]) -> tuple[Declared, ...]:
    """Let a call through that needs no yes, or has one, which it uses up; otherwise keep the question and refuse.

    What is returned is what the yes says of names in the call.
    """
    arguments = checked(tool, args)
    why = reason_to_ask(root, tool, arguments)
    if not why:
        return ()
    code = digest({"tool": tool, "args": dict(args), "why": why})[:12]
    kept = next((each for each in waiting(root) if each.code == code), None)
    if kept and kept.granted:
        with plainly("Using up a yes"):
            _path(root, code).unlink()
        return names_in(root, tool, arguments)
    if not kept:
        _keep(root, Waiting(code, tool, dict(args), why))
    raise Refused(
        f"{tool} {why}, and only the person can allow that. Nothing was done. They can say yes with: "
        f"onereel approve {root} {code}. Then make the same call again."
    )


def waiting(root: Path) -> tuple[Waiting, ...]:
    """The questions that wait, or were answered with yes and not used yet; what cannot be read is none."""
    found = []
    for path in sorted((root / _FOLDER).glob("*.json")):
        try:
            found.append(Waiting(**json.loads(path.read_text(encoding="utf-8"))))
        except (OSError, ValueError, TypeError):
            continue
    return tuple(found)


def answer_leave(root: Path, code: str, yes: bool) -> Waiting:
    """Say yes or no to a question by its code; FilmError when no such question waits."""
    asked = next((each for each in waiting(root) if each.code == code and _CODE.fullmatch(code)), None)
    if asked is None:
        raise FilmError(f"No question {code[:20]!r} waits for an answer. Nothing was done.")
    if not yes:
        with plainly("Taking a question away"):
            _path(root, code).unlink(missing_ok=True)
        return asked
    granted = Waiting(asked.code, asked.tool, asked.args, asked.why, granted=True)
    _keep(root, granted)
    return granted


def _keep(root: Path, asked: Waiting) -> None:
    if not asked.granted and len(waiting(root)) >= _MOST:
        raise Refused(f"{_MOST} questions wait for the person already (`onereel approve {root}`). Nothing was done.")
    with plainly("Keeping a question"):
        path = _path(root, asked.code)
        make_folder(path.parent)
        write_atomically(path, json.dumps(asked.__dict__, ensure_ascii=False).encode())


def _path(root: Path, code: str) -> Path:
    return contained(root, f"{_FOLDER}/{code}.json")
