"""What came with the words: a sound is named in them as a file, a picture gives its colours, a text its words."""

from __future__ import annotations

from pathlib import Path

from memory.errors import FilmError
from memory.files import read_bounded
from memory.lending import sound_kind
from tools.settings import Settings

LARGEST_PICTURE = 40_000_000
"""Bytes of a picture that is looked at."""
LARGEST_TEXT = 200_000
"""Bytes of a text."""
_MOST = 4
_KEPT = "Nothing was changed."


def spoken_words(text: str, files: list[str], settings: Settings) -> str:
    """What the person said, files included: the words that the director gets. FilmError for files that say nothing."""
    if len(files) > _MOST:
        raise FilmError(f"At most {_MOST} files go with one thing that is said. {_KEPT}")
    parts = [text.strip(), *(_words_of(Path(file), bool(text.strip()), settings) for file in files)]
    words = " ".join(part for part in parts if part)
    if not words:
        raise FilmError(f"There were no words in that. {_KEPT} Say what you would like.")
    return words


def _words_of(file: Path, told: bool, settings: Settings) -> str:
    """One file's share of what is said, by its first bytes and never by its name."""
    with file.open("rb") as opened:
        head = opened.read(16)
    if sound_kind(head):
        return f'"{file}"' if told else _heard(file, settings)
    if head.startswith((b"\x89PNG", b"\xff\xd8\xff")) or (head[:4] == b"RIFF" and head[8:12] == b"WEBP"):
        return _colours(file, told)
    return _text(file)


def _heard(file: Path, settings: Settings) -> str:
    raise FilmError(
        f"A recording alone is not understood here yet. {_KEPT} Say with it what it is for, such as "
        '"use this under scene 2" or "this is the music".'
    )


def _colours(file: Path, told: bool) -> str:
    from tools.engines.colours import palette_of

    if file.stat().st_size > LARGEST_PICTURE:
        raise FilmError(f"That picture has more than {LARGEST_PICTURE // 10**6} MB. {_KEPT} Send a smaller one.")
    palette = ", ".join(palette_of(file))
    return palette if told else f"Use the palette {palette}"


def _text(file: Path) -> str:
    data = read_bounded(file, LARGEST_TEXT, "Send a text, a picture or a sound.")
    try:
        words = data.decode("utf-8-sig").strip()
    except UnicodeDecodeError as error:
        raise FilmError(f"That file is no text, picture or sound that can be used. {_KEPT}") from error
    if not words or "\0" in words:
        raise FilmError(f"That file is no text, picture or sound that can be used. {_KEPT}")
    return words
