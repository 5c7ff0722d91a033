"""The storyboard: a card a scene."""

from __future__ import annotations

from html import escape

import gradio as gr

from ui.studio.page import Page, Visit


def build(page: Page) -> None:
    """Build the cards."""
    cards = gr.HTML("", elem_id="cards")
    page.shows(show, [cards])


def show(visit: Visit) -> str:
    """The cards of the open film."""
    film = visit.project.film
    return "".join(f"<p>{number}. {escape(scene.title)}</p>" for number, scene in enumerate(film.scenes, 1))
