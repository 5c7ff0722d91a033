"""Content credentials (C2PA): a signed record of where a file came from, written into the file and read back out of it."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from memory.errors import EngineError, FilmError
from memory.files import disk_sentence
from tools.engines.credentials.keys import Key

_MAGIC: tuple[tuple[int, bytes, str], ...] = (
    (4, b"ftypqt", "video/quicktime"), (4, b"ftypM4A", "audio/mp4"), (4, b"ftypavif", "image/avif"),
    (4, b"ftyphei", "image/heic"), (4, b"ftyp", "video/mp4"), (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"), (8, b"WEBP", "image/webp"), (8, b"WAVE", "audio/wav"), (8, b"AVI ", "video/avi"),
    (0, b"GIF8", "image/gif"), (0, b"II*\0", "image/tiff"), (0, b"MM\0*", "image/tiff"), (0, b"fLaC", "audio/flac"),
    (0, b"ID3", "audio/mpeg"), (0, b"%PDF", "application/pdf"),
)  # fmt: skip
_OFFLINE = {"verify": {"remote_manifest_fetch": False, "ocsp_fetch": False, "verify_trust": True}}
"""Reading a stranger's file must not call anybody, wherever the file says that more is to be had."""
_PLAIN = {"builder": {"thumbnail": {"enabled": False}}}
LARGE = 8_000_000
"""Bytes from which a film's content is hashed in pieces: c2pa holds at once what it hashes under one number."""
_PIECES = {"core": {"backing_store_memory_threshold_in_mb": 1, "merkle_tree_chunk_size_in_kb": 1024}}
"""Pieces of a mebibyte, and what c2pa writes beside goes to a temporary file: memory does not grow with the film."""


@dataclass(frozen=True)
class Found:
    """What a file's credential says, and what is wrong with it: codes of the C2PA specification."""

    manifest: Mapping[str, Any]
    trusted: bool
    """Whether the signer's certificate leads to one of the anchors given."""
    failures: tuple[str, ...]


def media_type(path: Path) -> str:
    """The media type that a file's first bytes show, whatever its name; "" for those that carry no credential."""
    with path.open("rb") as file:
        head = file.read(32)
    return next((kind for at, magic, kind in _MAGIC if head[at:].startswith(magic)), "")


def write(source: Path, target: Path, manifest: Mapping[str, Any], key: Key, parent: Path | None = None) -> None:
    """Write `source` with a signed manifest to `target`, which must not exist; `parent` is the file it was made from.

    FilmError when the key does not sign, the format carries no credential, or the disk will not.
    """
    import c2pa
    from c2pa.c2pa import C2paSignerInfo

    kind, lost = _carried(source), list[OSError]()
    try:
        algorithm = getattr(c2pa.C2paSigningAlg, key.algorithm)
        signer = c2pa.Signer.from_info(C2paSignerInfo(algorithm, key.chain, key.private, None))
        builder = c2pa.Builder(dict(manifest), c2pa.Context(c2pa.Settings.from_dict(_how(source))))
        if parent is not None:
            _add_parent(builder, parent)
        with source.open("rb") as read, target.open("x+b") as written:
            builder.sign(signer, kind, read, _Heeded(written, lost))
    except c2pa.C2paError as error:
        if lost:
            raise lost[0] from error
        raise FilmError(
            f"The file could not be signed ({_short(error)}). Nothing was put in place. "
            "If a certificate of your own is set, see that it may sign documents and has not expired."
        ) from error


def _how(source: Path) -> dict[str, Any]:
    return _OFFLINE | _PLAIN | (_PIECES if source.stat().st_size >= LARGE else {})


def _add_parent(builder: Any, parent: Path) -> None:
    """Name the file that this one was made from, with its own credential if it carries one."""
    about = {"title": "the file that was enhanced", "relationship": "parentOf", "instance_id": PARENT}
    with parent.open("rb") as stream:
        builder.add_ingredient(json.dumps(about), media_type(parent), stream)


PARENT = "onereel:parent"
"""The ingredient that actions name when they speak of the file something was made from."""


def _carried(source: Path) -> str:
    kind = media_type(source)
    if not kind:
        raise FilmError(f"A file such as {source.name[:80]} carries no content credential; MP4, MOV, PNG, JPEG and WAV do.")
    return kind


class _Heeded:
    """A file for c2pa to write to, which only says "Io" of an error: what the disk said is noted in `lost`."""

    def __init__(self, file: IO[bytes], lost: list[OSError]) -> None:
        self._file, self._lost = file, lost

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def write(self, data: bytes) -> int:
        try:
            return self._file.write(data)
        except OSError as error:
            self._lost.append(error)
            raise


def read(path: Path, anchors: str = "") -> Found | None:
    """The credential in a file, checked against the file's content, or None where there is none.

    `anchors` are certificates (PEM) that are trusted. FilmError when the file cannot be read; no network is used.
    """
    kind = media_type(path)
    if not kind:
        return None
    with _sentences(path) as c2pa:
        given = {**_OFFLINE, "trust": {"user_anchors": anchors}} if anchors else _OFFLINE
        try:
            with path.open("rb") as stream:
                reader = c2pa.Reader(kind, stream, context=c2pa.Context(c2pa.Settings.from_dict(given)))
                return _found(reader)
        except c2pa.C2paError.ManifestNotFound:
            return None
    return None


def _found(reader: Any) -> Found | None:
    manifest = reader.get_active_manifest()
    if not manifest:
        return None
    results = (reader.get_validation_results() or {}).get("activeManifest", {})
    codes = tuple(str(failure.get("code", "")) for failure in results.get("failure", ()))
    state = str(reader.get_validation_state())
    wrong = tuple(code for code in codes if code != "signingCredential.untrusted")
    if state == "Invalid" and not wrong:
        wrong = ("general.error",)
    return Found(manifest, state == "Trusted", wrong)


@contextlib.contextmanager
def _sentences(path: Path) -> Iterator[Any]:
    try:
        import c2pa
    except ImportError as error:
        raise EngineError("Content credentials need c2pa, which is not installed. Install Onereel again.") from error
    try:
        yield c2pa
    except c2pa.C2paError as error:
        raise FilmError(f"The content credential of {path.name[:80]} cannot be read ({_short(error)}).") from error
    except OSError as error:
        raise FilmError(disk_sentence(error, f"Reading {path.name[:80]}")) from error


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:160]
