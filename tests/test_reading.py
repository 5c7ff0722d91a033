"""What the painter understands of a scene's words."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from memory.film import CastMember
from tools.engines import StillRequest
from tools.engines.papercut.casting import player
from tools.engines.papercut.finding import find
from tools.engines.papercut.lexicon import data
from tools.engines.papercut.plan import ScenePlan, Subject
from tools.engines.papercut.reading import read
from tools.engines.papercut.relating import ties
from tools.engines.papercut.sentence import MANY, tokens

KEEPER = CastMember(id="c1", name="Elias", description="an old lighthouse keeper with a white beard and a blue coat")
ROBOT = CastMember(id="c2", name="Pip", description="a small rusty robot")


def plan(text: str, *cast: CastMember, prompt: str = "", framing: Any = "wide", mood: str = "") -> ScenePlan:
    return read(StillRequest(width=1280, height=720, description=text, cast=cast, prompt=prompt, framing=framing, mood=mood))


def names(text: str, *cast: CastMember) -> set[str]:
    return {s.word for s in plan(text, *cast).subjects}


def subject(text: str, word: str, *cast: CastMember) -> Subject:
    return next(s for s in plan(text, *cast).subjects if s.word == word)


@dataclass(frozen=True)
class Score:
    right: int
    missed: tuple[str, ...]
    wrong: tuple[str, ...]
    places: tuple[str, ...]


@cache
def score() -> Score:
    """How the bank of scenes is read: named things drawn right, missed, and drawings nobody asked for."""
    bank = tomllib.loads((Path(__file__).parent / "data" / "readings.toml").read_text(encoding="utf-8"))["scene"]
    right, missed, wrong, places = 0, [], [], []
    for scene in bank:
        found = plan(scene["text"])
        left = list(found.subjects)
        for word, drawings in scene["things"].items():
            fits = [
                s for s in left if s.drawing in drawings.split("|") and (s.drawing != "person" or word.split()[-1] in s.word)
            ]
            right += bool(fits)
            missed += [] if fits else [f"{word}: {scene['text']}"]
            left = [s for s in left if s not in fits[:1]]
        wrong += [f"{s.word}={s.drawing}: {scene['text']}" for s in left if s.drawing not in scene.get("also", "").split("|")]
        if found.setting not in scene["setting"].split("|") or found.time not in scene["time"].split("|"):
            places.append(f"{found.setting} {found.time}: {scene['text']}")
    return Score(right, tuple(missed), tuple(wrong), tuple(places))


def test_at_least_ninety_of_a_hundred_named_things_are_drawn() -> None:
    """Over the bank of scenes, what the words name is found among the drawings."""
    found = score()
    assert found.right / (found.right + len(found.missed)) >= 0.95, found.missed


def test_at_most_three_of_a_hundred_drawings_are_wrong() -> None:
    """Over the bank of scenes, hardly anything is drawn that the words do not name."""
    found = score()
    assert len(found.wrong) / (found.right + len(found.wrong)) <= 0.03, found.wrong


def test_settings_and_hours_are_understood() -> None:
    """Over the bank of scenes, at most three in sixty are set in the wrong place or hour."""
    assert len(score().places) <= 3, score().places


def test_the_same_cast_member_looks_the_same_in_every_scene() -> None:
    """Looks come from the cast alone; the scene changes only pose and expression."""

    def looks(text: str) -> dict[str, str]:
        traits = dict(subject(text, "elias", KEEPER, ROBOT).traits)
        return {k: v for k, v in traits.items() if k not in {"pose", "expression"}}

    first = looks("Elias climbs the cliff in the rain.")
    assert first == looks("The keeper sits by the fire, weeping.") == looks("At dawn the old man waves to a ship.")
    assert first["age"] == "old" and first["beard"] == "full" and first["clothes"] == "#3a76b5"


def test_cast_is_known_by_name_role_and_pronoun() -> None:
    """A member is found by name, by what it is, and by "it" when nobody else is named."""
    for text in ("Pip waits.", "The robot waits.", "It looks at the sea."):
        assert "pip" in names(text, KEEPER, ROBOT), text


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("The harbour lies empty without a boat.", "boat"),
        ("No robot has ever come here.", "robot"),
        ("The sea is like a mirror.", "mirror"),
        ("She dreams of a whale.", "whale"),
        ("They hear the sound of a train.", "train"),
        ("The men fish and watch the sea.", "fish"),
        ("He lights the fire and rocks the cradle.", "rock"),
        ("The ship's bell rings.", "ship"),
        ("A snow leopard sleeps.", "snow"),
        ("A caravan of elephants passes.", "camel"),
    ],
)
def test_what_is_only_said_is_not_drawn(text: str, absent: str) -> None:
    """Denied, compared, dreamt and heard things, verbs and modifiers do not become stickers."""
    assert absent not in names(text)


def test_the_world_is_not_a_sticker() -> None:
    """Sun, moon, clouds and sea belong to the painter's world."""
    assert names("The moon and the stars above the sea, clouds over the hills, rain.") == set()


