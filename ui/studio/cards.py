"""The storyboard's cards: what of a scene is shown, and what of it would have to be made again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from memory.film import Film, Scene
from memory.store import TakeStore
from tools.build import Planned
from tools.glimpses import Glimpse
from tools.timing import Timed, scene_frames
from tools.vocabulary.narration import spoken_seconds
from ui.studio.markup import picture, text
from ui.studio.wording import length, words

_ROLES = ("still", "clip", "speech", "segment")
_SHOWN = 110
"""Characters of a narration on a card."""


@dataclass(frozen=True)
class Card:
    """One scene as it lies on the storyboard."""

    id: str
    number: int
    title: str
    narration: str
    seconds: float
    measured: bool
    """Whether the length is that of words which were spoken, and not a guess."""
    picture: str
    """The glimpse's key; "" where nothing can be seen before the render."""
    alt: str
    stale: tuple[str, ...]
    """What would be made again: words such as "picture" and "voice"; empty when the film shows the scene as it is."""
    fresh: bool
    """Whether nothing of the scene was ever made."""


def cards(film: Film, planned: Sequence[Planned], seen: Mapping[str, Glimpse], takes: TakeStore) -> list[Card]:
    """A card for every scene, in order."""
    spoken = {p.job.scene: p for p in planned if p.job.role == "speech"}
    made = []
    for number, scene in enumerate(film.scenes, 1):
        seconds, measured = scene_seconds(film, scene, spoken.get(scene.id), takes)
        own = [p for p in planned if p.job.scene == scene.id and p.job.role in _ROLES]
        lacking = {p.job.role for p in own if p.status == "made"}
        glimpse = seen.get(scene.id)
        made.append(
            Card(
                id=scene.id, number=number, title=scene.title or f"Scene {number}", narration=scene.narration, seconds=seconds,
                measured=measured, picture=glimpse.key if glimpse and glimpse.still else "", alt=alt_text(scene),
                stale=tuple(words()["stale"][role] for role in _ROLES if role in lacking),
                fresh=bool(own) and all(p.status == "made" for p in own),
            )
        )  # fmt: skip
    return made


def alt_text(scene: Scene) -> str:
    """What a scene's picture shows, for those who do not see it."""
    shown = " ".join((scene.description or scene.title or scene.id).split())
    return f"{scene.shots[0].framing.capitalize()} shot: {shown[:240]}"


def scene_seconds(film: Film, scene: Scene, speech: Planned | None, takes: TakeStore) -> tuple[float, bool]:
    """How long a scene is, and whether that was measured."""
    take = takes.find(speech.job.key, verify=False) if speech and speech.status == "reused" else None
    spoken = float(take.data["seconds"]) if take else spoken_seconds(film, scene)
    frames, _ = scene_frames(Timed(scene.id, spoken, scene.pause, scene.transition, film.music.beat), 0, film.fps)
    return frames / film.fps, take is not None


def cards_html(film: str, made: Sequence[Card], chosen: str) -> str:
    """The cards as a list that can be dragged, clicked and walked through by keyboard."""
    items = "".join(_item(film, card, len(made), card.id == chosen) for card in made)
    return f'<ol class="cards" aria-label="Scenes">{items}</ol>'


def _item(film: str, card: Card, count: int, chosen: bool) -> str:
    title = text(card.title)
    shown = picture(film, card.picture, card.alt) if card.picture else '<span class="unseen">The render will show it</span>'
    said = card.narration if len(card.narration) <= _SHOWN else f"{card.narration[:_SHOWN].rsplit(' ', 1)[0]} ..."
    about = "" if card.measured else "about "
    return (
        f'<li class="card{" chosen" if chosen else ""}" draggable="true" data-scene="{text(card.id)}" id="card-{card.number}">'
        f'<button type="button" class="pick" data-act="pick" aria-pressed="{str(chosen).lower()}" '
        f'aria-label="Scene {card.number}, {title}: edit">'
        f'<span class="frame">{shown}<span class="no" aria-hidden="true">{card.number}</span></span>'
        f'<span class="name">{title}</span><span class="said">{text(said) or "<i>no words</i>"}</span></button>'
        f'<span class="foot"><span class="len">{about}{length(card.seconds)}</span>{_badge(card)}<span class="moves">'
        f"{_move('earlier', card, card.number == 1)}{_move('later', card, card.number == count)}</span></span></li>"
    )


def _badge(card: Card) -> str:
    if not card.stale:
        return '<span class="state kept">in the film</span>'
    if card.fresh:
        return '<span class="state fresh">not made yet</span>'
    return f'<span class="state stale">new {text(", ".join(card.stale))}</span>'


def _move(way: str, card: Card, off: bool) -> str:
    sign = "\u2190" if way == "earlier" else "\u2192"
    disabled = " disabled" if off else ""
    return (
        f'<button type="button" class="move" data-act="{way}" id="{way}-{card.number}"{disabled} '
        f'aria-label="Move scene {card.number} {way}">{sign}</button>'
    )
