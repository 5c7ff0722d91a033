"""What is read by its shape alone: the film finished at a size and rate, made for a platform, for an editor, or uploaded."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from agent.director.frames import Call, Reading
from agent.director.words import table

_JOINTS = re.compile(r"\s*(?:[,;]|\.(?= |$)|\band then\b|\b(?:and|then|also|plus)\b)\s*", re.IGNORECASE)
_IDLE = re.compile(r"^(?:please|as well|too|thanks?(?: you)?|it|me|now|at|in)?[ .!?]*$", re.IGNORECASE)


def read(text: str, again: Callable[[str], Reading]) -> Reading | None:
    """The calls for what leaves the studio, with those for what else is said; None when nothing of that kind is asked for.

    `again` reads the rest. Where the rest is not understood, that is the answer and nothing is done: an order is never dropped.
    """
    calls: list[Call] = []
    rest: list[str] = []
    for piece in filter(None, _JOINTS.split(text)):
        call = None if _said("not", piece) else _call(piece)
        if call:
            calls.append(call)
        elif calls and (more := _frame(piece)) and not _verb(piece) and calls[-1].tool == "export":
            calls[-1] = Call("export", {**calls[-1].args, **more})
        elif not _IDLE.match(piece):
            rest.append(piece)
    if not calls:
        return None
    other = again(", ".join(rest)) if rest else None
    if other is not None and not other.calls:
        return other
    return Reading(calls=(*(other.calls if other else ()), *calls))


def _words(name: str) -> str:
    return str(table("leaving")[name])


def _said(name: str, text: str) -> bool:
    return bool(re.search(_words(name), text, re.IGNORECASE))


def _found(kind: str, text: str) -> str:
    """The first of a table's names whose words are in the text; "" for none."""
    return next((name for name, words in table("leaving")[kind].items() if re.search(words, text, re.IGNORECASE)), "")


def _sent(text: str) -> bool:
    return _said("sends", text) and bool(_found("preset", text))


def _verb(piece: str) -> bool:
    return _said("makes", piece) or _said("leaves", piece) or _said("sends", piece)


def _call(piece: str) -> Call | None:
    """The one call that a piece of a sentence asks for; None when it asks for something else."""
    if not _verb(piece) or _said("scenes", piece):
        return None
    preset, folder = _found("preset", piece), re.search(_words("folder"), piece)
    where = {"folder": folder[1].rstrip(".")} if folder else {}
    if _said("package", piece):
        return Call("export", {"to": "publish", "preset": preset or "youtube", **where})
    if _sent(piece):
        return _upload(preset, piece, where)
    frame = _frame(piece)
    if form := _found("format", piece):
        return Call("export", {"to": form, **frame, **where})
    itself = "aspect" in frame and not _for_a_file(piece, frame)  # "make it square for Instagram" is about the film itself
    if not itself and preset and (preset != "youtube" or _said("leaves", piece)):
        return Call("export", {"to": "mp4", "preset": preset, **{k: v for k, v in frame.items() if k != "aspect"}, **where})
    return Call("export", {"to": "mp4", **frame, **where}) if frame and _for_a_file(piece, frame) else None


def _for_a_file(piece: str, frame: dict[str, Any]) -> bool:
    """Whether a frame is meant for a file and not for the film itself, whose shape and rate are edits of their own."""
    copy = re.search(str(table("leaving")["rate"]["copy"]), piece, re.IGNORECASE)
    return _said("leaves", piece) or bool(copy and _said("makes", piece)) or bool({"size", "codec"} & frame.keys())


def _upload(preset: str, piece: str, where: dict[str, str]) -> Call:
    """An upload where there is a way; elsewhere all that the platform wants, in a folder."""
    if preset not in ("youtube", "shorts"):
        return Call("export", {"to": "publish", "preset": preset, **where})
    privacy = next((word for word in ("unlisted", "public") if re.search(rf"\b{word}\b", piece, re.IGNORECASE)), "private")
    return Call("publish", {"where": preset, "privacy": privacy})


def _frame(piece: str) -> dict[str, Any]:
    """Size, rate, shape and codec that a piece names."""
    found = {kind: name for kind in ("size", "aspect", "codec") if (name := _found(kind, piece))}
    rate = re.search(str(table("leaving")["rate"]["fps"]), piece, re.IGNORECASE)
    return {**found, **({"fps": int(rate[1])} if rate else {})}
