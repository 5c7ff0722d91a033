"""What every tool works at and what it hands back, and how an edit becomes one saved version with one sentence."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from memory.compare import compare_films
from memory.editing import UNCHANGED
from memory.errors import FilmError
from memory.film import Film, Scene
from memory.people import Declared
from memory.project import DOCUMENT, Project
from tools.build import Report, Step
from tools.engines import Brief
from tools.guards.declaring import check_edit, keep
from tools.settings import Settings, load_settings

NO_FILM = "There is no film here yet. Say what it should be about."
ALREADY = f"That is how it is already. {UNCHANGED}"


Writer = Callable[[Brief, list[str]], Film | None]
"""Writes a film of a brief, given sentences about the person's taste; None when it cannot."""


def silent(_: Step) -> None:
    """Report nothing."""


@dataclass(frozen=True)
class Desk:
    """What a tool works at. The same `mark` twice acts once; `report` hears of the progress of a render."""

    root: Path
    """The project's folder; it may hold no film yet."""
    mark: str = ""
    """The call's id."""
    report: Report = silent
    settings: Settings = field(default_factory=load_settings)
    declared: tuple[Declared, ...] = ()
    """What the person said of names in this call, when asked."""
    writer: Writer | None = None
    """Who writes stories instead of the built-in writer, which writes where there is none or it cannot."""

    @property
    def empty(self) -> bool:
        """Whether there is neither a film here nor a version of one."""
        return not os.path.lexists(self.root / DOCUMENT) and not any((self.root / "history").glob("[0-9]*.json"))

    @property
    def project(self) -> Project:
        """The project; FilmError that says how to begin when there is none, DocumentError when it is broken."""
        if self.empty:
            raise FilmError(NO_FILM)
        return Project.open(self.root)


@dataclass(frozen=True)
class Done:
    """What a tool did."""

    said: str
    """One or two sentences for the person: what changed, in which scenes, or the answer."""
    changed: tuple[str, ...] = ()
    """Ids of the scenes that changed (also of those taken out), "film" for what belongs to the whole film."""
    version: int = 0
    """The film's version afterwards; 0 when there is no film."""
    data: Mapping[str, Any] = field(default_factory=dict)
    """For machines: call sheet rows, a path, rows recalled."""
    choices: tuple[str, ...] = ()
    """What may be meant or done next, when the person has to choose."""


Act = Callable[[Film], tuple[Film, str]]
"""An edit: the film as it is in, the film as it shall be and the sentence for it out. FilmError refuses."""


def edit(desk: Desk, act: Act) -> Done:
    """Make an edit one saved version, once for the desk's mark, and say what it changed; FilmError changes nothing."""
    project, said, began = desk.project, [""], [0]

    def change(film: Film) -> Film:
        after, said[0] = act(film)
        after = keep(after, desk.declared)
        check_edit(film, after, desk.root)
        began[0] = film.version
        return after

    film = project.edit(change, lambda: said[0], desk.mark)
    deed = project.deed(desk.mark)
    base, to = (deed.base, deed.to) if deed else (began[0], film.version)
    return told(project, base, to, said[0])


def told(project: Project, base: int | None, to: int, said: str = "") -> Done:
    """What went from one version to another as a Done; the sentence is the version's own where none is given."""
    version = project.film.version
    if base == to:
        return Done(ALREADY, version=version)
    after = project.at(to)
    changed = ids_changed(project.at(base), after) if base else ("film", *(scene.id for scene in after.scenes))
    return Done(said or project.line(to).sentence, changed, version)


def ids_changed(before: Film, after: Film) -> tuple[str, ...]:
    """Ids of the scenes that differ, came, went or were moved, in order, then "film" when more than scenes differs."""
    changes = [change for change in compare_films(before, after) if change.path != "retired"]
    names = {change.scene for change in changes if change.scene}
    if any(change.path == "scenes.order" for change in changes):
        names |= set(_moved([s.id for s in before.scenes], [s.id for s in after.scenes]))
    whole = any(not change.scene and change.path != "scenes.order" for change in changes)
    known = [scene.id for scene in after.scenes] + [scene.id for scene in before.scenes]
    return (*(name for name in dict.fromkeys(known) if name in names), *(["film"] if whole else []))


def _moved(old: list[str], new: list[str]) -> list[str]:
    """Ids that were moved: both of two that changed places, otherwise as few as explain the new order."""
    old, new = [name for name in old if name in new], [name for name in new if name in old]
    elsewhere = [one for one, other in zip(old, new, strict=True) if one != other]
    if len(elsewhere) == 2:
        return elsewhere
    blocks = SequenceMatcher(a=old, b=new, autojunk=False).get_matching_blocks()
    stayed = {name for block in blocks for name in old[block.a : block.a + block.size]}
    return [name for name in old if name not in stayed]


def listed(words: Sequence[str], last: str = "and") -> str:
    """Words as people list them: "a", "a and b", "a, b and c"."""
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)


def number_of(film: Film, scene: Scene) -> int:
    """A scene's number in order, from 1."""
    return next(number for number, each in enumerate(film.scenes, 1) if each.id == scene.id)


def where(film: Film, scenes: Sequence[Scene]) -> str:
    """Scenes by their numbers, to begin a sentence: "Scene 3", "Scenes 1, 2 and 5", "All 6 scenes"."""
    if len(scenes) == len(film.scenes) > 2:
        return f"All {len(scenes)} scenes"
    return f"Scene{'s' * (len(scenes) != 1)} {listed([str(number_of(film, scene)) for scene in scenes])}"


def number(value: float) -> str:
    """A number as people write it: no needless digits, a true minus left as "-"."""
    return f"{round(value, 3):g}"


def signed(value: float) -> str:
    """A step with its sign: +0.2, -3."""
    return f"{round(value, 3):+g}"
