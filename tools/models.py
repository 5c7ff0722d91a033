"""Models that the big engines load: presets by name, what a film names resolved, and what a model is in a take's key.

A film names one after its engine ("diffusers:sdxl", "diffusers:/a/folder", "diffusers:owner/name"); nothing is loaded here.
"""

from __future__ import annotations

import hashlib
import json
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from memory.canonical import digest
from memory.editing import UNCHANGED
from memory.errors import EngineError, FilmError
from tools.engines import Role
from tools.settings import load_settings

TABLE = Path(__file__).with_name("models.toml")
USUAL = {"stills": "picture", "clips": "ltx", "music": "stable-audio", "sounds": "audioldm2", "finish": "depth"}
"""The family of a model that is named by its hub id alone, by role."""
_WHOLE = 32 * 2**20
"""Bytes up to which a file of weights is hashed whole; of larger ones the size, the beginning and the end are."""
_END = 2**20


class Lora(BaseModel):
    """A file of low-rank weights laid over a model, and how strongly."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file: str
    weight: float = 1.0


class Preset(BaseModel):
    """One model as it is loaded and run; what a preset does not say is its family's."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    family: str
    role: Role
    also: tuple[Role, ...] = ()
    """Other roles that it can fill."""
    classes: tuple[str, ...] = ()
    """What a folder of the family may hold; empty takes any pipeline that diffusers knows for the role."""
    library: str = "diffusers"
    engine: str = "diffusers"
    default: bool = False
    source: str
    """A hub id, or a folder on this machine."""
    revision: str = "main"
    variant: str = ""
    licence: str = "unknown licence: a model of the person's own"
    terms: str = ""
    gated: bool = False
    size_gb: float = 0
    memory_gb: float = 0
    steps: int = 30
    guidance: float = 5.0
    guidance_word: str = "guidance_scale"
    width: int = 512
    height: int = 512
    multiple: int = 8
    frames: int = 1
    fps: int = 8
    seconds: float = 10.0
    pipeline: str = ""
    """The class that makes clips of a picture, where it is not the one that the folder names."""
    text_pipeline: str = ""
    from_text: bool = False
    """Whether clips are made from words alone; the still is then only what they are checked against."""
    follows: Literal["", "ends", "video"] = ""
    """What a clip is shown of the camera's move over the still, which parallax films first: its ends, or all its frames."""
    fixed: bool = False
    """Whether it knows its own width and height alone, whatever the film's shape."""
    loras: tuple[Lora, ...] = ()
    adapter: str = ""
    """Folder or hub id of an IP-Adapter, by which a reference picture guides the drawing."""
    adapter_folder: str = "sdxl_models"
    adapter_file: str = "ip-adapter_sdxl.safetensors"
    quality: str = ""
    price: float = 0
    """US dollars a picture, where each is paid for."""

    @property
    def local(self) -> bool:
        """Whether the model is a folder on this machine."""
        return is_path(self.source)

    @property
    def origin(self) -> str:
        """Where the model comes from, as a take says it: the hub id and revision, or a folder's name without its path."""
        return Path(self.source).name if self.local else f"{self.source}@{self.revision}"


def is_path(said: str) -> bool:
    """Whether a model is named by a folder and not by a name or hub id."""
    return said.startswith(("/", "~", "./", "../"))


def split(choice: str) -> tuple[str, str]:
    """A choice as a film names it: the engine's short name, and the model after its colon ("" for the usual one)."""
    engine, _, model = choice.partition(":")
    return engine, model


def presets() -> dict[str, Preset]:
    """Every preset by name: those that come with Onereel, then the person's own; FilmError says what is wrong in that file."""
    own = load_settings().models_file
    return _presets(own, own.stat().st_mtime_ns if own.is_file() else 0)


@lru_cache(maxsize=8)
def _presets(own: Path, stamp: int) -> dict[str, Preset]:
    table = _tables(own, stamp)
    return {name: _preset(name, entry, table["families"], own) for name, entry in table["models"].items()}


@lru_cache(maxsize=8)
def _tables(own: Path, stamp: int) -> dict[str, dict[str, Any]]:
    table, mine = _read(TABLE), _read(own) if stamp else {}
    return {part: {**table[part], **mine.get(part, {})} for part in ("families", "models")}


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise FilmError(f"{path} cannot be read as a table of models ({error}). Correct or remove it. {UNCHANGED}") from error


