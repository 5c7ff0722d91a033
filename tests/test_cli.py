"""The command line as a person and a script meet it: exit statuses, sentences on standard error, JSON on standard output."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from memory.film import Film
from memory.project import Project
from tests.conftest import SMALL
from ui import cli

ROOT = Path(__file__).parents[1]


class Answer:
    """What a command did: exit status and both outputs."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err

    @property
    def data(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def onereel(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Any:
    """Run the command in this process, through its real entry."""

    def run(*args: str) -> Answer:
        monkeypatch.setattr(sys, "argv", ["onereel", *args])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        code = ended.value.code
        return Answer(code if isinstance(code, int) else 0, said.out, said.err)

    return run


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project.create(tmp_path / "lamp", Film.model_validate(SMALL), "drafted")


def test_new_drafts_without_rendering(onereel: Any) -> None:
    """`new` writes a film document and no take; the asked number of scenes is kept."""
    answer = onereel("new", "a baker and a ghost share an oven", "--scenes", "4", "--out", "oven", "--json")
    assert answer.status == 0
    assert len(answer.data["film"]["scenes"]) == 4
    assert (Path("oven") / "film.json").exists()
    assert not list(Path("oven").rglob("manifest.json"))


def test_new_names_the_folder_after_the_title(onereel: Any) -> None:
    """Without --out the folder stands beside, and the same command opens it again."""
    first = onereel("new", "a fox who mends clocks", "--json").data
    again = onereel("new", "a fox who mends clocks", "--json").data
    other = onereel("new", "a fox who mends clocks", "--seed", "5", "--json").data
    assert first["project"] == again["project"]
    assert other["project"] != first["project"]


def test_a_script_keeps_its_sentences(onereel: Any, tmp_path: Path) -> None:
    """--from FILE: the user's own words stay the narration, in order."""
    words = "The lamp went out.\n\nMara climbed the stairs, one by one.\n\nBelow her, the sea waited."
    (tmp_path / "script.txt").write_text(words)
    film = onereel("new", "--from", "script.txt", "--as", "script", "--out", "f", "--json").data["film"]
    assert " ".join(" ".join(s["narration"] for s in film["scenes"]).split()) == " ".join(words.split())


def test_show_undo_redo(onereel: Any, project: Project) -> None:
    """A version back and forth again, and what is shown is the film."""
    project.save(project.film.model_copy(update={"title": "Other"}), "renamed")
    folder = str(project.root)
    assert onereel("show", folder, "--json").data["title"] == "Other"
    assert onereel("undo", folder, "--json").data["title"] == "The Lamp"
    assert onereel("redo", folder, "--json").data["title"] == "Other"
    history = onereel("history", folder, "--json").data["versions"]
    assert [entry["sentence"] for entry in history] == ["drafted", "renamed"]
    changes = onereel("compare", folder, "1", "2", "--json").data["changes"]
    assert [change["path"] for change in changes] == ["title"]


def test_undo_at_the_first_version_is_a_sentence(onereel: Any, project: Project) -> None:
    """There is nothing before the first version."""
    answer = onereel("undo", str(project.root))
    assert answer.status == 1
    assert "nothing" in answer.err.lower()


def test_dry_run_prints_the_call_sheet_and_makes_nothing(onereel: Any, project: Project) -> None:
    """Roles, engines, keys and states as the contract names them."""
    answer = onereel("render", str(project.root), "--dry-run", "--json")
    jobs = answer.data["jobs"]
    assert {"role", "scene", "engine", "key", "status"} <= set(jobs[0])
    assert {job["role"] for job in jobs} == {"still", "clip", "speech", "music", "sound", "segment", "mix", "film"}
    assert {job["status"] for job in jobs} == {"made"}
    assert not list(project.root.rglob("manifest.json"))


def test_a_film_written_by_hand_is_a_film(onereel: Any, tmp_path: Path) -> None:
    """film.json with only titles and words, no history beside it."""
    (tmp_path / "hand").mkdir()
    text = json.dumps({"title": "By Hand", "scenes": [{"id": "s1", "description": "A meadow.", "narration": "Grass grew."}]})
    (tmp_path / "hand" / "film.json").write_text(text)
    assert onereel("show", "hand", "--json").data["title"] == "By Hand"
    assert onereel("render", "hand", "--dry-run", "--json").status == 0


def test_doctor_finds_every_engine(onereel: Any) -> None:
    """Each engine is loaded and named with its licence."""
    answer = onereel("doctor", "--json")
    whats = {finding["what"] for finding in answer.data["findings"]}
    assert {"ffmpeg", "stills engine papercut", "speech engine hibari"} <= whats
    assert answer.status == 0, answer.data


@pytest.mark.parametrize(
    ("args", "status", "words"),
    [
        (["make", ""], 1, "no words"),
        (["make", "   \n"], 1, "no words"),
        (["make"], 2, "PREMISE"),
        (["make", "a fox", "--scenes", "0"], 2, "--scenes"),
        (["make", "a fox", "--scenes", "10000"], 2, "--scenes"),
        (["make", "a fox", "--seconds", "-5"], 2, "--seconds"),
        (["make", "a fox", "--aspect", "2:1"], 2, "--aspect"),
        (["make", "a fox", "--stills", "watercolour"], 1, "papercut"),
        (["make", "一位老灯塔看守人和一个小机器人"], 1, "English"),
        (["make", "🦊🕰️🏔️"], 1, "English"),
        (["make", "x" * 5000], 1, "--from"),
        (["make", "--from", "nowhere.txt"], 1, "nowhere.txt"),
        (["show", "nowhere"], 1, "nowhere"),
        (["render", "nowhere"], 1, "nowhere"),
        (["dance"], 2, "dance"),
    ],
)
def test_bad_input_is_a_sentence(onereel: Any, args: list[str], status: int, words: str) -> None:
    """Status 1 or 2, a sentence on standard error, nothing on standard output, nothing written."""
    answer = onereel(*args)
    assert answer.status == status
    assert words in answer.err
    assert answer.out == ""
    assert "Traceback" not in answer.err
    assert [p.name for p in Path.cwd().iterdir() if p.name != "config"] == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "film.json"),
        ("{", "film.json"),
        ('{"title": "x"}', "scenes"),
        ('{"title": "x", "scenes": []}', "scenes"),
        ('{"scenes": [{"id": "s1", "look": {"brightness": 3}}]}', "brightness"),
        ('{"scenes": [{"id": "../s1"}]}', "id"),
        ('{"schema_version": 99, "scenes": [{"id": "s1"}]}', "99"),
        ("[" * 50_000, "film.json"),
    ],
)  # fmt: skip
def test_a_broken_film_says_where(onereel: Any, tmp_path: Path, text: str, words: str) -> None:
    """The sentence names the file and the field; the file stays as it was."""
    (tmp_path / "film").mkdir()
    (tmp_path / "film" / "film.json").write_text(text)
    answer = onereel("show", "film")
    assert answer.status == 1
    assert words in answer.err
    assert "Traceback" not in answer.err
    assert (tmp_path / "film" / "film.json").read_text() == text


