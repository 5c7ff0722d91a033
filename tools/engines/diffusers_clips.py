"""Clips by video models through diffusers: a still set in motion or words alone, stretch after stretch, at the film's rate."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from memory.errors import EngineError
from memory.takes import Take
from tools.engines import ClipRequest, EngineSpec, Footage, Made
from tools.engines.asked import FilmedRequest
from tools.engines.neural import gate, libraries, words
from tools.engines.neural.care import Machine, patient, seeded, sized
from tools.engines.neural.drawing import accepted, run
from tools.engines.neural.following import View, shown
from tools.engines.neural.footage import ModelFootage, store
from tools.engines.neural.loading import Held, held, pipeline
from tools.models import Preset, resolve
from tools.settings import Settings

Frames = NDArray[np.float32]
"""Frames x height x width x 3, red first, 0..1."""
QUIET, LIVELY = 20, 200
"""Motion bucket of Stable Video Diffusion for a camera that stands still and for one that moves as far as it may."""


class DiffusersClips:
    """Films by a model; main file clip.mp4, as many frames as the model makes, shown at whatever length the words need.

    `data`: `model`, `licence`, `source`, `frames`, `fps`, `frame` (the film's width, height), `parts`, `camera` and `strokes`
    (how they were asked for: "words", "strength of motion", "first and last frame", "control video", "not"), `nsfw`.
    """

    @property
    def spec(self) -> EngineSpec:
        """What the engine says of itself; the classifier is on its list while the settings ask for it."""
        return EngineSpec(
            name="diffusers", version="1", role="clips", licence="Apache-2.0; the model's own licence is in the take",
            credit="Camera and motion: a model through diffusers (Apache-2.0)", install=libraries.INSTALL,
            needs=("torch", "diffusers", "transformers", "accelerate", "cv2"), shelf=gate.shelf(),
            capabilities={"models": True, "strokes": True, "layers": False, "flat": True, "alone": True},
        )  # fmt: skip

    def ready(self, request: ClipRequest) -> None:
        """Raise EngineError or Refused at once when the model's files are not there or must not be loaded."""
        accepted(_asked(request).model.choice, "clips")

    def __call__(self, request: ClipRequest, inputs: Mapping[str, Take], folder: Path) -> Made:
        """Write clip.mp4 into `folder`; EngineError when there is no still or the model cannot film it, Refused by the gate."""
        from PIL import Image

        asked = _asked(request)
        preset = resolve("clips", asked.model.choice)
        if "still" not in inputs:
            raise EngineError("A clip is made from a still, and none was given. The film is kept; make the still first.")
        model = held(preset, _load, "text" if preset.from_text else "clip")

        def attempt(share: float) -> Frames:
            size = sized(asked.width, asked.height, preset, share)
            return _film(model, preset, asked, shown(preset, asked, inputs, size), size)

        frames, notes = patient(attempt, preset)
        pictures = (frames * 255).round().astype(np.uint8)
        looked_at = [Image.fromarray(pictures[i]) for i in (0, len(pictures) // 2, -1)]
        judged = gate.admit(looked_at, preset.name)
        store(pictures, preset.fps, folder / "clip.mp4")
        told, how = _camera(model.model, asked, preset)
        data = {
            "model": preset.name, "source": preset.origin, "licence": preset.licence, "seed": asked.seed,
            "frames": len(pictures), "fps": preset.fps, "frame": [asked.width, asked.height], "parts": asked.parts,
            **how, **judged,
        }  # fmt: skip
        return Made(main="clip.mp4", notes=(*notes, *told), data=data)

    def footage(self, take: Take) -> Footage:
        """Open a clip made earlier; TakeError when its frames cannot be read."""
        width, height = take.data["frame"]
        return ModelFootage(take.main, int(take.data["frames"]), float(take.data["fps"]), (int(width), int(height)))


def _asked(request: ClipRequest) -> FilmedRequest:
    if not isinstance(request, FilmedRequest):
        raise EngineError("This clip names no model. Nothing was filmed; render the film again, or choose a model for it.")
    return request


def _load(folder: Path, preset: Preset, machine: Machine, settings: Settings) -> Any:
    """The pipeline that films, by the preset's class where the folder names another one."""
    wanted = preset.text_pipeline if preset.from_text else preset.pipeline
    return pipeline(folder, preset, machine, settings, wanted or "DiffusionPipeline")


def _film(model: Held, preset: Preset, asked: FilmedRequest, view: View, size: tuple[int, int]) -> Frames:
    """All stretches one after another: each begins on the last frame of the one before, and keeps the colours of the first."""
    from PIL import Image

    first, made = view.first, list[Frames]()
    for number in range(1 if preset.from_text else asked.parts):
        frames = _stretch(model, preset, asked, view.given(preset, first, number), (size, number))
        if made:
            frames = anchored(frames, made[-1][-1])[1:]
        made.append(frames)
        first = Image.fromarray((frames[-1] * 255).round().astype(np.uint8))
    return np.concatenate(made)


def _stretch(
    model: Held, preset: Preset, asked: FilmedRequest, given: dict[str, Any], place: tuple[tuple[int, int], int]
) -> Frames:
    size, number = place
    usual = {
        "prompt": words.clip(asked), "negative_prompt": words.unwanted(), "width": size[0], "height": size[1],
        "num_frames": preset.frames, "num_inference_steps": asked.model.steps, preset.guidance_word: asked.model.guidance,
        "generator": seeded(asked.seed + number), "output_type": "np", "fps": preset.fps, "frame_rate": preset.fps,
        "decode_chunk_size": 4, "motion_bucket_id": round(QUIET + (LIVELY - QUIET) * _amount(asked)),
        "strength": max(asked.change, 0.02),
    }  # fmt: skip
    frames = np.asarray(run(model.model, usual | given).frames[0], np.float32)
    if frames.ndim != 4 or len(frames) < 2:
        raise EngineError(f"{preset.name} made {len(frames)} frame(s), which is no clip. Nothing was kept of it.")
    return np.clip(np.nan_to_num(frames), 0, 1)


def _amount(asked: FilmedRequest) -> float:
    """How much moves: the camera, or what the strokes set in motion."""
    strokes = [abs(s.horizontal) + abs(s.vertical) + abs(s.proximity) + s.ambient for s in asked.strokes]
    return min(max([0.0 if asked.camera.move == "static" else asked.camera.amount, *strokes]), 1.0)


def _camera(pipe: Any, asked: FilmedRequest, preset: Preset) -> tuple[list[str], dict[str, str]]:
    """How camera and strokes were asked of the model, and a note where it takes no words for them."""
    import inspect

    takes = inspect.signature(pipe.__call__).parameters
    if preset.follows:
        return [], dict.fromkeys(("camera", "strokes"), "first and last frame" if preset.follows == "ends" else "control video")
    how = "words" if "prompt" in takes else "strength of motion" if "motion_bucket_id" in takes else "not"
    wanted = [asked.camera.move.replace("_", " ")] if asked.camera.move != "static" else []
    wanted += [f"motion on {stroke.target}" for stroke in asked.strokes]
    lost = f"{preset.name} takes no words, so that {' and '.join(wanted)} became how much moves; parallax follows them."
    return [lost] if wanted and how != "words" else [], {"camera": how, "strokes": how}


def anchored(frames: Frames, anchor: Frames) -> Frames:
    """Frames whose first one gets the colours (mean and spread of each channel) of `anchor`, the rest the same correction."""
    ours, theirs = frames[0].reshape(-1, 3), anchor.reshape(-1, 3)
    scale = np.clip(theirs.std(0) / np.maximum(ours.std(0), 1e-3), 0.5, 2)
    return np.asarray(np.clip((frames - ours.mean(0)) * scale + theirs.mean(0), 0, 1), np.float32)
