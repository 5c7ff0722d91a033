"""The running studio probed over HTTP: only what is the open film's leaves it, nothing is fetched for anybody, nothing dies."""

from __future__ import annotations

import http.server
import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.at_browser import Studio, running, small_film
from ui.studio.fences import LARGEST_CALL
from ui.studio.serve import LARGEST_UPLOAD

WEB = httpx.Client(timeout=60)
"""One client for all probes: making one takes longer than most of them."""
SECRET = "the-secret-of-another-folder"


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """One studio for all probes, with a secret beside its films and one in the film's own folder."""
    folder = tmp_path_factory.mktemp("doors")
    with running(folder, small_film()) as it:
        (folder / "secret.txt").write_text(SECRET)
        (folder / "films" / "film" / "exports").mkdir(exist_ok=True)
        (folder / "films" / "film" / "exports" / "captions.srt").write_text("1\n00:00:00,000 --> 00:00:01,000\nHush.\n")
        (folder / "films" / "film" / "exports" / "notes.exe").write_text(SECRET)
        (folder / "films" / "film" / "exports" / "way-out.srt").symlink_to(folder / "secret.txt")
        yield it
        assert it.process.poll() is None, "the studio died of a probe"
        assert WEB.get(it.url).status_code == 200


class Listener:
    """A server on this machine that nobody should be made to ask: it counts who comes."""

    def __enter__(self) -> Listener:
        self.asked: list[str] = []
        asked = self.asked

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                asked.append(self.path)
                self.send_response(200)
                self.end_headers()
                self.wfile.write(SECRET.encode())

            def log_message(self, *_: object) -> None: ...

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()


def raw(studio: Studio, path: str) -> httpx.Response:
    """A request whose path is sent as it is, dots and all."""
    url = httpx.URL(studio.url).copy_with(raw_path=path.encode())
    return WEB.get(url)


@pytest.mark.parametrize("climb", ["..", "%2e%2e", "%252e%252e", "..%2f..", "....//"])
@pytest.mark.parametrize(
    "door",
    [
        "/gradio_api/file=", "/gradio_api/file/", "/file=", "/static/", "/assets/", "/svelte/", "/studio/fonts/",
        "/studio/films/film/exports/", "/studio/films/film/takes/aa/", "/studio/films/", "/gradio_api/custom_component/",
    ],
)  # fmt: skip
def test_no_path_climbs_out(studio: Studio, door: str, climb: str) -> None:
    """Dots in every spelling, at every door, reach neither the secret nor the film's own documents."""
    up = f"{climb}/" * 6
    for wanted in (f"{up}secret.txt", f"{climb}/film.json", f"{up}etc/passwd"):
        answer = raw(studio, f"{door}{wanted}")
        assert answer.status_code >= 400, (door, wanted)
        assert SECRET not in answer.text and "root:" not in answer.text and '"scenes"' not in answer.text


def test_no_file_of_this_machine_is_served_by_its_path(studio: Studio) -> None:
    """Absolute paths, of the system, of the film and of what lies beside it: refused; exports by their names are served."""
    film = studio.films / "film"
    for path in (
        "/etc/passwd",
        film / "film.json",
        film.parent.parent / "secret.txt",
        film / "history",
        Path.cwd() / "README.md",
    ):
        for door in ("/gradio_api/file=", "/gradio_api/file=/", "/gradio_api/file=file://", "/file="):
            assert raw(studio, f"{door}{path}").status_code >= 400, (door, path)
    assert WEB.get(f"{studio.url}/studio/films/film/exports/captions.srt").text.startswith("1\n")
    for name in ("notes.exe", "way-out.srt", "..%2ffilm.json", ".exported.json"):
        answer = raw(studio, f"/studio/films/film/exports/{name}")
        assert answer.status_code >= 400 and SECRET not in answer.text, name
    for film_id in ("..", ".", "%2e%2e%2fsecret.txt", "film%00", "other"):
        assert raw(studio, f"/studio/films/{film_id}/exports/captions.srt").status_code >= 400


def _call(studio: Studio, function: int, data: list[object]) -> str:
    """All that the studio answers to one call, by the number of its function."""
    session = "probe"
    body = {"fn_index": function, "data": data, "session_hash": session}
    joined = WEB.post(f"{studio.url}/gradio_api/queue/join", json=body, timeout=20)
    if joined.status_code != 200:
        return joined.text
    heard = ""
    with WEB.stream("GET", f"{studio.url}/gradio_api/queue/data", params={"session_hash": session}, timeout=20) as stream:
        for line in stream.iter_lines():
            heard += line
            if "process_completed" in line or "close_stream" in line:
                break
    return heard


