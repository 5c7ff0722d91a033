"""Places: every setting is built in its own way and in variants, keeps to one light, and shows hour, weather and season."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np
import pytest

from tools.engines import StillRequest
from tools.engines.papercut import build_world, paint
from tools.engines.papercut.arrange import place_all
from tools.engines.papercut.lexicon import data
from tools.engines.papercut.plan import Drawing, ScenePlan, Subject
from tools.engines.papercut.reading import read
from tools.engines.papercut.settings import SETTINGS
from tools.stage import Stage, read_stage

TIMES = ("dawn", "day", "sunset", "dusk", "night")
SOMEBODY = Subject("keeper", "person", "ground", 1.7, importance=1.0)


def card(subject: Subject, height: int) -> Drawing:
    """A plain upright card for anybody."""
    pixels = np.zeros((height, max(2, round(height * 0.5)), 4), np.uint8)
    pixels[...] = (128, 128, 128, 255)
    return Drawing(pixels)


def scene(setting: str, time: str = "day", weather: str = "clear", season: str = "summer", *subjects: Subject) -> ScenePlan:
    """A scene that was understood."""
    return ScenePlan(setting, time, weather, season, "calm", subjects)  # type: ignore[arg-type]


def shown(plan: ScenePlan, seed: int, width: int = 96) -> tuple[np.ndarray, Stage]:
    """The picture (BGR, floats) and its stage."""
    with TemporaryDirectory() as folder:
        request = StillRequest(width=width, height=round(width * 9 / 16), description="", seed=seed)
        paint(request, plan, card, Path(folder))
        stage = read_stage(Path(folder))
        assert stage is not None
        return cv2.imread(f"{folder}/still.png").astype(float), stage


@cache
def gallery() -> dict[tuple[str, int], np.ndarray]:
    """Every setting at two seeds, small and softened, by day."""
    return {(name, seed): cv2.GaussianBlur(shown(scene(name), seed, 80)[0], (0, 0), 1) for name in SETTINGS for seed in (1, 2)}


def far(a: np.ndarray, b: np.ndarray) -> float:
    """Mean difference of two pictures, 0..255."""
    return float(np.abs(a - b).mean())


def test_every_setting_is_a_place_of_its_own() -> None:
    """Any two settings differ, also where their seeds bring them nearest."""
    pictures = gallery()
    for one, other in combinations(SETTINGS, 2):
        nearest = min(far(pictures[one, i], pictures[other, j]) for i in (1, 2) for j in (1, 2))
        assert nearest > 5, (one, other, nearest)


def test_every_setting_has_variants() -> None:
    """Two seeds give two pictures of each setting."""
    pictures = gallery()
    for name in SETTINGS:
        assert far(pictures[name, 1], pictures[name, 2]) > 1.2, name


def test_words_and_constructions_agree() -> None:
    """Every setting that words may name is constructed, and every construction can be named."""
    assert set(data("places")["settings"]) == set(SETTINGS)


@pytest.mark.parametrize("of", [3, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("time", TIMES)
def test_no_hour_clips(time: str, of: int) -> None:
    """At no hour (each with a third of the settings; slowly, with all) is over 2 % of the frame burnt out or black."""
    for i, name in list(enumerate(SETTINGS))[TIMES.index(time) % of :: of]:
        weather = ("clear", "rain", "snow", "cloudy", "fog")[(i + TIMES.index(time)) % 5]
        picture, _ = shown(scene(name, time, weather), i, 64)
        lost = ((picture <= 2).all(axis=2) | (picture >= 253).all(axis=2)).mean()
        assert lost <= 0.02, (name, time, weather, lost)


@pytest.mark.parametrize("setting", ["meadow", "snowfield", "oldcity", "desert", "station", "savanna"])
def test_one_light_for_all_layers(setting: str) -> None:
    """On every figure, wherever it stands and on whatever layer, the side toward the light is the brighter one."""
    people = tuple(replace(SOMEBODY, word=f"keeper {i}", importance=1 - 0.1 * i) for i in range(3))
    with TemporaryDirectory() as folder:
        request = StillRequest(width=480, height=270, description="", seed=5)
        paint(request, scene(setting, "night", "starry", "summer", *people), card, Path(folder))
        stage = read_stage(Path(folder))
        assert stage is not None
        agreed = []
        for layer in stage.layers:
            if layer.kind != "subject":
                continue
            sheet = cv2.imread(f"{folder}/{layer.file}", cv2.IMREAD_UNCHANGED).astype(float)
            rows = sheet[sheet.shape[0] // 2 - 6 : sheet.shape[0] // 2 + 6]
            solid = np.flatnonzero((rows[..., 3] > 250).all(axis=0))
            left, right = (rows[:, at, :3].mean() for at in (solid[0:3], solid[-3:]))
            agreed.append((left > right) == (stage.light.x < layer.x + layer.width / 2))
        assert len(agreed) == 3
        assert all(agreed)


def ground(picture: np.ndarray) -> np.ndarray:
    """The lowest quarter of the frame."""
    return picture[-picture.shape[0] // 4 :]


@pytest.mark.parametrize("setting", ["meadow", "village", "garden", "road", "castle"])
def test_seasons_show(setting: str) -> None:
    """Winter's ground is lighter and less coloured than summer's; autumn is redder and less green."""
    summer, autumn, winter = (shown(scene(setting, "day", "clear", s), 2)[0] for s in ("summer", "autumn", "winter"))
    assert ground(winter).mean() > ground(summer).mean() + 6
    assert np.ptp(ground(winter), axis=2).mean() <= np.ptp(ground(summer), axis=2).mean() + 1
    assert (autumn[..., 2] - autumn[..., 1]).mean() > (summer[..., 2] - summer[..., 1]).mean() + 0.6


def test_winter_is_seen_through_the_window() -> None:
    """What lies outside a room's window changes with the season."""
    summer, winter = (shown(scene("room", "day", "clear", s), 4)[0] for s in ("summer", "winter"))
    assert far(summer, winter) > 0.4


