"""Guards the folder of an index: a seal over its files, so that nobody trusts what was damaged or left half done.

After each use the files are hashed into a seal, which is taken away before the next use. Files that are not what was
sealed must not be opened. Files without a seal belong to a use that did not end, and have to be probed first.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Literal

from memory.canonical import file_digest

FOLDER, ASIDE, SEAL = "index", "index-broken", "index.seal"
State = Literal["none", "sealed", "unsealed", "damaged"]


def state(home: Path) -> State:
    """What the index in `home` is: not there, as it was sealed, without a seal, or not what was sealed."""
    if not (home / FOLDER).exists():
        return "none"
    now = _look(home)
    try:
        sealed = json.loads((home / SEAL).read_bytes())
    except (OSError, ValueError):
        return "unsealed"
    if sealed == now:
        return "sealed"
    by_this_chroma = isinstance(sealed, dict) and sealed.get("chroma") == now["chroma"]
    return "damaged" if by_this_chroma else "unsealed"


def seal(home: Path) -> None:
    """Write down what the index's files are, after they were closed; OSError when the disk will not."""
    (home / SEAL).write_text(json.dumps(_look(home)), encoding="ascii")


def unseal(home: Path) -> None:
    """Before the files are opened: from here on, until they are sealed again, nobody may trust them."""
    (home / SEAL).unlink(missing_ok=True)


def set_aside(home: Path) -> None:
    """Move a broken index away, in the place of the one before; OSError when it cannot be moved."""
    unseal(home)
    shutil.rmtree(home / ASIDE, ignore_errors=True)
    with contextlib.suppress(FileNotFoundError):
        (home / FOLDER).rename(home / ASIDE)


def remove(home: Path) -> None:
    """Take the index away, and what was set aside of it."""
    unseal(home)
    for name in (FOLDER, ASIDE):
        shutil.rmtree(home / name, ignore_errors=True)


def _look(home: Path) -> dict[str, Any]:
    files = sorted(path for path in (home / FOLDER).rglob("*") if path.is_file())
    try:
        chroma = version("chromadb")
    except PackageNotFoundError:
        chroma = ""
    return {"chroma": chroma, "files": {path.relative_to(home).as_posix(): file_digest(path) for path in files}}
