"""Arrangement: everybody and everything of a scene put where it belongs and as the words say it stands to the rest."""

from __future__ import annotations

from dataclasses import replace

from tools.engines.papercut.compose import ALONE, HEADROOM, Placed, breadth, height_of, is_alive, stand_for
from tools.engines.papercut.flock import in_ranks, parted
from tools.engines.papercut.lexicon import data
from tools.engines.papercut.plan import Drawing, Subject, split_relation
from tools.engines.papercut.touching import TOUCHING, touch
from tools.engines.papercut.world import Stand, World

FAR = 0.58
"""Size of what is said to be far away against its usual one."""

SHARE = 0.6
"""The most of a place's breadth, of a headland or a bank, that one thing takes where others are to stand there too."""

NEARER = 0.006
"""How much nearer somebody is than a thing at the same place, so that nothing stands before a face."""

Item = tuple[Subject, Drawing]


def place_all(w: World, drawn: list[Item]) -> list[Placed]:
    """Put every subject somewhere it belongs: first what the others stand to, then they; the leading one at its third."""
    placed: dict[str, Placed] = {}
    lead = _carrier(max((s for s, _ in drawn), key=lambda s: s.importance, default=None), [s for s, _ in drawn])
    for subject, drawing in _in_order(drawn):
        kind, to = split_relation(subject.relation)
        others = [placed[word] for word in to if word in placed]
        kind = kind if others or not to else ""
        p = _place(w, (subject, drawing), placed, kind, others, subject.word == lead)
        if kind == "between" and len(others) == 1:
            placed[others[0].subject.word] = parted(others[0], p)
        placed[subject.word] = p
    return _inside(w, list(placed.values()))


def _carrier(subject: Subject | None, everything: list[Subject]) -> str:
    """The word of what a subject rests upon in the end: it is where the subject is."""
    seen: set[str] = set()
    while subject is not None and subject.word not in seen:
        seen.add(subject.word)
        kind, to = split_relation(subject.relation)
        below = next((s for s in everything if to and s.word == to[0] and kind in (*TOUCHING, "under")), None)
        if below is None:
            return subject.word
        subject = below
    return subject.word if subject else ""


def _in_order(drawn: list[Item]) -> list[Item]:
    """The subjects by importance, each after those it stands to."""
    waiting = sorted(drawn, key=lambda item: -item[0].importance)
    words, done, order = {s.word for s, _ in drawn}, set[str](), list[Item]()
    while waiting:
        ready = [i for i in waiting if not (set(split_relation(i[0].relation)[1]) & words) - done]
        order += ready or waiting[:1]
        done |= {s.word for s, _ in ready or waiting[:1]}
        waiting = [i for i in waiting if i[0].word not in done]
    return order


def _place(w: World, item: Item, placed: dict[str, Placed], kind: str, to: list[Placed], leads: bool) -> Placed:
    subject, drawing = item
    stand = _stand(subject, w, kind)
    height, width = _size(w, subject, drawing, stand, not placed and not is_alive(subject))
    if kind == "far off":
        height, width = height * FAR, width * FAR
    depth = stand.depth + max(0.0, (0.008 - 0.001 * len(placed)) if stand.big else (0.015 - 0.002 * len(placed)))
    if is_alive(subject) and stand.place in ("air", "sky", "ground", "floor"):
        depth += NEARER
    mine = Placed(subject, drawing, stand, 0.0, 0.0, height, width, depth)
    others = list(placed.values())
    if to and kind in TOUCHING:
        return touch(kind, mine, to[0], [p for p in others if _is_at(p, to[0])])
    aloft = bool(to) and to[0].stand.place in ("air", "sky") and stand.place in ("ground", "floor")
    if to and kind in ("behind", "in front of", "under") and not aloft:
        return _before_or_behind(w, mine, to[0], kind, others)
    taken = breadth(in_ranks(w, mine))
    x = _best_x(w, stand, taken, others, _wish(w, mine, kind, to, leads))
    mine = _headroom(replace(mine, x=x, y=_level(w, stand, subject, x, len(placed), height)))
    if to and kind == "above":
        mine = _over(mine, to[0])
    middle = next((p.x for p in others), w.a / 2)
    mine = replace(mine, flip=_turned(subject, x - middle if others else x - w.a / 2))
    return in_ranks(w, mine)


def _is_at(p: Placed, other: Placed) -> bool:
    """Whether something is put on, in or beside another thing."""
    return split_relation(p.subject.relation)[1] == (other.subject.word,)


def _turned(subject: Subject, aside: float) -> bool:
    """Whether a drawing is mirrored, so that those who can look look at the others: figures face right, emoji face left."""
    if subject.drawing.startswith("twemoji"):
        return aside < -0.02
    return is_alive(subject) and aside > 0.02


