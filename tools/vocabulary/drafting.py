"""The tool that makes a film of a premise, or tells the film's story anew."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from memory import edits
from memory.editing import changed, new_id, new_shot_id
from memory.errors import FilmError
from memory.film import Film, Scene, Shot
from memory.project import DOCUMENT, Project
from memory.taste import Row
from tools import studio
from tools.engines import MADE_BY_ENGINES, Brief
from tools.guards.declaring import invented, keep
from tools.guards.fairness import grounding
from tools.settings import Settings
from tools.vocabulary import words as said_as
from tools.vocabulary.desk import Desk, Done, edit, told

LONGEST_PREMISE = 4_000
"""Characters; what is longer is a script and belongs in a file."""
MOST_SCENES, LONGEST = 400, 3600
_TOLD = 24
"""Scenes that are told one by one when a film is drafted."""
_PERSONS = ("people", "declared", "label", "strictness", "use")
"""What the person set for the film that no story changes."""
_BUILT_IN_WROTE = "The language model wrote no story that holds together, so the built-in writer wrote this one."
_CHILDREN = re.compile(r"\b(?:child|children|kids?|toddlers?|little ones|preschool\w*|bedtime)\b", re.I)


def draft_film(
    desk: Desk, premise: str, scenes: int = 0, seconds: float = 0, mood: str = "", audience: str = "", aspect: str = ""
) -> Done:
    """Make a film of a premise, or draft the story of the film that is here anew, as a new version. Nothing is drawn yet.

    premise: what it is about, in a sentence or two; "" to tell the present film's premise in another way
    scenes: how many scenes, 1 to 400; 0 for as many as the length asks for
    seconds: how long the film should be, 5 to 3600; 0 for about a minute, or as long as the present film
    mood: how it should feel: calm, warm, bright, dark, tense, wonder, thoughtful ...
    audience: for whom it is, e.g. "children"
    aspect: 16:9 (landscape), 9:16 (vertical), 1:1 (square), 4:5, 4:3 or 21:9 (cinema)
    """
    _check(scenes, seconds)
    shape = said_as.meant("aspect", aspect, "aspect") if aspect.strip() else ""
    said_as.brief(mood)
    said_as.brief(audience)
    wish = _Wish(premise.strip(), scenes, float(seconds), mood.strip(), audience.strip(), shape)
    if _makes(desk):
        return _made(desk, wish)
    return _told_anew(desk, wish)


def _check(scenes: int, seconds: float) -> None:
    if not 0 <= scenes <= MOST_SCENES:
        raise FilmError(f"A film has 1 to {MOST_SCENES} scenes, and {scenes:,} were asked for. Nothing was made.")
    if seconds and not 5 <= seconds <= LONGEST:
        raise FilmError(f"A film lasts 5 to {LONGEST} seconds, and {seconds:g} were asked for. Nothing was made.")


@dataclass(frozen=True)
class _Wish:
    """What was asked for."""

    premise: str
    scenes: int
    seconds: float
    mood: str
    audience: str
    aspect: str


def _makes(desk: Desk) -> bool:
    """Whether the call is to make the project: there is no film, or this very call made it."""
    deed = Project(desk.root).deed(desk.mark)
    return not os.path.lexists(desk.root / DOCUMENT) or (deed is not None and deed.base is None)


def _made(desk: Desk, wish: _Wish) -> Done:
    """The project made for the premise, once for the desk's mark, and what it took from the memory of taste."""
    from tools.taste import take

    project = Project(desk.root)
    deed = project.deed(desk.mark)
    if deed and desk.writer:  # a big model would write another story, and be paid for it
        film = project.at(deed.to)
        return told(Project.create(desk.root, film, mark=desk.mark), None, deed.to, _with_storyline(_drafted_words(film), film))
    notes = list[str]()
    advice = _advice(desk.settings, wish.premise, notes)
    drafted = _drafted(desk, wish, (wish.premise, 0), advice, notes)
    film, taken = take(_in_settings(drafted, desk.settings), advice)
    film = keep(_in_mood(film, wish), desk.declared)
    project = Project.create(desk.root, film, f'Drafted: "{film.title}".', desk.mark)
    deed = project.deed(desk.mark)
    said = _with_storyline(" ".join([_drafted_words(film), *taken, *notes]), film)
    return told(project, None, deed.to if deed else project.film.version, said)


