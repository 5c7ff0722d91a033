"""The fence before the page: of all that Gradio answers to, only what the studio uses, with sizes, sources and paths checked.

Gradio has doors that this studio never opens: files by path, other servers through it, runs of other people. A request for
one is refused before Gradio sees it. What a handler may do is checked in the handler: an address that is not listed is open.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response

_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; media-src 'self' data: blob:; font-src 'self' data:; connect-src 'self' data: blob:; "
    "worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'self'; form-action 'self'; object-src 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "microphone=(self), camera=(self), geolocation=()", "Cross-Origin-Opener-Policy": "same-origin",
}  # fmt: skip
_LOCAL = ("127.0.0.1", "localhost", "::1", "[::1]")
PAGES = frozenset(
    {"/", "/config", "/favicon.ico", "/robots.txt", "/manifest.json", "/theme.css", "/login", "/login/", "/logout"}
)
BELOW = ("/studio/", "/assets/", "/static/", "/svelte/")
API = "/gradio_api/"
CALLS = frozenset({"queue/join", "run/predict", "cancel", "reset", "reset/"})
"""What is posted as JSON."""
LOOKS = frozenset(
    {"info", "app_id", "startup-events", "queue/data", "upload_progress", "login_check", "user", "token", "theme.css"}
)
WITH_NAME = ("heartbeat/",)
UPLOAD, FILE = "upload", "file="
LARGEST_CALL = 4 * 2**20
"""Bytes that one call may have; pictures and sounds are uploaded beforehand."""
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class Rules:
    """ASGI middleware before everything else: refuses names that are not this machine's, and forbids the network.

    A page elsewhere may have made up such a name. `host` is the address at which the studio listens.
    """

    def __init__(self, app: Any, host: str) -> None:
        self.app, self.local = app, host in _LOCAL

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def sent(message: Any) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_HEADERS)
            await send(message)

        if self.local and _host(Headers(scope=scope)) not in _LOCAL:
            await Response("This studio answers to this machine alone.", 421)(scope, receive, sent)
        else:
            await self.app(scope, receive, sent)


def _host(headers: Headers) -> str:
    host = headers.get("host", "")
    return host.rsplit(":", 1)[0] if not host.endswith("]") else host


class Refusal(Exception):  # noqa: N818 - it is an answer and not a fault
    """Why a request is not answered: an HTTP status and a sentence."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status, self.words = status, words


class Fence:
    """ASGI middleware: lets a request through to `app`, or answers it with a refusal.

    `uploads` is the folder of this server's uploads; `largest` is how many bytes one upload may have.
    """

    def __init__(self, app: Any, uploads: Path, largest: int) -> None:
        self.app, self.uploads, self.largest = app, uploads.resolve(), largest

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            if scope["type"] == "websocket":
                return
            await self.app(scope, receive, send)
            return
        try:
            path, headers = _path(scope), {k.decode("latin-1"): v.decode("latin-1") for k, v in scope["headers"]}
            self._known(path)
            self._same_page(scope["method"], headers)
            self._sized(path, headers)
            if scope["method"] == "POST" and path.removeprefix(API) in CALLS:
                body = await _whole(receive)
                self._own_files(body)
                receive = _again(body, receive)
        except Refusal as refusal:
            await _answer(send, refusal)
            return
        await self.app(scope, receive, send)

    def _known(self, path: str) -> None:
        """Only what the page is made of; files by path only from among the uploads."""
        if path in PAGES or (path.startswith(BELOW) and ".." not in path.split("/")):
            return
        asked = path.removeprefix(API) if path.startswith(API) else ""
        if asked.startswith(FILE) and self._own(asked.removeprefix(FILE)):
            return
        if not (asked in CALLS | LOOKS | {UPLOAD} or (asked.startswith(WITH_NAME) and ".." not in asked)):
            raise Refusal(404, "There is nothing here.")

    def _own(self, path: str) -> bool:
        """Whether a path is that of a file among the uploads, links followed."""
        if not path.startswith("/") or "\0" in path:
            return False
        try:
            return Path(path).resolve().is_relative_to(self.uploads)
        except (OSError, RuntimeError):
            return False

    def _same_page(self, method: str, headers: dict[str, str]) -> None:
        """What changes something comes from a page of this server, or from no page at all."""
        origin = headers.get("origin", "")
        foreign = bool(origin) and urlsplit(origin).netloc != headers.get("host", "")
        if method not in _SAFE and (foreign or headers.get("sec-fetch-site") == "cross-site"):
            raise Refusal(403, "This came from a page that is not the studio's. Nothing was done.")

    def _sized(self, path: str, headers: dict[str, str]) -> None:
        """What says that it is too large is not read at all."""
        most = self.largest + 2**20 if path == API + UPLOAD else LARGEST_CALL
        said = headers.get("content-length", "0")
        if not said.isdigit() or int(said) > most:
            raise Refusal(413, f"That is larger than the {most // 2**20} MB that can be taken. Nothing was kept.")

    def _own_files(self, body: bytes) -> None:
        """Files that a call names were uploaded here: never a path of this machine, never an address elsewhere."""
        try:
            call = json.loads(body or b"null")
        except (ValueError, RecursionError) as error:
            raise Refusal(400, "That is no call. Nothing was done.") from error
        if not all(self._own(unquote(path)) and self._own(path) for path in _paths(call)):
            raise Refusal(403, "A call may only name files that were uploaded to this studio. Nothing was done.")


def _path(scope: Any) -> str:
    """The path as it is decoded for routes, with what browsers may leave encoded twice decoded as well."""
    path = str(scope["path"])
    twice = unquote(path)
    return twice if ".." in twice.split("/") else path


def _paths(value: Any) -> Iterator[str]:
    """Every path or address of a file within a call."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, dict):
            if "path" in each and ("meta" in each or "url" in each or "orig_name" in each):
                yield str(each["path"] or "")
            waiting += each.values()
        elif isinstance(each, list):
            waiting += each


async def _whole(receive: Any) -> bytes:
    """The body of a call; Refusal for one that goes on past what calls have."""
    body = bytearray()
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > LARGEST_CALL:
            raise Refusal(413, f"A call has at most {LARGEST_CALL // 2**20} MB. Nothing was done.")
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            return bytes(body)


def _again(body: bytes, receive: Any) -> Any:
    """A receiver that hands out a body that was read, then whatever comes."""
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def once_more() -> Any:
        return waiting.pop() if waiting else await receive()

    return once_more


async def _answer(send: Any, refusal: Refusal) -> None:
    body = refusal.words.encode()
    headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": refusal.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def fence_in(app: Any, page: Any, uploads: Path, largest: int) -> None:
    """Put the fence before an application whose page is `page`.

    Gradio checks the files that a call names only on pages that it started itself, which this flag says.
    """
    page.has_launched = True
    app.add_middleware(Fence, uploads=uploads, largest=largest)
