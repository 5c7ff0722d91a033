"""The whole film: title, shape, captions, length, style, versions; rendering, exporting and what is remembered."""

from __future__ import annotations

import re

from agent.director.clause import Clause
from agent.director.degrees import degree
from agent.director.frames import Call, Choice, ask
from agent.director.slots.common import spelled_out
from agent.director.slots.story import length_sign
from agent.director.where import Around, places
from tools.vocabulary.words import tables


def title(clause: Clause, around: Around) -> list[Call]:
    """The film's title, or a scene's when one is named."""
    given = re.sub(r"^(?:to|as|be|the title) ", "", clause.words_given).strip(" .!?\"'“”")
    given = re.sub(r",? please$", "", given, flags=re.IGNORECASE)
    numbers = places(clause, around)
    if clause.first("who") and not numbers and clause.first("op", "rename"):
        return []
    if not given:
        return []
    if (numbers and len(numbers) < around.sheet.count) or (
        numbers and around.sheet.count == 1 and "scene" in " ".join(clause.lower)
    ):
        return [Call("set_scene", {"scenes": spelled_out(numbers, around), "title": given})]
    return [Call("film", {"title": given})]


def aspect(clause: Clause, around: Around) -> list[Call]:
    """The frame's shape."""
    hits = sorted(clause.all("aspect"), key=lambda h: (-len(h.cover), -h.start))
    hits = [
        h
        for h in hits
        if h.value != "1:1" or "post" in clause.lower or "square" in clause.lower or clause.lower[h.start] != "instagram"
    ] or hits
    exact = [h for h in hits if ":" in clause.lower[h.start]] or hits
    denied = [h for h in exact if re.search(r"\b(?:not|instead of|rather than|from)(?: \w+)?$", " ".join(clause.before(h, 2)))]
    wanted = [h for h in exact if h not in denied] or exact
    return [Call("film", {"aspect": wanted[0].value})] if wanted else []


def captions(clause: Clause, around: Around) -> list[Call]:
    """Captions painted into the picture, or left to the player."""
    words = " ".join(clause.lower)
    soft = re.search(
        (
            r"\b(?:soft|separate|player|no|not|without|remove|off|turn off|lose|hide|drop|get rid|"
            r"delete|unburn|kill|take|disable|optional|do not|don't|out|away|separately|from)\b"
        ),
        words,
    )
    burned = re.search(
        (
            r"\b(?:burn|burned|burnt|hard|hardcoded?|into the picture|into the image|into the video|"
            r"on screen|on the picture|show|display|visible|on|add|enable|permanent|always|baked|bake|"
            r"embed|hardsubs?|with|want|need|have|put|give|turn on|in the picture|in the video|back|"
            r"use|include|see|permanently)\b"
        ),
        words,
    )
    if soft and not re.search(
        r"\b(?:soft|off|no|remove|hide|lose|drop|delete|without|not|kill|out|disable|away|separate|separately|from|rid)\b",
        words,
    ):
        soft = None
    if not soft and not burned:
        return []
    return [Call("film", {"captions": "soft" if soft else "burned"})]


def lasting(around: Around) -> float:
    """About how long the film is now, in seconds: what was asked for, or its words read at the narrator's pace."""
    film = around.sheet.film or {}
    if film.get("seconds"):
        return float(film["seconds"])
    pace = float(film.get("narrator", {}).get("pace", 1)) or 1
    return sum(
        max(4.0, len(str(s.get("narration", "")).split()) / 2.6 / pace + float(s.get("pause", 0.9)))
        for s in around.sheet.scenes
    )


_LASTING = re.compile(
    r"\b(?:total|altogether|overall|in all|tops|maximum|last|lasts|long"
    r"|length|it|down to|within|under|run|runtime|max|duration)\b"
)
_RELATIVE = re.compile(
    r"⟧ ?(?:shorter|longer|off|less|more|from|extra)|\b(?:by|more|add|another|cut"
    r"|shave|trim|lose|take|remove)(?: off| about| around| roughly| some)* ⟦n"
)
_LESS = re.compile(r"\b(?:cut|shave|trim|lose|remove|off|less|take|shorter)\b")


def length(clause: Clause, around: Around) -> list[Call]:
    """How long the film is to be, in seconds."""
    numbers = places(clause, around)
    if numbers and len(numbers) < around.sheet.count:
        return _of_scenes(clause, spelled_out(numbers, around))
    seconds = clause.quantity("s")
    meant = seconds and (
        length_sign(clause)
        or _LASTING.search(seconds.raw.lower())
        or clause.first("op", "set")
        or clause.first("op", "remove")
        or _LASTING.search(" ".join(clause.lower))
    )
    if not meant and not clause.has("topic.film|topic.story"):
        return []
    wanted = _wanted(clause, lasting(around))
    return [Call("film", {"seconds": max(5.0, round(wanted, 1))})] if wanted else []


