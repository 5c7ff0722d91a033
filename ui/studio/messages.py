"""The conversation as chat messages: what is kept of earlier turns, then the turn that goes on, with its steps as thoughts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from agent.transcript import Exchange, transcript
from memory.errors import FilmError
from ui.studio.page import Visit
from ui.studio.talks import Telling
from ui.studio.wording import counted, doing, to_make

YES, NO = "\u2713 yes", "\u2715 no"
"""What the buttons of an approval send; words that nobody types."""
_MADE_BEFORE = re.compile(r"\b0 takes made, (\d+) reused\.")
Message = dict[str, Any]


def messages(visit: Visit) -> list[Message]:
    """All that is shown of the open film's conversation."""
    if not visit.film:
        return []
    try:
        root = visit.room.root(visit.film)
    except FilmError as error:
        return [_said(str(error))]
    telling = visit.backstage.talks.of(root)
    live = telling if telling and (telling.alive or telling.trouble) else None
    kept = [each for each in transcript(root) if each.turn is not None or live is None]
    times = {each.words: each for each in visit.backstage.talks.earlier(root) if not each.alive}
    shown = [
        message for each in kept for message in _exchange(root, each, times.get(each.answer or each.words), each is kept[-1])
    ]
    return shown + (list(_live(live, visit)) if live else [])


def _plain(reply: str, root: Path, telling: Telling | None) -> str:
    """A reply without the folders of this machine, and with the takes that the queue made counted as made."""
    work = telling.work if telling else None
    made = work.made if work else 0

    def counted_again(found: re.Match[str]) -> str:
        return f"{made} take{'s' * (made != 1)} made, {int(found[1]) - made} reused." if made else ""

    return _MADE_BEFORE.sub(counted_again, reply.replace(f"{root}/", "")).strip()


def _exchange(root: Path, each: Exchange, telling: Telling | None, last: bool) -> Iterator[Message]:
    yield {"role": "user", "content": each.words}
    if each.answer:
        yield {"role": "user", "content": each.answer}
    turn = each.turn
    if turn is None:
        yield _said("This was not finished. Say it again to go on.")
        return
    for note in turn.notes:
        yield _said(note)
    took = [thought.seconds for thought in telling.thoughts] if telling else []
    for place, result in enumerate(turn.results):
        seconds = took[place] if place < len(took) else None
        title = doing(str(result["tool"])) + ("" if result["done"] else ": not done")
        yield _thought(title, _plain(str(result["said"]), root, telling), seconds, pending=False)
    reply = _said(_plain(turn.reply, root, telling))
    if last and turn.question:
        reply["options"] = _approval() if turn.question.approval else [{"value": c, "label": c} for c in turn.question.choices]
    yield reply


def _approval() -> list[dict[str, str]]:
    return [{"value": YES, "label": "Yes, do it"}, {"value": NO, "label": "No"}]


def _live(telling: Telling, visit: Visit) -> Iterator[Message]:
    yield {"role": "user", "content": telling.words}
    for thought in telling.thoughts:
        pending = thought.seconds is None
        body = _progress(telling, visit) or thought.body if pending else thought.body
        title = thought.title + (": not done" if thought.failed else "")
        yield _thought(title, body, thought.seconds, pending=pending)
    if telling.sheet:
        made = to_make(telling.sheet.planned)
        reused = len(telling.sheet.planned) - len(made)
        asked = f"This makes {', '.join(counted(each.job.role for each in made))} and reuses {reused}. Shall I?"
        options = [{"value": YES, "label": "Make it"}, {"value": NO, "label": "Not now"}]
        yield {**_said(asked), "options": options}
    elif telling.trouble:
        yield _said(telling.trouble)
    elif telling.coming:
        yield _said(telling.coming)
    elif telling.alive and not telling.thoughts:
        yield _thought("Thinking", "", None, pending=True)


def _progress(telling: Telling, visit: Visit) -> str:
    work = telling.work
    if work is None or not work.alive:
        return ""
    place = visit.backstage.renders.place(work)
    if work.state == "waiting":
        return f"Waiting: {place} render{'s' * (place != 1)} before this one."
    return f"{work.made} of {work.total} takes made."


def _said(text: str) -> Message:
    return {"role": "assistant", "content": text}


def _thought(title: str, body: str, seconds: float | None, *, pending: bool) -> Message:
    metadata: dict[str, Any] = {"title": title, "status": "pending" if pending else "done"}
    if seconds is not None:
        metadata["duration"] = round(seconds, 1)
    return {"role": "assistant", "content": body or " ", "metadata": metadata}
