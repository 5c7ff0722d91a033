"""What only the turns before explain: answers to a question, "even darker", "same for scene 5", "no, the second one"."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from agent.director.clause import Clause
from agent.director.clauses import PREDICATES
from agent.director.frames import Call, Reading
from agent.director.numbering import spelled
from agent.director.where import Around, places

Again = Callable[..., Reading]
_RELATIVE = (
    "brightness",
    "contrast",
    "saturation",
    "warmth",
    "grain",
    "by_db",
    "tempo_by",
    "pace_by",
    "amount_by",
    "horizontal",
    "vertical",
    "proximity",
    "ambient",
)
_NOT_THAT = (
    r"^(?:no(?=\s*[,.;:-]|\s+(?:i|it|not|make|that|the|scene|wait|sorry|other|more|less|\w+er)\b)"
    r"|nope|sorry|actually|i meant|i mean|i said|wait)\b"
)
_BACKED = re.compile(r"\bback (it|them|that|this) off\b", re.IGNORECASE)
_EMPTY = Reading()


def said(clause: Clause, kinds: str) -> set[int]:
    """The tokens that hits of these kinds cover."""
    return {i for kind in kinds.split() for h in clause.all(kind) for i in h.cover}


def backed(clause: Clause, around: Around, again: Again) -> Reading | None:
    """As in "back it off a touch" after a sound: that is quieter, not the camera going back; None when it is not said."""
    text = _BACKED.sub(r"turn \1 down", clause.original())
    if not around.last or around.last[-1].tool != "sounds" or text == clause.original():
        return None
    return again(text, around.sheet, around.past)


def repeated(clause: Clause, around: Around, again: Again) -> Reading | None:
    """A turn that repeats, continues or corrects the one before; None when it stands by itself."""
    last = around.last
    if not last:
        return None
    named = places(clause, around)
    bare = clause.content - said(clause, "filler again back degree half")
    if named:
        bare = {i for i in bare if clause.lower[i] not in clause.sheet.words}
    whole = {i for h in clause.all("again") if len(h.cover) > 1 for i in h.cover}
    says = [k for k in (*PREDICATES, "noun", "sound") if any(not set(h.cover) <= whole for h in clause.all(k))]
    if named:
        return None if bare or says else _elsewhere(clause, around, last, named)
    return _unnamed(clause, around, again, bare=bool(bare), says=bool(says))


def _unnamed(clause: Clause, around: Around, again: Again, *, bare: bool, says: bool) -> Reading | None:
    """The same for a turn that names no scene. `bare`: whether any word of content is left; `says`: whether it predicates."""
    last, words = around.last, " ".join(clause.lower)
    if last[-1].tool == "remove_scenes" and _WANTED_AFTER_ALL.search(words):
        return _taken_back(last)
    if clause.first("op", "remove") and {"it", "that", "them"} & set(clause.lower) and not says:
        return None if clause.content - said(clause, "op filler again degree") else _taken_back(last)
    if other := turned(clause, last) or _renamed(clause, last):
        return other
    if not bare and not says:
        return _more_or_less(clause, last)
    return _corrected(clause, around, last, again) if says and re.match(_NOT_THAT, words) else None


_WAYS = {"left": ("left", "horizontal", -1), "right": ("right", "horizontal", 1), "up": ("up", "vertical", 1),
         "down": ("down", "vertical", -1)}  # fmt: skip


_ZOOMED = re.compile(r"(?:no|nope|actually|sorry|wait|rather)\b[\s,]*(?:zoom |pull |push |go )?(?P<way>in|out)[\s.!]*$")


def turned(clause: Clause, last: Sequence[Call]) -> Reading | None:
    """The other way, as in "no, to the right" after a pan to the left: the same move the other way."""
    if last[-1].tool == "camera" and (zoom := _ZOOMED.match(" ".join(clause.lower))):
        return Reading(calls=(Call("camera", {**last[-1].args, "move": "push_in" if zoom["way"] == "in" else "pull_out"}),))
    side = clause.first("side")
    if not side or side.value not in _WAYS or clause.content - said(clause, "filler side back degree half op drift"):
        return None
    word, axis, sign = _WAYS[side.value]
    call = last[-1]
    if call.tool == "camera" and (stem := str(call.args.get("move", "")).rpartition("_")[0]) in ("pan", "tilt", "crane"):
        stem = stem if (word in ("left", "right")) == (stem == "pan") else "pan" if word in ("left", "right") else "tilt"
        return Reading(calls=(Call("camera", {**call.args, "move": f"{stem}_{word}"}),))
    if call.tool == "motion" and (step := next((call.args[a] for a in ("horizontal", "vertical") if call.args.get(a)), 0)):
        kept = {k: v for k, v in call.args.items() if k not in ("horizontal", "vertical")}
        return Reading(calls=(Call("motion", {**kept, axis: sign * abs(step)}),))
    return None


def _renamed(clause: Clause, last: Sequence[Call]) -> Reading | None:
    """As in "no, Spark" after "rename Pip to Dot", "no, happy" after "make the music sad": another name or mood instead."""
    from agent.director.slots.sound import mood_words

    mood, key = mood_words(clause), next((k for k in ("mood", "tone") if last[-1].args.get(k)), "")
    bare = re.match(_NOT_THAT, " ".join(clause.lower)) and not clause.content - said(clause, "mood adj back degree filler")
    if mood and key and bare:
        return Reading(calls=(*last[:-1], Call(last[-1].tool, {**last[-1].args, key: mood})))
    name = next((key for key in ("name", "title") if last[-1].args.get(key)), "")
    found = re.match(
        r"(?:no|nope|actually|sorry|wait)[\s,]+(?:(?:make (?:it|that)|call (?:it"
        r"|him|her|them)) )?(?P<new>[A-Z][\w' -]{1,40})[.!]*$",
        clause.original(),
    )
    if not name or not found:
        return None
    return Reading(
        calls=(
            Call("versions", {"action": "undo", "steps": len(last)}),
            *last[:-1],
            Call(last[-1].tool, {**last[-1].args, name: found["new"]}),
        )
    )


_WANTED_AFTER_ALL = re.compile(
    r"\b(?:keep|want|need|miss|like|liked) (?:it|that|this|them|to keep it)\b(?! (?:out|gone|removed|to go))"
)


def _elsewhere(clause: Clause, around: Around, last: Sequence[Call], named: tuple[int, ...]) -> Reading | None:
    """As in "same for scene 5", "and the last one too"; with "no" or "i meant" the first place is put back."""
    moved = [c for c in last if c.scenes]
    removed = len(last) == 1 and last[0].tool == "remove_scenes" and clause.first("back", "no")
    if not moved or (not removed and any(c.tool in ("remove_scenes", "arrange") for c in moved)):
        return None
    text = " ".join(clause.lower)
    same = clause.first("again", "same") or re.match(r"^(?:and|also|plus|now|then|next)\b", text)
    instead = clause.first("back", "no") and not re.search(r"\b(?:too|also|as well|same)\b", text)
    scenes = spelled(list(named), around.sheet.count)
    if instead:
        undo = Call("versions", {"action": "undo", "steps": len(last)})
        return Reading(calls=(undo, *(c.within(scenes) for c in moved)))
    return Reading(calls=tuple(c.within(scenes) for c in moved)) if same else None


def _taken_back(last: Sequence[Call]) -> Reading:
    """What "remove it again" takes back: a sound that was added goes; whatever else was done is undone."""
    if len(last) == 1 and last[0].tool == "sounds" and last[0].args.get("add") and "by_db" not in last[0].args:
        return Reading(calls=(Call("sounds", {"scenes": last[0].scenes, "remove": last[0].args["add"]}),))
    return Reading(calls=(Call("versions", {"action": "undo", "steps": len(last)}),))


def _more_or_less(clause: Clause, last: Sequence[Call]) -> Reading | None:
    """As in "more", "a bit less", "too much": the last step again, or half of it back."""
    more, less = clause.first("again", "more"), clause.first("again", "less")
    text = " ".join(clause.lower)
    if re.search(r"\bsame\b|\blike\b", text) or not (more or less):
        return None
    small = clause.first("degree", "0.1") or clause.first("half", "half")
    if less and not (more and len(more.cover) > len(less.cover)):
        factor = 0.5 if re.search(r"\bstill\b|\bnot enough\b", text) else -0.5
    else:
        factor = 0.5 if small else 2.0 if clause.first("degree", "0.4") else 1.0
    calls = [made for c in last if (made := scaled(c, factor)) is not c or (factor > 0 and c.tool == "narration")]
    return Reading(calls=tuple(calls)) if calls else None


def scaled(call: Call, factor: float) -> Call:
    """The call's step, times a factor; a negative one goes back. The same call when it has no step."""
    args: dict[str, Any] = dict(call.args)
    if call.args.get("absolute") or call.args.get("reset"):
        return call
    touched = False
    for name in _RELATIVE:
        value = args.get(name)
        if isinstance(value, int | float) and value:
            scaled_value = round(value * factor, 3)
            args[name] = int(scaled_value) if name == "tempo_by" else scaled_value
            touched = True
    if call.tool == "music" and args.get("tempo") and not touched:
        return Call("music", {"tempo_by": round(12 * factor)})
    if call.tool == "voice" and args.get("pace") and not touched:
        return Call("voice", {"pace_by": round(0.1 * factor, 3)})
    if call.tool == "music" and args.get("level_db") and not touched:
        return Call("music", {"by_db": 4.0 * factor})
    if call.tool == "camera" and args.get("move") and not touched:
        args = {"scenes": call.scenes, "amount_by": 0.15 if factor > 0 else -0.15}
        touched = True
    if call.tool == "narration" and args.get("how") in ("shorter", "longer", "half", "double") and factor < 0:
        args["how"] = "longer" if args["how"] in ("shorter", "half") else "shorter"
        touched = True
    return Call(call.tool, args) if touched else call


