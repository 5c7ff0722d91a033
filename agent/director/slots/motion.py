"""The motion brush: things in the picture that drift, rise, come nearer, live, or hold still."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from agent.director.clause import Clause
from agent.director.degrees import step
from agent.director.frames import Call, Choice, ask
from agent.director.numbering import spelled
from agent.director.slots.common import in_scenes, where
from agent.director.where import Around, places

CAMERA_WORDS = re.compile(
    r"\b(?:camera|shot|shots|lens|zoom|dolly|pan|tilt|push|pull|crane|framing|frame|cam|truck|"
    r"track)\b"
)
TO_US = re.compile(r"\b(?:to|towards?|from|at|past) (?:the|us) ?(?:camera|lens|frame)?\b")


def moving(clause: Clause) -> set[int]:
    """The tokens of what is to move, for the motion brush."""
    return {i for i, word in enumerate(clause.lower) if word in target_of(clause).split()}


_WATER = re.compile(r"^(?:please |now |then )*freeze (?:the |that )?(?:sea|lake|river|water|pond|brook|harbou?r|fountain)\b")


def _still_or_ice(target: str, numbers: Sequence[int], around: Around) -> Exception:
    """The question what "freeze the sea" means: that it holds still, or that it is ice."""
    scenes = spelled(list(numbers), around.sheet.count)
    still = Call("motion", {"scenes": scenes, "target": target, "clear": True})
    ice = Call("things", {"scenes": scenes, "change": f"the {target}", "into": "frozen"})
    return ask(
        f"Should the {target} hold still, or be ice?",
        Choice(f"The {target} holds still", still),
        Choice(f"The {target} is ice", ice),
    )


def motion(clause: Clause, around: Around) -> list[Call]:
    """The motion brush: something in the picture drifts, rises, comes nearer, lives, or holds still."""
    words = TO_US.sub("", " ".join(clause.lower))
    painted = clause.first("topic", "motion")
    if painted and (clause.first("op", "remove") or clause.first("op", "reset")):
        return _unpainted(clause, around)
    if (not painted and re.search(r"\b(?:camera|cam|lens|shot|zoom|scene)s?\b", words)) or _of_the_look(clause):
        return []
    target = target_of(clause)
    used = {i for i in range(len(clause.lower)) if clause.lower[i] in target.split()}
    shaken = any(set(h.cover) & used for h in clause.all("move", "handheld"))
    known = around.sheet.find(target) or around.sheet.moving(target)
    if not target or shaken or not (known or clause.places or around.scenes or where(clause, around)):
        return []
    numbers = _scenes_of(target, clause, around, used)
    if _WATER.search(words) and numbers:
        raise _still_or_ice(target, numbers, around)
    if clause.first("op", "stop") or re.search(r"\b(?:not|no|stop)\b.{0,20}\bmov", words):
        still = Call("motion", {"scenes": "", "target": target, "clear": True})
        return in_scenes(around, numbers, still, f"In which scene should the {target} hold still?") if painted or known else []
    args = _ways(clause, words, painted=bool(painted))
    if not args:
        return []
    return in_scenes(
        around, numbers, Call("motion", {"scenes": "", "target": target, **args}), f"In which scene should the {target} move?"
    )


def _unpainted(clause: Clause, around: Around) -> list[Call]:
    """Painted motion that goes, in the scenes that are named or in the only one that has it."""
    moved = around.sheet.moving(" ".join(w for w in clause.lower if w.isalpha()))
    numbers = where(clause, around) or (tuple(moved) if len(moved) == 1 else ())
    return in_scenes(around, numbers, Call("motion", {"scenes": "", "target": "", "clear": True}), "In which scene?")


def _ways(clause: Clause, words: str, *, painted: bool) -> dict[str, Any]:
    """Which way, and how strongly, something is to move; {} where the words do not say."""
    strength = step(clause, (0.2, 0.4, 0.7))
    args: dict[str, Any] = {}
    sides = [h.value for h in clause.all("side")]
    sides += [
        _SIDED.get(h.value.rpartition("_")[2], "") for h in clause.all("move") if (painted or SHALL.match(words)) and not sides
    ]
    for side in sides:
        name, value = {
            "left": ("horizontal", -1),
            "right": ("horizontal", 1),
            "up": ("vertical", 1),
            "down": ("vertical", -1),
            "near": ("proximity", 1),
            "far": ("proximity", -1),
        }.get(side, ("", 0))
        if name:
            args.setdefault(name, value * min(1.0, strength))
    if not args and clause.first("side", "alive"):
        args["ambient"] = min(1.0, strength)
    return args


def _of_the_look(clause: Clause) -> bool:
    """Whether the music or a quality of the picture is spoken of, neither of which can be painted."""
    qualities = ("contrast", "saturation", "grain")
    return bool(clause.first("topic", "music")) or any(h.value[:-1] in qualities for h in clause.all("noun"))


_BRUSH = re.compile(
    r"^(?:please )?(?:(?:use |take |with )?(?:the |a )?motion brush(?:es)?(?: (?:on|for|to))?\s*[:,-]?\s*"
    r"|(?:i would (?:like|love)|i want|we should|could we|can we|let us|let me)(?: to)? see )"
)
_SIDED = {"left": "left", "right": "right", "up": "up", "down": "down", "in": "near", "out": "far"}
"""Where a camera's move of that ending would go; said of the motion brush it is the thing that goes there."""
VERB = re.compile(
    r"^(?:(?:please|could you|can you|i want to see|i want|"
    r"i would (?:like|love)(?: to see)?) )*(?:make|let|have|animate|move|"
    r"push|bring|stop|freeze|send|get|want"
    r"|set|give|hold|see|keep|brush|blow|float|drift|slide|still|more|add)\b"
    r"(?: (?:the |some |more |any |all )?(?:movement|motion|life)(?: (?:to|in|into|for|of|from|on))?)?(?: see)?",
    re.IGNORECASE,
)


