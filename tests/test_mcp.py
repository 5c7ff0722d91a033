"""Another program at the studio's tools, by the protocol's own client: the same edits and fences, and no yes but a person's."""

from __future__ import annotations

import json
import socket
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from typer.testing import CliRunner

from agent.leave import ask_leave
from memory.errors import FilmError, Refused
from tests.at_browser import running, small_film
from tests.at_desk import Seat, six_scenes
from tools.vocabulary import TOOLS
from ui.cli import app
from ui.mcp_server import listen, serve

mcp = pytest.importorskip("mcp")
ROOT = Path(__file__).parents[1]


def talk(server: Any, act: Callable[[Any], Awaitable[Any]]) -> Any:
    """What a client finds out in one connection."""

    async def run() -> Any:
        async with mcp.Client(server, read_timeout_seconds=60) as client:
            return await act(client)

    return anyio.run(run)


def call(server: Any, tool: str, **arguments: Any) -> tuple[str, bool]:
    """The words that one call is answered with, and whether it was refused."""

    async def act(client: Any) -> tuple[str, bool]:
        result = await client.call_tool(tool, arguments)
        return result.content[0].text, bool(result.is_error)

    return talk(server, act)  # type: ignore[no-any-return]


def test_a_program_over_pipes_edits_the_film_as_a_person_does(tmp_path: Path) -> None:
    """A client starts `onereel mcp DIR`, sees every tool with its manual, darkens scene 3, and the film has the version."""
    seat = Seat(tmp_path, six_scenes())
    command = mcp.StdioServerParameters(
        command=sys.executable, args=["-m", "ui", "mcp", str(seat.root)], cwd=ROOT, env={"PYTHONPATH": str(ROOT)}
    )

    async def act(client: Any) -> Any:
        tools = (await client.list_tools()).tools
        return tools, await client.call_tool("look", {"scenes": "3", "brightness": -0.2})

    tools, done = talk(command, act)
    assert {tool.name for tool in tools} == set(TOOLS)
    motion = next(tool for tool in tools if tool.name == "motion")
    assert "motion brush" in motion.description and set(motion.input_schema["properties"]) > {"scenes", "target", "horizontal"}
    assert not done.is_error and done.content[0].text.startswith("Scene 3: brightness")
    before = six_scenes().scenes[2].look.brightness
    assert seat.film.scenes[2].look.brightness == pytest.approx(before - 0.2) and seat.film.version == 2


def test_what_is_wrong_is_a_sentence_and_changes_nothing(tmp_path: Path) -> None:
    """No such tool, an argument of the wrong kind, a scene that is not there, no film: refused in words."""
    seat, server = Seat(tmp_path, six_scenes()), serve(tmp_path / "film")
    before = seat.bytes
    for tool, arguments, words in (
        ("rm", {}, "no tool called 'rm'"),
        ("look", {"scenes": "3", "brightness": "very"}, "was not called"),
        ("look", {"scenes": "3", "desk": "mine"}, "was not called"),
        ("look", {"scenes": "99", "brightness": 0.1}, "99"),
        ("motion", {"scenes": "1", "target": "../../../../etc/passwd.png"}, "no file"),
    ):
        said, refused = call(server, tool, **arguments)
        assert refused and words in said, said
    assert seat.bytes == before
    said, refused = call(serve(tmp_path / "nothing"), "show")
    assert refused and "There is no film here yet" in said


