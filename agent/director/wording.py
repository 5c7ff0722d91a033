"""A call in a person's words: "scene 3 brighter", "scenes 1 and 6 swapped", for questions and for the choices they offer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from agent.director.frames import Call, Choice, Question

_LOOKS = {
    "brightness": ("brighter", "darker"),
    "contrast": ("with more contrast", "with less contrast"),
    "saturation": ("more colourful", "less colourful"),
    "warmth": ("warmer", "colder"),
    "grain": ("grainier", "with less grain"),
}
_MERGED = {"swap": "swapped", "merge": "made one", "split": "split in two", "duplicate": "doubled"}
_HOW = {
    "shorter": "shorter",
    "longer": "longer",
    "half": "half as long",
    "double": "twice as long",
    "end_on_question": "to end on a question",
    "clear": "gone",
}
_VERSIONS = {
    "undo": "the last change taken back",
    "redo": "the change I took back again",
    "compare": "to see what has changed",
    "list": "a list of the versions",
}


def wanted(call: Call) -> str:
    """What the call would bring, as it stands after "Do you want": "scene 3 brighter"."""
    worded = _WORDED.get(call.tool)
    return worded(call.args) if worded else f"something about {call.tool.replace('_', ' ')}"


def offer(calls: Sequence[Call]) -> Question:
    """The question which of these is meant; at most three."""
    options = list({wanted(call): Choice(wanted(call), call) for call in calls[:3]}.values())
    names = list(dict.fromkeys(option.label for option in options))
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
    return Question(f"Do you want {listed}?", tuple(options))


def _place(args: Mapping[str, Any]) -> str:
    scenes = str(args.get("scenes", ""))
    if scenes == "all":
        return "every scene"
    return f"scene{'s' if len(scenes.split()) > 1 or '-' in scenes else ''} {scenes}" if scenes else "the film"


def _look(args: Mapping[str, Any]) -> str:
    if args.get("reset"):
        return f"{_place(args)} with its first look again"
    if args.get("saturation") == -1.0:
        return f"{_place(args)} in black and white"
    said = [words[args[name] < 0] for name, words in _LOOKS.items() if args.get(name)]
    return f"{_place(args)} {' and '.join(said) or 'neutral'}"


def _louder(args: Mapping[str, Any]) -> str:
    if args.get("by_db"):
        return "louder" if args["by_db"] > 0 else "quieter"
    level = args.get("level_db")
    return "" if level is None else "off" if level <= -40 else "at another level"


def _music(args: Mapping[str, Any]) -> str:
    tempo = args.get("tempo_by", 0)
    said = [_louder(args), "faster" if tempo > 0 else "slower" if tempo < 0 else "", str(args.get("mood", ""))]
    said += [f"at {args['tempo']} beats a minute"] if args.get("tempo") else []
    return f"the music {' and '.join(word for word in said if word) or 'changed'}"


def _song(args: Mapping[str, Any]) -> str:
    if args.get("file"):
        return "composed music again" if args["file"] == "none" else f"{args['file']} as the music"
    return "the film cut to the beat" if args.get("on_beat") == "yes" else "the music to follow something else"


def _sounds(args: Mapping[str, Any]) -> str:
    if args.get("remove"):
        what = "all sounds" if args["remove"] == "all" else f"the {args['remove']}"
        return f"{what} gone from {_place(args)}"
    what, loud = str(args.get("add") or "sounds"), _louder(args)
    return f"the {what} in {_place(args)} {loud}" if loud else f"to hear {what} in {_place(args)}"


def _voice(args: Mapping[str, Any]) -> str:
    if args.get("pace_by"):
        return f"the narrator to speak {'faster' if args['pace_by'] > 0 else 'more slowly'}"
    if args.get("tone"):
        return f"the narrator to sound {args['tone']}"
    return f"a {args['voice']} voice" if args.get("voice") else "another pace of the narrator"


def _narration(args: Mapping[str, Any]) -> str:
    how = str(args.get("how", ""))
    whose = f"the narration of {_place(args)}"
    if how == "tone":
        return f"{whose} told in a {args.get('tone', 'different')} way"
    if how in ("replace", "append"):
        return f'{whose} to {"be" if how == "replace" else "end with"} "{args.get("text", "")}"'
    return f"{whose} {_HOW.get(how, 'changed')}"


def _camera(args: Mapping[str, Any]) -> str:
    said = []
    if args.get("move"):
        move = str(args["move"]).replace("_", " ")
        said.append("the camera to hold still" if move == "static" else f"the camera to move: {move}")
    if args.get("framing"):
        said.append(f"a {args['framing']} view")
    if args.get("easing"):
        said.append("the camera to start and stop differently")
    if not said:
        said.append(f"the camera {'calmer' if args.get('amount_by', 0) < 0 else 'to move more'}")
    return f"{' and '.join(said)} in {_place(args)}"


def _motion(args: Mapping[str, Any]) -> str:
    return f"the {args.get('target', 'picture')} to {'hold still' if args.get('clear') else 'move'} in {_place(args)}"


def _transition(args: Mapping[str, Any]) -> str:
    if args.get("kind"):
        return f"{_place(args)} to end with a {str(args['kind']).replace('_', ' ')}"
    return f"another pause after {_place(args)}"


def _arrange(args: Mapping[str, Any]) -> str:
    if args.get("action") != "move":
        return f"{_place(args)} {_MERGED.get(str(args.get('action')), 'in another order')}"
    to = str(args.get("to", ""))
    return f"{_place(args)} moved {to if ' ' in to else f'to the {to} place' if to.isalpha() else f'to place {to}'}"


def _set_scene(args: Mapping[str, Any]) -> str:
    if args.get("title"):
        return f'{_place(args)} called "{args["title"]}"'
    return f"{_place(args)} to feel {args['mood']}" if args.get("mood") else f"another picture in {_place(args)}"


def _things(args: Mapping[str, Any]) -> str:
    if args.get("change"):
        return f"{args['change']} {args.get('into')} in {_place(args)}"
    return f"to see {args['add']} in {_place(args)}" if args.get("add") else f"{args.get('remove')} gone from {_place(args)}"


def _cast(args: Mapping[str, Any]) -> str:
    who, name = args.get("who", ""), args.get("name", "")
    return {
        "add": f"{name or who} to join the cast",
        "rename": f"{who} to be called {name}",
        "remove": f"{who} out of the cast",
    }.get(str(args.get("action")), f"{who} to look different")


def _film(args: Mapping[str, Any]) -> str:
    if args.get("title"):
        return f'the film called "{args["title"]}"'
    if args.get("captions"):
        return "captions burned into the picture" if args["captions"] == "burned" else "captions beside the picture"
    if args.get("aspect"):
        return f"the film in {args['aspect']}"
    return f"the film {args['seconds']:g} seconds long" if args.get("seconds") else "other settings of the film"


def _export(args: Mapping[str, Any]) -> str:
    told = [str(args[name]) for name in ("preset", "aspect", "size", "codec") if args.get(name)]
    rate = [f"{args['fps']} frames a second"] if args.get("fps") else []
    return " ".join(
        [f"the film saved as {args.get('to', 'a file')}", *([f"({', '.join([*told, *rate])})"] if told or rate else [])]
    )


_WORDED: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "look": _look,
    "music": _music,
    "song": _song,
    "draw": lambda args: f"{_place(args)} drawn {'by ' + str(args['engine']) if args.get('engine') else 'another way'}",
    "retouch": lambda args: f"the {args.get('target', 'picture')} painted anew in {_place(args)}",
    "guide": lambda args: f"what guides the drawing of {_place(args)}",
    "sounds": _sounds,
    "voice": _voice,
    "narration": _narration,
    "camera": _camera,
    "motion": _motion,
    "transition": _transition,
    "arrange": _arrange,
    "set_scene": _set_scene,
    "cast": _cast,
    "things": _things,
    "film": _film,
    "export": _export,
    "publish": lambda args: f"the film uploaded to {args.get('where', 'youtube')}",
    "enhance": lambda args: f"{args.get('file')} made better",
    "verify": lambda args: f"to know whether {args.get('file') or 'the film'} is signed",
    "remove_scenes": lambda args: f"{_place(args)} removed",
    "add_scene": lambda args: f"a new scene about {args.get('about', 'this')}",
    "style": lambda args: f"the film in another style: {args.get('name') or args.get('words') or 'other colours'}",
    "versions": lambda args: _VERSIONS.get(str(args.get("action")), f"version {args.get('version')} back"),
    "render": lambda args: "to see what a render would make" if args.get("only_plan") else "the film rendered",
    "show": lambda args: "to know something about the film",
    "remember": lambda args: f'me to remember "{args.get("what", "")}"',
    "recall": lambda args: "to know what I remember",
}
