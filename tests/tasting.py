"""Small things that the tests of the style memory need: settings of their own, thirty rows, other processes, a server."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import tomllib
import urllib.request
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from memory.taste import Entry, Vector, add_row
from tools.engines.meaning import MODEL, embed
from tools.settings import Settings
from tools.taste import _meaning

ROOT = Path(__file__).parents[1]


@cache
def known() -> dict[str, Any]:
    """tests/data/taste.toml: rows, questions and premises."""
    return tomllib.loads((ROOT / "tests/data/taste.toml").read_text(encoding="utf-8"))


@cache
def _measured() -> tuple[tuple[str, Entry, bytes], ...]:
    rows = known()["rows"]
    entries = [Entry(row["kind"], row["text"], "sea / The Sea", {"about": row.get("about", "")}) for row in rows.values()]
    vectors = embed([_meaning(entry) for entry in entries])
    return tuple((key, entry, vector.tobytes()) for key, entry, vector in zip(rows, entries, vectors, strict=True))


def settings(tmp_path: Path, **values: Any) -> Settings:
    """Settings with a memory of their own."""
    return Settings(memory_dir=tmp_path / "memory", **values)


def thirty(tmp_path: Path, **values: Any) -> Settings:
    """Settings with a memory that holds the thirty rows under their names."""
    made = settings(tmp_path, **values)
    for key, entry, numbers in _measured():
        add_row(made.memory_dir, key, entry, Vector(MODEL, numbers))
    return made


def elsewhere(code: str, *args: str) -> subprocess.Popen[str]:
    """Another Python that runs `code` with our modules."""
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    pipe = subprocess.PIPE
    return subprocess.Popen([sys.executable, "-c", code, *args], env=env, stdout=pipe, stderr=pipe, text=True)


def free_port() -> int:
    """A port of this machine on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def chroma_server(folder: Path) -> Iterator[str]:
    """A real Chroma server on a free port of 127.0.0.1; its address. It is ended by its own process id."""
    port = free_port()
    program = str(Path(sys.executable).with_name("chroma"))
    nowhere = subprocess.DEVNULL
    command = [program, "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)]
    server = subprocess.Popen(command, stdout=nowhere, stderr=nowhere)
    try:
        _wait_for(f"http://127.0.0.1:{port}/api/v2/heartbeat", server)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 90
    while time.monotonic() < until and server.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=2):
            return
        time.sleep(0.1)
    raise AssertionError("the Chroma server did not come up")
