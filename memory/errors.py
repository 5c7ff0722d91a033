"""The errors a person may meet. Their text is interface: what happened, what still holds, what to do next."""


class FilmError(Exception):
    """Something went wrong that the person can understand and act on; shown as it stands, exit status 1."""


class Refused(FilmError):  # noqa: N818 - the design calls it so
    """A policy said no: the sentence names what was refused, why, and what would make it possible."""


class DocumentError(FilmError):
    """A film.json (or another document of ours) cannot be read as what it should be."""


class TakeError(FilmError):
    """A take could not be made, or was not what it claimed to be."""


class EngineError(FilmError):
    """An engine is unknown, not installed, or cannot do what was asked of it."""
