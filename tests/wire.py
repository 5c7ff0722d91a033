"""A language model's server for tests, on this machine alone: it speaks /v1/chat/completions as OpenAI's does, from a script.

Every request takes the next reply of the script, whichever fits how it was asked (streamed or whole); all requests are kept.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Usage = dict[str, int]
USAGE: Usage = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}


@dataclass(frozen=True)
class Reply:
    """One scripted reply. With `pieces` the arguments of calls come in that many pieces when it is streamed."""

    text: str = ""
    calls: tuple[tuple[str, Any], ...] = ()
    """Name and arguments of each call; arguments that are a string go out as they are, broken or not."""
    refusal: str = ""
    status: int = 200
    error: dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    finish: str | None = ""
    """Why the answer ended: "" is the usual reason, None leaves it out."""
    usage: Usage | None = field(default_factory=lambda: dict(USAGE))
    pieces: int = 3
    hang: float = 0
    """Seconds before anything is sent."""
    drip: float = 0
    """Seconds between the pieces of a stream."""
    drop: int = 0
    """Close the connection after so many pieces of a stream (1 and up), or instead of an answer that is whole."""
    raw: str | None = None
    """Sent as it is instead of a completion."""
    choices: bool = True
    ids: bool = True
    index: bool = True

    @property
    def end(self) -> str | None:
        """The finish reason that goes out."""
        return self.finish if self.finish != "" else "tool_calls" if self.calls else "stop"


def call(name: str, **args: Any) -> Reply:
    """A reply that is one call."""
    return Reply(calls=((name, args),))


def failure(status: int, message: str, code: Any = None, kind: str = "", **headers: str) -> Reply:
    """An error as OpenAI words them; `headers` with _ for -."""
    error = {"message": message, "type": kind, "param": None, "code": code}
    return Reply(status=status, error=error, headers={name.replace("_", "-"): value for name, value in headers.items()})


@dataclass(frozen=True)
class Request:
    """One request as the server got it."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]
    at: float
    """Seconds on the monotonic clock."""

    @property
    def tools(self) -> list[str]:
        """Names of the tools that were offered."""
        return [tool["function"]["name"] for tool in self.body.get("tools", ())]

    @property
    def said(self) -> str:
        """All messages as one text."""
        return json.dumps(self.body.get("messages"), ensure_ascii=False)


Script = Callable[[Request], Reply]


class Wire:
    """The server: give it replies, ask it what it was asked."""

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self._replies: list[Reply | Script] = []
        self._otherwise: Reply | Script | None = None
        self._lock = threading.Lock()
        self.url = ""
        self.stopping = threading.Event()

    def will(self, *replies: Reply | Script, otherwise: Reply | Script | None = None) -> None:
        """What the next requests get, in order, and what all later ones get (an error 599 when nothing is said)."""
        self._replies, self._otherwise = list(replies), otherwise

    def answer(self, request: Request) -> Reply:
        """Keep the request and give its reply."""
        with self._lock:
            self.requests.append(request)
            reply = self._replies.pop(0) if self._replies else self._otherwise
        if reply is None:
            return failure(418, "the script has no further reply")
        return reply if isinstance(reply, Reply) else reply(request)


@contextmanager
def serving() -> Iterator[Wire]:
    """A running server; it is gone when the block ends."""
    wire = Wire()

    class Handler(_Handler):
        script = wire

    server = _Server(("127.0.0.1", 0), Handler)
    wire.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield wire
    finally:
        wire.stopping.set()
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is part of the play."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    script: Wire

    def log_message(self, *_: Any) -> None:
        """Say nothing on standard error."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = self.script.answer(Request(self.path, headers, body, time.monotonic()))
        self.script.stopping.wait(reply.hang) if reply.hang else None
        try:
            self._send(reply, stream=bool(body.get("stream")))
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def _send(self, reply: Reply, *, stream: bool) -> None:
        if reply.status != 200:
            self._whole(reply.status, json.dumps({"error": reply.error}), reply.headers)
        elif reply.raw is not None:
            self._whole(
                200, reply.raw, {"Content-Type": "text/event-stream" if stream else "application/json", **reply.headers}
            )
        elif stream:
            self._streamed(reply)
        elif reply.drop:
            self.close_connection = True
        else:
            self._whole(200, json.dumps(completion(reply)), reply.headers)

    def _whole(self, status: int, text: str, headers: dict[str, str]) -> None:
        data = text.encode()
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers, "Content-Length": str(len(data))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def _streamed(self, reply: Reply) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for number, event in enumerate(events(reply), 1):
            self._chunk(f"data: {json.dumps(event)}\n\n")
            if reply.drop and number >= reply.drop:
                self.close_connection = True
                return
            if reply.drip:
                self.script.stopping.wait(reply.drip)
        if reply.end is not None:
            self._chunk("data: [DONE]\n\n")
        self.wfile.write(b"0\r\n\r\n")

    def _chunk(self, text: str) -> None:
        data = text.encode()
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()


def _arguments(args: Any) -> str:
    return args if isinstance(args, str) else json.dumps(args)


def completion(reply: Reply) -> dict[str, Any]:
    """The reply as one answer."""
    message: dict[str, Any] = {"role": "assistant", "content": reply.text or None, "refusal": reply.refusal or None}
    if reply.calls:
        message["tool_calls"] = [
            {"id": f"call_{n}", "type": "function", "function": {"name": name, "arguments": _arguments(args)}}
            for n, (name, args) in enumerate(reply.calls)
        ]
    choices = [{"index": 0, "message": message, "finish_reason": reply.end, "logprobs": None}] if reply.choices else []
    return {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "scripted", "choices": choices,
            "usage": reply.usage}  # fmt: skip


def events(reply: Reply) -> Iterator[dict[str, Any]]:
    """The reply as a stream: the role, the words one by one, each call's name and then its arguments in pieces, the end."""

    def event(delta: dict[str, Any] | None, finish: str | None = None, usage: Usage | None = None) -> dict[str, Any]:
        choices = [{"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}] if delta is not None else []
        return {"id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1, "model": "scripted", "choices": choices,
                "usage": usage}  # fmt: skip

    if reply.choices:
        yield event({"role": "assistant", "content": ""})
        for word in _split(reply.text, max(len(reply.text.split()), 1)):
            yield event({"content": word})
        for word in _split(reply.refusal, 3):
            yield event({"refusal": word})
        for delta in _calls(reply):
            yield event({"tool_calls": [delta]})
        if reply.end is not None:
            yield event({}, reply.end)
    if reply.usage is not None:
        yield event(None, usage=reply.usage)


def _calls(reply: Reply) -> Iterator[dict[str, Any]]:
    for number, (name, args) in enumerate(reply.calls):
        place = {"index": number} if reply.index else {}
        head = {"id": f"call_{number}"} if reply.ids else {}
        yield {**place, **head, "type": "function", "function": {"name": name, "arguments": ""}}
        for piece in _split(_arguments(args), reply.pieces):
            yield {**place, "function": {"arguments": piece}}


def _split(text: str, count: int) -> Iterator[str]:
    size = -(-len(text) // max(count, 1)) or 1
    for start in range(0, len(text), size):
        yield text[start : start + size]