def test_the_studio_fetches_nothing_for_anybody(studio: Studio) -> None:
    """Neither through Gradio's proxy nor as an upload's address does it ask another server, and no call reads a path."""
    config = WEB.get(f"{studio.url}/config").json()
    takers = [d for d in config["dependencies"] if d["backend_fn"] and len(d["inputs"]) > 1]
    assert len(takers) > 5
    with Listener() as listener:
        for door in ("/gradio_api/proxy=", "/proxy=", "/gradio_api/file=", "/file="):
            assert raw(studio, f"{door}{listener.url}/x").status_code >= 400
        files = (("/etc/passwd", None), (f"{listener.url}/x", None), ("x.wav", f"{listener.url}/x"), ("../secret.txt", ""))
        for number, taker in enumerate(takers):
            path, url = files[number % len(files)]
            file = {"path": path, "url": url, "orig_name": "x.png", "meta": {"_type": "gradio.FileData"}}
            value = {"layers": [file], "background": file, "composite": None}
            heard = _call(studio, taker["id"], [value] * len(taker["inputs"]))
            assert "may only name files" in heard, heard[:300]
        assert listener.asked == []


def test_what_is_too_large_is_turned_away(studio: Studio) -> None:
    """An upload past the limit, told or not told beforehand, and a huge call are refused; a small upload is taken."""
    url = f"{studio.url}/gradio_api/upload"
    kind = {"Content-Type": "multipart/form-data; boundary=x"}
    host, port = studio.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=20) as line:
        line.sendall(
            f"POST /gradio_api/upload HTTP/1.1\r\nHost: {host}\r\nContent-Length: {LARGEST_UPLOAD * 3}\r\n\r\n".encode()
        )
        assert line.recv(64).startswith(b"HTTP/1.1 413")
    assert WEB.post(url, files={"files": ("a.txt", b"hello")}).status_code == 200

    def endless() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="files"; filename="a.bin"\r\n\r\n'
        block = b"\0" * (1 << 20)
        for _ in range(LARGEST_UPLOAD // (1 << 20) + 8):
            yield block
        yield b"\r\n--x--\r\n"

    try:
        status = WEB.post(url, content=endless(), headers=kind).status_code
    except httpx.TransportError:
        status = 413
    assert status == 413
    huge = json.dumps({"data": ["x" * (LARGEST_CALL + 1)], "fn_index": 0, "session_hash": "p"})
    assert WEB.post(f"{studio.url}/gradio_api/queue/join", content=huge).status_code == 413


def test_a_page_elsewhere_can_do_nothing_here(studio: Studio) -> None:
    """Another site's page, a name that only seems to be this machine, and a broken call are refused; the film stays."""
    before = (studio.films / "film" / "film.json").read_bytes()
    call = {"fn_index": 0, "data": [], "session_hash": "p"}
    elsewhere = {"Origin": "https://evil.example"}
    for path in ("/gradio_api/queue/join", "/gradio_api/upload", "/gradio_api/cancel"):
        assert WEB.post(studio.url + path, json=call, headers=elsewhere).status_code == 403
    assert (
        WEB.post(f"{studio.url}/gradio_api/queue/join", json=call, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    )
    assert WEB.get(studio.url, headers={"Host": "evil.example"}).status_code == 421
    assert "evil" not in str(WEB.get(studio.url, headers=elsewhere).headers)
    for body in (b"", b"{", b"[" * 100_000, b"\xff\xfe", b'{"fn_index": 99999, "data": [], "session_hash": "p"}'):
        assert WEB.post(f"{studio.url}/gradio_api/queue/join", content=body).status_code in (400, 404, 422, 500)
    for gone in (
        "/monitoring",
        "/gradio_api/runs",
        "/gradio_api/vibe-edit",
        "/gradio_api/process_recording",
        "/docs",
        "/openapi.json",
    ):
        assert WEB.get(studio.url + gone).status_code == 404 and WEB.post(studio.url + gone).status_code == 404
    assert (studio.films / "film" / "film.json").read_bytes() == before
