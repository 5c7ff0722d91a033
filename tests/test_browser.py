"""A person at the studio in a real browser: a film from a sentence to the screen, corrected by words and by hand.

One studio and one browser serve all of it, in order: each test goes on with the film that the one before left. What can
least be missed is in test_browser_path.py, which runs with every other test.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from memory.film import Film
from memory.masks import is_mask
from memory.voices import voices
from tests.at_browser import FLAGS, PATIENCE, Studio, chromium, running, say, small_film, until
from tests.voicing import READING, SHELF, ears, read_aloud
from tools.recordings import read_recording

sync_api = pytest.importorskip("playwright.sync_api")
pytestmark = pytest.mark.slow
PLACES = ("Storyboard", "Motion", "Voices", "Export", "History", "Style shelf", "Credits and checks", "Films")


@pytest.fixture(scope="module")
def microphone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the fake microphone hears, once and from its beginning, each time that a recording starts."""
    return tmp_path_factory.mktemp("mic") / "voice.wav"


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    chromium()
    with running(tmp_path_factory.mktemp("studio"), small_film(), ONEREEL_WORKERS="2", ONEREEL_SHELF_DIR=str(SHELF)) as it:
        yield it


@pytest.fixture(scope="module")
def chrome(microphone: Path, studio: Studio) -> Iterator[Any]:
    with sync_api.sync_playwright() as play:
        heard = f"--use-file-for-fake-audio-capture={microphone}%noloop"
        opened = play.chromium.launch(executable_path=chromium(), args=[*FLAGS, heard])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def tab(chrome: Any, studio: Studio) -> Iterator[Any]:
    """The person's tab, on the small film; what goes wrong in the page itself is a failure in the end."""
    shown = chrome.new_context(viewport={"width": 1280, "height": 900}, permissions=["microphone"]).new_page()
    shown.set_default_timeout(PATIENCE)
    broken: list[str] = []
    shown.on("pageerror", lambda error: broken.append(str(error)))
    shown.on("response", lambda answer: broken.append(f"{answer.status} {answer.url}") if answer.status >= 400 else None)
    shown.goto(f"{studio.url}/?film=film")
    shown.locator("#card-3").wait_for()
    yield shown
    assert not broken, broken


def film_of(studio: Studio) -> Film:
    return studio.project().film


def place(page: Any, name: str) -> None:
    page.get_by_role("tab", name=name, exact=True).click()


def test_a_film_begins_with_a_sentence(chrome: Any, studio: Studio) -> None:
    """Somebody who has no film says what one should be about, answers by a button, and its cards are there."""
    page = chrome.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(PATIENCE)
    page.goto(studio.url)
    page.locator("#say textarea").wait_for()
    say(page, "a film about two otters who open a bakery, three scenes")
    page.get_by_role("button", name="Just do it").click()
    page.locator("#card-3").wait_for()
    new = [path.name for path in studio.films.iterdir() if path.name != "film"]
    assert len(new) == 1 and len(studio.project(new[0]).film.scenes) == 3
    assert "otter" in page.locator("#cards").inner_text().lower()
    page.close()


def test_three_edits_by_talking(tab: Any, studio: Studio) -> None:
    """Darker, slower, swapped: each said in words is one version, and the card shows another picture at once."""
    picture = tab.locator("#card-1 img")
    picture.wait_for()
    before, pace = picture.get_attribute("src"), film_of(studio).narrator.pace
    say(tab, "make scene 1 darker")
    until(lambda: film_of(studio).scenes[0].look.brightness < 0, "scene 1 is darker")
    tab.wait_for_function("before => document.querySelector('#card-1 img')?.getAttribute('src') !== before", arg=before)
    say(tab, "the narrator should speak slower")
    until(lambda: film_of(studio).narrator.pace < pace, "the narrator is slower")
    say(tab, "swap scenes 1 and 2")
    until(lambda: [s.id for s in film_of(studio).scenes] == ["s2", "s1", "s3"], "the scenes are swapped")
    tab.wait_for_function("document.querySelector('#card-1')?.dataset.scene === 's2'")
    assert film_of(studio).version == 4 and "slower" in tab.locator("#chat").inner_text()


