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


@pytest.mark.parametrize("title", ["[/bold] x", "[red]Red", "\x1b]0;pwn\x07\x1b[2J", "a\\[b]"])
def test_a_films_words_are_never_markup(onereel: Any, tmp_path: Path, title: str) -> None:
    """Brackets and control characters in a film's own words are shown, not obeyed, by every command."""
    project = Project.create(tmp_path / "odd", Film.model_validate(SMALL), "drafted [/bold]")
    project.save(project.film.model_copy(update={"title": title}), f"renamed to {title}")
    for args in (["show"], ["history"], ["undo"], ["redo"], ["compare", "1", "2"], ["render", "--dry-run"]):
        answer = onereel(args[0], str(project.root), *args[1:])
        assert answer.status == 0, answer.err
        assert "\x1b" not in answer.out + answer.err


def test_answers_go_to_standard_output(onereel: Any, project: Project) -> None:
    """What was asked for can be piped on; asides cannot get in its way."""
    for args in (["show"], ["history"], ["render", "--dry-run"]):
        answer = onereel(args[0], str(project.root), *args[1:])
        assert answer.out
        assert answer.err == ""


def test_the_home_sign_is_a_home(onereel: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--out ~/film: the same command again goes on in the same folder."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    first = onereel("new", "a fox", "--out", "~/film", "--json")
    again = onereel("new", "a fox", "--out", "~/film", "--json")
    assert first.status == again.status == 0, again.err
    assert first.data["project"] == again.data["project"] == str(tmp_path / "home" / "film")


def test_devices_and_pipes_are_not_scripts(onereel: Any, tmp_path: Path) -> None:
    """--from a device, and a pipe among the versions, end with a sentence and do not hang."""
    assert onereel("new", "--from", "/dev/zero").status == 1
    project = Project.create(tmp_path / "lamp", Film.model_validate(SMALL), "drafted")
    (project.root / "history" / "cursor.json").unlink()
    os.mkfifo(project.root / "history" / "cursor.json")
    assert onereel("show", str(project.root), "--json").data["title"] == "The Lamp"


def test_a_premise_of_one_long_word(onereel: Any) -> None:
    """However odd the words, there is a film or a sentence."""
    answer = onereel("new", "fox " * 900, "--out", "odd", "--json")
    assert answer.status in (0, 1)
    assert "Traceback" not in answer.err


def test_an_unknown_engine_in_the_settings_is_found(onereel: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The doctor looks at what is configured, not only at what there is."""
    monkeypatch.setenv("ONEREEL_STILLS", "os:system")
    answer = onereel("doctor", "--json")
    assert answer.status == 1
    assert [f["what"] for f in answer.data["findings"] if not f["well"]] == ["engine for stills"]


def test_a_misspelt_role_is_refused(onereel: Any, tmp_path: Path) -> None:
    """A scene that names an engine for a role there is not does not quietly get the usual one."""
    (tmp_path / "film").mkdir()
    text = json.dumps({"scenes": [{"id": "s1", "engines": {"stillz": "papercut"}}]})
    (tmp_path / "film" / "film.json").write_text(text)
    answer = onereel("show", "film")
    assert answer.status == 1
    assert "stillz" in answer.err


def test_plain_ascii_terminals(project: Project) -> None:
    """Where the locale knows only ASCII, answers still come, in UTF-8."""
    project.save(project.film.model_copy(update={"title": "Lüge — 灯"}), "renamed")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "ui", "show", str(project.root), "--json"]
    said = subprocess.run(command, env=environment, capture_output=True, check=True)
    assert json.loads(said.stdout.decode("utf-8"))["title"] == "Lüge — 灯"