def test_another_films_folder_is_not_overwritten(onereel: Any, project: Project) -> None:
    """make into a folder that holds another film refuses and says what to do."""
    answer = onereel("make", "a fox", "--out", str(project.root))
    assert answer.status == 1
    assert "already holds the film" in answer.err
    assert Project.open(project.root).film == project.film


def test_a_file_in_the_folders_place(onereel: Any, tmp_path: Path) -> None:
    """A path that cannot become a folder is a sentence."""
    (tmp_path / "taken").write_text("")
    answer = onereel("new", "a fox", "--out", "taken/film")
    assert answer.status == 1
    assert "a file stands where a folder is needed" in answer.err


def test_a_wrong_setting_is_named(onereel: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sentence names the setting and where it may stand."""
    monkeypatch.setenv("ONEREEL_WORKERS", "many")
    answer = onereel("doctor")
    assert answer.status == 1
    assert "workers" in answer.err
    assert "ONEREEL_WORKERS" in answer.err


def test_help_is_quick_and_light() -> None:
    """Asking for help loads no heavy library."""
    heavy = "{'cv2', 'skia', 'moviepy', 'torch', 'scipy', 'gradio'}"
    code = f"import sys, ui.cli; print(sorted({{m.split('.')[0] for m in sys.modules}} & {heavy}))"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    said = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
