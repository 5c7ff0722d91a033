"""The style memory: the log is the truth, Chroma is an index over it, and no damage to the index loses or ends anything."""

from __future__ import annotations

import logging
import os
import random
import signal
import socket
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from memory import taste as log
from memory.errors import FilmError
from tests.processes import in_child
from tests.tasting import chroma_server, elsewhere, free_port, known, settings, thirty
from tools import taste
from tools.engines import chroma, chroma_guard, chroma_process
from tools.settings import Settings

QUESTIONS = ["the lighthouse film", "what colours do I use at the ocean", "haunted houses", "music for a chase with a thief"]


def answers(where: Settings, tell: Callable[[str], None] = pytest.fail) -> list[list[tuple[str, float]]]:
    """What a few questions are answered; anything said besides fails the test unless it is listened to."""
    return [[(row.key, row.likeness) for row in taste.recall(where, about, tell=tell)] for about in QUESTIONS]


# --- remembering


def test_remembering_twice_with_one_key_is_remembering_once(tmp_path: Path) -> None:
    """A call that is delivered twice leaves one row, with the words of the first time."""
    mine = settings(tmp_path)
    first = taste.remember(mine, "I love deep blue", key="call-1")
    assert taste.remember(mine, "I love deep blue", key="call-1") == first
    assert taste.remember(mine, "something else", key="call-1") == first
    assert taste.remember(mine, "I love deep blue", key="call-2").id != first.id
    assert len(log.rows(mine.memory_dir)) == 2


def test_the_same_words_without_a_key_are_kept_once(tmp_path: Path) -> None:
    mine = settings(tmp_path)
    taste.remember(mine, "no wipes, ever")
    taste.remember(mine, "no  wipes,\never")
    taste.remember(mine, "no wipes, ever", film="sea / The Sea")
    assert [row.film for row in log.rows(mine.memory_dir)] == ["", "sea / The Sea"]


def test_words_are_data_stripped_of_controls_and_bounded(tmp_path: Path) -> None:
    """Terminal escapes, NULs, direction overrides and 100,000 characters go in; one bounded printable line comes out."""
    mine = settings(tmp_path)
    row = taste.remember(mine, "blue\x1b[31m \x00and\u202e gold\ud800\n" + "x" * 100_000, film="a\x07b / c", key="k\x1b")
    assert row.text.startswith("blue [31m and gold") and len(row.text) == 2_000
    assert all(text.isprintable() for text in (row.text, row.film, row.key))
    assert log.rows(mine.memory_dir) == [row]
    for nothing in ("", " \n\x00"):
        with pytest.raises(FilmError, match="no words to remember"):
            taste.remember(mine, nothing)
    with pytest.raises(FilmError, match="Choose one of: liked, disliked"):
        taste.remember(mine, "blue", kind="adored")


@pytest.mark.parametrize(
    ("said", "kind", "sets"),
    [
        ("I love grainy black and white", "liked", {"look.saturation": -1, "look.grain": 0.3}),
        ("I don't like fast cuts", "disliked", {}),
        ("never use black and white", "disliked", {}),
        ("#101830 and #D8B070 for the sea", "palette", {"style.palette": ["#101830", "#d8b070"]}),
        ("a slow voice for bedtime", "voice", {"narrator.pace": 0.9}),
        ("warm light in kitchens", "look", {"look.warmth": 0.2}),
        ("name Lina in the credits", "note", {}),
    ],
)
def test_a_saying_is_understood(tmp_path: Path, said: str, kind: str, sets: dict[str, Any]) -> None:
    """The kind is read from the words, and settings that are named are kept as settings."""
    row = taste.remember(settings(tmp_path), said)
    assert (row.kind, row.data.get("set", {})) == (kind, sets)