@pytest.mark.parametrize("setting", ["village", "oldcity", "street"])
def test_wet_ground_mirrors_lamps(setting: str) -> None:
    """On a rainy night the ground under the street lamp is brighter, against its surroundings, than on a dry one."""

    def contrast(weather: str) -> float:
        world = build_world(StillRequest(width=320, height=180, description="", seed=2), scene(setting, "night", weather))
        picture, _ = shown(scene(setting, "night", weather), 2, 320)
        x = world.lights[-1][0] / world.a * 320
        columns = np.abs(np.arange(320) - x) < 9
        band = picture[142:160].mean(axis=(0, 2))
        return float(band[columns].max() - np.median(band))

    assert contrast("rain") > contrast("starry") + 1.5


@pytest.mark.parametrize("setting", ["underwater", "deepsea"])
def test_people_float_under_water(setting: str) -> None:
    """A diver's feet are well above the bed, a chest's are on it."""
    diver, chest = replace(SOMEBODY, place="under"), Subject("chest", "cut:chest", "ground", 0.6, importance=0.4)
    world = build_world(StillRequest(width=256, height=144, description="", seed=1), scene(setting))
    placed = {p.subject.word: p for p in place_all(world, [(s, card(s, 60)) for s in (diver, chest)])}
    assert placed["keeper"].y < placed["chest"].y - 0.1


@pytest.mark.parametrize(
    ("words", "setting"),
    [
        ("Two friends sit in a spaceship and look at the stars.", "spaceship"),
        ("A spaceship flies through space.", "space"),
        ("She waits at the railway station.", "station"),
        ("An orchid blooms in the greenhouse.", "greenhouse"),
        ("Inside the train a boy sleeps by the window.", "train"),
        ("The monkey swings through the jungle.", "jungle"),
        ("A merchant sells spices in the market.", "market"),
        ("Deep below, an anglerfish glows in the abyss.", "deepsea"),
        ("In old Prague a clockmaker crosses the square.", "oldcity"),
        ("A robot walks over the red plain of Mars.", "mars"),
        ("The actor bows on stage.", "theatre"),
        ("The sailors sing aboard the ship.", "deck"),
        ("A child cannot sleep and lies in bed.", "bedroom"),
    ],
)
def test_words_lead_to_their_place(words: str, setting: str) -> None:
    """A place is told from the words, from inside and from outside."""
    assert read(StillRequest(width=64, height=36, description=words)).setting == setting
