"""A server for tests, on this machine alone, that speaks OpenAI's images API: it draws plainly, or fails as told."""

from __future__ import annotations

import base64
import io
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tools import licences, models


@dataclass
class Wire:
    """What the server shall do next, and what it was asked."""

    url: str = ""
    script: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    """Statuses and headers to answer with, before it draws; status 0 closes the line without a word."""
    asked: list[dict[str, Any]] = field(default_factory=list)
    draws: bytes = b""
    """What it draws instead of one colour: a picture as PNG, whatever was asked for."""


def picture(size: str, number: int) -> str:
    """A picture of one colour, as base64 PNG."""
    from PIL import Image

    coded = io.BytesIO()
    width, height = (int(side) // 8 for side in size.split("x"))
    Image.new("RGB", (width, height), (40 * number % 256, 90, 160)).save(coded, format="PNG")
    return base64.b64encode(coded.getvalue()).decode()


@contextmanager
def images() -> Iterator[Wire]:
    """The server, while the block lasts."""
    wire = Wire()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            kind = self.headers["Content-Type"]
            told = json.loads(body) if kind.startswith("application/json") else {"form": body}
            wire.asked.append(
                {
                    "path": self.path,
                    "headers": {name.lower(): value for name, value in self.headers.items()},
                    "at": time.monotonic(),
                    **told,
                }
            )
            status, headers = wire.script.pop(0) if wire.script else (200, {})
            if status == 0:
                self.connection.close()
                return
            size = told.get("size", "1536x1024")
            drawn = base64.b64encode(wire.draws).decode()
            answer: dict[str, Any] = {"created": 1, "data": [{"b64_json": drawn or picture(size, len(wire.asked))}]}
            if status != 200:
                answer = {"error": {"message": "told to fail", "type": "test", "param": None, "code": None}}
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *_: Any) -> None:
            """Stay quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    wire.url = f"http://127.0.0.1:{server.server_port}/v1"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield wire
    finally:
        server.shutdown()
        server.server_close()


def by_key(monkeypatch: pytest.MonkeyPatch, url: str, folder: Path) -> None:
    """Pictures by key from that server: a key, a cap of a dollar, and the licence agreed to in a studio of its own."""
    monkeypatch.setenv("ONEREEL_IMAGES_BASE_URL", url)
    monkeypatch.setenv("OPENAI_API_KEY", "sk-test")
    monkeypatch.setenv("ONEREEL_SPEND_CAP", "1")
    monkeypatch.setenv("ONEREEL_NSFW_THRESHOLD", "1")
    monkeypatch.setenv("ONEREEL_STUDIO_DIR", str(folder / "studio"))
    licences.agree(models.presets()["gpt-image-1"])


def photograph() -> Path:
    """A photograph of a person in the public domain: Grace Hopper, as matplotlib brings her."""
    pytest.importorskip("dlib")
    matplotlib = pytest.importorskip("matplotlib")
    return Path(matplotlib.__file__).parent / "mpl-data" / "sample_data" / "grace_hopper.jpg"


@contextmanager
def silent_hub() -> Iterator[str]:
    """A hub that takes every call and never answers."""
    import socket

    listening = socket.create_server(("127.0.0.1", 0))
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        listening.close()
