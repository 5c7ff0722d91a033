"""Chapters as platforms read them in a description: a time and a title to a line, the first at 0:00."""

from __future__ import annotations

from collections.abc import Sequence

from memory.film import Film
from tools.timing import Slot


def chapter_marks(film: Film, slots: Sequence[Slot]) -> list[tuple[float, str]]:
    """Where every chapter begins, in seconds, and what it is called: the title, every scene, the credits."""
    titles = [" ".join((scene.title or scene.id).split()) for scene in film.scenes]
    marks = [(slot.start / film.fps, title) for slot, title in zip(slots, titles, strict=True)]
    if marks and marks[0][0] > 0:
        marks.insert(0, (0.0, " ".join(film.title.split()) or "Title"))
    return [*marks, (slots[-1].end / film.fps, "Credits")] if slots else marks


def chapter_lines(film: Film, slots: Sequence[Slot], shortest: float = 0) -> list[str]:
    """The chapters as lines; one that would begin less than `shortest` seconds after the last belongs to that one."""
    kept: list[tuple[float, str]] = []
    for at, title in chapter_marks(film, slots):
        if not kept or at - kept[-1][0] >= shortest:
            kept.append((at, title))
    return [f"{clock_time(at)} {title}" for at, title in kept]


def clock_time(seconds: float) -> str:
    """Seconds as people write them: 0:07, 12:30, 1:02:03."""
    whole = int(seconds + 1e-6)
    hours, minutes, rest = whole // 3600, whole // 60 % 60, whole % 60
    return f"{hours}:{minutes:02d}:{rest:02d}" if hours else f"{minutes}:{rest:02d}"
