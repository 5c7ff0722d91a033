"""The papercut engine's pictures: layers, light, places, sizes and framings."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from memory.errors import EngineError
from memory.film import Style
from tools.engines import Made, StillRequest
from tools.engines.papercut import Papercut, build_world, paint
from tools.engines.papercut.arrange import place_all
from tools.engines.papercut.compose import height_of
from tools.engines.papercut.flock import scatter
from tools.engines.papercut.framing import frame_view
from tools.engines.papercut.palette import from_lab, hex_rgb, make_palette, mix, tables, to_lab
from tools.engines.papercut.paper import write_png
from tools.engines.papercut.plan import Drawing, ScenePlan, Subject
from tools.engines.papercut.settings import NEUTRAL, SETTINGS
from tools.stage import Stage, read_stage

KEEPER = Subject("keeper", "person", "ground", 1.7, importance=1.0)
FOX = Subject("fox", "cut:fox", "ground", 0.6, importance=0.6)
BOAT = Subject("boat", "cut:boat", "water", 5.0, importance=0.5)
LAMP = Subject("lantern", "cut:lantern", "ground", 0.4, glows="#ffc766", importance=0.4)
TOWER = Subject("lighthouse", "cut:tower", "ground", 22.0, importance=0.3)
SMALL = StillRequest(width=256, height=144, description="", seed=4)


def cut_out(subject: Subject, height: int) -> Drawing:
    """A plain card in the shape of its subject: upright for people, broad for boats."""
    width = max(2, round(height * (1.4 if subject.word == "boat" else 0.4)))
    pixels = np.zeros((height, width, 4), np.uint8)
    pixels[...] = (200, 80, 60, 255)
    return Drawing(pixels, 0.85 if subject.word == "boat" else 1.0, subject.word == "boat")


def plan(setting: str = "cliff", *subjects: Subject, time: str = "day", weather: str = "clear") -> ScenePlan:
    """A scene that was understood."""
    return ScenePlan(setting, time, weather, "summer", "calm", subjects)  # type: ignore[arg-type]


def painted(folder: Path, scene: ScenePlan, request: StillRequest = SMALL) -> tuple[np.ndarray, Stage, Made]:
    """Paint a scene: the picture (BGR), its stage, and what the engine says of it."""
    folder.mkdir(parents=True, exist_ok=True)
    made = paint(request, scene, cut_out, folder)
    stage = read_stage(folder)
    assert stage is not None
    return cv2.imread(str(folder / made.main)), stage, made


def over(stage: Stage, folder: Path, leave_out: str = "") -> np.ndarray:
    """The stage's layers laid over each other in plain arithmetic (RGB 0..255), cropped to the frame."""
    flat = np.zeros((stage.height, stage.width, 3))
    for layer in stage.layers:
        if leave_out and leave_out in layer.elements:
            continue
        sheet = cv2.cvtColor(cv2.imread(str(folder / layer.file), cv2.IMREAD_UNCHANGED), cv2.COLOR_BGRA2RGBA).astype(float)
        part = flat[layer.y : layer.y + layer.height, layer.x : layer.x + layer.width]
        alpha, color = sheet[..., 3:] / 255, sheet[..., :3] * sheet[..., 3:] / 255
        part[:] = part * (1 - alpha) + color if layer.blend == "over" else part + color - part * color / 255
    x, y, width, height = stage.frame
    return flat[y : y + height, x : x + width]


@pytest.mark.parametrize("setting", sorted(SETTINGS))
def test_every_setting_is_layered_and_lively(setting: str, tmp_path: Path) -> None:
    """Each setting gives a full picture in six to fourteen layers, from the sky to the nearest sheet, with life in it."""
    picture, stage, made = painted(tmp_path, plan(setting, KEEPER, FOX))
    assert picture.shape == (144, 256, 3)
    assert picture.std() > 12
    assert 6 <= len(stage.layers) <= 14
    depths = [layer.depth for layer in stage.layers]
    assert depths == sorted(depths)
    assert depths[0] == 0
    assert depths[-1] > 0.6
    assert any(layer.ambient.kind != "none" for layer in stage.layers)
    assert {"keeper", "fox"} <= set(made.data["elements"])
    assert made.data["setting"] == setting