def _of_scenes(clause: Clause, scenes: str) -> list[Call]:
    if not length_sign(clause) and not clause.quantity("s"):
        return []
    raise ask(
        "A scene lasts as long as its words. Should its narration be shorter or longer?",
        Choice("Shorter", Call("narration", {"scenes": scenes, "how": "shorter"})),
        Choice("Longer", Call("narration", {"scenes": scenes, "how": "longer"})),
    )


def _wanted(clause: Clause, now: float) -> float:
    """The seconds that are asked for, 0 when the words do not say."""
    sign, seconds, words = length_sign(clause), clause.quantity("s"), " ".join(clause.lower)
    if seconds and seconds.value > 0:
        down = sign < 0 or _LESS.search(words)
        return now + (-1 if down else 1) * seconds.value if _RELATIVE.search(words) else seconds.value
    if clause.first("half"):
        return now * (2 if clause.first("half", "double") else 0.5)
    if percent := clause.quantity("%"):
        return now * (1 + (sign or -1) * percent.value / 100)
    return round(now * (1 + sign * {0.1: 0.1, 0.2: 0.2}.get(degree(clause), 0.4))) if sign else 0


def fps(clause: Clause, around: Around) -> list[Call]:
    """Frames a second."""
    rate = clause.quantity("fps", "")
    return [Call("film", {"fps": int(rate.value)})] if rate else []


def language(clause: Clause, around: Around) -> list[Call]:
    """The film's language."""
    hit = clause.first("language")
    return [Call("film", {"language": hit.value})] if hit else []


_LIKE = re.compile(
    r"\b(?:look like|looks like|in the style of|style of|drawn like|painted like|style to|style be|style:|drawn as|painted as"
    r"|as) (?:an? |the )?(?P<what>[\w' -]{3,40})$",
    re.IGNORECASE,
)
_STYLED = re.compile(
    r"\b(?:make it|do it|go|want it|give it|use|try|in|with) (?:an? |the |it )?(?:more )?(?P<what>[\w' -]{3,30})"
    r" (?:style|look|aesthetic|design)\b",
    re.IGNORECASE,
)
_VAGUE = re.compile(r"different|new|another|better|other|nice|nicer", re.IGNORECASE)


def style(clause: Clause, around: Around) -> list[Call]:
    """The style's name, or its palette."""
    if clause.first("who"):
        return []
    names = sorted(clause.all("style"), key=lambda h: (-len(h.cover), h.start))
    names = [
        h for h in names if not re.search(r"\b(?:not|no|less|instead of|rather than)(?: \w+)?$", " ".join(clause.before(h, 2)))
    ]
    only = clause.first("colour") and re.search(r"\b(?:only|just|nothing but)\b", " ".join(clause.lower))
    if only or (clause.first("topic", "palette") and (clause.first("colour") or not names)):
        return _palette(clause)
    if names:
        return [Call("style", {"name": " ".join(clause.lower[i] for i in names[0].cover)})]
    here = places(clause, around)
    return [] if here and len(here) < around.sheet.count else _in_words(clause)


def _in_words(clause: Clause) -> list[Call]:
    """A style that the lexicon does not know, in the person's own words."""
    if given := clause.words_given:
        return [Call("style", {"name": given})]
    if found := _LIKE.search(clause.original()):
        return [Call("style", {"words": found["what"].strip()})]
    found = _STYLED.search(clause.original())
    if found and not _VAGUE.fullmatch(found["what"].strip()):
        return [Call("style", {"name": found["what"].strip()})]
    if not clause.has("op.set|op.replace"):
        return []
    known = ("watercolour", "papercut", "noir", "pencil sketch")
    raise ask("Which style should it be?", *(Choice(s, Call("style", {"name": s})) for s in known))


def _palette(clause: Clause) -> list[Call]:
    if named := next((word for word in clause.lower if word in tables()["palettes"]), ""):
        return [Call("style", {"palette": [named]})]
    colours: list[str] = []
    taken: set[int] = set()
    for hit in sorted(clause.all("colour"), key=lambda h: (-len(h.cover), h.start)):
        if not taken & set(hit.cover):
            taken |= set(hit.cover)
            colours.append(hit.value if len(hit.cover) == 1 else " ".join(clause.lower[i] for i in hit.cover))
    hexes = re.findall(r"#[0-9a-fA-F]{6}\b", clause.text)
    if colours or hexes:
        return [Call("style", {"palette": [*hexes, *dict.fromkeys(colours)]})]
    if word := clause.first("adj") or clause.first("noun"):
        return [Call("style", {"palette": [" ".join(clause.lower[i] for i in word.cover)]})]
    raise ask("Which colours should the palette have?")
