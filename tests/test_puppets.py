"""Figures that act: every act has poses that move, feet that stay, a timeline that holds, and only words that are verbs."""

from __future__ import annotations

import json
import wave
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import cv2
import numpy as np
import pytest

from memory.film import CastMember
from tools.engines import Speaking, StillRequest, load_engine
from tools.engines.cut.lips import speaking, utterances
from tools.engines.papercut.drawings import draw
from tools.engines.papercut.frame import bones, pushes
from tools.engines.papercut.joints import act, act_said
from tools.engines.papercut.lexicon import data, entries
from tools.engines.papercut.paper import canvas_on
from tools.engines.papercut.plan import Drawing, Subject
from tools.engines.papercut.puppet import book, turned
from tools.engines.papercut.reading import read
from tools.engines.papercut.script import acts, script
from tools.engines.parallax.model import Plate
from tools.engines.parallax.puppets import Instant, pose
from tools.stage import Cell, Puppet, read_stage

SOMEBODY = {"skin": "#b5764a", "seed": "7"}


def somebody(doing: str, drawing: str = "person") -> Subject:
    return Subject("somebody", drawing, "ground", 1.7, traits=tuple(sorted({**SOMEBODY, "pose": doing}.items())))


def pixels(drawing: Drawing) -> np.ndarray:
    assert isinstance(drawing.pixels, np.ndarray)
    if drawing.paint is None:
        return drawing.pixels
    drawn = np.zeros(drawing.pixels.shape, np.uint8)
    drawing.paint(canvas_on(drawn))
    return drawn


@pytest.mark.parametrize("drawing", ["person", "built:robot"])
@pytest.mark.parametrize("name", sorted(data("acts")))
def test_every_act_moves(name: str, drawing: str) -> None:
    """No two poses that follow each other are the same picture, and all lie over each other on one scale."""
    one = somebody(name, drawing)
    cuts = turned(one, 90, act(name).poses)
    assert len({pixels(c).tobytes() for c in cuts}) == len(cuts) > 1
    for cut in cuts:
        assert cut.inset is not None
        x, y, width, height = cut.inset
        assert height == 90 and pixels(cut).shape[0] >= y + height and pixels(cut).shape[1] >= x + width


@pytest.mark.parametrize("name", sorted(data("acts")))
def test_an_act_is_well_formed(name: str) -> None:
    """Its order names poses that there are, knees and heads bend no further than they can, legs stand apart."""
    doing = act(name)
    assert set(doing.order) <= {-1, *range(len(doing.poses))} and 2 <= doing.rate <= 12
    for pose_ in doing.poses:
        assert 0 <= pose_.near_knee <= 110 and 0 <= pose_.far_knee <= 110
        assert abs(pose_.head) <= 60 and 0 < pose_.stance <= 0.6


def test_a_limb_never_tears() -> None:
    """Upper and lower bones keep their lengths in every pose of every act."""
    for name in data("acts"):
        for at in act(name).poses:
            b = bones(SOMEBODY, at)
            if at.seat:
                continue
            for limb in (b.near_leg, b.far_leg, b.near_arm, b.far_arm):
                upper, lower = (float(np.hypot(*(np.subtract(limb[i + 1], limb[i])))) for i in (0, 1))
                assert upper == pytest.approx(lower, rel=0.03) and upper > 100


def test_feet_do_not_slide() -> None:
    """The foot that carries a walker stays where it is while the body passes over it, and the ground is never left."""
    poses = act("walk").poses
    frames, steps = [bones(SOMEBODY, at) for at in poses], pushes(SOMEBODY, poses)
    for before, now, step in zip([frames[-1], *frames[:-1]], frames, steps, strict=True):
        assert max(now.near_leg[2][1], now.far_leg[2][1]) == pytest.approx(962, abs=0.5)
        feet = [(before.near_leg[2], now.near_leg[2]), (before.far_leg[2], now.far_leg[2])]
        slips = [abs(b[0] + step - a[0]) for a, b in feet if min(a[1], b[1]) > 930]
        assert slips and min(slips) < 8
    assert 350 < sum(steps) < 1100


@pytest.mark.parametrize(
    ("words", "doing"),
    [
        ("walks along the beach", "walk"), ("the old runs home", "run"), ("in the waves", "stand"), ("waves goodbye", "wave"),
        ("sits on the pier and reads", "sit"), ("swims to the boat", "swim"), ("dances with the wind", "dance"),
        ("sleeping the by the fire", "sleep"), ("of the light", "stand"), ("", "stand"), ("climbs the stairs", "climb"),
        ("points at the moon", "point"), ("says a word", "speak"), ("rows across the lake", "row"),
    ],
)  # fmt: skip
def test_verbs_say_acts(words: str, doing: str) -> None:
    """The first verb of the clause is what somebody does; nouns that look like verbs are not."""
    assert act_said(words.split()) == doing


def test_each_does_what_its_own_clause_says() -> None:
    """Two people, two acts."""
    plan = read(StillRequest(width=64, height=64, description="An old sailor walks home while a girl waves."))
    assert {s.word: dict(s.traits)["pose"] for s in plan.subjects if s.drawing == "person"} == {
        "sailor": "walk",
        "girl": "wave",
    }


