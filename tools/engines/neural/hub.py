"""Where weights lie: a folder, or the hub's own cache (HF_HOME, HF_HUB_OFFLINE, HF_TOKEN and HF_ENDPOINT count there)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from memory.errors import EngineError, FilmError, Refused
from tools.engines.neural.care import PLAIN
from tools.models import Preset, is_path

PATTERNS = ("*.safetensors", "*.json", "*.txt", "*.model", "*.jinja", "LICENSE*", "README.md")
"""What is fetched of a model: weights that cannot run code, and the tables beside them."""


def place(preset: Preset) -> Path:
    """The folder of a model's files on this machine; EngineError names the command that fetches them and what would do."""
    if preset.local:
        folder = Path(preset.source).expanduser()
        if not folder.is_dir():
            raise EngineError(
                f"There is no folder {folder} with the model {preset.name!r}. The film is unchanged. {_instead(preset)}"
            )
        return folder
    found = cached(preset)
    if found is None:
        raise EngineError(
            f"The weights of {preset.name!r} ({preset.source}, {_size(preset)}{preset.licence}) are not on this machine. The "
            f"film is unchanged. Fetch them with: onereel models fetch {preset.name}. {_instead(preset)}"
        )
    return found


def _size(preset: Preset) -> str:
    return f"about {preset.size_gb:g} GB, " if preset.size_gb else ""


def _instead(preset: Preset) -> str:
    return f"Without them the embedded engine {PLAIN[preset.role]!r} would do."


def cached(preset: Preset) -> Path | None:
    """The model's folder in the hub's cache, or None when it is not there."""
    from huggingface_hub import try_to_load_from_cache

    for name in ("model_index.json", "config.json"):
        found = try_to_load_from_cache(preset.source, name, revision=preset.revision)
        if isinstance(found, str):
            return Path(found).parent
    return None


def adapter_place(preset: Preset) -> Path:
    """The folder of a model's IP-Adapter on this machine; EngineError names the command that fetches it."""
    from huggingface_hub import try_to_load_from_cache

    wanted = f"{preset.adapter_folder}/{preset.adapter_file}"
    if is_path(preset.adapter):
        folder = Path(preset.adapter).expanduser()
    else:
        found = try_to_load_from_cache(preset.adapter, wanted)
        folder = Path(found).parents[len(Path(wanted).parts) - 1] if isinstance(found, str) else Path("nowhere")
    if not (folder / wanted).is_file():
        raise EngineError(
            f"The IP-Adapter of {preset.name!r} ({preset.adapter}) is not on this machine. The film is unchanged. Fetch it "
            f"with: onereel models fetch {preset.name} --adapter. Or take the reference picture away."
        )
    if not wanted.endswith(".safetensors"):
        raise Refused(f"{wanted} is no safetensors file, and others can run code. Nothing was loaded; name one that is.")
    return folder


def fetch_adapter(preset: Preset) -> None:
    """Bring a model's IP-Adapter, with what looks at the reference, into the hub's cache; FilmError as for `fetch`."""
    from huggingface_hub import snapshot_download

    if not preset.adapter or is_path(preset.adapter):
        raise FilmError(f"The preset {preset.name!r} names no IP-Adapter of the hub. Nothing was fetched.")
    wanted = [f"{preset.adapter_folder}/{preset.adapter_file}"]
    wanted += [f"{preset.adapter_folder}/image_encoder/{name}" for name in ("config.json", "*.safetensors")]
    try:
        _reach(preset.model_copy(update={"source": preset.adapter, "revision": "main"}))
        snapshot_download(preset.adapter, allow_patterns=wanted)
    except Exception as error:  # as in `fetch`
        raise FilmError(_not_fetched(preset, _why(error))) from error


def fetch(preset: Preset) -> Path:
    """Bring a model's weights into the hub's cache and return their folder; FilmError says what the hub answered.

    What is there already is not fetched again, and a stopped fetch goes on. Pickled weights and code are never fetched.
    """
    if preset.local:
        return place(preset)
    from huggingface_hub import errors

    try:
        _reach(preset)
        return Path(_bring(preset))
    except errors.GatedRepoError as error:
        why = f"its makers ask you to agree to its licence first ({preset.terms or preset.source}) and to set HF_TOKEN"
        raise FilmError(_not_fetched(preset, why)) from error
    except (errors.RepositoryNotFoundError, errors.RevisionNotFoundError) as error:
        raise FilmError(_not_fetched(preset, f"the hub has no {preset.source} at {preset.revision}")) from error
    except FilmError:
        raise
    except Exception as error:  # the hub's library raises its own errors, httpx's and OSError, by version
        raise FilmError(_not_fetched(preset, _why(error))) from error


def _reach(preset: Preset) -> None:
    """Ask the hub whether it has the model, within its own patience: what fetches the files would wait without end."""
    from huggingface_hub import HfApi, constants

    if not constants.HF_HUB_OFFLINE:
        HfApi().model_info(preset.source, revision=preset.revision, timeout=constants.HF_HUB_ETAG_TIMEOUT)


def _bring(preset: Preset) -> str:
    """Let the library that will load the model fetch what it needs of it."""
    if preset.library == "diffusers":
        from tools.engines.neural.libraries import diffusers

        wanted: dict[str, Any] = {"variant": preset.variant} if preset.variant else {}
        return str(
            diffusers().DiffusionPipeline.download(preset.source, revision=preset.revision, use_safetensors=True, **wanted)
        )
    from huggingface_hub import snapshot_download

    return str(snapshot_download(preset.source, revision=preset.revision, allow_patterns=list(PATTERNS)))


def _not_fetched(preset: Preset, why: str) -> str:
    return f"{preset.name} could not be fetched: {why}. Finished parts are kept; the same command goes on. {_instead(preset)}"


def _why(error: Any) -> str:
    first = str(error).strip().splitlines()
    kind = type(error).__name__
    told = first[0][:160] if first else kind
    if "timeout" in kind.lower() or "timed out" in told.lower():
        return "the hub did not answer in time"
    if "LocalEntryNotFound" in kind or "Connect" in kind:
        return "the hub cannot be reached (is HF_HUB_OFFLINE set, or the line down?)"
    return told.rstrip(".")
