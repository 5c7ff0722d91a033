"""The clips engine: every shot moves, nothing tears, words find their sheets, and a shot is the same however it is cut up."""

from __future__ import annotations

import gc
import hashlib
import weakref
from itertools import pairwise
from pathlib import Path

import cv2
import numpy as np
import pytest

from memory.errors import EngineError, TakeError
from memory.film import Camera, Stroke
from tests.at_parallax import MAGENTA, SIZES, clip, flat, holes, middle, seen, staged, take
from tools.engines import ClipRequest
from tools.engines.parallax import Parallax
from tools.engines.parallax.camera import MOVES, ease
from tools.engines.parallax.footage import RigFootage
from tools.engines.parallax.life import REACH, TRAVEL, travel
from tools.engines.parallax.model import read_rig
from tools.engines.parallax.targets import find, singular
from tools.ffmpeg import filter_frames
from tools.stage import Layer, read_stage, write_stage

RED = (36, 46, 226)


@pytest.mark.parametrize("aspect", SIZES)
def test_no_edge_and_no_hole_is_ever_seen(tmp_path: Path, aspect: str) -> None:
    """Whatever the move, at its largest, over layers or a flat picture: the colour behind the sheets never shows."""
    width, height = SIZES[aspect]
    stills = {"layers": staged(tmp_path / "s", (width, height)), "flat": flat(tmp_path / "f")}
    for name, still in stills.items():
        shot, _ = clip(still, tmp_path / f"clip-{name}", width=width, height=height)
        for move in MOVES:
            camera = Camera(move=move, amount=1, easing="linear")  # type: ignore[arg-type]
            rig = read_rig(shot.main).model_copy(update={"camera": camera})
            film = RigFootage(rig, shot.folder, MAGENTA)
            for index in (0, 2, 30, 59):
                frame = np.frombuffer(next(film.frames(60, 12, index, 1)), np.uint8).reshape(height, width, 4)
                assert not holes(frame), (name, move, index)
                assert (frame[..., 3] == 255).all(), (name, move)


def test_strokes_at_full_strength_open_no_hole(tmp_path: Path) -> None:
    """Sliding sea, sky and hills as far as they go in a long shot uncovers nothing behind them."""
    strokes = tuple(
        Stroke(target=t, horizontal=h, vertical=v, ambient=1) for t in ("sea", "sky", "hills") for h in (1,) for v in (0,)
    )
    shot, _ = clip(staged(tmp_path / "s"), tmp_path / "c", strokes=strokes)
    for frame in seen(shot, 600, 10, 0, 100, 300, 599, clear=MAGENTA):
        assert not holes(frame)


def test_a_climbing_camera_finds_no_gap_under_the_hills(tmp_path: Path) -> None:
    """Hills that end in a straight hem behind the water hang lower when the water sinks away: no sky shows between."""
    shot, _ = clip(staged(tmp_path / "s", quiet=True), tmp_path / "c", camera=Camera(move="crane_up", amount=1))
    for frame in seen(shot, 60, 30, 0, 30, 59):
        column = frame[:, 40, :3].astype(int)
        sky = np.abs(column - np.array([127, 67, 47])).max(axis=1) < 12
        hills = np.abs(column - np.array([97, 77, 67])).max(axis=1) < 12
        assert hills.any() and not sky[int(np.flatnonzero(hills)[0]) :].any()


def test_a_bent_sheet_has_no_seams(tmp_path: Path) -> None:
    """A sheet drawn in bands, or in boxes around its paint, shows no line between them: flat colour stays flat."""
    still = staged(tmp_path / "s")
    leaf = np.full((120, 120, 4), (20, 160, 20, 255), np.uint8)
    cv2.imwrite(str(still.folder / "layers" / "7.png"), leaf)
    stage = read_stage(still.folder)
    assert stage is not None
    leaves = stage.layers[7].model_copy(update={"x": 100, "y": 40, "width": 120, "height": 120})
    write_stage(stage.model_copy(update={"layers": (*stage.layers[:7], leaves)}), still.folder)
    shot, _ = clip(still, tmp_path / "c", camera=Camera(move="push_in", amount=0.4))
    for frame in seen(shot, 90, 30, 20, 47, 80, clear=MAGENTA):
        assert not holes(frame), "what it hides is left out, no more"
        x, y, _ = middle(frame, (20, 160, 20))
        inside = frame[int(y) - 40 : int(y) + 40, int(x) - 40 : int(x) + 40, :3].astype(int)
        assert np.ptp(inside, axis=(0, 1)).max() <= 2


