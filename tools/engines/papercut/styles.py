"""The hand a film is drawn in: cut paper, or another style of styles.toml, found by the name or the words a film gives."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from memory.tables import read_table

if TYPE_CHECKING:
    from memory.film import Style
    from tools.engines.papercut.light import Finish

DEFAULT = "papercut"


@dataclass(frozen=True)
class Hand:
    """One style; styles.toml says what each value means. Lengths are in frame heights, tones and strengths 0..1."""

    name: str = DEFAULT
    names: tuple[str, ...] = ()
    shadow: float = 1.0
    rim: float = 1.0
    wash: float = 1.0
    wobble: float = 0.0
    black: float = 0.0
    white: float = 1.0
    gamma: float = 1.0
    steps: int = 0
    ramp: tuple[str, ...] = ()
    own: float = 1.0
    vivid: float = 1.0
    hatch: float = 0.0
    begin: float = 0.3
    close: float = 1.0
    angle: float = 0.0
    cross: bool = False
    line: float = 0.0
    ink: str = ""
    inner: float = 0.0
    halo: float = 0.0
    pool: float = 0.0
    bloom: float = 0.0
    grain: float = 0.0
    glow: float = 1.0

    @property
    def plain(self) -> bool:
        """Whether layers stay as cut paper."""
        return not self.ramp

    def lit(self, how: Finish) -> Finish:
        """How a piece is finished in this hand: with less or more of paper's shadow, lit edge and light."""
        if self.plain:
            return how
        return replace(how, shadow=how.shadow * self.shadow, rim=how.rim * self.rim, bevel=how.bevel * self.rim,
                       wash=how.wash * self.wash)  # fmt: skip


@lru_cache(maxsize=1)
def hands() -> dict[str, Hand]:
    """All styles by their first name."""
    table: dict[str, Any] = read_table(Path(__file__).parent / "styles.toml")
    made = {}
    for name, row in table.items():
        renamed = {"from": "begin", "to": "close"}
        values: dict[str, Any] = {renamed.get(k, k): tuple(v) if isinstance(v, list) else v for k, v in row.items()}
        made[name] = Hand(name=name, **values)
    return made


def find_hand(style: Style) -> tuple[Hand, str]:
    """The hand that a film's style names, and a note when its name fits none; the words decide where no name was given.

    A name fits that is one of a hand's names or holds one ("a woodcut by night"); the longest fit is taken.
    """
    wanted = _plain(style.name)
    found = _best(wanted)
    if found is None:
        return hands()[DEFAULT], f"no style is called {style.name!r}: drawn as {DEFAULT}"
    if found.name == DEFAULT and (told := _best(_plain(style.prompt))) is not None:
        return told, ""
    return found, ""


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[\w']+", text.lower()))


def _best(text: str) -> Hand | None:
    fits = [(len(name), hand) for hand in hands().values() for name in map(_plain, hand.names) if f" {name} " in f" {text} "]
    return max(fits, key=lambda fit: fit[0])[1] if fits else None
