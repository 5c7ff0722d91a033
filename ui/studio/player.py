"""The film below the cards: a player with captions, and its chapters as buttons that seek."""

from __future__ import annotations

import gradio as gr

from memory.film import Film
from tools.chapters import Reel, newest_reel
from ui.studio.markup import text
from ui.studio.page import Page, Visit
from ui.studio.wording import length


def build(page: Page) -> None:
    """Build the player."""
    film = gr.HTML("", elem_id="player", js_on_load="onereel.player(element, watch)", padding=False)
    page.shows(shown, [film])


def shown(visit: Visit) -> str:
    """The newest finished film, or nothing while none was made."""
    if visit.desk.empty:
        return ""
    project = visit.project
    reel = newest_reel(project)
    if reel is None:
        return ""
    film = project.at(reel.version) if reel.version else project.film
    first = next(iter(visit.backstage.pictures.of_version(film, project.root).values()))
    return player_html(visit.film, project.film, reel, first.key)


def player_html(film: str, now: Film, reel: Reel, poster: str) -> str:
    """The player of a finished film. The address names the take, so that a film is only loaded anew when it is another."""
    title, poster = text(now.title), f"/studio/films/{text(film)}/pictures/{poster}.jpg"
    place = f"/studio/films/{text(film)}/takes/{reel.take.manifest.key}"
    captions = "film.vtt" in reel.take.manifest.files
    track = (
        f'<track kind="captions" srclang="{text(now.language)}" label="Captions" src="{place}/film.vtt" default>'
        if captions
        else ""
    )
    old = "" if reel.version == now.version else (
        f'<p class="older">This is {f"version {reel.version}" if reel.version else "an earlier film"}. '
        "A render shows what was changed since.</p>"
    )  # fmt: skip
    chapters = "".join(
        f'<li><button type="button" data-seek="{c.start:.2f}"><span>{length(c.start)}</span> {text(c.title)}</button></li>'
        for c in reel.chapters
    )
    return (
        f'<section class="film" aria-label="The film"><video id="film" controls preload="metadata" playsinline '
        f'aria-label="{title}" poster="{poster}" src="{place}/{text(reel.take.manifest.main)}">{track}</video>'
        f'<div class="beside"><h3>{title}</h3>{old}'
        f'<ol class="chapters" aria-label="Chapters">{chapters}</ol></div></section>'
    )
