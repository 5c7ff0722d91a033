"""Tools for what is heard: sounds under scenes, the music, the narrator's voice."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from memory import edits
from memory.editing import UNCHANGED, changed
from memory.errors import EngineError, FilmError
from memory.film import Film, Scene, Sound
from tools.studio import spec_of
from tools.vocabulary import words as said_as
from tools.vocabulary.desk import Desk, Done, edit, listed, number, signed, where
from tools.vocabulary.scenes import find_scenes

SILENT_DB = -60
AUDIBLE_DB = -18
_LIKE = 0.5
"""Cosine from which a word stands for another that the engine knows."""


def sounds(desk: Desk, scenes: str, add: str = "", remove: str = "", level_db: float | None = None, by_db: float = 0) -> Done:
    """Add, remove or level the sounds under scenes. Without add and remove the level is that of every sound there.

    scenes: which scenes, in the person's words: "3", "the last two", "the storm", "all"
    add: what should be heard: "rain", "seagulls", "wind and thunder"; one that is there already only gets the level
    remove: what should not be heard any more; "all" for every sound
    level_db: how loud, -60 (silent) to 12; about -24 lies well under a voice
    by_db: a step of loudness instead: 2 a touch, 4 plain, 8 much; below 0 is quieter, -6 half as loud
    """
    if not (add.strip() or remove.strip() or level_db is not None or by_db):
        raise FilmError(f"Say which sound to add or remove, or how loud the sounds should be. {UNCHANGED}")
    _check_level(level_db, by_db)

    def act(film: Film) -> tuple[Film, str]:
        found = find_scenes(film, scenes)
        after, words = film, []
        if remove.strip():
            after, said = _removed(after, found, remove)
            words.append(said)
        if add.strip():
            after, said = _added(after, found, add, level_db, by_db)
            words.append(said)
        if not (add.strip() or remove.strip()):
            after, said = _levelled(after, found, level_db, by_db)
            words.append(said)
        return after, f"{where(film, found)}: {'; '.join(words)}."

    return edit(desk, act)


def _check_level(level_db: float | None, by_db: float) -> None:
    for value in (0 if level_db is None else level_db, by_db):
        if not math.isfinite(value) or abs(value) > 72:
            raise FilmError(f"A level goes from -60 (silent) to 12 dB, and {value:g} was asked for. {UNCHANGED}")


def _removed(film: Film, found: Sequence[Scene], text: str) -> tuple[Film, str]:
    every = said_as.is_all(text)
    kinds = set() if every else {said_as.plain(kind) for kind in (*_kinds(film, text, strict=False), *_parts(text))}
    after, gone = film, []
    for scene in found:
        kept = [sound for sound in scene.sounds if not (every or said_as.plain(sound.kind) in kinds)]
        gone += [sound.kind for sound in scene.sounds if sound not in kept]
        after = edits.set_sounds(after, scene.id, kept)
    if not gone:
        there = list(dict.fromkeys(sound.kind for scene in found for sound in scene.sounds))
        has = f"there is {listed(there)}" if there else "no sound lies there"
        raise FilmError(f"There is no {text.strip()[:60]} in {where(film, found).lower()}; {has}. {UNCHANGED}")
    return after, f"{listed(list(dict.fromkeys(gone)))} removed"


def _added(film: Film, found: Sequence[Scene], text: str, level_db: float | None, by_db: float) -> tuple[Film, str]:
    after, words = film, []
    for part in _parts(text):
        kind = _kinds(film, part)[0]
        for scene in found:
            there = next((sound for sound in after.scene(scene.id).sounds if sound.kind == kind), None)
            base = there.level_db if there else Sound(kind="").level_db
            level = base + by_db if level_db is None else level_db
            after = edits.add_sound(after, scene.id, kind, _within(level))
        nearest = "" if kind in said_as.plain(part) else f" (the nearest to {part})"
        words.append(f"{kind}{nearest} at {number(_heard(after, found[0], kind))} dB")
    return after, listed(words)


def _heard(film: Film, scene: Scene, kind: str) -> float:
    return next(sound.level_db for sound in film.scene(scene.id).sounds if sound.kind == kind)


def _levelled(film: Film, found: Sequence[Scene], level_db: float | None, by_db: float) -> tuple[Film, str]:
    if not any(scene.sounds for scene in found):
        raise FilmError(f"No sound lies under {where(film, found).lower()}. Say which one to add. {UNCHANGED}")
    after = film
    for scene in found:
        levels = [_within(sound.level_db + by_db if level_db is None else level_db) for sound in scene.sounds]
        new = [changed(sound, level_db=level) for sound, level in zip(scene.sounds, levels, strict=True)]
        after = edits.set_sounds(after, scene.id, new)
    return after, f"sounds {signed(by_db)} dB" if level_db is None else f"sounds at {number(_within(level_db))} dB"


def _within(level: float) -> float:
    return round(min(max(level, SILENT_DB), 12), 4)


def _parts(text: str) -> list[str]:
    text = said_as.brief(text)
    parts = re.split(r",|;|&|\+|\band\b|\bplus\b", re.sub(r"\b(?:the |some |a |an )?sounds? of\b|\bsounds?\b", " ", text))
    return [said_as.plain(re.sub(r"^\s*(?:the|some|a|an)\b", "", part)) for part in parts if part.strip()]


def _kinds(film: Film, text: str, strict: bool = True) -> list[str]:
    """The engine's kinds for people's words, the nearest each; EngineError lists them when `strict` and none is near."""
    kinds: tuple[str, ...] = tuple(spec_of("sounds", film.engines.sounds).capabilities.get("kinds", ()))
    found = []
    for part in _parts(text):
        try:
            found.append(_kind(part, kinds) if kinds else part)
        except EngineError:
            if strict:
                raise
    return found or ([] if not strict else [said_as.plain(text)])


def _kind(part: str, kinds: Sequence[str]) -> str:
    """One kind: by its own name wherever it stands in the words, by the engine's words for it, or by meaning."""
    from tools.engines.synth import find_kind

    named = [kind for word in part.split() for kind in kinds if word in (kind, f"{kind}s") or kind in (f"{word}s", f"{word}es")]
    further: dict[str, list[str]] = said_as.tables()["sound"]
    named = named or [kind for kind, words in further.items() if kind in kinds and set(words) & {part, *part.split()}]
    if named:
        return named[-1]
    try:
        return find_kind(part)
    except EngineError:
        near = nearest(part, kinds)
        if near:
            return near
        raise


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
        words = [f"mood {feeling}{note}"] if feeling else []
        words += [f"{int(beats)} beats a minute"] if beats else []
        words += ["silent" if level <= SILENT_DB else f"{number(level)} dB"] if level is not None else []
        if feeling:
            words += ["the lent recording is laid aside"] if film.music.file else []
            after = changed(after, music=changed(after.music, follows="mood", file=""))
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


