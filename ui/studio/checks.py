"""What the studio's other parts have checked about a film, in sentences: who may be heard, who is shown, what the file says."""

from __future__ import annotations

from pathlib import Path

from memory.errors import FilmError
from memory.project import Project
from memory.refusals import refusals
from memory.voices import voices
from tools.provenance import Report, inspect
from tools.vocabulary import TOOLS, Desk

_STATES = {
    "valid": "carries a content credential, and nothing was changed since it was signed",
    "altered": "was changed after it was signed",
    "broken": "carries a credential that cannot be trusted",
    "absent": "carries no content credential",
}


def consent(project: Project) -> list[str]:
    """Whose voice may be used here."""
    found = voices(project.root)
    return [f"{voice.name}'s voice may be used; their consent is kept and can be revoked." for voice in found] or [
        "No person's voice is used: the narrator is one that a program was made with."
    ]


def people(project: Project) -> list[str]:
    """Who is shown, and how that lies to the shares which the film declares."""
    try:
        return TOOLS["audit"](Desk(project.root)).said.splitlines()
    except FilmError as error:
        return [str(error)]


def provenance(project: Project) -> list[str]:
    """What the newest exported film says of itself."""
    films = sorted((project.root / "exports").glob("*.mp4"), key=lambda path: path.stat().st_mtime)
    if not films:
        return ["Nothing was exported yet. A finished film carries a content credential."]
    try:
        return _told(films[-1], inspect(films[-1]))
    except FilmError as error:
        return [str(error)]


def _told(file: Path, report: Report) -> list[str]:
    signed = f" Signed by {report.signer}{', with the key of this machine' if report.here else ''}." if report.signer else ""
    told = [f"{file.name} {_STATES[report.state]}.{signed}"]
    if report.engines:
        told.append(f"It names what made it: {', '.join(report.engines)}.")
    return told


def refused(project: Project) -> list[str]:
    """What was refused lately, and why."""
    return [each.said for each in refusals(project.root)[-5:]]


CHECKS = (("Consent", consent), ("Who is shown", people), ("Provenance", provenance), ("Refused lately", refused))
"""Titles, and the functions of a project that give their sentences, in the order in which they are shown."""
