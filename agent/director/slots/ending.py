"""How scenes end: transitions, and how long the picture stays."""

from __future__ import annotations

import re
from typing import Any

from agent.director.clause import Clause, Hit
from agent.director.degrees import op_sign, step
from agent.director.frames import Call, Choice, Impossible, ask
from agent.director.slots.common import in_scenes, where
from agent.director.slots.sound import speed_sign
from agent.director.slots.story import length_sign
from agent.director.where import Around, places


def transition(clause: Clause, around: Around) -> list[Call]:
    """How a scene ends: kind and seconds. Between two scenes it is the first one's ending; at the very end the last's."""
    kinds = sorted(clause.all("trans"), key=lambda h: (-len(h.cover), h.start))
    kinds = [h for h in kinds if not (h.value == "cut" and len(h.cover) == 1 and _not_a_cut(clause))]
    words = " ".join(clause.lower)
    if not kinds and not clause.first("topic", "transition"):
        return []
    kind = _kind(clause, kinds, words)
    seconds = clause.quantity("s", "")
    numbers = _ending(clause, around, words)
    args: dict[str, Any] = {"kind": kind} if kind else {}
    longer = [h for k in ("long", "fast") for h in clause.all(k) if h.value in "+-"]
    if not seconds and any(h.more for h in longer) and not re.search(r"\b(?:add|use|with|a|an|put)\b", words):
        return _longer(clause, around, numbers or _these(clause, around))
    if kind not in ("", "cut") and longer and not seconds:
        args["seconds"] = 2.0 if _lasting(longer[0]) else 0.4
    if seconds:
        args["seconds"] = abs(seconds.value)
    elif not kind:
        return _longer(clause, around, numbers)
    return in_scenes(around, numbers, Call("transition", {"scenes": "", **args}), "After which scene?")


def _lasting(hit: Hit) -> bool:
    return (hit.value == "+") == (hit.kind == "long")


def _these(clause: Clause, around: Around) -> tuple[int, ...]:
    """All scenes that end with more than a cut."""
    return tuple(n for n, s in enumerate(around.sheet.scenes, 1) if s.get("transition", {}).get("kind", "cut") != "cut")


def _not_a_cut(clause: Clause) -> bool:
    """Whether "cut" is the verb for shortening or taking out."""
    return not re.search(
        (
            r"\b(?:hard|straight|smash|clean|simple|plain|jump|a|with a|use|cuts|direct)\b (?:cut|"
            r"cuts)\b|\bcut (?:to|from|straight|directly|between|hard|into)\b|\bcuts\b|\bas a cut\b|"
            r"\bto a cut\b"
        ),
        " ".join(clause.lower),
    )


def _kind(clause: Clause, kinds: list[Hit], words: str) -> str:
    if (
        clause.first("op", "remove")
        and (kinds or clause.first("topic", "transition"))
        and not re.search(r"\bcut (?:to|from|straight|between|directly)\b|\bout\b", words)
    ):
        targets = [h for h in kinds if h.value != "cut"]
        if targets and re.search(r"\b(?:no|remove|without|lose|get rid of|drop|kill|delete|take out|do not want)\b", words):
            return "cut"
    wanted = [h for h in kinds if re.search(r"\b(?:to|into|with|a|an|use|be|make it)(?: \w+)?$", " ".join(clause.before(h, 2)))]
    instead = re.search(r"\b(?:instead of|rather than|not)\b", words)
    if instead and len(kinds) > 1:
        return next(
            (
                h.value
                for h in kinds
                if not re.search(r"\b(?:instead of|rather than|not)(?: (?:a|the))?$", " ".join(clause.before(h, 3)))
            ),
            kinds[0].value,
        )
    if len(kinds) > 1 and wanted and re.search(r"\b(?:change|turn|replace|make)\b", words):
        return wanted[-1].value
    return kinds[0].value if kinds else ""


def _raw(clause: Clause) -> str:
    """The person's own words for the scenes: "1 to 2"."""
    return " ".join(mark.raw.lower() for mark in clause.places)


