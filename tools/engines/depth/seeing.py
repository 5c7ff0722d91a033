"""How near a model sees each part of a picture (Depth Anything, DPT and their like, through transformers)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from memory.errors import EngineError
from tools.engines.neural.care import Machine, ran_out
from tools.engines.neural.libraries import torch, transformers
from tools.engines.neural.loading import Held, held
from tools.models import Preset
from tools.settings import Settings

Near = NDArray[np.float32]
"""Height x width, 0 (farthest) to 1 (nearest), on the scale of inverse distance."""


def nearness(picture: NDArray[np.uint8], preset: Preset) -> Near:
    """What a depth model sees in a picture (BGR), at the picture's size; EngineError when it cannot look at it."""
    model = held(preset, _load, "depth")
    try:
        seen = _seen(model, picture)
    except (RuntimeError, ValueError, TypeError, IndexError, KeyError, MemoryError) as error:
        why = "ran out of memory" if ran_out(error) else f"failed: {str(error).splitlines()[0][:200].rstrip('.')}"
        raise EngineError(
            f"{preset.name} {why}. No depth was seen; the picture is kept. Choose a smaller depth model, or none."
        ) from error
    return _scaled(seen, (picture.shape[1], picture.shape[0]), _metric(model.model[0].config))


def _load(folder: Path, preset: Preset, machine: Machine, settings: Settings) -> Any:
    """The model from safetensors alone, and what fits a picture to it."""
    library = transformers()
    asked = {"local_files_only": True, "trust_remote_code": settings.remote_code}
    model = library.AutoModelForDepthEstimation.from_pretrained(str(folder), dtype=machine.dtype, use_safetensors=True, **asked)
    return model.to(machine.device).eval(), library.AutoImageProcessor.from_pretrained(str(folder), **asked)


def _seen(held: Held, picture: NDArray[np.uint8]) -> Near:
    from PIL import Image

    model, reader = held.model
    shown = reader(images=Image.fromarray(np.ascontiguousarray(picture[..., ::-1])), return_tensors="pt")
    with torch().inference_mode():
        depth = model(shown["pixel_values"].to(held.machine.device, held.machine.dtype)).predicted_depth
    return np.asarray(depth[0].float().cpu().numpy(), np.float32)


def _metric(config: Any) -> bool:
    """Whether a model tells distances, which grow as things go away; the others tell nearness already."""
    return getattr(config, "depth_estimation_type", "relative") == "metric"


def _scaled(seen: Near, size: tuple[int, int], metric: bool) -> Near:
    """What was seen as nearness between 0 and 1; all 0 where everything is as near as the rest."""
    import cv2

    seen = np.nan_to_num(seen)
    near = 1 / np.maximum(seen, 1e-3) if metric else seen
    low, high = (float(np.quantile(near, share)) for share in (0.01, 0.99))
    if high - low <= 1e-6 * max(abs(high), 1e-12):
        return np.zeros(size[::-1], np.float32)
    level = np.clip((near - low) / (high - low), 0, 1).astype(np.float32)
    return np.asarray(np.clip(cv2.resize(level, size, interpolation=cv2.INTER_CUBIC), 0, 1), np.float32)
