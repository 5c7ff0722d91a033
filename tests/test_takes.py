"""The store of takes: whole or not there, never a byte other than what was made, whatever dies in between."""

from __future__ import annotations

import json
import logging
import os
import shutil
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from memory.canonical import digest
from memory.errors import FilmError, Refused, TakeError
from memory.files import contained, make_folder, write_atomically
from memory.store import TakeStore
from memory.takes import Take
from tests.processes import in_child, killed_at_every_step, quick_folder

KEY, OTHER = digest("a still"), digest("another")
FIELDS: dict[str, Any] = {
    "role": "still", "engine": "papercut", "version": "1", "licence": "CC0", "request": {"width": 64},
    "inputs": {"style": OTHER}, "main": "still.png", "notes": ("no gull was found",), "data": {"horizon": 0.5},
}  # fmt: skip


def fill(folder: Path, content: bytes = b"picture") -> None:
    """Do what an engine does: write a main file and a layer in a folder below."""
    (folder / "still.png").write_bytes(content)
    (folder / "layers").mkdir()
    (folder / "layers" / "01-sea.png").write_bytes(b"sea")


def make(store: TakeStore, key: str = KEY, content: bytes = b"picture") -> Take:
    """Make a small take of two files."""
    with store.workspace(key) as folder:
        fill(folder, content)
        return store.commit(key, folder, **FIELDS)


