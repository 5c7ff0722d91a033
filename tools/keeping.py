"""What engines keep beside a film's takes, to be quicker the next time: never needed, never part of a take, gone without loss.

Whoever makes takes says where (`kept_in`); elsewhere nothing is kept and nothing found. What is found is to the last bit what
was kept under the very same description; what is damaged counts as not there.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path

LIMIT = 256_000_000
"""Bytes beyond which what was not asked for the longest is let go: the music of about a quarter of an hour."""
_SEAL = hashlib.sha256().digest_size
_places: list[Path] = []


@contextlib.contextmanager
def kept_in(folder: Path) -> Iterator[None]:
    """Let engines keep things in a folder for a block; it is made when there is something to keep, and tidied at the end."""
    _places.append(folder)
    try:
        yield
    finally:
        _places.remove(folder)
        with contextlib.suppress(OSError):
            _tidy(folder)


def find(described: bytes) -> memoryview | None:
    """What was kept under this description, or None."""
    for path in _paths(described):
        with contextlib.suppress(OSError):
            sealed = memoryview(_content(path))
            if hashlib.sha256(sealed[_SEAL:]).digest() == sealed[:_SEAL]:
                os.utime(path)
                return sealed[_SEAL:]
            path.unlink()
    return None


def keep(described: bytes, content: bytes) -> None:
    """Keep something under a description in which is all that it depends on; where the disk cannot, it is not kept.

    It is not flushed to the disk: what a power cut leaves of it does not fit its seal.
    """
    for path in _paths(described):
        temporary = path.with_name(f".{secrets.token_hex(8)}.tmp")
        with contextlib.suppress(OSError):
            path.parent.mkdir(exist_ok=True)
            try:
                temporary.write_bytes(hashlib.sha256(content).digest() + content)
                temporary.replace(path)
            finally:
                temporary.unlink(missing_ok=True)


def drop(described: bytes) -> None:
    """Let go of what is kept under a description, because it is not wanted again."""
    for path in _paths(described):
        with contextlib.suppress(OSError):
            path.unlink()


def _paths(described: bytes) -> list[Path]:
    """Where it lies or would lie; nowhere when nobody said where, or when the folder is a link to another."""
    return [folder / hashlib.sha256(described).hexdigest() for folder in _places[-1:] if not folder.is_symlink()]


def _content(path: Path) -> bytes:
    if not stat.S_ISREG(path.lstat().st_mode):
        raise FileNotFoundError(path)
    return path.read_bytes()


def _tidy(folder: Path) -> None:
    """Let go of what was not asked for the longest, and of what was left half-written."""
    if folder.is_symlink():
        return
    found = sorted(((about := path.lstat()).st_mtime_ns, about.st_size, path) for path in folder.iterdir())
    room = LIMIT
    for _, size, path in reversed(found):
        room -= size
        if room < 0:
            path.unlink()
