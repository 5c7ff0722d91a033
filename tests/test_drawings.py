"""The cut-outs: every drawing that can be named is there, whole, sharp at any size, and somebody stays the same person."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from bench.kinds import NOTICE, OUT, SLURS
from memory.errors import EngineError
from memory.film import CastMember
from tools.engines import StillRequest
from tools.engines.papercut.drawings import copies, draw
from tools.engines.papercut.lexicon import data, entries
from tools.engines.papercut.plan import Drawing, Subject
from tools.engines.papercut.reading import read


def pixels(drawing: Drawing) -> np.ndarray:
    assert isinstance(drawing.pixels, np.ndarray)
    return drawing.pixels


def thing(drawing: str, **traits: str) -> Subject:
    return Subject("thing", drawing, "ground", 1.0, traits=tuple(sorted(traits.items())))


def person(text: str) -> Subject:
    return read(StillRequest(width=640, height=360, description=text)).subjects[0]


def test_everything_in_the_lexicon_can_be_drawn() -> None:
    """All drawings that words can lead to exist and show something, trimmed to their content at the height asked for."""
    for name in sorted({e.drawing for e in entries().values()} - {"person"}):
        cut = pixels(draw(thing(name), 24))
        assert cut.shape[0] == 24 and cut.shape[2] == 4 and cut.dtype == np.uint8, name
        assert cut[..., 3].max(1)[0] > 0 and cut[..., 3].max(1)[-1] > 0, name


def test_the_lexicon_is_wide() -> None:
    """At least 250 different meanings, and many more words for them."""
    assert len({(e.drawing, e.outfit) for e in entries().values()}) >= 400
    assert len(entries()) >= 1500


def test_every_kind_is_of_something_drawn() -> None:
    """Each line of the kinds begins with a name of the lexicon, no word insults, and the licence is there."""
    lines = OUT.read_text(encoding="utf-8").removeprefix(NOTICE).splitlines()
    assert all(line.partition(": ")[0] in entries() for line in lines)
    assert not [word for line in lines for word in line.partition(": ")[2].split(", ") if SLURS.search(word)]
    assert OUT.read_text(encoding="utf-8").startswith(NOTICE) and "Copyright 2011 by Princeton University" in NOTICE


@pytest.mark.parametrize("role", sorted(data("roles")["roles"]))
def test_every_role_has_a_figure(role: str) -> None:
    """Each trade is drawn as a whole person, taller than wide."""
    cut = pixels(draw(person(f"A {role} waits."), 60))
    assert cut.shape[0] == 60 and cut.shape[1] < 75


def test_heads_never_stand_as_bodies() -> None:
    """Head-only emojis are not used: robot, fox, lion, bear and their like are built whole."""
    heads = {"1f916", "1f98a", "1f43a", "1f981", "1f42f", "1f434", "1f98c", "1f42e", "1f437", "1f430", "1f43b", "1f43c"}
    heads |= {"1f438", "1f432", "1f984", "1f993", "1f98f", "1f985", "1f988", "1face", "1f417", "1f98d", "1f99d", "1f9db"}
    assert not {e.drawing.removeprefix("twemoji:") for e in entries().values()} & heads


def test_boats_bring_no_water() -> None:
    """What floats has a waterline in its lower part, and is hidden below it by the wave in front."""
    for name in ("fishingboat", "sailboat", "tallship", "steamer", "rowboat"):
        drawing = draw(thing(f"built:{name}"), 100)
        assert drawing.waterline_only and 0.7 < drawing.foot < 1


def test_base_plates_are_cleaned_away() -> None:
    """The train comes without its rails and the sled without its snow."""
    from tools.engines.papercut import twemoji

    assert "M0 34h36v2H0z" not in twemoji.load("1f682")
    assert "#E1E8ED" not in twemoji.load("1f6f7")


def test_drawing_is_deterministic() -> None:
    """The same subject at the same height gives the same bytes."""
    one = person("An old sailor walks.")
    first = pixels(draw(one, 90)).tobytes()
    draw.__globals__["_cut"].cache_clear()
    assert pixels(draw(one, 90)).tobytes() == first


def test_a_person_keeps_colours_at_every_size() -> None:
    """Wide and close, the same person: skin, hair and clothes are the same colours."""
    keeper = CastMember(id="c1", name="Mara", description="a girl with red hair in a yellow coat")
    mara = read(StillRequest(width=640, height=360, description="Mara waits.", cast=(keeper,))).subjects[0]

    def shares(height: int) -> list[float]:
        cut = pixels(draw(mara, height)).astype(int)
        traits = dict(mara.traits)
        wanted = [[int(traits[k][i : i + 2], 16) for i in (1, 3, 5)] for k in ("skin", "hair", "clothes")]
        return [float((np.abs(cut[..., :3] - w).max(2) < 4).mean()) for w in wanted]

    for small, large in zip(shares(150), shares(600), strict=True):
        assert small > 0.005 and large == pytest.approx(small, rel=0.35)


def test_poses_change_the_figure() -> None:
    """Standing, walking, sitting and reaching are different silhouettes."""
    one = thing("person", outfit="plain")
    widths = {
        pose: pixels(draw(replace(one, traits=(*one.traits, ("pose", pose))), 120)).shape[1]
        for pose in ("stand", "walk", "sit", "reach")
    }
    assert len(set(widths.values())) == 4 and widths["reach"] > widths["stand"]


def test_adjectives_colour_things() -> None:
    """A blue car is blue: the leading colour turns, the rest stays."""
    red, blue = pixels(draw(thing("twemoji:1f697"), 80)), pixels(draw(thing("twemoji:1f697", colour="#3a76b5"), 80))
    assert red[..., 0].mean() > red[..., 2].mean() and blue[..., 2].mean() > blue[..., 0].mean()


def test_several_people_are_several_persons() -> None:
    """A subject that stands for three gives three different people of the same trade."""
    bakers = copies(person("Three bakers wait."))
    assert len(bakers) == 3
    assert len({pixels(draw(b, 80)).tobytes() for b in bakers}) == 3
    assert {dict(b.traits)["outfit"] for b in bakers} == {"chef"}


@pytest.mark.parametrize("name", ["built:nothing", "built:../plan", "twemoji:0", "crayon:1"])
def test_an_unknown_drawing_is_an_error_with_a_sentence(name: str) -> None:
    """What is not in the catalogue is refused by name."""
    with pytest.raises(EngineError, match="drawing"):
        draw(thing(name), 50)


def test_no_height_is_an_error() -> None:
    """A drawing of no height is refused."""
    with pytest.raises(EngineError, match="at least one pixel"):
        draw(thing("built:rock"), 0)


def test_every_name_that_a_word_may_be_likened_to_has_its_meaning_kept() -> None:
    """One that lacks it is embedded anew in every process that meets a rare word, which took seconds."""
    from tools.engines.papercut.names import BANK, bank_names

    with np.load(BANK) as stored:
        assert set(bank_names()) <= {str(name) for name in stored["names"]}