def test_remembering_does_not_load_chroma(tmp_path: Path) -> None:
    """Seconds of import are spent only when something is looked for, and not even then in an empty memory."""
    code = """
import sys
from pathlib import Path
from tools import taste
from tools.engines import chroma
from tools.settings import Settings
mine = Settings(memory_dir=Path(sys.argv[1]))
assert taste.recall(mine, "blue") == taste.advise(mine, "the sea") == [] and not mine.memory_dir.exists()
taste.remember(mine, "I always want blue")
assert [row.kind for row in taste.advise(mine, "the sea")] == ["liked"]
print(chroma.loaded(), "chromadb" in sys.modules)
taste.recall(mine, "blue")
print(chroma.loaded(), "chromadb" in sys.modules)
"""
    said, wrong = elsewhere(code, str(tmp_path / "memory")).communicate(timeout=120)
    assert said.split() == ["False", "False", "True", "False"], wrong


def test_two_processes_write_at_once(tmp_path: Path) -> None:
    """Two programs remember and recall at the same time; no row is lost or doubled, and the index knows them all."""
    code = """
import sys
from pathlib import Path
from tools import taste
from tools.settings import Settings
mine = Settings(memory_dir=Path(sys.argv[1]))
for number in range(12):
    taste.remember(mine, f"{sys.argv[2]} likes colour number {number}", key=f"{sys.argv[2]}-{number}")
    taste.remember(mine, f"both like colour number {number}", key=f"both-{number}")
    if number % 4 == 3:
        assert taste.recall(mine, f"colour number {number}", most=50)
"""
    both = [elsewhere(code, str(tmp_path / "memory"), name) for name in ("Ann", "Bob")]
    for process in both:
        _, wrong = process.communicate(timeout=240)
        assert process.returncode == 0, wrong
        assert "broken" not in wrong
    mine = settings(tmp_path)
    assert len(log.rows(mine.memory_dir)) == 36
    assert len(taste.recall(mine, "colour number 3", most=50, tell=pytest.fail)) == 36


# --- recalling


def test_recall_finds_the_right_row_among_thirty(tmp_path: Path) -> None:
    """By meaning: nine in ten questions have their row first, and every one has it among the first three."""
    mine = thirty(tmp_path)
    places = {about: [row.key for row in taste.recall(mine, about, 3)] for about in known()["questions"]}
    wanted = known()["questions"]
    first = sum(found[:1] == [wanted[about]] for about, found in places.items())
    later = {about: found for about, found in places.items() if wanted[about] not in found}
    assert first >= 0.85 * len(wanted), places
    assert len(later) <= 1, later
    assert taste.recall(mine, "quantum physics") == []


def test_recall_can_ask_one_film_alone(tmp_path: Path) -> None:
    """A film is known by its folder, under whatever title."""
    mine = settings(tmp_path)
    for film in ("sea / The Sea", "sea / The Deep Sea", "land / The Land"):
        taste.remember(mine, f"a blue palette in {film}", film=film)
    assert {row.film for row in taste.recall(mine, "blue palette", film="sea / Renamed")} == {
        "sea / The Sea",
        "sea / The Deep Sea",
    }
    assert len(taste.recall(mine, "blue palette", most=2)) == 2


def test_what_is_forgotten_is_gone(tmp_path: Path) -> None:
    """Neither list nor search nor any file has it afterwards; a late delivery cannot bring it back, saying it anew can."""
    mine = thirty(tmp_path)
    taste.remember(mine, "Zanzibar is my secret word", key="secret")
    taste.remember(mine, "Zanzibar without a key")
    keyless = log.rows(mine.memory_dir)[-1].key
    assert taste.recall(mine, "Zanzibar secret")[0].key == "secret"
    assert taste.forget(mine, "secret") and taste.forget(mine, keyless) and not taste.forget(mine, "secret")
    assert not any("Zanzibar" in row.text for row in taste.recall(mine, "Zanzibar secret", most=50))
    assert not [path for path in mine.memory_dir.rglob("*") if path.is_file() and b"Zanzibar" in path.read_bytes()]
    taste.remember(mine, "Zanzibar is my secret word", key="secret")
    assert len(log.rows(mine.memory_dir)) == 30
    taste.remember(mine, "Zanzibar without a key")
    assert len(log.rows(mine.memory_dir)) == 31


def test_a_rebuilt_index_answers_as_before(tmp_path: Path) -> None:
    mine = thirty(tmp_path)
    before = answers(mine)
    assert taste.rebuild(mine) == 30
    assert answers(mine) == before and all(before)


