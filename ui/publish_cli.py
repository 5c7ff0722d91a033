"""The command that uploads a film to YouTube, after asking."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from memory.project import Project
from tools.settings import load_settings
from ui.options import Folder, Json, Yes
from ui.terminal import answers, asides, plain, say

Where = Annotated[Literal["youtube", "shorts"], typer.Option("--to", help="As a video, or upright as a Short.")]
Privacy = Annotated[Literal["private", "unlisted", "public"], typer.Option("--privacy", help="Who may see it.")]
Title = Annotated[str, typer.Option("--title", help="Another title than the film's.")]
Children = Annotated[bool, typer.Option("--for-children", help="Tell YouTube that it is made for children.")]


def publish_command(
    folder: Folder,
    *,
    to: Where = "youtube",
    privacy: Privacy = "private",
    title: Title = "",
    for_children: Children = False,
    yes: Yes = False,
    as_json: Json = False,
) -> None:
    """Upload the film to YouTube: private unless you say otherwise, and never without your yes."""
    from agent.approvals import reason_to_ask
    from tools.publishing.sending import Sending, send

    project, settings = Project.open(folder), load_settings()
    args = {"where": to, "privacy": privacy, "title": title, "for_children": for_children}
    why = reason_to_ask(Path(project.root), "publish", args)
    if why and not yes:
        print(f"This {why}. Say so with --yes. Nothing was sent.", file=sys.stderr)  # noqa: T201
        raise SystemExit(1)
    shown = None if as_json else lambda sent, total: asides.print(f"{sent / max(total, 1):4.0%} of {total / 1e6:.1f} MB")
    done = send(project, Sending.of(args), settings, progress=shown)
    if as_json:
        say({"said": done.said, **done.rows()})
    else:
        answers.print(plain(done.said), highlight=False, soft_wrap=True)
