"""A render is a build: exact counts for what is made, nothing lost when it is stopped, damaged takes made again."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pysubs2
import pytest

from memory import edits, ordering
from memory.errors import FilmError
from memory.film import Film, Stroke
from memory.project import Project
from tests.conftest import SMALL
from tools import studio
from tools.build import Rendered, Step, plan, render
from tools.doctor import examine
from tools.ffmpeg import probe, run_ffmpeg
from tools.settings import load_settings

ROOT = Path(__file__).parents[1]


def quiet(project: Project) -> Rendered:
    return render(project, 2, lambda step: None)


def made(done: Rendered) -> Counter[str]:
    return Counter(p.job.role for p in done.jobs if p.status == "made")


def sha(path: Path) -> str:
    """The hash of all that is seen and heard; the credential around it is signed anew each time, so its bytes differ."""
    import av

    seen = hashlib.sha256()
    with av.open(str(path)) as file:
        for packet in file.demux():
            seen.update(f"{packet.stream.index} {packet.pts} {packet.dts}".encode() + bytes(packet))
    return seen.hexdigest()


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


def running_in(session: int) -> list[str]:
    """Command lines of the processes of a session that are alive; the dead that nobody has buried do not count."""
    alive = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                state = (folder / "stat").read_text().rsplit(")", 1)[1].split()
                if int(state[3]) == session and state[0] != "Z":
                    alive.append((folder / "cmdline").read_text().replace("\0", " "))
            except (FileNotFoundError, ProcessLookupError):
                continue
    return alive


def test_stopped_at_any_moment_it_goes_on(tmp_path: Path, rendered: tuple[Project, Rendered]) -> None:
    """However a render is stopped, at work: no process stays behind, finished takes are kept, the film comes out the same.

    Worker processes of a command made it, piece by piece; the film it is compared with was made in one process at once.
    """
    project = Project.create(tmp_path / "stopped", Film.model_validate(SMALL), "drafted")
    command = [sys.executable, "-m", "ui", "render", str(project.root), "--json"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    kept = 0
    for how, more in ((signal.SIGKILL, 1), (signal.SIGTERM, 2), (signal.SIGINT, 2), (signal.SIGKILL, 3)):
        process = subprocess.Popen(
            command, env=environment, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
        )
        wait_until(lambda kept=kept, more=more: len(project.takes.keys()) >= kept + more)
        assert process.poll() is None, "it was over before it could be stopped"
        process.send_signal(how)
        said = process.communicate()[1]
        wait_until(lambda session=process.pid: not running_in(session))
        if how != signal.SIGKILL:
            sentence = "Stopped. Finished takes are kept; the same command goes on from here.\n"
            assert (how.name, process.returncode, said) == (how.name, 1, sentence)
        kept = len(project.takes.keys())
    last = subprocess.run(command, env=environment, capture_output=True, check=True, text=True)
    answer = json.loads(last.stdout)
    assert sum(job["status"] == "reused" for job in answer["jobs"]) >= kept
    assert sha(Path(answer["film"])) == sha(rendered[1].film)
    assert not list((project.root / "takes" / ".tmp").iterdir())


def wait_until(true: Callable[[], bool], seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.05)


@pytest.mark.usefixtures("crew")
def test_a_worker_ended_from_outside_is_a_sentence(tmp_path: Path) -> None:
    """When the system takes a worker away, the render says so and stops; nothing is lost."""
    project = Project.create(tmp_path / "film", Film.model_validate(SMALL), "drafted")

    def attack(step: Step) -> None:
        if step.state == "made" and step.job.role == "speech":
            for child in multiprocessing.active_children():
                child.terminate()

    with pytest.raises(FilmError, match="its worker process was ended from outside"):
        render(project, 2, attack)
    assert project.takes.keys()


def test_two_renders_at_once_are_told(copied: Project) -> None:
    """A second program that would render the same project is told; edits are still saved meanwhile."""
    with copied.lock():
        copied.save(edits.set_title(copied.film, "Meanwhile"), "an edit")
        with pytest.raises(FilmError, match="Another program is at work"):
            quiet(copied)


def test_exports_never_go_through_a_link(copied: Project, tmp_path: Path) -> None:
    """A link out of the folder, put where the film goes, is refused and not followed; nothing half-copied is left."""
    film = quiet(copied).film
    outside = tmp_path / "outside.mp4"
    outside.write_text("mine")
    film.unlink()
    film.symlink_to(outside)
    with pytest.raises(FilmError, match="not a path inside the folder"):
        quiet(copied)
    assert outside.read_text() == "mine"
    assert not list((copied.root / "exports").rglob("*.partial"))


def test_a_full_disk_is_a_sentence(small_disk: Path) -> None:
    """Whatever library meets the full disk first, the sentence says so, and the film is still there."""
    project = Project.create(small_disk / "film", Film.model_validate(SMALL), "drafted")
    with pytest.raises(FilmError, match=r"(disk is full|no room)"):
        quiet(project)
    assert Project.open(project.root).film.title == "The Lamp"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of two megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("only root can make a small disk here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_missing_package_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An engine whose library is gone names the command that brings it, and doctor sees it as well."""
    for name in [name for name in sys.modules if name.split(".")[0] == "hibari"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "hibari", None)
    spec = studio.spec_of("speech", "hibari")
    assert "pip install hibari-tts" in studio.lacking(spec, "hibari")
    finding = next(f for f in examine(load_settings()) if f.what == "speech engine hibari")
    assert (finding.well, "pip install hibari-tts" in finding.found) == (False, True)


def test_silent_scenes_with_the_longest_transitions(tmp_path: Path) -> None:
    """Nothing said, no pause, five seconds of crossfade and wipe on every scene: it still renders, to the frame."""
    film = Film.model_validate(SMALL)
    for scene, kind in (("s1", "crossfade"), ("s2", "wipe"), ("s3", "crossfade")):
        film = edits.set_transition(edits.set_narration(film, scene, ""), scene, kind, 5.0)
    scenes = tuple(scene.model_copy(update={"pause": 0.0}) for scene in film.scenes)
    project = Project.create(tmp_path / "silent", film.model_copy(update={"scenes": scenes}), "drafted")
    seen = probe(quiet(project).film)
    assert abs(seen.seconds - seen.frames / 10) < 0.15


def test_a_failing_take_is_a_sentence_and_loses_nothing(tmp_path: Path) -> None:
    """An unspeakable narration names the scene and the reason; what was made before stays."""
    film = edits.set_narration(Film.model_validate(SMALL), "s2", "灯塔守护者")
    project = Project.create(tmp_path / "film", film, "drafted")
    with pytest.raises(FilmError, match=r"speech of s2 \(hibari\) could not be made"):
        quiet(project)
    project.save(edits.set_narration(film, "s2", "The keeper."), "mended")
    assert quiet(project).film.exists()
