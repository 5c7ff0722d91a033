"""What a video model is shown: a picture to begin on, or how the camera moves over it, as parallax films that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from memory.errors import EngineError
from memory.takes import Take
from tools import studio
from tools.engines.asked import FilmedRequest
from tools.engines.neural import libraries, masks
from tools.models import Preset


@dataclass(frozen=True)
class View:
    """The picture that a clip begins on (None: from words alone), and the move's frames in the model's own number and size."""

    first: Any
    move: tuple[Any, ...] = ()

    def given(self, preset: Preset, first: Any, number: int) -> dict[str, Any]:
        """The arguments that show stretch `number` of the clip what it is to follow, where it begins on `first`."""
        if not preset.follows:
            return {} if first is None else {"image": first}
        begin = number * (preset.frames - 1)
        part = self.move[begin : begin + preset.frames]
        if preset.follows == "video":
            return {"video": list(part)}
        if "Condition" in preset.pipeline:
            kind = libraries.diffusers().pipelines.ltx.pipeline_ltx_condition.LTXVideoCondition
            ends = [kind(image=first, frame_index=0), kind(image=part[-1], frame_index=preset.frames - 1)]
            return {"conditions": ends, "strength": 1.0}
        return {"image": first, "last_image": part[-1]}


def shown(preset: Preset, asked: FilmedRequest, inputs: Mapping[str, Take], size: tuple[int, int]) -> View:
    """What a model is shown of a shot at the size it films at; EngineError when the camera's move is wanted and not there."""
    if preset.from_text and not preset.follows:
        return View(None)
    if not preset.follows:
        return View(masks.opened(inputs["still"].main, size))
    if "motion" not in inputs:
        raise EngineError(f"{preset.name} follows the camera's move, and none was given. The film is kept; render it again.")
    move = _filmed(inputs["motion"], asked.parts * (preset.frames - 1) + 1, preset.fps, (asked.width, asked.height))
    frames = tuple(masks.fitted(frame, size) for frame in move)
    return View(frames[0], frames)


def _filmed(motion: Take, total: int, fps: int, size: tuple[int, int]) -> list[Any]:
    """The frames of a clip by parallax, as pictures."""
    from PIL import Image

    frames = studio.footage(motion).frames(total, fps)
    shape = (size[1], size[0], 4)
    return [Image.fromarray(np.frombuffer(bytes(frame), np.uint8).reshape(shape)[..., 2::-1].copy()) for frame in frames]