def walker(**more: object) -> Plate:
    told = {"file": "a.png", "cells": (Cell(x=0, y=0, width=1, height=1, left=0, top=0),), "order": (0, 1), "rate": 8.0}
    return Plate(
        name="a", file="b.png", kind="subject", x=0, y=0, width=9, height=9, depth=0.5, pivot=(0, 0),
        puppet=Puppet.model_validate({**told, **more}),
    )  # fmt: skip


def test_poses_are_held_in_character_time() -> None:
    """At 30 frames and 8 poses a second, a pose stays for three or four frames."""
    seen = [pose(walker(), Instant(i / 30, 4))[0] for i in range(120)]
    changes = np.flatnonzero(np.diff(seen))
    assert set(np.diff(changes).tolist()) <= {3, 4} and len(changes) in (31, 32)


def test_a_walker_arrives_and_rests() -> None:
    """It sets out before its place, goes by its steps alone, and stands when it is there, however long the shot."""
    plate = walker(steps=(5.0, 5.0), reach=(40.0, 20.0), rest=(1,))
    seen = [pose(plate, Instant(i / 30, 10)) for i in range(300)]
    ways = np.array([dx for _, dx in seen])
    assert ways[0] == -40 and ways[-1] == 20 and (np.diff(ways) >= 0).all() and np.diff(ways).max() <= 5
    assert {k for k, dx in seen if dx == 20} == {1}
    short = [pose(plate, Instant(i / 30, 1))[1] for i in range(30)]
    assert -40 < short[0] < 0 < short[-1] < 20


def test_a_still_keeps_its_acts(tmp_path: Path) -> None:
    """stage.json tells the poses; every cell lies within its layer, and what stands still has none."""
    asked = StillRequest(width=320, height=180, description="A keeper walks along the beach towards a boat.")
    load_engine("stills", "papercut")(asked, {}, tmp_path)
    stage = read_stage(tmp_path)
    assert stage is not None
    puppets = {layer.name: layer for layer in stage.layers if layer.puppet}
    assert set(puppets) == {"keeper"}
    layer = puppets["keeper"]
    assert layer.puppet is not None and sum(layer.puppet.reach) > 0 and (tmp_path / layer.puppet.file).exists()
    for cell in layer.puppet.cells:
        assert cell.left >= 0 and cell.left + cell.width <= layer.width
        assert cell.top >= 0 and cell.top + cell.height <= layer.height


def test_only_the_near_have_speaking_mouths() -> None:
    """Mouth shapes are drawn where they are seen, and differ from each other."""
    one = somebody("stand")
    assert not book(act("stand"), near=False).mouths
    leaves = book(act("stand"), near=True)
    shown = {pixels(turned(one, 300, (leaves.poses[k],))[0]).tobytes() for k in (0, *leaves.mouths)}
    assert len(shown) == 1 + len(leaves.mouths)


def test_the_same_request_gives_the_same_bytes(tmp_path: Path) -> None:
    """Acts and all."""
    asked = StillRequest(
        width=200,
        height=120,
        description="Mara dances with a robot.",
        cast=(CastMember(id="c", name="Mara", description="a girl"),),
    )
    folders = [tmp_path / "a", tmp_path / "b"]
    for folder in folders:
        folder.mkdir()
        load_engine("stills", "papercut")(asked, {}, folder)
    files = sorted(p.relative_to(folders[0]) for p in folders[0].rglob("*.png"))
    assert len([f for f in files if "acts" in f.name]) == 2
    assert all((folders[0] / f).read_bytes() == (folders[1] / f).read_bytes() for f in files)
    assert json.loads((folders[0] / "stage.json").read_text()) == json.loads((folders[1] / "stage.json").read_text())


def test_every_moving_animal_is_in_the_lexicon() -> None:
    """No drawing has two ways of moving, and all are drawings of animals."""
    drawings = [d for row in data("creatures").values() for d in row["drawings"]]
    assert len(drawings) == len(set(drawings)) >= 80
    assert set(drawings) <= {e.drawing for e in entries().values() if e.section == "animals"}


@pytest.mark.parametrize("name", sorted(data("creatures")))
@pytest.mark.parametrize("doing", ["walk", "stand"])
def test_animals_move(name: str, doing: str) -> None:
    """Every pose differs, none loses over a third of the animal (or 0.45 in fluttering) or gains a fifth; who goes steps."""
    drawing = data("creatures")[name]["drawings"][0]
    one = Subject("beast", drawing, "ground", 1.0, traits=(("pose", doing),))
    plot = script(one, many=False, near=False)
    cuts = [pixels(plot.draw(one, 80, k)) for k in range(plot.poses)]
    assert len({c.tobytes() for c in cuts}) == len(cuts) >= 3
    seen = [float((c[..., 3] > 128).sum()) for c in cuts]
    whole = float((pixels(draw(one, 80))[..., 3] > 128).sum())
    least = 0.55 if name == "flutter" else 2 / 3
    assert all(least * whole < s < 1.2 * whole for s in seen)
    row = data("creatures")[name]
    assert bool(plot.steps) == (row["pace"] > 0 and (doing == "walk" or "always" in row))


