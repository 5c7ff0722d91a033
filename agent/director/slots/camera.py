"""The camera: its moves, framing, easing and strength."""

from __future__ import annotations

import re
from typing import Any

from agent.director.clause import Clause, Hit
from agent.director.degrees import op_sign, step
from agent.director.frames import Call, Choice, ask
from agent.director.slots.common import in_scenes, where
from agent.director.slots.motion import CAMERA_WORDS, SHALL, TO_US, VERB, target_of
from agent.director.slots.sound import speed_sign
from agent.director.where import Around

_SIDES = {
    "pan": {"left": "pan_left", "right": "pan_right", "up": "tilt_up", "down": "tilt_down"},
    "tilt": {"up": "tilt_up", "down": "tilt_down"},
    "pedestal": {"up": "crane_up", "down": "crane_down"},
    "zoom": {"near": "push_in", "far": "pull_out"},
}
_GOES = {
    "near": "push_in", "far": "pull_out", "left": "pan_left", "right": "pan_right", "up": "crane_up", "down": "crane_down",
}  # fmt: skip
"""Where a camera that creeps, glides or drifts goes."""


def camera(clause: Clause, around: Around) -> list[Call]:
    """Move, framing, easing and strength of the camera in scenes; one shot when one is named."""
    args: dict[str, Any] = {}
    if clause.first("topic", "motion") or re.match(r"(?:please )?(?:move|bring|put) ⟦s\d+⟧ ", " ".join(clause.lower)):
        return []
    if move := _move(clause):
        args["move"] = move
    if framing := _framing(clause, bool(move)):
        args["framing"] = framing
    if easing := _easing(clause, args):
        args["easing"] = easing
    args |= _amount(clause, bool(args))
    calmer = args.get("move") == "static" and "amount_by" in args
    if "amount_by" in args and (calmer or not _new_move(clause) or clause.first("move", "handheld")):
        args.pop("move", None)
    if not args:
        return _which_way(clause, around)
    if _moves_itself(clause):
        return []
    if shot := clause.quantity("shot"):
        args["shot"] = "last" if shot.value < 0 else str(int(shot.value))
    used = {
        i
        for k in ("move", "movename", "framing", "easing", "topic", "op", "fast", "fastverb", "side", "degree", "drift")
        for h in clause.all(k)
        for i in h.cover
    }
    return in_scenes(around, where(clause, around, used), Call("camera", {"scenes": "", **args}), "In which scene?")


def _move(clause: Clause) -> str:
    hits = sorted(clause.all("move"), key=lambda h: (-len(h.cover), h.start))
    if hits and hits[0].value == "static" and len(hits) > 1 and len(hits[1].cover) == len(hits[0].cover):
        hits = hits[1:]
    if hits and not _denied(clause, hits[0]):
        return hits[0].value
    for name in clause.all("movename"):
        if _denied(clause, name):
            return "static"
        for side in clause.all("side"):
            if side.value in _SIDES[name.value]:
                return _SIDES[name.value][side.value]
    if hits:
        return "static"
    return _move_in_words(clause)


def _move_in_words(clause: Clause) -> str:
    """A move that no phrase names: the camera creeps closer, is held still, or stops moving."""
    words = " ".join(clause.lower)
    if clause.first("topic", "camera") and clause.first("drift") and (side := clause.first("side")) and side.value in _GOES:
        return _GOES[side.value]
    sides = [h for h in clause.all("side") if h.value in _GOES]
    if (
        sides
        and clause.first("topic", "camera")
        and not clause.content - {i for k in ("topic", "side", "fast", "degree", "op") for h in clause.all(k) for i in h.cover}
        and not clause.first("op", "more")
    ):
        return _GOES[sides[0].value]
    if clause.first("op", "stop") and clause.first("pronoun") and re.search(r"\bcamera\b", clause.marked.text.lower()):
        return "static"
    if clause.first("topic", "camera") and (
        clause.first("op", "stop") or (clause.first("op", "remove") and re.search(r"\bmov|\bcamera work", words))
    ):
        return "static"
    return ""


def _denied(clause: Clause, hit: Hit) -> bool:
    if hit.value == "static":
        return False
    before = " ".join(clause.before(hit, 4))
    return bool(
        re.search(
            (
                r"\b(?:no|not|without|stop|stop the|remove|lose|drop|kill|no more|remove the|lose the|"
                r"drop the|kill the|cut the|do not|get rid of the|instead of"
                r"|rather than)(?: (?:a|the|any|all|that|this|so much))*$"
            ),
            before,
        )
    )


def _framing(clause: Clause, moving: bool) -> str:
    hits = sorted(clause.all("framing"), key=lambda h: (-len(h.cover), h.start))
    if moving:
        hits = [h for h in hits if len(h.cover) > 1 or clause.lower[h.start] in ("wide", "medium", "closeup", "ecu")]
        hits = [h for h in hits if not any(set(h.cover) & set(m.cover) for m in clause.all("move"))]
    target = [h for h in hits if re.search(r"\b(?:to|into|a|as|be)(?: \w+)?$", " ".join(clause.before(h, 2)))]
    return (target or hits)[0].value if hits else ""


