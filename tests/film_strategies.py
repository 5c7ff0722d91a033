"""Films of every shape for the property tests: valid, odd, in any script, with fields nobody knows."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from memory.film import Film
from memory.parts import Aspect, Framing, Move, TransitionKind

WORDS = st.text('aZ 9é灯🌊"\\\n\x00\u202e', max_size=6)
UNIT = st.floats(-1, 1)
SHARE = st.floats(0, 1)
EXTRA = st.dictionaries(
    st.from_regex(r"x_[a-z]{1,4}", fullmatch=True),
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.floats(-1e6, 1e6) | WORDS | st.lists(WORDS, max_size=2),
    max_size=2,
)


def _choice(kind: Any) -> st.SearchStrategy[str]:
    return st.sampled_from(kind.__args__)


LOOKS = st.fixed_dictionaries({}, optional={n: UNIT for n in ("brightness", "contrast", "saturation", "warmth", "grain")})
STROKES = st.fixed_dictionaries({"target": WORDS, "horizontal": UNIT, "proximity": UNIT, "ambient": SHARE})
CAMERAS = st.fixed_dictionaries({"move": _choice(Move), "amount": SHARE})
TRANSITIONS = st.fixed_dictionaries({"kind": _choice(TransitionKind), "seconds": st.floats(0, 5)})
SOUNDS = st.fixed_dictionaries({"kind": WORDS, "level_db": st.floats(-60, 12)})


@st.composite
def documents(draw: st.DrawFn, scenes: int = 4) -> dict[str, Any]:
    """A film document as somebody might have written it, with one to `scenes` scenes."""
    return {
        **draw(EXTRA),
        "title": draw(WORDS),
        "aspect": draw(_choice(Aspect)),
        "music": {"tempo": draw(st.integers(40, 220)), "level_db": draw(st.floats(-60, 12))},
        "cast": [{"id": f"c{i}", "name": f"Name {i}", **draw(EXTRA)} for i in range(draw(st.integers(0, 2)))],
        "scenes": [draw(scene_documents(f"s{i + 1}")) for i in range(draw(st.integers(1, scenes)))],
    }


@st.composite
def scene_documents(draw: st.DrawFn, name: str) -> dict[str, Any]:
    """One scene of a film document; without shots it stands for a scene written by hand in haste."""
    scene = {**draw(EXTRA), "id": name, "description": draw(WORDS), "narration": draw(_narrations), "look": draw(LOOKS)}
    shots = [
        {"id": f"{name}{letter}", "framing": draw(_choice(Framing)), "camera": draw(CAMERAS), "share": draw(st.floats(0.1, 9)),
         "seed": draw(st.integers(0, 2**32 - 1)), "strokes": draw(st.lists(STROKES, max_size=2)), **draw(EXTRA)}
        for letter in "abc"[: draw(st.integers(0, 3))]
    ]  # fmt: skip
    return {**scene, "sounds": draw(st.lists(SOUNDS, max_size=2)), "transition": draw(TRANSITIONS), "shots": shots}


_narrations = st.lists(st.sampled_from(["The sea answered.", "He listened!", "“Why?” she asked.", "灯亮了。"]), max_size=4).map(
    " ".join
)


def films(scenes: int = 4) -> st.SearchStrategy[Film]:
    """Valid films with one to `scenes` scenes."""
    return documents(scenes).map(Film.model_validate)
