"""A server on this machine that speaks YouTube's Data API as far as an upload needs it, and can be made to misbehave."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Account:
    """What the server knows and how it behaves."""

    token: str = "good"
    refresh: str = "again"
    faults: list[str] = field(default_factory=list)
    """What goes wrong with the next pieces, in order: "503", "cut" (the line breaks), "half" (half of it arrives), "404"."""
    refuse: str = ""
    """The reason with which an upload is not opened."""
    videos: list[dict[str, Any]] = field(default_factory=list)
    """Those that are up: "about", "bytes", "thumbnail", "captions"."""
    sessions: dict[str, tuple[dict[str, Any], int, bytearray]] = field(default_factory=dict)
    requests: list[str] = field(default_factory=list)


class _Handler(BaseHTTPRequestHandler):
    account: Account

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_POST(self) -> None:
        account, parts = self.account, urlsplit(self.path)
        query, data = parse_qs(parts.query), self.rfile.read(int(self.headers.get("Content-Length", 0)))
        account.requests.append(f"POST {parts.path}")
        if parts.path == "/token":
            given = parse_qs(data.decode())
            good = given["refresh_token"] == [account.refresh] and given["grant_type"] == ["refresh_token"]
            return self._answer(200, {"access_token": account.token}) if good else self._answer(400, {"error": "invalid_grant"})
        if self.headers.get("Authorization") != f"Bearer {account.token}":
            return self._refuse(401, "authError")
        if parts.path == "/upload/youtube/v3/videos" and query["uploadType"] == ["resumable"]:
            return self._open(json.loads(data), query)
        video = account.videos[int(query.get("videoId", ["1"])[0].removeprefix("video")) - 1]
        if parts.path == "/upload/youtube/v3/thumbnails/set":
            video["thumbnail"] = (self.headers["Content-Type"], data)
        elif parts.path == "/upload/youtube/v3/captions":
            video["captions"] = (self.headers["Content-Type"], data)
        self._answer(200, {"id": "x"})

    def _open(self, about: dict[str, Any], query: dict[str, list[str]]) -> None:
        if self.account.refuse:
            return self._refuse(403, self.account.refuse)
        assert query["part"] == ["snippet,status"]
        name = f"s{len(self.account.sessions)}"
        self.account.sessions[name] = (about, int(self.headers["X-Upload-Content-Length"]), bytearray())
        self.send_response(200)
        self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/session/{name}")  # type: ignore[attr-defined]
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_PUT(self) -> None:
        account = self.account
        data = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        account.requests.append(f"PUT {self.headers['Content-Range']}")
        fault = account.faults.pop(0) if account.faults and data else ""
        about, total, got = account.sessions.get(self.path.rpartition("/")[2], ({}, 0, bytearray()))
        if fault == "404" or not total:
            account.sessions.clear()
            return self._answer(404, {})
        if fault == "cut":
            self.close_connection = True
            self.connection.close()
            return None
        if fault == "503":
            return self._answer(503, {})
        if fault == "quota":
            return self._refuse(403, "quotaExceeded")
        if data:
            first = int(self.headers["Content-Range"].split(" ")[1].split("-")[0])
            assert first == len(got), "a piece does not begin where the last one ended"
            got += data[: len(data) // 2] if fault == "half" else data
        if len(got) < total:
            return self._answer(308, None, {"Range": f"bytes=0-{len(got) - 1}"} if got else {})
        if not any(video["session"] == self.path for video in account.videos):
            account.videos.append({"about": about, "bytes": bytes(got), "session": self.path})
        return self._answer(200, {"id": f"video{len(account.videos)}"})

    def _refuse(self, status: int, reason: str) -> None:
        self._answer(status, {"error": {"code": status, "message": "no", "errors": [{"reason": reason}]}})

    def _answer(self, status: int, body: dict[str, Any] | None, headers: dict[str, str] | None = None) -> None:
        data = json.dumps(body).encode() if body is not None else b""
        self.send_response(status)
        for name, value in {**(headers or {}), "Content-Length": str(len(data))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)


@contextmanager
def youtube() -> Iterator[tuple[str, Account]]:
    """The server's address and what it knows, for a block."""
    account = Account()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"account": account}))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", account
    finally:
        server.shutdown()
        server.server_close()
