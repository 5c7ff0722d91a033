"""The motion brush's place: paint on a shot's still or point at what lies there, look at a small loop, keep it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import gradio as gr

from memory.errors import FilmError
from memory.film import Film, Stroke
from memory.masks import called, is_mask
from memory.takes import Take
from tools import brushing
from tools.painting import COLOURS, painted_strokes
from ui.studio.easel import easel_html, paint_file
from ui.studio.markup import text as escaped
from ui.studio.page import Page, Visit

Moves = dict[str, list[float]]
"""What moves and how: "paint:red", a thing's name or a kept mask, to horizontal, vertical, proximity and ambient."""
PAINT = "paint:"
STILL = [0.0, 0.0, 0.0, 0.0]
WAYS = {"horizontal": "left to right", "vertical": "down to up", "proximity": "away to nearer", "ambient": "stirs in place"}
AMOUNTS = tuple(WAYS)
_SHEETS = itertools.count(1)
_WITH_PAINT = "(film, sheet, ...more) => [film, onereel.paint(), ...more]"
"""The paint comes with the press of the button that needs it."""
_HELP = "Paint over what should move, in up to five colours, or point at a thing in the picture. Then say how it moves."


class _Parts:
    """The place's components, so that their wiring reads as one list."""

    def __init__(self) -> None:
        self.moves = gr.State({})
        self.sheet = gr.Textbox("", visible="hidden", elem_id="brush-sheet", label="The painted sheet")
        with gr.Row(elem_id="brush"), gr.Column(scale=3, min_width=300):
            self.shot = gr.Dropdown([], label="Shot", elem_id="brush-shot", filterable=False)
            self.hint = gr.HTML(_hint("Choose the shot that should move."), elem_id="brush-hint")
        with gr.Row(visible=False, elem_id="brush-board") as self.board:
            with gr.Column(scale=3, min_width=300):
                self.easel = gr.HTML("", elem_id="brush-easel", js_on_load="onereel.easel(element, trigger)", padding=False)
                with gr.Row(elem_id="brush-acts"):
                    self.look = gr.Button("Look at it", elem_id="brush-look")
                    self.keep = gr.Button("Keep it", variant="primary", elem_id="brush-keep")
                    self.off = gr.Button("Take all motion off", elem_id="brush-off")
            with gr.Column(scale=2, min_width=300):
                self.loop = gr.HTML("", elem_id="brush-loop", padding=False)
                self.thing = gr.Radio(_things([], {}), value=f"{PAINT}red", label="What moves", elem_id="brush-thing")
                self.amounts = [_slider(name) for name in AMOUNTS]


def _hint(words: str) -> str:
    return f'<p class="hint">{words}</p>'


def _slider(name: str) -> gr.Slider:
    least = 0 if name == "ambient" else -1
    return gr.Slider(least, 1, value=0, step=0.05, label=name.capitalize(), info=WAYS[name], elem_id=f"brush-{name}")


def build(page: Page) -> None:
    """Build the place."""
    it = _Parts()
    page.shows(_shots, [it.shot], [it.shot])
    page.on(it.shot.input, _open, [it.shot], [it.board, it.hint, it.easel, it.moves, it.thing, *it.amounts, it.loop])
    page.on_data(it.easel.select, _pointed, [it.shot, it.moves], [it.thing, *it.amounts])
    page.on(it.thing.input, _chosen, [it.thing, it.moves], it.amounts, queue=False)
    for slider in it.amounts:
        page.on(slider.input, _set, [it.thing, it.moves, *it.amounts], [it.moves], queue=False, trigger_mode="always_last")
    given = [it.sheet, it.shot, it.thing, it.moves, *it.amounts]
    page.streams(it.look.click, _look, given, [it.loop], js=_WITH_PAINT)
    page.on(it.keep.click, _keep, given, [it.easel, it.moves, it.thing], js=_WITH_PAINT)
    page.on(it.off.click, _off, [it.shot], [it.easel, it.moves, it.thing, *it.amounts, it.loop])
    page.on(page.film.change, _leave, [it.shot], [it.board, it.shot], queue=False)


def _shots(visit: Visit, shot: str | None) -> Any:
    """The shots of the open film, in order. What is chosen is left alone while the film has it.

    An answer that was asked for before somebody chose must not undo the choice, so that none is sent back.
    """
    choices = shot_choices(visit.project.film)
    gone = bool(shot) and shot not in [value for _, value in choices]
    return gr.update(choices=choices, value=None) if gone else gr.update(choices=choices)


def _leave(_: Visit, shot: str | None) -> tuple[Any, Any]:
    """Another film is open: nothing of the one before lies on the easel."""
    return (gr.update(visible=False), gr.update(value=None)) if shot else (gr.skip(), gr.skip())


def shot_choices(film: Film) -> list[tuple[str, str]]:
    """Every shot with the words for it."""
    return [
        (f"Scene {number}{f', shot {place}' if len(scene.shots) > 1 else ''}: {scene.title or shot.framing}", shot.id)
        for number, scene in enumerate(film.scenes, 1)
        for place, shot in enumerate(scene.shots, 1)
    ]


def _open(visit: Visit, shot: str) -> Any:
    """Show a shot's still, drawn now if need be, with what moves there already."""
    from tools.engines.brush import names_in

    still, moves = brushing.still_of(visit.project, shot), _moves(visit, shot)
    things = _things(names_in(still.folder), moves)
    first = next(iter(moves), f"{PAINT}red")
    return (
        gr.update(visible=True),
        _hint(_HELP),
        _easel(visit, still),
        moves,
        _choices(things, first),
        *moves.get(first, STILL),
        "",
    )