# --- damage


@pytest.fixture
def segments(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chroma writes its segment files for few rows as it does for thousands."""
    monkeypatch.setattr(chroma, "SPACE", {"hnsw": {"space": "cosine", "ef_search": 200, "sync_threshold": 3}})


FILES = ["data_level0.bin", "header.bin", "index_metadata.pickle", "length.bin", "link_lists.bin", "chroma.sqlite3"]
DAMAGE: dict[str, Callable[[Path], object]] = {
    "cut in half": lambda path: os.truncate(path, path.stat().st_size // 2),
    "emptied": lambda path: os.truncate(path, 0),
    "garbage": lambda path: path.write_bytes(random.Random(7).randbytes(max(path.stat().st_size, 64))),
    "missing": Path.unlink,
}


def index_file(where: Settings, name: str) -> Path:
    return next((where.memory_dir / chroma_guard.FOLDER).rglob(name))


@pytest.mark.parametrize("damage", DAMAGE)
@pytest.mark.usefixtures("segments")
def test_a_damaged_index_file_loses_nothing(tmp_path: Path, damage: str) -> None:
    """Each file in turn: the answers are those of before, and it is said that the index was made again."""
    mine = thirty(tmp_path)
    before = answers(mine)
    for name in FILES:
        path = index_file(mine, name)
        if damage in {"cut in half", "emptied"} and not path.stat().st_size:
            continue
        DAMAGE[damage](path)
        said: list[str] = []
        assert answers(mine, said.append) == before, name
        assert len(said) == 1 and "made again from the log" in said[0] and "nothing" in said[0], name
        assert (mine.memory_dir / chroma_guard.ASIDE).is_dir()
    assert len(log.rows(mine.memory_dir)) == 30


def lead_astray(path: Path) -> None:
    """Let every vector of a segment name neighbours that do not exist: Chroma follows them out of its memory."""
    content, size = bytearray(path.read_bytes()), 4 + 32 * 4 + 384 * 4 + 8
    for start in range(0, len(content), size):
        content[start : start + 132] = b"\x20\0\0\0" + b"\xff\xff\xff\x7f" * 32
    path.write_bytes(content)


UNSEALED: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "neighbours": ("data_level0.bin", lead_astray, "Chroma's process died"),
    "cut short": ("data_level0.bin", lambda path: os.truncate(path, 20_000), ""),
    "lengths": ("length.bin", DAMAGE["garbage"], "it holds other vectors than the log"),
    "database": ("chroma.sqlite3", DAMAGE["garbage"], "file is not a database"),
}


@pytest.mark.parametrize("damage", UNSEALED)
@pytest.mark.usefixtures("segments")
def test_damage_after_a_use_that_did_not_end_is_met_by_another_process(tmp_path: Path, damage: str) -> None:
    """Without a seal the index is tried elsewhere first: some damage ends the process that meets it, and it is not ours."""
    mine = thirty(tmp_path)
    before = answers(mine)
    name, harm, why = UNSEALED[damage]
    harm(index_file(mine, name))
    chroma_guard.unseal(mine.memory_dir)
    said: list[str] = []
    assert answers(mine, said.append) == before
    assert len(said) == 1 and why in said[0]
    assert len(log.rows(mine.memory_dir)) == 30


def test_a_lost_index_folder_is_made_again(tmp_path: Path) -> None:
    mine = thirty(tmp_path)
    before = answers(mine)
    (mine.memory_dir / chroma_guard.FOLDER).rename(tmp_path / "away")
    assert answers(mine) == before


def test_a_process_killed_in_the_index_harms_nobody(tmp_path: Path) -> None:
    """Killed between opening and sealing, it leaves no process behind; the next one tries the index first, and goes on."""
    mine = thirty(tmp_path)
    before = answers(mine)
    code = """
import os, signal, sys
from pathlib import Path
from tools import taste
from tools.engines import chroma_guard, chroma_process
from tools.settings import Settings
def die(home):
    print(chroma_process.pid(), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
chroma_guard.seal = die
taste.recall(Settings(memory_dir=Path(sys.argv[1])), "blue")
"""
    process = elsewhere(code, str(mine.memory_dir))
    said, _ = process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL
    assert gone(int(said))
    assert chroma_guard.state(mine.memory_dir) == "unsealed"
    assert answers(mine) == before


def gone(pid: int, seconds: float = 20) -> bool:
    """Whether a process has left, or is about to."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


def test_a_fork_leaves_its_parents_process_alone(tmp_path: Path) -> None:
    """A forked process asks one of its own, and ends none but that."""
    mine = thirty(tmp_path)
    before = answers(mine)
    pid = chroma_process.pid()

    def elsewhere_asked() -> None:
        assert chroma_process.pid() == 0
        assert answers(mine) == before
        assert chroma_process.pid() not in (0, pid)
        chroma_process.stop()

    assert in_child(elsewhere_asked) == 0
    assert chroma_process.pid() == pid and answers(mine) == before


def test_chroma_dying_in_the_middle_is_no_more_than_a_sentence(tmp_path: Path) -> None:
    """Its process is killed while it answers: the index is made again in a new one."""
    mine = thirty(tmp_path)
    before = answers(mine)
    pid = chroma_process.pid()
    os.kill(pid, signal.SIGSTOP)
    threading.Timer(0.5, os.kill, (pid, signal.SIGKILL)).start()
    said: list[str] = []
    assert answers(mine, said.append) == before
    assert len(said) == 1 and "Chroma's process died" in said[0]


def test_chroma_hanging_is_waited_for_and_no_longer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that hangs is ended after its time, and the index is made again in a new one."""
    mine = thirty(tmp_path)
    before = answers(mine)
    os.kill(chroma_process.pid(), signal.SIGSTOP)
    monkeypatch.setattr(chroma, "_SECONDS", 1)
    said: list[str] = []

    def heard(sentence: str) -> None:
        said.append(sentence)
        monkeypatch.setattr(chroma, "_SECONDS", 30)
        chroma_process.start()

    monkeypatch.setattr(chroma_process, "ask", patient(chroma_process.ask))
    assert answers(mine, heard) == before
    assert len(said) == 1 and "did not answer within 1 seconds" in said[0]


def patient(ask: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    """Asking, where only the first time is short: a new process gets the time that it needs on a busy machine."""
    times: list[int] = []

    def asked(request: dict[str, Any], seconds: int) -> dict[str, Any]:
        times.append(seconds)
        return ask(request, seconds if len(times) == 1 else 60)

    return asked


def test_a_chroma_that_never_works_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every process hangs at its start: it is said, and what was remembered is there when Chroma is well again."""
    mine = thirty(tmp_path)
    before = answers(mine)
    chroma_process.stop()
    sleeper = tmp_path / "sleeper.py"
    sleeper.write_text("import time; time.sleep(600)")
    with monkeypatch.context() as patched:
        patched.setattr(chroma_process, "SCRIPT", sleeper)
        patched.setattr(chroma_process, "START_SECONDS", 1)
        with pytest.raises(FilmError, match=r"could not be made again.*kept in the log"):
            taste.recall(mine, "blue", tell=lambda sentence: None)
        taste.remember(mine, "blue above all", key="new")
    assert answers(mine) != before
    assert taste.forget(mine, "new") and answers(mine) == before


def test_without_chroma_remembering_works_and_recall_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chroma_process.stop()
    (tmp_path / "chromadb.py").write_text("raise ImportError('no chromadb here')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    mine = thirty(tmp_path)
    taste.remember(mine, "blue above all", key="new")
    with pytest.raises(FilmError, match=r"no chromadb here.*kept in the log.*pip install"):
        taste.recall(mine, "blue")
    said: list[str] = []
    assert taste.advise(mine, "A whale follows a submarine", said.append) == []
    assert "pip install" in said[0]
    assert len(log.rows(mine.memory_dir)) == 31


def test_chroma_is_given_numbers_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No words lie in the index, and Chroma's own embedding, which downloads a model into the home folder, is not made."""
    chroma_process.stop()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    mine = thirty(tmp_path)
    assert all(answers(mine))
    content = index_file(mine, "chroma.sqlite3").read_bytes().lower()
    assert b"ghost stories" not in content and b"lighthouse" not in content
    assert not (tmp_path / "home").exists()
    chroma_process.stop()


def test_a_damaged_log_keeps_every_row_that_can_be_read(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """A page of the log is overwritten: the file is set aside, what is legible goes on, and it is said how much that is."""
    mine = thirty(tmp_path)
    path = mine.memory_dir / log.NAME
    content = bytearray(path.read_bytes())
    content[-8192:-4096] = os.urandom(4096)
    path.write_bytes(content)
    with caplog.at_level(logging.WARNING):
        left = log.rows(mine.memory_dir)
        taste.remember(mine, "life goes on")
    assert 15 <= len(left) < 30
    assert f"{len(left)} rows could be read and are kept" in caplog.text
    assert (mine.memory_dir / f"broken-1-{log.NAME}").exists()
    assert len(log.rows(mine.memory_dir)) == len(left) + 1
    path.write_bytes(os.urandom(20_000))
    assert log.rows(mine.memory_dir) == []


def test_a_log_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    mine = Settings(memory_dir=tmp_path / "file")
    mine.memory_dir.write_text("not a folder")
    with pytest.raises(FilmError, match="did not work: "):
        taste.remember(mine, "blue")
    held = thirty(tmp_path)
    with sqlite3.connect(held.memory_dir / log.NAME) as base:
        base.execute("PRAGMA user_version = 7")
    assert len(log.rows(held.memory_dir)) == 30


# --- a server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with chroma_server(tmp_path_factory.mktemp("server")) as address:
        yield address


def test_a_chroma_server_answers_as_the_folder_does(tmp_path: Path, server: str) -> None:
    """The same log through a real server: the same answers, also after a rebuild, a new row, and a row forgotten."""
    mine = thirty(tmp_path)
    theirs = thirty(tmp_path, chroma_url=server)
    assert answers(theirs) == answers(mine)
    assert taste.rebuild(theirs) == 30
    assert answers(theirs) == answers(mine)
    taste.remember(theirs, "the lighthouse film should stay blue", key="new")
    assert answers(theirs)[0][0][0] == "new"
    assert answers(theirs) == answers(mine)
    assert taste.forget(theirs, "new")
    assert answers(theirs) == answers(thirty(tmp_path / "other"))


def test_two_users_of_one_server_do_not_see_each_other(tmp_path: Path, server: str) -> None:
    one, other = settings(tmp_path / "one", chroma_url=server), settings(tmp_path / "other", chroma_url=server)
    taste.remember(one, "I love blue")
    taste.remember(other, "I love red")
    assert [row.text for row in taste.recall(one, "colours I love", most=50)] == ["I love blue"]


def test_a_server_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    """Remembering goes on; recalling says where nobody answers and what to do; a new film is made without advice."""
    address = f"http://127.0.0.1:{free_port()}"
    mine = thirty(tmp_path, chroma_url=address)
    taste.remember(mine, "blue above all")
    with pytest.raises(FilmError, match=r"http://127.0.0.1:\d+ does not answer.*kept in the log.*chroma run"):
        taste.recall(mine, "blue")
    said: list[str] = []
    assert taste.advise(mine, "A whale follows a submarine", said.append) == []
    assert address in said[0]
    with pytest.raises(FilmError, match="not the address of a server"):
        taste.recall(thirty(tmp_path, chroma_url="ftp://x:y"), "blue")
    assert taste.forget(mine, "neon", said.append) and "leaves the index" in said[-1]
    assert len(log.rows(mine.memory_dir)) == 30


def test_a_server_that_is_silent_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Something listens and never answers: it is waited for as long as is right, and no longer."""
    monkeypatch.setattr(chroma, "_SERVER_SECONDS", 1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        mine = thirty(tmp_path, chroma_url=f"http://127.0.0.1:{silent.getsockname()[1]}")
        with pytest.raises(FilmError, match=r"did not answer within 1 seconds"):
            taste.recall(mine, "blue")
