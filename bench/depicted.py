"""What a finished papercut picture shows: each thing's name, drawing, count, and the pixels that are there because of it.

The pixels of a subject are those that change without its layer. What a setting shows of itself (its scenery) shares layers, so
it counts as there where the layer that says it bears it shows: nothing is taken away for it alone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from tools.engines import StillRequest
from tools.stage import Layer, Stage, read_stage

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

CHANGED = 10
"""By how much of 255 a pixel must change for an eye to see that something is gone."""


PEOPLE = ("person", "child")
"""Labels of drawn people, by age."""

CHILDREN = {"child", "boy", "girl", "baby", "toddler", "brother", "sister"}

TOO_NEW = {
    "1fa88": "flute",
    "1fadb": "pea pod",
    "1fadc": "root vegetable",
    "1fabb": "hyacinth",
    "1fabc": "jellyfish",
    "1fabf": "goose",
    "1face": "moose",
    "1facf": "donkey",
}
"""Names of emoji that Python's own tables do not know yet."""


@dataclass(frozen=True)
class Shown:
    """One thing of a picture: `area` is the share of the frame that changes without it, `bare` its paint's unhidden share."""

    name: str
    label: str
    """The name of its drawing, as the catalogue of drawings has it; scenery's own name."""
    count: int
    subject: bool
    area: float
    bare: float
    box: tuple[float, float, float, float]
    """Left, top, right, bottom on the canvas, in frame heights."""
    depth: float

    def is_called(self, word: str) -> bool:
        """Whether the bank's word is its name: the same, its last words, or the hypernym of people; plurals are one."""
        mine, asked = singular(self.name), singular(word)
        if asked == "person":
            return self.label in PEOPLE
        if mine == asked or mine.endswith(f" {asked}"):
            return True
        return self.subject and (asked.endswith(f" {mine}") or asked in self.label.split())

    def is_drawn_as(self, accepted: Iterable[str]) -> bool:
        """Whether the name of its drawing is among the accepted names, or one within the other in whole words or as a head."""
        names = {singular(word) for word in accepted}
        if self.label in PEOPLE:
            young = CHILDREN & names
            return self.label == "child" if young and "person" not in names else bool(young) or "person" in names
        return any(_agree(self.label, name) for name in names)

    def stands(self, how: str, other: Shown) -> bool:
        """Whether it stands so to another thing, by boxes and depths."""
        left, top, right, bottom = self.box
        o_left, o_top, o_right, o_bottom = other.box
        near = max(left, o_left) - min(right, o_right) < 0.25
        if how in ("behind", "in front of"):
            return near and (self.depth < other.depth if how == "behind" else self.depth > other.depth)
        if how in ("on", "above"):
            over = (top + bottom) / 2 < (o_top + o_bottom) / 2
            return over and (how == "above" or (near and bottom > o_top - 0.1))
        if how == "under":
            return near and (top + bottom) / 2 > (o_top + o_bottom) / 2
        return near


def singular(word: str) -> str:
    """A noun in lower case without its plural ending, as far as matching names needs it."""
    word = word.lower().strip()
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x"), ("ves", "f")):
        if word.endswith(ending) and len(word) > 4:
            return word[: -len(ending)] + instead
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us")) and len(word) > 3 else word


def _agree(label: str, name: str) -> bool:
    """Whether two names are one, or one holds the other as whole words ("red fox") or as its head ("rowboat" and "boat")."""
    mine, asked = ([singular(part) for part in said.split()] for said in (label, name))
    if "".join(mine) == "".join(asked):
        return True
    short, long = sorted((mine, asked), key=lambda parts: (len(parts), len("".join(parts))))
    within = any(long[i : i + len(short)] == short for i in range(len(long) - len(short) + 1))
    return within or (len(short) == 1 and _is_headed(long[-1], short[0]))


def _is_headed(compound: str, head: str) -> bool:
    """Whether a word ends in another that it is a kind of: what is before is a word too, unlike in "scarecrow"."""
    before = compound.removesuffix(head)
    return before != compound and (before in _firsts() or before.endswith("ing"))


@cache
def _firsts() -> frozenset[str]:
    """Words that may be the first half of a compound."""
    from tools.engines.papercut.lexicon import data, entries
    from tools.engines.papercut.sentence import adjectives, words

    acts = {word for row in data("acts").values() for word in row["words"]}
    return frozenset({*entries(), *adjectives(), *words("heads_flat"), *data("places")["landscape"]["words"], *acts})


