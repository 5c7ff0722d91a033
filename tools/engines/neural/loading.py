"""Models into memory: one at a time in a process, checked before they are opened, and let go when another is wanted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from memory.errors import EngineError, FilmError
from tools.engines.neural import hub
from tools.engines.neural.care import Machine, machine_for, ran_out, release
from tools.engines.neural.checking import check
from tools.engines.neural.libraries import INSTALL, diffusers
from tools.models import Preset, identity
from tools.settings import Settings, load_settings

Load = Callable[[Path, Preset, Machine, Settings], Any]
"""Loads what is in a model's folder for a machine."""


@dataclass
class Held:
    """The one model that is in memory: whose it is, where it runs, and the pipelines that share its parts, by their act."""

    mark: tuple[str, str, Machine]
    model: Any
    machine: Machine
    acts: dict[str, Any] = field(default_factory=dict)


_held: list[Held] = []


def held(preset: Preset, load: Load, kind: str = "") -> Held:
    """The model of a preset, loaded unless it is the one in memory; another one is let go first.

    Raises EngineError or Refused with a sentence when its files are missing, damaged, pickled, of another family or too large.
    """
    settings = load_settings()
    folder = hub.place(preset)
    machine = machine_for(preset, settings)
    mark = (f"{kind}/{preset.name}", identity(preset), machine)
    if _held and _held[0].mark == mark:
        return _held[0]
    drop()
    check(folder, preset, settings.remote_code)
    try:
        _held[:] = [Held(mark, load(folder, preset, machine, settings), machine)]
    except FilmError:
        raise
    except Exception as error:  # what a library says of files that do not fit it has no common kind
        raise EngineError(_not_loaded(preset, error)) from error
    return _held[0]


def drop() -> None:
    """Let the model in memory go."""
    if _held:
        _held.clear()
        release()


def _not_loaded(preset: Preset, error: Exception) -> str:
    if ran_out(error):
        return (
            f"The model {preset.name!r} did not fit into memory while it was loaded. Nothing was made. Close what else uses "
            "it, set offload to sequential, or choose a smaller model."
        )
    first = (str(error).strip().splitlines() or [type(error).__name__])[0]
    lacks = isinstance(error, ImportError) or any(said in first for said in ("is required", "requires the"))
    remedy = f"Install what it needs: {INSTALL}" if lacks else "Fetch it again"
    return f"The model {preset.name!r} could not be loaded: {first[:240].rstrip('.')}. The film is unchanged. {remedy}."


def pipeline(folder: Path, preset: Preset, machine: Machine, settings: Settings, class_name: str = "DiffusionPipeline") -> Any:
    """A diffusers pipeline from safetensors alone, on its machine, in slices where that saves memory, with its LoRAs."""
    pipe = _opened(folder, preset, machine, settings, class_name)
    settle(pipe, machine)
    return pipe


def guided(folder: Path, preset: Preset, machine: Machine, settings: Settings) -> Any:
    """The same with the preset's IP-Adapter, by which a reference picture guides the drawing; it then always wants one."""
    pipe = _opened(folder, preset, machine, settings, "DiffusionPipeline")
    if not preset.adapter or not hasattr(pipe, "load_ip_adapter"):
        raise EngineError(
            f"{preset.name} takes no reference picture: its preset names no adapter. Nothing was drawn. Name one in "
            'models.toml (adapter = "h94/IP-Adapter"), or take the reference away.'
        )
    pipe.load_ip_adapter(
        str(hub.adapter_place(preset)), subfolder=preset.adapter_folder, weight_name=preset.adapter_file, local_files_only=True
    )
    settle(pipe, machine)
    return pipe


def _opened(folder: Path, preset: Preset, machine: Machine, settings: Settings, class_name: str) -> Any:
    """A pipeline with its LoRAs, not yet on its machine."""
    library = diffusers()
    kind = getattr(library, class_name, None)
    if kind is None:
        raise EngineError(
            f"diffusers {library.__version__} has no {class_name}, which {preset.name!r} needs. Nothing was loaded."
        )
    asked: dict[str, Any] = {"variant": preset.variant} if _has_variant(folder, preset) else {}
    pipe = kind.from_pretrained(
        str(folder), dtype=machine.dtype, use_safetensors=True, local_files_only=True,
        trust_remote_code=settings.remote_code, **asked,
    )  # fmt: skip
    pipe.set_progress_bar_config(disable=True)
    for number, lora in enumerate(preset.loras):
        _lay(pipe, Path(lora.file).expanduser(), f"lora{number}")
    if preset.loras:
        pipe.set_adapters([f"lora{n}" for n in range(len(preset.loras))], [lora.weight for lora in preset.loras])
    return pipe


def _has_variant(folder: Path, preset: Preset) -> bool:
    return bool(preset.variant) and any(folder.rglob(f"*.{preset.variant}.safetensors"))


def _lay(pipe: Any, file: Path, name: str) -> None:
    if file.suffix != ".safetensors" or not file.is_file():
        raise EngineError(
            f"The LoRA {file} is not a safetensors file that is there. Nothing was loaded; correct it in models.toml."
        )
    if not hasattr(pipe, "load_lora_weights"):
        raise EngineError(f"{type(pipe).__name__} takes no LoRA. Nothing was loaded; take {file.name} out of models.toml.")
    pipe.load_lora_weights(str(file.parent), weight_name=file.name, adapter_name=name)


def settle(pipe: Any, machine: Machine) -> None:
    """Put a pipeline where it runs; on a small card its parts wait in main memory, and pictures are decoded in tiles."""
    vae = getattr(pipe, "vae", None)
    if machine.offload == "none":
        pipe.to(machine.device)
    elif machine.offload == "model":
        pipe.enable_model_cpu_offload()
    else:
        pipe.enable_sequential_cpu_offload()
    if machine.offload != "none" and vae is not None:
        for thrift in ("enable_tiling", "enable_slicing"):
            getattr(vae, thrift, lambda: None)()