def test_a_card_is_dragged_to_another_place(tab: Any, studio: Studio) -> None:
    """The last card is dragged to the front by hand, and the film has that order."""
    tab.drag_and_drop("#card-3", "#card-1")
    until(lambda: [s.id for s in film_of(studio).scenes] == ["s3", "s2", "s1"], "the order is the person's")
    tab.wait_for_function("document.querySelector('#card-1')?.dataset.scene === 's3'")


def test_a_stroke_is_painted_seen_and_kept(tab: Any, studio: Studio) -> None:
    """Paint over a part of the still, say how it moves, see it move in a small loop, keep it: one version with a mask."""
    version = film_of(studio).version
    place(tab, "Motion")
    tab.locator("#brush-shot input").click()
    tab.get_by_role("option").first.click()
    sheet = tab.locator("#brush-easel canvas")
    sheet.wait_for()
    tab.get_by_role("button", name="Paint in blue").click()
    tab.locator("#brush-thing input:checked[value='paint:blue']").wait_for(state="attached")
    box = sheet.bounding_box()

    def at(x: float, y: float) -> tuple[float, float]:
        return box["x"] + x * box["width"], box["y"] + y * box["height"]

    tab.mouse.move(*at(0.4, 0.4))
    tab.mouse.down()
    for step in range(8):
        tab.mouse.move(*at(0.4 + 0.2 * (step % 2), 0.4 + 0.02 * step), steps=3)
    tab.mouse.up()
    amount = tab.locator("#brush-horizontal input[type=number]")
    amount.fill("0.6")
    amount.press("Enter")
    tab.locator("#brush-look").click()
    tab.locator("#brush-video").wait_for()
    tab.wait_for_function("document.querySelector('#brush-video').currentTime > 0.3")
    assert film_of(studio).version == version, "looking keeps nothing"
    tab.locator("#brush-keep").click()
    until(lambda: film_of(studio).version == version + 1, "the stroke is kept")
    strokes = film_of(studio).scenes[0].shots[0].strokes
    assert any(is_mask(stroke.target) and stroke.horizontal == 0.6 for stroke in strokes), strokes
    tab.locator("#brush-thing").get_by_text("painted before").wait_for()


def test_a_consent_is_read_into_the_microphone(tab: Any, studio: Studio, microphone: Path, tmp_path: Path) -> None:
    """Today's sentence is read into the microphone, somebody's reading is brought as a file, and they are believed."""
    ears()
    place(tab, "Voices")
    tab.locator("#voice-name input, #voice-name textarea").fill("my-voice")
    tab.locator("#voice-person input, #voice-person textarea").fill("Anna Lee")
    tab.locator("#voice-ask").click()
    sentence = tab.locator("#sentence")
    sentence.wait_for()
    assert "Anna Lee" in sentence.inner_text() and sentence.locator("mark").count() == 3
    read_aloud(microphone, sentence.inner_text())
    _recorded(tab.locator("#voice-consent"), read_recording(microphone).seconds)
    reference = tab.locator("#voice-reference")
    reference.get_by_role("button", name="Upload file").first.click()
    reference.locator("input[type=file]").set_input_files(read_aloud(tmp_path / "reading.wav", READING))
    reference.get_by_role("button", name="Play").or_(reference.locator("audio")).first.wait_for(state="attached")
    tab.locator("#voice-check").click()
    tab.locator("#voice-findings table").wait_for()
    assert "my-voice is yours to use" in tab.locator("#voice-findings").inner_text(), tab.locator(
        "#voice-findings"
    ).inner_text()
    tab.locator("#voice-list .voice").get_by_text("Anna Lee").wait_for()
    kept = voices(studio.films.parent / "voices_dir")
    assert [(voice.name, voice.consent.person) for voice in kept] == [("my-voice", "Anna Lee")]


def _recorded(part: Any, seconds: float) -> None:
    """Record what the microphone hears for so long."""
    part.get_by_role("button", name="Record", exact=True).click()
    part.get_by_role("button", name="Stop", exact=True).wait_for()
    part.page.wait_for_timeout(1000 * (seconds + 0.5))
    part.get_by_role("button", name="Stop", exact=True).click()
    part.get_by_role("button", name="Play").or_(part.locator("audio")).first.wait_for(state="attached")