def label_of(drawing: str, traits: dict[str, str]) -> str:
    """What a drawing shows, in words: the emoji's Unicode name, the name of a drawing of our own, or somebody's age."""
    kind, _, name = drawing.partition(":")
    if kind == "person":
        return "child" if traits.get("age") == "child" else "person"
    if kind != "twemoji":
        return name or kind
    return TOO_NEW.get(name) or unicodedata.name(chr(int(name.split("-")[0], 16)), name).lower()


def shown_of(request: StillRequest, folder: Path) -> tuple[dict[str, str], tuple[Shown, ...]]:
    """(setting, time, weather and season; the things) of a still that was drawn from `request` into `folder`."""
    from tools.engines.papercut.reading import read

    stage, plan = read_stage(folder), read(request)
    if stage is None:
        raise ValueError("the still has no stage.json")
    sheets = [_on_frame(stage, layer, folder) for layer in stage.layers]
    things, told = [], {s.word for s in plan.subjects}
    homes = {s.word: place for s in plan.subjects if (place := _home(s.word, stage)) is not None}
    for place, layer in enumerate(stage.layers):
        names = [s for s in plan.subjects if homes.get(s.word) == place]
        extra = [] if layer.kind == "subject" else [e for e in layer.elements if e not in told]
        if not names and not extra:
            continue
        area, bare = _seen(stage.layers, sheets, place)
        box = _box(layer, stage)
        for s in names:
            things.append(Shown(s.word, label_of(s.drawing, dict(s.traits)), s.count, True, area, bare, box, layer.depth))
        things += [Shown(e, e, 9, False, area, 1.0, box, layer.depth) for e in extra]
    places = {"setting": stage.setting, "time": stage.time, "weather": stage.weather, "season": plan.season}
    return places, tuple(sorted(things, key=lambda t: not t.subject))


def _home(word: str, stage: Stage) -> int | None:
    """The layer on which a subject is: the one that bears its name, else one that it shares."""
    named = [i for i, layer in enumerate(stage.layers) if word in layer.elements and layer.kind != "glow"]
    return next((i for i in named if stage.layers[i].name == word), named[0] if named else None)


def pixels_of(picture: Path) -> NDArray[np.uint8]:
    """A picture file as it is: (height, width, 3 or 4), BGR or BGRA."""
    return np.asarray(cv2.imread(str(picture), cv2.IMREAD_UNCHANGED), np.uint8)


def _on_frame(stage: Stage, layer: Layer, folder: Path) -> Floats:
    """The layer's paint within the frame: (height, width, 4) premultiplied, 0..1."""
    x, y, width, height = stage.frame
    whole = np.zeros((stage.height, stage.width, 4), np.float32)
    pixels = pixels_of(folder / layer.file).astype(np.float32) / 255
    top, left = max(0, layer.y), max(0, layer.x)
    part = pixels[top - layer.y :, left - layer.x :][: stage.height - top, : stage.width - left]
    whole[top : top + part.shape[0], left : left + part.shape[1]] = part
    framed = whole[y : y + height, x : x + width].copy()
    framed[..., :3] *= framed[..., 3:]
    return framed


def laid(layers: tuple[Layer, ...], sheets: list[Floats], without: int = -1) -> Floats:
    """The picture (height, width, 3; 0..1) that the layers come to, one of them left out."""
    picture = np.zeros_like(sheets[0][..., :3])
    for place, (layer, sheet) in enumerate(zip(layers, sheets, strict=True)):
        if place == without:
            continue
        colour, alpha = sheet[..., :3], sheet[..., 3:]
        if layer.blend == "screen":
            picture = picture + colour - picture * colour
        elif layer.blend == "plus":
            picture = np.minimum(1.0, picture + colour)
        else:
            picture = colour + picture * (1 - alpha)
    return np.asarray(picture, np.float32)


def _seen(layers: tuple[Layer, ...], sheets: list[Floats], place: int) -> tuple[float, float]:
    """Share of the frame that changes without the layer, and the share of the layer's paint that nothing hides."""
    change = np.abs(laid(layers, sheets) - laid(layers, sheets, place)).max(axis=2) * 255 > CHANGED
    alpha = sheets[place][..., 3]
    left = alpha.copy()
    for layer, sheet in zip(layers[place + 1 :], sheets[place + 1 :], strict=True):
        if layer.blend == "over":
            left *= 1 - sheet[..., 3]
    return float(change.mean()), float(left.sum() / max(1e-6, alpha.sum()))


def _box(layer: Layer, stage: Stage) -> tuple[float, float, float, float]:
    x, y, _, unit = stage.frame
    left, top = (layer.x - x) / unit, (layer.y - y) / unit
    return left, top, left + layer.width / unit, top + layer.height / unit
