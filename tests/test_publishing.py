"""Publishing: packages with all that a platform wants, and uploads against a server that speaks YouTube's API."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from agent.approvals import reason_to_ask
from memory.errors import FilmError, Refused
from memory.project import Project
from tests.exporting import TITLE, made, new_film, seen, take_out
from tests.processes import quick_folder
from tests.youtube_server import Account, youtube
from tools.exporting import Exported
from tools.publishing.access import Access, checked_address
from tools.publishing.package import read_package
from tools.publishing.platforms import platform, platforms
from tools.publishing.sending import Sending, body, upload
from tools.publishing.texts import texts
from tools.publishing.youtube import Ledger, YouTube
from tools.settings import Settings
from ui.cli import app

NAME = "die-lampe-das-meer"


@pytest.fixture(scope="module")
def film() -> Iterator[Project]:
    """The short film."""
    with quick_folder() as folder:
        yield new_film(folder / "film")


@pytest.fixture(scope="module")
def package(film: Project) -> Exported:
    """Its packages for YouTube and for Shorts, small."""
    return take_out(film, to="publish", platforms=("youtube", "shorts"), size="90p")


@pytest.fixture
def server() -> Iterator[tuple[str, Account]]:
    """YouTube on this machine."""
    with youtube() as found:
        yield found


def test_a_package_holds_all_that_the_platform_wants(package: Exported) -> None:
    """Video, thumbnail, captions, title, description with credits, tags, disclosure and checklist; private by default."""
    names = {f"{NAME}.mp4", f"{NAME}.srt", f"{NAME}.vtt", "thumbnail.jpg", "title.txt", "description.txt", "tags.txt",
             "CHECKLIST.md", "publish.json"}  # fmt: skip
    for name, size in (("youtube", (160, 90)), ("shorts", (90, 160))):
        folder = package.main / name
        assert {path.name for path in folder.iterdir()} == names
        video = seen(folder / f"{NAME}.mp4")
        assert (video.width, video.height) == size
        rows = read_package(folder)
        assert rows["privacy"] == "private"
        assert rows["disclosure"] == {
            "field": "status.containsSyntheticMedia", "value": True, "shown": "Altered or synthetic content: Yes",
        }  # fmt: skip
        assert "Altered or synthetic content: Yes" in (folder / "CHECKLIST.md").read_text()
        assert (folder / "title.txt").read_text().strip() == TITLE
    words = (package.main / "youtube" / "description.txt").read_text()
    assert words.startswith("A keeper lights the lamp ‹once› more.")
    assert "Voice: hibari" in words and "made by a computer program" in words
    assert package.said.startswith("All that youtube and shorts want") and package.said.endswith("Nothing was uploaded.")
    assert {p.job.engine for p in package.jobs if p.status == "made"} >= {"poster", "segment"}, "thumbnails count as made too"


def test_a_package_again_makes_nothing(film: Project, package: Exported) -> None:
    """And no second copy."""
    before = sorted(package.main.rglob("*"))
    again = take_out(film, to="publish", platforms=("youtube", "shorts"), size="90p")
    assert (made(again), sorted(package.main.rglob("*"))) == ([], before)


@pytest.mark.parametrize("where", [each.name for each in platforms()])
def test_words_keep_to_each_platform_s_lengths(film: Project, where: str) -> None:
    """Also for a film with a title, a logline and a cast beyond all measure."""
    from tools.timing import Slot

    large = film.film.model_copy(update={"title": "A very long title " * 20, "logline": "Words and words. " * 800})
    slots = [Slot("s1", 75, 400, 12, 0, 0, 0), Slot("s2", 475, 400, 12, 0, 0, 0)]
    found, limits = texts(large, slots, platform(where)), platform(where)
    assert len(found.title) <= limits.title and found.title.endswith("…")
    assert len(found.description) <= limits.description
    assert sum(map(len, found.tags)) <= limits.tags
    short = texts(film.film, slots, limits)
    assert ("0:00 " in short.description) == limits.chapters


def tube(server: tuple[str, Account], tmp_path: Path, **more: Any) -> YouTube:
    """An account that may upload, in pieces of 256 KiB or less."""
    return YouTube(Access(server[0], "good"), Ledger(tmp_path / "uploads.json"), pause=lambda s: None, chunk=4096, **more)


@pytest.fixture
def about(film: Project, package: Exported) -> dict[str, Any]:
    """What YouTube would be told."""
    return body(film.film, Sending(), read_package(package.main / "youtube"))


def test_an_upload_arrives_whole_and_declared(
    server: tuple[str, Account], tmp_path: Path, package: Exported, about: dict[str, Any]
) -> None:
    """Every byte, private, declared synthetic, with thumbnail and captions; again it is not uploaded a second time."""
    folder, heard = package.main / "youtube", list[tuple[int, int]]()
    one = tube(server, tmp_path, progress=lambda sent, total: heard.append((sent, total)))
    sent = upload(one, folder, about, platform("youtube"), "film")
    (video,) = server[1].videos
    assert video["bytes"] == (folder / f"{NAME}.mp4").read_bytes()
    assert video["about"]["status"] == {
        "privacyStatus": "private", "selfDeclaredMadeForKids": False, "containsSyntheticMedia": True,
    }  # fmt: skip
    assert video["about"]["snippet"]["title"] == TITLE
    assert video["thumbnail"] == ("image/jpeg", (folder / "thumbnail.jpg").read_bytes())
    kind, captions = video["captions"]
    assert kind.startswith("multipart/related") and b'"videoId": "video1"' in captions
    assert (folder / f"{NAME}.srt").read_bytes() in captions
    assert (sent.video, sent.notes) == ("video1", ()) and heard[-1][0] == heard[-1][1]
    again = upload(tube(server, tmp_path), folder, about, platform("youtube"), "film")
    assert (len(server[1].videos), again.video) == (1, "video1") and "not uploaded again" in again.said
    assert (tmp_path / "uploads.json").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("faults", [["503"], ["cut", "cut"], ["half", "503", "half"], ["", "cut", "half"], ["half"] * 9])
def test_a_line_that_breaks_is_taken_up_again(
    server: tuple[str, Account], tmp_path: Path, package: Exported, about: dict[str, Any], faults: list[str]
) -> None:
    """Busy servers, broken lines and pieces that arrive in part lose no byte and double none."""
    server[1].faults += faults
    video = package.main / "youtube" / f"{NAME}.mp4"
    assert tube(server, tmp_path).upload(video, about, "film") == "video1"
    assert [each["bytes"] for each in server[1].videos] == [video.read_bytes()]


def test_an_upload_that_was_killed_goes_on_where_it_stopped(
    server: tuple[str, Account], tmp_path: Path, package: Exported, about: dict[str, Any]
) -> None:
    """The quota ends in the middle; the next day the rest is sent, to the same upload."""
    video = package.main / "youtube" / f"{NAME}.mp4"
    server[1].faults += ["", "", "quota"]
    with pytest.raises(FilmError, match=r"quota for today is used up.*midnight Pacific"):
        tube(server, tmp_path).upload(video, about, "film")
    server[1].requests.clear()
    assert tube(server, tmp_path).upload(video, about, "film") == "video1"
    assert not [line for line in server[1].requests if line.startswith("POST")]
    assert server[1].requests[1].startswith("PUT bytes 8192-")
    assert server[1].videos[0]["bytes"] == video.read_bytes()


def test_an_upload_that_is_forgotten_begins_anew(
    server: tuple[str, Account], tmp_path: Path, package: Exported, about: dict[str, Any]
) -> None:
    """After a week an upload's address is gone; the command says so once and then begins again."""
    video = package.main / "youtube" / f"{NAME}.mp4"
    server[1].faults += ["", "quota"]
    with pytest.raises(FilmError):
        tube(server, tmp_path).upload(video, about, "film")
    server[1].sessions.clear()
    assert tube(server, tmp_path).upload(video, about, "film") == "video1"


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("quotaExceeded", "quota for today is used up"),
        ("youtubeSignupRequired", "this Google account has no channel"),
        ("insufficientPermissions", "needs the scopes youtube.upload"),
        ("somethingNew", r"it answered 403 \(no\)"),
    ],
)
def test_a_no_is_a_sentence(
    server: tuple[str, Account], tmp_path: Path, package: Exported, about: dict[str, Any], reason: str, sentence: str
) -> None:
    """With what can be done; nothing is written down as uploaded."""
    server[1].refuse = reason
    with pytest.raises(FilmError, match=f"YouTube did not take it: .*{sentence}"):
        tube(server, tmp_path).upload(package.main / "youtube" / f"{NAME}.mp4", about, "film")
    assert not server[1].videos and not (tmp_path / "uploads.json").exists()


