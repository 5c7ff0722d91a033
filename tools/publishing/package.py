"""The publish package: a folder for each platform with the video, its picture, captions, words and a checklist."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

from memory.errors import FilmError
from tools.build import Planned
from tools.exporting.making import MadeFilm
from tools.exporting.posters import poster_take
from tools.exporting.wish import Wish, delivery
from tools.exporting.work import Exported, Work
from tools.finish import frame_for
from tools.outgoing import bring, put, seal_for
from tools.publish import slug
from tools.publishing.platforms import Platform, platform
from tools.publishing.texts import Texts, texts

MANIFEST = "publish.json"


def packages(work: Work) -> Exported:
    """Make a folder for every platform that is wished for; YouTube where none is named."""
    wanted = [platform(name) for name in work.wish.platforms or ("youtube",)]
    folder = work.folder / f"{slug(work.project.film.title)}-publish"
    files, jobs, notes = list[Path](), dict[str, Planned](), list[str]()
    for each in dict.fromkeys(wanted):
        made, new, drawn = _package(work, each, folder / each.name)
        files += new
        jobs |= {p.job.key: p for p in (*made.jobs, *drawn) if p.job.key not in jobs}
        notes += made.notes
    names = " and ".join(dict.fromkeys(each.name for each in wanted))
    said = f"All that {names} want{'s' * (len(set(wanted)) == 1)} is here: {folder}. Nothing was uploaded."
    return Exported(folder, tuple(files), said, tuple(jobs.values()), tuple(dict.fromkeys(notes)))


def _package(work: Work, where: Platform, folder: Path) -> tuple[MadeFilm, list[Path], tuple[Planned, ...]]:
    """The film, all files, and the takes of its thumbnail."""
    wish = Wish("mp4", where.preset, size=work.wish.size, fps=work.wish.fps, codec=work.wish.codec)
    wanted = delivery(work.project.film, wish)
    made = dataclasses.replace(work, wish=wish, wanted=wanted).make()
    film, name = made.film, slug(made.film.title)
    video = bring(work.project, made.file.main, folder / f"{name}{made.file.main.suffix}", seal_for(film))
    files = [video]
    if made.joined.data["captions"]:
        files += [
            bring(work.project, made.joined.folder / f"film.{kind}", folder / f"{name}.{kind}") for kind in ("srt", "vtt")
        ]
    picture, drawn = poster_take(work.project, work.project.film, _thumbnail(work, where), work.crew)
    files.append(bring(work.project, picture.main, folder / "thumbnail.jpg", seal_for(film)))
    words = texts(film, made.slots(work.project.takes), where)
    files += _written(work, where, folder, words, files)
    return made, files, drawn


def _thumbnail(work: Work, where: Platform) -> tuple[int, int]:
    """The platform's own size; a smaller one where the video was wished smaller, as for a trial."""
    if not work.wish.size or "x" in work.wish.size.lower():
        return where.thumbnail
    frame = frame_for(work.project.film, "16:9" if where.thumbnail[0] > where.thumbnail[1] else "9:16", work.wish.size)
    return min((frame.width, frame.height), where.thumbnail)


def _written(work: Work, where: Platform, folder: Path, words: Texts, files: list[Path]) -> list[Path]:
    rows = {
        "platform": where.name, **words.rows(), "privacy": "private", "files": [path.name for path in files],
        "checked": where.checked, "source": where.source,
    }  # fmt: skip
    content = {
        "title.txt": words.title,
        "description.txt": words.description,
        "tags.txt": ", ".join(words.tags),
        "CHECKLIST.md": _checklist(where, files),
        MANIFEST: json.dumps(rows, ensure_ascii=False, indent=1),
    }
    return [put(work.project, f"{text}\n".encode(), folder / name) for name, text in content.items()]


def _checklist(where: Platform, files: list[Path]) -> str:
    lines = [f"# {where.name}", "", f"What it wanted on {where.checked} ({where.source}):", ""]
    lines += [f"- [ ] {line}" for line in where.checklist]
    return "\n".join([*lines, "", f"Disclosure: {where.disclosure.shown}", "", "Files: " + ", ".join(p.name for p in files)])


def read_package(folder: Path) -> dict[str, object]:
    """What a package says of itself; FilmError when there is none."""
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise FilmError(f"There is no publish package in {folder}. Make one with `onereel export DIR --to publish`.") from error
    if not isinstance(found, dict):
        raise FilmError(f"{folder / MANIFEST} is not a publish package. Make it again with `onereel export DIR --to publish`.")
    return found
