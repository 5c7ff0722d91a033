"""The command line: everything Onereel does, headless, with --json for machines.

Exit status: 0 done, 1 refused or failed with a sentence on standard error, 2 wrong usage.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from memory.compare import sentence
from memory.project import Project
from tools.build import plan
from tools.doctor import examine
from tools.engines import MADE_BY_ENGINES, Role
from tools.executor import LocalExecutor
from tools.settings import load_settings
from ui import (
    audit_cli,
    enhance_cli,
    likeness_cli,
    models_cli,
    shelf_cli,
    speech_cli,
    studio_cli,
    taste_cli,
    verify_cli,
    voice_cli,
)
from ui.brush_cli import brush
from ui.export_cli import export_command, presets_command
from ui.lending import lend
from ui.mcp_cli import approve, mcp
from ui.options import (
    Aspect,
    Clips,
    Fictional,
    Folder,
    From,
    Json,
    Kind,
    Manner,
    Music,
    Out,
    Scenes,
    Seconds,
    Seed,
    Sounds,
    Speech,
    Stills,
    Utterance,
    Workers,
    Yes,
)
from ui.publish_cli import publish_command
from ui.rendering import render_film
from ui.terminal import answers, asides, plain, run, say
from ui.views import call_sheet_table, counts, film_table, job_rows

if TYPE_CHECKING:
    from agent.drafting import Wish

app = typer.Typer(
    name="onereel", no_args_is_help=True, pretty_exceptions_enable=False, add_completion=False,
    help="A film studio you talk to: from a sentence to a narrated, scored, captioned film.",
)  # fmt: skip


def _wish(premise: str | None, file: Path | None, kind: Any, **said: Any) -> Wish:
    from agent.drafting import Wish

    if premise is None and file is None:
        raise typer.BadParameter("say what the film is about, or give a text with --from FILE.", param_hint="PREMISE")
    settings = load_settings()
    engines: dict[Role, str] = {role: said.pop(role) or getattr(settings, role) for role in MADE_BY_ENGINES}
    given: dict[str, Any] = {name: _fixed(value) for name, value in said.items() if value is not None}
    return Wish(premise=premise or "", file=file, kind=kind, fps=settings.fps, engines=engines, **given)


def _fixed(value: Any) -> Any:
    """An option that may be given several times as a tuple."""
    return tuple(value) if isinstance(value, list) else value


def _drafted(wish: Wish, out: Path | None) -> tuple[Project, bool]:
    from agent.drafting import open_or_draft

    return open_or_draft(wish, out)


@app.command()
def new(  # noqa: PLR0913 - a command's parameters are its options
    premise: Annotated[str | None, typer.Argument(help="What the film is about.")] = None,
    *,
    out: Out = None, file: From = None, kind: Kind = None, scenes: Scenes = None, seconds: Seconds = None,
    aspect: Aspect = "16:9", seed: Seed = 0, stills: Stills = None,
    clips: Clips = None, speech: Speech = None, music: Music = None, sounds: Sounds = None,
    fictional: Fictional = None, manner: Manner = None, as_json: Json = False,
) -> None:  # fmt: skip
    """Draft a film without rendering it."""
    wish = _wish(
        premise, file, kind, fictional=fictional, styles=manner,
        scenes=scenes, seconds=seconds, aspect=aspect, seed=seed, stills=stills,
        clips=clips, speech=speech, music=music, sounds=sounds)  # fmt: skip
    project, _ = _drafted(wish, out)
    if as_json:
        say({"project": str(project.root), "film": project.film.model_dump(mode="json")})
        return
    answers.print(film_table(project.film))
    asides.print(
        f"Drafted by rules, not by a language model. To render it: onereel render {plain(project.root)}", soft_wrap=True
    )


@app.command()
def make(  # noqa: PLR0913 - a command's parameters are its options
    premise: Annotated[str | None, typer.Argument(help="What the film is about.")] = None,
    *,
    out: Out = None, file: From = None, kind: Kind = None, scenes: Scenes = None, seconds: Seconds = None,
    aspect: Aspect = "16:9", seed: Seed = 0, stills: Stills = None,
    clips: Clips = None, speech: Speech = None, music: Music = None, sounds: Sounds = None,
    fictional: Fictional = None, manner: Manner = None, workers: Workers = None, yes: Yes = False, as_json: Json = False,
) -> None:  # fmt: skip
    """Make a film: draft it and render it. The same command again goes on where it was stopped."""
    wish = _wish(
        premise, file, kind, fictional=fictional, styles=manner,
        scenes=scenes, seconds=seconds, aspect=aspect, seed=seed, stills=stills,
        clips=clips, speech=speech, music=music, sounds=sounds)  # fmt: skip
    with LocalExecutor(workers or load_settings().workers) as crew:
        crew.wake(("speech", wish.engines["speech"]))  # the story is told on one core; workers get ready on the others
        project, drafted = _drafted(wish, out)
        if drafted and not as_json:
            title, count = plain(project.film.title), len(project.film.scenes)
            asides.print(f"[bold]{title}[/bold]: {count} scene{'s'[: count > 1]}, in {plain(project.root)}", soft_wrap=True)
        render_film(project, workers, as_json=as_json, yes=yes, crew=crew)


@app.command("render")
def render_command(
    folder: Folder,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the call sheet; make nothing.")] = False,
    workers: Workers = None,
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Render a film: make what is missing, reuse what is there."""
    project = Project.open(folder)
    if not dry_run:
        render_film(project, workers, as_json=as_json, yes=yes)
        return
    planned = plan(project.film, project.takes)
    if as_json:
        say({"jobs": job_rows(planned), "film": None, "seconds": 0})
        return
    answers.print(call_sheet_table(planned, keys=answers.width >= 72))
    answers.print(counts(planned))


