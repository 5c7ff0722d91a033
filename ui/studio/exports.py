"""The exports' place: the film for somebody, captions, sound, timelines and packages; and what a file says of itself."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any, get_args
from urllib.parse import quote

import gradio as gr

from memory.parts import Aspect
from tools.exporting import Wish, plan, presets
from tools.exporting.wish import Kind
from tools.provenance import Report, inspect
from ui.studio.doors import export_file
from ui.studio.markup import text
from ui.studio.page import Page, Visit
from ui.studio.places import style

WHAT: dict[Kind, str] = {
    "mp4": "The film", "publish": "All that a platform wants", "srt": "Captions (SRT)", "vtt": "Captions (VTT)",
    "stems": "Voice, music and sounds apart", "chapters": "Chapters", "poster": "Poster", "otio": "Timeline (OTIO)",
    "otioz": "Timeline with its media (OTIOZ)", "fcpxml": "Timeline (Final Cut XML)", "edl": "Timeline (EDL)",
}  # fmt: skip
"""What can be taken out, in the order in which it is offered."""
PACKAGED = ("youtube", "shorts", "reels", "tiktok")
"""Presets of platforms, for which there are packages."""
SIZES = ("as the film", "720p", "1080p", "4k")
_SAME = "as the film"
_STATES = {
    "valid": "It is as it was signed.", "altered": "It was changed after it was signed.",
    "broken": "Its credential is damaged.", "absent": "It carries no content credential.",
}  # fmt: skip
_MOST_FILES = 60


class _Parts:
    """The place's components."""

    def __init__(self) -> None:
        with gr.Row(elem_id="exports"):
            with gr.Column(scale=3, min_width=300):
                self._wish()
            with gr.Column(scale=2, min_width=300):
                self.files = gr.HTML("", elem_id="export-files", padding=False)
                self._verify()

    def _wish(self) -> None:
        people = [("Nobody in particular", ""), *((each.title, each.name) for each in presets())]
        shapes = [("As the film", ""), *((shape, shape) for shape in get_args(Aspect) if shape != "21:9")]
        gr.HTML("<h3>Take it home</h3>", padding=False)
        self.what = gr.Dropdown([(said, kind) for kind, said in WHAT.items()], value="mp4", label="What", elem_id="export-what")
        self.whom = gr.Dropdown(people, value="", label="For whom", elem_id="export-preset")
        with gr.Row():
            self.shape = gr.Dropdown(shapes, value="", label="Shape", elem_id="export-aspect", min_width=120)
            self.size = gr.Dropdown(list(SIZES), value=_SAME, label="Size", elem_id="export-size", min_width=120)
            self.fps = gr.Dropdown(
                [(_SAME, 0), ("24", 24), ("30", 30), ("60", 60), ("120", 120)], value=0, label="Frames a second",
                elem_id="export-fps", min_width=120,
            )  # fmt: skip
        with gr.Row():
            self.ask = gr.Button("What will it take?", elem_id="export-plan")
            self.go = gr.Button("Export", variant="primary", elem_id="export-go")
        self.said = gr.HTML("", elem_id="export-said", padding=False)

    def _verify(self) -> None:
        gr.HTML("<h3>Where does a film come from?</h3>", padding=False)
        self.file = gr.File(label="Drop a film or a picture here", type="filepath", elem_id="verify-file", height=150)
        self.report = gr.HTML("", elem_id="verify-report", padding=False)


def build(page: Page) -> None:
    """Build the place."""
    style()
    it = _Parts()
    wish = [it.what, it.whom, it.shape, it.size, it.fps]
    page.shows(_files, [it.files])
    page.on(it.ask.click, _planned, wish, [it.said])
    page.on(
        it.go.click, _export, wish, [it.said, it.files], show_progress="full", concurrency_limit=1, concurrency_id="exports"
    )
    page.on(it.file.upload, _verify, [it.file], [it.report], show_progress="full")
    page.on(it.file.clear, lambda visit: "", [], [it.report])


