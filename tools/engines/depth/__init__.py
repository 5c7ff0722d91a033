"""depth: a flat picture taken apart into layers by how near a model sees each part, for parallax and the motion brush."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from memory.errors import EngineError
from memory.takes import Take
from tools.engines import EngineSpec, Made
from tools.engines.asked import DepthRequest
from tools.engines.depth.sheets import cut
from tools.engines.neural import libraries
from tools.engines.neural.drawing import accepted
from tools.engines.parallax.plates import read_bgra
from tools.models import resolve
from tools.stage import read_stage, write_stage

FLAT = "The depth model saw no depth in this picture, which moves as one sheet."


class Depth:
    """Gives a drawn picture layers; main file still.png, the picture as it came, with layers/*.png and stage.json beside it.

    inputs["still"] is the picture; inputs["layout"], where there is one, a layered still of the same composition that lends
    its things' names. `data`: `model`, `licence`, `source`, `sheets`, and `elements`, what strokes may name.
    """

    spec = EngineSpec(
        name="depth", version="1", role="finish", licence="Apache-2.0; the model's own licence is in the take",
        credit="Depth: a model through transformers (Apache-2.0)", install=libraries.INSTALL,
        needs=("torch", "transformers", "cv2"), capabilities={"models": True, "layers": True, "alone": True},
    )  # fmt: skip

    def ready(self, request: DepthRequest) -> None:
        """Raise EngineError or Refused at once when the model's files are not there or must not be loaded."""
        accepted(request.model.choice, "finish")

    def __call__(self, request: DepthRequest, inputs: Mapping[str, Take], folder: Path) -> Made:
        """Write the layered still; EngineError when there is no picture, or the model cannot look at it."""
        from tools.engines.depth.seeing import nearness

        if "still" not in inputs:
            raise EngineError("Depth is seen in a still, and none was given. The film is kept; make the still first.")
        preset, source = resolve("finish", request.model.choice), inputs["still"].main
        picture = read_bgra(source)[..., :3].copy()
        near = nearness(picture, preset)
        layout = inputs.get("layout")
        stage = cut(picture, near, folder, (read_stage(layout.folder), layout.folder) if layout else None)
        write_stage(stage, folder)
        shutil.copyfile(source, folder / "still.png")
        data = {
            "model": preset.name, "source": preset.origin, "licence": preset.licence, "sheets": len(stage.layers),
            "elements": list(dict.fromkeys(name for layer in stage.layers for name in layer.elements)),
        }  # fmt: skip
        return Made(main="still.png", notes=(FLAT,) if len(stage.layers) == 1 else (), data=data)