def _drafted_words(film: Film) -> str:
    count = len(film.scenes)
    return f'"{film.title}" is drafted: {count} scene{"s" * (count != 1)}, nothing drawn yet.'


def _with_storyline(said: str, film: Film) -> str:
    """What was drafted, and the story scene by scene, so that any of it can be talked about before pictures are made."""
    from tools.engines.authored.revise import storyline

    lines = storyline(film).splitlines()
    more = [f"... and {len(lines) - _TOLD} more scenes."] if len(lines) > _TOLD else []
    return "\n".join([said, *lines[:_TOLD], *more])


def _drafted(
    desk: Desk, wish: _Wish, told_from: tuple[str, int], advice: Sequence[Row], notes: list[str], **present: Any
) -> Film:
    """The film written by the desk's writer or the built-in one; `notes` hears when it is the other.

    `told_from` is the premise and the seed. FilmError when there is nothing to tell.
    """
    premise, seed = told_from
    brief = _settled(desk, _brief(wish, premise, seed, present))
    studio.allow("story", "authored", brief, desk.root)
    film = None
    if desk.writer and brief.kind == "premise":
        film = desk.writer(brief, [row.text for row in advice])
        if film is None:
            notes.append(_BUILT_IN_WROTE)
    return invented(grounding(changed(film or _written(brief, desk.root), premise=premise), brief), premise)


def _settled(desk: Desk, brief: Brief) -> Brief:
    """The brief with what the person has said of its names, now and before."""
    said = (*desk.declared, *(() if desk.empty else desk.project.film.declared))
    declared = tuple(each.name for each in said if each.meant == "fictional")
    return brief.model_copy(update={"declared": declared, "answered": tuple(e.name for e in said if e.meant == "style")})


def _brief(wish: _Wish, premise: str, seed: int, present: dict[str, Any]) -> Brief:
    from tools.engines.authored import read_brief

    if not premise:
        raise FilmError("Say what the film should be about, in a sentence or two. Nothing was made.")
    if len(premise) > LONGEST_PREMISE:
        raise FilmError(
            f"A premise has at most {LONGEST_PREMISE:,} characters; put a whole script in a file: onereel make --from FILE. "
            "Nothing was made."
        )
    kind = read_brief(premise) if "\n" in premise else "premise"
    scenes, seconds = wish.scenes or present.get("scenes", 0), wish.seconds or present.get("seconds", 0)
    aspect = wish.aspect or present.get("aspect", "16:9")
    return Brief(text=premise, kind=kind, scenes=scenes, seconds=seconds, aspect=aspect, seed=seed)


def _written(brief: Brief, root: Path) -> Film:
    """The built-in writer's film."""
    try:
        return studio.draft(brief, root=root)
    except ValidationError as error:
        raise FilmError(
            f"No film could be drafted from these words ({error.errors()[0]['msg'].lower()}). "
            "Nothing was made; say it another way."
        ) from error


def _in_settings(film: Film, settings: Settings) -> Film:
    engines = {str(role): getattr(settings, role) for role in MADE_BY_ENGINES}
    return changed(film, fps=settings.fps, engines=changed(film.engines, **engines))


def _advice(settings: Settings, premise: str, notes: list[str]) -> list[Row]:
    """What memory says was liked; a memory that cannot be read is no reason to make no film, and `notes` hears of it."""
    from tools.taste import advise

    try:
        return advise(settings, premise, notes.append)
    except FilmError as error:
        notes.append(f"{error} The film was drafted without it.")
        return []


def _in_mood(film: Film, wish: _Wish) -> Film:
    """The film with the palette, music and tone of voice of the mood that was asked for, and gentler for children."""
    if wish.mood:
        film = _toned(film, wish.mood)
    if not wish.audience:
        return film
    film = changed(film, audience=wish.audience)
    if not _CHILDREN.search(wish.audience):
        return film
    return edits.set_voice(film, pace=min(film.narrator.pace, 0.95), tone=None if wish.mood else "warm")