def voice(desk: Desk, pace: float = 0, pace_by: float = 0, tone: str = "", voice: str = "") -> Done:
    """Set how the narrator speaks; what is left empty stays.

    pace: 0.5 (slow) to 2 (fast), 1 is normal; 0 leaves it
    pace_by: a step of the pace instead: 0.05 a touch, 0.1 plain, 0.25 much; below 0 is slower
    tone: how it sounds: calm, warm, thoughtful, solemn, mysterious, bright, urgent, plain
    voice: another voice, by name
    """
    if not (pace or pace_by or tone.strip() or voice.strip()):
        raise FilmError(f"Say what to change in the voice: its pace, its tone, or which voice it is. {UNCHANGED}")

    def act(film: Film) -> tuple[Film, str]:
        how, note = _tone(film, tone)
        who = _voice(film, voice)
        speed = pace or (round(min(max(film.narrator.pace + pace_by, 0.5), 2.0), 4) if pace_by else None)
        after = edits.set_voice(film, who or None, speed, how or None)
        words = [f"voice {who}"] if who else []
        words += [f"pace {number(speed)}"] if speed else []
        words += [f"tone {how}{note}"] if how else []
        return after, f"Narrator: {', '.join(words)}."

    return edit(desk, act)


def _voice(film: Film, text: str) -> str:
    voices = tuple(spec_of("speech", film.engines.speech).capabilities.get("voices", ()))
    said = said_as.plain(text)
    if said and voices and said not in voices:
        raise FilmError(f"There is no voice called {text.strip()[:60]!r}. Choose one of: {', '.join(voices)}. {UNCHANGED}")
    return said if voices else text.strip()


def _tone(film: Film, text: str) -> tuple[str, str]:
    """The tone as it is to be kept: the person's words when the engine knows one of them, else the nearest it knows."""
    said = said_as.brief(text).strip()
    if not said or film.engines.speech != "hibari":
        return said, ""
    from tools.engines.hibari import tones

    known = [word for kind in tones().values() for word in kind["words"]]
    if set(said_as.plain(said).replace(",", " ").split()) & set(known):
        return said, ""
    near = nearest(said, known)
    if not near:
        raise FilmError(f"The voice cannot sound {said[:60]!r}. Choose one of: {', '.join(tones())}. {UNCHANGED}")
    return near, f" (the nearest to {said})"
