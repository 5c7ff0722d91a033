"""A file of the person's own made better, or asked where it comes from: read by its shape alone."""

from __future__ import annotations

import re
from typing import Any

from agent.director.frames import Call, Reading
from agent.director.words import table


def read(text: str) -> Reading | None:
    """The call for a file that shall be enhanced or verified; None when the words are about something else."""
    files = [next(filter(None, found)) for found in re.findall(_words("file"), text, re.IGNORECASE)]
    bare = text
    for file in files:
        bare = bare.replace(file, " \0 ")
    if files and re.search(_words("enhance"), bare, re.IGNORECASE):
        return Reading(calls=(Call("enhance", _asked(bare, files)),))
    asked = _words("verify" if files else "verify_film")
    if re.search(asked, bare, re.IGNORECASE):
        return Reading(calls=(Call("verify", {"file": files[0]} if files else {}),))
    return None


def _words(name: str) -> str:
    return str(table("finishing")[name])


def _asked(said: str, files: list[str]) -> dict[str, Any]:
    args: dict[str, Any] = {"file": files[0], **({"out": files[1]} if len(files) > 1 else {})}
    for scale, words in table("finishing")["scale"].items():
        if re.search(words, said, re.IGNORECASE):
            args["scale"] = int(scale)
            break
    if rate := re.search(_words("fps"), said, re.IGNORECASE):
        args["fps"] = float(rate[1])
    args |= {step: True for step in ("denoise", "sharpen") if re.search(_words(step), said, re.IGNORECASE)}
    args |= {kind: name for kind in ("interpolate", "enlarge") if (name := _net(kind, said))}
    if args.keys() <= {"file", "out"}:
        args |= {"scale": 2, "denoise": True, "sharpen": True}
    return args


def _net(kind: str, said: str) -> str:
    return next((name for name, words in table("finishing")[kind].items() if re.search(words, said, re.IGNORECASE)), "")
