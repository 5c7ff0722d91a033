"""Sending a film to YouTube: what would be sent, in words for the person who is asked, and the sending itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from memory.editing import UNCHANGED
from memory.errors import FilmError
from memory.film import Film
from memory.project import Project
from tools.build import Report
from tools.exporting import Wish, export
from tools.outgoing import made_from
from tools.publishing.access import GOOGLE, Access, checked_address
from tools.publishing.package import read_package
from tools.publishing.platforms import Platform, platform
from tools.publishing.youtube import Ledger, Progress, YouTube
from tools.settings import Settings

LEDGER = ".uploads.json"
_TAKEN = ("youtube", "shorts")
_PRIVACY = ("private", "unlisted", "public")
FILM_AND_ANIMATION = "1"
"""YouTube's number for that category."""


@dataclass(frozen=True)
class Sending:
    """What is to be sent where."""

    where: str = "youtube"
    privacy: str = "private"
    title: str = ""
    for_children: bool = False

    @classmethod
    def of(cls, args: Mapping[str, Any]) -> Sending:
        """From a call's arguments; what is left out is as safe as can be."""
        return cls(
            str(args.get("where") or "youtube"), str(args.get("privacy") or "private"), str(args.get("title") or ""),
            bool(args.get("for_children")),
        )  # fmt: skip

    @property
    def platform(self) -> Platform:
        """Where to; FilmError when there is no way there, or who may see it is not understood."""
        found = platform(self.where)
        if found.name not in _TAKEN:
            raise FilmError(
                f"There is no way onto {found.name} from here. `onereel export DIR --to publish --for {found.name}` makes all "
                "that it wants, to be uploaded by hand. Nothing was sent."
            )
        if self.privacy not in _PRIVACY:
            raise FilmError(f"Who may see it is one of: {', '.join(_PRIVACY)}, not {self.privacy[:40]!r}. Nothing was sent.")
        return found


@dataclass(frozen=True)
class Sent:
    """What became of it."""

    video: str
    address: str
    said: str
    notes: tuple[str, ...] = ()

    def rows(self) -> dict[str, Any]:
        """For machines."""
        return {"video": self.video, "address": self.address, "notes": list(self.notes)}


def what_is_sent(film: Film, sending: Sending, settings: Settings) -> str:
    """What the person says yes to, as the rest of a sentence: "uploads ..."; FilmError when it cannot be sent at all."""
    where = sending.platform
    address = checked_address(settings.youtube_url or GOOGLE)
    children = "made for children" if sending.for_children else "not made for children"
    return (
        f'uploads "{_title(film, sending)}" to {where.name} at {address} as a {sending.privacy} video, declared as made with '
        f"artificial intelligence and as {children}"
    )


def _title(film: Film, sending: Sending) -> str:
    return " ".join((sending.title or film.title).split())[:100].translate(str.maketrans("<>", "‹›")) or "Untitled"


def send(
    project: Project, sending: Sending, settings: Settings, report: Report | None = None, progress: Progress | None = None
) -> Sent:
    """Make the publish package and upload it; the caller has asked the person. The same film is never uploaded twice.

    FilmError with a sentence when there is no token, when YouTube says no, or when the line breaks for good.
    """
    where, access = sending.platform, Access.of(settings)
    done = export(project, Wish("publish", platforms=(where.name,)), report, settings.workers)
    folder = done.main / where.name
    tube = YouTube(access, Ledger(project.path(LEDGER)), progress=progress or (lambda sent, total: None))
    return upload(tube, folder, body(project.film, sending, read_package(folder)), where, made_from(project, done.files[0]))


def body(film: Film, sending: Sending, package: Mapping[str, Any]) -> dict[str, Any]:
    """What YouTube is told of a video: snippet and status; that it is synthetic is always told."""
    return {
        "snippet": {
            "title": _title(film, sending), "description": package["description"], "tags": list(package["tags"]),
            "categoryId": FILM_AND_ANIMATION, "defaultLanguage": package["language"],
            "defaultAudioLanguage": package["language"],
        },
        "status": {
            "privacyStatus": sending.privacy, "selfDeclaredMadeForKids": sending.for_children, "containsSyntheticMedia": True,
        },
    }  # fmt: skip


def upload(tube: YouTube, folder: Path, about: dict[str, Any], where: Platform, name: str) -> Sent:
    """Upload the package in a folder: the video, then its thumbnail and captions; what fails of these is a note.

    `name` tells this film from every other in the ledger.
    """
    video = next(iter(sorted(folder.glob("*.mp4"))), None)
    if video is None:
        raise FilmError(f"There is no video in {folder}. Make the package again. {UNCHANGED}")
    known = tube.ledger.get(name)
    found = known.get("video") or tube.upload(video, about, name)
    notes = list[str]()
    language = str(about["snippet"]["defaultLanguage"])
    if where.name == "youtube" and not known.get("thumbnail"):
        _also(tube, name, "thumbnail", lambda: tube.set_thumbnail(found, folder / "thumbnail.jpg"), notes)
    captions = next(iter(sorted(folder.glob("*.srt"))), None)
    if captions is not None and not known.get("captions"):
        _also(tube, name, "captions", lambda: tube.add_captions(found, captions, language), notes)
    address = f"https://youtu.be/{found}"
    how = (
        "was there already, and was not uploaded again"
        if known.get("video")
        else f"is uploaded, {about['status']['privacyStatus']}"
    )
    return Sent(found, address, " ".join([f"The film {how}: {address}", *notes]), tuple(notes))


def _also(tube: YouTube, name: str, what: str, act: Any, notes: list[str]) -> None:
    """Send what goes with a video that is up; its failure takes nothing back, and the same command tries again."""
    try:
        act()
    except (FilmError, OSError) as error:
        notes.append(f"Its {what} could not be set: {error}")
    else:
        tube.ledger.note(name, **{what: "set"})
