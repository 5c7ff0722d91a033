"""A tool for the music's source: a recording of the person's own, what composed music follows, and cutting to the beat."""

from __future__ import annotations

import tempfile
from pathlib import Path

from memory.editing import UNCHANGED, changed
from memory.errors import FilmError
from memory.film import Film, Music
from memory.lending import lent_take
from tools.lent import MUSIC_LONGEST, borrow
from tools.timing import beat_grid
from tools.vocabulary import words as said_as
from tools.vocabulary.desk import NO_FILM, Desk, Done, edit

_NONE = ("none", "no", "off", "nothing", "composed")
_YES, _NO = ("yes", "true", "on"), ("no", "false", "off", "none")


def song(desk: Desk, file: str = "", follows: str = "", on_beat: str = "") -> Done:
    """Play a recording of the person's own as the music, say what composed music follows, or cut the film to the beat.

    file: the sound file to be the music, as the person names it: it is copied into the project, goes round while the film
        lasts, is faded out with it, and makes room for the voice; "none" for composed music again
    follows: "story", composed music changes with the moods of the scenes, or "mood", it keeps one mood throughout
    on_beat: "yes" lets pauses grow until every scene ends on a beat of the music; "no" undoes that
    """
    if not (file.strip() or follows.strip() or on_beat.strip()):
        raise FilmError(
            f"Say which file is to be the music, what the music follows, or whether to cut to its beat. {UNCHANGED}"
        )
    if desk.empty:
        raise FilmError(NO_FILM)
    way, cut = (
        _one(follows, (("story",), ("mood",)), "follow the story or keep one mood"),
        _one(on_beat, (_YES, _NO), "yes or no"),
    )
    away = said_as.plain(file) in _NONE
    lent = borrow(desk.root, file, MUSIC_LONGEST) if file.strip() and not away else None

    def act(film: Film) -> tuple[Film, str]:
        music, words = film.music, list[str]()
        if lent is not None:
            music = changed(music, file=lent.name, beat=0)
            words.append(f"{lent.title} is the music now")
        elif away:
            music = changed(music, file="", beat=0)
            words.append("composed again")
        if way:
            music = changed(music, follows=way)
            words.append("it follows the story" if way == "story" else "one mood from beginning to end")
        if cut:
            music, said = _cut(desk, film, music, cut in _YES)
            words.append(said)
        return changed(film, music=music), f"Music: {'; '.join(words)}."

    return edit(desk, act)


def _one(said: str, choices: tuple[tuple[str, ...], ...], sentence: str) -> str:
    """The word as one of the choices, "" for nothing said; FilmError with the sentence otherwise."""
    word = said_as.plain(said)
    if word and not any(word in words for words in choices):
        raise FilmError(f"The music cannot do {said.strip()[:40]!r}: say {sentence}. {UNCHANGED}")
    return word


def _cut(desk: Desk, film: Film, music: Music, on: bool) -> tuple[Music, str]:
    """The music with the beat that scenes end on, or none, and the words for it."""
    if not on:
        return changed(music, beat=0), "scenes last as long as their words and pauses again"
    beat = _song_beat(desk, music.file) if music.file else 60 / music.tempo
    frames, _ = beat_grid(beat, film.fps)
    said = f"every scene ends on a beat ({60 / beat:.0f} a minute); pauses grow by up to {frames / film.fps:.1f} seconds"
    return changed(music, beat=beat), said


def _song_beat(desk: Desk, name: str) -> float:
    """Seconds of a beat of the lent recording; FilmError when it keeps none."""
    from tools.engines.song import SHORT, read
    from tools.engines.song.beats import RATE, bands, track

    with tempfile.TemporaryDirectory() as folder:
        wave = read(lent_take(desk.root, name).main, Path(folder))
    beats = track(bands(wave)) if len(wave) / RATE >= SHORT else None
    if beats is None or not beats.steady:
        raise FilmError(f"No steady beat is heard in the recording, so the film cannot be cut to it. {UNCHANGED}")
    return beats.beat
