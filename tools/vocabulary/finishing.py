"""Tools for files of the person's own: a video made better, and any file asked where it comes from."""

from __future__ import annotations

from pathlib import Path

from memory.errors import FilmError
from memory.files import plainly, whole_path
from memory.lending import find_file
from tools.engines.enhance.requests import Enlarge, Interpolate
from tools.enhance import PICTURES, VIDEOS, deeds, lacking, request_of
from tools.enhance import enhance as make_better
from tools.publish import slug
from tools.shelf import need
from tools.verify import verify as read_file
from tools.vocabulary.desk import Desk, Done


def enhance(  # noqa: PLR0913 - a tool's parameters are what can be said
    desk: Desk,
    *,
    file: str = "",
    out: str = "",
    scale: int = 1,
    fps: float = 0,
    denoise: bool = False,
    sharpen: bool = False,
    interpolate: Interpolate = "motion",
    enlarge: Enlarge = "lanczos",
) -> Done:
    """Make a video or picture of the person's own better: cleaner, larger, smoother, crisper. The person is always asked first.

    file: the video's or picture's path, as the person says it
    out: what shall be written; "" for a file beside it, named -enhanced
    scale: how many times larger: 1, 2 or 4
    fps: frames a second; 0 leaves them as they are
    denoise: take the noise away
    sharpen: make it crisper, without halos
    interpolate: how frames are made; motion needs nothing, flow is a draft, rife and rife-hd need torch
    enlarge: how frames are enlarged; span is a net, slow and crisper
    """
    source, target = places(desk.root, file, out)
    request = request_of(scale=scale, fps=fps, denoise=denoise, sharpen=sharpen, interpolate=interpolate, enlarge=enlarge)
    for name in lacking(request, desk.settings.shelf_dir):
        need(name, desk.settings.shelf_dir)
    done = make_better(source, target, request, lambda made, all_: None)
    scores = [f"{score['what']}: PSNR {score['psnr']:.1f} dB" for score in done.data.get("scores", ())]
    sheet = [f"Before and after, side by side: {done.sheet}."] if done.sheet else []
    said = [f"Enhanced: {done.path}.", *(f"{deed.capitalize()}." for deed in deeds(request)), *done.notes, *sheet]
    return Done(" ".join([*said, *(f"{score}." for score in scores)]), data={"path": str(done.path), **done.data})


def places(root: Path, file: str, out: str) -> tuple[Path, Path]:
    """The file that is meant and the place that is written to; FilmError when there is no such file."""
    with plainly("Finding the file"):
        source = find_file(root, file)
    kind = source.suffix if source.suffix.lower() in (*VIDEOS, *PICTURES) else ".mp4"
    return source, whole_path(out.strip()) if out.strip() else source.with_name(f"{source.stem}-enhanced{kind}")


def verify(desk: Desk, file: str = "") -> Done:
    """Say what a file is known to be: its content credential, whether it was changed since, and hidden marks. Changes nothing.

    file: the file's path; "" for the film that the last render brought out
    """
    with plainly("Finding the file"):
        name = slug(desk.project.film.title) if not file.strip() else ""
        path = desk.root / "exports" / f"{name}.mp4" if name else find_file(desk.root, file)
    if not path.is_file():
        raise FilmError("The film was not rendered yet, so there is no file to look at. Say: render it.")
    found = read_file(path)
    return Done(" ".join([f"{path.name}:", *found.words]), data=found.as_data())
