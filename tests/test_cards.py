"""Title card and credits: their time, their letters, their lines."""

from __future__ import annotations

from pathlib import Path

import pytest

from memory.errors import EngineError
from tests.cutting import FPS, H, W, seen
from tools.engines import CardRequest
from tools.engines.cut.backdrop import inks, luma
from tools.engines.cut.cards import Card
from tools.engines.cut.fonts import SERIF, files_for, width, writable
from tools.engines.cut.typeset import Type, fit, wrap
from tools.ffmpeg import probe


class TestCards:
    @pytest.mark.parametrize(("kind", "seconds"), [("title", 1.25), ("credits", 0.96), ("title", 0.1)])
    def test_last_exactly_their_seconds(self, tmp_path: Path, kind: str, seconds: float) -> None:
        """A card has round(seconds * fps) frames, written in the same profile as scenes."""
        lines = ("The Lamp", "Voice: someone", "Music: someone else, under a licence")
        request = CardRequest(width=W, height=H, fps=25, kind=kind, seconds=seconds, lines=lines)  # type: ignore[arg-type]
        made = Card()(request, {}, tmp_path)
        assert probe(tmp_path / made.main).frames == made.data["frames"] == round(seconds * 25)

    def test_a_title_can_be_read_on_any_palette(self, tmp_path: Path) -> None:
        """Whether the film's colours are night or pastel, the letters are far lighter than the ground they stand on."""
        for palette in ((), ("#f7e1d7", "#edafb8", "#ffffff"), ("#000000",), ("#ff0000", "#00ff00", "#0000ff")):
            ink = inks(palette)
            assert luma(ink.text) > 0.8 > 0.25 > max(luma(ink.top), luma(ink.bottom))
        request = CardRequest(width=W, height=H, fps=FPS, kind="title", seconds=1, lines=("The Lamp",))
        Card()(request, {}, tmp_path)
        late = seen(tmp_path / "segment.mp4")[8].max(-1)
        assert (late > 150).sum() > 100

    def test_credits_come_from_black_and_go_to_black(self, tmp_path: Path) -> None:
        """The last card ends the film in the dark."""
        request = CardRequest(width=W, height=H, fps=FPS, kind="credits", seconds=2, lines=("The Lamp", "Voice: x"))
        Card()(request, {}, tmp_path)
        light = seen(tmp_path / "segment.mp4").mean((1, 2, 3))
        assert light[-1] < 2 < 8 < light[10]

    def test_letters_no_font_has_are_left_out_and_named(self, tmp_path: Path) -> None:
        """A hieroglyph is not shown as an empty box: it is left out, and the take says so."""
        request = CardRequest(width=W, height=H, fps=FPS, kind="title", seconds=0.5, lines=("The \U00013000 Lamp",))
        assert "\U00013000" in Card()(request, {}, tmp_path).notes[0]
        assert writable("𝕱𝖎𝖑𝖒 老灯塔 🐋 منارة") == ("Film 老灯塔 🐋 منارة", "")
        assert all(path.exists() for path in files_for(["老灯塔 🐋"]))

    @pytest.mark.parametrize("text", ["A " + "very " * 60 + "long title", "老灯塔看守人" * 12, "Unbreakable" * 20, "x"])
    def test_long_titles_wrap_inside_their_box(self, text: str) -> None:
        """However long, a title is broken into lines that fit, and nothing of it is lost while it fits."""
        kind = Type(SERIF, "#ffffff")
        size, lines = fit(text, (800, 330), [90, 60, 40, 25], kind)
        assert all(width(line, SERIF, size) <= 801 for line in lines)
        assert len(lines) * size * kind.leading <= 331 or size == 25
        assert "".join(lines).replace(" ", "").startswith(text.replace(" ", "")[:200])

    def test_lines_are_even(self) -> None:
        """A title is not set with one lonely word on its last line."""
        first, last = wrap("The Keeper of the Answering Sea", 700, 80, Type(SERIF, "#ffffff"))
        assert min(len(first), len(last)) > 12

    def test_a_card_of_no_time_is_refused(self, tmp_path: Path) -> None:
        """Zero seconds cannot hold a card."""
        with pytest.raises(EngineError, match="no frames"):
            Card()(CardRequest(width=W, height=H, fps=FPS, kind="title", seconds=0, lines=("x",)), {}, tmp_path)