def _corrected(clause: Clause, around: Around, last: Sequence[Call], again: Again) -> Reading | None:
    """As in "no, brighter": the last turn is taken back and the new wish takes its place, in the same scenes."""
    text = re.sub(
        _NOT_THAT + r"[\s,]*(?:i (?:meant|said|mean) )?",
        "",
        clause.original(),
        flags=re.IGNORECASE,
    )
    scenes = next((c.scenes for c in last if c.scenes), "")
    first = again(text, around.sheet, around.past)
    if not first.calls and scenes:
        first = again(f"{text} in {'all scenes' if scenes == 'all' else f'scene {scenes}'}", around.sheet, ())
    if not first.calls or any(c.tool == "versions" for c in first.calls):
        return first if first.calls else None
    if len(first.calls) == len(last) == 1 and first.calls[0].args.get("remove") == last[0].args.get("add", ""):
        return Reading(calls=(Call("versions", {"action": "undo", "steps": 1}),))
    if {c.tool for c in first.calls} & {c.tool for c in last}:
        return Reading(calls=(Call("versions", {"action": "undo", "steps": len(last)}), *first.calls))
    return first


_TOPICS = {"music": "music", "voice": "narrator", "camera": "camera", "narration": "narration", "transition": "transition"}


def with_topic(clause: Clause, around: Around) -> Clause:
    """A clause that says louder, faster or longer without saying what: what was spoken of before is meant."""
    feels = not clause.places and (
        around.topic in ("music", "narrator") or (around.calls and around.calls[-1].tool in ("music", "voice", "narration"))
    )
    quality = () if feels else ("adj", "mood")
    bare = not any(
        clause.first(kind)
        for kind in (*quality, "sound", "move", "movename", "noun", "verb", "trans", "style", "masked", "who", "framing")
    )
    speaks = (
        any(clause.first(kind) for kind in ("loud", "loudverb", "fast", "fastverb", "long", "longverb", "mute", "half"))
        or clause.has("n.db|n.bpm")
        or bool(feels and (clause.first("mood") or clause.first("adj")))
    )
    if not bare or not speaks or any(h.value not in ("scene", "picture", "time") for h in clause.all("topic")):
        return clause
    last = next(iter(reversed(around.calls or list(around.last))), None)
    if around.topic and (last is None or not around.calls):
        return Clause(f"{around.topic} {clause.text}", clause.marked, clause.sheet)
    if last is None or (clause.places and last.tool in ("music", "voice")):
        return clause
    word = around.topic or _TOPICS.get(last.tool, "")
    if not around.topic and last.tool == "sounds" and (kind := str(last.args.get("add") or "")) and kind != "all":
        word = kind
    return Clause(f"{word} {clause.text}", clause.marked, clause.sheet) if word else clause