def test_a_token_that_ran_out_is_renewed_and_kept(
    server: tuple[str, Account], tmp_path: Path, package: Exported, about: dict[str, Any]
) -> None:
    """From the file's refresh token; one that cannot be renewed is a sentence."""
    file = tmp_path / "token.json"
    known = {
        "token": "old",
        "refresh_token": "again",
        "client_id": "i",
        "client_secret": "s",
        "token_uri": f"{server[0]}/token",
    }
    file.write_text(json.dumps(known))
    access = Access.of(Settings(youtube_token_file=file, youtube_url=server[0]))
    one = YouTube(access, Ledger(tmp_path / "uploads.json"), pause=lambda s: None)
    assert one.upload(package.main / "youtube" / f"{NAME}.mp4", about, "film") == "video1"
    assert json.loads(file.read_text())["token"] == "good" and file.stat().st_mode & 0o077 == 0
    bad = YouTube(Access(server[0], "old"), Ledger(tmp_path / "other.json"), pause=lambda s: None)
    with pytest.raises(FilmError, match="the token is not valid"):
        bad.upload(package.main / "youtube" / f"{NAME}.mp4", about, "film")


@pytest.mark.parametrize(
    "url", ["http://www.googleapis.com", "https://googleapis.com.evil.example", "https://evil.example", "ftp://x",
            "https://user:pass@www.googleapis.com", "https://evil.example/.googleapis.com"],
)  # fmt: skip
def test_a_token_goes_to_google_alone(url: str) -> None:
    """Whatever a setting, a token file or a server's answer says."""
    with pytest.raises(Refused, match="goes to Google alone"):
        checked_address(url)


