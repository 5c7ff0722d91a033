"""What came with the words: a sound is named in them as a file, a picture gives its colours, a text its words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from memory.errors import FilmError
from memory.files import read_bounded
from memory.lending import sound_kind

LARGEST_PICTURE = 40_000_000
"""Bytes of a picture that is looked at."""
LARGEST_TEXT = 200_000
"""Bytes of a text."""
LONGEST_SPOKEN = 60.0
"""Seconds of a recording that is listened to."""
_MOST = 4
_COLOURS = 12
_OF_COLOURS = re.compile(r"colou?r|palette|look like|this picture", re.IGNORECASE)
_KEPT = "Nothing was changed."


@dataclass(frozen=True)
class Said:
    """What was said: the words for the director, and the colours of a picture that came with them."""

    words: str
    palette: tuple[str, ...] = ()


def heard(text: str, files: list[str]) -> Said:
    """What the person said, files included. FilmError for files that say nothing."""
    if len(files) > _MOST:
        raise FilmError(f"At most {_MOST} files go with one thing that is said. {_KEPT}")
    parts, palette = [text.strip()], list[str]()
    for file in map(Path, files):
        kind = _kind(file)
        if kind == "picture":
            palette += _colours(file)
        else:
            parts.append(_words_of(file, kind, bool(text.strip())))
    words = " ".join(part for part in parts if part)
    if palette and _OF_COLOURS.search(words):
        words = ""
    if not words and not palette:
        raise FilmError(f"There were no words in that. {_KEPT} Say what you would like.")
    return Said(words, tuple(palette[:_COLOURS]))


def _kind(file: Path) -> Literal["sound", "picture", "text"]:
    """What a file is, by its first bytes and never by its name."""
    with file.open("rb") as opened:
        head = opened.read(16)
    if sound_kind(head) or head.startswith(b"\x1aE\xdf\xa3"):
        return "sound"
    webp = head[:4] == b"RIFF" and head[8:12] == b"WEBP"
    return "picture" if webp or head.startswith((b"\x89PNG", b"\xff\xd8\xff")) else "text"


def _words_of(file: Path, kind: str, told: bool) -> str:
    if kind == "text":
        return _text(file)
    return f'"{file}"' if told else _spoken(file)


def _spoken(file: Path) -> str:
    """What is said in a recording that came without words."""
    from tools.engines.listening.transcripts import text_of, transcribe
    from tools.recordings import read_recording

    words = text_of(transcribe(read_recording(file, 16_000, 0.5, LONGEST_SPOKEN).samples))
    if not words.strip():
        raise FilmError(f"Nothing was understood in that recording. {_KEPT} Say it again, or type it.")
    return words


def _colours(file: Path) -> list[str]:
    from tools.engines.colours import palette_of

    if file.stat().st_size > LARGEST_PICTURE:
        raise FilmError(f"That picture has more than {LARGEST_PICTURE // 10**6} MB. {_KEPT} Send a smaller one.")
    return palette_of(file)


def _text(file: Path) -> str:
    data = read_bounded(file, LARGEST_TEXT, "Send a text, a picture or a sound.")
    try:
        words = data.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise FilmError(f"That file is no text, picture or sound that can be used. {_KEPT}") from error
    if not words or "\0" in words:
        raise FilmError(f"That file is no text, picture or sound that can be used. {_KEPT}")
    return words
