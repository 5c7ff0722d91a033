"""The page as it opens: there before Gradio is, with the storyboard in it from the start, and with nobody else's."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import subprocess
import sys
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, NamedTuple

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from memory.project import Project
from tests.at_backstage import house, lamp
from tests.at_browser import ROOT, small_film
from tools.settings import Settings
from ui.studio import frontend
from ui.studio.app import studio_page
from ui.studio.backstage import Backstage
from ui.studio.house import House
from ui.studio.opening import REST, Built, Opening
from ui.studio.serve import studio_app
from ui.studio.users import add_user, read_users

PEOPLE = {"anna": "a long password", "ben": "another password"}


@contextlib.asynccontextmanager
async def opened(opening: Opening) -> AsyncIterator[None]:
    """The opening as a server runs it: told to start, and to end."""
    told: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    answers: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    living = asyncio.ensure_future(opening({"type": "lifespan"}, told.get, answers.put))
    await told.put({"type": "lifespan.startup"})
    assert (await answers.get())["type"] == "lifespan.startup.complete"
    try:
        yield
    finally:
        await told.put({"type": "lifespan.shutdown"})
        await living


async def answered(opening: Opening, path: str) -> bytes:
    """What is sent to who asks for a path."""
    sent: list[bytes] = []

    async def send(message: dict[str, Any]) -> None:
        sent.append(message.get("body", b""))

    scope = {"type": "http", "method": "GET", "path": path, "headers": [], "query_string": b"", "client": ("127.0.0.1", 1)}
    await opening(scope, None, send)
    return b"".join(sent)


def test_the_page_begins_before_the_rest_is_built() -> None:
    built = threading.Event()

    async def given(_: Request) -> dict[str, Any]:
        return {"drawn": "now", "parts": {"7": {"value": "</script><script>evil()"}}}

    def build() -> Built:
        assert built.wait(30)
        app = Starlette()
        app.add_route("/", lambda _: PlainTextResponse(f"{frontend.beginning()}<title>Late</title>"))
        return Built(app, given)

    async def act() -> tuple[bytes, bytes]:
        opening = Opening(build)
        async with opened(opening):
            beginning = await answered(opening, "/")
            built.set()
            return beginning, await answered(opening, REST)

    beginning, rest = asyncio.run(act())
    assert b"<head>" in beginning and b"modulepreload" in beginning and b"Late" not in beginning
    assert b"</html>" in beginning, "a page that is not whole keeps the browser busy"
    assert b"Late" in rest
    assert rest.count(b"</script>") == 1, "a film's words ended the page's script"


def test_a_studio_that_cannot_be_built_says_so_and_ends() -> None:
    def build() -> Built:
        raise ImportError("no gradio")

    async def act() -> BaseException | None:
        opening, ended = Opening(build), asyncio.Event()
        opening.failed = ended.set
        async with opened(opening):
            await ended.wait()
        return opening.trouble

    assert str(asyncio.run(act())) == "no gradio"


def test_a_page_that_takes_words_lets_the_director_be_loaded(tmp_path: Path) -> None:
    """Whichever film it was opened for: the first words would wait for that otherwise."""
    lamp(tmp_path)
    for asked in ("lamp", ""):
        backstage, loading = Backstage(), threading.Event()
        backstage.talks.wake = loading.set  # type: ignore[method-assign]
        _, filling = studio_page(house(tmp_path), backstage)
        filling._begun(SimpleNamespace(username=None, query_params={"film": asked}), "")
        assert loading.wait(10), asked
        backstage.close()


class Seen(NamedTuple):
    """What each person's browser gets, and what answered."""

    pages: dict[str, tuple[str, httpx.Headers]]
    built: Built
    beginning: str
    """What every page begins with, as the last of them gets it."""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """The page of a studio in which two people sign in, each with a film of that name; and of one who did not sign in."""
    folder = tmp_path_factory.mktemp("shared")
    for name, password in PEOPLE.items():
        add_user(folder / "users", name, password)
        Project.create(folder / "films" / name / "film", small_film(f"The Lamp of {name}"), "drafted")
    backstage = Backstage()
    backstage.pictures.wake = lambda: None  # type: ignore[method-assign]
    house = House(folder / "films", Settings(memory_dir=folder / "memory", voices_dir=folder / "voices"), signed_in=True)
    place, users = ("127.0.0.1", 7860), read_users(folder / "users")
    opening = Opening(lambda: studio_app(house, users, backstage, place, folder / "uploads"))

    async def act() -> tuple[dict[str, tuple[str, httpx.Headers]], bytes]:
        async with opened(opening):
            return {name: await page_of(opening, name) for name in ("nobody", *PEOPLE)}, await answered(opening, "/")

    pages, beginning = asyncio.run(act())
    assert opening.built is not None
    return Seen(pages, opening.built, beginning.decode())


