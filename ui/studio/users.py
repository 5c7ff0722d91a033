"""Who may come in: a file of names and hashed passwords, one a line, made by `onereel ui --add-user NAME --auth FILE`."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from memory.errors import FilmError
from memory.files import plainly, read_bounded, write_atomically

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,31}")
_LINE = re.compile(r"([a-z0-9][a-z0-9_-]{0,31}):scrypt:([0-9a-f]{32}):([0-9a-f]{64})")
_LARGEST = 1_000_000
_SHORTEST = 8


@dataclass(frozen=True)
class Users:
    """Names, each with the salt and the hash of its password."""

    known: dict[str, tuple[bytes, bytes]]

    def admits(self, name: str, password: str) -> bool:
        """Whether that is the person's password; a name that is not known takes as long to refuse as a wrong password."""
        salt, wanted = self.known.get(name, (b"nobody", b""))
        return hmac.compare_digest(_hash(password, salt), wanted)


def read_users(file: Path) -> Users:
    """The people in a users file; FilmError names the first line that is not one of ours."""
    with plainly(f"Reading {file.name}"):
        lines = read_bounded(file, _LARGEST, "Name a users file.").decode("utf-8", "replace").splitlines()
    known: dict[str, tuple[bytes, bytes]] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line.strip())
        if not match:
            raise FilmError(
                f"Line {number} of {file.name} is not NAME:scrypt:SALT:HASH. Nobody can come in until it is mended; "
                "`onereel ui --auth FILE --add-user NAME` writes such lines."
            )
        known[match[1]] = (bytes.fromhex(match[2]), bytes.fromhex(match[3]))
    if not known:
        raise FilmError(f"Nobody is in {file.name} yet. Add somebody with: onereel ui --auth {file} --add-user NAME")
    return Users(known)


def add_user(file: Path, name: str, password: str) -> None:
    """Write a person into a users file, or give one that is there another password."""
    if not NAME.fullmatch(name):
        raise FilmError("A name has 1 to 32 small letters, digits, - or _. Nobody was added.")
    if len(password) < _SHORTEST:
        raise FilmError(f"A password has at least {_SHORTEST} characters. Nobody was added.")
    with plainly(f"Writing {file.name}"):
        old = read_bounded(file, _LARGEST, "").decode("utf-8", "replace").splitlines() if file.exists() else []
        salt = secrets.token_bytes(16)
        kept = [line for line in old if not line.startswith(f"{name}:")]
        line = f"{name}:scrypt:{salt.hex()}:{_hash(password, salt).hex()}"
        write_atomically(file, ("\n".join([*kept, line]) + "\n").encode())
        file.chmod(0o600)


def _hash(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode("utf-8", "replace"), salt=salt, n=2**14, r=8, p=1, dklen=32)
