"""The tool for the sounds under scenes: what comes, goes, how loud it is, and files that a person lends."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from pathlib import Path

from memory import edits
from memory.editing import UNCHANGED, changed
from memory.errors import FilmError
from memory.film import LATEST, Film, Scene, Sound
from memory.lending import SUFFIXES
from tools.lent import SOUND_LONGEST, borrow
from tools.studio import spec_of
from tools.vocabulary import words as said_as
from tools.vocabulary.desk import Desk, Done, edit, listed, number, signed, where
from tools.vocabulary.scenes import find_scenes

SILENT_DB = -60
_MEANT = 0.62
"""Cosine from which a sound is taken for the one whose sentence is nearest in meaning, where no word of it is known."""
_FILE = re.compile(
    rf"""["](?P<double>[^"]{{1,1000}}{SUFFIXES})["]|['](?P<single>[^']{{1,1000}}{SUFFIXES})[']|(?P<bare>\S{{1,200}}{SUFFIXES})\b""",
    re.IGNORECASE,
)
_LONGEST = 4_000
"""Signs of what may be said of sounds: paths are longer than names."""
_NO_PART = re.compile(r",|;|&|\+|\band\b|\bplus\b")


def sounds(
    desk: Desk, scenes: str, add: str = "", remove: str = "", level_db: float | None = None, by_db: float = 0,
    at: float | None = None,
) -> Done:  # fmt: skip
    """Add, remove or level the sounds under scenes. Without add and remove the level is that of every sound there.

    scenes: which scenes, in the person's words: "3", "the last two", "the storm", "all"
    add: what should be heard: "rain", "seagulls", "wind and thunder", or a person's own sound file: "barking.wav"
    remove: what should not be heard any more; "all" for every sound
    level_db: how loud, -60 (silent) to 12; about -24 lies well under a voice
    by_db: a step of loudness instead: 2 a touch, 4 plain, 8 much; below 0 is quieter, -6 half as loud
    at: the second of the scene at which an added sound is heard once, e.g. a door that slams; left out: all through
    """
    if not (add.strip() or remove.strip() or level_db is not None or by_db):
        raise FilmError(f"Say which sound to add or remove, or how loud the sounds should be. {UNCHANGED}")
    check_level(level_db, by_db)
    if at is not None and not 0 <= at <= LATEST:
        raise FilmError(f"A sound can be heard at 0 to {LATEST:g} seconds of a scene, not at {at:g}. {UNCHANGED}")

    def act(film: Film) -> tuple[Film, str]:
        found = find_scenes(film, scenes)
        after, words = film, []
        if remove.strip():
            after, said = _removed(after, found, remove)
            words.append(said)
        if add.strip():
            for sound, title in _named(desk.root, film, add, at):
                after, said = _added(after, found, sound, title, (level_db, by_db))
                words.append(said)
        if not (add.strip() or remove.strip()):
            after, said = _levelled(after, found, level_db, by_db)
            words.append(said)
        return after, f"{where(film, found)}: {'; '.join(words)}."

    return edit(desk, act)


def check_level(level_db: float | None, by_db: float) -> None:
    """FilmError when a level or a step is none."""
    for value in (0 if level_db is None else level_db, by_db):
        if not math.isfinite(value) or abs(value) > 72:
            raise FilmError(f"A level goes from -60 (silent) to 12 dB, and {value:g} was asked for. {UNCHANGED}")


def within(level: float) -> float:
    """A level brought onto the scale from -60 to 12 dB."""
    return round(min(max(level, SILENT_DB), 12), 4)


def _removed(film: Film, found: Sequence[Scene], text: str) -> tuple[Film, str]:
    every = said_as.is_all(text)
    kinds = set() if every else _unwanted(film, text)
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


def _files(text: str) -> list[str]:
    """The sound files that a text names, in quotes or as words that end as such names do."""
    return [next(name for name in match.groups() if name) for match in _FILE.finditer(said_as.brief(text, _LONGEST))]


