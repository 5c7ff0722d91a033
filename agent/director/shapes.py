"""What is known by its shape alone and read before everything else, each by a module of its own."""

from __future__ import annotations

from collections.abc import Sequence

from agent.director import delivery, drawing, finishing, guarding, leaving, lending, mine, rewording
from agent.director.frames import Past, Reading
from agent.director.lent import Again, with_file
from agent.director.sheet import Sheet


def by_shape(text: str, sheet: Sheet, before: Sequence[Past], again: Again) -> Reading | None:
    """The reading of what is told by its shape: voices, the music's source, a person's file, what leaves the studio.

    `again` reads the rest of what was said; None where nothing has such a shape.
    """

    def rest(said: str) -> Reading:
        return again(said, sheet, before)

    return (
        finishing.read(text)
        or mine.read(text, sheet, before, again=again)
        or delivery.read(text, sheet, rest)
        or lending.read(text, rest)
        or with_file(text, sheet, before, again=again)
        or leaving.read(text, rest)
        or guarding.read(text)
        or drawing.read(text, sheet, before)
        or rewording.read(text, sheet)
    )
