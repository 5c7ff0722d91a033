"""People as cut-paper puppets: whole, from head to shoes, the same person at every size and in every pose, facing right."""

from __future__ import annotations

from collections.abc import Mapping

from tools.engines.papercut.body import draw_back, draw_body, draw_front
from tools.engines.papercut.face import draw_head, draw_head_back
from tools.engines.papercut.frame import bones
from tools.engines.papercut.ink import Sheet
from tools.engines.papercut.joints import Pose
from tools.engines.papercut.wardrobe import outfit

_PLAIN = {"skin": "#cc8e60", "hair": "#3a2618", "clothes": "#3f6f8f", "bottom": "#3b4a63", "outfit": "plain"}


def figure(traits: Mapping[str, str], pose: Pose) -> Sheet:
    """A person with these traits (those that `looks.person_traits` and `acting_traits` give; all have defaults) in a pose."""
    known = {**_PLAIN, **traits}
    cut = outfit(known["outfit"])
    b = bones(known, pose)
    sheet = Sheet()
    sheet.open(("turn", pose.spin, 0.0, b.hip))
    draw_back(sheet, b, known, cut)
    at_head = (("move", *b.face), ("turn", b.nod, 0.0, 0.9 * b.head), ("scale", b.head / 100))
    sheet.open(("turn", b.lean, 0.0, b.hip))
    sheet.open(*at_head)
    draw_head_back(sheet, known, cut)
    sheet.close()
    draw_body(sheet, b, known, cut)
    sheet.open(*at_head)
    draw_head(sheet, known, cut, pose)
    sheet.close()
    draw_front(sheet, b, known, cut)
    sheet.close()
    sheet.close()
    return sheet
