"""YouTube's Data API: a resumable upload that goes on where it stopped, the thumbnail and the captions after it.

The upload's address is written down before the first byte is sent, and the video's id as soon as it is known, so that the
same command again goes on or says that the film is there; nothing is uploaded twice.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from memory.canonical import file_digest
from memory.errors import FilmError
from memory.files import write_atomically
from memory.tables import read_table
from tools.publishing.access import Access, checked_address

if TYPE_CHECKING:
    import httpx

CHUNK = 8 * 2**20
"""Bytes of one piece of an upload; a multiple of 256 KiB, as the protocol wants."""
TRIES = 6
"""How often a piece is sent when the line breaks or the server is busy."""
_BUSY = frozenset({429, 500, 502, 503, 504})
Progress = Callable[[int, int], None]


@dataclass
class Ledger:
    """What was begun and what is up, in a file that is the user's alone."""

    path: Path

    def get(self, name: str) -> dict[str, str]:
        """What is known of a film's upload: "session" (its address), "file" (its digest), "video" (its id)."""
        return dict(self._rows().get(name, {}))

    def note(self, name: str, **facts: str) -> None:
        """Write down something about a film's upload; an empty value forgets."""
        rows = self._rows()
        rows[name] = {fact: value for fact, value in {**rows.get(name, {}), **facts}.items() if value}
        write_atomically(self.path, json.dumps(rows, indent=1, sort_keys=True).encode())
        self.path.chmod(0o600)

    def _rows(self) -> dict[str, dict[str, str]]:
        try:
            found = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}


