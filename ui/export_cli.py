"""The command that takes a film out of the studio: for a platform, a broadcaster, an editing program, an archive."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from memory.errors import FilmError
from memory.project import Project
from ui.options import Folder, Json, Workers
from ui.terminal import answers, asides, plain, say
from ui.views import call_sheet_table, counts, job_rows

if TYPE_CHECKING:
    from tools.exporting import Exported, Wish

To = Annotated[
    Literal["mp4", "otio", "otioz", "fcpxml", "edl", "srt", "vtt", "stems", "chapters", "poster", "publish"],
    typer.Option("--to", help="What to take out."),
]
PresetName = Annotated[str, typer.Option("--preset", help="For whom: youtube, shorts, reels, tiktok, broadcast, archive.")]
For = Annotated[str, typer.Option("--for", help="With --to publish: platforms, with commas.")]
AspectName = Annotated[str, typer.Option("--aspect", help="Another shape, painted anew: 16:9, 9:16, 1:1, 4:5.")]
Size = Annotated[str, typer.Option("--size", help="4k, 1080p, 720p, or 1920x1080.")]
Fps = Annotated[int | None, typer.Option("--fps", min=1, max=120, help="Frames a second.")]
CodecName = Annotated[str, typer.Option("--codec", help="h264, h265, av1, prores or ffv1.")]
Into = Annotated[Path | None, typer.Option("--out", metavar="FOLDER", help="Where to; by default the project's exports/.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Print the call sheet; make nothing.")]


def export_command(  # noqa: PLR0913 - a command's parameters are its options
    folder: Folder,
    *,
    to: To = "mp4", preset: PresetName = "", for_: For = "", aspect: AspectName = "", size: Size = "",
    fps: Fps = None, codec: CodecName = "", out: Into = None, workers: Workers = None,
    dry_run: DryRun = False, as_json: Json = False,
) -> None:  # fmt: skip
    """Take the film out: a file for somebody, captions, stems, chapters, a poster, a timeline, or all that a platform wants."""
    from tools.exporting import Wish

    platforms = tuple(name.strip() for name in for_.split(",") if name.strip())
    if platforms and to != "publish":
        raise typer.BadParameter("it goes with --to publish.", param_hint="--for")
    where = str(out.expanduser().absolute()) if out else ""
    wish = Wish(to, preset, aspect, size, fps or 0, codec, where, platforms)
    project = Project.open(folder)
    if dry_run:
        _show_plan(project, wish, as_json)
        return
    try:
        _tell(_exported(project, wish, workers or 0, as_json), as_json)
    except KeyboardInterrupt as stop:
        raise FilmError("Stopped. Finished takes are kept; the same command goes on from here.") from stop


def _exported(project: Project, wish: Wish, workers: int, as_json: bool) -> Exported:
    from tools.exporting import export, plan

    if as_json:
        return export(project, wish, workers=workers)
    from ui.progress import bars

    with bars(asides, tuple(p.job for p in plan(project, wish))) as report:
        return export(project, wish, report, workers)


def _show_plan(project: Project, wish: Wish, as_json: bool) -> None:
    from tools.exporting import plan

    planned = plan(project, wish)
    if as_json:
        say({"jobs": job_rows(planned), "path": None, "files": []})
        return
    answers.print(call_sheet_table(planned, keys=answers.width >= 72))
    answers.print(counts(planned))


def _tell(done: Exported, as_json: bool) -> None:
    if as_json:
        say(exported_rows(done))
        return
    for note in done.notes:
        asides.print(f"  [dim]note: {plain(note)}[/dim]", highlight=False)
    asides.print(f"{plain(done.said)} {counts(done.jobs)}; {done.seconds:.1f} s", highlight=False, soft_wrap=True)
    print(done.main)  # noqa: T201


def exported_rows(done: Exported) -> dict[str, Any]:
    """An export for machines."""
    return {
        "path": str(done.main), "files": [str(path) for path in done.files], "said": done.said, "notes": list(done.notes),
        "seconds": round(done.seconds, 2), "jobs": job_rows(done.jobs), **({"film": done.facts} if done.facts else {}),
    }  # fmt: skip


def presets_command(as_json: Json = False) -> None:
    """List the presets: what each platform, broadcaster or archive wants, where that was found and when."""
    from tools.exporting import presets

    if as_json:
        say({"presets": [each.model_dump(mode="json") for each in presets()]})
        return
    for each in presets():
        size = f"{each.aspect or 'as it is'} {each.size or ''}".strip()
        longest = f", at most {each.longest} s" if each.longest else ""
        answers.print(
            f"{each.name:10} {plain(each.title)}: {size}, {each.codec}, {each.lufs:g} LUFS{longest}; captions {each.captions}"
            f"  [dim]{plain(each.source)}, {each.checked}[/dim]", highlight=False, soft_wrap=True,
        )  # fmt: skip


__all__ = ["export_command", "exported_rows", "presets_command"]
