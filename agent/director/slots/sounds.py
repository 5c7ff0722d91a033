"""Sounds under scenes: what comes, goes, and how loud it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from agent.director.clause import Clause, Hit
from agent.director.degrees import op_sign, step
from agent.director.frames import Call, Choice, Impossible, ask
from agent.director.numbering import spelled
from agent.director.slots.common import in_scenes, named_else, where
from agent.director.slots.sound import DECIBELS, level
from agent.director.where import Around

WHICH_SOUND = "Which sound should it be?"
_LEFT_OUT = re.compile(r"\b(?:except(?: for)?|but(?: for)?|apart from|other than|save for|bar) (?:the )?[a-z ]+$")


def sounds(clause: Clause, around: Around) -> list[Call]:
    """Sounds that come, go, or get louder and quieter in scenes."""
    kinds = _kinds(clause)
    if len(kinds) == 2 and re.search(
        r"\b(?:replace|swap|exchange|instead of|rather than|switch|turn|change|trade)\b", " ".join(clause.lower)
    ):
        return _replaced(clause, around, kinds)
    if (masked := clause.first("masked")) and kinds and not clause.first("topic", "music"):
        return _masked(clause, around, masked, kinds)
    act = "" if _SEEN.search(" ".join(clause.lower)) and not clause.first("topic", "sounds") else _act(clause)
    if not act or (kinds and stirs(clause)):
        return []
    if not kinds and act != "add" and not clause.has("topic.sounds|q|p") and named_else(clause):
        return []
    if not kinds:
        return _all_sounds(clause, around, act)
    if clause.first("topic", "sounds") and (left_out := _LEFT_OUT.search(" ".join(clause.lower))):
        kinds = _other_kinds(clause, around, left_out[0])
    if act == "remove":
        staying = {
            h.value
            for h in clause.all("sound")
            if re.search(r"\b(?:only|just|keep|but)(?: the)?$", " ".join(clause.before(h, 3)))
        }
        kinds = [kind for kind in kinds if kind not in staying] or kinds
    calls: list[Call] = []
    for kind in kinds:
        calls += _one_sound(clause, around, act, kind)
    return calls


def _kinds(clause: Clause) -> list[str]:
    """The sounds that a clause names, in order; steps take their ground along ("footsteps in the snow")."""
    kinds = list(dict.fromkeys(h.value for h in sorted(clause.all("sound"), key=lambda h: h.start)))
    if "footsteps" in kinds:
        from tools.engines.synth.choosing import look_up

        grounded = look_up(" ".join(clause.lower))
        if grounded.startswith("footsteps "):
            return [grounded, *(kind for kind in kinds if kind not in ("footsteps", "snow", "forest", "river", "waves"))]
    return kinds


_SEEN = re.compile(
    r"\bshows? (?:too|so|not|very|hardly|barely)\b|\bsee (?:more|less|too) "
    r"|\b(?:sea|waves?|water|river|fire|crowd|birds?|ship|boat|train)\b.{0,20}\b(?:nearer|closer)\b"
)
"""The thing itself is spoken of, as it is seen, and not its sound."""


def _masked(clause: Clause, around: Around, masked: Hit, kinds: list[str]) -> list[Call]:
    """Less rain for "the rain drowns the voice", more for "I can not hear the rain"."""
    sound = clause.all("sound")[0]
    sign = 1 if sound.start > masked.start and re.search(r"\b(?:hear|make out)\b", " ".join(clause.lower)) else -1
    numbers = [n for n in (where(clause, around) or around.sheet.sounding(kinds[0])) if n in around.sheet.sounding(kinds[0])]
    change = {"by_db": sign * step(clause, DECIBELS)}
    return [Call("sounds", {"scenes": spelled(numbers, around.sheet.count), "add": kinds[0], **change})] if numbers else []


def stirs(clause: Clause) -> bool:
    """Whether something is to move in the picture ("make the waves move more"), not to sound."""
    return bool(
        re.search(
            r"\b(?:move|moving|drift|sway|flicker|ripple|rise|rises|float|roll|swirl|crash|animate|motion|movement)\b",
            " ".join(clause.lower),
        )
    ) and not clause.first("loud")


def _other_kinds(clause: Clause, around: Around, left_out: str) -> list[str]:
    """As in "all sounds down except the thunder": the sounds of these scenes without those that are left out."""
    numbers = where(clause, around) or range(1, around.sheet.count + 1)
    there = [str(sound.get("kind")) for n in numbers for sound in around.sheet.scenes[n - 1].get("sounds", [])]
    staying = {h.value for h in Clause(left_out, clause.marked, clause.sheet).all("sound")}
    return [kind for kind in dict.fromkeys(there) if kind not in staying]


def _act(clause: Clause) -> str:
    words = " ".join(clause.lower)
    if clause.first("op", "stop") and not clause.first("op", "remove"):
        return ""
    louder = clause.first("loud") or clause.first("loudverb") or clause.quantity("db") or clause.first("half")
    removed = clause.first("op", "remove") or clause.first("mute", "mute")
    if louder and not (clause.first("op", "add") and re.search(r"\b(?:add|put in|insert|include|introduce|lay)\b", words)):
        return "level"
    if removed and not re.search(r"\b(?:not enough|could use|needs|(?<!no )more|some)\b", words):
        return "level" if re.search(r"\bless\b|\btoo much\b", words) else "remove"
    if re.search(
        (
            r"\b(?:more|less|too much|not enough|stronger|increase|reduce|lower|raise|boost|weaker|"
            r"heavier|up|down|fewer|so much|hear .*\b(?:properly|clearly|better))\b"
        ),
        words,
    ) and not re.search(r"\badd\b", words):
        return "more"
    return (
        "add" if clause.first("op", "add") or (clause.first("sound") and clause.places) else "level" if op_sign(clause) else ""
    )


def _one_sound(clause: Clause, around: Around, act: str, kind: str) -> list[Call]:
    having = around.sheet.sounding(kind)
    used = {i for k in ("sound", "op", "loud", "loudverb", "degree", "mute") for h in clause.all(k) for i in h.cover}
    numbers = where(clause, around, used) or _just_now(around, kind)
    if act == "more":
        there = [n for n in (numbers or having) if n in having]
        act = "level" if there or op_sign(clause) < 0 else "add"
    if act == "add" and numbers and set(numbers) <= set(having) and not _quietly(clause):
        raise _there_already(kind, numbers, around)
    if act == "add":
        return in_scenes(
            around,
            numbers,
            Call("sounds", {"scenes": "", "add": kind, **_quietly(clause)}),
            f"In which scene should there be {kind}?",
        )
    there = [n for n in (numbers or having) if n in having]
    if not there and not clause.places and numbers == around.scenes:
        there = having  # "lighten the morning and drop the clock": the clock is where it is
    if not there and numbers and (added := _wanted_at(clause, act, kind)):
        return [Call("sounds", {"scenes": spelled(list(numbers), around.sheet.count), "add": kind, **added})]
    if not there:
        at = f"in scene {spelled(list(numbers), 0)}" if numbers else "in the film"
        raise Impossible(f"There is no {kind} {at}. The film is unchanged.")
    scenes = spelled(there, around.sheet.count)
    if act == "remove":
        return [Call("sounds", {"scenes": scenes, "remove": kind})]
    change = level(clause, -24)
    return [Call("sounds", {"scenes": scenes, "add": kind, **change})] if change else []


def _there_already(kind: str, numbers: Sequence[int], around: Around) -> Exception:
    """The question what is to become of a sound that is there already."""
    scenes = spelled(list(numbers), around.sheet.count)
    louder, quieter = ({"scenes": scenes, "add": kind, "by_db": sign * DECIBELS[1]} for sign in (1, -1))
    return ask(
        f"You can hear {kind} there already: louder, quieter, or gone?",
        Choice("louder", Call("sounds", louder)),
        Choice("quieter", Call("sounds", quieter)),
        Choice("gone", Call("sounds", {"scenes": scenes, "remove": kind})),
    )


def _wanted_at(clause: Clause, act: str, kind: str) -> dict[str, Any]:
    """The level at which a sound that is not there yet is wished for; {} where only a sound that is there can be meant."""
    if act == "level" and _quietly(clause):
        hit, decibels = clause.first("loud"), clause.quantity("db")
        named = bool(hit and not hit.more and not clause.first("loudverb")) or bool(decibels and decibels.value < 0)
        if clause.first("op", "add") or (named and not op_sign(clause)):
            return _quietly(clause)
    if clause.first("loudverb") and re.search(rf"\b(?:some|an?|a bit of) {kind[:4]}", " ".join(clause.lower)):
        return {"level_db": -30.0 if clause.has("loudverb.-") else -18.0}
    return {}


def _just_now(around: Around, kind: str) -> tuple[int, ...]:
    """The scenes in which the last turn had to do with that very sound."""
    last = around.last[-1] if around.last else None
    return around.last_scenes if last and last.tool == "sounds" and last.args.get("add") == kind else ()


def _quietly(clause: Clause) -> dict[str, Any]:
    """A level for a sound that is added, when one is said, and the second at which it is heard once."""
    moment = clause.quantity("s")
    once = {"at": moment.value} if moment and re.search(r"⟧ (?:in|into)\b|\b(?:at|after) ⟦", " ".join(clause.lower)) else {}
    return {**once, **_loud(clause)}


def _loud(clause: Clause) -> dict[str, Any]:
    if decibels := clause.quantity("db"):
        return {"level_db": decibels.value}
    hit = clause.first("loud")
    if hit and hit.value in "+-":
        return {"level_db": -18.0 if hit.value == "+" else -30.0}
    return {}


def _all_sounds(clause: Clause, around: Around, act: str) -> list[Call]:
    used = {i for k in ("topic", "op", "loud", "loudverb", "degree", "mute") for h in clause.all(k) for i in h.cover}
    numbers = where(clause, around, used)
    if act in ("add", "more") and op_sign(clause) >= 0:
        if given := clause.words_given:
            return in_scenes(around, numbers, Call("sounds", {"scenes": "", "add": given}), "In which scene?")
        scenes = spelled(list(numbers), around.sheet.count)
        choices = (
            [Choice(k, Call("sounds", {"scenes": scenes, "add": k})) for k in ("rain", "wind", "birds", "waves", "crowd")]
            if scenes
            else []
        )
        raise ask(WHICH_SOUND, *choices)
    if act == "remove":
        return in_scenes(
            around, numbers, Call("sounds", {"scenes": "", "remove": "all"}), "In which scene should the sounds go?"
        )
    change = level(clause, -24)
    return (
        in_scenes(around, numbers or tuple(range(1, around.sheet.count + 1)), Call("sounds", {"scenes": "", **change}), "")
        if change
        else []
    )


def _replaced(clause: Clause, around: Around, kinds: list[str]) -> list[Call]:
    words = " ".join(clause.lower)
    old, new = (kinds[1], kinds[0]) if re.search(r"\binstead of\b|\brather than\b", words) else (kinds[0], kinds[1])
    having = around.sheet.sounding(old)
    numbers = [n for n in (where(clause, around) or having) if n in having]
    if not numbers:
        raise Impossible(f"There is no {old} there. The film is unchanged.")
    scenes = spelled(numbers, around.sheet.count)
    return [Call("sounds", {"scenes": scenes, "remove": old}), Call("sounds", {"scenes": scenes, "add": new})]
