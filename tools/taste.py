"""The style memory: what a person liked, kept, took back and asked to remember, found again by meaning.

The log (`memory.taste`) is the truth and is written first. The index (`tools.engines.chroma`) takes seconds to load, so
it is brought up to the log when something is looked for, or at once where it is loaded already. Remembered text is data:
whoever shows it to a model must say so.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from memory import taste
from memory.canonical import digest
from memory.errors import FilmError
from memory.film import Film
from memory.taste import KINDS, Entry, Row, clean
from tools.engines import chroma
from tools.engines.chroma import Index, Point, Question
from tools.engines.meaning import MODEL, embed
from tools.settings import Settings
from tools.taste_edits import HEX, SET, occasion, read_edit, read_saying, take

__all__ = [
    "FITS", "KINDS", "RELATED", "Row", "advise", "film_name", "forget", "observe", "rebuild", "recall", "remember", "take",
    "warm",
]  # fmt: skip

log = logging.getLogger(__name__)
Tell = Callable[[str], None]

FITS = 0.34
"""From here on something remembered fits the premise of a new film: the mean of the premise's likeness to all its words
and to its occasion. In tests/data/taste.toml 17 of 23 premises find what fits, 1 of 21 others is given something."""
RELATED = 0.2
"""Likeness below which something remembered is no answer to a question at all: 29 of the 30 questions there keep theirs."""
_PERHAPS = 0.1
_TAKEN = ("kept", "liked", "palette", "voice", "look", "prompt")
_MOST = 50
_ADVICE = 5


def _warn(sentence: str) -> None:
    log.warning("%s", sentence)


def film_name(root: Path, title: str) -> str:
    """How rows name a film: its folder and its title. Films are told apart by the folder, since titles change."""
    return clean(f"{root.name} / {title}", 300)


def remember(settings: Settings, what: str, kind: str = "", film: str = "", key: str = "") -> Row:
    """Keep something somebody said of their taste, and return its row; done again with the same key, it is done once.

    `kind` is one of KINDS, read from the words when empty; `film` as by `film_name`. Without a key, the same words of the
    same film are kept once. FilmError when there are no words, the kind is unknown, or the disk will not.
    """
    entry = replace(read_saying(clean(what), kind), film=film)
    return _keep(settings, entry, key or _key_for(settings, entry))


def observe(
    settings: Settings, film_before: Film, film_after: Film, undone: bool, film_name: str = "", key: str = ""
) -> Row | None:
    """Keep what an edit says of somebody's taste: `film_before` became `film_after`, and stayed so or was undone.

    None when the edit shows no taste (words, titles, order). Done again with the same key, it is done once.
    """
    entry = read_edit(film_before, film_after, undone)
    if entry is None:
        return None
    entry = replace(entry, film=film_name)
    return _keep(settings, entry, key or _key_for(settings, entry))


def recall(settings: Settings, about: str, most: int = 5, film: str = "", tell: Tell = _warn) -> list[Row]:
    """What is remembered that comes nearest to `about` in meaning, the nearest first; of one film when it is named.

    Rows that are hardly related are left out. `tell` hears it in a sentence when a broken index had to be made again.
    EngineError with a sentence when Chroma or its server is not there.
    """
    wanted = clean(about)
    if not wanted:
        raise FilmError("Say what should be recalled, such as: recall warm palettes.")
    rows = taste.rows(settings.memory_dir)
    if not rows:
        return []
    chroma.warm()
    question = Question(embed([wanted])[0], min(max(most, 1), _MOST), _folder_of(clean(film, 300)))
    return [row for row in _nearest(settings, rows, question, tell) if row.likeness >= RELATED]


def advise(settings: Settings, premise: str, tell: Tell = _warn) -> list[Row]:
    """What a new film of this premise should take: palettes, voices, moods and looks that were liked or kept and fit.

    The nearest first, then what was said of every film; `take` applies them. Nothing when nothing fits. What was undone
    or disliked later is left out. A memory that cannot be searched is no reason not to make a film: `tell` hears why.
    """
    rows = taste.rows(settings.memory_dir)
    liked = {row.id for row in _still_liked(rows)}
    always = [row for row in reversed(rows) if row.id in liked and row.data.get("always")]
    wanted = clean(premise)
    fitting: list[Row] = []
    if wanted and len(always) < len(liked):
        try:
            chroma.warm()
            found = _nearest(settings, rows, Question(embed([wanted])[0], _MOST, kinds=_TAKEN), tell)
            fitting = _fitting(wanted, [row for row in found if row.id in liked and not row.data.get("always")])
        except FilmError as error:
            tell(str(error))
    return fitting[:_ADVICE] + always[:_ADVICE]


def warm(settings: Settings) -> None:
    """Let the search load in the background when there is anything to search, so that the first question waits less."""
    if taste.rows(settings.memory_dir):
        chroma.warm()


def rebuild(settings: Settings) -> int:
    """Make the index again from the log; returns how many rows it holds. Errors as for `recall`."""
    rows = taste.rows(settings.memory_dir)
    return chroma.rebuild(_index(settings, rows, _warn)) if rows else 0


def forget(settings: Settings, key: str, tell: Tell = _warn) -> bool:
    """Empty a row in the log and take the index away, to be made again without it; False when there is no such row."""
    identity = taste.identity(settings.memory_dir)
    if not taste.forget_row(settings.memory_dir, key):
        return False
    index = Index(settings.memory_dir, _collection(identity), {}, settings.chroma_url, tell)
    try:
        chroma.discard(index)
    except FilmError as error:
        tell(f"{error} The row is gone from the log, and leaves the index when that is used next.")
    return True


def _keep(settings: Settings, entry: Entry, key: str) -> Row:
    known = taste.find_row(settings.memory_dir, key)
    if known:
        return known[0]
    row = taste.add_row(settings.memory_dir, key, entry)  # measured when it is indexed: a turn waits for no model
    if chroma.loaded():
        try:
            chroma.catch_up(_index(settings, taste.rows(settings.memory_dir), _warn))
        except FilmError as error:
            _warn(f"{error} What was just said is remembered all the same.")
    return row


def _key_for(settings: Settings, entry: Entry) -> str:
    """A key made of what is remembered; another one when that was forgotten, since it is now said anew."""
    times = 0
    while True:
        key = digest([entry.kind, _folder_of(entry.film), entry.text, times])[:24]
        known = taste.find_row(settings.memory_dir, key)
        if not known or not known[1]:
            return key
        times += 1


def _meaning(entry: Entry | Row) -> str:
    """What a row is found by: its words, and what the film was about; the digits of colours mean nothing."""
    about = entry.data.get("about", "")
    return f"{HEX.sub('', entry.text)} {about}".strip()


def _folder_of(film: str) -> str:
    return film.split(" / ", maxsplit=1)[0]


def _collection(identity: str) -> str:
    return f"taste-{identity[:16]}-{digest(MODEL)[:6]}"


def _index(settings: Settings, rows: Sequence[Row], tell: Tell) -> Index:
    """The index over all rows; vectors that the model has not measured yet are measured now and kept in the log."""
    known = taste.vectors(settings.memory_dir, MODEL)
    missing = [row for row in rows if not known.get(row.id)]
    if missing:
        measured = embed([_meaning(row) for row in missing])
        fresh = {row.id: numbers.tobytes() for row, numbers in zip(missing, measured, strict=True)}
        taste.keep_vectors(settings.memory_dir, MODEL, fresh)
        known |= fresh
    points = {row.id: Point(_folder_of(row.film), row.kind, known[row.id]) for row in rows}
    return Index(settings.memory_dir, _collection(taste.identity(settings.memory_dir)), points, settings.chroma_url, tell)


def _nearest(settings: Settings, rows: Sequence[Row], question: Question, tell: Tell) -> list[Row]:
    by_id = {row.id: row for row in rows}
    found = chroma.search(_index(settings, rows, tell), question)
    return [replace(by_id[row], likeness=round(likeness, 4)) for row, likeness in found]


def _fitting(premise: str, rows: Sequence[Row]) -> list[Row]:
    """Those rows that fit a premise, the best first; their likeness is then how well they fit."""
    near = [row for row in rows if row.likeness >= _PERHAPS]
    if not near:
        return []
    wanted, *occasions = embed([premise, *(occasion(row) for row in near)])
    judged = [
        replace(row, likeness=round((row.likeness + float(wanted @ vector)) / 2, 4))
        for row, vector in zip(near, occasions, strict=True)
    ]
    return sorted((row for row in judged if row.likeness >= FITS), key=lambda row: (-row.likeness, -row.id))


def _still_liked(rows: Sequence[Row]) -> list[Row]:
    """What a film may take: liked or kept, and not undone, disliked or changed again in the same film afterwards."""
    liked: list[Row] = []
    for row in rows:
        settled = row.data.get(SET) or {}
        if row.kind in {"undone", "disliked"} and settled:
            liked = [each for each in liked if each.film != row.film or each.data.get(SET) != settled]
        elif row.kind == "kept" and settled:
            liked = [each for each in liked if each.film != row.film or not _repeats(each, settled)]
        if row.kind in _TAKEN:
            liked.append(row)
    return liked


def _repeats(row: Row, settled: Mapping[str, Any]) -> bool:
    return row.kind == "kept" and bool(row.data.get(SET)) and row.data[SET].keys() <= settled.keys()
