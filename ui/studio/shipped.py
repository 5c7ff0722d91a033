"""The files that are the same for everybody - Gradio's scripts and styles, the fonts - read once, and kept by the browser."""

from __future__ import annotations

import gzip
import mimetypes
from functools import cache
from pathlib import Path
from typing import Any

from ui.studio import frontend
from ui.studio.theme import fonts

_SHIPPED = ("/assets/", "/static/")
_FONTS = "/studio/fonts/"
_SMALL = 1_000
"""Bytes below which compressing is not worth it."""
_AGES = b"public, max-age=31536000, immutable"


class Shipped:
    """ASGI middleware that answers for them. Their names hold their hashes, or are those of our own fonts.

    A page asks for a hundred of them, each of which would pass five layers otherwise.
    """

    def __init__(self, app: Any) -> None:
        self.app, self.folder = app, frontend.folder()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        wanted = scope["type"] == "http" and scope["method"] == "GET"
        file = self._file(str(scope["path"])) if wanted else None
        if file is None:
            await self.app(scope, receive, send)
            return
        body, encoding = _body(file, _far(scope))
        headers = [
            (b"content-type", _kind(file).encode()), (b"cache-control", _AGES), (b"content-length", str(len(body)).encode()),
            (b"x-content-type-options", b"nosniff"), *encoding,
        ]  # fmt: skip
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def _file(self, path: str) -> Path | None:
        if path.startswith(_FONTS):
            return fonts().get(path.removeprefix(_FONTS))
        if not path.startswith(_SHIPPED) or ".." in path.split("/") or "\0" in path:
            return None
        file = self.folder / path.lstrip("/")
        return file if file.is_file() else None


def _kind(file: Path) -> str:
    own = {".js": "text/javascript", ".ttf": "font/ttf"}
    return own.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"


def _far(scope: Any) -> bool:
    """Whether who asks is on another machine and takes compressed answers; on this one compressing is a loss."""
    client = scope.get("client") or ("", 0)
    accepts = next((value for name, value in scope["headers"] if name == b"accept-encoding"), b"")
    return client[0] not in ("127.0.0.1", "::1") and b"gzip" in accepts


@cache
def _body(file: Path, compressed: bool) -> tuple[bytes, tuple[tuple[bytes, bytes], ...]]:
    data = file.read_bytes()
    if not compressed or len(data) < _SMALL:
        return data, ()
    return gzip.compress(data, 6), ((b"content-encoding", b"gzip"), (b"vary", b"accept-encoding"))
