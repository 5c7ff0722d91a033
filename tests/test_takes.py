"""The store of takes: whole or not there, whatever dies, fills up or fails while one is made."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from memory.errors import FilmError, TakeError
from memory.store import TakeStore
from tests.at_hand import FIELDS, KEY, OTHER, fill, make
from tests.processes import in_child, killed_at_every_step


@pytest.fixture
def store(quick: Path) -> TakeStore:
    """An empty store in a project that was never used."""
    return TakeStore(quick / "film" / "takes")


def test_a_take_comes_back_with_all_that_is_known_of_it(store: TakeStore) -> None:
    """What was committed is found again by its key, in another process too, with its files and manifest."""
    made = make(store)
    found = TakeStore(store.root).find(KEY)
    assert found is not None and found.manifest == made.manifest and found.folder == store.place(KEY)
    assert found.main.read_bytes() == b"picture"
    assert (found.manifest.notes, found.data["horizon"]) == (("no gull was found",), 0.5)
    assert sorted(found.manifest.files) == ["layers/01-sea.png", "still.png"]
    assert store.keys() == [KEY]
    assert (store.root / KEY[:2] / KEY[2:] / "manifest.json").exists()


def test_what_was_never_made_is_not_there(store: TakeStore) -> None:
    """Looking for a take makes nothing, not even the folder."""
    assert store.find(KEY) is None
    assert store.keys() == []
    assert not store.root.exists()


@pytest.mark.parametrize("key", ["", "abc", "../" + "a" * 61, "A" * 64, "a" * 64 + "\n"])
def test_only_a_hash_is_a_key(store: TakeStore, key: str) -> None:
    """Nothing that could be a path is taken for a key."""
    for attempt in (lambda: store.find(key), lambda: store.workspace(key).__enter__(), lambda: store.commit(key, store.root)):
        with pytest.raises(TakeError, match="not the key"):
            attempt()


def test_an_engine_that_made_nothing_leaves_nothing(store: TakeStore) -> None:
    """Without a main file, or with an empty one, there is no take, and the sentence says whose fault it is."""
    for content in (None, b""):
        with pytest.raises(TakeError, match="papercut made no still"), store.workspace(KEY) as folder:
            if content is not None:
                (folder / "still.png").write_bytes(content)
            store.commit(KEY, folder, **FIELDS)
    assert store.find(KEY) is None
    assert list((store.root / ".tmp").iterdir()) == []


def test_links_and_the_name_of_the_manifest_are_refused(store: TakeStore, tmp_path: Path) -> None:
    """A take holds plain files alone: no link to a file or folder, no pipe, no manifest of its own making."""
    (tmp_path / "secret").write_text("secret")
    troubles: list[Callable[[Path], object]] = [
        lambda folder: (folder / "still2.png").symlink_to(tmp_path / "secret"),
        lambda folder: (folder / "more").symlink_to(tmp_path),
        lambda folder: os.mkfifo(folder / "pipe"),
        lambda folder: (folder / "manifest.json").write_text("{}"),
    ]
    for trouble in troubles:
        with pytest.raises(TakeError, match=r"Nothing was saved"), store.workspace(KEY) as folder:
            fill(folder)
            trouble(folder)
            store.commit(KEY, folder, **FIELDS)
    assert store.find(KEY) is None


def test_an_engine_that_fails_leaves_no_rubbish(store: TakeStore) -> None:
    """The workspace goes with the error, and the error comes through as it was."""
    with pytest.raises(ZeroDivisionError), store.workspace(KEY) as folder:
        fill(folder)
        _ = 1 / 0
    assert list((store.root / ".tmp").iterdir()) == []


def test_a_full_disk_is_a_sentence_that_says_what_is_kept(store: TakeStore) -> None:
    """A real "no space left" met by an engine becomes words: earlier takes are kept, free space, run it again."""
    make(store, OTHER)
    with pytest.raises(TakeError, match=r"disk is full.*kept.*Free some space.*same command"), store.workspace(KEY):
        Path("/dev/full").write_bytes(b"x" * 4096)
    assert store.find(KEY) is None
    assert store.find(OTHER)


@pytest.mark.parametrize("call", ["fsync", "rename"])
def test_a_disk_that_fills_up_while_saving_loses_nothing(store: TakeStore, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    """No space at the flush or at the rename: a sentence, no half take, and the next attempt works."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    make(store, OTHER)
    with monkeypatch.context() as patch:
        patch.setattr(os, call, full)
        with pytest.raises(TakeError, match="disk is full"):
            make(store)
    assert store.find(KEY) is None
    assert store.find(OTHER) and make(store)