def _easing(clause: Clause, args: dict[str, Any]) -> str:
    hits = sorted(clause.all("easing"), key=lambda h: (-len(h.cover), h.start))
    if not hits or (
        hits[0].value == "ease_in_out"
        and args.get("move")
        and len(hits[0].cover) == 1
        and clause.lower[hits[0].start] == "smooth"
    ):
        return ""
    if clause.first("op", "remove") or re.search(r"\b(?:no|without|not)\b", " ".join(clause.before(hits[0], 2))):
        return "linear"
    return hits[0].value


def _amount(clause: Clause, said: bool) -> dict[str, Any]:
    if any(h.value == "static" and h.more for h in clause.all("move")):
        return {"amount_by": -0.2}
    if clause.first("move", "handheld") and re.search(r"\b(?:too much|too|so much|less|not so)\b", " ".join(clause.lower)):
        return {"amount_by": -0.2}
    if percent := clause.quantity("%"):
        sign = -1 if op_sign(clause) < 0 or speed_sign(clause) < 0 else 1
        if re.search(r"\bto\b|\bat\b", " ".join(clause.lower)) and not re.search(r"\bby\b", " ".join(clause.lower)):
            return {"amount": max(0.0, min(1.0, percent.value / 100))}
        return {"amount_by": round(sign * percent.value / 100, 3)}
    if (number := clause.quantity("", "level")) and 0 <= number.value <= 1:
        return {"amount": number.value}
    return _amount_in_words(clause, said)


def _amount_in_words(clause: Clause, said: bool) -> dict[str, Any]:
    speed = speed_sign(clause)
    if said and speed and _new_move(clause):
        return {"amount": 0.15 if speed < 0 else 0.6}
    if speed:
        return {"amount_by": speed * step(clause, (0.05, 0.15, 0.3))}
    if said and not _new_move(clause) and (sign := op_sign(clause)):
        return {"amount_by": sign * step(clause, (0.05, 0.15, 0.3))}
    if said:
        return {"amount": 0.15} if clause.first("degree", "0.1") and clause.first("move") else {}
    if (share := clause.first("half")) and clause.first("topic", "camera"):
        return {"amount_by": 0.15 if share.value == "double" else -0.15}
    sign = op_sign(clause)
    return {"amount_by": sign * step(clause, (0.05, 0.15, 0.3))} if sign and clause.first("topic", "camera") else {}


def _new_move(clause: Clause) -> bool:
    """Whether a move is ordered ("slow pan left"), not one that is there changed ("slow the pan")."""
    return not re.search(
        (
            r"\b(?:slow|speed|make|increase|reduce|soften|strengthen|lower|raise|lessen) (?:down |up "
            r")?(?:the|that|this|its)\b|\bslower\b|\bfaster\b"
        ),
        " ".join(clause.lower),
    ) or bool(re.search(r"\b(?:a|an) (?:\w+ )?(?:slower|faster)\b", " ".join(clause.lower)))


def _which_way(clause: Clause, around: Around) -> list[Call]:
    """A move named without its direction: change the one that is there, or ask."""
    name = clause.first("movename")
    numbers = where(clause, around)
    if not name:
        return []
    if sign := (speed_sign(clause) or op_sign(clause)):
        return in_scenes(around, numbers, Call("camera", {"scenes": "", "amount_by": sign * 0.15}), "In which scene?")
    scenes = ", ".join(map(str, numbers))
    options = list(dict.fromkeys(_SIDES[name.value].values()))[:2]
    raise ask(
        f"Which way: {' or '.join(o.replace('_', ' ') for o in options)}?",
        *(Choice(o.replace("_", " "), Call("camera", {"scenes": scenes, "move": o})) for o in options if scenes),
    )


def _moves_itself(clause: Clause) -> bool:
    """Whether something in the picture moves ("let the smoke rise"), not the camera."""
    if re.search(r"\b(?:movement|motion) (?:of|in|on|to|from) (?:the )?(?!camera|⟦)", " ".join(clause.lower)):
        return bool(target_of(clause))
    if CAMERA_WORDS.search(TO_US.sub("", " ".join(clause.lower))) or not target_of(clause):
        return False
    if (
        clause.first("who")
        and not clause.first("movename")
        and re.search(r"\b(?:bring|move|push|let|have|make|send)\b", " ".join(clause.lower))
        and any(h.value in ("near", "far") for h in clause.all("side"))
    ):
        return True
    drifts = {i for h in clause.all("drift") for i in h.cover}
    words = " ".join(clause.lower)
    return any(set(h.cover) & drifts for h in clause.all("move")) and bool(VERB.search(words) or SHALL.match(words))
