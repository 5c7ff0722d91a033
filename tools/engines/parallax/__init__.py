"""parallax: clips from layered stills, or from any flat picture given depth; camera moves, motion strokes, ambient life."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from memory.errors import EngineError, TakeError
from memory.masks import is_mask
from memory.takes import Take
from tools.engines import ClipRequest, EngineSpec, Footage, Made
from tools.engines.parallax.camera import MOVES
from tools.engines.parallax.cutting import cut_stage
from tools.engines.parallax.flat import cut_flat
from tools.engines.parallax.footage import RigFootage
from tools.engines.parallax.model import Rig, read_rig
from tools.stage import read_stage

GUESSED = 'How near things are in this drawn picture was guessed. A depth model sees it: say "give the pictures depth".'


class Parallax:
    """Sets a still in motion: cut once into a rig of sheets, then filmed at whatever length the words need."""

    spec = EngineSpec(
        name="parallax",
        version="5",
        role="clips",
        licence="Apache-2.0",
        credit="Camera: parallax by Onereel, drawn with Skia (BSD-3-Clause)",
        needs=("cv2", "skia"),
        capabilities={"moves": tuple(MOVES), "strokes": True, "masks": True, "layers": True, "flat": True},
    )

    def __call__(self, request: ClipRequest, inputs: Mapping[str, Take], folder: Path) -> Made:
        """Write rig.json and plates/ into `folder`; the take then needs nothing of the still's folder.

        inputs["still"] is a layered still (with stage.json) or a flat picture; painted masks that strokes name are inputs of
        that name. A stroke whose target is not in the picture becomes a note. Raises EngineError when there is no still,
        TakeError when it cannot be read.
        """
        if "still" not in inputs:
            raise EngineError("A clip is made from a still, and none was given. The film is kept; make the still first.")
        still = inputs["still"]
        masks = {s.target: inputs[s.target].main for s in request.strokes if is_mask(s.target) and s.target in inputs}
        rig, notes = self._rig(request, still, folder, masks)
        (folder / "rig.json").write_text(rig.model_dump_json(indent=1), encoding="utf-8")
        return Made(main="rig.json", notes=tuple(notes), data={"plates": [plate.name for plate in rig.plates]})

    def _rig(self, request: ClipRequest, still: Take, folder: Path, masks: Mapping[str, Path]) -> tuple[Rig, list[str]]:
        try:
            stage = read_stage(still.folder)
        except ValueError as error:
            raise TakeError("The still's stage.json cannot be read. The film is kept; render the still again.") from error
        if stage is None:
            rig, notes = cut_flat(request, still.main, folder, masks)
            return rig, [*([GUESSED] if still.data.get("model") else []), *notes]
        return cut_stage(stage, request, still.folder, folder, masks)

    def footage(self, take: Take) -> Footage:
        """Open a clip made earlier; TakeError when its rig is missing or broken."""
        return RigFootage(read_rig(take.main), take.folder)
