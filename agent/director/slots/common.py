"""What builders share: which scenes, and how to ask for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from agent.director.clause import Clause
from agent.director.frames import Call, Choice, ask
from agent.director.numbering import spelled
from agent.director.where import Around, leftover, places

_IT = frozenset(["it", "that", "this", "there", "them", "its", "these", "those"])
_FILM = frozenset(
    [
        "film",
        "movie",
        "video",
        "everything",
        "overall",
        "picture",
        "pictures",
        "visuals",
        "images",
        "colours",
        "colors",
        "story",
    ]
)
_WHOLE = frozenset(["film", "movie", "video", "everything", "overall", "whole", "entire", "all", "every", "story"])
"""Words by which the whole film is meant even where scenes were named just before."""


def where(clause: Clause, around: Around, used: Iterable[int] = (), *, default: str = "") -> tuple[int, ...]:
    """Scenes that a clause is about; () when nobody can tell.

    They are those it names, those its other words mean, those of the clause before, those of the last turn when a pronoun
    points there, all when the film is named; `default` is "all", "last" or "" for none.
    """
    count = around.sheet.count
    found = places(clause, around) or around.given or leftover(clause, set(used))
    if not found and count == 1:
        found = (1,)
    words = set(clause.lower)
    here = bool(around.scenes) and not words & _WHOLE
    if not found and words & _FILM and not words & {"this", "that"} and not here:
        found = tuple(range(1, count + 1))
    if not found and around.scenes:
        found = around.scenes
    if not found and words & _IT:
        found = around.last_scenes
    if not found and default:
        found = {"all": tuple(range(1, count + 1)), "last": (count,)}[default]
    return found


def spelled_out(numbers: Sequence[int], around: Around) -> str:
    """The scenes argument for these numbers."""
    return spelled(list(numbers), around.sheet.count)


def which_scene(around: Around, text: str, calls: Sequence[Call]) -> Exception:
    """The question in which scene something is to happen; every scene and all of them are the choices."""
    count = around.sheet.count
    if len(calls) != 1:
        return ask(text)
    likely = around.last_scenes
    numbers = [*likely, *(n for n in range(1, count + 1) if n not in likely)][:6]
    choices = [
        Choice(f"Scene {n}: {around.sheet.scenes[n - 1].get('title', '')}".rstrip(": "), calls[0].within(str(n)))
        for n in numbers
    ]
    if count > 1:
        choices.append(Choice("All scenes", calls[0].within("all")))
    return ask(text, *choices)


def in_scenes(around: Around, numbers: Sequence[int], call: Call, text: str) -> list[Call]:
    """The call for these scenes, or the question in which when there are none."""
    if not numbers and around.last and around.last[-1].tool == call.tool:
        numbers = around.last_scenes
    if not numbers:
        raise which_scene(around, text, [call])
    return [call.within(spelled_out(numbers, around))]


def named_else(clause: Clause) -> bool:
    """Whether something is named that is no sound here ("the trumpets")."""
    told = {i for h in clause.hits for i in h.cover}
    return any(i not in told and len(clause.lower[i]) > 3 for i in clause.content)