async def page_of(opening: Opening, name: str) -> tuple[str, httpx.Headers]:
    """The page as somebody gets it, after signing in where that is a person."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(opening), base_url="http://127.0.0.1:7860", timeout=60) as at:
        if name in PEOPLE:
            await at.post("/login", data={"username": name, "password": PEOPLE[name]})
        answer = await at.get(f"{REST}?film=film")
        return answer.text, answer.headers


def given_in(page: str) -> dict[str, Any]:
    """What a page holds from the start; nothing where it holds nothing."""
    found = re.search(r"<script>onereel\.begin\((.*)\);</script>", page)
    return dict(json.loads(found[1])) if found else {}


def test_a_page_holds_the_storyboard_of_who_asks_and_of_nobody_else(seen: Seen) -> None:
    assert "The Lamp of" not in seen.beginning
    nobody, _ = seen.pages["nobody"]
    assert given_in(nobody) == {} and "The Lamp of" not in nobody
    for name, other in (("anna", "ben"), ("ben", "anna")):
        page, headers = seen.pages[name]
        shown = json.dumps(given_in(page))
        assert "card-3" in shown and f"The Lamp of {name}" in shown
        assert f"The Lamp of {other}" not in page
        assert "no-store" in headers["cache-control"]


def blocks_of(seen: Seen) -> Any:
    """The page as Gradio has it."""
    return next(route.app for route in seen.built.app.routes if hasattr(getattr(route, "app", None), "blocks")).blocks


def test_a_step_of_an_event_is_told_to_one_component_and_not_to_all_that_it_may_change(seen: Seen) -> None:
    """Where no progress is shown: each that is told of it keeps a clock, and hears of every other event as well."""
    asked = [each for each in blocks_of(seen).config["dependencies"] if each["backend_fn"]]
    assert asked and all(each["show_progress"] == "full" or len(each["show_progress_on"] or ()) == 1 for each in asked)


def test_the_browser_is_told_beforehand_of_every_part_that_the_page_has(seen: Seen) -> None:
    """The list in frontend.py is kept by hand; a kind of component that is new on the page belongs there."""
    page = blocks_of(seen)
    assert {part["type"] for part in page.config["components"]} <= set(frontend.PARTS)
    named = frontend.assets()
    assert len(named) > 60, "Gradio's build is no longer read: nothing is fetched beforehand"
    assert sum(name.endswith(".css") for name in named) > 20


def test_opening_and_the_first_words_import_nothing_that_they_do_not_use() -> None:
    lean = "from ui.studio.importing import quickly\nwith quickly():\n    import gradio, agent.conversation\n"
    heavy = "('pandas', 'mcp', 'gradio.external', 'gradio.cli', 'langsmith.types', 'gradio.workflow', 'huggingface_hub.hf_api')"
    heavy = f"import sys; print([name for name in {heavy} if name in sys.modules])"
    ran = subprocess.run([sys.executable, "-c", lean + heavy], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"


def after_opening(said: str, before: str = "") -> list[str]:
    """What a program says that imports the page's library as the studio does."""
    lean = f"import sys\n{before}from ui.studio.importing import quickly\nwith quickly():\n    import gradio\n{said}"
    return subprocess.run([sys.executable, "-c", lean], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()


def test_the_first_call_imports_no_plotting() -> None:
    """Gradio would quieten a library for plots around every call, and load it for that."""
    call = "with gradio.utils.MatplotlibBackendMananger(): print('matplotlib' in sys.modules)"
    assert after_opening(call) == ["False"]


def test_opening_reads_no_certificates() -> None:
    """Gradio makes clients for other servers while it is imported, and each would read all of this machine's."""
    watch = "import ssl\nread = []\nssl.SSLContext.load_verify_locations = lambda *a, **k: read.append(a)\n"
    assert after_opening("print(len(read))", watch) == ["0"]


def test_what_is_made_late_works_when_it_is_used() -> None:
    used = (
        "from fastapi.openapi.models import Info, OpenAPI\n"
        "print(OpenAPI(openapi='3.1.0', info=Info(title='t', version='1')).info.title)\n"
        "print(gradio.processing_utils.sync_client.is_closed, gradio.history._api.__globals__['HfApi']().endpoint[:5])\n"
        "print(gradio_client.utils.synchronize_async(__import__('asyncio').sleep, 0, 7))\n"
    )
    assert after_opening(f"import gradio_client\n{used}") == ["t", "False", "https", "7"]


def test_what_was_left_out_is_there_when_it_is_wanted() -> None:
    wanted = "import gradio.caching as c\nprint(c.pd.DataFrame({'a': [1]}).a[0], callable(gradio.load))"
    assert after_opening(wanted) == ["1", "True"]
