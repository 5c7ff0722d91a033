"""Stills by any picture model that diffusers knows: from words, over a layout, in a region, or round an earlier picture."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from memory.errors import EngineError
from memory.takes import Take
from tools.engines import EngineSpec, Made, StillRequest
from tools.engines.asked import DrawnRequest, RetouchRequest
from tools.engines.neural import gate, libraries, masks, words
from tools.engines.neural.care import patient, seeded, sized
from tools.engines.neural.drawing import accepted, run
from tools.engines.neural.loading import Held, guided, held, pipeline, settle
from tools.models import Preset, resolve

ACTS = {"text": "AutoPipelineForText2Image", "image": "AutoPipelineForImage2Image", "paint": "AutoPipelineForInpainting"}
"""What a model may do, and the door of diffusers that makes it do so; all share one model in memory."""


FEWEST = 4
"""Steps that are really taken over a layout or in a region, where the model has as many at all."""


class DiffusersStills:
    """Draws by a model; main file still.png at the size asked for.

    `data`: the `model`, its `licence` and `source`, `act`, `drawn` (the size at which the model worked), `seed`, `nsfw`.
    """

    @property
    def spec(self) -> EngineSpec:
        """What the engine says of itself; the classifier is on its list while the settings ask for it."""
        return EngineSpec(
            name="diffusers", version="1", role="stills", licence="Apache-2.0; the model's own licence is in the take",
            credit="Pictures: a model through diffusers (Apache-2.0)", install=libraries.INSTALL,
            needs=("torch", "diffusers", "transformers", "accelerate"), shelf=gate.shelf(),
            capabilities={"models": True, "layers": False, "acts": ("text", "layout", "paint", "expand"), "alone": True},
        )  # fmt: skip

    def ready(self, request: StillRequest) -> None:
        """Raise EngineError or Refused at once when the model's files are not there or must not be loaded."""
        accepted(_asked(request).model.choice, "stills")

    def __call__(self, request: StillRequest, inputs: Mapping[str, Take], folder: Path) -> Made:
        """Draw still.png; EngineError or Refused with a sentence."""
        asked = _asked(request)
        preset = resolve("stills", asked.model.choice)
        picture, facts, notes = _draw(asked, preset, inputs)
        facts |= gate.admit([picture], preset.name)
        picture.save(folder / "still.png")
        data = {"model": preset.name, "source": preset.origin, "licence": preset.licence, "seed": asked.seed, **facts}
        return Made(main="still.png", notes=tuple(notes), data=data)


def _asked(request: StillRequest) -> DrawnRequest:
    if not isinstance(request, DrawnRequest):
        raise EngineError("This picture names no model. Nothing was drawn; render the film again, or choose a model for it.")
    return request


def _draw(asked: DrawnRequest, preset: Preset, inputs: Mapping[str, Take]) -> tuple[Any, dict[str, Any], list[str]]:
    """The picture at the size asked for, how it was made, and notes."""
    model = held(preset, guided, "guided") if _guided(asked) else held(preset, pipeline)
    act, over = _act(asked, inputs)

    def attempt(share: float) -> Any:
        size = sized(asked.width, asked.height, preset, share)
        return _run(model, preset, asked, (act, over(size) if over else {}, size), inputs)

    drawn, notes = patient(attempt, preset)
    picture = masks.fitted(drawn, (asked.width, asked.height))
    if isinstance(asked, RetouchRequest):
        picture = masks.kept_outside(picture, asked, inputs)
    return picture, {"act": _told(asked, act), "drawn": list(drawn.size)}, list(notes)


def _guided(asked: DrawnRequest) -> bool:
    """Whether a reference picture guides the drawing; what is painted anew follows the picture round it instead."""
    return bool(asked.file) and not isinstance(asked, RetouchRequest)


def _told(asked: DrawnRequest, act: str) -> str:
    return asked.what if isinstance(asked, RetouchRequest) else "layout" if act == "image" else act


def _act(asked: DrawnRequest, inputs: Mapping[str, Take]) -> tuple[str, Any]:
    """Which door is used, and what it is shown beside the words, as a function of the size."""
    if isinstance(asked, RetouchRequest):
        return "paint", lambda size: masks.shown(asked, inputs, size)
    if "layout" in inputs and asked.change < 1:
        layout = inputs["layout"].main
        return "image", lambda size: {"image": masks.opened(layout, size), "strength": max(asked.change, 0.02)}
    return "text", None


def _run(
    model: Held,
    preset: Preset,
    asked: DrawnRequest,
    how: tuple[str, dict[str, Any], tuple[int, int]],
    inputs: Mapping[str, Take],
) -> Any:
    act, shown, size = how
    pipe = _door(model, preset, act)
    strength = float(shown.get("strength", 1.0))
    given = {
        "prompt": words.change(asked) if act == "paint" and asked.prompt else words.picture(asked), **shown,
        "negative_prompt": words.unwanted(), "width": size[0], "height": size[1], "generator": seeded(asked.seed),
        "num_inference_steps": _steps(asked.model.steps, strength), preset.guidance_word: asked.model.guidance,
        **({"ip_adapter_image": masks.opened(inputs["lent"].main, None)} if _guided(asked) else {}),
    }  # fmt: skip
    return run(pipe, given).images[0]


def _steps(steps: int, strength: float) -> int:
    """Steps such that enough are really taken: pictures over pictures run only a share of them, and a fast model has few."""
    return max(steps, math.ceil(min(steps, FEWEST) / max(strength, 0.02)))


def _door(model: Held, preset: Preset, act: str) -> Any:
    """The pipeline for an act, made of the model in memory; EngineError when the model cannot do that."""
    if act not in model.acts:
        library = libraries.diffusers()
        try:
            model.acts[act] = getattr(library, ACTS[act]).from_pipe(model.model)
        except (ValueError, NotImplementedError, TypeError, AttributeError) as error:
            raise EngineError(
                f"{preset.name} ({type(model.model).__name__}) cannot {_DOES[act]}. Nothing was drawn. Choose another model "
                "(`onereel models list`), or set the drawing's layout to none."
            ) from error
        model.acts[act].set_progress_bar_config(disable=True)
        if model.machine.offload != "none":
            settle(model.acts[act], model.machine)
    return model.acts[act]


_DOES = {"text": "draw from words", "image": "draw over a layout", "paint": "paint a region"}
