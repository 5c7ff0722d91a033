"""A render is a build: exact counts for what is made, nothing lost when it is stopped, damaged takes made again."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pysubs2
import pytest

from memory import edits, ordering
from memory.errors import FilmError
from memory.film import Film, Stroke
from memory.project import Project
from tests.conftest import SMALL
from tools.build import Rendered, plan, render
from tools.ffmpeg import probe, run_ffmpeg

ROOT = Path(__file__).parents[1]


def quiet(project: Project) -> Rendered:
    return render(project, 2, lambda step: None)


def made(done: Rendered) -> Counter[str]:
    return Counter(p.job.role for p in done.jobs if p.status == "made")


def sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> tuple[Project, Rendered]:
    """A small film, rendered once for the tests that only look."""
    project = Project.create(tmp_path_factory.mktemp("films") / "lamp", Film.model_validate(SMALL), "drafted")
    return project, quiet(project)


@pytest.fixture
def copied(rendered: tuple[Project, Rendered], tmp_path: Path) -> Project:
    """A copy of the rendered film's folder: a project can be moved or zipped, its takes stay valid."""
    import shutil

    shutil.copytree(rendered[0].root, tmp_path / "moved")
    return Project.open(tmp_path / "moved")


def test_the_first_render_makes_everything(rendered: tuple[Project, Rendered]) -> None:
    """Every job of the call sheet is made once, and the film is a playable file with picture, sound and captions."""
    _, done = rendered
    everything = {"still": 4, "clip": 4, "speech": 3, "music": 1, "sound": 2, "segment": 5, "mix": 1, "film": 1}
    assert made(done) == everything
    seen = probe(done.film)
    assert (seen.width, seen.height, float(seen.fps)) == (160, 90, 10)
    assert (seen.video_codec, seen.audio_codec, seen.subtitles) == ("h264", "aac", 1)
    assert abs(seen.seconds - seen.frames / 10) < 0.15
    run_ffmpeg(["-xerror", "-i", str(done.film), "-f", "null", "-"])


def test_captions_and_stems_leave_with_the_film(rendered: tuple[Project, Rendered]) -> None:
    """exports/ holds the film, SRT, VTT and three stems of the film's length; the captions are the narration."""
    project, done = rendered
    captions = pysubs2.load(str(done.film.with_suffix(".srt")))
    said = " ".join(line.plaintext.replace("\n", " ") for line in captions)
    assert said == " ".join(scene.narration for scene in project.film.scenes)
    assert done.film.with_suffix(".vtt").read_text().startswith("WEBVTT")
    stems = sorted(done.film.parent.glob("*-stems/*.flac"))
    assert [stem.stem for stem in stems] == ["effects", "music", "voice"]
    for stem in stems:
        assert probe(stem).seconds == pytest.approx(probe(done.film).frames / 10, abs=0.05)


def test_rendering_again_makes_nothing(copied: Project) -> None:
    """Nothing changed, nothing made; the moved folder still holds its takes."""
    assert made(quiet(copied)) == {}


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        (lambda f: edits.set_look(f, "s2", brightness=-0.3, grain=0.4), {"segment": 1, "film": 1}),
        (lambda f: edits.set_narration(f, "s2", "The boat is here."), {"speech": 1, "segment": 1, "mix": 1, "film": 1}),
        (lambda f: edits.set_music(f, level_db=-30), {"mix": 1, "film": 1}),
        (lambda f: ordering.swap_scenes(f, "s1", "s3"), {"mix": 1, "film": 1}),
        (lambda f: edits.set_transition(f, "s1", "crossfade", 0.5), {"segment": 2, "mix": 1, "film": 1}),
        (lambda f: edits.add_stroke(f, "s2", Stroke(target="boat", horizontal=-0.4)), {"clip": 1, "segment": 1, "film": 1}),
    ],
    ids=["look", "narration", "music level", "swap", "crossfade", "stroke"],
)  # fmt: skip
def test_an_edit_makes_exactly_this_and_undo_nothing(copied: Project, edit: object, expected: dict[str, int]) -> None:
    """The design's table, by real renders: counts are exact, the film decodes, and undo makes nothing at all."""
    before = sha(quiet(copied).film)
    copied.save(edit(copied.film), "an edit")  # type: ignore[operator]
    done = quiet(copied)
    assert made(done) == expected
    run_ffmpeg(["-xerror", "-i", str(done.film), "-f", "null", "-"])
    assert sha(done.film) != before
    copied.undo()
    again = quiet(copied)
    assert made(again) == {}
    assert sha(again.film) == before


def test_the_dry_run_tells_the_truth(copied: Project) -> None:
    """What the call sheet says will be made is what a render then makes."""
    copied.save(edits.set_narration(copied.film, "s3", "Day again."), "an edit")
    promised = Counter(p.job.role for p in plan(copied.film, copied.takes) if p.status == "made")
    assert made(quiet(copied)) == promised


def test_a_damaged_take_is_made_again_and_never_served(copied: Project) -> None:
    """One flipped byte in a still: found, set aside, drawn again, and the film is the same as before."""
    whole = sha(quiet(copied).film)
    store = copied.takes
    still = next(store.find(p.job.key) for p in plan(copied.film, store) if p.job.role == "still")
    assert still is not None
    data = bytearray(still.main.read_bytes())
    data[len(data) // 2] ^= 1
    still.main.write_bytes(bytes(data))
    done = quiet(copied)
    assert made(done) == {"still": 1}
    assert sha(done.film) == whole


def test_killed_at_any_moment_it_goes_on(tmp_path: Path, rendered: tuple[Project, Rendered]) -> None:
    """SIGKILL during a render, several times: finished takes are kept and the film is byte for byte the same."""
    project = Project.create(tmp_path / "killed", Film.model_validate(SMALL), "drafted")
    command = [sys.executable, "-m", "ui.cli", "render", str(project.root), "--json"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    finished = 0
    for patience in (2.0, 3.0, 4.0):
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(patience)
        process.send_signal(signal.SIGKILL)
        process.wait()
        now = len(project.takes.keys())
        assert now >= finished
        finished = now
    last = subprocess.run(command, env=environment, capture_output=True, check=True, text=True)
    answer = json.loads(last.stdout)
    assert sum(job["status"] == "reused" for job in answer["jobs"]) >= finished
    assert sha(Path(answer["film"])) == sha(rendered[1].film)


def test_a_failing_take_is_a_sentence_and_loses_nothing(tmp_path: Path) -> None:
    """An unspeakable narration names the scene and the reason; what was made before stays."""
    film = edits.set_narration(Film.model_validate(SMALL), "s2", "灯塔守护者")
    project = Project.create(tmp_path / "film", film, "drafted")
    with pytest.raises(FilmError, match=r"speech of s2 \(hibari\) could not be made"):
        quiet(project)
    project.save(edits.set_narration(film, "s2", "The keeper."), "mended")
    assert quiet(project).film.exists()
