"""Enrolled voices: where one lies, how a film names it, and what was made from it.

A voice is a folder of the user's, `<name>-<record>/`, beside the ledger of consent (`memory.consent`):

    reference.wav            what the person read, cleaned: mono, 24 kHz, 16 bit
    consent.wav              the consent as it was read aloud
    derived/                 what engines made of the reference, each file sealed with the record it belongs to

A film names a voice `mine:<name>@<record>`. The record is in the name, so that every take says under which consent it was made.
Holding a Voice is no permission: whoever speaks with one asks `tools.consenting` first, every time.
"""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from memory.canonical import canonical, file_digest
from memory.consent import ID_DIGITS, Consent, Ledger
from memory.files import contained, make_folder, plainly, write_atomically

PREFIX = "mine:"
REFERENCE, RECORDING, DERIVED = "reference.wav", "consent.wav", "derived"
RATE = 24_000
"""Samples a second of the reference."""
NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
_ID = re.compile(rf"{PREFIX}({NAME.pattern})@([0-9a-f]{{{ID_DIGITS}}})")
_NAMED = re.compile(rf"{PREFIX}({NAME.pattern})(?:@.*)?")


@dataclass(frozen=True)
class Voice:
    """An enrolled voice: its name, its record's id, its folder, and the record itself."""

    name: str
    record: str
    folder: Path
    consent: Consent

    @property
    def id(self) -> str:
        """What a film calls it."""
        return f"{PREFIX}{self.name}@{self.record}"

    @property
    def reference(self) -> Path:
        """The cleaned recording: mono, 24 kHz, 16 bit."""
        return self.folder / REFERENCE


def is_enrolled(voice: str) -> bool:
    """Whether a film's word for a voice means an enrolled one, rather than one that an engine brings."""
    return voice.startswith(PREFIX)


def spoken_name(voice: str) -> str:
    """A voice's name as people say it: without the record for an enrolled one, as it stands for any other."""
    found = _NAMED.fullmatch(voice)
    return found[1] if found else voice


def parts(voice: str) -> tuple[str, str] | None:
    """Name and record of `mine:<name>@<record>`; None for anything else."""
    found = _ID.fullmatch(voice)
    return (found[1], found[2]) if found else None


def voices(root: Path) -> list[Voice]:
    """The voices with a record that was not revoked, oldest first. Refused when the ledger was changed."""
    ledger = Ledger(root)
    gone = ledger.revoked()
    return [_voice(root, record, consent) for record, consent in ledger.find("consent", Consent).items() if record not in gone]


def find_voice(root: Path, said: str) -> Voice | None:
    """The voice of that name (the newest) or of that id; None when there is none, or it was revoked."""
    wanted = parts(said)
    found = [v for v in voices(root) if (v.id == said if wanted else v.name == said.strip().lower().removeprefix(PREFIX))]
    return found[-1] if found else None


def _voice(root: Path, record: str, consent: Consent) -> Voice:
    return Voice(consent.name, record, folder_of(root, consent.name, record), consent)


def folder_of(root: Path, name: str, record: str) -> Path:
    """Where a voice's files lie."""
    return contained(root, f"{name}-{record}")


def keep_derived(voice: Voice, name: str, content: bytes) -> Path:
    """Keep something made of the reference (a voice vector, a fit's report) under a file name, sealed with the record."""
    path = contained(voice.folder, f"{DERIVED}/{name}")
    with plainly("Keeping what was made of a voice"):
        make_folder(path.parent)
        write_atomically(path, content)
        write_atomically(_seal_of(path), _seal(voice, path))
    return path


def derived(voice: Voice, name: str) -> Path | None:
    """What `keep_derived` kept under that name; None when it is not there, or is another record's, or was changed."""
    path = contained(voice.folder, f"{DERIVED}/{name}")
    with plainly("Reading what was made of a voice"):
        if not path.is_file() or not _seal_of(path).is_file() or _seal_of(path).stat().st_size > 4096:
            return None
        return path if _seal_of(path).read_bytes() == _seal(voice, path) else None


def _seal_of(path: Path) -> Path:
    return path.with_name(f"{path.name}.seal")


def _seal(voice: Voice, path: Path) -> bytes:
    reference = voice.consent.kept.get(REFERENCE, "")
    return canonical({"record": voice.record, "reference": reference, "sha256": file_digest(path)}).encode()


def delete_voice(root: Path, name: str, record: str) -> bool:
    """Delete a voice's recordings and all that was derived from them; False when nothing was there."""
    folder = folder_of(root, name, record)
    there = folder.exists()
    with plainly(f"Deleting the voice {name}"):
        if there:
            shutil.rmtree(folder)
    return there
