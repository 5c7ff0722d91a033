"""The command that enhances a video or picture of the person's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from memory.errors import FilmError
from ui.options import Json
from ui.terminal import answers, asides, plain, say

if TYPE_CHECKING:
    from tools.enhance import Enhanced

In = Annotated[Path, typer.Argument(metavar="IN", help="A video or a picture.")]
Out = Annotated[Path, typer.Argument(metavar="OUT", help="What shall be written: MP4, MOV or MKV; a picture for a picture.")]
Scale = Annotated[int, typer.Option("--scale", min=1, max=4, help="How many times larger: 1, 2 or 4.")]
Fps = Annotated[float, typer.Option("--fps", min=0, max=240, help="Frames a second; 0 keeps every frame and its time.")]
Denoise = Annotated[bool, typer.Option("--denoise", help="Measure the noise and take it away first, where there is any.")]
Sharpen = Annotated[bool, typer.Option("--sharpen", help="Make it crisper, without halos.")]
Interpolate = Annotated[
    Literal["motion", "flow", "rife", "rife-hd"],
    typer.Option("--interpolate", help="How frames are made: flow is a draft; rife and rife-hd are nets and need torch."),
]
Enlarge = Annotated[
    Literal["lanczos", "span"], typer.Option("--enlarge", help="How frames are enlarged: span is a net, slow and crisper.")
]
Bound = Annotated[
    float,
    typer.Option("--reuse", min=0, max=16, help="Levels that a part may change and still keep what span made of it; 0: none."),
]
Replace = Annotated[bool, typer.Option("--replace", help="Write over OUT if it is there.")]


def enhance(  # noqa: PLR0913 - a command's parameters are its options
    source: In, target: Out, *, scale: Scale = 1, fps: Fps = 0, denoise: Denoise = False, sharpen: Sharpen = False,
    interpolate: Interpolate = "motion", enlarge: Enlarge = "lanczos", reuse: Bound = 6, replace: Replace = False,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Enhance a video or picture of your own: denoise, more frames, larger, crisper; sound and captions stay."""
    if scale == 3:
        raise typer.BadParameter("1, 2 or 4.", param_hint="--scale")
    try:
        done = _enhanced(source, target, replace, as_json, {
            "scale": scale, "fps": fps, "denoise": denoise, "sharpen": sharpen, "interpolate": interpolate,
            "enlarge": enlarge, "bound": reuse,
        })  # fmt: skip
    except KeyboardInterrupt as stop:
        raise FilmError("Stopped. Nothing was written.") from stop
    if as_json:
        say({
            "path": str(done.path), "sheet": str(done.sheet) if done.sheet else None, "signed": done.signed,
            "notes": list(done.notes), **done.data,
        })  # fmt: skip
        return
    _tell(done)


def _enhanced(source: Path, target: Path, replace: bool, as_json: bool, asked: dict[str, Any]) -> Enhanced:
    from rich.progress import Progress

    from tools.enhance import enhance as work
    from tools.enhance import lacking, request_of
    from tools.settings import load_settings
    from ui.shelf_cli import bring

    request = request_of(**asked)
    for name in lacking(request, load_settings().shelf_dir):
        bring(name)
    with Progress(console=asides, transient=True, disable=as_json) as bar:
        task = bar.add_task("Enhancing", total=None)
        return work(source, target, request, lambda made, all_: bar.update(task, completed=made, total=all_), replace=replace)


def _tell(done: Enhanced) -> None:
    for note in done.notes:
        asides.print(f"  [dim]note: {plain(note)}[/dim]", highlight=False, soft_wrap=True)
    for score in done.data.get("scores", ()):
        held = f"{score['frames']} held-out frame{'s' * (score['frames'] != 1)}"
        found = f"{score['what']}: PSNR {score['psnr']:.2f} dB, SSIM {score['ssim']:.4f} on {held}"
        asides.print(f"  {found}", highlight=False, soft_wrap=True)
    if tiles := done.data.get("tiles"):
        asides.print(f"  {tiles['reused']} of {tiles['made'] + tiles['reused']} tiles were reused", highlight=False)
    if done.sheet:
        asides.print(f"  before and after: {plain(done.sheet)}", highlight=False, soft_wrap=True)
    answers.print(plain(done.path), highlight=False, soft_wrap=True)