@dataclass
class YouTube:
    """Speaks the API for one account. `pause` sleeps between tries; `progress` hears of bytes sent and bytes in all."""

    access: Access
    ledger: Ledger
    pause: Callable[[float], None] = time.sleep
    progress: Progress = lambda sent, total: None
    chunk: int = CHUNK
    _client: httpx.Client | None = field(default=None, repr=False)

    @property
    def client(self) -> httpx.Client:
        """The line to the server; it follows no redirects, which could carry the token elsewhere."""
        import httpx

        if self._client is None:
            self._client = httpx.Client(timeout=60, follow_redirects=False, trust_env=False)
        return self._client

    def upload(self, video: Path, about: dict[str, Any], name: str) -> str:
        """Upload a file with its snippet and status; returns the video's id. FilmError says what YouTube said no to.

        `name` tells the film from every other in the ledger; one that is up is not uploaded again.
        """
        known, digest = self.ledger.get(name), file_digest(video)
        if known.get("video"):
            return known["video"]
        total = video.stat().st_size
        session = known.get("session", "") if known.get("file") == digest else ""
        at: int | str | None = self._reached(session, total) if session else None
        if at is None:
            session = self._begun(about, total)
            self.ledger.note(name, session=session, file=digest)
            at = 0
        found = at if isinstance(at, str) else self._sent(video, session, at, total)
        self.ledger.note(name, video=found, session="")
        return found

    def set_thumbnail(self, video: str, picture: Path) -> None:
        """Set the picture that is shown for a video."""
        address = f"{self.access.api}/upload/youtube/v3/thumbnails/set?videoId={video}&uploadType=media"
        self._asked("POST", address, content=picture.read_bytes(), headers={"Content-Type": "image/jpeg"})

    def add_captions(self, video: str, captions: Path, language: str) -> None:
        """Add a track of captions to a video."""
        about = {"snippet": {"videoId": video, "language": language, "name": "", "isDraft": False}}
        address = f"{self.access.api}/upload/youtube/v3/captions?part=snippet&uploadType=multipart"
        parts = [
            ("application/json; charset=UTF-8", json.dumps(about).encode()),
            ("application/octet-stream", captions.read_bytes()),
        ]
        border = "onereel-captions"
        body = b"".join(f"--{border}\r\nContent-Type: {kind}\r\n\r\n".encode() + data + b"\r\n" for kind, data in parts)
        self._asked(
            "POST", address, content=body + f"--{border}--\r\n".encode(),
            headers={"Content-Type": f"multipart/related; boundary={border}"},
        )  # fmt: skip

    def _begun(self, about: dict[str, Any], total: int) -> str:
        """Open an upload; returns its address, which must be where a token may go."""
        address = f"{self.access.api}/upload/youtube/v3/videos?uploadType=resumable&part=snippet,status"
        head = {"X-Upload-Content-Length": str(total), "X-Upload-Content-Type": "video/*"}
        answer = self._asked("POST", address, json=about, headers=head)
        session = answer.headers.get("Location", "")
        if not session:
            raise FilmError("YouTube opened no upload. Run the same command again; nothing was uploaded.")
        return checked_address(session)

    def _reached(self, session: str, total: int) -> int | str | None:
        """How many bytes of an upload arrived, the video's id when all did, None when it is not known any more."""
        answer = self._asked("PUT", checked_address(session), headers={"Content-Range": f"bytes */{total}"}, quiet=(404, 410))
        if answer.status_code in (404, 410):
            return None
        return _arrived(answer) if answer.status_code == 308 else _id_of(answer)

    def _sent(self, video: Path, session: str, at: int, total: int) -> str:
        """Send the rest of a file piece by piece; returns the video's id."""
        failures = 0
        with video.open("rb") as file:
            while True:
                file.seek(at)
                piece = file.read(self.chunk)
                head = {"Content-Range": f"bytes {at}-{at + len(piece) - 1}/{total}" if piece else f"bytes */{total}"}
                answer = self._once("PUT", session, content=piece, headers=head)
                if answer is not None and answer.status_code in (200, 201):
                    self.progress(total, total)
                    return _id_of(answer)
                if answer is not None and answer.status_code == 308 and (arrived := _arrived(answer)) > at:
                    at, failures = arrived, 0
                    self.progress(at, total)
                    continue
                if answer is not None and answer.status_code not in (*_BUSY, 308):
                    raise refusal(answer)
                at, failures = self._after_trouble(session, total, failures)
                if at < 0:
                    return _id_of(self._asked("PUT", session, headers={"Content-Range": f"bytes */{total}"}))

    def _after_trouble(self, session: str, total: int, failures: int) -> tuple[int, int]:
        """Wait, ask how far the upload came, and go on there; -1 when it is whole. FilmError when it fails too often."""
        if failures + 1 >= TRIES:
            raise FilmError(
                "The line to YouTube breaks again and again. Run the same command later; it goes on where it stopped."
            )
        self.pause(2**failures)
        at = self._reached(session, total)
        if at is None:
            raise FilmError("YouTube does not know this upload any more. Run the same command again; it begins anew.")
        return (-1 if isinstance(at, str) else at), failures + 1

    def _asked(self, method: str, address: str, quiet: tuple[int, ...] = (), **request: Any) -> httpx.Response:
        """The answer to a small request, tried again when that can help and once with a new token; FilmError on a no."""
        for attempt in range(TRIES):
            answer = self._once(method, address, **request)
            if answer is None or answer.status_code in _BUSY:
                self.pause(2**attempt)
                continue
            if answer.status_code == 401 and attempt == 0 and self.access.renew(self.client):
                continue
            if answer.status_code >= 400 and answer.status_code not in quiet:
                raise refusal(answer)
            return answer
        raise FilmError("YouTube cannot be reached just now. Run the same command later; what was sent is not lost.")

    def _once(self, method: str, address: str, **request: Any) -> httpx.Response | None:
        """One request; None when the line broke."""
        import httpx

        headers = {**self.access.headers, **request.pop("headers", {})}
        try:
            return self.client.request(method, address, headers=headers, **request)
        except httpx.TransportError:
            return None


def _arrived(answer: httpx.Response) -> int:
    """Bytes that arrived, from the Range header of a 308."""
    last = answer.headers.get("Range", "").rpartition("-")[2]
    return int(last) + 1 if last.isdigit() else 0


def _id_of(answer: httpx.Response) -> str:
    try:
        return str(answer.json()["id"])
    except (ValueError, KeyError, TypeError) as error:
        raise FilmError("YouTube took the film and did not say under which id. Look in YouTube Studio.") from error


@cache
def _reasons() -> dict[str, str]:
    found = read_table(Path(__file__).with_suffix(".toml"))["reasons"]
    return {str(name): str(words) for name, words in found.items()}


def refusal(answer: httpx.Response) -> FilmError:
    """What YouTube said no with, as a sentence."""
    try:
        error = answer.json()["error"]
        reason, said = str(error["errors"][0]["reason"]), str(error.get("message", ""))[:200]
    except (ValueError, KeyError, TypeError, IndexError):
        reason, said = "", ""
    reason = reason or ("authError" if answer.status_code == 401 else "")
    words = _reasons().get(reason) or f"it answered {answer.status_code}{f' ({said})' if said else ''}"
    return FilmError(f"YouTube did not take it: {words}.")
