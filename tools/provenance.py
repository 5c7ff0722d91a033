"""Signing what leaves the studio, as the very last step, and reading what a file says of itself.

A stream copy strips the credential, so nothing may touch a file after `signed_copy`. It shows that a file was not changed, not
that what it shows is true.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from memory.errors import FilmError
from memory.files import make_folder, plainly, sync_file, sync_folder
from memory.film import Film
from tools.engines import credentials
from tools.provenance_key import own_roots, signing_key
from tools.provenance_origin import Origin, manifest_of, origin_of
from tools.settings import Settings, load_settings

State = Literal["valid", "altered", "broken", "absent"]
_CONTENT = ("assertion.bmffHash", "assertion.dataHash", "assertion.boxesHash", "assertion.collectionHash")


@dataclass(frozen=True)
class Report:
    """What a file's credential says. `altered`: the content is not what was signed; `broken`: the credential itself is not."""

    state: State
    signer: str = ""
    here: bool = False
    """Signed by a key that this machine made."""
    trusted: bool = False
    """Signed under an authority of the setting `trust_list`."""
    title: str = ""
    maker: str = ""
    """The program that signed it, with its version, as it says."""
    source: str = ""
    """The digital source type, without the address before it."""
    engines: tuple[str, ...] = ()
    ingredients: int = 0
    no_training: bool = False
    consents: int = 0
    codes: tuple[str, ...] = ()
    """What is wrong with it, in the C2PA specification's codes."""


def signed_copy(source: Path, target: Path, film: Film) -> None:
    """Copy a file made from `film` to `target`, which may be the file itself, with its credential; whole or not at all.

    The consent records of enrolled voices that the film names are referred to. FilmError, with nothing changed, when it cannot
    be signed or the credential is not valid afterwards.
    """
    sign_origin(source, target, origin_of(film))


def sign_origin(source: Path, target: Path, origin: Origin, parent: Path | None = None) -> None:
    """Copy a file of any origin to `target` with its credential; `parent` is the file that it was made from."""
    settings = load_settings()
    key = signing_key(settings)
    partial = target.with_name(f".{secrets.token_hex(8)}.partial")
    with plainly(f"Signing {target.name[:80]}"):
        make_folder(target.parent)
        try:
            credentials.write(source, partial, manifest_of(origin), key, parent)
            _checked(partial, settings)
            sync_file(partial)
            partial.replace(target)
        finally:
            partial.unlink(missing_ok=True)
        sync_folder(target.parent)


def _checked(path: Path, settings: Settings) -> None:
    state = inspect(path, settings).state
    if state != "valid":
        raise FilmError(f"The content credential is {state} after writing, so the file was not put in place. Try again.")


def inspect(path: Path, settings: Settings | None = None) -> Report:
    """What the file's credential says, checked against its content; no network is used. FilmError when it cannot be read."""
    known = settings or load_settings()
    with plainly(f"Reading {path.name[:80]}"):
        found = credentials.read(path, own_roots(known))
        if found is None:
            return Report("absent")
        trusted = bool(known.trust_list) and _trusted(path, known.trust_list)
    return _report(found, trusted)


def _trusted(path: Path, anchors: Path | None) -> bool:
    found = credentials.read(path, anchors.read_text(encoding="ascii", errors="replace")) if anchors else None
    return bool(found and found.trusted)


def _report(found: credentials.Found, trusted: bool) -> Report:
    manifest, about = found.manifest, _assertions(found.manifest)
    signature, maker = manifest.get("signature_info") or {}, (manifest.get("claim_generator_info") or [{}])[0]
    making = about.get("org.onereel.making") or {}
    names = (f"{engine.get('name')} {engine.get('version')} ({engine.get('role')})" for engine in making.get("engines", ()))
    return Report(
        state=_state(found.failures),
        signer=_line(signature.get("issuer")) or _line(signature.get("common_name")),
        here=found.trusted,
        trusted=trusted,
        title=_line(manifest.get("title")),
        maker=_line(" ".join(str(maker.get(part) or "") for part in ("name", "version"))),
        source=_source(about),
        engines=tuple(map(_line, names)),
        ingredients=len(manifest.get("ingredients") or ()),
        no_training=_no_training(about),
        consents=len((about.get("org.onereel.consent") or {}).get("records", ())),
        codes=found.failures,
    )


def _state(failures: tuple[str, ...]) -> State:
    if not failures:
        return "valid"
    return "altered" if all(code.startswith(_CONTENT) for code in failures) else "broken"


def _assertions(manifest: Any) -> dict[str, Any]:
    """The assertions by label, without the numbers that tell copies apart; what is not an object is left out."""
    given = manifest.get("assertions") or ()
    return {str(each.get("label")).partition("__")[0]: each["data"] for each in given if isinstance(each.get("data"), dict)}


def _source(about: dict[str, Any]) -> str:
    actions = (about.get("c2pa.actions.v2") or about.get("c2pa.actions") or {}).get("actions", ())
    kinds = [str(kind) for action in actions if (kind := action.get("digitalSourceType"))]
    return _line(kinds[-1].rpartition("/")[2]) if kinds else ""


def _no_training(about: dict[str, Any]) -> bool:
    told = about.get("cawg.training-mining") or about.get("c2pa.training-mining") or {}
    return any("train" in name and entry.get("use") == "notAllowed" for name, entry in told.get("entries", {}).items())


def _line(value: Any) -> str:
    """What a stranger's file says, as one short line without control characters."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in str(value or "")).split())[:200]
