"""Which scenes somebody means: numbers, ids, order, ranges, exclusions, and what scenes are about."""

from __future__ import annotations

import re

from memory.editing import UNCHANGED
from memory.errors import FilmError
from memory.film import Film, Scene
from tools.vocabulary.about import Unclear, by_content, labelled
from tools.vocabulary.places import bare, by_place, clean, tables, value_of

__all__ = ["Unclear", "find_place", "find_scene", "find_scenes"]

_AND = re.compile(r"\s*(?:[,;&+/]|\band\b|\bplus\b|\bas well as\b|\bund\b|\bet\b|\by\b)\s*(?:(?:and|also|then)\b\s*)?")
_TO = r"(?: ?(?:-|\.\.+|through|thru|up to|till|until|bis) ?| to | to and including )"
_RANGE = re.compile(rf"(?:from |between )?(.+?){_TO}(.+)")
_BETWEEN = re.compile(r"between (.+?) and (.+)")
_SOON = r"(?:right |just |directly |immediately )?"
_BESIDE = re.compile(rf"(?:the )?(?:next )?(?:scene|one)? ?{_SOON}(before|after|following|preceding) (.+)")
_WHOLE = r"(?:(?:everything|all|every|each)(?: of)?(?: the)?(?: scenes?)?|the rest|(?:the )?scenes)"
_ONWARD = re.compile(
    rf"(?:{_WHOLE} )?(?:from |starting (?:from |at |with )?)?(.+?) "
    r"(?:on|onwards?|to (?:the )?end|and (?:all |everything )?(?:after|later|on|onwards?))"
)
_SIDE = re.compile(rf"{_WHOLE}(?: that (?:come|comes|are|is))? (before|after|following|from|until|till|up to|since) (.+)")
_GROUP = re.compile(r"all(?: of)?(?: the| these)? scenes|(?:all|the)(?: of)?(?: the| these)? ([\w-]+) (?:scenes|of them)")
_WITHIN = re.compile(r"\b(?:with|where|about|in which|every|all|each|when)\b")
_STEPS = r"(?:scenes?|places?|positions?|steps?|spots?)"
_SHIFT = re.compile(
    rf"(?:([\w-]+) )?(?:{_STEPS} )?(earlier|up|forwards?|sooner|later|down|backwards?|further back)"
    rf"(?: (?:by )?([\w-]+))?(?: {_STEPS})?"
)
_NEXT_TO = re.compile(rf"{_SOON}(before|in front of|ahead of|after|behind|following|next to|beside) (.+)")
_TOWARDS = re.compile(r"^(?:to|as|at|into|in|move to)(?: the| become)? |(?:^| )(?:place|position|spot|slot|number|nr)(?= |$)")


def find_scenes(film: Film, words: object) -> list[Scene]:
    """The scenes that words mean, in the film's order, each once.

    "3", "s3", "third", "the last two", "all", "all but 2", "2-4", "1 and 5", "the storm", "opening", "every night scene".
    FilmError when nothing is meant or there is no such scene; Unclear when one is asked for and several fit.
    """
    text = clean(words)
    if not text:
        raise FilmError(f'Say which scene is meant, such as "3", "the last two", "the storm" or "all". {UNCHANGED}')
    return [film.scenes[index] for index in sorted(set(_places(film, text)))]


def find_scene(film: Film, words: object) -> Scene:
    """The one scene that words mean; Unclear when they mean several."""
    found = find_scenes(film, words)
    if len(found) == 1:
        return found[0]
    names = tuple(f"scene {labelled(film, film.scenes.index(scene))}" for scene in found)
    raise Unclear(f"One scene is needed here, and {str(words)[:80]!r} means {len(found)}. Say which one. {UNCHANGED}", names)


def _places(film: Film, text: str) -> list[int]:
    """Read a phrase: as a whole, with something left out, from one to another, or as several joined."""
    everything = list(range(len(film.scenes)))
    group = _GROUP.fullmatch(text)
    if bare(text) in tables()["all"] or (group and (not group[1] or value_of(group[1]) == len(everything))):
        return everything
    found = by_place(film, text)
    if found is not None:
        return _one_of_two(film, text, found)
    for reading in (_left_out, _stretch, _joined):
        found = reading(film, text)
        if found is not None:
            return found
    return by_content(film, text)


def _one_of_two(film: Film, text: str, found: list[int]) -> list[int]:
    """The middle of an even film is two scenes; where one was meant, the person says which."""
    if bare(text) in tables()["middle"] and len(found) > 1 and "scenes" not in text:
        names = tuple(f"scene {labelled(film, index)}" for index in found)
        raise Unclear(f"The film has an even number of scenes; the middle could be {' or '.join(names)}. {UNCHANGED}", names)
    return found


def _left_out(film: Film, text: str) -> list[int] | None:
    """As in "all but 2", "everything except the storm", "the night scenes but not 3", "2-5, not 4"."""
    joined = "|".join(re.escape(word) for word in sorted(tables()["but"], key=len, reverse=True))
    match = re.fullmatch(rf"(.*?)[ ,]*\b({joined})\b (?:for )?(.+)", text)
    if not match or re.search(r"\b(?:last|final|next)(?: one)? but \w+$", text):
        return None
    whole, rest = match[1] or "all", match[3]
    if match[2] == "all but" or not match[1]:
        whole = "all"
    left_out = _places(film, rest)
    kept = [index for index in _places(film, whole) if index not in left_out]
    if not kept:
        raise FilmError(f"{text[:80]!r} leaves no scene. {UNCHANGED}")
    return kept