def _toned(film: Film, mood: str) -> Film:
    from tools.engines.authored.words import table
    from tools.engines.score.moods import find_mood
    from tools.vocabulary.sound import nearest

    styles: dict[str, Any] = table("styles")
    tones = [name for name, entry in styles.items() if isinstance(entry, dict) and "palettes" in entry]
    listed: dict[str, list[str]] = table("words")["tones"]
    said = said_as.plain(mood).split()
    tone = next((name for word in said for name in tones if word == name or word in listed.get(name, ())), nearest(mood, tones))
    if tone:
        data = styles[tone]
        film = edits.set_style(film, palette=list(data["palettes"][0]), prompt=f"cut paper, {tone}")
        film = edits.set_music(edits.set_voice(film, tone=data["voice"]), mood=data["music"], tempo=data["tempo"])
    return film if find_mood(mood)[1] else edits.set_music(film, mood=mood[:80])


def _told_anew(desk: Desk, wish: _Wish) -> Done:
    """The story told anew as a new version. It is written before the film is taken in hand, since a model takes its time."""
    project = desk.project
    if desk.writer and project.deed(desk.mark):
        return edit(desk, lambda film: (film, ""))  # done already
    film, notes = project.film, list[str]()
    premise = wish.premise or _premise(film)
    same = premise == _premise(film)
    advice = _advice(desk.settings, premise, notes) if desk.writer else []
    present = {"seconds": film.seconds, "aspect": film.aspect, "scenes": len(film.scenes) if same and not wish.seconds else 0}
    fresh = _drafted(desk, wish, (premise, film.seed + 1 if same else film.seed), advice, notes, **present)

    def act(film: Film) -> tuple[Film, str]:
        after = _anew(film, fresh, wish)
        return after, " ".join([f"The story is told anew: {_drafted_words(after)}", *notes])

    return edit(desk, act)


def _anew(film: Film, fresh: Film, wish: _Wish) -> Film:
    """The film with a fresh story: new scenes with new ids; what the person set for the whole film stays."""
    same = getattr(fresh, "premise", "") == _premise(film)
    kept = {name: getattr(film, name) for name in ("fps", "engines", "captions", "language", *_PERSONS)}
    if not wish.aspect:
        kept |= {name: getattr(film, name) for name in ("aspect", "width", "height")}
    if same and not wish.mood:
        kept |= {name: getattr(film, name) for name in ("style", "music", "narrator")}
    else:
        kept["narrator"] = changed(fresh.narrator, voice=film.narrator.voice)
    fresh = _in_mood(changed(fresh, **kept), wish)
    return _with_fresh_ids(film, fresh)


def _premise(film: Film) -> str:
    """What the film was drafted from, or what it says of itself."""
    said = getattr(film, "premise", "") or re.sub(r"\s*\(Drafted by [^)]*\)$", "", film.logline)
    return said if isinstance(said, str) and said.strip() else film.title


def _with_fresh_ids(old: Film, fresh: Film) -> Film:
    """The fresh film with ids the old one never used; whoever is in both casts keeps the id, all other old ids retire."""
    names = {member.name.casefold(): member.id for member in old.cast}
    first_scene, first_cast = int(new_id(old, "s")[1:]), int(new_id(old, "c")[1:])
    cast = [changed(m, id=names.get(m.name.casefold(), f"c{first_cast + at}")) for at, m in enumerate(fresh.cast)]
    scenes = [_renamed(old, scene, f"s{first_scene + at}") for at, scene in enumerate(fresh.scenes)]
    gone = [name for scene in old.scenes for name in (scene.id, *(shot.id for shot in scene.shots))]
    gone += [member.id for member in old.cast if member.id not in {each.id for each in cast}]
    return changed(fresh, cast=tuple(cast), scenes=tuple(scenes), retired=tuple(dict.fromkeys((*old.retired, *gone))))


def _renamed(old: Film, scene: Scene, name: str) -> Scene:
    shots: list[Shot] = []
    for shot in scene.shots:
        shots.append(changed(shot, id=new_shot_id(old, name, [each.id for each in shots])))
    return changed(scene, id=name, shots=tuple(shots))
