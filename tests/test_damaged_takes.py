"""Damage to takes: one changed bit is enough to set a take aside, and it is never served."""

from __future__ import annotations

import json
import logging
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from memory.files import make_folder
from memory.store import TakeStore
from memory.takes import Take
from tests.at_hand import KEY, OTHER, make


@pytest.fixture
def store(quick: Path) -> TakeStore:
    """An empty store in a project that was never used."""
    return TakeStore(quick / "film" / "takes")


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
