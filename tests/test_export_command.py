"""The export room by command and by tool: JSON for machines, the dry run, wrong usage, and what the person is asked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from agent.approvals import reason_to_ask
from agent.toolbox import checked, edits
from memory.errors import FilmError
from memory.project import Project
from tests.exporting import take_out
from tests.processes import quick_folder
from tools.settings import Settings
from tools.vocabulary import TOOLS, Desk
from ui.cli import app


@pytest.fixture(scope="module")
def film() -> Iterator[Project]:
    """One short scene without words, rendered."""
    scene = {"id": "s1", "description": "A hill.", "pause": 0.2, "shots": [{"id": "a", "camera": {"move": "static"}}]}
    with quick_folder() as folder:
        from memory.film import Film

        film = Film.model_validate({"title": "The Hill", "width": 160, "height": 90, "fps": 10, "scenes": [scene]})
        project = Project.create(folder / "film", film, "drafted")
        take_out(project)
        yield project


def run(*words: str) -> tuple[int, str, str]:
    """Status, standard output and what went wrong, of a command."""
    ran = CliRunner().invoke(app, list(words))
    return ran.exit_code, ran.stdout, str(ran.exception or ran.stderr)


def test_an_export_tells_machines_what_it_did(film: Project, tmp_path: Path) -> None:
    """One JSON document: the path, every file, the takes, and what the film is."""
    status, out, wrong = run("export", str(film.root), "--preset", "archive", "--out", str(tmp_path / "ar chive"), "--json")
    assert status == 0, wrong
    rows = json.loads(out)
    assert rows["path"] == str(tmp_path / "ar chive" / "the-hill-archive.mkv") and Path(rows["path"]).is_file()
    assert (rows["film"]["codec"], rows["film"]["width"], rows["film"]["fps"]) == ("ffv1", 160, 10)
    assert [row["role"] for row in rows["jobs"] if row["status"] == "made"] == ["export"]


def test_a_dry_run_makes_nothing(film: Project) -> None:
    """The call sheet of the film at 4K and 120 frames: what depends on it alone."""
    before = film.takes.keys()
    status, out, _ = run("export", str(film.root), "--size", "4k", "--fps", "120", "--dry-run", "--json")
    made = [row["role"] for row in json.loads(out)["jobs"] if row["status"] == "made"]
    assert (status, set(made)) == (0, {"still", "clip", "segment", "mix", "film", "export"})
    assert film.takes.keys() == before


@pytest.mark.slow
def test_a_film_in_4k_is_really_so_large(film: Project) -> None:
    """A few frames, painted at 3840x2160 and never enlarged."""
    from tools.ffmpeg import probe

    done = take_out(film, size="4k", fps=1)
    found = probe(done.main)
    assert (found.width, found.height, found.fps) == (3840, 2160, 1)
    assert done.main.name == "the-hill-3840x2160-1fps.mp4"


def test_the_presets_are_listed_with_their_sources(film: Project) -> None:
    """Each with the day on which it was looked at."""
    status, out, _ = run("presets", "--json")
    rows = json.loads(out)["presets"]
    assert status == 0 and [row["name"] for row in rows] == ["youtube", "shorts", "reels", "tiktok", "broadcast", "archive"]
    assert all(row["source"].startswith("https://") and row["checked"] == "2026-11-26" for row in rows)
    assert "-23 LUFS" in run("presets")[1]


@pytest.mark.parametrize("words", [["--to", "gif"], ["--fps", "1000"], ["--for", "youtube"], ["--nonsense"]])
def test_wrong_usage_is_status_2(film: Project, words: list[str]) -> None:
    """As everywhere."""
    assert run("export", str(film.root), *words)[0] == 2


def test_the_tool_takes_people_s_words(film: Project) -> None:
    """And hands machines the path."""
    desk = Desk(film.root, "m1", settings=Settings(workers=1))
    done = TOOLS["export"](desk, to="chapter list")
    assert Path(done.data["path"]).read_text().startswith("0:00 The Hill\n")
    assert checked("export", {"to": "mp4", "preset": "shorts", "fps": "60"}) == {"to": "mp4", "preset": "shorts", "fps": 60}
    with pytest.raises(FilmError, match="no preset called 'cinema'"):
        TOOLS["export"](desk, preset="cinema")


def test_uploads_and_folders_outside_are_asked_about_first(film: Project, tmp_path: Path) -> None:
    """An export into the project needs no yes; neither of them edits the film."""
    assert reason_to_ask(film.root, "export", {"to": "mp4", "preset": "shorts"}) == ""
    assert "outside the film's folder" in reason_to_ask(film.root, "export", {"to": "otio", "folder": str(tmp_path)})
    assert reason_to_ask(film.root, "publish", {}).startswith('uploads "The Hill" to youtube at https://www.googleapis.com')
    assert not edits("export", {}) and not edits("publish", {})
