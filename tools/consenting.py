"""The rule of consent: nobody's voice speaks without a record that holds now, for this film, in this language.

`check` is a row of the fence (`tools.policy`), asked before every synthesis. Engines that speak in an enrolled voice get it
from `cleared`, which asks the same again, so that one called directly meets it too. `may_leave` keeps takes made under a
record that has ended out of whatever leaves the studio.
"""

from __future__ import annotations

from pathlib import Path

from memory.canonical import file_digest
from memory.consent import Consent, Ledger, film_id, now, this_user
from memory.errors import Refused
from memory.store import TakeStore
from memory.voices import REFERENCE, Voice, folder_of, is_enrolled, parts, spoken_name
from tools.engines import EngineSpec, SpeechRequest
from tools.policy import Act
from tools.settings import load_settings

_HOW = "Enroll it with: onereel voice enroll."


def check(act: Act) -> None:
    """Refuse speech in a voice that is somebody's, unless the record holds; everything else passes."""
    if not isinstance(act.request, SpeechRequest) or not act.request.text.strip():
        return
    if is_enrolled(act.request.voice):
        cleared(act.request.voice, act.root, act.request.language)
    elif act.spec.capabilities.get("cloning") and act.request.voice not in _stock(act.spec):
        raise Refused(
            f"{act.spec.name} can speak in anybody's voice, and nobody enrolled {act.request.voice[:60]!r}. "
            f"Nothing was spoken. {_HOW}"
        )


def _stock(spec: EngineSpec) -> tuple[str, ...]:
    return tuple(spec.capabilities.get("voices", ()))


def cleared(voice: str, root: Path | None, language: str) -> Voice:
    """The enrolled voice of that id for the film in `root`, once its record was looked at; Refused says what forbids it."""
    named = parts(voice)
    if named is None:
        raise Refused(
            f"{voice[:80]!r} names no record of consent, so nothing was spoken. Say it anew: "
            f'"use {spoken_name(voice)[:40]} for the narration".'
        )
    folder = load_settings().voices_dir
    consent = _holding(folder, *named)
    _covers(consent, root, language)
    _unchanged(consent, folder_of(folder, *named))
    return Voice(named[0], named[1], folder_of(folder, *named), consent)


def _holding(folder: Path, name: str, record: str) -> Consent:
    """The record, which was neither revoked nor has ended."""
    ledger = Ledger(folder)
    consent = ledger.find("consent", Consent).get(record)
    if consent is None or consent.name != name:
        raise Refused(f"There is no record here of a consent to use the voice {name}. Nothing was spoken. {_HOW}")
    if when := ledger.revoked().get(record):
        raise Refused(
            f"The consent to use the voice {name} was revoked on {when[:10]}. Nothing was spoken. Choose another voice."
        )
    if consent.scope.expires and consent.scope.expires <= now():
        raise Refused(
            f"The consent to use the voice {name} ended on {consent.scope.expires[:10]}. Nothing was spoken. "
            f"Ask {consent.person} for a new one, or choose another voice."
        )
    return consent


def _covers(consent: Consent, root: Path | None, language: str) -> None:
    scope = consent.scope
    if scope.user != this_user():
        raise Refused(
            f"{consent.person} let {scope.user} use the voice {consent.name}, not {this_user()}. Nothing was spoken. {_HOW}"
        )
    if scope.films and (root is None or film_id(root) not in scope.films):
        raise Refused(
            f"{consent.person} let the voice {consent.name} be used for the film {scope.film_title!r} alone. "
            "This is another, so nothing was spoken. Ask for a consent to this film, or choose another voice."
        )
    if language.split("-", 1)[0] not in scope.languages:
        raise Refused(
            f"{consent.person} let the voice {consent.name} be used in {', '.join(scope.languages)}, not in {language}. "
            "Nothing was spoken. Choose another voice for this film."
        )


def _unchanged(consent: Consent, folder: Path) -> None:
    """Every file that was kept at enrolment is the same today."""
    for name, sha256 in consent.kept.items():
        path = folder / name
        what = "reference" if name == REFERENCE else "recording of the consent"
        if path.is_symlink() or not path.is_file():
            raise Refused(f"The {what} of the voice {consent.name} is gone. Nothing was spoken. {_HOW}")
        if file_digest(path) != sha256:
            raise Refused(
                f"The {what} of the voice {consent.name} is another than the one that was agreed to. Nothing was spoken. {_HOW}"
            )


def may_leave(store: TakeStore, key: str) -> None:
    """Refuse to let a take out that was made, at any remove, in a voice whose consent has ended or is not here."""
    seen, waiting = set[str](), [key]
    while waiting:
        current = waiting.pop()
        take = None if current in seen else store.find(current, verify=False)
        seen.add(current)
        if take is None:
            continue
        waiting += take.manifest.inputs.values()
        voice = str(take.manifest.request.get("voice", ""))
        if take.manifest.role == "speech" and is_enrolled(voice) and str(take.manifest.request.get("text", "")).strip():
            _let_out(voice)


def _let_out(voice: str) -> None:
    named = parts(voice)
    try:
        if named is None:
            raise Refused("Its take names no record of consent.")
        _holding(load_settings().voices_dir, *named)
    except Refused as error:
        why = str(error).replace(" Nothing was spoken.", "")
        raise Refused(f"This film holds speech in a voice that may not be used, so it was not let out. {why}") from error
