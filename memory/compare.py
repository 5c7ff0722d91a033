"""What is different between two films, as facts that can be put into words: scenes are matched by id, not by place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from memory.canonical import canonical, plain
from memory.film import Film

_NAMED = {"scenes": "scene", "shots": "shot", "cast": "cast member"}


@dataclass(frozen=True)
class Change:
    """One difference: where (a path such as "scenes.s3.look.brightness"), and what it was and is.

    Values are JSON values, None for not there; `scene` is the id of the scene, "" for the film as a whole.
    """

    path: str
    before: Any
    after: Any
    scene: str = ""


def same_film(one: Film, other: Film) -> bool:
    """Whether two films are the same in all but their version numbers."""
    return one is other or canonical(one.model_copy(update={"version": 1})) == canonical(
        other.model_copy(update={"version": 1})
    )


def compare_films(before: Film, after: Film) -> list[Change]:
    """All differences in document order; `version` is left out, since it always differs."""
    one, two = plain(before), plain(after)
    one.pop("version")
    two.pop("version")
    return _objects(one, two, "", "")


def sentence(change: Change) -> str:
    """The change in words, e.g. 'scenes.s3.look.brightness: 0 -> -0.3'."""
    if change.before is None:
        return f"{change.path}: added"
    if change.after is None:
        return f"{change.path}: removed"
    return f"{change.path}: {_short(change.before)} -> {_short(change.after)}"


def _short(value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= 80 else f"{text[:77]}..."


def _objects(one: dict[str, Any], two: dict[str, Any], path: str, scene: str) -> list[Change]:
    changes: list[Change] = []
    for key in [*one, *(key for key in two if key not in one)]:
        changes += _values(one.get(key), two.get(key), f"{path}.{key}".removeprefix("."), scene)
    return changes


def _values(one: Any, two: Any, path: str, scene: str) -> list[Change]:
    if one == two and isinstance(one, bool) == isinstance(two, bool):
        return []
    if isinstance(one, dict) and isinstance(two, dict):
        return _objects(one, two, path, scene)
    if path.rsplit(".", 1)[-1] in _NAMED and _have_ids(one) and _have_ids(two):
        return _named(one, two, path, scene)
    return [Change(path, one, two, scene)]


def _have_ids(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) and isinstance(item.get("id"), str) for item in value)


def _named(one: list[Any], two: list[Any], path: str, scene: str) -> list[Change]:
    """Lists of things with ids: what came, what went, what changed, and the order when that changed."""
    old, new = {item["id"]: item for item in one}, {item["id"]: item for item in two}
    changes: list[Change] = []
    for name in [*old, *(name for name in new if name not in old)]:
        inside = name if path == "scenes" else scene
        changes += _values(old.get(name), new.get(name), f"{path}.{name}", inside)
    stayed, stay = [name for name in old if name in new], [name for name in new if name in old]
    if stayed != stay:
        changes.append(Change(f"{path}.order", stayed, stay, scene))
    return changes