def test_numbers_and_plurals() -> None:
    """Counts follow number words, digits, collective nouns and plurals, up to what the eye can tell apart."""
    counts = {
        "three gulls": 3,
        "12 gulls": 12,
        "30 gulls": 12,
        "a flock of gulls": 7,
        "gulls": 3,
        "a gull": 1,
        "two grey gulls": 2,
    }
    for said, count in counts.items():
        assert subject(f"There fly {said} over the harbour.", "gull").count == count, said


def test_relations_name_another_subject() -> None:
    """ "beside", "behind", "on" and a fronted place are kept as relations to subjects of the plan."""
    assert subject("A robot stands beside a boat.", "robot").relation == "beside boat"
    assert subject("A fox hides behind the hut.", "fox").relation == "behind hut"
    assert subject("On the table stands a lamp.", "lamp").relation == "on table"
    assert subject("A girl with a lantern walks.", "lantern").relation == "held by girl"


def test_a_word_nothing_fits_is_noted() -> None:
    """A concrete noun without a drawing is left out and said so; an abstract one is no loss."""
    found = plan("A theremin lies on the table, and grief fills the room.")
    assert found.notes == ("nothing fits 'theremin': left out",)
    assert {s.word for s in found.subjects} == {"table"}


def test_unknown_words_are_drawn_only_by_their_meaning() -> None:
    """A near synonym outside the lexicon finds its drawing; a word near to nothing finds none."""
    assert subject("A bookstore stands on the corner.", "bookstore").drawing == "built:shop"


def test_close_shots_show_what_the_shot_names() -> None:
    """A close framing with its own prompt keeps to the prompt's subjects, and the place of the scene."""
    found = plan("Elias and Pip watch a whale from the cliff at night.", KEEPER, ROBOT, prompt="Pip's face", framing="close")
    assert [s.word for s in found.subjects] == ["pip"]
    assert (found.setting, found.time) == ("cliff", "night")


def test_the_cast_leads() -> None:
    """Who the scene is about is the most important subject."""
    assert plan("A whale, a ship, a castle and Elias.", KEEPER).subjects[0].word == "elias"


def test_colours_and_sizes_are_kept() -> None:
    """ "red boat" is red, "huge" is taller, "small" is smaller."""
    assert dict(subject("A red boat.", "boat").traits)["colour"] == "#c8402f"
    assert subject("A huge dog.", "dog").metres > subject("A dog.", "dog").metres > subject("A tiny dog.", "dog").metres


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=120))
def test_any_text_is_read(text: str) -> None:
    """No words, emoji, Chinese or noise: there is always a plan, and relations never dangle."""
    found = plan(text)
    assert found.setting
    assert all(0 < s.importance <= 1 and 1 <= s.count <= MANY and s.metres > 0 for s in found.subjects)


LONG = "a lamp on the table beside her umbrella holding a cat under the tree with a keeper walks near a boat "


class Counted(list[str]):
    """Words that count how often one of them is looked at."""

    looks = 0

    def __getitem__(self, at: Any) -> Any:
        found = super().__getitem__(at)
        self.looks += len(found) if isinstance(at, slice) else 1
        return found


def test_the_longest_description_is_read() -> None:
    """Twenty thousand characters of common nouns and verbs without a full stop: the first things of it are in the plan."""
    found = plan((LONG * 300)[:20_000])
    assert {s.word for s in found.subjects} == {"lamp", "table", "umbrella", "cat", "tree", "keeper", "boat"}


def test_relations_are_found_in_one_walk() -> None:
    """Twice as long a sentence is looked at about twice as often: nothing goes through all its words for each thing in it."""
    seen = []
    for times in (20, 40):
        toks = Counted(tokens(LONG * times))
        assert len(ties(toks, find(toks).mentions)) == 7 * times
        seen.append(toks.looks)
    assert seen[1] < 2.2 * seen[0]


@pytest.mark.parametrize("garment", ["shawl", "coat", "scarf", "trousers", "waistcoat", "helmet", "slippers"])
def test_clothes_are_nobodys_missing_drawing(garment: str) -> None:
    """A garment that is part of somebody's description is neither drawn apart nor noted as missing."""
    scene = plan(f"She pulls at the {garment}.", CastMember(id="c1", name="Mara", description="an old weaver"))
    assert scene.notes == ()
    assert [s.word for s in scene.subjects] == ["mara"]


def test_skins_are_of_every_tone() -> None:
    """Of forty people of whom no skin is told, each third from light to dark has at least a fifth."""
    tones = [dict(player(CastMember(id=f"c{i}", name=f"Nobody {i}", description="a baker")).traits)["skin"] for i in range(40)]
    order = data("roles")["looks"]["skins"]
    thirds = [sum(order.index(tone) // 3 == third for tone in tones) for third in range(3)]
    assert min(thirds) >= 8


def test_a_near_shot_looks_at_what_it_names_first() -> None:
    """A detail of a key in a submarine is about the key, not about the submarine."""
    scene = plan("A crew in a submarine under the sea, a brass key.", prompt="A brass key in a submarine.", framing="detail")
    assert max(scene.subjects, key=lambda s: s.importance).word == "key"