def test_what_needs_a_yes_waits_for_the_person_and_the_yes_holds_once(tmp_path: Path) -> None:
    """Writing outside the film is refused with the question; no tool gives the yes; the person's command does, for one call."""
    seat = Seat(tmp_path, six_scenes())
    server, outside = serve(seat.root), tmp_path / "elsewhere"
    wanted = {"to": "srt", "folder": str(outside)}
    said, refused = call(server, "export", **wanted)
    assert refused and "only the person" in said and not outside.exists()
    listed = json.loads(CliRunner().invoke(app, ["approve", str(seat.root), "--json"]).stdout)["waiting"]
    assert len(listed) == 1 and str(outside) in listed[0]["question"] and listed[0]["code"] in said
    assert call(server, "export", **wanted)[1], "asking again is no yes"
    assert not any("approve" in name or "leave" in name for name in TOOLS)
    assert CliRunner().invoke(app, ["approve", str(seat.root), listed[0]["code"]]).exit_code == 0
    said, _ = call(server, "export", **(wanted | {"folder": str(tmp_path / "third")}))
    assert "only the person" in said, "a yes is for what was asked and nothing else"
    ask_leave(seat.root, "export", wanted)
    with pytest.raises(Refused, match="only the person"):
        ask_leave(seat.root, "export", wanted)  # the yes was used up


def test_a_no_takes_the_question_away_and_a_made_up_code_is_refused(tmp_path: Path) -> None:
    """No means the call stays refused; codes that nobody asked under, or that name paths, are a sentence."""
    seat = Seat(tmp_path, six_scenes())
    call(serve(seat.root), "export", to="srt", folder=str(tmp_path / "out"))
    code = json.loads(CliRunner().invoke(app, ["approve", str(seat.root), "--json"]).stdout)["waiting"][0]["code"]
    assert CliRunner().invoke(app, ["approve", str(seat.root), code, "--no"]).exit_code == 0
    assert "Nothing waits" in CliRunner().invoke(app, ["approve", str(seat.root)]).stdout
    for made_up in (code, "0" * 12, "../../film"):
        result = CliRunner().invoke(app, ["approve", str(seat.root), made_up])
        assert result.exit_code and "No question" in str(result.exception)


def test_over_http_only_this_machine_is_answered(tmp_path: Path) -> None:
    """A client on this machine works; a page of somebody else's, known by Host or Origin, and a huge body are turned away."""
    import uvicorn

    seat = Seat(tmp_path, six_scenes())
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    web = serve(seat.root).streamable_http_app(host="127.0.0.1", max_request_body_size=1 << 20)
    server = uvicorn.Server(uvicorn.Config(web, host="127.0.0.1", port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    try:
        url = f"http://127.0.0.1:{port}/mcp"
        assert call(url, "look", scenes="1", warmth=0.2)[0].startswith("Scene 1: warmth")
        body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
        accept = {"Accept": "application/json, text/event-stream"}
        assert httpx.post(url, json=body, headers={**accept, "Host": "evil.example"}).status_code == 421
        assert httpx.post(url, json=body, headers={**accept, "Origin": "https://evil.example"}).status_code == 403
        assert (
            httpx.post(url, content=b"x" * (2 << 20), headers={**accept, "Content-Type": "application/json"}).status_code >= 400
        )
        assert call(url, "show")[1] is False and seat.film.version == 2
    finally:
        server.should_exit = True
        thread.join(10)


def test_the_studio_in_the_browser_offers_the_same_tools_beside_its_page(tmp_path: Path) -> None:
    """`onereel ui FILM --mcp PORT`: a client edits the film and meets the fence; Gradio's own share of tools stays shut."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with running(tmp_path, small_film(), arguments=("--mcp", str(port)), inside="film") as studio:
        tools = f"http://127.0.0.1:{port}/mcp"
        assert call(tools, "look", scenes="1", brightness=-0.2)[0].startswith("Scene 1: brightness")
        said, refused = call(tools, "export", to="srt", folder=str(tmp_path / "elsewhere"))
        assert refused and "only the person" in said and not (tmp_path / "elsewhere").exists()
        assert httpx.get(studio.url).status_code == 200
        assert httpx.get(f"{studio.url}/gradio_api/mcp/").status_code == 404
        assert studio.project().film.scenes[0].look.brightness == pytest.approx(-0.2)


def test_a_port_that_is_taken_is_a_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(FilmError, match="Choose another port"):
            listen(taken.getsockname()[1])
