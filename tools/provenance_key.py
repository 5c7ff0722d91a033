"""Whose certificate signs: the user's own, or one made here and kept, unreadable to others, in the user's data folder."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from memory.errors import FilmError
from memory.files import held, make_folder, plainly, read_bounded, write_atomically
from tools.engines.credentials import keys
from tools.engines.credentials.keys import Key
from tools.settings import Settings

MEANING = (
    "A self-made certificate shows that a file was not changed since it was signed on this machine. "
    "It does not show who signed it: other programs will call the signer unknown."
)
_LARGEST = 1 << 20
_PATIENCE = 60.0
_BUSY = "Another program is making this machine's signing key. Wait for it, then run the same command again."
_OWN = "Give the file's right path as the setting."


def signing_key(settings: Settings) -> Key:
    """The key that signs; FilmError says what is wrong with one of the user's own. A self-made one is made when first used."""
    if settings.certificate or settings.certificate_key:
        return _of_the_user(settings)
    folder = settings.signing_dir
    with plainly("Making a folder for the signing key"):
        make_folder(folder)
        folder.chmod(0o700)
    with held(folder / ".lock", _PATIENCE, _BUSY, "Reading the signing key"), plainly("Keeping the signing key"):
        return _kept(folder) or _made(folder)


def _of_the_user(settings: Settings) -> Key:
    if not (settings.certificate and settings.certificate_key):
        raise FilmError(
            "Signing needs both settings, 'certificate' and 'certificate_key'; only one is set. Nothing was signed."
        )
    with plainly("Reading the signing certificate"):
        chain = read_bounded(settings.certificate, _LARGEST, _OWN)
        return keys.load(chain, read_bounded(settings.certificate_key, _LARGEST, _OWN))


def _kept(folder: Path) -> Key | None:
    """The self-made key, or None where there is none, it is damaged or runs out; others' rights to it are taken away."""
    private = folder / "key.pem"
    with contextlib.suppress(FileNotFoundError, FilmError):
        if private.stat().st_mode & 0o077:
            private.chmod(0o600)
        key = keys.load((folder / "certificate.pem").read_bytes(), private.read_bytes())
        return key if keys.lasting(key) else None
    return None


def _made(folder: Path) -> Key:
    """A new key, put in place whole; the roots of earlier ones stay known, so that what they signed is still recognised."""
    key, root = keys.make()
    known = folder / "roots.pem"
    write_atomically(known, (known.read_bytes() if known.exists() else b"") + root)
    write_atomically(folder / "certificate.pem", key.chain)
    private = folder / "key.pem"
    private.unlink(missing_ok=True)
    descriptor = os.open(private, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as file:  # noqa: PTH123 - a descriptor, so that nobody else can ever open the file
        file.write(key.private)
        file.flush()
        os.fsync(file.fileno())
    return key


def own_roots(settings: Settings) -> str:
    """The root certificates (PEM) that this machine made for itself; "" when it has none."""
    with contextlib.suppress(OSError, UnicodeDecodeError):
        return (settings.signing_dir / "roots.pem").read_text(encoding="ascii")
    return ""