_THERE = re.compile(
    r"^((?:please )?(?:the |a |her |his )?(?!move |put )[a-z'-]+(?: [a-z'-]+)?) (?:in|at|of|during|from) +\| +(?=[a-z])"
)
"""As in "the sea in scene 1 should move left"."""


SHALL = re.compile(
    r"(?:the |a |her |his )?[a-z' -]{2,30}?(?: in ⟦s\d+⟧)? (?:should|must|could|needs? to|has to|have to|ought to)\b"
)
"""As in "the sea in scene 1 should move left"."""


def target_of(clause: Clause) -> str:
    """What is to move: the noun between the verb and the motion."""
    text = _THERE.sub(r"\1 ", _BRUSH.sub("", re.sub(r"⟦\w\d+⟧", " | ", " ".join(clause.lower))))
    text = re.sub(r"^(?:and |then )?(?:in|for|at|on|during)\s+\|\s*,?\s*", "", text.strip())
    text = re.sub(r"^(?:could|can|should|would|might|may) (?=the |a |her |his )", "", text.strip())
    text = VERB.sub("", text.strip()).strip()
    found = re.match(
        (
            r"(?:of )?(?:the|a|an|some|those|these|her|his|its|all the)?\s*((?:[a-z'-]+ "
            r"?){1,4}?)(?=\s*(?:\||,|$|\b(?:in|on|at|to|from|drift|move|moves|slide|float|fly|sail|"
            r"glide|flow|blow|go|travel|swim|walk|come|run|roll|rise|rises|fall|sink|climb|should|"
            r"could|must|sway|"
            r"downwards?|upwards?|leftwards?|rightwards?|flutter|shimmer|flicker|ripple|wobble|tremble|bob|gently|slowly|dance|"
            r"swirl|twinkle|wave|left|right|up|down|closer|still|nearer|away|more|stir|spin|swing|"
            r"drifting|moving|hold|stand|stay|stop|alive|a bit|a little|pass|out|toward|towards|into|"
            r"across|over|is|are|need|needs|rock|breathe|shift|stream|quiver|race|rush|faster|slower|"
            r"slightly|softly|quickly|drop|approach|cross|creep|through|behind|"
            r"drifted|moved|floated|swayed|rolled|come)\b))"
        ),
        text,
    )
    target = found[1].strip() if found else ""
    return (
        ""
        if target.split(" ")[0]
        in (
            "it",
            "that",
            "this",
            "them",
            "i",
            "something",
            "bit",
            "move",
            "movement",
            "camera",
            "shake",
            "less",
            "more",
            "fewer",
            "no",
            "too",
            "some",
            "in",
            "on",
        )
        or target in ("the", "everything", "scene", "scenes", "music", "narrator", "voice", "captions", "")
        or CAMERA_WORDS.search(target)
        else target
    )


def _scenes_of(target: str, clause: Clause, around: Around, used: set[int]) -> tuple[int, ...]:
    named = places(clause, around) or around.scenes
    if named:
        return named
    holding = around.sheet.moving(target) or around.sheet.find(target)
    return tuple(holding) if len(holding) == 1 else where(clause, around, used)