def _stand(subject: Subject, w: World, kind: str) -> Stand:
    stand = stand_for(subject, w)
    same = [s for s in w.stands if s.place == stand.place]
    if kind == "far off":
        return min(same, key=lambda s: s.depth)
    if stand.big and stand.depth < 0.5 and subject.metres < 20 and _has_company(w, subject):
        return max(same, key=lambda s: s.depth)
    return stand


def _has_company(w: World, subject: Subject) -> bool:
    """Whether somebody is under, behind, on or in a thing, so that it must be near enough to see them."""
    ties = [split_relation(s.relation) for s in w.plan.subjects]
    return any(subject.word in to and kind in ("under", "behind", "on", "in") for kind, to in ties)


def _size(w: World, subject: Subject, drawing: Drawing, stand: Stand, grows: bool) -> tuple[float, float]:
    """Height and width in units: what the picture is about is not tiny, nothing wider than half the frame or its place."""
    height = height_of(subject.metres, w, stand, is_alive(subject) or subject.place in ("sky", "wall")) * drawing.stature
    if grows:
        height = max(height, ALONE * w.k)
    tall, wide = drawing.pixels.shape[:2]  # type: ignore[attr-defined]
    width = height * wide / tall
    limit = 0.46 * w.a / (1 + 0.16 * (min(subject.count, 5) - 1))
    if len(w.plan.subjects) > 1 and not is_alive(subject):
        limit = min(limit, max(SHARE * (stand.x1 - stand.x0), 0.2))
    return (height, width) if width <= limit else (height * limit / width, limit)


def _headroom(p: Placed) -> Placed:
    """The same, small enough that its top stays in the picture."""
    room = (p.y - HEADROOM) / (p.height * max(0.2, p.drawing.foot))
    if room >= 1 or p.stand.place not in ("ground", "floor", "water"):
        return p
    return replace(p, height=p.height * room, width=p.width * room)


def _before_or_behind(w: World, mine: Placed, other: Placed, kind: str, others: list[Placed]) -> Placed:
    """Nearer or farther than another thing, where enough of both is seen."""
    own = mine.stand
    near = kind == "in front of" and own.depth > other.depth + 0.02 and own.place == mine.subject.place
    if not near:
        ratio = other.stand.scale / own.scale if other.stand is not own else 1.0
        mine = replace(mine, height=mine.height * ratio, width=mine.width * ratio, stand=other.stand)
    sunk = kind == "under" and other.stand.place == "water"
    if kind == "under" and not sunk:
        cap = min(1.0, 0.62 * other.height / mine.height)
        mine = replace(mine, height=mine.height * cap, width=mine.width * cap)
    x = _aside(w, mine, other, kind, others)
    if near:
        mine = replace(mine, x=x, y=_level(w, own, mine.subject, x, 1, mine.height))
    else:
        drop = -0.016 if kind == "behind" else 0.13 if sunk else 0.02
        mine = replace(mine, x=x, y=other.y + drop, depth=other.depth + (-0.003 if kind == "behind" else 0.003))
    return in_ranks(w, _headroom(mine))


def _aside(w: World, mine: Placed, other: Placed, kind: str, others: list[Placed]) -> float:
    """How far to the side of another thing something is when both are to be seen, where nobody else is."""
    half = 0.5 * (other.width + breadth(mine))
    tall = mine.height > 0.8 * other.height
    aside = {
        "behind": 0.12 * other.width if tall and not is_alive(other.subject) else 0.78 * half,
        "in front of": 0.3 * other.width if not is_alive(other.subject) else 0.9 * half,
        "under": 0.16 * other.width,
    }[kind]
    side = w.side if (other.x - 0.5 * w.a) * w.side < 0.12 * w.a else -w.side
    rest = [p for p in others if p is not other]

    def price(x: float) -> float:
        wide = breadth(mine)
        out = max(0.0, 0.03 * w.a - x + wide / 2) + max(0.0, x + wide / 2 - 0.97 * w.a)
        return abs(x - other.x - side * aside) + 4 * out + sum(_covering(p, x, wide, mine.stand) for p in rest)

    return min((other.x + side * aside * k for k in (1.0, -1.0, 1.7, -1.7, 0.4, -0.4, 2.6, -2.6)), key=price)


def _over(mine: Placed, other: Placed) -> Placed:
    """In the air over another thing, or beside its top where there is no room over it."""
    foot = other.top - 0.05
    if foot - mine.height * mine.drawing.foot >= 0.05:
        return replace(mine, y=foot - (1 - mine.drawing.foot) * mine.height, x=other.x)
    away = 0.55 * (other.width + mine.width)
    x = other.x + (away if mine.x >= other.x else -away)
    return replace(mine, x=x, y=max(0.06 + mine.height, other.top + 0.3 * mine.height))


