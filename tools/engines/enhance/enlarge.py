"""Pictures enlarged two or four times by SPAN (Wan 2023), a small net run by ncnn on the processor."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np

from memory.errors import EngineError
from memory.takes import Take
from tools.engines import EngineSpec, Made
from tools.engines.enhance.frames import Frame, Plane, to_colours
from tools.engines.enhance.regions import Regions
from tools.engines.enhance.requests import EnlargeRequest
from tools.engines.enhance.tiles import Tiles
from tools.settings import load_settings
from tools.shelf import need

MOST_PIXELS = 134_000_000
"""Pixels of an enlarged picture at most: 16,384 x 8,192."""
_LIMIT = "at most 134 million pixels are made. Nothing was written. Choose a smaller picture or scale."
MAIN = "still.png"


class Span:
    """Enlarges a still; `enlarge` does it to any picture."""

    spec = EngineSpec(
        name="span", version="1", role="finish", licence="Apache-2.0 net; weights as their package says",
        credit="Enlarged by: SPAN (Wan et al.), run by ncnn (BSD-3-Clause)", needs=("ncnn", "cv2", "PIL"), shelf=("span",),
        capabilities={"model": "spanx2_ch48, spanx4_ch48", "scales": (2, 4)},
    )  # fmt: skip

    def __call__(self, request: EnlargeRequest, inputs: Mapping[str, Take], folder: Path) -> Made:
        """Write still.png, `scale` times as large as inputs["still"]; transparency is enlarged by Lanczos's kernel."""
        if "still" not in inputs:
            raise EngineError("There is no picture to enlarge. Everything is as before.")
        enlarge_file(inputs["still"].main, folder / MAIN, request.scale)
        return Made(MAIN, data={"scale": request.scale})


def enlarge_file(source: Path, target: Path, scale: int) -> None:
    """Write the picture in `source`, enlarged, to `target`; EngineError when it is none or would become too large."""
    import cv2
    from PIL import Image, ImageOps

    try:
        with Image.open(source, formats=("PNG", "JPEG", "WEBP", "TIFF")) as opened:
            if opened.width * opened.height * scale * scale > MOST_PIXELS:
                raise EngineError(_too_large(opened.size, scale))
            profile, upright = opened.info.get("icc_profile"), ImageOps.exif_transpose(opened)
            alpha = np.asarray(upright.convert("RGBA"))[..., 3] if "A" in upright.getbands() else None
            made = enlarge(np.asarray(upright.convert("RGB")), scale)
    except Image.DecompressionBombError as error:
        raise EngineError(f"{source.name[:80]} is so large that it was not read; {_LIMIT}") from error
    except (OSError, ValueError) as error:
        raise EngineError(f"{source.name[:80]} is not a picture that can be read. Nothing was written.") from error
    if alpha is not None:
        made = np.dstack([made, cv2.resize(alpha, made.shape[1::-1], interpolation=cv2.INTER_LANCZOS4)])
    kept: dict[str, Any] = {"icc_profile": profile} if profile else {}
    kept |= {"quality": 95} if target.suffix.lower() in (".jpg", ".jpeg", ".webp") else {}
    picture = Image.fromarray(made)
    (picture.convert("RGB") if target.suffix.lower() in (".jpg", ".jpeg") else picture).save(target, **kept)


def _too_large(size: tuple[int, int], scale: int) -> str:
    return f"A picture of {size[0]} x {size[1]} would become {size[0] * scale} x {size[1] * scale}; {_LIMIT}"


def enlarge(picture: Plane, scale: int) -> Plane:
    """An opaque picture (height x width x 3: red, green, blue) two or four times as large; EngineError without the weights."""
    net = span(scale)
    return Tiles(partial(_run, net), scale, reuse=False, workers=load_settings().workers)(picture)


class FrameSpan:
    """Enlarges the frames of a video: luma by the net, where it changed; colours by Lanczos, as eyes see them softly.

    `bound` is how far a part may change (levels of 8 bits) and still keep what the net made of it, the change itself added
    by a plain kernel; 0 reuses what is equal, None nothing.
    """

    def __init__(self, scale: int, bound: float | None) -> None:
        work, workers = partial(_run, span(scale)), load_settings().workers
        exact = Tiles(work, scale, reuse=True, workers=workers)
        self.tiles = exact if bound == 0 else Regions(work, scale, bound, workers)

    def __call__(self, frame: Frame) -> Frame:
        """The frame, enlarged."""
        import cv2

        large = cv2.cvtColor(self.tiles(to_colours(frame)), cv2.COLOR_RGB2YCrCb)[..., 0]
        size = (large.shape[1] // 2, large.shape[0] // 2)
        colours = (cv2.resize(plane, size, interpolation=cv2.INTER_LANCZOS4) for plane in (frame.cb, frame.cr))
        return Frame(frame.time, np.ascontiguousarray(large), *colours)


@cache
def span(scale: int) -> Any:
    """The net with its weights, kept for the life of the process; it runs in one thread, several pieces side by side.

    A second thread inside the net waits by spinning; pieces in threads of their own do not.
    """
    import ncnn

    if scale not in (2, 4):
        raise EngineError(f"SPAN enlarges two or four times, not {scale}. Nothing was written.")
    folder = need("span", load_settings().shelf_dir)
    net = ncnn.Net()
    net.opt.use_vulkan_compute, net.opt.num_threads = False, 1
    net.load_param(str(folder / f"spanx{scale}.param"))
    net.load_model(str(folder / f"spanx{scale}.bin"))
    return net


def _run(net: Any, picture: Plane) -> Plane:
    import ncnn

    height, width = picture.shape[:2]
    given = ncnn.Mat.from_pixels(np.ascontiguousarray(picture), ncnn.Mat.PixelType.PIXEL_RGB, width, height)
    given.substract_mean_normalize([], [1 / 255] * 3)
    run = net.create_extractor()
    run.input("data", given)
    failed, out = run.extract("output")
    if failed:
        raise EngineError("The net could not enlarge this picture; memory may be short. Nothing was written.")
    return np.asarray(np.clip(np.array(out).transpose(1, 2, 0) * 255 + 0.5, 0, 255), np.uint8)
