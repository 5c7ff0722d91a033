"""Enrolling a voice: a sentence to read with words drawn for today, the recordings checked, and the record written.

Only a person does this, by command or on the page: no tool of the conversation leads here, so that no model can write a record.
"""

from __future__ import annotations

import hashlib
import secrets
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

from memory.canonical import file_digest
from memory.consent import Attempt, Challenge, Consent, Ledger, Revocation, Scope, name_film, now, this_user
from memory.errors import FilmError, Refused
from memory.files import make_folder, plainly, sync_file, sync_folder
from memory.project import Project
from memory.taste import clean
from memory.voices import NAME, RATE, RECORDING, REFERENCE, Voice, delete_voice, find_voice, folder_of
from tools.care import care
from tools.engines.neural_sound import INSTALL
from tools.engines.watermark import synthetic
from tools.recordings import Recording, read_recording, write_wav
from tools.verifying import Finding, Verified, texts, verify

HOURS = 24
"""How long a sentence may be read after its words were drawn."""
TRIES = 5
"""Recordings that may be brought for one sentence."""
CONSENT_SHORTEST, CONSENT_LONGEST = 3.0, 120.0
"""Seconds that the recording of a consent may last."""
PICTURE = "reference.png"
_HEARING = 16_000


@dataclass(frozen=True)
class Wish:
    """What somebody wants to allow: which voice, who speaks, what for, in which film (None: any), languages, for how long."""

    name: str
    person: str
    purpose: str = ""
    film: Path | None = None
    languages: tuple[str, ...] = ("en",)
    days: int | None = None


@dataclass(frozen=True)
class Enrolled:
    """What came of it: the voice where the recordings were believed, and what was found either way."""

    voice: Voice | None
    findings: tuple[Finding, ...]
    notes: tuple[str, ...] = ()
    """What was done to the reference."""


def ask(folder: Path, wish: Wish) -> Challenge:
    """Draw the words for a voice's consent, write them down, and return what is to be read; Refused for what cannot be a name.

    An earlier sentence for the same name counts no more.
    """
    language, name, person = "en", voice_name(wish.name), clean(wish.person, 80)
    if not any(letter.isalpha() for letter in person):
        raise Refused('Say who speaks, as they will read it aloud: --person "Ann Lee". Nothing was begun.')
    if find_voice(folder, name):
        raise Refused(f"There is a voice called {name} already. Choose another name, or revoke that one first.")
    text, ledger = texts()[language], Ledger(folder)
    title = Project.open(wish.film).film.title if wish.film else ""
    purpose = clean(wish.purpose, 200) or (text["film"].format(title=title) if wish.film else text["purpose"])
    scope = Scope(
        user=this_user(), purpose=purpose, films=(name_film(wish.film),) if wish.film else (), film_title=title,
        languages=wish.languages, expires=_after(timedelta(days=wish.days)) if wish.days else "",
    )  # fmt: skip
    words = _drawn(text["words"], [each.words for each in ledger.find("challenge", Challenge).values()])
    sentence = text["sentence"].format(person=person, purpose=purpose, words=text["joined"].format(*words))
    challenge = Challenge(
        name=name, person=person, scope=scope, language=language, words=words, sentence=sentence,
        until=_after(timedelta(hours=HOURS)),
    )  # fmt: skip
    ledger.append("challenge", challenge)
    return challenge


def voice_name(said: str) -> str:
    """A voice's name as it is kept; Refused for one that it cannot have, or that an engine's own voice has."""
    from tools.engines import ENGINES
    from tools.studio import spec_of

    name = said.strip().lower().replace(" ", "-")
    if not NAME.fullmatch(name):
        raise Refused(
            "A voice's name is of letters, digits and hyphens, at most 40 of them, as in my-voice. Nothing was begun."
        )
    if any(name in spec_of("speech", engine).capabilities.get("voices", ()) for engine in ENGINES["speech"]):
        raise Refused(f"{name} is a stock voice. Choose another name. Nothing was begun.")
    return name


def _after(time: timedelta) -> str:
    return (datetime.now(UTC) + time).isoformat(timespec="seconds")