@pytest.fixture
def quick() -> Iterator[Path]:
    """An empty folder that is quick to flush."""
    with quick_folder() as folder:
        yield folder


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


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), verify_first=st.booleans())
def test_a_flipped_bit_in_any_file_is_found_and_never_served(quick: Path, data: st.DataObject, verify_first: bool) -> None:
    """Main file, layer or manifest: one bit is enough to set the take aside, also when it was just seen to be whole."""
    shutil.rmtree(quick / "takes", ignore_errors=True)
    store = TakeStore(quick / "takes")
    take = make(store)
    name = data.draw(st.sampled_from(["still.png", "layers/01-sea.png", "manifest.json"]))
    content = bytearray((take.folder / name).read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    if verify_first:
        assert store.find(KEY)
    (take.folder / name).write_bytes(content)
    assert store.find(KEY) is None
    assert [path.name for path in (store.root / "quarantine").iterdir()] == [f"{KEY}-1"]
    assert make(store).main.read_bytes() == b"picture"
    assert store.find(KEY)


def _link_out(take: Take) -> None:
    take.main.rename(take.folder.parent / "elsewhere")
    take.main.symlink_to(take.folder.parent / "elsewhere")


def _forge(take: Take) -> None:
    path = take.folder / "manifest.json"
    document = json.loads(path.read_text())
    (take.folder.parent / "outside").write_bytes(b"picture")
    document["files"]["../outside"] = document["files"]["still.png"]
    path.write_text(json.dumps(document))


DAMAGES: dict[str, Callable[[Take], object]] = {
    "main file gone": lambda take: take.main.unlink(),
    "layer gone": lambda take: shutil.rmtree(take.folder / "layers"),
    "main file cut short": lambda take: take.main.write_bytes(b"pict"),
    "main file longer": lambda take: take.main.write_bytes(b"picture!"),
    "manifest gone": lambda take: (take.folder / "manifest.json").unlink(),
    "manifest empty": lambda take: (take.folder / "manifest.json").write_bytes(b""),
    "manifest a list": lambda take: (take.folder / "manifest.json").write_text("[]\n"),
    "manifest in another encoding": lambda take: (take.folder / "manifest.json").write_bytes(b"\xff\xfe{}"),
    "manifest very deep": lambda take: (take.folder / "manifest.json").write_text("[" * 100_000),
    "manifest a folder": lambda take: ((take.folder / "manifest.json").unlink(), (take.folder / "manifest.json").mkdir()),
    "manifest names a file outside": _forge,
    "main file a link out": _link_out,
    "a file in place of the take": lambda take: (shutil.rmtree(take.folder), take.folder.write_bytes(b"x")),
    "a link in place of the take": lambda take: (
        take.folder.rename(f"{take.folder}x"),
        take.folder.symlink_to(f"{take.folder}x"),
    ),
    "main file a pipe": lambda take: (take.main.unlink(), os.mkfifo(take.main)),
}


@pytest.mark.parametrize("verify", [True, False])
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_take_is_set_aside_with_a_sentence_and_can_be_made_again(
    store: TakeStore, damage: str, verify: bool, caplog: pytest.LogCaptureFixture
) -> None:
    """Whatever happened to it, nothing of it is served, it is kept in quarantine, and its place is free again."""
    DAMAGES[damage](make(store))
    with caplog.at_level(logging.WARNING):
        assert store.find(KEY, verify=verify) is None
    assert "is damaged" in caplog.text and "will be made again" in caplog.text
    assert os.path.lexists(store.root / "quarantine" / f"{KEY}-1")
    assert make(store).main.read_bytes() == b"picture"


def test_every_damaged_take_is_kept_beside_the_others(store: TakeStore) -> None:
    """A take that breaks twice leaves two folders to look at."""
    for _ in range(2):
        make(store).main.write_bytes(b"broken!")
        assert store.find(KEY) is None
    assert sorted(path.name for path in (store.root / "quarantine").iterdir()) == [f"{KEY}-1", f"{KEY}-2"]


def test_a_take_under_another_name_is_not_that_take(store: TakeStore) -> None:
    """A folder moved to the place of another key is not served there."""
    make(store).folder.rename(make_parent(store.place(OTHER)))
    assert store.find(OTHER) is None
    assert store.find(KEY) is None


def make_parent(path: Path) -> Path:
    """The path, with the folder above it made."""
    make_folder(path.parent)
    return path


def test_a_file_changed_right_after_we_looked_is_noticed(store: TakeStore) -> None:
    """A change within the same tick of the file system's clock, with the same size, is found all the same."""
    for _ in range(20):
        take = make(store)
        take.main.write_bytes(b"picture")
        assert store.find(KEY)
        take.main.write_bytes(b"forgery")
        assert store.find(KEY) is None


def test_an_old_file_changed_behind_our_back_is_noticed(store: TakeStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """A remembered hash is forgotten when the file changes, even where its date and size are set back."""
    monkeypatch.setattr("memory.store._SETTLED", -1.0)
    take = make(store)
    old = time.time() - 3600
    os.utime(take.main, (old, old))
    assert store.find(KEY)
    time.sleep(0.03)
    take.main.write_bytes(b"forgery")
    os.utime(take.main, (old, old))
    assert store.find(KEY) is None


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


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.lists(st.sampled_from(["a", "..", ".", "", "link", "out", "/", "~", "-x", "a\0b", "..\\x", "\ud800"]), max_size=5)
)
def test_no_path_leads_out_of_its_folder(tmp_path: Path, path: list[str]) -> None:
    """Whatever the words, a path is inside the folder or refused in a sentence."""
    root = tmp_path / "root"
    if not root.exists():
        root.mkdir()
        (root / "link").symlink_to("a")
        (root / "out").symlink_to("..")
    try:
        found = contained(root, "/".join(path))
    except Refused as refusal:
        assert str(refusal).encode() and str(refusal).endswith(".")
    else:
        assert found.is_relative_to(root.resolve()) and found != root.resolve()
        assert ".." not in path and "out" not in path[:1]


def test_plain_names_inside_are_given_back(tmp_path: Path) -> None:
    """Ordinary names, other scripts and links that stay inside are fine; a circle of links and an endless name are not."""
    (tmp_path / "in").symlink_to("exports")
    assert contained(tmp_path, "exports/灯塔 🌊.mp4") == tmp_path.resolve() / "exports" / "灯塔 🌊.mp4"
    assert contained(tmp_path, "in/x") == tmp_path.resolve() / "exports" / "x"
    (tmp_path / "round").symlink_to("round")
    for name in ("round/x", "a" * 256):
        with pytest.raises(Refused):
            contained(tmp_path, name)


def test_a_file_is_replaced_whole_or_stays_as_it_was(quick: Path) -> None:
    """Killed before any of its calls to the system, a write leaves the old content or the new, never a part."""
    path = quick / "note.json"
    seen: set[bytes] = set()

    def prepare() -> Callable[[], object]:
        path.write_bytes(b"old")
        return lambda: write_atomically(path, b"new and longer")

    def look(_: int) -> None:
        seen.add(path.read_bytes())

    assert killed_at_every_step(prepare, look) >= 4
    assert seen == {b"old", b"new and longer"}


def test_a_written_file_may_be_read_by_others(tmp_path: Path) -> None:
    """The usual rights hold: a shared folder stays shared."""
    before = os.umask(0o022)
    try:
        write_atomically(tmp_path / "x", b"x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "x").stat().st_mode) == 0o644


def test_a_folder_that_cannot_be_is_named_in_a_sentence(tmp_path: Path) -> None:
    """A file in the way of the store is a sentence, not a traceback."""
    (tmp_path / "takes").write_text("in the way")
    with pytest.raises(FilmError, match=r"did not work: .*(already there|file stands)"):
        make(TakeStore(tmp_path / "takes"))
