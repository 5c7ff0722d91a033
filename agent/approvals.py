"""What the person is asked before it is done: whatever spends, clones, publishes or writes outside the film's folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from memory.errors import FilmError
from memory.project import Project
from tools.build import plan, spending
from tools.vocabulary.studio import export_folder, leaves_project


def reason_to_ask(root: Path, tool: str, args: Mapping[str, Any]) -> str:
    """Why this call needs the person's yes, as the rest of a sentence ("writes into ..."); "" when it needs none.

    The folder is the one that the tool itself would write to, links followed.
    """
    folder = str(args.get("folder") or "")
    if tool == "export" and folder.strip() and leaves_project(root, folder):
        return f"writes into {export_folder(root, folder)}, outside the film's folder"
    if (tool == "render" and not args.get("only_plan")) or tool == "export":
        return _spending(root)
    return ""


def _spending(root: Path) -> str:
    """What a render would spend now, as the rest of a sentence; "" for nothing, and where the film itself is the trouble."""
    try:
        project = Project.open(root)
        costs = spending(plan(project.film, project.takes))
    except FilmError:
        return ""
    return f"spends {costs}" if costs else ""
