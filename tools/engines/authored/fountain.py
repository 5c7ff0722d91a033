"""Fountain, the plain-text screenplay: read into passages. Only what an audience should hear becomes narration.

Action and dialogue keep their sentences word for word and in order. Dialogue is spoken after its speaker's name: the cue MARA
over "Hello." becomes `Mara says: Hello.` Headings, synopses, sections, transitions, parentheticals, notes, boneyard, the title
page and page breaks are not spoken; headings and synopses tell the painter where we are. Emphasis marks are taken off their
words. Syntax: https://fountain.io/syntax.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_SCENE = re.compile(r"^(?:\.(?=[^.])|(?:INT|EXT|EST|INT\.?/EXT|EXT\.?/INT|I/E)[. ])", re.I)
_TITLE = re.compile(r"^(title|credit|authors?|source|notes|draft date|date|contact|copyright|revision|font)\s*:(.*)$", re.I)
_CUE = re.compile(r"^(?:@\S.*|[^a-z\n]*[A-Z][^a-z\n]*?(?:\([^)]*\))?\s*\^?)$")
_TRANSITION = re.compile(r"^(?:[A-Z .']+ TO:|FADE (?:IN|OUT|TO BLACK)[.:]?|>(?!.*<\s*$).*)$")


@dataclass
class Passage:
    """A stretch of a script with one heading: where it is, what is spoken, and a synopsis when the writer gave one."""

    heading: str = ""
    lines: list[str] = field(default_factory=list)
    synopsis: str = ""
    """What the writer says happens; shown to the painter, not spoken."""


@dataclass(frozen=True)
class Screenplay:
    """Title page and passages of a Fountain text."""

    title: str
    author: str
    passages: tuple[Passage, ...]


def read_fountain(text: str) -> Screenplay:
    """Read a Fountain text; what is not screenplay syntax counts as action."""
    text = re.sub(r"/\*.*?(?:\*/|\Z)", "", text, flags=re.S)
    text = re.sub(r"\[\[.*?(?:\]\]|\Z)", "", text, flags=re.S)
    page, body = _title_page(text.lstrip("\n"))
    passages = [Passage()]
    blocks = [b for b in re.split(r"\n[ \t]*\n", body) if b.strip()]
    for block in blocks:
        _block([x.rstrip() for x in block.split("\n") if x.strip()], passages)
    kept = tuple(p for p in passages if p.lines or p.heading)
    return Screenplay(plain(page.get("title", "")), plain(page.get("author", page.get("authors", ""))), kept)


def _title_page(text: str) -> tuple[dict[str, str], str]:
    if not _TITLE.match(text.split("\n", 1)[0]):
        return {}, text
    head, _, body = text.partition("\n\n")
    page: dict[str, str] = {}
    key = ""
    for line in head.split("\n"):
        found = _TITLE.match(line)
        if found:
            key = found[1].lower()
            page[key] = found[2].strip()
        elif key:
            page[key] = f"{page[key]} {line.strip()}".strip()
    return page, body


def _block(lines: list[str], passages: list[Passage]) -> None:
    """Read one block between blank lines."""
    first = lines[0].strip()
    if _SCENE.match(first) and not first.startswith(".."):
        passages.append(Passage(plain(re.sub(r"#[^#]+#\s*$", "", first.lstrip(".")))))
        _action(lines[1:], passages)
    elif _is_cue(lines):
        _dialogue(lines, passages)
    else:
        _action(lines, passages)


def _is_cue(lines: list[str]) -> bool:
    first = lines[0].strip()
    return (
        len(lines) > 1
        and not first.startswith(("!", ">", "=", "#", "~"))
        and bool(_CUE.match(first))
        and not _TRANSITION.match(first)
    )


def _action(lines: list[str], passages: list[Passage]) -> None:
    for raw in lines:
        line = raw.strip()
        if line.startswith("#"):
            continue
        if re.match(r"^={3,}\s*$", line) or (_TRANSITION.match(line) and not line.startswith("!")):
            continue
        if line.startswith("="):
            passages[-1].synopsis = f"{passages[-1].synopsis} {line[1:].strip()}".strip()
            continue
        centred = re.match(r"^>\s*(.*?)\s*<$", line)
        words = plain(centred[1] if centred else line.lstrip("!~").strip())
        words = re.sub(r"(?<=\b[A-Z]{2}) \((?:(?:early|mid|late)[ -])?\d{1,2}s?\)|(?<=[A-Z]{2}) \(\d{1,2}s?\)", "", words)
        if words:
            passages[-1].lines.append(words)


def _dialogue(lines: list[str], passages: list[Passage]) -> None:
    cue = re.sub(r"\([^)]*\)|\^", "", lines[0].strip().lstrip("@")).strip()
    name = cue.title() if cue.isupper() else cue
    said = [plain(x.strip().lstrip("~").strip()) for x in lines[1:] if not re.match(r"^\s*\(.*\)\s*$", x)]
    words = " ".join(x for x in said if x)
    if words:
        passages[-1].lines.append(f"{plain(name)} says: {words}")


def plain(text: str) -> str:
    """The text without emphasis marks; escaped stars stay stars."""
    text = text.replace(r"\*", "\u0001").replace(r"\_", "\u0002")
    text = re.sub(r"\*{1,3}(?=\S)(.+?)(?<=\S)\*{1,3}", r"\1", text)
    text = re.sub(r"(?<!\w)_(?=\S)(.+?)(?<=\S)_(?!\w)", r"\1", text)
    return re.sub(r"[ \t]+", " ", text.replace("\u0001", "*").replace("\u0002", "_")).strip()
