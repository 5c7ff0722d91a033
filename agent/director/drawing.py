"""What is said of who draws: engines and models by name, a composition to keep, a part to paint anew; read by its shape."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from agent.director.frames import Call, Past, Question, Reading
from agent.director.sheet import Sheet
from agent.director.words import table

WHICH = "In which scene shall that be painted anew?"
_SCENES = re.compile(
    r"\b(?:in |of |for )?(?:the )?(?:(?P<nth>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|next) scene"
    r"|scenes? (?P<n>\d+(?:\s*(?:,|and|to|-|–)\s*(?:scene )?\d+)*)|(?P<all>all (?:the |of the )?(?:scenes|pictures|stills)"
    r"|everything|every (?:scene|picture)|the (?:whole )?film))\b",
    re.IGNORECASE,
)


def read(text: str, sheet: Sheet, before: Sequence[Past] = ()) -> Reading | None:
    """The call that the words ask for; None when they are about something else."""
    if sheet.film is None or "?" in text:
        return None
    said = text.strip().rstrip(".! ")
    return _canvas(said) or _retouch(said, sheet, before) or _guided(said, before) or _draw(said, sheet, before)


def _draw(said: str, sheet: Sheet, before: Sequence[Past]) -> Reading | None:
    """As in "draw scene 3 again with the diffusion model, keep the composition"."""
    names = table("drawing")
    verb = re.search(names["verbs"], said, re.IGNORECASE)
    engine = _engine(said)
    keep = next((word for word, how in names["keeps"].items() if re.search(how, said, re.IGNORECASE)), "")
    again = bool(re.search(names["again"], said, re.IGNORECASE)) and (engine != "" or _by_model(sheet) or "variation" in said)
    if not verb or not (engine or again or (keep and _by_model(sheet))):
        return None
    role = next((role for role, how in names["roles"].items() if re.search(how, said, re.IGNORECASE)), "stills")
    args: dict[str, Any] = {"scenes": _scenes(said, before) or "all"}
    args |= {"engine": engine} if engine else {}
    args |= {"role": role} if role != "stills" else {}
    args |= {"keep": keep} if keep else {}
    args |= {"again": True} if again and not engine else {}
    return Reading(calls=(Call("draw", args),))


def _engine(said: str) -> str:
    """The engine that the words name after "with", "by" or "using", with its model where they name one."""
    names = table("drawing")
    with_ = re.search(names["with"], said, re.IGNORECASE)
    if not with_:
        return ""
    rest = said[with_.end() :]
    found = next((engine for engine, how in names["engines"].items() if re.match(how, rest, re.IGNORECASE)), "")
    model = re.match(r"(?:the )?(?:diffusers|openai)[: ]([\w./-]+)", rest, re.IGNORECASE)
    return f"{found}:{model[1]}" if found and model and ":" in model[0] else found


def _retouch(said: str, sheet: Sheet, before: Sequence[Past]) -> Reading | None:
    """As in "make the lamp red" where a model draws or is named, and "repaint the boat as a red boat in scene 2"."""
    names, engine = table("drawing"), _engine(said)
    named = re.search(names["with"], said, re.IGNORECASE) if engine else None
    bare = _SCENES.sub(" ", said[: named.start()] if named else said).strip(" ,")
    plainly = re.match(names["repaint"], bare, re.IGNORECASE)
    found = plainly or (re.match(names["recolour"], bare, re.IGNORECASE) if engine or _by_model(sheet) else None)
    if not found:
        return None
    target, how = found["target"].strip(), found["how"].strip()
    becomes = how if plainly else f"{how} {target}"
    scenes = _scenes(said, before) or _naming(target, sheet)
    if not scenes:
        return Reading(question=Question(WHICH), confidence=0.5)
    args = {"scenes": scenes, "target": target, "becomes": becomes, **({"engine": engine} if engine else {})}
    return Reading(calls=(Call("retouch", args),))


def _canvas(said: str) -> Reading | None:
    found = re.search(table("drawing")["canvas"], said, re.IGNORECASE)
    return Reading(calls=(Call("draw", {"canvas": found["shape"].replace(" by ", ":")}),)) if found else None


def _guided(said: str, before: Sequence[Past]) -> Reading | None:
    """As in "draw scene 2 after sketch.png" and "give the pictures depth"."""
    names = table("drawing")
    args: dict[str, Any] = {"scenes": _scenes(said, before) or "all"}
    if found := re.search(names["reference"], said, re.IGNORECASE):
        return Reading(calls=(Call("guide", args | {"reference": found["file"]}),))
    if re.search(names["flat"], said, re.IGNORECASE):
        return Reading(calls=(Call("guide", args | {"depth": "none"}),))
    if re.search(names["depth"], said, re.IGNORECASE) and "depth of field" not in said.lower():
        return Reading(calls=(Call("guide", args | {"depth": "depth"}),))
    return None


def _scenes(said: str, before: Sequence[Past]) -> str:
    found = _SCENES.search(said)
    if found:
        return "all" if found["all"] else found["n"] or found["nth"]
    last = before[-1].calls if before and re.search(r"\b(?:it|this|that)\b", said, re.IGNORECASE) else ()
    return next((call.scenes for call in reversed(last) if call.scenes), "")


def _naming(target: str, sheet: Sheet) -> str:
    """The one scene whose words name the thing; "" when there is none, or more than one."""
    last = target.lower().split()[-1]
    hits = [n for n, scene in enumerate(sheet.scenes, 1) if re.search(rf"\b{re.escape(last)}", str(scene).lower())]
    return str(hits[0]) if len(hits) == 1 or sheet.count == 1 else ""


def _by_model(sheet: Sheet) -> bool:
    """Whether a model draws anything in the film."""
    film = sheet.film or {}
    chosen = [film.get("engines", {}), *(scene.get("engines") or {} for scene in sheet.scenes)]
    return any(str(each.get("stills", "")).partition(":")[0] in ("diffusers", "openai") for each in chosen)
