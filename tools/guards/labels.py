"""How a film says that a program made it: always in the file's own data, and seen or heard where somebody could be misled."""

from __future__ import annotations

from memory.film import Film
from tools.guards.tables import table
from tools.studio import spec_of


def shown_label(*, artistic: bool = False) -> str:
    """The line under the title; the artistic one is for what nobody could take for a recording."""
    return str(table("labels")["artistic" if artistic else "shown"])


def spoken_label() -> str:
    """The sentence that is heard first."""
    return str(table("labels")["spoken"])


def first_turn() -> str:
    """What a conversation says of itself when it begins."""
    return str(table("labels")["first_turn"])


def metadata() -> dict[str, str]:
    """The fields that every film's file carries."""
    return {name: str(text) for name, text in table("labels")["metadata"].items()}


def shown_in(film: Film) -> str:
    """The line under the film's title: its own, or the usual one where somebody could be misled and nobody said otherwise."""
    own = film.label.shown.strip()
    return own or (shown_label() if not film.label.off and could_mislead(film) else "")


def could_mislead(film: Film) -> bool:
    """Whether a film could be taken for a recording: somebody real, somebody's voice, or painted photographs."""
    real = any(not member.fictional for member in film.cast)
    voice = film.narrator.voice.startswith("mine:")
    return real or voice or photographs(film)


def photographs(film: Film) -> bool:
    """Whether a model draws any picture of the film, so that it could be taken for a photograph."""
    stills = {film.engines.stills, *(scene.engines.get("stills", "") for scene in film.scenes)} - {""}
    clips = {film.engines.clips, *(scene.engines.get("clips", "") for scene in film.scenes)} - {""}
    specs = [*(spec_of("stills", name) for name in stills), *(spec_of("clips", name) for name in clips)]
    return any(bool(spec.capabilities.get("models")) for spec in specs)
