"""The easel: a still to paint on in the page itself, and the paint as it comes back with the button that was pressed.

The page hands the paint over in the very call that uses it: nothing is uploaded beforehand that might not be there yet.
"""

from __future__ import annotations

import base64
import binascii
import contextlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from memory.errors import FilmError
from memory.takes import Take
from tools.painting import COLOURS
from ui.studio.markup import text

WIDEST = 640
"""Pixels that the painted sheet is wide."""
_HEAD = "data:image/png;base64,"
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_LARGEST = 3 * 2**20
_ODD = "That paint cannot be read. Nothing was changed. Paint it again."


def easel_html(film: str, still: Take, size: tuple[int, int], number: int) -> str:
    """A still with a sheet to paint on and its tools; `size` is the still's width and height, `number` makes a new sheet."""
    height = round(WIDEST * size[1] / size[0])
    source = f"/studio/films/{text(film)}/takes/{still.manifest.key}/{text(still.main.name)}"
    swatches = "".join(_swatch(name, colour) for name, colour in COLOURS.items())
    return (
        f'<div class="easel" data-number="{number}"><div class="sheet" style="aspect-ratio:{size[0]}/{size[1]}">'
        f'<img src="{source}" alt="The shot\'s still" draggable="false">'
        f'<canvas width="{WIDEST}" height="{height}" role="img" aria-label="Paint over what should move"></canvas></div>'
        f'<div class="easel-tools" role="toolbar" aria-label="Brush">{swatches}'
        f"{_tool('point', 'Point at a thing')}{_tool('erase', 'Erase')}"
        '<label>Size <input type="range" data-size min="8" max="90" value="30" aria-label="Size of the brush"></label>'
        f"{_tool('back', 'Back')}{_tool('clear', 'Clear')}</div></div>"
    )


def _swatch(name: str, colour: str) -> str:
    return (
        f'<button type="button" class="swatch" data-paint="{name}" data-colour="{colour}" style="--swatch:{colour}" '
        f'aria-label="Paint in {name}" title="Paint in {name}" aria-pressed="{str(name == "red").lower()}"></button>'
    )


def _tool(act: str, words: str) -> str:
    pressed = ' aria-pressed="false"' if act in ("point", "erase") else ""
    return f'<button type="button" class="plain" data-tool="{act}"{pressed}>{words}</button>'


@contextlib.contextmanager
def paint_file(sheet: str) -> Iterator[Path | None]:
    """The painted sheet as a picture file, while this lasts; None for a sheet on which nothing was painted.

    FilmError for what is no picture of the easel's size.
    """
    if not sheet:
        yield None
        return
    data = _decoded(sheet)
    with tempfile.TemporaryDirectory(prefix="onereel-paint-") as folder:
        file = Path(folder) / "paint.png"
        file.write_bytes(data)
        yield file


def _decoded(sheet: str) -> bytes:
    if not sheet.startswith(_HEAD) or len(sheet) > _LARGEST:
        raise FilmError(_ODD)
    try:
        data = base64.b64decode(sheet.removeprefix(_HEAD), validate=True)
    except (binascii.Error, ValueError) as error:
        raise FilmError(_ODD) from error
    width, height = int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
    if not data.startswith(_SIGNATURE) or not (0 < width <= WIDEST and 0 < height <= 4 * WIDEST):
        raise FilmError(_ODD)
    return data