def _unwanted(film: Film, text: str) -> set[str]:
    """The kinds and names that somebody wants gone: as they say them, and what the engine calls them."""
    files = {said_as.plain(Path(file).stem) for file in _files(text)}
    parts = _parts(text)
    return files | set(parts) | {kind for part in parts if (kind := _look_up(film, part))}


def _named(root: Path, film: Film, text: str, at: float | None) -> list[tuple[Sound, str]]:
    """The sounds that somebody asks for, each with what they called it; files are taken into the project."""
    files = _files(text)
    lent = [borrow(root, said, SOUND_LONGEST) for said in files]
    named = [(Sound(kind=each.title, at=at, file=each.name), each.title) for each in lent]
    rest = _FILE.sub(" , ", text) if files else text
    return named + [(Sound(kind=_kind(film, part), at=at), part) for part in _parts(rest, strict=not files)]


def _added(
    film: Film, found: Sequence[Scene], sound: Sound, called: str, loud: tuple[float | None, float]
) -> tuple[Film, str]:  # fmt: skip
    level_db, by_db = loud
    after, level = film, 0.0
    for scene in found:
        old = after.scene(scene.id).sounds
        there = next((each for each in old if each.kind == sound.kind), None)
        level = within((there or Sound(kind="")).level_db + by_db if level_db is None else level_db)
        same = changed(there or sound, level_db=level, file=sound.file, **({"at": sound.at} if sound.at is not None else {}))
        after = edits.set_sounds(after, scene.id, [same if each is there else each for each in old] + ([] if there else [same]))
    nearest = "" if sound.file or sound.kind in said_as.plain(called) else f" (the nearest to {called})"
    once = f", once, {number(sound.at)} s into the scene" if sound.at is not None else ""
    return after, f"{sound.kind}{nearest} at {number(_heard(after, found[0], sound.kind))} dB{once}"


def _heard(film: Film, scene: Scene, kind: str) -> float:
    return next(sound.level_db for sound in film.scene(scene.id).sounds if sound.kind == kind)


def _levelled(film: Film, found: Sequence[Scene], level_db: float | None, by_db: float) -> tuple[Film, str]:
    if not any(scene.sounds for scene in found):
        raise FilmError(f"No sound lies under {where(film, found).lower()}. Say which one to add. {UNCHANGED}")
    after = film
    for scene in found:
        levels = [within(sound.level_db + by_db if level_db is None else level_db) for sound in scene.sounds]
        new = [changed(sound, level_db=level) for sound, level in zip(scene.sounds, levels, strict=True)]
        after = edits.set_sounds(after, scene.id, new)
    return after, f"sounds {signed(by_db)} dB" if level_db is None else f"sounds at {number(within(level_db))} dB"


def _parts(text: str, strict: bool = True) -> list[str]:
    """The single sounds that a text names; where `strict` a text that names none stands for itself."""
    text = said_as.brief(text)
    bare = re.sub(r"\b(?:the |some |a |an )?(?:sounds?|noises?) of\b|\bsounds?\b", " ", text, flags=re.IGNORECASE)
    parts = [said_as.plain(re.sub(r"^\s*(?:the|some|a|an)\b", "", part, flags=re.IGNORECASE)) for part in _NO_PART.split(bare)]
    found = [part for part in parts if part]
    return found or ([said_as.plain(text)] if strict else [])


def _look_up(film: Film, part: str) -> str:
    """The engine's kind for people's words: by its lexicon where it has one, else its kind of that name; "" for none."""
    from tools.engines.synth.choosing import look_up

    known: tuple[str, ...] = tuple(spec_of("sounds", film.engines.sounds).capabilities.get("kinds", ()))
    if film.engines.sounds == "synth":
        return look_up(part)
    return next((kind for kind in known if kind == part), "" if known else part)


def _kind(film: Film, part: str) -> str:
    """The kind to lay under a scene: by words, else by meaning when it is near enough; EngineError names near ones."""
    from tools.engines.synth.choosing import find_kind, meant_kinds

    kind = _look_up(film, part)
    if kind or film.engines.sounds != "synth":
        return kind or part
    near = meant_kinds(part, _MEANT)
    return near[0] if near else find_kind(part)
