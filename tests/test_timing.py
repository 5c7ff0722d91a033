"""The film's clock: words first, pictures follow, everything in whole frames."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from memory.film import Transition
from tools.timing import LEAD, OVERLAPPING, SILENT, Timed, clock, share_frames

CUT = Transition()
timed = st.builds(
    Timed,
    id=st.just("s"),
    speech=st.floats(0, 40),
    pause=st.floats(0, 10),
    transition=st.builds(
        Transition, kind=st.sampled_from(["cut", "crossfade", "fade_to_black", "wipe"]), seconds=st.floats(0, 5)
    ),
)


def test_a_scene_lasts_as_long_as_its_words_and_pauses() -> None:
    """Half a second before the words, the pause after them."""
    (slot,) = clock([Timed("s1", 4.0, 1.0, CUT)], fps=30)
    assert (slot.words_at, slot.frames) == (round(LEAD * 30), round((LEAD + 4 + 1) * 30))


def test_a_silent_scene_still_lasts() -> None:
    """A scene without words is seen for a while."""
    (slot,) = clock([Timed("s1", 0, 0.9, CUT)], fps=30)
    assert slot.frames == SILENT * 30


@given(st.lists(timed, min_size=1, max_size=8), st.integers(1, 120))
def test_no_word_is_cut_or_covered_by_the_next_scenes_words(scenes: list[Timed], fps: int) -> None:
    """Whatever the transitions, each scene's words end within it and before the next scene's begin."""
    slots = clock(scenes, fps)
    for scene, slot in zip(scenes, slots, strict=True):
        assert slot.frames > slot.enter
        assert slot.frames >= slot.enter + slot.leave
        assert slot.words_at + scene.speech * fps <= slot.frames + 1e-6
        assert slot.enter <= slot.words_at
    for scene, slot, after in zip(scenes, slots, slots[1:], strict=False):
        assert slot.start + slot.words_at + scene.speech * fps <= after.start + after.words_at + 1
        assert after.start == slot.end - slot.overlap
        assert slot.overlap == 0 or scene.transition.kind in OVERLAPPING


@given(st.integers(1, 2000), st.lists(st.floats(0.01, 100), min_size=1, max_size=12))
def test_shots_share_a_scene_exactly(total: int, shares: list[float]) -> None:
    """The shots' frames add up to the scene's, and every shot is seen."""
    if total < len(shares):
        return
    counts = share_frames(total, shares)
    assert sum(counts) == total
    assert min(counts) >= 1


def test_equal_shares_are_equal() -> None:
    """Two shots of equal weight get equal time."""
    assert share_frames(100, [1, 1]) == [50, 50]
    assert share_frames(100, [3, 1])[0] in (74, 75)
