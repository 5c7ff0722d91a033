"""The storyboard: cards, the chosen scene's controls, and below them the film."""

from __future__ import annotations

from typing import Any

import gradio as gr

from memory.editing import resolve_scene
from memory.errors import FilmError
from tools.build import plan
from ui.studio import player, rendering
from ui.studio.cards import cards, cards_html
from ui.studio.editor import apply_edit, editor_html
from ui.studio.page import Page, Visit

_EMPTY = '<div class="empty"><h2>No film is open</h2><p>Say what one should be about, or take one from the shelf.</p></div>'
_BARE = '<div class="empty"><h2>There is no film here yet</h2><p>Answer the director, or say what it should be about.</p></div>'


def build(page: Page) -> None:
    """Build the render bar, the cards, the editor and the player."""
    chosen = gr.State("")
    rendering.build(page)
    board = gr.HTML(_EMPTY, elem_id="cards", js_on_load="onereel.cards(element, trigger)", padding=False)
    editor = gr.HTML("", elem_id="editor", js_on_load="onereel.editor(element, trigger, watch)", padding=False)
    player.build(page)
    outputs = [board, editor, chosen]
    page.on_data(board.click, touched, [chosen], outputs)
    page.on_data(editor.change, edited, [chosen], outputs)
    page.on_data(editor.click, pressed, [chosen], outputs)
    page.shows(lambda visit, scene: shown(visit, scene)[:2], [board, editor], [chosen])
    page.on(page.film.change, lambda visit: "", outputs=[chosen], queue=False)


def shown(visit: Visit, chosen: str) -> tuple[str, str, str]:
    """The cards, the editor and the chosen scene as the film is now."""
    if visit.desk.empty:
        return _BARE, "", ""
    project = visit.project
    film = project.film
    seen = visit.backstage.pictures.of(film, project.root)
    made = cards(film, plan(film, project.takes), seen, project.takes)
    key = next((card.picture for card in made if card.id == chosen), "")
    controls = editor_html(film, chosen, visit.film, key) if chosen else ""
    return cards_html(visit.film, made, chosen), controls, chosen if controls else ""


def touched(visit: Visit, data: dict[str, Any], chosen: str) -> tuple[str, str, str]:
    """A card was picked, dropped somewhere else, or moved by its buttons."""
    act, scene = str(data.get("act", "")), str(data.get("scene", ""))
    if act == "pick":
        return shown(visit, "" if scene == chosen else scene)
    film = visit.project.film
    place = film.scenes.index(resolve_scene(film, scene)) + 1
    to = place - 1 if act == "earlier" else place + 1 if act == "later" else _place(data.get("to"))
    if 1 <= to <= len(film.scenes) and to != place:
        visit.call("arrange", action="move", scenes=str(place), to=str(to))
    return shown(visit, chosen)


def _place(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError) as error:
        raise FilmError("That is no place on the storyboard. The film is unchanged.") from error


def edited(visit: Visit, data: dict[str, Any], chosen: str) -> tuple[str, str, str]:
    """One of the editor's fields was changed."""
    apply_edit(visit, str(data.get("scene", "")), str(data.get("field", "")), data.get("value"))
    return shown(visit, chosen)


def pressed(visit: Visit, data: dict[str, Any], chosen: str) -> tuple[str, str, str]:
    """One of the editor's buttons was pressed."""
    act, scene = str(data.get("act", "")), str(data.get("scene", ""))
    if act == "close":
        return shown(visit, "")
    film = visit.project.film
    number = str(film.scenes.index(resolve_scene(film, scene)) + 1)
    if act == "plain-look":
        visit.call("look", scenes=number, reset=True)
    elif act == "remove":
        visit.call("remove_scenes", scenes=number)
    return shown(visit, chosen)