def _wish(what: Kind, whom: str, shape: str, size: str, fps: int) -> dict[str, Any]:
    """The choices as the export tool takes them; a package is for platforms, YouTube where none is named."""
    platform = whom if whom in PACKAGED else "youtube"
    own = {} if size == _SAME else {"size": size}
    return {"to": what, "preset": platform if what == "publish" else whom, "aspect": shape, "fps": int(fps), **own}


def _planned(visit: Visit, *wish: Any) -> str:
    """What an export would make first."""
    args = _wish(*wish)
    platforms = (args["preset"],) if args["to"] == "publish" else ()
    wanted = Wish(
        args["to"], "" if platforms else args["preset"], args["aspect"], args.get("size", ""), args["fps"], platforms=platforms
    )  # fmt: skip
    made = Counter(each.job.role for each in plan(visit.project, wanted) if each.status == "made")
    if not made:
        return _hint("Everything it needs is there already; it is only put together.")
    roles = ", ".join(f"{count} {role}{'s' * (count > 1 and role not in ('speech', 'music'))}" for role, count in made.items())
    return _hint(f"First {made.total()} take{'s' * (made.total() != 1)} would be made: {roles}.")


def _hint(words: str) -> str:
    return f'<p class="hint">{text(words)}</p>'


def _export(visit: Visit, *wish: Any) -> tuple[str, str]:
    """Export into the film's own folder; what is missing is made first."""
    done = visit.call("export", **_wish(*wish))
    root = visit.project.root
    links = "".join(_link(visit, root, Path(file)) for file in list(done.data.get("files", ()))[:_MOST_FILES])
    notes = "".join(_hint(note) for note in done.data.get("notes", ()))
    return f'<p id="exported">{text(_own(root, done.said))}</p><ul class="files">{links}</ul>{notes}', _files(visit)


def _own(root: Path, said: str) -> str:
    """A sentence without where on this computer the film lies."""
    return said.replace(f"{root.resolve()}/", "").replace(f"{root}/", "")


def _link(visit: Visit, root: Path, path: Path) -> str:
    """A file among the exports as something to take home; nothing for what is not served."""
    name = path.resolve().relative_to((root / "exports").resolve()).as_posix()
    if export_file(root, name) is None:
        return f"<li>{text(name)}</li>" if path.is_dir() else ""
    size = path.stat().st_size
    large = f"{size / 2**20:.1f} MB" if size >= 2**20 else f"{size / 1024:.0f} KB"
    return (
        f'<li><a href="/studio/films/{quote(visit.film)}/exports/{quote(name)}" download>{text(name)}</a> '
        f'<span class="hint">{large}</span></li>'
    )


def _files(visit: Visit) -> str:
    """What was exported of the open film, newest first."""
    if visit.desk.empty:
        return ""
    root = visit.project.root
    found = [path for path in (root / "exports").rglob("*") if path.is_file() and not path.name.startswith(".")]
    found = [path for path in found if not path.is_symlink()]
    found.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    links = "".join(_link(visit, root, path) for path in found[:_MOST_FILES])
    return f'<h3>Exported</h3><ul class="files">{links}</ul>' if links else _hint("Nothing was exported yet.")


def _verify(visit: Visit, file: str | None) -> str:
    """What a dropped file's content credential says, checked here; the file is not kept."""
    if not file:
        return ""
    report = inspect(Path(file), visit.room.settings)
    rows = "".join(f"<tr><td>{text(name)}</td><td>{text(value)}</td></tr>" for name, value in _rows(report) if value)
    return f'<h4 class="verified {report.state}">{_STATES[report.state]}</h4><table class="findings">{rows}</table>'


def _rows(report: Report) -> tuple[tuple[str, str], ...]:
    if report.state == "absent":
        return (("What that means", "Nothing is known of how it was made. Most films carry no credential."),)
    whose = "this computer's key" if report.here else "a trusted authority" if report.trusted else "nobody that is known here"
    return (
        ("Title", report.title), ("Signed by", f"{report.signer} ({whose})" if report.signer else ""), ("With", report.maker),
        ("Made how", report.source), ("Engines", ", ".join(report.engines)),
        ("Consents to voices", str(report.consents or "")), ("For training", "not allowed" if report.no_training else ""),
        ("What is wrong", ", ".join(report.codes)),
    )  # fmt: skip
