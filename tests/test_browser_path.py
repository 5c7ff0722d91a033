"""What a person must be able to do in a browser, in a minute: begin a film, change it by talking, render it and see it play."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.at_browser import FLAGS, PATIENCE, Studio, chromium, running, say, small_film, until

sync_api = pytest.importorskip("playwright.sync_api")


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    chromium()
    film = small_film()
    with running(tmp_path_factory.mktemp("path"), film.model_copy(update={"scenes": film.scenes[:1]})) as it:
        yield it


@pytest.fixture(scope="module")
def page(studio: Studio) -> Iterator[Any]:
    with sync_api.sync_playwright() as play:
        chrome = play.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        shown = chrome.new_page(viewport={"width": 1280, "height": 800})
        shown.set_default_timeout(PATIENCE)
        yield shown
        chrome.close()


def test_a_film_begins_changes_is_rendered_and_plays(page: Any, studio: Studio) -> None:
    """A sentence and a button make a film; another gets darker by word; its render outlives a reload, and it plays."""
    page.goto(studio.url)
    page.locator("#say textarea").wait_for()
    say(page, "a film about two otters who open a bakery, three scenes")
    page.get_by_role("button", name="Just do it").click()
    page.locator("#card-3").wait_for()

    page.goto(f"{studio.url}/?film=film")
    picture = page.locator("#card-1 img")
    picture.wait_for()
    before = picture.get_attribute("src")
    say(page, "make scene 1 darker")
    page.wait_for_function("before => document.querySelector('#card-1 img')?.getAttribute('src') !== before", arg=before)
    assert studio.project().film.scenes[0].look.brightness < 0

    page.locator("#render").click()
    page.locator("#callsheet-table tr").get_by_text("parallax").wait_for()
    page.locator("#approve").click()
    page.locator("#stop-render").wait_for()
    page.reload()
    until(lambda: list((studio.films / "film" / "exports").glob("*.mp4")), "the film is exported")
    page.locator("#player video").wait_for()
    page.evaluate("() => { const film = document.querySelector('#player video'); film.muted = true; return film.play(); }")
    page.wait_for_function("document.querySelector('#player video').currentTime > 1")
