"""Scripts: what a subject does, as poses to be painted and the order in which the camera turns them, puppet or animal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from tools.engines.papercut.creatures import Way, bent, way_of
from tools.engines.papercut.drawings import PUPPETS, draw
from tools.engines.papercut.joints import IDLE, act
from tools.engines.papercut.plan import Drawing, Subject
from tools.engines.papercut.puppet import act_of, act_of_many, book, strides, turned


@dataclass(frozen=True)
class Script:
    """How many poses there are and how they follow; `draw(subject, tall, k)` gives pose k of one of the subject's copies."""

    draw: Callable[[Subject, int, int], Drawing]
    poses: int
    round: int
    """Poses that go round, the first ones: the others of a group are ahead by some of them."""
    order: tuple[int, ...]
    rate: float
    steps: tuple[float, ...] = ()
    """How far each entry of the order takes it, in heights, toward where it faces; empty for who stays."""
    rest: tuple[int, ...] = ()
    mouths: tuple[int, ...] = ()
    blink: int = -1
    faces: int = 1
    """1 for a drawing that looks to the right, -1 to the left."""


def acts(subject: Subject) -> bool:
    """Whether a subject has poses of its own."""
    return subject.drawing in PUPPETS or _way(subject) is not None


def _way(subject: Subject) -> Way | None:
    return way_of(subject.drawing, dict(subject.traits).get("pose", IDLE))


def script(subject: Subject, many: bool, near: bool) -> Script:
    """What a subject does, alone or as one of many; `near` enough for its mouth to be seen or not. LookupError for a thing."""
    if subject.drawing in PUPPETS:
        return _puppet(subject, many, near)
    way = _way(subject)
    if way is None:
        raise LookupError(f"{subject.drawing} does not act")
    return _creature(way)


def _puppet(subject: Subject, many: bool, near: bool) -> Script:
    doing = act_of_many(subject) if many else act_of(subject)
    leaves = book(doing, near)
    order = tuple(leaves.blink if k < 0 else k for k in doing.order)
    steps = strides(subject, doing)
    still, shut = leaves.rest
    return Script(
        draw=lambda one, tall, k: turned(one, tall, (leaves.poses[k],))[0],
        poses=len(leaves.poses), round=len(doing.poses), order=order, rate=doing.rate,
        steps=tuple(steps[k] for k in order) if doing.travels else (),
        rest=tuple(shut if k < 0 else still for k in act(IDLE).order) if doing.travels else (),
        mouths=leaves.mouths, blink=leaves.blink,
    )  # fmt: skip


def _creature(way: Way) -> Script:
    def drawn(one: Subject, tall: int, k: int) -> Drawing:
        whole = draw(one, tall)
        pixels, inset = bent(whole.pixels, way, k)  # type: ignore[arg-type]
        return replace(whole, pixels=pixels, inset=inset)

    steps: Sequence[float] = (way.pace / way.rate,) * len(way.order) if way.pace else ()
    return Script(drawn, way.poses, way.poses, way.order, way.rate, tuple(steps), faces=-1 if way.faces == "left" else 1)