@app.command("say")
def say_command(folder: Folder, utterance: Utterance, *, yes: Yes = False, as_json: Json = False) -> None:
    """Say what you would like; one turn of the conversation. In a new folder it begins a film."""
    from ui.talking import speak

    speak(folder, utterance, yes=yes, as_json=as_json)


app.add_typer(taste_cli.app, name="memory")
app.add_typer(voice_cli.app, name="voice")
app.add_typer(likeness_cli.app, name="likeness")
voice_cli.app.command("match")(speech_cli.match)
app.command()(speech_cli.pronounce)
app.add_typer(models_cli.app, name="models")
app.add_typer(models_cli.orders_app, name="orders")
app.command("fetch")(shelf_cli.fetch)
app.command()(lend)
app.command()(brush)
app.command()(mcp)
app.command()(approve)
app.command("ui")(studio_cli.studio)
app.command("export")(export_command)
app.command("presets")(presets_command)
app.command("publish")(publish_command)
app.command()(enhance_cli.enhance)
app.command()(verify_cli.verify)
for guard in (audit_cli.audit, audit_cli.declare, audit_cli.rules, audit_cli.refusals):
    app.command()(guard)


@app.command()
def chat(folder: Folder) -> None:
    """Talk about a film, turn after turn. Ctrl-C stops what goes on, Ctrl-D leaves."""
    from ui.chat import converse

    converse(folder)


@app.command()
def show(folder: Folder, as_json: Json = False) -> None:
    """Show a film's scenes."""
    project = Project.open(folder)
    if as_json:
        say(project.film.model_dump(mode="json"))
    else:
        answers.print(film_table(project.film))


@app.command()
def undo(folder: Folder, as_json: Json = False) -> None:
    """Go back to the version before."""
    _stepped(Project.open(folder).undo(), as_json)


@app.command()
def redo(folder: Folder, as_json: Json = False) -> None:
    """Go forward again after an undo."""
    _stepped(Project.open(folder).redo(), as_json)


def _stepped(film: Any, as_json: bool) -> None:
    if as_json:
        say({"version": film.version, "title": film.title})
    else:
        answers.print(f"Now at version {film.version}: {plain(film.title)}, {len(film.scenes)} scenes.", highlight=False)


@app.command()
def recover(folder: Folder, as_json: Json = False) -> None:
    """Bring a film whose film.json is broken back to its last readable version; the broken file is kept in history/."""
    _stepped(Project.recover(folder).film, as_json)


@app.command()
def history(folder: Folder, as_json: Json = False) -> None:
    """List a film's versions, each with what was done."""
    entries = Project.open(folder).history()
    if as_json:
        say({"versions": [{"version": e.version, "sentence": e.sentence, "when": e.when} for e in entries]})
        return
    for entry in entries:
        answers.print(f"{entry.version:4}  [dim]{plain(entry.when)}[/dim]  {plain(entry.sentence)}", highlight=False)


@app.command()
def compare(
    folder: Folder,
    before: Annotated[int, typer.Argument(min=1, help="A version's number.")],
    after: Annotated[int, typer.Argument(min=1, help="Another version's number.")],
    as_json: Json = False,
) -> None:
    """Say what differs between two versions of a film."""
    changes = Project.open(folder).compare(before, after)
    if as_json:
        say({"changes": [{"path": c.path, "scene": c.scene, "before": c.before, "after": c.after} for c in changes]})
        return
    for change in changes:
        answers.print(plain(sentence(change)), highlight=False)


@app.command()
def doctor(as_json: Json = False) -> None:
    """Look whether everything Onereel needs is here, engine by engine, and which model leads the conversation."""
    from ui.talking import brain_found

    findings = [*examine(load_settings()), brain_found()]
    if as_json:
        say({"healthy": all(f.well for f in findings), "findings": [f.__dict__ for f in findings]})
    else:
        for finding in findings:
            mark = "[green]ok[/green]" if finding.well else "[red]no[/red]"
            answers.print(f"{mark}  {plain(finding.what)}: {plain(finding.found)}", highlight=False, soft_wrap=True)
    if not all(finding.well for finding in findings):
        raise typer.Exit(1)


def main() -> NoReturn:
    """The `onereel` command."""
    run(app)
