"""What every place of the page is built on: the open film, a stamp that moves when it does, and handlers that end in words.

A place is a module with `build(page)`, called inside its tab. It makes components, each with an `elem_id`, and says with
`page.on` what a click does and with `page.shows` what is shown of the open film. Handlers get a `Visit`, never a path.
What is shown is filled by one call for the whole page (filling.py), and only the place that somebody looks at.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import gradio as gr

from memory.errors import FilmError
from memory.project import Project
from tools.vocabulary import TOOLS, Desk, Done
from ui.studio.house import House, Room

if TYPE_CHECKING:
    from ui.studio.backstage import Backstage


class Shows(NamedTuple):
    """Something that is shown of the open film: in which place ("" for beside all of them), by what, and where."""

    place: str
    show: Callable[..., Any]
    outputs: tuple[Any, ...]
    inputs: tuple[Any, ...]
    anytime: bool
    """Whether it is also shown while no film is open."""


@dataclass(frozen=True)
class Visit:
    """Somebody's look at one film: whose room it is, which film is open there ("" for none), and what works backstage."""

    room: Room
    film: str
    backstage: Backstage

    @property
    def project(self) -> Project:
        """The open film's project; FilmError when none is open."""
        if not self.film:
            raise FilmError("No film is open. Open one, or say what a new one should be about.")
        return self.room.project(self.film)

    @property
    def desk(self) -> Desk:
        """A desk for the open film's tools."""
        if not self.film:
            raise FilmError("No film is open. Open one, or say what a new one should be about.")
        return self.room.desk(self.film)

    def call(self, tool: str, **arguments: Any) -> Done:
        """Use a tool of the vocabulary on the open film: an edit by hand is the same as one that is said."""
        return TOOLS[tool](self.desk, **arguments)


class Page:
    """The page while it is being built."""

    def __init__(self, house: House, backstage: Backstage) -> None:
        self.house, self.backstage = house, backstage
        self.film = gr.State("")
        """The open film's id, kept for each browser tab."""
        self.stamp = gr.Textbox("", visible="hidden", elem_id="stamp", label="What is shown")
        """Changes whenever what is shown of the open film does: another film, a new version, a take that was made."""
        self.tabs: Any = None
        """The places beside the conversation; a handler opens one by giving `gr.Tabs(selected=id)`."""
        self.box: Any = None
        """Where the person speaks; it takes words once the page knows which film they are about."""
        self.building = ""
        """The id of the place that is being built; "" beside all of them."""
        self.shown: list[Shows] = []
        """All that is shown of the open film, in order."""

    def visit(self, request: gr.Request, film: str) -> Visit:
        """Who asks, about which film. Authority is checked here and not by what the page shows.

        A page that was just opened shows its film before it is told so: until then it is the one in its address.
        """
        room = self.house.room(getattr(request, "username", None))
        return Visit(room, str(film or "") or self.asked(room, request.query_params.get("film", "")), self.backstage)

    def asked(self, room: Room, film: str) -> str:
        """The film that somebody's page was opened for, or the only one here; "" where there is none such of theirs."""
        film = str(film or "") or self.house.only
        try:
            room.root(film)
        except FilmError:
            return ""
        return film

    def on(
        self,
        event: Callable[..., Any],
        act: Callable[..., Any],
        inputs: Sequence[Any] = (),
        outputs: Sequence[Any] = (),
        **more: Any,
    ) -> Any:
        """Let an event call `act(visit, *inputs)`; what FilmError says is shown to the person, and nothing else changes."""

        def handle(request: gr.Request, film: str, *values: Any) -> Any:
            with spoken():
                return act(self.visit(request, film), *values)

        return event(handle, [self.film, *inputs], list(outputs), **self._quiet(more))

    def on_data(
        self,
        event: Callable[..., Any],
        act: Callable[..., Any],
        inputs: Sequence[Any] = (),
        outputs: Sequence[Any] = (),
        **more: Any,
    ) -> Any:
        """As `on`, for events that carry data: `act(visit, data, *inputs)` gets it as the page's script sent it."""

        def handle(request: gr.Request, event_data: gr.EventData, film: str, *values: Any) -> Any:
            if not event_data._data:
                return _skips(outputs)
            with spoken():
                return act(self.visit(request, film), dict(event_data._data), *values)

        return event(handle, [self.film, *inputs], list(outputs), **self._quiet(more))

    def streams(
        self,
        event: Callable[..., Any],
        act: Callable[..., Any],
        inputs: Sequence[Any] = (),
        outputs: Sequence[Any] = (),
        **more: Any,
    ) -> Any:
        """As `on`, for acts that yield what is shown meanwhile."""

        def handle(request: gr.Request, film: str, *values: Any) -> Any:
            with spoken():
                yield from act(self.visit(request, film), *values)

        return event(handle, [self.film, *inputs], list(outputs), **self._quiet(more))

    def streams_data(
        self,
        event: Callable[..., Any],
        act: Callable[..., Any],
        inputs: Sequence[Any] = (),
        outputs: Sequence[Any] = (),
        **more: Any,
    ) -> Any:
        """As `on_data`, for acts that yield what is shown meanwhile."""

        def handle(request: gr.Request, event_data: gr.EventData, film: str, *values: Any) -> Any:
            with spoken():
                yield from act(self.visit(request, film), dict(event_data._data or {}), *values)

        return event(handle, [self.film, *inputs], list(outputs), **self._quiet(more))

    def shows(
        self, show: Callable[..., Any], outputs: Sequence[Any], inputs: Sequence[Any] = (), *, anytime: bool = False
    ) -> None:
        """Let `show(visit, *inputs)` fill the outputs while its place is looked at, and whenever the open film changes then.

        While no film is open only what is there at any time is filled; another film that is opened gives "" as every input.
        """
        self.shown.append(Shows(self.building, show, tuple(outputs), tuple(inputs), anytime))

    def quick(self, **more: Any) -> dict[str, Any]:
        """What events say that are answered by one call at once, without a place in the queue: they cannot show messages."""
        return self._quiet({"queue": False, **more})

    def _quiet(self, more: dict[str, Any]) -> dict[str, Any]:
        """How events are answered that show no progress of their own.

        A browser keeps a clock for each component on which progress might be shown, and tells all of them at every step of
        every event: a third of what an edit costs it. One that is never seen stands for all.
        """
        on = {} if "show_progress" in more else {"show_progress_on": [self.stamp]}
        return {"api_visibility": "private", "show_progress": "hidden", "trigger_mode": "multiple", **on, **more}

    @staticmethod
    def stamped(visit: Visit) -> str:
        """What stands for all that is shown of the open film; "" when none is open, or when it is gone."""
        if not visit.film:
            return ""
        try:
            root = visit.room.root(visit.film)
        except FilmError:
            return ""
        return f"{visit.film} {visit.backstage.mark(root)}"


class spoken:  # noqa: N801 - used like a function
    """Turns a FilmError of the block into a message on the page."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if isinstance(error, FilmError):
            raise gr.Error(str(error), title="", print_exception=False) from error


def _skips(outputs: Sequence[Any]) -> Any:
    return gr.skip() if len(outputs) == 1 else tuple(gr.skip() for _ in outputs)
