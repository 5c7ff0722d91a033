"""A project: the folder in which one film lives, with its history, its takes and what leaves the studio.

film.json is the one file that changes, and it changes by one rename. A version is written to history/ before film.json
becomes it, so a crash at any point leaves the old film or the new one, and never less than every version saved before.
"""

from __future__ import annotations

import contextlib
import logging
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from memory.compare import Change, compare_films, same_film
from memory.errors import DocumentError, FilmError
from memory.files import (
    OUT_OF_ROOM,
    contained,
    make_folder,
    plainly,
    read_bounded,
    sweep_temporaries,
    whole_path,
    write_atomically,
)
from memory.film import Film
from memory.history import History, Version
from memory.schema import LARGEST, dump_film, load_film
from memory.store import TakeStore

log = logging.getLogger(__name__)

DOCUMENT = "film.json"
_PATIENCE = 20.0
"""Seconds to wait for another program that is saving; a save takes a fraction of one."""


class Project:
    """A film in its folder. Make one with `Project.create` or `Project.open`.

    Versions: every save gets a number never used before, one more than the highest, and keeps the number of the
    version it was made from. Undo goes to that one and redo to the newest made from this one; both put the earlier
    film back exactly, its number included. A new edit after undo cuts redo off, but the cut-off versions stay in
    history/ and `restore` reaches them. A film.json changed by hand becomes a version when it is next opened.
    """

    def __init__(self, root: Path) -> None:
        self.root = Path(root).absolute()
        self._history = History(contained(self.root, "history"))
        self._film: Film | None = None

    @classmethod
    def create(cls, root: Path | str, film: Film, sentence: str = "The first version.") -> Project:
        """Make the folder (and those above it) and save the film as its first version; FilmError if one is there."""
        folder = whole_path(root)
        with plainly(f"Making the project folder {folder.name!r}"):
            if folder.exists() and not folder.is_dir():
                raise FilmError(f"{folder} is a file, so no project can be made there. Choose another folder.")
            make_folder(folder)
        project = cls(folder)
        with project._writing():
            if (folder / DOCUMENT).exists():
                raise FilmError(f"There is a film in {folder} already; it was left as it is. Choose another folder.")
            project._film = project._keep(film, None, sentence)
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
        last = project._last_readable()
        if last is None:
            raise DocumentError(f"There is no version of a film in {project.root} that can be read. Nothing was changed.")
        with project._writing():
            if os.path.lexists(project.root / DOCUMENT):
                kept = project._history.keep_broken(project.root / DOCUMENT)
                log.warning("The %s that could not be read was kept as history/%s.", DOCUMENT, kept.name)
            project._film = project._show(last)
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
        self._film = self._read()
        if self._known(self._film) == self._film.version == self._history.cursor:
            return self._film
        try:
            with self._writing():
                self._film = self._settle()
        except FilmError as error:
            cause = error.__cause__
            if not isinstance(cause, OSError) or cause.errno not in OUT_OF_ROOM:
                raise
            log.warning("The film can be read, but not kept in the history just now. %s", error)
        return self._film

    def save(self, film: Film, sentence: str) -> Film:
        """Keep `film` as a new version and make it the current one; returns it with its number.

        A film that is the same as the current one makes no new version. What somebody else saved or wrote by hand in
        the meantime is a version of its own, one undo away.
        """
        seen = self._film
        with self._writing():
            current = self._settle() if self._document.exists() else None
            if current is None:
                self._film = self._keep(film, self._history.cursor, sentence)
            elif same_film(current, film):
                self._film = current
            else:
                if seen and not same_film(seen, current):
                    log.warning("The film was changed elsewhere; that is kept as version %s, one undo away.", current.version)
                self._film = self._keep(film, current.version, sentence)
        return self._film

    def edit(self, change: Callable[[Film], Film], sentence: str) -> Film:
        """Apply an edit to the film as it is on the disk now, and save it under one lock; nothing is lost between."""
        with self._writing():
            current = self._settle()
            changed = change(current)
            self._film = current if same_film(current, changed) else self._keep(changed, current.version, sentence)
        return self._film

    def undo(self, steps: int = 1) -> Film:
        """Go back to the version this one was made from, `steps` times; FilmError when there are not so many."""
        return self._walk(steps, self._history.parent, "undo")

    def redo(self, steps: int = 1) -> Film:
        """Go forward again to the newest version made from this one, `steps` times; FilmError when there are not so many."""
        return self._walk(steps, self._history.child, "redo")

    def restore(self, version: int) -> Film:
        """Bring back any version there ever was, as a new version, so that undo takes it back again."""
        film = self._history.read(version).film
        return self.save(film, f"Back to version {version}.")

    def history(self) -> list[Version]:
        """(version, sentence, when) of every version there ever was, oldest first; cut-off ones too."""
        return [self._history.line(number) for number in self._history.numbers()]

    def compare(self, before: int, after: int) -> list[Change]:
        """What is different in version `after` against version `before`, scene by scene."""
        return compare_films(self._history.read(before).film, self._history.read(after).film)

    @contextlib.contextmanager
    def lock(self, timeout: float = 0) -> Iterator[None]:
        """Hold the project for long work such as a render; others are told so. Edits may still be saved meanwhile."""
        with plainly("Reserving the project"):
            holder = FileLock(self.path(".busy.lock"))
            try:
                holder.acquire(timeout=timeout)
            except Timeout as error:
                raise FilmError(
                    f"Another program is at work on {self.root.name!r}. Nothing was changed. Wait for it, then try again."
                ) from error
        try:
            yield
        finally:
            holder.release()

    @property
    def _document(self) -> Path:
        return self.path(DOCUMENT)

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """Hold the document while it is read and written; FilmError when the disk or another program prevents it."""
        with plainly("Saving the film"):
            make_folder(self._history.folder)
            guard = FileLock(self.path("history/.lock"))
            try:
                guard.acquire(timeout=_PATIENCE)
            except Timeout as error:
                raise FilmError("Another program is saving this film. Nothing was changed. Try again in a moment.") from error
            try:
                sweep_temporaries(self.root)
                self._history.sweep()
                yield
            finally:
                guard.release()

    def _read(self) -> Film:
        """film.json as it stands; DocumentError with the way back when there is one."""
        try:
            if not os.path.lexists(self.root / DOCUMENT):
                raise DocumentError(f"There is no {DOCUMENT} in {self.root}. Name the folder of a film, or make one there.")
            with plainly(f"Reading {DOCUMENT}", DocumentError):
                return load_film(read_bounded(self._document, LARGEST), DOCUMENT)
        except DocumentError as error:
            last = self._last_readable()
            if last is None:
                raise
            raise DocumentError(
                f"{error} History holds version {last}: `onereel recover {self.root}` brings it back."
            ) from error

    def _last_readable(self) -> int | None:
        cursor = self._history.cursor
        for number in [*([cursor] if cursor else []), *reversed(self._history.numbers())]:
            with contextlib.suppress(DocumentError):
                self._history.read(number)
                return number
        return None

    def _known(self, film: Film) -> int | None:
        """The version that `film` is, when it is the one its number says or the one we last wrote."""
        numbers = self._history.numbers()
        for number in (film.version, self._history.cursor):
            if number in numbers:
                with contextlib.suppress(DocumentError):
                    if same_film(self._history.read(number).film, film):
                        return number
        return None

    def _settle(self) -> Film:
        """The film on the disk as a version: a change made by hand gets its own. The caller holds the lock."""
        film = self._read()
        known = self._known(film)
        if known == film.version:
            if self._history.cursor != known:
                self._history.cursor = known
            return film
        if known is not None:
            return self._show(known)
        numbers = self._history.numbers()
        if not numbers:
            return self._keep(film, None, "Written by hand.", film.version)
        base = self._history.cursor or (film.version if film.version in numbers else numbers[-1])
        return self._keep(film, base, f"Changed by hand in {DOCUMENT}.")

    def _keep(self, film: Film, parent: int | None, sentence: str, number: int | None = None) -> Film:
        """Write a new version, then film.json, then the cursor: in this order, for the sake of crashes."""
        kept = film.model_copy(update={"version": number or self._history.next_number()})
        text = dump_film(kept)
        self._history.write(kept, parent, sentence)
        write_atomically(self._document, text.encode())
        self._history.cursor = kept.version
        return load_film(text)

    def _show(self, number: int) -> Film:
        """Make an earlier version the current film, exactly as it was."""
        text = dump_film(self._history.read(number).film)
        write_atomically(self._document, text.encode())
        self._history.cursor = number
        return load_film(text)

    def _walk(self, steps: int, step: Callable[[int], int | None], word: str) -> Film:
        if steps < 1:
            raise FilmError(f"Say how many steps to {word}: 1 or more.")
        with self._writing():
            at = self._settle().version
            for done in range(steps):
                following = step(at)
                if following is None:
                    there = f"only {done} step{'s' * (done != 1)}" if done else "nothing"
                    raise FilmError(f"There is {there} to {word} here. The film is unchanged.")
                at = following
            self._film = self._show(at)
        return self._film
