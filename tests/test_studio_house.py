"""Whose films are where: ids that cannot lead out, rooms that do not meet, and who is let in."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import gradio as gr
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from memory.errors import FilmError, Refused
from memory.project import Project
from memory.voices import voices
from tests.at_backstage import house, lamp, pretend_made, visit
from tests.voicing import settled
from tools.callsheet import call_sheet
from tools.settings import Settings
from tools.vocabulary import TOOLS
from ui.studio.backstage import Backstage
from ui.studio.doors import add_doors
from ui.studio.fences import Rules
from ui.studio.house import House, house_of
from ui.studio.page import Page
from ui.studio.shelf import drafted, opened, shown
from ui.studio.shipped import Shipped
from ui.studio.users import add_user, read_users

OUTSIDE = ["..", ".", "", "/etc", "../lamp", "lamp/..", "a/b", "lamp\0", ".hidden", "x" * 200, "no-such-film"]


@pytest.mark.parametrize("film", OUTSIDE)
def test_a_film_is_an_id_and_never_a_path(tmp_path: Path, film: str) -> None:
    lamp(tmp_path)
    with pytest.raises(FilmError):
        house(tmp_path).room(None).root(film)


def test_a_link_out_of_the_shelf_is_not_a_film(tmp_path: Path) -> None:
    lamp(tmp_path)
    Project.create(tmp_path / "elsewhere", lamp(tmp_path, "other").film)
    (tmp_path / "films" / "link").symlink_to(tmp_path / "elsewhere")
    room = house(tmp_path).room(None)
    assert "link" not in [film.id for film in room.films()]
    with pytest.raises(Refused):
        room.root("link")


def test_people_who_sign_in_have_rooms_and_memories_of_their_own(tmp_path: Path) -> None:
    one = house(tmp_path, signed_in=True)
    anna, ben = one.room("anna"), one.room("ben")
    Project.create(anna.new_root("The Lamp"), lamp(tmp_path).film)
    assert [film.title for film in anna.films()] == ["The Lamp"] and ben.films() == []
    assert anna.settings.memory_dir != ben.settings.memory_dir
    with pytest.raises(FilmError):
        ben.root("the-lamp")
    for nobody in (None, "", "../anna", "Anna/.."):
        with pytest.raises(Refused):
            one.room(nobody)


def test_who_signs_in_neither_uses_nor_revokes_the_voices_of_the_machines_owner(tmp_path: Path) -> None:
    """What was enrolled on this machine is no voice of theirs: it is not listed, not spoken in and not taken back."""
    one = house(tmp_path, signed_in=True)
    settled(one.settings.voices_dir)
    desk = one.room("anna").desk(Project.create(one.room("anna").new_root("The Lamp"), lamp(tmp_path).film).root.name)
    assert [voice.name for voice in voices(one.settings.voices_dir)] == ["my-voice"]
    for tool, asked in (("voice", {"voice": "my-voice"}), ("revoke_voice", {"name": "my-voice"})):
        with pytest.raises(FilmError):
            TOOLS[tool](desk, **asked)
    assert [voice.name for voice in voices(one.settings.voices_dir)] == ["my-voice"]


def test_a_films_own_folder_is_a_house_of_that_film_alone(tmp_path: Path) -> None:
    lamp(tmp_path)
    lamp(tmp_path, "other")
    only = house_of(tmp_path / "films" / "lamp", Settings(), signed_in=False).room(None)
    assert [film.id for film in only.films()] == ["lamp"]
    with pytest.raises(FilmError):
        only.root("other")
    with pytest.raises(FilmError):
        only.new_root("another")


def test_passwords_are_kept_hashed_and_checked(tmp_path: Path) -> None:
    file = tmp_path / "users"
    add_user(file, "anna", "correct horse")
    add_user(file, "ben", "battery staple")
    add_user(file, "anna", "another horse")
    users = read_users(file)
    assert users.admits("anna", "another horse") and users.admits("ben", "battery staple")
    assert not users.admits("anna", "correct horse") and not users.admits("carl", "") and not users.admits("", "")
    assert "horse" not in file.read_text() and file.stat().st_mode & 0o077 == 0
    for name, password in (("Anna B", "long enough"), ("dora", "short")):
        with pytest.raises(FilmError):
            add_user(file, name, password)
    file.write_text("anna:plain-password\n")
    with pytest.raises(FilmError, match="Line 1"):
        read_users(file)


def test_the_shelf_shows_films_broken_ones_too_and_opens_them(tmp_path: Path) -> None:
    lamp(tmp_path)
    (lamp(tmp_path, "broken").root / "film.json").write_text("{")
    looker = visit(tmp_path, "")
    assert "The Lamp" in shown(looker) and "film.json" in shown(looker)
    assert opened(looker, {"film": "lamp"})[0] == "lamp"
    with pytest.raises(FilmError):
        opened(looker, {"film": "../lamp"})


def test_a_new_film_is_drafted_from_a_sentence_or_a_text(tmp_path: Path) -> None:
    looker = visit(tmp_path, "")
    film = drafted(looker, "a fox who sells shadows", 3, 20, "16:9", None)[0]
    assert len(looker.room.project(film).film.scenes) == 3
    (tmp_path / "own.txt").write_text("The lamp went out.\n\nNobody came.\n")
    other = drafted(looker, "", 0, 0, "9:16", str(tmp_path / "own.txt"))[0]
    assert "lamp went out" in looker.room.project(other).film.scenes[0].narration
    for wrong in ((0, 9999), (-1, 20), (None, 20)):
        with pytest.raises(FilmError):
            drafted(looker, "a fox", *wrong, "16:9", None)


@pytest.fixture
def doors(tmp_path: Path) -> TestClient:
    project = lamp(tmp_path)
    pretend_made(project)
    (project.root / "exports").mkdir()
    (project.root / "exports" / "the-lamp.srt").write_text("1\n")
    (project.root / "exports" / "page.html").write_text("<script>")
    (project.root / "exports" / "out.txt").symlink_to(project.root / "film.json")
    app = FastAPI()
    add_doors(app, house(tmp_path), Backstage())
    return TestClient(Rules(Shipped(app), "127.0.0.1"), base_url="http://127.0.0.1:7860")


def test_only_the_takes_and_exports_of_a_film_can_be_fetched(doors: TestClient, tmp_path: Path) -> None:
    key = next(job.key for job in call_sheet(Project.open(tmp_path / "films" / "lamp").film) if job.role == "film")
    assert doors.get(f"/studio/films/lamp/takes/{key}/film.mp4").content == b"not really a film"
    part = doors.get(f"/studio/films/lamp/takes/{key}/film.mp4", headers={"Range": "bytes=4-9"})
    assert (part.status_code, part.content) == (206, b"really")
    assert doors.get("/studio/films/lamp/exports/the-lamp.srt").status_code == 200
    closed = [
        f"/studio/films/lamp/takes/{key}/manifest.json", f"/studio/films/lamp/takes/{key}/..%2f..%2f..%2ffilm.json",
        "/studio/films/lamp/takes/xyz/film.mp4", "/studio/films/lamp/exports/../film.json",
        "/studio/films/lamp/exports/..%2ffilm.json", "/studio/films/lamp/exports/%2fetc%2fpasswd",
        "/studio/films/lamp/exports/page.html", "/studio/films/lamp/exports/out.txt", "/studio/films/../films/lamp/film.json",
        "/studio/films/..%2f..%2fetc/exports/passwd", "/studio/films/nobody/exports/the-lamp.srt",
        "/studio/films/lamp/pictures/" + "0" * 64 + ".jpg", "/studio/fonts/..%2f..%2fapp.py",
    ]  # fmt: skip
    for address in closed:
        answer = doors.get(address)
        assert answer.status_code in (404, 405), f"{address}: {answer.status_code}"
        assert "scenes" not in answer.text


def test_a_page_elsewhere_cannot_make_up_a_name_for_this_machine(doors: TestClient) -> None:
    assert doors.get("/studio/fonts/sans.ttf").status_code == 200
    for host in ("evil.example", "evil.example:7860", "127.0.0.1.evil.example", ""):
        assert doors.get("/studio/fonts/sans.ttf", headers={"Host": host}).status_code == 421


def test_every_answer_forbids_the_network(doors: TestClient) -> None:
    policy = doors.get("/studio/fonts/sans.ttf").headers["content-security-policy"]
    assert "default-src 'self'" in policy and "http" not in policy


def test_where_people_sign_in_nobody_sees_films_without(tmp_path: Path) -> None:
    class Inner:
        """What the doors look for in Gradio's own application."""

        cookie_id = "abc"
        tokens = {"right": "anna"}  # noqa: RUF012

        async def __call__(self, scope: object, receive: object, send: object) -> None: ...

    one = house(tmp_path, signed_in=True)
    project = Project.create(one.room("anna").new_root("The Lamp"), lamp(tmp_path).film)
    (project.root / "exports").mkdir()
    (project.root / "exports" / "a.srt").write_text("1\n")
    app = FastAPI()
    add_doors(app, one, Backstage())
    app.mount("/", Inner())
    client, address = TestClient(app, base_url="http://127.0.0.1"), "/studio/films/the-lamp/exports/a.srt"
    assert client.get(address).status_code == 401
    assert client.get(address, cookies={"access-token-unsecure-abc": "wrong"}).status_code == 401
    assert client.get(address, cookies={"access-token-unsecure-abc": "right"}).status_code == 200


def test_a_house_needs_no_folder_yet(tmp_path: Path) -> None:
    room = House(tmp_path / "none", Settings()).room(None)
    assert room.films() == []
    assert not (tmp_path / "none").exists()


def test_a_page_is_about_the_film_of_its_address_until_it_is_told(tmp_path: Path) -> None:
    """Its cards are there before that, and can be pressed; a film of nobody's in the address is none."""
    lamp(tmp_path)
    with gr.Blocks():
        page = Page(house(tmp_path), Backstage())
    for address, told, meant in (
        ("lamp", "", "lamp"),
        ("lamp", "other", "other"),
        ("ghost", "", ""),
        ("../films/lamp", "", ""),
    ):
        asked = SimpleNamespace(username=None, query_params={"film": address})
        assert page.visit(asked, told).film == meant  # type: ignore[arg-type]
