"""Small things that several tests of the memory need: a take to make, a film to retitle, a hand that edits film.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from memory import edits
from memory.canonical import digest
from memory.film import Film
from memory.project import Project
from memory.store import TakeStore
from memory.takes import Take

KEY, OTHER = digest("a still"), digest("another")
FIELDS: dict[str, Any] = {
    "role": "still", "engine": "papercut", "version": "1", "licence": "CC0", "request": {"width": 64},
    "inputs": {"style": OTHER}, "main": "still.png", "notes": ("no gull was found",), "data": {"horizon": 0.5},
}  # fmt: skip


def fill(folder: Path, content: bytes = b"picture") -> None:
    """Do what an engine does: write a main file and a layer in a folder below."""
    (folder / "still.png").write_bytes(content)
    (folder / "layers").mkdir()
    (folder / "layers" / "01-sea.png").write_bytes(b"sea")


def make(store: TakeStore, key: str = KEY, content: bytes = b"picture") -> Take:
    """Make a small take of two files."""
    with store.workspace(key) as folder:
        fill(folder, content)
        return store.commit(key, folder, **FIELDS)


def titled(film: Film, title: str) -> Film:
    """The film under another title."""
    return edits.set_title(film, title)


def by_hand(project: Project, **fields: Any) -> None:
    """Change film.json as somebody with an editor would."""
    path = project.root / "film.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **fields}))


def leftovers(root: Path) -> list[str]:
    """Temporary files that a write left behind."""
    return [path.name for path in root.rglob("*.tmp") if path.is_file()]
