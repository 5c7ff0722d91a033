"""What a file is known to be, said in words: signed, changed, stripped, marked, or none of these."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from agent.approvals import reason_to_ask
from agent.director import Sheet, read
from agent.prompts import film_sheet
from memory.errors import FilmError
from memory.project import Project
from tests.at_desk import six_scenes
from tests.at_signing import clip, flipped, transplanted
from tools.engines import CardRequest, mark
from tools.engines.cut.cards import Card
from tools.ffmpeg import run_ffmpeg
from tools.provenance import signed_copy
from tools.verify import verify
from ui.cli import app


@pytest.fixture(scope="module")
def card(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A title card as every film begins with one."""
    folder = tmp_path_factory.mktemp("card")
    request = CardRequest(width=640, height=360, fps=10, kind="title", seconds=3, lines=("The Lamp", "a film"))
    return folder / Card()(request, {}, folder).main


@pytest.mark.parametrize(
    "change",
    [
        ["-crf", "30"],
        ["-vf", "scale=426:240", "-crf", "26"],
        ["-vf", "scale=1280:720", "-crf", "23"],
        ["-vf", "crop=iw*0.8:ih*0.8:20:10", "-crf", "23"],
        ["-vf", "crop=202:360", "-crf", "23"],
        ["-vf", "hflip,eq=brightness=0.05", "-crf", "23"],
        ["-map", "0:v", "-c:v", "copy"],
    ],
    ids=lambda change: change[1],
)
def test_the_mark_outlasts_what_strips_the_credential(card: Path, tmp_path: Path, project: Project, change: list[str]) -> None:
    """Re-encoded, scaled, cropped, mirrored or only copied, the film has no credential any more, and is known as Onereel's."""
    signed = tmp_path / "film.mp4"
    signed.write_bytes(card.read_bytes())
    signed_copy(signed, signed, project.film)
    coded = ["-c:v", "libx264", "-preset", "veryfast"]
    run_ffmpeg(["-i", str(signed), *coded, *change, str(tmp_path / "changed.mp4")])
    found = verify(tmp_path / "changed.mp4")
    assert (found.credential.state, found.mark.picture, found.good) == ("absent", True, True)
    assert "lost its credential" in found.words[-1]


def test_what_onereel_did_not_make_has_no_mark() -> None:
    """Pictures of noise, stripes and slopes; a film of somebody else."""
    rng = np.random.default_rng(5)
    slopes = np.add.outer(np.linspace(0, 120, 360), np.linspace(0, 120, 640)).astype(np.uint8)
    stripes = np.tile(np.repeat([60, 180], 8), (360, 40)).astype(np.uint8)
    for picture in (rng.integers(0, 255, (360, 640), np.uint8), slopes, stripes):
        assert mark.found([picture]) < mark.FOUND


def test_the_mark_is_faint() -> None:
    """No pixel moves by more than two levels, and the whole by less than one."""
    grey = np.full((720, 1280), 120, np.uint8)
    marked = grey.copy()
    mark.mark(marked)
    moved = np.abs(marked.astype(int) - grey)
    assert moved.max() <= 2 and 10 * np.log10(255**2 / np.mean(moved**2.0)) > 49
    assert mark.found([marked]) > mark.FOUND


def test_the_words_fit_what_was_done_to_the_file(tmp_path: Path, project: Project) -> None:
    """Whole, one byte changed, its record changed, and with another film's record."""
    film, other = clip(tmp_path / "film.mp4"), clip(tmp_path / "other.mp4", picture="smptebars")
    signed_copy(film, film, project.film)
    whole = " ".join(verify(film).words)
    assert "is whole" in whole and "hibari" in whole and "does not show who signed" in whole and "train" in whole
    assert "changed after it was signed" in verify(flipped(film, -500)).words[0]
    assert "tampered with" in verify(flipped(film, film.read_bytes().index(b"The Lamp"))).words[0]
    assert "belongs to another file" in verify(transplanted(film, other)).words[0]
    assert not any(verify(path).good for path in (flipped(film, -500), transplanted(film, other)))


def test_any_file_gets_an_answer(tmp_path: Path) -> None:
    """Text, half a film, a playlist that names other files, an odd name: words, and nothing else is opened."""
    notes, half, playlist = (tmp_path / name for name in ("notes.txt", "half.mp4", "-plä ylist.mp4"))
    notes.write_text("hello")
    half.write_bytes(clip(tmp_path / "whole.mp4").read_bytes()[:2500])
    playlist.write_text("#EXTM3U\nfile:///etc/passwd\n")
    for path in (notes, half, playlist):
        found = verify(path)
        assert found.credential.state == "absent" and found.mark.why and "root:" not in " ".join(found.words)
    (tmp_path / "void.mp4").touch()
    with pytest.raises(FilmError, match="is empty"):
        verify(tmp_path / "void.mp4")
    with pytest.raises(FilmError, match="is not a file"):
        verify(tmp_path)


def test_the_command_answers_people_and_machines(tmp_path: Path, project: Project) -> None:
    """Status 0 for a whole file, 1 for one that was changed; JSON alone with --json."""
    film = clip(tmp_path / "film.mp4")
    signed_copy(film, film, project.film)
    run = CliRunner()
    said, bad = run.invoke(app, ["verify", str(film), "--json"]), run.invoke(app, ["verify", str(flipped(film, -500))])
    assert said.exit_code == 0 and json.loads(said.stdout)["credential"]["state"] == "valid"
    assert bad.exit_code == 1 and "changed after it was signed" in bad.stdout


@pytest.mark.parametrize(
    ("words", "tool", "args"),
    [
        ("enhance holiday.mp4 to 60 fps, twice as large", "enhance", {"file": "holiday.mp4", "fps": 60.0, "scale": 2}),
        ("please upscale ~/clips/cat.mov 4x with span and denoise it", "enhance",
         {"file": "~/clips/cat.mov", "scale": 4, "enlarge": "span", "denoise": True}),
        ('make "my old tape.avi" better', "enhance", {"file": "my old tape.avi", "scale": 2, "denoise": True, "sharpen": True}),
        ("is holiday.mp4 signed?", "verify", {"file": "holiday.mp4"}),
        ("is this film signed?", "verify", {}),
        ("verify the film", "verify", {}),
    ],
)  # fmt: skip
def test_the_director_hears_both(words: str, tool: str, args: dict[str, object]) -> None:
    """In ordinary sentences; a scene that shall look cleaner is something else."""
    sheet = Sheet.read(film_sheet(six_scenes()))
    assert [(call.tool, dict(call.args)) for call in read(words, sheet).calls] == [(tool, args)]
    assert all(call.tool != "enhance" for call in read("make scene 3 sharper", sheet).calls)


def test_enhancing_is_asked_first(project: Project, tmp_path: Path) -> None:
    """It writes beside the person's own file, outside the film's folder, and says where."""
    video = clip(tmp_path / "holiday.mp4")
    assert str(tmp_path / "holiday-enhanced.mp4") in reason_to_ask(project.root, "enhance", {"file": str(video)})
