"""What happens to the film as a whole: versions, rendering, exporting, and what is remembered."""

from __future__ import annotations

import re
from typing import Any

from agent.director.clause import Clause
from agent.director.frames import Call, Choice, Impossible, ask
from agent.director.where import Around


def versions(clause: Clause, around: Around) -> list[Call]:
    """Undo, redo, an earlier version, what changed, which versions there are."""
    words = " ".join(clause.lower)
    if clause.places and any(len(h.cover) > 1 for h in clause.all("op", "reset")):
        return []
    hits = sorted(clause.all("versions"), key=lambda h: (-len(h.cover), h.start))
    steps_back = bool(hits) and hits[0].phrase in ("step back", "go back", "back out")
    other = steps_back and (clause.places or clause.has("topic.music|topic.voice|topic.camera"))
    if other or re.search(r"\bgo back (?:up|down)\b|\bback (?:up|down) (?:a|again)\b", words):
        return []
    number, steps = clause.quantity("version"), clause.quantity("step")
    actions = [h.value for h in hits]
    action = next((a for a in ("list", "compare", "redo", "undo") if a in actions[:1]), actions[0] if actions else "")
    if "redo" in actions and re.search(r"\bundo the undo\b|\bundid\b", words):
        action = "redo"
    if number:
        compares = action == "compare" or re.search(r"\b(?:compare|differ|chang)", words)
        return [Call("versions", {"action": "compare" if compares else "restore", "version": int(number.value)})]
    if action == "redo" and not _undone(around) and around.last:
        action = "undo"
    if action in ("undo", "redo"):
        return [
            Call("versions", {"action": action, "steps": _steps(clause, around, words, steps.value if steps else 0, action)})
        ]
    return [Call("versions", {"action": action})] if action else []


def _steps(clause: Clause, around: Around, words: str, said: float, action: str) -> int:
    """How many versions: as many as were said; otherwise those of the last turn that changed something."""
    if said:
        return int(said)
    if re.search(r"\bboth\b|\btwice\b|\btwo (?:steps|versions|changes|edits)\b|\bcouple\b", words) or clause.first(
        "half", "double"
    ):
        return 2
    if found := re.search(r"\blast (\d+)\b|\b(\d+) (?:back|changes|edits)\b", words):
        return int(found[1] or found[2])
    if action == "redo":
        undone = next(
            (c for p in reversed(around.past) for c in p.calls if c.tool == "versions" and c.args.get("action") == "undo"), None
        )
        return int(undone.args.get("steps", 1)) if undone else 1
    last = next((p for p in reversed(around.past) if p.calls and any(_edits(c) for c in p.calls)), None)
    return max(1, sum(1 for c in last.calls if _edits(c))) if last else 1


def _undone(around: Around) -> bool:
    """Whether something was taken back since the last edit, so that there is something to bring back."""
    for past in reversed(around.past):
        if any(c.tool == "versions" and c.args.get("action") == "undo" for c in past.calls):
            return True
        if any(_edits(c) for c in past.calls):
            return False
    return False


def _edits(call: Call) -> bool:
    return call.tool not in ("show", "render", "export", "recall", "remember", "versions")


def render(clause: Clause, around: Around) -> list[Call]:
    """The film itself."""
    if clause.has("n|adj|noun|verb|mood|long|longverb|loud|aspect|style|fast|fastverb|bw|p|topic.music"):
        return []
    return [Call("render", {})]


def plan(clause: Clause, around: Around) -> list[Call]:
    """The call sheet: what a render would make."""
    return [Call("render", {"only_plan": True})]


_LEAVES = re.compile(r"\b(?:export|save|download|file|files|send|as|deliver|output|write)\b", re.IGNORECASE)


def export(clause: Clause, around: Around) -> list[Call]:
    """A file that leaves the studio."""
    words = clause.original()
    hits = sorted(clause.all("out"), key=lambda h: (-len(h.cover), h.start))
    exact = [h for h in hits if clause.lower[h.start] in ("srt", "vtt", "mp4", "stems", "webvtt")] or hits
    if re.search(r"\b(?:mov|avi|gif|mkv|webm|pdf|docx?|png|jpe?g|wav|mp3)\b", words, re.IGNORECASE) and not exact:
        raise Impossible(
            "That format is not among the exports; mp4, srt, vtt, stems, otio, fcpxml and edl are. Nothing was written."
        )
    folder = clause.quantity("path")
    if exact and exact[0].phrase in ("subtitles", "captions") and not _LEAVES.search(words):
        return []
    args: dict[str, Any] = {"to": exact[0].value} if exact else {}
    if not exact:
        if not re.search(r"\b(?:export|save as|download|deliver|hand)", words, re.IGNORECASE):
            return []
        args = {"to": "mp4"} if clause.first("topic", "film") or folder or "mp4" in words.lower() else {}
        if clause.first("topic", "captions"):
            args = {"to": "srt"}
        if not args:
            raise ask(
                "As what should it be exported?",
                *(Choice(k, Call("export", {"to": k})) for k in ("mp4", "srt", "vtt", "stems")),
            )
    elif not re.search(
        (
            r"\b(?:export|save|download|deliver|file|files|send|give|need|want|get|as|make|create|"
            r"produce|write|output|stems|mp4|srt|vtt|please|out|to)\b"
        ),
        words,
        re.IGNORECASE,
    ):
        return []
    return [Call("export", {**args, **({"folder": folder.name} if folder else {})})]


def remember(clause: Clause, around: Around) -> list[Call]:
    """Something to keep in mind for later films."""
    return [Call("remember", {"what": clause.words_given})]


def recall(clause: Clause, around: Around) -> list[Call]:
    """What was kept in mind."""
    about = re.sub(r"^.*?\b(?:about|regarding|of)\s+", "", clause.original(), flags=re.IGNORECASE)
    return [Call("recall", {"about": about.strip(" ?.!") or "everything"})]
