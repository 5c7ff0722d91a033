"""The shelf: the films that are there, and how a new one begins: from a sentence, or from a text of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import gradio as gr

from memory.errors import FilmError
from memory.project import Project
from tools.engines import MADE_BY_ENGINES, Role
from tools.settings import Settings
from ui.studio.house import Shelved
from ui.studio.markup import picture, text
from ui.studio.page import Page, Visit

_ASPECTS = ["16:9", "9:16", "1:1", "4:5", "4:3", "21:9"]
_NONE = '<p class="quiet">Nothing is on the shelf yet.</p>'


def build(page: Page) -> None:
    """Build the shelf and the form for a new film."""
    films = gr.HTML(_NONE, elem_id="films", js_on_load="onereel.acts(element, trigger)", padding=False)
    with gr.Column(elem_id="new-film"):
        gr.HTML('<h3>A new film</h3><p class="quiet">Say it in a sentence, or bring your own text.</p>', padding=False)
        premise = gr.Textbox(
            label="What it is about", elem_id="premise", lines=2, max_length=4_000,
            placeholder="A lighthouse keeper and a robot learn to answer the sea",
        )  # fmt: skip
        with gr.Row():
            scenes = gr.Number(
                value=0, precision=0, minimum=0, maximum=400, label="Scenes (0: as it comes)", elem_id="new-scenes"
            )
            seconds = gr.Number(value=45, precision=0, minimum=0, maximum=3600, label="Seconds", elem_id="new-seconds")
            aspect = gr.Dropdown(_ASPECTS, value="16:9", label="Shape", elem_id="new-aspect")
        script = gr.File(label="Or a text", elem_id="script", file_types=[".txt", ".md", ".fountain"], height=132)
        draft = gr.Button("Write the film", elem_id="draft", variant="primary", scale=0)
    page.on_data(films.click, opened, outputs=[page.film, page.tabs])
    page.on(draft.click, drafted, [premise, scenes, seconds, aspect, script], [page.film, page.tabs, premise, script])
    page.shows(shown, [films], anytime=True)


def shown(visit: Visit) -> str:
    """Every film with its first picture."""
    films = visit.room.films()
    return f'<ul class="shelf" aria-label="Films">{"".join(_film(visit, each) for each in films)}</ul>' if films else _NONE


def _film(visit: Visit, each: Shelved) -> str:
    if each.trouble:
        return f'<li><div class="broken"><b>{text(each.title)}</b> {text(each.trouble)}</div></li>'
    film = visit.room.project(each.id).film
    first = next(iter(visit.backstage.pictures.first(film, visit.room.root(each.id)).items()), None)
    shown = picture(each.id, first[1].key, f"From {film.title}") if first and first[1].still else '<span class="unseen"></span>'
    about = f"{each.scenes} scene{'s' * (each.scenes != 1)}, version {each.version}"
    now = ' aria-current="true"' if each.id == visit.film else ""
    return (
        f'<li><button type="button" data-act="open" data-film="{text(each.id)}" id="film-{text(each.id)}"{now}>'
        f'<span class="frame">{shown}</span><span class="name">{text(each.title)}</span>'
        f'<span class="about">{about}</span></button></li>'
    )


def opened(visit: Visit, data: dict[str, Any]) -> tuple[Any, ...]:
    """A film was taken from the shelf."""
    film = str(data.get("film", ""))
    visit.room.root(film)
    return film, gr.Tabs(selected="storyboard")


def drafted(visit: Visit, premise: str, scenes: float, seconds: float, aspect: str, script: str | None) -> tuple[Any, ...]:
    """Draft a new film and open it."""
    from agent.drafting import Wish, draft_film

    file = Path(script) if script else None
    wish = Wish(
        premise=premise or "", file=file, kind=_kind(file), scenes=_whole(scenes, 400), seconds=_whole(seconds, 3600),
        aspect=aspect if aspect in _ASPECTS else "16:9", fps=visit.room.settings.fps, engines=engines(visit.room.settings),
    )  # fmt: skip
    film = draft_film(wish)
    root = visit.room.new_root(film.title)
    Project.create(root, film, "drafted")
    return root.name, gr.Tabs(selected="storyboard"), "", None


def _kind(file: Path | None) -> Literal["script"] | None:
    """A text that was brought keeps its sentences; Fountain says itself how it is to be read."""
    return "script" if file and file.suffix.lower() != ".fountain" else None


def engines(settings: Settings) -> dict[Role, str]:
    """The engines that a new film gets."""
    return {role: str(getattr(settings, role)) for role in MADE_BY_ENGINES}


def _whole(value: float | None, most: int) -> int:
    if value is None or not 0 <= value <= most:
        raise FilmError(f"That goes from 0 to {most}. Nothing was made.")
    return int(value)