def outline(paint: np.ndarray) -> np.ndarray:
    """What is solid of it, cropped to itself, 32 by 32."""
    solid = paint[..., 3] > 200
    rows, columns = np.flatnonzero(solid.any(1)), np.flatnonzero(solid.any(0))
    part = solid[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].astype(np.float32)
    return cv2.resize(part, (32, 32), interpolation=cv2.INTER_AREA)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("animal", ["fox", "horse"])
def test_an_animal_goes_where_it_looks(animal: str, seed: int, tmp_path: Path) -> None:
    """One that runs sets its steps toward its nose, whichever way it was drawn and turned."""
    asked = StillRequest(width=320, height=180, description=f"A {animal} runs through a snowy field.", seed=seed)
    load_engine("stills", "papercut")(asked, {}, tmp_path)
    stage, one = read_stage(tmp_path), read(asked).subjects[0]
    assert stage is not None
    layer = next(layer for layer in stage.layers if layer.puppet)
    seen = outline(cv2.imread(str(tmp_path / layer.file), cv2.IMREAD_UNCHANGED))
    told = outline(pixels(draw(one, 90)))
    turned_round = np.abs(seen - told[:, ::-1]).mean() < np.abs(seen - told).mean()
    faces = next(row["faces"] for row in data("creatures").values() if one.drawing in row["drawings"])
    right = (faces == "right") != turned_round
    assert layer.puppet is not None and {step > 0 for step in layer.puppet.steps} == {right}


def test_things_do_not_act() -> None:
    """A boat and a lamp have no poses."""
    assert not acts(Subject("boat", "built:rowboat", "water", 2.0)) and not acts(Subject("lamp", "built:lamp", "ground", 1.0))
    with pytest.raises(LookupError, match="does not act"):
        script(Subject("boat", "built:rowboat", "water", 2.0), many=False, near=False)


def spoken(text: str) -> list[dict[str, object]]:
    return [{"text": word, "start": 0.5 * i, "end": 0.5 * i + 0.4} for i, word in enumerate(text.split())]


@pytest.mark.parametrize(
    ("text", "names", "seconds"),
    [
        ('Mara looks up. "The sea is late," said the keeper.', {"keeper"}, (1.5, 3.4)),
        ("“Come home,” Tomas whispered.", {"tomas"}, (0.0, 0.9)),
        ('The robot beeps: "I am here."', {"robot"}, (1.5, 2.9)),
        ('Mara opens the door. "It is cold," she says.', {"mara"}, (2.0, 3.4)),
    ],
)
def test_quoted_words_belong_to_who_says_them(text: str, names: set[str], seconds: tuple[float, float]) -> None:
    """Beside the quotation, or in the sentence before where only a pronoun is there."""
    (one,) = utterances(spoken(text))
    assert names <= one.names and (one.start, one.end) == pytest.approx(seconds)


@pytest.mark.parametrize(
    "text", ["Mara said that the sea was late.", 'The sign reads "closed".', 'He waits. "Who is there?"', '"unclosed words']
)
def test_the_narrator_moves_no_lips(text: str) -> None:
    """Words that are nobody's own, or nobody's that is named."""
    assert not utterances(spoken(text))


def test_a_mouth_opens_by_loudness(tmp_path: Path) -> None:
    """Silence closes it, the loudest opens it wide."""
    loud = np.concatenate([np.zeros(4000), np.sin(np.arange(4000)) * 20000, np.sin(np.arange(4000)) * 5000])
    with wave.open(str(tmp_path / "speech.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(24000)
        file.writeframes(loud.astype("<i2").tobytes())
    words = [{"text": '"Hush,"', "start": 0.0, "end": 0.5}, {"text": "said", "start": 0.5, "end": 0.6}]
    words += [{"text": "Mara.", "start": 0.6, "end": 0.7}]
    take = SimpleNamespace(main=tmp_path / "speech.wav", data={"words": words})
    (one,) = speaking(cast(Any, take))
    assert one.names == {"mara"} and one.openness[0] == 0 and one.openness[2] == 1 and 0.2 < one.openness[5] < 0.3


def test_only_the_one_who_is_meant_speaks() -> None:
    """The mouth follows the words of who is named; of two who may be meant, neither."""
    plate = walker(mouths=(1,), order=(0,)).model_copy(update={"names": frozenset({"mara"})})
    hers = Speaking(frozenset({"mara"}), 1.0, (0.9, 0.0, 0.9))
    seen = [pose(plate, Instant(t, 4, (hers,)))[0] for t in (0.5, 1.01, 1.1, 1.2, 1.5)]
    assert seen == [0, 1, 0, 1, 0]
    assert pose(plate, Instant(1.01, 4, (Speaking(frozenset({"tomas"}), 1.0, (0.9,)),)))[0] == 0
