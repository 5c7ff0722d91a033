"""What the words say of where things are, as they are read and as they are put."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tools.engines import StillRequest
from tools.engines.papercut import build_world
from tools.engines.papercut.arrange import place_all
from tools.engines.papercut.compose import Placed, breadth
from tools.engines.papercut.creatures import way_of
from tools.engines.papercut.drawings import draw
from tools.engines.papercut.facing import faced
from tools.engines.papercut.reading import read

RELATIONS = {
    "A knight on a horse in front of a windmill.": {"knight": "on horse", "horse": "in front of windmill"},
    "A lantern on a table beside an old book.": {"lantern": "on table", "book": "on table"},
    "A cat on the roof of a house.": {"cat": "on house"},
    "A parrot sits on the captain's shoulder.": {"parrot": "on captain"},
    "An old woman in a rocking chair with a cat on her lap.": {"old woman": "in rocking chair", "cat": "held by old woman"},
    "A fisherman between two boats.": {"fisherman": "between boat"},
    "A boat between a whale and an iceberg.": {"boat": "between whale and iceberg"},
    "Behind the hut, two foxes sleep.": {"fox": "behind hut"},
    "Two foxes sleep behind a hut while snow falls on the pines.": {"fox": "behind hut", "hut": "", "pine": ""},
    "On the table there are a lamp, a book and a key.": {"lamp": "on table", "book": "on table", "key": "on table"},
    "A robot and a girl beside a boat.": {"robot": "beside boat", "girl": "beside boat"},
    "A whale on the left, a boat on the right.": {"whale": "at left", "boat": "at right"},
    "In the foreground a fox, in the distance a windmill.": {"fox": "up front", "windmill": "far off"},
    "A dog sleeps under a tree.": {"dog": "under tree"},
    "A balloon above the house.": {"balloon": "above house"},
    "The diver's torch finds a wreck.": {"torch": "held by diver", "diver": ""},
    "A truck with a surfboard on the roof.": {"surfboard": "on truck"},
    "A cellist plays.": {"cello": "beside cellist"},
    "A woman closes her umbrella.": {"umbrella": "held by woman"},
    "A vase of tulips.": {"tulip": "in vase"},
}


@pytest.mark.parametrize("text", RELATIONS)
def test_relations_are_read(text: str) -> None:
    """Each thing stands to another as the sentence has it, and nothing is tied that is not."""
    found = {s.word: s.relation for s in read(StillRequest(width=64, height=36, description=text)).subjects}
    assert {word: found[word] for word in RELATIONS[text]} == RELATIONS[text]


COUNTS = {
    "Two siblings build a kite.": ("sibling", 2), "A dozen penguins stand on the ice.": ("penguin", 12),
    "Three barefoot quarrelling brothers run.": ("brother", 3), "A group of four friends.": ("friend", 4),
    "Two of the foxes sleep.": ("fox", 2), "A small herd of deer grazes.": ("deer", 6), "The twins wave.": ("twin", 2),
    "The pack horse waits.": ("horse", 1), "The school teacher waits.": ("school teacher", 1),
    "Elephants walk in a line.": ("elephant", 5), "A crowd waits.": ("crowd", 9), "A couple dances.": ("couple", 2),
}  # fmt: skip


@pytest.mark.parametrize("text", COUNTS)
def test_counts_are_read(text: str) -> None:
    """Numbers, gatherings and plurals count; words that gather do not when they stand before a noun."""
    word, count = COUNTS[text]
    subjects = {s.word: s.count for s in read(StillRequest(width=64, height=36, description=text)).subjects}
    assert subjects[word] == count


SENSES = {
    "A crane wades in the marsh.": {"built:heron"},
    "A crane lifts a container in the port.": {"twemoji:1f3d7", "built:container"},
    "A bat hangs in the cave.": {"twemoji:1f987"},
    "A boy swings a bat at the ball.": {"person", "built:baseballbat", "twemoji:26bd"},
    "A seal on a rock.": {"twemoji:1f9ad", "built:rock"},
    "A wax seal on the letter.": {"built:letter"},
    "The elephant lifts its trunk.": {"twemoji:1f418"},
    "A heavy trunk full of coats.": {"built:chest", "twemoji:1f9e5"},
    "It does not matter.": set(),
    "A spaniel chases a chaffinch.": {"twemoji:1f415", "twemoji:1f426"},
    "A bricklayer waits.": {"person"},
    "Goats on the roof.": {"twemoji:1f410", "built:cottage"},
    "Dr Okafor waits.": {"person"},
    "A violinist plays.": {"person", "twemoji:1f3bb"},
}


@pytest.mark.parametrize("text", SENSES)
def test_words_of_several_senses_go_by_their_company(text: str) -> None:
    """A crane is a bird or a machine; what nothing is meant by is not drawn; kinds are drawn by what they are."""
    assert {s.drawing for s in read(StillRequest(width=64, height=36, description=text)).subjects} == SENSES[text]


def arranged(text: str, seed: int = 0) -> tuple[float, dict[str, Placed]]:
    request = StillRequest(width=256, height=144, description=text, seed=seed)
    plan = read(request)
    world = build_world(request, plan)
    return world.a, {p.subject.word: p for p in place_all(world, [(s, draw(s, 48)) for s in plan.subjects])}


@pytest.mark.parametrize("seed", range(3))
def test_riders_sitters_and_holders(seed: int) -> None:
    """A rider's foot is beside the horse's body, a lamp stands on the table top, a cat on the roof, a lantern in a hand."""
    _, p = arranged("A knight on a horse in front of a castle.", seed)
    assert p["horse"].top < p["knight"].y < p["horse"].y and abs(p["knight"].x - p["horse"].x) < 0.5 * p["horse"].width
    _, p = arranged("A lantern on a table beside an old book.", seed)
    for word in ("lantern", "book"):
        assert abs(p[word].y - p["table"].top) < 0.25 * p["table"].height
    assert abs(p["lantern"].x - p["book"].x) > 0.25 * (p["lantern"].width + p["book"].width)
    _, p = arranged("A cat on the roof of a house.", seed)
    assert p["cat"].y < p["house"].top + 0.6 * p["house"].height
    _, p = arranged("A girl holding a lantern.", seed)
    assert abs(p["lantern"].x - p["girl"].x) < p["girl"].width and p["girl"].top < p["lantern"].y < p["girl"].y


def looks(p: Placed) -> str:
    """Which way somebody is seen to look."""
    way = way_of(p.subject.drawing, "stand")
    drawn = way.faces if way is not None else "right"
    return drawn if not p.flip else {"left": "right", "right": "left"}[drawn]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    ("text", "rider", "mount"),
    [
        ("A knight on a horse beside a castle.", "knight", "horse"), ("A girl on an elephant, a dog.", "girl", "elephant"),
        ("A boy on a camel, a rider on a horse behind him.", "boy", "camel"),
    ],
)  # fmt: skip
def test_a_rider_looks_where_the_mount_looks(text: str, rider: str, mount: str, seed: int) -> None:
    """Whatever else is there; and the mount does not turn to whom it carries."""
    request = StillRequest(width=256, height=144, description=text, seed=seed)
    plan = read(request)
    world = build_world(request, plan)
    placed = place_all(world, [(s, draw(s, 48)) for s in plan.subjects])
    p = {q.subject.word: q for q in faced(world, placed)}
    assert looks(p[rider]) == looks(p[mount])


def test_a_rider_looks_past_a_bicycle() -> None:
    """What carries somebody is not what they turn to, where it looks nowhere itself."""
    request = StillRequest(width=256, height=144, description="A man on a bicycle and a dog.")
    plan = read(request)
    world = build_world(request, plan)
    p = {q.subject.word: q for q in place_all(world, [(s, draw(s, 48)) for s in plan.subjects])}
    bicycle, dog = replace(p["bicycle"], x=0.9), replace(p["dog"], x=0.3)
    assert faced(world, [replace(p["man"], x=0.8), bicycle, dog])[0].flip
    assert not faced(world, [replace(p["man"], x=0.1), bicycle, dog])[0].flip


@pytest.mark.parametrize("seed", range(3))
def test_between_left_and_under(seed: int) -> None:
    """Two boats part for the one between them; left is left; under a tree means within its crown's reach and near it."""
    _, p = arranged("A fisherman between two boats in the harbour.", seed)
    xs = sorted(x for x, _, _ in p["boat"].group)
    assert xs[0] < p["fisherman"].x < xs[1]
    _, p = arranged("A lighthouse to the left of a sailing ship.", seed)
    assert p["lighthouse"].x < p["sailing ship"].x
    _, p = arranged("A girl sits under an oak.", seed)
    assert abs(p["girl"].x - p["oak"].x) < 0.6 * p["oak"].width and p["girl"].depth > p["oak"].depth


@pytest.mark.parametrize("text", ["Elephants cross the river.", "A crowd of people and a dog.", "A dozen penguins on the ice."])
def test_many_stay_within_the_frame(text: str) -> None:
    """A herd or a crowd is not cut off by the frame's sides."""
    a, placed = arranged(text)
    for p in placed.values():
        assert p.x - breadth(p) / 2 > -0.02 and p.x + breadth(p) / 2 < a + 0.02
