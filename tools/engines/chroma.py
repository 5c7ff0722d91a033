"""The index over the log of tastes: Chroma, in a folder beside the log or on a server. It can always be made again.

Chroma is given vectors and never words, so that it has nothing to embed, download or keep. It works in a process of its
own: a damaged folder may end the process instead of raising (chroma-core/chroma#7238), and a whole one was seen to hang.
One program at a time uses the folder; what breaks is set aside and made again from the log, and that is said.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

import numpy as np
from filelock import FileLock, Timeout

from memory.errors import EngineError, FilmError
from memory.files import make_folder, plainly
from tools.engines import chroma_guard as guard
from tools.engines import chroma_process as process
from tools.engines.chroma_process import Broken
from tools.engines.chroma_worker import SPACE

if TYPE_CHECKING:
    from numpy.typing import NDArray

Tell = Callable[[str], None]

_MORE = 32
"""Neighbours asked for at least: they are put in order by their exact likeness, since Chroma's search is approximate."""
_SECONDS, _ROWS_A_SECOND = 30, 200
"""Time for one use of the folder: some for opening it, and more for each row that may have to be added."""
_SERVER_SECONDS = 20
_PATIENCE = 90.0
"""Seconds to wait for another program that uses the index."""


class Point(NamedTuple):
    """A row as the index knows it: its film, its kind, and its vector's float32 numbers as bytes."""

    film: str
    kind: str
    vector: bytes


@dataclass(frozen=True)
class Index:
    """What is indexed and where: the memory's folder or a server's address, the collection, and the log's rows by id."""

    folder: Path
    name: str
    points: Mapping[int, Point]
    url: str = ""
    tell: Tell = field(default=lambda sentence: None, compare=False)
    """Hears it in a sentence when the index had to be made again."""


class Question(NamedTuple):
    """What is looked for: a unit vector, how many answers at most, and the film and kinds asked for (none: all)."""

    vector: NDArray[np.float32]
    most: int
    film: str = ""
    kinds: Sequence[str] = ()


def loaded() -> bool:
    """Whether Chroma runs already, so that using it costs milliseconds and not seconds."""
    return process.pid() != 0


def warm() -> None:
    """Let Chroma load in the background, for a question that will come; FilmError when no process can be started."""
    process.start()


def search(index: Index, question: Question) -> list[tuple[int, float]]:
    """(row id, likeness -1..1) of the nearest rows, the nearest first; the index is brought up to the log before.

    EngineError when Chroma is not installed, when a server does not answer, or when another program holds the index.
    """
    if not index.points:
        return []
    asked = {
        "vector": np.asarray(question.vector, np.float32).tobytes(),
        "most": max(_MORE, 4 * question.most),
        "where": _where(question),
    }
    found = [row for row in _use(index, asked)["ids"] if row in index.points]
    exact = [(row, float(np.frombuffer(index.points[row].vector, np.float32) @ question.vector)) for row in found]
    return sorted(exact, key=lambda pair: (-pair[1], pair[0]))[: question.most]


def catch_up(index: Index) -> None:
    """Bring the index up to the log; errors as for `search`."""
    _use(index, None)


def rebuild(index: Index) -> int:
    """Make the index again from the log; returns how many rows it holds. Errors as for `search`."""
    discard(index)
    return int(_use(index, None)["count"])


def discard(index: Index) -> None:
    """Take the index away, and what was set aside of it; the next search makes it again. Errors as for `search`."""
    if index.url:
        _served(index, {"do": "drop", "name": index.name})
        return
    with _held(index.folder):
        guard.remove(index.folder)


def _where(question: Question) -> dict[str, Any] | None:
    film: list[dict[str, Any]] = [{"film": question.film}] if question.film else []
    parts = film + ([{"kind": {"$in": list(question.kinds)}}] if question.kinds else [])
    return {"$and": parts} if len(parts) > 1 else (parts[0] if parts else None)


