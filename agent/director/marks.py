"""Text in which what has been read (a quotation, a quantity, scenes) stands as a mark, so that no rule reads it twice."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["q", "p", "n", "s"]
"""q a quotation, p words that run to the end of their sentence, n a quantity, s scenes."""
MARK = re.compile(r"⟦([qpns])(\d+)⟧")


@dataclass(frozen=True)
class Mark:
    """What stands behind a mark: the person's own words, and what they were read as.

    Quantities: `value` and `unit` ("s", "%", "db", "bpm", "x", "fps", "version", "step", "scene" for a count of scenes, "").
    Scenes: `name` is what find_scenes is given, `numbers` the scenes it means, `missing` numbers that no scene has.
    """

    kind: Kind
    raw: str
    value: float = 0
    unit: str = ""
    name: str = ""
    numbers: tuple[int, ...] = ()
    missing: tuple[int, ...] = ()
    tied: bool = False
    """Whether the words depend on what was said before ("that scene", "the next one")."""


@dataclass
class Marked:
    """A text and the marks in it."""

    text: str
    marks: list[Mark] = field(default_factory=list)

    def put(self, mark: Mark) -> str:
        """Keep a mark; what stands in the text for it."""
        self.marks.append(mark)
        return f"⟦{mark.kind}{len(self.marks) - 1}⟧"

    def replace(self, pattern: re.Pattern[str], make: Callable[[re.Match[str]], Mark | None]) -> None:
        """Put a mark wherever the pattern is found and `make` reads it as one."""

        def marked(match: re.Match[str]) -> str:
            mark = make(match)
            return match[0] if mark is None else f" {self.put(mark)} "

        self.text = pattern.sub(marked, self.text)

    def mark(self, token: str) -> Mark | None:
        """The mark that a token stands for, or None."""
        found = MARK.fullmatch(token)
        return self.marks[int(found[2])] if found else None

    def unmarked(self, text: str) -> str:
        """The text with the person's own words in place of every mark."""
        for _ in range(4):
            text = MARK.sub(lambda m: self.marks[int(m[2])].raw, text)
        return re.sub(r"\s+", " ", text).strip()
