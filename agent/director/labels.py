"""Labels of requests: which one a call answers, which builder finds its slots, and what it is when no word says more."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from agent.director.frames import Call

QUALITIES = ("brightness", "contrast", "saturation", "warmth", "grain")
_ASPECTS = {"16:9": "wide", "9:16": "tall", "1:1": "square", "4:5": "4x5", "4:3": "4x3", "21:9": "cinema"}
_RULES = {
    "transition.pause_more": "pause",
    "transition.pause_less": "pause",
    "film.title": "title",
    "film.captions_burned": "captions",
    "film.captions_soft": "captions",
    "film.seconds": "length",
    "film.shorter": "length",
    "film.longer": "length",
    "film.fps": "fps",
    "film.language": "language",
    "scene.title": "set_title",
    "scene.description": "set_description",
    "scene.mood": "set_mood",
    "scene.add": "add_scene",
    "scene.remove": "remove_scenes",
    **dict.fromkeys(("scene.move", "scene.swap", "scene.split", "scene.merge"), "arrange"),
    **{f"film.aspect_{name}": "aspect" for name in _ASPECTS.values()},
}
ALSO = {
    "scene.description": ("things.add", "things.change"),
    "transition.pause_more": ("transition.pause",),
    "transition.pause_less": ("transition.pause",),
    "voice.slower": ("voice.pace",),
    "voice.faster": ("voice.pace",),
    "voice.louder": ("music.quieter",),
    "music.slower": ("music.tempo",),
    "music.faster": ("music.tempo",),
    "music.louder": ("music.level",),
    "music.quieter": ("music.level",),
    "music.none": ("music.level",),
    "film.shorter": ("film.seconds",),
    "film.longer": ("film.seconds",),
    "camera.more": ("camera.amount",),
    "camera.less": ("camera.amount",),
    "sounds.louder": ("sounds.level", "music.quieter"),
    "sounds.quieter": ("sounds.level",),
    "narration.shorter": ("narration.half",),
    "narration.longer": ("narration.double",),
    "narration.clear": ("sounds.remove_all",),
    "motion.clear": ("camera.static",),
}
"""Other labels that a call may have which answers this one."""


def rule_of(label: str) -> str:
    """The builder that finds a label's slots."""
    return _RULES.get(label, label.partition(".")[0])


def fits(label: str, call: Call) -> bool:
    """Whether a call is what the label asks for."""
    return label_of(call) in (label, *ALSO.get(label, ()))


def label_of(call: Call) -> str:
    """The label that a call answers; the tool's name for one that answers none."""
    spelled = _SPELLED.get(call.tool)
    return spelled(call.args) if spelled else call.tool


def opposed(one: str, other: str) -> bool:
    """Whether two labels ask for the same thing in opposite ways ("look.warmth.up" and "look.warmth.down")."""
    stem, _, way = one.rpartition(".")
    return stem == other.rpartition(".")[0] and _OPPOSITES.get(way) == other.rpartition(".")[2]


_PAIRS = (
    ("up", "down"),
    ("louder", "quieter"),
    ("faster", "slower"),
    ("shorter", "longer"),
    ("half", "double"),
    ("more", "less"),
    ("left", "right"),
    ("nearer", "away"),
    ("push_in", "pull_out"),
    ("pan_left", "pan_right"),
    ("tilt_up", "tilt_down"),
    ("crane_up", "crane_down"),
    ("wide", "close"),
    ("captions_burned", "captions_soft"),
    ("add", "remove"),
    ("pause_more", "pause_less"),
)
_OPPOSITES = {one: other for pair in _PAIRS for one, other in (pair, pair[::-1])}


def _look(args: Mapping[str, Any]) -> str:
    if args.get("reset"):
        return "look.reset"
    if float(args.get("saturation", 0)) <= -1:
        return "look.bw"
    name = next((name for name in QUALITIES if args.get(name)), "")
    return f"look.{name}.{'up' if args[name] > 0 else 'down'}" if name else "look"


def _camera(args: Mapping[str, Any]) -> str:
    if named := args.get("move") or args.get("framing"):
        return f"camera.{named}"
    if step := args.get("amount_by"):
        return "camera.more" if step > 0 else "camera.less"
    return "camera.easing" if args.get("easing") else "camera.amount"


def _motion(args: Mapping[str, Any]) -> str:
    if args.get("clear"):
        return "motion.clear"
    for name, (more, less) in {
        "horizontal": ("right", "left"),
        "vertical": ("up", "down"),
        "proximity": ("nearer", "away"),
    }.items():
        if args.get(name):
            return f"motion.{more if args[name] > 0 else less}"
    return "motion.ambient"


def _heard(tool: str, args: Mapping[str, Any]) -> str:
    return f"{tool}.{_way(tool, args)}"


def _way(tool: str, args: Mapping[str, Any]) -> str:
    if args.get("remove"):
        return "remove_all" if args["remove"] == "all" else "remove"
    if args.get("add") and args.get("by_db"):
        return "louder" if args["by_db"] > 0 else "quieter"
    for name in ("add", "mood", "tone", "voice"):
        if args.get(name):
            return "none" if args[name] == "none" else "other" if name == "voice" else name
    steps = {"by_db": ("louder", "quieter"), "tempo_by": ("faster", "slower"), "pace_by": ("faster", "slower")}
    for name, (more, less) in steps.items():
        if args.get(name):
            return more if args[name] > 0 else less
    return "level" if args.get("level_db") is not None else "tempo" if tool == "music" else "pace"


def _film(args: Mapping[str, Any]) -> str:
    if args.get("aspect"):
        return f"film.aspect_{_ASPECTS.get(str(args['aspect']), args['aspect'])}"
    if args.get("captions"):
        return f"film.captions_{args['captions']}"
    return f"film.{_first(args, 'title', 'seconds', 'fps', 'language')}"


def _first(args: Mapping[str, Any], *names: str) -> str:
    """The first of the names that is given, else the last of them."""
    return next((name for name in names if args.get(name)), names[-1])


_SPELLED: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "look": _look,
    "camera": _camera,
    "motion": _motion,
    "film": _film,
    **{tool: partial(_heard, tool) for tool in ("sounds", "music", "voice")},
    "transition": lambda args: f"transition.{args.get('kind') or 'pause'}",
    "narration": lambda args: f"narration.{str(args.get('how')).removeprefix('end_on_')}",
    "set_scene": lambda args: f"scene.{_first(args, 'title', 'description', 'mood')}",
    "add_scene": lambda args: "scene.add",
    "remove_scenes": lambda args: "scene.remove",
    "arrange": lambda args: f"scene.{args.get('action')}",
    "cast": lambda args: f"cast.{args.get('action')}",
    "things": lambda args: f"things.{_first(args, 'add', 'remove', 'change')}",
    "versions": lambda args: f"versions.{args.get('action')}",
    "style": lambda args: f"style.{_first(args, 'name', 'palette', 'words')}",
    "render": lambda args: "plan" if args.get("only_plan") else "render",
    "export": lambda args: f"export.{args.get('to', 'mp4')}",
}