def _use(index: Index, question: dict[str, Any] | None) -> dict[str, Any]:
    rows = [(row, point.film, point.kind, point.vector) for row, point in index.points.items()]
    request = {"do": "use", "name": index.name, "space": SPACE, "rows": rows, "question": question}
    if index.url:
        return _mended(index, request)
    with _held(index.folder):
        request["path"] = str(index.folder.absolute() / guard.FOLDER)
        seconds = _SECONDS + len(rows) // _ROWS_A_SECOND
        why = _trouble(index, request, seconds)
        if not why:
            try:
                return _sealed(index, request, seconds)
            except Broken as error:
                why = str(error)
        _set_aside(index, why)
        try:
            return _sealed(index, request, seconds)
        except Broken as error:
            raise EngineError(
                f"The memory's index could not be made again ({error}). What was remembered is kept in the log. "
                "Look at the disk and the rights of the memory's folder, then try: onereel memory rebuild"
            ) from error


def _sealed(index: Index, request: dict[str, Any], seconds: int) -> dict[str, Any]:
    """Use the folder between taking its seal away and sealing it again; a use that breaks leaves no seal."""
    guard.unseal(index.folder)
    reply = process.ask(request, seconds)
    guard.seal(index.folder)
    return reply


def _trouble(index: Index, request: dict[str, Any], seconds: int) -> str:
    """Why the index in the folder cannot be used; "" when it can be, or when there is none yet."""
    state = guard.state(index.folder)
    if state == "damaged":
        return "its files are not what was written"
    if state != "unsealed":
        return ""
    try:
        return str(process.ask({**request, "do": "probe"}, seconds)["why"])
    except Broken as error:
        return str(error)


@contextlib.contextmanager
def _held(folder: Path) -> Iterator[None]:
    with plainly("Using the memory's index"):
        make_folder(folder)
        try:
            with FileLock(folder / "index.lock", timeout=_PATIENCE):
                yield
        except Timeout as error:
            raise EngineError(
                "Another program is using the memory's index. Nothing is lost. Wait for it, then try again."
            ) from error


def _set_aside(index: Index, why: str) -> None:
    guard.set_aside(index.folder)
    count = len(index.points)
    index.tell(
        f"The memory's index was broken ({why}). It was set aside as {guard.ASIDE} and made again from the log; "
        f"nothing of what was remembered is lost ({count} row{'s' * (count != 1)})."
    )


def _served(index: Index, request: dict[str, Any]) -> dict[str, Any]:
    """A server's reply; EngineError when it is not there, does not answer in time, or is not Chroma."""
    host, port, secure = _address(index.url)
    try:
        return process.ask({**request, "host": host, "port": port, "secure": secure}, _SERVER_SECONDS)
    except Broken as error:
        if error.kind == "InternalError":
            raise
        raise _unserved(index.url, error) from error


def _unserved(url: str, error: Broken) -> EngineError:
    host, port, secure = _address(url)
    return EngineError(
        f"The Chroma server at http{'s' * secure}://{host}:{port} does not answer as it should ({error}). "
        "What was remembered is kept in the log. Start it with `chroma run`, or take the setting chroma_url away."
    )


def _mended(index: Index, request: dict[str, Any]) -> dict[str, Any]:
    """The reply, once more with a new collection when the server says that this one is broken."""
    try:
        return _served(index, request)
    except Broken as error:
        index.tell(f"The server's index was broken ({error}). It is made again from the log; nothing is lost.")
    try:
        _served(index, {"do": "drop", "name": index.name})
        return _served(index, request)
    except Broken as error:
        raise _unserved(index.url, error) from error


def _address(url: str) -> tuple[str, int, bool]:
    wrong = "The setting chroma_url is not the address of a server. Write it like http://127.0.0.1:8000, or take it away."
    try:
        parts = urlsplit(url if "//" in url else f"http://{url}")
        secure = parts.scheme == "https"
        host, port = parts.hostname, parts.port or (443 if secure else 8000)
    except ValueError as error:
        raise FilmError(wrong) from error
    if not host or parts.scheme not in ("http", "https"):
        raise FilmError(wrong)
    return host, port, secure