def _wish(w: World, mine: Placed, kind: str, to: list[Placed], leads: bool) -> float:
    """The x a thing would like: its third, its relation, or a place that answers what is already there."""
    if to:
        other = to[0]
        if kind == "between":
            return (other.x + to[-1].x) / 2
        gap = 0.53 * (breadth(other) + breadth(mine))
        room = w.side if 0.1 * w.a < other.x + w.side * gap < 0.9 * w.a else -w.side
        return other.x + {"left of": -gap, "right of": gap, "above": 0.0}.get(kind, room * gap)
    if kind in ("at left", "at right"):
        return w.a * (0.2 if kind == "at left" else 0.8)
    if mine.subject.drawing in data("shapes")["holding"]["edge"]:
        return w.a if w.side < 0 else 0.0
    third = w.main_x if leads and mine.stand.place not in ("air", "sky") else w.a * (0.5 - 0.17 * w.side)
    return _asked_aside(w, mine) or third


def _asked_aside(w: World, mine: Placed) -> float:
    """Where a thing must be so that those who are left, right or on both sides of it have room; 0 where nobody asks."""
    asked = {
        kind: word
        for s in w.plan.subjects
        for kind, to in [split_relation(s.relation)]
        for word in to
        if word == mine.subject.word and kind in ("left of", "right of", "between")
    }
    if "between" in asked:
        pair = next(to for s in w.plan.subjects for k, to in [split_relation(s.relation)] if k == "between")
        return w.a * (0.5 if len(pair) == 1 else 0.24 if pair[0] == mine.subject.word else 0.76)
    return w.a * (0.68 if "left of" in asked else 0.32 if "right of" in asked else 0.0)


def _best_x(w: World, stand: Stand, width: float, others: list[Placed], wish: float) -> float:
    """The x on the stand that is nearest to the wish without covering anyone."""
    low = min(max(stand.x0, 0.04 * w.a) + width / 2, w.a)
    high = max(min(stand.x1, 0.96 * w.a) - width / 2, 0.0)
    if low >= high:
        return min(max((stand.x0 + stand.x1) / 2, 0.12 * w.a), 0.88 * w.a)
    best, cost = wish, 1e9
    for i in range(61):
        x = low + (high - low) * i / 60
        price = abs(x - wish) + sum(_covering(p, x, width, stand) for p in others)
        if price < cost:
            best, cost = x, price
    return best


def _covering(p: Placed, x: float, width: float, stand: Stand) -> float:
    """The price of standing at x where p stands: high among equals in depth, low where one is far behind the other."""
    aloft = (p.stand.place in ("air", "sky")) != (stand.place in ("air", "sky"))
    aside = abs(p.stand.depth - stand.depth) > 0.06 or aloft
    overlap = (width + breadth(p)) * (0.4 if aside else 0.56) - abs(p.x - x)
    return max(0.0, overlap) * (2.5 if aside else 14)


def _level(w: World, stand: Stand, subject: Subject, x: float, rank: int, height: float) -> float:
    """The y of the foot: a little below the edge on ground, free in the air."""
    y = stand.line.at(x)
    if stand.place in ("air", "sky", "wall"):
        return y + height * 0.5 + (0.05 * ((rank * 7) % 3 - 1) if stand.place != "wall" else 0)
    if stand.place == "under" and subject.place == "under":
        return y + 0.05 * ((rank * 5) % 3 - 1)
    if stand.place in ("ground", "floor", "under"):
        return y + 0.006 + 0.012 * max(0, 2 - rank)
    return y


def _inside(w: World, placed: list[Placed]) -> list[Placed]:
    """The placed subjects with everybody who would be cut off by the frame's side moved in, and all that goes with them."""
    where = {p.subject.word: i for i, p in enumerate(placed)}
    roots = list(range(len(placed)))
    for i, p in enumerate(placed):
        for word in split_relation(p.subject.relation)[1]:
            if word in where:
                a, b = roots[i], roots[where[word]]
                roots = [a if r == b else r for r in roots]
    result = list(placed)
    for root in set(roots):
        group = [i for i, r in enumerate(roots) if r == root]
        left = min(placed[i].x - breadth(placed[i]) / 2 for i in group)
        right = max(placed[i].x + breadth(placed[i]) / 2 for i in group)
        if right - left < 0.96 * w.a:
            dx = max(0.0, 0.02 * w.a - left) - max(0.0, right - 0.98 * w.a)
            for i in group:
                spots = tuple((x + dx, y, share) for x, y, share in placed[i].group)
                result[i] = replace(placed[i], x=placed[i].x + dx, group=spots)
    return result
