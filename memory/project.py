"""A project: the folder in which one film lives, with its history, its takes and what leaves the studio.

How film.json changes, and why a crash at any point loses nothing, is in `memory.document`.
"""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from memory.compare import Change, compare_films, same_film
from memory.document import DOCUMENT, Document
from memory.errors import DocumentError, FilmError
from memory.files import OUT_OF_ROOM, contained, held, make_folder, plainly, whole_path
from memory.film import Film
from memory.history import Version
from memory.marks import Deed
from memory.store import TakeStore

__all__ = ["DOCUMENT", "Project"]

log = logging.getLogger(__name__)


class Project:
    """A film in its folder. Make one with `Project.create` or `Project.open`.

    Versions: every save gets a number never used before, one more than the highest, and keeps the number of the
    version it was made from. Undo goes to that one and redo to the newest made from this one; both put the earlier
    film back exactly, its number included. A new edit after undo cuts redo off, but the cut-off versions stay in
    history/ and `restore` reaches them. A film.json changed by hand becomes a version when it is next opened.

    Marks: whatever writes takes a `mark`, the id of the call it is done for. Done again with the same mark it does
    nothing and returns the film as it is now, also when the process died halfway the first time.
    """

    def __init__(self, root: Path) -> None:
        self.root = Path(root).absolute()
        self._disk = Document(self.root)
        self._history = self._disk.history
        self._film: Film | None = None

    @classmethod
    def create(cls, root: Path | str, film: Film, sentence: str = "The first version.", mark: str = "") -> Project:
        """Make the folder (and those above it) and save the film as its first version; FilmError if one is there."""
        folder = whole_path(root)
        with plainly(f"Making the project folder {folder.name!r}"):
            if folder.exists() and not folder.is_dir():
                raise FilmError(f"{folder} is a file, so no project can be made there. Choose another folder.")
            make_folder(folder)
        project = cls(folder)
        with project._disk.writing():
            if project.deed(mark):
                project._film = project._disk.settle()
            elif (folder / DOCUMENT).exists():
                raise FilmError(f"There is a film in {folder} already; it was left as it is. Choose another folder.")
            else:
                project._film = project._disk.keep(film, None, sentence, mark=mark)
        return project

    @classmethod
    def open(cls, root: Path | str) -> Project:
        """Open a project; DocumentError names the file and field that is wrong and the last version history holds."""
        folder = whole_path(root)
        with plainly(f"Opening the project {folder.name!r}"):
            if not folder.exists():
                raise DocumentError(f"There is no folder {folder}. Check the path, or make a film there first.")
            if not folder.is_dir():
                raise DocumentError(f"{folder} is a file, not a project folder. Name the folder that holds {DOCUMENT}.")
        project = cls(folder)
        project.refresh()
        return project

    @classmethod
    def recover(cls, root: Path | str) -> Project:
        """Open a project whose film.json is broken or missing: go back to the last version that can be read.

        The broken file is kept in history/. An unbroken project opens as it is. DocumentError when no version is left.
        """
        project = cls(whole_path(root))
        with contextlib.suppress(DocumentError):
            project.refresh()
            return project
        last = project._history.last_readable()
        if last is None:
            raise DocumentError(f"There is no version of a film in {project.root} that can be read. Nothing was changed.")
        with project._disk.writing():
            if os.path.lexists(project.root / DOCUMENT):
                kept = project._history.keep_broken(project.root / DOCUMENT)
                log.warning("The %s that could not be read was kept as history/%s.", DOCUMENT, kept.name)
            project._film = project._disk.show(last)
        return project

    @property
    def film(self) -> Film:
        """The film as it was when last read or written here; `refresh` looks at the disk again."""
        return self._film or self.refresh()

    @property
    def takes(self) -> TakeStore:
        """The project's takes."""
        return TakeStore(contained(self.root, "takes"))

    def path(self, relative: str) -> Path:
        """The absolute path of something inside the project; Refused when it would lie outside."""
        return contained(self.root, relative)

    def refresh(self) -> Film:
        """Read film.json again and return it; a change made by hand is kept as a version (unless it is read-only)."""
        self._film = self._disk.read()
        if self._history.which(self._film) == self._film.version == self._history.cursor:
            return self._film
        try:
            with self._disk.writing():
                self._film = self._disk.settle()
        except FilmError as error:
            cause = error.__cause__
            if not isinstance(cause, OSError) or cause.errno not in OUT_OF_ROOM:
                raise
            log.warning("The film can be read, but not kept in the history just now. %s", error)
        return self._film

    def save(self, film: Film, sentence: str, mark: str = "") -> Film:
        """Keep `film` as a new version and make it the current one; returns it with its number.

        A film that is the same as the current one makes no new version. What somebody else saved or wrote by hand in
        the meantime is a version of its own, one undo away.
        """
        seen = self._film
        with self._disk.writing():
            current = self._disk.settle() if self._disk.path.exists() else None
            if current is None:
                self._film = self._disk.keep(film, self._history.cursor, sentence, mark=mark)
            else:
                if seen and not same_film(seen, current) and not self.deed(mark):
                    log.warning("The film was changed elsewhere; that is kept as version %s, one undo away.", current.version)
                self._film = self._disk.once(current, mark, lambda _: film, sentence)
        return self._film

    def edit(self, change: Callable[[Film], Film], sentence: str | Callable[[], str], mark: str = "") -> Film:
        """Apply an edit to the film as it is on the disk now, and save it under one lock; nothing is lost between.

        A `sentence` that is a function is asked once the change is made, so that it can tell what became of it.
        """
        with self._disk.writing():
            self._film = self._disk.once(self._disk.settle(), mark, change, sentence)
        return self._film

    def undo(self, steps: int = 1, mark: str = "") -> Film:
        """Go back to the version this one was made from, `steps` times; FilmError when there are not so many."""
        return self._walk(steps, self._history.parent, "undo", mark)

    def redo(self, steps: int = 1, mark: str = "") -> Film:
        """Go forward again to the newest version made from this one, `steps` times; FilmError when there are not so many."""
        return self._walk(steps, self._history.child, "redo", mark)

    def restore(self, version: int, mark: str = "") -> Film:
        """Bring back any version there ever was, as a new version, so that undo takes it back again."""
        film = self._history.read(version).film
        return self.save(film, f"Back to version {version}.", mark)

    def deed(self, mark: str) -> Deed | None:
        """What was done for a mark: the versions before and after; None when nothing was."""
        return self._disk.deed(mark)

    def at(self, version: int) -> Film:
        """The film as it was in a version; DocumentError when there is no such version."""
        return self._history.read(version).film

    def parent(self, version: int) -> int | None:
        """The version that one was made from, which is where undo goes; None for the first."""
        return self._history.parent(version)

    def line(self, version: int) -> Version:
        """(version, sentence, when) of one version."""
        return self._history.line(version)

    def history(self) -> list[Version]:
        """(version, sentence, when) of every version there ever was, oldest first; cut-off ones too."""
        return [self._history.line(number) for number in self._history.numbers()]

    def compare(self, before: int, after: int) -> list[Change]:
        """What is different in version `after` against version `before`, scene by scene."""
        return compare_films(self._history.read(before).film, self._history.read(after).film)

    @contextlib.contextmanager
    def lock(self, timeout: float = 0) -> Iterator[None]:
        """Hold the project for long work such as a render; others are told so. Edits may still be saved meanwhile."""
        busy = f"Another program is at work on {self.root.name!r}. Nothing was changed. Wait for it, then try again."
        with plainly("Reserving the project"):
            path = self.path(".busy.lock")
        with held(path, timeout, busy, "Reserving the project"):
            yield

    def _walk(self, steps: int, step: Callable[[int], int | None], word: str, mark: str) -> Film:
        if steps < 1:
            raise FilmError(f"Say how many steps to {word}: 1 or more.")
        with self._disk.writing():
            self._film = self._disk.settle()
            if not self.deed(mark):
                to = self._reached(self._film.version, steps, step, word)
                with self._disk.meant(Deed(mark, self._film.version, to)):
                    self._film = self._disk.show(to)
        return self._film

    def _reached(self, at: int, steps: int, step: Callable[[int], int | None], word: str) -> int:
        """The version so many steps from `at`; FilmError when there are not so many."""
        for done in range(steps):
            following = step(at)
            if following is None:
                there = f"only {done} step{'s' * (done != 1)}" if done else "nothing"
                raise FilmError(f"There is {there} to {word} here. The film is unchanged.")
            at = following
        return at
