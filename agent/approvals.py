"""What the person is asked before it is done: whatever spends, clones, publishes or writes outside the film's folder."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from memory.errors import FilmError
from memory.people import Declared
from memory.project import Project
from tools.build import plan, spending
from tools.guards.declaring import asked, questions
from tools.guards.texts import film_of
from tools.outgoing import export_folder, leaves_project
from tools.publishing.sending import Sending, what_is_sent
from tools.settings import load_settings
from tools.vocabulary.finishing import places
from tools.vocabulary.people import loosens

_OWN = 0.6
"""Share of a memory's longer words that the person must have said in the same turn for it to be their own."""
_NO_TEXT = frozenset({"show", "recall", "remember", "render", "export", "publish", "versions", "audit", "enhance", "verify"})
"""Tools whose words go into no film."""


def reason_to_ask(root: Path, tool: str, args: Mapping[str, Any], heard: str = "") -> str:
    """Why this call needs the person's yes, as the rest of a sentence ("writes into ..."); "" when it needs none.

    The folder is the one that the tool itself would write to, links followed. `heard` is what the person said in this turn.
    """
    if tool == "remember":
        return _unasked(str(args.get("what") or ""), heard)
    ask = _ASKED.get(tool)
    return ask(root, args) if ask else asked(names_in(root, tool, args))


def names_in(root: Path, tool: str, args: Mapping[str, Any]) -> tuple[Declared, ...]:
    """What the person's yes to this call says of names in its words: nobody real is meant, they answer for a manner."""
    if tool in _NO_TEXT:
        return ()
    return questions([value for value in args.values() if isinstance(value, str)], film_of(root))


def _spending(root: Path) -> str:
    """What a render would spend now, as the rest of a sentence; "" for nothing, and where the film itself is the trouble."""
    try:
        project = Project.open(root)
        costs = spending(plan(project.film, project.takes))
    except FilmError:
        return ""
    return f"spends {costs}" if costs else ""


def _sent(root: Path, args: Mapping[str, Any]) -> str:
    return what_is_sent(Project.open(root).film, Sending.of(args), load_settings())


def _rendered(root: Path, args: Mapping[str, Any]) -> str:
    return "" if args.get("only_plan") else _spending(root)


def _exported(root: Path, args: Mapping[str, Any]) -> str:
    folder = str(args.get("folder") or "")
    if folder.strip() and leaves_project(root, folder):
        return f"writes into {export_folder(root, folder)}, outside the film's folder"
    return _spending(root)


def _enhanced(root: Path, args: Mapping[str, Any]) -> str:
    return f"writes {places(root, str(args.get('file', '')), str(args.get('out', '')))[1]}, outside the film's folder"


def _revoked(root: Path, args: Mapping[str, Any]) -> str:
    return f"takes back the consent to the voice {str(args.get('name', ''))[:60]} in all films for good"


def _unasked(what: str, heard: str) -> str:
    """What is to be kept for later films without the person having said it: words of a file or its name, a model's idea."""
    words, said = set(re.findall(r"\w{4,}", what.lower())), set(re.findall(r"\w+", heard.lower()))
    names_file = re.search(r"\.\w{2,5}\b", heard)
    if not what.strip() or (heard.strip() and not names_file and len(words & said) >= _OWN * len(words)):
        return ""
    return f'keeps in mind for this film and later ones: "{what.strip()[:200]}"'


def _loosened(root: Path, args: Mapping[str, Any]) -> str:
    return loosens(film_of(root), args)


_ASKED: dict[str, Callable[[Path, Mapping[str, Any]], str]] = {
    "publish": _sent,
    "render": _rendered,
    "export": _exported,
    "enhance": _enhanced,
    "revoke_voice": _revoked,
    "people": _loosened,
}