def _stretch(film: Film, text: str) -> list[int] | None:
    """As in "2-4", "from the second to the storm", "3 onwards", "everything after 2", "the scene after the storm"."""
    last = len(film.scenes) - 1
    if match := _SIDE.fullmatch(text):
        edge = _edge(film, match[2])
        if edge is not None:
            ahead = match[1] in ("before", "until", "till", "up to")
            start, end = (0, edge - (match[1] == "before")) if ahead else (edge + (match[1] in ("after", "following")), last)
            return _between(film, text, start, end)
    if match := re.fullmatch(r"(?:up to|until|till|through)(?: and including)? (.+)", text):
        edge = _edge(film, match[1])
        return None if edge is None else _between(film, text, 0, edge)
    if match := _BESIDE.fullmatch(text):
        edge = _edge(film, match[2])
        if edge is not None:
            beside = edge + (1 if match[1] in ("after", "following") else -1)
            return _between(film, text, beside, beside)
    if (match := _ONWARD.fullmatch(text)) and (edge := _edge(film, match[1])) is not None:
        return _between(film, text, edge, last)
    for pattern in (_BETWEEN, _RANGE):
        if match := pattern.fullmatch(text):
            ends = [_edge(film, part) for part in match.groups()]
            if None not in ends:
                first, second = sorted(end for end in ends if end is not None)
                return list(range(first, second + 1))
    return None


def _between(film: Film, text: str, start: int, end: int) -> list[int]:
    if start > end or start < 0 or end >= len(film.scenes):
        raise FilmError(f"There is no scene {text[:80]}; the film has {len(film.scenes)} scenes. {UNCHANGED}")
    return list(range(start, end + 1))


def _edge(film: Film, text: str) -> int | None:
    """One end of a range: a place, or a single scene by what it is about; None when it is neither."""
    found = by_place(film, text)
    if found is None and len(text) > 2 and not re.search(r"\band\b|,", text):
        try:
            found = by_content(film, text)
        except Unclear:
            raise
        except FilmError:
            return None
    return found[0] if found and len(found) == 1 else None


def _joined(film: Film, text: str) -> list[int] | None:
    """As in "1 and 5", "2, 4-5 and the last", "the storm and the ending", "1 3 5"; None when it is one thing after all."""
    parts = [part for part in _AND.split(text) if part.strip()]
    if len(parts) < 2:
        numbers = bare(text).split()
        parts = (
            numbers if len(numbers) > 1 and all(value_of(each) is not None and each[-1].isdigit() for each in numbers) else []
        )
    if len(parts) < 2:
        return None
    if not any(_is_place(film, part) for part in parts) and _WITHIN.search(parts[0]):
        return None
    return [index for part in parts for index in _places(film, part)]


def _is_place(film: Film, text: str) -> bool:
    return by_place(film, text) is not None


def find_place(film: Film, words: object, moving: tuple[str, ...] = ()) -> int:
    """How many of the scenes that are not moving shall stand before the place that words mean.

    "first", "last", "2" (to be number 2), "before 2", "after the storm", "between 3 and 4", "one earlier", "two later".
    FilmError when there is no such place, or it is beside a scene that moves itself.
    """
    text = clean(words)
    others = [scene.id for scene in film.scenes if scene.id not in moving]
    if not text:
        raise FilmError(f'Say where to: "first", "last", "before 2" or "after the storm". {UNCHANGED}')
    text = _TOWARDS.sub(" ", text).strip()
    if text in ("0", "front", "very front", "very beginning") or text in tables()["opening"] or bare(text) == "first":
        return 0
    if bare(text) in tables()["ending"] or text in ("last", "back", "very end", "bottom"):
        return len(others)
    for reading in (_beside, _shifted):
        place = reading(film, text, moving, others)
        if place is not None:
            return place
    return _numbered(film, text, moving, others)


def _beside(film: Film, text: str, moving: tuple[str, ...], others: list[str]) -> int | None:
    if match := _BETWEEN.fullmatch(text):
        return min(_next_to(film, part, moving, others) for part in match.groups()) + 1
    match = _NEXT_TO.fullmatch(text)
    if not match:
        return None
    return _next_to(film, match[2], moving, others) + (match[1] not in ("before", "in front of", "ahead of"))


def _next_to(film: Film, text: str, moving: tuple[str, ...], others: list[str]) -> int:
    name = find_scene(film, text).id
    if name in moving:
        raise FilmError(f"A scene cannot be moved beside itself. Name another scene. {UNCHANGED}")
    return others.index(name)


def _shifted(film: Film, text: str, moving: tuple[str, ...], others: list[str]) -> int | None:
    """As in "one earlier", "up", "two places later", "down one"."""
    match = _SHIFT.fullmatch(text)
    if not match or not moving:
        return None
    step = value_of(match[1] or match[3] or "one") or 1
    first = min(index for index, scene in enumerate(film.scenes) if scene.id in moving)
    place = first - step if match[2] in ("earlier", "up", "forward", "forwards", "sooner") else first + step
    if not 0 <= place <= len(others):
        raise FilmError(f"The scene cannot be moved {text[:60]}; the film has {len(film.scenes)} scenes. {UNCHANGED}")
    return place


def _numbered(film: Film, text: str, moving: tuple[str, ...], others: list[str]) -> int:
    """As in "2", "third", "second to last", "the storm": to stand where that scene stands now."""
    number = value_of(bare(text))
    place = number - 1 if number is not None else film.scenes.index(find_scene(film, text))
    most = len(others) if moving else len(film.scenes)
    if not 0 <= place <= most:
        raise FilmError(f"There is no place {text[:60]}; the film has {len(film.scenes)} scenes. {UNCHANGED}")
    return place
