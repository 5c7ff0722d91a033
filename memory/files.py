"""Files that are whole or not there: atomic writes, paths that stay in their folder, and disk errors as sentences."""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from filelock import FileLock, Timeout

from memory.errors import DocumentError, FilmError, Refused

_NAME_BYTES = 255
_REASONS: dict[int, tuple[str, str]] = {
    errno.ENOSPC: ("the disk is full", "Free some space, then run the same command again."),
    errno.EDQUOT: ("your disk quota is used up", "Free some space, then run the same command again."),
    errno.EFBIG: ("the file would be larger than this system allows", "Choose a folder on another disk."),
    errno.EROFS: ("the disk can only be read", "Choose a folder that can be written to."),
    errno.EACCES: ("permission was denied", "Give yourself the right to write there, or choose another folder."),
    errno.EPERM: ("permission was denied", "Give yourself the right to write there, or choose another folder."),
    errno.ENOTDIR: ("a file stands where a folder is needed", "Move that file away, or choose another folder."),
    errno.EEXIST: ("something else of that name is already there", "Move it away, or choose another folder."),
    errno.EISDIR: ("a folder stands where a file is needed", "Move that folder away, then run the same command again."),
    errno.ENAMETOOLONG: ("the path is too long", "Choose a shorter name, or a folder nearer to the top."),
    errno.ENOENT: ("the folder or file is not there", "Check the path; a drive may have been taken out."),
    errno.ELOOP: ("the path goes round in a circle of links", "Choose a folder without such links."),
    errno.EMFILE: ("too many files are open", "Close other programs, then run the same command again."),
    errno.EIO: ("the disk reported an error", "Copy the project to another disk, then run the same command there."),
}
_FLUSHED_AT_ONCE = 12
"""Files that are flushed side by side."""
OUT_OF_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM})
"""Error numbers that mean the disk, rather than the program, was the trouble."""


def disk_sentence(error: OSError, doing: str) -> str:
    """What happened, what still holds and what to do, for an error of the disk met while `doing` (as in "Saving x")."""
    reason, remedy = _REASONS.get(
        error.errno or 0, (error.strerror or str(error), "Mend that, then run the same command again.")
    )
    return f"{doing} did not work: {reason}. Everything saved before is kept. {remedy}"


@contextlib.contextmanager
def plainly(doing: str, kind: type[FilmError] = FilmError) -> Iterator[None]:
    """Turn an OSError of the block into a sentence of that kind."""
    try:
        yield
    except OSError as error:
        raise kind(disk_sentence(error, doing)) from error


@contextlib.contextmanager
def held(lock: Path, patience: float, busy: str, doing: str) -> Iterator[None]:
    """Hold a lock file for a block, waiting up to `patience` seconds; FilmError with `busy` when another holds it longer.

    An error of the disk while taking it is said as one met while `doing`; those of the block pass through.
    """
    holder = FileLock(lock)
    with plainly(doing):
        try:
            holder.acquire(timeout=patience)
        except Timeout as error:
            raise FilmError(busy) from error
    try:
        yield
    finally:
        holder.release()


def sync_folder(folder: Path) -> None:
    """Flush a folder's list of names to the disk, so that a rename in it outlasts a power cut."""
    with contextlib.suppress(PermissionError):
        _sync(folder, frozenset({errno.EINVAL, errno.ENOTSUP}))


def sync_file(path: Path) -> None:
    """Flush a file's content to the disk."""
    _sync(path, frozenset())


def sync_files(paths: Iterable[Path]) -> None:
    """Flush several files at once: the disk then writes its journal once for many, which takes a fraction of the time."""
    with ThreadPoolExecutor(_FLUSHED_AT_ONCE) as flushing:
        for done in [flushing.submit(sync_file, path) for path in paths]:
            done.result()


def _sync(path: Path, harmless: frozenset[int]) -> None:
    """Flush to the disk; some network disks cannot do that for a folder, and say so by a `harmless` error."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in harmless:
            raise
    finally:
        os.close(descriptor)


def write_atomically(path: Path, content: bytes) -> None:
    """Put `content` at `path`, whole or not at all: temporary name beside it, flush, replace, flush the folder.

    Whatever stood there before stays until the last moment. Raises OSError; the temporary file is then removed.
    """
    temporary = path.with_name(f".{path.name[:100]}.{secrets.token_hex(6)}.tmp")
    try:
        with open(temporary, "xb") as file:  # noqa: PTH123 - tests of crashes replace os functions, not pathlib's
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)  # noqa: PTH105
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sweep_temporaries(folder: Path) -> None:
    """Remove what a killed `write_atomically` left in a folder; the caller holds the folder's lock."""
    for path in folder.glob(".*.tmp"):
        path.unlink(missing_ok=True)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, flushed to the disk; OSError when it cannot be."""
    if folder.is_dir():
        return
    if folder.parent != folder:
        make_folder(folder.parent)
    try:
        folder.mkdir(exist_ok=True)
    except FileExistsError as error:
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder)) from error
    sync_folder(folder.parent)


def whole_path(path: Path | str) -> Path:
    """A path that somebody typed, made absolute; Refused when no file system could have it."""
    try:
        os.fsencode(path)
        if "\0" in str(path):
            raise ValueError("it holds a NUL")
        return Path(path).expanduser().absolute()
    except (ValueError, RuntimeError, OSError) as error:
        raise Refused(f"{str(path)[:200]!r} cannot be a path ({error}). Choose another.") from error


def read_bounded(path: Path, largest: int, remedy: str = "Put a film document in its place.") -> bytes:
    """A document's bytes; DocumentError for a folder, device or pipe and for more than `largest` bytes, not read then."""
    about = path.stat()
    if not stat.S_ISREG(about.st_mode):
        raise DocumentError(f"{path.name} is not a file. {remedy}")
    if about.st_size > largest:
        raise DocumentError(f"{path.name} is larger than {largest // 2**20} MB, which no film needs to be. It was not read.")
    return path.read_bytes()


def contained(root: Path, relative: str) -> Path:
    """The absolute path of `relative` inside `root`; it need not exist yet.

    Refused: absolute paths, "..", links that lead out, backslashes and control characters (they mean different
    things on different systems), and names longer than 255 bytes.
    """
    parts = relative.split("/")
    if not _plain_text(relative) or "\\" in relative or relative in {"", "."} or relative.startswith("/") or ".." in parts:
        raise _out(relative)
    if any(len(part.encode()) > _NAME_BYTES for part in parts):
        raise Refused(f"The name {relative[:40]!r}... is longer than {_NAME_BYTES} bytes. Choose a shorter one.")
    try:
        home = root.resolve()
        path = (home / relative).resolve()
    except (OSError, RuntimeError) as error:
        raise _out(relative) from error
    if not path.is_relative_to(home) or path == home:
        raise _out(relative)
    return path


def _plain_text(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return all(ord(letter) >= 32 and ord(letter) != 127 for letter in text)


def _out(relative: str) -> Refused:
    return Refused(f"{relative[:200]!r} is not a path inside the folder, so it was not touched. Name a file inside it.")


def project_of(folder: Path) -> Path | None:
    """The project that a folder lies in, a take's for example; None outside of one."""
    return next((above for above in folder.absolute().parents if (above / "film.json").is_file()), None)
