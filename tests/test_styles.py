"""The hands a film can be drawn in: found by name or words, different to look at, and layered like cut paper."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

from memory.film import Style
from tools.engines import StillRequest
from tools.engines.papercut import paint
from tools.engines.papercut.plan import Drawing, ScenePlan, Subject
from tools.engines.papercut.redraw import redraw
from tools.engines.papercut.styles import DEFAULT, find_hand, hands
from tools.stage import Stage, read_stage

SOMEBODY = Subject("keeper", "person", "ground", 1.7, importance=1.0)
OTHERS = sorted(set(hands()) - {DEFAULT})


def card(subject: Subject, height: int) -> Drawing:
    """A plain upright card for anybody."""
    pixels = np.zeros((height, max(2, round(height * 0.4)), 4), np.uint8)
    pixels[...] = (200, 80, 60, 255)
    return Drawing(pixels)


def drawn(folder: Path, style: Style, setting: str = "village") -> tuple[np.ndarray, Stage, tuple[str, ...]]:
    """The picture (BGR, floats), its stage, and the notes, of one scene in a style."""
    folder.mkdir(parents=True, exist_ok=True)
    request = StillRequest(width=256, height=144, description="", seed=3, style=style)
    made = paint(request, ScenePlan(setting, "day", "clear", "summer", "calm", (SOMEBODY,)), card, folder)
    stage = read_stage(folder)
    assert stage is not None
    return cv2.imread(str(folder / "still.png")).astype(float), stage, made.notes


@pytest.mark.parametrize(
    ("name", "hand"),
    [("papercut", "papercut"), ("Ink Wash", "ink-wash"), ("a woodcut by night", "woodcut"), ("watercolor", "watercolour"),
     ("neon", "night-neon"), ("film noir", "noir"), ("pencil sketch", "pencil"), ("ukiyo-e", "woodcut")],
)  # fmt: skip
def test_a_hand_is_found_by_what_people_call_it(name: str, hand: str) -> None:
    """Names are known in any case, and within other words; no note is made of them."""
    found, note = find_hand(Style(name=name))
    assert (found.name, note) == (hand, "")


def test_words_choose_where_no_name_was_given() -> None:
    """The style's words choose a hand when its name is the usual one, and not against another name."""
    assert find_hand(Style(prompt="like a woodcut, with wide skies"))[0].name == "woodcut"
    assert find_hand(Style(prompt="cut paper, tender"))[0].name == DEFAULT
    assert find_hand(Style(name="noir", prompt="like a woodcut"))[0].name == "noir"


def test_an_unknown_style_leaves_the_default_and_a_note(tmp_path: Path) -> None:
    """A name that nothing fits changes no pixel and is named in the notes."""
    plain, _, quiet = drawn(tmp_path / "plain", Style())
    odd, _, notes = drawn(tmp_path / "odd", Style(name="macrame of light"))
    assert quiet == ()
    assert notes == ("no style is called 'macrame of light': drawn as papercut",)
    assert np.array_equal(plain, odd)


def test_every_style_differs_from_every_other(tmp_path: Path) -> None:
    """The same scene in two hands differs in colour or in line: far more than one seed of noise would."""
    pictures = {name: drawn(tmp_path / name, Style(name=name))[0] for name in hands()}
    names = sorted(pictures)
    for i, one in enumerate(names):
        for other in names[i + 1 :]:
            assert np.abs(pictures[one] - pictures[other]).mean() > 14, (one, other)


@pytest.mark.parametrize("name", OTHERS)
def test_layers_are_kept_and_still_are_the_picture(name: str, tmp_path: Path) -> None:
    """In any hand there are the same layers at the same depths, they make the still, and no subject is lost."""
    _, plain, _ = drawn(tmp_path / "plain", Style())
    picture, stage, _ = drawn(tmp_path / "styled", Style(name=name))
    assert [(layer.name, layer.depth, layer.kind) for layer in stage.layers] == [
        (layer.name, layer.depth, layer.kind) for layer in plain.layers
    ]
    flat = np.zeros((stage.height, stage.width, 3))
    for layer in stage.layers:
        sheet = cv2.imread(str(tmp_path / "styled" / layer.file), cv2.IMREAD_UNCHANGED).astype(float)
        part = flat[layer.y : layer.y + layer.height, layer.x : layer.x + layer.width]
        alpha, color = sheet[..., 3:] / 255, sheet[..., :3] * sheet[..., 3:] / 255
        part[:] = part * (1 - alpha) + color if layer.blend == "over" else part + color - part * color / 255
    x, y, width, height = stage.frame
    assert np.abs(flat[y : y + height, x : x + width] - picture).mean() < 1.5


def test_marks_lie_still_on_the_canvas() -> None:
    """Where a layer is cropped does not move hatching, tooth or stray lines: its middle is drawn the same."""
    rng = np.random.default_rng(2)
    whole = np.full((96, 160, 4), 255, np.uint8)
    whole[..., :3] = cv2.GaussianBlur(rng.uniform(0, 255, (96, 160, 3)).astype(np.float32), (0, 0), 12).astype(np.uint8)
    part = whole[16:, 24:].copy()
    hand = hands()["woodcut"]
    redraw(whole, hand, "ground", (0, 0), 96)
    redraw(part, hand, "ground", (24, 16), 96)
    near = np.abs(whole[32:80, 48:144].astype(int) - part[16:64, 24:120].astype(int))
    assert near.mean() < 1.0


def test_clear_paper_stays_clear() -> None:
    """What no paint covers stays without paint, and colours never exceed their alpha."""
    for name in OTHERS:
        layer = np.zeros((64, 64, 4), np.uint8)
        cv2.circle(layer, (32, 32), 12, (90, 60, 30, 255), -1)
        redraw(layer, hands()[name], "far", (5, 9), 64)
        assert layer[:8].max() == 0
        assert (layer[..., :3] <= layer[..., 3:]).all()
