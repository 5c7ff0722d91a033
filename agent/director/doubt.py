"""Doubt about what was read: something that was said and that no call answers, or a whole film changed that nobody named.

What is left unexplained is asked about, in one short question; the film then stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from agent.director.clause import Clause
from agent.director.clauses import says
from agent.director.frames import Call, Choice, Question
from agent.director.keeping import kept
from agent.director.marks import Marked
from agent.director.numbering import numbers_in
from agent.director.parts import states
from agent.director.relations import unrelated
from agent.director.senses import senses
from agent.director.where import Around
from agent.director.wording import wanted

_FREE = frozenset(["versions", "show", "render", "export", "publish", "remember", "recall", "verify", "enhance"])
"""Tools whose calls say nothing of scenes that are spoken of."""
_WIDE = frozenset(["look", "camera", "narration", "transition", "sounds"])
_PLACED = re.compile(r"\b(?:one|scenes?|bit|part|moment|picture|shot|where|when)\b(?! (?:by|to|per|for) )", re.IGNORECASE)
_FILM = re.compile(
    r"\b(?:all|every|each|everything|everywhere|whole|entire|throughout|overall|film|movie|video|always|any|scenes|both|general|generally)\b",
    re.IGNORECASE,
)


def doubted(
    marked: Marked, pieces: Sequence[Clause], dropped: Sequence[Clause], calls: Sequence[Call], around: Around
) -> Question | None:
    """The question about what was said and not read; None when all is accounted for. `dropped` are pieces taken for remarks."""
    if any(call.tool in _FREE for call in calls):
        return None
    return (
        _unread(pieces, calls, around)
        or _unheard(pieces, calls)
        or _lost(dropped, calls)
        or unrelated(marked, calls, around)
        or _too_wide(marked, calls, around)
    )


_UNITS = {
    "db": ("by_db", "level_db"),
    "bpm": ("tempo", "tempo_by"),
    "fps": ("fps",),
    "s": ("seconds", "pause", "pause_by", "at", "for_seconds"),
    "level": ("brightness", "contrast", "saturation", "warmth", "grain", "amount", "level_db"),
}
"""Arguments that an amount in a unit ends in."""


def _unheard(pieces: Sequence[Clause], calls: Sequence[Call]) -> Question | None:
    """A sound that an order names, beside others, and no call has; an amount that no call has."""
    given = {name for call in calls for name in call.args}
    told = " ".join(str(value) for call in calls for value in call.args.values())
    by_words = any(
        call.tool in ("add_scene", "set_scene", "things", "motion", "camera", "remove_scenes", "arrange") for call in calls
    )
    for piece in pieces:
        if kept(piece) or states(piece) or piece.first("masked"):
            continue
        lost = [m for m in piece.marks if m.kind == "n" and m.unit in _UNITS and not given & set(_UNITS[m.unit])]
        heard = [h for h in piece.all("sound") if h.value not in told and not by_words and says(piece)]
        heard = heard if len(pieces) > 1 and any(piece.all(kind) for kind in ("op", "loud", "loudverb")) else []
        if (lost and given & {"by_db", "pace_by", "aspect", "add", "title"}) or heard:
            done = " and ".join(wanted(call) for call in calls[:2])
            return Question(f'I understood: {done}. What do you mean by "{piece.original()}"?')
    return None


_TELLS = re.compile(
    r"(?:it|that|this|they|she|he|which|who)\b(?!.*\b(?:should|must|needs?|could|has to|have to)\b)", re.IGNORECASE
)
"""As in "drop the market, it slows things down"."""
_ORDERS = ("verb", "loudverb", "longverb", "fastverb", "trans", "aspect", "versions", "move", "long")


def _lost(dropped: Sequence[Clause], calls: Sequence[Call]) -> Question | None:
    """A piece that orders something and was taken for a remark."""
    for piece in dropped:
        top = next(iter(senses(piece)), None)
        if (
            kept(piece)
            or states(piece)
            or _TELLS.match(piece.text)
            or not any(piece.first(kind) for kind in _ORDERS)
            or (top and top.label.startswith("talk."))
        ):
            continue
        done = " and ".join(wanted(call) for call in calls[:2])
        return Question(f'I understood: {done}. What do you mean by "{piece.original()}"?')
    return None


def _unread(pieces: Sequence[Clause], calls: Sequence[Call], around: Around) -> Question | None:
    """Scenes that an order names and no call touches."""
    touched = {n for call in calls for n in _numbers(call, around)}
    for piece in pieces:
        if kept(piece) or not says(piece) or re.search(r"\b(?:keep|leave|only|just)\b", piece.text, re.IGNORECASE):
            continue
        for mark in piece.places:
            if mark.tied or mark.missing or mark.name in ("all", "one of") or set(mark.numbers) & touched:
                continue
            done = " and ".join(wanted(call) for call in calls[:2])
            return Question(f"I understood: {done}. And what should change in {_named(mark.numbers, around)}?")
    return None


def _named(numbers: Sequence[int], around: Around) -> str:
    return " and ".join(around.sheet.title(n) for n in numbers[:3])


def _numbers(call: Call, around: Around) -> set[int]:
    """Every scene that any argument of a call may name."""
    found: set[int] = set()
    if call.tool == "add_scene":
        found |= {1, around.sheet.count}
    if call.tool == "transition":
        found |= {n + 1 for n in around.numbers(call.scenes)}
    for name, value in call.args.items():
        if not isinstance(value, str):
            continue
        if value == "all":
            found |= set(range(1, around.sheet.count + 1))
        if value in ("first", "last"):
            found.add(1 if value == "first" else around.sheet.count)
        if name in ("scenes", "to", "after", "before"):
            found |= set(numbers_in(value))
            found |= {n + step for n in numbers_in(value) for step in (-1, 1)} if name != "scenes" else set()
    return found


def _too_wide(marked: Marked, calls: Sequence[Call], around: Around) -> Question | None:
    """All scenes changed where the words speak of one that was not found, and of nothing whole."""
    whole = marked.unmarked(marked.text)
    if _FILM.search(whole) or any(mark.kind == "s" for mark in marked.marks) or not _PLACED.search(whole):
        return None
    call = next((c for c in calls if c.tool in _WIDE and len(around.numbers(c.scenes)) == around.sheet.count > 1), None)
    if not call:
        return None
    choices = [
        Choice(f"Scene {n}: {around.sheet.scenes[n - 1].get('title', '')}".rstrip(": "), call.within(str(n)))
        for n in range(1, min(around.sheet.count, 6) + 1)
    ]
    return Question("In which scene?", (*choices, Choice("All scenes", call)))
