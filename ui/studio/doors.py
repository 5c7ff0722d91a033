"""The doors beside the page: the films' own media.

Nothing here takes a path. A film is named by its id, a take by its key, and both are looked up in the room of who asks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import FileResponse

from memory.errors import FilmError
from memory.files import contained
from memory.store import TakeStore
from ui.studio.backstage import Backstage
from ui.studio.house import House, Room

KINDS = {
    ".jpg": "image/jpeg", ".png": "image/png", ".mp4": "video/mp4", ".webm": "video/webm", ".vtt": "text/vtt",
    ".srt": "application/x-subrip", ".flac": "audio/flac", ".wav": "audio/wav", ".m4a": "audio/mp4", ".mp3": "audio/mpeg",
    ".otio": "application/json", ".fcpxml": "application/xml", ".edl": "text/plain", ".zip": "application/zip",
    ".txt": "text/plain", ".json": "application/json", ".md": "text/plain",
}  # fmt: skip
"""What may be served, by ending; nothing that a browser would run."""
_AGES = "private, max-age=31536000, immutable"


def add_doors(app: FastAPI, house: House, backstage: Backstage) -> None:
    """Add the media routes to the application, before the page is mounted behind them."""

    def room(request: Request) -> Room:
        try:
            return room_of(app, request.cookies, house)
        except FilmError as error:
            raise HTTPException(401, str(error)) from error

    _media(app, room, backstage)


def room_of(app: FastAPI, cookies: Mapping[str, str], house: House) -> Room:
    """The room of who asks, by the session that Gradio's sign-in gave; Refused for nobody where people sign in."""
    user = None
    if house.signed_in:
        apps: Iterator[Any] = (getattr(route, "app", None) for route in app.routes)
        inner = next(each for each in apps if hasattr(each, "cookie_id"))
        names = (f"access-token-{inner.cookie_id}", f"access-token-unsecure-{inner.cookie_id}")
        user = next((inner.tokens.get(cookies[name]) for name in names if name in cookies), None)
    return house.room(user)


def _media(app: FastAPI, room: Any, backstage: Backstage) -> None:
    """What belongs to a film: pictures of scenes, files of takes, and what was exported."""

    @app.get("/studio/films/{film}/pictures/{key}.jpg")
    def picture(request: Request, film: str, key: str) -> FileResponse:
        return _file(lambda: backstage.pictures.file(room(request).root(film), key), "image/jpeg", lasting=True)

    @app.get("/studio/films/{film}/takes/{key}/{name}")
    def take(request: Request, film: str, key: str, name: str) -> FileResponse:
        return _file(lambda: take_file(room(request).root(film), key, name), _kind(name), lasting=True)

    @app.get("/studio/films/{film}/exports/{name:path}")
    def export(request: Request, film: str, name: str) -> FileResponse:
        return _file(lambda: export_file(room(request).root(film), name), _kind(name), lasting=False)


def take_file(root: Path, key: str, name: str) -> Path | None:
    """A file that a take's manifest names; None when there is none."""
    take = TakeStore(root / "takes").find(key, verify=False)
    return take.folder / name if take and name in take.manifest.files and _kind(name) else None


def export_file(root: Path, name: str) -> Path | None:
    """A file in the film's exports folder; None when there is none, Refused for what would lead out of it."""
    path = contained(root / "exports", name)
    return path if path.is_file() and _kind(name) else None


def _kind(name: str) -> str:
    """The media type by a name's ending; "" for what is never served."""
    return KINDS.get(Path(name).suffix.lower(), "")


def _file(find: Callable[[], Path | None], kind: str, *, lasting: bool) -> FileResponse:
    try:
        path = find()
    except FilmError as error:
        raise HTTPException(404, str(error)) from error
    if path is None or not kind:
        raise HTTPException(404)
    return FileResponse(path, media_type=kind, headers={"Cache-Control": _AGES if lasting else "private, no-cache"})
