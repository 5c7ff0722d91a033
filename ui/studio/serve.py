"""The server under the page: bound to this machine, silent towards the network, and with a door of its own for media."""

from __future__ import annotations

import contextlib
import os
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from memory.errors import FilmError
from tools.settings import quiet_gradio
from ui.studio.house import House
from ui.studio.opening import Shipped, quickly
from ui.studio.users import Users

LARGEST_UPLOAD = 200 * 2**20
"""Bytes that one upload may have."""


def serve(house: House, users: Users | None, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Run the studio until it is stopped; `ready` hears its address once it answers. FilmError when the port is taken."""
    with _empty_place(), _bound(host, port) as listening:
        with quickly():
            from ui.studio.backstage import Backstage

            backstage = Backstage()
            threading.Thread(target=backstage.pictures.wake, daemon=True).start()
            place = (host, int(listening.getsockname()[1]))
            app = studio_app(house, users, backstage, place)
        try:
            _run(app, listening, lambda: ready(_address(*place)))
        except KeyboardInterrupt:
            pass
        finally:
            backstage.close()


def _run(app: Any, listening: socket.socket, ready: Callable[[], None]) -> None:
    import uvicorn

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                ready()

    config = uvicorn.Config(app, log_level="warning", ws_max_size=2**20, timeout_graceful_shutdown=2)
    Server(config).run(sockets=[listening])


def _address(host: str, port: int) -> str:
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@contextlib.contextmanager
def _empty_place() -> Iterator[None]:
    """Work in an empty folder of our own: Gradio serves what lies in the folder it was started in."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory(prefix="onereel-ui-") as folder:
        quiet_gradio(Path(folder) / "uploads")
        (Path(folder) / "empty").mkdir()
        os.chdir(Path(folder) / "empty")
        try:
            yield
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


def studio_app(house: House, users: Users | None, backstage: Any, place: tuple[str, int]) -> Any:
    """The whole web application: media first, then the page."""
    import gradio as gr
    from fastapi import FastAPI

    from ui.studio.app import studio_page
    from ui.studio.doors import add_doors
    from ui.studio.fences import fence_in
    from ui.studio.theme import script, stylesheet, theme

    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    add_doors(app, house, backstage, place)
    page = studio_page(house, backstage)
    page.queue(default_concurrency_limit=8, max_size=200)
    fence_in(app, page, LARGEST_UPLOAD)
    app.add_middleware(Shipped)
    return gr.mount_gradio_app(
        app, page, path="/", server_name=place[0], server_port=place[1], footer_links=[], run_history=False,
        auth=users.admits if users else None, allowed_paths=[], show_error=True, max_file_size=LARGEST_UPLOAD,
        ssr_mode=False, enable_monitoring=False, pwa=False, mcp_server=False, theme=theme(), css=stylesheet(), head=script(),
    )  # fmt: skip
