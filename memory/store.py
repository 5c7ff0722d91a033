"""The store of takes: content-addressed folders that appear whole or not at all, and are checked whenever they are read."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import json
import logging
import os
import re
import secrets
import shutil
import stat
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from memory.canonical import digest, file_digest, plain
from memory.errors import Refused, TakeError
from memory.files import OUT_OF_ROOM, contained, disk_sentence, make_folder, plainly, sync_file, sync_files, sync_folder
from memory.takes import FileRecord, Manifest, Take

log = logging.getLogger(__name__)

MANIFEST = "manifest.json"
_KEY = re.compile(r"[0-9a-f]{64}")
_OCCUPIED = frozenset({errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR})
_NOT_ITS_FAULT = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EACCES, errno.EPERM, errno.EINTR})
_SETTLED = 2.0
"""Seconds after which a file's time stamp is old enough to tell a later change from the one we hashed."""
_Mark = tuple[str, int, int, int, int]
_checked: dict[_Mark, str] = {}
_known: dict[_Mark, Manifest] = {}


class TakeStore:
    """Takes under one folder, `ab/cdef...` for the key "abcdef..."; a key is 64 hexadecimal digits.

    Several processes may use one store: a take appears by one rename, and who comes second keeps the first one's.
    """

    def __init__(self, root: Path) -> None:
        self.root = Path(root).absolute()

    def place(self, key: str) -> Path:
        """Where the take of that key lies or would lie."""
        if not _KEY.fullmatch(key):
            raise TakeError(f"{key[:80]!r} is not the key of a take; a key is 64 digits from 0 to f.")
        return self.root / key[:2] / key[2:]

    def find(self, key: str, verify: bool = True) -> Take | None:
        """The take of that key, every file checked against its hash, or None when it is not there.

        A damaged take is set aside in quarantine/ and counts as not there. verify=False looks at names and sizes alone.
        """
        folder = self.place(key)
        if not os.path.lexists(folder):
            return None
        try:
            return _read(folder, key, verify)
        except (OSError, ValueError, RecursionError, TakeError) as error:
            if isinstance(error, OSError) and error.errno in _NOT_ITS_FAULT:
                raise TakeError(disk_sentence(error, "Reading a take")) from error
            if not os.path.lexists(folder):
                return None
            self._set_aside(key, str(error))
            return None

    def keys(self) -> list[str]:
        """The keys of all takes that are there, in order; they are not checked."""
        found = (folder.parent.name + folder.name for folder in self.root.glob("[0-9a-f][0-9a-f]/*"))
        return sorted(key for key in found if _KEY.fullmatch(key))

    @contextlib.contextmanager
    def workspace(self, key: str) -> Iterator[Path]:
        """An empty folder on the store's disk to make a take in; removed at the end unless it was committed.

        A full or read-only disk met inside becomes a TakeError that says earlier takes are kept.
        """
        self.place(key)
        with plainly("Making room for a take", TakeError):
            make_folder(self.root / ".tmp")
            folder, descriptor = _held_folder(self.root / ".tmp", key)
        try:
            yield folder
        except OSError as error:
            if error.errno not in OUT_OF_ROOM:
                raise
            raise TakeError(disk_sentence(error, "Making a take")) from error
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            os.close(descriptor)

    def commit(self, key: str, workspace: Path, **fields: Any) -> Take:
        """Move a workspace into place as the take of `key` and return it; `fields` are the manifest's other fields.

        Hashes and flushes every file, writes the manifest, then renames. When a valid take is there already, that one
        is kept. TakeError when the main file is missing or empty, when there are links, or when the disk will not.
        """
        place = self.place(key)
        with plainly("Saving a take", TakeError):
            files = _records(workspace)
            fields.setdefault("made_at", datetime.now(UTC).isoformat(timespec="seconds"))
            manifest = Manifest(key=key, files=files, **fields)
            if manifest.main not in files or files[manifest.main].size == 0:
                raise TakeError(
                    f"The engine {manifest.engine} made no {manifest.main}. Nothing was saved; earlier takes are kept."
                )
            _write_manifest(workspace, manifest)
            make_folder(place.parent)
            return self._move_in(key, workspace, place) or Take(place, manifest)

    def _move_in(self, key: str, workspace: Path, place: Path) -> Take | None:
        """Rename into place; the take that is there already when another process was faster."""
        for _ in range(3):
            earlier = self.find(key)
            if earlier:
                shutil.rmtree(workspace, ignore_errors=True)
                return earlier
            try:
                os.rename(workspace, place)  # noqa: PTH104 - tests of crashes replace os functions
            except OSError as error:
                if error.errno not in _OCCUPIED:
                    raise
            else:
                sync_folder(place.parent)
                return None
        raise TakeError(f"The place of take {key[:12]} could not be cleared. Look at {place} and run the same command again.")

    def sweep(self) -> int:
        """Remove workspaces whose process is gone; returns how many. Those in use are held by a lock and stay."""
        removed = 0
        for folder in sorted((self.root / ".tmp").glob("*")):
            with contextlib.suppress(OSError):
                descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
                try:
                    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    shutil.rmtree(folder, ignore_errors=True)
                    removed += 1
                finally:
                    os.close(descriptor)
        return removed

    def _set_aside(self, key: str, why: str) -> None:
        quarantine = self.root / "quarantine"
        number = 1
        while os.path.lexists(quarantine / f"{key}-{number}"):
            number += 1
        try:
            make_folder(quarantine)
            os.rename(self.place(key), quarantine / f"{key}-{number}")  # noqa: PTH104
        except OSError as error:
            log.warning("Take %s is damaged (%s) and could not be set aside (%s). It is not used.", key[:12], why, error)
            return
        log.warning("Take %s is damaged (%s). It was set aside in %s and will be made again.", key[:12], why, quarantine.name)


