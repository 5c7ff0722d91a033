"""The rule of faces: a picture lent as a reference shows nobody real without a record, or the person's word for it."""

from __future__ import annotations

from pathlib import Path

from memory.canonical import file_digest
from memory.errors import Refused
from memory.files import contained
from memory.film import Film
from tools.guards.likeness import consented
from tools.guards.texts import film_of
from tools.policy import Act

_PICTURES = (".png", ".jpg", ".jpeg", ".webp")


def check(act: Act) -> None:
    """Refuse a lent picture with a face in it that nobody declared, for every engine that draws or moves pictures."""
    if act.spec.role not in ("stills", "clips") or act.root is None:
        return
    for path in _lent(act, act.root):
        check_picture(path, film_of(act.root), act.root)


def _lent(act: Act, root: Path) -> set[Path]:
    """The pictures that the act is given from outside: what the request names as lent, and its input of that name."""
    named = {str(getattr(act.request, name, "") or "") for name in ("file", "reference")} - {""}
    found = {contained(root, name) for name in named}
    if lent := act.inputs.get("lent"):
        found.add(lent.main)
    return {path for path in found if path.suffix.lower() in _PICTURES and path.is_file()}


def called(picture: Path) -> str:
    """What a picture is called in declarations: by the beginning of its hash."""
    return f"picture {file_digest(picture)[:12]}"


def check_picture(picture: Path, film: Film | None, root: Path) -> None:
    """Raise Refused when a picture shows a face (or cannot be searched) and neither a record nor a declaration covers it.

    No declaration covers somebody whose likeness is enrolled.
    """
    from tools.engines.faces import INSTALL, can_search, find_faces
    from tools.guards.drawn_faces import refuse

    refuse(picture, root, "The lent picture")

    name = called(picture)
    declared = {each.name for each in film.declared} if film else set[str]()
    if name in declared or consented(name, root):
        return
    way = f"onereel declare DIR --fictional {name!r}"
    if not can_search():
        raise Refused(
            f"The lent picture cannot be searched for faces here ({INSTALL}), and real people are not shown without their "
            f"consent. Nothing was made. If it shows nobody real, say so once: {way}."
        )
    faces = len(find_faces(picture))
    if faces:
        raise Refused(
            f"The lent picture shows {faces} face{'s' * (faces != 1)}, and real people are not shown without their consent. "
            f"Nothing was made. If nobody real is shown, or everybody agreed, say so once: {way}."
        )