def _easel(visit: Visit, still: Take) -> str:
    """The still on the easel with a new sheet."""
    from tools.engines.brush import size_of

    return easel_html(visit.film, still, size_of(still.main), next(_SHEETS))


def _moves(visit: Visit, shot: str) -> Moves:
    strokes = brushing.shot_of(visit.project.film, shot)[1].strokes
    return {stroke.target: [float(getattr(stroke, name)) for name in AMOUNTS] for stroke in strokes}


def _things(names: Sequence[str], moves: Mapping[str, Sequence[float]]) -> list[tuple[str, str]]:
    """What can be moved: the five paints, what was painted before, and what is in the picture by its name."""
    kept = [target for target in moves if is_mask(target)]
    before = [(f"painted before {number if len(kept) > 1 else ''}".strip(), target) for number, target in enumerate(kept, 1)]
    named = dict.fromkeys([*(target for target in moves if not is_mask(target) and not target.startswith(PAINT)), *names])
    return [*((f"{colour} paint", f"{PAINT}{colour}") for colour in COLOURS), *before, *((name, name) for name in named)]


def _choices(things: list[tuple[str, str]], value: str) -> Any:
    return gr.update(choices=things, value=value)


def _pointed(visit: Visit, data: Mapping[str, Any], shot: str | None, moves: Moves) -> Any:
    """Choose what lies where the person clicked."""
    from tools.engines.brush import name_at, names_in

    still = brushing.still_of(visit.project, shot or "")
    name = name_at(still.folder, _share(data.get("x")), _share(data.get("y")))
    if not name:
        gr.Info("Nothing that moves by itself lies there. Paint over it instead.", title="")
        return gr.skip(), *(gr.skip() for _ in AMOUNTS)
    return _choices(_things(names_in(still.folder), moves), name), *moves.get(name, STILL)


def _share(value: Any) -> float:
    try:
        return min(max(float(value), 0.0), 0.999)
    except (TypeError, ValueError) as error:
        raise FilmError("That is no place in the picture. Nothing was changed.") from error


def _chosen(_: Visit, thing: str, moves: Moves) -> list[float]:
    return moves.get(thing, STILL)


def _set(_: Visit, thing: str, moves: Moves, *amounts: float) -> Moves:
    return {**moves, thing: [float(value) for value in amounts]}


def _strokes(visit: Visit, sheet: str, moves: Moves) -> tuple[Stroke, ...]:
    """Everything that moves as strokes; paint becomes masks that the film keeps."""
    by_target = {
        target: Stroke(target=target[:500], **dict(zip(AMOUNTS, values, strict=True))) for target, values in moves.items()
    }
    named = tuple(s for target, s in by_target.items() if not target.startswith(PAINT) and any(moves[target]))
    paints = {target.removeprefix(PAINT): s for target, s in by_target.items() if target.startswith(PAINT)}
    with paint_file(sheet) as paint:
        painted = painted_strokes(visit.project.root, paint, paints) if paint else ()
    waiting = [colour for colour in paints if any(moves[f"{PAINT}{colour}"])]
    if waiting and not painted:
        raise FilmError(f"Nothing is painted in {waiting[0]} yet. Paint over what should move, or choose a thing by its name.")
    return (*named, *painted)


def _look(visit: Visit, sheet: str, shot: str | None, thing: str, moves: Moves, *amounts: float) -> Iterator[str]:
    """A small loop of the shot as it would move, or why there is none."""
    yield _hint("Drawing the loop ...")
    try:
        strokes = _strokes(visit, sheet, _set(visit, thing, moves, *amounts))
        loop = brushing.preview(visit.project, shot or "", strokes)
    except FilmError as error:
        yield _hint(escaped(str(error)))
        return
    key = loop.parent.parent.name + loop.parent.name
    yield (
        f'<video id="brush-video" src="/studio/films/{visit.film}/takes/{key}/{loop.name}" autoplay loop muted playsinline '
        f'aria-label="The shot as it would move"></video>{_hint(_told(strokes))}'
    )


def _told(strokes: Sequence[Stroke]) -> str:
    moved = ", ".join(escaped(called(stroke.target)) for stroke in strokes)
    return f"Moving: {moved}." if moved else "Nothing moves yet: choose what, and how far."


def _keep(visit: Visit, sheet: str, shot: str | None, thing: str, moves: Moves, *amounts: float) -> Any:
    """Keep the motion as one version of the film; the paint is then a thing of its own on the list."""
    done = brushing.apply_strokes(visit.desk, shot or "", _strokes(visit, sheet, _set(visit, thing, moves, *amounts)))
    gr.Info(done.said, title="")
    return _after(visit, shot or "")


def _after(visit: Visit, shot: str) -> Any:
    from tools.engines.brush import names_in

    still, kept = brushing.still_of(visit.project, shot), _moves(visit, shot)
    first = next(iter(kept), f"{PAINT}red")
    return _easel(visit, still), kept, _choices(_things(names_in(still.folder), kept), first)


def _off(visit: Visit, shot: str | None) -> Any:
    done = brushing.apply_strokes(visit.desk, shot or "", ())
    gr.Info(done.said, title="")
    return *_after(visit, shot or ""), *STILL, ""
