"""One spelling for every value: canonical JSON and SHA-256, by which takes and versions are named."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel

_EXACT = 2.0**53
"""Below this, a float without a fraction and the integer of the same value are the same number."""


def plain(value: Any) -> Any:
    """The value as JSON types alone, in its own order; 1.0 becomes 1, -0.0 becomes 0, models and tuples are unfolded.

    Raises ValueError for NaN and infinity, TypeError for anything that JSON has no word for (sets, paths, bytes,
    arrays, keys that are not text), since such a value has no stable spelling.
    """
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, BaseModel):
        return plain(value.model_dump())
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, Mapping):
        return {_key(key): plain(item) for key, item in value.items()}
    raise TypeError(f"{type(value).__name__} has no canonical JSON")


def _number(value: float) -> float | int:
    if not math.isfinite(value):
        raise ValueError(f"{value} has no canonical JSON")
    return int(value) if abs(value) < _EXACT and value.is_integer() else value


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(f"the key {key!r} is not text")
    return key


def canonical(value: Any) -> str:
    """The one JSON text of a value: keys sorted, no spaces, ASCII only. Errors as for `plain`."""
    return json.dumps(plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False)


def digest(value: Any) -> str:
    """SHA-256 of the value's canonical JSON, as 64 hexadecimal digits."""
    return hashlib.sha256(canonical(value).encode("ascii")).hexdigest()


def file_digest(path: Path | str) -> str:
    """SHA-256 of a file's content, as 64 hexadecimal digits; OSError when it cannot be read."""
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
