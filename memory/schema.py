"""Reading and writing film documents: bounded JSON, older schemas lifted, and errors that name the field in words."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from memory.canonical import canonical, plain
from memory.errors import DocumentError
from memory.film import SCHEMA, Film

LARGEST = 20 * 1024 * 1024
"""Bytes that a document may have."""
DEEPEST = 64
"""Levels of lists and objects within one another that a document may have."""
_DIGITS = 40


@lru_cache(maxsize=8)
def load_film(text: str | bytes, name: str = "film.json") -> Film:
    """The film in a JSON text of any schema up to ours; DocumentError says in which field of `name` it went wrong.

    The last few are kept by their very text: an edit reads the same film.json many times over, and a film never changes.
    """
    document = read_document(text, name)
    lifted = lift(document, name)
    try:
        return Film.model_validate(lifted)
    except ValidationError as error:
        raise DocumentError(f"{name} is not a film yet: {explain(error, lifted)}") from error


def dump_film(film: Film) -> str:
    """The film's JSON text as it stands in film.json; DocumentError when it could not be read back as the same film."""
    try:
        text = json.dumps(plain(film), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
        text.encode()
    except (TypeError, ValueError) as error:
        raise DocumentError(f"This film cannot be written as JSON ({error}). The film on disk is unchanged.") from error
    if canonical(load_film(text, "The film")) != canonical(film):
        raise DocumentError("This film would not read back the same from its JSON. The film on disk is unchanged.")
    return text


def read_document(text: str | bytes, name: str) -> dict[str, Any]:
    """A JSON object, bounded in size and depth; no doubled keys, no NaN, no broken text. DocumentError otherwise."""
    try:
        text = text.decode("utf-8-sig") if isinstance(text, bytes) else text.removeprefix("\ufeff")
        size = len(text.encode())
    except UnicodeError as error:
        raise DocumentError(f"{name} is not UTF-8 text. Save it as UTF-8 and try again.") from error
    if size > LARGEST:
        raise DocumentError(f"{name} is larger than {LARGEST // 2**20} MB, which no film needs to be. It was not read.")
    try:
        document = json.loads(
            text, object_pairs_hook=_unique, parse_constant=_refuse_constant, parse_float=_finite, parse_int=_integer
        )
        _check_tree(document)
    except json.JSONDecodeError as error:
        raise DocumentError(f"{name} is not JSON: line {error.lineno}, column {error.colno}: {error.msg}.") from error
    except RecursionError as error:
        raise DocumentError(f"{name} is nested more than {DEEPEST} levels deep. It was not read.") from error
    except ValueError as error:
        raise DocumentError(f"{name} cannot be read: {error}.") from error
    if not isinstance(document, dict):
        raise DocumentError(f'{name} holds no film: it should be an object with "scenes" in it.')
    return document


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        doubled = next(key for index, key in enumerate(keys) if key in keys[:index])
        raise ValueError(f'the field "{doubled[:80]}" is there twice in one object')
    return found


def _refuse_constant(word: str) -> Any:
    raise ValueError(f"{word} is not a number that JSON knows")


def _finite(word: str) -> float:
    value = float(word)
    if not math.isfinite(value):
        raise ValueError(f"the number {word[:20]} is too large")
    return value


def _integer(word: str) -> int:
    if len(word) > _DIGITS:
        raise ValueError(f"the number {word[:20]}... is too long")
    return int(word)


def _check_tree(value: Any, depth: int = 1) -> None:
    """Check depth and text of a parsed document; RecursionError when too deep, ValueError for half characters."""
    if isinstance(value, str):
        _whole(value)
    elif isinstance(value, dict | list):
        if depth > DEEPEST:
            raise RecursionError
        for key in value if isinstance(value, dict) else ():
            _whole(key)
        for item in value.values() if isinstance(value, dict) else value:
            _check_tree(item, depth + 1)


def _whole(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError("it holds half a character (a lone surrogate)") from error


def _from_0(document: dict[str, Any]) -> dict[str, Any]:
    """Documents before schema numbers had today's fields and no number."""
    return {**document, "schema_version": 1}


LIFTS: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {0: _from_0}
"""From each older schema the step to the next one; a document walks the chain up to `SCHEMA`."""


def lift(document: dict[str, Any], name: str = "film.json") -> dict[str, Any]:
    """The document in our schema; DocumentError when a later Onereel made it, or its number is none."""
    number = document.get("schema_version", 0)
    if not isinstance(number, int) or isinstance(number, bool) or number < 0:
        raise DocumentError(f"{name}: schema_version is {_shown(number)}; it should be a whole number from 0 to {SCHEMA}.")
    if number > SCHEMA:
        raise DocumentError(
            f"{name} was made by a later Onereel (schema {number}); this one reads up to {SCHEMA}. "
            "It was left as it is. Update Onereel to open it."
        )
    while number < SCHEMA:
        document = LIFTS[number](document)
        number += 1
    return document


def explain(error: ValidationError, document: Any = None) -> str:
    """A validation error as a sentence: the field's path, which scene that is, what it holds and what is allowed."""
    faults = error.errors(include_url=False)
    fault = faults[0]
    where = _path(fault["loc"]) + _scene_words(fault["loc"], document)
    more = f" ({len(faults) - 1} more like this.)" if len(faults) > 1 else ""
    return f"{where}{_fault_words(fault)}.{more}"


_MEANT = {
    "^#": "a colour such as #1b2a41",
    "^[A-Za-z0-9]": "letters, digits, - and _ (at most 64, beginning with a letter or digit)",
    "^[a-z]{2,3}": "a language code such as en or pt-BR",
}


def _fault_words(fault: Mapping[str, Any]) -> str:
    kind, message = fault["type"], str(fault["msg"])
    if kind == "missing":
        return " is missing"
    if kind == "value_error":
        return f": {message.removeprefix('Value error, ')}" if fault["loc"] else message.removeprefix("Value error, ")
    allowed = message.removeprefix("Input ").removeprefix("String ").removeprefix("Tuple ").removeprefix("Value ")
    if kind == "string_pattern_mismatch":
        pattern = str(fault.get("ctx", {}).get("pattern", ""))
        allowed = next((f"should be {words}" for start, words in _MEANT.items() if pattern.startswith(start)), allowed)
    return f" is {_shown(fault['input'])}; it {allowed}"


def _shown(value: Any) -> str:
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}"
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, str | int | float | None) else type(value).__name__
    return _cut(text.encode("utf-8", "replace").decode())


def _cut(text: str) -> str:
    """What somebody wrote, short enough for a sentence."""
    return text if len(text) <= 60 else f"{text[:57]}..."


def _path(loc: tuple[int | str, ...]) -> str:
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{_cut(part)}" for part in loc)
    return text.removeprefix(".")


def _scene_words(loc: tuple[int | str, ...], document: Any) -> str:
    if len(loc) < 2 or loc[0] != "scenes" or not isinstance(loc[1], int) or not isinstance(document, Mapping):
        return ""
    scene = document["scenes"][loc[1]]
    name = scene.get("id") if isinstance(scene, Mapping) else getattr(scene, "id", None)
    return f" (scene {loc[1] + 1}, {_shown(name)})" if isinstance(name, str) else f" (scene {loc[1] + 1})"
