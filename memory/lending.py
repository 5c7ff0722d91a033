"""Files a person lends to the film: copied into the project under the hash of their content, so that it holds all it needs.

A lent file lies in `lent/<sha-256>.<kind>` and is named so in film.json ("lent/ab12....wav"). The name is its content:
whatever is made from it has a key that tells it from every other file, and the project can be moved or zipped.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import stat
from pathlib import Path

from memory.canonical import file_digest
from memory.errors import FilmError, TakeError
from memory.files import contained, make_folder, plainly, sync_folder, whole_path
from memory.takes import FileRecord, Manifest, Take

FOLDER = "lent"
SUFFIXES = r"\.(?:wav|flac|ogg|oga|opus|mp3|m4a|aac|aiff?)"
"""How names of sound files end, as a pattern; what a file is, is known by how it begins."""
LARGEST = 512 * 2**20
"""Bytes that a lent file may have."""
_NAME = re.compile(rf"{FOLDER}/([0-9a-f]{{64}})\.(wav|flac|ogg|mp3|m4a|aiff)")
_KEPT = "Nothing was copied, and the film is unchanged."
_BLOCK = 1 << 20


def is_lent(name: str) -> bool:
    """Whether a name is one that `lend` gave."""
    return bool(_NAME.fullmatch(name))


def find_file(root: Path, said: str) -> Path:
    """The file somebody names: an absolute path, or in the project's folder or theirs; FilmError when it is nowhere."""
    if not said.strip():
        raise FilmError(f"Say which file it is. {_KEPT}")
    path = whole_path(said.strip())
    if not Path(said.strip()).expanduser().is_absolute() and os.path.lexists(contained(root, _relative(said))):
        path = contained(root, _relative(said))
    if not path.exists():
        where = "neither in the film's folder nor in the one you are in"
        raise FilmError(f"There is no file {said.strip()[:200]}, {where}. {_KEPT}")
    return path


def _relative(said: str) -> str:
    """A relative path without what cannot lie in a folder ("../x"): that one is looked for elsewhere."""
    plain = said.strip().removeprefix("./")
    return plain if plain and ".." not in plain.split("/") and "\\" not in plain else "nothing-of-that-name"


def lend(root: Path, source: Path, largest: int = LARGEST) -> str:
    """Copy a sound file into the project and return its name there; the same content twice is one file.

    FilmError for what is no file, is empty, has more than `largest` bytes, or does not begin as a sound file does
    (WAV, FLAC, Ogg, MP3, M4A, AIFF); whether it can be played to its end is for `tools.lent` to find out.
    """
    with plainly(f"Reading {source.name[:80]!r}"):
        kind = _kind(source, largest)
        folder = contained(root, FOLDER)
        make_folder(folder)
        partial = folder / f".{secrets.token_hex(8)}.partial"
        try:
            digest = _copy(source, partial, largest)
            name = f"{FOLDER}/{digest}.{kind}"
            partial.replace(contained(root, name))
        finally:
            partial.unlink(missing_ok=True)
        sync_folder(folder)
    return name


def _kind(source: Path, largest: int) -> str:
    """The kind of sound file, by its first bytes and never by its name; nothing is opened that is not a plain file."""
    about, name = source.stat(), source.name[:80]
    if not stat.S_ISREG(about.st_mode):
        raise FilmError(f"{name} is not a file. {_KEPT} Name a sound file.")
    if about.st_size == 0:
        raise FilmError(f"{name} is empty. {_KEPT}")
    if about.st_size > largest:
        raise FilmError(f"{name} has {about.st_size / 2**20:,.0f} MB; at most {largest // 2**20} MB can be lent. {_KEPT}")
    with source.open("rb") as file:
        head = file.read(16)
    kind = sound_kind(head)
    if not kind:
        raise FilmError(f"{name} is not a sound file that can be used (WAV, FLAC, Ogg, MP3, M4A or AIFF). {_KEPT}")
    return kind


def sound_kind(head: bytes) -> str:
    """What a file's first 16 bytes say it is: wav, flac, ogg, mp3, m4a or aiff; "" for anything else."""
    if head[:4] in (b"RIFF", b"RF64") and head[8:12] == b"WAVE":
        return "wav"
    if head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC"):
        return "aiff"
    if head[4:8] == b"ftyp":
        return "m4a"
    starts = {b"fLaC": "flac", b"OggS": "ogg", b"ID3": "mp3"}
    found = next((kind for mark, kind in starts.items() if head.startswith(mark)), "")
    frame = len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0 and (head[1] >> 1) & 3 != 0
    return found or ("mp3" if frame else "")


def _copy(source: Path, target: Path, largest: int) -> str:
    """Copy and hash in one reading, flushed to the disk; FilmError when the file grows past `largest` meanwhile."""
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as whole, target.open("xb") as copy:
        while block := whole.read(_BLOCK):
            size += len(block)
            if size > largest:
                raise FilmError(f"{source.name[:80]} grew past {largest // 2**20} MB while it was read. {_KEPT}")
            digest.update(block)
            copy.write(block)
        copy.flush()
        os.fsync(copy.fileno())
    return digest.hexdigest()


def lent_take(root: Path, name: str) -> Take:
    """A lent file as a take, for the engine that works on it; TakeError when it is gone or not the file it was."""
    found = _NAME.fullmatch(name)
    return take_of(root, name, found[1] if found else "")


def take_of(root: Path, name: str, digest: str) -> Take:
    """The file of that name, whose content must have that SHA-256, as a take; TakeError as for `lent_take`."""
    if not digest:
        raise TakeError(f"{name[:100]!r} was never lent to this film. Lend the file first (`onereel lend`).")
    path = contained(root, name)
    try:
        whole = path.is_file() and file_digest(path) == digest
    except OSError:
        whole = False
    if not whole:
        raise TakeError(f"the lent file {name} is missing from the project or was changed. Lend it again.")
    record = FileRecord(sha256=digest, size=path.stat().st_size)
    manifest = Manifest(
        key=digest, role="lent", engine="person", version="1", licence="the person's own", request={},
        main=path.name, files={path.name: record},
    )  # fmt: skip
    return Take(path.parent, manifest)
