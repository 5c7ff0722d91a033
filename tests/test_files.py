"""Files and paths: nothing leads out of its folder, and a file is whole or as it was."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from memory.errors import Refused
from memory.files import contained, write_atomically
from tests.processes import killed_at_every_step


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

    assert killed_at_every_step(prepare, look) == 3
    assert seen == {b"old", b"new and longer"}


def test_a_written_file_may_be_read_by_others(tmp_path: Path) -> None:
    """The usual rights hold: a shared folder stays shared."""
    before = os.umask(0o022)
    try:
        write_atomically(tmp_path / "x", b"x")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "x").stat().st_mode) == 0o644
