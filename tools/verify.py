"""What any file says of where it comes from, in words: its content credential, and the marks in its picture and voice."""

from __future__ import annotations

import contextlib
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from memory.errors import EngineError, FilmError
from memory.files import plainly, whole_path
from tools.engines.marked import Looked, look
from tools.engines.watermark import FOUND
from tools.provenance import Report, inspect
from tools.provenance_key import MEANING
from tools.provenance_origin import words

_NOTHING = "Any re-encoding or stream copy takes one away, so this proves nothing."
_STATES = {
    "valid": "The content credential is whole: the file is as it was when {signer} signed it.",
    "altered": "The file was changed after it was signed, or the credential belongs to another file: "
    "the content is not what {signer} signed.",
    "broken": "There is a content credential, but it was tampered with or its signature does not hold. Do not rely on it.",
    "absent": f"There is no content credential in the file. {_NOTHING}",
}


@dataclass(frozen=True)
class Verdict:
    """Both layers of a file, and what they mean in sentences; `good` is False where a credential does not hold."""

    file: str
    credential: Report
    mark: Looked
    words: tuple[str, ...]

    @property
    def good(self) -> bool:
        """Whether nothing speaks against the file; one without a credential is not bad."""
        return self.credential.state in ("valid", "absent")

    def as_data(self) -> dict[str, Any]:
        """For machines."""
        return {
            "file": self.file,
            **{name: asdict(getattr(self, name)) for name in ("credential", "mark")},
            "words": list(self.words),
        }


def verify(path: Path) -> Verdict:
    """Read both layers of a file of any kind and size; FilmError when there is no such file, or it is none."""
    path = whole_path(path)
    with plainly(f"Reading {path.name[:80]}"):
        if not path.is_file():
            raise FilmError(f"{path.name[:80]} is not a file. Nothing was read.")
        if not path.stat().st_size:
            raise FilmError(f"{path.name[:80]} is empty. There is nothing to verify.")
    credential = _credential(path)
    looked = look(path)
    return Verdict(str(path), credential, looked, tuple(_words(credential, looked)))


def _credential(path: Path) -> Report:
    """What the credential says; one that cannot even be parsed is broken, unless the file itself is none."""
    try:
        return inspect(path)
    except EngineError:
        raise
    except FilmError as error:
        return Report("broken", codes=(str(error),)) if _holds_one(path) else Report("absent")


def _holds_one(path: Path) -> bool:
    """Whether the label of a credential lies in the file's first or last two megabytes."""
    with contextlib.suppress(OSError), path.open("rb") as file:
        head = file.read(1 << 21)
        file.seek(max(path.stat().st_size - (1 << 21), 0))
        return b"c2pa" in head or b"c2pa" in file.read(1 << 21)
    return False


def _words(credential: Report, looked: Looked) -> list[str]:
    said = [_STATES[credential.state].format(signer=_signer(credential))]
    if credential.state in ("valid", "altered"):
        said += _about(credential)
    said += _of_mark(looked)
    if credential.state == "absent" and looked.picture:
        said.append(
            "So it comes from Onereel, in part at least, and lost its credential on the way: re-encoded, cut or copied."
        )
    return said


def _signer(credential: Report) -> str:
    return "this machine's own key" if credential.here else f"{credential.signer or 'somebody unnamed'!r}"


def _about(credential: Report) -> list[str]:
    said = (
        [f"Whether that signer is who the name says is not known: {MEANING}"]
        if not (credential.here or credential.trusted)
        else []
    )
    said += [MEANING] if credential.here else []
    source = words()["source"].get(credential.source, credential.source)
    claims = [
        f"titled {credential.title!r}" if credential.title else "",
        f"written by {credential.maker}" if credential.maker else "",
    ]
    claims += [source, f"engines: {', '.join(credential.engines)}" if credential.engines else ""]
    said.append(f"It says: {'; '.join(claim for claim in claims if claim)}.")
    if credential.no_training:
        said.append("Its maker does not want it to be used to train models.")
    return said


def _of_mark(looked: Looked) -> list[str]:
    said = [looked.why] if looked.why else []
    if looked.frames:
        where = f"in {looked.frames} frame{'s' * (looked.frames != 1)} looked at"
        found = f"Onereel's mark is in the picture ({looked.strength:.0f} times the noise, {where})."
        said.append(found if looked.picture else f"Onereel's mark was not found {where}; that it is not there proves nothing.")
    return [*said, *_of_voice(looked)]


def _of_voice(looked: Looked) -> list[str]:
    """What is said of the mark in the voice; nothing where nobody looked."""
    if looked.voice is None:
        return []
    if looked.surely >= FOUND:
        return [f"The mark of a synthetic voice is in the sound ({looked.surely:.2f}; 1 is sure)."]
    if looked.voice:
        return [
            f"The mark of a synthetic voice is in the sound in all likelihood ({looked.surely:.2f}; 1 is sure). "
            "Music and small files weaken it."
        ]
    return [
        f"The mark of a synthetic voice was not found in the sound ({looked.surely:.2f}; 1 is sure); "
        "that it is not there proves nothing."
    ]
