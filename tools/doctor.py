"""What `onereel doctor` looks at: Python, ffmpeg, disk, cores, and every engine by loading it."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from memory.errors import FilmError
from tools.engines import ENGINES, MADE_BY_ENGINES, Role
from tools.engines.neural_sound import INSTALL
from tools.ffmpeg import ffmpeg_path, run_ffmpeg
from tools.settings import CONFIG_FILE, Settings
from tools.studio import lacking, spec_of, unfetched

_ENOUGH_DISK = 2_000_000_000


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: whether it is well, and what was found or what to do."""

    what: str
    well: bool
    found: str


def examine(settings: Settings) -> list[Finding]:
    """All findings, in the order in which a person would mend them."""
    engines = [_engine(role, name, settings) for role, names in ENGINES.items() for name in names]
    chosen = [_chosen(role, getattr(settings, role)) for role in MADE_BY_ENGINES]
    return [_python(), _ffmpeg(), _disk(), _workers(settings), _settings_file(), *chosen, *engines, _lines(), _second_ear(),
            _watermark()]  # fmt: skip


def _python() -> Finding:
    version = ".".join(str(part) for part in sys.version_info[:3])
    return Finding("Python", sys.version_info >= (3, 11), f"{version} (3.11 or later is needed)")


def _ffmpeg() -> Finding:
    try:
        run_ffmpeg(["-f", "lavfi", "-i", "color=s=64x64:d=0.1", "-c:v", "libx264", "-f", "null", "-"])
    except (FilmError, OSError, RuntimeError) as error:
        return Finding(
            "ffmpeg", False, f"does not run: {error}. Reinstall it with: pip install --force-reinstall imageio-ffmpeg"
        )
    return Finding("ffmpeg", True, Path(ffmpeg_path()).name)


def _disk() -> Finding:
    try:
        free = shutil.disk_usage(os.curdir).free
    except OSError as error:
        return Finding(
            "disk", False, f"the current folder cannot be used ({(error.strerror or str(error)).lower()}); go to another"
        )
    return Finding("disk", free > _ENOUGH_DISK, f"{free / 1e9:.1f} GB free here; a minute of film takes about 0.2 GB")


def _workers(settings: Settings) -> Finding:
    return Finding("workers", True, f"{settings.workers} takes are made side by side")


def _settings_file() -> Finding:
    return Finding("settings", True, str(CONFIG_FILE) if CONFIG_FILE.exists() else f"defaults ({CONFIG_FILE} is not there)")


def _chosen(role: Role, name: str) -> Finding:
    there = name.partition(":")[0] in ENGINES[role]
    return Finding(f"engine for {role}", there, name if there else f"{name!r} is not one of {', '.join(sorted(ENGINES[role]))}")


def _lines() -> Finding:
    from tools.engines.proof import can_listen

    found = "are listened to in matched and cloned voices, and where the film asks for it"
    return Finding("spoken lines", True, found if can_listen() else "are not checked; when wanted: onereel fetch whisper")


def _second_ear() -> Finding:
    from tools.engines.listening import second_is_here

    found = "a second encoder compares voices beside the first" if second_is_here() else f"one encoder; when wanted: {INSTALL}"
    return Finding("speakers compared", True, found)


def _watermark() -> Finding:
    here = find_spec("perth") is not None and find_spec("torch") is not None
    found = "matched and cloned voices carry it" if here else f"none; when wanted: {INSTALL}"
    return Finding("watermark of synthetic speech", True, found)


def _engine(role: Role, name: str, settings: Settings) -> Finding:
    try:
        spec = spec_of(role, name)
    except FilmError as error:
        return Finding(f"{role} engine {name}", False, str(error))
    missing = [module for module in spec.needs if find_spec(module) is None]
    if missing:
        wanted = name == getattr(settings, role, name)
        sentence = lacking(spec, ", ".join(missing)) if wanted else f"not installed; when wanted: {spec.install}"
        return Finding(f"{role} engine {name}", not wanted, sentence)
    if absent := unfetched([(role, name)]):
        return Finding(f"{role} engine {name}", True, f"not fetched yet; when wanted: onereel fetch {' '.join(absent)}")
    return Finding(f"{role} engine {name}", True, f"version {spec.version}, {spec.licence}")
