"""What the person is asked before it is done: whatever spends, clones, publishes or writes outside the film's folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from memory.film import Declared
from memory.project import Project
from tools.guards.declaring import asked, questions
from tools.guards.texts import film_of
from tools.outgoing import export_folder, leaves_project
from tools.publishing.sending import Sending, what_is_sent
from tools.settings import load_settings
from tools.vocabulary.people import loosens

_NO_TEXT = frozenset({"show", "recall", "remember", "render", "export", "publish", "versions", "audit"})
"""Tools whose words go into no film."""


def reason_to_ask(root: Path, tool: str, args: Mapping[str, Any]) -> str:
    """Why this call needs the person's yes, as the rest of a sentence ("writes into ..."); "" when it needs none.

    The folder is the one that the tool itself would write to, links followed.
    """
    if tool == "publish":
        return what_is_sent(Project.open(root).film, Sending.of(args), load_settings())
    folder = str(args.get("folder") or "")
    if tool == "export" and folder.strip() and leaves_project(root, folder):
        return f"writes into {export_folder(root, folder)}, outside the film's folder"
    if tool == "revoke_voice":
        return f"takes back the consent to the voice {str(args.get('name', ''))[:60]} in all films for good"
    if tool == "people":
        return loosens(film_of(root), args)
    return asked(names_in(root, tool, args))


def names_in(root: Path, tool: str, args: Mapping[str, Any]) -> tuple[Declared, ...]:
    """What the person's yes to this call says of names in its words: nobody real is meant, they answer for a manner."""
    if tool in _NO_TEXT:
        return ()
    return questions([value for value in args.values() if isinstance(value, str)], film_of(root))