def _ending(clause: Clause, around: Around, words: str) -> tuple[int, ...]:
    numbers = places(clause, around)
    if (
        len(numbers) == 2
        and re.search(r"\b(?:from|between|into|to)\b|⟧ to ⟦", f"{words} {_raw(clause)}")
        and not re.search(r"\bboth\b", words)
    ):
        return (min(numbers),) if abs(numbers[0] - numbers[1]) == 1 else numbers[:1]
    if (
        len(numbers) == 1
        and re.search(
            (
                r"\b(?:into|before|to|going into|leading into|start|open|begin|start of|beginning of|open|"
                r"opens|begin|begins)\s+(?:the )?⟦s"
            ),
            words,
        )
        and not re.search(r"\b(?:add|apply|at the end|after|give)\b", words)
        and numbers[0] > 1
    ):
        return (numbers[0] - 1,)
    if numbers:
        return numbers
    if re.search(r"\bend(?:s|ing)?\b(?! of (?:each|every|all))|\bfinish|\bclose the film\b", words) and not re.search(
        r"\beach|every|all\b", words
    ):
        return (around.sheet.count,)
    plural = re.search(
        (
            r"\b(?:dissolves|crossfades|wipes|cuts|fades|transitions|between (?:the )?scenes|between "
            r"all|throughout|every|each)\b"
        ),
        words,
    )
    return tuple(range(1, around.sheet.count + 1)) if plural else where(clause, around)


def _longer(clause: Clause, around: Around, numbers: tuple[int, ...]) -> list[Call]:
    sign = length_sign(clause) or -speed_sign(clause) or op_sign(clause)
    calls: list[Call] = []
    if sign and not numbers:
        raise ask("After which scene?")
    for number in numbers if sign else ():
        now = around.sheet.scenes[number - 1].get("transition", {})
        kind = str(now.get("kind", "cut"))
        if kind != "cut":
            seconds = max(0.2, min(5.0, round(float(now.get("seconds", 0.8)) + sign * step(clause, (0.2, 0.5, 1.0)), 2)))
            calls.append(Call("transition", {"scenes": str(number), "kind": kind, "seconds": seconds}))
    if sign and not calls:
        raise Impossible("There is a plain cut there, which has no length. The film is unchanged.")
    if not sign and numbers:
        raise ask(
            "Which transition?",
            *(
                Choice(k.replace("_", " "), Call("transition", {"scenes": ", ".join(map(str, numbers)), "kind": k}))
                for k in ("cut", "crossfade", "fade_to_black", "wipe")
            ),
        )
    return calls


def pause(clause: Clause, around: Around) -> list[Call]:
    """How long the picture stays after the last word of a scene."""
    words = " ".join(clause.lower)
    if clause.first("op", "stop") and clause.first("topic", "camera"):
        return []
    numbers = where(clause, around) or (tuple(range(1, around.sheet.count + 1)) if clause.has("topic.film") else ())
    if len(numbers) == 1 and re.search(r"\bbefore\s+(?:the )?⟦s", words) and numbers[0] > 1:
        numbers = (numbers[0] - 1,)
    seconds = clause.quantity("s", "")
    by = re.search(r"\b(?:longer|shorter|more|less|extra|by|additional|extend|shorten)\b", words)
    if seconds and not by:
        return in_scenes(
            around,
            numbers,
            Call("transition", {"scenes": "", "kind": "", "pause": abs(seconds.value)}),
            "After which scene should the pause be?",
        )
    sign = length_sign(clause) or op_sign(clause) or (1 if re.search(r"\b(?:linger|hold|pause|wait|breath|rest)", words) else 0)
    if clause.first("op", "remove") and not by:
        return in_scenes(around, numbers, Call("transition", {"scenes": "", "kind": "", "pause": 0.0}), "After which scene?")
    if not numbers:
        raise ask("After which scene?")
    size = abs(seconds.value) if seconds else step(clause, (0.3, 0.8, 1.5))
    calls = []
    for number in numbers if sign else ():
        now = float(around.sheet.scenes[number - 1].get("pause", 0.9))
        calls.append(Call("transition", {"scenes": str(number), "kind": "", "pause": round(max(0.0, now + sign * size), 2)}))
    return calls
