"""What is written beside a published film: title, description with chapters and credits, tags, and what is disclosed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from memory.film import Film
from tools.callsheet import credit_lines
from tools.exporting.chapters import chapter_lines
from tools.publishing.platforms import Platform
from tools.timing import Slot

DISCLOSED = "Pictures, voice and music in this film were made by a computer program (artificial intelligence)."
ALWAYS = ("short film", "animated short film", "AI film", "Onereel")


@dataclass(frozen=True)
class Texts:
    """What a platform is told of a film."""

    title: str
    description: str
    tags: tuple[str, ...]
    language: str
    disclosure: dict[str, Any]

    def rows(self) -> dict[str, Any]:
        """For machines."""
        return asdict(self)


def texts(film: Film, slots: Sequence[Slot], where: Platform) -> Texts:
    """What a platform is told of the film, within the lengths it takes."""
    tags = _tags(film, where.tags)
    return Texts(
        title=_cut(_bare(film.title) or "Untitled", where.title),
        description=_description(film, slots, where, tags),
        tags=tags,
        language=film.language,
        disclosure=where.disclosure.model_dump(mode="json"),
    )


def _description(film: Film, slots: Sequence[Slot], where: Platform, tags: Sequence[str]) -> str:
    """Logline, chapters, credits, what is disclosed, hashtags; the credits give way first where there is little room."""
    chapters = chapter_lines(film, slots, where.chapter) if where.chapters else []
    parts = [_bare(film.logline)] if film.logline.strip() else []
    parts += ["\n".join(map(_bare, chapters))] if len(chapters) >= 3 else []
    hashtags = " ".join(f"#{re.sub(r'[^0-9A-Za-z]', '', tag)}" for tag in tags[: where.hashtags])
    last = [DISCLOSED, hashtags]
    room = where.description - len("\n\n".join([*parts, *last]).encode()) - 2
    credit = "\n".join(line for line in map(_bare, credit_lines(film)[1:-1]))
    middle = [credit] if len(credit.encode()) <= room else []
    return "\n\n".join(part for part in [*parts, *middle, *last] if part)[: where.description]


def _tags(film: Film, room: int) -> tuple[str, ...]:
    """Tags from what the film is: its kind, its style, who is in it, how it feels; together within `room` signs."""
    moods = dict.fromkeys(scene.mood.strip() for scene in film.scenes if scene.mood.strip())
    wanted = [*ALWAYS, film.style.name, *(member.name for member in film.cast), *moods]
    kept: list[str] = []
    for tag in dict.fromkeys(_bare(each).replace(",", " ").strip()[:30] for each in wanted):
        if tag and sum(len(each) + 3 for each in kept) + len(tag) + 3 <= room and tag.lower() not in map(str.lower, kept):
            kept.append(tag)
    return tuple(kept)


def _bare(text: str) -> str:
    """Without the signs that platforms refuse in titles and descriptions."""
    return " ".join(text.translate(str.maketrans("<>", "‹›")).split())


def _cut(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    return text[: longest - 1].rsplit(" ", 1)[0].rstrip(" ,.;:-") + "…"