def test_a_shot_is_the_same_however_it_is_divided(tmp_path: Path) -> None:
    """Frames drawn in pieces are byte for byte those of the whole run, a smeared whip included."""
    still = staged(tmp_path / "s")
    for move in ("push_in", "pan_left", "whip_pan", "rack_focus"):
        shot, _ = clip(still, tmp_path / move, camera=Camera(move=move, amount=0.7))
        whole = [bytes(f) for f in Parallax().footage(shot).frames(12, 8)]
        film = Parallax().footage(shot)
        parts = [bytes(f) for start, n in ((5, 7), (0, 5)) for f in film.frames(12, 8, start, n)]
        assert parts[7:] + parts[:7] == whole
        assert len(whole[0]) == 320 * 180 * 4
        assert len(set(whole)) == 12, "every frame differs from the others"


@pytest.mark.parametrize("move", ["pan_left", "pan_right", "tilt_up", "tilt_down"])
def test_whole_pixels_of_moved_sheets_look_as_drawn_between(tmp_path: Path, move: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pan drawn from sheets moved by eighths of a pixel is, to the eye, the pan that is interpolated anew in every frame."""
    shot, _ = clip(staged(tmp_path / "s"), tmp_path / "c", camera=Camera(move=move, amount=0.6))  # type: ignore[arg-type]
    quick = seen(shot, 40, 10, 7, 18, 31)
    monkeypatch.setattr("tools.engines.parallax.shifts.Shifts.take", lambda *_: None)
    exact = seen(shot, 40, 10, 7, 18, 31)
    off = [np.abs(a.astype(int) - b.astype(int)) for a, b in zip(quick, exact, strict=True)]
    assert any(o.any() for o in off), "the quick way was taken"
    assert max(o.mean() for o in off) < 1.0 and max(np.percentile(o, 99.9) for o in off) < 24


def test_the_same_request_makes_the_same_files(tmp_path: Path) -> None:
    """Made twice, a clip is the same bytes, and holds nothing of its length or of where it was made."""
    for name, still in (("s", staged(tmp_path / "s")), ("f", flat(tmp_path / "f"))):
        prints = []
        for turn in "ab":
            clip(still, tmp_path / f"{name}{turn}", camera=Camera(move="orbit", amount=0.5), seed=4)
            files = sorted(p for p in (tmp_path / f"{name}{turn}").rglob("*") if p.is_file())
            prints.append(
                [(p.relative_to(tmp_path / f"{name}{turn}"), hashlib.sha256(p.read_bytes()).hexdigest()) for p in files]
            )
        assert prints[0] == prints[1]
        assert str(tmp_path) not in (tmp_path / f"{name}a" / "rig.json").read_text()


def test_a_clip_needs_nothing_of_its_still(tmp_path: Path) -> None:
    """With the still's folder gone the clip still plays, the same frames."""
    still = staged(tmp_path / "s")
    shot, _ = clip(still, tmp_path / "c")
    before = seen(shot, 10, 10, 7)[0]
    (tmp_path / "s").rename(tmp_path / "gone")
    assert (seen(shot, 10, 10, 7)[0] == before).all()


@pytest.mark.parametrize(
    ("move", "axis", "sign"),
    [("pan_left", 0, 1), ("pan_right", 0, -1), ("tilt_up", 1, 1), ("tilt_down", 1, -1), ("crane_up", 1, 1)],
)
def test_the_picture_goes_against_the_camera_and_near_things_farther(tmp_path: Path, move: str, axis: int, sign: int) -> None:
    """Panning left moves the picture right, tilting up moves it down; the leaves in front travel farther than the cloud."""
    still = staged(tmp_path / "s", quiet=True)
    shot, _ = clip(still, tmp_path / "c", camera=Camera(move=move, amount=0.3, easing="linear"))  # type: ignore[arg-type]
    first, last = seen(shot, 30, 30, 0, 29)
    way = {color: middle(last, color)[axis] - middle(first, color)[axis] for color in (RED, (206, 206, 216))}
    assert sign * way[RED] > 3
    assert sign * way[RED] > 1.4 * sign * way[(206, 206, 216)]


def test_pushing_in_grows_near_things_more_and_pulling_out_is_its_mirror(tmp_path: Path) -> None:
    """The boat grows by more than a third at full amount, the cloud by much less; pull_out ends at the picture as composed."""
    still = staged(tmp_path / "s", quiet=True)
    grown = {}
    for move in ("push_in", "pull_out"):
        shot, _ = clip(still, tmp_path / move, camera=Camera(move=move, amount=1))
        first, last = seen(shot, 90, 30, 0, 89)
        grown[move] = [middle(last, c)[2] / middle(first, c)[2] for c in (RED, (206, 206, 216))]
    assert grown["push_in"][0] > 1.35**2 and grown["push_in"][1] < 1.3**2
    assert grown["pull_out"][0] == pytest.approx(1 / grown["push_in"][0], rel=0.05)


def test_amount_and_easing_shape_the_move(tmp_path: Path) -> None:
    """Twice the amount goes about twice as far; ease_in starts slowly, ease_out ends slowly, all meet at both ends."""
    still = staged(tmp_path / "s", quiet=True)
    ways = []
    for amount in (0.2, 0.4):
        shot, _ = clip(still, tmp_path / f"{amount}", camera=Camera(move="pan_right", amount=amount))
        first, last = seen(shot, 30, 30, 0, 29)
        ways.append(middle(last, RED)[0] - middle(first, RED)[0])
    assert ways[1] == pytest.approx(2 * ways[0], rel=0.1)
    assert ease(0.25, "ease_in") < ease(0.25, "linear") == 0.25 < ease(0.25, "ease_out")
    for easing in ("linear", "ease_in", "ease_out", "ease_in_out"):
        assert ease(0, easing) == pytest.approx(0) and ease(1, easing) == pytest.approx(1)


def test_the_move_spans_the_shot_whatever_its_length(tmp_path: Path) -> None:
    """Two seconds or ten: the camera is at the same place at the first, middle and last frame."""
    shot, _ = clip(staged(tmp_path / "s", quiet=True), tmp_path / "c", camera=Camera(move="push_in", amount=0.5))
    for short, long in ((0, 0), (20, 100), (40, 200)):
        a, b = seen(shot, 41, 20, short)[0], seen(shot, 201, 20, long)[0]
        assert (a == b).all()


def weight_of_red(frame: np.ndarray) -> tuple[float, float]:
    """The boat's centre (x, y) to a fraction of a pixel: every pixel counts by how red it is."""
    red = np.clip(frame[..., 2] - frame[..., :2].max(axis=2) - 20, 0, None)
    y, x = np.mgrid[0 : red.shape[0], 0 : red.shape[1]]
    return float((x * red).sum() / red.sum()), float((y * red).sum() / red.sum())


@pytest.mark.parametrize("move", ["push_in", "pan_left", "handheld", "orbit", "static"])
def test_motion_is_smooth(tmp_path: Path, move: str) -> None:
    """No stutter: the change from frame to frame never jumps against its neighbours, and never stops."""
    shot, _ = clip(staged(tmp_path / "s", quiet=True), tmp_path / "c", camera=Camera(move=move, amount=0.5, easing="linear"))  # type: ignore[arg-type]
    film = Parallax().footage(shot)
    frames = [np.frombuffer(f, np.uint8).reshape(180, 320, 4)[..., :3].astype(np.float32) for f in film.frames(150, 30, 40, 24)]
    places = np.array([weight_of_red(f) for f in frames])
    change = np.array([np.abs(a - b).mean() for a, b in pairwise(frames)])
    assert change.min() > 0
    assert np.abs(np.diff(places, n=2, axis=0)).max() < 0.15, "the boat's path has no steps"


def test_a_still_camera_still_lives(tmp_path: Path) -> None:
    """A static shot is never a frozen picture: clouds drift, water slides, snow falls, and even a quiet room breathes."""
    for quiet in (False, True):
        shot, _ = clip(staged(tmp_path / f"s{quiet}", quiet=quiet), tmp_path / f"c{quiet}")
        a, b = (f.astype(int) for f in seen(shot, 150, 30, 30, 75))
        assert np.abs(a - b)[..., :3].mean() > 0.3
    both = [(p.name, p.ambient.kind) for p in read_rig(shot.folder.parent / "cFalse" / "rig.json").plates]
    assert ("puff", "drift") in both and ("boat", "bob") in both


def test_ambient_life_has_no_jumps(tmp_path: Path) -> None:
    """Over a minute of drifting, waving and snowing no frame differs from the last by much more than its neighbours do."""
    shot, _ = clip(staged(tmp_path / "s"), tmp_path / "c")
    film = Parallax().footage(shot)
    frames = [np.frombuffer(f, np.uint8)[::3].astype(np.int16) for f in film.frames(600, 10)]
    change = np.array([np.abs(a - b).mean() for a, b in pairwise(frames)])
    assert change.max() < 2.5 * np.median(change)


@pytest.mark.parametrize(
    ("stroke", "check"),
    [
        (Stroke(target="boats", horizontal=-1), lambda a, b: b[0] < a[0] - 60),
        (Stroke(target="the boat", horizontal=0.5), lambda a, b: 30 < b[0] - a[0] < 65),
        (Stroke(target="Boat", vertical=0.6), lambda a, b: b[1] < a[1] - 15),
        (Stroke(target="subject", proximity=1), lambda a, b: b[2] > 1.8 * a[2]),
        (Stroke(target="a boat", proximity=-1), lambda a, b: b[2] < 0.6 * a[2]),
    ],
    ids=["left", "right", "up", "nearer", "farther"],
)
def test_a_stroke_moves_what_it_names(tmp_path: Path, stroke: Stroke, check: object) -> None:
    """The motion brush finds the boat by singular, plural, article or kind and moves it the way it says; the sea stays."""
    shot, notes = clip(staged(tmp_path / "s", quiet=True), tmp_path / "c", strokes=(stroke,))
    first, last = seen(shot, 151, 30, 0, 150)
    assert notes == ()
    assert check(middle(first, RED), middle(last, RED))  # type: ignore[operator]
    assert (
        sum(
            p.push.model_dump() != {"horizontal": 0, "vertical": 0, "proximity": 0, "ambient": 0}
            for p in read_rig(shot.main).plates
        )
        == 1
    )


def test_the_wobble_of_a_stroke_comes_and_goes(tmp_path: Path) -> None:
    """An ambient stroke rocks the boat about its place and does not carry it off."""
    shot, _ = clip(staged(tmp_path / "s", quiet=True), tmp_path / "c", strokes=(Stroke(target="boat", ambient=1),))
    xs = np.array([middle(f, RED)[0] for f in seen(shot, 300, 10, *range(0, 300, 15))])
    assert np.ptp(xs) > 3 and np.abs(xs - xs.mean()).max() < 16


def test_travel_is_by_speed_and_bounded() -> None:
    """A full stroke goes about a third of the frame in five seconds, farther in longer shots, and eases out at its reach."""
    assert travel(5, TRAVEL, None) == pytest.approx(1 / 3, rel=0.11)
    assert travel(5, TRAVEL, REACH) == pytest.approx(1 / 3, rel=0.16)
    assert travel(10, TRAVEL, None) > 1.9 * travel(5, TRAVEL, None)
    steps = np.diff([travel(t, TRAVEL, REACH) for t in range(0, 120)])
    assert (steps >= 0).all() and travel(1000, TRAVEL, REACH) <= REACH and steps[-1] < 1e-3


def test_an_unknown_name_is_a_note_that_lists_the_known(tmp_path: Path) -> None:
    """ "Move the dragon" where there is none makes the clip all the same and says what there is."""
    shot, notes = clip(staged(tmp_path / "s"), tmp_path / "c", strokes=(Stroke(target="the dragon", horizontal=1),))
    assert len(notes) == 1 and "dragon" in notes[0] and "boat" in notes[0] and "clouds" in notes[0]
    assert len(seen(shot, 2, 10, 1)) == 1


def test_names_are_forgiving() -> None:
    """Plurals, articles and common words find their sheets; several of a name move together; nonsense finds none."""

    def layer(name: str, kind: str, *elements: str) -> Layer:
        return Layer(name=name, file="x.png", kind=kind, x=0, y=0, width=1, height=1, depth=0, elements=elements)  # type: ignore[arg-type]

    layers = [
        layer("sky", "sky"),
        layer("cloud-1", "cloud", "clouds"),
        layer("cloud-2", "cloud", "clouds"),
        layer("waves", "water", "sea"),
        layer("keeper", "subject", "old keeper", "man"),
        layer("fox", "subject", "foxes"),
    ]
    asked = {
        "clouds": [1, 2], "the cloud": [1, 2], "ocean": [3], "water": [3], "THE KEEPER": [4], "the old man": [4], "men": [4],
        "his foxes": [5], "skies": [0], "background": [0], "everything": [0, 1, 2, 3, 4, 5], "dragon": [], "": [], "???": [],
    }  # fmt: skip
    assert {target: find(target, layers) for target in asked} == asked
    assert [singular(w) for w in ("butterflies", "glass", "bus", "wolves", "boxes", "trees")] == [
        "butterfly", "glass", "bus", "wolf", "box", "tree",
    ]  # fmt: skip


def test_a_flat_picture_gets_depth_and_regions(tmp_path: Path) -> None:
    """In a picture without layers the thing in it stands out from its ground, and words for parts of it can be moved."""
    still = flat(tmp_path / "f")
    strokes = (Stroke(target="the left side", horizontal=0.5), Stroke(target="subject", horizontal=1), Stroke(target="dragon"))
    shot, notes = clip(still, tmp_path / "c", strokes=strokes)
    names = [p.name for p in read_rig(shot.main).plates]
    assert names == ["background", "subject"] and [f.push.horizontal for f in read_rig(shot.main).plates[0].fields] == [0.5]
    assert len(notes) == 1 and "dragon" in notes[0] and "left" in notes[0]
    first, last = seen(shot, 150, 30, 0, 149)
    moved = middle(last, (46, 56, 236))[0] - middle(first, (46, 56, 236))[0]
    assert moved > 50
    _, _, size = middle(last, (46, 56, 236))
    assert size < 1.3 * middle(first, (46, 56, 236))[2], "its old place is painted over, not left as a twin"


def test_a_region_of_a_flat_picture_moves_without_a_tear(tmp_path: Path) -> None:
    """The sky of a flat picture drifts and its ground stays; nothing is seen twice, no edge is steeper than at rest."""
    folder = tmp_path / "s"
    folder.mkdir()
    y, x = np.mgrid[0:180, 0:320]
    sky = 150 + 60 * np.sin(x / 15) * np.cos(y / 19)
    picture = np.where(y < 95, sky, cv2.GaussianBlur(np.random.default_rng(1).uniform(0, 160, (180, 320)), (0, 0), 1))
    picture = picture.astype(np.uint8)
    cv2.imwrite(str(folder / "picture.png"), np.dstack([picture] * 3))
    still, camera = take(folder, "picture.png"), Camera(move="static", amount=0)
    frames = {}
    for name, stroke in (("sky", 0.6), ("water", 0.4), ("rest", 0.0)):
        strokes = (Stroke(target="sky" if name == "rest" else name, horizontal=stroke),)
        shot, notes = clip(still, tmp_path / name, camera=camera, strokes=strokes)
        assert not notes
        frames[name] = [f[..., 0].astype(int) for f in seen(shot, 150, 30, 0, 40, 41, 149, 47, clear=MAGENTA)]
    moved = {name: np.abs(frames[name][at] - frames["rest"][at]) for name, at in (("sky", 3), ("water", 4))}
    assert moved["sky"][10:60].mean() > 8 > 1 > moved["sky"][130:].mean()
    assert moved["water"][120:].mean() > 3 > 4 * moved["water"][:60].mean()
    steep = {name: np.percentile(np.abs(np.diff(f[3], axis=1)), 99.5) for name, f in frames.items()}
    assert max(steep.values()) <= 1.25 * steep["rest"]
    for still_frames in frames.values():
        assert np.abs(still_frames[2] - still_frames[1]).mean() < 3, "neighbouring frames are alike"


def test_any_size_can_be_filmed(tmp_path: Path) -> None:
    """A still is filmed at other sizes and proportions than its own, one frame long or one pixel off even."""
    still = staged(tmp_path / "s", quiet=True)
    for width, height in ((640, 360), (180, 320), (161, 91)):
        shot, _ = clip(still, tmp_path / f"{width}", width=width, height=height, camera=Camera(move="pull_out", amount=1))
        [frame] = seen(shot, 1, 30, 0, clear=MAGENTA)
        assert frame.shape == (height, width, 4) and frame[..., :3].std() > 10


def test_bad_material_is_a_sentence(tmp_path: Path) -> None:
    """A missing still, a broken stage, a missing layer, a picture that is none, a broken rig and a span outside the shot."""
    with pytest.raises(EngineError, match="still"):
        Parallax()(ClipRequest(width=64, height=64), {}, tmp_path)
    broken = staged(tmp_path / "a")
    (broken.folder / "layers" / "3.png").unlink()
    with pytest.raises(TakeError, match=r"3\.png"):
        clip(broken, tmp_path / "b")
    (broken.folder / "stage.json").write_text('{"width": "wide"}')
    with pytest.raises(TakeError, match=r"stage\.json"):
        clip(broken, tmp_path / "d")
    (tmp_path / "e").mkdir()
    (tmp_path / "e" / "still.png").write_bytes(b"not a picture")
    with pytest.raises(TakeError, match=r"still\.png"):
        clip(take(tmp_path / "e", "still.png"), tmp_path / "g")
    shot, _ = clip(flat(tmp_path / "h"), tmp_path / "i")
    with pytest.raises(ValueError, match="not in a shot of 10"):
        Parallax().footage(shot).frames(10, 30, 8, 5)
    shot.main.write_text("{}")
    with pytest.raises(TakeError, match=r"rig\.json"):
        Parallax().footage(shot)


def test_the_stage_survives_its_file(tmp_path: Path) -> None:
    """A stage written beside a still reads back the same; a still without one is flat."""
    still = staged(tmp_path / "s")
    stage = read_stage(still.folder)
    assert stage is not None and stage.layers[2].ambient.kind == "drift"
    assert read_stage(tmp_path) is None


@pytest.mark.parametrize("name", ["../secret.png", "/etc/secret.png", "layers/../../secret.png", "secret"])
def test_a_stage_cannot_name_pictures_outside_its_take(tmp_path: Path, name: str) -> None:
    """A stage.json that somebody bent to show another file is refused, and nothing is copied."""
    still = staged(tmp_path / "s")
    cv2.imwrite(str(tmp_path / "secret.png"), np.full((20, 20, 3), 200, np.uint8))
    bent = (still.folder / "stage.json").read_text().replace('"layers/', '"@/', 1)
    start = bent.index('"@/')
    (still.folder / "stage.json").write_text(bent[:start] + f'"{name}"' + bent[bent.index('"', start + 1) + 1 :])
    with pytest.raises(TakeError, match=r"stage.json cannot be read"):
        clip(still, tmp_path / "c")


def test_a_picture_that_says_it_is_enormous_is_not_opened(tmp_path: Path) -> None:
    """The size a PNG claims is looked at before it is decoded."""
    still = flat(tmp_path / "s")
    data = bytearray(still.main.read_bytes())
    data[16:24] = (60_000).to_bytes(4, "big") * 2
    still.main.write_bytes(bytes(data))
    with pytest.raises(TakeError, match="million pixels"):
        clip(still, tmp_path / "c")


def test_drawn_in_the_films_colours_it_is_the_same_picture(tmp_path: Path) -> None:
    """Frames drawn as planes differ from frames converted afterwards by rounding alone, in every move and any division."""
    shot, _ = clip(staged(tmp_path / "still"), tmp_path / "shot", camera=Camera(move="push_in", amount=0.5))
    footage = RigFootage(read_rig(shot.main), shot.folder)
    size = (footage.rig.width, footage.rig.height)
    args = ["-f", "rawvideo", "-pixel_format", "bgra", "-video_size", f"{size[0]}x{size[1]}", "-i", "pipe:0"]
    args += ["-vf", "scale=out_color_matrix=bt709:out_range=tv:flags=bilinear,format=yuv420p", "-f", "rawvideo", "pipe:1"]
    drawn = [bytes(frame) for frame in footage.frames(20, 25, 5, 4)]
    converted = list(filter_frames(args, drawn, size[0] * size[1] * 3 // 2))
    planes = [bytes(frame) for frame in footage.planes(20, 25, 5, 4)]
    assert planes[2:] == [bytes(frame) for frame in footage.planes(20, 25, 7, 2)]
    for ours, theirs in zip(planes, converted, strict=True):
        gap = np.abs(np.frombuffer(ours, np.uint8).astype(int) - np.frombuffer(theirs, np.uint8))
        assert gap.mean() < 1 and gap.max() < 16


def test_a_shot_that_was_shown_is_let_go_at_once(tmp_path: Path) -> None:
    """Nothing in a shot holds itself: its sheets go with it, and not when the collector of cycles comes round."""
    shot, _ = clip(staged(tmp_path / "still"), tmp_path / "shot", camera=Camera(move="push_in", amount=0.5))
    footage = RigFootage(read_rig(shot.main), shot.folder)
    gc.disable()
    try:
        list(footage.planes(4, 10))
        sheet = footage._open(True)[0].sheets[0]
        gone = [weakref.ref(footage), weakref.ref(sheet), weakref.ref(sheet.images[0])]
        del footage, sheet
        assert not any(ref() for ref in gone)
    finally:
        gc.enable()
