"""`onereel voice`: whose voice may be used: enroll one with its owner's consent, list them, try one, revoke one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from memory.consent import Challenge, now
from memory.errors import FilmError
from memory.voices import Voice, find_voice, voices
from tools import shelf
from tools.settings import load_settings
from tools.speaking import engine_for_enrolled, speak
from tools.studio import unfetched
from ui.shelf_cli import bring
from ui.terminal import answers, asides, plain, say

if TYPE_CHECKING:
    from tools.enrolling import Enrolled
    from tools.verifying import Finding

app = typer.Typer(no_args_is_help=True, help="Narrate in somebody's own voice, with their recorded consent.")

NEEDED = ("whisper", "speaker", "denoise")
"""What listening to recordings and cleaning them needs from the shelf."""
_MARKS = {"yes": "[green]yes[/green]", "no": "[red]no[/red]", "more": "[yellow]more[/yellow]", "unchecked": "[dim]open[/dim]"}

Json = Annotated[bool, typer.Option("--json", help="Print one JSON document on standard output.")]
Name = Annotated[str, typer.Option("--name", help="What the voice is to be called, as in my-voice.")]
Person = Annotated[str, typer.Option("--person", help="Who speaks, as they will say it aloud.")]
Purpose = Annotated[str, typer.Option("--purpose", help='What for, as in "to narrate films about our school".')]
OnlyFilm = Annotated[Path | None, typer.Option("--film", metavar="DIR", help="Allow it for this film alone.")]
Languages = Annotated[list[str] | None, typer.Option("--language", help="Allow it in this language; may be given again.")]
Days = Annotated[int | None, typer.Option("--days", min=1, max=36_500, help="Let the consent end after so many days.")]
Reference = Annotated[Path | None, typer.Option("--reference", metavar="FILE", help="The voice reading, 10 s to 15 minutes.")]
Recording = Annotated[Path | None, typer.Option("--consent", metavar="FILE", help="The consent as it was read aloud.")]
Voices = Annotated[str, typer.Argument(metavar="NAME", help="The voice's name.")]


@app.command()
def enroll(  # noqa: PLR0913 - a command's parameters are its options
    *,
    name: Name, person: Person = "", purpose: Purpose = "", film: OnlyFilm = None, language: Languages = None,
    days: Days = None, reference: Reference = None, consent: Recording = None, as_json: Json = False,
) -> None:  # fmt: skip
    """Ask for the sentence to read aloud (--person), then bring both recordings (--reference, --consent)."""
    from tools import enrolling

    if (reference is None) != (consent is None):
        raise typer.BadParameter("bring both recordings, --reference and --consent, or neither to get the sentence.")
    if reference is None or consent is None:
        languages = tuple(dict.fromkeys(code.lower() for code in language or ["en"]))
        wish = enrolling.Wish(name, person, purpose, film, languages, days)
        _asked(enrolling.ask(load_settings().voices_dir, wish), as_json)
        return
    _stock(NEEDED)
    _came(name, enrolling.enroll(load_settings().voices_dir, name, reference, consent), as_json)


def _stock(items: Iterable[str]) -> None:
    for item in items:
        if shelf.fetched(item, load_settings().shelf_dir) is None:
            bring(item)


def _asked(challenge: Challenge, as_json: bool) -> None:
    if as_json:
        say({"name": challenge.name, "sentence": challenge.sentence, "words": challenge.words, "until": challenge.until})
        return
    asides.print(f"Let {plain(challenge.person)} read this aloud, alone, and record it:", highlight=False)
    answers.print(plain(challenge.sentence), highlight=False, soft_wrap=True)
    asides.print(
        f"It counts once, until {challenge.until[:16].replace('T', ' ')} UTC. Then, with a reading of 10 s to 15 minutes:\n"
        f"onereel voice enroll --name {challenge.name} --reference READING --consent CONSENT",
        highlight=False, soft_wrap=True,
    )  # fmt: skip


def _came(name: str, enrolled: Enrolled, as_json: bool) -> None:
    found = [{"check": each.check, "verdict": each.verdict, "said": each.said} for each in enrolled.findings]
    if as_json:
        said = _row(enrolled.voice) if enrolled.voice else None
        say({"enrolled": enrolled.voice is not None, "voice": said, "findings": found, "notes": enrolled.notes})
    else:
        _show(enrolled.findings)
        for note in enrolled.notes:
            asides.print(plain(note), highlight=False, soft_wrap=True)
    if enrolled.voice is None:
        why = next(each.said for each in enrolled.findings if each.verdict in ("no", "more"))
        raise FilmError(f"{name} was not enrolled. {why}")
    if not as_json:
        from tools.enrolling import PICTURE

        asides.print(f"What was kept of the reference: {plain(enrolled.voice.folder / PICTURE)}", soft_wrap=True)
        answers.print(f'Enrolled. In a film, say: "use {enrolled.voice.name} for the narration".', highlight=False)


def _show(findings: tuple[Finding, ...]) -> None:
    table = Table(box=None, show_header=False)
    for finding in findings:
        table.add_row(_MARKS[finding.verdict], finding.check, plain(finding.said))
    answers.print(table)


@app.command("list")
def list_command(as_json: Json = False) -> None:
    """List the voices that were enrolled, and what each may be used for."""
    found = voices(load_settings().voices_dir)
    if as_json:
        say({"voices": [_row(voice) for voice in found]})
        return
    if not found:
        asides.print(
            'No voice is enrolled. Begin with: onereel voice enroll --name my-voice --person "WHO SPEAKS"', markup=False
        )
        return
    table = Table(box=None, header_style="dim")
    for column in ("name", "person", "for", "film", "languages", "until", "record"):
        table.add_column(column, overflow="fold")
    for voice in found:
        row = _row(voice)
        until = f"{row['expires'][:10] or 'no end'}{' (ended)' if row['ended'] else ''}"
        languages = ", ".join(row["languages"])
        table.add_row(
            voice.name, plain(row["person"]), plain(row["purpose"]), plain(row["film"] or "any"), languages, until, voice.record
        )
    answers.print(table)


def _row(voice: Voice) -> dict[str, Any]:
    scope = voice.consent.scope
    return {
        "name": voice.name, "id": voice.id, "record": voice.record, "person": voice.consent.person, "purpose": scope.purpose,
        "film": scope.film_title, "languages": scope.languages, "expires": scope.expires,
        "ended": bool(scope.expires) and scope.expires <= now(), "scores": voice.consent.scores,
        "unchecked": voice.consent.unchecked,
    }  # fmt: skip


@app.command("try")
def try_command(
    name: Voices,
    text: Annotated[str, typer.Argument(help="What it should say.")] = "This is how I sound in a film.",
    *,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="Where the WAV file goes.")] = Path("voice.wav"),
    film: Annotated[Path | None, typer.Option("--film", metavar="DIR", help="Speak as for this film.")] = None,
    as_json: Json = False,
) -> None:  # fmt: skip
    """Hear a voice say something, under the same rules as in a film."""
    voice = find_voice(load_settings().voices_dir, name)
    if voice is None:
        raise FilmError(f"No voice called {name[:60]!r} is enrolled. `onereel voice list` shows them. Nothing was spoken.")
    _stock(unfetched([("speech", engine_for_enrolled())]))
    made = speak(voice.id, text, out, film)
    if as_json:
        say({"file": str(out), "engine": made.engine, "notes": made.notes})
        return
    for note in made.notes:
        asides.print(plain(note), highlight=False, soft_wrap=True)
    answers.print(f"{plain(out)}: {voice.name}, by {made.engine}.", highlight=False)


@app.command()
def revoke(
    name: Voices,
    why: Annotated[str, typer.Option("--why", help="A reason, kept with the record.")] = "",
    as_json: Json = False,
) -> None:
    """Take the consent back: the voice stops everywhere at once, and its recordings are deleted. Cannot be undone."""
    from tools import enrolling

    records = enrolling.revoke(load_settings().voices_dir, name, why)
    if as_json:
        say({"revoked": name, "records": records})
    else:
        answers.print(
            f"The consent to {plain(name)} is revoked and its recordings are deleted. No film that holds it is let out.",
            highlight=False, soft_wrap=True,
        )  # fmt: skip
