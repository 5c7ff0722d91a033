"""The neural libraries, brought in quietly and with one thread where the build says so."""

from __future__ import annotations

import importlib
import logging
import warnings
from functools import cache
from typing import Any

from memory.errors import EngineError
from tools.crew import calm_threads
from tools.engines.neural_sound import with_torchaudio

INSTALL = "pip install 'onereel[neural]'"


@cache
def torch() -> Any:
    """torch, on one thread for work on the processor: the build uses the cores, by processes."""
    calm_threads()
    found = importlib.import_module("torch")
    found.set_num_threads(1)
    return found


@cache
def diffusers() -> Any:
    """The diffusers library; ImportError when it is not installed, EngineError when what is installed does not fit together."""
    transformers()
    library = importlib.import_module("diffusers")
    library.utils.logging.set_verbosity_error()
    library.utils.logging.disable_progress_bar()
    try:
        library.AutoPipelineForText2Image  # noqa: B018 - its parts are imported when they are named
    except RuntimeError as error:
        raise EngineError(
            f"diffusers cannot be used here: {str(error).splitlines()[-1][:200]}. Nothing was made. Install it anew: {INSTALL}"
        ) from error
    return library


@cache
def transformers() -> Any:
    """The transformers library, quiet."""
    _quiet()
    library = importlib.import_module("transformers")
    library.logging.set_verbosity_error()
    library.logging.disable_progress_bar()
    return library


def _quiet() -> None:
    """Load torch first, and a torchaudio that works beside it: transformers looks for one and would fail at its import."""
    torch()
    warnings.filterwarnings("ignore", module=r"(diffusers|transformers|huggingface_hub)\b.*")
    logging.getLogger("huggingface_hub").setLevel(logging.ERROR)
    with_torchaudio()
