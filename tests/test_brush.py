"""The motion brush: what is painted moves, and nothing else; the paint is the film's, and a small loop shows it first."""

from __future__ import annotations

import json
from pathlib import Path

import cv2
import numpy as np
import pytest
from typer.testing import CliRunner

from memory.errors import FilmError, TakeError
from memory.film import Film, Stroke
from memory.masks import is_mask, keep_mask, mask_take
from memory.project import Project
from tests.at_desk import Seat
from tests.at_parallax import MAGENTA, clip, flat, holes, middle, seen, staged, take
from tools import brushing
from tools.callsheet import call_sheet
from tools.engines import ClipRequest
from tools.engines.brush import mask_of, masks_by_colour, name_at, names_in
from tools.engines.parallax import Parallax
from tools.engines.parallax.cutting import fill
from tools.ffmpeg import probe
from tools.painting import COLOURS, painted_strokes
from tools.vocabulary import Desk
from ui.cli import app

RED = (30, 40, 220)


def ellipse(size: tuple[int, int], at: tuple[float, float], reach: tuple[float, float]) -> np.ndarray:
    """Paint: an ellipse about a point, all in shares of the picture."""
    w, h = size
    mask = np.zeros((h, w), np.uint8)
    cv2.ellipse(mask, (int(at[0] * w), int(at[1] * h)), (int(reach[0] * w), int(reach[1] * h)), 0, 0, 360, 255, -1)
    return mask


def png(picture: np.ndarray) -> bytes:
    return bytes(cv2.imencode(".png", picture)[1])


def painted_clip(still: Path, folder: Path, mask: np.ndarray, **values: float) -> tuple[object, tuple[str, ...]]:
    """A clip of a still under one painted stroke, and its notes."""
    name = keep_mask(folder, png(mask))
    out = folder / f"clip-{len(list(folder.iterdir()))}"
    out.mkdir()
    request = ClipRequest(width=320, height=180, strokes=(Stroke(target=name, **values),))
    made = Parallax()(request, {"still": still, name: mask_take(folder, name)}, out)  # type: ignore[dict-item]
    return take(out, made.main), made.notes


def test_rough_paint_over_the_boat_moves_the_boat(tmp_path: Path) -> None:
    """Whoever paints over a thing, beyond its edges, means the thing: all of it goes, and the sea stays whole."""
    still = staged(tmp_path / "s", quiet=True)
    shot, notes = painted_clip(still, tmp_path, ellipse((160, 90), (0.54, 0.51), (0.09, 0.14)), horizontal=-1)
    first, last = seen(shot, 151, 30, 0, 150, clear=MAGENTA)
    assert notes == () and not holes(last)
    assert middle(last, RED)[0] < middle(first, RED)[0] - 60
    assert middle(last, RED)[2] > 0.85 * middle(first, RED)[2], "nothing of it stays behind"


def test_paint_on_a_part_of_a_sheet_moves_that_part_alone(tmp_path: Path) -> None:
    """A patch of the sky goes up; the rest of the sky, the sea and the boat stay as they were, and no hole opens."""
    still = staged(tmp_path / "s", quiet=True)
    still_sky = cv2.imread(str(still.folder / "layers/0.png"))
    still_sky[25:55, 200:260] = (20, 200, 250)
    cv2.imwrite(str(still.folder / "layers/0.png"), still_sky)
    mask = ellipse((320, 180), (0.66, 0.19), (0.14, 0.13))
    shot, notes = painted_clip(still, tmp_path, mask, vertical=-0.5)
    first, last = seen(shot, 91, 30, 0, 90, clear=MAGENTA)
    assert notes == () and not holes(first) and not holes(last)
    assert middle(last, (20, 200, 250))[1] > middle(first, (20, 200, 250))[1] + 8
    bare, _ = clip(still, tmp_path / "bare")
    apart = np.abs(seen(bare, 91, 30, 90)[0][..., :3].astype(int) - last[..., :3].astype(int)).max(axis=2)
    assert apart[110:].max() < 12 and apart[:, :80].max() < 12, "what was not painted does not move"


