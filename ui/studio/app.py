"""The page: who is where. Each place is a module that builds its part; another one is one more line in PLACES."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import gradio as gr

from ui.studio import brush, chat, credits, exports, history, shelf, storyboard, taste, voices
from ui.studio.backstage import Backstage
from ui.studio.filling import Filling
from ui.studio.house import House
from ui.studio.markup import text
from ui.studio.page import Page, Visit


class Place(NamedTuple):
    """One tab beside the conversation: its id, the word on it, and what builds it."""

    id: str
    label: str
    build: Callable[[Page], None]


PLACES: tuple[Place, ...] = (
    Place("storyboard", "Storyboard", storyboard.build),
    Place("brush", "Motion", brush.build),
    Place("voices", "Voices", voices.build),
    Place("exports", "Export", exports.build),
    Place("history", "History", history.build),
    Place("taste", "Style shelf", taste.build),
    Place("credits", "Credits and checks", credits.build),
    Place("films", "Films", shelf.build),
)


def studio_page(house: House, backstage: Backstage) -> tuple[gr.Blocks, Filling]:
    """The whole page for the films of a house, and what fills it."""
    blocks = gr.Blocks(title="Onereel", analytics_enabled=False, fill_width=True, delete_cache=(3600, 7200))
    with blocks:
        page = Page(house, backstage)
        with gr.Row(elem_id="studio"):
            with gr.Column(elem_id="left"):
                head = gr.HTML(head_html(""), elem_id="head", padding=False)
                chat.build(page)
            with gr.Column(elem_id="right"):
                trouble, tabs = gr.HTML("", elem_id="trouble", padding=False), list[tuple[str, gr.Tab]]()
                page.tabs = gr.Tabs(elem_id="places")
                with page.tabs:
                    for place in PLACES:
                        with gr.Tab(place.label, id=place.id, elem_id=f"place-{place.id}") as tab:
                            page.building = place.id
                            place.build(page)
                        tabs.append((place.id, tab))
        page.building = ""
        page.shows(_head, [head])
        page.stamp.change(fn=None, inputs=page.stamp, js="(stamp) => { onereel.opened(stamp); }", api_visibility="private")
        filling = Filling(page, trouble, tabs)
        filling.opens(blocks)
    return blocks, filling


def head_html(title: str, version: int = 0) -> str:
    """The studio's name, and the film that is open."""
    opened = f'<span class="open" title="{text(title)}">{text(title)}</span>' if title else ""
    of = f'<span class="version">version {version}</span>' if version else ""
    return f'<div class="head"><span class="mark">One<i>reel</i></span>{opened}{of}</div>'


def _head(visit: Visit) -> str:
    if visit.desk.empty:
        return head_html("A new film")
    film = visit.project.film
    return head_html(film.title, film.version)