def test_a_render_outlives_the_page_and_the_film_plays(tab: Any, studio: Studio) -> None:
    """The call sheet first; the page is loaded anew in the middle; the render goes on; the film plays, its time advancing."""
    place(tab, "Storyboard")
    tab.locator("#render").click()
    tab.locator("#callsheet-table tr").get_by_text("parallax").wait_for()
    tab.locator("#approve").click()
    tab.locator("#stop-render").wait_for()
    tab.reload()
    tab.locator("#stop-render").wait_for()
    until(lambda: list((studio.films / "film" / "exports").glob("*.mp4")), "the film is exported")
    tab.locator("#player video").wait_for()
    tab.evaluate("() => { const film = document.querySelector('#player video'); film.muted = true; return film.play(); }")
    tab.wait_for_function("document.querySelector('#player video').currentTime > 1")
    assert tab.evaluate("document.querySelector('#player video').duration") > 5


def test_the_film_is_taken_home_and_says_where_it_comes_from(tab: Any, studio: Studio, tmp_path: Path) -> None:
    """The export is taken home by its link; dropped on the page it holds, and changed by one byte it does not."""
    place(tab, "Export")
    tab.locator("#export-go").click()
    tab.locator("#exported").wait_for()
    with tab.expect_download() as taken:
        tab.locator("#export-said a[download$='.mp4'], #export-said a[href$='.mp4']").first.click()
    home = tmp_path / "home.mp4"
    taken.value.save_as(home)
    assert "as it was signed" in _verified(tab, home, "valid")
    changed = bytearray(home.read_bytes())
    changed[changed.rindex(b"mdat") + 2000] ^= 1
    (tmp_path / "changed.mp4").write_bytes(changed)
    tab.locator("#verify-file").get_by_role("button", name="Clear").or_(
        tab.locator("#verify-file").get_by_label("Remove this file")
    ).first.click()
    assert "changed after it was signed" in _verified(tab, tmp_path / "changed.mp4", "altered")


def _verified(tab: Any, file: Path, state: str) -> str:
    tab.locator("#verify-file input[type=file]").set_input_files(file)
    tab.locator(f"#verify-report .verified.{state}").wait_for()
    return str(tab.locator("#verify-report").inner_text())


def test_two_tabs_on_one_film_agree(tab: Any, studio: Studio) -> None:
    """What is said in one tab is seen in another that nobody touched."""
    other = tab.context.new_page()
    other.set_default_timeout(PATIENCE)
    other.goto(f"{studio.url}/?film=film")
    other.locator("#card-3").wait_for()
    first = film_of(studio).scenes[0].id
    say(tab, "swap scenes 1 and 3")
    until(lambda: film_of(studio).scenes[0].id != first, "the scenes are swapped")
    other.wait_for_function("first => document.querySelector('#card-1')?.dataset.scene !== first", arg=first)
    other.close()


def test_a_telephone_shows_all_of_it_without_scrolling_sideways(chrome: Any, studio: Studio) -> None:
    """At 390 pixels every place fits, and the conversation can be used."""
    phone = chrome.new_page(viewport={"width": 390, "height": 844}, has_touch=True)
    phone.set_default_timeout(PATIENCE)
    phone.goto(f"{studio.url}/?film=film")
    phone.locator("#card-1").wait_for(state="attached")
    for name in PLACES:
        tab = phone.get_by_role("tab", name=name, exact=True)
        if tab.is_visible():
            tab.click()
            phone.wait_for_timeout(300)
        assert phone.evaluate("document.scrollingElement.scrollWidth") <= 390, name
    assert phone.locator("#say textarea").is_visible()
    phone.locator("#places .overflow-menu button").first.click()
    phone.locator("#places").get_by_text("History", exact=True).last.click()
    for choice in ("#before", "#after"):
        phone.wait_for_function("choice => document.querySelector(choice).offsetWidth > 120", arg=choice)
    phone.close()
