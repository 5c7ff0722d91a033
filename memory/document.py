"""film.json on the disk, with its versions and marks: the one thing of a project that changes, safe against crashes.

film.json changes by one rename. A version is written to history/ before film.json becomes it, so a crash at any point
leaves the old film or the new one, and never less than every version saved before.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from memory.compare import same_film
from memory.errors import DocumentError
from memory.files import contained, held, make_folder, plainly, read_bounded, sweep_temporaries, write_atomically
from memory.film import Film
from memory.history import History
from memory.marks import Deed, Marks
from memory.schema import LARGEST, dump_film, load_film

DOCUMENT = "film.json"
_PATIENCE = 20.0
"""Seconds to wait for another program that is saving; a save takes a fraction of one."""


class Document:
    """A project's film.json. All that writes is called within `writing`, except `writing` itself."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.history = History(contained(root, "history"))
        self.marks = Marks(self.history.folder)

    @property
    def path(self) -> Path:
        """Where film.json is; Refused when a link would lead it out of the project."""
        return contained(self.root, DOCUMENT)

    def deed(self, mark: str) -> Deed | None:
        """What was done for a mark: the versions before and after; None when nothing was."""
        found = self.marks.find(mark)
        if found is None and mark and (at := self.history.cursor):
            with contextlib.suppress(DocumentError):
                record = self.history.read(at)
                return Deed(mark, record.parent, at, "done") if record.mark == mark else None
        return found if found and found.state == "done" else None

    @contextlib.contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the document while it is read and written; FilmError when the disk or another program prevents it."""
        busy = "Another program is saving this film. Nothing was changed. Try again in a moment."
        with plainly("Saving the film"):
            make_folder(self.history.folder)
            with held(contained(self.root, "history/.lock"), _PATIENCE, busy, "Saving the film"):
                sweep_temporaries(self.root)
                self.history.sweep()
                self._finish()
                yield

    def read(self) -> Film:
        """film.json as it stands; DocumentError with the way back when there is one."""
        try:
            if not os.path.lexists(self.root / DOCUMENT):
                raise DocumentError(f"There is no {DOCUMENT} in {self.root}. Name the folder of a film, or make one there.")
            with plainly(f"Reading {DOCUMENT}", DocumentError):
                return load_film(read_bounded(self.path, LARGEST), DOCUMENT)
        except DocumentError as error:
            last = self.history.last_readable()
            if last is None:
                raise
            raise DocumentError(
                f"{error} History holds version {last}: `onereel recover {self.root}` brings it back."
            ) from error

    def settle(self) -> Film:
        """The film on the disk as a version: a change made by hand gets its own. The caller holds the lock."""
        film = self.read()
        known = self.history.which(film)
        if known == film.version:
            if self.history.cursor != known:
                self.history.cursor = known
            return film
        if known is not None:
            return self.show(known)
        numbers = self.history.numbers()
        if not numbers:
            return self.keep(film, None, "Written by hand.", film.version)
        base = self.history.cursor or (film.version if film.version in numbers else numbers[-1])
        return self.keep(film, base, f"Changed by hand in {DOCUMENT}.")

    def once(self, current: Film, mark: str, change: Callable[[Film], Film], sentence: str | Callable[[], str]) -> Film:
        """The current film changed and kept, unless the mark says that it was; the caller holds the lock."""
        if self.deed(mark):
            return current
        changed = change(current)
        if same_film(current, changed):
            if mark:
                self.marks.write(Deed(mark, current.version, current.version, "done"))
            return current
        return self.keep(changed, current.version, sentence if isinstance(sentence, str) else sentence(), mark=mark)

    def keep(self, film: Film, parent: int | None, sentence: str, number: int | None = None, mark: str = "") -> Film:
        """Write a new version, then film.json, then the cursor: in this order, for the sake of crashes."""
        kept = film.model_copy(update={"version": number or self.history.next_number()})
        text = dump_film(kept)
        with self.meant(Deed(mark, parent, kept.version)):
            self.history.write(kept, parent, sentence, mark)
            write_atomically(self.path, text.encode())
            self.history.cursor = kept.version
        return load_film(text)

    def show(self, number: int) -> Film:
        """Make an earlier version the current film, exactly as it was."""
        text = dump_film(self.history.read(number).film)
        write_atomically(self.path, text.encode())
        self.history.cursor = number
        return load_film(text)

    @contextlib.contextmanager
    def meant(self, deed: Deed) -> Iterator[None]:
        """Write down what the block is about to do and that it did it. An error that the person is told of drops it."""
        if deed.mark:
            self.marks.write(deed)
        try:
            yield
        except (OSError, DocumentError):
            if deed.mark and deed.to not in self._places():
                self.marks.drop(deed)
            raise
        if deed.mark:
            with contextlib.suppress(OSError):
                self.marks.write(deed._replace(state="done"))

    def _finish(self) -> None:
        """Finish what was meant when a process died, or drop it when the film has gone on without it."""
        deed = self.marks.pending()
        with contextlib.suppress(DocumentError):
            if deed and deed.to in self._places():
                self.marks.write(deed._replace(state="done"))
            elif deed and self._stands_before(deed):
                self.show(deed.to)
                self.marks.write(deed._replace(state="done"))
            elif deed:
                self.marks.write(deed._replace(state="dropped"))

    def _places(self) -> set[int | None]:
        """The versions that film.json and the cursor say we are at; they differ only where a process died."""
        with contextlib.suppress(DocumentError):
            return {self.read().version, self.history.cursor}
        return {self.history.cursor}

    def _stands_before(self, deed: Deed) -> bool:
        """Whether the film is still what the deed began with, and the version it leads to is kept already."""
        if deed.to not in self.history.numbers():
            return False
        there = os.path.lexists(self.root / DOCUMENT)
        return there and self.history.which(self.read()) == deed.base if deed.base else not there
