"""The exports' place: the film for somebody, captions, sound, timelines and packages; and what a file says of itself."""

from __future__ import annotations

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
from ui.studio.rendering import working_html
from ui.studio.renders import Work
from ui.studio.wording import counted, to_make

WHAT: dict[Kind, str] = {
    "mp4": "The film", "publish": "All that a platform wants", "srt": "Captions (SRT)", "vtt": "Captions (VTT)",
    "stems": "Voice, music and sounds apart", "chapters": "Chapters", "poster": "Poster", "otio": "Timeline (OTIO)",
    "otioz": "Timeline with its media (OTIOZ)", "fcpxml": "Timeline (Final Cut XML)", "edl": "Timeline (EDL)",
}  # fmt: skip
"""What can be taken out, in the order in which it is offered."""
PACKAGED = ("youtube", "shorts", "reels", "tiktok")
"""Presets of platforms, for which there are packages."""
SIZES = ("As the film", "720p", "1080p", "4k")
_SAME = "As the film"
_STATES = {
    "valid": "It is as it was signed.", "altered": "It was changed after it was signed.",
    "broken": "Its credential is damaged.", "absent": "It carries no content credential.",
}  # fmt: skip
FILMS = (".mp4", ".mov", ".mkv", ".webm")
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
            self.stop = gr.Button("Stop", variant="stop", elem_id="export-stop", visible=False)
        self.said = gr.HTML("", elem_id="export-said", padding=False)

    def _verify(self) -> None:
        gr.HTML("<h3>Where does a film come from?</h3>", padding=False)
        self.file = gr.File(label="Drop a film or a picture here", type="filepath", elem_id="verify-file", height=150)
        self.report = gr.HTML("", elem_id="verify-report", padding=False)


def build(page: Page) -> None:
    """Build the place."""
    it = _Parts()
    wish = [it.what, it.whom, it.shape, it.size, it.fps]
    goes = [it.said, it.go, it.stop, it.files]
    page.shows(shown, goes)
    page.on(it.ask.click, _planned, wish, [it.said])
    page.on(it.go.click, _export, wish, goes)
    page.on(it.stop.click, _stop, [], goes)
    page.on(it.file.upload, _verify, [it.file], [it.report], show_progress="full")
    page.on(it.file.clear, lambda visit: "", [], [it.report])


def _wish(what: Kind, whom: str, shape: str, size: str, fps: int) -> Wish:
    """The choices as the export room takes them; a package is for platforms, YouTube where none is named."""
    platforms = (whom if whom in PACKAGED else "youtube",) if what == "publish" else ()
    own = "" if size == _SAME else size
    return Wish(what, "" if platforms else whom, shape, own, int(fps), platforms=platforms)


def _planned(visit: Visit, *wish: Any) -> str:
    """What an export would make first."""
    made = to_make(plan(visit.project, _wish(*wish)))
    if not made:
        return _hint("Everything it needs is there already; it is only put together.")
    return _hint(f"First it would make {', '.join(counted(each.job.role for each in made))}.")


def _hint(words: str) -> str:
    return f'<p class="hint">{text(words)}</p>'


def _export(visit: Visit, *wish: Any) -> tuple[Any, ...]:
    """Export into the film's own folder, in the queue; what is missing is made first."""
    visit.backstage.renders.begin(visit.project.root, visit.room.settings, _wish(*wish))
    return shown(visit)


def _stop(visit: Visit) -> tuple[Any, ...]:
    work = visit.backstage.renders.of(visit.project.root, export=True)
    if work:
        visit.backstage.renders.stop(work)
    return shown(visit)


def shown(visit: Visit) -> tuple[Any, ...]:
    """How the export goes or ended, its buttons, and what was exported before."""
    if visit.desk.empty:
        return "", gr.update(), gr.update(visible=False), ""
    work = visit.backstage.renders.of(visit.project.root, export=True)
    going = bool(work and work.alive)
    said = _goes(visit, work) if work else gr.skip()
    return said, gr.update(visible=not going), gr.update(visible=going), _files(visit)


def _goes(visit: Visit, work: Work) -> str:
    if work.alive:
        return working_html(work, visit.backstage.renders.place(work), visit.project.film)
    done, root = work.exported, visit.project.root
    if done is None:
        return _hint(work.said)
    links = "".join(_link(visit, root, file) for file in done.files[:_MOST_FILES])
    notes = "".join(_hint(note) for note in done.notes)
    return f'<p id="exported">{text(_own(root, done.said))}</p><ul class="files">{links}</ul>{notes}'


def _own(root: Path, said: str) -> str:
    """A sentence without where on this computer the film lies."""
    return said.replace(f"{root.resolve()}/", "").replace(f"{root}/", "")


def _link(visit: Visit, root: Path, path: Path) -> str:
    """A file among the exports as something to take home; nothing for what is not served."""
    name = path.resolve().relative_to((root / "exports").resolve()).as_posix()
    if export_file(root, name) is None:
        return f"<li>{text(name)}</li>" if path.is_dir() else ""
    size = path.stat().st_size
    within = f"{path.parent.name.rsplit('-', 1)[-1]}, " if "/" in name else ""
    large = f"{size / 2**20:.1f} MB" if size >= 2**20 else f"{max(size / 1024, 1):.0f} KB"
    return (
        f'<li><a href="/studio/films/{quote(visit.film)}/exports/{quote(name)}" download>{text(path.name)}</a> '
        f'<span class="hint">{text(within)}{large}</span></li>'
    )


def _files(visit: Visit) -> str:
    """What was exported of the open film: films first, the newest first, what lies in folders last."""
    if visit.desk.empty:
        return ""
    root = visit.project.root
    found = [path for path in (root / "exports").rglob("*") if path.is_file() and not path.name.startswith(".")]
    found = [path for path in found if not path.is_symlink()]
    found.sort(key=lambda path: (path.parent != root / "exports", path.suffix not in FILMS, -path.stat().st_mtime))
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
