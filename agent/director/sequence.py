"""Several calls in a row: scene numbers are meant as the film stands now, though earlier calls may move scenes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.director.frames import Call
from agent.director.numbering import numbers_in, spelled


def renumbered(calls: Sequence[Call], count: int) -> list[Call]:
    """The calls with scene numbers as they are at each call's turn, where an earlier call has moved or removed scenes."""
    order, out = list(range(1, count + 1)), list[Call]()
    for call in calls:
        now = _moved(call, order)
        if now is None:
            continue
        out.append(now)
        order = _after(now, order)
    return out


def _moved(call: Call, order: Sequence[int]) -> Call | None:
    """The call in the present order; None when none of its scenes is there any more."""
    if order == list(range(1, len(order) + 1)) and 0 not in order:
        return call
    args = dict(call.args)
    if call.scenes and call.scenes != "all":
        places = [order.index(n) + 1 for n in numbers_in(call.scenes) if n in order]
        if not places:
            return None
        args["scenes"] = spelled(places, 0)
    for name in ("to", "after"):
        if isinstance(args.get(name), str) and args[name] != "0":
            args[name] = re.sub(r"\d+", lambda m: str(order.index(int(m[0])) + 1) if int(m[0]) in order else m[0], args[name])
    return Call(call.tool, args)


def _after(call: Call, order: list[int]) -> list[int]:
    """The order after a call; scenes that are new are 0."""
    places = [n - 1 for n in (numbers_in(call.scenes) if call.scenes != "all" else ()) if n <= len(order)]
    action = call.args.get("action")
    if call.tool == "remove_scenes" or (call.tool == "arrange" and action == "merge"):
        gone = set(places if call.tool == "remove_scenes" else sorted(places)[1:])
        return [n for place, n in enumerate(order) if place not in gone]
    if call.tool == "add_scene":
        after = str(call.args.get("after", ""))
        place = int(after) if after.isdigit() else len(order)
        return [*order[:place], 0, *order[place:]]
    if call.tool == "arrange" and action == "split" and places:
        return [*order[: places[0] + 1], 0, *order[places[0] + 1 :]]
    if call.tool == "arrange" and action == "swap" and len(places) == 2:
        order = list(order)
        order[places[0]], order[places[1]] = order[places[1]], order[places[0]]
        return order
    return _shifted(str(call.args.get("to", "")), places, order) if call.tool == "arrange" and action == "move" else order


def _shifted(to: str, places: Sequence[int], order: list[int]) -> list[int]:
    moving = [order[place] for place in places]
    rest = [n for n in order if n not in moving]
    number = next(iter(numbers_in(to)), 0)
    if to in ("first", "last"):
        at = 0 if to == "first" else len(rest)
    elif to.startswith(("before", "after")) and 0 < number <= len(order) and order[number - 1] in rest:
        at = rest.index(order[number - 1]) + to.startswith("after")
    else:
        at = max(0, number - 1)
    return [*rest[:at], *moving, *rest[at:]]


_LENGTHS = {"shorter", "longer", "half", "double"}


def _how(call: Call) -> str:
    return str(call.args.get("how", ""))


def merged(calls: Sequence[Call]) -> list[Call]:
    """Calls of one tool for the same scenes as one call, so that one undo takes them back."""
    out: list[Call] = []
    for call in calls:
        last = out[-1] if out else None
        same = last and last.tool == call.tool in ("look", "music", "voice", "film", "camera") and last.scenes == call.scenes
        if last and same and call.tool == "film" and set(call.args) == set(last.args):
            out[-1] = call
            continue
        if (
            last
            and call.tool == last.tool == "narration"
            and call.scenes == last.scenes
            and {_how(call), _how(last)} <= _LENGTHS
        ):
            out[-1] = call
            continue
        keys = set(call.args) & set(last.args) - {"scenes"} if last else set()
        if last and same and keys and set(call.args) == set(last.args):
            out[-1] = call if _same_way(last, call, keys) else last
            continue
        if (
            last
            and same
            and not keys
            and "absolute" not in (*call.args, *last.args)
            and "reset" not in (*call.args, *last.args)
        ):
            out[-1] = Call(call.tool, {**last.args, **call.args})
        elif call not in out:
            out.append(call)
    return out


def _same_way(one: Call, other: Call, keys: set[str]) -> bool:
    """Whether two steps go the same way; "brighter, but not too bright" is one step that is meant to be small."""
    values = [(one.args[key], other.args[key]) for key in keys]
    return all(not isinstance(a, int | float) or not isinstance(b, int | float) or a * b >= 0 for a, b in values)
