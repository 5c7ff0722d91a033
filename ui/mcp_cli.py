"""The commands for other programs: the server that offers the tools, and the person's yes to what a program asked for."""

from __future__ import annotations

from typing import Annotated

import typer

from ui.options import Folder, Json
from ui.terminal import answers, asides, plain, say


def mcp(
    folder: Folder,
    port: Annotated[
        int | None, typer.Option(min=1024, max=65535, help="Listen at http://127.0.0.1:PORT/mcp instead of standard input.")
    ] = None,
) -> None:
    """Offer the film's tools to another program (Model Context Protocol), with the same fences as everywhere."""
    from ui.mcp_server import listen, over_http, over_pipes

    root = folder.absolute()
    if port is None:
        over_pipes(root)
        return
    listening = listen(port)
    asides.print(f"Tools for {plain(root.name)} at http://127.0.0.1:{port}/mcp. Ctrl-C ends it.")
    over_http(root, listening)


def approve(
    folder: Folder,
    code: Annotated[str | None, typer.Argument(help="The question's code; without one, all that wait are listed.")] = None,
    *,
    no: Annotated[bool, typer.Option("--no", help="Say no: the question is taken away.")] = False,
    as_json: Json = False,
) -> None:
    """Say yes to what a program asked for, once."""
    from agent.leave import answer_leave, waiting

    root = folder.absolute()
    if code is None:
        asked = [each for each in waiting(root) if not each.granted]
        if as_json:
            say({"waiting": [{"code": each.code, "question": each.question} for each in asked]})
            return
        for each in asked:
            answers.print(f"{each.code}  {plain(each.question)}", highlight=False, soft_wrap=True)
        if not asked:
            answers.print("Nothing waits for an answer.")
        return
    answered = answer_leave(root, code, not no)
    if as_json:
        say({"code": answered.code, "yes": not no, "question": answered.question})
    else:
        answers.print(f"{'Allowed once' if not no else 'Refused'}: {plain(answered.question)}", highlight=False, soft_wrap=True)
