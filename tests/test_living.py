"""The small life of places: what a place calls for is there, what it does not is not, and nothing ever jumps."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest

from memory.film import Camera, Stroke
from tests.at_parallax import clip, disc, paint, seen, take
from tools.engines.parallax import sprites
from tools.engines.parallax.living import stirring
from tools.engines.parallax.model import Rig, Swarm, read_rig
from tools.engines.parallax.swarms import Flight, tables
from tools.stage import Ambient, Layer, Light, Stage, Vent, write_stage
from tools.stage import AmbientKind as Kinds

STILL = Camera(move="static", amount=0)


def place(folder: Path, **said: object) -> object:
    """A meadow by a brook: sky, cloud, water, ground, and a camp fire."""
    (folder / "layers").mkdir(parents=True)
    layers: list[Layer] = []

    def put(name: str, kind: str, picture: np.ndarray, at: tuple[int, int], depth: float, **more: object) -> None:
        file = f"layers/{len(layers)}.png"
        cv2.imwrite(str(folder / file), picture)
        size = {"width": picture.shape[1], "height": picture.shape[0]}
        layers.append(Layer(name=name, file=file, kind=kind, x=at[0], y=at[1], depth=depth, **size, **more))  # type: ignore[arg-type]

    put("sky", "sky", paint(198, 352, (180, 140, 90)), (0, 0), 0.0)
    put("puff", "cloud", paint(30, 30, (220, 220, 230), disc(30)), (120, 20), 0.08, ambient=Ambient(kind="drift", speed=0.01))
    put("brook", "water", paint(80, 352, (160, 110, 60)), (0, 110), 0.4, elements=("water",))
    put("meadow", "ground", paint(50, 352, (60, 120, 70)), (0, 148), 0.6, elements=("grass",))
    put("camp fire", "subject", paint(30, 24, (40, 120, 240), disc(30)[:, :24]), (200, 130), 0.62, elements=("fire",))
    stage = Stage(width=352, height=198, frame=(16, 9, 320, 180), horizon=110, light=Light(x=0, y=0), layers=tuple(layers),
                  **said)  # type: ignore[arg-type]  # fmt: skip
    write_stage(stage, folder)
    return take(folder, "layers/0.png")


def kinds(folder: Path, name: str, **said: object) -> set[str]:
    shot, _ = clip(place(folder / name, **said), folder / f"{name}-clip", camera=STILL)  # type: ignore[arg-type]
    return {swarm.kind for swarm in read_rig(shot.main).swarms}


def test_a_place_has_the_life_that_belongs_to_it(tmp_path: Path) -> None:
    """Season, hour and weather decide: leaves fall in autumn, fireflies come in summer nights, rain splashes, fires spark."""
    autumn = kinds(tmp_path, "a", setting="meadow", time="day", weather="clear", season="autumn")
    summer = kinds(tmp_path, "b", setting="meadow", time="night", weather="starry", season="summer")
    rain = kinds(tmp_path, "c", setting="meadow", time="day", weather="rain", season="summer")
    river = kinds(tmp_path, "d", setting="river", time="day", weather="clear", season="summer")
    assert {"leaves", "birds", "embers"} <= autumn and "fireflies" not in autumn
    assert {"fireflies", "meteor"} <= summer and not {"leaves", "birds"} & summer
    assert "splashes" in rain and not {"birds", "pollen"} & rain
    assert {"flow", "glitter"} <= river
    assert kinds(tmp_path, "e") == {"embers", "wood"}, "an unknown place has only what rises from its things"


@pytest.mark.parametrize("kind", tables()["kinds"])
def test_no_particle_jumps_while_it_is_seen(kind: str) -> None:
    """Between neighbouring frames a visible particle goes a small way, and it is born and dies unseen."""
    flight = Flight(swarm(kind), rig())
    marks = [flight.at(n / 30) for n in range(8 * 30)]
    kinds = tables()["kinds"][kind]
    frames = 30 * kinds["life"][0] * kinds.get("active", 1) * min(kinds["fade"])
    limit = kinds["alpha"] * (1.6 / frames + 0.25 * kinds.get("blink", 0)) + 0.03
    fast = np.hypot(*kinds["way"]) + kinds["spread"] + kinds.get("wind", 0) + 8 * max(kinds.get("wander", [0])) + 0.02
    for a, b in pairwise(marks):
        shown = (a.alpha > 0.02) & (b.alpha > 0.02)
        assert np.hypot(a.x - b.x, a.y - b.y)[shown].max(initial=0) <= 100 * fast / 30 * 1.6
        assert np.abs(a.alpha - b.alpha).max() <= limit
    assert max(m.alpha.max() for m in marks) > 0.05 and min(m.alpha.min() for m in marks) >= 0
    assert all((m.number < len(kinds["color"]) * sprites.PHASES.get(kinds["look"], 1)).all() for m in marks[::97])


def rig() -> Rig:
    return Rig(width=160, height=90, frame=(0, 0, 160, 90), focus=(80, 45), horizon=50, subject_depth=0.5, camera=STILL, seed=3,
               clear=(0, 0, 0), plates=())  # fmt: skip


def swarm(kind: str, **more: object) -> Swarm:
    return Swarm(kind=kind, depth=0.5, spots=((40, 40), (90, 60)), unit=100, wind=0.6, **more)  # type: ignore[arg-type]


def test_a_swarm_is_the_same_however_it_is_asked() -> None:
    """Two flights of one seed agree at every moment, another seed differs."""
    one, two = Flight(swarm("leaves"), rig()), Flight(swarm("leaves"), rig())
    assert np.array_equal(one.at(3.1).x, two.at(3.1).x)
    assert not np.array_equal(one.at(3.1).x, Flight(swarm("leaves", seed=4), rig()).at(3.1).x)


def test_strokes_reach_swarms_by_name(tmp_path: Path) -> None:
    """ "Move the birds left" and "more embers" find their swarms; a note lists them when a name is unknown."""
    still = place(tmp_path / "s", setting="meadow", time="day", weather="clear", season="summer")
    strokes = (Stroke(target="birds", horizontal=-1), Stroke(target="sparks", ambient=1), Stroke(target="dragon"))
    shot, notes = clip(still, tmp_path / "c", strokes=strokes)  # type: ignore[arg-type]
    pushed = {s.kind: s.push for s in read_rig(shot.main).swarms}
    assert pushed["birds"].horizontal == -1 and pushed["embers"].ambient == 1 and pushed["wood"].ambient == 0
    assert len(notes) == 1 and "birds" in notes[0]


def test_life_is_seen_and_splits_alike(tmp_path: Path) -> None:
    """Under a camera that stands still the frames differ where the life is, and a frame drawn alone is the one of the run."""
    still = place(tmp_path / "s", setting="river", time="day", weather="clear", season="autumn")
    shot, _ = clip(still, tmp_path / "c", camera=STILL)  # type: ignore[arg-type]
    a, b = seen(shot, 60, 30, 10, 25)
    assert (np.abs(a.astype(int) - b).max(axis=2) > 20).sum() > 60
    assert np.array_equal(seen(shot, 60, 30, 25)[0], b)


def test_what_stirs_is_found_by_its_word() -> None:
    """A flag sways though the still says nothing; a lamp that flickers goes on so; a fire burns; a stone lies."""

    def moved(name: str, ambient: Kinds = "none") -> str:
        layer = Layer(
            name=name, file="x.png", kind="subject", x=0, y=0, width=9, height=9, depth=0.5, ambient=Ambient(kind=ambient)
        )
        return stirring(layer).kind

    assert [moved("red flags"), moved("lamp", "flicker"), moved("camp fire", "flicker"), moved("stone")] == [
        "sway", "flicker", "burn", "none",
    ]  # fmt: skip


def test_the_tables_hold_together() -> None:
    """Every kind named has a look that can be drawn, and every sprite is premultiplied and not empty."""
    data = tables()
    named = {rule["kind"] for rule in data["places"]} | {k for s in data["sources"].values() for k in s["kinds"]}
    assert named | set(data["replaced"].values()) <= set(data["kinds"])
    for kind in data["kinds"].values():
        pixels = sprites.sprite(kind["look"], 24, (200, 180, 90), 0.3, 0.5)
        assert pixels[..., 3].max() > 60 and (pixels[..., :3] <= pixels[..., 3:]).all()


def test_chimneys_smoke_in_the_cold(tmp_path: Path) -> None:
    """A chimney that the frame shows smokes in winter and not at a summer's noon; one beyond the frame never does."""
    vents = (Vent(x=100, y=60, depth=0.3, width=4), Vent(x=5, y=60, depth=0.3, width=9))
    for season, smoking in (("winter", 1), ("summer", 0)):
        still = place(tmp_path / season, setting="village", time="day", weather="clear", season=season, vents=vents)
        shot, _ = clip(still, tmp_path / f"{season}-clip", camera=STILL)  # type: ignore[arg-type]
        assert [s.spots for s in read_rig(shot.main).swarms if s.kind == "chimney"] == [((100.0, 60.0),)] * smoking
