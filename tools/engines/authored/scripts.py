"""Films from the person's own words: outlines, scripts, Fountain. Their sentences are the narration, in order, unchanged."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from memory.errors import FilmError
from memory.film import CastMember, Film, Scene
from tools.engines import Brief
from tools.engines.authored import direction
from tools.engines.authored.draft import speech_seconds
from tools.engines.authored.film import SEED_LIMIT, assemble, tone_of
from tools.engines.authored.fountain import read_fountain
from tools.engines.authored.looking import Sight, people_in, sight_of
from tools.engines.authored.reading import BULLET
from tools.engines.authored.words import title_case, word_set
from tools.timing import LEAD

LONGEST, USUAL = 30.0, 11.0
"""Seconds of speech: a passage longer than LONGEST is cut into scenes of about USUAL."""
MOST = 400
_CHAPTER = re.compile(
    r"^\s*(?:chapter|part|act|book|section|scene)\s+(?:\d+|[ivxlc]+|one|two|three|four|five|six|seven|eight|nine|ten)\b\s*[:.–—-]*\s*(.{0,70}?)\s*$",
    re.I,
)
"""A line that only names what follows."""
_MARKUP = re.compile(r"^\s*#{1,6}\s+|\*\*|__|^\s*>\s?|`")


@dataclass(frozen=True)
class Passage:
    """Words that belong together: a heading (shown, not spoken), the spoken text, and hints for the painter."""

    text: str
    heading: str = ""
    hint: str = ""


def script_film(brief: Brief) -> Film:
    """A film of a plain text: headings become titles, paragraphs become scenes, every other word is spoken."""
    title, passages = _plain_passages(brief.text)
    return _film(brief, title, passages, "")


def outline_film(brief: Brief) -> Film:
    """A film of an outline: one scene for each line or bullet, in the person's words."""
    title = ""
    passages: list[Passage] = []
    for line in brief.text.split("\n"):
        words = _MARKUP.sub("", line).strip()
        if re.match(r"^\s*#\s", line) and not title and not passages:
            title = words
        elif words := BULLET.sub("", words).strip():
            passages.append(Passage(_completed(words), hint=words))
    return _film(brief, title, passages, "")


def fountain_film(brief: Brief) -> Film:
    """A film of a Fountain screenplay; see `fountain` for what is spoken and what is not."""
    play = read_fountain(brief.text)
    passages = [
        Passage("\n".join(p.lines), p.heading, f"{_place_of(p.heading)} {p.synopsis}".strip()) for p in play.passages if p.lines
    ]
    return _film(brief, play.title, passages, play.author)


def _completed(words: str) -> str:
    words = words[:1].upper() + words[1:]
    return words if words.endswith((".", "!", "?", "…", '"', ":")) else words.rstrip(",;") + "."


def _place_of(heading: str) -> str:
    inside = bool(re.match(r"^\.?INT", heading, re.I))
    where = re.sub(r"^(?:INT\.?/EXT|EXT\.?/INT|INT|EXT|EST|I/E)[. ]+", "", heading, flags=re.I).strip(" .").lower()
    where = re.sub(r"\s+[-–—]+\s+", ", ", where)
    return f"{'inside ' if inside else ''}{where}" if where else ""


def _plain_passages(text: str) -> tuple[str, list[Passage]]:
    title, heading, found = "", "", []
    for block in re.split(r"\n[ \t]*\n", text):
        lines = [x for x in block.split("\n") if x.strip()]
        body: list[str] = []
        for line in lines:
            marked = re.match(r"^\s*#{1,6}\s+(.+?)\s*#*\s*$", line)
            chapter = _CHAPTER.match(line)
            if chapter and not marked and not re.search(r"[.!?,;]$", line):
                if body:
                    found.append(Passage("\n".join(body), heading))
                    body = []
                heading = chapter[1] or line.strip()
            elif marked:
                if body:
                    found.append(Passage("\n".join(body), heading))
                    body = []
                title, heading = (marked[1], heading) if not title and not found else (title, marked[1])
            else:
                body.append(line.strip())
        if body:
            found.append(Passage("\n".join(body), heading))
            heading = ""
    return title, found


def _film(brief: Brief, title: str, passages: list[Passage], author: str) -> Film:
    if not passages or not re.search(r"\w", " ".join(p.text for p in passages)):
        raise FilmError(
            "The text has no words to speak: headings and notes alone make no film. Add a line of action; nothing was made."
        )
    pieces = _into(passages, brief.scenes) if brief.scenes else [x for p in passages for x in _pieces(p)]
    if len(pieces) > MOST:
        pieces = _into(passages, MOST)
    everything = " ".join(p.text for p in passages)
    people = people_in(everything)
    cast = tuple(CastMember(id=f"c{i}", name=n, description=d, fictional=True) for i, (n, d) in enumerate(people.items(), 1))
    scenes = _scenes(brief, pieces, people)
    words = tuple(re.findall(r"[a-z']+", everything.lower()))
    first = re.split(r"(?<=[.!?])\s", everything.strip(), maxsplit=1)[0]
    by = f" By {author}." if author else ""
    logline = f"{first[:300]}{by} (The person's own words, cut into scenes by rules, not by a language model.)"
    return assemble(
        brief, title_case(title.strip()) if title.strip() else _title(first, people), logline, cast, scenes, tone_of(words)
    )