def _held_folder(parent: Path, key: str) -> tuple[Path, int]:
    """A new folder and a descriptor that holds its lock: as long as it is open, `sweep` leaves the folder alone."""
    while True:
        folder = parent / f"{key}-{os.getpid()}-{secrets.token_hex(4)}"
        folder.mkdir()
        descriptor = os.open(folder, os.O_RDONLY)
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        if folder.exists():
            return folder, descriptor
        os.close(descriptor)


def _records(workspace: Path) -> dict[str, FileRecord]:
    """Size and hash of every file in a workspace, each flushed to the disk, folders too."""
    files, folders = _contents(workspace)
    sync_files(files)
    for folder in folders:
        sync_folder(folder)
    records = {
        path.relative_to(workspace).as_posix(): FileRecord(sha256=file_digest(path), size=path.stat().st_size) for path in files
    }
    if MANIFEST in records:
        raise TakeError(f"The take holds a file called {MANIFEST}, a name kept for the store. Nothing was saved.")
    return dict(sorted(records.items()))


def _contents(workspace: Path) -> tuple[list[Path], list[Path]]:
    """The files of a workspace and its folders, the innermost first; TakeError when there is anything else in it."""
    files: list[Path] = []
    folders = [workspace]
    for folder, names, found in os.walk(workspace):
        for name in sorted(names + found):
            path = Path(folder) / name
            mode = path.lstat().st_mode
            if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
                raise TakeError(f"The take holds {name!r}, a link or device. Nothing was saved; earlier takes are kept.")
            (files if stat.S_ISREG(mode) else folders).append(path)
    return files, folders[::-1]


def _manifest_text(document: dict[str, Any]) -> str:
    return json.dumps(document, indent=1, sort_keys=True, ensure_ascii=True, allow_nan=False) + "\n"


def _write_manifest(workspace: Path, manifest: Manifest) -> None:
    """Write the manifest with a seal, the hash of all else in it, so that a flipped byte in it is found as well."""
    document = plain(manifest)
    path = workspace / MANIFEST
    path.write_text(_manifest_text({**document, "seal": digest(document)}), encoding="ascii")
    sync_file(path)
    sync_folder(workspace)


def _read(folder: Path, key: str, verify: bool) -> Take:
    """The take in a folder; ValueError, OSError or TakeError says what is wrong with it."""
    if folder.is_symlink():
        raise TakeError("it is a link")
    manifest = _manifest(folder, key)
    homes = _homes(folder, manifest.files)
    for name, record in manifest.files.items():
        above, _, last = name.rpartition("/")
        _check(f"{homes[above]}/{last}", name, record, verify)
    if manifest.main not in manifest.files:
        raise TakeError("its main file is missing")
    return Take(folder, manifest)


def _manifest(folder: Path, key: str) -> Manifest:
    """A take's manifest, checked, and remembered as long as its file stays the same; raises as `_read` does."""
    path = folder / MANIFEST
    now = path.lstat()
    mark = _mark(str(path), now)
    if mark in _known:
        return _known[mark]
    raw = path.read_bytes()
    document = json.loads(raw)
    if not isinstance(document, dict) or _manifest_text(document).encode() != raw:
        raise TakeError("its manifest was changed")
    seal = document.pop("seal", None)
    if seal != digest(document) or document.get("key") != key:
        raise TakeError("its manifest was changed")
    try:
        manifest = Manifest.model_validate(document)
    except ValidationError as error:
        raise TakeError("its manifest is not one of ours") from error
    if _settled(now):
        _known[mark] = manifest
    return manifest


def _homes(folder: Path, names: Iterable[str]) -> dict[str, str]:
    """Where the files of a take lie, by the path before their name's last slash; TakeError when that is outside it."""
    homes = {"": str(folder)}
    for name in names:
        above, slash, _ = name.rpartition("/")
        try:
            if slash and (not above or above not in homes):
                homes[above] = str(contained(folder, above))
        except Refused as error:
            raise TakeError(f"{name!r} is outside it") from error
    return homes


def _check(path: str, name: str, record: FileRecord, verify: bool) -> None:
    now = os.lstat(path)
    if not stat.S_ISREG(now.st_mode) or now.st_size != record.size:
        raise TakeError(f"{name} is not the size it was")
    if verify and _hash_of(path, now) != record.sha256:
        raise TakeError(f"{name} is not what it was")


def _hash_of(path: str, now: os.stat_result) -> str:
    """The file's hash, remembered within this process for as long as size and time stamps stay the same."""
    mark = _mark(path, now)
    if mark in _checked:
        return _checked[mark]
    found = file_digest(path)
    if _settled(now):
        _checked[mark] = found
    return found


def _mark(path: str, now: os.stat_result) -> _Mark:
    return path, now.st_ino, now.st_size, now.st_mtime_ns, now.st_ctime_ns


def _settled(now: os.stat_result) -> bool:
    return time.time() - max(now.st_mtime, now.st_ctime) > _SETTLED
