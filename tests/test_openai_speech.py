"""Speech by key: what is sent, what is written down before, what happens when the server is busy or says no."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from memory.errors import EngineError, Refused
from tools.engines import SpeechRequest, load_engine
from tools.orders import orders

LINE = SpeechRequest(text="The lamp was lit. The sea was calm.", voice="coral", tone="solemn")


class Server:
    """A server on this machine that speaks the API: each answer is a status, its headers, and a body."""

    def __init__(self, root: Path) -> None:
        self.asked: list[dict[str, Any]] = []
        self.book: list[list[str]] = []
        self.answers: list[tuple[int, dict[str, str]]] = []
        tone = (np.sin(np.arange(24_000) * 0.05) * 9000).astype("<i2").tobytes()
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                server.asked.append({**body, "path": self.path, "key": self.headers["Authorization"]})
                server.book.append(sorted(order.state for order in orders()))
                status, headers = server.answers.pop(0) if server.answers else (200, {})
                if not status:
                    self.connection.shutdown(socket.SHUT_RDWR)
                    return
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(tone if status == 200 else b'{"error": {"message": "no such model"}}')

            def log_message(self, *_: Any) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http.server_port}/v1"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A film's folder with a place for a take in it."""
    (tmp_path / "film" / "takes" / "new").mkdir(parents=True)
    (tmp_path / "film" / "film.json").write_text("{}")
    return tmp_path / "film"


@pytest.fixture
def server(project: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    made = Server(project)
    monkeypatch.setenv("OPENAI_BASE_URL", made.url)
    monkeypatch.setenv("OPENAI_API_KEY", "a-key")
    monkeypatch.setenv("ONEREEL_SPEECH_PRICE", "15")
    monkeypatch.setenv("ONEREEL_SPEND_CAP", "1")
    monkeypatch.setenv("ONEREEL_SPEECH_MODEL", "a-model")
    yield made
    made.http.shutdown()


def speak(project: Path, request: SpeechRequest = LINE) -> Any:
    return load_engine("speech", "openai")(request, {}, project / "takes" / "new")


def test_a_line_is_asked_for_sentence_by_sentence_and_timed(server: Server, project: Path) -> None:
    """A second of sound each: the captions' times follow from it, and the words stay the film's."""
    made = speak(project)
    assert [each["input"] for each in server.asked] == ["The lamp was lit.", "The sea was calm."]
    first = server.asked[0]
    assert (first["path"], first["voice"], first["model"], first["key"]) == (
        "/v1/audio/speech",
        "coral",
        "a-model",
        "Bearer a-key",
    )
    assert "solemn" in first["instructions"]
    assert made.data["seconds"] == pytest.approx(2.35, abs=0.05)
    assert [word["text"] for word in made.data["words"]] == ["The", "lamp", "was", "lit.", "The", "sea", "was", "calm."]
    assert [s["text"] for s in made.data["sentences"]] == ["The lamp was lit.", "The sea was calm."]


def test_what_it_costs_is_in_the_book_before_the_server_is_asked(server: Server, project: Path) -> None:
    """The server finds the order already there; afterwards there is an answer for every one, and the sum is on the take."""
    made = speak(project)
    assert server.book == [["sent"], ["answered", "sent"]]
    assert [order.state for order in orders()] == ["answered", "answered"]
    assert len({order.key for order in orders()}) == 2
    assert made.data["cost"] == pytest.approx(34 * 15 / 1e6)
    assert any("cost 0.0005" in note for note in made.notes)


def test_a_busy_server_is_waited_for_as_long_as_it_says(server: Server, project: Path) -> None:
    """Retry-After is honoured, and the line comes after all."""
    server.answers = [(429, {"Retry-After": "0.01"}), (503, {"Retry-After": "0.01"})]
    speak(project, LINE.model_copy(update={"text": "The lamp was lit."}))
    assert len(server.asked) == 3


def test_a_server_that_says_no_is_a_sentence_and_a_row(server: Server, project: Path) -> None:
    server.answers = [(404, {})]
    with pytest.raises(EngineError, match=r"did not speak \(NotFoundError.*no such model.*The film is unchanged"):
        speak(project)
    assert orders() == [], "a plain no owes nothing"


def test_what_was_paid_for_is_not_asked_for_again(server: Server, project: Path) -> None:
    """The same line once more is the answer that is here; one whose line broke is in doubt and not sent by itself."""
    speak(project)
    speak(project)
    assert len(server.asked) == 2
    server.answers, other = [(0, {})], LINE.model_copy(update={"text": "A whale sang."})
    for reason in ("order is in doubt", "was not ordered twice"):
        with pytest.raises(EngineError, match=reason):
            speak(project, other)
    assert len(server.asked) == 3


def test_the_months_cap_holds_for_speech_too(server: Server, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONEREEL_SPEND_CAP", "0.0001")
    with pytest.raises(Refused, match="spend_cap"):
        speak(project)
    assert server.asked == []


def test_nobodys_own_voice_is_sent_there_and_nothing_goes_without_a_key(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(EngineError, match=r"needs a key.*OPENAI_API_KEY"):
        speak(project)
    with pytest.raises(EngineError, match=r"no voice called 'mine:anna@.*alloy, ash"):
        speak(project, LINE.model_copy(update={"voice": "mine:anna@0123456789abcdef"}))
    assert orders() == []


def test_a_line_without_words_costs_nothing(server: Server, project: Path) -> None:
    assert speak(project, LINE.model_copy(update={"text": " "})).data["seconds"] == 0
    assert server.asked == []
