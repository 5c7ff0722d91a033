"""What an act is about, in words, and the film it is for: what every rule of words looks at."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from memory.errors import FilmError
from memory.film import Film
from memory.project import DOCUMENT
from memory.schema import LARGEST, load_film
from tools.engines import Brief, CardRequest, Request, SpeechRequest
from tools.policy import Act

_FIELDS = ("description", "prompt", "text")
_PICTURES = ("stills", "clips")


def film_of(root: Path | None) -> Film | None:
    """The film in a folder as it stands on the disk; None while there is none, or it cannot be read (others say so)."""
    try:
        path = root / DOCUMENT if root else None
        about = path.stat() if path else None
    except OSError:
        return None
    return _read(path, about.st_mtime_ns, about.st_size) if path and about else None


@lru_cache(4)
def _read(path: Path, when: int, size: int) -> Film | None:
    try:
        return load_film(path.read_bytes()) if size <= LARGEST else None
    except (OSError, FilmError):
        return None


def pictured(act: Act) -> str:
    """The words that a picture is made from; "" when the act makes none."""
    if act.spec.role not in _PICTURES:
        return ""
    cast = getattr(act.request, "cast", ())
    return "\n".join([*_said(act.request), *(f"{member.name}. {member.description}" for member in cast)])


def told(act: Act) -> str:
    """The words that are told: what a film is to be drafted from, what is spoken, what stands on a card."""
    if isinstance(act.request, Brief | SpeechRequest):
        return act.request.text
    return "\n".join(act.request.lines) if isinstance(act.request, CardRequest) else ""


def _said(request: Request) -> list[str]:
    return [str(said) for name in _FIELDS if (said := getattr(request, name, ""))]


def film_words(film: Film) -> list[str]:
    """Every text of a film that is told, drawn or read, one by one."""
    found = [film.title, film.logline, film.style.prompt, *(f"{member.name}. {member.description}" for member in film.cast)]
    for scene in film.scenes:
        found += [scene.title, scene.description, scene.narration, *(shot.prompt for shot in scene.shots)]
    return [text for text in found if text.strip()]
