"""The style shelf: what memory keeps of somebody's taste, why, and how to forget it."""

from __future__ import annotations

from typing import Any

import gradio as gr

from memory.errors import FilmError
from memory.taste import Row, rows
from tools import taste
from ui.studio.markup import text
from ui.studio.page import Page, Visit
from ui.studio.wording import words

_NONE = (
    '<div class="empty"><h2>Nothing is remembered yet</h2><p>What you keep, take back, or ask to remember comes here, '
    "and shapes the next film. It stays on this machine.</p></div>"
)
_INTRO = (
    '<div class="page"><h3>What a new film takes from the ones before</h3><p class="quiet">What you kept, took back or asked '
    "to remember, the newest first. It stays on this machine, and what you forget is gone.</p></div>"
)


def build(page: Page) -> None:
    """Build the list."""
    shelf = gr.HTML(_NONE, elem_id="taste", js_on_load="onereel.acts(element, trigger)", padding=False)
    page.on_data(shelf.click, forget, outputs=[shelf])
    page.shows(shown, [shelf], anytime=True)


def shown(visit: Visit) -> str:
    """All that is remembered, newest first."""
    kept = rows(visit.room.settings.memory_dir)[::-1]
    rest = f'<ul class="taste" aria-label="What is remembered">{"".join(map(_row, kept))}</ul>'
    return f"{_INTRO}{rest}" if kept else _NONE


def _row(row: Row) -> str:
    why = words()["kept"].get(row.kind, row.kind)
    title = row.film.partition(" / ")[2] or row.film  # it is kept with its folder, which says nothing to a person
    film = f", {text(title)}" if title else ""
    colours = [colour for colour in row.data.get("palette", ()) if isinstance(colour, str) and len(colour) == 7]
    swatches = "".join(f'<i style="background:{text(colour)}"></i>' for colour in colours)
    return (
        f'<li><div><span class="why">{text(why)}{film}</span><b>{text(row.text)}</b>'
        f'<span class="swatches">{swatches}</span></div>'
        f'<button type="button" class="plain danger" data-act="forget" data-key="{text(row.key)}" '
        f'aria-label="Forget: {text(row.text[:80])}">Forget</button></li>'
    )


def forget(visit: Visit, data: dict[str, Any]) -> str:
    """Forget one thing for good."""
    if not taste.forget(visit.room.settings, str(data.get("key", ""))):
        raise FilmError("That is not remembered any more.")
    return shown(visit)
