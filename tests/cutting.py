"""Help for the tests of the cut: small real clips, speech data, and scenes cut from them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from memory.film import Camera, Look, Transition
from memory.takes import Manifest, Take
from tools.engines import ClipRequest, SceneCut, SegmentRequest, load_engine
from tools.engines.cut.segment import Segment

W, H, FPS = 160, 90, 10
SIZED = (W, H, FPS)
WARM, COLD, GREY = (40, 90, 200), (190, 110, 30), (110, 110, 110)
SPEECH = {
    "seconds": 1.5,
    "sentences": [{"text": "The lamp is lit.", "start": 0.2, "end": 1.4}],
    "words": [{"text": w, "start": 0.2 + 0.3 * i, "end": 0.5 + 0.3 * i} for i, w in enumerate(["The", "lamp", "is", "lit."])],
}


def take(folder: Path, role: str, engine: str, main: str, data: dict | None = None) -> Take:
    """A take at rest, as the build would hand it over."""
    manifest = Manifest(
        key="0" * 64, role=role, engine=engine, version="1", licence="", request={}, main=main, files={}, data=data or {}
    )  # fmt: skip
    return Take(folder, manifest)


def speech(folder: Path, **data: object) -> Take:
    """A speech take of which the cut reads only the data."""
    return take(folder, "speech", "hibari", "speech.wav", {**SPEECH, **data})


def clip(folder: Path, color: tuple[int, int, int]) -> Take:
    """A real parallax clip over a plain picture of one colour (BGR) with a soft light in it."""
    import cv2

    still = folder / "still"
    still.mkdir(parents=True)
    light = np.linspace(0.7, 1.2, W)[None, :, None] * np.linspace(0.8, 1.1, H)[:, None, None]
    cv2.imwrite(str(still / "still.png"), np.clip(np.array(color) * light, 0, 255).astype(np.uint8))
    engine, made = load_engine("clips", "parallax"), folder / "clip"
    made.mkdir()
    request = ClipRequest(width=W, height=H, camera=Camera(move="static"))
    result = engine(request, {"still": take(still, "still", "papercut", "still.png")}, made)
    return take(made, "clip", "parallax", result.main, dict(result.data))


def scene(name: str, *shots: str, look: Look | None = None, kind: str = "cut", seconds: float = 0) -> SceneCut:
    """A scene with equal shots."""
    transition = Transition(kind=kind, seconds=seconds)  # type: ignore[arg-type]
    return SceneCut(id=name, pause=0.5, shots=tuple((s, 1.0) for s in shots), look=look or Look(), transition=transition)


def cut(folder: Path, clips: dict[str, Take], one: SceneCut, **more: object) -> Take:
    """Cut one scene and hand it over as a take."""
    request, inputs = asked(folder, clips, one, **more)
    made = Segment()(request, inputs, folder)
    return take(folder, "segment", "segment", made.main, {**made.data, "notes": list(made.notes)})


def asked(folder: Path, clips: dict[str, Take], one: SceneCut, **more: object) -> tuple[SegmentRequest, dict[str, Take]]:
    """What is asked of the engine for one scene, and its takes; words are spoken into `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    request = SegmentRequest(width=W, height=H, fps=FPS, scene=one, **more)  # type: ignore[arg-type]
    inputs = {**clips, f"speech:{one.id}": speech(folder)}
    if request.following:
        inputs[f"speech:{request.following.id}"] = speech(folder)
    return request, inputs


def seen(path: Path) -> np.ndarray:
    """All frames of a film as RGB, shape (frames, height, width, 3)."""
    import av

    with av.open(str(path)) as film:
        return np.stack([frame.to_ndarray(format="rgb24") for frame in film.decode(video=0)])
