"""The audit's chart: bars of what was drawn beside marks of what was declared, for each attribute, before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

_WIDTH, _ROW, _LEFT, _TOP = 980, 26, 170, 56
_INK, _GREY, _BAR, _MARK = "#22262b", "#8a8f96", "#4a7fa8", "#c8553d"

Panel = tuple[str, Mapping[str, float], Mapping[str, float], int]
"""(title, share of each value, declared share of each value, n)."""


def draw_chart(title: str, panels: Sequence[Panel], colours: Mapping[str, str], target: Path) -> None:
    """Write the panels as a PNG, two beside each other; `colours` gives a bar's own colour by value."""
    from PIL import Image, ImageDraw

    height = _TOP + sum(_height(pair) for pair in _pairs(panels)) + 34
    picture = Image.new("RGB", (_WIDTH, height), "#fbfaf7")
    pen = ImageDraw.Draw(picture)
    large, small = _fonts()
    pen.text((24, 16), title, fill=_INK, font=large)
    top = _TOP
    for pair in _pairs(panels):
        for place, panel in enumerate(pair):
            _panel(pen, panel, (24 + place * (_WIDTH // 2), top), colours, small)
        top += _height(pair)
    pen.text((24, height - 26), "bar: share drawn      mark: share declared", fill=_GREY, font=small)
    picture.save(target)


def _pairs(panels: Sequence[Panel]) -> list[Sequence[Panel]]:
    return [panels[at : at + 2] for at in range(0, len(panels), 2)]


def _height(pair: Sequence[Panel]) -> int:
    return max(_ROW * (len({*panel[1], *panel[2]}) + 1) for panel in pair) + 22


def _fonts() -> tuple[Any, Any]:
    from PIL import ImageFont

    return ImageFont.load_default(20), ImageFont.load_default(14)


def _panel(pen: Any, panel: Panel, at: tuple[int, int], colours: Mapping[str, str], font: Any) -> None:
    title, shares, declared, n = panel
    x, y = at
    pen.text((x, y), f"{title} (n = {n})", fill=_INK, font=font)
    names = [*declared, *(name for name in shares if name not in declared)]
    wide = _WIDTH // 2 - _LEFT - 60
    most = max([*shares.values(), *declared.values(), 0.05])
    for row, name in enumerate(names, 1):
        top = y + row * _ROW
        pen.text((x, top + 4), name, fill=_GREY, font=font)
        length = shares.get(name, 0.0) / most * wide
        pen.rectangle((x + _LEFT - 90, top + 4, x + _LEFT - 90 + length, top + 20), fill=colours.get(name, _BAR), outline=_GREY)
        mark = x + _LEFT - 90 + declared.get(name, 0.0) / most * wide
        pen.line((mark, top + 1, mark, top + 23), fill=_MARK, width=3)
        pen.text((x + _LEFT - 80 + wide, top + 4), f"{shares.get(name, 0.0):.0%}", fill=_INK, font=font)
