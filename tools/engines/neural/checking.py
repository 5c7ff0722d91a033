"""What a model's folder holds, looked at before anything in it is loaded: no pickles, no code, whole files, its family."""

from __future__ import annotations

import json
from pathlib import Path

from memory.errors import EngineError, Refused
from tools.models import Preset, kind_of

PICKLED = frozenset({".bin", ".ckpt", ".pt", ".pth", ".pkl", ".pickle", ".msgpack", ".h5", ".joblib"})
"""How files end that can hold code, or weights that nothing here reads."""
LONGEST_HEAD = 100_000_000
"""Bytes that the head of a safetensors file may have, by its specification."""
_NOTHING = "Nothing was loaded, and the film is unchanged."


def check(folder: Path, preset: Preset, remote_code: bool) -> None:
    """Raise with a sentence when a model's folder must not, or cannot, be loaded; Refused for code, EngineError else."""
    if not remote_code:
        _no_code(folder, preset)
    _right_family(folder, preset)
    weights = sorted(folder.rglob("*.safetensors"))
    if not weights:
        raise _no_weights(folder, preset)
    for path in weights:
        whole(path)


def _no_weights(folder: Path, preset: Preset) -> Refused | EngineError:
    pickled = sorted(path.name for path in folder.rglob("*") if path.suffix in PICKLED)
    if not pickled:
        return EngineError(f"{folder} holds no weights (*.safetensors). {_NOTHING} Fetch the model again.")
    return Refused(
        f"{preset.name} holds its weights as {pickled[0]}, a format that can run code when it is opened. {_NOTHING} "
        "Use the model's safetensors files, or convert them."
    )


def _right_family(folder: Path, preset: Preset) -> None:
    held = kind_of(folder)
    if not held:
        raise EngineError(f"{folder} holds neither model_index.json nor config.json, so it is no model. {_NOTHING}")
    if preset.classes and held not in preset.classes:
        raise EngineError(
            f"{preset.name} holds a {held}, which is not of the family {preset.family} ({', '.join(preset.classes)}). "
            f"{_NOTHING} Name a model for {preset.role} (`onereel models list`)."
        )


def _no_code(folder: Path, preset: Preset) -> None:
    """Refuse a model that brings classes of its own."""
    brings = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.py"))
    for path in [*folder.glob("*.json"), *folder.glob("*/config.json")]:
        brings += [f"{path.name}: auto_map"] if _told(path).get("auto_map") else []
    if brings:
        raise Refused(
            f"{preset.name} brings code of its own ({brings[0]}), which would run on this machine. {_NOTHING} "
            "If you trust it, set remote_code to true in the settings."
        )


def _told(path: Path) -> dict[str, object]:
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise EngineError(
            f"{path.name} of the model is damaged and cannot be read. {_NOTHING} Fetch the model again."
        ) from error
    return told if isinstance(told, dict) else {}


def whole(path: Path) -> None:
    """Raise EngineError when a safetensors file is damaged or cut off: its head says how long it has to be."""
    size = path.stat().st_size
    try:
        with path.open("rb") as file:
            length = int.from_bytes(file.read(8), "little")
            if not 2 <= length <= min(size - 8, LONGEST_HEAD):
                raise ValueError("no head")
            head = json.loads(file.read(length))
        end = max((entry["data_offsets"][1] for name, entry in head.items() if name != "__metadata__"), default=0)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise EngineError(_damaged(path)) from error
    if 8 + length + end != size:
        raise EngineError(_damaged(path))


def _damaged(path: Path) -> str:
    return f"{path.name} is damaged or was cut off while it came. {_NOTHING} Fetch the model again."