def test_a_painted_crest_leaves_no_dark_edge_behind() -> None:
    """Where paint goes over the edge of a sheet, nothing of the black beyond the edge runs into what is painted in."""
    sea = np.zeros((180, 320, 4), np.uint8)
    for x in range(320):
        sea[100 + abs(x % 40 - 20) // 2 :, x] = (180, 120, 40, 255)
    paint = ellipse((320, 180), (0.5, 0.58), (0.3, 0.1)) > 0
    under = fill(np.ascontiguousarray(sea[..., :3]), paint, sea[..., 3] / np.float32(255))
    assert (under[sea[..., 3] > 0] > (150, 100, 30)).all()


def test_a_thing_painted_in_a_flat_picture_is_cut_out_and_a_sea_flows(tmp_path: Path) -> None:
    """In a photograph a small thing goes its way and its place is filled; what runs out of the picture flows in place."""
    still = flat(tmp_path / "f")
    shot, _ = painted_clip(still, tmp_path, ellipse((180, 100), (0.53, 0.6), (0.11, 0.2)), horizontal=1)
    first, last = seen(shot, 150, 30, 0, 149, clear=MAGENTA)
    assert middle(last, (46, 56, 236))[0] > middle(first, (46, 56, 236))[0] + 50
    assert middle(last, (46, 56, 236))[2] < 1.3 * middle(first, (46, 56, 236))[2], "no twin stays in its old place"
    ground = np.zeros((100, 180), np.uint8)
    ground[60:] = 255
    flowing, notes = painted_clip(still, tmp_path, ground, horizontal=0.5)
    rig = json.loads(flowing.main.read_text())  # type: ignore[attr-defined]
    assert notes == () and [field["reach"] for field in rig["plates"][0]["fields"]] == [[0.0, 0.0]]


def test_paint_on_nothing_that_moves_is_a_note(tmp_path: Path) -> None:
    """A stroke whose mask was not handed to the engine is a sentence, not a crash, and the clip is made."""
    still, folder = staged(tmp_path / "s"), tmp_path / "c"
    folder.mkdir()
    strokes = (Stroke(target=f"lent/{'a' * 64}.png", horizontal=1),)
    made = Parallax()(ClipRequest(width=320, height=180, strokes=strokes), {"still": still}, folder)
    assert len(made.notes) == 1 and "painted" in made.notes[0]


def test_five_colours_are_five_strokes_and_a_slip_is_none(tmp_path: Path) -> None:
    """Each colour is a mask of its own, soft edges go to the nearest, a speck or a colour that stands still is none."""
    layer = np.zeros((90, 160, 4), np.uint8)
    for number, colour in enumerate(COLOURS.values()):
        layer[20:60, 30 * number : 30 * number + 25] = (*(int(colour[i : i + 2], 16) for i in (5, 3, 1)), 255)
    layer[80, 80] = (255, 255, 255, 255)
    paint = tmp_path / "paint.png"
    cv2.imwrite(str(paint), layer)
    masks = masks_by_colour(paint, tuple(COLOURS.values()))
    assert list(masks) == list(COLOURS.values()) and len(set(masks.values())) == 5
    moves = {name: Stroke(target="", horizontal=0.1 * number) for number, name in enumerate(COLOURS)}
    strokes = painted_strokes(tmp_path, paint, moves)
    assert [round(s.horizontal, 1) for s in strokes] == [0.1, 0.2, 0.3, 0.4] and all(is_mask(s.target) for s in strokes)


def test_a_mask_is_named_by_its_content_and_a_changed_one_is_refused(tmp_path: Path) -> None:
    """The same paint twice is one file; a mask that was swapped on the disk is never used; only small grey PNGs are kept."""
    name = keep_mask(tmp_path, png(ellipse((64, 36), (0.5, 0.5), (0.2, 0.2))))
    assert keep_mask(tmp_path, png(ellipse((64, 36), (0.5, 0.5), (0.2, 0.2)))) == name and is_mask(name)
    (tmp_path / name).write_bytes(png(np.full((36, 64), 255, np.uint8)))
    with pytest.raises(TakeError, match="was changed"):
        mask_take(tmp_path, name)
    for wrong in (
        b"",
        b"GIF89a",
        png(np.zeros((20, 20, 3), np.uint8)),
        png(np.zeros((2000, 20), np.uint8)),
        b"\x89PNG\r\n\x1a\n",
    ):
        with pytest.raises(FilmError, match="unchanged"):
            keep_mask(tmp_path, wrong)
    assert not any(is_mask(text) for text in ("clouds", "lent/../../etc/passwd.png", "lent/ab.png", name + "\n"))


def test_what_is_named_under_a_click_is_what_lies_there(tmp_path: Path) -> None:
    """Clicking the boat says boat, the sky says sky; a picture without layers has no names."""
    still = staged(tmp_path / "s")
    assert name_at(still.folder, 0.55, 0.58) == "the boat" and name_at(still.folder, 0.1, 0.2) == "sky"
    assert "clouds" in names_in(still.folder) and names_in(flat(tmp_path / "f").folder) == ()
    assert name_at(still.folder, 5, -3) == ""


def small(folder: Path) -> Seat:
    """A film of one scene whose pictures are small."""
    scene = {"id": "s1", "description": "a boat on the sea under clouds", "narration": "Hush."}
    return Seat(folder, Film.model_validate({"title": "T", "width": 320, "height": 180, "fps": 10, "scenes": [scene]}))


def test_a_loop_shows_the_strokes_before_they_are_kept(tmp_path: Path) -> None:
    """Paint, look at a small loop, keep it: the film gets one version, and only its clip is made again."""
    seat = small(tmp_path)
    project = Project.open(seat.root)
    still = brushing.still_of(project, "s1a")
    mask = keep_mask(seat.root, png(ellipse((160, 90), (0.5, 0.3), (0.2, 0.2))))
    strokes = (Stroke(target=mask, horizontal=0.5), Stroke(target="sea", ambient=0.4))
    before = {job.role: job.key for job in call_sheet(project.film)}
    loop = brushing.preview(project, "s1a", strokes)
    about = probe(loop)
    assert (about.width, about.height, about.frames) == (480, 270, 45) and loop.is_relative_to(seat.root / "takes")
    assert brushing.preview(project, "s1a", strokes) == loop and seat.film.version == 1
    done = brushing.apply_strokes(Desk(seat.root, "m1"), "s1a", strokes)
    again = brushing.apply_strokes(Desk(seat.root, "m1"), "s1a", strokes)
    assert done.version == again.version == 2 and done.changed == ("s1",) and "what was painted and sea" in done.said
    after = {job.role: job.key for job in call_sheet(seat.film)}
    assert after["still"] == before["still"] == still.manifest.key and after["clip"] != before["clip"]
    with pytest.raises(FilmError, match="no shot"):
        brushing.preview(project, "s9", strokes)


def test_by_command_a_painted_picture_moves_and_shows_a_loop(tmp_path: Path) -> None:
    """`onereel brush` takes a name or a picture, keeps it as one version, and --preview only shows."""
    seat, paint = small(tmp_path), tmp_path / "paint.png"
    cv2.imwrite(str(paint), ellipse((160, 90), (0.5, 0.3), (0.2, 0.2)))
    shown = CliRunner().invoke(app, ["brush", str(seat.root), "1", str(paint), "--horizontal", "-0.4", "--preview", "--json"])
    assert shown.exit_code == 0 and Path(json.loads(shown.stdout)["loop"]).is_file() and seat.film.version == 1
    kept = CliRunner().invoke(app, ["brush", str(seat.root), "1", str(paint), "--horizontal", "-0.4", "--json"])
    stroke = seat.film.scenes[0].shots[0].strokes[-1]
    assert kept.exit_code == 0 and is_mask(stroke.target) and stroke.horizontal == -0.4 and seat.film.version == 2
    with pytest.raises(FilmError, match="Nothing is painted"):
        cv2.imwrite(str(paint), np.zeros((9, 9), np.uint8))
        mask_of(paint)
