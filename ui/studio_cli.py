"""`onereel ui`: the studio in the browser."""

from __future__ import annotations

import getpass
import threading
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from memory.errors import FilmError
from memory.files import whole_path
from tools.settings import load_settings
from ui.talking import loading
from ui.terminal import asides, plain, run

Films = Annotated[Path | None, typer.Argument(metavar="[FOLDER]", help="The folder with your films, or one film's folder.")]
Port = Annotated[int, typer.Option("--port", min=0, max=65535, help="Where it listens; 0 for any free one.")]
Host = Annotated[str, typer.Option("--host", help="Which address; another than this machine's needs --auth.")]
Auth = Annotated[Path | None, typer.Option("--auth", metavar="USERS", help="A users file: each person has films of their own.")]
AddUser = Annotated[str, typer.Option("--add-user", metavar="NAME", help="Write somebody into the users file, and end.")]

Programs = Annotated[
    int | None, typer.Option("--mcp", min=1024, max=65535, help="Offer one film's tools to programs as well, at this port.")
]

LOCAL = ("127.0.0.1", "localhost", "::1")


def studio(
    films: Films = None, *, port: Port = 7860, host: Host = "127.0.0.1", auth: Auth = None, add_user: AddUser = "",
    mcp: Programs = None,
) -> None:  # fmt: skip
    """Open the studio in the browser: talk, look, correct, render. Ctrl-C ends it; films are kept as they are."""
    if add_user:
        _add(add_user, auth)
        return
    if host not in LOCAL and auth is None:
        raise FilmError(f"At {host} others could reach your films. Nothing was started. Give --auth USERS or leave --host out.")
    with loading():
        from ui.studio.house import house_of
        from ui.studio.serve import serve
        from ui.studio.users import read_users

    settings = load_settings()
    users = read_users(whole_path(auth)) if auth else None
    folder = whole_path(films) if films else settings.films_dir
    if films and not folder.is_dir():
        raise FilmError(f"There is no folder {folder}. Nothing was started. Name the folder with your films.")
    house = house_of(folder.resolve(), settings, signed_in=users is not None)
    if mcp is not None:
        _offer(house.folder / house.only if house.only else None, mcp)
    serve(house, users, host, port, lambda url: asides.print(f"The studio is open at {plain(url)}  (Ctrl-C ends it)"))


def _offer(root: Path | None, port: int) -> None:
    """Serve one film's tools beside the page, for as long as that lasts."""
    from ui.mcp_server import listen, over_http

    if root is None:
        raise FilmError("Tools are offered for one film. Nothing was started. Name the film's folder with --mcp.")
    threading.Thread(target=over_http, args=(root, listen(port)), name="mcp", daemon=True).start()
    asides.print(f"Its tools are at http://127.0.0.1:{port}/mcp")


def _add(name: str, auth: Path | None) -> None:
    from ui.studio.users import add_user

    if auth is None:
        raise FilmError("Say which users file: onereel ui --auth USERS --add-user NAME. Nobody was added.")
    add_user(whole_path(auth), name, getpass.getpass(f"Password for {name}: "))
    asides.print(f"{plain(name)} can sign in now.")


def main() -> NoReturn:
    """The `onereel` command where it is this one, without loading the others."""
    app = typer.Typer(name="onereel", pretty_exceptions_enable=False, add_completion=False)
    app.callback()(lambda: None)
    app.command("ui")(studio)
    run(app)
