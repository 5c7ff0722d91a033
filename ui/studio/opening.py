"""Opening quickly: what Gradio does when it is imported and when a browser comes, done once or left out."""

from __future__ import annotations

import contextlib
import gc
import gzip
import importlib.machinery
import importlib.util
import mimetypes
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

_SHIPPED = ("/assets/", "/static/")
_SMALL = 1_000
"""Bytes below which compressing is not worth it."""
_AGES = b"public, max-age=31536000, immutable"


class _WithoutStubs:
    """Imports Gradio's component class without what writes a .pyi file beside each of its modules: for editors, and slow.

    It parses every module of Gradio's anew at every start, and writes into the folder of installed packages.
    """

    def find_spec(self, name: str, path: Sequence[str] | None, target: ModuleType | None = None) -> Any:
        if name != "gradio.component_meta":
            return None
        spec = importlib.machinery.PathFinder.find_spec(name, path)
        if spec is None or spec.loader is None:
            return spec
        load = spec.loader.exec_module

        def load_and_silence(module: ModuleType) -> None:
            load(module)
            vars(module)["create_or_modify_pyi"] = lambda *_: None

        spec.loader.exec_module = load_and_silence  # type: ignore[method-assign]
        return spec


@contextlib.contextmanager
def quickly() -> Iterator[None]:
    """Import and build within this: the collector would walk through a million objects that all stay."""
    finder = _WithoutStubs()
    sys.meta_path.insert(0, finder)
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
        sys.meta_path.remove(finder)


class Shipped:
    """ASGI middleware that answers for the scripts and styles that Gradio ships: read once, and kept by the browser.

    Their names hold their hashes. A page asks for a hundred of them, each of which would pass five layers otherwise.
    """

    def __init__(self, app: Any) -> None:
        self.app, self.folder = app, _frontend()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        path = str(scope.get("path", ""))
        if scope["type"] != "http" or scope["method"] != "GET" or not path.startswith(_SHIPPED):
            await self.app(scope, receive, send)
            return
        file = self.folder / path.lstrip("/")
        if ".." in path.split("/") or "\0" in path or not file.is_file():
            await self.app(scope, receive, send)
            return
        body, encoding = _body(file, _far(scope))
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        headers = [
            (b"content-type", ("text/javascript" if file.suffix == ".js" else kind).encode()), (b"cache-control", _AGES),
            (b"content-length", str(len(body)).encode()), (b"x-content-type-options", b"nosniff"), *encoding,
        ]  # fmt: skip
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def _frontend() -> Path:
    found = importlib.util.find_spec("gradio")
    assert found is not None and found.origin is not None
    return Path(found.origin).parent / "templates" / "frontend"


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
