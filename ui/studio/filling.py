"""Filling the page: one call says all that is new of the open film, for the places that somebody looks at.

A part at a time would be twenty calls for every edit, most of them for what nobody sees.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import gradio as gr
from anyio import to_thread

from memory.errors import FilmError
from ui.studio.house import Room
from ui.studio.markup import text
from ui.studio.page import Page, Shows, Visit

log = logging.getLogger(__name__)
_FIRST, _WITHOUT = "storyboard", "films"
"""The places that are open at first: with a film, and without one."""


class Filling:
    """What fills the page, wired once every place is built."""

    def __init__(self, page: Page, trouble: gr.HTML, tabs: Sequence[tuple[str, gr.Tab]]) -> None:
        self.page, self.trouble = page, trouble
        self.place = gr.State("")
        """The place that is looked at."""
        self.filled = gr.State("")
        """Which place was filled at last, and from what."""
        self.outputs = [output for each in page.shown for output in each.outputs]
        self.inputs = [given for each in page.shown for given in each.inputs]
        page.stamp.change(
            self._changed,
            [page.film, self.place, self.filled, *self.inputs],
            self._all(),
            **page.quick(trigger_mode="always_last"),
        )
        page.film.change(
            self._arrived, [page.film, self.filled], [page.stamp, page.tabs, self.place, *self._all()], **page.quick()
        )
        for place, tab in tabs:
            tab.select(self._looked(place), [page.film, self.filled, *self.inputs], [self.place, *self._all()], **page.quick())
        page.on(gr.Timer(1).tick, page.stamped, outputs=[page.stamp], queue=False, trigger_mode="once")

    def opens(self, blocks: gr.Blocks) -> None:
        """Take the open film from the page's address when it is opened, and fill what is seen first.

        A page that came with all that (`given`) says so, and is not filled again.
        """
        outputs = [self.page.film, self.page.stamp, self.page.tabs, self.page.box, self.place, *self._all()]
        loaded = blocks.load(self._begun, [self.page.stamp], outputs, js="() => [onereel.drawn]", **self.page.quick())
        self._blocks, self._loading = blocks, blocks.fns[loaded["id"]]

    async def given(self, room: Room, film: str) -> dict[str, Any]:
        """What the page holds from the start for somebody who opens a film: what it shows, and the components' properties."""
        visit = Visit(room, self.page.asked(room, film), self.page.backstage)
        place = _first(visit)
        filled = await to_thread.run_sync(self._fill, visit, place, "")
        made = ["", gr.skip(), gr.Tabs(selected=place), gr.skip(), place, *filled]
        sent = await self._blocks.postprocess_data(self._loading, made, None)
        parts = {
            str(block._id): given
            for block, value in zip(self._loading.outputs, sent, strict=True)
            if not isinstance(block, gr.State) and (given := _properties(value))
        }
        visit.backstage.wake()
        return {"drawn": filled[0], "parts": parts}

    def _all(self) -> list[Any]:
        return [self.filled, self.trouble, *self.outputs]

    def _begun(self, request: gr.Request, drawn: str) -> tuple[Any, ...]:
        visit = self.page.visit(request, "")
        place = _first(visit)
        filled = self._fill(visit, place, str(drawn or ""))
        seen = drawn if filled[0] == gr.skip() else filled[0]
        visit.backstage.wake()
        box = gr.MultimodalTextbox(interactive=True, autofocus=True)
        return visit.film, self.page.stamped(visit), gr.Tabs(selected=place), box, place, seen, *filled[1:]

    def _arrived(self, request: gr.Request, film: str, filled: str) -> tuple[Any, ...]:
        """Another film is open: show its storyboard, and nothing of what was chosen in the one before."""
        visit = self.page.visit(request, film)
        place = _first(visit)
        return self.page.stamped(visit), gr.Tabs(selected=place), place, *self._fill(visit, place, filled)

    def _changed(self, request: gr.Request, film: str, place: str, filled: str, *values: Any) -> list[Any]:
        return self._fill(self.page.visit(request, film), place, filled, values)

    def _looked(self, place: str) -> Callable[..., Any]:
        def looked(request: gr.Request, film: str, filled: str, *values: Any) -> list[Any]:
            if not filled:  # the first tab says so before the page is told which film is open
                return [gr.skip() for _ in (self.place, *self._all())]
            return [place, *self._fill(self.page.visit(request, film), place, filled, values)]

        return looked

    def _fill(self, visit: Visit, place: str, filled: str, values: Sequence[Any] = ()) -> list[Any]:
        """What is new: nothing where that place was filled from the very same."""
        now = f"{place} {self.page.stamped(visit)}"
        if now == filled:
            return [gr.skip() for _ in self._all()]
        given, said, shown = iter(values or ("",) * len(self.inputs)), dict[str, None](), list[Any]()
        for each in self.page.shown:
            arguments = [next(given) for _ in each.inputs]
            wanted = each.place in ("", place) and (visit.film or each.anytime)
            shown += _shown(each, visit, arguments, said) if wanted else _untouched(each)
        return [now, _trouble(said), *shown]


def _first(visit: Visit) -> str:
    """The place that is seen first."""
    return _FIRST if visit.film else _WITHOUT


def _shown(each: Shows, visit: Visit, arguments: Sequence[Any], said: dict[str, None]) -> Iterator[Any]:
    """What one part shows; one that cannot leaves what was there and says why."""
    try:
        made = each.show(visit, *arguments)
    except FilmError as error:
        said[str(error)] = None
        return _untouched(each)
    except Exception as error:
        log.exception("a part of the page cannot be shown")
        said[f"A part of the page cannot be shown ({type(error).__name__}). The film is as it was."] = None
        return _untouched(each)
    return iter((made,) if len(each.outputs) == 1 else made)


def _untouched(each: Shows) -> Iterator[Any]:
    return iter([gr.skip() for _ in each.outputs])


def _properties(value: Any) -> dict[str, Any]:
    """What an answer changes of a component, as properties: an update, or its value alone."""
    if not isinstance(value, dict) or value.get("__type__") != "update":
        return {"value": value}
    return {name: each for name, each in value.items() if name != "__type__"}


def _trouble(said: dict[str, None]) -> str:
    return "".join(f'<p class="trouble" role="alert">{text(each)}</p>' for each in said)
