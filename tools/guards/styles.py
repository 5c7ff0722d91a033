"""The rule of style: "in the style of" an artist whose works are protected is asked about once, and kept in the film."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from memory.errors import Refused
from memory.film import Film
from memory.people import Declared
from tools.engines import Brief
from tools.guards.spelling import Index, compact, plainly, runs, tokens
from tools.guards.tables import table
from tools.guards.texts import film_of, pictured, told
from tools.policy import Act


def check(act: Act) -> None:
    """Refuse a draft or a picture in the manner of a living artist that nobody answers for yet."""
    film = film_of(act.root)
    style = getattr(act.request, "style", None)
    text = f"{pictured(act)}\n{told(act) if isinstance(act.request, Brief) else ''}\n{getattr(style, 'prompt', '')}"
    answered = [*getattr(act.request, "answered", ()), *_answered(film)]
    refuse(text, answered, there=film is not None)


def refuse(text: str, answered: Iterable[str], *, there: bool) -> None:
    """Raise Refused for the first artist in whose manner a text asks for something and whom nobody answers for."""
    for artist in asked_for(text, answered):
        way = f"onereel declare DIR --style {artist!r}" if there else f"the same command with --style {artist!r}"
        raise Refused(
            f"{artist} lives, or their works are protected, and a film in their manner is yours to answer for. It is asked "
            f"once, and nothing was made yet. If you have the right to it, say so: {way}. Or describe the look in other words."
        )


def _answered(film: Film | None) -> list[str]:
    return [each.name for each in film.declared if each.meant == "style"] if film else []


def asked_for(text: str, answered: Iterable[str]) -> list[str]:
    """The artists in whose manner a text asks for something, without those that were answered for."""
    settled = {compact(name) for name in answered}
    asked = dict.fromkeys(_artists(text))
    whole = [each for each in asked if not any(each != other and other.endswith(f" {each}") for other in asked)]
    return [artist for artist in whole if compact(artist) not in settled]


def askable(text: str, film: Film | None) -> tuple[Declared, ...]:
    """What a yes to the question about a text's artists would keep."""
    return tuple(Declared(name=artist, meant="style") for artist in asked_for(text, _answered(film)))


def without_manner(text: str) -> str:
    """A text without the words that ask for somebody's manner."""
    said = table("styles")
    return re.sub(said["named"], " ", re.sub(said["asks"], " ", plainly(text), flags=re.IGNORECASE))


@cache
def _index() -> Index:
    index = Index()
    for artist in table("styles")["artists"]:
        index.add(artist)
    return index


def _artists(text: str) -> Iterable[str]:
    text, said = plainly(text), table("styles")
    for match in (*re.finditer(said["asks"], text, re.IGNORECASE), *re.finditer(said["named"], text)):
        words = tokens(match["who"])
        for at in range(len(words)):
            for end, sound, look in runs(words, at):
                near = _index().nearly(sound) if end - at <= 4 else ""
                if artist := _index().exact(sound) or _index().exact(look) or near:
                    yield artist
