"""The studio's tools for other programs (Model Context Protocol): the same vocabulary, the same fence, the same questions.

A client names a tool of the vocabulary and gets the sentence that the person would get. What needs a person's yes is
refused with the question; the client cannot answer it (agent.leave).
"""

from __future__ import annotations

import json
import secrets
import socket
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from agent.approvals import names_in
from agent.leave import ask_leave
from agent.toolbox import edits, perform, plain_data, toolbox
from memory.errors import FilmError
from tools.vocabulary import Desk, Done

if TYPE_CHECKING:
    from mcp.server import Server

MANUAL = (
    "Onereel makes narrated films. Each tool edits, shows or renders the one film of this server; scenes are named in plain "
    "words ('3', 'the last two'). Edits are kept as versions, so nothing is lost: undo is the tool versions. What writes "
    "outside the film's folder, spends or clones needs a person's yes, which the refusal explains."
)
_LONGEST = 20_000
"""Characters of data that one answer carries."""
_ONE_AT_A_TIME = threading.Lock()
"""A film has one director: calls are done one after another, as a conversation's are."""


def act(root: Path, tool: str, args: Mapping[str, Any]) -> Done:
    """One call for a program: checked, asked about where a person's yes is needed, and done.

    FilmError for all that is refused; the sentence is what the client reads.
    """
    with _ONE_AT_A_TIME:
        ask_leave(root, tool, args)
        said = names_in(root, tool, args)  # names are asked about with the rest: here the person's yes was there
        return perform(Desk(root, f"mcp.{secrets.token_hex(8)}", declared=said), tool, args)


def serve(root: Path) -> Server[Any]:
    """A server for the film in `root`, not yet listening."""
    import anyio
    import mcp_types as types
    from mcp.server import Server, ServerRequestContext

    async def list_tools(_: ServerRequestContext[Any], __: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        return types.ListToolsResult(tools=_described())

    async def call_tool(_: ServerRequestContext[Any], params: types.CallToolRequestParams) -> types.CallToolResult:
        try:
            done = await anyio.to_thread.run_sync(act, root, params.name, params.arguments or {})
        except FilmError as error:
            return types.CallToolResult(content=[types.TextContent(type="text", text=str(error))], is_error=True)
        return types.CallToolResult(content=[types.TextContent(type="text", text=_words(done))])

    return Server("onereel", instructions=MANUAL, on_list_tools=list_tools, on_call_tool=call_tool)


def _described() -> list[Any]:
    import mcp_types as types

    return [
        types.Tool(
            name=tool.name, description=tool.description, input_schema=tool.tool_call_schema.model_json_schema(),  # type: ignore[union-attr]
            annotations=types.ToolAnnotations(read_only_hint=not edits(tool.name, {}), open_world_hint=False),
        )
        for tool in toolbox()
    ]  # fmt: skip


def _words(done: Done) -> str:
    """What was done, as the person reads it, then the data that a program may want."""
    data = {"version": done.version, "changed": list(done.changed), **plain_data(done.data, _LONGEST)}
    choices = f"\nIt may mean: {'; '.join(done.choices)}." if done.choices else ""
    return f"{done.said}{choices}\n\n{json.dumps(data, ensure_ascii=False)}"


def over_pipes(root: Path) -> None:
    """Serve one client over standard input and output until it leaves."""
    import anyio
    from mcp.server.stdio import stdio_server

    async def run() -> None:
        server = serve(root)
        async with stdio_server() as (heard, said):
            await server.run(heard, said, server.create_initialization_options())

    anyio.run(run)


def listen(port: int) -> socket.socket:
    """Take a port of this machine: who calls before the server runs is answered once it does. FilmError when it is taken."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind(("127.0.0.1", port))
    except OSError as error:
        listening.close()
        raise FilmError(
            f"Tools cannot be offered at 127.0.0.1:{port} ({error.strerror}). Nothing was started. Choose another port."
        ) from error
    listening.listen()
    return listening


def over_http(root: Path, listening: socket.socket) -> None:
    """Serve clients on this machine alone, at /mcp of the port taken by `listen`, until interrupted.

    Requests that a web page of somebody else's sends are refused by their Host and Origin.
    """
    import uvicorn

    app = serve(root).streamable_http_app(host="127.0.0.1", max_request_body_size=1 << 20)
    uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listening])
