"""How people look: as the words say, different from each other where they say nothing, and one person the same everywhere."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import numpy as np
import pytest

from memory.film import CastMember
from memory.parts import Framing
from tools.engines import StillRequest
from tools.engines.papercut.drawings import copies
from tools.engines.papercut.ink import Sheet
from tools.engines.papercut.joints import act
from tools.engines.papercut.lexicon import data
from tools.engines.papercut.paper import canvas_on
from tools.engines.papercut.people import figure
from tools.engines.papercut.plan import Subject
from tools.engines.papercut.reading import read
from tools.engines.papercut.wardrobe import hat_shape, outfit


def people(text: str, cast: tuple[CastMember, ...] = (), framing: Framing = "wide") -> list[Subject]:
    plan = read(StillRequest(width=320, height=180, description=text, cast=cast, framing=framing))
    return [s for s in plan.subjects if s.drawing == "person"]


def looks(text: str) -> dict[str, str]:
    return dict(people(text)[0].traits)


def drawn(sheet: Sheet) -> np.ndarray:
    pixels = np.zeros((220, 220, 4), np.uint8)
    canvas = canvas_on(pixels)
    canvas.translate(110, 10)
    canvas.scale(0.2, 0.2)
    sheet.paint(canvas)
    return pixels


def test_a_hundred_unnamed_people_vary() -> None:
    """Skin, hair, build, clothes and gender come from the whole range; none of them is a default."""
    met = [looks(f"Somebody waits at the door number {i}.") for i in range(100)]
    skins = Counter(m["skin"] for m in met)
    assert set(skins) == set(data("roles")["looks"]["skins"]) and max(skins.values()) < 25
    assert 30 < Counter(m["gender"] for m in met)["f"] < 70
    assert len({m["hair"] for m in met}) >= 5 and len({m["hairstyle"] for m in met}) >= 8
    assert len({m["outfit"] for m in met}) >= 6 and len({m["clothes"] for m in met}) >= 15
    assert {"", "stout", "thin"} == {m["build"] for m in met}
    assert 2 < sum("glasses" in m for m in met) < 30
    assert len({drawn(figure(m, act("stand").poses[0])).tobytes() for m in met}) >= 98


@pytest.mark.parametrize(
    ("words", "trait", "value"),
    [
        ("A woman in a sari waits.", "outfit", "sari"), ("A man in a kilt plays.", "outfit", "kilt"),
        ("A girl in a green headscarf waits.", "hat", "headscarf"), ("A man in a turban reads.", "hat", "turban"),
        ("A farmer in a poncho walks.", "outfit", "poncho"), ("A woman in a space suit floats.", "outfit", "spacesuit"),
        ("A blind man walks.", "glasses", "dark"), ("An old woman with a cane walks.", "stick", "#7a5230"),
        ("A boy in a wheelchair waves.", "wheels", "#3a3d44"), ("A woman in a hanbok dances.", "outfit", "hanbok"),
        ("A stout man waits.", "build", "stout"), ("A girl in a yellow raincoat runs.", "clothes", "#e2b43c"),
    ],
)  # fmt: skip
def test_words_dress_people(words: str, trait: str, value: str) -> None:
    """What is said to be worn is worn; a colour is near the one that is said."""
    worn = looks(words)[trait]
    if trait == "clothes":
        said, asked = ([int(colour[i : i + 2], 16) for i in (1, 3, 5)] for colour in (worn, value))
        near = np.abs(np.array(said) - np.array(asked))
        assert near.max() < 50
    else:
        assert worn == value


def test_each_wears_their_own() -> None:
    """Two people in one sentence do not lend each other their clothes."""
    woman, man = (dict(p.traits) for p in people("A woman in a sari meets a man in a top hat."))
    assert woman["outfit"] == "sari" and "hat" not in woman and man["hat"] == "tophat" and man["outfit"] != "sari"


def test_a_wheelchair_is_sat_in_and_not_drawn_twice() -> None:
    """Who is in a wheelchair sits in it, whatever they do."""
    plan = read(StillRequest(width=64, height=64, description="A boy in a wheelchair waves."))
    assert [s.drawing for s in plan.subjects] == ["person"]


def test_every_outfit_and_hat_can_be_drawn() -> None:
    """All that the words can put on somebody is there, and shows."""
    table = data("wardrobe")
    for row in table["worn"].values():
        assert "outfit" not in row or outfit(row["outfit"])["top"]
        assert "hat" not in row or hat_shape(row["hat"])
    plain = {"skin": "#b5764a", "hair": "#241a16", "clothes": "#3f6f8f", "bottom": "#3b4a63", "seed": "3"}
    bare = drawn(figure({**plain, "outfit": "plain"}, act("stand").poses[0]))
    for name in table["outfits"]:
        parts = {part: colours[0] for part, colours in outfit(name).items() if part in {"open", "poncho"}}
        assert (drawn(figure({**plain, **parts, "outfit": name}, act("stand").poses[0])) != bare).any(), name


def test_a_group_is_dressed_as_people_are() -> None:
    """A crowd of villagers differs in skin and dress."""
    crowd = [dict(c.traits) for c in copies(people("Nine villagers wait.")[0])]
    assert len({c["skin"] for c in crowd}) >= 4 and len({(c["outfit"], c["clothes"]) for c in crowd}) >= 5
    assert not [c for c in crowd if c["gender"] == "m" and c["outfit"] in {"skirt", "longdress", "shawl"}]


def signature(one: Subject) -> np.ndarray:
    """Mean colours of head, trunk and legs, and the share of the field that the figure fills."""
    pixels = drawn(figure(dict(one.traits), act("stand").poses[0])).astype(float)
    rows = [pixels[a:b] for a, b in ((10, 55), (60, 115), (130, 200))]
    means = [part[part[..., 3] > 200][:, :3].mean(0) for part in rows]
    return np.concatenate([*means, [(pixels[..., 3] > 200).mean() * 255]])


def test_a_cast_member_is_recognisable_everywhere() -> None:
    """Whatever scene, act and framing the words say, one stands in the same colours and shape, far from those of others."""
    told = {"Mara": "a lighthouse keeper", "Tomas": "an old fisherman", "Ines": "a girl in a red coat", "Kofi": "a teacher"}
    cast = tuple(CastMember(id=name.lower(), name=name, description=words) for name, words in told.items())
    seen: dict[str, list[np.ndarray]] = {name: [] for name in told}
    framings: tuple[Framing, ...] = ("wide", "medium", "close", "detail")
    for i, verb in enumerate(("waits at home", "runs through a forest", "sits by the fire", "dances on the beach at night")):
        for name in told:
            seen[name].append(signature(people(f"{name} {verb}.", cast, framings[i])[0]))
    own = max(float(np.abs(a - views[0]).max()) for views in seen.values() for a in views)
    pairs = combinations(seen.values(), 2)
    others = min(float(np.abs(a - b).max()) for mine, theirs in pairs for a in mine for b in theirs)
    assert own < 1 < 25 < others
