"""What the painter draws of strangers' descriptions, on a dozen of the open bank, and how such pictures are judged."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache

import pytest

from bench.depicted import Shown, label_of, singular
from bench.likeness import CAST, SCENES, likeness, portrait
from bench.pictures import CLOSED, FOLDER, Drawn, Verdict, bank, examine, judge, shares

FOX = Shown("fox", "fox", 2, True, 0.02, 0.9, (0.2, 0.5, 0.4, 0.9), 0.5)
HUT = Shown("hut", "hut", 1, True, 0.05, 0.8, (0.3, 0.3, 0.7, 0.88), 0.55)
PLACES = {"setting": "forest", "time": "day", "weather": "snow", "season": "winter"}
SCENE = {
    "text": "Two foxes behind a hut.",
    "must": [
        {"what": ["fox"], "count": 2, "relation": ["behind", "hut"]},
        {"what": ["hut", "house"], "count": 1},
    ],
    "setting": ["forest"],
    "weather": ["snow"],
}

DOZEN = slice(0, 60, 5)


def verdict(*things: Shown, **places: str) -> Verdict:
    return judge(SCENE, Drawn({**PLACES, **places}, things))


@cache
def dozen() -> Counter[str]:
    """Counts over every fifth description of the open set, drawn small."""
    total: Counter[str] = Counter()
    for scene in bank("open")[0][DOZEN]:
        total.update(examine(scene, 192).counts)
    return total


def test_most_named_things_are_drawn_and_seen() -> None:
    """Of a dozen descriptions, what the words name is in the finished picture."""
    assert shares(dozen())[0] >= 0.8, dozen()


def test_few_drawings_are_wrong() -> None:
    """Of a dozen descriptions, hardly a drawing or a setting is one that the words do not ask for."""
    assert shares(dozen())[1] <= 0.2, dozen()


def test_a_right_picture_is_right() -> None:
    """Everything named, seen, counted, in its place: no line of complaint."""
    found = verdict(FOX, HUT)
    assert found.lines == ()
    assert shares(found.counts) == (1.0, 0.0)


@pytest.mark.parametrize(
    ("things", "kind"),
    [
        ((HUT,), "missed"),
        ((replace(FOX, area=0.0001), HUT), "hidden"),
        ((replace(FOX, bare=0.1), HUT), "hidden"),
        ((replace(FOX, label="cow"), HUT), "misdrawn"),
        ((FOX, HUT, replace(HUT, name="tent", label="tent")), "unasked"),
    ],
)
def test_what_is_not_there_or_not_right_is_counted(things: tuple[Shown, ...], kind: str) -> None:
    """Left out, covered up, drawn as something else, or not asked for: each is told from the others."""
    found = verdict(*things)
    assert found.counts[kind] == 1
    assert shares(found.counts) != (1.0, 0.0)


def test_counts_relations_and_places_are_judged() -> None:
    """Three foxes are not two, a fox in front is not behind, a beach is no forest."""
    found = verdict(replace(FOX, count=3, depth=0.7), HUT, setting="beach")
    assert (found.counts["count right"], found.counts["relation right"], found.counts["setting right"]) == (1, 0, 0)
    assert shares(found.counts)[1] > 0


def test_names_meet_in_the_singular_and_by_their_last_word() -> None:
    """Plurals are one with their singular; "old man" is a man; a person is whoever is drawn as one."""
    assert [singular(w) for w in ("foxes", "cherries", "glass", "wolves", "bus")] == ["fox", "cherry", "glass", "wolf", "bus"]
    man = Shown("old man", "person", 1, True, 0.1, 1.0, (0, 0, 1, 1), 0.5)
    assert man.is_called("man") and man.is_called("person") and not man.is_called("woman")
    assert man.is_drawn_as(["man", "person"]) and not man.is_drawn_as(["cow"])
    assert label_of("twemoji:1f407", {}) == "rabbit" and label_of("person", {"age": "child"}) == "child"


@pytest.mark.parametrize(
    ("label", "name", "right"),
    [
        ("pirate", "rat", False), ("scarecrow", "car", False), ("scarecrow", "crow", False), ("cart", "car", False),
        ("fox", "ox", False), ("bowl with spoon", "owl", False), ("red fox", "foxes", True), ("rowboat", "boat", True),
        ("fishingboat", "fishing boat", True), ("fishingboat", "boats", True), ("gull", "seagull", True),
    ],
)  # fmt: skip
def test_a_drawing_is_what_its_whole_words_say(label: str, name: str, right: bool) -> None:
    """The name of a drawing is one accepted, holds it as words of its own, or is a compound of which it is the head."""
    assert replace(FOX, label=label).is_drawn_as([name]) is right


def test_scenery_is_counted_apart() -> None:
    """What the setting shows of itself is drawn, and told from the subjects."""
    assert verdict(FOX, HUT).counts["scenery"] == 0
    assert verdict(FOX, replace(HUT, subject=False)).counts["scenery"] == 1


def test_both_halves_hold_sixty_descriptions_and_one_is_closed() -> None:
    """The bank is whole, nothing is in both halves, and every element has a name."""
    (first, no), (second, yes) = bank("open"), bank("closed")
    assert (len(first), no, len(second), yes) == (60, False, 60, True)
    assert not {s["text"] for s in first} & {s["text"] for s in second}
    assert all(item["what"] for s in first + second for item in s["must"])
    assert (FOLDER / "closed.toml").read_text(encoding="utf-8").startswith(CLOSED)


def test_a_cast_member_is_told_from_the_others_and_lit_from_the_light() -> None:
    """In three places, hours and framings each of three people is most like himself, and brightest towards the light."""
    found = [portrait(member, scene, framing, 480) for member in (CAST[0], CAST[2], CAST[3]) for scene, framing in SCENES[:3]]
    portraits = [one for one in found if one is not None]
    assert len(portraits) == 9
    within, between, named = likeness(portraits)
    assert named == 1.0 and within < between
    assert all(one.lit > 0 for one in portraits if one.lit is not None)