def test_the_person_is_asked_with_what_would_really_be_sent(
    film: Project, server: tuple[str, Account], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command without a yes sends nothing and says what it would send; without a token it says how to give one."""
    monkeypatch.setenv("ONEREEL_YOUTUBE_URL", server[0])
    why = reason_to_ask(film.root, "publish", {"where": "youtube", "privacy": "public", "title": "Other"})
    assert why == (
        f'uploads "Other" to youtube at {server[0]} as a public video, declared as made with artificial intelligence and as '
        "not made for children"
    )
    ran = CliRunner().invoke(app, ["publish", str(film.root)])
    assert ran.exit_code == 1 and f'uploads "{TITLE}" to youtube' in ran.stderr and "as a private video" in ran.stderr
    assert not server[1].requests
    lacking = CliRunner().invoke(app, ["publish", str(film.root), "--yes"])
    assert isinstance(lacking.exception, FilmError) and "There is no token for YouTube" in str(lacking.exception)
    with pytest.raises(FilmError, match="no way onto tiktok from here"):
        reason_to_ask(film.root, "publish", {"where": "tiktok"})


def test_a_thumbnail_that_is_refused_takes_nothing_back(
    server: tuple[str, Account], tmp_path: Path, package: Exported, about: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The film is up and the reply says what is missing; the same command sets it later."""

    def refused(self: YouTube, video: str, picture: Path) -> None:
        raise FilmError("YouTube did not take it: too often.")

    one = tube(server, tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(YouTube, "set_thumbnail", refused)
        sent = upload(one, package.main / "youtube", about, platform("youtube"), "film")
    assert sent.video == "video1" and "Its thumbnail could not be set" in sent.said
    assert not upload(one, package.main / "youtube", about, platform("youtube"), "film").notes
    assert "thumbnail" in server[1].videos[0] and len(server[1].videos) == 1
