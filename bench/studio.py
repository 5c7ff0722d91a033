"""How quick the studio in the browser is: until it is ready, and from an edit to the card's new picture.

    python -m bench.studio [--rounds 5]

A real Chromium, headless, in a profile that has never been there, against the real app with a small film and
somebody who types at a person's pace. It is ready when the storyboard's cards are visible after the command was
started; aims: that under 6 s, edit to new card under 2 s.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.at_browser import FLAGS, chromium, running, small_film

TYPING = 60
"""Milliseconds between two keys."""
CARD = "src => { const img = document.querySelector('#card-1 img'); return img && img.complete && img.naturalWidth && "
SHOWN = f"{CARD} img.getAttribute('src') !== src; }}"


def edit(page: Page, words: str) -> float:
    """Seconds from saying an edit to the card showing another picture, loaded."""
    before = page.locator("#card-1 img").get_attribute("src")
    box = page.locator("#say textarea")
    box.press_sequentially(words, delay=TYPING)
    began = time.perf_counter()
    box.press("Enter")
    page.wait_for_function(SHOWN, arg=before)
    return time.perf_counter() - began


def main() -> None:
    """Measure and print."""
    reading = argparse.ArgumentParser(description=__doc__)
    reading.add_argument("--rounds", type=int, default=5)
    rounds = reading.parse_args().rounds
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=list(FLAGS))
        began = time.perf_counter()
        with running(Path(folder), small_film()) as studio:
            answers = time.perf_counter() - began
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            page.set_default_timeout(120_000)
            page.goto(f"{studio.url}/?film=film")
            page.locator("#card-1").wait_for()
            ready = time.perf_counter() - began
            page.locator("#say textarea:enabled").wait_for()
            listens = time.perf_counter() - began
            page.wait_for_function(SHOWN, arg="")
            pictured = time.perf_counter() - began
            first = edit(page, "make scene 1 darker")
            later = [edit(page, f"make scene 1 {('brighter', 'darker')[n % 2]}") for n in range(rounds)]
        browser.close()
    print(f"command to first answer      {answers:6.2f} s")
    print(f"command to cards on screen   {ready:6.2f} s   aim 6")
    print(f"command to taking a word     {listens:6.2f} s")
    print(f"command to the first picture {pictured:6.2f} s")
    print(f"first edit to new picture    {first:6.2f} s   aim 2")
    print(f"later edits, median of {rounds}     {statistics.median(later):6.2f} s   aim 2")


if __name__ == "__main__":
    main()
