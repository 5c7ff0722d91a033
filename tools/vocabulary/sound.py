"""Tools for what is heard: the music, and the narrator's voice. The sounds under scenes are in `tools.vocabulary.sounds`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from memory import edits
from memory.editing import UNCHANGED, changed
from memory.errors import FilmError
from memory.film import Film
from tools.studio import spec_of
from tools.vocabulary import words as said_as
from tools.vocabulary.desk import Desk, Done, edit, number
from tools.vocabulary.sounds import SILENT_DB
from tools.vocabulary.sounds import check_level as _check_level
from tools.vocabulary.sounds import within as _within

_LIKE = 0.5
"""Cosine from which a word stands for another that the engine knows."""


def nearest(text: str, known: Sequence[str]) -> str:
    """The known word that means most nearly the same; "" when none does."""
    from tools.engines.meaning import embed

    vectors = embed([text, *known])
    cosines = vectors[1:] @ vectors[0]
    best = int(cosines.argmax())
    return known[best] if float(cosines[best]) >= _LIKE else ""


def music(
    desk: Desk, mood: str = "", tempo: int = 0, tempo_by: int = 0, level_db: float | None = None, by_db: float = 0
) -> Done:
    """Set the film's music; what is left empty stays. A mood that is asked for is kept from beginning to end.

    mood: the feeling, e.g. calm, hopeful, tense, sad, joyful, mysterious, epic, dark, playful, tender; "none" for no music
    tempo: beats a minute, 40 to 220; 0 leaves it
    tempo_by: a step of the tempo instead: 5 a touch, 12 plain, 30 much; below 0 is slower
    level_db: how loud, -60 (silent) to 12; -18 lies well under the voice
    by_db: a step of loudness instead: 2 a touch, 4 plain, 8 much; below 0 is quieter, -6 half as loud
    """
    if not (mood.strip() or tempo or tempo_by or level_db is not None or by_db):
        raise FilmError(f"Say what to change in the music: its mood, its tempo or how loud it is. {UNCHANGED}")
    _check_level(level_db, by_db)
    if said_as.plain(mood) in ("none", "off", "no music", "silence", "silent", "no", "mute", "nothing"):
        mood, level_db, by_db = "", SILENT_DB, 0

    def act(film: Film) -> tuple[Film, str]:
        feeling, note = _mood(film, mood)
        if film.music.file and not feeling and (tempo or tempo_by):
            raise FilmError(
                f"The music is a recording, which keeps its own tempo. Ask for a mood for composed music. {UNCHANGED}"
            )
        beats = tempo or (min(max(film.music.tempo + int(tempo_by), 40), 220) if tempo_by else 0)
        level = _within(film.music.level_db + by_db) if by_db and level_db is None else level_db
        after = edits.set_music(film, feeling or None, int(beats) or None, None if level is None else _within(level))
        if beats and film.music.beat and not film.music.file:
            after = changed(after, music=changed(after.music, beat=60 / beats))
        words = [f"mood {feeling}{note}"] if feeling else []
        words += [f"{int(beats)} beats a minute"] if beats else []
        words += ["silent" if level <= SILENT_DB else f"{number(level)} dB"] if level is not None else []
        if feeling:
            words += ["the lent recording is laid aside"] if film.music.file else []
            beat = 0 if film.music.file else film.music.beat
            after = changed(after, music=changed(after.music, follows="mood", file="", beat=beat))
        return after, f"Music: {', '.join(words)}."

    return edit(desk, act)


def _mood(film: Film, text: str) -> tuple[str, str]:
    """The mood as it is to be kept, and a note when it is only near; FilmError lists what the engine can play."""
    moods: tuple[str, ...] = tuple(spec_of("music", film.engines.music).capabilities.get("moods", ()))
    text = said_as.brief(text)
    said = " ".join(re.sub(r"\b(?:music|mood|score|soundtrack|more|something|a bit|a)\b", " ", text).split())
    if not said or not moods:
        return said, ""
    from tools.engines.score.moods import find_mood
    from tools.engines.score.moods import moods as played

    if not find_mood(said)[1]:
        return said, ""
    near = nearest(said, [word for name in moods for word in played()[name].words])
    if not near:
        raise FilmError(f"There is no music that is {said[:60]!r} here. Choose one of: {', '.join(moods)}. {UNCHANGED}")
    return near, f" (the nearest to {said})"
