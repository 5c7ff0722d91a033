"""People as cut-paper figures: whole, from head to shoes, the same person at every size, facing right."""

from __future__ import annotations

from collections.abc import Mapping

from tools.engines.papercut.body import draw_back, draw_body, draw_front
from tools.engines.papercut.face import draw_head, draw_head_back
from tools.engines.papercut.frame import bones
from tools.engines.papercut.ink import Sheet
from tools.engines.papercut.lexicon import data

_BOX = (-420.0, -190.0, 840.0, 1240.0)


def figure(traits: Mapping[str, str]) -> str:
    """The SVG of a person with these traits (those that `looks.person_traits` and `acting_traits` give; all have defaults)."""
    known = {"skin": "#cc8e60", "hair": "#3a2618", "clothes": "#3f6f8f", "bottom": "#3b4a63", "outfit": "plain", **traits}
    cut = data("roles")["outfits"].get(known["outfit"], data("roles")["outfits"]["plain"])
    skeleton = bones(known)
    sheet = Sheet(_BOX)
    bend = f"rotate({skeleton.lean:g} 0 {skeleton.hip:g})"
    draw_back(sheet, skeleton, known, cut)
    x, y = skeleton.face
    at_head = f"translate({x:g} {y:g}) rotate({-0.5 * skeleton.lean:g}) scale({skeleton.head / 100:g})"
    sheet.open(bend)
    sheet.open(at_head)
    draw_head_back(sheet, known, cut)
    sheet.close()
    draw_body(sheet, skeleton, known, cut)
    sheet.open(at_head)
    draw_head(sheet, known, cut)
    sheet.close()
    draw_front(sheet, skeleton, known, cut)
    sheet.close()
    return sheet.svg()