def test_a_store_that_can_only_be_read_serves_and_says_so_when_asked_to_write() -> None:
    """A folder without the right to write: takes are found; making one ends in a sentence."""
    root = Path(os.path.realpath("/tmp")) / f"onereel-test-{os.getpid()}"
    root.mkdir(mode=0o755)
    store = TakeStore(root / "takes")
    try:
        make(store)
        for folder, _, files in os.walk(root):
            for name in files:
                (Path(folder) / name).chmod(0o444)
            Path(folder).chmod(0o555)

        def attempt() -> None:
            if os.geteuid() == 0:
                os.setuid(65534)
            assert store.find(KEY)
            with pytest.raises(TakeError, match=r"permission was denied.*kept"):
                make(store, OTHER)

        assert in_child(attempt) == 0
    finally:
        for folder, _, _ in os.walk(root):
            Path(folder).chmod(0o755)
        shutil.rmtree(root)


def test_a_process_killed_anywhere_while_saving_leaves_the_whole_take_or_none(quick: Path) -> None:
    """Killed before each of its calls to the system, a commit leaves a valid take or nothing, and can be done again."""
    store = TakeStore(quick / "takes")
    make(store, OTHER)
    seen: set[bool] = set()

    def prepare() -> Callable[[], object]:
        shutil.rmtree(store.place(KEY), ignore_errors=True)
        return lambda: make(store)

    def look(step: int) -> None:
        there = store.find(KEY)
        seen.add(there is not None)
        assert there is None or there.main.read_bytes() == b"picture"
        assert not (store.root / "quarantine").exists(), f"killed at step {step}, a torn take was in its place"
        store.sweep()
        assert list((store.root / ".tmp").iterdir()) == []
        assert make(store).main.read_bytes() == b"picture"
        assert store.find(OTHER)

    assert killed_at_every_step(prepare, look) > 8
    assert seen == {True, False}


def test_sweeping_spares_the_work_of_a_living_process(store: TakeStore) -> None:
    """Workspaces in use stay, in this process and in another; those of the dead go."""

    def die() -> None:
        with store.workspace(OTHER):
            os._exit(9)

    assert in_child(die) == 9
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        with store.workspace(OTHER):
            os.write(writer, b"x")
            time.sleep(30)
        os._exit(0)
    try:
        os.read(reader, 1)
        with store.workspace(KEY) as mine:
            assert store.sweep() == 1
            assert mine.exists() and len(list((store.root / ".tmp").iterdir())) == 2
    finally:
        os.kill(child, 9)
        os.waitpid(child, 0)
    assert store.sweep() == 1


def test_two_programs_that_make_the_same_take_agree_on_one(store: TakeStore) -> None:
    """Who comes second gets the first one's take; there is one folder, whole, and no rubbish."""
    children = []
    for number in range(4):
        child = os.fork()
        if child == 0:
            status = 1
            try:
                for _ in range(5):
                    assert make(store, content=b"made by %d" % number).main.read_bytes()
                status = 0
            finally:
                os._exit(status)
        children.append(child)
    assert [os.waitpid(child, 0)[1] for child in children] == [0] * 4
    take = store.find(KEY)
    assert take is not None and take.main.read_bytes().startswith(b"made by")
    assert list((store.root / ".tmp").iterdir()) == []
    assert not (store.root / "quarantine").exists()


def test_the_second_of_two_keeps_the_first_ones_take(store: TakeStore) -> None:
    """A take that is there and whole is not replaced, and the loser's files are gone."""
    with store.workspace(KEY) as late:
        fill(late, b"late")
        make(store, content=b"first")
        assert store.commit(KEY, late, **FIELDS).main.read_bytes() == b"first"
    assert store.find(KEY).main.read_bytes() == b"first"  # type: ignore[union-attr]


def test_a_folder_that_cannot_be_is_named_in_a_sentence(tmp_path: Path) -> None:
    """A file in the way of the store is a sentence, not a traceback."""
    (tmp_path / "takes").write_text("in the way")
    with pytest.raises(FilmError, match=r"did not work: .*(already there|file stands)"):
        make(TakeStore(tmp_path / "takes"))
