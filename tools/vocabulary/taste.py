"""Tools for what is kept in mind beyond one film: remember and recall."""

from __future__ import annotations

from memory.errors import FilmError
from tools.vocabulary.desk import Desk, Done


def remember(desk: Desk, what: str, kind: str = "") -> Done:
    """Keep in mind what the person likes, for this film and later ones. Changes nothing in the film.

    what: what to remember, in their words: "I like slow pans and warm light"
    kind: what it is about: palette, voice, look, prompt, liked ...; "" to have it read from the words
    """
    from tools.taste import film_name
    from tools.taste import remember as keep

    if not what.strip():
        raise FilmError("Say what should be remembered. Nothing was kept.")
    film = None if desk.empty else desk.project.film
    row = keep(desk.settings, what.strip(), kind.strip(), film_name(desk.root, film.title) if film else "", desk.mark)
    return Done(f"Remembered: {row.text}", version=film.version if film else 0, data={"kind": row.kind, "text": row.text})


def recall(desk: Desk, about: str) -> Done:
    """Find what was remembered of the person's taste, here or in other films. Changes nothing.

    about: what it should be about: "palettes", "voices I liked", "night scenes"
    """
    from tools.taste import recall as find

    notes = list[str]()
    rows = find(desk.settings, about, tell=notes.append)
    version = 0 if desk.empty else desk.project.film.version
    said = [f"{row.text}{f' ({row.film})' if row.film else ''}" for row in rows]
    found = [{"text": row.text, "kind": row.kind, "when": row.when, "film": row.film} for row in rows]
    answer = ["I remember:", *said] if said else [f"Nothing is remembered about {about.strip()[:80] or 'that'}."]
    return Done("\n".join([*answer, *notes]), version=version, data={"rows": found})
