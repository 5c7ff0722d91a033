"""The server under the page: bound to this machine, silent towards the network, and with a door of its own for media."""

from __future__ import annotations

import contextlib
import os
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import uvicorn

from memory.errors import FilmError
from tools.settings import quiet_gradio
from ui.studio.backstage import Backstage
from ui.studio.fences import Rules, fence_in
from ui.studio.house import House
from ui.studio.importing import quickly
from ui.studio.opening import Built, Opening
from ui.studio.shipped import Shipped
from ui.studio.users import Users

if TYPE_CHECKING:
    from starlette.requests import Request

_GREETING = "<b>One<i>reel</i></b>Sign in to your films. Everybody here has films and memory of their own."
LARGEST_UPLOAD = 200 * 2**20
"""Bytes that one upload may have."""


def serve(house: House, users: Users | None, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Run the studio until it is stopped; `ready` hears its address once it answers. FilmError when the port is taken.

    It answers before Gradio is imported, which goes on beside it: see opening.py.
    """
    with _empty_place() as uploads, _bound(host, port) as listening:
        place, backstage = (host, int(listening.getsockname()[1])), Backstage()
        opening = Opening(lambda: studio_app(house, users, backstage, place, uploads))
        config = uvicorn.Config(
            Rules(Shipped(opening), host), log_level="warning", ws_max_size=2**20, timeout_graceful_shutdown=2
        )
        threading.Thread(target=backstage.pictures.wake, daemon=True).start()
        server = _Server(config, opening, lambda: ready(_address(*place)))
        try:
            server.run(sockets=[listening])
        except KeyboardInterrupt:
            pass
        finally:
            backstage.close()
    if opening.trouble:
        raise opening.trouble


class _Server(uvicorn.Server):
    """Says when it listens, and ends when what it opened cannot be built."""

    def __init__(self, config: uvicorn.Config, opening: Opening, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self.ready, opening.failed = ready, self._end

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self.ready()

    def _end(self) -> None:
        self.should_exit = True


def _address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@contextlib.contextmanager
def _empty_place() -> Iterator[Path]:
    """Work in an empty folder of our own: Gradio serves what lies in the folder it was started in. Where uploads go."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory(prefix="onereel-ui-") as folder:
        quiet_gradio(Path(folder) / "uploads")
        (Path(folder) / "empty").mkdir()
        os.chdir(Path(folder) / "empty")
        try:
            yield Path(folder) / "uploads"
        finally:
            os.chdir(before)


@contextlib.contextmanager
def _bound(host: str, port: int) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((host, port))
        except OSError as error:
            raise FilmError(
                f"The studio cannot listen at {host}:{port} ({error.strerror}). Nothing was started. Choose another --port."
            ) from error
        yield listening


def studio_app(house: House, users: Users | None, backstage: Backstage, place: tuple[str, int], uploads: Path) -> Built:
    """The whole web application: media first, then the page."""
    with quickly():
        import gradio as gr
        from fastapi import FastAPI

        from ui.studio.app import studio_page
        from ui.studio.doors import add_doors, room_of
        from ui.studio.theme import stylesheet, theme

        app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
        add_doors(app, house, backstage)
        page, filling = studio_page(house, backstage)
        page.queue(default_concurrency_limit=8, max_size=200)
        fence_in(app, page, uploads, LARGEST_UPLOAD)
        gr.mount_gradio_app(
            app, page, path="/", server_name=place[0], server_port=place[1], footer_links=[], run_history=False,
            auth=users.admits if users else None, auth_message=_GREETING, allowed_paths=[], show_error=True,
            max_file_size=LARGEST_UPLOAD,
            ssr_mode=False, enable_monitoring=False, pwa=False, mcp_server=False, theme=theme(), css=stylesheet(),
        )  # fmt: skip

    async def given(request: Request) -> Mapping[str, Any]:
        try:
            room = room_of(app, request.cookies, house)
        except FilmError:
            return {}
        return await filling.given(room, request.query_params.get("film", ""))

    return Built(app, given)
