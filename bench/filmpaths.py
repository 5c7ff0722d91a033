"""Films as flat facts (path and value), and lines such as "scenes.s3.look.brightness down" held against two of them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from memory.canonical import plain
from memory.film import Film

_BY_NAME = {"sounds": "kind", "strokes": "target", "shots": "id", "cast": "id", "scenes": "id"}


@dataclass(frozen=True)
class Facts:
    """Every value of a film by its path, the order of its scenes, and its version."""

    values: Mapping[str, Any]
    order: tuple[str, ...]
    version: int

    def changes(self, before: Facts) -> list[str]:
        """Paths whose value is another one than before."""
        paths = [*self.values, *(path for path in before.values if path not in self.values)]
        found = [path for path in paths if self.values.get(path) != before.values.get(path)]
        stayed = [name for name in before.order if name in self.order]
        return [*found, *(["scenes.order"] if stayed != [name for name in self.order if name in before.order] else [])]

    def under(self, pattern: str) -> dict[str, Any]:
        """The values whose path the pattern covers."""
        return {path: value for path, value in self.values.items() if matches(pattern, path)}


def facts_of(film: Film, known: Collection[str] = ()) -> Facts:
    """The film's facts; scenes and cast whose ids are not `known` (when any are) are called +."""
    document = plain(film)
    version = document.pop("version")
    values: dict[str, Any] = {}
    _flatten(document, "", values)
    names = {
        item["id"]: item["id"] if not known or item["id"] in known else "+"
        for key in ("scenes", "cast")
        for item in document[key]
    }
    renamed = {_renamed(path, names): value for path, value in values.items()}
    return Facts(renamed, tuple(names[scene["id"]] for scene in document["scenes"]), version)


def _renamed(path: str, names: Mapping[str, str]) -> str:
    parts = path.split(".")
    if parts[0] in ("scenes", "cast") and len(parts) > 1:
        parts[1] = names.get(parts[1], parts[1])
    return ".".join(parts)


def _flatten(value: Any, path: str, into: dict[str, Any]) -> None:
    if isinstance(value, dict):
        for key, item in value.items():
            _flatten(item, f"{path}.{key}".removeprefix("."), into)
    elif isinstance(value, list) and (name := _BY_NAME.get(path.rsplit(".", 1)[-1])):
        for item in value:
            _flatten(item, f"{path}.{re.sub(r'^the ', '', str(item[name]).lower()) if name == 'target' else item[name]}", into)
    else:
        into[path] = value


def matches(pattern: str, path: str) -> bool:
    """Whether a pattern covers a path: * is any one name, and a pattern covers all that lies below it."""
    wanted, parts = pattern.split("."), path.split(".")
    return len(wanted) <= len(parts) and all(w in ("*", p) for w, p in zip(wanted, parts, strict=False))


def parse(line: str) -> tuple[str, str]:
    """A line's path and predicate."""
    path, _, what = line.strip().partition(" ")
    return path, what.strip()


def holds(path: str, what: str, before: Facts, after: Facts) -> bool:
    """Whether a predicate holds of the film after, or of the step from before to after."""
    if path == "version":
        return after.version < before.version if what == "back" else after.version > before.version
    if path == "scenes.order":
        return " ".join(after.order) == what.removeprefix("=").strip()
    one, two = before.under(path), after.under(path)
    word, _, value = what.partition(" ")
    if word in ("up", "down"):
        return any(_moved(word, one.get(p), two.get(p)) for p in {*one, *two})
    if word == "=":
        return any(_same(v, value) for p, v in two.items())
    if word == "~":
        return value.lower() in " ".join(str(v) for v in two.values()).lower()
    if word == "lacks":
        was, now = (" ".join(str(v) for v in values.values()).lower() for values in (one, two))
        return value.lower() in was and value.lower() not in now
    if word == "added":
        return any(p not in one for p in two)
    if word == "gone":
        return not any(v not in ("", [], None) for v in two.values())
    if word == "set":
        return any(v not in ("", [], None) and one.get(p) != v for p, v in two.items())
    return _resized(word, one, two)


def _moved(word: str, one: Any, two: Any) -> bool:
    was, now = (value if isinstance(value, int | float) else 0 for value in (one, two))
    return now > was + 1e-9 if word == "up" else now < was - 1e-9


def _same(value: Any, wanted: str) -> bool:
    if isinstance(value, bool):
        return str(value).lower() == wanted.lower()
    if isinstance(value, int | float):
        try:
            return abs(value - float(wanted)) < 1e-6
        except ValueError:
            return False
    return str(value).strip().lower() == wanted.strip().lower()


def _resized(word: str, one: Mapping[str, Any], two: Mapping[str, Any]) -> bool:
    was, now = (sum(len(str(v).split()) for v in values.values()) for values in (one, two))
    share = now / was if was else 0.0
    least, most = {"shorter": (0.0, 0.999), "longer": (1.001, 99.0), "half": (0.4, 0.65), "double": (1.6, 2.6)}[word]
    return least <= share <= most