def _drawn(pool: Sequence[str], earlier: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Three words that were never drawn here; once all were, those that were drawn longest ago come again."""
    last = {word: number for number, words in enumerate(earlier, 1) for word in words}
    fresh = [word for word in pool if word not in last] or sorted(pool, key=lambda word: last[word])[:30]
    return tuple(secrets.SystemRandom().sample(fresh, 3)) if len(fresh) >= 3 else _drawn(pool, [[]])


def enroll(folder: Path, name: str, reference: Path, consent: Path) -> Enrolled:
    """Check two recordings against the sentence last asked for under that name; believed, they become a voice.

    Refused when there is no sentence to be read, FilmError when a file is no such recording, EngineError without the weights.
    """
    ledger, name = Ledger(folder), voice_name(name)
    asked, challenge = _open(ledger, name)
    read = read_recording(consent, _HEARING, CONSENT_SHORTEST, CONSENT_LONGEST)
    spoken = read_recording(reference, _HEARING)
    sound = _sound(read)
    if seen := _replayed(ledger, sound):
        return Enrolled(None, (seen,))
    found = _with_marks(verify(challenge, spoken.samples, read.samples, _others(ledger, asked)), (reference, consent))
    if not found.accepted:
        ledger.append("attempt", Attempt(challenge=asked, recording=sound))
        return Enrolled(None, found.findings)
    voice, notes = _kept(ledger, (asked, challenge), (reference, consent), (found, sound))
    return Enrolled(voice, found.findings, notes)


def _open(ledger: Ledger, name: str) -> tuple[str, Challenge]:
    """The newest sentence asked for under a name, which may still be read."""
    asked = [(key, each) for key, each in ledger.find("challenge", Challenge).items() if each.name == name]
    begin = f'Ask for one: onereel voice enroll --name {name} --person "WHO SPEAKS". Nothing was kept.'
    if not asked:
        raise Refused(
            f"No sentence was asked for under the name {name}, so there is nothing that could have been read. {begin}"
        )
    key, challenge = asked[-1]
    if any(each.challenge == key for each in ledger.find("consent", Consent).values()):
        raise Refused(f"The sentence for {name} was used already, and counts once. {begin}")
    if challenge.until <= now():
        raise Refused(f"The sentence for {name} had to be read within {HOURS} hours. {begin}")
    if sum(each.challenge == key for each in ledger.find("attempt", Attempt).values()) >= TRIES:
        raise Refused(f"{TRIES} recordings were brought for this sentence and none was believed. {begin}")
    return key, challenge


def _others(ledger: Ledger, asked: str) -> list[Challenge]:
    return [each for key, each in ledger.find("challenge", Challenge).items() if key != asked]


def _replayed(ledger: Ledger, sound: str) -> Finding | None:
    """A consent whose sound was brought before, in whatever file."""
    if any(each.recording == sound for each in ledger.find("consent", Consent).values()):
        return Finding("replay", "no", "This recording gave a consent before. Read today's sentence anew.")
    if any(each.recording == sound for each in ledger.find("attempt", Attempt).values()):
        return Finding("replay", "no", "This recording was brought before and not believed. Read the sentence anew.")
    return None


def _with_marks(found: Verified, files: Sequence[Path]) -> Verified:
    """The findings with one about each recording's watermark, by which the studio's own voices are known."""
    marks = [_marked(what, path) for what, path in zip(("reference", "consent"), files, strict=True)]
    if all(mark.verdict == "unchecked" for mark in marks):
        marks = marks[:1]
    return Verified((*found.findings, *marks), found.transcript, found.scores)


def _marked(what: str, path: Path) -> Finding:
    marked = synthetic(path)
    if marked is None:
        return Finding("synthetic", "unchecked", "Whether a program made the recordings could not be checked: the reader of "
                       f"watermarks is not installed. To have it: {INSTALL}.")  # fmt: skip
    if marked:
        return Finding("synthetic", "no", f"The {what} carries the mark of a synthetic voice. A person has to read it.")
    return Finding("synthetic", "yes", f"The {what} carries no mark of a synthetic voice; not every program leaves one.")


def _kept(
    ledger: Ledger, asked: tuple[str, Challenge], files: tuple[Path, Path], found: tuple[Verified, str]
) -> tuple[Voice, tuple[str, ...]]:
    """Keep both recordings, write the record, and only then give the folder its name: no voice is there without a record."""
    (key, challenge), (verified, sound) = asked, found
    with plainly(f"Keeping the voice {challenge.name}"):
        make_folder(ledger.folder)
        work = ledger.folder / f".new-{secrets.token_hex(6)}"
        work.mkdir(mode=0o700)
        try:
            notes = _write(work, *files)
            record = Consent(
                name=challenge.name, person=challenge.person, scope=challenge.scope, challenge=key,
                reference=file_digest(files[0]), recording=sound,
                kept={path.name: file_digest(path) for path in sorted(work.glob("*.wav"))},
                transcript=verified.transcript, scores=verified.scores, unchecked=verified.unchecked, program=_program(),
            )  # fmt: skip
            row = ledger.append("consent", record)
            folder = folder_of(ledger.folder, record.name, row.id)
            work.rename(folder)
            sync_folder(ledger.folder)
        finally:
            shutil.rmtree(work, ignore_errors=True)
    return Voice(record.name, row.id, folder, record), notes


def _write(folder: Path, reference: Path, consent: Path) -> tuple[str, ...]:
    """Both recordings as they are kept: the reference cleaned, with a picture of what was kept of it; the consent as it is."""
    given = read_recording(reference, RATE)
    cared = care(given.samples, given.rate)
    write_wav(folder / REFERENCE, Recording(cared.samples, RATE))
    (folder / PICTURE).write_bytes(cared.picture)
    write_wav(folder / RECORDING, read_recording(consent, RATE, CONSENT_SHORTEST, CONSENT_LONGEST))
    for path in folder.iterdir():
        sync_file(path)
    sync_folder(folder)
    return cared.notes


def _sound(recording: Recording) -> str:
    """The hash of what is heard, whatever file it came in, to 8 bits: the same sound in another lossless file is the same."""
    return hashlib.sha256(np.round(np.clip(recording.samples, -1, 1) * 127).astype(np.int8).tobytes()).hexdigest()


def _program() -> str:
    try:
        return f"onereel {version('onereel')}"
    except PackageNotFoundError:
        return "onereel from its sources"


def revoke(folder: Path, name: str, why: str = "") -> list[str]:
    """Take back every consent to a voice of that name, then delete its recordings and what was made of them.

    The records' ids; FilmError when there is no such voice. The row is written first, so that a crash leaves the voice stopped.
    """
    ledger, gone = Ledger(folder), Ledger(folder).revoked()
    records = [key for key, each in ledger.find("consent", Consent).items() if each.name == name]
    if not records:
        raise FilmError(f"No voice called {name[:60]!r} was ever enrolled. Nothing was revoked.")
    open_ = [key for key in records if key not in gone]
    for record in open_:
        ledger.append("revocation", Revocation(record=record, why=clean(why, 300)))
    left = [delete_voice(folder, name, record) for record in records]
    if not open_ and not any(left):
        raise FilmError(f"The voice {name} was revoked before. Nothing was changed.")
    return open_ or records