@pytest.mark.parametrize(
    ("setting", "time", "weather"), [("sea", "night", "clear"), ("forest", "dusk", "rain"), ("room", "night", "snow")]
)
def test_still_is_its_layers_at_rest(setting: str, time: str, weather: str, tmp_path: Path) -> None:
    """What the frame shows at rest is the layers laid over each other, to within rounding."""
    picture, stage, _ = painted(tmp_path, plan(setting, KEEPER, LAMP, time=time, weather=weather))
    difference = np.abs(over(stage, tmp_path) - picture[..., ::-1])
    assert difference.max() <= 6
    assert difference.mean() < 1


def cells(stage: Stage, folder: Path, size: int) -> float:
    """How many canvases of painted cells the camera draws for one frame, cells being `size` pixels a side."""
    total = 0
    for layer in stage.layers:
        alpha = cv2.imread(str(folder / layer.file), cv2.IMREAD_UNCHANGED)[..., 3]
        grid = np.pad(alpha, ((0, -layer.height % size), (0, -layer.width % size)))
        total += int(grid.reshape(grid.shape[0] // size, size, -1, size).any(axis=(1, 3)).sum())
    return total * size * size / (stage.width * stage.height)


@pytest.mark.parametrize("setting", sorted(SETTINGS))
def test_the_camera_has_little_to_draw(setting: str, tmp_path: Path) -> None:
    """What nearer sheets hide is not stored: a stage's painted cells are at most 2.8 canvases together."""
    request = SMALL.model_copy(update={"width": 320, "height": 180})
    _, stage, _ = painted(tmp_path, plan(setting), request)
    assert cells(stage, tmp_path, 8) <= 2.8


@pytest.mark.parametrize("setting", ["kitchen", "forest", "cave", "river", "meadow"])
@pytest.mark.parametrize("framing", ["medium", "close", "detail"])
def test_nothing_hidden_is_missed_from_near(setting: str, framing: str, tmp_path: Path) -> None:
    """However near the camera is, the layers fill the whole canvas: no hole shows through a window or between trees."""
    request = SMALL.model_copy(update={"framing": framing})
    _, stage, _ = painted(tmp_path, plan(setting, KEEPER), request)
    open_ = np.ones((stage.height, stage.width))
    for layer in stage.layers:
        if layer.blend == "over":
            alpha = cv2.imread(str(tmp_path / layer.file), cv2.IMREAD_UNCHANGED)[..., 3] / 255
            open_[layer.y : layer.y + layer.height, layer.x : layer.x + layer.width] *= 1 - alpha
    assert open_.max() < 0.02


def test_two_of_a_kind_are_not_twins(tmp_path: Path) -> None:
    """A subject that stands for two is drawn once for each, each from its own seed."""
    asked: list[str] = []

    def draw(subject: Subject, height: int) -> Drawing:
        asked.append(dict(subject.traits)["seed"])
        return cut_out(subject, height)

    bakers = replace(KEEPER, word="bakers", count=2, traits=(("seed", "7"),))
    paint(SMALL, plan("kitchen", bakers), draw, tmp_path)
    assert len(set(asked)) == 2


def test_small_things_are_small() -> None:
    """Beside a person a kettle is no larger than a head, and a sword is shorter than its knight; a bird is no giant."""
    kettle = Subject("kettle", "cut:kettle", "floor", 0.22, importance=0.3)
    sword = Subject("sword", "cut:sword", "floor", 1.0, importance=0.3)
    world = build_world(SMALL, plan("kitchen", KEEPER, kettle, sword))
    placed = {p.subject.word: p for p in place_all(world, [(s, cut_out(s, 60)) for s in (KEEPER, kettle, sword)])}
    assert placed["kettle"].height <= 0.22 * placed["keeper"].height
    assert placed["sword"].height < 0.7 * placed["keeper"].height


@pytest.mark.parametrize("framing", ["wide", "medium"])
def test_birds_keep_to_the_sky(framing: str) -> None:
    """Three gulls are small, of three sizes, in the upper half of the view, and clear of each other, the moon and the head."""
    gulls = Subject("gull", "cut:gull", "air", 0.5, count=3, importance=0.4, traits=(("expression", "calm"),))
    world = build_world(SMALL, plan("harbour", KEEPER, gulls, time="night"))
    sketched = place_all(world, [(s, cut_out(s, 60)) for s in (KEEPER, gulls)])
    view = frame_view(world, (256, 144), framing, sketched)
    keeper, birds = scatter(world, view, sketched)
    seen = [(*view.point(x, y, birds.depth), share) for x, y, share in birds.group]
    scale = view.place(birds.depth)[0]
    moon, head = view.point(*world.light, 0.012), view.point(keeper.x, keeper.top, keeper.depth)
    assert len({round(share, 2) for _, _, share in seen}) == 3
    assert scale * birds.height < 0.16 * view.height
    for x, y, _ in seen:
        assert view.mx < x < view.mx + 256
        assert view.my < y < view.my + 0.55 * view.height
        assert np.hypot(x - moon[0], y - moon[1]) > 0.08 * view.height
        assert np.hypot(x - head[0], y - head[1]) > 0.08 * view.height


def test_layers_are_cropped_and_named(tmp_path: Path) -> None:
    """Layers are straight-alpha PNGs of just their content on a canvas with room for the camera, subjects by their words."""
    _, stage, _ = painted(tmp_path, plan("cliff", KEEPER, LAMP, time="night"))
    assert stage.frame == (20, 12, 256, 144)
    assert (stage.width, stage.height) == (296, 168)
    full = 0
    for layer in stage.layers:
        sheet = cv2.imread(str(tmp_path / layer.file), cv2.IMREAD_UNCHANGED)
        assert sheet.shape == (layer.height, layer.width, 4)
        assert 0 <= layer.x <= layer.x + layer.width <= stage.width
        full += layer.width * layer.height
    assert full < 8 * stage.width * stage.height
    by_name = {layer.name: layer for layer in stage.layers}
    assert by_name["keeper"].kind == "subject"
    assert by_name["lantern glow"].blend == "screen"
    assert by_name["lantern glow"].ambient.kind == "flicker"


def test_same_request_same_bytes(tmp_path: Path) -> None:
    """The same request gives byte-identical files; another seed another picture."""

    def prints(folder: Path, seed: int) -> dict[str, str]:
        painted(folder, plan("village", KEEPER, FOX, time="dusk"), SMALL.model_copy(update={"seed": seed}))
        files = sorted(p for p in folder.rglob("*") if p.is_file())
        return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}

    first = prints(tmp_path / "a", 4)
    assert first == prints(tmp_path / "b", 4)
    assert first["still.png"] != prints(tmp_path / "c", 5)["still.png"]


@pytest.mark.parametrize("size", [(64, 64), (90, 160), (420, 180), (16, 16)])
def test_any_shape_of_frame(size: tuple[int, int], tmp_path: Path) -> None:
    """Square, tall, broad and tiny frames are painted in proportion, with the main subject inside."""
    request = SMALL.model_copy(update={"width": size[0], "height": size[1]})
    picture, stage, _ = painted(tmp_path, plan("sea", KEEPER, BOAT), request)
    assert picture.shape[:2] == (size[1], size[0])
    keeper = next(layer for layer in stage.layers if "keeper" in layer.elements)
    x, y, width, height = stage.frame
    assert x <= keeper.x + keeper.width / 2 <= x + width
    assert y <= keeper.y + keeper.height / 2 <= y + height


def test_a_size_beyond_reach_is_refused(tmp_path: Path) -> None:
    """A frame too small or too large to paint is answered with a sentence, and nothing is written."""
    with pytest.raises(EngineError, match="8x9000"):
        painted(tmp_path / "x", plan(), SMALL.model_copy(update={"width": 8, "height": 9000}))
    assert list((tmp_path / "x").iterdir()) == []


def test_unknown_setting_is_open_country(tmp_path: Path) -> None:
    """A setting nobody constructed is painted as neutral open country, not refused."""
    _, stage, _ = painted(tmp_path, plan("somewhere else", KEEPER))
    assert {layer.name for layer in stage.layers} >= {"meadow", "keeper"}
    assert NEUTRAL == "meadow"


def test_the_boat_is_in_the_water_not_on_it(tmp_path: Path) -> None:
    """A boat's waterline lies on a wave, a wave in front covers its keel, and its own water is cut away."""
    _, stage, _ = painted(tmp_path, plan("sea", BOAT))
    names = [layer.name for layer in stage.layers]
    boat = stage.layers[names.index("boat")]
    wave = stage.layers[names.index("boat") + 1]
    assert wave.kind == "water"
    sheet = cv2.imread(str(tmp_path / wave.file), cv2.IMREAD_UNCHANGED)
    x, y = (round(v) for v in boat.pivot)
    assert sheet[y + 3 - wave.y, x - wave.x, 3] == 255


def test_feet_are_on_the_ground_with_a_shadow(tmp_path: Path) -> None:
    """Under a standing figure lies ground, darker at its foot than the bare ground is."""
    folder = tmp_path / "with"
    _, stage, _ = painted(folder, plan("beach", KEEPER))
    keeper = next(layer for layer in stage.layers if layer.name == "keeper")
    sand = next(layer for layer in stage.layers if layer.name == "sand")
    x, y = (round(v) for v in keeper.pivot)
    ground = cv2.imread(str(folder / sand.file), cv2.IMREAD_UNCHANGED)
    assert ground[y - sand.y, x - sand.x, 3] == 255
    fx, fy = x - stage.frame[0], y - stage.frame[1]
    bare, stood = over(stage, folder, leave_out="keeper"), over(stage, folder)
    assert stood[fy + 1, fx - 2 : fx + 3].mean() < bare[fy + 1, fx - 2 : fx + 3].mean() - 12


def test_the_light_reaches_the_figure(tmp_path: Path) -> None:
    """The edge of a figure that faces the moon is brighter than the edge that turns away."""
    request = SMALL.model_copy(update={"width": 640, "height": 360})
    _, stage, _ = painted(tmp_path, plan("snowfield", KEEPER, time="night"), request)
    keeper = next(layer for layer in stage.layers if layer.name == "keeper")
    sheet = cv2.imread(str(tmp_path / keeper.file), cv2.IMREAD_UNCHANGED).astype(float)
    row = sheet.shape[0] // 2
    solid = np.flatnonzero(sheet[row, :, 3] > 250)
    left, right = (sheet[row - 5 : row + 5, c, :3].mean() for c in (solid[1], solid[-2]))
    toward = keeper.x + keeper.width / 2 - stage.light.x
    assert (left > right + 15) if toward > 0 else (right > left + 15)


def test_a_lamp_brightens_its_surroundings(tmp_path: Path) -> None:
    """At night a lit lantern makes the picture around it lighter than an unlit one does."""
    lit, stage, _ = painted(tmp_path / "lit", plan("meadow", LAMP, time="night"))
    dull, _, _ = painted(tmp_path / "dull", plan("meadow", replace(LAMP, glows=""), time="night"))
    lamp = next(layer for layer in stage.layers if layer.name == "lantern")
    x, y = round(lamp.pivot[0]) - stage.frame[0], round(lamp.pivot[1]) - stage.frame[1]
    around = np.s_[y - 25 : y, x + 8 : x + 20]
    assert lit[around].mean() > dull[around].mean() + 15


def test_sizes_agree() -> None:
    """A fox is smaller than a person, a person than a lighthouse, and none of them is a speck or fills the frame."""
    world = build_world(SMALL, plan("cliff", KEEPER, FOX, TOWER))
    placed = {p.subject.word: p for p in place_all(world, [(s, cut_out(s, 60)) for s in (KEEPER, FOX, TOWER)])}
    assert 0.1 < placed["fox"].height < placed["keeper"].height < placed["lighthouse"].height < 0.75
    assert height_of(0.0, world, world.stands[0]) >= 0.05


def test_figures_keep_apart_and_relations_are_kept() -> None:
    """Two figures do not cover each other; left of means left, on a boat means over its rail, behind means farther."""
    world = build_world(SMALL, plan("cliff", KEEPER, FOX))
    keeper, fox = place_all(world, [(KEEPER, cut_out(KEEPER, 60)), (FOX, cut_out(FOX, 60))])
    assert abs(keeper.x - fox.x) > 0.5 * (keeper.width + fox.width)
    holding = {
        "left of keeper": lambda f, k: f.x < k.x,
        "right of keeper": lambda f, k: f.x > k.x,
        "behind keeper": lambda f, k: f.depth < k.depth,
        "in front of keeper": lambda f, k: f.depth > k.depth,
    }
    for relation, holds in holding.items():
        other = replace(FOX, relation=relation)
        pair = {p.subject.word: p for p in place_all(world, [(KEEPER, cut_out(KEEPER, 60)), (other, cut_out(other, 60))])}
        assert holds(pair["fox"], pair["keeper"]), relation
    sailor = replace(KEEPER, relation="on boat")
    sea = build_world(SMALL, plan("sea", BOAT, sailor))
    boat, aboard = place_all(sea, [(BOAT, cut_out(BOAT, 60)), (sailor, cut_out(sailor, 60))])
    assert aboard.depth < boat.depth
    assert boat.top < aboard.y < boat.y


def test_close_comes_near_without_cutting_the_head() -> None:
    """From wide to detail the main subject grows, its head stays in the frame, and the world is the same world."""
    grown = 0.0
    for framing in ("wide", "medium", "close", "detail"):
        request = SMALL.model_copy(update={"framing": framing})
        world = build_world(request, plan("meadow", KEEPER, FOX))
        placed = place_all(world, [(s, cut_out(s, 60)) for s in (KEEPER, FOX)])
        view = frame_view(world, (256, 144), framing, placed)
        x, top = view.point(placed[0].x, placed[0].top, placed[0].depth)
        tall = placed[0].height * view.zoom_at(placed[0].depth)
        assert tall > grown
        assert top > view.my
        assert view.mx < x < view.mx + 256
        assert [s.name for s in world.sheets] == [s.name for s in build_world(SMALL, plan("meadow", KEEPER, FOX)).sheets]
        grown = tall


def test_a_crowd_is_thinned_and_noted(tmp_path: Path) -> None:
    """More subjects than a picture holds: the least important are left out and named, and a flock shares one layer."""
    many = tuple(replace(FOX, word=f"fox {i}", importance=0.9 - 0.1 * i, count=3) for i in range(8))
    _, stage, made = painted(tmp_path, replace(plan("meadow", *many), notes=("nothing fits 'glimmer': left out",)))
    assert len(stage.layers) <= 14
    assert made.notes[0] == "nothing fits 'glimmer': left out"
    assert {"fox 6", "fox 7"} == {word for word in ("fox 5", "fox 6", "fox 7") if any(word in note for note in made.notes)}


@pytest.mark.parametrize(("weather", "kind"), [("rain", "rain"), ("storm", "rain"), ("snow", "snow")])
def test_what_falls_is_a_sheet_that_repeats(weather: str, kind: str, tmp_path: Path) -> None:
    """Rain and snow are one weather sheet of the canvas's full height whose top goes on from its bottom."""
    _, stage, _ = painted(tmp_path, plan("meadow", weather=weather))
    sheet = next(layer for layer in stage.layers if layer.kind == "weather")
    assert sheet.ambient.kind == kind
    assert (sheet.y, sheet.height) == (0, stage.height)
    pixels = cv2.imread(str(tmp_path / sheet.file), cv2.IMREAD_UNCHANGED)[..., 3].astype(float)
    seam, within = np.abs(pixels[0] - pixels[-1]).mean(), np.abs(pixels[1:] - pixels[:-1]).mean()
    assert seam < 2.5 * within + 1


def test_hours_and_moods_change_the_light() -> None:
    """Night is darker than day and fog hazier than clear air; a sad mood has less colour than a joyful one."""

    def lightness(time: str, weather: str = "clear") -> float:
        return to_lab(make_palette(time, weather, "summer", "", ()).tone("grass", 0.6))[0]

    assert lightness("night") < lightness("dusk") < lightness("day")
    clear, fog = (make_palette("day", w, "summer", "", ()) for w in ("clear", "fog"))
    assert fog.air(0.3) > clear.air(0.3) + 0.1
    assert clear.air(0.1) > clear.air(0.5) > clear.air(0.9)

    def chroma(mood: str) -> float:
        lab = to_lab(make_palette("day", "clear", "summer", mood, ()).sky[0])
        return float(np.hypot(lab[1], lab[2]))

    assert chroma("sad") < chroma("joyful")


def test_the_films_palette_is_harmonised_in() -> None:
    """A red palette moves the sky's hue toward red and leaves its lightness nearly alone."""
    plain = to_lab(make_palette("day", "clear", "summer", "", ()).sky[0])
    red = to_lab(make_palette("day", "clear", "summer", "", Style(palette=("#300808", "#a03020", "#ffb0a0")).palette).sky[0])
    assert red[1] > plain[1] + 0.03
    assert abs(red[0] - plain[0]) < 0.03


def test_oklab_is_exact() -> None:
    """OKLab goes there and back, white is (1, 0, 0), and mixing ends where it should."""
    for text in ("#ffffff", "#000000", "#3f93c8", "#c9722f"):
        color = hex_rgb(text)
        assert from_lab(to_lab(color)) == pytest.approx(color, abs=2e-3)
        assert mix(color, (0.2, 0.4, 0.6), 1.0) == pytest.approx((0.2, 0.4, 0.6), abs=2e-3)
    assert to_lab((1, 1, 1)) == pytest.approx((1, 0, 0), abs=1e-3)


def test_tables_cover_every_hour_and_weather() -> None:
    """Each hour and weather a plan may name has its colours."""
    assert set(tables()["time"]) == {"dawn", "day", "sunset", "dusk", "night"}
    assert set(tables()["weather"]) == {"clear", "cloudy", "rain", "storm", "snow", "fog", "wind", "starry"}
    for time in tables()["time"]:
        for weather in tables()["weather"]:
            assert len(make_palette(time, weather, "autumn", "tense", ("#102030",)).sky) == 4


def test_the_engine_reads_words(tmp_path: Path) -> None:
    """From a description alone: setting, hour and the named figures come out of the engine, with its credit."""
    words = "An old lighthouse keeper and a small robot on a cliff above the sea at night."
    made = Papercut()(SMALL.model_copy(update={"description": words}), {}, tmp_path)
    assert (tmp_path / "still.png").exists()
    assert made.data["time"] == "night"
    assert made.data["setting"] == "cliff"
    assert "robot" in made.data["elements"]
    assert "CC BY 4.0" in Papercut.spec.credit
    assert "face" not in (Papercut.spec.credit + Papercut.spec.licence).lower()


@pytest.mark.parametrize("shape", [(5, 7, 4), (1, 9, 3), (64, 33, 4), (33, 1, 3)])
def test_a_picture_read_back_is_the_one_that_was_written(shape: tuple[int, int, int], tmp_path: Path) -> None:
    pixels = np.random.default_rng(7).integers(0, 256, shape, np.uint8)
    write_png(pixels, tmp_path / "paper.png")
    with Image.open(tmp_path / "paper.png") as read:
        assert np.array_equal(np.asarray(read), pixels)
