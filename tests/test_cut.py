"""The cut of a scene: exact frames, transitions, captions in the picture."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from memory.errors import EngineError
from memory.film import Look
from memory.takes import Take
from tests.cutting import COLD, FPS, GREY, WARM, H, W, asked, clip, cut, scene, seen, speech
from tools import keeping
from tools.engines import SceneCut, SegmentRequest
from tools.engines.cut.fonts import SANS, ass_runs, runs
from tools.engines.cut.segment import Segment
from tools.ffmpeg import probe
from tools.timing import Timed, clock


def half(folder: Path, clips: dict[str, Take], one: SceneCut, number: int) -> list[Path]:
    """Draw half of a scene ahead; returns what is left in its workspace."""
    request, inputs = asked(folder.with_name("words"), clips, one)
    folder.mkdir(exist_ok=True)
    Segment().half(request, inputs, number, folder)
    return list(folder.iterdir())


@pytest.fixture(scope="module")
def clips(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Take]:
    """Three shots: one warm, one cold, one grey."""
    root = tmp_path_factory.mktemp("clips")
    colors = {"warm": WARM, "cold": COLD, "grey": GREY}
    return {f"clip:{name}": clip(root / name, color) for name, color in colors.items()}


class TestSegment:
    def test_lasts_exactly_as_long_as_the_clock_says(self, tmp_path: Path, clips: dict[str, Take]) -> None:
        """Words, pauses and transitions of three scenes add up to the clock's frames, none lost and none twice."""
        scenes = [scene("a", "warm", kind="crossfade", seconds=0.65), scene("b", "cold", kind="fade_to_black", seconds=0.5)]
        scenes.append(scene("c", "grey", kind="wipe", seconds=0.7))
        slots = clock([Timed(s.id, 1.5, s.pause, s.transition) for s in scenes], FPS)
        pieces = [
            cut(tmp_path / "a", clips, scenes[0], following=scenes[1]),
            cut(tmp_path / "b", clips, scenes[1], enter=0.65),
            cut(tmp_path / "c", clips, scenes[2]),
        ]
        for piece, slot in zip(pieces, slots, strict=True):
            assert probe(piece.main).frames == piece.data["frames"] == slot.frames - slot.enter
        assert sum(piece.data["frames"] for piece in pieces) == slots[-1].end

    def test_shots_are_cut_hard(self, tmp_path: Path, clips: dict[str, Take]) -> None:
        """Two shots share a scene's frames, and the second is there from its first frame."""
        frames = seen(cut(tmp_path, clips, scene("a", "warm", "cold")).main).mean((1, 2))
        redder = frames[:, 0] - frames[:, 2]
        half = len(frames) // 2
        assert (redder[: half - 1] > 60).all()
        assert (redder[half + 1 :] < -60).all()

    def test_is_the_same_bytes_again(self, tmp_path: Path, clips: dict[str, Take]) -> None:
        """Grain, captions and a transition leave nothing to chance."""
        one = scene("a", "warm", look=Look(grain=0.5, warmth=0.2), kind="crossfade", seconds=0.5)
        pieces = [cut(tmp_path / n, clips, one, following=scene("b", "cold"), burn_in=True) for n in "xy"]
        assert pieces[0].main.read_bytes() == pieces[1].main.read_bytes()
        assert sorted(p.name for p in pieces[0].folder.iterdir()) == ["segment.mp4"]

    def test_made_in_halves_it_is_the_same_bytes(
        self, tmp_path: Path, clips: dict[str, Take], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """A scene of two shots may be drawn in halves beforehand, by anybody; nobody can tell afterwards."""
        one = scene("a", "warm", "cold", kind="fade_to_black", seconds=0.3).model_copy(update={"pause": 1.5})
        whole, kept = cut(tmp_path / "whole", clips, one), tmp_path / "kept"
        with keeping.kept_in(kept):
            second = half(tmp_path / "work", clips, one, 1)
            assert len(list(kept.iterdir())) == 2, "its body and its transition"
            first = half(tmp_path / "work", clips, one, 0)
            assert len(list(kept.iterdir())) == 3
            monkeypatch.setattr("tools.engines.cut.segment.encode", None)  # nothing is drawn a second time
            halves = cut(tmp_path / "halves", clips, one)
            assert not list(kept.iterdir()), "kept until the whole is there"
        assert whole.main.read_bytes() == halves.main.read_bytes()
        assert probe(halves.main).frames == halves.data["frames"]
        assert first == second == [], "and nothing lies about"

    def test_a_half_that_was_damaged_is_drawn_again(self, tmp_path: Path, clips: dict[str, Take]) -> None:
        """What lies beside the takes is used only as it was kept."""
        one = scene("a", "warm", "cold").model_copy(update={"pause": 1.5})
        whole = cut(tmp_path / "whole", clips, one)
        with keeping.kept_in(tmp_path / "kept"):
            half(tmp_path / "work", clips, one, 0)
            (kept,) = (tmp_path / "kept").iterdir()
            kept.write_bytes(kept.read_bytes()[:-1] + b"?")
            assert cut(tmp_path / "again", clips, one).main.read_bytes() == whole.main.read_bytes()

    def test_a_scene_that_is_not_divided_is_all_in_its_first_half(self, tmp_path: Path, clips: dict[str, Take]) -> None:
        """One shot has no second half to draw."""
        one = scene("a", "warm", kind="fade_to_black", seconds=0.3)
        with keeping.kept_in(tmp_path / "kept"):
            half(tmp_path / "work", clips, one, 1)
            assert not (tmp_path / "kept").exists()
            half(tmp_path / "work", clips, one, 0)
            assert len(list((tmp_path / "kept").iterdir())) == 2

    def test_a_missing_take_is_named(self, tmp_path: Path, clips: dict[str, Take]) -> None:
        """A scene whose shot was never made is not cut, and the sentence says which."""
        with pytest.raises(EngineError, match="clip:nowhere"):
            cut(tmp_path, clips, scene("a", "nowhere"))

    def test_a_shot_of_another_size_is_refused(self, tmp_path: Path, clips: dict[str, Take]) -> None:
        """Frames of the wrong size never reach the encoder, where they would tear."""
        request = SegmentRequest(width=128, height=72, fps=FPS, scene=scene("a", "warm"))
        with pytest.raises(EngineError, match="another size"):
            Segment()(request, {**clips, "speech:a": speech(tmp_path)}, tmp_path)


class TestTransitions:
    def test_crossfade_goes_from_one_scene_to_the_next(self, tmp_path: Path, clips: dict[str, Take]) -> None:
        """The last second turns steadily from warm to cold, and the middle is between."""
        one = scene("a", "warm", kind="crossfade", seconds=1)
        frames = seen(cut(tmp_path, clips, one, following=scene("b", "cold")).main).mean((1, 2))
        redder = frames[:, 0] - frames[:, 2]
        tail = redder[-FPS:]
        assert (np.diff(tail) < 2).all()
        assert redder[0] > 100
        assert abs(tail[0] - redder[0]) < 20
        assert abs(tail[FPS // 2]) < 60
        assert tail[-1] < -100

    def test_wipe_comes_from_the_left(self, tmp_path: Path, clips: dict[str, Take]) -> None:
        """Half-way the next scene is on the left and this one still on the right."""
        one = scene("a", "warm", kind="wipe", seconds=1)
        frame = seen(cut(tmp_path, clips, one, following=scene("b", "cold")).main)[-FPS // 2].astype(int)
        redder = (frame[..., 0] - frame[..., 2]).mean(0)
        assert redder[: W // 4].max() < -40
        assert redder[-W // 4 :].min() > 40

    def test_fade_to_black_ends_black(self, tmp_path: Path, clips: dict[str, Take]) -> None:
        """The light goes out over the transition's seconds, not before, and is out on the last frame."""
        light = seen(cut(tmp_path, clips, scene("a", "warm", kind="fade_to_black", seconds=1)).main).mean((1, 2, 3))
        assert light[-FPS - 1] > 0.9 * light[0]
        assert (np.diff(light[-FPS:]) < 1).all()
        assert light[-1] < 2

    def test_the_next_scenes_look_is_seen_in_the_transition(self, tmp_path: Path, clips: dict[str, Take]) -> None:
        """A dark next scene is already dark while it comes in."""
        one = scene("a", "grey", kind="crossfade", seconds=1)
        nexts = [scene("b", "grey", look=look) for look in (Look(), Look(brightness=-0.8))]
        plain, dark = (seen(cut(tmp_path / str(i), clips, one, following=n).main)[-1].mean() for i, n in enumerate(nexts))
        assert dark < 0.7 * plain

    def test_a_last_scene_has_nothing_to_cross_to(self, tmp_path: Path, clips: dict[str, Take]) -> None:
        """A crossfade without a following scene is simply not there; the frames are."""
        frames = seen(cut(tmp_path, clips, scene("a", "warm", kind="crossfade", seconds=1)).main).mean((1, 2))
        assert frames[-1][0] - frames[-1][2] > 100


class TestCaptions:
    def test_are_painted_while_the_words_are_spoken(self, tmp_path: Path, clips: dict[str, Take]) -> None:
        """Burnt in, white letters stand in the lower part during the words and nowhere before them."""
        burnt, plain = (
            seen(cut(tmp_path / str(b), clips, scene("a", "grey"), burn_in=b).main).astype(int).mean(-1) for b in (True, False)
        )
        lighter, words_at = ((burnt - plain) > 40).sum(2), 5
        assert lighter[: words_at + 2].max() == 0
        assert lighter[words_at + 3 : words_at + 13].sum(1).min() > 10
        assert lighter[:, : H // 2].max() == 0

    def test_words_nobody_timed_are_noted(self, tmp_path: Path, clips: dict[str, Take]) -> None:
        """Speech without word or sentence times gives no captions, and the take says so."""
        request = SegmentRequest(width=W, height=H, fps=FPS, scene=scene("a", "grey"), burn_in=True)
        made = Segment()(request, {**clips, "speech:a": speech(tmp_path, words=[], sentences=[])}, tmp_path)
        assert "no captions" in made.notes[0]

    def test_other_scripts_find_their_fonts(self) -> None:
        """A caption changes fonts where its letters need another, and back; marks stay with their letters."""
        assert ass_runs("The sea") == "The sea"
        changed = ass_runs("see 東方 and नमस्ते!")
        assert changed.startswith("see {\\fnNoto Sans CJK JP")
        assert "Noto Sans Devanagari" in changed
        assert changed.count("{\\fn\\fscx\\fscy}") == 2
        assert [text for _, text in runs("हिन्दी", SANS)] == ["हिन्दी"]
