"""Tools by which something leaves the studio: the film at another size and for somebody, captions, sound, timelines."""

from __future__ import annotations

from typing import Literal, get_args

from tools.exporting import Exported, Wish
from tools.exporting import export as make_export
from tools.exporting.wish import Kind
from tools.publishing.sending import Sending, send
from tools.vocabulary import words as said_as
from tools.vocabulary.desk import Desk, Done


def export(  # noqa: PLR0913 - a tool's parameters are what can be said
    desk: Desk,
    *,
    to: Literal["mp4", "srt", "vtt", "stems", "chapters", "poster", "otio", "otioz", "fcpxml", "edl", "publish"] = "mp4",
    folder: str = "",
    preset: str = "",
    aspect: str = "",
    size: str = "",
    fps: int = 0,
    codec: str = "",
) -> Done:
    """Bring the finished film or a part of it out of the studio, at any size, shape and rate, making first what is missing.

    to: film (mp4), captions (srt, vtt), sound (stems), chapters, poster, a timeline for editors, publish: all for a platform
    folder: where to; "" for the project's own exports folder. A folder outside the project needs the person's approval
    preset: for whom: youtube, shorts, reels, tiktok, broadcast or archive; for publish one or more, with commas
    aspect: another shape, such as 9:16, 1:1 or 4:5; the pictures are painted anew for it
    size: 4k, 1080p, 720p, or a width and height such as 1920x1080
    fps: frames a second, up to 120; 0 as the film has it
    codec: h264, h265, av1, prores or ffv1
    """
    kind: Kind = next(k for k in get_args(Kind) if k == said_as.meant("export", to, "kind of export"))
    several = tuple(name.strip() for name in preset.replace(" and ", ",").split(",") if name.strip())
    one = "" if kind == "publish" else preset
    wish = Wish(kind, one, aspect, size, fps, codec, folder, several if kind == "publish" else ())
    done = make_export(desk.project, wish, desk.report, desk.settings.workers)
    return Done(done.said, version=desk.project.film.version, data=exported_data(done))


def publish(
    desk: Desk,
    where: str = "youtube",
    privacy: Literal["private", "unlisted", "public"] = "private",
    title: str = "",
    for_children: bool = False,
) -> Done:
    """Upload the film to YouTube, with thumbnail, captions and description. The person is always asked first.

    where: youtube, or shorts for the upright film of at most three minutes
    privacy: private (the default: only the channel's owner sees it), unlisted or public
    title: another title than the film's
    for_children: whether it is made for children, which YouTube must be told
    """
    done = send(desk.project, Sending(where, privacy, title, for_children), desk.settings, desk.report)
    return Done(done.said, version=desk.project.film.version, data=done.rows())


def exported_data(done: Exported) -> dict[str, object]:
    """An export for machines."""
    return {"path": str(done.main), "files": [str(path) for path in done.files], "notes": list(done.notes), **done.facts}