def _title(first: str, people: dict[str, str]) -> str:
    names = [n for n in people if n[:1].isupper()][:2]
    if names:
        return " and ".join(names)
    first = re.sub(r"^[A-Z]{3,}[\w ,.]{0,30} [-–—] ", "", first)
    opening = re.findall(r"[\w'-]+", re.split(r"[,;:.!?\n]|\s(?:and|that|who|which|but)\s", first)[0])
    words = opening if 2 < len(opening) < 10 else re.findall(r"[\w'-]+", first)[:6]
    while len(words) > 3 and words[-1].lower() in word_set("prepositions") | word_set("determiners") | {
        "and",
        "or",
        "is",
        "was",
        "had",
    }:
        words = words[:-1]
    return title_case(" ".join(words)) if words else "Untitled"


def _pieces(passage: Passage) -> list[Passage]:
    """One passage as one scene, or as several when it is too long for one."""
    spoken = speech_seconds(passage.text)
    if spoken <= LONGEST:
        return [passage]
    return _into([passage], max(2, round(spoken / USUAL)))


def _into(passages: list[Passage], count: int) -> list[Passage]:
    """Regroup passages into that many scenes, cutting between sentences (between words when there are too few sentences)."""
    atoms = [replace(p, text=s) for p in passages for s in _sentences(p.text)]
    if len(atoms) < count:
        atoms = [piece for a in atoms for piece in _split(a, -(-count // max(1, len(atoms))))]
    if len(atoms) < count:
        atoms = [piece for a in atoms for piece in _split(a, len(a.text))]
    if len(atoms) < count:
        raise FilmError(
            f"The text has too few words for {count} scenes: {len(atoms)} is the most. Ask for fewer; nothing was made."
        )
    sizes = [speech_seconds(a.text) for a in atoms]
    total, made, at, done = sum(sizes), [], 0, 0.0
    for k in range(count):
        goal, end = total * (k + 1) / count, at + 1
        done += sizes[at]
        while end < len(atoms) - (count - k - 1) and (k == count - 1 or done + sizes[end] / 2 <= goal):
            done += sizes[end]
            end += 1
        made.append(_joined(atoms[at:end]))
        at = end
    return made


def _joined(atoms: list[Passage]) -> Passage:
    return Passage(" ".join(a.text for a in atoms), atoms[0].heading, next((a.hint for a in atoms if a.hint), ""))


def _sentences(text: str) -> list[str]:
    found = re.split(r"(?<=[.!?…])[\"'”’)]*\s+(?=[\"'“‘(]?[A-Z0-9])|\n+", text)
    if re.search(r"[.!?…][\"'”’)]+\s", text):
        found = re.split(r"(?:(?<=[.!?…])|(?<=[.!?…][\"'”’)]))\s+(?=[\"'“‘(]?[A-Z0-9])|\n+", text)
    return [part for s in found if s and s.strip() for part in _bounded(s.strip())]


def _bounded(text: str) -> list[str]:
    words = text.split()
    return [" ".join(words[i : i + 400]) for i in range(0, len(words), 400)]


def _split(atom: Passage, count: int) -> list[Passage]:
    words = atom.text.split()
    count = min(count, len(words))
    edges = [round(i * len(words) / count) for i in range(count + 1)]
    return [replace(atom, text=" ".join(words[a:b])) for a, b in pairwise(edges)]


def _scenes(brief: Brief, pieces: list[Passage], people: dict[str, str]) -> list[Scene]:
    seed = brief.seed % SEED_LIMIT
    made: list[Scene] = []
    before: Sight | None = None
    pause = _pause(brief.seconds, pieces)
    used: set[str] = set()
    for number, piece in enumerate(pieces, 1):
        before = sight_of(piece.text, piece.hint or piece.heading, people, before, seed + number)
        seconds = LEAD + speech_seconds(piece.text) + pause
        seen = direction.Seen(before.stay, before.stage(number, len(pieces)), before.who, before.things, seconds)
        title = _scene_title(piece, before, number, used)
        narration = piece.text.strip()[:20_000]
        made.append(direction.scene(number, seen, (title, narration), pause, made, seed))
    return made


def _pause(seconds: float, pieces: list[Passage]) -> float:
    """The pause after each scene's words; it gives what it can towards the asked seconds; the words are left alone."""
    if not seconds:
        return 0.9
    spoken = sum(speech_seconds(p.text) + LEAD for p in pieces)
    return round(min(max((seconds - 7 - spoken) / len(pieces), 0.4), 3.0), 2)


def _scene_title(piece: Passage, sight: Sight, number: int, used: set[str]) -> str:
    place = (
        re.sub(r"^(?:INT\.?/EXT|EXT\.?/INT|INT|EXT|EST|I/E)[. ]+", "", piece.heading, flags=re.I).split(" - ")[0].strip(" .")
    )
    title = title_case(place.lower()) if place.isupper() else place
    title = title or f"{sight.stay.spot.name}"
    title = title[:200]
    title = f"{title}, {number}" if title in used else title
    used.add(title)
    return title
