"""The gate: what a model drew is looked at by a classifier before anybody sees it (Yahoo's Open NSFW, BSD-2-Clause, by ONNX).

The classifier was taught on JPEG pictures of 256 pixels, cut to 224 in the middle, blue first, less the mean of its pictures.
"""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from memory.errors import Refused
from tools.settings import load_settings
from tools.shelf import need

ITEM = "open-nsfw"
WHOLE, SEEN = 256, 224
MEAN = np.array([104.0, 117.0, 123.0], np.float32)
"""Mean of blue, green and red in the pictures that it was taught on."""


def asked() -> bool:
    """Whether the settings ask for the classifier at all."""
    return load_settings().nsfw_threshold < 1


def shelf() -> tuple[str, ...]:
    """What the gate needs from the shelf."""
    return (ITEM,) if asked() else ()


@cache
def _session(path: Path) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def score(picture: Any) -> float:
    """How likely a PIL picture is not fit to be seen at work, 0..1; EngineError when the classifier is not on the shelf."""
    session = _session(need(ITEM, load_settings().shelf_dir) / "open_nsfw.onnx")
    return float(session.run(None, {session.get_inputs()[0].name: _prepared(picture)[None]})[0][0, 1])


def _prepared(picture: Any) -> NDArray[np.float32]:
    from PIL import Image

    small, coded = picture.convert("RGB").resize((WHOLE, WHOLE), Image.Resampling.BILINEAR), io.BytesIO()
    small.save(coded, format="JPEG")
    seen = np.asarray(Image.open(coded).convert("RGB"), np.float32)
    edge = (WHOLE - SEEN) // 2
    return np.ascontiguousarray(seen[edge : edge + SEEN, edge : edge + SEEN, ::-1] - MEAN)


def admit(pictures: list[Any], model: str) -> dict[str, Any]:
    """Let pictures pass and say how they were judged, for the take's data; Refused when one scores above the threshold."""
    if not asked():
        return {"nsfw": None}
    worst, threshold = max(score(picture) for picture in pictures), load_settings().nsfw_threshold
    if worst >= threshold:
        raise Refused(
            f"What {model} drew was refused: the classifier takes it for a picture not fit to be shown ({worst:.3g}, and the "
            f"settings allow less than {threshold:g}). It was not kept. Change the words or the seed, and render again."
        )
    return {"nsfw": round(worst, 4)}
