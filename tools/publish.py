"""How files are copied whole, and how they are called."""

from __future__ import annotations

import re
import secrets
import shutil
import unicodedata
from pathlib import Path

from memory.files import make_folder, sync_file, sync_folder


def slug(title: str, longest: int = 60) -> str:
    """A file name for a title: ASCII letters, digits and hyphens; "film" when nothing is left."""
    ascii_title = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_title.lower()).strip("-")[:longest].strip("-") or "film"


def copy_whole(source: Path, target: Path) -> None:
    """Copy a file, whole or not at all: the copy takes the name only when it is complete; OSError when the disk will not."""
    make_folder(target.parent)
    partial = target.with_name(f".{secrets.token_hex(8)}.partial")
    try:
        with source.open("rb") as whole, partial.open("xb") as copy:
            shutil.copyfileobj(whole, copy, 1 << 20)
        sync_file(partial)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    sync_folder(target.parent)
