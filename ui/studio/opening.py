"""Opening quickly: the studio answers before Gradio is imported. The page's beginning goes out at once, its rest later.

The beginning is the same for everybody: a page of its own, whole, whose script fetches and runs all that a browser will need
(a page that goes on arriving keeps a browser busy with showing that). What is a person's own - the storyboard's cards among
it - comes in the rest, which that script asks for: made anew for each request and kept by no browser.
"""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from typing import Any, NamedTuple

from starlette.datastructures import MutableHeaders
from starlette.requests import Request

from ui.studio import frontend
from ui.studio.theme import fonts, head

REST = "/studio/page"
"""Where the rest of the page is asked for, with the words that follow the page's own address."""
_OWN = {"content-type": "text/html; charset=utf-8", "cache-control": "private, no-store"}


class Built(NamedTuple):
    """What there is once Gradio is imported: the application, and what fills the page for who asks."""

    app: Any
    given: Callable[[Request], Awaitable[Mapping[str, Any]]]
    """What the page holds from the start, as the page's script takes it; empty for nobody's page."""


class Opening:
    """The ASGI application that is there at once, while `build` makes the real one in a thread.

    Requests for anything but the page wait for that.
    """

    def __init__(self, build: Callable[[], Built]) -> None:
        self.build = build
        self.built: Built | None = None
        self.ready = asyncio.Event()
        self.trouble: BaseException | None = None
        """Why the real one could not be made."""
        self.failed: Callable[[], None] = lambda: None
        """Called when it could not."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http" and scope["method"] == "GET" and scope["path"] in ("/", REST):
            await _sent(_beginning() if scope["path"] == "/" else await self._rest(scope), send)
        else:
            built = await self._whole()
            await built.app(scope, receive, send)

    async def _whole(self) -> Built:
        await self.ready.wait()
        assert self.built is not None
        return self.built

    async def _live(self, receive: Any, send: Any) -> None:
        """Begin to build when the server starts, and end what was built when it ends."""
        await receive()
        await send({"type": "lifespan.startup.complete"})
        ending, building = asyncio.ensure_future(receive()), _aside(self.build)
        await asyncio.wait([ending, building], return_when=asyncio.FIRST_COMPLETED)
        if building.done() and not building.exception():
            await self._open(building.result(), ending)
        elif building.done():
            self.trouble = building.exception()
            self.failed()
            await ending
        await send({"type": "lifespan.shutdown.complete"})

    async def _open(self, built: Built, ending: Awaitable[Any]) -> None:
        """Let requests through to what was built, until the server ends."""
        async with built.app.router.lifespan_context(built.app):
            self.built = built
            self.ready.set()
            await ending

    async def _rest(self, scope: Any) -> bytes:
        """The page as Gradio makes it for who asks, and what it holds from the start."""
        built = await self._whole()
        asked = {**scope, "path": "/", "raw_path": b"/"}
        page, given = await asyncio.gather(_answered(built.app, asked), built.given(Request(asked)))
        return bytes(page) + _filled(given)


async def _sent(page: bytes, send: Any) -> None:
    start: dict[str, Any] = {"type": "http.response.start", "status": 200, "headers": []}
    MutableHeaders(scope=start).update({**_OWN, "content-length": str(len(page))})
    await send(start)
    await send({"type": "http.response.body", "body": page})


def _aside(act: Callable[[], Built]) -> asyncio.Future[Built]:
    """Something done in a thread that nobody waits for when the server ends."""
    loop = asyncio.get_running_loop()
    future: asyncio.Future[Built] = loop.create_future()

    def settle(result: Built | None, error: BaseException | None) -> None:
        if error is not None:
            future.set_exception(error)
        elif result is not None:
            future.set_result(result)

    def run() -> None:
        try:
            done: tuple[Built | None, BaseException | None] = (act(), None)
        except BaseException as error:
            done = (None, error)
        if not loop.is_closed():
            loop.call_soon_threadsafe(settle, *done)

    threading.Thread(target=run, name="building", daemon=True).start()
    return future


async def _answered(app: Any, scope: Any) -> bytes:
    """The body that an application answers with, as it is before any compressing."""
    body = bytearray()

    async def nothing() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def taken(message: dict[str, Any]) -> None:
        body.extend(message.get("body", b""))

    headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
    await app({**scope, "headers": headers}, nothing, taken)
    return bytes(body)


@cache
def _beginning() -> bytes:
    """What every page begins with. The fonts are asked for as a style asks for them."""
    assets = "".join(_link(name) for name in frontend.assets())
    faces = "".join(f'<link rel="preload" as="font" type="font/ttf" crossorigin href="/studio/fonts/{n}">' for n in fonts())
    scripts = json.dumps([name for name in frontend.assets() if name.endswith(".js")])
    return (
        f'{frontend.beginning()}<meta charset="utf-8"><title>Onereel</title>{_WIDE}{assets}{faces}{head()}</head><body>'
        f'<p id="opening" role="status">One<i>reel</i></p><script>onereel.open("{REST}", {scripts});</script></body></html>'
    ).encode()


_WIDE = '<meta name="viewport" content="width=device-width, initial-scale=1">'


def _link(name: str) -> str:
    kind = 'modulepreload"' if name.endswith(".js") else 'preload" as="style"'
    return f'<link rel="{kind} crossorigin href="/assets/{name}">'


def _filled(given: Mapping[str, Any]) -> bytes:
    """A script that puts into the page what it holds from the start; no text in it can end it."""
    return f"<script>onereel.begin({json.dumps(given).replace('<', chr(92) + 'u003c')});</script>".encode() if given else b""
