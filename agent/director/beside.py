"""Scenes that have a sound, scenes beside which something is to stand, and ends that are a scene's own and not the film's."""

from __future__ import annotations

import re

from agent.director.marks import Mark, Marked
from agent.director.numbering import spelled
from agent.director.sheet import Sheet

BESIDE = re.compile(
    r"(?<=\bbefore )the (?P<word>[a-z'-]+)(?![\w'-])|(?<=\bafter )the (?P<then>[a-z'-]+)(?![\w'-])"
    r"|(?<=⟧ and )the (?P<and>[a-z'-]+)(?=[ .!]*$)",
    re.IGNORECASE,
)


def by_title(match: re.Match[str], sheet: Sheet) -> Mark | None:
    """A scene beside which something is to stand, by a word of its title alone ("after the lighthouse")."""
    word = next(group for group in match.groups() if group)
    numbers = sheet.titled(word)
    return Mark("s", match[0].strip(), numbers=tuple(numbers), name=str(numbers[0])) if len(numbers) == 1 else None


_EDGE = re.compile(r"\s+(?:at|in|towards?) (?P<edge>⟦s(?P<mark>\d+)⟧)", re.IGNORECASE)
_PLACING = re.compile(r"\b(?:move|put|place|add|insert|send|shift|bring|scene|goes|comes)\b", re.IGNORECASE)


def ends_of_scenes(marked: Marked) -> None:
    """As in "scene 2 should fade to black at the end": the end of that scene, not the film's last one."""
    named = [m for m in marked.marks if m.kind == "s" and len(m.numbers) == 1 and not m.tied]
    for found in _EDGE.finditer(marked.text):
        edge = marked.marks[int(found["mark"])]
        edged = re.fullmatch(r"the (?:very )?(?:end|beginning|start|close)", edge.raw, re.IGNORECASE)
        within = "⟦s" in marked.text[: found.start()] and any(m is not edge for m in named)
        if edged and within and not _PLACING.search(marked.text):
            marked.text = f"{marked.text[: found.start()]}{marked.text[found.end() :]}"
            return


_HAVING = re.compile(
    r"\b(?:in |to |for )?(?:every|each|all|all the|the) scenes? (?:that|which|where|with) (?:already |still |there )*"
    r"(?:has|have|is|are|contains?|you (?:can )?hear)?(?: already| still)? ?(?:an? |the |some )?(?P<sound>[a-z]+)(?![\w'])",
    re.IGNORECASE,
)


def having(marked: Marked, sheet: Sheet) -> None:
    """Mark scenes that are told by a sound of theirs: "every scene that already has rain"."""

    def there(match: re.Match[str]) -> Mark | None:
        numbers = sheet.sounding(match["sound"])
        return Mark("s", match[0].strip(), numbers=tuple(numbers), name=spelled(numbers, sheet.count)) if numbers else None

    marked.replace(_HAVING, there)
