"""What the person is asked before it is done: whatever spends, clones, publishes or writes outside the film's folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from memory.project import Project
from tools.outgoing import export_folder, leaves_project
from tools.publishing.sending import Sending, what_is_sent
from tools.settings import load_settings


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
    return ""