def _preset(name: str, entry: dict[str, Any], families: dict[str, Any], own: Path) -> Preset:
    family = str(entry.get("family", ""))
    if family not in families:
        raise FilmError(f"The model {name!r} in {own} names no family. There are: {', '.join(families)}. {UNCHANGED}")
    try:
        return Preset.model_validate({**families[family], **entry, "name": name})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise FilmError(f"The model {name!r} in {own}: {where}: {first['msg'].lower()}. {UNCHANGED}") from error


def resolve(role: Role, choice: str) -> Preset:
    """The preset that a choice means for a role; EngineError with the names there are, or when it makes something else."""
    engine, said = split(choice)
    fitting = {name: p for name, p in presets().items() if p.engine == engine and role in (p.role, *p.also)}
    if not said:
        usual = [p for p in fitting.values() if p.default]
        return next(reversed([p for p in usual if p.role == role] or usual))
    found = presets().get(said)
    if found is None and engine == "diffusers" and ("/" in said or is_path(said)):
        return _unnamed(role, said)
    if found is None or found.engine != engine:
        names = ", ".join(fitting)
        raise EngineError(f"{engine} knows no model called {said!r}. For {role} there are: {names}. {UNCHANGED}")
    if said not in fitting:
        raise EngineError(
            f"The model {said!r} is of the family {found.family}, which makes {found.role} and not {role}. {UNCHANGED} "
            f"For {role} there are: {', '.join(fitting)}."
        )
    return found


def _unnamed(role: Role, said: str) -> Preset:
    """A model named by its folder or hub id alone: what it holds says which family it is of."""
    own = load_settings().models_file
    families = _tables(own, own.stat().st_mtime_ns if own.is_file() else 0)["families"]
    source = str(Path(said).expanduser().absolute()) if is_path(said) else said
    held = kind_of(Path(source)) if is_path(said) else ""
    family = next((name for name, entry in families.items() if held and held in entry["classes"]), USUAL[role])
    if role not in (families[family]["role"], *families[family].get("also", ())):
        raise EngineError(
            f"{said} holds a {held}, which makes {families[family]['role']} and not {role}. {UNCHANGED} "
            f"`onereel models list` shows what there is for {role}."
        )
    return _preset(said, {"family": family, "source": source}, families, own)


def kind_of(folder: Path) -> str:
    """The class that a model's folder says it holds, from model_index.json or config.json; "" when it says nothing."""
    for name, key in (("model_index.json", "_class_name"), ("config.json", "architectures")):
        try:
            told = json.loads((folder / name).read_text(encoding="utf-8")).get(key)
        except (OSError, ValueError, AttributeError):
            continue
        return str(told[0] if isinstance(told, list) and told else told or "")
    return ""


def identity(preset: Preset, guided: bool = False) -> str:
    """What the model is in a take's key: a hub id with its revision or the digest of a folder, and what is laid over it.

    `guided` counts its IP-Adapter too.
    """
    base = folder_digest(Path(preset.source).expanduser()) if preset.local else preset.origin
    laid = [f"{file_mark(Path(lora.file).expanduser())}*{lora.weight}" for lora in preset.loras]
    return "+".join([base, *laid, *([preset.adapter] if guided and preset.adapter else [])])


def folder_digest(folder: Path) -> str:
    """The digest of a model's folder by its files; "missing" when there is none, so that a call sheet can still be shown."""
    if not folder.is_dir():
        return "missing"
    files = sorted(path for path in folder.rglob("*") if path.suffix in (".json", ".safetensors", ".txt") and path.is_file())
    return digest({path.relative_to(folder).as_posix(): file_mark(path) for path in files})


def file_mark(path: Path) -> str:
    """The digest of a file by its size and content (of a large one, its beginning and end); "missing" when it is not there."""
    try:
        about = path.stat()
        return _mark(path, about.st_size, about.st_mtime_ns)
    except OSError:
        return "missing"


@lru_cache(maxsize=1024)
def _mark(path: Path, size: int, stamp: int) -> str:
    seen = hashlib.sha256(str(size).encode())
    with path.open("rb") as file:
        if size <= _WHOLE:
            seen.update(file.read())
        else:
            seen.update(file.read(_END))
            file.seek(-_END, 2)
            seen.update(file.read())
    return seen.hexdigest()


def credit(role: Role, choice: str) -> str:
    """The credit line of a model: what it made, which it is, under which licence."""
    preset = resolve(role, choice)
    told = {"stills": "Pictures", "clips": "Camera and motion", "music": "Music", "sounds": "Sounds", "finish": "Depth"}
    what = told[role]
    name = Path(preset.name).name if is_path(preset.name) else preset.name if preset.local else preset.source
    through = "by OpenAI's service" if preset.engine == "openai" else f"through {preset.library} (Apache-2.0)"
    return f"{what}: {name} ({preset.licence}) {through}"
