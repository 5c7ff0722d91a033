"""Whose face is on a picture: what models draw and what is lent is compared with the enrolled likenesses.

It is asked before a lent picture is used, when a model has drawn one and before it is kept, and once more when a film leaves
the studio, so that a likeness added later counts for what was drawn earlier. Paper figures have no photographic faces and are
not compared. Nobody enrolled: nothing to compare with, and nothing is searched.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from memory.canonical import file_digest
from memory.errors import FilmError, Refused
from memory.film import Film
from memory.likenesses import NUMBERS, Known, add_likeness, likenesses
from memory.project import Project
from memory.refusals import record
from tools import shelf
from tools.guards.labels import photographs
from tools.guards.likeness import consented
from tools.policy import Act
from tools.settings import load_settings
from tools.studio import spec_of

SAME = 0.6
"""Euclidean distance below which two faces count as one person's: dlib's own figure (99.4 % right on its test set, LFW)."""
LOOKED_AT = (".png", ".jpg", ".jpeg", ".webp", ".mp4")
_WAY = (
    "What would make it possible: that person's own record of consent (onereel voice enroll ... --purpose 'to show my likeness "
    "in films'), another seed or other words for the shot, or, where the likeness is yours, onereel likeness remove."
)


def photographic(role: str, engine: str) -> bool:
    """Whether an engine paints what could be taken for photographs: models do, paper does not."""
    return role in ("stills", "clips") and bool(spec_of(role, engine).capabilities.get("models"))  # type: ignore[arg-type]


def check(act: Act, made: Path) -> None:
    """After a model drew a still or a clip: Refused when it shows somebody enrolled who did not agree. Nothing is kept then."""
    if photographic(act.spec.role, act.spec.name):
        refuse(made, act.root, "The drawn picture")


def refuse(picture: Path, root: Path | None, what: str) -> None:
    """Raise Refused when a picture shows an enrolled person without a consent for this film, or cannot be compared."""
    known = likenesses(load_settings().voices_dir)
    if not known or picture.suffix.lower() not in LOOKED_AT:
        return
    for person in shown(picture, known):
        if not consented(person, root):
            raise Refused(
                f"{what} shows a face like that of {person}, whose likeness is enrolled and who has not agreed to be shown in "
                f"this film. It was not kept. {_WAY}"
            )


def shown(picture: Path, known: list[Known]) -> list[str]:
    """The enrolled people who are like a face in the picture, nearest first, each once; Refused where none can look."""
    near = [
        (distance, each.person)
        for face in _faces(picture, file_digest(picture), weights())
        for each in known
        if (distance := _apart(face, each.face)) < SAME
    ]
    return list(dict.fromkeys(person for _, person in sorted(near)))


@lru_cache(256)
def _faces(picture: Path, content: str, folder: Path) -> tuple[tuple[float, ...], ...]:
    from tools.engines.faces import face_numbers

    return face_numbers(picture, folder)


def _apart(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    return float(sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) ** 0.5)


def weights() -> Path:
    """The folder with the networks; Refused, saying what to fetch, when faces cannot be compared on this machine."""
    missing = lacking()
    if missing:
        raise Refused(
            f"Likenesses are enrolled, and pictures cannot be compared with them here: {missing}. What nobody can look at is "
            "not waved through, so nothing was kept. Paper pictures (papercut) need no comparing."
        )
    return shelf.need("faces", load_settings().shelf_dir)


def lacking() -> str:
    """What is missing for comparing faces, with the command that brings it; "" when nothing is."""
    from tools.engines.faces import INSTALL, can_search

    if not can_search():
        return f"dlib is not installed ({INSTALL})"
    here = shelf.fetched("faces", load_settings().shelf_dir)
    return "" if here else "the networks are not on this machine (onereel fetch faces)"


def told(film: Film) -> str:
    """What is compared with whom in a film, as one sentence for its audit; what cannot be looked at is said."""
    if not photographs(film):
        return "Faces: its pictures are paper, without photographic faces, and are compared with nobody."
    known, missing = len(likenesses(load_settings().voices_dir)), lacking()
    if not known:
        return "Faces: no likeness is enrolled (onereel likeness add), so that the models' pictures are compared with nobody."
    people = f"{known} enrolled likeness{'es' * (known != 1)}"
    if missing:
        return f"Faces: the models' pictures cannot be compared with {people} here and are not kept: {missing}."
    return f"Faces: the models' pictures are compared with {people}; profiles, veiled and small faces are missed."


def enroll(person: str, picture: Path) -> str:
    """Keep how the one person on a photograph looks; the record's id. FilmError when there is not exactly one face."""
    from tools.engines.faces import face_numbers

    missing = lacking()
    if missing:
        raise FilmError(f"A likeness cannot be taken from a photograph here: {missing}. Nothing was kept.")
    if not any(letter.isalpha() for letter in person):
        raise FilmError("Say whose likeness it is. Nothing was kept.")
    faces = face_numbers(picture, shelf.need("faces", load_settings().shelf_dir))
    if len(faces) != 1 or len(faces[0]) != NUMBERS:
        raise FilmError(
            f"{picture.name} shows {len(faces) or 'no'} face{'s' * (len(faces) > 1)} that can be found, and one is needed. "
            "Nothing was kept. Take a photograph of one person, from the front."
        )
    return add_likeness(load_settings().voices_dir, " ".join(person.split()), picture, faces[0])


def may_leave(project: Project, key: str) -> None:
    """Refuse to let a film out that holds, at any remove, a model's picture of somebody enrolled who did not agree."""
    from tools.guards.licences import holds_takes

    if not likenesses(load_settings().voices_dir):
        return
    for take in holds_takes(project.takes, key):
        if take.manifest.role in ("still", "clip", "finish") and _by_model(take.manifest.role, take.manifest.engine):
            try:
                refuse(take.main, project.root, f"A picture in this film ({take.manifest.engine})")
            except Refused as refused:
                record(project.root, "drawn faces", str(refused))
                raise


def _by_model(role: str, engine: str) -> bool:
    department = {"still": "stills", "clip": "clips"}.get(role, "")
    try:
        return bool(department) and photographic(department, engine)
    except FilmError:  # an engine that is not here any more may have painted anything
        return True
